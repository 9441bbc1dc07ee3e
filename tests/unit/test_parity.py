"""Covered parity and the cost of a hedge: identities, conventions, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.currency import rates
from analysis.passthrough.currency.parity import cost_of_hedge, hedging_cost

PROPERTIES = settings(max_examples=25, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
quotations = st.sampled_from(rates.QUOTATIONS)
day_counts = st.sampled_from(rates.DAY_COUNTS)


def market(seed, periods=60, freq="M"):
    """Spot, yen and dollar rates."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("2010-01", periods=periods, freq=freq)
    spot = pd.Series(110 * np.exp(0.02 * rng.standard_normal(periods).cumsum()), index, name="usd_jpy")
    yen = pd.Series(0.2 + 0.1 * rng.random(periods), index)
    dollar = pd.Series(3 + rng.random(periods), index)
    return spot, yen, dollar


def parity_forward(spot, yen, dollar, basis, months, quotation, day_count):
    """The forward at which the yen rate made through dollars is the yen rate plus `basis`."""
    years = [rates.year_fraction(spot.index, months, count) for count in day_count]
    home = rates.log_return((yen + basis).to_numpy(), years[0], quotation[0])
    foreign = rates.log_return(dollar.to_numpy(), years[1], quotation[1])
    return spot * np.exp((home - foreign) / 100)


# ------------------------------------------------------------------ quotations


def test_quotations_pay_what_they_say():
    for quotation, expected in (
        ("log", np.exp(0.05 / 4)), ("simple", 1 + 0.05 / 4), ("discount", 1 / (1 - 0.05 / 4)),
    ):  # fmt: skip
        assert_allclose(np.exp(rates.log_return(np.array([5.0]), 0.25, quotation) / 100), expected)


@PROPERTIES
@given(rate=st.floats(-5, 60), years=st.floats(0.02, 1.2), quotation=quotations)
def test_rates_and_returns_are_inverses(rate, years, quotation):
    gain = rates.log_return(np.array([rate]), years, quotation)
    assert_allclose(rates.annual_rate(gain, years, quotation), [rate], rtol=1e-10, atol=1e-12)


def test_day_counts():
    calendar = pd.PeriodIndex(["2023-12", "2024-01", "2024-02"], freq="M")
    assert_allclose(rates.year_fraction(calendar, 3, "30/360"), [0.25, 0.25, 0.25])
    assert_allclose(rates.year_fraction(calendar, 3, "act/360"), np.array([91, 91, 90]) / 360)
    assert_allclose(rates.year_fraction(calendar, 3, "act/365"), np.array([91, 91, 90]) / 365)
    quarters = pd.PeriodIndex(["2023Q4", "2024Q1"], freq="Q")
    assert_allclose(rates.year_fraction(quarters, 12, "act/365"), np.array([366, 366]) / 365)


# ------------------------------------------------------------------ the basis
def test_a_basis_below_zero_makes_a_hedge_dearer_by_hand():
    # Dollars at 5, yen at 1: the gap is 4. With a basis of -0.5 the hedge takes 4.5, and of a yield gap of 3
    # leaves -1.5.
    month = pd.period_range("2024-01", periods=2, freq="M")
    yen, dollar, yen_bond, dollar_bond = (pd.Series(x, month) for x in (1.0, 5.0, 1.5, 4.5))
    found = hedging_cost(
        home_rate=yen, abroad_rate=dollar, basis=-0.5, home_yield=yen_bond, abroad_yield=dollar_bond
    )
    assert_allclose(found.cost, 4.5)
    assert_allclose(found.pickup, -1.5)
    assert_allclose(cost_of_hedge(4.0, -0.5), 4.5)


@PROPERTIES
@given(
    seed=seeds,
    basis=st.floats(-2, 2),
    months=st.integers(1, 12),
    quotation=st.tuples(quotations, quotations),
    day_count=st.tuples(day_counts, day_counts),
)
def test_the_basis_put_into_a_forward_is_found(seed, basis, months, quotation, day_count):
    spot, yen, dollar = market(seed)
    forward = parity_forward(spot, yen, dollar, basis, months, quotation, day_count)
    convention = dict(months=months, quotation=quotation, day_count=day_count)
    cost = hedging_cost(home_rate=yen, abroad_rate=dollar, spot=spot, forward=forward, **convention)
    assert_allclose(cost.frame["basis"], basis, atol=1e-9)
    inferred = hedging_cost(home_rate=yen, abroad_rate=dollar, basis=basis, **convention)
    assert_allclose(cost.cost, inferred.cost, atol=1e-9)
    assert (cost.basis_source, cost.warnings) == ("measured from forward rates", ())


@PROPERTIES
@given(seed=seeds)
def test_in_logs_the_basis_is_the_premium_less_the_differential(seed):
    spot, yen, dollar = market(seed)
    forward = spot * np.exp(-0.01 + 0.001 * np.random.default_rng(seed).standard_normal(len(spot)))
    premium = 400 * np.log(forward / spot)
    found = hedging_cost(home_rate=yen, abroad_rate=dollar, spot=spot, forward=forward)
    assert_allclose(found.frame["basis"], premium - (yen - dollar), atol=1e-10)
    assert_allclose(found.cost, -premium, atol=1e-10)


@PROPERTIES
@given(seed=seeds)
def test_seen_from_the_other_side_the_basis_changes_sign(seed):
    spot, yen, dollar = market(seed)
    forward = parity_forward(spot, yen, dollar, -0.4, 3, ("log", "log"), ("30/360", "30/360"))
    other = hedging_cost(home_rate=dollar, abroad_rate=yen, spot=1 / spot, forward=1 / forward)
    assert_allclose(other.frame["basis"], 0.4, atol=1e-9)


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["order", "start", "end", "object", "gap"]))
def test_form_of_the_series_does_not_matter_and_a_gap_costs_its_period(seed, how):
    _spot, yen, dollar = market(seed)
    theirs = hedging_cost(home_rate=yen, abroad_rate=dollar).cost
    changed = {
        "order": lambda x: x.sample(frac=1, random_state=seed),
        "start": lambda x: x.set_axis(x.index.to_timestamp()),
        "end": lambda x: x.set_axis(x.index.to_timestamp(how="end")),
        "object": lambda x: x.astype(object),
        "gap": lambda x: x.drop(x.index[20]),
    }[how]
    ours = hedging_cost(home_rate=changed(yen), abroad_rate=dollar).cost
    if how == "gap":
        theirs = theirs.drop(theirs.index[20])
    pd.testing.assert_series_equal(ours, theirs)


# ------------------------------------------------------------------ the pick-up


@PROPERTIES
@given(seed=seeds, basis=st.floats(-1, 1))
def test_hedged_pickup_is_the_yield_gap_less_the_rate_gap_plus_the_basis(seed, basis):
    _, yen, dollar = market(seed)
    ours = hedging_cost(
        home_rate=yen, abroad_rate=dollar, basis=basis, home_yield=yen + 1, abroad_yield=dollar + 0.5
    )
    assert_allclose(ours.cost, dollar - yen - basis, atol=1e-12)
    assert_allclose(ours.pickup, -0.5 + basis, atol=1e-9)
    series = hedging_cost(home_rate=yen, abroad_rate=dollar, basis=yen * 0 + basis)
    assert_allclose(series.cost, ours.cost)
    assert series.basis_source == "given as a series"


def test_a_basis_that_is_not_given_is_said_to_be_assumed():
    _, yen, dollar = market(1)
    ours = hedging_cost(home_rate=yen, abroad_rate=dollar)
    assert_allclose(ours.cost, dollar - yen)
    assert ours.basis_source == "assumed to be zero"
    assert "covered parity is assumed" in ours.summary() and "covered parity is assumed" in ours._repr_html_()
    assert hedging_cost(home_rate=yen, abroad_rate=dollar, basis=0.0).warnings == ()
    with pytest.raises(EstimationError, match="needs home_yield"):
        _ = ours.pickup


def test_a_bill_at_a_discount_pays_more_than_its_quote():
    _, yen, dollar = market(1)
    ours = hedging_cost(home_rate=yen, abroad_rate=dollar, quotation=("simple", "discount"))
    assert_allclose(ours.cost, dollar / (1 - dollar / 400) - yen, atol=1e-10)


def test_mean_has_an_error_that_allows_for_persistence():
    rng = np.random.default_rng(0)
    index = pd.period_range("2000-01", periods=240, freq="M")
    shocks, slow = 0.2 * rng.standard_normal(240), np.zeros(240)
    for t in range(1, 240):
        slow[t] = 0.95 * slow[t - 1] + shocks[t]
    ours = hedging_cost(home_rate=pd.Series(0.0 * slow + 0.1, index), abroad_rate=pd.Series(slow + 3, index))
    mean, naive = ours.mean(), ours.mean(inference="hc1")
    assert_allclose(mean.estimate, ours.cost.mean())
    assert mean.std_error > 2 * naive.std_error
    with pytest.raises(EstimationError, match="no column 'yield'"):
        ours.mean("yield")
    with pytest.raises(EstimationError, match="every value is"):
        ours.mean("basis")


def test_japanese_investors_in_treasuries():
    """The definition of the report: US 10y - JP 10y - (US 3m - JP 3m), on the catalogue's own series."""
    yen, bill, home, abroad = (
        data.load(name) for name in ("jp_3m_interbank", "us_3m_bill", "jp_10y_yield", "us_10y_yield")
    )
    ours = hedging_cost(home_rate=yen, abroad_rate=bill, home_yield=home, abroad_yield=abroad)
    expected = (abroad - home - (bill - yen)).dropna()
    assert_allclose(ours.pickup, expected[ours.pickup.index], atol=1e-12)
    assert len(ours.pickup) == len(expected)
    assert ours.pickup["2023"].max() < 0 < ours.pickup["2012"].min()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(forward=None), "go together"),
        (dict(home_yield=market(3)[1]), "go together"),
        (dict(basis=0.1), "already hold the basis"),
        (dict(months=0), "months must be 1 or more"),
        (dict(quotation="bond"), "quotation is one of"),
        (dict(quotation=("log", "simple", "log")), "quotation is one of"),
        (dict(day_count="act/act"), "day_count is one of"),
        (dict(forward=1 / market(3)[0]), "not points or the inverse"),
        (dict(forward=-market(3)[0]), "forward rate is not positive"),
        (
            dict(home_rate=market(3)[1].set_axis(pd.period_range("1990-01", periods=60, freq="M"))),
            "no period in which",
        ),
        (dict(home_rate=market(3, freq="Q")[1]), "Aggregate to one frequency"),
        (dict(abroad_rate=market(3)[2] - 900, quotation="simple"), "lose all of the money"),
    ],
)
def test_what_cannot_be_computed_is_refused(change, message):
    spot, yen, dollar = market(3)
    arguments = dict(home_rate=yen, abroad_rate=dollar, spot=spot, forward=spot * 0.99) | change
    with pytest.raises(EstimationError, match=message):
        hedging_cost(**arguments)


@pytest.mark.parametrize("basis", [np.nan, np.inf, True])
def test_a_basis_is_a_number(basis):
    _, yen, dollar = market(3)
    with pytest.raises(EstimationError, match="the basis is a number"):
        hedging_cost(home_rate=yen, abroad_rate=dollar, basis=basis)


def test_convention_is_said():
    spot, yen, dollar = market(4)
    convention = dict(quotation=("simple", "discount"), day_count=("act/365", "act/360"))
    ours = hedging_cost(home_rate=yen, abroad_rate=dollar, spot=spot, forward=spot * 0.99, **convention)
    words = "3-month maturity; home rate simple, act/365; foreign rate discount, act/360"
    assert words in ours.summary() and words in ours.cost.attrs["convention"]
    assert ours.cost.attrs["unit"] == "percentage points a year"
    assert "periods, last" in repr(ours) and ours.mean().std_error > 0
