r"""Wald statistics for a break in some coefficients at every candidate date.

In

.. math:: y_t = x_t'\beta + 1(t > i)\,(v_t'\gamma + z_t'\delta) + u_t

the coefficients of z are tested (:math:`\delta = 0`), those of v may shift at
the same date without being tested, and the rest are stable. With Q an
orthonormal basis of X and :math:`w = (v, z)`, everything a date needs is a sum
over :math:`t > i`:

.. math:: H_i = \sum_{t>i} w_t w_t' - C_i'C_i,\quad C_i = \sum_{t>i} q_t w_t',
          \quad g_i = \sum_{t>i} w_t e_t,\quad e = (I - QQ')y.

With :math:`H_i = L_i L_i'` and :math:`\zeta_i = L_i^{-1} g_i`, the residual sum
of squares with the break is :math:`e'e - \zeta_i'\zeta_i`, and the last elements
of :math:`\zeta_i`, those of z, squared and summed are the numerator of the Wald
statistic (Frisch, Waugh and Lovell). One cumulated sum thus serves all dates and
all bootstrap samples at once.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError
from analysis.parallel import CORES
from analysis.passthrough.core.kernels import on_calendar
from analysis.passthrough.stability.hansen import KINDS

COVARIANCES = ("ols", "hc0", "hc1", "newey-west")
# A break column that keeps less than this share of its variation once the
# other regressors are taken out cannot be told from them.
SINGULAR = 1e-10
# Numbers held at a time while bootstrap samples are evaluated: 64 MB.
CHUNK = 8_000_000


@dataclass(frozen=True, eq=False)
class Search:
    """Regressors and candidate dates of a search for one break.

    Attributes
    ----------
    X : ndarray, shape (n, m)
        All regressors of the model without a break.
    tested : ndarray, shape (n, k)
        Columns whose coefficients may break, and are tested.
    candidates : ndarray of int, shape (C,)
        Rows in the first regime at each candidate date.
    nuisance : ndarray, shape (n, k0)
        Columns whose coefficients may break at the same date, untested.
    positions : ndarray of int, shape (n,), optional
        Places of the rows on the calendar, for "newey-west" with true
        distances; without it the rows are neighbours.
    """

    X: np.ndarray
    tested: np.ndarray
    candidates: np.ndarray
    nuisance: np.ndarray
    positions: np.ndarray | None = None

    @property
    def nobs(self) -> int:
        """Number of rows."""
        return len(self.X)

    @property
    def k(self) -> int:
        """Number of coefficients tested."""
        return self.tested.shape[1]

    @property
    def dof(self) -> int:
        """Rows less coefficients of the model with a break."""
        return self.nobs - self.X.shape[1] - self.breaking.shape[1]

    @cached_property
    def breaking(self) -> np.ndarray:
        """Columns whose coefficients may differ between regimes, tested or not."""
        return np.column_stack([self.nuisance, self.tested])

    @cached_property
    def basis(self) -> np.ndarray:
        """Orthonormal basis of all columns, each scaled to length one first."""
        scale = np.linalg.norm(self.X, axis=0)
        scale[scale == 0] = 1.0
        return linalg.qr(self.X / scale, mode="economic", check_finite=False)[0]

    @cached_property
    def cross(self) -> np.ndarray:
        """C_i, shape (C, m, K)."""
        return self._after(self.basis[:, :, None] * self.breaking[:, None, :])

    @cached_property
    def inverse_root(self) -> np.ndarray:
        """Inverse of the lower Cholesky factor of H_i, shape (C, K, K)."""
        raw = self._after(self.breaking[:, :, None] * self.breaking[:, None, :])
        gram = raw - self.cross.transpose(0, 2, 1) @ self.cross
        # Columns are scaled by their full length, so that units do not decide
        # what counts as singular.
        scale = np.linalg.norm(self.breaking, axis=0)
        scale[scale == 0] = 1.0
        try:
            root = np.linalg.cholesky(gram / np.outer(scale, scale))
            weakest = np.diagonal(root, axis1=1, axis2=2).min(axis=1) ** 2
        except np.linalg.LinAlgError:
            weakest = np.linalg.eigvalsh(gram / np.outer(scale, scale))[:, 0]
        if weakest.min() < SINGULAR:
            rows = int(self.candidates[weakest.argmin()])
            raise EstimationError(
                f"with the break after row {rows} of {self.nobs} the shifted regressors are "
                "collinear with the others: one regime does not vary enough. Raise trim, use "
                "fewer lags, or leave out a regressor that is zero in one regime."
            )
        return np.linalg.inv(root) / scale

    def _after(self, terms: np.ndarray) -> np.ndarray:
        """Sums over t > i at the candidates; the first axis of `terms` is time."""
        return terms.sum(axis=0) - np.cumsum(terms, axis=0)[self.candidates - 1]

    def _decomposed(self, e: np.ndarray) -> np.ndarray:
        """zeta_i for residuals e of shape (n, B): shape (C, K, B)."""
        sums = np.empty((len(self.candidates), self.breaking.shape[1], e.shape[1]))
        for j in range(sums.shape[1]):
            sums[:, j] = self._after(self.breaking[:, [j]] * e)
        return self.inverse_root @ sums

    def restricted_residuals(self, y: np.ndarray) -> np.ndarray:
        """Residuals of the model without a break."""
        return y - self.basis @ (self.basis.T @ y)

    def rss(self, y: np.ndarray) -> np.ndarray:
        """Residual sum of squares at each candidate, shape (C,)."""
        e = self.restricted_residuals(y)
        zeta = self._decomposed(e[:, None])[:, :, 0]
        return e @ e - np.einsum("ij,ij->i", zeta, zeta)

    def paths(self, y: np.ndarray, covariance: str = "ols", lag: int = 0) -> np.ndarray:
        """Wald statistic at each candidate for each column of y, shape (C, B).

        Parameters
        ----------
        y : ndarray, shape (n,) or (n, B)
        covariance : {"ols", "hc0", "hc1", "newey-west"}
            Of the model with the break. "ols" is the classical covariance,
            "hc1" is hc0 times n/dof, "newey-west" has Bartlett weights up to
            `lag` and no small-sample factor.
        lag : int
        """
        if covariance not in COVARIANCES:
            raise EstimationError(
                f"unknown covariance {covariance!r}; choose one of {', '.join(COVARIANCES)}."
            )
        columns = y[:, None] if y.ndim == 1 else y
        width = max(1, CHUNK // (self.nobs * self.breaking.shape[1]))
        pieces = []
        for start in range(0, columns.shape[1], width):
            e = self.restricted_residuals(columns[:, start : start + width])
            zeta = self._decomposed(e)
            pieces.append(
                self._classical(e, zeta) if covariance == "ols" else self._robust(e, zeta, covariance, lag)
            )
        return np.concatenate(pieces, axis=1)

    def _classical(self, e: np.ndarray, zeta: np.ndarray) -> np.ndarray:
        squared = zeta**2
        free = self.nuisance.shape[1]
        left = np.einsum("ij,ij->j", e, e) - squared.sum(axis=1)
        return squared[:, free:].sum(axis=1) * (self.dof / left)

    def _shifted(self, place: int) -> np.ndarray:
        """Break columns at one date, with the other regressors taken out."""
        after = self.breaking.copy()
        after[: self.candidates[place]] = 0.0
        return after - self.basis @ self.cross[place]

    def _robust(self, e: np.ndarray, zeta: np.ndarray, covariance: str, lag: int) -> np.ndarray:
        """The same with a sandwich, one date at a time and all samples at once.

        The middle of the sandwich is a quadratic form in the residuals, so for
        a date it is one product of the residuals' cross products, sample by
        time, with the regressors' cross products, time by pair. Dates are
        independent, and threads share them: the products leave the interpreter.
        """
        free, steps = self.nuisance.shape[1], lag if covariance == "newey-west" else 0

        def wald(place: int) -> np.ndarray:
            # Orthonormal columns: those of z after those of v, as in L_i^{-1}.
            columns = self._shifted(place) @ self.inverse_root[place].T
            u, x = e - columns @ zeta[place], columns[:, free:]
            if self.positions is not None:
                u, x = (on_calendar(part, self.positions) for part in (u, x))
            return _quadratic(_middle(x, u, steps), zeta[place, free:])

        # Evaluated before the threads start, which would each compute them.
        _ = self.cross, self.inverse_root
        places = range(len(self.candidates))
        with ThreadPoolExecutor(CORES) as pool:
            out = np.array(list(pool.map(wald, places)))
        return out * (self.dof / self.nobs if covariance == "hc1" else 1.0)


def _middle(x: np.ndarray, u: np.ndarray, steps: int) -> np.ndarray:
    r"""Bartlett sum of :math:`x_t u_t u_{t-s} x_{t-s}'` up to lag `steps`, shape (k, k, B).

    Parameters
    ----------
    x : ndarray, shape (n, k)
    u : ndarray, shape (n, B)
    """
    i, j = np.triu_indices(x.shape[1])
    total = (x[:, i] * x[:, j]).T @ (u * u)
    for step in range(1, steps + 1):
        now, past = x[step:], x[:-step]
        pairs = (1.0 - step / (steps + 1.0)) * (now[:, i] * past[:, j] + now[:, j] * past[:, i])
        total += pairs.T @ (u[step:] * u[:-step])
    out = np.empty((x.shape[1], x.shape[1], u.shape[1]))
    out[i, j] = out[j, i] = total
    return out


def _quadratic(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    r""":math:`v'M^{-1}v` for B positive definite matrices (k, k, B) and vectors (k, B) at once.

    A Cholesky decomposition written out, because B is in the hundreds and k is
    small: every operation below runs over all samples.
    """
    left, root = vector.copy(), matrix.copy()
    total = np.zeros(matrix.shape[2])
    for i in range(len(root)):
        pivot = root[i, i]
        total += left[i] ** 2 / pivot
        ratio = root[i + 1 :, i] / pivot
        left[i + 1 :] -= ratio * left[i]
        root[i + 1 :, i + 1 :] -= ratio[:, None] * root[i, i + 1 :]
    return total


def statistics(paths: np.ndarray) -> dict[str, np.ndarray]:
    r"""sup, ave and exp of Wald paths of shape (C, B); exp is :math:`\log\,\mathrm{mean}\,e^{W/2}`."""
    top = paths.max(axis=0)
    # The largest term is taken out before the exponential, which would overflow.
    exponential = top / 2 + np.log(np.exp((paths - top) / 2).mean(axis=0))
    return dict(zip(KINDS, (top, paths.mean(axis=0), exponential), strict=True))


def wild_samples(residuals: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    r"""Samples of a fixed-regressor wild bootstrap, shape (n, draws).

    Each is :math:`y^*_t = \hat u_t \eta_t` with :math:`\eta_t = \pm 1` at random;
    every regressor, lagged prices included, stays as it was. The Wald path does
    not depend on the stable coefficients, so they are set to zero. Its
    distribution adapts to regressors whose own variance shifts and to unequal
    variances of u, which the asymptotic p-values assume away.

    The scheme is that of B. E. Hansen (2000), "Testing for structural change in
    conditional models", Journal of Econometrics 97, 93-115, with two changes that
    Davidson and Flachaire (2008) recommend: signs in place of normal multipliers,
    and residuals of the model without a break. With 240 months, 3 own lags and
    AR(1) errors of .3 and .8 the 5 % test of 3 exchange-rate coefficients rejects
    in .048 and .056 of 1000 stable samples; with "hc1" and 7 coefficients in .057
    of 300, where Hansen's approximation gives .28 (`benchmarks/coverage_breaks.py`).
    """
    signs = 2.0 * rng.integers(0, 2, size=(len(residuals), draws)) - 1.0
    return residuals[:, None] * signs
