"""What a published number remembers of the object that gave it: one test a kind of object."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.result import HypothesisTest, PassThrough
from analysis.passthrough.core.simulated_power import HOW, Null
from analysis.quantities.number import Quantity
from analysis.report.author import nulls, numbers, said, session


@pytest.fixture
def emitted(monkeypatch):
    """Text and evidence that would reach the notebook, by key."""
    outputs = {}

    def emit(data, metadata):
        (text,) = data.values()
        outputs[metadata["scrapbook"]["name"]] = text, metadata["evidence"]

    session.forget()
    said.forget()
    monkeypatch.setattr(session, "emit", emit)
    monkeypatch.setattr(session, "tables_read", lambda: (["boj_cgpi_neer_monthly"], False))
    yield outputs
    session.forget()
    said.forget()


def part(emitted, key):
    (only,) = emitted[key][1]["parts"]
    return only


@pytest.fixture
def result():
    months = pd.period_range("2000-01", periods=240, freq="M")
    return PassThrough(
        method="distributed lag",
        outcome="jp_import_price_yen",
        driver="usd_jpy",
        horizons=np.array([0, 12]),
        estimate=np.array([0.25, 0.6213456789012]),
        covariance=np.diag([0.01, 0.0144]),
        critical=Critical("normal"),
        nobs=228,
        sample=(months[12], months[-1]),
        specification={"lags": 12, "controls": None, "seasonal": True},
    )


def test_an_effect_brings_its_interval_sample_and_specification(emitted, result):
    numbers.publish(japan_a=numbers.effect_text(result.long_run, unit="percent"))
    found = part(emitted, "japan_a")
    assert emitted["japan_a"][0] == repr("0.62\xa0percent (95\xa0% interval 0.39 to 0.86)")
    assert found["value"] == 0.6213456789
    # by hand: 1.959964 standard errors of 0.12
    assert found["low"] == pytest.approx(0.6213456789 - 0.23519568, abs=1e-8)
    assert found["high"] == pytest.approx(0.6213456789 + 0.23519568, abs=1e-8)
    assert (found["coverage"], found["error"], found["n"]) == (0.95, 0.12, 228)
    assert (found["first"], found["last"], found["method"]) == ("2001-01", "2019-12", "distributed lag")
    assert found["interval"].endswith("normal") and found["unit"] == "percent"
    assert found["specification"] == [
        ["price and currency", "usd_jpy to jp_import_price_yen"],
        ["lags", "12"],
        ["controls", "none"],
        ["seasonal", "yes"],
    ]
    assert found["tables"], "the series of the estimate name their tables"


def test_the_analytic_long_run_has_the_sample_of_its_result(result):
    limit = Effect.of(0.7, 0.1, Critical("normal"), label="limit")
    long_run = replace(result, long_run_effect=limit).long_run
    assert long_run == limit and long_run.origin.nobs == 228


def test_a_row_of_a_table_of_results(emitted):
    row = pd.Series(
        {"estimate": 0.123456789012, "low": -0.1, "high": np.float64(0.3), "n": 61, "first": "2020-01"}
    )
    row.attrs = {"name": "some_results", "publisher": "This book", "method": "main equation"}
    row.attrs["specification"] = {"foreign prices": ("oil", "metals")}
    row.name, row["lags"], row["empty"] = (12, "fixed"), 12, np.nan
    numbers.publish(a=numbers.bracketed(row))
    assert part(emitted, "a") == {
        "value": 0.123456789,
        "low": -0.1,
        "high": 0.3,
        "n": 61,
        "first": "2020-01",
        "method": "main equation",
        "specification": [["row", "12, fixed"], ["lags", "12"], ["foreign prices", "oil, metals"]],
        "tables": ["some_results"],
    }


def test_a_quantity_keeps_its_qualifier_and_has_no_interval(emitted):
    pledge = Quantity(
        "pledge", 250.0, "billion US dollars", 0, "at least", as_of="2026-01-15", sources=("pledges:taiwan",)
    )
    numbers.publish(a=pledge)
    assert part(emitted, "a") == {
        "value": 250.0,
        "unit": "billion US dollars",
        "qualifier": "at least",
        "as_of": "2026-01-15",
        "tables": ["pledges"],
    }


def test_a_test_says_what_it_tested(emitted):
    numbers.publish(a=numbers.p_text(HypothesisTest("no break", 5.25, 0.0219479, 1, "normal")))
    assert part(emitted, "a") == {
        "value": 0.0219479,
        "tested": "no break",
        "statistic": 5.25,
        "interval": "compared with normal",
    }


def test_an_adjusted_p_value_is_the_one_that_is_shown(emitted):
    numbers.publish(a=numbers.p_text(SimpleNamespace(pvalue=0.01), adjusted=0.03, family=3))
    assert part(emitted, "a")["value"] == 0.03


def test_plain_numbers_and_draws(emitted):
    numbers.publish(
        a=numbers.fixed(1 / 3, 1),
        n=np.int64(12),
        b=2 / 3,
        c=numbers.percent(0.06831),
        d=numbers.simulated(3.14159, 0.02),
    )
    assert part(emitted, "a") == {"value": 0.3333333333}
    assert part(emitted, "n") == {"value": 12}
    assert part(emitted, "b") == {"value": 0.6666666667}
    assert part(emitted, "c") == {"value": 6.831, "unit": "percent"}
    assert (part(emitted, "d")["value"], part(emitted, "d")["error"]) == (3.14159, 0.02)


def test_a_null_shows_what_would_have_been_found(emitted):
    null = Null("prices", 0.1, -0.2, 0.4, 0.4321, "percent", 1.0, "a tenth", HOW[0])
    nulls.publish(a=null)
    assert part(emitted, "a")["value"] == 0.4321 and part(emitted, "a")["unit"] == "percent"


def test_a_text_in_words_has_tables_only(emitted):
    numbers.publish(a="August 2026")
    assert emitted["a"][1] == {"tables": ["boj_cgpi_neer_monthly"]}


def test_numbers_joined_to_words_are_not_lost(emitted):
    first, second = numbers.fixed(1.25, 1), numbers.fixed(-2.75, 1)
    numbers.publish(
        a=first + " percent", b="about " + first, c=numbers.span(1.25, 3.5), d=first.replace("1.2", "x")
    )
    assert [one["value"] for one in emitted["c"][1]["parts"]] == [1.25, 3.5]
    assert all(part(emitted, key)["value"] == 1.25 for key in "abd")
    numbers.publish(e=f"{second} then {first}")
    assert emitted["e"][1]["parts"] == [
        {"text": "\N{MINUS SIGN}2.8", "value": -2.75},
        {"text": "1.2", "value": 1.25},
    ]


def test_two_numbers_that_look_alike_are_not_told_apart(emitted):
    numbers.publish(a=f"{numbers.fixed(1.21, 1)} and {numbers.fixed(1.24, 1)}, {numbers.fixed(7.77, 1)}")
    assert [one["value"] for one in emitted["a"][1]["parts"]] == [7.77]


def test_a_number_inside_another_is_not_taken_for_it(emitted):
    _ = f"{numbers.fixed(2.0, 0)} {numbers.fixed(2.5, 1)}"
    numbers.publish(a="12 of 25", b="2.25", c="2 of 2.5")
    assert "parts" not in emitted["a"][1] and "parts" not in emitted["b"][1]
    assert [one["value"] for one in emitted["c"][1]["parts"]] == [2.0, 2.5]


def test_what_a_cell_before_wrote_is_not_looked_for(emitted):
    _ = f"{numbers.fixed(2.5, 1)}"
    said.forget()
    numbers.publish(a="it was 2.5")
    assert "parts" not in emitted["a"][1]


def test_a_specification_is_cut_to_a_card(result):
    many = {f"line {i}": "word " * 100 for i in range(40)}
    facts = said.facts_of(replace(result, specification=many).long_run)
    assert len(facts["specification"]) == said.LINES
    assert all(len(text) <= said.LENGTH for _, text in facts["specification"])


def test_tables_of_the_cell_come_before_those_of_the_page():
    from analysis import data

    data.clear_read_log()
    data.table("editions")
    data.mark_reads()
    assert session.tables_read() == (["editions"], True)
    data.table("projects")
    assert session.tables_read() == (["projects"], False)
    assert data.read_log() == {"editions", "projects"}
    data.clear_read_log()
    assert session.tables_read() == ([], True)
