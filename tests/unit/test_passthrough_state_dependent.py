"""State-dependent projections: two states are two samples, the state comes before the impulse."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import local_projection, state_dependent
from analysis.passthrough.core.ratio import moments
from analysis.passthrough.projections.covariances import LAG_AUGMENTED, METHODS, joint
from analysis.passthrough.projections.inputs import prepare
from analysis.passthrough.projections.regressions import project

PROPERTIES = settings(max_examples=4, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def sample(seed, months=200, ones=0.5, noise=0.5, other=0.0):
    """Price, exchange rate and a persistent state; pass-through is 0.5, and `other` more in state 1."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq="M")
    fx = 1.5 * rng.standard_normal(months)
    wave = np.convolve(rng.standard_normal(months + 11), np.ones(12), "valid")
    state = (wave > np.quantile(wave, 1 - ones)).astype(float)
    pi = 0.2 + (0.5 + other * np.r_[0.0, state[:-1]]) * fx + noise * rng.standard_normal(months)
    return (
        pd.Series(100 * np.exp(pi.cumsum() / 100), index, name="cpi"),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
        pd.Series(state, index, name="tight"),
    )


def estimate(*series, **options):
    return state_dependent(*series, 4, 2, **options)


# ---------------------------------------------------------------- split sample


@pytest.mark.parametrize("method", LAG_AUGMENTED)
def test_two_states_are_two_samples(method):
    price, fx, state = sample(1)
    ours = estimate(price, fx, state, inference=method)
    inputs = prepare(price, fx, 4, 2, None, None, method)
    before = np.r_[np.nan, state.to_numpy()[:-1]]
    for name, value in (("state 1", 1), ("state 0", 0)):
        half = project(inputs.levels, inputs.impulse, inputs.controls, range(5), rows=before == value)
        variance = joint(half, method).matrix
        if method.endswith("hc1"):
            # n / (n - k) is that of both samples together.
            both = ours.counts.sum(axis=1) / (ours.counts.sum(axis=1) - 2 * half.X.shape[1])
            scale = np.tile(np.sqrt(both.to_numpy() / (half.nobs / half.dof)), 2)
            variance = variance * np.outer(scale, scale)
        numerator, denominator = half.estimate[:, :, 0]
        path, covariance = moments(numerator, denominator, variance)
        assert_allclose(ours[name].estimate, path, rtol=1e-9)
        assert_allclose(ours[name].joint, variance, rtol=1e-7, atol=1e-13)
        assert_allclose(ours[name].covariance, covariance, rtol=1e-7, atol=1e-13)
        assert ours.counts[name].tolist() == half.nobs.tolist()
    # No base date is in both states, so nothing that is uncorrelated over time connects them.
    across = ours.covariance.loc["state 1", "state 0"]
    assert_allclose(across, 0, atol=1e-15)
    assert_allclose(ours.gap.covariance, ours["state 1"].covariance + ours["state 0"].covariance, rtol=1e-9)


def test_the_state_of_the_later_half_is_a_local_projection_on_it():
    price, fx, _ = sample(2)
    later = pd.Series((np.arange(200) >= 100).astype(int), price.index)
    ours = estimate(price, fx, later)
    # The state is known one month before the impulse.
    theirs = local_projection(price, fx, 4, 2, sample=(str(price.index[101]), None))
    assert_allclose(ours["state 1"].estimate, theirs.estimate, rtol=1e-9)
    assert_allclose(ours["state 1"].joint, theirs.joint, rtol=1e-7, atol=1e-13)


def test_methods_over_time_connect_the_states():
    price, fx, state = sample(3)
    ours = estimate(price, fx, state, inference="ewc")
    assert np.abs(ours.covariance.loc["state 1", "state 0"].to_numpy()).max() > 1e-6
    both = ours.covariance.to_numpy()
    less = np.hstack([np.eye(5), -np.eye(5)])
    assert_allclose(ours.gap.covariance, less @ both @ less.T, rtol=1e-9)


def test_a_steep_logistic_weight_is_a_threshold():
    price, fx, _ = sample(4)
    level = pd.Series(np.random.default_rng(1).standard_normal(200).cumsum(), price.index)
    steep = estimate(price, fx, level, weight="logistic", centre=0.0, speed=1e7)
    binary = estimate(price, fx, level > 0)
    for name in binary.paths:
        assert_allclose(steep[name].estimate, binary[name].estimate, rtol=1e-6)
        assert_allclose(steep[name].joint, binary[name].joint, rtol=1e-5, atol=1e-10)
    assert steep.counts.equals(binary.counts)


# ------------------------------------------------------------------ invariance


@PROPERTIES
@given(seed=seeds, method=st.sampled_from(METHODS), units=st.floats(1e-3, 1e3))
def test_units_do_not_matter_and_quote_inversion_flips_the_sign(seed, method, units):
    price, fx, state = sample(seed)
    theirs = estimate(price, fx, state, inference=method)
    ours = estimate(price * units, fx * 2, state, inference=method)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-12)
    ours = estimate(price, 1 / fx, state, inference=method)
    assert_allclose(ours.gap.estimate, -theirs.gap.estimate, rtol=1e-7, atol=1e-10)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-12)
    assert_allclose(ours.equality.table["pvalue"], theirs.equality.table["pvalue"], rtol=1e-6)


@PROPERTIES
@given(seed=seeds, drift=st.floats(0.995, 1.005))
def test_steady_drifts_do_not_matter(seed, drift):
    """Not even to the response to the exchange rate: each state has a constant of its own."""
    price, fx, state = sample(seed)
    growth = drift ** np.arange(len(price))
    ours, theirs = estimate(price * growth, fx / growth, state), estimate(price, fx, state)
    assert_allclose(ours.gap.estimate, theirs.gap.estimate, rtol=1e-7, atol=1e-9)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-11)


@PROPERTIES
@given(seed=seeds, method=st.sampled_from(METHODS))
def test_turning_the_state_round_makes_the_regimes_change_places(seed, method):
    price, fx, state = sample(seed)
    ours = estimate(price, fx, 1 - state, inference=method)
    theirs = estimate(price, fx, state, inference=method)
    assert_allclose(ours["state 0"].estimate, theirs["state 1"].estimate, rtol=1e-8)
    assert_allclose(ours["state 1"].joint, theirs["state 0"].joint, rtol=1e-6, atol=1e-12)
    assert_allclose(ours.gap.estimate, -theirs.gap.estimate, rtol=1e-7, atol=1e-10)


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["bool", "object", "int8", "order", "start"]))
def test_form_of_the_state_does_not_matter(seed, how):
    price, fx, state = sample(seed)
    formed = {
        "bool": state.astype(bool),
        "object": state.astype(object),
        "int8": state.astype("int8"),
        "order": state.sample(frac=1, random_state=seed),
        "start": state.set_axis(state.index.to_timestamp()),
    }[how]
    ours, theirs = estimate(price, fx, formed), estimate(price, fx, state)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-12)


def test_the_state_is_lagged():
    price, fx, state = sample(5)
    ours, theirs = estimate(price, fx, state, state_lag=2), estimate(price, fx, state.shift(1))
    assert_allclose(ours.gap.estimate, theirs.gap.estimate, rtol=1e-9)


def test_the_state_may_begin_before_the_price():
    price, fx, state = sample(5)
    early = pd.Series(1.0, pd.period_range("2000-06", "2000-12", freq="M"))
    longer = pd.concat([early, state])
    assert estimate(price, fx, longer).counts.equals(estimate(price, fx, state).counts)


def test_a_month_without_a_state_costs_the_base_date_after_it():
    price, fx, state = sample(6)
    holed = state.copy()
    holed.iloc[80] = np.nan
    full, ours = estimate(price, fx, state), estimate(price, fx, holed)
    assert (full.counts.sum(axis=1) - ours.counts.sum(axis=1)).tolist() == [1] * 5


# ---------------------------------------------------------------- what is found


def test_a_difference_between_states_is_found():
    ours = estimate(*sample(7, months=400, other=0.6, noise=0.3), names=("tight", "slack"))
    assert ours.equality.rejected
    assert ours["tight"].estimate[0] == pytest.approx(1.1, abs=0.1)
    assert ours["slack"].estimate[0] == pytest.approx(0.5, abs=0.1)
    assert ours["tight"].at(0).confidence_set is not None
    assert ours["tight"].denominator[0] == 1.0


def test_a_change_of_the_other_coefficients_is_not_taken_for_pass_through():
    """Inflation is higher and the currency falls in state 1, with one pass-through in both."""
    price, fx, state = sample(9, months=400, noise=0.3)
    shift = np.r_[0.0, state.to_numpy()[:-1]].cumsum()
    ours = estimate(price * np.exp(0.008 * shift), fx * np.exp(0.02 * shift), state)
    assert np.abs(ours.gap.estimate[0]) < 3.5 * ours.gap.std_error[0]
    # All the same: the shift is in the constants, up to months whose lags reach into the other state.
    assert ours["state 1"].estimate[0] == pytest.approx(0.5, abs=0.12)


def test_levels_are_index_points():
    price, fx, state = sample(10)
    ours = estimate(price, fx, state, variables="levels")
    assert "index points" in ours["state 1"].specification["variables"]
    assert ours.method.endswith("levels")


# ------------------------------------------------------------------- refusals


def test_a_state_of_the_same_period_is_refused_with_the_reason():
    with pytest.raises(EstimationError, match="responds to the impulse itself"):
        estimate(*sample(1), state_lag=0)


@pytest.mark.parametrize(
    "change, options, match",
    [
        (lambda s: s + 0.5, {}, "a binary state is 0 or 1, not"),
        (lambda s: s * 0, {}, "one state only"),
        (lambda s: s * 0, dict(weight="logistic"), "one state only"),
        (lambda s: s, dict(weight="linear"), "'binary' or 'logistic'"),
        (lambda s: s, dict(centre=1.0), "belong to weight='logistic'"),
        (lambda s: s, dict(weight="logistic", speed=-1.0), "speed a positive one"),
        (lambda s: s, dict(names=("a", "a")), "two different words"),
        (lambda s: s * (np.arange(200) < 12), {}, "state 1 has .* base dates at horizon 4, too few"),
        (lambda s: s[:0], {}, "state holds no number"),
        (lambda s: s.set_axis(s.index + 600), {}, "not known 1 period"),
        (lambda s: s.iloc[::3].set_axis(pd.period_range("2001Q1", periods=67, freq="Q")), {}, "frequency"),
    ],
)
def test_bad_states_are_refused(change, options, match):
    price, fx, state = sample(1)
    state = change(state) if "too few" not in match else pd.Series((np.arange(200) < 8) * 1.0, state.index)
    with pytest.raises(EstimationError, match=match):
        estimate(price, fx, state, **options)
