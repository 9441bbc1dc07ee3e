"""The ladder of taxes: hand arithmetic from the fact tables, and what must hold at every rung."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import SchemeError
from analysis.scheme import taxation
from analysis.scheme.taxation import REGIMES, deferral, dividend, interest

regimes = st.sampled_from(REGIMES)
holdings = st.floats(0, 1)
dates = st.dates(date(2020, 1, 1), date(2028, 12, 31))


@settings(max_examples=80, deadline=None)
@given(regimes, holdings, dates, st.integers(0, 36), st.booleans(), st.none() | st.floats(0, 0.5))
def test_rungs_add_up_and_nothing_is_taxed_below_zero(regime, holding, on, months, state, effective):
    ladder = dividend(regime, holding, on, months_held=months, state=state, effective_rate=effective)
    assert_allclose(ladder.rungs["tax"].sum(), ladder.total, atol=1e-10)
    assert_allclose(100 - ladder.rungs["tax"].cumsum(), ladder.rungs["left"], atol=1e-10)
    assert (ladder.rungs["tax"] >= 0).all() and 0 < ladder.net < 100
    assert ladder.total <= ladder.twice + 1e-9 or effective is not None


def test_a_controlled_subsidiary_by_hand():
    # 25.63 in the US; nothing withheld at 50 % or more; 31.52 % of 5 % of 74.37 in Japan.
    ladder = dividend("2013 protocol", 1.0, date(2026, 11, 1))
    assert_allclose(ladder.total, 25.63 + 0.3152 * 0.05 * 74.37, atol=1e-9)
    assert ladder.wedge < 0 and ladder.share_of_full < 0


def test_a_small_holding_pays_withholding_with_credit():
    # Below 10 %: 10 % withheld, 31.52 % in Japan less the credit.
    ladder = dividend("2013 protocol", 0.05, date(2026, 11, 1))
    assert_allclose(ladder.total, 25.63 + 74.37 * 0.3152, atol=1e-9)
    assert list(ladder.rungs["rate"])[-2:] == pytest.approx([0.10, 0.2152])


def test_without_a_treaty_the_statutory_rate_is_withheld():
    ladder = dividend("no treaty", 1.0, date(2026, 11, 1))
    assert_allclose(ladder.total, 25.63 + 74.37 * 0.30 + 0.3152 * 0.05 * 74.37, atol=1e-9)


def test_full_double_taxation_by_hand():
    assert_allclose(dividend().twice, 100 - 74.37 * 0.7 * (1 - 0.3152), atol=1e-9)
    assert_allclose(interest().twice, 100 - 70 * (1 - 0.3152), atol=1e-9)
    # The article's benchmark withholds nothing: 25.63, then 31.52 percent of the 74.37 that are left;
    # interest is deducted.
    assert_allclose(dividend().both, 25.63 + 0.3152 * 74.37, atol=1e-9)
    assert_allclose(dividend(effective_rate=0.15).both, dividend().both)
    assert_allclose(interest().both, 31.52, atol=1e-9)
    assert dividend().once < dividend().both < dividend().twice
    assert dividend().share_of_both < 0 and math.isnan(interest().share_of_both)


@settings(max_examples=40, deadline=None)
@given(holdings, dates)
def test_a_treaty_never_costs_more_and_the_protocol_never_more_than_the_convention(holding, on):
    totals = [dividend(regime, holding, on).total for regime in REGIMES]
    assert totals[0] >= totals[1] - 1e-9 and totals[1] >= totals[2] - 1e-9


@pytest.mark.parametrize(
    ("regime", "holding", "months", "withheld"),
    [
        ("2013 protocol", 0.5, 6, 0.0),
        ("2013 protocol", 0.5, 5, 0.05),
        ("2013 protocol", 0.499, 12, 0.05),
        ("2003 convention", 0.5, 12, 0.05),
        ("2003 convention", 0.51, 12, 0.0),
        ("2003 convention", 0.51, 11, 0.05),
        ("2013 protocol", 0.1, 12, 0.05),
        ("2013 protocol", 0.099, 12, 0.10),
        ("no treaty", 1.0, 36, 0.30),
    ],
)
def test_thresholds_of_the_treaties(regime, holding, months, withheld):
    ladder = dividend(regime, holding, months_held=months)
    assert ladder.rungs.loc["US withholding on the dividend", "rate"] == pytest.approx(withheld)


def test_the_surtax_begins_with_the_fiscal_year():
    before, after = (dividend(on=day).total for day in (date(2026, 3, 31), date(2026, 4, 1)))
    assert_allclose(after - before, 74.37 * 0.05 * (0.3152 - 0.3062), atol=1e-9)


def test_interest_to_banks_is_taxed_once_and_without_a_treaty_withholding_is_credited():
    for regime in REGIMES:
        assert_allclose(interest(regime).total, 31.52, atol=1e-9)
        assert interest(regime).wedge == pytest.approx(0, abs=1e-9)
    assert interest("2003 convention", "other").rungs["rate"].iloc[1] == pytest.approx(0.10)
    assert interest("no treaty", taxed_in_japan=False).total == pytest.approx(30)
    assert interest(taxed_in_japan=False).total == 0


def test_low_us_tax_brings_the_top_up():
    ladder = dividend(effective_rate=0.05)
    assert_allclose(ladder.rungs.loc["Pillar Two top-up to 15 %", "tax"], 10)
    assert dividend(effective_rate=0.20).rungs.loc["Pillar Two top-up to 15 %", "tax"] == 0


def test_every_rung_names_its_source_rows():
    rungs = dividend().rungs
    assert (rungs["source"] != "").all() and rungs["grade"].isin(["A", "B", "C"]).all()


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 0.5), st.integers(0, 40), st.floats(-0.1, 0.2))
def test_deferral_is_worth_nothing_where_money_earns_its_discount_rate(residual, years, yearly):
    assert deferral(residual, years, yearly, yearly) == pytest.approx(residual)
    assert deferral(residual, 0, 0.01, 0.2) == pytest.approx(residual)


def test_deferral_by_hand():
    assert deferral(0.01, 10, 0.03, 0.06) == pytest.approx(0.01 * (1.03 / 1.06) ** 10)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: dividend("1971 convention"), "no treaty, 2003"), (lambda: dividend(holding=50), "Write 0.1"),
        (lambda: dividend(effective_rate=21), "Write 0.04"), (lambda: interest(lender="JBIC"), "bank, other"),
        (lambda: taxation.dividend(basis="osaka"), "tokyo, mof"),
    ],
)  # fmt: skip
def test_impossible_questions_are_refused(call, said):
    with pytest.raises(SchemeError, match=said):
        call()
