"""Dummies for one-off steps: one month each, none outside the sample."""

import pandas as pd
import pytest

from analysis import data
from analysis.errors import DataError

INDEX = pd.period_range("1988-01", "2020-12", freq="M")


def test_each_impulse_is_one_in_its_month_only():
    frame = data.impulses(INDEX, ["1989-04", "2014-04"])
    assert list(frame.columns) == ["step_1989_04", "step_2014_04"]
    assert frame.sum().tolist() == [1.0, 1.0]
    assert frame.loc["2014-04", "step_2014_04"] == 1.0


def test_a_month_outside_the_sample_has_no_column():
    frame = data.impulses(INDEX, ["1989-04", "2014-04"], first="2000-01", last="2020-12")
    assert list(frame.columns) == ["step_2014_04"]
    assert data.impulses(INDEX, ["1989-04"], first="2000-01") is None


@pytest.mark.parametrize(
    ("periods", "message"), [(["soon"], "the period 'soon' is not a date"), (["1989-04", "1989-04"], "twice")]
)
def test_malformed_periods_are_refused(periods, message):
    with pytest.raises(DataError, match=message):
        data.impulses(INDEX, periods)
