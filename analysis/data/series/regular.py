"""Lay a series on its calendar, and refuse one that has no order, no calendar or no logarithm."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.series.periods import FREQUENCIES, frequency_of
from analysis.errors import DataError

Frame = pd.Series | pd.DataFrame


def on_calendar(x: Frame) -> Frame:
    """Lay a series on the full calendar from its first to its last row, as periods; new rows are missing.

    A `DatetimeIndex` of month, quarter or year starts or ends becomes a `PeriodIndex`; any other is daily and
    stays.
    """
    require_order(x)
    index = x.index
    if isinstance(index, pd.DatetimeIndex):
        if (periods := _as_periods(x)) is None:
            return x.copy()
        index = periods
    frequency = frequency_of(index)
    full = pd.period_range(index[0], index[-1], name=index.name or FREQUENCIES[frequency].index)
    result = x.set_axis(index).reindex(full)
    result.attrs = dict(x.attrs)
    return result


def _as_periods(x: Frame) -> pd.PeriodIndex | None:
    index = x.index.normalize()
    starts, ends = bool(index.is_month_start.all()), bool(index.is_month_end.all())
    if not (starts or ends):
        months = index.to_period("M")
        if len(months) > 2 and months.is_unique:
            raise DataError(
                f"{name_of(x)}: one date a month, but neither month starts nor ends; use a PeriodIndex"
            )
        return None
    months = index.to_period("M")
    if len(months) < 3:
        return months
    step = int(np.gcd.reduce(np.diff(months.astype("int64"))))
    if step == 1:
        return months
    # Every third or twelfth month: quarters or years, unless the rows between are merely absent.
    code = {3: "Q", 12: "Y"}.get(step)
    if code is None:
        raise DataError(f"{name_of(x)}: dates {step} months apart have no frequency here; use a PeriodIndex")
    return index.to_period(code)


def require_order(x: Frame) -> None:
    """Refuse an index that is not one of periods or days, is empty, or does not rise."""
    if not isinstance(x.index, (pd.PeriodIndex, pd.DatetimeIndex)):
        raise DataError(f"{name_of(x)}: needs a PeriodIndex or DatetimeIndex, found {type(x.index).__name__}")
    if len(x) == 0:
        raise DataError(f"{name_of(x)}: the series is empty")
    if x.index.has_duplicates:
        raise DataError(
            f"{name_of(x)}: {x.index[x.index.duplicated()][0]} appears twice; keep one row of each period"
        )
    if not x.index.is_monotonic_increasing:
        at = int(np.flatnonzero(x.index[1:] < x.index[:-1])[0]) + 1
        raise DataError(
            f"{name_of(x)}: {x.index[at]} comes after {x.index[at - 1]}; sort with .sort_index() first"
        )


def require_positive(x: Frame, verb: str) -> None:
    """Refuse values that have no logarithm; `verb` says in the error what was to be done with them."""
    values = x.to_numpy(dtype="float64", na_value=np.nan)
    bad = (values <= 0) | np.isinf(values)
    if bad.any():
        where = np.argwhere(bad)[0]
        name = x.columns[where[1]] if isinstance(x, pd.DataFrame) else name_of(x)
        raise DataError(
            f"{name}: cannot {verb} {values[tuple(where)]:g} in {x.index[where[0]]}; values must be positive"
        )


def name_of(x: Frame) -> str:
    """Name of a series for an error message."""
    return str(x.name) if isinstance(x, pd.Series) and x.name is not None else "the series"
