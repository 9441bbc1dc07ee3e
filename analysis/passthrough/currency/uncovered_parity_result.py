"""What a Fama regression gives: slope and intercept, one inference beside another, diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.passthrough.core.base import Finding
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.present import p_text, plain, span
from analysis.passthrough.core.result import HypothesisTest
from analysis.passthrough.currency.predictor import Predictor


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class UncoveredParity(Finding):
    """A regression of exchange-rate changes on the interest differential.

    Attributes
    ----------
    spot : str
        Name of the exchange rate.
    horizon : int
        k, in periods.
    frequency : str
        "M" or "Q".
    intercept, slope : Effect
        Per cent over the horizon, and per cent for a per cent. Parity is an
        intercept of 0 and a slope of 1; `slope.p_complete` tests the second.
    tests : dict of str to HypothesisTest
        "unit slope", "parity" (intercept 0 and slope 1), "no slope".
    table : DataFrame, one row a method
        slope_error, low, high, p_zero, p_one, intercept_error, p_parity and
        the critical distribution.
    predictor : Predictor or None
        The regression of one period on its share of the differential: bias,
        persistence and the IVX test. None where no unbroken stretch is long
        enough.
    nobs : int
    sample : (Period, Period)
        First and last date at which the differential is known; the last window
        ends `horizon` periods later.
    specification : dict
    coefficients, residuals : Series
    warnings : tuple of str
    """

    spot: str
    horizon: int
    frequency: str
    intercept: Effect
    slope: Effect
    tests: dict[str, HypothesisTest]
    table: pd.DataFrame
    predictor: Predictor | None
    nobs: int
    sample: tuple[pd.Period, pd.Period]
    coefficients: pd.Series
    coefficient_covariance: pd.DataFrame
    residuals: pd.Series
    specification: dict = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    title = "Uncovered parity"

    def to_frame(self) -> pd.DataFrame:
        """One row a method of inference, as `table`."""
        return self.table.copy()

    def summary(self) -> str:
        """Estimates, tests, every method's standard error, diagnostics and warnings, as text."""
        unit = {"M": "month", "Q": "quarter"}[self.frequency]
        lines = [
            f"uncovered parity: change of {self.spot} over {span(self.horizon, unit)} on the differential",
            f"  {self.sample[0]} to {self.sample[1]}, {self.nobs} windows",
            f"  slope      {self.slope}",
            f"  intercept  {self.intercept}",
        ]
        lines += [
            f"  {test.hypothesis}: {test.statistic:.2f}, p {p_text(test.pvalue)} ({test.distribution})"
            for test in self.tests.values()
        ]
        for method, row in self.table.iterrows():
            lines.append(
                f"  {method:<20} slope s.e. {row['slope_error']:.3f}, [{row['low']:.3f}, {row['high']:.3f}], "
                f"p(slope 1) {p_text(row['p_one'])}, p(parity) {p_text(row['p_parity'])}"
            )
        if self.predictor is not None:
            p = self.predictor
            statistic, pvalue = p.wald(1.0)
            lines += [
                (
                    f"  one {unit}: slope {p.slope:.3f}, less first-order bias {p.corrected:.3f}; IVX "
                    f"{p.ivx:.3f} ({p.ivx_std_error:.3f}), Wald of slope 1 {statistic:.2f}, p "
                    f"{p_text(pvalue)}"
                ),
                (
                    f"  differential: autocorrelation {p.rho:.3f}, half-life {p.half_life:.1f} {unit}s, "
                    f"shocks correlated {p.shock_correlation:.2f} with the errors"
                ),
            ]
        lines += [f"  {key}: {plain(value)}" for key, value in self.specification.items()]
        return "\n".join(lines + [f"  warning: {text}" for text in self.warnings])

    def __repr__(self) -> str:
        return (
            f"<UncoveredParity {self.spot}, horizon {self.horizon}, n = {self.nobs}: slope "
            f"{self.slope.estimate:.3f} ({self.slope.std_error:.3f}), p(1) {p_text(self.slope.p_complete)}>"
        )
