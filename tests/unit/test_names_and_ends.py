"""Columns that are named like a term, and values at the ends of what a number can be: refused by name, never
misread."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import data, passthrough
from analysis.data import monthly_average
from analysis.errors import DataError, EstimationError


@pytest.fixture
def levels():
    months = pd.period_range("2000-01", periods=200, freq="M")
    rng = np.random.default_rng(5)
    walk = np.exp(np.cumsum(rng.normal(size=(200, 3)), axis=0) / 50)
    return pd.DataFrame(100 * walk, months, ["price", "fx", "third"])


@pytest.mark.parametrize("name", ["constant", "total", "price.L1", "x"])
def test_a_control_may_have_any_name_and_changes_nothing(levels, name):
    control = data.log_change(levels["third"])
    found = passthrough.distributed_lag(
        levels["price"], levels["fx"], lags=3, controls=control.rename(name), inference="qs"
    )
    plain = passthrough.distributed_lag(
        levels["price"], levels["fx"], lags=3, controls=control.rename("c"), inference="qs"
    )
    assert np.array_equal(found.estimate, plain.estimate) and np.array_equal(
        found.covariance, plain.covariance
    )


def test_one_and_the_text_one_are_one_name(levels):
    controls = pd.DataFrame({1: data.log_change(levels["third"]), "1": data.log_change(levels["third"]) ** 2})
    with pytest.raises(EstimationError, match="two controls have one name: 1, 1"):
        passthrough.distributed_lag(levels["price"], levels["fx"], lags=3, controls=controls)


@pytest.mark.parametrize("name", ["constant", "D.price.L1"])
def test_a_fixed_regressor_named_like_a_term_is_refused_with_the_name(levels, name):
    fixed = pd.DataFrame({name: (levels.index == pd.Period("2005-05", "M")).astype(float)}, levels.index)
    with pytest.raises(EstimationError, match=f"both named '{name}'"):
        passthrough.error_correction(levels["price"], levels["fx"], lags=2, controls=fixed)


@pytest.mark.parametrize("name", ["total", "baseline", "other shocks"])
def test_a_variable_named_like_a_row_of_the_decomposition_is_refused(levels, name):
    frame = levels.rename(columns={"third": name})
    with pytest.raises(EstimationError, match=f"a variable is named '{name}'"):
        passthrough.structural_var(
            frame, ordering=list(frame), identification="recursive", price="price", fx="fx", lags=2
        )


@pytest.mark.parametrize(("unit", "fits"), [(1e150, True), (1e300, False)])
def test_a_control_too_large_to_be_squared_is_refused_by_name_and_a_large_one_changes_nothing(
    levels, unit, fits
):
    """The largest double is 1.8e308, so that 200 squares of 1e150 still have a sum."""
    control = data.log_change(levels["third"])

    def found(control):
        return passthrough.distributed_lag(levels["price"], levels["fx"], lags=3, controls=control)

    if fits:
        np.testing.assert_allclose(found(unit * control).estimate, found(control).estimate, rtol=1e-9)
    else:
        with pytest.raises(EstimationError, match="too large to be squared: third_0"):
            found(unit * control)


def test_two_stamps_of_a_day_are_not_two_days():
    stamps = pd.date_range("2020-01-01", "2020-01-31 12:00", freq="12h")
    with pytest.raises(DataError, match="2020-01-01 12:00:00 has a time of day"):
        monthly_average(pd.Series(1.0, stamps, name="rate"))


def test_min_days_counts_days_with_a_value():
    """January 2020 has 22 TARGET days (its first is a holiday); one without a value leaves 21. February has
    20."""
    days = pd.bdate_range("2020-01-02", "2020-01-31")
    rate = pd.Series(1.0, days, name="rate")
    assert len(days) == 22
    rate[pd.Timestamp("2020-01-15")] = np.nan
    assert list(monthly_average(rate, min_days=21).index.astype(str)) == ["2020-01"]
    with pytest.raises(DataError, match="no month is complete"):
        monthly_average(rate, min_days=22)
