"""Corrections for many tests: order, bounds, what dependence buys, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.errors import EstimationError
from analysis.passthrough.core.multiple_testing import (
    METHODS,
    adjust,
    holm,
    romano_wolf,
)

PROPERTIES = settings(max_examples=50, deadline=None, derandomize=True)
p_values = arrays(float, st.integers(1, 30), elements=st.floats(0, 1))


@PROPERTIES
@given(p=p_values, method=st.sampled_from(sorted(METHODS)), seed=st.integers(0, 100))
def test_adjusted_values_keep_the_order_and_follow_their_hypotheses(p, method, seed):
    adjusted = adjust(p, method)
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()
    assert ((adjusted >= np.minimum(p, 1)) & (adjusted <= 1)).all()
    mixed = np.random.default_rng(seed).permutation(len(p))
    assert_array_equal(adjust(p[mixed], method), adjusted[mixed])


@PROPERTIES
@given(p=p_values)
def test_the_corrections_rank_as_theory_says(p):
    slack = 1e-12
    assert (adjust(p, "holm") <= adjust(p, "bonferroni") + slack).all()
    assert (adjust(p, "hochberg") <= adjust(p, "holm") + slack).all()
    assert (adjust(p, "bh") <= adjust(p, "hochberg") + slack).all()
    assert (adjust(p, "bh") <= adjust(p, "by") + slack).all()


@pytest.mark.parametrize("method", sorted(METHODS))
def test_statsmodels_agrees(method):
    theirs = {"hochberg": "simes-hochberg", "bh": "fdr_bh", "by": "fdr_by"}.get(method, method)
    p = np.random.default_rng(4).uniform(size=40) ** 3
    assert_allclose(adjust(p, method), multipletests(p, method=theirs)[1], rtol=1e-12)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_one_hypothesis_is_not_corrected_and_none_gives_none(method):
    assert_allclose(adjust([0.03], method), [0.03])
    assert adjust([], method).shape == (0,)


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
        adjust(p)


def test_an_unknown_correction_is_refused():
    with pytest.raises(EstimationError, match="unknown correction 'sidak'"):
        adjust([0.1], "sidak")


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
