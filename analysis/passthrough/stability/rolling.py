"""Long-run pass-through in a moving window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.passthrough.core.inference import Covariance, covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.stability.regimes import long_run_of


@dataclass(frozen=True, eq=False)
class Windows:
    """Estimates by window.

    Attributes
    ----------
    long_run, std_error : ndarray, shape (W,)
    coefficients : ndarray, shape (W, k)
    made : Covariance
        Of the last window, for the method, its bandwidth and the reference of
        the t statistic, which all windows share.
    """

    long_run: np.ndarray
    std_error: np.ndarray
    coefficients: np.ndarray
    made: Covariance


def roll(
    y: np.ndarray,
    X: np.ndarray,
    names: tuple[str, ...],
    window: int,
    a: np.ndarray,
    d: np.ndarray,
    inference: str,
    bandwidth: float | None,
    positions: np.ndarray | None = None,
) -> Windows:
    """Fit every window of `window` rows.

    Parameters
    ----------
    a, d : ndarray, shape (k,)
        Long run = a'b / (1 - d'b).
    inference, bandwidth, positions
        Covariance within a window, as in `inference.covariance`.
    """
    n, k = X.shape
    count = n - window + 1
    long_run, variance, betas = np.empty(count), np.empty(count), np.empty((count, k))
    for w in range(count):
        rows = slice(w, w + window)
        part = fit(y[rows], X[rows], names)
        where = None if positions is None else positions[rows]
        made = covariance(part, inference, bandwidth, positions=where)
        long_run[w], gradient = long_run_of(part.beta, a, d, f"window {w + 1} of {count}")
        variance[w] = gradient @ made.matrix @ gradient
        betas[w] = part.beta
    return Windows(long_run, np.sqrt(variance), betas, made)
