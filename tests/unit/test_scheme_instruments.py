"""Equity, loans and guarantees: cash in equals cash out for every party, and a loan that is served costs
nobody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import data, scheme
from analysis.errors import SchemeError

PROJECT = scheme.Project(cost=100.0, return_=0.09, years=30, construction=3, hazard=0.03, recovery=0.3)
FLOWS = scheme.cash_flows(PROJECT, scheme.years_lived(PROJECT, 400, np.random.default_rng(2)))
CALLS, CASH = FLOWS.calls, FLOWS.cash


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.integers(1, 30),
    st.floats(0, 0.1),
    st.sampled_from([0, 0.5, 1]),
)
def test_every_dollar_of_receipts_has_one_owner(equity, split, cover, tenor, rate, sweep):
    loan = (1 - equity) * split
    mix = scheme.Instruments(equity, loan, 1 - equity - loan, rate, rate, tenor, cover, sweep)
    receipts = 0.5 * CASH
    s = scheme.serve(CALLS, receipts, mix)
    assert_allclose(s.equity + s.loan + s.guaranteed, receipts, rtol=1e-12, atol=1e-9)
    assert_allclose(s.lender + s.guarantor, s.guaranteed, rtol=1e-12, atol=1e-9)
    assert_allclose(sum(s.net[p] for p in ("state", "lender")), receipts - CALLS, rtol=1e-12, atol=1e-9)
    for part in (s.equity, s.loan, s.claims, s.repaid, s.guaranteed - s.repaid):
        assert (part >= -1e-9).all()


def test_loans_that_are_served_in_full_return_their_rates_and_claim_nothing():
    mix = scheme.Instruments(
        equity=0.2, loan=0.3, guaranteed=0.5, loan_rate=0.03, guaranteed_rate=0.04, tenor=20
    )
    calls = scheme.cash_flows(scheme.Project(cost=100.0, years=30, construction=3)).calls
    receipts = np.zeros_like(calls)
    receipts[:, 3:] = 50.0
    s = scheme.serve(calls, receipts, mix)
    assert s.claims.sum() == 0 and s.unpaid[0] == pytest.approx(0, abs=1e-9)
    assert_allclose(scheme.rate_of_return(s.loan - 0.3 * calls), 0.03, atol=1e-9)
    assert_allclose(scheme.rate_of_return(s.lender - 0.5 * calls), 0.04, atol=1e-9)


def test_full_cover_pays_the_lender_whatever_happens_and_the_guarantor_bears_it():
    mix = scheme.Instruments(equity=0, loan=0.5, guaranteed=0.5, tenor=20, cover=1.0, guaranteed_rate=0.05)
    s = scheme.serve(CALLS, np.zeros_like(CASH), mix)
    assert_allclose(scheme.rate_of_return(s.lender - 0.5 * CALLS), 0.05, atol=1e-9)
    assert_allclose(s.guarantor, -s.claims)
    half = scheme.serve(
        CALLS,
        np.zeros_like(CASH),
        scheme.Instruments(equity=0, loan=0.5, guaranteed=0.5, tenor=20, cover=0.5, guaranteed_rate=0.05),
    )
    assert_allclose(half.claims, 0.5 * s.claims)


def test_later_cash_repays_arrears_with_interest():
    calls = np.array([[100.0, 0, 0, 0, 0]])
    mix = scheme.Instruments(equity=0, loan=0, guaranteed=1, guaranteed_rate=0.1, tenor=2, cover=0.8)
    due = scheme.annuity(100.0, 0.1, 2)
    receipts = np.array([[0.0, 0.0, due + 1.1 * due, 0, 50]])
    s = scheme.serve(calls, receipts, mix)
    assert_allclose(s.claims[0], [0, 0.8 * due, 0, 0, 0])
    assert_allclose(s.repaid[0], [0, 0, 0.8 * 1.1 * due, 0, 0])
    assert_allclose(s.unpaid, 0, atol=1e-9)
    assert_allclose(s.equity[0, 4], 50)


def test_a_mix_that_does_not_add_up_is_refused():
    with pytest.raises(SchemeError, match=r"add up to 1, not 0.9"):
        scheme.Instruments(0.1, 0.3, 0.5)
    with pytest.raises(SchemeError, match="ends after the last cash"):
        scheme.serve(CALLS, CASH, scheme.Instruments(tenor=60))


def test_a_sweep_prepays_and_the_loan_ends_early_at_its_own_rate():
    # 100 at 10 percent over 3 years: 40.21 a year. 70 a year, all of what is left swept: 70, then 40 +
    # interest 4 = 44 left.
    calls = np.array([[100.0, 0, 0, 0, 0]])
    mix = scheme.Instruments(equity=0, loan=1, guaranteed=0, loan_rate=0.1, tenor=3, sweep=1.0)
    s = scheme.serve(calls, np.array([[0.0, 70, 70, 70, 70]]), mix)
    assert_allclose(s.loan[0], [0, 70, 44, 0, 0], atol=1e-9)
    assert_allclose(s.equity[0], [0, 0, 26, 70, 70], atol=1e-9)
    assert_allclose(scheme.rate_of_return(s.loan - calls), 0.1, atol=1e-9)
    level = scheme.annuity(100.0, 0.1, 3)
    none = scheme.serve(
        calls,
        np.array([[0.0, 70, 70, 70, 70]]),
        scheme.Instruments(equity=0, loan=1, guaranteed=0, loan_rate=0.1, tenor=3),
    )
    assert_allclose(none.loan[0], [0, level, level, level, 0], atol=1e-9)


def test_projects_of_different_schedules_are_each_served_alone():
    made = scheme.Project(
        cost=np.array([1.0, 5.0, 2.0]),
        return_=0.07,
        years=np.array([20, 30, 25]),
        construction=np.array([1, 4, 2]),
    )
    flows = scheme.cash_flows(made)
    together = scheme.serve(flows.calls, 0.5 * flows.cash, scheme.Instruments())
    for i in range(3):
        alone = scheme.serve(flows.calls[i], 0.5 * flows.cash[i], scheme.Instruments())
        for name in ("equity", "loan", "guaranteed", "claims", "repaid"):
            assert_allclose(getattr(together, name)[i], getattr(alone, name)[0], rtol=1e-12, atol=1e-12)


def test_the_shares_are_those_that_officials_expect():
    terms, plan = (data.table(name).set_index("id") for name in ("mou_terms", "funding_plan"))
    mix = scheme.Instruments()
    assert (
        terms.loc["jbic_share", "value_text"] == "one third"
        and terms.loc["nexi_share", "value_text"] == "two thirds"
    )
    assert_allclose(100 * (mix.equity + mix.loan), plan.loc["jbic_third", "share_pct"], atol=0.05)
    assert_allclose(100 * mix.guaranteed, plan.loc["nexi_two_thirds", "share_pct"], atol=0.05)
    low, high = (float(x) for x in terms.loc["equity_share_july", "value_text"].split("-"))
    assert low <= 100 * mix.equity <= high
    assert_allclose(mix.state, mix.equity + mix.loan + 0.95 * 2 / 3)
