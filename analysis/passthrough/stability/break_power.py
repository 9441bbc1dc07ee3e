"""What the search for one break at an unknown date would have found, on the path of the currency that was,
and how often it errs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.fixed_b import bisect
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.simulated_power import DRAWS, WANTED, Found
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import regimes
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.sup_wald import Search, statistics, wild_samples

if TYPE_CHECKING:
    from analysis.passthrough.core.design import Design

#: Months of a block of errors, at least.
BLOCK = 12


@door
def break_found(
    price: pd.Series,
    fx: pd.Series,
    *,
    date: object,
    lags: int | None = None,
    own_lags: int | None = None,
    coefficients: str = "fx",
    trim: float = 0.15,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    draws: int = DRAWS,
    wanted: float = WANTED,
    coverage: float = 0.95,
    rng: np.random.Generator | None = None,
) -> Found:
    r"""The rise of the long run at `date`, spread evenly over the lags, that `break_test` finds four times in
    five.

    Residuals of the model without a break get random signs, as in the test's own bootstrap. Its critical
    value is the quantile of the largest Wald statistic over these samples; the same samples with

    .. math:: \frac{\delta\,(1 - \sum_j \rho_j)}{q + 1} \sum_{k=0}^{q} 1(t \ge \tau)\,\Delta e_{t-k}

    added give its power at a rise :math:`\delta` of the long run. The shape is a choice: a break in a few
    lags of the same sum is found more easily.

    Parameters
    ----------
    price, fx, lags, own_lags, trim, controls, control_lags, seasonal, sample, rng
        As in `break_test`.
    coefficients : {"fx", "mean", "all"}
        What is tested; for "mean" the effect is a rise of the mean change per period, :math:`\delta (1 -
        \sum_j \rho_j)`, for "all" that of the long run alone.
    date : period
        First period with the new coefficients.
    draws : int
    wanted, coverage : float

    Returns
    -------
    Found
        `effect` in the direction that is harder to find.
    """
    rows, _, search, plain = _searched(
        price, fx, coefficients, trim, lags=lags, own_lags=own_lags, controls=controls,
        control_lags=control_lags, seasonal=seasonal, sample=sample,
    )  # fmt: skip
    rng = generator(rng)
    samples = wild_samples(plain.resid, draws, rng)
    room = 1.0 - float(plain.beta[rows.blocks["own"]].sum())
    later = np.arange(len(rows.y)) >= regimes.first_row(rows, date)
    moved = np.ones(len(rows.y)) if coefficients == "mean" else rows.X[:, rows.blocks["fx"]].mean(axis=1)
    unit = room * later * moved
    largest = statistics(search.paths(samples, "ols", 0))["sup"]
    critical = float(np.quantile(largest, coverage))

    def rejected(delta: float) -> float:
        found = [
            statistics(search.paths(samples + s * delta * unit[:, None], "ols", 0))["sup"] for s in (1, -1)
        ]
        return min(float(np.mean(values > critical)) for values in found)

    high = 1.0
    while rejected(high) < wanted:
        high *= 2
    effect = bisect(lambda delta: rejected(delta) - wanted, 0.0, high, 0.005)
    return Found(effect, float(np.mean(largest > critical)), wanted, coverage, draws)


@door
def break_size(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | None = None,
    own_lags: int | None = None,
    coefficients: str = "fx",
    trim: float = 0.15,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    draws: int = DRAWS,
    rng: np.random.Generator | None = None,
) -> float:
    """Share of samples without a break in which `break_test` finds one at five percent.

    Parameters
    ----------
    price, fx, lags, own_lags, coefficients, trim, controls, control_lags, seasonal, sample, rng
        As in `break_test`.
    draws : int
        Samples; see `size_in_blocks` for how they are made.

    Examples
    --------
    >>> from analysis.passthrough.core import examples as example
    >>> from analysis.passthrough.stability.break_power import break_size
    >>> 0 <= break_size(example.price, example.fx, lags=0, own_lags=1, draws=50) <= 1
    True
    """
    _, _, search, plain = _searched(
        price, fx, coefficients, trim, lags=lags, own_lags=own_lags, controls=controls,
        control_lags=control_lags, seasonal=seasonal, sample=sample,
    )  # fmt: skip
    return size_in_blocks(search, plain.resid, draws, generator(rng))


def _searched(
    price: pd.Series, fx: pd.Series, coefficients: str, trim: float, **terms: Any
) -> tuple[Design, np.ndarray, Search, Fit]:
    """Rows, columns that may break, the search over dates and the regression without a break."""
    rows = equation(price, fx, CommonTerms(**terms)).rows
    tested = regimes.breaking_columns(rows, coefficients)
    n = len(rows.y)
    at = regimes.candidate_rows(n, trim, len(tested), n - rows.X.shape[1] - len(tested))
    search = Search(rows.X, rows.X[:, tested], at, rows.X[:, :0])
    return rows, tested, search, fit(rows.y, rows.X, rows.names)


def size_in_blocks(search: Search, errors: np.ndarray, draws: int, rng: np.random.Generator) -> float:
    r"""Share of samples without a break in which the search finds one at five percent.

    Samples are errors in blocks of at least a year on the actual path of the regressors, lagged prices
    included, so that what the lags leave in the errors stays in them. Each is tested by the wild bootstrap of
    `break_test`, with one sample of it for each: over all samples these have the distribution of the
    bootstrap, which saves the inner loop.

    Parameters
    ----------
    search : Search
    errors : ndarray, shape (n,)
        Residuals without a break.
    draws : int
    rng : numpy.random.Generator

    References
    ----------
    Giacomini, Politis and White (2013), Econometric Theory 29, 567-589.
    """
    n = len(errors)
    samples = errors[moving_blocks(n, block_length(n, at_least=BLOCK), draws, rng)].T
    left = search.restricted_residuals(samples)
    again = left * (2.0 * rng.integers(0, 2, left.shape) - 1.0)
    largest, null = (search.paths(y, "ols", 0).max(axis=0) for y in (samples, again))
    return float(np.mean(largest > np.quantile(null, 0.95)))
