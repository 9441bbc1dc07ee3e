r"""Covariances of pooled estimates: who is allowed to be correlated with whom.

The exchange rate is one series for all items, so the score of a month is common
to them, and a panel of 300 items over 20 years holds 240 months of evidence,
not 72 000. What follows differs in whether it sees that.

==========================  ==============================================  ============
name                        allows correlation of :math:`u_{it}`            t against
==========================  ==============================================  ============
driscoll-kraay-fixed-b      across items and over time: Bartlett on the     fixed-b
                            sums of a month, L + 1 = ceil(1.3 T^(1/2))
driscoll-kraay              the same, shorter lag                           normal
ewc                         the same, B = floor(0.4 T^(2/3)) cosines        t(B)
cluster-time                across items within a month                     t(T - 1)
two-way                     within a month and within an item               t(min - 1)
cluster-item                within an item over time                        t(N - 1)
cluster-item-adjusted       the same times N/(N-1) (n-1)/(n-k)              t(N - 1)
hc0                         none, unequal variances                         normal
ols                         none, one variance                              t(dof)
==========================  ==============================================  ============

With a shock that hits all items at once, only the first three come near their
promise for a sum of lags; the others are here to be compared with. 95 %
intervals of the long run, 35 items, 240 months, a common shock half the size of
an item's own, both with autocorrelation .3 (.8), cover in .93 (.93) of samples
by driscoll-kraay-fixed-b, .93 (.93) ewc, .91 (.87) driscoll-kraay, .89 (.76)
two-way, .87 (.69) cluster-time, .47 (.47) cluster-item and .42 (.30) hc0
(benchmarks/coverage_panel.py, 1000 samples).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import Covariance, covariance_of_sum, distances
from analysis.passthrough.panel.pooled import Pooled

#: Methods on the sums of a month, by the name that `covariance_of_sum` has for them.
OVER_TIME = {
    "driscoll-kraay-fixed-b": "fixed-b",
    "driscoll-kraay": "newey-west",
    "ewc": "ewc",
    "cluster-time": "hc0",
}
METHODS = (*OVER_TIME, "two-way", "cluster-item", "cluster-item-adjusted", "hc0", "ols")
#: Methods that do not see a shock that all items share.
BLIND = ("cluster-item", "cluster-item-adjusted", "hc0", "ols")


def check_panel_method(method: str, allowed: tuple[str, ...] = METHODS) -> str:
    """Return `method`, or refuse a name that is not among the `allowed`."""
    if method not in allowed:
        raise EstimationError(f"unknown inference method {method!r}; choose one of {', '.join(allowed)}.")
    return method


def over_time(
    sums: np.ndarray,
    months: np.ndarray,
    method: str,
    bandwidth: float | None = None,
    *,
    spacing: str = "contiguous",
    at_least: int = 0,
) -> Covariance:
    """Covariance from the influence terms of each month, summed over items (Driscoll and Kraay 1998).

    Parameters
    ----------
    sums : ndarray, shape (T, k)
    months : ndarray of int, shape (T,)
        Their places on the calendar.
    method : str
        One of `OVER_TIME`.
    bandwidth, at_least
        As in `covariance_of_sum`.
    spacing : {"contiguous", "calendar"}
        How months without any item count; see `analysis.passthrough.core.inference`.
    """
    if method == "cluster-time":
        _no_bandwidth(method, bandwidth)
    result = covariance_of_sum(
        sums,
        OVER_TIME[method],
        bandwidth,
        positions=distances(spacing, months),
        at_least=at_least,
        dof=len(sums) - 1,
    )
    return replace(result, method=method)


def panel_covariance(
    estimate: Pooled,
    method: str = "driscoll-kraay-fixed-b",
    bandwidth: float | None = None,
    *,
    spacing: str = "contiguous",
    at_least: int = 0,
) -> Covariance:
    """Covariance of pooled coefficients.

    Parameters
    ----------
    estimate : Pooled
    method : str
        One of `METHODS`.
    bandwidth : number, optional
        Largest lag of "driscoll-kraay" and "-fixed-b", cosines of "ewc".
    spacing, at_least
        As in `over_time`; `at_least` bears on the default lag of "driscoll-kraay".

    Raises
    ------
    EstimationError
        For an unknown method, a bandwidth where there is none, or one group to
        cluster by.

    Notes
    -----
    "two-way" is item plus month less heteroskedasticity (Cameron, Gelbach and
    Miller 2011), a difference that need not be positive; negative eigenvalues
    are set to zero, as these authors do.
    """
    check_panel_method(method)
    months = np.flatnonzero(estimate.used.any(axis=1))
    if method in OVER_TIME:
        sums = estimate.terms[months].sum(axis=1)
        return over_time(sums, months, method, bandwidth, spacing=spacing, at_least=at_least)
    _no_bandwidth(method, bandwidth)
    items = int(estimate.used.any(axis=0).sum())
    if method == "ols":
        if not np.isfinite(estimate.classical).all():
            raise EstimationError("the jackknife has no classical covariance; use another method.")
        return Covariance(estimate.classical, Critical("t", dof=estimate.dof), method)
    if method == "hc0":
        return Covariance(_squares(estimate.terms[estimate.used]), Critical("normal"), method)
    if items < 2:
        raise EstimationError(f"{method} needs two items or more.")
    by_item = _squares(estimate.terms.sum(axis=0))
    if method == "two-way":
        by_month = _squares(estimate.terms.sum(axis=1))
        difference = by_item + by_month - _squares(estimate.terms[estimate.used])
        critical = Critical("t", dof=min(items, len(months)) - 1)
        return Covariance(_nearest(difference), critical, method)
    if method == "cluster-item-adjusted":
        n, k = estimate.observations, len(estimate.beta)
        by_item = by_item * (items / (items - 1)) * ((n - 1) / (n - k))
    return Covariance(by_item, Critical("t", dof=items - 1), method)


def described(covariance: Covariance) -> str:
    """Method, bandwidth and reference distribution, as a specification says them."""
    detail = ""
    if covariance.bandwidth is not None:
        word = "cosines" if covariance.method == "ewc" else "lags"
        detail = f", {covariance.bandwidth:g} {word}"
    return f"{covariance.method}{detail}, {covariance.critical}"


def _no_bandwidth(method: str, bandwidth: float | None) -> None:
    if bandwidth is not None:
        raise EstimationError(f"{method} has no bandwidth; leave bandwidth={bandwidth!r} out.")


def _squares(terms: np.ndarray) -> np.ndarray:
    return terms.T @ terms


def _nearest(matrix: np.ndarray) -> np.ndarray:
    """`matrix` itself if it is a covariance, else with its negative eigenvalues at zero."""
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= -1e-12 * values[-1]:
        return matrix
    return (vectors * np.clip(values, 0.0, None)) @ vectors.T
