"""Days on which the TARGET payment system is open: the days of an ECB reference rate.

Needed to know whether a month of daily rates is complete. The closing days are those the ECB announced: New
Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December since 2000; in 1999 only 1 January and 25
December; and 31 December in 1999 and 2001 besides.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def closing_days(year: int) -> frozenset[date]:
    """Weekdays and weekend days on which TARGET is closed by name (weekends besides are always closed)."""
    days = {date(year, 1, 1), date(year, 12, 25)}
    if year >= 2000:
        sunday = easter(year)
        days |= {sunday - timedelta(2), sunday + timedelta(1), date(year, 5, 1), date(year, 12, 26)}
    if year in (1999, 2001):
        days.add(date(year, 12, 31))
    return frozenset(days)


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
