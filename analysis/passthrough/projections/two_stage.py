r"""The ratio in one step: two-stage least squares on cumulated changes.

.. math:: p_{t+h} - p_{t-1} = a + \theta_h (e_{t+h} - e_{t-1}) + \gamma' w_t + \eta_{t+h},

instrumented by the impulse :math:`z_t` (Ramey and Zubairy 2018). With one
instrument the point is the ratio of the reduced forms, the fitted regressor
spans the design of the reduced forms, so that leverages agree, and the sandwich
is the delta method; two routes to one number.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg

from analysis.passthrough.core.least_squares import factor
from analysis.passthrough.projections.regressions import Regressions


def two_stage(reduced: Regressions) -> Regressions:
    """Second stage of the first outcome on the second, instrumented by the only impulse.

    Parameters
    ----------
    reduced : Regressions
        Two outcomes (price, exchange rate), one impulse.

    Returns
    -------
    Regressions
        One outcome; `estimate` (1, H, 1) is the path of ratios, `residuals` are
        structural, `weights` and `leverage` those of the fitted regressor. Its
        covariances come from `analysis.passthrough.projections.covariances`.
    """
    N, _, H = reduced.outcomes.shape
    estimate = np.empty((1, H, 1))
    residuals, weights, leverage = np.zeros((N, 1, H)), np.zeros((N, H, 1)), np.zeros((N, H))
    for h in range(H):
        keep = reduced.used[:, h]
        y, x = reduced.outcomes[keep, 0, h], reduced.outcomes[keep, 1, h]
        first, _ = factor(reduced.X[keep], reduced.names)
        controls = reduced.X[keep, :-1]
        Q, R = factor(np.column_stack([controls, first @ (first.T @ x)]), (*reduced.names[:-1], "fitted"))
        coefficients = linalg.solve_triangular(R, Q.T @ y)
        estimate[0, h, 0] = coefficients[-1]
        residuals[keep, 0, h] = y - np.column_stack([controls, x]) @ coefficients
        weights[keep, h, 0] = Q[:, -1] / R[-1, -1]
        leverage[keep, h] = np.einsum("nk,nk->n", Q, Q)
    return Regressions(
        reduced.horizons,
        estimate,
        reduced.rows,
        reduced.used,
        reduced.X,
        reduced.outcomes[:, :1],
        residuals,
        weights,
        leverage,
        reduced.names,
    )
