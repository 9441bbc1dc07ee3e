"""Readings of the waterfall: what a project has to earn, who gets each dollar, Japan's return by reading.

Rates and returns are fractions a year; amounts are of 100 dollars of cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import report, scheme


def earning(project: scheme.Project, rate: float, **changes: Any) -> scheme.Project:
    """The project if it earns this much, and is built or run otherwise as the changes say."""
    return replace(project, return_=float(rate), **changes)


def needed_return(target: float, project: scheme.Project, terms: scheme.Terms, **changes: Any) -> float:
    """What the project has to earn for Japan to earn the target."""
    return scheme.break_even_return(target, earning(project, 0, **changes), terms)


def _reading(
    terms: scheme.Terms, project: scheme.Project, treasury: float, rates: Iterable[float]
) -> dict[str, float]:
    needed = {
        "Money back": needed_return(0.0, project, terms),
        "Deemed rate": needed_return(terms.deemed_rate, project, terms),
        "Treasury": needed_return(treasury, project, terms),
        "Whole amount": scheme.full_amount_return(project, terms),
    }
    return needed | {f"{100 * r:.0f} %": scheme.japan_return(earning(project, r), terms) for r in rates}


def by_reading(
    readings: Mapping[Any, scheme.Terms], project: scheme.Project, treasury: float, rates: Iterable[float]
) -> pd.DataFrame:
    """Returns that a project needs by reading, and Japan's return at the given returns of the project.

    Parameters
    ----------
    readings : mapping
        Terms by a name, or by (balance's interest, test, balance) as `scheme.alternatives` gives them.
    project : scheme.Project
    treasury : float
        Yield of a Treasury, one of the targets.
    rates : iterable of float
        Returns of the project.
    """
    named = {
        key if isinstance(key, str) else " | ".join(key[i].replace("_", " ") for i in (1, 2, 0)): terms
        for key, terms in readings.items()
    }
    rows = {name: _reading(terms, project, treasury, rates) for name, terms in named.items()}
    return pd.DataFrame(rows).T.rename_axis("Test | balance | carried")


def spread_name(name: str, terms: scheme.Terms) -> str:
    """How the table calls the printed formula with a spread."""
    return f"As printed, {report.numbers.percent(terms.deemed_rate, 1)} % with the spread, {name}"


def draw_waterfall(splits: Mapping[str, scheme.Waterfall], repays: float) -> tuple[Any, pd.DataFrame]:
    """Bars by year, one panel a case, and what they show.

    Parameters
    ----------
    splits : mapping of str to scheme.Waterfall
        Whose cash is whose, by case.
    repays : float
        Level payments that would repay 100 at the deemed rate, a dashed line.
    """
    colour = report.figures.style.colour
    fig, axes = report.figures.new(1, len(splits), height=3.4, sharey=True)
    drawn = {}
    for ax, (name, split) in zip(axes, splits.items(), strict=True):
        japan, united_states, paid_in = split.japan[0], split.united_states[0], split.calls[0]
        year = np.arange(1, len(paid_in) + 1)
        for flow, under, tone, what in (
            (japan, 0, colour("blue"), "to Japan"),
            (united_states, japan, colour("vermillion"), "to the US"),
            (-paid_in, 0, colour("grey"), "paid in by Japan"),
        ):
            # Bars without gaps: a gap a year would be a grid of white lines.
            ax.bar(year, flow, 1.0, bottom=under, color=tone, edgecolor=tone, linewidth=0.4, label=what)
        label = "would repay with interest"
        ax.axhline(repays, color=colour("muted"), linewidth=1, linestyle="--", label=label)
        report.figures.zero_line(ax)
        total = f"Japan gets {japan.sum():.0f}, the US {united_states.sum():.0f}"
        ax.set_title(f"{name}\n{total}", fontsize=9)
        ax.set_xlabel("year from the first call")
        drawn |= {f"{name}: Japan": japan, f"{name}: United States": united_states}
    poor, rich = (split.japan[0] for split in list(splits.values())[:2])
    report.sentences.hold(
        {
            "in halves, Japan's below the dashed line at": poor.max() < repays,
            "in near halves above the line": rich.max() > repays,
        }
    )
    axes[0].set_ylabel("dollars a year of 100, undiscounted")
    handles, names = axes[0].get_legend_handles_labels()
    fig.legend(handles, names, loc="outside upper center", ncols=4, labelcolor=colour("muted"))
    return fig, pd.DataFrame({"year": year, **drawn})


def waterfall_alt(project: scheme.Project, repays: float, rich: float, once: float) -> str:
    """What a reader who does not see the bars is told; `rich` and `once` are Japan's sums there."""
    return (
        f"Three bar charts by year. Japan pays 100 in the first {project.construction} years. From then on"
        " each bar of cash is cut in two: in the first panel in halves, Japan's below the dashed line at"
        f" {repays:.1f} that would repay it at the deemed rate; in the second in near halves above the line,"
        f" {rich:.0f} to Japan in all; in the third in halves at first and later with a sliver for Japan,"
        f" {once:.0f} in all."
    )


def draw_returns(curves: pd.DataFrame, treasury: float) -> Any:
    """Japan's return over that of the project, a line a reading, with the line of equal returns."""
    report.sentences.hold(
        {"Four rising lines and the line of equal returns": (curves.diff().iloc[1:] >= 0).all(axis=None)}
    )
    colour = report.figures.style.colour
    fig, ax = report.figures.new(height=3.8)
    for (name, column), tone in zip(curves.items(), ("blue", "purple", "green", "vermillion"), strict=True):
        ax.plot(100 * curves.index, 100 * column, color=colour(tone), label=name)
    earned, grey = 100 * curves.index, colour("grey")
    ax.plot(earned, earned, color=grey, linewidth=0.8, linestyle=":", label="all cash to Japan")
    report.figures.zero_line(ax)
    ax.axhline(100 * treasury, color=grey, linewidth=0.9, linestyle="--")
    place = {"xytext": (0, 3), "textcoords": "offset points", "ha": "left"}
    ax.annotate("10-year Treasury", (0, 100 * treasury), color=colour("muted"), fontsize=8.5, **place)
    ax.set_xlabel("return of the project, % a year")
    ax.set_ylabel("return to Japan, % a year")
    ax.set_ylim(-6, 14)
    report.figures.key(ax, columns=1)
    return fig


def returns_alt(parts_at: float, money_back: float) -> str:
    """What a reader who does not see the lines is told; both are returns of the project."""
    percent = report.numbers.percent
    # direction “percent, negative below” “above it they part”: the roots are computed
    # direction “Terms of the largest project”: as it is reported
    # direction “percent dearer in yen than”: what is called disorder
    return (
        f"Four rising lines and the line of equal returns: all are one line up to a project return of about"
        f" {percent(parts_at)} percent, negative below {percent(money_back, 1)} percent;"
        " above it they part, flattest once for all as a loan, steepest once for all on the original sum."
    )
