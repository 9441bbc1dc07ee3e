r"""Penalised B-splines over the horizons of a local projection (Barnichon and Brownlees 2019).

The response at horizon h is a cubic B-spline with a knot at every horizon,
:math:`f_h = B_h'\theta`, and the sum of squares of all horizons together gets a
ridge on the r-th differences of :math:`\theta`:

.. math:: \min_{\theta, \gamma_h}\ \sum_{h,t} (y_{t+h} - f_h z_t - \gamma_h' w_t)^2
          + \lambda \lVert D_r \theta \rVert^2 .

The controls of each horizon are unpenalised, so they partial out exactly. What
is left is a spline through the H unpenalised responses :math:`b_h`, each
weighted by :math:`s_h`, the sum of squares of the impulse net of the controls:

.. math:: \min_\theta\ \sum_h s_h (b_h - f_h)^2 + \lambda \lVert D_r \theta \rVert^2 .

A problem of H points in place of one of T times H rows, and one singular value
decomposition solves it for every :math:`\lambda` (Demmler and Reinsch 1975).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count


@dataclass(frozen=True, eq=False)
class Smoother:
    r"""The linear map from unpenalised to smooth responses, for any penalty.

    Attributes
    ----------
    weights : ndarray, shape (H,)
        :math:`s_h`.
    modes : ndarray, shape (H, H - r)
        Shapes that are penalised, orthonormal after weighing by
        :math:`s_h^{1/2}`; smooth shapes first. Polynomials of degree r - 1 are
        orthogonal to them and stay as they are.
    gain : ndarray, shape (H - r,)
        A penalty leaves the share :math:`g_j / (g_j + \lambda)` of mode j.
    """

    weights: np.ndarray
    modes: np.ndarray
    gain: np.ndarray

    @classmethod
    def of(cls, weights: np.ndarray, difference: int = 2) -> Smoother:
        """Prepare the smoother of H consecutive horizons.

        Parameters
        ----------
        weights : ndarray, shape (H,)
            Sums of squares of the impulse net of the controls, positive.
        difference : int, 1 to 4
            Order r of the differences that are penalised: the limit of a large
            penalty is a polynomial of degree r - 1 in h. A cubic spline holds
            polynomials of degree 3 at most.

        Raises
        ------
        EstimationError
            With a horizon without weight, or no more horizons than r.
        """
        weights = np.asarray(weights, dtype=float)
        H, r = len(weights), count(difference, "difference", 1)
        if r > 4:
            raise EstimationError(f"difference is 1 to 4 for a cubic spline, not {r}.")
        if H <= r:
            raise EstimationError(
                f"a penalty on differences of order {r} needs more than {r} horizons, not {H}."
            )
        if not (np.isfinite(weights).all() and (weights > 0).all()):
            raise EstimationError("every horizon needs a positive, finite weight.")
        root = np.sqrt(weights)
        B = basis(H)
        D = np.diff(np.eye(H + 2), r, axis=0)
        polynomials = np.vander(np.linspace(-1.0, 1.0, H), r, increasing=True)
        orthogonal = linalg.qr(root[:, None] * polynomials)[0][:, r:]
        # theta = (polynomial part) + pinv(D) d with penalty d'd: what d adds to
        # the responses, seen outside the polynomials.
        reach = orthogonal.T @ (root[:, None] * (B @ linalg.pinv(D)))
        left, singular, _ = linalg.svd(reach, full_matrices=False)
        return cls(weights, orthogonal @ left, singular**2)

    def kept(self, penalty: float) -> np.ndarray:
        r"""Share :math:`g_j / (g_j + \lambda)` of each mode, shape (H - r,)."""
        penalty = float(penalty)
        if np.isnan(penalty) or penalty < 0:
            raise EstimationError(f"the penalty is 0 or more, not {penalty:g}.")
        if np.isinf(penalty):
            return np.zeros(len(self.gain))
        return self.gain / (self.gain + penalty)

    def matrix(self, penalty: float) -> np.ndarray:
        r"""M with :math:`\hat f = M b`, shape (H, H); the covariance is :math:`M V M'`."""
        root = np.sqrt(self.weights)
        lost = (self.modes * (1.0 - self.kept(penalty))) @ self.modes.T
        return np.eye(len(root)) - lost * root / root[:, None]

    def paths(self, responses: np.ndarray, penalties: np.ndarray) -> np.ndarray:
        """Smooth responses for many penalties at once, shape (penalties, H)."""
        root = np.sqrt(self.weights)
        score = self.modes.T @ (root * responses)
        lost = np.array([1.0 - self.kept(penalty) for penalty in penalties])
        return responses - (lost * score) @ self.modes.T / root

    def freedom(self, penalty: float) -> float:
        """Effective number of parameters of the path: the trace of `matrix`."""
        return float(len(self.weights) - np.sum(1.0 - self.kept(penalty)))


def basis(horizons: int) -> np.ndarray:
    """Cubic B-splines with unit knots at 0, 1, .., H - 1, shape (H, H + 2).

    On its own knots a cubic B-spline is 1/6, 4/6, 1/6; one more spline on the
    right would be zero at every horizon and change nothing.
    """
    B = np.zeros((horizons, horizons + 2))
    for shift, value in enumerate((1 / 6, 4 / 6, 1 / 6)):
        B[np.arange(horizons), np.arange(horizons) + shift] = value
    return B
