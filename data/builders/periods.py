"""Calendars: every month, quarter, year or ECB business day between two labels, and runs of empty periods."""

from collections.abc import Iterator
from datetime import date, timedelta


def months(first: str, last: str) -> list[str]:
    """Labels ``YYYY-MM`` from `first` to `last`, both included."""
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(_month(first), _month(last) + 1)]


def quarters(first: str, last: str) -> list[str]:
    """Labels ``YYYYQn`` from `first` to `last`, both included."""
    return [f"{n // 4:04d}Q{n % 4 + 1}" for n in range(_quarter(first), _quarter(last) + 1)]


def years(first: str, last: str) -> list[str]:
    """Labels ``YYYY`` from `first` to `last`, both included."""
    return [f"{n:04d}" for n in range(int(first), int(last) + 1)]


def ecb_days(first: str, last: str) -> list[str]:
    """Days on which the ECB published reference rates: weekdays that are not TARGET closing days.

    TARGET closes on New Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December. Two exceptions: in
    1999 it was open on Good Friday and Easter Monday, and it also closed on 31 December of 1999 and 2001.
    """
    return [day.isoformat() for day in _days(first, last) if day.weekday() < 5 and not _target_closed(day)]


def ranges(labels: list[str], chosen: list[bool]) -> list[str]:
    """Write the chosen labels of a calendar as single labels and ``first..last`` ranges."""
    runs: list[list[str]] = []
    before = False
    for text, taken in zip(labels, chosen, strict=True):
        if taken and before:
            runs[-1][1] = text
        elif taken:
            runs.append([text, text])
        before = taken
    return [a if a == b else f"{a}..{b}" for a, b in runs]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, in Meeus' form)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * j) // 433
    month = (h + j - 7 * m + 90) // 25
    return date(year, month, (h + j - 7 * m + 33 * month + 19) % 32)


def _target_closed(day: date) -> bool:
    if (day.month, day.day) in {(1, 1), (5, 1), (12, 25), (12, 26)}:
        return True
    if (day.month, day.day) == (12, 31) and day.year in {1999, 2001}:
        return True
    return day.year > 1999 and (day - easter(day.year)).days in {-2, 1}


def _days(first: str, last: str) -> Iterator[date]:
    day, stop = date.fromisoformat(first), date.fromisoformat(last)
    while day <= stop:
        yield day
        day += timedelta(days=1)


def _month(label: str) -> int:
    return int(label[:4]) * 12 + int(label[5:]) - 1


def _quarter(label: str) -> int:
    return int(label[:4]) * 4 + int(label[5:]) - 1
