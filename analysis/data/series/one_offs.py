"""Dummies for single months: known one-off steps of a level, which are impulses in its changes."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.data.series.periods import at, bounds
from analysis.errors import DataError


def impulses(
    index: pd.PeriodIndex, periods: Iterable[str], first: str | None = None, last: str | None = None
) -> pd.DataFrame | None:
    """One zero-one column for each of the `periods` that lies in a sample.

    Parameters
    ----------
    index : PeriodIndex
        Calendar of the columns.
    periods : iterable of str
        Months such as ``"2014-04"``.
    first, last : str, optional
        Bounds of the sample, inclusive. A month outside them has no column, since it would be zero in every
        row.

    Returns
    -------
    DataFrame, or None if no period lies in the sample
        Columns ``step_2014_04`` …, float64.

    Raises
    ------
    DataError
        If a period is not of the index's frequency or is named twice.
    """
    low, high = bounds((first, last), index.freqstr, "impulses")
    low, high = low or index[0], high or index[-1]
    columns: dict[str, pd.Series] = {}
    for text in periods:
        period = at(text, index.freqstr, "impulses: the period")
        name = f"step_{period}".replace("-", "_")
        if name in columns:
            raise DataError(f"impulses: {text} is named twice; give each period once")
        if low <= period <= high:
            columns[name] = pd.Series((index == period).astype(float), index=index)
    return pd.DataFrame(columns) if columns else None
