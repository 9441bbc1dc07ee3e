r"""The reduced form: a vector autoregression by least squares, equation by equation.

.. math:: y_t = c + A_1 y_{t-1} + \dots + A_p y_{t-p} + \Phi d_t + u_t, \quad E u_t u_t' = \Sigma.

A missing month costs the rows whose left-hand side or lags touch it; nothing
is bridged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count, lagged
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.structural.system import System

#: Longest lag that a criterion may choose unless told otherwise.
MAX_LAGS = {"M": 12, "Q": 4}
CRITERIA = ("aic", "bic", "hq")


@dataclass(frozen=True, eq=False)
class ReducedForm:
    """A VAR(p) of K variables on n rows, with k coefficients an equation.

    Attributes
    ----------
    system : System
    lags : int
        p.
    rows : ndarray of int, shape (n,)
        Places of the rows on the calendar.
    X : ndarray, shape (n, k)
        Constant, seasonal dummies, then lag 1 of every variable, lag 2, ...
    Y, resid : ndarray, shape (n, K)
    coefficients : ndarray, shape (k, K)
        One column an equation.
    bread : ndarray, shape (k, k)
        :math:`(X'X)^{-1}`.
    leverage : ndarray, shape (n,)
    names : tuple of str
        Of the columns of `X`.
    """

    system: System
    lags: int
    rows: np.ndarray
    X: np.ndarray
    Y: np.ndarray
    resid: np.ndarray
    coefficients: np.ndarray
    bread: np.ndarray
    leverage: np.ndarray
    names: tuple[str, ...]

    @property
    def nobs(self) -> int:
        """Number of rows."""
        return len(self.Y)

    @property
    def size(self) -> int:
        """Number of variables, K."""
        return self.Y.shape[1]

    @property
    def dof(self) -> int:
        """Rows less coefficients of one equation."""
        return self.nobs - self.X.shape[1]

    @property
    def lag_columns(self) -> slice:
        """Columns of `X` that are lags."""
        return slice(self.X.shape[1] - self.size * self.lags, None)

    @cached_property
    def A(self) -> np.ndarray:
        """Lag matrices, shape (p, K, K): A[j - 1, i, m] is the effect of variable m, j periods ago, on i."""
        return lag_matrices(self.coefficients[self.lag_columns], self.lags)

    @cached_property
    def sigma(self) -> np.ndarray:
        """Residual covariance with n - k in the denominator."""
        return self.resid.T @ self.resid / self.dof

    @cached_property
    def sigma_ml(self) -> np.ndarray:
        """Residual covariance with n in the denominator."""
        return self.resid.T @ self.resid / self.nobs

    @property
    def loglik(self) -> float:
        """Gaussian log-likelihood at the maximum-likelihood covariance."""
        determinant = np.linalg.slogdet(self.sigma_ml)[1]
        return float(-0.5 * self.nobs * (self.size * (np.log(2 * np.pi) + 1) + determinant))

    @cached_property
    def max_root(self) -> float:
        """Largest modulus of an eigenvalue of the companion matrix; below 1 the responses die out."""
        return float(np.abs(np.linalg.eigvals(companion(self.A))).max())

    @property
    def periods(self) -> pd.PeriodIndex:
        """Periods of the rows."""
        return self.system.calendar[self.rows]

    @property
    def lost(self) -> pd.PeriodIndex:
        """Dates between the first and the last row that are not rows."""
        span = np.arange(self.rows[0], self.rows[-1] + 1)
        return self.system.calendar[np.setdiff1d(span, self.rows)]

    def stretches(self) -> list[slice]:
        """Runs of rows without a gap, as slices of the rows."""
        breaks = np.flatnonzero(np.diff(self.rows) > 1) + 1
        edges = [0, *breaks.tolist(), self.nobs]
        return [slice(a, b) for a, b in pairwise(edges)]

    def autocorrelation_test(self, order: int | None = None) -> tuple[float, float, int]:
        r"""Lagrange multiplier test that residuals are not correlated with their own past.

        Residuals are regressed on X and their own lags 1 to `order` (default p),
        lags that are not there counting as zero. With :math:`\tilde\Sigma` and
        :math:`\tilde\Sigma_e` the residual covariances before and after,
        :math:`n\,(K - \operatorname{tr}\tilde\Sigma^{-1}\tilde\Sigma_e)` is
        :math:`\chi^2(K^2 \text{order})` (Luetkepohl 2005, section 4.4.4).

        Returns
        -------
        statistic, pvalue, order
            NaN twice if there are too few rows for the lags.
        """
        order = self.lags if order is None else count(order, "order", 1)
        K, places = self.size, self.rows - self.rows[0]
        if self.dof <= K * order:
            return float("nan"), float("nan"), order
        full = np.zeros((places[-1] + 1, K))
        full[places] = self.resid
        past = np.nan_to_num(np.hstack([lagged(column, range(1, order + 1)) for column in full.T]))[places]
        Q = np.linalg.qr(np.hstack([self.X, past]))[0]
        left = self.resid - Q @ (Q.T @ self.resid)
        statistic = self.nobs * (K - np.trace(np.linalg.solve(self.resid.T @ self.resid, left.T @ left)))
        return float(statistic), float(special.chdtrc(K * K * order, statistic)), order


def reduced_form(system: System, lags: int, first_complete: int | None = None) -> ReducedForm:
    """Estimate a VAR(`lags`) on all rows that are complete.

    `first_complete` keeps only rows that are also complete for that many lags:
    the common sample on which criteria are compared.

    Raises
    ------
    EstimationError
        With too few rows, collinear regressors or residuals without a
        covariance of full rank (a variable that is an identity of others).
    """
    p = count(lags, "lags", 1)
    K, depth = len(system.names), max(p, first_complete or p)
    stacked = np.stack([lagged(column, range(depth + 1)) for column in system.values.T], axis=2)
    rows = np.flatnonzero(np.isfinite(stacked).all(axis=(1, 2)) & system.within)
    names = [f"{name}_{lag}" for lag in range(1, p + 1) for name in system.names]
    names = ("constant", *system.dummy_names, *names)
    if len(rows) <= len(names):
        raise EstimationError(
            f"too few observations: {len(rows)} complete rows for {len(names)} coefficients in each equation "
            f"of a VAR({p}) of {K} variables. Use fewer lags or variables, or a longer sample."
        )
    past = stacked[rows, 1 : p + 1].reshape(len(rows), p * K)
    X = np.hstack([np.ones((len(rows), 1)), system.dummies[rows], past])
    Y = system.values[rows]
    equations = [fit(y, X, names) for y in Y.T]
    resid = np.column_stack([equation.resid for equation in equations])
    scale = np.sqrt((resid**2).mean(axis=0))
    small = scale < 1e-10 * np.abs(Y).max(axis=0)
    if small.any() or np.linalg.eigvalsh(np.corrcoef(resid.T))[0] < 1e-10:
        raise EstimationError(
            "the residuals of the VAR have a singular covariance: a variable is an identity of the others "
            f"({', '.join(system.names)}). Leave one out."
        )
    return ReducedForm(
        system=system,
        lags=p,
        rows=rows,
        X=X,
        Y=Y,
        resid=resid,
        coefficients=np.column_stack([equation.beta for equation in equations]),
        bread=equations[0].bread,
        leverage=equations[0].leverage,
        names=names,
    )


def lag_matrices(coefficients: np.ndarray, lags: int) -> np.ndarray:
    """Lag coefficients of shape (..., pK, K) as matrices (..., p, K, K)."""
    *batch, _, K = coefficients.shape
    return np.swapaxes(coefficients.reshape(*batch, lags, K, K), -1, -2)


def companion(A: np.ndarray) -> np.ndarray:
    """Companion matrix of lag matrices (p, K, K), shape (pK, pK)."""
    p, K, _ = A.shape
    out = np.eye(p * K, k=-K)
    out[:K] = A.transpose(1, 0, 2).reshape(K, p * K)
    return out


def criteria(system: System, max_lags: int) -> pd.DataFrame:
    r"""Information criteria of VAR(1) to VAR(`max_lags`) on their common sample.

    With m coefficients in all K equations,
    :math:`\log|\tilde\Sigma| + c\,m/n`, c = 2 (aic), log n (bic), 2 log log n (hq).
    """
    out = {}
    for p in range(1, count(max_lags, "max_lags", 1) + 1):
        r = reduced_form(system, p, first_complete=max_lags)
        n, m = r.nobs, r.coefficients.size
        determinant = np.linalg.slogdet(r.sigma_ml)[1]
        factors = {"aic": 2.0, "bic": np.log(n), "hq": 2 * np.log(np.log(n))}
        out[p] = {"nobs": n, "loglik": r.loglik, "logdet": determinant} | {
            name: determinant + c * m / n for name, c in factors.items()
        }
    frame = pd.DataFrame.from_dict(out, orient="index").rename_axis("lags")
    return frame.astype({"nobs": int})


def choose(system: System, lags: int | str, max_lags: int | None) -> tuple[ReducedForm, pd.DataFrame | None]:
    """Estimate with `lags`, or with the order that a criterion chooses; returns the criteria too."""
    if not isinstance(lags, str):
        if max_lags is not None:
            raise EstimationError("max_lags goes with a criterion; lags is a number already.")
        return reduced_form(system, lags), None
    if lags not in CRITERIA:
        raise EstimationError(
            f"lags is a number of 1 or more, or one of {', '.join(CRITERIA)}; not {lags!r}."
        )
    limit = MAX_LAGS[system.frequency] if max_lags is None else max_lags
    table = criteria(system, limit)
    return reduced_form(system, int(table[lags].idxmin())), table


def reorder(reduced: ReducedForm, order: tuple[str, ...]) -> ReducedForm:
    """The same estimates with the variables in another order: least squares does not depend on it."""
    places = [reduced.system.names.index(name) for name in order]
    K, p = reduced.size, reduced.lags
    start = reduced.X.shape[1] - K * p
    columns = np.r_[0:start, np.concatenate([start + K * j + np.array(places) for j in range(p)])]
    return replace(
        reduced,
        system=reduced.system.reordered(order),
        X=reduced.X[:, columns],
        Y=reduced.Y[:, places],
        resid=reduced.resid[:, places],
        coefficients=reduced.coefficients[np.ix_(columns, places)],
        bread=reduced.bread[np.ix_(columns, columns)],
        names=tuple(reduced.names[i] for i in columns),
    )
