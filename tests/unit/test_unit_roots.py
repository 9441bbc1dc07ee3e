"""Unit-root tests in one table: verdicts, gaps, what must not matter, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.unit_roots import TESTS, unit_roots

PROPERTIES = settings(max_examples=8, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def walk(seed, months=200, rho=1.0, freq="M"):
    rng = np.random.default_rng(seed)
    x = np.zeros(months)
    for t in range(1, months):
        x[t] = rho * x[t - 1] + rng.standard_normal()
    return pd.Series(100 * np.exp(x / 100), pd.period_range("2001-01", periods=months, freq=freq), name="cpi")


def assert_same(ours, theirs):
    assert_allclose(ours.table["statistic"], theirs.table["statistic"], rtol=1e-6)
    assert_allclose(ours.table["pvalue"], theirs.table["pvalue"], rtol=1e-5)
    assert list(ours.table["verdict"]) == list(theirs.table["verdict"])


@PROPERTIES
@given(seed=seeds, base=st.floats(0.01, 100), lags=st.sampled_from([2, "bic"]))
def test_index_base_does_not_matter(seed, base, lags):
    x = walk(seed)
    assert_same(unit_roots(x * base, lags=lags), unit_roots(x, lags=lags))


@PROPERTIES
@given(seed=seeds)
def test_quoting_the_other_way_round_does_not_matter(seed):
    x = walk(seed)
    assert_same(unit_roots(1 / x, lags=2), unit_roots(x, lags=2))


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["order", "start", "end", "text", "object", "extra"]))
def test_form_of_the_series_does_not_matter(seed, how):
    x = walk(seed)
    changed = {
        "order": lambda x: x.sample(frac=1, random_state=seed),
        "start": lambda x: x.set_axis(x.index.to_timestamp()),
        "end": lambda x: x.set_axis(x.index.to_timestamp(how="end")),
        "text": lambda x: x.set_axis(x.index.astype(str)),
        "object": lambda x: x.astype(object),
        "extra": lambda x: x.reindex(pd.period_range("1999-01", "2020-12", freq="M")),
    }[how]
    assert_same(unit_roots(changed(x), lags=1), unit_roots(x, lags=1))


@PROPERTIES
@given(seed=seeds, month=st.integers(30, 170))
def test_a_gap_leaves_the_longer_side(seed, month):
    x = walk(seed)
    ours = unit_roots(x.drop(x.index[month]), lags=1)
    side = x.iloc[month + 1 :] if 200 - month - 1 > month else x.iloc[:month]
    assert_same(ours, unit_roots(side, lags=1))
    assert (ours.table["first"] == side.index[0]).all() and (ours.table["last"] == side.index[-1]).all()


def test_a_random_walk_and_a_stationary_series_are_told_apart():
    assert unit_roots(walk(3, 400)).verdict == "unit root"
    assert unit_roots(walk(3, 400, rho=0.5)).verdict == "stationary"
    result = unit_roots(walk(3, 400))
    assert list(result.table["test"].unique()) == list(TESTS) and len(result.table) == 10
    assert "unit root not rejected at 5 %" in result.summary() and "stationarity rejected" in result.summary()
    assert "together: unit root" in result._repr_html_() and "unit root" in repr(result)


def test_a_shift_is_seen_by_the_test_that_allows_one():
    x = walk(5, 300, rho=0.3) * np.where(np.arange(300) < 150, 1.0, 1.10)
    table = unit_roots(x, trend="c", lags=1).table.set_index("test")
    assert table.loc["kpss", "pvalue"] < 0.05 and table.loc["zivot-andrews", "pvalue"] < 0.05
    assert abs(table.loc["zivot-andrews", "break"].ordinal - x.index[149].ordinal) <= 2
    assert pd.isna(table.loc["adf", "break"])


def test_rates_are_tested_as_they_are():
    rate = np.log(walk(1))
    assert_same(unit_roots(rate - 5, logs=False, lags=1), unit_roots(walk(1), lags=1))
    assert unit_roots(rate, logs=False).summary().startswith("unit roots: cpi")
    assert unit_roots(walk(1)).summary().startswith("unit roots: log of cpi")


def test_options_are_passed_on():
    x = walk(6, freq="Q")
    fixed = unit_roots(x, lags=3, trend="n")
    assert list(fixed.table["test"]) == ["adf", "pp"] and (fixed.table["lags"] == 3).all()
    few = unit_roots(x, tests="adf", trend="c", lags="aic", max_lags=2)
    assert few.table["lags"].iloc[0] <= 2
    strict, loose = (
        unit_roots(x, tests="adf", trend="c", size=s).table["critical"].iloc[0] for s in (0.01, 0.10)
    )
    assert strict < loose < 0
    cut = unit_roots(x, tests="adf", trend="c", sample=("2010Q1", None))
    assert str(cut.table["first"].iloc[0]) == "2010Q1"


def test_size_of_the_verdicts():
    """150 random walks: each test with the unit root as its null rejects about 5 %; s.e. 1.8 %."""
    rejected = np.array(
        [
            (unit_roots(walk(seed, 120), tests=("adf", "df-gls"), trend="c", lags=0).table["pvalue"] < 0.05)
            for seed in range(150)
        ]
    ).mean(axis=0)
    assert (rejected > 0.01).all() and (rejected < 0.11).all()


@pytest.mark.parametrize(
    ("series", "options", "message"),
    [
        (walk(1, 24), {}, "no 25 periods in a row"),
        (walk(1) * 0 + 3, {}, "is constant"),
        (-walk(1), {}, "not positive"),
        (walk(1).to_numpy(), {}, "must be a pandas Series"),
        (walk(1), dict(tests="za"), "test is one or more of"),
        (walk(1), dict(trend="t"), "trend is one or more of"),
        (walk(1), dict(tests="kpss", trend="n"), "none of kpss knows"),
        (walk(1), dict(lags="hq"), "lags is a whole number or one of"),
        (walk(1), dict(lags=2, max_lags=3), "max_lags belongs"),
        (walk(1), dict(size=0.2), "size is one of"),
        (walk(1), dict(trim=0.5), "trim lies between"),
        (walk(1, 30), dict(lags=40), "cannot be computed on 30 periods"),
        (walk(1), dict(sample=("2020-01", None)), "no 25 periods"),
    ],
)
def test_what_cannot_be_tested_is_refused(series, options, message):
    with pytest.raises(EstimationError, match=message):
        unit_roots(series, **options)
