r"""Are two ratios equal? A test that lets the hypothesis speak for weak denominators.

With responses :math:`N_r` of the price and :math:`D_r` of the exchange rate in two
regimes, the difference of ratios has the variance of

.. math:: \frac{n_1 - \theta_1 d_1}{D_1} - \frac{n_2 - \theta_2 d_2}{D_2},

n and d being the errors of N and D. The delta method puts each regime's own
ratio for :math:`\theta_r`: where a denominator is imprecise its ratio is wild, and
so is the standard error, and the test hardly ever rejects. Under the hypothesis
there is one ratio. Put for both the :math:`\theta` that both regimes support best,

.. math:: \hat\theta = \arg\min_\theta\ g(\theta)' V(\theta)^{-1} g(\theta),
          \quad g_r(\theta) = N_r - \theta D_r,

the minimum of the joint Anderson-Rubin statistic (the continuously updated
estimate of Hansen, Heaton and Yaron 1996), and the t statistic is that of
:math:`N_1 D_2 - N_2 D_1`, which divides by nothing.
"""

from __future__ import annotations

import numpy as np

# Points of the search over the direction of (N, D), and times it is narrowed.
GRID, ROUNDS = 721, 5


def common_ratio(numerator: np.ndarray, denominator: np.ndarray, joint: np.ndarray) -> np.ndarray:
    r"""The ratio that two regimes support best, by horizon, shape (H,).

    Parameters
    ----------
    numerator, denominator : ndarray, shape (H, 2)
    joint : ndarray, shape (H, 4, 4)
        Covariance of both numerators, then both denominators, at each horizon.
    """
    scale = np.sqrt((numerator**2).sum(axis=1) / (denominator**2).sum(axis=1))
    scale = np.where(scale > 0, scale, 1.0)
    angles = np.broadcast_to(np.linspace(-np.pi / 2, np.pi / 2, GRID + 2)[1:-1], (len(numerator), GRID))
    for _ in range(ROUNDS):
        values = _statistic(scale[:, None] * np.tan(angles), numerator, denominator, joint)
        best = values.argmin(axis=1)
        rows = np.arange(len(angles))
        low = angles[rows, np.maximum(best - 1, 0)]
        high = angles[rows, np.minimum(best + 1, angles.shape[1] - 1)]
        angles = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, 41)
    return scale * np.tan(angles[:, 20])


def _statistic(
    theta: np.ndarray, numerator: np.ndarray, denominator: np.ndarray, joint: np.ndarray
) -> np.ndarray:
    """Joint Anderson-Rubin statistic of every theta (H, G); infinite where it has no variance."""
    g1, g2 = (numerator[:, [r]] - theta * denominator[:, [r]] for r in range(2))

    def variance(a: int, b: int) -> np.ndarray:
        cross = joint[:, a, 2 + b] + joint[:, 2 + a, b]
        return joint[:, a, b, None] - theta * cross[:, None] + theta**2 * joint[:, 2 + a, 2 + b, None]

    v11, v12, v22 = variance(0, 0), variance(0, 1), variance(1, 1)
    determinant = v11 * v22 - v12**2
    found = np.full(theta.shape, np.inf)
    np.divide(g1**2 * v22 - 2 * g1 * g2 * v12 + g2**2 * v11, determinant, out=found, where=determinant > 0)
    return found


def jacobian(estimate: np.ndarray, theta: np.ndarray) -> np.ndarray:
    r"""Derivatives of the ratio of each regime, shape (2, H, 4H).

    Parameters
    ----------
    estimate : ndarray, shape (2, H, 2)
        Price and exchange rate, horizon, regime.
    theta : ndarray, shape (H, 2)
        Ratio of each regime to evaluate at: :math:`(1/D_r, -\theta_r/D_r)`.
    """
    H = estimate.shape[1]
    place = np.arange(4 * H).reshape(2, H, 2)
    out = np.zeros((2, H, 4 * H))
    for r in range(2):
        out[r, np.arange(H), place[0, :, r]] = 1 / estimate[1, :, r]
        out[r, np.arange(H), place[1, :, r]] = -theta[:, r] / estimate[1, :, r]
    return out


def gap_covariances(estimate: np.ndarray, joint: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Covariance of the difference of ratios over horizons: as estimated, and under equality, (H, H) each.

    `estimate` as in `jacobian`, `joint` (4H, 4H) the covariance of its ravel.
    """
    H = estimate.shape[1]
    place = np.arange(4 * H).reshape(2, H, 2)
    blocks = np.stack([joint[np.ix_(i, i)] for i in place.transpose(1, 0, 2).reshape(H, 4)])
    theta = common_ratio(estimate[0], estimate[1], blocks)
    found = []
    for ratios in (estimate[0] / estimate[1], np.repeat(theta[:, None], 2, axis=1)):
        first, second = jacobian(estimate, ratios)
        found.append((first - second) @ joint @ (first - second).T)
    return found[0], found[1]
