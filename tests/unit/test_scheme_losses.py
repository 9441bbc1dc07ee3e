"""Losses by outcome: a scalar solver in plain Python beside the account, identities, and the switches of the
bridge."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis import data, scheme
from analysis.errors import SchemeError
from analysis.scheme import calibration, exposure, premium, sensitivity
from analysis.scheme.book import Book

CASE = scheme.case()
ONE = Book(("a gas plant",), ({"gas_power": 1.0},), np.array([100.0]))
BOOK = scheme.selected()


def by_hand(case, overrun=0.0, lived=None):
    """State's and lenders' present values of 1 called, year by year: no arrays, no package code but the
    case's numbers."""
    d, n, c = case.discount, case.years, case.construction
    mix, deemed = case.instruments, float(case.terms.deemed_rate)
    asked = mix.guaranteed_rate + (mix.cover * case.premium if case.passed_on else 0.0)
    planned = 1 / (1 + overrun)
    grown = sum(planned / c * (1 + case.return_) ** (c - 1 - t) for t in range(c))
    level = grown * case.return_ / (1 - (1 + case.return_) ** -n)
    lived = n if lived is None else lived
    rates, shares = (mix.loan_rate, asked), (mix.loan, mix.guaranteed)
    drawn = [
        sum(share / c * (1 + r) ** (c - 1 - t) for t in range(c))
        for share, r in zip(shares, rates, strict=True)
    ]
    pay = [b * r / (1 - (1 + r) ** -mix.tenor) for b, r in zip(drawn, rates, strict=True)]
    arrears, held, balance, building = [0.0, 0.0], 0.0, drawn[1], 0.0
    state = lenders = carried = 0.0
    for t in range(c + n + 1):
        discount, age = (1 + d) ** -t, t - c + 1
        if t < c:
            called = 1 / c
            state -= (mix.equity + mix.loan) * called * discount
            lenders -= mix.guaranteed * called * discount
            if t:  # premium on what was drawn up to the date before
                fee = case.premium * mix.cover * building
                state, lenders = state + fee * discount, lenders - fee * discount
                carried += deemed * t / c
            building = building * (1 + asked) + mix.guaranteed * called
            continue
        cash = level if 1 <= age <= lived else 0.0
        if lived < n and age == lived + 2:
            cash = case.recovery / (
                1 + overrun
            )  # of the plan: an overrun is worth nothing in a failure either
        # The amount by year, original balance, carried forward at face value; 50/50 up to it, then 10/90.
        due = carried + (deemed + 1 / n if age <= n else 0.0)
        before = min(cash, 2 * due) if age <= n else 0.0
        japan = 0.5 * before + 0.1 * (cash - before)
        carried = due - 0.5 * before
        serving = age <= mix.tenor
        if age == 1:
            balance = drawn[1]
        if serving and age <= lived:
            fee = case.premium * mix.cover * balance
            state, lenders = state + fee * discount, lenders - fee * discount
        arrears = [a * (1 + r) for a, r in zip(arrears, rates, strict=True)]
        held *= 1 + asked
        owed = [a + (p if serving else 0.0) for a, p in zip(arrears, pay, strict=True)]
        paid = min(japan, sum(owed))
        met = paid / sum(owed) if sum(owed) else 1.0
        repaid, claim = met * held, mix.cover * (1 - met) * (pay[1] if serving else 0.0)
        held += claim - repaid
        arrears = [o * (1 - met) for o in owed]
        if serving:
            balance = balance * (1 + asked) - pay[1]
        state += (japan - paid + met * owed[0] + repaid - claim) * discount
        lenders += (met * owed[1] - repaid + claim) * discount
    return state, lenders


@pytest.mark.parametrize("returned", [0.04, 0.06, 0.10, 0.14])
@pytest.mark.parametrize(("overrun", "lived"), [(0.0, None), (0.16, None), (0.16, 0), (0.16, 6)])
@pytest.mark.parametrize("passed_on", [True, False])
def test_the_loss_of_an_outcome_is_that_of_a_scalar_solver(returned, overrun, lived, passed_on):
    case = replace(
        CASE, return_=returned, dispersion=0.0, failure=0.0 if lived is None else 0.5, passed_on=passed_on,
        overruns={"gas_power": overrun},
    )  # fmt: skip
    found = exposure.outcomes(case, "gas_power")
    at = -1 if lived is None else lived
    state, lenders = by_hand(case, overrun, lived)
    assert found.loss["state"][at] == pytest.approx(-state, rel=1e-9)
    assert found.loss["lenders"][at] == pytest.approx(-lenders, rel=1e-9, abs=1e-12)


def test_the_ordinary_loss_is_the_account_of_a_project_that_does_what_was_planned():
    plain = scheme.account(scheme.Project(cost=100.0, return_=0.06, years=30, construction=3), scheme.terms())
    assert exposure.ordinary_loss(CASE, ONE) == pytest.approx(
        -plain.worth("state", CASE.discount)[0], rel=1e-12
    )


def test_a_tax_on_the_vehicle_comes_off_before_the_split():
    taxed = scheme.Project(cost=100.0, return_=0.06, years=30, construction=3, us_tax=0.21)
    loss = exposure.ordinary_loss(replace(CASE, us_tax=0.21), ONE)
    assert loss == pytest.approx(
        -scheme.account(taxed, scheme.terms()).worth("state", CASE.discount)[0], rel=1e-12
    )
    assert loss > exposure.ordinary_loss(CASE, ONE)


def test_state_and_lenders_together_are_japan():
    found = exposure.outcomes(CASE, "nuclear")
    _, lived, returned = exposure.ranks(CASE)
    a = scheme.account(CASE.project("nuclear", returned), CASE.terms, CASE.funds, failed=lived)
    assert_allclose(found.loss["state"] + found.loss["lenders"], -a.worth("japan", CASE.discount), atol=1e-12)
    assert_allclose(found.loss["own"] + found.loss["insurer"], found.loss["state"], atol=1e-12)


def test_what_is_paid_less_what_is_got_is_the_loss():
    pays = exposure.money(CASE, BOOK)
    loss = pays["paid in"] + pays["claims"] - pays["received"] - pays["paid back"] - pays["premiums"]
    assert loss == pytest.approx(exposure.expected_loss(CASE, BOOK), rel=1e-12)
    assert (pays > 0).all()


def test_ranks_cover_everything_once_and_keep_the_probabilities_and_the_mean():
    edges, lived, returned = exposure.ranks(CASE)
    assert edges[0] == 0 and edges[-1] == pytest.approx(1, abs=1e-12) and (np.diff(edges) > 0).all()
    failing = lived < CASE.years
    probability = np.diff(edges)
    assert probability[failing].sum() == pytest.approx(CASE.failure, rel=1e-12)
    # A constant hazard: the chance of failing in a year, of those that live, is the same each year.
    alive = 1 - np.concatenate([[0.0], np.cumsum(probability[failing])[:-1]])
    assert_allclose(probability[failing] / alive, 1 - (1 - CASE.failure) ** 0.1, rtol=1e-9)
    assert probability[~failing] @ returned[~failing] / (1 - CASE.failure) == pytest.approx(
        CASE.return_, rel=1e-12
    )
    spread = probability[~failing] @ (returned[~failing] - CASE.return_) ** 2 / (1 - CASE.failure)
    assert np.sqrt(spread) == pytest.approx(CASE.dispersion, rel=2e-3)


@pytest.mark.parametrize(("cell", "low", "high"), [(0, -np.inf, -3.9), (40, 0.0, 0.1), (-1, 3.9, np.inf)])
def test_each_return_is_the_mean_of_a_tenth_of_a_standard_deviation(cell, low, high):
    """The oracle is scipy's truncated normal; the outermost cells reach to infinity."""
    edges, lived, returned = exposure.ranks(CASE)
    whole = lived == CASE.years
    between = stats.truncnorm(low, high)
    assert returned[whole][cell] == pytest.approx(CASE.return_ + CASE.dispersion * between.mean(), rel=1e-6)
    probability = (1 - CASE.failure) * (stats.norm.cdf(high) - stats.norm.cdf(low))
    assert np.diff(edges)[whole][cell] == pytest.approx(probability, rel=1e-6)


def test_the_bridge_adds_up_and_each_step_is_one_switch():
    steps = exposure.bridge(CASE, BOOK)
    assert steps[:-1].sum() == pytest.approx(steps["expected"], rel=1e-12)
    assert steps["expected"] == pytest.approx(exposure.expected_loss(CASE, BOOK), rel=1e-12)
    assert steps["ordinary"] == pytest.approx(exposure.ordinary_loss(CASE, BOOK), rel=1e-12)
    without = exposure.bridge(replace(CASE, overruns={}), BOOK)
    assert without["overruns"] == 0 and without["ordinary"] == pytest.approx(steps["ordinary"])
    assert exposure.bridge(replace(CASE, failure=0.0), BOOK)["failures"] == 0


def test_an_overrun_costs_and_a_recovery_gives():
    # Weight of the sectors: nuclear 40 of 109, gas 66.3; the rest has no sample and no overrun.
    overrun = exposure.bridge(CASE, BOOK)["overruns"]

    def of_one(sector):
        return Book(("x",), ({sector: 1.0},), np.array([1.0]))

    built = replace(CASE, failure=0, dispersion=0, premium=0)
    alone = {
        sector: exposure.ordinary_loss(CASE, of_one(sector)) - exposure.expected_loss(built, of_one(sector))
        for sector in ("nuclear", "gas_power", "oil_export")
    }
    assert alone["oil_export"] == 0 and alone["nuclear"] < alone["gas_power"] < 0
    assert overrun == pytest.approx(-(40 * alone["nuclear"] + 66.3 * alone["gas_power"]), rel=1e-9)
    low, high = (exposure.expected_loss(replace(CASE, recovery=share), BOOK) for share in (0.3, 0.8))
    assert low > high


def test_premiums_pass_from_lenders_to_the_insurer_and_come_back_as_claims():
    free, charged = replace(CASE, premium=0.0), replace(CASE, passed_on=False)
    for party, sign in (("insurer", -1), ("lenders", 1)):
        moved = exposure.expected_loss(charged, BOOK, party) - exposure.expected_loss(free, BOOK, party)
        assert moved == pytest.approx(sign * exposure.money(charged, BOOK)["premiums"], rel=1e-9)
    # Passed on to projects that cannot pay it, it leaves the state where it was, to a hundredth of what is
    # charged.
    passed = exposure.expected_loss(CASE, BOOK) - exposure.expected_loss(free, BOOK)
    assert abs(passed) < 0.05 * exposure.money(CASE, BOOK)["premiums"]


def test_the_required_premium_leaves_the_insurer_with_nothing():
    needed = exposure.required_premium(CASE, BOOK)
    left = exposure.expected_loss(replace(CASE, premium=needed, passed_on=False), BOOK, "insurer")
    assert left == pytest.approx(0, abs=1e-9)
    assert needed > CASE.premium
    with pytest.raises(SchemeError, match="nothing is insured"):
        exposure.required_premium(
            replace(CASE, instruments=scheme.Instruments(equity=0.5, loan=0.5, guaranteed=0.0)), BOOK
        )


def test_the_covered_balance_by_hand():
    # 100 called in two halves, 60 % of it insured at 10 %, two level payments, 90 % covered.
    mix = scheme.Instruments(equity=0.0, loan=0.4, guaranteed=0.6, guaranteed_rate=0.10, tenor=2, cover=0.9)
    flows = scheme.cash_flows(scheme.Project(cost=100.0, return_=0.05, years=4, construction=2))
    first, second = 30.0, 30 * 1.1 + 30
    level = second * 0.1 / (1 - 1.1**-2)
    owed = np.array([0, first, second, second * 1.1 - level, 0, 0, 0])
    assert_allclose(premium.covered_balance(flows, mix)[0], 0.9 * owed, atol=1e-12)
    # It fails at once: no premium from the first missed year on.
    failed = premium.covered_balance(flows, mix, np.array([0]))
    assert_allclose(failed[0], 0.9 * np.array([0, first, 0, 0, 0, 0, 0]), atol=1e-12)


def test_a_yearly_amount_is_worth_its_present_value():
    level = exposure.yearly(100.0, CASE)
    assert sum(level / (1 + CASE.discount) ** t for t in range(1, 34)) == pytest.approx(100, rel=1e-12)


def test_the_case_rests_on_its_rows():
    table = data.table("calibration").set_index("id")["value"]
    assert CASE.failure == table["pf_default_10y"] / 100 == 0.067
    assert CASE.recovery == table["pf_recovery"] / 100 == 0.8
    assert CASE.premium == table["premium_d"] / 100 == 0.01
    assert (
        CASE.overruns["nuclear"] == 1.025
        and CASE.overruns["gas_power"] == 0.16
        and "minerals" not in CASE.overruns
    )
    assert list(scheme.failures().values()) == pytest.approx([0.0, 0.067, 0.167])
    assert CASE.discount == float(data.load(calibration.YIELD).dropna().iloc[-1]) / 100


def test_the_selected_projects_are_those_of_the_table():
    assert BOOK.total == pytest.approx(109.0) and len(BOOK.items) == 6
    assert BOOK.concentration() == pytest.approx((40 + 33.3) / 109)
    whole = scheme.commitment()
    assert whole.total == pytest.approx(550) and whole.copies == 5 and whole.projects == 30
    assert_allclose(whole.amounts / whole.amounts.sum(), BOOK.amounts / 109)
    # What has no sample of overruns is known by name: a new sector must be looked up.
    assert {sector for made_of in BOOK.sectors for sector in made_of} - set(CASE.overruns) == {
        "oil_export",
        "minerals",
    }
    equal = BOOK.equal()
    assert equal.projects == 6 and equal.total == pytest.approx(109)
    assert exposure.expected_loss(CASE, equal) == pytest.approx(exposure.expected_loss(CASE, BOOK), rel=1e-12)


def test_thresholds_are_roots_and_a_reader_is_told_where_there_is_none():
    returned = sensitivity.threshold(CASE, BOOK, "return_")
    assert exposure.expected_loss(replace(CASE, return_=returned), BOOK) == pytest.approx(0, abs=1e-6)
    assert exposure.expected_loss(replace(CASE, return_=returned - 0.01), BOOK) > 0
    assert exposure.expected_loss(replace(CASE, return_=returned + 0.01), BOOK) < 0
    assert np.isnan(sensitivity.threshold(CASE, BOOK, "recovery")), (
        "no recovery makes good what the clause takes"
    )
    with pytest.raises(SchemeError, match="no threshold"):
        sensitivity.threshold(CASE, BOOK, "years")


def test_the_premium_at_which_the_insurer_breaks_even_is_the_required_one():
    # One is searched for over all premiums, the other is expected cost over expected covered balance.
    case = replace(CASE, passed_on=False)
    found = sensitivity.threshold(case, BOOK, "premium", party="insurer")
    assert found == pytest.approx(exposure.required_premium(case, BOOK), abs=1e-7)


@pytest.mark.parametrize("name", ["failure", "recovery", "premium", "discount", "deemed_rate", "split_after"])
def test_a_threshold_at_nothing_is_found(name):
    # Shares and rates begin at zero: a loss that is reached there is reached nowhere lower.
    loss = exposure.expected_loss(sensitivity.moved(CASE, name, 0.0), ONE)
    assert sensitivity.threshold(CASE, ONE, name, loss) == 0.0


def test_a_step_and_a_change_say_what_they_move():
    steps = sensitivity.slopes(CASE, BOOK, {"return_": 0.01, "correlation": 0.2})
    assert steps["return_"] < 0 and steps["correlation"] == pytest.approx(0, abs=1e-9)
    half = sensitivity.worth(CASE, BOOK, {"all cash to Japan": sensitivity.moved(CASE, "split_before", 0.99)})
    assert half["all cash to Japan"] > 0


def test_losses_fall_with_the_project_return():
    losses = [exposure.expected_loss(replace(CASE, return_=r), BOOK) for r in (0.0, 0.04, 0.08, 0.12, 0.20)]
    assert all(a > b for a, b in pairwise(losses))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"recovery": 80}, "Write 0.1 for 10 %"),
        ({"failure": -0.1}, "share"),
        ({"return_": 6}, "rate a year"),
        ({"dispersion": 0.1}, "two points"),
        ({"window": 31}, "shorten the window"),
        ({"premium": -0.01}, "rate a year"),
        ({"overruns": {"nuclear": -1}}, "overrun of nuclear"),
    ],
)
def test_an_impossible_case_is_refused(change, said):
    with pytest.raises(SchemeError, match=said):
        scheme.case(**change)


def test_an_unknown_field_and_an_empty_book_are_refused():
    with pytest.raises(SchemeError, match="has no 'recoveries'"):
        scheme.case(recoveries=0.8)
    with pytest.raises(SchemeError, match="one project or more"):
        Book((), (), np.array([]))
    with pytest.raises(SchemeError, match="0 or more"):
        Book(("x",), ({"nuclear": 1.0},), np.array([-1.0]))
