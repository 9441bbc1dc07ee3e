"""Smooth projections: a linear map of the local projection, with its limits and its warning."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import local_projection, smooth_local_projection

PROPERTIES = settings(max_examples=5, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def sample(seed, months=160, noise=0.6, carry=0.3):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq="M")
    fx = np.convolve(rng.standard_normal(months), [1.0, carry])[:months]
    pi = 0.2 + np.convolve(fx, 0.5 * 0.8 ** np.arange(10))[:months] + noise * rng.standard_normal(months)
    return (
        pd.Series(100 * np.exp(pi.cumsum() / 100), index, name="cpi"),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
    )


def smooth(price, fx, **options):
    return smooth_local_projection(price, fx, 10, 2, **options)


@PROPERTIES
@given(seed=seeds, method=st.sampled_from(["lag-augmented-hc3", "ewc", "newey-west"]))
def test_without_a_penalty_it_is_the_local_projection(seed, method):
    price, fx = sample(seed)
    ours = smooth(price, fx, penalty=0, inference=method)
    theirs = local_projection(price, fx, 10, 2, inference=method)
    assert_allclose(ours.estimate, theirs.estimate, rtol=1e-10, atol=1e-13)
    assert_allclose(ours.joint, theirs.joint, rtol=1e-9, atol=1e-13)
    assert_allclose(ours.unsmoothed.estimate, theirs.estimate)
    assert ours.smoothing["parameters"].tolist() == pytest.approx([11, 10])


@PROPERTIES
@given(seed=seeds, difference=st.integers(1, 4))
def test_an_infinite_penalty_makes_the_steps_a_polynomial(seed, difference):
    ours = smooth(*sample(seed), penalty=np.inf, difference=difference)
    assert_allclose(np.diff(np.diff(ours.numerator, prepend=0), difference), 0, atol=1e-9)
    assert_allclose(np.diff(np.diff(ours.denominator), difference), 0, atol=1e-9)
    assert ours.smoothing["parameters"].tolist() == pytest.approx([difference] * 2)


@PROPERTIES
@given(seed=seeds, base=st.floats(1e-2, 1e3), units=st.floats(1e-3, 1e3))
def test_units_do_not_matter_and_quote_inversion_flips_the_sign(seed, base, units):
    price, fx = sample(seed)
    theirs = smooth(price, fx)
    for ours, sign in ((smooth(price * base, fx * units), 1), (smooth(price, 1 / fx), -1)):
        assert_allclose(ours.estimate, sign * theirs.estimate, rtol=1e-6, atol=1e-9)
        assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-11)
        assert_allclose(ours.smoothing["penalty"], theirs.smoothing["penalty"], rtol=1e-7)


def test_the_exchange_rate_starts_at_one_and_a_shock_does_not():
    price, fx = sample(3)
    ours = smooth(price, fx)
    assert ours.denominator[0] == pytest.approx(1.0)
    assert ours.joint[11, 11] == 0
    shock = (100 * np.log(fx).diff() + np.random.default_rng(1).standard_normal(160)).rename("news")
    assert smooth(price, fx, shock=shock).joint[11, 11] > 0


def test_cross_validation_takes_the_zigzag_out_and_stays_near_the_truth():
    true = np.cumsum(0.5 * 0.8 ** np.arange(11) * (np.arange(11) < 10))
    rough, ours = [], []
    for seed in range(12):
        result = smooth(*sample(seed, noise=1.5, carry=0.0))
        ours.append(result.numerator - true)
        rough.append(result.unsmoothed.numerator - true)
    assert np.square(np.diff(ours, 2)).mean() < 0.1 * np.square(np.diff(rough, 2)).mean()
    assert np.square(ours).mean() < np.square(rough).mean()


def test_the_result_says_what_its_bands_are_not():
    ours = smooth(*sample(1))
    assert "for display" in ours.warnings[0] and "penalised path" in ours.warnings[0]
    assert "for display" in ours.summary()
    assert set(ours.smoothing["chosen"]) == {"cross-validation"}
    assert set(ours.specification["penalty"]) == {"price", "fx"}


def test_penalties_may_differ():
    price, fx = sample(2)
    ours = smooth(price, fx, penalty={"price": 100.0, "fx": 0})
    assert_allclose(ours.denominator, ours.unsmoothed.denominator, rtol=1e-12)
    assert ours.smoothing["chosen"].tolist() == ["given", "given"]
    assert 2 < ours.smoothing.loc["price", "parameters"] < 11


def test_drawing_shows_what_was_smoothed():
    import matplotlib.pyplot as plt

    ax = smooth(*sample(1)).plot()
    assert "unsmoothed" in [line.get_label() for line in ax.get_lines()]
    plt.close(ax.figure)


@pytest.mark.parametrize(
    "options, match",
    [
        (dict(penalty=-1.0), "0 or more"),
        (dict(penalty=np.nan), "0 or more"),
        (dict(penalty="auto"), "a number or 'cv'"),
        (dict(penalty=True), "a number or 'cv'"),
        (dict(penalty={"price": 1.0}), "needs price and fx"),
        (dict(folds=1), "folds must be 2 or more"),
        (dict(folds=1000), "cannot be cut into 1000 blocks"),
        (dict(gap=200), "a block of the cross-validation leaves"),
        (dict(difference=5), "1 to 4"),
        (dict(difference=0), "1 or more"),
    ],
)
def test_bad_options_are_refused(options, match):
    with pytest.raises(EstimationError, match=match):
        smooth(*sample(1), **options)


def test_too_few_horizons_for_the_penalty_are_refused():
    with pytest.raises(EstimationError, match="needs more than 2 horizons"):
        smooth_local_projection(*sample(1), 2, 2)
