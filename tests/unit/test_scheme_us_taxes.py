"""US taxes of the vehicle and of Japan's part: by hand, and the identities between the cases."""

import numpy as np
from numpy.testing import assert_allclose

from analysis import data, scheme
from analysis.scheme.us_taxes import Status, after_us_tax, interest_received

TERMS = scheme.terms(deemed_rate=0.04, accrues_from="operation")
PROJECT = scheme.Project(cost=100.0, return_=0.08, years=30, construction=3)


def test_payments_meet_interest_before_principal():
    # 100 over 2 years at 10 percent: 10 + 50 due. 12 to Japan: 10 of interest, 2 of principal; then 4 of the
    # next 10.
    calls, cash = np.array([[100.0, 0, 0]]), np.array([[0.0, 24, 8]])
    split = scheme.distribute(
        scheme.CashFlows(calls, cash, 1, 2), scheme.terms(deemed_rate=0.1, accrues_from="operation")
    )
    assert_allclose(interest_received(split)[0], [0, 10, 4])


def test_what_is_made_good_arrives_and_what_is_not_does_not():
    # A project so rich that the amount is always paid: 4 + 100 / 30 a year, of which 4 are interest.
    rich = scheme.Project(cost=100.0, return_=0.6, years=30, construction=1)
    plain = after_us_tax(rich, TERMS, Status())
    short = after_us_tax(rich, TERMS, Status(withheld=0.3, counts_net=False))
    assert_allclose((plain - short)[0, 1:31], 0.3 * 4)
    # Made good: 4 / 0.7 before tax, 4 after it, out of cash of which Japan would have had a tenth of twice
    # the sum.
    good = after_us_tax(rich, TERMS, Status(withheld=0.3))
    assert_allclose((plain - good)[0, 1:31], 0.1 * 2 * (4 / 0.7 - 4))


def test_a_taxed_vehicle_pays_japan_what_a_poorer_project_would():
    taxed = after_us_tax(PROJECT, TERMS, Status(vehicle=0.21))
    made = scheme.cash_flows(scheme.Project(cost=100.0, return_=0.08, years=30, construction=3, us_tax=0.21))
    earned = float(scheme.rate_of_return(made.cash - made.calls)[0])
    assert earned < 0.08
    same = scheme.account(scheme.Project(cost=100.0, return_=earned, years=30, construction=3), TERMS)
    assert_allclose(scheme.rate_of_return(taxed)[0], same.japan_return[0], atol=1e-8)


def test_cases_rest_on_the_tables_and_cost_japan_more_and_more():
    table = scheme.by_status(PROJECT, TERMS)
    rules = data.table("tax_rules").set_index("id")["value"]
    assert_allclose(
        table["vehicle"].iloc[1:3], [rules["us_federal_rate"] / 100, rules["us_combined_rate"] / 100]
    )
    assert_allclose(table["withheld"].iloc[3:], 0.3)
    assert (
        table["japan"].iloc[:3].is_monotonic_decreasing
        and table["break_even"].iloc[:3].is_monotonic_increasing
    )
    assert table["japan"].iloc[4] < table["japan"].iloc[0]
    for name, status in scheme.statuses().items():
        at = scheme.Project(cost=100.0, return_=table.loc[name, "break_even"], years=30, construction=3)
        assert_allclose(scheme.rate_of_return(after_us_tax(at, TERMS, status))[0], 0.04, atol=1e-8)
