r"""Resampling in blocks, so that neighbours stay neighbours.

A moving block (Kunsch 1989; Liu and Singh 1992) is a run of :math:`\ell`
consecutive rows. Blocks are drawn with replacement and laid end to end until
they fill the sample; dependence up to about :math:`\ell` periods survives.
`arch.bootstrap` draws one sample at a time; here all come at once, because the
estimators that use them are matrix products.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from analysis.errors import EstimationError

#: Months of a block of errors, at least: what the lags leave in them is a year long.
YEAR = 12


def block_length(rows: int, at_least: int = 1) -> int:
    r"""Default length :math:`\lceil 1.75\, T^{1/3} \rceil`, or `at_least` if that is longer.

    The rate is the one that is optimal for a variance (Hall, Horowitz and Jing
    1995); the constant is a convention, so results are shown for others too.
    """
    return min(rows, max(int(at_least), ceil(1.75 * rows ** (1 / 3))))


def moving_blocks(rows: int, length: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Row numbers of `draws` moving-block samples.

    Parameters
    ----------
    rows : int
        Rows of the sample, T.
    length : int
        Rows of a block, 1 to T; 1 is the ordinary bootstrap.
    draws : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (draws, T)
        The last block is cut where the sample is full.

    Raises
    ------
    EstimationError
        If a block is longer than the sample or shorter than one row.
    """
    if not 1 <= length <= rows:
        raise EstimationError(f"a block has 1 to {rows} rows in this sample, not {length}.")
    blocks = ceil(rows / length)
    first = rng.integers(0, rows - length + 1, size=(draws, blocks))
    return (first[:, :, None] + np.arange(length)).reshape(draws, -1)[:, :rows]


def errors_in_blocks(errors: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Samples of monthly errors in blocks of at least a year, one a column.

    Parameters
    ----------
    errors : ndarray, shape (n,)
    draws : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (n, draws)
    """
    n = len(errors)
    return errors[moving_blocks(n, block_length(n, at_least=YEAR), draws, rng)].T


def counts(samples: np.ndarray, rows: int) -> np.ndarray:
    """How often each row stands in each sample, shape (draws, rows), as floats.

    A statistic that is a sum over rows is then one matrix product for all draws.
    """
    draws = len(samples)
    flat = (samples + rows * np.arange(draws)[:, None]).ravel()
    return np.bincount(flat, minlength=draws * rows).reshape(draws, rows).astype(float)
