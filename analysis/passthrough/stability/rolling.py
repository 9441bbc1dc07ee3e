r"""Long-run pass-through in a moving window, with statements about the whole path.

Windows overlap, so neighbouring estimates share most of their data and a path
of them wanders even when nothing changes. Two things keep a reader honest: the
covariance of the estimates **across** windows, for a band that covers the whole path,
and the band within which the path would wander under constant coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import (
    BARTLETT,
    HETEROSKEDASTIC,
    covariance,
    covariance_of_sum,
)
from analysis.passthrough.core.least_squares import Fit, fit


@dataclass(frozen=True, eq=False)
class Windows:
    """Estimates by window.

    Attributes
    ----------
    long_run, std_error : ndarray, shape (W,)
    coefficients : ndarray, shape (W, k)
    correlation : ndarray, shape (W, W)
        Of the long runs, over windows.
    critical : Critical
        Of one window's t statistic.
    method : str
        Covariance in a window, in words.
    """

    long_run: np.ndarray
    std_error: np.ndarray
    coefficients: np.ndarray
    correlation: np.ndarray
    critical: Critical
    method: str


def long_run_of(beta: np.ndarray, a: np.ndarray, d: np.ndarray, where: str) -> tuple[float, np.ndarray]:
    r""":math:`a'\beta / (1 - d'\beta)` and its gradient."""
    below = 1.0 - float(d @ beta)
    if below <= 0:
        raise EstimationError(
            f"{where}: the coefficients on lagged prices add up to {1 - below:.2f}, so there is no "
            "long run. Use fewer own lags or a longer window."
        )
    value = float(a @ beta) / below
    return value, a / below + d * (value / below)


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
    terms = np.zeros((n, count))
    for w in range(count):
        rows = slice(w, w + window)
        part = fit(y[rows], X[rows], names)
        where = None if positions is None else positions[rows]
        made = covariance(part, inference, bandwidth, positions=where)
        long_run[w], gradient = long_run_of(part.beta, a, d, f"window {w + 1} of {count}")
        variance[w] = gradient @ made.matrix @ gradient
        betas[w] = part.beta
        terms[rows, w] = (X[rows] @ (part.bread @ gradient)) * part.resid
    # Across windows the terms are laid on the whole sample. Cosines of a window
    # have no counterpart there, so methods other than Bartlett take its t75 lag.
    if inference in (*HETEROSKEDASTIC, "ols"):
        joint = covariance_of_sum(terms, "hc0").matrix
    else:
        lag = int(made.bandwidth) if inference in BARTLETT else floor(0.75 * window ** (1 / 3))
        joint = covariance_of_sum(terms, "newey-west", lag, positions=positions).matrix
    scale = np.sqrt(np.diag(joint))
    return Windows(
        long_run, np.sqrt(variance), betas, joint / np.outer(scale, scale), made.critical, str(made)
    )


@dataclass(frozen=True, eq=False)
class ConstantBand:
    """Where a path of windows lies when coefficients are constant.

    Attributes
    ----------
    long_run : float
        Of the whole sample.
    spread : ndarray, shape (W,)
        Standard deviation of each window's estimate around that of the sample.
    pointwise, joint : dict of level to float
        Multiples of `spread` that cover one window (on average), and all of them.
    pvalue : float
        Of the largest standardised distance of the path from `long_run`.
    """

    long_run: float
    spread: np.ndarray
    pointwise: dict[float, float]
    joint: dict[float, float]
    pvalue: float


def constant_band(
    whole: Fit,
    path: np.ndarray,
    window: int,
    a: np.ndarray,
    d: np.ndarray,
    draws: int,
    block: int,
    rng: np.random.Generator,
    positions: np.ndarray | None = None,
    levels: tuple[float, ...] = (0.90, 0.95, 0.99),
) -> ConstantBand:
    r"""Bootstrap a path of windows under constant coefficients.

    Parameters
    ----------
    whole : Fit
        Of the whole sample.
    path : ndarray, shape (W,)
        Estimated long runs.
    block : int
        Residuals keep their correlation up to this lag; 0 for none.
    positions : ndarray of int, shape (n,), optional
        Places on the calendar, for correlation at true distances.

    Notes
    -----
    Dependent wild bootstrap (Shao 2010) with fixed regressors:
    :math:`u^*_t = \hat u_t\eta_t`, where the multipliers are moving sums of normals,
    :math:`\eta_t = (L+1)^{-1/2}\sum_{j=0}^{L} z_{t+j}`, with Bartlett autocorrelations
    :math:`1 - l/(L+1)`; random signs for L = 0. A window's long run is linear in
    u* to first order, so a sample costs one matrix product.
    """
    X, n = whole.X, whole.nobs
    value, gradient = long_run_of(whole.beta, a, d, "the whole sample")
    weights = np.zeros((len(path), n))
    for w in range(len(path)):
        rows = slice(w, w + window)
        weights[w, rows] = X[rows] @ np.linalg.solve(X[rows].T @ X[rows], gradient)
    if block:
        places = np.arange(n) if positions is None else positions - positions[0]
        z = np.cumsum(rng.standard_normal((places[-1] + block + 2, draws)), axis=0)
        multipliers = (z[places + block + 1] - z[places]) / np.sqrt(block + 1)
    else:
        multipliers = 2.0 * rng.integers(0, 2, size=(n, draws)) - 1.0
    # The path is held against the whole sample's estimate, so its own error is
    # taken off in every bootstrap sample as it is in the data.
    weights -= X @ (whole.bread @ gradient)
    away = weights @ (whole.resid[:, None] * multipliers)
    spread = np.sqrt((away**2).mean(axis=1))
    steps = np.abs(away) / spread[:, None]
    farthest = steps.max(axis=0)
    observed = float((np.abs(path - value) / spread).max())
    return ConstantBand(
        long_run=value,
        spread=spread,
        pointwise={level: float(np.quantile(steps, level)) for level in levels},
        joint={level: float(np.quantile(farthest, level)) for level in levels},
        pvalue=float((1 + np.sum(farthest >= observed)) / (1 + draws)),
    )
