r"""Long-run pass-through by dynamic least squares (Stock and Watson 1993).

.. math:: p_t = a [+ b t] + \theta_e e_t + \theta' x_t
          + \sum_{i=-l}^{m} \gamma_i' \Delta (e, x)_{t-i} + u_t

in logs. The leads and lags of the changes take up what the regressors and the
error have in common, so that :math:`\theta_e` is the long run and t statistics
with a long-run variance are standard, **if** the levels are cointegrated.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical, probability
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import count
from analysis.passthrough.core.diagnostics import longest_run
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import (
    Covariance,
    covariance,
    covariance_of_sum,
    distances,
)
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.present import plain
from analysis.passthrough.long_run.uecm import (
    Levels,
    frame_columns,
    log_levels,
    refuse_still,
)

#: Name of the default inference, which suits cointegrating regressions only.
LONG_RUN_VARIANCE = "long-run variance"


@dataclass(frozen=True, eq=False, repr=False)
class DynamicOLS:
    """Long-run pass-through from a cointegrating regression.

    Attributes
    ----------
    unconditional_long_run : Effect
        theta of the exchange rate, whether or not the levels are cointegrated.
    long_runs : DataFrame, one row a level regressor
        estimate and std_error.
    cointegration_pvalue : float or None
        Engle-Granger test of no cointegration among the levels, lags by BIC, on
        the longest unbroken stretch; None if that is short.
    level : float
        Size at which that test decides whether there is a long run.
    coefficients, coefficient_covariance : Series, DataFrame
    nobs : int
    sample : (Period, Period)
    specification : dict
    warnings : tuple of str
    """

    outcome: str
    driver: str
    unconditional_long_run: Effect
    long_runs: pd.DataFrame
    cointegration_pvalue: float | None
    level: float
    coefficients: pd.Series
    coefficient_covariance: pd.DataFrame
    nobs: int
    sample: tuple[pd.Period, pd.Period]
    specification: dict = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def withheld(self) -> str:
        """Why there is no long run, as a sentence; empty if there is one."""
        if self.cointegration_pvalue is None:
            found = "no unbroken stretch is long enough to test for cointegration"
        elif self.cointegration_pvalue >= self.level:
            found = (
                f"no cointegration is not rejected at {100 * self.level:g} % (Engle-Granger "
                f"p = {self.cointegration_pvalue:.3f})"
            )
        else:
            return ""
        return (
            f"{found}; long run withheld. unconditional_long_run has the number that a relation "
            "would imply."
        )

    @property
    def long_run(self) -> Effect:
        """theta of the exchange rate, if the levels are cointegrated.

        Raises
        ------
        EstimationError
            If the Engle-Granger test does not say so at `level`.
        """
        if self.withheld:
            raise EstimationError(self.withheld)
        return self.unconditional_long_run

    def summary(self) -> str:
        """The long run or why there is none, the sample, specification and warnings, as text."""
        first, last = self.sample
        lines = [
            f"dynamic OLS: {self.driver} -> {self.outcome}",
            f"  long run   {self.withheld or self.unconditional_long_run}",
            f"  sample: {first} to {last}, n = {self.nobs}",
        ]
        lines += [f"  {key}: {plain(value)}" for key, value in self.specification.items()]
        return "\n".join(lines + [f"  warning: {text}" for text in self.warnings])

    def __repr__(self) -> str:
        shown = "long run withheld" if self.withheld else str(self.unconditional_long_run)
        return f"<dynamic OLS: {self.driver} -> {self.outcome}, n = {self.nobs}, {shown}>"


def dols(
    price: pd.Series,
    fx: pd.Series,
    *,
    foreign: pd.DataFrame | None = None,
    leads: int = 2,
    lags: int = 2,
    trend: bool = False,
    fixed: pd.DataFrame | None = None,
    seasonal: bool = False,
    inference: str = LONG_RUN_VARIANCE,
    bandwidth: float | None = None,
    level: float = 0.05,
    sample: tuple | None = None,
    spacing: str = "contiguous",
) -> DynamicOLS:
    r"""Estimate long-run pass-through by dynamic least squares.

    Parameters
    ----------
    price, fx : Series
        Levels, monthly or quarterly; `fx` is the domestic price of foreign
        currency.
    foreign : DataFrame, optional
        Further level regressors, as positive levels; logs are taken.
    leads, lags : int
        Of the changes of `fx` and `foreign`; the current change is always in.
    trend : bool
        Add a linear trend.
    fixed, seasonal
        As in `error_correction`.
    inference : str
        "long-run variance", or one of `inference.METHODS`.
    bandwidth : number, optional
        As in `inference.covariance`; the number of cosines for the default.
    level : float
        Size of the Engle-Granger test that decides whether a long run is given.
    sample : (first, last), optional
        Bounds on the date of the price.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap; see `analysis.passthrough.core.inference`.

    Raises
    ------
    EstimationError
        For unusable input, a constant series, or fewer rows than coefficients.

    Notes
    -----
    "long-run variance" is :math:`\hat\omega^2 (X'X)^{-1}`, with the long-run
    variance of the residuals by equal-weighted cosines and t(B) critical
    values. Of 800 samples of 200 months with an error of autocorrelation 0.7,
    its 95 % interval covered in 0.92; "ewc" of the scores in 0.90, "fixed-b" in
    0.88, "newey-west" in 0.80.
    """
    leads, lags = count(leads, "leads"), count(lags, "lags")
    levels = log_levels({"price": price, "fx": fx, **frame_columns(foreign)}, fixed, seasonal)
    outcome, *drivers = levels.logs.columns
    X, names = _columns(levels, drivers, leads, lags, trend)
    y = levels.logs[outcome].to_numpy()
    complete = np.isfinite(X).all(axis=1) & np.isfinite(y) & inside(levels.calendar, sample)
    rows = np.flatnonzero(complete)
    refuse_still(levels, rows)
    fitted = fit(y[rows], X[rows], names)
    cov = _covariance(fitted, inference, bandwidth, distances(spacing, rows))
    labels = pd.Index(fitted.names)
    where = {d: fitted.names.index(d) for d in drivers}
    error = np.sqrt(np.diag(cov.matrix))
    pvalue = _engle_granger(levels.logs.to_numpy()[rows[0] : rows[-1] + 1], trend)
    warnings = []
    if pvalue is not None and pvalue > 0.10:
        warnings.append(
            f"no cointegration is not rejected (Engle-Granger p = {pvalue:.2f}): the regression "
            "may be spurious, and then its standard errors mean nothing."
        )
    return DynamicOLS(
        outcome=outcome,
        driver=drivers[0],
        unconditional_long_run=Effect.of(
            fitted.beta[where[drivers[0]]], error[where[drivers[0]]], cov.critical, label="long run"
        ),
        long_runs=pd.DataFrame(
            {d: (fitted.beta[i], error[i]) for d, i in where.items()},
            index=["estimate", "std_error"],
        ).T,
        cointegration_pvalue=pvalue,
        level=probability(level),
        coefficients=pd.Series(fitted.beta, index=labels),
        coefficient_covariance=pd.DataFrame(cov.matrix, index=labels, columns=labels),
        nobs=fitted.nobs,
        sample=(levels.calendar[rows[0]], levels.calendar[rows[-1]]),
        specification={
            "leads": leads,
            "lags": lags,
            "trend": trend,
            "fixed": list(levels.fixed.columns),
            "inference": str(cov),
        },
        warnings=tuple(warnings),
    )


def _covariance(
    fitted: Fit, method: str, bandwidth: float | None, positions: np.ndarray | None
) -> Covariance:
    if method != LONG_RUN_VARIANCE:
        return covariance(fitted, method, bandwidth, positions=positions)
    total = covariance_of_sum(fitted.resid[:, None], "ewc", bandwidth, positions=positions)
    matrix = fitted.bread * (total.matrix[0, 0] / fitted.nobs)
    # One variance for all coefficients, unlike the cosines of the scores.
    return Covariance(matrix, Critical("t", dof=total.critical.dof), method, total.bandwidth)


def _columns(levels: Levels, drivers: list[str], leads: int, lags: int, trend: bool):
    length = len(levels.calendar)
    names, columns = ["constant"], [np.ones(length)]
    if trend:
        names.append("trend")
        columns.append(np.arange(1.0, length + 1))
    for name in drivers:
        names.append(name)
        columns.append(levels.logs[name].to_numpy())
    for name in drivers:
        change = levels.logs[name].diff()
        for i in range(-leads, lags + 1):
            names.append(f"D.{name}.{'F' if i < 0 else 'L'}{abs(i)}")
            columns.append(change.shift(i).to_numpy())
    for name in levels.fixed.columns:
        names.append(name)
        columns.append(levels.fixed[name].to_numpy(dtype=float))
    return np.column_stack(columns), names


def _engle_granger(logs: np.ndarray, trend: bool) -> float | None:
    from statsmodels.tsa.stattools import coint

    run = longest_run(logs)
    if run is None:
        return None
    found = coint(run[:, 0], run[:, 1:], trend="ct" if trend else "c", autolag="bic")
    return float(found[1])
