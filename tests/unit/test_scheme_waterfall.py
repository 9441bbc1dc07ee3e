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
    counted = min(terms.split_before, 1 - terms.split_before)
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


def test_a_reading_with_less_deemed_interest_pays_japan_less():
    calls, cash = scheme.cash_flows(scheme.Project(cost=100, return_=0.12, years=30))
    received = [scheme.distribute(calls, cash, scheme.terms(accrual=a)).japan.sum() for a in ("none", "simple", "compound")]
    assert received[0] < received[1] <= received[2]


def test_half_and_half_lasts_until_each_country_has_the_amount():
    # 100 called at 4 percent: 104 due to each after a year. 150 is paid: 75 each, 29 still due, which is 30.16 a year later.
    # Of the second 100 the first 60.32 give each its 30.16; of the other 39.68 Japan has a tenth.
    w = scheme.distribute([100.0, 0, 0], [0.0, 150, 100], scheme.terms(deemed_rate=0.04))
    assert_allclose(w.japan[0], [0, 75, 30.16 + 3.968], rtol=1e-12)
    assert_allclose(w.united_states[0], [0, 75, 30.16 + 35.712], rtol=1e-12)
    assert w.reached[0] == 2


@pytest.mark.parametrize("split", [0.4, 0.6])
def test_the_country_with_the_smaller_share_is_waited_for(split):
    # 100 due to each, no interest: the one with 40 of 100 has it when 250 are paid, whichever country that is.
    w = scheme.distribute([100.0, 0], [0.0, 300], scheme.terms(split_before=split, deemed_rate=0.0))
    assert_allclose(w.before[0, 1], 250, rtol=1e-12)
    assert_allclose(w.japan[0, 1], split * 250 + 0.1 * 50, rtol=1e-12)


def test_a_country_without_a_share_is_waited_for_for_ever():
    w = scheme.distribute([100.0, 0], [0.0, 1e6], scheme.terms(split_before=1.0))
    assert w.japan[0, 1] == 1e6 and w.reached[0] == -1


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
