"""Every test whose p-value a page prints says what it restricts."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis import passthrough
from analysis.errors import EstimationError
from analysis.passthrough.core.hypothesis import restricted
from analysis.report.author import numbers

BLOCKS = {"fx": slice(1, 3), "own": slice(3, 4), "seasonal": slice(4, 6)}


@pytest.mark.parametrize(
    ("tested", "words"),
    [
        ([0], "the constant"),
        ([1], "the slope on the yen"),
        ([1, 2], "the slopes on the yen"),
        ([0, 4, 5], "the constant and the months of the year together"),
        ([0, 1, 3], "the constant, the slope on the yen and the own lag together"),
        ([6], "the control"),  # of no block
    ],
)
def test_words_come_from_the_columns_that_are_restricted(tested, words):
    assert restricted(BLOCKS, 7, tested, "the yen") == words


def test_nothing_tested_is_refused():
    with pytest.raises(EstimationError, match="tests nothing"):
        restricted(BLOCKS, 7, [], "the yen")


def test_the_two_p_values_at_the_end_of_a_sample_are_of_two_things():
    rng = np.random.default_rng(0)
    e = pd.Series(
        np.exp(rng.standard_normal(200).cumsum() / 100),
        pd.period_range("2005-01", periods=200, freq="M"),
        name="the yen",
    )
    price = (e**0.3 * np.exp(rng.standard_normal(200).cumsum() / 300)).rename("price")
    end = passthrough.end_of_sample(price, e, date="2020-09", lags=2, coefficients="fx")
    assert end.test.hypothesis == f"no change of the slopes on the yen in {end.months} periods from 2020-09"
    assert end.test.pvalue == end.pvalue and end.excess_test.pvalue == end.excess_pvalue
    assert "unexplained" in end.excess_test.hypothesis
    few = passthrough.end_of_sample(price, e, date="2021-07", lags=2, coefficients="fx")
    assert few.months <= 3 and "the relation in any way" in few.test.hypothesis
    assert numbers.p_text(SimpleNamespace(pvalue=0.2, hypothesis=few.test.hypothesis)).startswith(
        "p\xa0=\xa00.20 of no change"
    )
