"""What the results of all stability tests have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.present import plain


@dataclass(frozen=True, eq=False, kw_only=True)
class StabilityFinding(Finding):
    """The data behind a test and what must be said with its result.

    Attributes
    ----------
    outcome, driver : str
        Names of the price and of the exchange rate.
    nobs : int
        Rows of the regression.
    sample : (Period, Period)
        First and last date of the price change.
    specification : dict
    warnings : tuple of str
    """

    outcome: str
    driver: str
    nobs: int
    sample: tuple[pd.Period, pd.Period]
    specification: dict = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """Exchange rate, price, dates and rows, as a summary begins."""
        first, last = self.sample
        return f"{self.driver} -> {self.outcome}, {first} to {last}, n = {self.nobs}"

    def text(self, *lines: str) -> str:
        """`lines` of a summary, then the specification and every warning."""
        said = [f"  {key}: {plain(value)}" for key, value in self.specification.items()]
        return "\n".join([*lines, *said, *(f"  warning: {text}" for text in self.warnings)])


@dataclass(frozen=True, eq=False, kw_only=True)
class RegimeFinding(StabilityFinding):
    """A finding about regimes, with long-run pass-through in each.

    Attributes
    ----------
    coefficients : str
        What may break.
    effects : mapping of str to Effect
        Long run of each regime and its change to the next.
    """

    coefficients: str
    effects: Mapping[str, Effect]

    @property
    def effect_lines(self) -> list[str]:
        """One line a regime or change, for a summary."""
        return [f"  long run, {label}: {effect}" for label, effect in self.effects.items()]
