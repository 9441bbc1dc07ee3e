"""Refusing a call: penalties by hand, the break-even put back in, and its bounds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.errors import SchemeError

TERMS = scheme.terms()
CALL = scheme.Refusal(call=36.0, points=0.125, imports=140.0, reached=0.66, borne=0.5, years=2)
PROJECT = scheme.Project(years=30, construction=3)


def test_the_united_states_takes_until_the_amount_is_filled():
    assert_allclose(scheme.taken(np.array([3.0, 4, 5, 6]), 9.0), [3, 4, 2, 0])
    assert_allclose(scheme.taken(np.array([3.0, 4, 5, 6]), 18.0), [3, 4, 5, 6])
    assert_allclose(scheme.taken(np.array([3.0, 4, 5, 6]), 100.0), [3, 4, 5, 6])
    assert_allclose(scheme.taken(np.array([[1.0, 1], [2, 2]]), np.array([1.5, 3.0])), [[1, 0.5], [2, 1]])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=30), st.floats(0.01, 1e4))
def test_what_is_taken_is_never_more_than_is_there_or_owed(receipts, unpaid):
    lost = scheme.taken(np.array(receipts), unpaid)
    assert (lost >= -1e-9).all() and (lost <= np.array(receipts) + 1e-9).all()
    assert_allclose(lost.sum(), min(sum(receipts), unpaid), rtol=1e-9)


def test_both_penalties_by_hand():
    # A year of the rise: 0.125 * 140 * 0.66 * 0.5 = 5.775. Two of them at 10 percent: 5.25 + 4.7727.
    assert_allclose(CALL.tariff_a_year, 5.775)
    found = scheme.refuse(CALL, np.array([10.0, 20, 20]), 0.1)
    assert_allclose(found.tariff, 5.775 / 1.1 + 5.775 / 1.21)
    assert_allclose(found.distributions, 10 + 20 / 1.1 + 6 / 1.21)
    assert found.filled == 3
    assert_allclose(scheme.break_even_loss(CALL, found), (found.tariff + found.distributions) / 36)
    assert scheme.refuse(CALL, np.array([10.0, 20]), 0.1).filled == -1
    none = scheme.refuse(replace(CALL, years=0), np.zeros(1), 0.1)
    assert (none.both, none.filled) == (0.0, -1)


def test_impossible_refusals_are_refused():
    with pytest.raises(SchemeError, match="above 0"):
        scheme.Refusal(call=0.0)
    with pytest.raises(SchemeError, match="share between"):
        scheme.Refusal(call=1.0, reached=66)
