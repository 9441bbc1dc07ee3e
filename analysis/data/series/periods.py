"""How a month, quarter, year or day is written in our tables, and the calendar each belongs to.

Labels are strict, because a typed ``2026-7`` or ``2026-13`` must be refused, not guessed: ``YYYY-MM``,
``YYYYQn``, ``YYYY``, ``YYYY-MM-DD``.
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
    return {
        "monthly": f"{year:04d}-{part + 1:02d}",
        "quarterly": f"{year:04d}Q{part + 1}",
        "annual": f"{year:04d}",
    }[frequency]


def last_day(text: str, frequency: str) -> date:
    """The last day of a period; the day itself for days."""
    number = ordinal(text, frequency)
    if FREQUENCIES[frequency].code == "D":
        return date.fromordinal(number)
    following = label(number + 1, frequency)
    month = {"monthly": following[5:7], "quarterly": f"{3 * int(following[-1]) - 2}", "annual": "1"}[
        frequency
    ]
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
    return [
        label(a, frequency) if a == b else f"{label(a, frequency)}..{label(b, frequency)}" for a, b in runs
    ]


#: How a bound or a date may be typed, and the pandas frequency that each names.
_TYPED = (
    (re.compile(r"[0-9]{4}"), "Y-DEC", "{0}"),
    (re.compile(r"([0-9]{4})-?[Qq]([1-4])"), "Q-DEC", "{1}Q{2}"),
    (re.compile(r"([0-9]{4})[-M](0[1-9]|1[0-2])"), "M", "{1}-{2}"),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "D", "{0}"),
)
_WRITTEN = "YYYY, YYYYQn, YYYY-MM or YYYY-MM-DD"


def period(value: object, what: str) -> pd.Period:
    """The span of time that a typed date names: a year, a quarter, a month or a day.

    Parameters
    ----------
    value : str, int, Period, date, datetime or Timestamp
        Text as YYYY, YYYYQn, YYYY-MM (YYYYMmm) or YYYY-MM-DD; a whole number of four digits is a year. A
        stamp names its day and must be midnight where it is: with a time of day it could belong to either of
        two days elsewhere.
    what : str
        What the date is for, for messages.

    Raises
    ------
    DataError
        For anything else. "1990.2" could be a quarter, a month or a share of the year, and is not guessed.
    """
    if isinstance(value, pd.Period):
        if value is pd.NaT:
            raise DataError(f"{what} is missing (NaT); leave it None for an open end")
        return value
    if isinstance(value, (bool, np.bool_)):
        raise DataError(f"{what} is {value!r}, which is not a date; write {_WRITTEN}")
    if isinstance(value, (int, np.integer)):
        value = str(int(value))
    if isinstance(value, str):
        for pattern, code, form in _TYPED:
            if match := pattern.fullmatch(value.strip()):
                try:
                    return pd.Period(form.format(match.group(), *match.groups()), freq=code)
                except ValueError as error:
                    raise DataError(f"{what} {value!r} is not a day of the calendar ({error})") from None
        raise DataError(f"{what} {value!r} is not a date; write {_WRITTEN}")
    if value is pd.NaT or value is None:
        raise DataError(f"{what} is missing ({value}); leave it None for an open end")
    if isinstance(value, (date, np.datetime64)):
        stamp = pd.Timestamp(value)
        if stamp is pd.NaT:
            raise DataError(f"{what} is missing (NaT); leave it None for an open end")
        if stamp != stamp.normalize():
            raise DataError(
                f"{what} {stamp} has a time of day, so that its day depends on the place; give the day"
                f" itself, {_WRITTEN}"
            )
        return stamp.tz_localize(None).to_period("D")
    raise DataError(f"{what} is a {type(value).__name__}, not a date; write {_WRITTEN}")


def at(value: object, freq: str, what: str) -> pd.Period:
    """The one period of a frequency that a date names, or a refusal if it spans several ("2020-03" names no
    day).

    A finer date names the period that it lies in.

    Raises
    ------
    DataError
        As `period`, and for a date that is coarser than `freq`.
    """
    named = period(value, what)
    first, last = (named.asfreq(freq, how=how) for how in ("start", "end"))
    if first != last:
        raise DataError(f"{what} {value!r} spans {first} to {last}; name one of them")
    return first


def bounds(sample: object, freq: str, what: str = "sample") -> tuple[pd.Period | None, pd.Period | None]:
    """First and last period of a pair of bounds; None leaves an end open.

    A bound that is coarser than `freq` means its first period as a first and its last period as a last:
    ("2015", "2019") on months runs from 2015-01 to 2019-12. A finer one means the period that it lies in.

    Raises
    ------
    DataError
        If `sample` is not a pair, a bound is no date (see `period`), or the first lies after the last.
    """
    if isinstance(sample, (str, bytes)) or not hasattr(sample, "__iter__") or len(pair := tuple(sample)) != 2:
        raise DataError(
            f"{what} must be a pair (first, last), for instance ('2000-01', None), not {sample!r}"
        )
    first, last = (
        None if value is None else period(value, f"{what} bound").asfreq(freq, how=how)
        for value, how in zip(pair, ("start", "end"), strict=True)
    )
    if first is not None and last is not None and first > last:
        raise DataError(f"the {what} begins ({first}) after it ends ({last})")
    return first, last


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
    raise DataError(
        f"an index of type {type(index).__name__} has no frequency; use a PeriodIndex or DatetimeIndex"
    )
