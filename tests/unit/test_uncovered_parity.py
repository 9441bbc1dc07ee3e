"""The Fama regression: exact cases, what must not matter, overlap, persistence, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.currency.overlap import first_autocorrelation, hodrick
from analysis.passthrough.currency.predictor import predictor
from analysis.passthrough.currency.uncovered_parity import uncovered_parity

PROPERTIES = settings(max_examples=15, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
methods = st.sampled_from(["ewc", "newey-west", "newey-west-adjusted", "hodrick"])


def world(seed, months=160, slope=1.0, noise=2.0, rho=0.9, freq="M"):
    """Spot, home and foreign rate; the spot rate moves by `slope` times the month's share of the
    differential."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq=freq)
    gap = np.zeros(months)
    for t in range(1, months):
        gap[t] = rho * gap[t - 1] + 0.5 * rng.standard_normal()
    per_year = 12 if freq == "M" else 4
    step = slope * np.r_[0.0, gap[:-1]] / per_year + noise * rng.standard_normal(months)
    spot = pd.Series(100 * np.exp(step.cumsum() / 100), index, name="usd_jpy")
    abroad = pd.Series(3 + 0.3 * rng.standard_normal(months), index)
    return spot, abroad + gap, abroad


def of(series, **options):
    spot, home, abroad = series
    return uncovered_parity(spot, home_rate=home, abroad_rate=abroad, **options)


def assert_same(ours, theirs, slope=1.0, intercept=1.0):
    assert_allclose(ours.slope.estimate, slope * theirs.slope.estimate, rtol=1e-7, atol=1e-9)
    assert_allclose(ours.slope.std_error, abs(slope) * theirs.slope.std_error, rtol=1e-6)
    assert_allclose(ours.intercept.estimate, intercept * theirs.intercept.estimate, rtol=1e-6, atol=1e-8)
    assert ours.nobs == theirs.nobs and ours.sample == theirs.sample


# ------------------------------------------------------------------ what must not matter


@PROPERTIES
@given(seed=seeds, k=st.integers(1, 6), method=methods, units=st.floats(1e-3, 1e3))
def test_units_of_the_currency_do_not_matter(seed, k, method, units):
    spot, home, abroad = world(seed)
    ours = uncovered_parity(spot * units, home_rate=home, abroad_rate=abroad, horizon=k, inference=method)
    assert_same(ours, uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=k, inference=method))


@PROPERTIES
@given(seed=seeds, k=st.integers(1, 6), method=methods)
def test_seen_from_the_other_country_the_slope_is_the_same(seed, k, method):
    spot, home, abroad = world(seed)
    ours = uncovered_parity(1 / spot, home_rate=abroad, abroad_rate=home, horizon=k, inference=method)
    theirs = uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=k, inference=method)
    assert_same(ours, theirs, intercept=-1.0)
    assert_allclose(ours.tests["parity"].statistic, theirs.tests["parity"].statistic, rtol=1e-6)
    assert_allclose(ours.predictor.wald(1.0), theirs.predictor.wald(1.0), rtol=1e-6)


@PROPERTIES
@given(seed=seeds, level=st.floats(-2, 2))
def test_a_level_common_to_both_rates_does_not_matter(seed, level):
    spot, home, abroad = world(seed)
    assert_same(
        uncovered_parity(spot, home_rate=home + level, abroad_rate=abroad + level, horizon=3),
        uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=3),
    )


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["order", "start", "end", "text", "object", "extra"]))
def test_form_of_the_series_does_not_matter(seed, how):
    spot, home, abroad = world(seed)
    changed = {
        "order": lambda x: x.sample(frac=1, random_state=seed),
        "start": lambda x: x.set_axis(x.index.to_timestamp()),
        "end": lambda x: x.set_axis(x.index.to_timestamp(how="end")),
        "text": lambda x: x.set_axis(x.index.astype(str)),
        "object": lambda x: x.astype(object),
        "extra": lambda x: x.reindex(pd.period_range("1999-01", "2020-12", freq="M")),
    }[how]
    ours = uncovered_parity(
        changed(spot), home_rate=changed(home), abroad_rate=abroad, horizon=3, inference="hodrick"
    )
    assert_same(
        ours, uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=3, inference="hodrick")
    )


@PROPERTIES
@given(seed=seeds, month=st.integers(30, 120), k=st.integers(2, 6))
def test_a_gap_costs_exactly_what_it_touches(seed, month, k):
    spot, home, abroad = world(seed)
    whole = uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=k)
    without_spot = uncovered_parity(
        spot.drop(spot.index[month]), home_rate=home, abroad_rate=abroad, horizon=k
    )
    without_rate = uncovered_parity(
        spot, home_rate=home.drop(home.index[month]), abroad_rate=abroad, horizon=k
    )
    assert whole.nobs - without_spot.nobs == 2 and whole.nobs - without_rate.nobs == 1
    assert without_spot.specification["periods lost to gaps"] == 2
    # The steps into and out of the month belong to other windows, which Hodrick's sum needs.
    assert "hodrick" not in without_spot.table.index
    assert any("no Hodrick" in text for text in without_spot.warnings)
    assert without_spot.specification["inference"].startswith("ewc")
    month_by_month = uncovered_parity(
        spot.drop(spot.index[month]), home_rate=home, abroad_rate=abroad, horizon=1
    )
    assert "hodrick" in month_by_month.table.index


def test_rates_in_other_words_are_the_same_rates():
    spot, home, abroad = world(1)
    year = uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=3)
    quarter = uncovered_parity(
        spot, home_rate=home / 4, abroad_rate=abroad / 4, horizon=3, rates_over="horizon"
    )
    assert_same(year, quarter)
    simple = uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=3, quotation="simple")
    by_hand = [400 * np.log1p(x / 400) for x in (home, abroad)]
    assert_same(simple, uncovered_parity(spot, home_rate=by_hand[0], abroad_rate=by_hand[1], horizon=3))


# ------------------------------------------------------------------ exact cases


@PROPERTIES
@given(seed=seeds, k=st.integers(1, 5))
def test_windows_are_sums_of_steps(seed, k):
    """By hand: changes over k months on the differential of the first, and nothing else."""
    spot, home, abroad = world(seed)
    ours = uncovered_parity(
        spot,
        home_rate=home,
        abroad_rate=abroad,
        horizon=k,
        inference="newey-west",
        sample=("2003-01", "2010-06"),
    )
    y = (100 * np.log(spot)).diff(k).shift(-k)["2003-01":"2010-06"]
    x = ((home - abroad) * k / 12)["2003-01":"2010-06"]
    slope = np.cov(x, y)[0, 1] / x.var()
    assert_allclose(ours.slope.estimate, slope, rtol=1e-8)
    assert_allclose(ours.intercept.estimate, y.mean() - slope * x.mean(), rtol=1e-7)
    assert [str(date) for date in ours.sample] == ["2003-01", "2010-06"]


def test_parity_without_noise_is_found_with_a_warning_about_nothing_else():
    spot, home, abroad = world(2, noise=0.01)
    ours = uncovered_parity(spot, home_rate=home, abroad_rate=abroad)
    assert_allclose([ours.slope.estimate, ours.intercept.estimate], [1, 0], atol=0.03)
    assert ours.tests["no slope"].pvalue < 1e-6 < ours.tests["unit slope"].pvalue
    assert ours.tests["parity"].restrictions == 2


@PROPERTIES
@given(seed=seeds, k=st.integers(1, 8), holes=st.booleans())
def test_hodrick_sums_by_steps_what_the_regression_sums_by_windows(seed, k, holes):
    """A sum of steps over windows is the sum of window errors: the score of the regression, term by term."""
    rng = np.random.default_rng(seed)
    steps = rng.standard_normal(80)
    rows = np.arange(3, 80 - k)
    if holes:
        rows = rows[rng.random(len(rows)) > 0.2]
    X = np.column_stack([np.ones(len(rows)), rng.standard_normal(len(rows))])
    windows = np.array([steps[t + 1 : t + k + 1].sum() for t in rows])
    regression = fit(windows, X, ("constant", "x"))
    by_hand = np.zeros((2, 2))
    for s in range(80):
        inside = (rows < s) & (s <= rows + k)
        w = steps[s] * X[inside].sum(axis=0)
        by_hand += np.outer(w, w)
    by_hand = regression.bread @ by_hand @ regression.bread
    assert_allclose(hodrick(regression, steps, rows, k).matrix, by_hand, rtol=1e-8, atol=1e-14)


def test_hodrick_with_one_period_is_white():
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(60), rng.standard_normal(60)])
    regression = fit(X @ [0.3, 0.5] + rng.standard_normal(60), X, ("constant", "x"))
    steps = np.r_[0.0, regression.resid]
    ours = hodrick(regression, steps, np.arange(60), 1)
    assert_allclose(ours.matrix, covariance(regression, "hc0").matrix, rtol=1e-10)


def test_bandwidths_cover_the_windows():
    spot, home, abroad = world(3)
    newey_west = uncovered_parity(
        spot, home_rate=home, abroad_rate=abroad, horizon=12, inference="newey-west"
    )
    assert newey_west.specification["inference"] == "newey-west, lag 11, normal"
    assert (
        "11 cosines"
        in uncovered_parity(
            spot, home_rate=home, abroad_rate=abroad, horizon=12, inference="ewc"
        ).specification["inference"]
    )
    assert (
        "5 cosines"
        in uncovered_parity(
            spot, home_rate=home, abroad_rate=abroad, horizon=24, inference="ewc"
        ).specification["inference"]
    )
    assert (
        "lag 22"
        in uncovered_parity(
            spot, home_rate=home, abroad_rate=abroad, horizon=23, inference="fixed-b"
        ).specification["inference"]
    )
    assert (
        uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=1).table.loc[
            "newey-west", "slope_error"
        ]
        > 0
    )


def test_means_of_a_month_are_noticed():
    """Daily random walk: changes of its monthly means have autocorrelation 1/4, of its month ends none."""
    rng = np.random.default_rng(0)
    _, home, abroad = world(8, months=300)
    days = rng.standard_normal((300, 21)).cumsum().reshape(300, 21) / np.sqrt(21)
    means, ends = (pd.Series(np.exp(x / 100), home.index) for x in (days.mean(axis=1), days[:, -1]))
    ours, theirs = (
        uncovered_parity(means, home_rate=home, abroad_rate=abroad, horizon=3),
        uncovered_parity(ends, home_rate=home, abroad_rate=abroad, horizon=3),
    )
    assert 0.15 < ours.specification["autocorrelation of one-period changes"] < 0.35
    assert any("period means" in text for text in ours.warnings)
    assert ours.specification["inference"].startswith("ewc") and "hodrick" in ours.table.index
    assert theirs.specification["inference"] == "hodrick, normal"
    assert not any("period means" in text for text in theirs.warnings)


def test_autocorrelation_leaves_out_what_is_not_known():
    x = np.array([1.0, -1.0, 1.0, -1.0, np.nan, 1.0, -1.0])
    assert_allclose(first_autocorrelation(x), -1.0)
    assert first_autocorrelation(np.array([1.0, np.nan, 2.0])) == 0.0


# ------------------------------------------------------------------ persistence


@PROPERTIES
@given(seed=seeds, scale=st.floats(0.01, 100), shift=st.floats(-50, 50))
def test_ivx_follows_units_and_ignores_levels(seed, scale, shift):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(121).cumsum()
    y = 0.1 * x[:-1] + rng.standard_normal(120)
    ours, theirs = predictor(y + 3, scale * x + shift), predictor(y, x)
    assert_allclose(ours.ivx * scale, theirs.ivx, rtol=1e-6)
    assert_allclose(ours.bias * scale, theirs.bias, rtol=1e-6)
    assert_allclose(ours.wald(0.2 / scale), theirs.wald(0.2), rtol=1e-5)
    assert_allclose(ours.rho, theirs.rho, rtol=1e-6)


def test_ivx_keeps_its_size_where_least_squares_does_not():
    """A random walk whose shocks are the errors' mirror image: 400 samples, nominal 5 %.

    Least squares rejects a quarter of them; 400 x 5 % has a standard error of 1.1 %.
    """
    rng = np.random.default_rng(1)
    ivx = ols = bias = corrected = 0.0
    for _ in range(400):
        u, own = rng.standard_normal((2, 201))
        x = u.cumsum()
        found = predictor((-0.95 * u + np.sqrt(1 - 0.95**2) * own)[1:], x)
        ivx += found.wald(0.0)[1] < 0.05
        ols += abs(found.slope / found.std_error) > 1.96
        bias, corrected = bias + found.slope, corrected + found.corrected
    assert ivx / 400 < 0.09 < 0.18 < ols / 400
    assert abs(corrected) < 0.45 * abs(bias)


def test_half_life_and_persistence_are_told():
    spot, home, abroad = world(4, months=300, rho=0.99)
    ours = uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=12)
    assert any("is persistent" in text for text in ours.warnings)
    found = ours.predictor
    assert_allclose(found.rho**found.half_life, 0.5)
    assert "IVX" in ours.summary() and "is persistent" in ours._repr_html_()
    few = uncovered_parity(spot, home_rate=home, abroad_rate=abroad, horizon=24)
    assert any("only 11 windows of 24 periods do not overlap" in text for text in few.warnings)
    assert few.predictor.nobs < 300
    quiet = of(world(4, rho=0.5))
    assert quiet.warnings == () and set(quiet.table.index) == {"ewc", "newey-west", "hodrick"}


def test_where_no_stretch_is_long_enough_persistence_is_not_judged():
    spot, home, abroad = world(5, months=100)
    holed = spot.drop(spot.index[[20, 40, 60, 80]])
    ours = uncovered_parity(holed, home_rate=home, abroad_rate=abroad)
    assert ours.predictor is None
    assert any("no unbroken stretch" in text for text in ours.warnings) and "IVX" not in ours.summary()


def test_quarters():
    ours = of(world(6, freq="Q"), horizon=4)
    assert ours.frequency == "Q" and "over 4 quarters" in ours.summary()
    assert "horizon 4" in repr(ours)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(horizon=0), "horizon must be 1 or more"),
        (dict(horizon=400), "no window is complete"),
        (dict(horizon=12, inference="hc1"), "ignores that windows of 12 periods overlap"),
        (dict(horizon=12, inference="newey-west", bandwidth=5), "ends inside the windows"),
        (dict(inference="qs"), "unknown inference method 'qs'"),
        (dict(inference="hodrick", bandwidth=3), "hodrick has no bandwidth"),
        (dict(rates_over="month"), "rates_over is"),
        (dict(quotation="yield"), "quotation is one of"),
        (dict(spacing="even"), "spacing is"),
        (dict(home_rate=world(7)[2] + 1), "differential is constant"),
        (dict(spot=world(7)[0] * 0 + 5), "exchange rate is constant"),
        (dict(spot=-world(7)[0]), "not positive"),
        (dict(spot=world(7)[0].iloc[:3]), "too few observations"),
        (dict(spot=world(7)[0].drop(world(7)[0].index[60]), inference="hodrick", horizon=3), "are not known"),
        (dict(sample=("2050-01", None)), "no window is complete"),
    ],
)
def test_what_cannot_be_estimated_is_refused(change, message):
    arguments = dict(zip(("spot", "home_rate", "abroad_rate"), world(7), strict=True)) | change
    with pytest.raises(EstimationError, match=message):
        uncovered_parity(**arguments)


@pytest.mark.parametrize(
    ("y", "x", "message"),
    [
        (np.ones(10), np.arange(10.0), "need 11 values"),
        (np.arange(10.0), np.ones(11), "collinear"),
        (np.random.default_rng(0).random(10), np.arange(11.0), "no shocks"),
    ],
)
def test_predictors_without_content_are_refused(y, x, message):
    with pytest.raises(EstimationError, match=message):
        predictor(y, x)
