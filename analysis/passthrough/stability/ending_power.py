r"""What the end-of-sample test of the cumulated residual would have found, and how often it errs.

The cumulated price change of the last m months that the relation of the rows before leaves unexplained is
linear in the price, and so is that of every earlier stretch. With regressors as they were, one matrix gives
all of them for every draw of errors. A price that leaves its relation by :math:`\delta` log points over the m
months moves the first by :math:`\delta` and the earlier ones not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import numpy as np
import pandas as pd

from analysis.passthrough.core.blocks import errors_in_blocks
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.simulated_power import DRAWS, WANTED, Found, found_from_draws
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import regimes
from analysis.passthrough.stability.equation import equation


@door
def excess_found(
    price: pd.Series,
    fx: pd.Series,
    *,
    date: object,
    lags: int | None = None,
    own_lags: int = 0,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    draws: int = DRAWS,
    wanted: float = WANTED,
    coverage: float = 0.95,
    rng: np.random.Generator | None = None,
) -> Found:
    r"""The unexplained price change since `date` that `end_of_sample` finds four times in five.

    Errors are those of the regression on all rows, times :math:`\sqrt{n/(n-k)}` for the coefficients taken
    from them, drawn in blocks of at least a year; each draw is tested as `end_of_sample` does, against its
    own earlier stretches.

    Parameters
    ----------
    price, fx, date, lags, own_lags, controls, control_lags, seasonal, sample
        As in `end_of_sample`.
    draws : int
    wanted, coverage : float
    rng : numpy.random.Generator, optional
        Default: a fixed seed.

    Returns
    -------
    Found
        `effect` in log points over the months from `date` on; `size` the share of draws without effect that
        reject.

    Examples
    --------
    >>> from analysis.passthrough.core import examples as example
    >>> from analysis.passthrough.stability.ending_power import excess_found
    >>> found = excess_found(example.price, example.fx, date="2019-07", lags=1, draws=100)
    >>> found.effect > 0 and 0 <= found.size <= 1
    True
    """
    rows = equation(price, fx, CommonTerms(
        lags=lags, own_lags=own_lags, controls=controls, control_lags=control_lags, seasonal=seasonal,
        sample=sample,
    )).rows  # fmt: skip
    before = regimes.first_row(rows, date)
    last, earlier = contrasts(rows.X, before)
    found = fit(rows.y, rows.X, rows.names)
    samples = errors_in_blocks(found.resid * np.sqrt(len(rows.y) / found.dof), draws, generator(rng))
    return found_from_draws(last @ samples, critical(earlier @ samples[:before], coverage), wanted, coverage)


def contrasts(X: np.ndarray, before: int) -> tuple[np.ndarray, np.ndarray]:
    r"""Weights that turn prices into the cumulated residual of the last rows, and of every earlier stretch.

    Parameters
    ----------
    X : ndarray, shape (n, k)
    before : int
        Rows before the date; m = n - `before` come after.

    Returns
    -------
    tuple of ndarray, shapes (n,) and (before - m + 1, before)
        The last stretch with coefficients of the rows before, an earlier one with those of the rows before
        without its first :math:`\lceil m/2 \rceil`.
    """
    n = len(X)
    m = n - before
    half, head = ceil(m / 2), X[:before]
    gram = head.T @ head
    last = np.concatenate([-head @ np.linalg.solve(gram, X[before:].sum(axis=0)), np.ones(m)])
    earlier = np.zeros((before - m + 1, before))
    for start in range(len(earlier)):
        out = slice(start, start + half)
        slopes = np.linalg.solve(gram - head[out].T @ head[out], head[start : start + m].sum(axis=0))
        earlier[start] = -head @ slopes
        earlier[start, out] = 0.0
        earlier[start, start : start + m] += 1.0
    return last, earlier


def critical(stretches: np.ndarray, coverage: float) -> np.ndarray:
    """The size that the last stretch has to pass: one that at most a share 1 - `coverage` of the earlier
    ones reach.

    Parameters
    ----------
    stretches : ndarray, shape (N, draws)
    coverage : float
    """
    reached = int(len(stretches) * (1 - coverage) + 1e-9)
    return np.sort(np.abs(stretches), axis=0)[-1 - reached]
