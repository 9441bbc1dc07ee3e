"""How many lags an error-correction regression takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from types import MappingProxyType

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.long_run import uecm

#: Largest order that a search tries by default: four quarters, half a year of months.
MAX_LAGS = MappingProxyType({"Q": 4, "M": 6})
#: More lag combinations than this would take minutes, and say little.
MOST_COMBINATIONS = 20_000


def choose(
    levels: uecm.Levels,
    lags: int | Sequence[int] | str,
    max_lags: int | None,
    case: int,
    within: np.ndarray,
) -> tuple[int, ...]:
    """ARDL orders, one a column of `levels.logs`: as given, or by a search."""
    if isinstance(lags, str):
        if lags not in ("aic", "bic"):
            raise EstimationError(f"lags is a number, a tuple of orders, 'aic' or 'bic', not {lags!r}.")
        most = MAX_LAGS[levels.frequency] if max_lags is None else count(max_lags, "max_lags", 1)
        return search(levels, lags, most, case, within)
    if max_lags is not None:
        raise EstimationError("max_lags belongs to a search; leave it out when lags are given.")
    if np.ndim(lags) == 0:
        return (count(lags, "lags", 1),) * levels.logs.shape[1]
    wanted = levels.logs.shape[1]
    if len(lags) != wanted:
        raise EstimationError(
            f"lags needs {wanted} orders, for {levels.logs.columns[0]}, the exchange rate and each "
            f"column of foreign, not {len(lags)}."
        )
    p, *qs = (count(order, "each order in lags") for order in lags)
    return (count(p, "the order of the price", 1), *qs)


def search(
    levels: uecm.Levels,
    criterion: str,
    most: int,
    case: int,
    within: np.ndarray | None = None,
) -> tuple[int, ...]:
    """Orders with the lowest AIC or BIC among p = 1..most and every q = 0..most.

    All candidates are compared on the rows that the largest one leaves. Each is
    a subset of the columns of one matrix, so a single QR decomposition of it
    reduces every candidate to a small problem.
    """
    k = levels.logs.shape[1] - 1
    combinations = most * (most + 1) ** k
    if combinations > MOST_COMBINATIONS:
        raise EstimationError(
            f"max_lags={most} with {k} regressors makes {combinations:,} models, more than "
            f"{MOST_COMBINATIONS:,}. Lower max_lags or give the orders."
        )
    largest = uecm.regress(levels, (most,) * (k + 1), case, within)
    n = largest.fit.nobs
    outcome, *drivers = levels.logs.columns
    current = levels.logs[drivers].to_numpy()[largest.rows]
    stacked = np.column_stack([largest.fit.X, current, largest.fit.y])
    R = np.linalg.qr(stacked / np.sqrt((stacked**2).sum(axis=0)), mode="r")
    width = largest.fit.X.shape[1]
    optional = {i for columns in largest.difference.values() for i in columns.values()}
    always = [
        i for i in range(width)
        if i not in optional and i not in [largest.level[d] for d in drivers]
    ]  # fmt: skip
    best, winner = np.inf, None
    for p, *qs in product(range(1, most + 1), *[range(most + 1)] * k):
        columns = always + [largest.difference[outcome][i] for i in range(1, p)]
        for j, (driver, q) in enumerate(zip(drivers, qs, strict=True)):
            if q == 0:
                columns.append(width + j)
                continue
            columns.append(largest.level[driver])
            columns += [largest.difference[driver][i] for i in range(q)]
        weights = np.linalg.lstsq(R[:, columns], R[:, -1], rcond=None)[0]
        rss = np.sum((R[:, -1] - R[:, columns] @ weights) ** 2)
        penalty = 2.0 if criterion == "aic" else np.log(n)
        value = n * np.log(rss) + penalty * len(columns)
        if value < best:
            best, winner = value, (p, *qs)
    return winner
