"""Figures of the page on the United States."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.chapters.united_states.tables import SHORT
from analysis.report.author import figures, style

#: Outcomes whose ends are drawn; the download has all.
ENDS = ("us_import_all", "us_import_japan", "us_import_china", "us_consumer")


def estimands(frame: pd.DataFrame) -> Any:
    """Both estimands of every outcome as points with intervals; `frame` is `tables.estimands`."""
    fig, ax = figures.new(height=4.2)
    held = frame["estimand"] == "fixed"
    figures.intervals(
        ax,
        [f"{SHORT[o]}, oil {e}" for o, e in zip(frame["outcome"], frame["estimand"], strict=True)],
        *(list(frame[part]) for part in ("estimate", "low", "high")),
        ["blue" if fixed else "vermillion" for fixed in held],
        reference=(0, 1),
    )
    ax.set_xlabel("long-run pass-through, %")
    return fig


def ends(paths: Mapping[str, pd.DataFrame]) -> Any:
    """The headline by last month of the sample, four outcomes, oil fixed with its band and oil free."""
    fig, axes = figures.new(2, 2, height=6.2, sharex=True)
    for ax, outcome in zip(axes.flat, ENDS, strict=True):
        path = paths[outcome]
        months = figures.dates(path.index)
        figures.band(ax, months, path["fixed_low"], path["fixed_high"], "95 %, oil fixed", color="blue")
        figures.line(ax, path["fixed"], color="blue", label="oil fixed")
        figures.line(ax, path["free"], color="vermillion", label="oil free")
        figures.zero_line(ax)
        ax.set_title(SHORT[outcome], loc="right", fontsize=10)
        years = (2012, 2016, 2020, 2024)
        ax.set_xticks([pd.Timestamp(f"{year}-01-01") for year in years], [str(year) for year in years])
        ax.set_ylabel("long run, %")
        ax.set_xlabel("last month of the sample")
    handles, names = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, names, loc="outside upper left", ncols=3, labelcolor=style.colour("muted"))
    return fig


def stability(paths: Mapping[str, pd.Series]) -> Any:
    """Cumulated unexplained price changes since the duties began, in log points."""
    fig, ax = figures.new(height=3.6)
    for (name, path), hue in zip(paths.items(), ("blue", "vermillion", "green", "grey"), strict=False):
        figures.line(ax, path, color=hue, marker="o", markersize=3, label=name)
    figures.zero_line(ax)
    ax.set_ylabel("cumulated since the duty began, log points")
    figures.key(ax, columns=2)
    return fig
