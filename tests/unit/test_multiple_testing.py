"""Corrections for many tests: order, bounds, what dependence buys, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough.core.multiple_testing import (
    benjamini_yekutieli,
    holm,
    romano_wolf,
)

PROPERTIES = settings(max_examples=50, deadline=None, derandomize=True)
p_values = arrays(float, st.integers(1, 30), elements=st.floats(0, 1))


def by_definition(p, factors, step):
    """Adjusted p-values written out: a factor a rank, then the running maximum or minimum."""
    order = np.argsort(p, kind="stable")
    ranked = [factor * p[i] for factor, i in zip(factors, order, strict=True)]
    out = np.empty(len(p))
    for rank, i in enumerate(order):
        out[i] = min(1.0, max(ranked[: rank + 1]) if step == "down" else min(ranked[rank:]))
    return out


@PROPERTIES
@given(p=p_values)
def test_adjusted_values_are_their_definition(p):
    m = len(p)
    assert_allclose(holm(p), by_definition(p, range(m, 0, -1), "down"), rtol=1e-12)
    harmonic = sum(1 / j for j in range(1, m + 1))
    factors = [m * harmonic / j for j in range(1, m + 1)]
    assert_allclose(benjamini_yekutieli(p), by_definition(p, factors, "up"), rtol=1e-12)


@pytest.mark.parametrize("adjust", [holm, benjamini_yekutieli])
def test_one_hypothesis_is_not_corrected_and_none_gives_none(adjust):
    assert_allclose(adjust(np.array([0.03])), [0.03])
    assert adjust(np.array([])).shape == (0,)


def step_down(t, star):
    """Romano-Wolf by its definition: the largest left, again after each rejection."""
    t, star = np.abs(t), np.abs(star)
    p, left, floor = np.empty(len(t)), list(range(len(t))), 0.0
    while left:
        top = max(left, key=lambda j: t[j])
        share = (1 + np.sum(star[:, left].max(axis=1) >= t[top])) / (1 + len(star))
        floor = p[top] = max(floor, share)
        left.remove(top)
    return p


@PROPERTIES
@given(seed=st.integers(0, 1000), m=st.integers(1, 12))
def test_romano_wolf_equals_its_definition(seed, m):
    rng = np.random.default_rng(seed)
    t, star = 2 * rng.standard_normal(m), rng.standard_normal((60, m))
    assert_allclose(romano_wolf(t, star), step_down(t, star), rtol=1e-12)


def test_romano_wolf_gives_nothing_away_when_all_statistics_are_one():
    """Perfect dependence: the family is one test, which Holm cannot know."""
    rng = np.random.default_rng(1)
    star = np.repeat(rng.standard_normal((999, 1)), 20, axis=1)
    single = (1 + np.sum(np.abs(star[:, 0]) >= 2.2)) / 1000
    assert_allclose(romano_wolf(np.full(20, 2.2), star), single)
    assert holm(np.full(20, single))[0] > 10 * single


def test_romano_wolf_is_near_sidak_when_the_statistics_are_independent():
    rng = np.random.default_rng(2)
    t = np.array([3.0, 0.1, -0.2, 0.3, 0.1])
    single = 2 * stats.norm.sf(3.0)
    p = romano_wolf(t, rng.standard_normal((40_000, 5)))
    assert_allclose(p[0], 1 - (1 - single) ** 5, rtol=0.1)


@pytest.mark.parametrize("p", [[0.1, np.nan], [-0.1], [1.1], [[0.1, 0.2]]])
def test_what_is_not_a_p_value_is_refused(p):
    with pytest.raises(EstimationError, match="numbers from 0 to 1"):
        holm(p)


@pytest.mark.parametrize(
    ("t", "star", "message"),
    [
        (np.ones(3), np.ones((9, 2)), r"draws of shape \(B, 3\)"),
        (np.ones(3), np.ones((0, 3)), "B of 1 or more"),
        (np.array([1.0, np.nan]), np.ones((9, 2)), "not finite"),
        (np.ones(2), np.array([[1.0, np.inf]]), "not finite"),
    ],
)
def test_draws_that_do_not_fit_are_refused(t, star, message):
    with pytest.raises(EstimationError, match=message):
        romano_wolf(t, star)
