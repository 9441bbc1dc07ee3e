"""Pass-through that moves: rolling windows."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import regimes, rolling
from analysis.passthrough.stability.constant_path import constant_path, error_samples
from analysis.passthrough.stability.equation import TestedEquation, equation
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
    window: int | None = None,
    error_lags: int | None = None,
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
    """Estimate long-run pass-through in every window of fixed length.

    Parameters
    ----------
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency.
    lags : int, optional
        Of the exchange rate, from 0; default one year.
    own_lags : int
        Of the price change, from 1.
    window : int, optional
        Complete rows a window; default ten years.
    error_lags : int, optional
        Order of the autoregression that the errors of the samples follow. Default:
        0 with own lags, else floor(0.75 n^(1/3)).
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
        For those samples. Default: a fixed seed.

    Returns
    -------
    TimeVarying

    Raises
    ------
    EstimationError
        If a window or the sample is too short or does not vary enough, or the
        coefficients on lagged prices leave no long run.

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
    if error_lags is None:
        error_lags = 0 if own_lags else floor(0.75 * len(rows.y) ** (1 / 3))
    if window is None:
        window = SHORT[rows.periods.freqstr[0]]
    return _rolling(
        asked, whole, a, d, count(window, "window"), count(draws, "draws"),
        count(error_lags, "error_lags"), generator(rng), {**asked.identity, "constant": constant},
        {**asked.facts, "spacing": spacing},
    )  # fmt: skip


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
