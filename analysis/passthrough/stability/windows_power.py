r"""How often the test that pass-through is the same in every window rejects, on the path of the currency that
was.

Without own lags a window's long run less that of the whole sample is linear in the price, and so is every
sample of the test's bootstrap, whose errors come from the residuals. One matrix :math:`A` (windows by rows)
therefore gives the path of a sample, :math:`A y`, and those of its bootstrap, :math:`A u^*`, so that the
whole test is run anew in every sample for the price of a matrix product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.design import Design
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import regimes
from analysis.passthrough.stability.constant_path import BURN, sieve
from analysis.passthrough.stability.equation import equation

#: Months of a block of errors, at least.
BLOCK = 12


@door
def windows_rejected(
    price: pd.Series,
    fx: pd.Series,
    *,
    window: int,
    rises: Sequence[float] = (0.0,),
    date: object = None,
    lags: int | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    samples: int = 200,
    draws: int = 99,
    level: float = 0.05,
    rng: np.random.Generator | None = None,
) -> np.ndarray:
    r"""Share of samples in which the test of constancy of `time_varying` rejects at `level`.

    Errors are those of the regression on all rows, times :math:`\sqrt{n/(n-k)}`, drawn in blocks of at
    least a year on the actual path of the regressors.

    Parameters
    ----------
    price, fx, window, lags, controls, control_lags, seasonal, sample, draws
        As in `time_varying`; `draws` are those of the test's own bootstrap in each sample.
    rises : sequence of float
        By which the long run is higher from `date` on, spread evenly over the lags, in the same samples. At
        nought the share is the size of the test.
    date : period, optional
        Needed where there is a rise.
    samples : int
    level : float
    rng : numpy.random.Generator, optional
        Default: a fixed seed.

    Returns
    -------
    ndarray, shape of `rises`

    Examples
    --------
    >>> from analysis.passthrough.core import examples as example
    >>> from analysis.passthrough.stability.windows_power import windows_rejected
    >>> asked = dict(price=example.price, fx=example.fx, window=120, lags=1, samples=20, draws=19)
    >>> size, power = windows_rejected(**asked, rises=(0.0, 0.6), date="2010-01")
    >>> bool(size < power)
    True
    """
    rows = equation(price, fx, CommonTerms(
        lags=lags, own_lags=0, controls=controls, control_lags=control_lags, seasonal=seasonal, sample=sample,
    )).rows  # fmt: skip
    whole = fit(rows.y, rows.X, rows.names)
    n, rng = len(rows.y), generator(rng)
    moved = np.zeros(n)
    if any(rises):
        later = np.arange(n) >= regimes.first_row(rows, date)
        moved = later * rows.X[:, rows.blocks["fx"]].mean(axis=1)
    away = departures(rows, window)
    larger, order = np.sqrt(n / whole.dof), floor(0.75 * n ** (1 / 3))
    errors = (larger * whole.resid)[moving_blocks(n, block_length(n, at_least=BLOCK), samples, rng)]
    basis = np.linalg.qr(rows.X)[0]
    hits = np.zeros(len(rises))
    for e in errors:
        for place, rise in enumerate(rises):
            y = e + rise * moved
            left = larger * (y - basis @ (basis.T @ y))
            hits[place] += pvalue(away, y, *bootstrapped(away, left, order, draws, rng)) <= level + 1e-12
    return hits / samples


def departures(rows: Design, window: int) -> np.ndarray:
    """Weights on prices of the long run in each window less that of all rows, shape (windows, n).

    Parameters
    ----------
    rows : Design
        Without own lags.
    window : int
        Rows.
    """
    n = len(rows.y)
    summed = np.zeros(rows.X.shape[1])
    summed[rows.blocks["fx"]] = 1.0
    found = np.zeros((n - window + 1, n))
    for start in range(len(found)):
        part = slice(start, start + window)
        bread = fit(rows.y[part], rows.X[part], rows.names).bread
        found[start, part] = rows.X[part] @ (bread @ summed)
    return found - rows.X @ (fit(rows.y, rows.X, rows.names).bread @ summed)


def bootstrapped(
    away: np.ndarray, residuals: np.ndarray, order: int, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Paths of the test's bootstrap, and their spread over any number of its samples.

    The spread of a few samples is too small for a path that is not among them; the test has 999, for which
    that does not matter, so that here it is computed: signs are independent and innovations known.

    Parameters
    ----------
    away : ndarray, shape (windows, n)
        From `departures`.
    residuals : ndarray, shape (n,)
    order, draws, rng
        As in `constant_path.error_samples`.

    Returns
    -------
    tuple of ndarray, shapes (windows, draws) and (windows,)
    """
    rho, epsilon, _ = sieve(residuals, order, rng)
    wide = np.hstack([np.zeros((len(away), BURN)), away])
    by_innovation = lfilter([1.0], np.r_[1.0, -rho], wide[:, ::-1], axis=1)[:, ::-1] * epsilon
    signs = 2.0 * rng.integers(0, 2, size=(len(epsilon), draws)) - 1.0
    return by_innovation @ signs, np.sqrt(np.einsum("wt,wt->w", by_innovation, by_innovation))


def pvalue(away: np.ndarray, y: np.ndarray, paths: np.ndarray, spread: np.ndarray) -> float:
    """Of the largest departure of a path, each in units of its spread.

    Parameters
    ----------
    away : ndarray, shape (windows, n)
    y : ndarray, shape (n,)
    paths : ndarray, shape (windows, draws)
        Of the bootstrap.
    spread : ndarray, shape (windows,)
    """
    farthest = (np.abs(paths) / spread[:, None]).max(axis=0)
    observed = (np.abs(away @ y) / spread).max()
    return float((1 + np.sum(farthest >= observed)) / (1 + paths.shape[1]))
