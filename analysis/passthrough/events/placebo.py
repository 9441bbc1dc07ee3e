r"""Placebo dates for operations: the same episodes on days without any, drawn from days with a like past.

Under the null that operations do nothing, an episode is a label on days that would have looked the same
without it, given what the authorities had seen. Each draw moves every episode, with its pattern of days and
amounts, to one of the K candidate days that are nearest in the past return over a week, over a month, and
volatility, and estimates again. Where no day is as restless as those that operations come in, the draw is
scaled by the volatility that the two pasts predict: unscaled, a test at 5 % rejected 11 % of samples
without effect. That an episode's days can be exchanged with their matches is the assumption. The draws give
p-values and, since placebo windows hold no operation, intervals: with one response :math:`\beta_h`
throughout, :math:`\hat\beta_h - \beta_h` is distributed as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.errors import EstimationError
from analysis.passthrough.events.daily_projection import sums_before, volatility

#: Days of the past returns that placebo dates are matched on, besides volatility.
PAST = (5, 20)
#: An episode with fewer candidate days than this cannot be tested at 5 %.
FEWEST = 20


@dataclass(frozen=True, eq=False)
class Candidates:
    """For each episode the rows that it may be moved to, and how like they are.

    Attributes
    ----------
    starts : list of ndarray of int
        First rows of the placebo episodes, nearest first.
    distance : ndarray, shape (E, 3)
        Past 5-day return, 20-day return and log volatility: mean of the matches less the episode's own, in
        standard deviations over all candidates.
    """

    starts: list[np.ndarray]
    distance: np.ndarray


def profile(returns: np.ndarray) -> np.ndarray:
    """What dates are matched on, shape (T, 3)."""
    still = np.finfo(float).tiny
    past = [sums_before(returns, 1, days) for days in PAST]
    return np.column_stack([*past, np.log(np.maximum(volatility(returns), still))])


def candidates(
    members: list[np.ndarray],
    busy: np.ndarray,
    usable: np.ndarray,
    past: np.ndarray,
    reach: int,
    before: int,
    matches: int,
) -> Candidates:
    """Find `matches` placebo starts for each episode.

    Parameters
    ----------
    members : list of ndarray of int
        Rows of each episode.
    busy : ndarray of bool, shape (T,)
        Rows with an operation of any kind.
    usable : ndarray of bool, shape (T,)
        Rows of the regression.
    past : ndarray, shape (T, 3)
        From `profile`.
    reach, before : int
        A placebo window runs from `before` rows before its first day to `reach` rows after its last, and no
        row of it is busy. All rows from the first day to `before` rows after the last are usable: the
        operation and its lags enter the regression there.

    Raises
    ------
    EstimationError
        If an episode has fewer than `FEWEST` candidates.
    """
    T = len(busy)
    crowd, gone = np.r_[0, np.cumsum(busy)], np.r_[0, np.cumsum(~usable)]
    finite = np.isfinite(past).all(axis=1)
    starts, distance = [], []
    for rows in members:
        length = int(rows[-1] - rows[0])
        s = np.arange(before, T - length - max(reach, before))
        quiet = crowd[s + length + reach + 1] == crowd[s - before]
        whole = gone[s + length + before + 1] == gone[s]
        pool = s[quiet & whole & finite[s]]
        if len(pool) < FEWEST:
            raise EstimationError(
                f"too few placebo dates: {len(pool)} days of the sample are free of operations from "
                f"{before} days before "
                f"to {length + reach} days after, and {FEWEST} are needed. Use a longer sample or a "
                "shorter horizon."
            )
        scale = past[pool].std(axis=0)
        away = (past[pool] - past[rows[0]]) / np.where(scale > 0, scale, 1.0)
        order = np.argsort(np.einsum("ij,ij->i", away, away), kind="stable")[:matches]
        starts.append(pool[order])
        distance.append(away[order].mean(axis=0))
    return Candidates(starts, np.array(distance))


def draw_dates(
    found: Candidates, members: list[np.ndarray], busy: np.ndarray, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Rows of all operations in each placebo draw, shape (draws, operations).

    Within a draw no day serves two episodes, as in the record, unless all candidates of an episode are taken.
    """
    taken = np.zeros((draws, len(busy)), dtype=bool)
    each, columns = np.arange(draws)[:, None], []
    for starts, rows in zip(found.starts, members, strict=True):
        pattern = rows - rows[0]
        key = rng.random((draws, len(starts)))
        for offset in pattern:
            key += taken[:, starts + offset]
        place = starts[key.argmin(axis=1)][:, None] + pattern
        taken[each, place] = True
        columns.append(place)
    return np.hstack(columns)


def placebo_responses(
    rows: np.ndarray,
    amounts: np.ndarray,
    Y: np.ndarray,
    W: np.ndarray,
    usable: np.ndarray,
    lags: int,
    variance: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Responses to placebo operations, shape (draws, H), and their scale, shape (draws,).

    The regression of the estimate is repeated for each draw: Y (T, H) on the moved operations, their `lags`
    lags and W (T, k), over the `usable` rows. All draws come at once, since only the few rows of the moved
    operations enter the products. The scale is :math:`(\sum_t w_t^2 v_t^2)^{1/2}`, where :math:`w_t` is the
    weight of a row in the estimate and :math:`v_t^2` the `variance` that its past predicts; rows that are
    no placebo day have weights too small to count.
    """
    draws, T = len(rows), len(usable)
    Q = np.zeros((T, W.shape[1]))
    Q[usable] = np.linalg.qr(W[usable])[0]
    left = np.zeros(Y.shape)
    left[usable] = Y[usable] - Q[usable] @ (Q[usable].T @ Y[usable])
    here = np.repeat(np.arange(draws), rows.shape[1])
    amounts = np.tile(amounts, draws)
    lagged = []
    for k in range(lags + 1):
        at = rows.ravel() + k
        inside = at < T
        inside[inside] &= usable[at[inside]]
        lagged.append(sparse.csr_array((amounts[inside], (here[inside], at[inside])), shape=(draws, T)))
    loadings = np.stack([z @ Q for z in lagged], axis=1)
    gram = np.empty((draws, lags + 1, lags + 1))
    for i, a in enumerate(lagged):
        for j, b in enumerate(lagged[: i + 1]):
            gram[:, i, j] = gram[:, j, i] = np.asarray(a.multiply(b).sum(axis=1)).ravel()
    gram -= loadings @ loadings.transpose(0, 2, 1)
    # One row of the inverse is all that the impulse needs.
    unit = np.zeros((lags + 1, 1))
    unit[0] = 1.0
    solved = np.linalg.solve(gram, np.broadcast_to(unit, (draws, lags + 1, 1)))[:, :, 0]
    response = sum(solved[:, k, None] * (z @ left) for k, z in enumerate(lagged))
    weights = sum(sparse.diags_array(solved[:, k]) @ z for k, z in enumerate(lagged))
    return response, np.sqrt(weights.power(2) @ variance)
