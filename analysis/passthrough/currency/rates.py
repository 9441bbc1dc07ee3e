r"""Interest rates as they are quoted, and what they pay over a holding period.

A rate of 5 per cent a year for three months pays 1.25 per cent if it is simple,
a little more if it is compounded without pause, and a Treasury bill quoted at a
discount of 5 pays more than both. The quotation has to be said before two rates
are subtracted:

========  ==========================================================
log       :math:`r\tau`: compounded without pause; differences are exact
simple    :math:`\log(1 + r\tau)`: money-market deposits and swaps
discount  :math:`-\log(1 - d\tau)`: bills, quoted on their face value
========  ==========================================================

with :math:`\tau` the holding period in years by the day count. Rates are in per
cent a year, log returns in per cent.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.levels import on_calendar, regular_series

QUOTATIONS = ("log", "simple", "discount")
DAY_COUNTS = ("30/360", "act/360", "act/365")


def log_return(rate: np.ndarray, years: np.ndarray | float, quotation: str) -> np.ndarray:
    """Log return in per cent over `years` of a `rate` in per cent a year.

    Raises
    ------
    EstimationError
        For a rate that would leave nothing at the end.
    """
    if quotation == "log":
        return rate * years
    share = rate / 100 * years
    if np.nanmin(share) <= -1 or (quotation == "discount" and np.nanmax(share) >= 1):
        raise EstimationError(
            "a rate would lose all of the money over the holding period: rates are in per cent a year."
        )
    return 100 * np.log1p(share) if quotation == "simple" else -100 * np.log1p(-share)


def annual_rate(gain: np.ndarray, years: np.ndarray | float, quotation: str) -> np.ndarray:
    """The rate in per cent a year that pays the log return `gain` (per cent) over `years`."""
    if quotation == "log":
        return gain / years
    if quotation == "simple":
        return 100 * np.expm1(gain / 100) / years
    return -100 * np.expm1(-gain / 100) / years


def year_fraction(calendar: pd.PeriodIndex, months: int, day_count: str) -> np.ndarray:
    """Years from the first day of each period to the same day `months` later."""
    if day_count == "30/360":
        return np.full(len(calendar), months / 12)
    start = calendar.to_timestamp(how="start")
    days = ((start + pd.DateOffset(months=months)) - start).days.to_numpy()
    return days / (360 if day_count == "act/360" else 365)


def pair(value: str | tuple[str, str], allowed: tuple[str, ...], what: str) -> tuple[str, str]:
    """`value` for the home and the foreign leg: one word for both, or one each."""
    both = (value, value) if isinstance(value, str) else tuple(value)
    if len(both) != 2 or any(word not in allowed for word in both):
        raise EstimationError(
            f"{what} is one of {', '.join(allowed)}, or a pair (home, abroad) of them, not {value!r}."
        )
    return both


def together(columns: dict[str, pd.Series]) -> pd.DataFrame:
    """Series of one frequency on one unbroken calendar, NaN where a value is missing.

    Parameters
    ----------
    columns : dict of role to Series
        Roles ("spot rate") are used in messages and as column names.

    Raises
    ------
    EstimationError
        For series that cannot be read, or frequencies that differ.
    """
    read = {role: regular_series(series, role) for role, series in columns.items()}
    first_role, first = next(iter(read.items()))
    for role, series in read.items():
        if series.index.freqstr != first.index.freqstr:
            raise EstimationError(
                f"the {first_role} has frequency {first.index.freqstr} and the {role} "
                f"{series.index.freqstr}. Aggregate to one frequency first."
            )
    calendar = pd.period_range(
        min(series.index[0] for series in read.values()),
        max(series.index[-1] for series in read.values()),
        freq=first.index.freq,
    )
    return pd.DataFrame({role: on_calendar(s, calendar) for role, s in read.items()}, index=calendar)
