"""Changes, bases, quotes and seasons: nothing filled, nothing bridged, everything refused that has no
answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.data import invert, log_change, on_calendar, rebase
from analysis.errors import DataError

POSITIVE = st.floats(min_value=1e-3, max_value=1e6)


def monthly(values, start="2019-11", name="price"):
    index = pd.period_range(start, periods=len(values), freq="M", name="month")
    return pd.Series(values, index=index, name=name, dtype=float)


# ---- log changes
# ---------------------------------------------------------------------------------------------------


def test_a_one_per_cent_rise_is_a_log_change_of_almost_one():
    found = log_change(monthly([100.0, 101.0, 101.0]))
    assert np.isnan(found.iloc[0])
    assert_allclose(found.iloc[1:], [100 * np.log(1.01), 0.0], atol=1e-12)
    assert found.attrs["unit"] == "100 x log change"


@given(st.lists(POSITIVE, min_size=4, max_size=40), st.data())
def test_a_gap_costs_exactly_the_two_changes_that_touch_it(values, draw):
    full = monthly(values)
    at = draw.draw(st.integers(min_value=1, max_value=len(values) - 2))
    expected = log_change(full)
    expected.iloc[[at, at + 1]] = np.nan
    emptied, dropped = full.copy(), full.drop(full.index[at])
    emptied.iloc[at] = np.nan
    # Whether the month is an empty cell or an absent row must not matter.
    for holed in (emptied, dropped):
        pd.testing.assert_series_equal(log_change(holed), expected)


@given(st.lists(POSITIVE, min_size=3, max_size=30))
def test_changes_add_up_to_the_whole(values):
    found = log_change(monthly(values))
    assert_allclose(found.iloc[1:].sum(), 100 * np.log(values[-1] / values[0]), atol=1e-8)


@given(st.lists(POSITIVE, min_size=3, max_size=30))
def test_periods_month_starts_and_month_ends_give_one_answer(values):
    periods = monthly(values)
    starts = periods.set_axis(periods.index.to_timestamp(how="start"))
    ends = periods.set_axis(periods.index.to_timestamp(how="end").normalize())
    for dated in (starts, ends):
        pd.testing.assert_series_equal(log_change(dated), log_change(periods), check_names=False)


@given(st.permutations(range(6)))
def test_rows_out_of_order_are_refused(order):
    assume(list(order) != sorted(order))
    with pytest.raises(DataError, match=r"price: .* comes after .*; sort"):
        log_change(monthly([1.0, 2, 3, 4, 5, 6]).iloc[list(order)])


@given(st.integers(min_value=0, max_value=4))
def test_a_duplicated_month_is_refused(at):
    series = monthly([1.0, 2, 3, 4, 5])
    double = pd.concat([series, series.iloc[[at]]]).sort_index()
    with pytest.raises(DataError, match=f"{series.index[at]} appears twice"):
        log_change(double)


@pytest.mark.parametrize("bad", [0.0, -1.0, np.inf])
def test_what_has_no_logarithm_is_refused_with_its_place(bad):
    with pytest.raises(DataError, match=r"price: cannot take logs of .* in 2019-12; values must be positive"):
        log_change(monthly([1.0, bad, 2.0]))


def test_a_frame_names_the_column_that_has_no_logarithm():
    frame = pd.DataFrame({"a": monthly([1.0, 2.0]), "b": monthly([1.0, 0.0])})
    with pytest.raises(DataError, match="b: cannot take logs of 0 in 2019-12"):
        log_change(frame)
    assert_allclose(log_change(frame[["a", "a"]]).iloc[1], 100 * np.log(2))


@pytest.mark.parametrize(
    ("series", "message"),
    [
        (pd.Series([1.0, 2.0]), "needs a PeriodIndex or DatetimeIndex, found RangeIndex"),
        (monthly([]), "the series is empty"),
        (
            monthly([1.0, 2.0, 3.0]).set_axis(pd.to_datetime(["2020-01-15", "2020-02-15", "2020-03-15"])),
            "neither month starts nor ends",
        ),
        (
            monthly([1.0, 2.0, 3.0]).set_axis(pd.to_datetime(["2020-01-01", "2020-03-01", "2020-05-01"])),
            "2 months apart",
        ),
    ],
)
def test_an_index_without_a_calendar_is_refused(series, message):
    with pytest.raises(DataError, match=message):
        log_change(series)


def test_quarter_starts_become_quarters_and_days_stay_days():
    quarters = pd.Series([1.0, 2, 4], index=pd.to_datetime(["2020-01-01", "2020-04-01", "2020-10-01"]))
    found = on_calendar(quarters)
    assert [str(p) for p in found.index] == ["2020Q1", "2020Q2", "2020Q3", "2020Q4"] and np.isnan(
        found.iloc[2]
    )
    days = pd.Series([1.0, 2, 4], index=pd.to_datetime(["2020-01-03", "2020-01-06", "2020-01-07"]))
    assert_allclose(log_change(days).iloc[1:], 100 * np.log(2))


def test_the_input_is_left_as_it_was():
    series = monthly([1.0, 2.0])
    series.attrs["unit"] = "index"
    log_change(series)
    assert series.tolist() == [1.0, 2.0] and series.attrs == {"unit": "index"}


# ---- base and quote
# ------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.lists(POSITIVE, min_size=14, max_size=40))
def test_the_base_year_averages_100_and_changes_are_untouched(values):
    series = monthly(values)
    found = rebase(series, "2020")
    assert_allclose(found["2020-01":"2020-12"].mean(), 100)
    assert_allclose(log_change(found).iloc[1:], log_change(series).iloc[1:], atol=1e-8)
    assert found.attrs["unit"] == "index, 2020=100"


@pytest.mark.parametrize(
    ("base", "at"),
    [
        ("2020-03", ["2020-03"]),
        ("2020Q2", ["2020-04", "2020-05", "2020-06"]),
        ("2020-02..2020-03", ["2020-02", "2020-03"]),
    ],
)
def test_a_base_may_be_a_month_a_quarter_or_a_range(base, at):
    found = rebase(monthly(range(1, 15)), base)
    assert_allclose(np.mean([found[month] for month in at]), 100)


@pytest.mark.parametrize("hole", ["2020-05", "2020-12"])
def test_a_base_with_an_unpublished_month_is_refused(hole):
    series = monthly(range(1, 20))
    series[hole] = np.nan
    with pytest.raises(DataError, match=f"price: {hole} is not published, so 2020 cannot be the base"):
        rebase(series, "2020")


@pytest.mark.parametrize(
    ("base", "message"),
    [("2031", "2031-01 is not published"), ("soon", "rebase: the base 'soon' is not a date")],
)
def test_a_base_outside_the_sample_is_refused(base, message):
    with pytest.raises(DataError, match=message):
        rebase(monthly(range(1, 20)), base)


@given(st.lists(POSITIVE, min_size=2, max_size=20), st.sampled_from([1.0, 100.0]))
def test_inverting_twice_is_doing_nothing_and_once_turns_every_change(values, scale):
    series = monthly(values)
    assert_allclose(invert(invert(series, scale), scale), series, rtol=1e-12)
    assert_allclose(log_change(invert(series, scale)).iloc[1:], -log_change(series).iloc[1:], atol=1e-8)


def test_an_inverted_quote_says_that_its_sign_turned():
    series = monthly([100.0, 80.0])
    series.attrs["sign"] = "up = yen appreciation"
    found = invert(series, scale=100.0)
    assert found.tolist() == [100.0, 125.0]
    assert found.attrs["sign"] == "inverted (before: up = yen appreciation)"
    with pytest.raises(DataError, match="cannot invert 0"):
        invert(monthly([1.0, 0.0]))
