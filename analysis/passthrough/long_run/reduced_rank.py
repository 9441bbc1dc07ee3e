r"""Reduced-rank regression of Johansen (1988, 1991), on arrays.

In :math:`R_{0t} = \alpha\beta' R_{1t} + e_t`, where :math:`R_0` and :math:`R_1`
are what lagged changes, dummies and unrestricted deterministic terms leave of
:math:`\Delta X_t` and of :math:`(X_{t-1}, d)`, the eigenvalues are squared
canonical correlations and the columns of beta their vectors. They come from
QR and singular value decompositions of the data, not of moment matrices, whose
condition would be squared.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.sets import ConfidenceSet, quadratic

#: An eigenvalue this close to 1 leaves no error variance but rounding.
EXACT = 1e-12


@dataclass(frozen=True, eq=False)
class ReducedRank:
    r"""Residuals and their canonical correlations.

    Attributes
    ----------
    R0 : ndarray, shape (n, p)
    R1 : ndarray, shape (n, m)
        m - p of them are restricted deterministic terms.
    eigenvalues : ndarray, shape (p,)
        Falling.
    vectors : ndarray, shape (m, p)
        With :math:`V' S_{11} V = I`.
    """

    R0: np.ndarray
    R1: np.ndarray
    eigenvalues: np.ndarray
    vectors: np.ndarray

    @property
    def nobs(self) -> int:
        return len(self.R0)


def partial_out(Y: np.ndarray, Z: np.ndarray) -> np.ndarray:
    """What a regression on the columns of `Z` leaves of those of `Y`."""
    if Z.shape[1] == 0:
        return Y
    Q = np.linalg.qr(Z)[0]
    left = Y - Q @ (Q.T @ Y)
    # Once more: levels are large beside what is left of them.
    return left - Q @ (Q.T @ left)


def solve(R0: np.ndarray, R1: np.ndarray) -> ReducedRank:
    """Canonical correlations of `R0` and `R1`.

    Raises
    ------
    EstimationError
        If some combination of the changes is predicted without error.
    """
    model = ReducedRank(R0, R1, *_canonical(R0, R1))
    if model.eigenvalues[0] > 1 - EXACT:
        raise EstimationError(
            "some combination of the changes is exactly predictable from the levels and the lags, "
            "so the likelihood has no maximum. Leave out the series that is computed from the "
            "others, or from time."
        )
    return model


def _canonical(R0: np.ndarray, R1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scale = np.sqrt((R1**2).sum(axis=0))
    Q0 = np.linalg.qr(R0)[0]
    Q1, upper = np.linalg.qr(R1 / scale)
    left, singular, _ = np.linalg.svd(Q1.T @ Q0, full_matrices=False)
    vectors = np.linalg.solve(upper, left) / scale[:, None] * np.sqrt(len(R0))
    return np.clip(singular**2, 0.0, 1.0), vectors


def restrict_beta(model: ReducedRank, H: np.ndarray, rank: int) -> tuple[float, np.ndarray]:
    r"""LR statistic of :math:`\beta = H\varphi` (all `rank` relations), and beta.

    Parameters
    ----------
    H : ndarray, shape (m, s), s >= rank

    Returns
    -------
    statistic : float
        Chi-squared with rank (m - s) degrees of freedom under the null.
    beta : ndarray, shape (m, rank)
    """
    values, vectors = _canonical(model.R0, model.R1 @ H)
    return _ratio(model, values, rank), H @ vectors[:, :rank]


def restrict_alpha(model: ReducedRank, zero: list[int], rank: int) -> float:
    r"""LR statistic of :math:`\alpha_i = 0` for the equations in `zero`.

    The others are then conditioned on these (Johansen 1995, section 8.2.1);
    chi-squared with rank x len(zero) degrees of freedom under the null.
    """
    rest = [i for i in range(model.R0.shape[1]) if i not in zero]
    if len(rest) < rank:
        raise EstimationError(
            f"with {rank} relations at most {model.R0.shape[1] - rank} variables can be weakly "
            f"exogenous, not {len(zero)}."
        )
    given = model.R0[:, zero]
    values, _ = _canonical(partial_out(model.R0[:, rest], given), partial_out(model.R1, given))
    return _ratio(model, values, rank)


def ratio_set(model: ReducedRank, numerator: int, denominator: int, coverage: float = 0.95) -> ConfidenceSet:
    r"""Values :math:`\theta` of :math:`-\beta_e/\beta_p` that a likelihood-ratio test keeps, for rank 1.

    With c the chi-squared point and :math:`1 - \lambda^* = (1 - \lambda_1)e^{c/T}`, the
    test of :math:`w'\beta = \beta_e + \theta\beta_p = 0` keeps :math:`\theta` if some
    vector orthogonal to w has an eigenvalue of :math:`\lambda^*` or more, that is if
    :math:`A = S_{10}S_{00}^{-1}S_{01} - \lambda^* S_{11}` is not negative definite there.
    A has one positive eigenvalue unless :math:`\lambda_2 > \lambda^*`, and then this is
    :math:`w'A^{-1}w \le 0`: a quadratic in :math:`\theta`, as for Fieller's set. It keeps its
    coverage when :math:`\beta_p` is near zero, and is then unbounded.
    """
    kept = 1.0 - (1.0 - model.eigenvalues[0]) * np.exp(special.chdtri(1, 1.0 - coverage) / model.nobs)
    if kept <= 0 or (len(model.eigenvalues) > 1 and model.eigenvalues[1] >= kept):
        return ConfidenceSet(((-inf, inf),), coverage, "likelihood-ratio")
    # V'S11 V = I and V'(S10 S00^-1 S01)V = diag(eigenvalues); what V leaves of the
    # space has eigenvalue 0, and the inverse of S11 there.
    rows = [numerator, denominator]
    scale = np.sqrt((model.R1**2).sum(axis=0))
    root = (np.linalg.inv(np.linalg.qr(model.R1 / scale, mode="r")) / scale[:, None])[rows]
    V = model.vectors[rows]
    weights = 1.0 / (model.eigenvalues - kept) + 1.0 / kept
    inverse = (V * weights) @ V.T - (model.nobs / kept) * (root @ root.T)
    return quadratic(inverse[1, 1], inverse[0, 1], inverse[0, 0], coverage, "likelihood-ratio")


def _ratio(model: ReducedRank, values: np.ndarray, rank: int) -> float:
    free = np.log1p(-model.eigenvalues[:rank]).sum()
    return float(max(model.nobs * (np.log1p(-values[:rank]).sum() - free), 0.0))


def levels_matrices(impact: np.ndarray, gammas: np.ndarray) -> list[np.ndarray]:
    """Matrices A_1 .. A_K of the VAR in levels.

    Parameters
    ----------
    impact : ndarray, shape (p, p)
        alpha beta', without deterministic rows.
    gammas : ndarray, shape (p, p (K - 1))
        Coefficients of the lagged changes, by lag.
    """
    p = len(impact)
    blocks = [gammas[:, i : i + p] for i in range(0, gammas.shape[1], p)]
    A = [np.eye(p) + impact]
    for gamma in blocks:
        A[-1] = A[-1] + gamma
        A.append(-gamma)
    return A


def responses(A: list[np.ndarray], impact: np.ndarray, horizons: int) -> np.ndarray:
    """Responses of all levels, shape (H + 1, p), to a shock that moves them by `impact`.

    Analytic in its arguments, so that a complex step differentiates it.
    """
    states = [impact]
    for h in range(1, horizons + 1):
        states.append(sum(A[i] @ states[h - 1 - i] for i in range(min(h, len(A)))))
    return np.array(states)
