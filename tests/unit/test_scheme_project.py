"""What a project earns: its own return, overrun, tax and failure, each against sums done by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.errors import SchemeError

PLAN = scheme.Project(cost=100.0, return_=0.08, years=25, construction=4)


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.05, 0.3), st.integers(2, 60), st.integers(1, 10))
def test_a_project_on_budget_earns_its_return(r, years, construction):
    made = scheme.cash_flows(scheme.Project(cost=7.0, return_=r, years=years, construction=construction))
    assert_allclose(made.calls.sum(), 7.0)
    # The rate of return is unique only if cash comes to more than the calls; the present value at r is zero
    # always.
    assert_allclose(scheme.present_value(made.cash - made.calls, r), 0.0, atol=1e-7)


def test_an_overrun_is_called_and_earns_nothing():
    plan, over = scheme.cash_flows(PLAN), scheme.cash_flows(replace(PLAN, overrun=1.025))
    assert_allclose(over.calls, 2.025 * plan.calls)
    assert_allclose(over.cash, plan.cash)
    # Twice the cost for the same cash, one call, two years: 100 (1.1 + ...) solved by hand.
    two = scheme.Project(cost=100.0, return_=0.0, years=2, construction=1, overrun=0.5)
    made = scheme.cash_flows(two)
    assert_allclose(made.cash[0], [0, 50, 50, 0])
    half = (50 + (50**2 + 4 * 150 * 50) ** 0.5) / 300 - 1
    assert_allclose(scheme.rate_of_return(made.cash - made.calls), half, atol=1e-9)


def test_a_delay_spreads_the_calls_and_moves_the_same_cash():
    late = scheme.cash_flows(replace(PLAN, delay=2))
    plan = scheme.cash_flows(PLAN)
    assert_allclose(late.calls[0, :7], [100 / 6] * 6 + [0])
    assert_allclose(late.cash[0, 6:31], plan.cash[0, 4:29])
    assert (late.start[0], plan.start[0]) == (6, 4) and late.cash.shape[1] == plan.cash.shape[1] + 2
    # A long construction that was planned is in the return; a delay is not.
    earned = scheme.rate_of_return(late.cash - late.calls)[0]
    assert earned < 0.08 - 0.005
    assert_allclose(
        scheme.rate_of_return(
            scheme.cash_flows(replace(PLAN, construction=6)).cash[0]
            - scheme.cash_flows(replace(PLAN, construction=6)).calls[0]
        ),
        0.08,
        atol=1e-9,
    )


def test_the_vehicles_tax_is_on_profit_after_depreciation_and_comes_before_the_split():
    # 100 over 4 years: 25 a year written off. 40 earned: 15 of profit, 3.15 of tax at 21 percent.
    rate = scheme.rate_of_return(np.array([-100.0, 40, 40, 40, 40]))
    made = scheme.cash_flows(scheme.Project(cost=100.0, return_=float(rate), years=4, us_tax=0.21))
    assert_allclose(made.tax[0, 1:5], 3.15, atol=1e-6)
    assert_allclose(made.cash[0, 1:5], 36.85, atol=1e-6)
    split = scheme.distribute(made, scheme.terms())
    assert_allclose(
        split.japan + split.united_states + made.tax, 40 * (np.arange(6) % 5 > 0)[None], atol=1e-6
    )
    # An overrun is depreciated too: 37.5 a year leave 2.5.
    over = scheme.cash_flows(
        scheme.Project(cost=100.0, return_=float(rate), years=4, us_tax=0.21, overrun=0.5)
    )
    assert_allclose(over.tax[0, 1:5], 0.21 * 2.5, atol=1e-6)


def test_losses_of_the_vehicle_are_carried_forward():
    from analysis.scheme.vehicle import own_tax

    # Written off 25 a year; 10, 30, 60, 25 earned: -15, then 5 - 15, then 35 - 10 = 25 taxed, then 0.
    cash = np.array([[0.0, 10, 30, 60, 25]])
    tax = own_tax(cash, np.array([100.0]), np.array([1]), np.array([4]), 0.2)
    assert_allclose(tax[0], [0, 0, 0, 5, 0])
    # Interest that is deducted: 10 a year leave no taxable profit in the third year but 25 - 10 - 20 < 0.
    lent = own_tax(
        cash,
        np.array([100.0]),
        np.array([1]),
        np.array([4]),
        0.2,
        deductible=np.array([[0, 10.0, 10, 10, 10]]),
    )
    assert_allclose(lent[0], [0, 0, 0, 0, 0])


def test_a_failure_ends_cash_and_recovers_a_year_later():
    project = replace(PLAN, years=3, construction=1, recovery=0.4)
    level = scheme.cash_flows(project).cash[0, 1]
    made = scheme.cash_flows(project, np.array([0, 1, 2, 3, 9]))
    expected = [
        [0, 0, 40, 0, 0],
        [0, level, 0, 40, 0],
        [0, level, level, 0, 40],
        [0, *[level] * 3, 0],
        [0, *[level] * 3, 0],
    ]
    assert_allclose(made.cash, expected)


def test_failures_come_at_their_hazard():
    project = replace(PLAN, hazard=0.05)
    lived = scheme.years_lived(project, 200_000, np.random.default_rng(3))
    assert_allclose((lived < 25).mean(), 1 - 0.95**25, atol=5 * 0.5 / 200_000**0.5)
    assert_allclose((lived == 0).mean(), 0.05, atol=5 * 0.22 / 200_000**0.5)
    harsh = scheme.years_lived(replace(PLAN, hazard=0.08), 200_000, np.random.default_rng(3))
    assert (harsh <= lived).all(), "one seed, one order"
    assert (scheme.years_lived(PLAN, 10, np.random.default_rng(3)) == 25).all()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cost": 0.0}, "costs nothing"),
        ({"years": 0}, "whole number from 1 to 100"),
        ({"construction": 2.5}, "whole number from 1 to 20"),
        ({"delay": -1}, "whole number from 0 to 20"),
        ({"overrun": -0.1}, "0 or more"),
        ({"us_tax": 21}, "share between 0 and 1"),
        ({"years": np.array([1, 2]), "cost": np.array([1.0, 2, 3])}, "one length"),
    ],
)
def test_impossible_projects_are_refused(changes, said):
    with pytest.raises(SchemeError, match=said):
        replace(PLAN, **changes)
    with pytest.raises(SchemeError, match="give one for each"):
        scheme.cash_flows(replace(PLAN, cost=np.array([1.0, 2])), np.array([1, 2, 3]))
    with pytest.raises(SchemeError, match="years_lived"):
        scheme.cash_flows(replace(PLAN, hazard=0.1))


def test_a_project_without_further_word_is_thirty_years_at_six_percent():
    # 1 is called at date 0; a table of annuities has 0.072649 a year for 1 over thirty years at 6 %.
    flows = scheme.cash_flows(scheme.Project())
    assert flows.calls[0, 0] == 1.0 and not flows.calls[0, 1:].any()
    assert_allclose(flows.cash[0], [0.0, *[0.072649] * 30, 0.0], atol=5e-7)
