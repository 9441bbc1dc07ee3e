"""Rows and look-ups of the page on methods, against tables made by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.chapters.methods import figures, review, simulations, tables

COLUMNS = ["topic", "method", "design", "measure", "measured", "nominal", "replications", "mc_error"]


@pytest.fixture
def measured():
    rows = [
        ("long run", "ewc", "errors AR(0.8)", "coverage", 0.9304, 0.95, 1000, 0.008),
        ("long run", "hc1", "errors AR(0.8)", "coverage", 0.7, 0.95, 2000, 0.0146),
        ("long run", "ewc", "errors AR(0.3)", "coverage", 0.945, 0.95, 1000, 0.007),
        ("long run", "hc1", "errors AR(0.3)", "coverage", 0.9, 0.95, 1000, 0.0095),
        ("long run", "ewc", "errors AR(0.8)", "size", 0.07, 0.05, 1000, 0.008),
        ("short sample", "ewc", "12 lags, month dummies, 60 rows", "coverage", 0.9, 0.95, 1000, 0.01),
        ("item panel", "ewc", "errors AR(0.8)", "coverage", 0.8, 0.95, 500, 0.02),
        ("item panel", "cluster-item", "errors AR(0.3)", "coverage", 0.5, 0.95, 500, 0.02),
        ("item panel", "cluster-item, wild", "errors AR(0.3)", "coverage", 0.6, 0.95, 500, 0.02),
    ]
    return simulations.Measured(pd.DataFrame(rows, columns=COLUMNS))


def test_a_row_is_asked_for_by_all_four_of_its_names(measured):
    assert measured.percent("long run", "ewc", "errors AR(0.8)", "coverage") == "93.0"
    assert measured.share("long run", "ewc", "errors AR(0.8)", "size") == "0.070"
    assert measured.few_rows("ewc", 60) == "90.0"
    assert (measured.error("long run"), measured.samples("long run")) == ("0.015", 2000)
    with pytest.raises(KeyError):
        measured.rate("long run", "ewc", "errors AR(0.5)", "coverage")


def test_designs_stand_in_the_order_of_the_table_and_sizes_are_left_out(measured):
    wide = measured.by_design("long run")
    assert list(wide) == ["errors AR(0.8)", "errors AR(0.3)"]
    assert wide.loc["hc1", "errors AR(0.3)"] == 0.9
    assert list(measured.by_design("long run", ["errors AR(0.3)"])) == ["errors AR(0.3)"]


def test_what_decides_no_choice_stands_in_the_download_alone(measured):
    others = simulations.other_methods(measured.table)
    shown = simulations.other_rows(others)
    assert len(others) == 3
    # A pattern that ends with $ does not take the longer name; strong errors of the panel are left out.
    assert list(shown["Method and design"]) == ["Items: cluster-item; errors AR(0.3)"]


def test_a_default_is_drawn_apart_and_a_pointwise_band_is_none(measured):
    added = pd.DataFrame(
        [("local projection", "lag-augmented-hc3", "path, pointwise band", "coverage", 0.6, 0.95, 100, 0.05)],
        columns=COLUMNS,
    )
    cover = figures.coverage_gaps(pd.concat([measured.table, added]))
    assert cover["default"].to_list() == [True, False, True, False, False, False, False, False]
    assert cover["gap"].iloc[-1] == pytest.approx(-35)


@pytest.mark.parametrize(
    ("found", "matters", "said"),
    [(1.0, 0.2, "0.5"), (0.99, 0.2, "0.50"), (0.99, 0.05, "0.500"), (0.99, 0.051, "0.50")],
)
def test_a_null_is_shown_with_the_decimals_that_its_size_needs(found, matters, said):
    null = {
        "page": "japan_items", "name": "n", "estimate": 0.5, "low": 0.5, "high": 0.5, "found": found,
        "matters": matters, "unit": "percent", "how": figures.FORMULA,
    }  # fmt: skip
    shown = figures.null_rows(pd.DataFrame([null]))
    assert shown["Estimate"].iloc[0] == f"{said} ({said} to {said})"
    assert shown["Where"].iloc[0] == "[japan items](#japan-items)"


def test_pages_stand_by_the_median_of_their_nulls():
    nulls = pd.DataFrame({"page": ["a", "a", "a", "b"], "found_over_matters": [1.0, 9.0, 10.0, 8.0]})
    assert figures.pages_by_power(nulls) == ["b", "a"]


def test_later_rows_of_the_specification_are_said_to_be_later():
    whole = pd.DataFrame({
        "scope": ["all", "jp_consumer", "all", "all"], "field": ["lags", "lags", "not shown", "power"],
        "value": ["12", "24", "x", "0.8"], "reason": list("abcd"), "stated_on": ["one"] * 3 + ["two"],
    })  # fmt: skip
    rows = tables.stated_rows(whole, before_results=3)
    assert rows["What"].to_list() == ["lags", "later: power"]
    assert rows["On"].to_list() == ["one", "two"]


def test_an_estimand_that_was_not_run_has_no_line(monkeypatch):
    monkeypatch.setattr(review.main_tables, "line", lambda effect, kind: {"estimate": effect, "kind": kind})
    estimands = SimpleNamespace(fixed=None, free=SimpleNamespace(long_run=0.4))
    assert review.lines(estimands, "shop") == {"free": {"estimate": 0.4, "kind": "shop"}}


def test_both_estimands_are_said_in_one_text():
    line = {"estimate": 0.1, "low": -0.05, "high": np.float64(0.25)}
    assert (
        review.both({"fixed": line, "free": line}, 2)
        == "fixed 0.10 (−0.05 to 0.25); free 0.10 (−0.05 to 0.25)"
    )
