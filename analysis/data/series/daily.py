"""From days to months: cross rates, averages of full months, steps.

A month whose days are not all in is not a month. Averaging it would put a number in the last row of every
chart that changes with each day of data, so it is left out and named.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.data.series.periods import at
from analysis.data.series.regular import name_of, require_order, require_positive
from analysis.data.series.target_calendar import open_days
from analysis.errors import DataError


def monthly_average(
    daily: pd.Series,
    how: Literal["mean", "end"] = "mean",
    min_days: int = 15,
    calendar: Literal["target", "weekdays"] = "target",
    slack: int = 0,
) -> pd.Series:
    """Turn daily rates into one value a month, for full months only.

    Parameters
    ----------
    daily : Series
        On a `DatetimeIndex`; missing days do not count.
    how : {"mean", "end"}
        Which average: the arithmetic mean of the days of the month, or the last day's value.
    min_days : int
        A month with fewer days is partial.
    calendar : {"target", "weekdays"}
        The days on which a value is expected; "target" is right for ECB reference rates.
    slack : int
        How many expected days may be absent at either end of a month (0 for ECB rates; 1 or 2 for a market
        with other holidays).

    Returns
    -------
    Series
        On a monthly `PeriodIndex`. A partial month at either end is left off, one inside is missing; all of
        them are listed in ``attrs["partial_months_excluded"]``, and ``attrs["average"]`` says how the average
        was taken.
    """
    if how not in ("mean", "end"):
        raise DataError(f"monthly_average: how must be 'mean' or 'end', found {how!r}")
    _daily(daily, "monthly_average")
    days = daily.dropna()
    if days.empty:
        raise DataError(f"{name_of(daily)}: no daily value to average")
    groups = days.groupby(days.index.to_period("M"))
    value = groups.mean() if how == "mean" else groups.last()
    full = groups.size() >= min_days
    partial = [
        month
        for month, stamps in groups.groups.items()
        if not (full[month] and _complete(stamps[0], stamps[-1], month, calendar, slack))
    ]
    kept = value.drop(partial)
    if kept.empty:
        raise DataError(
            f"{name_of(daily)}: no month is complete between {days.index[0]:%F} and {days.index[-1]:%F}"
        )
    result = kept.reindex(pd.period_range(kept.index[0], kept.index[-1], freq="M", name="month")).rename(
        daily.name
    )
    result.attrs = {
        **daily.attrs,
        "average": (
            "mean of the daily values of the month" if how == "mean" else "last daily value of the month"
        ),
        "partial_months_excluded": [str(month) for month in partial],
    }
    return result


def cross(quote: pd.Series, base: pd.Series) -> pd.Series:
    """Units of `quote` for one unit of `base`, from two rates against the same third currency.

    Both are quoted as units per euro: ``cross(ecb_JPY, ecb_USD)`` is yen per US dollar. Days on which either
    is missing are left out, since no cross was published; ``attrs["days_without_both"]`` counts them.
    """
    for rate in (quote, base):
        _daily(rate, "cross")
        require_positive(rate, "cross")
    both = quote.dropna().index.intersection(base.dropna().index)
    if both.empty:
        raise DataError(f"{name_of(quote)} and {name_of(base)} have no day in common")
    result = (quote.loc[both] / base.loc[both]).rename(f"{name_of(quote)} per {name_of(base)}")
    inside = quote.index.union(base.index)
    result.attrs = {"days_without_both": int(((inside >= both[0]) & (inside <= both[-1])).sum() - len(both))}
    return result


def step_to_month_end(steps: pd.Series, last: str | pd.Period) -> pd.Series:
    """The level in force at the end of each month, from a list of changes (policy decisions).

    Parameters
    ----------
    steps : Series
        On a `DatetimeIndex`: the level from that day on. A missing value is a regime without a level and
        stays missing.
    last : str or Period
        The last month to write; a step function has no end of its own, so the caller must vouch for it.
    """
    if not isinstance(steps.index, pd.DatetimeIndex):
        raise DataError(f"{name_of(steps)}: step_to_month_end needs a DatetimeIndex of the days of change")
    require_order(steps)
    months = pd.period_range(
        steps.index[0].to_period("M"), at(last, "M", "step_to_month_end: the last month"), name="month"
    )
    if months.empty:
        raise DataError(f"{name_of(steps)}: the first change is {steps.index[0]:%F}, after {last}")
    position = steps.index.searchsorted(months.to_timestamp(how="end"), side="right") - 1
    result = pd.Series(steps.to_numpy()[position], index=months, name=steps.name)
    result.attrs = {**steps.attrs, "average": "level in force at the end of the month"}
    return result


def _daily(x: pd.Series, function: str) -> None:
    if not isinstance(x.index, pd.DatetimeIndex):
        raise DataError(
            f"{name_of(x)}: {function} needs daily data on a DatetimeIndex, found {type(x.index).__name__}"
        )
    require_order(x)
    if (x.index != x.index.normalize()).any():
        late = x.index[x.index != x.index.normalize()][0]
        raise DataError(
            f"{name_of(x)}: {function} counts days, and {late} has a time of day, so that its day depends on"
            " the place"
        )


def _complete(first, last, month: pd.Period, calendar: str, slack: int) -> bool:
    expected = open_days(month.year, month.month, calendar)
    return first.date() <= expected[slack] and last.date() >= expected[-1 - slack]
