r"""Recursive identification: each shock moves the variables that stand behind it at once, none before it.

:math:`u_t = P\varepsilon_t` with P the lower Cholesky factor of :math:`\Sigma`.
The ordering *is* the assumption. A change in :math:`\Sigma` moves P by

.. math:: dP = P\,\mathcal{L}(P^{-1}\, d\Sigma\, P^{-1\prime}),

where :math:`\mathcal{L}` keeps the lower triangle and halves the diagonal.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg

from analysis.passthrough.core.inference import Covariance
from analysis.passthrough.structural.reduced_form import ReducedForm
from analysis.passthrough.structural.responses import (
    gaussian_covariance,
    parameter_covariance,
    scaled_residuals,
)


def cholesky_gradient(P: np.ndarray) -> np.ndarray:
    """Derivative of P with respect to the lower triangle of Sigma, shape (K, K, K(K + 1)/2).

    The last axis runs over `numpy.tril_indices`: (0, 0), (1, 0), (1, 1), ...
    """
    K = len(P)
    inverse = linalg.solve_triangular(P, np.eye(K), lower=True)
    rows, columns = np.tril_indices(K)
    change = np.zeros((len(rows), K, K))
    place = np.arange(len(rows))
    change[place, rows, columns] = 1.0
    change[place, columns, rows] = 1.0
    inner = inverse @ change @ inverse.T
    halved = np.tril(inner)
    halved[:, np.arange(K), np.arange(K)] *= 0.5
    return (P @ halved).transpose(1, 2, 0)


def sigma_terms(reduced: ReducedForm, inference: str) -> np.ndarray:
    """Influence terms of the lower triangle of Sigma (n - k in its denominator), shape (n, K(K + 1)/2)."""
    rows, columns = np.tril_indices(reduced.size)
    # One factor carries the inflation: a slope of u_i on u_j then has the HC covariance of that regression.
    products = scaled_residuals(reduced, inference)[:, rows] * reduced.resid[:, columns]
    return (products - products.mean(axis=0)) / reduced.dof


def recursive(reduced: ReducedForm, inference: str) -> tuple[np.ndarray, np.ndarray, Covariance]:
    """Impact matrix, its gradient, and the covariance of the parameters behind both.

    Parameters
    ----------
    reduced : ReducedForm
        Its variables in the ordering assumed.
    inference : str
        One of `responses.ANALYTIC`.

    Returns
    -------
    impact : ndarray, shape (K, K)
        Columns are shocks of one standard deviation.
    gradient : ndarray, shape (K, K, K(K + 1)/2)
    covariance : Covariance
        Of lag matrices, then the lower triangle of Sigma.
    """
    P = np.linalg.cholesky(reduced.sigma)
    if inference == "gaussian":
        covariance = gaussian_covariance(reduced)
    else:
        covariance = parameter_covariance(reduced, sigma_terms(reduced, inference), inference)
    return P, cholesky_gradient(P), covariance
