r"""Is the number of lags right, and does the number hang on the last month?

`criteria` chooses one number of lags for the rate and the foreign prices together. `left_out` adds further
lags: a Wald test of all of those of the rate, and a t test of their sum, which is what the long run would
miss. `by_last_month` is the estimate for every last month, on rows that are made once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import Design, count
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import covariance, covariance_of_sum, scaled_residuals, wald
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.leverage import refuse_alone
from analysis.passthrough.core.result import HypothesisTest
from analysis.passthrough.core.seasonals import Seasonal, seasonal_of
from analysis.passthrough.lags.foreign_prices import equation


def criteria(
    price: pd.Series, fx: pd.Series, foreign: pd.DataFrame | pd.Series | None, longest: int = 36, **options
) -> pd.DataFrame:
    r"""Akaike's and Schwarz's criterion by number of lags, on the rows complete for the longest.

    Parameters
    ----------
    price, fx, foreign, **options
        As in `held_fixed` (`controls`, `seasonal`, `sample`).
    longest : int

    Returns
    -------
    DataFrame, index lags 0 to `longest`, columns aic, bic, coefficients
        :math:`n \log(RSS/n) + c\,k` with c = 2 or log n. ``attrs["nobs"]`` is n; ``idxmin`` gives the choice.
    """
    longest = count(longest, "longest")
    eq = equation(price, fx, foreign=foreign, lags=longest, **options)
    rows, n, step = eq.rows, len(eq.rows.y), longest + 1
    driver = np.arange(rows.blocks["fx"].start, rows.blocks["fx"].stop)
    by_lag = np.vstack([driver, eq.foreign.reshape(-1, step)]).T.ravel()
    order = np.r_[np.delete(np.arange(rows.X.shape[1]), by_lag), by_lag]
    full = fit(rows.y, rows.X[:, order], [rows.names[i] for i in order])
    # With the lags last, one QR holds the residual sum of squares of every shorter equation: dropping column
    # j gives back the square of (Q'y)_j.
    gain = (np.linalg.qr(full.X)[0].T @ rows.y)[-len(by_lag) :] ** 2
    per_lag = gain.reshape(step, -1).sum(axis=1)
    rss = full.rss + np.r_[np.cumsum(per_lag[:0:-1])[::-1], 0.0]
    k = full.X.shape[1] - (len(by_lag) // step) * np.arange(longest, -1, -1)
    fitted = n * np.log(rss / n)
    table = pd.DataFrame(
        {"aic": fitted + 2 * k, "bic": fitted + np.log(n) * k, "coefficients": k}
    ).rename_axis("lags")
    table.attrs = {"nobs": n}
    return table


@dataclass(frozen=True)
class LeftOut:
    """What further lags hold: the Wald test that those of the rate are zero, and their sum with its
    interval."""

    joint: HypothesisTest
    total: Effect
    lags: int
    further: int


def left_out(
    price: pd.Series,
    fx: pd.Series,
    foreign: pd.DataFrame | pd.Series | None,
    lags: int,
    further: int = 12,
    *,
    inference: str = "ewc",
    **options,
) -> LeftOut:
    """Add lags `lags` + 1 to `lags` + `further` of the rate and of the foreign prices, and test those of the
    rate.

    Raises
    ------
    EstimationError
        Also where the covariance has fewer degrees of freedom than `further` lags.
    """
    further = count(further, "further", least=1)
    eq = equation(price, fx, foreign=foreign, lags=count(lags, "lags") + further, **options)
    regression = fit(eq.rows.y, eq.rows.X, eq.rows.names)
    driver = eq.rows.blocks["fx"]
    block = slice(driver.stop - further, driver.stop)
    variance = covariance(regression, inference, at_least=eq.lags, of=block)
    b, V = regression.beta[block], variance.matrix[block, block]
    statistic, pvalue = wald(b, V, variance.critical)
    words = f"lags {lags + 1} to {lags + further} of the rate are zero"
    total = Effect.of(
        b.sum(), np.sqrt(V.sum()), variance.critical, label=f"sum of lags {lags + 1} to {lags + further}"
    )
    return LeftOut(
        HypothesisTest(words, statistic, pvalue, further, str(variance.critical)), total, lags, further
    )


def by_last_month(
    price: pd.Series,
    fx: pd.Series,
    foreign: pd.DataFrame | pd.Series | None,
    lags: int,
    ends: Sequence | pd.PeriodIndex,
    *,
    horizon: int | None = None,
    coverage: float = 0.95,
    inference: str = "ewc",
    seasonal: bool | str | Seasonal = "blocks",
    read: Callable[[Effect], str] | None = None,
    **options,
) -> pd.DataFrame:
    """The cumulated estimate at one horizon, with foreign prices fixed and free, by last month of the sample.

    Lags are laid out once for all samples; the seasonal is formed anew for each, since its blocks depend on
    the rows.

    Parameters
    ----------
    ends : sequence of dates
        Last months. One without a row of its own (an unpublished month) uses the rows up to it.
    horizon : int, optional
        Default: `lags`.
    coverage : float
        Coverage of the intervals.
    read : callable, optional
        Makes a word of an effect; the words are in fixed_class and free_class.

    Returns
    -------
    DataFrame, index last_month
        Columns fixed, fixed_std_error, fixed_low, fixed_high, the same for free, and nobs. Without foreign
        prices the columns of fixed are those of free. `attrs["coverage"]` is `coverage`.
    """
    eq = equation(price, fx, foreign=foreign, lags=lags, seasonal=False, **options)
    horizon = eq.lags if horizon is None else count(horizon, "horizon")
    season, rows = seasonal_of(seasonal), eq.rows
    found, everything = {}, np.arange(rows.X.shape[1])
    for end in pd.PeriodIndex(ends, freq=rows.periods.freq):
        n = int((rows.periods <= end).sum())
        if n == 0:
            raise EstimationError(f"there is no row up to {end}: the sample begins in {rows.periods[0]}.")
        line = {}
        for name, keep in (("fixed", everything), ("free", np.delete(everything, eq.foreign))):
            effect = _effect(rows, keep, n, season, horizon, coverage, inference, eq.lags)
            line |= {name: effect.estimate, f"{name}_std_error": effect.std_error}
            line |= {f"{name}_low": effect.low, f"{name}_high": effect.high}
            if read is not None:
                line[f"{name}_class"] = read(effect)
        found[end] = line | {"nobs": n}
    table = pd.DataFrame.from_dict(found, orient="index")
    table.index = pd.PeriodIndex(table.index, freq=rows.periods.freq, name="last_month")
    table.attrs["coverage"] = coverage
    return table


def _effect(
    rows: Design,
    keep: np.ndarray,
    n: int,
    season: Seasonal | None,
    horizon: int,
    coverage: float,
    inference: str,
    lags: int,
) -> Effect:
    X, names = rows.X[:n, keep], [rows.names[i] for i in keep]
    moving = X.any(axis=0)  # the dummy of a step that lies after the last month
    X, names = X[:, moving], [name for name, kept in zip(names, moving, strict=True) if kept]
    if season is not None:
        dummies, words = season.columns(rows.periods[:n])
        X, names = np.hstack([X, dummies]), [*names, *words]
    regression = fit(rows.y[:n], X, names)
    block = slice(1, horizon + 2)  # the rate follows the constant
    refuse_alone(regression, inference, block)
    # The influence of the sum alone: the covariance of everything else is not asked for.
    weights = regression.bread[:, block].sum(axis=1)
    terms = (X @ weights) * scaled_residuals(regression, inference)
    variance = covariance_of_sum(terms[:, None], inference, at_least=lags, dof=regression.dof)
    return Effect.of(
        regression.beta[block].sum(), np.sqrt(variance.matrix[0, 0]), variance.critical, coverage=coverage
    )
