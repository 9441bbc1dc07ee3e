"""Quantities: by hand, and the rules that keep one value and the qualifier on every page."""

from datetime import date

import nbformat
import pytest

from analysis import data, quantities, scheme
from analysis.errors import DataError
from analysis.quantities import Quantity, registry
from analysis.report.author import numbers
from analysis.report.rules import quantities as rules
from analysis.report.rules.page import pages


def test_the_pace_by_hand():
    # 2025-09-04 to 2029-01-19 is 1233 days; from 2026-11-28 on there are 783.
    assert (date(2029, 1, 19) - date(2026, 11, 28)).days == 783
    assert quantities.quantity("pace_from_signature").value == pytest.approx(550 / (1233 / 365.25))
    signed = quantities.quantity("loans_signed").value
    assert quantities.quantity("pace_from_edition").value == pytest.approx((550 - signed) / (783 / 365.25))


def test_the_commitment_is_worded_as_in_the_memorandum():
    row = data.table("mou_terms").set_index("id").loc["amount"].fillna("")
    assert (quantities.quantity("commitment").value, quantities.quantity("commitment").qualifier) == (
        550,
        row["qualifier"],
    )
    assert "up to" in row["conflict"]  # what the Japanese government says instead stands beside it


def test_a_pace_in_the_table_of_sizes_is_that_of_its_day():
    # 253.6 stood there for 253.9: a quotient of two rounded numbers.
    rows = data.table("size_context").set_index("id")
    for row, done in (
        ("pace_from_signature", 0.0),
        ("pace_from_2026_11", quantities.quantity("loans_signed").value),
    ):
        day = date.fromisoformat(rows.loc[row, "as_of"])
        computed = (550 - done) / ((date(2029, 1, 19) - day).days / 365.25)
        assert float(rows.loc[row, "value"]) == pytest.approx(computed, abs=0.0501), (
            f"{row} of size_context is not {computed:.1f}"
        )


def test_taiwan_is_the_sum_of_its_parts_and_a_least():
    assert quantities.quantity("taiwan_pledge").text == "at least 500"
    assert quantities.quantity("taiwan_direct_investment").text == "at least 250"


def test_steps_to_the_threatened_tariff_start_at_the_rates_that_were_and_are_in_force():
    # All-in floors of 15 and 12.5 against 25 on top of an ordinary duty of nothing.
    assert quantities.quantity("tariff_step_threatened").text == "at least 10"
    assert quantities.quantity("tariff_step_from_now").text == "at least 12.5"
    rates = data.table("tariff_rates").set_index("id")
    general = rates[
        (rates["origin"] == "Japan") & (rates["category"] == "general") & (rates["status"] == "in force")
    ]
    assert list(general.index[general["to_date"].isna()]) == ["japan_general_2026_07_24"]


def test_losses_are_one_calculation():
    # By the account alone: a project of 100 at six percent, called over three years, thirty of operation, on
    # the commitment.
    case = scheme.case()
    plain = scheme.account(scheme.Project(cost=100.0, return_=0.06, years=30, construction=3), scheme.terms())
    worth = {party: -5.5 * float(plain.worth(party, case.discount)[0]) for party in ("state", "guarantor")}

    def value(name):
        return quantities.quantity(name).value

    assert value("ordinary_loss") == pytest.approx(worth["state"], rel=1e-12)
    assert value("ordinary_insurer_share") == pytest.approx(worth["guarantor"] / 5.5, rel=1e-12)
    assert value("ordinary_loss") + value("overrun_loss") + value("failure_loss") == pytest.approx(
        value("expected_loss"), rel=0.02
    )
    assert value("expected_loss") < value("tail_loss") < value("shortfall_loss") < 550


def test_a_hedge_today_by_hand():
    # Interbank yen at 1.27409 and commercial paper at its discount, both of May 2026; the basis comes on top.
    yen, paper = (float(data.load(name)["2026-05"]) for name in ("jp_3m_interbank", "fredmd_CP3Mx"))
    yielded = paper / 100 / (1 - paper / 100 / 4)
    found, dear = (quantities.quantity(name) for name in ("hedge_cost_now", "hedge_cost_now_dear"))
    assert found.as_of == "2026-05" and found.value == pytest.approx(100 * yielded - yen, abs=1e-6)
    assert dear.value == pytest.approx(found.value + 1.0), (
        "a basis of a point below zero makes it a point dearer"
    )


def test_every_quantity_of_the_registry_has_its_own_name_and_sources_that_exist():
    for name in quantities.names():
        found = quantities.quantity(name)
        for source in found.sources:
            table, _, row = source.partition(":")
            assert not row or row in set(data.table(table)["id"]), f"{name} names {source}"
    with pytest.raises(DataError, match="no quantity 'pace'"):
        quantities.quantity("pace")


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("at least", True, False),
        ("over", True, False),
        ("up to", False, True),
        ("below", False, True),
        ("about", False, False),
        ("", True, True),
    ],
)
def test_a_bound_is_not_the_other_end(qualifier, low, high):
    months = Quantity("months", 5, "months", 0, qualifier)
    for end, has in (("low", low), ("high", high)):
        if has:
            assert getattr(months, end) == 5
        else:
            with pytest.raises(DataError, match=f"“{qualifier} 5”, which has no"):
                getattr(months, end)


def test_a_quantity_is_published_with_its_qualifier():
    shown = Quantity("x", -12345.67, "points", 1, "at least", "after adjustment for 25 tests")
    assert shown.text == "at least \N{MINUS SIGN}12,345.7 after adjustment for 25 tests"
    assert numbers._record("japan_x", shown) == repr(shown.text)
    assert numbers._identity(shown) == {"quantity": "x", "value": "-12345.7"}
    assert numbers._identity(5.0) == {}


def test_what_a_quantity_cannot_be_is_refused():
    for options, message in (
        ({"name": "Pace"}, "letter first"),
        ({"value": float("nan")}, "missing number"),
        ({"digits": 7}, "0 to 6"),
    ):
        with pytest.raises(DataError, match=message):
            Quantity(**{"name": "x", "value": 1.0, "unit": "", "digits": 1} | options)
    with pytest.raises(DataError, match="no row 'nobody'"):
        quantities.from_fact("analogues", "nobody")


def _book(root, cells):
    """A book of one-cell pages: name, source, published quantity and its value."""
    (root / "chapters").mkdir()
    for name, source, quantity, value in cells:
        meta = {"scrapbook": {"name": f"{name}_x", "quantity": quantity, "value": value}} if quantity else {}
        output = nbformat.v4.new_output(
            "display_data", {"application/papermill.record/text/plain": "'1'"}, metadata=meta
        )
        cell = nbformat.v4.new_code_cell(source, outputs=[output], execution_count=1)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), root / "chapters" / f"{name}.ipynb")
    (root / "data" / "facts").mkdir(parents=True)
    (root / "data" / "facts" / "cfius.csv").write_text(
        "id,value,qualifier\nusual_length,5,at least\nfilings,9,\n"
    )
    return list(rules.findings(pages(root), root))


def test_two_values_of_one_quantity_are_named(tmp_path):
    found = _book(
        tmp_path,
        [("a", "1", "gross_debt", "240"), ("b", "1", "gross_debt", "232.7"), ("c", "1", "pace", "256")],
    )
    assert [(f.rule, "gross_debt is 232.7 here and 240 in chapters/a.ipynb" in f.problem) for f in found] == [
        ("one-value", True)
    ]


def test_a_bound_that_is_published_bare_is_named(tmp_path):
    found = _book(
        tmp_path,
        [
            ("a", 'report.numbers.publish(a_x=fixed(facts.loc["usual_length", "value"], 0))', "", ""),
            (
                "b",
                (
                    'report.numbers.publish(b_x=quantities.from_fact("cfius", "usual_length"), '
                    'b_y=facts["filings"])'
                ),
                "",
                "",
            ),
        ],
    )
    assert [(f.rule, f.problem) for f in found] == [
        ("qualifier", "a_x publishes usual_length without its qualifier “at least”.")
    ]


def test_the_registry_names_functions_by_what_they_return():
    assert all(name == made.__name__ for name, made in registry._MADE.items())
