"""What the parity measures give: series with the convention that they were made by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class HedgingCost(Finding):
    """Cost of hedging a foreign investment by period.

    Attributes
    ----------
    frame : DataFrame
        "rate differential" (foreign less home), "basis" and "cost"; with
        yields also "yield gap" (foreign less home) and "pick-up". Percentage
        points a year.
    months : int
        Maturity of the hedge.
    convention : str
        Quotation and day count of each leg.
    basis_source : str
        Where the basis comes from: measured, given, or assumed to be zero.
    warnings : tuple of str
    """

    frame: pd.DataFrame
    months: int
    convention: str
    basis_source: str
    warnings: tuple[str, ...] = ()

    title = "Hedging cost"

    @property
    def specification(self) -> dict:
        """Maturity, convention and where the basis comes from."""
        return {"months": self.months, "convention": self.convention, "basis": self.basis_source}

    @property
    def nobs(self) -> int:
        """Periods."""
        return len(self.frame)

    @property
    def sample(self) -> tuple[pd.Period, pd.Period]:
        """First and last period."""
        return (self.frame.index[0], self.frame.index[-1])

    def to_frame(self) -> pd.DataFrame:
        """The series by period."""
        return self.frame.copy()

    @property
    def cost(self) -> pd.Series:
        """Percentage points a year that the hedge takes away; negative where it pays."""
        return _series(self.frame, "cost", "percentage points a year", self.convention)

    @property
    def pickup(self) -> pd.Series:
        """Yield gap that is left after hedging.

        Raises
        ------
        EstimationError
            Where no yields were given.
        """
        if "pick-up" not in self.frame:
            raise EstimationError("a pick-up needs home_yield and abroad_yield.")
        return _series(self.frame, "pick-up", "percentage points a year", self.convention)

    def mean(self, column: str = "cost", inference: str = "ewc", coverage: float = 0.95) -> Effect:
        """Mean of a column of `frame`, with a standard error that allows for its persistence."""
        if column not in self.frame:
            raise EstimationError(f"no column {column!r}; there are {', '.join(self.frame)}.")
        return _mean(self.frame[column], f"mean {column}", inference, coverage)

    def summary(self) -> str:
        """The convention, cost and pick-up in a few numbers, and every warning."""
        lines = [
            f"hedging cost, {self.convention}",
            f"rolled every {self.months} months; basis {self.basis_source}",
            _span(self.frame),
            _numbers(self.frame["cost"], "cost"),
        ]
        if "pick-up" in self.frame:
            lines.append(_numbers(self.frame["yield gap"], "yield gap"))
            lines.append(_numbers(self.frame["pick-up"], "pick-up"))
        return "\n".join(lines + [f"warning: {text}" for text in self.warnings])

    def __repr__(self) -> str:
        return f"<HedgingCost {len(self.frame)} periods, last {self.frame['cost'].iloc[-1]:.3f}>"


def _series(frame: pd.DataFrame, column: str, unit: str, convention: str) -> pd.Series:
    out = frame[column].copy()
    out.attrs = {"unit": unit, "convention": convention}
    return out


def _mean(values: pd.Series, label: str, inference: str, coverage: float) -> Effect:
    y = values.to_numpy()
    if np.ptp(y) == 0:
        raise EstimationError(f"the {label} has no standard error: every value is {y[0]:g}.")
    regression = fit(y, np.ones((len(y), 1)), ("constant",))
    variance = covariance(regression, inference)
    error = float(np.sqrt(variance.matrix[0, 0]))
    return Effect.of(regression.beta[0], error, variance.critical, label=label, coverage=coverage)


def _span(frame: pd.DataFrame) -> str:
    return f"{frame.index[0]} to {frame.index[-1]}, {len(frame)} periods"


def _numbers(values: pd.Series, name: str) -> str:
    return (
        f"{name}: mean {values.mean():.3f}, lowest {values.min():.3f} ({values.idxmin()}), highest "
        f"{values.max():.3f} ({values.idxmax()}), last {values.iloc[-1]:.3f}"
    )
