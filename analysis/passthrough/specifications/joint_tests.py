r"""What a whole specification curve says, tested jointly.

After Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214:
three statistics of all estimates together, each compared with its own
distribution over draws in which no specification has an effect and all see the
same draw. Specifications from one data set are far from independent, and their
number adds nothing by itself; the draws know by how much.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from analysis.passthrough.core.multiple_testing import holm, romano_wolf

#: The three statistics and what they are called in the table.
#: Quantiles of the null draws that `joint_tests` reports.
NULL_LEVELS = (0.05, 0.95)
STATISTICS = {
    "median": "median pass-through",
    "significant": "share significant with the sign of the main specification",
    "average": "average z",
}
#: Size of each test counted by "significant".
SIZE = 0.05


def statistics(estimates: np.ndarray, z: np.ndarray, place: int) -> np.ndarray:
    """The three statistics of every row, shape (R, 3).

    Parameters
    ----------
    estimates, z : ndarray, shape (R, S)
        NaN where a specification has no pass-through to speak of: it is left
        out of the row.
    place : int
        Column of the main specification, whose sign the second counts; where
        it has none, the sign of the median.
    """
    there = np.isfinite(estimates) & np.isfinite(z)
    number = there.sum(axis=1)
    empty = number == 0
    kept = np.where(there, estimates, np.nan)
    # A row without any specification would make nanmedian warn; it counts as no evidence.
    kept[empty] = 0.0
    median = np.nanmedian(kept, axis=1)
    sign = np.where(there[:, place], np.sign(estimates[:, place]), np.sign(median))
    scores = np.where(there, z, 0.0)
    beyond = -special.ndtri(SIZE / 2)
    significant = (np.abs(scores) > beyond) & (np.sign(scores) == sign[:, None])
    number = np.maximum(number, 1)
    return np.column_stack([median, significant.sum(axis=1) / number, scores.sum(axis=1) / number])


def joint_tests(observed: np.ndarray, drawn: np.ndarray) -> pd.DataFrame:
    r"""Statistics, their distribution under the null and p-values.

    Parameters
    ----------
    observed : ndarray, shape (3,)
    drawn : ndarray, shape (R, 3)

    Returns
    -------
    DataFrame, index `STATISTICS`
        value, null_low and null_high (quantiles at `NULL_LEVELS`), pvalue
        :math:`(1 + \#\{|S^*| \ge |S|\})/(R + 1)`.
    """
    reached = np.abs(drawn) >= np.abs(observed) - 1e-12
    low, high = np.quantile(drawn, NULL_LEVELS, axis=0)
    return pd.DataFrame(
        {
            "statistic": list(STATISTICS.values()),
            "value": observed,
            "null_low": low,
            "null_high": high,
            "pvalue": (1 + reached.sum(axis=0)) / (1 + len(drawn)),
        },
        index=pd.Index(STATISTICS, name="test"),
    )


def family(z: np.ndarray, pvalue: np.ndarray, drawn: np.ndarray) -> pd.DataFrame:
    """Family-wise p-values of every specification.

    Parameters
    ----------
    z, pvalue : ndarray, shape (S,)
    drawn : ndarray, shape (R, S)
        z in the draws; NaN counts as no evidence.

    Returns
    -------
    DataFrame, columns p_romano_wolf, p_holm
    """
    return pd.DataFrame({"p_romano_wolf": romano_wolf(z, np.nan_to_num(drawn)), "p_holm": holm(pvalue)})
