"""What the page on the literature arranges, on numbers made by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.chapters.literature import beside, figures, published

IMPORT = ("Japan", "import")


def rows(*given):
    columns = ["country", "price", "estimate", "low", "high", "memory", "grade", "text"]
    return pd.DataFrame([(*IMPORT, *row) for row in given], columns=columns)


def placed(estimate, low, high, of):
    index = pd.MultiIndex.from_tuples([(*IMPORT, e) for e in beside.ESTIMANDS])
    main = pd.DataFrame({"estimate": estimate, "low": low, "high": high}, index=index)
    return beside.against_range(of, main, {("US", "import"): "x", IMPORT: "y"}).iloc[0]


def test_an_estimate_on_the_bound_of_the_range_is_inside():
    of = rows((0.5, np.nan, np.nan, False, "A", "0.5"), (0.7, 0.6, 0.8, True, "A", "0.6 to 0.8"))
    assert placed(0.8, 0.7, 0.9, of)["fixed inside"]
    assert not placed(0.81, 0.7, 0.9, of)["fixed inside"]
    assert placed(0.9, 0.8, 1.0, of)["fixed reaches"]
    assert not placed(0.9, 0.801, 1.0, of)["fixed reaches"]
    assert placed(0.8, 0.7, 0.9, of)["Range"] == "0.5 to 0.6 to 0.8"


def test_what_is_left_without_memory_and_grade_c():
    memory, grade_c = (0.7, 0.6, 0.8, True, "A", "0.7"), (0.7, 0.6, 0.8, False, "C", "0.7")
    assert placed(0.7, 0.6, 0.8, rows(memory, grade_c))["free firm"] == "none left"
    own_page = (0.2, np.nan, np.nan, False, "A", "0.2")
    assert placed(0.7, 0.2, 0.8, rows(memory, own_page))["free firm"] == "yes"
    assert placed(0.7, 0.21, 0.8, rows(memory, own_page))["free firm"] == "no"


def test_a_year_or_longer_is_a_long_run_and_so_is_a_horizon_not_stated():
    numeric = pd.DataFrame({
        "group": ["fx_pass_through"] * 3 + ["tariff"], "horizon_months": [11, 12, np.nan, 24],
    })  # fmt: skip
    assert published.long_runs(numeric).index.to_list() == [1, 2]


def test_a_study_is_named_by_two_authors_at_most_or_by_its_outlet(monkeypatch):
    monkeypatch.setattr(published.studies, "figures", lambda frame: ["x"] * len(frame))
    frame = pd.DataFrame({
        "authors": ["Ito; Sato (2008)", "A; B; C", ""], "year": [2008, 2010, 2020],
        "outlet": ["J", "J", "Economic Outlook 12(5), May"], "from_memory": ["yes", "no", "no"],
    })  # fmt: skip
    named = published.named(frame)
    assert named["study"].to_list() == ["Ito and Sato 2008", "A and others 2010", "Economic Outlook 2020"]
    assert named["memory"].to_list() == [True, False, False]
    assert "study" not in frame


def test_tariffs_stand_by_definition_then_by_size():
    numeric = pd.DataFrame({
        "driver": ["tariff", "tariff", "exchange_rate", "tariff"],
        "group": ["retail_price_per_tariff_rate", "import_price_per_tariff", "fx", "import_price_per_tariff"],
        "estimate": [0.1, 0.9, 0.5, 0.8],
    })  # fmt: skip
    assert figures.by_definition(numeric)["estimate"].to_list() == [0.8, 0.9, 0.1]


def test_ours_stand_above_the_published_ones_of_the_same_price():
    own = pd.DataFrame({
        "country": "Japan", "price": ["import", "import"], "estimand": ["fixed", "free"], "lags": [12, 12],
        "leads": [True, False], "estimate": [0.7, 0.8], "low": 0.6, "high": 0.9,
    })  # fmt: skip
    other = pd.DataFrame({
        "price": ["import", "import", "consumer"], "study": ["B", "A", "C"],
        "horizon_months": [np.nan, 12, 24],
        "estimate": [0.9, 0.2, 0.1], "low": np.nan, "high": np.nan, "kind": "lower bound", "memory": True,
    })  # fmt: skip
    drawn = figures.forest_rows(own, other, "Japan")
    assert drawn["row"].to_list() == [
        "import: this book, foreign prices fixed, 12 months", "import: A, 12 months",
        "import: B, horizon not stated", "consumer: C, 24 months",
    ]  # fmt: skip
    assert drawn["marker"].to_list() == ["o", ">", ">", ">"]


@pytest.mark.parametrize(("price", "said"), [("import", "0.12"), ("consumer", "0.123")])
def test_consumer_prices_have_one_decimal_more(price, said):
    row = pd.Series({"estimate": 0.1234, "low": 0.1234, "high": 0.1234})
    assert beside.said(row, price, " percent") == f"{said} percent (95 % interval {said} to {said})"
