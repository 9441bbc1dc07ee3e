"""The figure of the page: who bears a loss of a project."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import report
from analysis.report.author.style import colour

INKS = ("vermillion", "grey", "blue", "purple")  # the United States as in the waterfall of the clause


def draw_bearers(who: pd.DataFrame) -> Any:
    """Gains and losses by party (columns) of each project (rows), stacked from zero to both sides."""
    fig, ax = report.figures.new(height=3.4)
    for place, (_, row) in enumerate(who.iterrows()):
        gain, loss = 0.0, 0.0
        for party, ink in zip(who, INKS, strict=False):
            value = row[party]
            start = gain if value > 0 else loss
            words = party if place == 0 else None
            ax.barh(place, value, left=start, height=0.62, color=colour(ink), label=words)
            gain, loss = gain + max(value, 0), loss + min(value, 0)
    ax.axvline(0, color=colour("muted"), linewidth=0.8)
    ax.set_yticks(range(len(who)), who.index)
    ax.invert_yaxis()
    ax.set_xlabel("gain (+) or loss (−), present value, dollars of 100 called")
    report.figures.key(ax, columns=2)
    return fig


def bearers_alt(who: pd.DataFrame, good: float) -> str:
    """Range of the American gain; who loses."""
    gain = who["United States"]
    return (
        "Stacked bars for five projects: the United States, which pays nothing in, gains"
        f" {gain.min():.0f} to {gain.max():.0f}; insurer and state bank lose in every case but the one"
        f" planned at {report.numbers.percent(good)} percent; banks are near zero."
    )
