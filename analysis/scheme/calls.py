"""When a call has to be paid: business days of both countries after the notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import whole

#: Countries whose public holidays are not business days. The memorandum does not say whose days count.
BOTH = ("US", "JP")


def call_date(notice: date, days: int = 45, countries: Sequence[str] = BOTH) -> date:
    """First date on which a payment is due: `days` business days after the notice.

    Parameters
    ----------
    notice : date
        Day of the notice, not counted itself.
    days : int
        45 in the memorandum.
    countries : sequence of {"US", "JP"}
        A day is a business day if it is one in each of these; an empty
        sequence leaves weekends alone.

    Raises
    ------
    SchemeError
        For an unknown country.
    """
    return call_dates([notice], days, countries)[0]


def call_dates(notices: Iterable[date], days: int = 45, countries: Sequence[str] = BOTH) -> list[date]:
    """`call_date` of each notice; the holidays are looked up once."""
    whole(days, "days", 0, 1000)
    notices = list(notices)
    if not notices:
        return []
    closed = _holidays(min(notices), max(notices) + timedelta(days=3 * days + 60), tuple(countries))
    starts = np.array(notices, dtype="datetime64[D]")
    # A notice on a closed day counts from the last open one, so that the next open day is day one.
    due = np.busday_offset(starts, days, roll="backward", holidays=closed)
    return [stamp.astype(object) for stamp in due]


def _holidays(first: date, last: date, countries: tuple[str, ...]) -> np.ndarray:
    import holidays

    unknown = [code for code in countries if code not in BOTH]
    if unknown:
        raise SchemeError(f"countries is any of {', '.join(BOTH)}, not {unknown[0]!r}.")
    years = range(first.year, last.year + 1)
    days = {day for code in countries for day in holidays.country_holidays(code, years=years)}
    return np.array(sorted(days), dtype="datetime64[D]")
