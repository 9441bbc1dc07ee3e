"""Distributed-lag pass-through: what must not matter, what must flip, and what is warned about."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import Effect, distributed_lag
from analysis.passthrough.core.inference import METHODS
from analysis.passthrough.core.multipliers import multipliers

# log(c x) - log(c y) differs from log(x) - log(y) in the last digits, and the
# regression magnifies that by its condition number (below 100 here).
ROUNDING = 1e-8
PROPERTIES = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
seeds = st.integers(0, 10_000)
methods = st.sampled_from(METHODS)


def sample(seed, months=140, b=(0.3, 0.2, 0.1), noise=0.6, freq="M"):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq=freq)
    fx = rng.standard_normal(months)
    pi = 0.2 + np.convolve(fx, b)[:months] + noise * rng.standard_normal(months)
    return (
        pd.Series(100 * np.exp(pi.cumsum() / 100), index, name="cpi"),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
    )


def assert_same(ours, theirs, sign=1.0):
    assert_allclose(ours.estimate, sign * theirs.estimate, rtol=ROUNDING, atol=1e-10)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-12)
    assert ours.nobs == theirs.nobs
    assert ours.sample == theirs.sample


# ------------------------------------------------------------------ invariance


@PROPERTIES
@given(seed=seeds, method=methods, base=st.floats(1e-3, 1e4), units=st.floats(1e-4, 1e3))
def test_index_base_and_currency_units_do_not_matter(seed, method, base, units):
    price, fx = sample(seed)
    ours = distributed_lag(price * base, fx * units, lags=4, inference=method)
    assert_same(ours, distributed_lag(price, fx, lags=4, inference=method))


@PROPERTIES
@given(seed=seeds, method=methods)
def test_a_steady_drift_changes_the_constant_only(seed, method):
    if method in ("newey-west-auto", "qs"):
        method = "newey-west"  # their bandwidth looks at the raw regressors, whose mean has moved
    price, fx = sample(seed)
    growth = np.arange(len(price))
    ours = distributed_lag(price * 1.003**growth, fx * 0.998**growth, lags=4, inference=method)
    theirs = distributed_lag(price, fx, lags=4, inference=method)
    assert_same(ours, theirs)
    assert abs(ours.coefficients["constant"] - theirs.coefficients["constant"]) > 0.1


@PROPERTIES
@given(seed=seeds, method=methods)
def test_quoting_the_rate_the_other_way_round_flips_the_sign(seed, method):
    price, fx = sample(seed)
    ours = distributed_lag(price, 1 / fx, lags=4, inference=method)
    assert_same(ours, distributed_lag(price, fx, lags=4, inference=method), sign=-1.0)


@PROPERTIES
@given(seed=seeds, own=st.integers(1, 3))
def test_quoting_the_other_way_round_flips_the_long_run_with_own_lags(seed, own):
    price, fx = sample(seed)
    ours = distributed_lag(price, 1 / fx, lags=4, own_lags=own)
    theirs = distributed_lag(price, fx, lags=4, own_lags=own)
    assert_same(ours, theirs, sign=-1.0)
    assert_allclose(ours.long_run.estimate, -theirs.long_run.estimate, rtol=ROUNDING)
    assert_allclose(ours.long_run.std_error, theirs.long_run.std_error, rtol=1e-6)


@PROPERTIES
@given(seed=seeds, before=st.integers(0, 30), after=st.integers(0, 30))
def test_rows_without_a_partner_do_not_matter(seed, before, after):
    """Extra prices before and after the exchange rate, and empty rows around both."""
    price, fx = sample(seed)
    inner = slice(before, len(fx) - after)
    ours = distributed_lag(price, fx.iloc[inner], lags=4)
    theirs = distributed_lag(price.iloc[inner], fx.iloc[inner], lags=4)
    assert_same(ours, theirs)
    wide = pd.period_range("1999-01", "2020-12", freq="M")
    assert_same(distributed_lag(price.iloc[inner].reindex(wide), fx.iloc[inner], lags=4), theirs)


@PROPERTIES
@given(seed=seeds, method=methods)
def test_order_of_controls_does_not_matter(seed, method):
    price, fx = sample(seed)
    rng = np.random.default_rng(seed + 1)
    controls = pd.DataFrame(rng.standard_normal((140, 3)), price.index, columns=list("abc"))
    ours = distributed_lag(
        price, fx, lags=4, controls=controls[["c", "a", "b"]], inference=method, control_lags=1
    )
    assert_same(ours, distributed_lag(price, fx, lags=4, controls=controls, inference=method, control_lags=1))


@PROPERTIES
@given(seed=seeds, month=st.integers(20, 120), lags=st.integers(0, 6), own=st.integers(0, 3))
def test_a_gap_costs_exactly_what_it_touches(seed, month, lags, own):
    price, fx = sample(seed)
    whole = distributed_lag(price, fx, lags=lags, own_lags=own)
    without_price = distributed_lag(price.drop(price.index[month]), fx, lags=lags, own_lags=own)
    assert whole.nobs - without_price.nobs == 2 + own
    assert without_price.specification["dates lost to gaps"] == [
        str(period) for period in price.index[month : month + 2 + own]
    ]
    without_rate = distributed_lag(price, fx.drop(fx.index[month]), lags=lags, own_lags=own)
    assert whole.nobs - without_rate.nobs == 2 + lags


def test_spacing_matters_only_with_a_gap_and_only_to_standard_errors():
    price, fx = sample(5)
    for method in ("newey-west", "ewc", "fixed-b", "qs"):
        whole = [
            distributed_lag(price, fx, lags=4, inference=method, spacing=s)
            for s in ("contiguous", "calendar")
        ]
        assert_allclose(*(w.covariance for w in whole), rtol=1e-8)
        gaps = price.drop(price.index[[40, 60, 61, 90]])
        holed = [
            distributed_lag(gaps, fx, lags=4, inference=method, spacing=s) for s in ("contiguous", "calendar")
        ]
        np.testing.assert_array_equal(*(h.estimate for h in holed))
        assert not np.allclose(*(h.std_error for h in holed), rtol=1e-4)
        assert_allclose(*(h.std_error for h in holed), rtol=0.3)


# ------------------------------------------------------------------ the estimate


def test_without_noise_the_truth_is_found_and_said_to_be_exact():
    price, fx = sample(0, noise=0.0)
    ours = distributed_lag(price, fx, lags=4)
    assert_allclose(ours.estimate, [0.3, 0.5, 0.6, 0.6, 0.6], atol=1e-10)
    assert any("fits every row exactly" in text for text in ours.warnings)


def test_quarterly_series_give_quarters():
    ours = distributed_lag(*sample(2, months=100, freq="Q"), lags=4, seasonal=True)
    assert ours.frequency == "Q" and ours.unit == "quarter"
    assert ours.short_run.label == "same quarter"
    assert ours.specification["seasonal"] == "3 quarter dummies"
    assert list(ours.horizons) == [0, 1, 2, 3, 4]


def test_short_and_long_horizons_keep_the_same_long_run():
    price, fx = sample(1)
    plain = distributed_lag(price, fx, lags=4)
    longer, shorter = (distributed_lag(price, fx, lags=4, horizons=h) for h in (9, 2))
    assert_allclose(longer.estimate, np.r_[plain.estimate, np.repeat(plain.estimate[-1], 5)])
    assert_allclose(longer.std_error[4:], plain.std_error[-1], rtol=1e-10)
    assert_allclose(shorter.estimate, plain.estimate[:3])
    for other in (longer, shorter):
        assert_allclose(other.long_run.estimate, plain.long_run.estimate)
        assert_allclose(other.long_run.std_error, plain.long_run.std_error)
        assert other.long_run.confidence_set is None


def test_sample_is_recorded_and_the_specification_is_complete():
    price, fx = sample(1)
    control = pd.Series(np.random.default_rng(77).standard_normal(140), price.index, name="oil")
    ours = distributed_lag(
        price,
        fx,
        lags=3,
        controls=control,
        seasonal=True,
        inference="newey-west",
        control_lags=1,
        bandwidth=7,
        sample=("2003-01", None),
    )
    spec = ours.specification
    assert spec["lags"] == 3 and spec["controls"] == {"oil": 1} and spec["own lags"] == 0
    assert spec["seasonal"] == "11 month dummies" and spec["bandwidth"] == 7
    assert spec["inference"] == "newey-west, lag 7, normal" and spec["spacing"] == "contiguous"
    assert spec["sample asked for"] == ["2003-01", None]
    assert "depreciation" in spec["sign"]
    assert (ours.outcome, ours.driver) == ("cpi", "usd_jpy")
    assert str(ours.sample[0]) == "2003-01" and str(ours.sample[1]) == "2012-08"
    assert ours.residuals.index[0] == ours.sample[0] and len(ours.residuals) == ours.nobs


# ------------------------------------------------------------------ own lags


@PROPERTIES
@given(
    b=st.lists(st.floats(-1, 1), min_size=1, max_size=5),
    rho=st.lists(st.floats(-0.4, 0.4), min_size=0, max_size=3),
    horizon=st.integers(0, 12),
)
def test_multipliers_and_their_jacobian_equal_recursion_and_differences(b, rho, horizon):
    b, rho = np.array(b), np.array(rho)

    def recursion(theta):
        lags, own = theta[: len(b)], theta[len(b) :]
        out = np.zeros(horizon + 1)
        for h in range(horizon + 1):
            out[h] = lags[h] if h < len(b) else 0.0
            out[h] += sum(own[j] * out[h - j - 1] for j in range(len(own)) if h - j - 1 >= 0)
        return out.cumsum()

    path, jacobian = multipliers(b, rho, horizon)
    theta, step = np.r_[b, rho], 1e-6
    assert_allclose(path, recursion(theta), atol=1e-10)
    for i in range(len(theta)):
        nudge = step * (np.arange(len(theta)) == i)
        numeric = (recursion(theta + nudge) - recursion(theta - nudge)) / (2 * step)
        assert_allclose(jacobian[:, i], numeric, atol=1e-6)


def test_own_lags_carry_a_fieller_set_inside_which_the_estimate_lies():
    ours = distributed_lag(*sample(3), lags=4, own_lags=2)
    assert ours.method == "autoregressive distributed lag"
    assert isinstance(ours.long_run, Effect)
    assert ours.long_run.estimate in ours.long_run.confidence_set
    assert ours.long_run.confidence_set.bounded
    assert list(ours.horizons) == list(range(37))
    assert "Fieller" in ours.summary() and "Fieller" in ours._repr_html_()


def test_a_near_unit_root_in_inflation_is_told():
    rng = np.random.default_rng(0)
    index = pd.period_range("2001-01", periods=90, freq="M")
    pi = (0.5 * rng.standard_normal(90)).cumsum()
    fx = rng.standard_normal(90)
    price, rate = (pd.Series(np.exp(x.cumsum() / 100), index) for x in (pi, fx))
    ours = distributed_lag(price, rate, lags=2, own_lags=1, inference="newey-west")
    assert not ours.long_run.confidence_set.bounded
    assert any("no bounded interval" in text for text in ours.warnings)
    assert "no bounded interval" in ours.summary()


def test_explosive_own_lags_are_told():
    rng = np.random.default_rng(0)
    index = pd.period_range("2001-01", periods=120, freq="M")
    pi = 0.02 * 1.05 ** np.arange(120) + 0.001 * rng.standard_normal(120)
    price = pd.Series(np.exp(pi.cumsum() / 100), index)
    rate = pd.Series(np.exp(rng.standard_normal(120).cumsum() / 100), index)
    ours = distributed_lag(price, rate, lags=2, own_lags=1)
    assert any("explosive" in text for text in ours.warnings)


# ------------------------------------------------------------------ number of lags


@pytest.mark.parametrize("rule", ["aic", "bic"])
def test_lag_choice_equals_regressions_one_by_one(rule):
    price, fx = sample(8, months=200)
    chosen = distributed_lag(price, fx, lags=rule, max_lags=10, own_lags=1, seasonal=True)
    start = str(distributed_lag(price, fx, lags=10, own_lags=1).sample[0])
    values = []
    for lags in range(11):
        one = distributed_lag(price, fx, lags=lags, own_lags=1, seasonal=True, sample=(start, None))
        k, n = one.specification["coefficients"], one.nobs
        penalty = 2 * k if rule == "aic" else np.log(n) * k
        values.append(-2 * one.specification["log likelihood"] + penalty)
    assert chosen.specification["lags"] == int(np.argmin(values)) >= 1
    n = one.nobs
    assert chosen.specification["lag rule"] == f"{rule.upper()} over 0 to 10 on {n} common rows"
    given_lags = distributed_lag(price, fx, lags=chosen.specification["lags"], own_lags=1, seasonal=True)
    assert_same(chosen, given_lags)


def test_choosing_the_longest_lag_is_told():
    price, fx = sample(8, b=(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.8))
    ours = distributed_lag(price, fx, lags="bic", max_lags=6)
    assert any("longest lag allowed (6)" in text for text in ours.warnings)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (dict(lags="hq"), "'aic' or 'bic', not 'hq'"),
        (dict(lags=4, max_lags=6), "max_lags belongs to"),
        (dict(inference="white"), "unknown inference method 'white'"),
        (dict(spacing="even"), "spacing is"),
        (dict(own_lags=-1), "own_lags must be 0 or more"),
        (dict(horizons=-2), "horizons must be 0 or more"),
        (dict(bandwidth=999), "the number of cosines must be a whole number"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(options, message):
    with pytest.raises(EstimationError, match=message):
        distributed_lag(*sample(0), **options)


def test_truncation_is_told_when_it_bites_and_not_otherwise():
    slow = 0.1 * np.ones(12)
    short = distributed_lag(*sample(4, months=300, b=slow), lags=5)
    assert any("fx_3 to fx_5) are jointly significant" in text for text in short.warnings)
    assert distributed_lag(*sample(4, months=300, b=slow), lags=16).warnings == ()
    # Own lags bend the tail and do not replace it: twelve equal responses are no geometric decay.
    with_own = distributed_lag(*sample(4, months=300, b=slow), lags=5, own_lags=1)
    assert any("are jointly significant" in text for text in with_own.warnings)


def test_truncation_check_keeps_its_size():
    """5 % of samples without any late response, 60 samples: 9 or more has probability .3 %."""
    for own in (0, 2):
        told = sum(bool(distributed_lag(*sample(seed), lags=6, own_lags=own).warnings) for seed in range(60))
        assert told <= 9


def test_input_is_left_as_it_was():
    price, fx = sample(1)
    copies = price.copy(), fx.copy()
    distributed_lag(price[::-1], fx, lags=4)
    pd.testing.assert_series_equal(price, copies[0])
    pd.testing.assert_series_equal(fx, copies[1])
