"""From the coefficients of a lag equation to the response path that it implies."""

from __future__ import annotations

import numpy as np


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
