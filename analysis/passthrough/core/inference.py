r"""Covariances of estimates from time series, and what to compare t with.

An estimate that solves a moment condition is, to first order, a sum over time
of influence terms :math:`\psi_t`; for least squares
:math:`\psi_t = (X'X)^{-1} x_t u_t`. Its covariance is that of
:math:`\sum_t \psi_t`, and the methods differ in how they see the correlation
between :math:`\psi_t` and :math:`\psi_{t-l}`:

========================  ====================================================  ============
name                      :math:`V`                                             t against
========================  ====================================================  ============
ols                       :math:`s^2 (X'X)^{-1}`                                t(n - k)
hc0, hc1, hc2, hc3        no correlation, unequal variances                     t(n - k)
newey-west                Bartlett, lag L                                       normal
newey-west-adjusted       the same times n/(n - k)                              normal
newey-west-t75            L = floor(0.75 T^(1/3))                               normal
newey-west-auto           L by Newey and West (1994)                            normal
newey-west-prewhitened    Bartlett after a VAR(1) of the scores                 normal
fixed-b                   Bartlett, L + 1 = ceil(1.3 T^(1/2))                   fixed-b
qs                        quadratic spectral, Andrews (1991) AR(1) bandwidth    normal
ewc                       B = floor(0.4 T^(2/3)) cosines, equal weights         t(B)
ewc-hc3                   the same of residuals divided by 1 - leverage         t(B)
========================  ====================================================  ============

`covariance` serves one regression. `covariance_of_sum` takes the influence
terms themselves, stacked over equations or horizons, and so gives the joint
covariance that a ratio, a difference or a path of local projections needs.

Where a month was not published, the rows on either side of the gap are not
neighbours in time. The argument `spacing` of an estimator says how
autocovariances see that: "contiguous", the default everywhere and what the
R package sandwich does, takes the rows left as neighbours;
"calendar" takes them at their true distance, with nothing in between (Parzen
1963). Without gaps the two are one. `distances` turns the argument into the
`positions` of the functions below.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core import kernels
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.least_squares import Fit
from analysis.passthrough.core.leverage import refuse_alone

HETEROSKEDASTIC = ("hc0", "hc1", "hc2", "hc3")
BARTLETT = (
    "newey-west",
    "newey-west-adjusted",
    "newey-west-t75",
    "newey-west-auto",
    "newey-west-prewhitened",
    "fixed-b",
)
#: Equal-weighted cosines; with many coefficients residuals are too small, which the division by 1 - leverage
#: makes good.
COSINES = ("ewc", "ewc-hc3")
METHODS = ("ols", *HETEROSKEDASTIC, *BARTLETT, "qs", *COSINES)
SPACINGS = ("contiguous", "calendar")


@dataclass(frozen=True, eq=False)
class Covariance:
    """A covariance matrix and how it was made.

    Attributes
    ----------
    matrix : ndarray, shape (m, m)
    critical : Critical
        What t statistics built from `matrix` are compared with.
    method : str
        One of `METHODS`.
    bandwidth : float or None
        Largest lag with a positive weight (Bartlett), the bandwidth (qs), or
        the number of cosines (ewc).
    """

    matrix: np.ndarray
    critical: Critical
    method: str
    bandwidth: float | None = None

    def __str__(self) -> str:
        detail = ""
        if self.method in BARTLETT:
            detail = f", lag {self.bandwidth:g}"
        elif self.method == "qs":
            detail = f", bandwidth {self.bandwidth:.2f}"
        elif self.method in COSINES:
            detail = f", {self.bandwidth:g} cosines"
        return f"{self.method}{detail}, {self.critical}"


def check_method(method: str) -> str:
    """Return `method`, or refuse a name that is not in `METHODS`."""
    if method not in METHODS:
        raise EstimationError(f"unknown inference method {method!r}; choose one of {', '.join(METHODS)}.")
    return method


def distances(spacing: str, positions: np.ndarray) -> np.ndarray | None:
    """What `covariance` takes as positions under a `spacing`: None, or the places on the calendar."""
    if spacing not in SPACINGS:
        raise EstimationError(f"spacing is 'contiguous' or 'calendar', not {spacing!r}.")
    return positions if spacing == "calendar" else None


def covariance(
    fit: Fit,
    method: str = "ewc",
    bandwidth: float | None = None,
    *,
    positions: np.ndarray | None = None,
    at_least: int = 0,
    of: slice | np.ndarray | None = None,
) -> Covariance:
    """Covariance of least-squares coefficients.

    Parameters
    ----------
    fit : Fit
    method : str
        One of `METHODS`.
    bandwidth : number, optional
        Overrides the rule of the method: the largest lag for the Bartlett
        kernel, the bandwidth of "qs", the number of cosines of "ewc".
    positions : ndarray of int, shape (n,), optional
        Place of each row on an unbroken calendar. Given, autocovariances are
        taken at their true distance in time (missing rows count as zero
        scores); omitted, the surviving rows count as contiguous.
    at_least : int
        The default lag of "newey-west", "-adjusted" and "-prewhitened" is the
        larger of this and floor(0.75 T^(1/3)).
    of : slice or ndarray of int, optional
        The coefficients that are read, which `leverage.refuse_alone` looks at; all by default.

    Raises
    ------
    EstimationError
        For an unknown method, a bandwidth outside the sample, HC2/HC3 with
        an observation that the regression fits exactly by construction, or any
        method but "ols" where one observation alone decides a coefficient.
    """
    check_method(method)
    refuse_alone(fit, method, of)
    if method == "ols":
        _no_bandwidth(method, bandwidth)
        return Covariance(fit.bread * (fit.rss / fit.dof), Critical("t", dof=fit.dof), method)
    if method in ("newey-west-auto", "newey-west-t75"):
        _no_bandwidth(method, bandwidth)
    if method in ("newey-west-auto", "qs") and bandwidth is None:
        # The rules look at the raw scores: their units decide how columns are
        # weighed against each other. The constant gets no weight.
        weights = (np.ptp(fit.X, axis=0) > 0).astype(float)
        raw = fit.scores if positions is None else kernels.on_calendar(fit.scores, positions)
        bandwidth = (
            kernels.andrews_bandwidth(raw, weights)
            if method == "qs"
            else min(floor(kernels.newey_west_bandwidth(raw, weights)), len(raw) - 1)
        )
    adjusted = method == "newey-west-adjusted"
    result = covariance_of_sum(
        influence(fit, method),
        "newey-west" if adjusted else method,
        bandwidth,
        positions=positions,
        at_least=at_least,
        dof=fit.dof,
    )
    factor = fit.nobs / fit.dof if adjusted else 1.0
    return Covariance(result.matrix * factor, result.critical, method, result.bandwidth)


def influence(fit: Fit, method: str = "hc0") -> np.ndarray:
    r"""Influence terms :math:`(X'X)^{-1} x_t u_t`, shape (n, k).

    For "hc1" the residuals are multiplied by :math:`\sqrt{n/(n-k)}`, for "hc2"
    and "hc3" (and "ewc-hc3") divided by :math:`\sqrt{1-h_t}` and :math:`1-h_t`, so that the sum
    of squares of the terms is the HC covariance of that name.
    """
    return (fit.X * scaled_residuals(fit, method)[:, None]) @ fit.bread


def scaled_residuals(fit: Fit, method: str = "hc0") -> np.ndarray:
    """Residuals as `influence` uses them, in the shape that they have in `fit`."""
    u = fit.resid
    if method == "hc1":
        return u * np.sqrt(fit.nobs / fit.dof)
    if method in ("hc2", "hc3", "ewc-hc3"):
        room = 1.0 - fit.leverage
        alone = room < 1e-10
        if method == "ewc-hc3" and alone.any():
            # A month with a dummy of its own is fitted exactly and says nothing of the other coefficients, as
            # if dropped. (The dummy's own variance is nought, as with every sandwich: it is not to be read.)
            room, u = np.where(alone, 1.0, room), np.where(alone if u.ndim == 1 else alone[:, None], 0.0, u)
        elif alone.any():
            raise EstimationError(
                f"{method} is undefined: observation {int(room.argmin())} (counted from 0) has leverage 1:"
                " its residual is zero whatever its error was. Drop the row and the column that serves it"
                " alone, which leaves the other coefficients as they are."
            )
        room = np.sqrt(room) if method == "hc2" else room
        return u / (room if u.ndim == 1 else room[:, None])
    return u


def covariance_of_sum(
    terms: np.ndarray,
    method: str = "ewc",
    bandwidth: float | None = None,
    *,
    positions: np.ndarray | None = None,
    at_least: int = 0,
    dof: int | None = None,
) -> Covariance:
    r"""Covariance of :math:`\sum_t \psi_t` for terms that may be correlated over time.

    Parameters
    ----------
    terms : ndarray, shape (T, m)
        Influence terms in order of time, one column an estimate. Estimates
        from different samples are stacked on the union of their dates, with
        zeros where an estimate does not use a date.
    method : str
        One of `METHODS` but "ols" and "newey-west-adjusted", which need to
        know the regression. The four "hc" names differ by what `influence`
        put into `terms`; the sum of squares is the same.
    bandwidth, positions, at_least
        As in `covariance`.
    dof : int, optional
        Degrees of freedom of the t distribution for the "hc" methods; without
        it they use the normal.

    Notes
    -----
    Equal-weighted cosine (Lazarus, Lewis, Stock and Watson 2018), with
    :math:`\Lambda_j = \sqrt{2/T}\sum_t \psi_t \cos(\pi j (t-\tfrac12)/T)`:

    .. math:: V = \frac{T}{B}\sum_{j=1}^{B} \Lambda_j \Lambda_j'.

    Bartlett: :math:`V = \sum_{|l| \le L} (1 - \tfrac{|l|}{L+1}) \hat\Gamma_l`,
    where :math:`\hat\Gamma_l = \sum_t \psi_t\psi_{t-l}'`.
    """
    if check_method(method) in ("ols", "newey-west-adjusted"):
        raise EstimationError(
            f"{method} needs the regression, not its influence terms; use hc1 or newey-west here."
        )
    if method in HETEROSKEDASTIC:
        _no_bandwidth(method, bandwidth)
        critical = Critical("normal") if dof is None else Critical("t", dof=dof)
        return Covariance(terms.T @ terms, critical, method)
    rows = len(terms)
    if positions is not None:
        terms = kernels.on_calendar(terms, positions)
    length = len(terms)
    if method in COSINES:
        cosines = floor(0.4 * rows ** (2 / 3)) if bandwidth is None else bandwidth
        cosines = _whole(cosines, 1, length - 1, "the number of cosines")
        projected = kernels.cosines(length, cosines).T @ terms
        matrix = projected.T @ projected * (2.0 / cosines)
        return Covariance(matrix, Critical("t", dof=cosines, matrix=True), method, cosines)
    if method == "qs":
        width = kernels.andrews_bandwidth(terms) if bandwidth is None else float(bandwidth)
        if not width > 0:
            raise EstimationError(f"the qs bandwidth must be positive, not {width:g}.")
        weights = kernels.quadratic_spectral(length, width)
        return Covariance(kernels.weighted(terms, weights), Critical("normal"), method, width)
    if bandwidth is None:
        t75 = floor(0.75 * rows ** (1 / 3))
        if method == "fixed-b":
            bandwidth = min(ceil(1.3 * np.sqrt(rows)), rows) - 1
        elif method == "newey-west-auto":
            bandwidth = min(floor(kernels.newey_west_bandwidth(terms)), length - 1)
        elif method == "newey-west-t75":
            bandwidth = t75
        else:
            bandwidth = min(max(at_least, t75), length - 1)
    lag = _whole(bandwidth, 0, length - 1, "the lag")
    weights = kernels.bartlett(length, lag)
    if method == "newey-west-prewhitened":
        if length != rows:
            raise EstimationError(
                "prewhitening needs neighbouring rows to be neighbours in time: with "
                "spacing='calendar' and gaps in the sample use newey-west, ewc or fixed-b."
            )
        matrix = kernels.prewhitened(terms, weights)
    else:
        matrix = kernels.weighted(terms, weights)
    critical = Critical("fixed-b", b=(lag + 1) / length) if method == "fixed-b" else Critical("normal")
    return Covariance(matrix, critical, method, lag)


def wald(restriction: np.ndarray, matrix: np.ndarray, critical: Critical) -> tuple[float, float]:
    """Wald statistic of `restriction` = 0 with covariance `matrix`, and its p-value.

    Raises
    ------
    EstimationError
        If the covariance is singular, so that some combination of the
        restrictions would have no variance.
    """
    r = np.atleast_1d(np.asarray(restriction, dtype=float))
    scale = np.sqrt(np.diag(matrix))
    if not scale.all() or np.linalg.matrix_rank(matrix / np.outer(scale, scale), 1e-10) < len(r):
        raise EstimationError(
            f"the covariance of these {len(r)} restrictions is singular, so they cannot be "
            "tested jointly. Test fewer of them, or use a method with more degrees of freedom."
        )
    statistic = float(r @ np.linalg.solve(matrix, r))
    return statistic, critical.wald_pvalue(statistic, len(r))


def _no_bandwidth(method: str, bandwidth: float | None) -> None:
    if bandwidth is not None:
        raise EstimationError(f"{method} has no bandwidth; leave bandwidth={bandwidth!r} out.")


def _whole(value: float, low: int, high: int, what: str) -> int:
    if isinstance(value, bool) or not float(value).is_integer() or not low <= value <= high:
        raise EstimationError(
            f"{what} must be a whole number from {low} to {high} in this sample, not {value!r}."
        )
    return int(value)
