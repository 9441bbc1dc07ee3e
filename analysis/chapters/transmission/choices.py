"""The scenario over its discrete choices: estimate of pass-through, theory, design of the flow."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis import report
from analysis.chapters.transmission.study import Study, effect
from analysis.report.author.numbers import fixed


def one_decimal(values: pd.Series) -> pd.Series:
    """Numbers as a sentence shows them, by name."""
    return values.map(lambda value: fixed(value, 1))


def by_estimate(study: Study, chains: Mapping[str, Any], month: int) -> pd.DataFrame:
    """Pass-through to consumer prices after two years by estimate, and what it makes of the scenario."""
    rows = {}
    for name, chain in chains.items():
        two_years, model = chain["consumer prices"].at(24), study.made("full", "panel", prices=chain)
        rows[name] = {
            "After two years": two_years.estimate,
            "Low": two_years.low,
            "High": two_years.high,
            "CPI median": effect(model, "consumer prices", 0.5, month),
            "CPI 5 %": effect(model, "consumer prices", 0.05, month),
            "CPI 95 %": effect(model, "consumer prices", 0.95, month),
        }
    return pd.DataFrame(rows).T


def all_combinations(
    study: Study, choices: Mapping[str, Mapping[str, Any]], chains: Mapping[str, Any], month: int
) -> pd.DataFrame:
    """Median effect on consumer prices of every combination, in rising order.

    Parameters
    ----------
    study : Study
    choices : mapping
        Levels (label: value) of funding, theory, pass-through (a key of `chains`) and hedged share.
    chains : mapping
    month : int
    """
    rows = []
    for levels in itertools.product(*(choice.items() for choice in choices.values())):
        labels = [label for label, _ in levels]
        case, theory, estimate, hedged = (value for _, value in levels)
        model = study.made(case, theory, prices=chains[estimate], hedged=hedged)
        rows.append((*labels, effect(model, "consumer prices", 0.5, month)))
    return pd.DataFrame(rows, columns=[*choices, "effect"]).sort_values(
        "effect", kind="stable", ignore_index=True
    )


def draw_combinations(rows: pd.DataFrame, choices: Mapping[str, Mapping[str, Any]]) -> Any:
    """Effects in rising order, and below them a mark for every choice that is made."""
    colour = report.figures.style.colour
    fig, (top, bottom) = report.figures.new(2, 1, height=6.4, sharex=True, height_ratios=[1, 1.5])
    top.plot(rows.index, rows["effect"], ".", markersize=3, color=colour("blue"))
    report.figures.zero_line(top)
    top.set_ylabel("consumer prices, %")
    names = [(name, level) for name, choice in choices.items() for level in choice]
    for row, (name, level) in enumerate(names):
        on = rows.index[rows[name] == level]
        bottom.plot(on, [row] * len(on), "|", markersize=5, color=colour("grey"))
    bottom.set_yticks(range(len(names)), [f"{name}: {level}" for name, level in names], fontsize=7.2)
    bottom.invert_yaxis()
    bottom.set_xlabel("specification, number in order of its effect")
    return fig


def combinations_alt(effects: pd.Series) -> str:
    """What a reader who does not see the order is told."""
    report.sentences.hold({"specifications in rising order, from": effects.is_monotonic_increasing})
    # direction “percent; below, marks”: a place in the figure
    return (
        f"Median effects on consumer prices of {len(effects)} specifications in rising order, from"
        f" {effects.min():.2f} to {effects.max():.1f} percent; below, marks of the choices: theory and"
        " funding sort them, the estimate of pass-through hardly does."
    )


def factor(rows: pd.DataFrame, other: list[str]) -> float:
    """Median factor between the largest and the smallest effect above zero if all other choices are kept."""
    groups = rows[rows["effect"] > 0].groupby(other)["effect"]
    return float((groups.max() / groups.min()).median())


def by_design(models: Mapping[str, Any], quantiles: Iterable[float], last: int, later: int) -> pd.DataFrame:
    """Effects of each design when the last money flows, after one year, and later."""
    rows = {}
    for name, model in models.items():
        row = {f"yen q{100 * q:g}": effect(model, "yen", q, last) for q in quantiles}
        row |= {
            f"consumer prices q{100 * q:g}": effect(model, "consumer prices", q, later) for q in quantiles
        }
        row["yen after one year"] = effect(model, "yen", 0.5, 11)
        row["yen two years later"] = effect(model, "yen", 0.5, later)
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("design")


def draw_designs(designs: pd.DataFrame, month: Any) -> Any:
    """Median and nine tenths of the yen by design, the base in blue."""
    fig, ax = report.figures.new(height=4.8)
    bounds = (designs[f"yen q{q}"] for q in (50, 5, 95))
    colours = ["blue"] + ["grey"] * (len(designs) - 1)
    report.figures.intervals(ax, list(designs.index), *bounds, colours, reference=(0,))
    ax.set_xlabel(f"dearer dollar in {month}, %")
    return fig
