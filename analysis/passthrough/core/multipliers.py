"""From the coefficients of a lag equation to the response path that it implies."""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.sets import fieller

#: Three years of dynamic multipliers where own lags make the response infinite.
HORIZON = {"M": 36, "Q": 12}


def multipliers(b: np.ndarray, rho: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    r"""Cumulative dynamic multipliers and their exact Jacobian.

    Parameters
    ----------
    b : ndarray, shape (q + 1,)
    rho : ndarray, shape (p,)
    horizon : int

    Returns
    -------
    path : ndarray, shape (horizon + 1,)
        :math:`\sum_{i \le h} \theta_i` with
        :math:`\theta_i = b_i + \sum_j \rho_j \theta_{i-j}`.
    jacobian : ndarray, shape (horizon + 1, q + 1 + p)
        Derivatives with respect to b, then rho. With :math:`\psi = 1/(1-\rho(L))`,
        :math:`\partial\theta_h/\partial b_i = \psi_{h-i}` and
        :math:`\partial\theta_h/\partial\rho_j = \sum_i \psi_i \theta_{h-j-i}`.
    """
    steps = horizon + 1
    psi = np.zeros(steps)
    psi[0] = 1.0
    for h in range(1, steps):
        reach = min(h, len(rho))
        psi[h] = rho[:reach] @ psi[h - reach : h][::-1]
    theta = np.convolve(b, psi)[:steps]
    chain = np.convolve(psi, theta)[:steps]
    jacobian = np.zeros((steps, len(b) + len(rho)))
    for i in range(min(len(b), steps)):
        jacobian[i:, i] = psi[: steps - i]
    for j in range(1, min(len(rho), horizon) + 1):
        jacobian[j:, len(b) + j - 1] = chain[: steps - j]
    return np.cumsum(theta), np.cumsum(jacobian, axis=0)


def long_run(
    b: np.ndarray, rho: np.ndarray, V: np.ndarray, critical: Critical, coverage: float = 0.95
) -> tuple[Effect, list[str]]:
    r"""The limit of the multipliers, :math:`\sum_k b_k / (1 - \sum_j \rho_j)`, and what to warn of.

    Parameters
    ----------
    b : ndarray, shape (q + 1,)
    rho : ndarray, shape (p,)
    V : ndarray, shape (q + 1 + p, q + 1 + p)
        Covariance of b, then rho.
    critical : Critical
        What t statistics built from `V` are compared with.
    coverage : float
        Coverage of the interval and of the set.

    Returns
    -------
    effect : Effect
        With the delta-method standard error and, if there are own lags,
        Fieller's set.
    warnings : list of str
        That the set is unbounded, or that the own lags are explosive.

    Raises
    ------
    EstimationError
        If the own lags sum to exactly 1.
    """
    top, bottom = b.sum(), 1.0 - rho.sum()
    if bottom == 0:
        raise EstimationError("the own lags sum to exactly 1: there is no long run.")
    gradient = np.r_[np.full(len(b), 1 / bottom), np.full(len(rho), top / bottom**2)]
    bounds, warnings = None, []
    if len(rho):
        up = np.r_[np.ones(len(b)), np.zeros(len(rho))]
        down = np.r_[np.zeros(len(b)), -np.ones(len(rho))]
        bounds = fieller(
            top,
            bottom,
            up @ V @ up,
            down @ V @ down,
            up @ V @ down,
            critical.value(coverage),
            coverage,
        )
        if not bounds.bounded:
            warnings.append(
                "1 minus the sum of the own lags is not distinguishable from zero, so the long run "
                f"has no bounded interval: its Fieller set is {bounds}"
            )
        companion = np.vstack([rho, np.eye(len(rho) - 1, len(rho))])
        root = np.abs(np.linalg.eigvals(companion)).max()
        if root >= 1:
            warnings.append(
                f"the own lags are explosive (largest root {root:.3f}): the multipliers do not "
                "settle and the long run does not exist"
            )
    effect = Effect.of(
        top / bottom,
        np.sqrt(gradient @ V @ gradient),
        critical,
        label="long run",
        coverage=coverage,
        confidence_set=bounds,
    )
    return effect, warnings
