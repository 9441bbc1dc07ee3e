"""What the page on China and others arranges, on numbers made by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.chapters.china_and_others import currencies, figures, investment, prices


def test_a_currency_without_all_placebo_dates_is_left_out():
    of = {name: SimpleNamespace(placebo=np.zeros((n, 6, 1))) for name, n in (("JPY", 5), ("X", 4))}
    kept, left_out = currencies.drawn_together(of)
    assert (list(kept), left_out) == (["JPY"], ["X"])


def test_a_move_is_the_mean_statistic_in_percent_over_five_fixings():
    of = {
        "A": SimpleNamespace(
            statistics=np.array([1.0, 3.0]), placebo=np.array([[[1.0], [3.0]]]), errors=pd.Series([0.2, 0.4])
        )
    }
    observed, draws, size = currencies.statistics(of)
    assert observed["A"] == 2 and draws.tolist() == [[2.0]]
    assert size["A"] == pytest.approx(0.3 * 5**0.5)


def test_moves_stand_beside_the_range_of_placebo_dates():
    draws = np.array([[1.0, -4.0], [-1.0, 4.0], [1.0, 4.0], [-1.0, -4.0]])
    observed, size = pd.Series({"A": 1.0, "B": -5.0}), pd.Series({"A": 2.0, "B": 0.5})
    table = currencies.moves(observed, draws, size, pd.Series({"A": 0.6, "B": 0.2}))
    assert list(table.index) == ["B", "A"]
    # Every placebo date moves A by one error either way: one error is two percent, none of four is smaller.
    assert table.loc["A", ["mean_move", "low", "high", "p_date"]].to_list() == [2, -2, 2, 1]
    assert table.loc["B", "p_date"] == pytest.approx(1 / 5)
    assert currencies.largest(draws) == 4
    assert table.loc["A", "found_family"] == pytest.approx((4 + 0.84) * 2)
    null = currencies.nulls(table, draws, size)["A"]
    assert (null.low, null.high) == (2 - 8, 2 + 8)


def test_the_own_currency_joins_the_foreign_prices_with_its_description():
    fx = pd.Series([1.0], name="yuan")
    fx.attrs["unit"] = "per dollar"
    foreign = pd.DataFrame({"oil": [2.0]})
    foreign.attrs["oil"] = {"unit": "dollars"}
    joined = prices.with_own_currency(SimpleNamespace(foreign=foreign, fx=fx), pd.Series([3.0]))
    assert list(joined) == ["oil", "own"] and joined.attrs["own"] == {"unit": "per dollar"}
    assert "own" not in foreign


def test_a_corrected_p_value_says_what_was_tested():
    table = pd.DataFrame({"estimate": [0.3, 0.1]}, index=pd.MultiIndex.from_product([["China"], ["a", "b"]]))
    change = pd.Series({"change": 0.2, "low": -0.1, "high": 0.5, "p": 0.02, "p_holm": 0.1})
    said = prices.alternative_texts(table, {"China": change}, {"China": "2014"}, family=5)
    assert (said["china_and_others_low_china"], said["china_and_others_high_china"]) == ("0.10", "0.30")
    assert said["china_and_others_halves_china"] == "0.20 (95 % interval −0.10 to 0.50)"
    assert said["china_and_others_holm_china"].endswith("0.10 of no change, after adjustment for 5 tests")


def test_facts_without_a_value_show_no_unit_and_final_figures_stand_first():
    facts = pd.DataFrame(
        {
            "id": ["a", "b_final"],
            "topic": "fdi",
            "item": ["first", "last"],
            "value": [np.nan, 12.5],
            "qualifier": [None, "over"],
            "unit": ["percent", "percent"],
            "conflict": ["One.", None],
            "note": ["Two.", None],
            "period": [None, "2025"],
            "source": "https://example.org/x",
            "source_title": "Publisher: the title",
            "grade": "A",
        }
    )
    rows = investment.investment_rows(facts)
    assert rows["Fact"].to_list() == ["last", "first"]
    assert rows["Value"].to_list() == ["over 12.5 percent", ""]
    assert rows["Conflict or note"].to_list() == ["", "One. Two"]
    assert list(rows)[1] == "Year" and rows["Year"].to_list() == ["2025", "–"]


def test_a_pledge_has_the_lowest_grade_of_its_sources():
    pledge = SimpleNamespace(value=250.0, text="250 billion", sources=("analogues:a", "analogues:b"))
    rows = investment.pledge_rows({"one": pledge, "two": pledge}, pd.Series({"a": "A", "b": "C"}))
    assert rows["partner"].to_list() == ["two", "one"] and set(rows["grade"]) == {"C"}


def test_the_histogram_holds_every_placebo_mean():
    counts = figures.placebo_counts(np.linspace(-1, 1, 101))
    assert counts["count"].sum() == 101 and len(counts) == 40
    assert (counts["from"].iloc[0], counts["to"].iloc[-1]) == (-1, 1)
