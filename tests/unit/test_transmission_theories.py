"""Funding cases and theories: shares by hand, formulas against equations that are solved, laws against their
sources."""

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from analysis import data, transmission
from analysis.errors import SchemeError
from analysis.passthrough import Critical, Effect
from analysis.transmission import BASIS_RANGE, Law, yearly_cost
from analysis.transmission.funding import FundingCase
from analysis.transmission.private_flows import private_response
from analysis.transmission.theory import Evidence, by_financiers, by_stocks, estimated

NORMAL = Critical("normal")
KNOWN = Evidence(
    4000.0,
    Effect.of(1.7, 0.5, NORMAL),
    Effect.of(1.36, 1.3, NORMAL),
    Effect.of(-1.2, 1.4, Critical("t", dof=15)),
)


def test_shares_of_the_cases_by_hand():
    # A third (33.3 %) is the state bank's, 1.5 of it equity; half of the loans, 15.9 %, come from the special
    # account and
    # 17.4 % are left. 5.5 trillion at 155 is 35.5 of 550 billion.
    found = transmission.cases(rate=155.0)
    assert list(found) == ["stated", "swaps", "hedged", "account", "full"]
    assert [case.converted for case in found.values()] == pytest.approx([0, 0, 0, 0.174, 1])
    assert [case.swapped for case in found.values()] == pytest.approx(
        [0, 5500 / 155 / 550, 5500 / 155 / 550 + 0.667, 0, 0]
    )
    for case in found.values():
        assert sum(case.funding.values()) == pytest.approx(1, abs=1e-12)
        assert set(case.said) <= set(data.table("funding_plan")["id"])
    assert found["stated"].funding["reserves"] == pytest.approx(0.159)


def test_a_record_of_a_spot_sale_would_reach_the_case_as_stated():
    plan = data.table("funding_plan")
    plan.loc[plan["id"] == "no_spot_sale", "share_pct"] = 20.0
    assert transmission.cases(plan, rate=155.0)["stated"].converted == pytest.approx(0.2)


def test_swaps_larger_than_what_the_plan_leaves_are_refused():
    plan = data.table("funding_plan")
    for amount, fits in ((14.8, True), (14.9, False)):  # 17.4 % of 550 billion at 155 is 14.83 trillion yen
        plan.loc[plan["id"] == "swap_5_5", "amount"] = amount
        if fits:
            assert transmission.cases(plan, rate=155.0)["swaps"].converted == 0
        else:
            with pytest.raises(SchemeError, match="swap_5_5"):
                transmission.cases(plan, rate=155.0)


def test_a_case_that_does_not_add_up_is_refused():
    with pytest.raises(SchemeError, match="add up to 1"):
        FundingCase("x", "x", {"yen": 0.5}, (), "")
    with pytest.raises(SchemeError, match="add up to 1"):
        FundingCase("x", "x", {"printing": 1.0}, (), "")


@pytest.mark.parametrize("gamma", [0.0, 0.1, 1.0, 10.0])
def test_the_financiers_solve_their_two_periods(gamma):
    # Exports worth 900, a flow of 550 that comes home: both markets cleared by a solver.
    exports, flow = 900.0, 550.0

    def clears(e):
        first, second = e
        position = exports * (second - first) / gamma
        return [first * exports - exports - flow - position, second * exports - exports + flow + position]

    if gamma:
        first, second = optimize.root(clears, [1.0, 1.0], method="hybr").x
        assert 100 * (first - 1) == pytest.approx(flow * by_financiers(gamma, exports), rel=1e-8)
        assert second - 1 == pytest.approx(-(first - 1), rel=1e-8), "what comes home reverses the move"
    else:
        assert by_financiers(0.0, exports) == 0
    assert by_financiers(np.inf, exports) == pytest.approx(100 / exports)


def test_stocks_clear_the_market_of_yen_assets():
    # Residents hold 1000 abroad of a wealth of 6000, foreigners 700 in yen of 20000; the public buys 10
    # dollars for yen.
    D, W, X, abroad, bought = 1000.0, 6000.0, 700.0, 20000.0, 10.0
    a, b = D / W, X / abroad

    def excess(e):
        residents = (1 - a) * (W + D * (e - 1))
        foreigners = b * e * (abroad - X + X / e)
        return residents + foreigners - ((W - D) + X + e * bought)

    e = optimize.brentq(excess, 1.0, 1.2, xtol=1e-14)
    # To first order, with the stocks weighted by one less the foreign shares.
    assert 100 * (e - 1) == pytest.approx(bought * by_stocks((1 - a) * D, (1 - b) * X), rel=0.02)
    assert by_stocks(1000, 700, offset=0.25) == pytest.approx(0.75 * by_stocks(1000, 700))
    assert by_stocks(1000, 700, rebalanced=0.5) == pytest.approx(2 * by_stocks(1000, 700))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: by_stocks(0, 1),
        lambda: by_stocks(1, 1, 0.0, 0.0),
        lambda: by_financiers(-1, 1),
        lambda: by_financiers(1, 0),
    ],
)
def test_impossible_stocks_and_parameters_are_refused(wrong):
    with pytest.raises(SchemeError):
        wrong()


def test_laws_come_from_their_sources():
    found = transmission.theories(KNOWN)
    assert list(found) == data.table("yen_theories")["id"].tolist()
    assert found["panel"].law == Law("even", 1.7, 2.0)
    # 1 % of 4,000 billion at 0.5 % a billion, in a market 9.6 / 1.9 times as large.
    assert (
        found["order_flow"].law.second == pytest.approx(40 * 0.5 * 1.9 / 9.6)
        and found["order_flow"].law.first == 0
    )
    # 1.36 of 1.7 is left after a month: four fifths, twelve times over.
    assert found["order_flow"].left_after_a_year == pytest.approx(0.8**12)
    assert all(theory.left_after_a_year == 1 for name, theory in found.items() if name != "order_flow")
    assert found["financiers"].law.first == 0 < found["financiers"].law.second


def test_a_base_in_dollars_of_the_dollar_is_not_divided_by_the_gdp_of_japan():
    found = transmission.theories(KNOWN)
    assert found["granular"].law is None and found["swap_basis"].law is None
    assert set(transmission.with_numbers(found)) == set(found) - {"granular", "swap_basis"}
    published = data.table("yen_flow_elasticities").set_index("key")
    absurd = 40 / float(published.loc["CHR2022_FLOW", "mid"])
    assert all(abs(theory.law.ppf(0.5)) < absurd for theory in transmission.with_numbers(found).values())


def test_estimates_keep_the_mass_at_or_below_zero_that_their_errors_give():
    found = transmission.theories(KNOWN)
    # P(Z <= -1.36 / 1.3), and above one half where the estimate is below zero.
    assert found["own_operations"].law.not_above_zero == pytest.approx(0.1477, abs=2e-4)
    assert found["private_flows"].law.not_above_zero > 0.5
    # A t interval is wider than a normal one, and its width is kept.
    law = estimated(KNOWN.private)
    assert 2 * 1.959964 * law.second == pytest.approx(
        KNOWN.private.interval(0.95)[1] - KNOWN.private.interval(0.95)[0], rel=1e-6
    )


def test_private_flows_are_found_where_they_move_the_yen():
    rng = np.random.default_rng(11)
    months = pd.period_range("1996-01", periods=360, freq="M")
    flow = pd.Series(rng.normal(0.3, 0.4, 360), months)
    fx = pd.Series(100 * np.exp(np.cumsum(2.0 * flow.to_numpy() + rng.normal(0, 1, 360)) / 100), months)
    found = private_response(flow, fx, horizon=3)
    assert found.estimate == pytest.approx(2.0, abs=4 * found.std_error) and found.std_error < 0.5
    turned = private_response(flow, 1 / fx, horizon=3)
    assert turned.estimate == pytest.approx(-found.estimate), "the other quotation turns the sign"


def test_the_basis_costs_what_it_adds_and_the_right_way_round():
    # 400 billion at a basis of -0.5 points: 2 billion a year.
    assert yearly_cost(400.0, -0.5) == pytest.approx(2.0)
    assert yearly_cost(400.0, 0.0) == 0 and yearly_cost(100.0, 0.1) < 0
    quotes = data.table("fx_market")
    basis = quotes[quotes["item"].str.startswith("Dollar-yen basis")]["value"].astype(float)
    assert BASIS_RANGE[1] == np.round(basis.min()) and (basis < 0).all()
    with pytest.raises(SchemeError, match="0 or more"):
        yearly_cost(-1.0, -0.5)
