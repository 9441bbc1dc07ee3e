"""The division of cash: identities on every path, closed forms for level cash, and the readings of what is left open."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.errors import SchemeError
from analysis.scheme.memorandum import READINGS, sources

TERMS = scheme.terms()
flows = arrays(float, (3, 12), elements=st.floats(0, 1e6, allow_nan=False))
readings = st.fixed_dictionaries({name: st.sampled_from(sorted(options)) for name, options in READINGS.items()})


@settings(max_examples=150, deadline=None)
@given(flows, flows, readings, st.floats(0, 0.2))
def test_all_cash_goes_somewhere_and_every_payment_meets_the_allocation(calls, cash, reading, rate):
    terms = scheme.terms(deemed_rate=rate, **reading)
    w = scheme.distribute(calls, cash, terms)
    assert_allclose(w.japan + w.united_states, cash, rtol=1e-12, atol=1e-9)
    assert (w.before <= cash).all() and (w.due >= 0).all()
    # What was due = calls + deemed interest; what is left = that less what was paid.
    counted = terms.split_before if terms.counts == "japan" else 1.0
    owed = np.cumsum(calls + w.interest - counted * w.before, axis=1)
    assert_allclose(owed, w.due, rtol=1e-9, atol=1e-3)
    low, high = terms.split_after * cash, terms.split_before * cash
    assert (w.japan >= low - 1e-9).all() and (w.japan <= high + 1e-9).all()


@settings(max_examples=50, deadline=None)
@given(flows, flows, st.floats(1e-3, 1e3))
def test_units_do_not_matter(calls, cash, factor):
    one, other = scheme.distribute(calls, cash, TERMS), scheme.distribute(factor * calls, factor * cash, TERMS)
    assert_allclose(other.japan, factor * one.japan, rtol=1e-9, atol=1e-6 * factor)


def test_the_split_point_is_hit_to_the_cent():
    # 100 called, a year later 104 is due; half of 208 is 104, so 92 of 300 falls under the second split.
    terms = scheme.terms(deemed_rate=0.04)
    w = scheme.distribute([100.0, 0.0], [0.0, 300.0], terms)
    assert_allclose(w.before[0], [0, 208], rtol=1e-15)
    assert_allclose(w.japan[0, 1], 0.5 * 208 + 0.1 * 92, rtol=1e-15)
    assert w.due[0, 1] == 0 and w.reached[0] == 1


def test_level_cash_under_compound_interest_has_a_closed_form():
    # Japan receives s0 a a year until 100 is amortised at r: n = -ln(1 - r C / (s0 a)) / ln(1 + r).
    calls, cash = np.zeros(40), np.full(40, 20.0)
    calls[0], cash[0] = 100.0, 0.0
    w = scheme.distribute(calls, cash, scheme.terms(deemed_rate=0.04))
    years = -np.log(1 - 0.04 * 100 / 10) / np.log(1.04)
    assert w.reached[0] == int(np.ceil(years))
    assert_allclose(w.japan[0, 1 : int(years)], 10.0)
    assert_allclose(w.japan[0, int(np.ceil(years)) + 1 :], 2.0)
    assert_allclose(scheme.present_value(w.before * 0.5 - w.calls, 0.04), 0.0, atol=1e-9)


def test_each_reading_that_favours_the_united_states_pays_japan_less():
    calls, cash = scheme.cash_flows(scheme.Project(cost=100, return_=0.12, years=30))
    received = {
        (a, c): scheme.distribute(calls, cash, scheme.terms(accrual=a, counts=c)).japan.sum()
        for a in READINGS["accrual"] for c in READINGS["counts"]
    }  # fmt: skip
    for c in READINGS["counts"]:
        assert received["none", c] < received["simple", c] <= received["compound", c]
    for a in READINGS["accrual"]:
        assert received[a, "all"] < received[a, "japan"]


def test_interest_on_interest_only_when_it_compounds():
    due = {a: scheme.distribute([100.0, 0, 0], [0.0, 0, 0], scheme.terms(accrual=a)).due[0, -1] for a in READINGS["accrual"]}
    assert_allclose([due["compound"], due["simple"], due["none"]], [100 * 1.04**2, 108, 100], rtol=1e-12)


def test_an_allocation_that_is_never_reached_says_so():
    w = scheme.distribute([100.0, 0, 0], [0.0, 1, 1], TERMS)
    assert w.reached[0] == -1 and w.due[0, -1] > 100
    assert_allclose(w.japan_share, 0.5)


def test_terms_come_from_the_fact_table_and_changes_are_marked():
    assert (TERMS.amount, TERMS.notice_days, TERMS.split_before, TERMS.split_after) == (550, 45, 0.5, 0.1)
    assert TERMS.signed == date(2025, 9, 4) and TERMS.deadline == date(2029, 1, 19)
    table = sources(scheme.terms(deemed_rate=0.06))
    assert not table.loc["deemed_rate", "as sourced"] and table.loc["amount", "as sourced"]
    assert table.loc["split_before", "grade"] == "A" and "left open" in table.loc["accrual", "text"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deemed_rate": 4.0}, "Write 0.04 for 4 %"),
        ({"split_before": 50}, "Write 0.1 for 10 %"),
        ({"split_before": 0}, "nothing before"),
        ({"accrual": "daily"}, "compound, simple, none"),
        ({"deadline": date(2025, 1, 1)}, "not after the signature"),
        ({"amount": -1}, "0 or more"),
        ({"interest": 0.1}, "no term 'interest'"),
    ],
)
def test_terms_out_of_range_are_refused(changes, said):
    with pytest.raises(SchemeError, match=said):
        scheme.terms(**changes)


@pytest.mark.parametrize(("calls", "cash"), [([1.0, -1], [0.0, 0]), ([1.0, 0], [0.0]), ([1.0, 0], [0.0, np.nan])])
def test_impossible_flows_are_refused(calls, cash):
    with pytest.raises(SchemeError):
        scheme.distribute(calls, cash, TERMS)
