"""One reader of dates for every door: what a bound means, and what is not guessed. The right periods are
written by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis import data, passthrough
from analysis.data.series.periods import at, bounds, period
from analysis.errors import DataError, EstimationError
from analysis.passthrough.core.dates import inside

NAIVE = dt.datetime(2020, 5, 2)  # noqa: DTZ001 (a day without a zone is what a user passes)


@pytest.mark.parametrize(
    ("sample", "freq", "first", "last"),
    [
        (("2015", "2019"), "M", "2015-01", "2019-12"),  # a year as an end is its last month
        ((2015, np.int64(2019)), "M", "2015-01", "2019-12"),
        (("2015Q2", "2019Q3"), "M", "2015-04", "2019-09"),
        (("2015-q2", "2019M07"), "M", "2015-04", "2019-07"),
        (("2015", "2019-05"), "Q-DEC", "2015Q1", "2019Q2"),
        (("2020-02", "2020-02"), "D", "2020-02-01", "2020-02-29"),
        (("2020-03-15", "2020-05-02"), "M", "2020-03", "2020-05"),
        ((dt.date(2020, 3, 15), NAIVE), "M", "2020-03", "2020-05"),
        ((pd.Period("2020", "Y"), np.datetime64("2020-05-02")), "M", "2020-01", "2020-05"),
        (
            (pd.Timestamp("2020-03-01", tz="Asia/Tokyo"), None),
            "D",
            "2020-03-01",
            None,
        ),  # midnight where it is
    ],
)
def test_a_bound_means_all_of_what_it_names(sample, freq, first, last):
    found = bounds(sample, freq)
    assert [None if p is None else str(p) for p in found] == [first, last]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1990.2", "is not a date"),
        ("", "is not a date"),
        ("2020-1", "is not a date"),
        ("2020-13", "is not a date"),
        ("20200301", "is not a date"),
        ("March 2020", "is not a date"),
        (99999, "is not a date"),
        (True, "is not a date"),
        (2020.0, "is a float"),
        (pd.NaT, "is missing"),
        (np.datetime64("NaT"), "is missing"),
        ("2021-02-29", "not a day"),
        (pd.Timestamp("2020-03-01 09:30"), "time of day"),
        (pd.Timestamp("2020-02-29 15:00", tz="UTC"), "time of day"),
    ],
)
def test_what_is_not_a_date_is_refused_with_its_place(value, words):
    with pytest.raises(DataError, match=f"the end of the war.*{words}"):
        period(value, "the end of the war")


def test_a_month_names_no_day_and_a_day_names_its_month():
    with pytest.raises(DataError, match="spans 2020-03-01 to 2020-03-31; name one of them"):
        at("2020-03", "D", "the event")
    assert str(at("2020-03-31", "M", "the event")) == "2020-03"


@pytest.mark.parametrize("sample", ["2020", ("2020",), ("2020", "2021", "2022"), 2020, ("2021", "2020-12")])
def test_a_sample_is_a_pair_in_order(sample):
    with pytest.raises(DataError, match=r"must be a pair|begins .2021-01. after it ends"):
        bounds(sample, "M")


def test_which_months_lie_inside():
    months = pd.period_range("2014-11", "2016-02", freq="M")
    assert list(months[inside(months, ("2015", "2015"))]) == list(
        pd.period_range("2015-01", "2015-12", freq="M")
    )


@pytest.fixture(scope="module")
def chain():
    return data.load("jp_import_price_yen"), data.load("jp_neer_inverse")


def test_a_year_as_an_end_is_a_full_year_at_every_door(chain):
    """December 2019 is used: with January as the end the sample would lack eleven months."""
    price, fx = chain
    doors = {
        "distributed lag": passthrough.distributed_lag(price, fx, lags=2, sample=("2010", "2019")),
        "local projection": passthrough.local_projection(price, fx, horizons=2, sample=("2010", "2019")),
        "break test": passthrough.break_test(price, fx, lags=2, sample=("2010", "2019")),
    }
    assert {name: str(found.sample[1]) for name, found in doors.items()} == dict.fromkeys(doors, "2019-12")
    steps = passthrough.without_steps(price, fx, steps=["2014-04"], sample=("2010", "2014"))
    assert not steps.equals(price)


@pytest.mark.parametrize("end", ["1990.2", "", pd.NaT, pd.Timestamp("2019-12-31 17:00")])
def test_a_door_refuses_as_an_estimation_error(chain, end):
    with pytest.raises(EstimationError, match="sample bound"):
        passthrough.distributed_lag(*chain, lags=2, sample=("2010", end))


def test_days_with_a_time_are_not_moved_to_midnight():
    from analysis.passthrough.events.daily import daily_index

    with pytest.raises(EstimationError, match="time of day"):
        daily_index(pd.DatetimeIndex(["2020-01-01 15:00", "2020-01-02 15:00"], tz="UTC"), "rate")
    days = daily_index(pd.date_range("2020-01-01", periods=2, tz="Asia/Tokyo"), "rate")
    assert list(days.strftime("%F")) == ["2020-01-01", "2020-01-02"]
