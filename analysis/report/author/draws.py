"""Simulation errors: of a quantile, and of any statistic of draws."""

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
