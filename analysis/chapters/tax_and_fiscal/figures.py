"""Figures on taxes and on the state's losses: treaties, low American tax, the chance of a larger loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import report
from analysis.report.author.style import colour

percent = report.numbers.percent
NARROW = 300  # billions of dollars: left of it a line is named on its right


def draw_regimes(table: pd.DataFrame, main: Any) -> Any:
    """All taxes by holding (rows) and treaty (columns), beside the three lines of one ladder."""
    fig, ax = report.figures.new(height=3.4)
    places = np.arange(len(table))
    for i, (regime, ink) in enumerate(zip(table, ("vermillion", "grey", "blue"), strict=True)):
        ax.barh(places + (i - 1) * 0.25, table[regime], height=0.23, label=regime, color=colour(ink))
    muted = colour("muted")
    for x, text in ((main.once, "once"), (main.both, "by both"), (main.twice, "and withheld")):
        ax.axvline(x, color=muted, linewidth=1, linestyle="--")
        place = {"xytext": (3, 0), "textcoords": "offset points", "va": "center"}
        ax.annotate(text, (x, -0.62), fontsize=8.5, color=muted, **place)
    ax.set_yticks(range(len(table)), table.index)
    ax.set_ylim(len(table) - 0.5, -0.8)
    ax.set_xlim(0, 80)
    ax.set_xlabel("all taxes, dollars of 100 dollars of profit")
    report.figures.key(ax, columns=3)
    return fig


# typed: names the row
def regimes_alt(table: pd.DataFrame, main: Any, small: Any) -> str:
    """What a full and a small holding pay under the treaties and without."""
    return (
        f"Grouped bars for three holdings under three regimes against lines at {main.once:.0f} (once),"
        f" {main.both:.0f} (both countries) and {main.twice:.0f} (and withheld): a full holding pays"
        f" {main.total:.0f} under both treaties and {table.iloc[0, 0]:.0f} without; a five-percent holding"
        f" pays {small.total:.0f} under any."
    )


def draw_effective(effective: pd.DataFrame, waiting: pd.DataFrame, once: float) -> Any:
    """All taxes by the American rate with and without top-up; the residual tax by years of waiting."""
    topped, plain = (effective[column] for column in effective)
    change = waiting.iloc[-1] - waiting.iloc[0]
    report.sentences.hold(
        {
            "with the top-up and rising from near zero without": (
                plain.is_monotonic_increasing and plain.iloc[0] < 3 and topped.iloc[0] == topped.min()
            ),
            "by years of waiting, falling, level or rising": change.min() < -1e-6 and change.max() > 1e-6,
        }
    )
    fig, (left, right) = report.figures.new(1, 2, height=3.2)
    for column, ink in zip(effective, ("blue", "grey"), strict=True):
        left.plot(100 * effective.index.to_numpy(), effective[column], color=colour(ink), label=column)
    left.axhline(once, color=colour("muted"), linewidth=0.9, linestyle="--")
    left.set_xlabel("US tax as Pillar Two counts it, % of profit")
    left.set_ylabel("all taxes, % of profit")
    for column, ink in zip(waiting, ("blue", "grey", "vermillion"), strict=True):
        right.plot(waiting.index, waiting[column], color=colour(ink), label=column)
    right.set_xlabel("years until paid home")
    right.set_ylabel("residual tax, present value, %")
    right.set_ylim(0, None)
    for ax in (left, right):
        report.figures.key(ax, columns=1)
    return fig


def effective_alt() -> str:
    """Course of the lines in both panels."""
    return (
        "Left: all taxes against the American rate as counted, flat at the minimum with the top-up and rising"
        " from near zero without, crossing the dashed line of single taxation near the Japanese rate. Right:"
        " the present value of the residual tax by years of waiting, falling, level or rising."
    )


def draw_exceedance(chances: pd.DataFrame, bonds: float, total: float) -> Any:
    """Chance of a larger loss by planned return, on a log scale, beside the grant bonds and the whole."""
    falls = chances.diff().iloc[1:] <= 1e-9  # percent; the sums of a distribution are rounded
    report.sentences.hold({"Two falling curves on a log scale": bool(falls.all(axis=None))})
    # direction “the state loses more than an amount”: what the curve means
    fig, ax = report.figures.new(height=3.2)
    for name, ink in zip(chances, ("vermillion", "blue"), strict=True):
        drawn = np.where(chances[name] > 0.05, chances[name], np.nan)
        ax.plot(chances.index, drawn, color=colour(ink), label=name)
    for x, text in ((bonds, "grant bonds, ceiling"), (total, "commitment")):
        ax.axvline(x, color=colour("muted"), linewidth=1, linestyle="--")
        shift, side = (4, "left") if x < NARROW else (-4, "right")
        place = {"xytext": (shift, 0), "textcoords": "offset points", "ha": side}
        ax.annotate(text, (x, 0.13), fontsize=8.5, color=colour("muted"), **place)
    ax.set_yscale("log")
    ax.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    ax.minorticks_off()
    ax.set_ylim(0.1, 130)
    ax.set_xlabel("loss of the state, billions of dollars")
    ax.set_ylabel("chance of a larger loss, % (log)")
    report.figures.key(ax, columns=2)
    return fig


# typed: names a curve of the figure
def exceedance_alt(spread: Mapping[str, Any], return_: float, bonds: float) -> str:
    """What is lost in nine cases of ten at the planned return of the case, and at the higher one."""
    low, high = spread.values()
    # direction “lose more than”: of the twentieth part, computed
    return (
        f"Two falling curves on a log scale: planned to earn {percent(return_)} percent, nearly certain to"
        f" lose more than {low.quantile(0.05):.0f} billion; planned to earn 12 percent, losses from"
        f" {high.quantile(0.05):.0f} to {high.quantile(0.95):.0f} in nine cases of ten; the ceiling of the"
        f" insurer's grant bonds, {bonds:.0f}, lies left of most of both."
    )
