r"""Price response over exchange-rate response in a cointegrated VAR, with its covariance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import linalg

from analysis.passthrough.core.least_squares import Fit
from analysis.passthrough.long_run import reduced_rank

STEP = 1e-30  # of the complex-step derivative; exact, so as small as it can be


def relative_response(
    equations: Sequence[Fit], omega: np.ndarray, vectors: np.ndarray, lags: int, horizons: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    r"""Responses to a shock that moves the second variable first.

    Parameters
    ----------
    equations : sequence of Fit, one a variable
        Relations first, then the lagged changes, then the rest.
    omega : ndarray, shape (p, p)
        Covariance of the residuals.
    vectors : ndarray, shape (p, rank)
        Relations, without deterministic terms.
    lags : int
        Of the VAR in levels.
    horizons : int
        Last horizon H.

    Returns
    -------
    ratio : ndarray, shape (H + 1,)
        Cumulative response of the first variable over that of the second.
    covariance : ndarray, shape (H + 1, H + 1)
    own, own_error : ndarray, shape (H + 1,)
        Response of the second variable to its own shock of 1, and its standard error.

    Notes
    -----
    Delta method over :math:`\alpha, \Gamma` and :math:`\Omega`, given :math:`\beta`,
    which converges faster; the derivative is by complex step.
    """
    p, rank = vectors.shape
    kept = rank + p * (lags - 1)
    bread, impact = equations[0].bread[:kept, :kept], omega[:, 1]
    V = linalg.block_diag(
        np.kron(omega, bread),
        (omega * omega[1, 1] + np.outer(impact, impact)) / equations[0].nobs,
    )

    def respond(values: np.ndarray) -> np.ndarray:
        """Price over exchange rate, then the exchange rate; shape (2, H + 1)."""
        block = values[:-p].reshape(p, kept)
        A = reduced_rank.levels_matrices(block[:, :rank] @ vectors.T, block[:, rank:])
        path = reduced_rank.responses(A, values[-p:] / values[1 - p], horizons)
        return np.stack([path[:, 0] / path[:, 1], path[:, 1]])

    values = np.concatenate([*(e.beta[:kept] for e in equations), impact])
    gradient = np.empty((2, horizons + 1, len(values)))
    for i in range(len(values)):
        stepped = values.astype(complex)
        stepped[i] += 1j * STEP
        gradient[:, :, i] = respond(stepped).imag / STEP
    ratio, own = respond(values)
    own_error = np.sqrt(np.einsum("hi,ij,hj->h", gradient[1], V, gradient[1]))
    return ratio, gradient[0] @ V @ gradient[0].T, own, own_error
