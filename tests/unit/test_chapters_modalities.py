"""What the page on the terms computes: shares by hand, returns against the scheme's own, Korea's clauses."""

import pandas as pd
import pytest

from analysis import scheme
from analysis.chapters.modalities import clauses, projects, returns, risks, stages

TERMS = scheme.terms()
PROJECT = scheme.Project(cost=100.0, return_=0.06, years=30, construction=3)


def test_a_share_of_the_amount_counts_rows_without_an_amount_as_nothing():
    rows = pd.DataFrame({"amount_usd_bn": [30.0, 10.0, None]})
    assert projects.share_of_amount(rows, pd.Series([False, True, True])) == 25.0


def test_a_claim_on_the_pension_fund_in_yen_and_of_the_commitment():
    fund = pd.Series(
        {"gpif_assets_2025_06": 250.0, "gpif_alternatives_cap": 5.0, "gpif_alternatives_share": 1.6}
    )
    rows = projects.pension_rows(fund, 0.10, yen=125.0, commitment=500.0)
    assert list(rows["Trillion yen"]) == pytest.approx([25.0, 12.5, 4.0])
    # 25 trillion yen are 200 billion dollars.
    assert list(rows["Percent of the commitment"]) == pytest.approx([40.0, 20.0, 6.4])


def test_of_what_was_disbursed_nothing_is_published():
    found = pd.DataFrame(
        {"amount": [110.0, 0.0], "projects": [4, 0], "without_amount": [1, 0], "lowest_grade": ["B", ""]},
        index=["announced", "disbursed"],
    )
    rows = stages.with_pledge(found, 550.0)
    assert (
        list(rows["share"][:2]) == [100.0, 20.0] and rows.loc["Disbursed", ["amount", "share"]].isna().all()
    )


@pytest.mark.parametrize("target", [0.0, 0.03, TERMS.deemed_rate])
def test_a_project_that_earns_what_it_needs_pays_the_target(target):
    needed = returns.needed_return(target, PROJECT, TERMS)
    assert scheme.japan_return(returns.earning(PROJECT, needed), TERMS) == pytest.approx(target, abs=1e-6)


def test_readings_are_named_by_test_balance_and_interest():
    table = returns.by_reading(scheme.alternatives(TERMS), PROJECT, 0.04, (0.06,))
    assert "cumulative | declining | with interest" in table.index
    assert table["6 %"].iloc[0] == scheme.japan_return(PROJECT, TERMS)
    assert (table["Money back"] < table["Deemed rate"]).all()


def test_a_clause_is_worth_what_the_scheme_says_of_it():
    plan = scheme.Programme(amount=TERMS.amount, years=3.4, disorderly=0.1)
    cap = scheme.Clauses(yearly_cap=20.0)
    table = clauses.worth({"cap": cap}, (0.04, 0.12), PROJECT, TERMS, plan, 0.04)
    for column, rate in (("4 %", 0.04), ("12 %", 0.12)):
        with_it, without = (
            scheme.programme_worth(returns.earning(PROJECT, rate), TERMS, 0.04, plan, these)
            for these in (cap, scheme.Clauses())
        )
        assert table.loc["cap", column] == pytest.approx(with_it - without)


def test_what_changes_in_building_changes_the_row_and_no_other():
    funds = scheme.case().instruments
    rows = risks.built_otherwise(
        {"planned": {}, "late": {"delay": 3}, "tenor": {"tenor": 30}}, PROJECT, TERMS, funds, 0.04
    )
    assert rows.loc["planned", "Japan, 6 %"] == pytest.approx(100 * scheme.japan_return(PROJECT, TERMS))
    assert rows.loc["late", "Needed"] > rows.loc["planned", "Needed"]
    assert rows.loc["tenor", "Needed"] == rows.loc["planned", "Needed"]
    assert rows.loc["tenor", "State loses"] != rows.loc["planned", "State loses"]


def test_a_certain_case_loses_nothing_by_failures():
    case = scheme.case(failure=0.0, dispersion=0.0, return_=0.12)
    funds = case.instruments
    row = risks.with_failures(case, PROJECT, TERMS, funds, 0.04)
    account = scheme.account(returns.earning(PROJECT, 0.12), TERMS, funds)
    sure = risks.by_instrument(account, funds, 0.04)
    assert row["Fails"] == 0 and row["Return to Japan"] == pytest.approx(sure["All of Japan"])
    assert row["Insurer"] == pytest.approx(-sure["Insurer loses"])
    assert row["State"] == pytest.approx(-sure["State loses"])
