r"""Prices as they would have been without any pass-through, at the dates at which they were.

The null of a specification curve is joint: the exchange rate moves no price in
any specification. It is imposed on the data, not on each estimate. The changes
of all price series of the grid are taken as a vector autoregression **without**
the exchange rate,

.. math:: \pi_{it} = \mu_i + \gamma_i' w_t + \sum_{k=1}^{p} \phi_{ik} \pi_{i,t-k}
          + \sum_{j \ne i} \sum_{k=1}^{q} \phi_{ijk} \pi_{j,t-k} + \epsilon_{it},

with the controls and seasons of a specification as w, on its sample. A draw
builds the series again, forwards in time, from
:math:`\epsilon_{it}^* = \hat\epsilon_{it} s_t` with random signs :math:`s_t`.
Exchange rates and controls stay as they are. Every specification is then
estimated on what was built: own lags, long differences and levels are those of
the draw.

A sign belongs to a date and is **common to all prices, controls and samples**,
so that estimates from one month move together however they were made; a gap
costs nothing, and volatility stays where it was. Lags of the other prices keep
what one passes to another later, without which estimates for an import and a
consumer price would seem less alike than they are.

Three simpler nulls were tried and reject too often: signs or blocks of the
residuals of each regression by itself (it does not see its own lags move, and
loses autocorrelation where blocks meet), each price by its own lags alone, and
residuals from which the estimated effect of the exchange rate is taken out
(more power, paid for in size).

Recursive wild bootstrap of an autoregression: Goncalves and Kilian (2004),
Journal of Econometrics 123, 89-120.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.levels import (
    level_series,
    log_changes,
    on_calendar,
    regular_series,
)
from analysis.passthrough.core.seasonals import seasons

#: Own lags, and lags of other prices, of the null: one year.
ORDER = {"M": 12, "Q": 4}
#: Lags are cut where a coefficient would have fewer rows than this.
ROWS_EACH = 6
#: Largest root. Prices whose changes explode have no null to be drawn from.
LARGEST_ROOT = 0.98


@dataclass(frozen=True, eq=False)
class Draws:
    """Signs of every draw on one calendar.

    Attributes
    ----------
    calendar : PeriodIndex, length T
        Spans all series of the grid.
    signs : ndarray of int8, shape (R, T)
    """

    calendar: pd.PeriodIndex
    signs: np.ndarray

    @classmethod
    def of(cls, calendar: pd.PeriodIndex, number: int, rng: np.random.Generator) -> Draws:
        """`number` draws of a sign a period."""
        return cls(calendar, rng.integers(0, 2, size=(number, len(calendar)), dtype=np.int8) * 2 - 1)

    @property
    def first(self) -> int:
        """Ordinal of the first period."""
        return int(self.calendar.asi8[0])


def null_levels(
    prices: Mapping[str, pd.Series], choice: Mapping[str, Any], draws: Draws
) -> dict[str, np.ndarray]:
    """Log prices, 100 times, of the data and of every draw.

    Parameters
    ----------
    prices : mapping of label to Series
        All prices of the grid, in levels.
    choice : mapping of dimension to value
        controls, control_lags, seasonal and sample are used.
    draws : Draws

    Returns
    -------
    dict of label to ndarray, shape (1 + R, T)
        Row 0 is the price itself, NaN where it was not published. The others
        have no gap between its first period and its last: a gap in the data is
        a gap in the rows of an equation, which are the same in every draw. A
        price without a change in the sample is left out.

    Raises
    ------
    EstimationError
        If no price has enough changes in the sample to estimate the null.
    """
    calendar = draws.calendar
    levels = {label: on_calendar(level_series(s, "price"), calendar) for label, s in prices.items()}
    within = inside(calendar, choice["sample"])
    changes = {label: log_changes(level) for label, level in levels.items()}
    changes = {label: x for label, x in changes.items() if np.isfinite(x[within]).any()}
    if not changes:
        raise EstimationError("no change of a price lies in the sample.")
    given = _deterministic(choice, calendar)
    centre = np.array([np.nanmean(x[within]) for x in changes.values()])
    # What is not there (a lag before the first change or in a gap) stands at the mean.
    deviations = np.array([np.nan_to_num(x - c) for x, c in zip(changes.values(), centre, strict=True)])
    order = ORDER[calendar.freqstr[0]]
    weights, mean, resid = _null(np.array(list(changes.values())), deviations, given, within, order)
    log = {label: 100 * np.log(levels[label]) for label in changes}
    alive = np.array([_span(np.isfinite(x)) for x in log.values()])
    drawn = _recursion(weights, (mean - centre[:, None]) * alive, resid, alive, draws.signs)
    out = {}
    for i, (label, level) in enumerate(log.items()):
        start, stop = np.flatnonzero(alive[i])[[0, -1]]
        paths = np.full((1 + len(draws.signs), len(calendar)), np.nan)
        paths[0] = level
        # The first level of a draw is the first of the data; changes are drawn from the second on.
        paths[1:, start] = level[start]
        paths[1:, start + 1 : stop + 1] = level[start] + np.cumsum(
            drawn[start + 1 : stop + 1, i].T + centre[i], axis=1
        )
        out[label] = paths
    return out


def _span(there: np.ndarray) -> np.ndarray:
    """True from the first True to the last."""
    return np.logical_or.accumulate(there) & np.logical_or.accumulate(there[::-1])[::-1]


def _deterministic(choice: Mapping[str, Any], calendar: pd.PeriodIndex) -> np.ndarray:
    """Constant, controls with their lags, and seasons; NaN where a control is missing."""
    columns = [np.ones((len(calendar), 1))]
    if choice["controls"] is not None:
        for name in choice["controls"]:
            values = on_calendar(regular_series(choice["controls"][name], f"control {name}"), calendar)
            columns.append(lagged(values, range((choice["control_lags"] or 0) + 1)))
    if choice["seasonal"]:
        columns.append(seasons(calendar)[0])
    return np.hstack(columns)


def _null(
    changes: np.ndarray, deviations: np.ndarray, given: np.ndarray, within: np.ndarray, order: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights of the lags (m, order, m), what `given` contributes (m, T), and residuals (m, T).

    Estimation leaves out rows whose own lags or controls are missing. Residuals
    are there at every date with a change, as equations without own lags use
    those; elsewhere they are zero.
    """
    m, T = changes.shape
    weights, mean, resid = np.zeros((m, order, m)), np.zeros((m, T)), np.zeros((m, T))
    lags = np.array([lagged(x, range(1, order + 1)) for x in deviations])
    missing = np.isnan(np.array([lagged(x, range(1, order + 1)) for x in changes]))
    lags = np.nan_to_num(lags)
    for i in range(m):
        usable = within & np.isfinite(changes[i]) & np.isfinite(given).all(axis=1)
        room = int(usable.sum()) // ROWS_EACH - given.shape[1]
        own = min(order, max(0, room))
        other = min(order, max(0, room - own) // (m - 1)) if m > 1 else 0
        depth = [own if j == i else other for j in range(m)]
        complete = usable & ~missing[i, :, :own].any(axis=1)
        X = np.hstack([given, *(lags[j][:, : depth[j]] for j in range(m))])
        if complete.sum() <= X.shape[1]:
            raise EstimationError(
                f"too few observations: {complete.sum()} complete rows for the {X.shape[1]} coefficients "
                "of the null. Use fewer controls or a longer sample."
            )
        beta = np.linalg.lstsq(X[complete], changes[i, complete], rcond=None)[0]
        X[:, : given.shape[1]] = np.where(np.isnan(given), given[complete].mean(axis=0), given)
        mean[i] = X[:, : given.shape[1]] @ beta[: given.shape[1]]
        scale = np.sqrt(complete.sum() / (complete.sum() - X.shape[1]))
        resid[i] = np.nan_to_num(changes[i] - X @ beta) * scale
        at = given.shape[1]
        for j in range(m):
            weights[i, : depth[j], j] = beta[at : at + depth[j]]
            at += depth[j]
    return _stable(weights), mean, resid


def _stable(weights: np.ndarray) -> np.ndarray:
    """Weights with no root above `LARGEST_ROOT`: lag k is multiplied by the k-th power of the excess."""
    m, order, _ = weights.shape
    companion = np.eye(m * order, k=-m)
    companion[:m] = weights.reshape(m, -1)
    largest = np.abs(np.linalg.eigvals(companion)).max()
    if largest <= LARGEST_ROOT:
        return weights
    return weights * ((LARGEST_ROOT / largest) ** np.arange(1, order + 1))[:, None]


def _recursion(
    weights: np.ndarray, mean: np.ndarray, resid: np.ndarray, alive: np.ndarray, signs: np.ndarray
) -> np.ndarray:
    """Deviations of every draw, shape (T, m, R); zero outside the span of a price."""
    m, order, _ = weights.shape
    draws, T = signs.shape
    # The oldest lag first, as the periods lie in memory.
    A = np.ascontiguousarray(weights[:, ::-1].reshape(m, order * m))
    out = np.zeros((order + T, m, draws))
    for t in range(T):
        new = A @ out[t : t + order].reshape(order * m, draws)
        new += mean[:, t, None]
        new += resid[:, t, None] * signs[:, t]
        out[order + t] = new * alive[:, t, None]
    return out[order:]
