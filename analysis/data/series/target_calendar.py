"""Days on which the TARGET payment system is open: the days of an ECB reference rate.

Needed to know whether a month of daily rates is complete. The closing days are those the ECB announced, as
the package `holidays` keeps them: New Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December since
2000; in 1999 only 1 January and 25 December; and 31 December in 1999 and 2001 besides."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache


@cache
def closing_days(year: int) -> frozenset[date]:
    """Weekdays and weekend days on which TARGET is closed by name (weekends besides are always closed)."""
    from holidays import XECB  # here and not above: it takes a while to load

    return frozenset(XECB(years=year))


def is_open(day: date, calendar: str = "target") -> bool:
    """Whether a rate is expected on this day: on every weekday, less the TARGET closing days unless
    "weekdays"."""
    return day.weekday() < 5 and (calendar == "weekdays" or day not in closing_days(day.year))


@cache
def open_days(year: int, month: int, calendar: str = "target") -> tuple[date, ...]:
    """The open days of one month, in order."""
    day, found = date(year, month, 1), []
    while day.month == month:
        if is_open(day, calendar):
            found.append(day)
        day += timedelta(1)
    return tuple(found)
