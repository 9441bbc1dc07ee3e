r"""Pass-through that moves: rolling windows and random-walk coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.design import Design, count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import drift, regimes, rolling
from analysis.passthrough.stability.constant_path import constant_path, error_samples
from analysis.passthrough.stability.equation import TestedEquation, equation
from analysis.passthrough.stability.random_walk import kalman, smooth
from analysis.passthrough.stability.time_varying_result import TimeVarying

#: Windows shorter than ten years of months are mostly noise.
SHORT = {"M": 120, "Q": 40}


@door
def time_varying(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | None = None,
    own_lags: int = 0,
    method: str = "rolling",
    window: int | None = None,
    error_lags: int | None = None,
    varying: tuple[str, ...] = ("mean", "fx"),
    variances: str | Mapping[str, float] = "likelihood",
    prior_mean: float = 0.0,
    prior_variance: float = 10.0,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    inference: str = "ewc",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
    draws: int = 999,
    rng: np.random.Generator | None = None,
) -> TimeVarying:
    r"""Estimate long-run pass-through by date.

    Parameters
    ----------
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency.
    lags : int, optional
        Of the exchange rate, from 0; default one year.
    own_lags : int
        Of the price change, from 1.
    method : {"rolling", "kalman"}
        A moving window of fixed length, or coefficients that follow random walks.
    window : int, optional
        Complete rows a window; default ten years.
    error_lags : int, optional
        Order of the autoregression that the errors of the samples follow. Default:
        0 with own lags, else floor(0.75 n^(1/3)).
    varying : tuple of {"mean", "fx", "own", "controls"}
        "kalman": groups of coefficients that take steps, one variance a group.
        "mean" is the constant and the seasonals.
    variances : {"likelihood", "median-unbiased"} or mapping
        "kalman": maximum likelihood, which piles up at zero when drift is slow;
        the estimate of Stock and Watson (1998) for the exchange-rate
        coefficients, which does not, and the likelihood for the rest; or
        numbers, "error" and one entry a varying group.
    prior_mean, prior_variance : float
        "kalman": each coefficient is normal with these before the first row.
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    seasonal : bool, "blocks", "smooth" or Seasonal
        Month (quarter) effects, as in `distributed_lag`.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; either may be None.
    inference, bandwidth
        Covariance within a window and of the constant estimate, as in
        `inference.covariance`.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap; see `analysis.passthrough.core.inference`.
    draws : int
        Samples of the path under constant coefficients; 0 leaves out the bands
        for the whole path and the test of constancy.
    rng : numpy.random.Generator, optional
        For those samples and "median-unbiased". Default: a fixed seed.

    Returns
    -------
    TimeVarying

    Raises
    ------
    EstimationError
        If a window or the sample is too short or does not vary enough, or the
        coefficients on lagged prices leave no long run.

    Notes
    -----
    Kalman standard errors take the variances as known. The smoothed path at a
    date uses the whole sample, past and future: it is a description, not
    what could have been known then; `filtered_long_run` is that.

    Examples
    --------
    >>> from analysis.passthrough import time_varying
    >>> from analysis.passthrough.core import examples as example
    >>> result = time_varying(example.price, example.fx, lags=1, window=120, draws=0)
    >>> len(result.long_run), bool(abs(result.long_run - 0.3).max() < 0.1)
    (119, True)
    """
    asked = equation(price, fx, CommonTerms(
        lags=lags, own_lags=own_lags, controls=controls, control_lags=control_lags, seasonal=seasonal,
        sample=sample, inference=inference, bandwidth=bandwidth, spacing=spacing,
    ))  # fmt: skip
    rows = asked.rows
    whole = fit(rows.y, rows.X, rows.names)
    fx_names, own_names = rows.names[rows.blocks["fx"]], rows.names[rows.blocks["own"]]
    a, d = regimes.sum_vectors(rows.names, fx_names, own_names, 1)
    made = asked.terms.covariance(whole, rows)
    value, gradient = regimes.long_run_of(whole.beta, a, d, "the whole sample")
    constant = Effect.of(
        value,
        np.sqrt(gradient @ made.matrix @ gradient),
        made.critical,
        label="long run, constant coefficients",
    )
    common = {**asked.identity, "method": method, "constant": constant}
    specification = {**asked.facts, "spacing": spacing}
    if method == "rolling":
        if error_lags is None:
            error_lags = 0 if own_lags else floor(0.75 * len(rows.y) ** (1 / 3))
        if window is None:
            window = SHORT[rows.periods.freqstr[0]]
        return _rolling(
            asked, whole, a, d, count(window, "window"), count(draws, "draws"),
            count(error_lags, "error_lags"), generator(rng), common, specification,
        )  # fmt: skip
    if method == "kalman":
        return _kalman(
            rows, a, d, varying, variances, prior_mean, prior_variance, generator(rng),
            common, specification,
        )  # fmt: skip
    raise EstimationError(f"method is 'rolling' or 'kalman', not {method!r}.")


def _rolling(
    asked: TestedEquation,
    whole: Fit,
    a: np.ndarray,
    d: np.ndarray,
    window: int,
    draws: int,
    order: int,
    rng: np.random.Generator,
    common: dict,
    specification: dict,
) -> TimeVarying:
    rows, terms, positions = asked.rows, asked.terms, asked.positions
    n, k = rows.X.shape
    if not k < window < n:
        raise EstimationError(
            f"a window of {window} rows does not suit {n} rows and {k} coefficients: it must hold "
            "more rows than coefficients and fewer than the sample."
        )
    if draws and order >= n // 4:
        raise EstimationError(f"error_lags = {order} must be below a quarter of the rows, {n}.")
    estimates = rolling.roll(
        rows.y, rows.X, rows.names, window, a, d, terms.inference, terms.bandwidth, positions
    )
    path = None
    if draws:
        # Residuals are smaller than the errors that they stand for.
        larger = whole.resid * np.sqrt(whole.nobs / whole.dof)
        errors = error_samples(larger, order, draws, rng, positions)
        path = constant_path(whole, estimates.long_run, window, a, d, estimates.made, errors, positions)
    dates = rows.periods[window - 1 :]
    said = []
    frequency = rows.periods.freqstr[0]
    if window < SHORT[frequency]:
        said.append(f"windows of {window} rows are short: one outlier can carry an estimate.")
    if window > n // 2:
        said.append("every window shares data with every other: the path has less than one independent pair.")
    return TimeVarying(
        **common,
        dates=dates,
        starts=rows.periods[: n - window + 1],
        long_run=estimates.long_run,
        std_error=estimates.std_error,
        critical=estimates.made.critical,
        coefficients=pd.DataFrame(estimates.coefficients, index=dates, columns=list(rows.names)),
        constant_path=path,
        specification={
            **specification,
            "window": f"{window} complete rows",
            "covariance in a window": str(estimates.made),
            "bootstrap samples": draws,
            "order of the errors in the bootstrap": order,
        },
        warnings=tuple(said),
    )


def _kalman(
    rows: Design,
    a: np.ndarray,
    d: np.ndarray,
    varying: tuple[str, ...],
    wanted: str | Mapping[str, float],
    prior_mean: float,
    prior_variance: float,
    rng: np.random.Generator,
    common: dict,
    specification: dict,
) -> TimeVarying:
    n, k = rows.X.shape
    groups = drift.groups_of(rows, varying)
    if not prior_variance > 0:
        raise EstimationError(f"prior_variance must be positive, not {prior_variance!r}.")
    a0, P0 = np.full(k, float(prior_mean)), float(prior_variance) * np.eye(k)
    sigma2, steps, found, fx_drift, how = drift.variances_of(rows, groups, wanted, a0, P0, rng)
    q = np.zeros(k)
    for name, columns in groups.items():
        q[columns] = steps[name]
    forward = kalman(rows.y, rows.X, sigma2, q, a0, P0)
    mean, cov = smooth(forward)
    long_run, std_error = _paths(mean, cov, a, d, rows.periods)
    # The filter starts from the prior, under which a long run need not exist.
    below = 1.0 - forward.filtered @ d
    filtered = np.where(below > 0, forward.filtered @ a / np.where(below > 0, below, 1.0), np.nan)
    return TimeVarying(
        **common,
        dates=rows.periods,
        starts=pd.PeriodIndex([rows.periods[0]] * n, freq=rows.periods.freq),
        long_run=long_run,
        std_error=std_error,
        critical=Critical("normal"),
        coefficients=pd.DataFrame(mean, index=rows.periods, columns=list(rows.names)),
        variances=found,
        drift=fx_drift,
        loglik=forward.loglik,
        filtered_long_run=filtered,
        specification={
            **specification,
            "variance of the errors": sigma2,
            "variance of a step": steps,
            "variances": how,
            "prior": f"normal({prior_mean:g}, {prior_variance:g}) before the first row, each coefficient",
        },
        warnings=drift.pile_up(found),
    )


def _paths(
    mean: np.ndarray, cov: np.ndarray, a: np.ndarray, d: np.ndarray, periods: pd.PeriodIndex
) -> tuple[np.ndarray, np.ndarray]:
    long_run, std_error = np.empty(len(mean)), np.empty(len(mean))
    for t, (b, V) in enumerate(zip(mean, cov, strict=True)):
        long_run[t], gradient = regimes.long_run_of(b, a, d, str(periods[t]))
        std_error[t] = np.sqrt(gradient @ V @ gradient)
    return long_run, std_error
