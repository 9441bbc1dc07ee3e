"""Figures on risks: the cost of a hedge, the service of dollar debt, a refused call, shocks on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import report
from analysis.report.author.style import colour

fixed = report.numbers.fixed
INKS = ("blue", "vermillion")  # the tariff alone, both penalties


def draw_hedge(hedges: pd.DataFrame, bases: Sequence[float]) -> Any:
    """Cost of a hedge by month for the range of the basis, and the pick-up that it leaves."""
    fig, ax = report.figures.new(height=3.3)
    cost, dear = hedges["cost"].dropna(), hedges["cost, dear basis"].dropna()
    left = hedges["pick-up"].dropna()
    words = f"cost, basis {fixed(max(bases), 0)} to {fixed(min(bases), 1)}"
    at = cost.index.to_timestamp()
    ax.fill_between(at, cost, dear, color=colour("blue"), alpha=0.25, linewidth=0, label=words)
    ax.plot(at, cost, color=colour("blue"), label="cost, basis 0")
    ax.plot(left.index.to_timestamp(), left, color=colour("vermillion"), label="hedged pick-up")
    ax.axhline(0, color=colour("muted"), linewidth=0.8)
    ax.set_ylabel("percentage points a year")
    report.figures.key(ax, columns=3)
    return fig


def hedge_alt(hedges: pd.DataFrame) -> str:
    """When the cost was highest, and from when on the pick-up is below zero."""
    cost, left = hedges["cost"].dropna(), hedges["pick-up"].dropna()
    report.sentences.hold({"and the hedged pick-up, below zero around 2006": left.loc["2006"].min() < 0})
    # direction “A basis below zero adds as much”: arithmetic of the formula of the cost
    return (
        "Two lines by month: the cost of hedging dollars, near zero from 2009 to 2015, at most"
        f" {cost.max():.1f} points in {cost.idxmax()}, and the hedged pick-up, below zero around 2006 and"
        f" again from {left.index[left >= 0][-1] + 1} on."
    )


def draw_service(fan: pd.DataFrame) -> Any:
    """Service over income of a dollar debt: a fan for income in yen, a flat line for income in dollars."""
    fig, ax = report.figures.new(height=3.2)
    at = fan.index.to_timestamp()
    for low, high, alpha in (("5 %", "95 %", 0.2), ("25 %", "75 %", 0.35)):
        words = f"income in yen, {low} to {high}"
        ax.fill_between(at, fan[low], fan[high], color=colour("blue"), alpha=alpha, linewidth=0, label=words)
    ax.plot(at, fan["50 %"], color=colour("blue"), label="income in yen, median")
    ax.axhline(100, color=colour("vermillion"), linewidth=1.2, label="income in dollars")
    for scenario in (80, 120):
        ax.axhline(scenario, color=colour("muted"), linewidth=0.8, linestyle="--")
    ax.set_ylabel("service over income, today = 100")
    report.figures.key(ax, columns=2)
    return fig


def service_alt(low: str, high: str) -> str:
    """How far the fan reaches at its end."""
    return (
        f"A fan for a borrower with income in yen that widens from 100 to {low} and {high} in January"
        " 2029, with dashed lines at 80 and 120; a flat line for one with dollars."
    )


def draw_refusal(curves: pd.DataFrame, lost: float, ordinary: float) -> Any:
    """Break-even loss by years of tariff for both penalties, beside the loss that is expected."""
    fig, ax = report.figures.new(height=3.2)
    for name, ink in zip(curves, INKS, strict=True):
        ax.plot(curves.index, curves[name], marker="o", color=colour(ink), label=name)
    for level, words in ((lost, "expected loss on the call"), (ordinary, "of which as planned")):
        ax.axhline(level, color=colour("muted"), linewidth=0.9, linestyle="--")
        place = {"xytext": (0, 3), "textcoords": "offset points", "ha": "right"}
        ax.annotate(words, (curves.index[-1], level), fontsize=8.5, color=colour("muted"), **place)
    ax.set_xlabel("years that the higher tariff lasts")
    ax.set_ylabel("break-even loss, % of the call")
    ax.set_ylim(0, None)
    report.figures.key(ax, columns=2)
    return fig


def refusal_alt(curves: pd.DataFrame, lost: float, ordinary: float) -> str:
    """Ends of both lines, and the levels that they are compared with."""
    alone, both = curves["tariff alone"], curves["both penalties"]
    report.sentences.hold(
        {"Two rising lines by years of tariff": (curves.diff().iloc[1:] > 0).all(axis=None)}
    )
    return (
        "Two rising lines by years of tariff: with the tariff alone the loss that breaks even runs from"
        f" nothing to {alone.iloc[-1]:.0f} percent of the call, with both penalties from {both.iloc[0]:.0f}"
        f" to {both.iloc[-1]:.0f}; dashed lines at the expected loss, {lost:.0f}, and its ordinary part,"
        f" {ordinary:.0f}."
    )


def draw_stress(share: pd.Series) -> Any:
    """Losses and gains as percent of GDP, one bar a shock."""
    fig, ax = report.figures.new(height=2.9)
    inks = [colour("vermillion" if value > 0 else "blue") for value in share]
    ax.barh(range(len(share)), share, color=inks)
    ax.axvline(0, color=colour("muted"), linewidth=0.8)
    ax.set_yticks(range(len(share)), [name.split(":")[0] for name in share.index])
    ax.invert_yaxis()
    ax.set_xlabel("loss (+) or gain (−), % of GDP")
    return fig


def stress_alt(share: pd.Series) -> str:
    """Range of the bars, and their order."""
    order = share.sort_values(ascending=False, kind="stable").index
    report.sentences.hold(
        {
            "expected and as planned, are largest, a dollar cheaper by a fifth": (
                all(name.startswith("Projects") for name in order[:2]) and "cheaper" in order[2]
            )
        }
    )
    return (
        f"Seven bars from {share.min():.1f} to {share.max():.1f} percent of GDP: the state's losses on the"
        " projects, expected and as planned, are largest, a dollar cheaper by a fifth in yen follows, a"
        " point of interest and a year of tariffs are small."
    )
