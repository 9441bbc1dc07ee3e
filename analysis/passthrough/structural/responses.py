r"""Impulse responses of a VAR, their exact derivatives, and the covariance that follows.

With :math:`\Phi_h = \sum_{j \le \min(h,p)} A_j \Phi_{h-j}` and a shock that moves
the variables by b at once, the response is :math:`\theta_h = \Phi_h b`. Its
derivatives are convolutions:

.. math:: \frac{\partial\theta_{h}}{\partial A_j[c,d]} = \sum_{i=0}^{h-j} \Phi_i[\cdot,c]\,\theta_{h-j-i}[d],
          \qquad \frac{\partial\theta_h}{\partial b'} = \Phi_h.

The parameters of every identification here are the lag matrices and some second
moments (:math:`\Sigma`, or the covariances with a proxy), so the joint
covariance of any responses, over variables and horizons, is one product
:math:`J V J'` (Luetkepohl 2005, proposition 3.6, where V is Gaussian).
"""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import METHODS, Covariance, covariance_of_sum
from analysis.passthrough.structural.reduced_form import ReducedForm

#: Covariances of the parameters: the Gaussian formula, or sums of influence terms.
ANALYTIC = ("gaussian", *(name for name in METHODS if name not in ("ols", "newey-west-adjusted", "ewc-hc3")))


def moving_average(A: np.ndarray, horizon: int) -> np.ndarray:
    """Phi_0 to Phi_H of lag matrices (..., p, K, K), shape (..., H + 1, K, K)."""
    *batch, p, K, _ = A.shape
    out = np.zeros((*batch, horizon + 1, K, K))
    out[..., 0, :, :] = np.eye(K)
    for h in range(1, horizon + 1):
        for j in range(1, min(h, p) + 1):
            out[..., h, :, :] += A[..., j - 1, :, :] @ out[..., h - j, :, :]
    return out


def cumulate(responses: np.ndarray, cumulated: np.ndarray, axis: int = -2) -> np.ndarray:
    """Responses of levels: sums over horizons (`axis`) of the variables (last axis) that enter in changes.

    Parameters
    ----------
    responses : ndarray, shape (..., H + 1, K) with axis=-2
    cumulated : ndarray of bool, shape (K,)
    """
    return np.where(cumulated, np.cumsum(responses, axis=axis), responses)


def level_moving_average(A: np.ndarray, horizon: int, cumulated: np.ndarray) -> np.ndarray:
    """As `moving_average`, for the levels: rows of variables that enter in changes are cumulated."""
    phi = moving_average(A, horizon)
    return np.where(cumulated[:, None], np.cumsum(phi, axis=-3), phi)


def lag_gradient(phi: np.ndarray, theta: np.ndarray, lags: int, rows: np.ndarray) -> np.ndarray:
    """Derivatives of the responses of variables `rows` to one shock with respect to the lag matrices.

    Parameters
    ----------
    phi : ndarray, shape (H + 1, K, K)
    theta : ndarray, shape (H + 1, K)
        Responses of all variables to the shock, not cumulated.
    lags : int
    rows : ndarray of int, shape (v,)

    Returns
    -------
    ndarray, shape (H + 1, v, lags, K, K)
        Entry [h, i, j - 1, c, d]: response of rows[i] after h, with respect to A_j[c, d].
    """
    horizon, K = theta.shape[0] - 1, theta.shape[1]
    out = np.zeros((horizon + 1, len(rows), lags, K, K))
    left = phi[:, rows]
    for m in range(horizon):
        chain = np.tensordot(left[: m + 1], theta[m::-1], axes=(0, 0))
        for j in range(1, min(lags, horizon - m) + 1):
            out[m + j, :, j - 1] = chain
    return out


def response_jacobian(
    phi: np.ndarray,
    impact: np.ndarray,
    impact_gradient: np.ndarray,
    lags: int,
    rows: np.ndarray,
    cumulated: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Level responses of variables `rows` to one shock, and their Jacobian.

    Parameters
    ----------
    phi : ndarray, shape (H + 1, K, K)
    impact : ndarray, shape (K,)
    impact_gradient : ndarray, shape (K, q)
        Derivative of `impact` with respect to the second moments.
    lags : int
    rows : ndarray of int, shape (v,)
    cumulated : ndarray of bool, shape (K,)

    Returns
    -------
    responses : ndarray, shape (H + 1, v)
    jacobian : ndarray, shape (H + 1, v, lags K^2 + q)
        Lag matrices in the order [lag, equation, variable], then second moments.
    """
    theta = phi @ impact
    steps = len(phi)
    by_lags = lag_gradient(phi, theta, lags, rows).reshape(steps, len(rows), -1)
    jacobian = np.concatenate([by_lags, phi[:, rows] @ impact_gradient], axis=2)
    summed = cumulated[rows]
    jacobian[:, summed] = np.cumsum(jacobian[:, summed], axis=0)
    return cumulate(theta[:, rows], summed), jacobian


def check_inference(inference: str) -> str:
    """Return `inference`, or refuse what no VAR here can use."""
    if inference not in (*ANALYTIC, "moving-block"):
        raise EstimationError(
            f"unknown inference {inference!r}; choose gaussian, moving-block or one of "
            f"{', '.join(ANALYTIC[1:])}."
        )
    return inference


def scaled_residuals(reduced: ReducedForm, inference: str) -> np.ndarray:
    """Residuals inflated as the HC family does, shape (n, K); plain ones for the other methods."""
    if inference == "hc1":
        return reduced.resid * np.sqrt(reduced.nobs / reduced.dof)
    if inference in ("hc2", "hc3"):
        room = 1.0 - reduced.leverage
        if room.min() < 1e-10:
            raise EstimationError(
                f"{inference} is undefined: the VAR fits {reduced.periods[int(room.argmin())]} "
                "exactly by construction. Use hc1, fewer lags or no seasonals."
            )
        return reduced.resid / (np.sqrt(room) if inference == "hc2" else room)[:, None]
    return reduced.resid


def lag_terms(reduced: ReducedForm, scaled: np.ndarray) -> np.ndarray:
    """Influence terms of the lag matrices, shape (n, p K^2), in the order [lag, equation, variable]."""
    n, K, p = reduced.nobs, reduced.size, reduced.lags
    weights = (reduced.X @ reduced.bread)[:, reduced.lag_columns].reshape(n, p, 1, K)
    return (weights * scaled[:, None, :, None]).reshape(n, -1)


def parameter_covariance(reduced: ReducedForm, moment_terms: np.ndarray, inference: str) -> Covariance:
    """Covariance of lag matrices and second moments from their influence terms.

    Parameters
    ----------
    reduced : ReducedForm
    moment_terms : ndarray, shape (n, q)
        Made from residuals that `scaled_residuals` has inflated.
    inference : str
        One of `ANALYTIC` but "gaussian".
    """
    terms = np.hstack([lag_terms(reduced, scaled_residuals(reduced, inference)), moment_terms])
    positions = reduced.rows - reduced.rows[0] if len(reduced.lost) else None
    if inference == "newey-west-prewhitened":
        raise EstimationError("prewhitening needs fewer parameters than a VAR has; use newey-west or ewc.")
    return covariance_of_sum(terms, inference, positions=positions, dof=reduced.dof)


def gaussian_covariance(reduced: ReducedForm) -> Covariance:
    r"""Covariance of lag matrices and :math:`\Sigma` under independent Gaussian errors.

    The two are independent, with covariance
    :math:`(\sigma_{ik}\sigma_{jl} + \sigma_{il}\sigma_{jk})/n` between elements ij
    and kl of :math:`\hat\Sigma`.
    """
    K, p = reduced.size, reduced.lags
    lags = reduced.lag_columns
    bread = reduced.bread[lags, lags].reshape(p, K, p, K)
    by_lags = np.einsum("ajbk,cd->acjbdk", bread, reduced.sigma).reshape(p * K * K, -1)
    i, j = np.tril_indices(K)
    S = reduced.sigma
    moments = (S[np.ix_(i, i)] * S[np.ix_(j, j)] + S[np.ix_(i, j)] * S[np.ix_(j, i)]) / reduced.nobs
    matrix = np.zeros((by_lags.shape[0] + len(i),) * 2)
    matrix[: len(by_lags), : len(by_lags)] = by_lags
    matrix[len(by_lags) :, len(by_lags) :] = moments
    return Covariance(matrix, Critical("normal"), "gaussian")
