"""Figures of the page on China and others, with their alternative texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.chapters.china_and_others.prices import ESTIMANDS
from analysis.report.author import figures, sentences, style

COLOURS = {"China": "vermillion", "Japan": "blue"}


def draw_paths(paths: pd.DataFrame) -> Any:
    """One panel an estimand, one line an origin; `paths` by (origin, estimand, horizon)."""
    fig, axes = figures.new(1, 2, height=3.6, sharey=True)
    for ax, estimand in zip(axes, ESTIMANDS, strict=True):
        for origin, colour in COLOURS.items():
            path = paths.loc[(origin, estimand)]
            figures.band(ax, path.index, path["low"], path["high"], f"95 %, pointwise: {origin}", colour)
            figures.line(ax, path["estimate"], origin, colour)
        figures.zero_line(ax)
        ax.set_title(f"Foreign prices {estimand}")
        ax.set_xlabel("months after the currency's move")
        ax.set_xticks(range(0, 13, 3))
    axes[0].set_ylabel("import price, % per 1 %")
    figures.shared_key(fig, axes[0], fontsize=9)
    for ax in axes:
        figures.label_lines(ax)
    return fig


def paths_alt(end: Mapping[tuple[str, str], Any]) -> str:
    """Alternative text of the figure of paths, with the long run by origin and estimand."""
    said = {key: f"{effect.estimate:.2f}" for key, effect in end.items()}
    return (
        "Two panels, foreign prices fixed and free, each with two lines over twelve months and 95 % bands: "
        f"after a year prices of Chinese goods are at {said['China', 'fixed']} and {said['China', 'free']} "
        f"percent per percent, those of Japanese goods at {said['Japan', 'fixed']} and "
        f"{said['Japan', 'free']}."
    )


def draw_specifications(table: pd.DataFrame, names: list[str]) -> Any:
    """One panel an origin, one row an alternative, both estimands; headline on top."""
    fig, axes = figures.new(1, 2, height=6.4, sharey=True, sharex=True)
    for ax, origin in zip(axes, COLOURS, strict=True):
        for shift, estimand, colour in ((0.16, "fixed", "blue"), (-0.16, "free", "grey")):
            part = table.loc[origin].xs(estimand, level="estimand").reindex(names).dropna(subset="estimate")
            y = np.array([len(names) - 1 - names.index(name) for name in part.index]) + shift
            ink = style.colour(colour)
            ax.hlines(y, part["low"], part["high"], color=ink, linewidth=1.6)
            ax.scatter(part["estimate"], y, s=16, color=ink, label=f"foreign prices {estimand}", zorder=3)
        figures.zero_line(ax, axis="x")
        ax.set_title(f"From {origin}")
        ax.set_xlabel("after 12 months, % per 1 %")
    axes[0].set_yticks(range(len(names)), names[::-1], fontsize=8)
    figures.shared_key(fig, axes[0], fontsize=9)
    return fig


def specifications_alt(table: pd.DataFrame) -> str:
    """Alternative text of the figure of specifications."""
    china, japan = table.loc["China", "estimate"], table.loc["Japan", "estimate"]
    return (
        "Two columns of estimates with 95 % intervals after twelve months, foreign prices fixed and free; for"
        f" China they run from {china.min():.2f} to {china.max():.2f}, for Japan from {japan.min():.2f} to"
        f" {japan.max():.2f}; {table['turns'].astype(bool).sum()} of {len(table)} change the class of the"
        " headline."
    )


def draw_currencies(table: pd.DataFrame) -> Any:
    """One row a currency: its mean move, the range of placebo dates, and marks at what would be found."""
    fig, ax = figures.new(height=6.2)
    places = np.arange(len(table))
    ax.hlines(
        places,
        table["low"],
        table["high"],
        color=style.colour("grey"),
        linewidth=2,
        label="95 % of placebo dates",
    )
    for sign, label in ((-1, None), (1, "would have been found four times in five")):
        ax.scatter(
            sign * table["found_family"], places, s=26, marker="|", color=style.colour("amber"), label=label
        )
    inks = [style.colour({"JPY": "blue", "CNY": "vermillion"}.get(name, "ink")) for name in table.index]
    ax.scatter(table["mean_move"], places, s=28, zorder=3, color=inks)
    figures.zero_line(ax, axis="x")
    ax.set_yticks(places, list(table.index))
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.set_xlabel("mean abnormal move over five fixings, % (up = weaker)")
    figures.key(ax, columns=2)
    return fig


def currencies_alt(table: pd.DataFrame) -> str:
    """Alternative text of the figure of currencies."""
    # typed: the quantile of `currencies.moves`
    move = table["mean_move"]
    return (
        f"One dot a currency for {len(table)} currencies, from {move.min():.2f} to {move.max():.2f} "
        "percent, over grey lines that hold 95 % of placebo dates, not adjusted for the number of "
        f"currencies; dots outside them: {(table['p_date'] <= 0.05).sum()}, beyond the marks of what would "
        f"have been found: {int((move.abs() > table['found_family']).sum())}."
    )


def placebo_counts(moves: np.ndarray) -> pd.DataFrame:
    """Histogram of a currency's placebo means in 40 classes."""
    counts, edges = np.histogram(moves, bins=40)
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "count": counts})


def draw_placebo(counts: pd.DataFrame, move: float) -> Any:
    """The histogram of placebo means, and the mean move on the scheme's days as a line."""
    fig, ax = figures.new(height=3.0)
    width = counts["to"] - counts["from"]
    ax.bar(counts["from"], counts["count"], width=width, align="edge", color=style.colour("grey"))
    ax.axvline(move, color=style.colour("blue"), linewidth=2, label="the six days of the scheme")
    ax.set_xlabel("mean abnormal move of the yen over five fixings, %")
    ax.set_ylabel("number of placebo sets")
    figures.key(ax)
    return fig


def placebo_alt(counts: pd.DataFrame, move: float) -> str:
    """Alternative text of the histogram."""
    return (
        f"Histogram of {counts['count'].sum()} placebo means of the yen, centred near zero, from "
        f"{counts['from'].iloc[0]:.1f} to {counts['to'].iloc[-1]:.1f} percent; the line of the scheme's "
        f"days at {move:.2f} lies well inside it."
    )


def draw_exposure(shares: pd.DataFrame) -> Any:
    """Paired bars of Japanese and American value added, one pair an economy, on a log scale."""
    fig, ax = figures.new(height=4.6)
    rows = np.arange(len(shares))
    for offset, column, colour in ((0.2, "of Japan", "blue"), (-0.2, "of the US", "grey")):
        ax.barh(
            rows + offset,
            shares[column],
            height=0.38,
            color=style.colour(colour),
            label=f"value added {column}",
        )
    ax.set_yticks(rows, list(shares.index))
    ax.set_xscale("log")
    ax.set_xticks([0.3, 1, 3, 10], ["0.3", "1", "3", "10"])
    ax.minorticks_off()
    ax.set_xlabel("share of the value of manufactured output, % (log scale)")
    figures.key(ax, columns=2)
    return fig


def exposure_alt(shares: pd.DataFrame) -> str:
    """Alternative text of the figure of exposure."""
    japan, america = shares["of Japan"], shares["of the US"]
    sentences.hold({"percent, the largest in": japan.idxmax() == shares.index[-1]})
    # direction “after a dearer yuan or yen”: the supposition of the paths
    return (
        f"Paired bars for {len(shares) - 1} economies and the rest of the world on a log scale: Japan's "
        f"share runs from {japan.min():.1f} to {japan.max():.1f} percent, the largest in "
        f"{shares.index[-1]}, America's from {america.min():.1f} to {america.max():.1f}; China has "
        f"{america['CHN']:.1f} of it and {japan['CHN']:.1f} of Japan's."
    )


def draw_investment(fdi: pd.DataFrame, pledges: pd.DataFrame) -> Any:
    """Changes of direct investment above, pledges below, each with its grade."""
    fig, (left, right) = figures.new(2, 1, height=6.4, height_ratios=(1.4, 1))
    ink = {"final": "blue", "preliminary": "grey"}
    places = range(len(fdi) - 1, -1, -1)
    for state, part in fdi.assign(y=places).groupby("state", sort=False):
        left.barh(part["y"], part["value"], color=style.colour(ink[state]), label=state)
    left.set_yticks(
        places, [f"{where} [{grade}]" for where, grade in zip(fdi["where"], fdi["grade"], strict=True)]
    )
    figures.zero_line(left, axis="x")
    left.set_xlabel("change in 2025, %")
    figures.key(left, columns=2)
    right.barh(range(len(pledges)), pledges["value"], color=style.colour("grey"))
    right.set_yticks(
        range(len(pledges)), [f"{row.partner}, {row.text} [{row.grade}]" for row in pledges.itertuples()]
    )
    right.set_xlabel("pledged to the United States (not flows), billion US dollars")
    return fig


def investment_alt(fdi: pd.DataFrame, pledges: pd.DataFrame) -> str:
    """Alternative text of the figure of direct investment and pledges."""
    final, pledged = fdi.loc[fdi["state"] == "final", "value"], pledges["value"]
    return (
        "Two panels of bars. Changes in 2025 of direct investment, of greenfield projects and of project "
        f"finance: final {final.min():.0f} to {final.max():.0f} percent, preliminary "
        f"{fdi['value'].min():.0f} to {fdi['value'].max():.0f}. Pledges to the United States from "
        f"{pledged.min():.0f} to {pledged.max():.0f} billion dollars."
    )
