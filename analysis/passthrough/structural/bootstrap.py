r"""Bootstrap of a VAR, with or without a proxy: many samples estimated at once.

Residuals, and the proxy beside them, are drawn in moving blocks and recentred
by their place in the block (Brueggemann, Jentsch and Trenkler 2016; Jentsch and
Lunsford 2019):

.. math:: u^*_{j\ell+s} = \hat u_{i_j+s} - \frac{1}{T-\ell+1} \sum_{r=0}^{T-\ell} \hat u_{r+s},

samples are generated recursively from the first observed lags, and everything
is estimated again. Blocks keep what conditional heteroskedasticity leaves
between neighbours; residual and proxy are drawn together, so that their
covariance, which identifies the shock, varies as it does in the data.

Rows on the two sides of a gap count as neighbours, and a generated sample has
no gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.design import count
from analysis.passthrough.structural.reduced_form import ReducedForm, lag_matrices

# Samples are estimated in batches of about this many numbers (128 MB).
BATCH = 16_000_000
#: Bootstrap samples by default.
DRAWS = 1000


@dataclass(frozen=True, eq=False)
class Replicates:
    """Estimates in d generated samples.

    Attributes
    ----------
    A : ndarray, shape (d, p, K, K)
    sigma : ndarray, shape (d, K, K)
        With n - k in the denominator.
    gamma : ndarray, shape (d, K), optional
        Covariances of the residuals with the proxy.
    block : int
        Length of a block.
    """

    A: np.ndarray
    sigma: np.ndarray
    gamma: np.ndarray | None
    block: int

    def reordered(self, places: list[int]) -> Replicates:
        """The same replicates with the variables in another order."""
        return Replicates(
            A=self.A[:, :, places][..., places],
            sigma=self.sigma[:, places][..., places],
            gamma=None if self.gamma is None else self.gamma[:, places],
            block=self.block,
        )


def moving_block(
    reduced: ReducedForm,
    rng: np.random.Generator,
    draws: int = DRAWS,
    block: int | None = None,
    proxy: np.ndarray | None = None,
) -> Replicates:
    """Estimates in moving-block samples.

    Parameters
    ----------
    reduced : ReducedForm
    rng : numpy.random.Generator
    draws : int
    block : int, optional
        Rows of a block. Default: `core.blocks.block_length` of the sample.
    proxy : ndarray, shape (n,), optional
        On the rows of the VAR; NaN where it was not published.
    """
    n = reduced.nobs
    draws = count(draws, "draws", 50)
    length = block_length(n) if block is None else count(block, "block", 1)
    body = reduced.resid if proxy is None else np.column_stack([reduced.resid, proxy])
    # All samples are drawn before the first is estimated: they do not depend on how large a batch is.
    samples = moving_blocks(n, length, draws, rng)
    centre = position_means(body, length)
    parts = [_estimate(reduced, body[samples[batch]] - centre) for batch in _batches(reduced, draws)]
    return _joined(parts, length)


def wild(reduced: ReducedForm, rng: np.random.Generator, draws: int, proxy: np.ndarray) -> Replicates:
    """Estimates in wild-bootstrap samples: residual and proxy of a row change sign together.

    For comparison only. The product of residual and proxy never changes, so the
    covariance that identifies the shock hardly varies and intervals are too
    short (Jentsch and Lunsford 2019).
    """
    body = np.column_stack([reduced.resid, proxy - np.nanmean(proxy)])
    signs = rng.choice([-1.0, 1.0], size=(draws, reduced.nobs, 1))
    return _joined([_estimate(reduced, body * signs[batch]) for batch in _batches(reduced, draws)], 1)


def position_means(body: np.ndarray, length: int) -> np.ndarray:
    """Mean of the rows that can stand at each place of a block sample, shape of `body`.

    Rows that are NaN (no proxy) are left out of the mean.
    """
    n = len(body)
    there = np.isfinite(body)
    sums = np.vstack([np.zeros(body.shape[1]), np.cumsum(np.where(there, body, 0.0), axis=0)])
    known = np.vstack([np.zeros(body.shape[1]), np.cumsum(there, axis=0)])
    span = n - length + 1
    place = np.arange(length)
    total, size = sums[place + span] - sums[place], known[place + span] - known[place]
    if (size == 0).any():
        raise EstimationError(
            f"blocks of {length} rows leave a place where the proxy is never known. Use shorter blocks."
        )
    return np.resize(total / size, (n, body.shape[1]))


def _batches(reduced: ReducedForm, draws: int) -> list[slice]:
    each = max(1, BATCH // (reduced.nobs * (reduced.X.shape[1] + 2 * reduced.size)))
    return [slice(a, min(a + each, draws)) for a in range(0, draws, each)]


def _estimate(reduced: ReducedForm, drawn: np.ndarray) -> Replicates:
    """Estimates in the samples that shocks (d, n, K) make; a column K + 1 is the proxy."""
    K = reduced.size
    X, Y = generate(reduced, drawn[..., :K])
    cross = X.swapaxes(1, 2)
    coefficients = np.linalg.solve(cross @ X, cross @ Y)
    resid = Y - X @ coefficients
    sigma = resid.swapaxes(1, 2) @ resid / reduced.dof
    gamma = None
    if drawn.shape[2] > K:
        gamma = _covariance_with(drawn[..., K], resid)
    A = lag_matrices(coefficients[:, reduced.lag_columns], reduced.lags)
    return Replicates(A, sigma, gamma, 1)


def generate(reduced: ReducedForm, shocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Regressors (d, n, k) and outcomes (d, n, K) of samples generated from the first observed lags."""
    draws, n, K = shocks.shape
    p, lags = reduced.lags, reduced.lag_columns
    fixed = reduced.X[:, : lags.start]
    start = reduced.X[0, lags].reshape(p, K)[::-1]
    path = np.empty((draws, p + n, K))
    path[:, :p] = start
    path[:, p:] = shocks + fixed @ reduced.coefficients[: lags.start]
    # Lag p first, as the path stands in memory: one product a step.
    weights = reduced.coefficients[lags].reshape(p, K, K)[::-1].reshape(p * K, K)
    flat = path.reshape(draws, -1)
    for t in range(n):
        path[:, p + t] += flat[:, t * K : (t + p) * K] @ weights
    X = np.empty((draws, n, reduced.X.shape[1]))
    X[:, :, : lags.start] = fixed
    for j in range(1, p + 1):
        first = lags.start + (j - 1) * K
        X[:, :, first : first + K] = path[:, p - j : p - j + n]
    return X, path[:, p:]


def _covariance_with(proxy: np.ndarray, resid: np.ndarray) -> np.ndarray:
    """Covariance of residuals with the proxy where it is known, shape (d, K)."""
    known = np.isfinite(proxy)
    size = known.sum(axis=1, keepdims=True)
    if (size < 3).any():
        raise EstimationError(
            "the proxy is known in so few rows that a generated sample has none. Use a longer proxy."
        )
    z = np.where(known, proxy, 0.0)
    z = np.where(known, z - z.sum(axis=1, keepdims=True) / size, 0.0)
    return np.einsum("dt,dtk->dk", z, resid) / size


def _joined(parts: list[Replicates], length: int) -> Replicates:
    gamma = None if parts[0].gamma is None else np.concatenate([part.gamma for part in parts])
    return Replicates(
        np.concatenate([part.A for part in parts]),
        np.concatenate([part.sigma for part in parts]),
        gamma,
        length,
    )
