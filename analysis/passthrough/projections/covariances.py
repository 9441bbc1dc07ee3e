r"""The joint covariance of responses over outcomes, horizons and impulses.

Stack the influence terms :math:`\psi_t` of all coefficients by base date t.

Lag-augmented (Montiel Olea and Plagborg-Moller 2021): with lags of the impulse
and of the outcome among the controls, :math:`\psi_t` is a martingale
difference, because what is left of the impulse cannot be predicted from the
past nor, its own shock apart, from the future. Its terms at different dates are
uncorrelated whatever the horizons, and

.. math:: V = \sum_t \psi_t \psi_t',

with residuals scaled by the leverage of their own horizon (HC0 to HC3).

The other methods allow correlation over time. Each horizon has the rows and the
bandwidth that its own regression would have (Newey-West: lag h), which gives
the covariance :math:`V_h` of the coefficients of one horizon. Correlation
**between** horizons comes from the stacked terms at the bandwidth of the last
horizon, whose covariance C has diagonal blocks :math:`C_h`:

.. math:: V = B\,C\,B', \quad B = \mathrm{diag}(B_h), \quad B_h C_h B_h' = V_h,

with :math:`B_h` from symmetric roots of the correlation matrices of
:math:`V_h` and :math:`C_h`. So V is positive semidefinite, and every statement
about one horizon is that of its own regression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import covariance_of_sum, distances
from analysis.passthrough.projections.regressions import SCALES, Regressions

PREFIX = "lag-augmented-"
LAG_AUGMENTED = tuple(PREFIX + scale for scale in SCALES)
#: Those whose default lag is the horizon.
BY_HORIZON = ("newey-west", "newey-west-adjusted")
METHODS = (*LAG_AUGMENTED, "ewc", *BY_HORIZON, "newey-west-t75", "newey-west-auto", "fixed-b", "qs")

# Directions with less than this share of the variance of a correlation matrix
# are rounding: outcomes that are exact multiples of one another.
NULL = 1e-12


@dataclass(frozen=True, eq=False)
class ResponseCovariance:
    """Covariance of stacked responses and how it was made.

    Attributes
    ----------
    matrix : ndarray, shape (J*H*m, J*H*m)
        In the order of ``Regressions.estimate.ravel()``: outcome, horizon,
        impulse.
    critical : Critical
        Of the last horizon, which has the fewest degrees of freedom.
    method : str
    bandwidths : tuple of float, length H, or None
        By horizon; None for the lag-augmented methods.
    """

    matrix: np.ndarray
    critical: Critical
    method: str
    bandwidths: tuple[float, ...] | None = None

    def __str__(self) -> str:
        if self.bandwidths is None:
            return f"{self.method}, {self.critical}"
        first, last = self.bandwidths[0], self.bandwidths[-1]
        word = "cosines" if self.method == "ewc" else "bandwidth" if self.method == "qs" else "lag"
        span = f"{first:g}" if first == last else f"{first:.4g} to {last:.4g} by horizon"
        return f"{self.method}, {word} {span}, {self.critical}"


def check_method(method: str) -> str:
    """Return `method`, or refuse a name that is not in `METHODS`."""
    if method in SCALES:
        raise EstimationError(
            f"for local projections {method} is written {PREFIX}{method}: it is valid because lags of the "
            "impulse and of the price are among the controls."
        )
    if method not in METHODS:
        raise EstimationError(f"unknown inference method {method!r}; choose one of {', '.join(METHODS)}.")
    return method


def joint(
    regressions: Regressions,
    method: str = "lag-augmented-hc3",
    bandwidth: float | Sequence[float] | None = None,
    *,
    spacing: str = "contiguous",
) -> ResponseCovariance:
    """Joint covariance of all coefficients in `regressions`.

    Parameters
    ----------
    regressions : Regressions
    method : str
        One of `METHODS`.
    bandwidth : number or sequence of H numbers, optional
        For all horizons, or for each, in place of the rule: the lag (Bartlett),
        the bandwidth (qs), the number of cosines (ewc). The rules of
        "newey-west-auto" and "qs" look at the influence terms of the first
        outcome at the horizon.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap in the rows.

    Raises
    ------
    EstimationError
        For an unknown method, a bandwidth outside the sample of some horizon or
        given to a method that has none.
    """
    check_method(method)
    positions = distances(spacing, regressions.rows)
    if method in LAG_AUGMENTED:
        if bandwidth is not None:
            raise EstimationError(f"{method} has no bandwidth; leave bandwidth={bandwidth!r} out.")
        terms = regressions.influence(method.removeprefix(PREFIX))
        stacked = terms.reshape(len(terms), -1)
        critical = Critical("t", dof=int(regressions.dof.min()))
        return ResponseCovariance(stacked.T @ stacked, critical, method)
    return _over_time(regressions, method, bandwidth, positions)


def _over_time(
    regressions: Regressions,
    method: str,
    bandwidth: float | Sequence[float] | None,
    positions: np.ndarray | None,
) -> ResponseCovariance:
    """Each horizon by its own rows and bandwidth, bridged by the correlation of the stacked terms."""
    terms = regressions.influence()
    N, J, H, m = terms.shape
    kernel = "newey-west" if method in BY_HORIZON else method
    wanted = _by_horizon(bandwidth, method, regressions.horizons)
    places = np.arange(J * H * m).reshape(J, H, m)
    blocks, bandwidths = [], []
    for h, width in enumerate(wanted):
        keep = regressions.used[:, h]
        own = terms[keep, :, h].reshape(-1, J * m)
        # A response without a residual (the exchange rate to itself on impact)
        # has no variance, and no say in a bandwidth.
        active = own.any(axis=0)
        if not active.any():
            bandwidths.append(0.0 if width is None else float(width))
            continue
        where = positions[keep] if positions is not None else None
        if width is None and method in ("newey-west-auto", "qs"):
            # One outcome decides: a sum over outcomes would change with the sign of a quotation.
            first = own[:, :m] if active[:m].all() else own[:, active]
            width = covariance_of_sum(first, kernel, None, positions=where).bandwidth
        result = covariance_of_sum(own[:, active], kernel, width, positions=where)
        factor = regressions.nobs[h] / regressions.dof[h] if method == "newey-west-adjusted" else 1.0
        blocks.append((places[:, h].ravel()[active], result.matrix * factor))
        bandwidths.append(float(result.bandwidth))
        critical = result.critical
    if not blocks:
        return ResponseCovariance(np.zeros((J * H * m,) * 2), Critical("normal"), method, tuple(bandwidths))
    moving = np.sort(np.concatenate([block for block, _ in blocks]))
    stacked = terms.reshape(N, -1)[:, moving]
    common = np.zeros((J * H * m,) * 2)
    of_moving = covariance_of_sum(stacked, kernel, result.bandwidth, positions=positions).matrix
    common[np.ix_(moving, moving)] = of_moving
    bridge = np.zeros_like(common)
    for block, own in blocks:
        square = np.ix_(block, block)
        bridge[square] = _bridge(own, common[square])
    return ResponseCovariance(bridge @ common @ bridge.T, critical, method, tuple(bandwidths))


def _by_horizon(
    bandwidth: float | Sequence[float] | None, method: str, horizons: np.ndarray
) -> list[float | None]:
    """The bandwidth of each horizon; None where the rule of the method is to choose."""
    if bandwidth is None:
        return [int(h) for h in horizons] if method in BY_HORIZON else [None] * len(horizons)
    if np.ndim(bandwidth) == 0:
        return [bandwidth] * len(horizons)
    if len(bandwidth) != len(horizons):
        raise EstimationError(f"{len(bandwidth)} bandwidths do not fit {len(horizons)} horizons.")
    return list(bandwidth)


def _bridge(to: np.ndarray, start: np.ndarray) -> np.ndarray:
    """B with B start B' = to; it commutes with a change of units or sign of a coefficient."""
    up, down = np.sqrt(np.diag(to)), np.sqrt(np.diag(start))
    root = _power(to / np.outer(up, up), 0.5)
    inverse = _power(start / np.outer(down, down), -0.5)
    return up[:, None] * (root @ inverse) / down


def _power(correlation: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(correlation)
    keep = values > NULL * values[-1]
    return (vectors[:, keep] * values[keep] ** exponent) @ vectors[:, keep].T
