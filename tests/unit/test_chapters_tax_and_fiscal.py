"""What the page on taxes and the state's money arranges, on numbers worked by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import data, quantities
from analysis.chapters.tax_and_fiscal import figures, sentences, tables
from analysis.errors import NotebookError


def test_interest_is_taxed_first_in_america_and_then_in_japan():
    rungs = pd.DataFrame({"tax": [1.0, 2.0, 4.0, 8.0]})
    row = tables.interest({"bank": SimpleNamespace(rungs=rungs, total=15.0, once=16.0, twice=17.0)}).loc[
        "bank"
    ]
    assert row.tolist() == [3.0, 12.0, 15.0, 16.0, 17.0]


def test_statuses_are_shown_in_percent():
    status = pd.DataFrame(
        {"vehicle": [0.21], "withheld": [0.1], "japan": [0.03], "break_even": [0.08]}, index=["taxed"]
    )
    assert tables.statuses(status).loc["taxed"].tolist() == pytest.approx([21.0, 10.0, 3.0, 8.0])


def test_losses_are_set_against_gdp_and_the_commitment():
    row = tables.against(pd.Series({"expected": 55.0}), gdp=4400.0, total=550.0).loc[
        "Expected loss of the state"
    ]
    assert row.tolist() == [55.0, 1.25, 10.0]


def test_the_exemption_is_shown_with_its_open_rules():
    shown = tables.exemption()
    facts = data.table("tax_rules").set_index("id")
    assert shown.index[-2:].tolist() == ["treaty_article_11_bodies", "jp_jbic_status"]
    assert (shown["State"] == "open").sum() == facts.loc[shown.index, "value_text"].isna().sum()


def test_what_is_decided_ranks_japan_and_counts_the_days_of_the_treaty():
    covered = pd.DataFrame({"value": [97.5], "as_of": ["2026-03"]}, index=["nexi_portsmouth_cover"])
    debts = pd.Series({"abc": 300.0, "jpn": 230.0, "xyz": 100.0})
    shown = tables.decided(debts, stake=1.234, covered=covered, removable=0.125).set_index("What")
    assert shown.loc["Rank among twenty economies", "Value"] == "2"
    assert shown.loc["Next highest, % of GDP", "Value"] == "230.0"
    assert shown.loc["Most that tax sparing could remove, % of double tax", "Value"] == "12.5"
    (cover,) = [name for name in shown.index if name.startswith("Cover")]
    qualifier = data.table("institutions").set_index("id").loc["nexi_portsmouth_cover", "qualifier"]
    assert shown.loc[cover, "Value"] == (f"{qualifier} 97.5" if isinstance(qualifier, str) else "97.5")
    days = data.table("treaty_provisions")["from_date"].dropna().astype(str)
    assert shown.loc["Latest first day of a rate in the treaty, withholding", "Value"] == max(days)[:10]


@pytest.mark.parametrize(("bonds", "side"), [(299.0, "left"), (301.0, "right")])
def test_a_line_is_named_on_the_side_that_has_room(bonds, side):
    chances = pd.DataFrame({"low": [100.0, 0.01], "high": [50.0, 0.2]}, index=[0.0, 550.0])
    ax = figures.draw_exceedance(chances, bonds, 550.0).axes[0]
    assert next(text for text in ax.texts if "bonds" in text.get_text()).get_ha() == side
    low, high = (line.get_ydata() for line in ax.get_lines()[:2])
    assert pd.isna(low[1]) and high[1] == 0.2  # a chance below a twentieth of a percent is not drawn


def test_a_cover_at_which_the_cap_would_hold_stops_the_page():
    shares = SimpleNamespace(
        state=0.9, cover=0.9, guaranteed=0.625
    )  # half a project at a cover of 80 percent
    half = SimpleNamespace(state=0.5)
    sentences.hold_cover(shares, half, lowest=80.1)
    with pytest.raises(NotebookError, match="cover stayed below"):
        sentences.hold_cover(shares, half, lowest=80.0)


def test_a_tail_of_a_twentieth_of_the_debt_stops_the_page():
    steps = pd.Series({"ordinary": 10.0, "expected": 20.0, "overruns": 5.0, "failures": 2.0})
    bound = 0.05 * quantities.quantity("gross_debt").value  # percent of GDP
    sentences.hold_losses(steps, apart=21.0, insurer=9.0, bonds=8.0, tail=30.0, gdp=3000 / bound + 1)
    with pytest.raises(NotebookError, match="even the tail is small"):
        sentences.hold_losses(steps, apart=21.0, insurer=9.0, bonds=8.0, tail=30.0, gdp=3000 / bound - 1)


def test_confidence_that_is_decided_stops_the_page_that_calls_it_open():
    def parts(verdict):
        return {
            "burden grows": SimpleNamespace(value=1.0),
            "confidence shaken": SimpleNamespace(verdict=verdict),
        }

    sentences.hold_burden(parts("open"), found=0.2)
    with pytest.raises(NotebookError, match="Whether confidence would be shaken is open"):
        sentences.hold_burden(parts("contradicted"), found=0.2)
