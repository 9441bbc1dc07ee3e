"""How a month, quarter, year or day is written in our tables, and the calendar each belongs to.

Labels are strict, because a typed ``2026-7`` or ``2026-13`` must be refused, not guessed: ``YYYY-MM``, ``YYYYQn``,
``YYYY``, ``YYYY-MM-DD``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.errors import DataError


@dataclass(frozen=True)
class Frequency:
    """A frequency of observation: its name, index column, pandas code and the way its labels are written."""

    name: str
    index: str
    code: str
    written: str
    pattern: re.Pattern[str]


FREQUENCIES = {
    f.name: f
    for f in (
        Frequency("monthly", "month", "M", "YYYY-MM", re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")),
        Frequency("quarterly", "quarter", "Q", "YYYYQn", re.compile(r"([0-9]{4})Q([1-4])")),
        Frequency("annual", "year", "Y", "YYYY", re.compile(r"([0-9]{4})")),
        Frequency("daily", "date", "D", "YYYY-MM-DD", re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
        # Irregular dates: policy decisions, operations. They have no calendar, so nothing can be missing.
        Frequency("decisions", "date", "D", "YYYY-MM-DD", re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
    )
}
_PER_YEAR = {"monthly": 12, "quarterly": 4, "annual": 1}


def ordinal(label: str, frequency: str) -> int:
    """Number of a label on its calendar (consecutive periods differ by one; days count from 0001-01-01).

    Raises
    ------
    DataError
        If the label is not written as its frequency demands.
    """
    form = FREQUENCIES[frequency]
    match = form.pattern.fullmatch(label)
    if match is None:
        raise DataError(f"{label!r} is not a {form.index} written {form.written}")
    if form.code == "D":
        try:
            return date(*map(int, match.groups())).toordinal()
        except ValueError as error:
            raise DataError(f"{label!r} is not a day of the calendar ({error})") from None
    year, *part = map(int, match.groups())
    return year * _PER_YEAR[frequency] + (part[0] - 1 if part else 0)


def label(number: int, frequency: str) -> str:
    """Write the period that `ordinal` numbers; the inverse of `ordinal`."""
    if FREQUENCIES[frequency].code == "D":
        return date.fromordinal(number).isoformat()
    year, part = divmod(number, _PER_YEAR[frequency])
    return {"monthly": f"{year:04d}-{part + 1:02d}", "quarterly": f"{year:04d}Q{part + 1}", "annual": f"{year:04d}"}[
        frequency
    ]


def last_day(text: str, frequency: str) -> date:
    """The last day of a period; the day itself for days."""
    number = ordinal(text, frequency)
    if FREQUENCIES[frequency].code == "D":
        return date.fromordinal(number)
    following = label(number + 1, frequency)
    month = {"monthly": following[5:7], "quarterly": f"{3 * int(following[-1]) - 2}", "annual": "1"}[frequency]
    return date.fromordinal(date(int(following[:4]), int(month), 1).toordinal() - 1)


def to_index(ordinals: np.ndarray, frequency: str) -> pd.PeriodIndex | pd.DatetimeIndex:
    """Build the pandas index of these ordinals: a `PeriodIndex`, or a `DatetimeIndex` for days."""
    form = FREQUENCIES[frequency]
    if form.code == "D":
        days = (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
        return pd.DatetimeIndex(days, name=form.index)
    epoch = 1970 * _PER_YEAR[frequency]
    return pd.PeriodIndex.from_ordinals(ordinals - epoch, freq=form.code, name=form.index)


def expand(missing: tuple[str, ...], frequency: str) -> list[int]:
    """Ordinals of a list such as ``["1991-01..1991-02", "2025-10"]``, in order."""
    numbers: list[int] = []
    for entry in missing:
        first, _, last = entry.partition("..")
        start = ordinal(first, frequency)
        stop = ordinal(last, frequency) if last else start
        if stop < start:
            raise DataError(f"the range {entry!r} ends before it starts")
        numbers.extend(range(start, stop + 1))
    return numbers


def compress(numbers: list[int], frequency: str) -> list[str]:
    """Write ordinals as labels and ranges; the inverse of `expand`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [label(a, frequency) if a == b else f"{label(a, frequency)}..{label(b, frequency)}" for a, b in runs]


def frequency_of(index: pd.Index) -> str:
    """Name the frequency of a pandas index: monthly, quarterly, annual or daily.

    Raises
    ------
    DataError
        If the index is neither a `PeriodIndex` of one of these frequencies nor a `DatetimeIndex`.
    """
    if isinstance(index, pd.PeriodIndex):
        for name, code in (("monthly", "M"), ("quarterly", "Q"), ("annual", "Y"), ("daily", "D")):
            if index.freqstr.split("-")[0] == code:
                return name
    elif isinstance(index, pd.DatetimeIndex):
        return "daily"
    raise DataError(f"an index of type {type(index).__name__} has no frequency; use a PeriodIndex or DatetimeIndex")
