"""Dates and samples as an estimator is given them: read by `analysis.data.series.periods`, refused as an
estimation error."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.series import periods
from analysis.errors import DataError, EstimationError


def bounds(sample: object, freq: str, what: str = "sample") -> tuple[pd.Period | None, pd.Period | None]:
    """First and last period of a sample; (None, None) if it is None. See `analysis.data.series.periods`."""
    if sample is None:
        return None, None
    try:
        return periods.bounds(sample, freq, what)
    except DataError as error:
        raise EstimationError(f"{error}.") from None


def at(value: object, freq: str, what: str) -> pd.Period:
    """The one period that a date names. See `analysis.data.series.periods.at`."""
    try:
        return periods.at(value, freq, what)
    except DataError as error:
        raise EstimationError(f"{error}.") from None


def day(value: object, what: str) -> pd.Timestamp:
    """The one day that a date names, at midnight."""
    return at(value, "D", what).to_timestamp()


def inside(calendar: pd.PeriodIndex, sample: object) -> np.ndarray:
    """Which periods of `calendar` lie in `sample`, a pair (first, last) whose ends may be None."""
    first, last = bounds(sample, calendar.freqstr)
    chosen = np.ones(len(calendar), dtype=bool)
    if first is not None:
        chosen &= calendar.asi8 >= first.ordinal
    if last is not None:
        chosen &= calendar.asi8 <= last.ordinal
    return chosen
