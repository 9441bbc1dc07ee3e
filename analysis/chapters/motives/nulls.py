"""Findings of nothing on the page on motives: the size that would matter to each, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from analysis.claims.measures import motives as rules
from analysis.passthrough.core.simulated_power import FORMULA, Null
from analysis.passthrough.stability.break_power import break_found, break_size

if TYPE_CHECKING:
    from analysis.claims.decide import Step

WHY_DRIFT = "one percent of the currency in a year: passed through whole, one percent at the dock"
WHY_EVEN = "an even pace of the whole commitment"


def break_in_drift(name: str, rate: pd.Series, found: float) -> Null:
    """No break in the mean change of a rate in 2013; `found` in percent a year."""
    change = rules.drift_change(rate, "1999-01", "2013-01")
    said = f"break in the mean change: {name.lower()}"
    return Null(said, change.estimate, change.low, change.high, found, "percent a year", 1.0, WHY_DRIFT)


def purchases(name: str, row: pd.Series, why: str) -> Null:
    """No response of purchases to a point of hedged yield; `row` has estimate, low, high, detectable."""
    numbers = row[["estimate", "low", "high", "detectable"]]
    unit = "percent of GDP a year per point"
    return Null(f"{name} purchases per point of hedged yield", *numbers, unit, 1.0, why, FORMULA)


def step(name: str, found: Step, even: float) -> Null:
    """No step since the memorandum beside a trend; `even` is the pace that would matter, percent of GDP."""
    said = f"step since the memorandum: {name.lower()}"
    unit = "percent of GDP a year"
    return Null(
        said, found.trended.estimate, *found.interval, found.detectable, unit, even, WHY_EVEN, FORMULA
    )


def break_sizes(rates: Iterable[pd.Series], wedge: pd.Series) -> list[float]:
    """Share of samples without a break in which each break test of the page finds one, by rate and what
    breaks."""
    return [
        break_size(rate, wedge, lags=0, own_lags=1, coefficients=what)
        for rate in rates
        for what in ("mean", "fx", "all")
    ]


def slopes_found(rates: Iterable[pd.Series], wedge: pd.Series) -> list[float]:
    """Change of the slope on the wedge in 2013 that its own test finds four times in five, and the joint
    one, by rate."""
    return [
        break_found(rate, wedge, date="2013-01", lags=0, own_lags=1, coefficients=what, draws=200).effect
        for rate in rates
        for what in ("fx", "all")
    ]
