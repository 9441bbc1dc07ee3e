"""Figures of the page on change over time, with their alternative texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.chapters.japan_over_time.flows import LEVEL
from analysis.report.author import figures, sentences, style


def window_paths(rolling: Mapping[tuple[str, str], Any], prices: list[str]) -> dict[str, pd.DataFrame]:
    """Long run by last month of the window: fixed with its joint band and the range if constant, and free."""
    frames = {}
    for label in prices:
        path, bare = rolling[label, "fixed"], rolling[label, "free"]
        joint, null = path.band(joint="sup-t"), path.constant_band()
        columns = {
            "estimate": path.long_run, "joint_low": joint["low"], "joint_high": joint["high"],
            "constant_low": null["low"], "constant_high": null["high"],
        }  # fmt: skip
        frames[label] = pd.DataFrame(columns, index=path.dates.rename("last_month"))
        frames[label]["free"] = pd.Series(bare.long_run, bare.dates).reindex(path.dates)
    return frames


def draw_windows(paths: Mapping[str, pd.DataFrame], colours: Mapping[str, str]) -> Any:
    """One panel a price: windows of ten years with foreign prices fixed and free."""
    fig, axes = figures.new(len(paths), 1, height=7.0, sharex=True)
    for ax, (label, path) in zip(axes, paths.items(), strict=True):
        when, free = figures.dates(path.index), path["free"].dropna()
        figures.band(
            ax, when, path["joint_low"], path["joint_high"], "95 %, all windows (sup-t)", colours[label], 0.18
        )
        ax.plot(
            when,
            path["estimate"],
            color=style.colour(colours[label]),
            label="foreign prices fixed, by last month",
        )
        ax.plot(figures.dates(free.index), free, color=style.colour("ink"), linestyle="--", label="free")
        for side, words in (("low", "95 % if constant"), ("high", None)):
            ax.plot(
                when,
                path[f"constant_{side}"],
                color=style.colour("grey"),
                linewidth=0.9,
                linestyle=":",
                label=words,
            )
        figures.zero_line(ax)
        ax.set_title(label)
    behind = [path["estimate"] for path in list(paths.values())[1:]]
    lowest = [figures.dates(path.index)[path.to_numpy().argmin()].year for path in behind]
    sentences.hold(
        {
            "producer and consumer prices are lowest in the early 2000s": all(
                2000 <= year <= 2005 for year in lowest
            ),
            "2000s and highest at the end": all(path.iloc[-12:].max() == path.max() for path in behind),
        }
    )
    figures.shared_key(fig, axes[0])
    fig.supylabel("long-run pass-through, %", fontsize=9.5, color=style.colour("muted"))
    return fig


def windows_alt(imports: pd.DataFrame) -> str:
    """Alternative text of the figure of windows, with the last values for import prices."""
    return (
        "Three panels of long-run pass-through over ten-year windows from 1990 to 2026, foreign prices"
        " fixed with a sup-t band and the range under constancy, and free as a dashed line: for import"
        f" prices the free line ends at {imports['free'].iloc[-1]:.1f} and the fixed one at"
        f" {imports['estimate'].iloc[-1]:.1f}; producer and consumer prices are lowest in the early 2000s"
        " and highest at the end."
    )


def draw_official(bases: Mapping[int, pd.DataFrame]) -> Any:
    """The dollar after official purchases, from the fixing before the operation and from the one after.

    Bands are the wider of the estimate's interval and the placebo dates'.
    """
    sentences.hold(
        {"operation the dollar is more than one percent dearer at once": bases[0]["estimate"].iloc[0] > 1}
    )
    # direction “when the yen falls and when it rises”: the two states that are compared
    fig, ax = figures.new(height=3.6)
    for shift, words, colour in (
        (0, "from the fixing before it", "blue"),
        (1, "from the fixing after it", "vermillion"),
    ):
        path = bases[shift]
        low = path[["low", "placebo_low"]].min(axis=1)
        high = path[["high", "placebo_high"]].max(axis=1)
        figures.band(ax, path.index, low, high, f"95 %, {words}", colour, 0.14)
        ax.plot(path.index, path["estimate"], color=style.colour(colour), label=words)
    figures.zero_line(ax)
    ax.set_xticks(range(0, 21, 5))
    ax.set_xlabel("business days after the operation")
    ax.set_ylabel("dearer dollar, % per 1 % of GDP")
    figures.key(ax, columns=2)
    return fig


def draw_flows(rows: pd.DataFrame) -> Any:
    """One row a flow; the alternatives, whose names are indented, in grey."""
    fig, ax = figures.new(height=4.6)
    names = list(rows.index)
    colours = ["grey" if name.startswith(" ") else "blue" for name in names]
    figures.intervals(ax, names, rows["estimate"], rows["low"], rows["high"], colours, reference=(0,))
    ax.set_xlabel("dearer dollar, % per 1 % of GDP")
    return fig


def flows_alt(rows: pd.DataFrame) -> str:
    """Alternative text of the figure of flows."""
    kinds = {
        kind: rows[rows.index.str.strip().str.lower().str.startswith(kind)] for kind in ("private", "income")
    }
    sentences.hold(
        {
            "official purchases lie above zero after a week": rows[rows.index.str.contains("week")][
                "low"
            ].iloc[0]
            > 0,
            "private outflows lie at or below zero in most rows": (kinds["private"]["estimate"] <= 0).mean()
            > 0.5,
            "income lies above zero, with": kinds["income"]["estimate"].min() > 0,
        }
    )
    return (
        f"{len(rows)} rows of estimates with {100 * LEVEL:.0f} percent intervals: official purchases lie "
        "above zero after a week and reach it after a month; private outflows lie at or below zero in most "
        "rows; income lies above zero, with intervals that end near it."
    )


def draw_income(home: pd.DataFrame) -> Any:
    """Income from abroad, a third of it, and net direct investment."""
    fig, ax = figures.new(height=3.6)
    for name, words, colour in (
        ("income", "income earned", "grey"),
        ("third", "a third of it", "blue"),
        ("direct", "direct investment, net", "vermillion"),
    ):
        figures.line(ax, home[name], words, colour)
    figures.zero_line(ax)
    ax.set_xlabel("year")
    ax.set_ylabel("trillion yen a year")
    figures.label_lines(ax)
    return fig


def income_alt(home: pd.DataFrame) -> str:
    """Alternative text of the figure of income and direct investment."""
    income = home["income"]
    sentences.hold({"primary income grows from": income.iloc[0] < income.iloc[-1]})
    # direction “a third of it lies below net”: the years in which it does are counted
    return (
        f"Three lines from 1996 to 2025: primary income grows from {income.iloc[0]:.0f} to"
        f" {income.iloc[-1]:.0f} trillion yen a year; a third of it lies below net direct investment abroad"
        f" in {int((home['net'] < 0).sum())} of {len(home)} years, the whole of it in"
        f" {int((income < home['direct']).sum())}."
    )
