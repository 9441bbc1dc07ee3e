"""Fieller sets: bounded, unbounded and everything; always what the t test does not reject."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.passthrough.core.sets import ConfidenceSet, fieller


def test_strong_denominator_gives_an_interval_close_to_the_delta_method():
    ours = fieller(0.5, 1.0, 0.01, 1e-6, 0.0, 1.96)
    assert ours.bounded and not ours.empty and not ours.whole_line
    assert_allclose(ours.intervals[0], (0.5 - 0.196, 0.5 + 0.196), rtol=1e-4)


def test_weak_denominator_gives_the_outside_of_an_interval():
    """The numerator is significant, the denominator is not: zero is excluded, infinity is not."""
    ours = fieller(1.0, 0.1, 0.01, 0.04, 0.0, 1.96)
    assert not ours.bounded and not ours.whole_line
    (_, below), (above, _) = ours.intervals
    assert below < 0 < above
    assert 0.0 not in ours and 10.0 in ours and 1e9 in ours and -1e9 in ours
    assert str(ours) == f"(-inf, {below:.4g}] and [{above:.4g}, inf)"


def test_weak_numerator_and_denominator_give_the_whole_line():
    ours = fieller(0.1, 0.1, 0.04, 0.04, 0.0, 1.96)
    assert ours.whole_line and not ours.bounded and 1e12 in ours
    assert str(ours) == "the whole line"


def test_denominator_exactly_at_the_critical_value_gives_a_ray():
    ours = fieller(5.0, 2.0, 0.25, 1.0, 0.0, 2.0)
    ((low, high),) = ours.intervals
    assert high == inf and not ours.bounded
    t = (5.0 - low * 2.0) / np.sqrt(0.25 + low**2)
    assert_allclose(abs(t), 2.0)


def test_no_variance_gives_a_point():
    ours = fieller(3.0, 2.0, 0.0, 0.0, 0.0, 1.96)
    assert_allclose(ours.intervals, [(1.5, 1.5)])


def test_empty_set_is_printed_as_such():
    nothing = ConfidenceSet(())
    assert nothing.empty and nothing.bounded and 0.0 not in nothing
    assert str(nothing) == "empty set"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    n=st.floats(-5, 5),
    d=st.floats(-5, 5),
    sn=st.floats(0.05, 2),
    sd=st.floats(0.05, 2),
    r=st.floats(-0.95, 0.95),
    theta=st.floats(-20, 20),
)
def test_the_set_is_what_the_t_test_does_not_reject(n, d, sn, sd, r, theta):
    c, cov = 1.96, r * sn * sd
    ours = fieller(n, d, sn**2, sd**2, cov, c)
    t = abs(n - theta * d) / np.sqrt(sn**2 - 2 * theta * cov + theta**2 * sd**2)
    if abs(t - c) > 1e-6:
        assert (theta in ours) == (t < c)
    assert ours.bounded == (abs(d) / sd > c)
    assert not ours.empty
    if abs(d) > 1e-3:
        assert n / d in ours


@pytest.mark.parametrize("sign", [1, -1])
def test_flipping_the_numerator_flips_the_set(sign):
    ours = fieller(sign * 0.5, 1.0, 0.01, 0.02, sign * 0.003, 1.96)
    ((low, high),) = ours.intervals
    ((a, b),) = fieller(0.5, 1.0, 0.01, 0.02, 0.003, 1.96).intervals
    assert_allclose(sorted((sign * low, sign * high)), (a, b))
