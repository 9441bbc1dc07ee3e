"""Ordinary least squares that says which columns are to blame.

Every estimator of this package that is linear goes through `fit`: one QR
decomposition gives the coefficients, the leverages that HC2 and HC3 need, and
the test for collinearity.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError

# A column whose part orthogonal to the others is smaller than this share of
# its own length counts as a linear combination of them. R's lm uses 1e-7;
# changes of an index published to one decimal leave residual parts far above
# it, and rounding noise of exact copies far below.
COLLINEAR = 1e-9


@dataclass(frozen=True, eq=False)
class Fit:
    """A least-squares fit of `y` (n,) on `X` (n, k).

    Attributes
    ----------
    X, y : ndarray
        Regressors and regressand, as used.
    names : tuple of str
        One name a column of `X`.
    beta : ndarray, shape (k,)
    resid : ndarray, shape (n,)
    bread : ndarray, shape (k, k)
        :math:`(X'X)^{-1}`.
    leverage : ndarray, shape (n,)
        Diagonal of the hat matrix.
    """

    X: np.ndarray
    y: np.ndarray
    names: tuple[str, ...]
    beta: np.ndarray
    resid: np.ndarray
    bread: np.ndarray
    leverage: np.ndarray

    @property
    def nobs(self) -> int:
        """Number of rows."""
        return self.X.shape[0]

    @property
    def dof(self) -> int:
        """Observations less coefficients."""
        return self.X.shape[0] - self.X.shape[1]

    @cached_property
    def rss(self) -> float:
        """Residual sum of squares."""
        return float(self.resid @ self.resid)

    @cached_property
    def r_squared(self) -> float:
        """Share of the variation of `y` around its mean that is fitted."""
        centred = self.y - self.y.mean()
        return float(1.0 - self.rss / (centred @ centred))

    @property
    def sigma(self) -> float:
        """Standard error of the regression, with n - k in the denominator."""
        return float(np.sqrt(self.rss / self.dof))

    @property
    def loglik(self) -> float:
        """Gaussian log-likelihood at the maximum-likelihood variance."""
        n = self.nobs
        return float(-0.5 * n * (np.log(2 * np.pi * self.rss / n) + 1.0))

    @cached_property
    def scores(self) -> np.ndarray:
        """x_t u_t, shape (n, k)."""
        return self.X * self.resid[:, None]


def fit(y: np.ndarray, X: np.ndarray, names: tuple[str, ...] | list[str]) -> Fit:
    """Regress `y` on the columns of `X` by ordinary least squares.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Or (n, m): m regressions on one `X`, with coefficients (k, m) and
        residuals (n, m). The properties of `Fit` speak of one regression.
    X : ndarray, shape (n, k)
        Includes the constant, if one is wanted.
    names : sequence of str
        One name a column, for messages.

    Raises
    ------
    EstimationError
        With fewer than k + 1 observations, or when columns are collinear; the
        message names them.
    """
    names = tuple(names)
    Q, R = factor(X, names)
    inverse = linalg.solve_triangular(R, np.eye(X.shape[1]), check_finite=False)
    beta = inverse @ (Q.T @ y)
    return Fit(
        X=X,
        y=y,
        names=names,
        beta=beta,
        resid=y - X @ beta,
        bread=inverse @ inverse.T,
        leverage=np.einsum("ij,ij->i", Q, Q),
    )


def factor(X: np.ndarray, names: tuple[str, ...] | list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Orthonormal Q (n, k) and upper triangular R (k, k) with X = QR, or a refusal.

    Raises
    ------
    EstimationError
        As `fit`.
    """
    names = tuple(names)
    n, k = X.shape
    if n <= k:
        raise EstimationError(
            f"too few observations: {n} complete rows for {k} coefficients. "
            "Use fewer lags or controls, or a longer sample."
        )
    scale = np.sqrt(np.einsum("ij,ij->j", X, X))
    zero = [name for name, length in zip(names, scale, strict=True) if length == 0]
    if zero:
        raise EstimationError(
            f"these regressors are zero in every one of the {n} rows used: "
            f"{', '.join(zero)}. Leave them out or widen the sample."
        )
    vast = [name for name, length in zip(names, scale, strict=True) if not np.isfinite(length)]
    if vast:
        raise EstimationError(
            f"these regressors are too large to be squared: {', '.join(vast)}. Take another unit."
        )
    # Scaling makes the collinearity threshold free of units.
    Q, R = linalg.qr(X / scale, mode="economic", check_finite=False)
    if np.abs(np.diag(R)).min() < COLLINEAR:
        raise EstimationError(_collinear(X / scale, names))
    return Q, R * scale


def _collinear(X: np.ndarray, names: tuple[str, ...]) -> str:
    """Name each column that the columns before it reproduce, and those columns."""
    kept: list[int] = []
    said: list[str] = []
    for j in range(X.shape[1]):
        if not kept:
            kept.append(j)
            continue
        weights, *_ = np.linalg.lstsq(X[:, kept], X[:, j], rcond=None)
        if np.linalg.norm(X[:, j] - X[:, kept] @ weights) >= COLLINEAR:
            kept.append(j)
            continue
        partners = [names[i] for i, w in zip(kept, weights, strict=True) if abs(w) > 1e-6]
        said.append(f"{names[j]} is a combination of {', '.join(partners) or 'nothing'}")
    return (
        "the regressors are collinear: "
        + "; ".join(said)
        + ". Drop one of each set; the data cannot tell them apart."
    )
