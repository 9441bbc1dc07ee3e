r"""What a simulation may say: no digit below twice its own error, and how many draws lie between two
quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from analysis.errors import NotebookError

#: Batches for the error of a statistic that has no formula of its own.
BATCHES = 20


def quantile_error(sample: np.ndarray, q: float) -> float:
    r"""Simulation error of a quantile, from order statistics.

    Half the distance between the quantiles at :math:`q \pm \sqrt{q(1-q)/n}`: the number of independent draws
    below a quantile is binomial, which needs no density (Wilks 1962, section 11.2).

    Parameters
    ----------
    sample : ndarray, shape (n,)
        Independent draws.
    q : float
        Between 0 and 1.

    Raises
    ------
    NotebookError
        If fewer than ten draws lie beyond the quantile: there its error cannot be told.
    """
    sample = np.asarray(sample, dtype=float)
    if not 0 < q < 1 or len(sample) * min(q, 1 - q) < 10:
        raise NotebookError(
            f"quantile {q:g} of {len(sample)} draws leaves fewer than ten beyond it; take more draws."
        )
    step = math.sqrt(q * (1 - q) / len(sample))
    low, high = np.quantile(sample, [q - step, q + step])
    return float((high - low) / 2)


def batch_error(sample: np.ndarray, statistic: Callable[[np.ndarray], float]) -> float:
    r"""Simulation error of any statistic: standard deviation over `BATCHES` batches of the draws, by
    :math:`\sqrt{B}`."""
    values = [statistic(part) for part in np.array_split(np.asarray(sample, dtype=float), BATCHES)]
    return float(np.std(values, ddof=1) / math.sqrt(BATCHES))


def simulated(value: float, error: float, most: int = 2) -> str:
    """Print a simulated number with no digit below twice its simulation error.

    Parameters
    ----------
    value : float
    error : float
        Its simulation error, from `quantile_error` or `batch_error`; 0 for a number that does not vary.
    most : int
        Decimals printed at most.

    Examples
    --------
    >>> simulated(3.14159, 0.004)
    '3.14'
    >>> simulated(3.14159, 0.02)
    '3.1'
    >>> simulated(1234.0, 7.0)
    '1200'
    """
    from analysis.report.author.numbers import fixed

    if not (math.isfinite(value) and math.isfinite(error) and error >= 0):
        raise NotebookError(f"a simulated number needs a finite value and error, not {value} and {error}.")
    place = most if error == 0 else min(most, math.floor(-math.log10(2 * error)))
    return fixed(round(value, place), max(place, 0))


def draws_between(low: float, high: float, of: int = 100) -> str:
    """Say how many draws lie between two quantiles: ``draws_between(0.05, 0.95) == "90 of 100 draws"``."""
    if not 0 <= low < high <= 1:
        raise NotebookError(f"quantiles are levels between 0 and 1, the lower first, not {low} and {high}.")
    return f"{round(of * (high - low))} of {of} draws"
