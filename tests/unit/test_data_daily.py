"""Days to months: only full months, the cross before the average, and every omission named."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.data import (
    cross,
    monthly_average,
    step_to_month_end,
)
from analysis.data.series.target_calendar import closing_days, open_days
from analysis.errors import DataError


def days(first, last, name="rate"):
    """A value on every TARGET day: 1, 2, 3, …"""
    span = [d.date() for d in pd.date_range(first, last)]
    index = pd.DatetimeIndex([d for d in span if d in open_days(d.year, d.month)], name="date")
    return pd.Series(np.arange(1.0, len(index) + 1), index=index, name=name)


# ---- the calendar
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(1999, 2041))
def test_target_is_closed_on_the_days_that_the_ecb_announced(year):
    """Written out from the announcements, with Easter from another library."""
    days = {date(year, 1, 1), date(year, 12, 25)}
    if year >= 2000:
        sunday = easter(year)
        days |= {sunday - timedelta(2), sunday + timedelta(1), date(year, 5, 1), date(year, 12, 26)}
    if year in (1999, 2001):
        days.add(date(year, 12, 31))
    assert closing_days(year) == days


def test_target_is_closed_on_its_days_only():
    assert sorted(d.isoformat()[5:] for d in closing_days(2026)) == [
        "01-01",
        "04-03",
        "04-06",
        "05-01",
        "12-25",
        "12-26",
    ]
    assert date(1999, 4, 2) not in closing_days(1999) and date(1999, 12, 31) in closing_days(1999)
    assert open_days(2026, 10)[-1] == date(2026, 10, 30)  # a Friday: October ends on a Saturday
    assert open_days(2026, 4)[0] == date(2026, 4, 1) and len(open_days(2026, 4)) == 20
    assert date(2026, 4, 3) in open_days(2026, 4, "weekdays")


# ---- monthly averages
# ----------------------------------------------------------------------------------------------


def test_the_mean_and_the_end_of_a_month_are_told_apart():
    daily = days("2026-01-01", "2026-02-28")
    january = daily["2026-01"]
    mean, end = monthly_average(daily), monthly_average(daily, how="end")
    assert mean["2026-01"] == january.mean() and end["2026-01"] == january.iloc[-1]
    assert mean.attrs["average"] == "mean of the daily values of the month"
    assert end.attrs["average"] == "last daily value of the month"
    assert mean.attrs["partial_months_excluded"] == []
    with pytest.raises(DataError, match="how must be 'mean' or 'end', found 'median'"):
        monthly_average(daily, how="median")


@given(st.dates(min_value=date(2015, 6, 1), max_value=date(2027, 12, 31)))
def test_a_last_month_is_full_if_and_only_if_its_last_target_day_is_in(last):
    daily = days("2015-03-02", last.isoformat())
    found = monthly_average(daily)
    month = daily.index[-1].to_period("M")
    full = daily.index[-1].date() == open_days(month.year, month.month)[-1]
    assert found.index[-1] == (month if full else month - 1)
    assert found.attrs["partial_months_excluded"] == ([] if full else [str(month)])


def test_a_partial_month_at_the_start_or_inside_is_left_out_and_named():
    daily = days("2026-01-05", "2026-05-29")
    daily["2026-03-10":] = np.nan
    daily["2026-04-13":] = 1.0
    found = monthly_average(daily)
    assert found.attrs["partial_months_excluded"] == ["2026-01", "2026-03", "2026-04"]
    assert [str(p) for p in found.index] == ["2026-02", "2026-03", "2026-04", "2026-05"]
    assert found.isna().tolist() == [False, True, True, False]


def test_slack_allows_for_another_markets_holidays():
    daily = days("2026-01-01", "2026-05-28")  # the 29th is absent
    assert monthly_average(daily).attrs["partial_months_excluded"] == ["2026-05"]
    assert monthly_average(daily, slack=1).attrs["partial_months_excluded"] == []


def test_a_month_with_few_days_is_partial():
    daily = days("2026-01-01", "2026-02-28")
    thin = daily.drop(daily["2026-02-03":"2026-02-24"].index)
    assert monthly_average(thin).attrs["partial_months_excluded"] == ["2026-02"]
    assert monthly_average(thin, min_days=4).attrs["partial_months_excluded"] == []


@pytest.mark.parametrize(
    ("series", "message"),
    [
        (days("2026-01-05", "2026-01-20"), "rate: no month is complete between 2026-01-05 and 2026-01-20"),
        (days("2026-01-01", "2026-02-28") * np.nan, "no daily value"),
        (
            pd.Series([1.0], index=pd.period_range("2026-01", periods=1, freq="M"), name="rate"),
            "needs daily data on a DatetimeIndex",
        ),
        (days("2026-01-01", "2026-02-28")[::-1], "comes after"),
    ],
)
def test_what_cannot_be_averaged_is_refused(series, message):
    with pytest.raises(DataError, match=message):
        monthly_average(series)


# ---- crosses
# -------------------------------------------------------------------------------------------------------


def test_a_cross_is_taken_on_days_with_both_and_counts_the_others():
    yen, dollar = (
        days("2026-01-01", "2026-01-31", "ecb_JPY") + 150,
        days("2026-01-01", "2026-01-31", "ecb_USD") / 10 + 1,
    )
    yen.iloc[3] = np.nan
    found = cross(yen, dollar)
    assert len(found) == len(yen) - 1 and found.attrs["days_without_both"] == 1
    assert_allclose(found.iloc[0], yen.iloc[0] / dollar.iloc[0])
    # The mean of the cross is not the cross of the means: averaging first would give another number.
    assert abs(found.mean() - yen.mean() / dollar.mean()) > 0.1


def test_a_cross_of_rates_that_never_meet_is_refused():
    with pytest.raises(DataError, match="a and b have no day in common"):
        cross(days("2026-01-01", "2026-01-31", "a"), days("2026-02-01", "2026-02-28", "b"))
    with pytest.raises(DataError, match="b: cannot cross 0 in 2026-01-02"):
        cross(days("2026-01-01", "2026-01-31", "a"), days("2026-01-01", "2026-01-31", "b") * 0)


# ---- steps
# ---------------------------------------------------------------------------------------------------------


def test_a_step_holds_until_the_next_and_a_regime_without_a_level_stays_empty():
    steps = pd.Series(
        [0.5, np.nan, 1.0], index=pd.to_datetime(["2020-01-15", "2020-02-29", "2020-04-30"]), name="rate"
    )
    found = step_to_month_end(steps, "2020-05")
    assert [str(p) for p in found.index] == ["2020-01", "2020-02", "2020-03", "2020-04", "2020-05"]
    assert_allclose(found, [0.5, np.nan, np.nan, 1.0, 1.0])
    with pytest.raises(DataError, match="the first change is 2020-01-15, after 2019-12"):
        step_to_month_end(steps, "2019-12")


# ---- splices
# -------------------------------------------------------------------------------------------------------


def quarters(values, start, name):
    return pd.Series(
        values, index=pd.period_range(start, periods=len(values), freq="Q"), name=name, dtype=float
    )


OLD, NEW = quarters([50, 55, 60, 66, 60], "2019Q1", "old"), quarters([120, 126, 120, 90], "2019Q3", "new")
