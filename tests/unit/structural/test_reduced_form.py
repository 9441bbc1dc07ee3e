"""The VAR itself: transformations, gaps, order, and what is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.structural.reduced_form import (
    choose,
    companion,
    reduced_form,
    reorder,
)
from analysis.passthrough.structural.system import system

FEW = settings(max_examples=12, deadline=None, derandomize=True)
COLUMNS = dict(price="cpi", fx="fx")


@FEW
@given(seed=st.integers(0, 10_000), month=st.integers(10, 140), lags=st.integers(1, 4))
def test_a_missing_month_costs_the_rows_that_its_changes_touch(samples, seed, month, lags):
    frame = samples.frame(seed)
    whole = reduced_form(system(frame, None, **COLUMNS), lags)
    frame.iloc[month, 2] = np.nan
    holed = reduced_form(system(frame, None, **COLUMNS), lags)
    # Two changes touch the month; the last of them is a lag for `lags` more rows.
    assert whole.nobs - holed.nobs == min(month + 2 + lags, 161) - max(month, lags + 1)
    assert [str(p) for p in holed.lost] == [
        str(p) for p in frame.index[month : month + 2 + lags] if holed.periods[0] < p < holed.periods[-1]
    ]
    kept = np.isin(whole.rows, holed.rows)
    assert_allclose(holed.Y, whole.Y[kept], rtol=1e-12)
    assert_allclose(holed.X, whole.X[kept], rtol=1e-12)


def test_a_row_that_is_absent_is_a_month_that_is_missing(samples):
    frame = samples.frame(1)
    holed, dropped = frame.copy(), frame.drop(frame.index[50])
    holed.iloc[50] = np.nan
    a, b = (reduced_form(system(f, None, **COLUMNS), 2) for f in (holed, dropped))
    assert_allclose(a.coefficients, b.coefficients, rtol=1e-12)
    assert len(a.stretches()) == 2


@FEW
@given(seed=st.integers(0, 10_000), order=st.permutations(["ppi", "fx", "cpi"]))
def test_least_squares_does_not_depend_on_the_order(samples, seed, order):
    ours = reorder(samples.reduced(seed), tuple(order))
    theirs = reduced_form(system(samples.frame(seed), order, **COLUMNS), 2)
    assert ours.names == theirs.names
    for name in ("X", "Y", "resid", "coefficients", "bread", "A", "sigma"):
        assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-7, atol=1e-9)


def test_rates_enter_as_differences_or_as_they_are(samples):
    frame = samples.frame(2)
    frame["rate"] = np.random.default_rng(0).standard_normal(len(frame)).cumsum()
    index = frame.index
    for rates, expected in (
        (["rate"], frame["rate"].diff()),
        ({"rate": "difference"}, frame["rate"].diff()),
        ({"rate": "level"}, frame["rate"]),
    ):
        s = system(frame, ["ppi", "rate", "fx", "cpi"], rates=rates, **COLUMNS)
        assert_allclose(s.values[:, 1], expected.loc[index], rtol=1e-12)
        assert list(s.cumulated) == [True, rates != {"rate": "level"}, True, True]
    assert_allclose(s.values[1:, 2], 100 * np.diff(np.log(frame["fx"])))


def test_seasonals_are_in_every_equation(samples):
    reduced = samples.reduced(3, seasonal=True)
    assert reduced.names[:3] == ("constant", "month_02", "month_03")
    for month in range(1, 13):
        chosen = reduced.periods.month == month
        assert_allclose(reduced.resid[chosen].mean(axis=0), 0, atol=1e-10)
    assert reduced.A.shape == (2, 3, 3)


def test_sample_bounds_the_left_hand_side_only(samples):
    frame = samples.frame(4)
    reduced = reduced_form(system(frame, None, sample=("2003-01", "2010-12"), **COLUMNS), 3)
    assert (str(reduced.periods[0]), str(reduced.periods[-1]), reduced.nobs) == ("2003-01", "2010-12", 96)


def test_roots_are_those_of_the_companion_matrix(samples):
    reduced = samples.reduced(5)
    top = companion(reduced.A)
    assert_allclose(top[:3], np.hstack(list(reduced.A)))
    y = np.random.default_rng(1).standard_normal(6)
    assert_allclose((top @ y)[3:], y[:3])
    assert reduced.max_root < 1


def test_autocorrelation_test_rejects_as_often_as_it_should(samples):
    """80 samples without autocorrelation; the bound is four standard errors above 5 %."""
    s = system(samples.frame(0, T=240), None, **COLUMNS)
    p = []
    for seed in range(80):
        drawn = replace(s, values=np.vstack([np.full(3, np.nan), samples.changes(seed, T=240)[0]]))
        p.append(reduced_form(drawn, 1).autocorrelation_test(2)[1])
    assert 0 < np.mean(np.array(p) < 0.05) < 0.15
    misspecified = samples.frame(1, T=400)
    misspecified["cpi"] = np.exp(np.log(misspecified["cpi"]).rolling(4, min_periods=1).mean())
    assert reduced_form(system(misspecified, None, **COLUMNS), 1).autocorrelation_test(2)[1] < 1e-6


def test_autocorrelation_test_is_the_gain_of_the_larger_regression(samples):
    reduced = samples.reduced(6)
    past = np.vstack([np.zeros((2, 3)), reduced.resid])
    Z = np.hstack([reduced.X, past[1:-1], past[:-2]])
    left = reduced.resid - Z @ np.linalg.lstsq(Z, reduced.resid, rcond=None)[0]
    e, u = left.T @ left, reduced.resid.T @ reduced.resid
    statistic, _, order = reduced.autocorrelation_test()
    assert order == 2
    assert_allclose(statistic, reduced.nobs * (3 - np.trace(np.linalg.inv(u) @ e)), rtol=1e-9)


def test_criteria_choose_on_a_common_sample_and_estimate_on_all_rows(samples):
    s = system(samples.frame(7), None, **COLUMNS)
    reduced, table = choose(s, "bic", 6)
    assert (table["nobs"] == 154).all() and reduced.lags == table["bic"].idxmin() == 1
    assert reduced.nobs == 159


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.assign(fx=100.0), "exchange rate fx is constant"),
        (lambda f: f.assign(ppi=f["fx"] ** 2), "collinear"),
        (lambda f: f.iloc[:12], "too few observations"),
        (lambda f: f.drop(columns="ppi"), "no column ppi"),
        (lambda f: f.assign(cpi=-f["cpi"]), "not positive"),
        (lambda f: f["cpi"], "must be a DataFrame"),
        (lambda f: f.rename(columns={"ppi": "fx"}), "no column ppi"),
    ],
)
def test_unusable_frames_are_refused(samples, change, message):
    with pytest.raises(EstimationError, match=message):
        reduced_form(system(change(samples.frame(8)), ["ppi", "fx", "cpi"], **COLUMNS), 4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (dict(price="fx"), "one column"),
        (dict(price="rent"), "'rent' is not among the variables"),
        (dict(rates=["fx"]), "enters as a log change"),
        (dict(rates={"ppi": "growth"}), "'difference' or 'level'"),
        (dict(rates=["rent"]), "rates names rent"),
        (dict(order=["fx", "fx", "cpi"]), "stands twice"),
        (dict(sample=("2020-01", "2001-01")), "begins"),
    ],
)
def test_unusable_options_are_refused(samples, options, message):
    order = options.pop("order", None)
    with pytest.raises(EstimationError, match=message):
        system(samples.frame(9), order, **(COLUMNS | options))


def test_an_identity_among_variables_is_named(samples):
    """A variable whose residual is that of another: the columns differ in lags, not in news."""
    frame = samples.frame(10)
    frame["copy"] = frame["cpi"] * np.exp(0.001 * np.arange(len(frame)))
    with pytest.raises(EstimationError, match=r"collinear|singular covariance"):
        reduced_form(system(frame, None, **COLUMNS), 1)


def test_a_peg_stretch_does_not_matter(samples):
    frame = samples.frame(11)
    frame.iloc[40:90, 1] = frame["fx"].iloc[40]
    assert np.isfinite(reduced_form(system(frame, None, **COLUMNS), 2).coefficients).all()


def test_quarters_and_dates_are_read(samples):
    frame = samples.frame(12)
    quarterly = frame.set_axis(pd.period_range("1970Q1", periods=len(frame), freq="Q"))
    s = system(quarterly, None, **COLUMNS)
    assert s.frequency == "Q"
    ours = reduced_form(system(frame.set_axis(frame.index.to_timestamp(how="end")), None, **COLUMNS), 2)
    assert_allclose(ours.coefficients, samples.reduced(12).coefficients, rtol=1e-12)
