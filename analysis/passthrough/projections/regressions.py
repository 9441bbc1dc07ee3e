r"""Local projections on arrays: every outcome, every horizon, one decomposition.

For outcomes :math:`y_j` (levels on one calendar), impulses :math:`z_t` (m
columns) and controls :math:`w_t`, each horizon h has its own least squares

.. math:: y_{j,t+h} - y_{j,t-1} = \beta_{jh}' z_t + \gamma_{jh}' w_t + u_{j,t+h}.

The regressors are the same at every horizon but for the dates that drop out, so
the whole design is decomposed once, X = QR, and a horizon that loses the rows D
has the Gram matrix :math:`I - Q_D'Q_D` in the basis Q: a Cholesky factor of k
columns in place of a new decomposition of all rows.

`project` gives the coefficients of the impulses and their influence terms

.. math:: \psi_{jh,t} = [(X_h'X_h)^{-1} x_t]_z\, \hat u_{j,t+h},

stacked by base date t over outcomes, horizons and impulses, with zeros where a
horizon does not use a date. Whatever is a smooth function of the coefficients
(a ratio of outcomes, a difference of impulses, a sum over horizons) has its
covariance from these terms; see `analysis.passthrough.projections.covariances`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError
from analysis.passthrough.core.least_squares import factor
from analysis.passthrough.core.leverage import ALONE

# A horizon whose lost rows take all but this share of the length of a direction
# (the smallest pivot of the Cholesky factor) is decomposed anew, with the test
# for collinearity; above it the downdated factor has lost two digits at most.
PIVOT = 0.03

# A residual shorter than this share of its outcome is rounding of an exact fit,
# as of the exchange rate on its own change at impact.
EXACT = 1e-10

#: How residuals are scaled before they are squared: the HC family.
SCALES = ("hc0", "hc1", "hc2", "hc3")


@dataclass(frozen=True, eq=False)
class Regressions:
    """Coefficients on the impulses at every horizon, and what made them.

    J outcomes, H horizons, m impulses; N base dates that some horizon uses.

    Attributes
    ----------
    horizons : ndarray of int, shape (H,)
    estimate : ndarray, shape (J, H, m)
        Responses of each outcome to one unit of each impulse.
    rows : ndarray of int, shape (N,)
        Places of the base dates on the calendar.
    used : ndarray of bool, shape (N, H)
        Whether a horizon uses a base date.
    X : ndarray, shape (N, k + m)
        Controls, then impulses.
    outcomes : ndarray, shape (N, J, H)
        Long differences; zero where not used.
    residuals : ndarray, shape (N, J, H)
        Zero where not used, and where an outcome is fitted exactly.
    weights : ndarray, shape (N, H, m)
        :math:`[(X_h'X_h)^{-1} x_t]_z`; zero where not used.
    leverage : ndarray, shape (N, H)
        Diagonal of the hat matrix of each horizon; zero where not used.
    names : tuple of str
        One name a column of `X`.
    """

    horizons: np.ndarray
    estimate: np.ndarray
    rows: np.ndarray
    used: np.ndarray
    X: np.ndarray
    outcomes: np.ndarray
    residuals: np.ndarray
    weights: np.ndarray
    leverage: np.ndarray
    names: tuple[str, ...]

    @property
    def nobs(self) -> np.ndarray:
        """Rows of each horizon, shape (H,)."""
        return self.used.sum(axis=0)

    @property
    def dof(self) -> np.ndarray:
        """Rows less coefficients of each horizon, shape (H,)."""
        return self.nobs - self.X.shape[1]

    def influence(self, scale: str = "hc0") -> np.ndarray:
        r"""Influence terms :math:`\psi`, shape (N, J, H, m), in order of time.

        Parameters
        ----------
        scale : {"hc0", "hc1", "hc2", "hc3"}
            Residuals are multiplied by 1, :math:`\sqrt{n/(n-k)}`,
            :math:`(1-l_t)^{-1/2}` or :math:`(1-l_t)^{-1}` with n, k and the
            leverage l of each horizon, so that the sum of squares of the terms
            is the HC covariance of that name, jointly over everything stacked.

        Raises
        ------
        EstimationError
            For another name, or where one row alone decides the response to an
            impulse: its residual is zero whatever its error was, so that no
            sandwich of these terms is its variance (`core.leverage.refuse_alone`).
        """
        if scale not in SCALES:
            raise EstimationError(f"residuals are scaled as {', '.join(SCALES)}, not {scale!r}.")
        # A date that a dummy serves alone has no residual and says nothing about the impulse: its term is
        # zero, as if it had been left out. One that the impulse serves alone leaves nothing to estimate a
        # variance from.
        room = 1.0 - self.leverage
        alone = room < ALONE
        weight = np.abs(self.weights).max(axis=2)
        served = alone & (weight > ALONE * weight.max(axis=0))
        if served.any():
            row, place = np.argwhere(served)[0]
            raise EstimationError(
                f"at horizon {self.horizons[place]} base date number {row} (counted from 0) has leverage 1"
                " and alone decides the response to an impulse: its residual is zero whatever its error was,"
                " so there is no standard error. announcement_test compares an event with other days (exact"
                " whatever their distribution); or use an impulse with more events."
            )
        u = self.residuals
        if scale == "hc1":
            u = u * np.sqrt(self.nobs / self.dof)
        elif scale != "hc0":
            room = np.where(alone, 1.0, room)
            u = np.where(alone[:, None, :], 0.0, u) / (np.sqrt(room) if scale == "hc2" else room)[:, None, :]
        return u[:, :, :, None] * self.weights[:, None, :, :]


def project(
    levels: Sequence[np.ndarray],
    impulses: np.ndarray,
    controls: np.ndarray,
    horizons: Sequence[int],
    *,
    base: int | None = 1,
    rows: np.ndarray | None = None,
    names: Sequence[str] | None = None,
    common_sample: bool = False,
) -> Regressions:
    """Project long differences of every outcome on the impulses at every horizon.

    Parameters
    ----------
    levels : sequence of J ndarrays, shape (T,)
        Outcomes on one unbroken calendar, NaN where missing: 100 times the log
        level for a cumulative response in per cent.
    impulses : ndarray, shape (T, m)
        One column or more; NaN where missing.
    controls : ndarray, shape (T, k)
        Everything else, **the constant included**; NaN where missing.
    horizons : sequence of int
        Rising, 0 or more.
    base : int or None
        The outcome is :math:`y_{t+h} - y_{t-base}`; None takes :math:`y_{t+h}`.
    rows : ndarray of bool, shape (T,), optional
        Base dates that may be used.
    names : sequence of str, optional
        One a column, controls first, for messages.
    common_sample : bool
        Use at every horizon only the base dates that all horizons have.

    Returns
    -------
    Regressions

    Notes
    -----
    A base date is used at horizon h if its regressors are complete and every
    outcome is there at t+h and at t-base; what lies between does not matter.
    All outcomes share their dates at a horizon, so that ratios are of
    estimates from one sample.

    Raises
    ------
    EstimationError
        If a horizon has too few rows, or collinear or all-zero regressors; the
        message names the horizon and the columns.
    """
    impulses = np.asarray(impulses, dtype=float)
    impulses = impulses[:, None] if impulses.ndim == 1 else impulses
    X = np.column_stack([np.asarray(controls, dtype=float), impulses])
    m = impulses.shape[1]
    names = tuple(f"x{i}" for i in range(X.shape[1])) if names is None else tuple(names)
    horizons = np.asarray(horizons, dtype=int)
    if not len(horizons) or horizons[0] < 0 or (np.diff(horizons) <= 0).any():
        raise EstimationError(f"horizons must rise from 0 or more, not {horizons.tolist()}.")
    Y = _long_differences(levels, horizons, base)
    complete = ~np.isnan(X).any(axis=1)
    if rows is not None:
        complete &= rows
    used = complete[:, None] & ~np.isnan(Y).any(axis=1)
    if common_sample:
        used &= used.all(axis=1, keepdims=True)
    places = np.flatnonzero(used.any(axis=1))
    X, Y, used = X[places], Y[places], used[places]
    Y = np.where(used[:, None, :], Y, 0.0)
    N, J, H = Y.shape
    estimate = np.empty((J, H, m))
    residuals = np.empty((N, J, H))
    weights = np.empty((N, H, m))
    leverage = np.empty((N, H))
    whole = _factor(X, names, horizons[0])
    for h in range(H):
        keep = used[:, h]
        # basis: orthonormal rows spanning the design of this horizon; the last
        # m coordinates lead back to the impulses through `back`.
        basis, back = _downdated(*whole, keep, m) or _afresh(X, names, keep, m, horizons[h])
        coordinates = basis @ Y[:, :, h]
        estimate[:, h] = (back @ coordinates[-m:]).T
        residuals[:, :, h] = _residual(Y[:, :, h], basis.T @ coordinates, keep)
        weights[:, h] = (back @ basis[-m:]).T
        leverage[:, h] = np.einsum("kn,kn->n", basis, basis)
    weights *= used[:, :, None]
    leverage *= used
    return Regressions(horizons, estimate, places, used, X, Y, residuals, weights, leverage, names)


def _long_differences(levels: Sequence[np.ndarray], horizons: np.ndarray, base: int | None) -> np.ndarray:
    """y_{t+h} - y_{t-base}, shape (T, J, H), NaN where either is missing."""
    y = np.column_stack([np.asarray(level, dtype=float) for level in levels])
    T, J = y.shape
    out = np.full((T, J, len(horizons)), np.nan)
    for place, h in enumerate(horizons):
        out[: max(T - h, 0), :, place] = y[h:]
    if base is not None:
        if base < 1:
            raise EstimationError(
                f"the base of a long difference lies before the impulse, not at t - {base}."
            )
        start = np.full((T, J), np.nan)
        start[base:] = y[: max(T - base, 0)]
        out -= start[:, :, None]
    return out


def _residual(outcomes: np.ndarray, fitted: np.ndarray, keep: np.ndarray) -> np.ndarray:
    residual = (outcomes - fitted) * keep[:, None]
    length = np.einsum("nj,nj->j", residual, residual)
    exact = length <= EXACT**2 * np.einsum("nj,nj->j", outcomes, outcomes)
    residual[:, exact] = 0.0
    return residual


def _factor(X: np.ndarray, names: tuple[str, ...], horizon: int) -> tuple[np.ndarray, np.ndarray]:
    try:
        return factor(X, names)
    except EstimationError as error:
        raise EstimationError(f"horizon {horizon}: {error}") from None


def _downdated(
    Q: np.ndarray, R: np.ndarray, keep: np.ndarray, m: int
) -> tuple[np.ndarray, np.ndarray] | None:
    """Basis of the kept rows from the basis of all; None if too little is left to be exact."""
    k = Q.shape[1]
    if keep.all():
        return Q.T, linalg.solve_triangular(R[-m:, -m:], np.eye(m), check_finite=False)
    lost = Q[~keep]
    if len(lost) >= len(Q) - k:
        return None
    try:
        L = linalg.cholesky(np.eye(k) - lost.T @ lost, lower=True, check_finite=False)
    except linalg.LinAlgError:
        return None
    if np.diag(L).min() < PIVOT:
        return None
    basis = linalg.solve_triangular(L, Q.T, lower=True, check_finite=False)
    back = linalg.solve_triangular(L[-m:, -m:].T @ R[-m:, -m:], np.eye(m), check_finite=False)
    return basis, back


def _afresh(
    X: np.ndarray, names: tuple[str, ...], keep: np.ndarray, m: int, horizon: int
) -> tuple[np.ndarray, np.ndarray]:
    """The same from a decomposition of the kept rows alone."""
    Q, R = _factor(X[keep], names, horizon)
    basis = np.zeros((X.shape[1], len(X)))
    basis[:, keep] = Q.T
    return basis, linalg.solve_triangular(R[-m:, -m:], np.eye(m), check_finite=False)
