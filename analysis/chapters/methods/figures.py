"""Figures of the page on methods, and the table of nulls that goes with one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.passthrough.core.simulated_power import FORMULA, PLACEBO, SIMULATED
from analysis.report.author import figures, sentences, style, tables
from analysis.report.author.numbers import bracketed, fixed

_WAYS = {
    SIMULATED: ("simulated on the actual path", "blue"),
    PLACEBO: ("placebo dates", "vermillion"),
    FORMULA: ("formula", "grey"),
}
_TOPICS = {
    "long run": "Long run of the lag",
    "local projection": "Local projection",
    "structural": "Structural ratios",
    "item panel": "Item panel",
    "level relation": "Level relation",
}
_DEFAULTS = {
    "long run": ["ewc"],
    "local projection": ["lag-augmented-hc3"],
    "item panel": ["driscoll-kraay-fixed-b"],
    "structural": ["recursive, fieller", "proxy, ar"],
    "level relation": ["long run, Fieller"],
}


def pages_by_power(nulls: pd.DataFrame) -> list[str]:
    """Pages in the order of the median effect found over the one that matters."""
    return sorted(
        nulls["page"].unique(),
        key=lambda page: nulls.loc[nulls["page"] == page, "found_over_matters"].median(),
    )


def draw_nulls(nulls: pd.DataFrame) -> Any:
    """One dot a null, one row a page, on a log scale; telling ones left of one."""
    pages = pages_by_power(nulls)
    fig, ax = figures.new(height=1.2 + 0.42 * len(pages))
    for how, (label, colour) in _WAYS.items():
        for row, page in enumerate(pages[::-1]):
            these = nulls[(nulls["page"] == page) & (nulls["how"] == how)]
            lift = 0.22 * np.cos(np.pi * np.arange(len(these)))
            ax.scatter(
                these["found_over_matters"],
                row + lift,
                s=24,
                color=style.colour(colour),
                label=label if row == 0 else None,
                zorder=3,
            )
    figures.zero_line(ax, 1, axis="x")
    ax.set_xscale("log")
    ax.set_xticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    ax.minorticks_off()
    ax.set_yticks(range(len(pages)), [page.replace("_", " ") for page in pages[::-1]])
    ax.set_xlabel("effect found four times in five over the one that matters (ratio)")
    figures.key(ax, columns=3)
    return fig


def nulls_alt(nulls: pd.DataFrame) -> str:
    """Alternative text of the figure of nulls."""
    ratio, telling = nulls["found_over_matters"], nulls["informative"].astype(bool).sum()
    return (
        f"One dot a null in {nulls['page'].nunique()} rows, one a page, against the effect that would have"
        f" been found over the one that matters, on a log scale from {ratio.min():.1f} to"
        f" {ratio.max():.0f}; {telling} of {len(nulls)} lie left of one."
    )


def null_rows(nulls: pd.DataFrame) -> pd.DataFrame:
    """One row a null: estimate, effect that would have been found and that would matter, how, and where."""
    each = [row for _, row in nulls.iterrows()]
    return pd.DataFrame(
        {
            "Null": nulls["name"],
            "Estimate": [bracketed(row, _decimals(row)) for row in each],
            "Would have been found": [fixed(row["found"], _decimals(row)) for row in each],
            "Would matter": [f"{row['matters']:.2g}" for row in each],
            "Unit": nulls["unit"],
            "How": [_WAYS[how][0] for how in nulls["how"]],
            "Where": [
                tables.link(page.replace("_", " "), f"#{page.replace('_', '-')}") for page in nulls["page"]
            ],
        }
    )


def null_notes(nulls: pd.DataFrame) -> list[str]:
    """What the columns say, and why some intervals of nulls leave out zero."""
    apart = int((nulls["low"] * nulls["high"] > 0).sum())
    return [
        (
            "Intervals at the level of the page, 95 or 90 %, or the band of placebo dates. Would have been"
            " found: four times in five."
        ),
        (
            f"{apart} intervals leave out zero: by the rules stated these are no findings, after the"
            " correction over several tests or for the search of a date."
        ),
    ]


def _decimals(row: pd.Series) -> int:
    return 1 if row["found"] >= 1 else 2 if row["matters"] > 0.05 else 3


def coverage_gaps(measured: pd.DataFrame) -> pd.DataFrame:
    """Measured less nominal coverage in points, by topic and method, and whether it is a default here."""
    cover = measured[(measured["measure"] == "coverage") & measured["topic"].isin(_TOPICS)].copy()
    cover["gap"] = 100 * (cover["measured"] - cover["nominal"])
    cover["default"] = [
        method in _DEFAULTS[topic] and "pointwise" not in design
        for topic, method, design in zip(cover["topic"], cover["method"], cover["design"], strict=True)
    ]
    return cover


def draw_coverage(cover: pd.DataFrame) -> Any:
    """One dot a method and design, one row a family; defaults above, alternatives below."""
    fig, ax = figures.new(height=3.2)
    for row, topic in enumerate(_TOPICS):
        part = cover[cover["topic"] == topic]
        for chosen, colour, size in ((False, "grey", 16), (True, "blue", 30)):
            these = part[part["default"] == chosen]
            label = "defaults of this book" if chosen else "alternatives"
            ax.scatter(
                these["gap"],
                row + (0.13 if chosen else -0.13) + np.zeros(len(these)),
                s=size,
                color=style.colour(colour),
                label=label if row == 0 else None,
                zorder=3,
            )
    figures.zero_line(ax, axis="x")
    ax.set_yticks(range(len(_TOPICS)), list(_TOPICS.values()))
    ax.invert_yaxis()
    ax.set_xlabel("measured less nominal coverage, percentage points")
    figures.key(ax, columns=2)
    return fig


def coverage_alt(cover: pd.DataFrame) -> str:
    """Alternative text of the figure of coverage."""
    ours = cover.loc[cover["default"], "gap"]
    # direction “below; alternatives reach”: counted here
    # direction “of the designs below”: a place on the page
    return (
        f"Five rows of dots against a line at zero: the defaults of this book lie between {ours.min():.0f}"
        f" and {ours.max():.0f} points of nominal, {int((ours < 0).sum())} of {len(ours)} below;"
        f" alternatives reach down to {cover['gap'].min():.0f} points, such as clustering by item,"
        " heteroskedasticity-robust sums and pointwise bands of a path."
    )


def draw_growth(growth: pd.DataFrame) -> Any:
    """Seconds against the number of series, horizons and draws, one panel each."""
    ends = growth.sort_values("size", kind="stable").groupby("dimension")["seconds"]
    sentences.hold({"bootstrap draws, each a rising line": (ends.first() < ends.last()).all()})
    fig, axes = figures.new(1, 3, height=2.6, sharey=False)
    for ax, (kind, part) in zip(axes, growth.groupby("dimension", sort=False), strict=True):
        ax.plot(part["size"], part["seconds"], marker="o", markersize=3, color=style.colour("blue"))
        ax.set_xlim(0, None)
        ax.set_ylim(0, None)
        ax.set_xlabel(f"number of {kind}")
    fig.supylabel("seconds", fontsize=9.5, color=style.colour("muted"))
    return fig
