"""What ran is what was stated: the table is read here a second time, by hand, and compared with the results
themselves."""

import csv
import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough import Critical, Effect
from analysis.passthrough.specifications import main_tables
from analysis.passthrough.specifications import stated as reading
from analysis.passthrough.specifications.main_equation import classify, detectable, filtered, run

TABLE = Path(data.default().root) / "facts" / "specification.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
OUTCOMES = [row["scope"] for row in ROWS if row["field"] == "country"]
# Month effects, means and steps that follow from blocks of 15 years from 1980 of at least 60 months: counted
# by hand from the first month of each outcome. China's sample has 44 months before 2010, so one block.
COUNTED = {
    "jp_import_yen": (33, 3, 0),
    "jp_import_contract": (33, 3, 0),
    "jp_producer": (33, 3, 4),
    "jp_consumer": (33, 3, 4),
    "jp_core": (33, 3, 4),
    "jp_core_core": (33, 3, 4),
    "us_import_all": (22, 2, 0),
    "us_import_japan": (22, 2, 0),
    "us_import_china": (11, 1, 0),
    "us_producer": (33, 3, 0),
    "us_consumer": (22, 2, 0),
}


def ran(result):
    """What was run, read from the results and not from what was stated."""
    path = result.leading
    names = list(path.coefficients.index)
    lagged = [name.rsplit("_", 1) for name in names]
    # A later lag overwrites an earlier one, so that the longest stays.
    foreign = {name: int(lag) for name, lag in (pair for pair in lagged if pair[0] in result.stated.foreign)}
    months = [name for name in names if name.startswith("month_")]
    return {
        "price": path.outcome,
        "rate": path.driver,
        "lags": str(sum(name.startswith("fx_") for name in names) - 1),
        "foreign": " | ".join(foreign),
        "foreign lags": " | ".join(map(str, foreign.values())),
        "own lags": str(sum(name.startswith("price_") for name in names)),
        "month effects": str(len(months)),
        "means": str(1 + sum(name.startswith("mean_") for name in names)),
        "steps": str(sum(name.startswith("step_") for name in names)),
        "first": str(path.sample[0]),
        "last": str(path.sample[1]),
        "inference": str(path.specification["covariance"]),
    }


def said(outcome, field):
    """The narrowest row on a field, read without the package."""
    country = next(r["value"] for r in ROWS if r["scope"] == outcome and r["field"] == "country")
    for scope in (outcome, country, "all"):
        found = [r["value"] for r in ROWS if r["scope"] == scope and r["field"] == field]
        if found:
            return found[-1]
    raise AssertionError((outcome, field))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_headline_that_ran_is_the_one_stated(outcome):
    result = run(outcome)
    found = ran(result)
    effects, means, steps = COUNTED[outcome]
    lags = said(outcome, "headline lags")
    foreign = said(outcome, "control")
    assert found["price"] == said(outcome, "series")
    assert found["rate"] == said(outcome, "rate").removesuffix(" (inverted)")
    assert (found["lags"], found["foreign"]) == (lags, foreign)
    assert set(found["foreign lags"].split(" | ")) == {lags} and said(outcome, "control lags") == "same"
    assert (found["month effects"], found["means"], found["steps"]) == tuple(
        map(str, (effects, means, steps))
    )
    assert (found["own lags"], found["inference"]) == ("0", said(outcome, "inference"))
    first, last = said(outcome, "sample").split(" .. ")
    assert first <= found["first"] and found["last"] <= last
    ends = [data.load(name).dropna().index[-1] for name in (found["price"], *foreign.split(" | "))]
    assert found["last"] == min(last, *map(str, ends))


def test_the_old_equation_is_the_first_edition_to_the_last_digit():
    """1.059 (0.194) for import prices in yen and 0.051 for consumer prices: the figures of the first
    edition's pages."""
    imports, shop = (
        run("jp_import_yen", alternative="old equation").free.long_run,
        run("jp_consumer", alternative="old equation").free.long_run,
    )
    assert (round(imports.estimate, 3), round(imports.low, 2), round(imports.high, 2)) == (1.059, 0.66, 1.46)
    assert round(shop.estimate, 3) == 0.051


def test_an_inverted_rate_is_turned_over_and_up_is_a_depreciation():
    dollar = data.load("us_broad_dollar_advanced")
    turned = main_tables.rate("us_broad_dollar_advanced (inverted)")
    assert_allclose(turned.to_numpy() * dollar.to_numpy(), 1.0, rtol=1e-14)
    assert main_tables.rate("jp_neer_inverse")["2024-06"] > main_tables.rate("jp_neer_inverse")["2012-01"]


@pytest.mark.parametrize(
    ("alternative", "changes"),
    [
        (
            "old equation",
            {
                "lags": "12",
                "foreign": "",
                "foreign lags": "",
                "month effects": "11",
                "means": "1",
                "inference": "ewc",
            },
        ),
        ("plain cosines", {"inference": "ewc"}),
        ("fixed months", {"month effects": "11", "means": "1"}),
        ("fixed months, block means", {"month effects": "11"}),
        ("one mean", {"means": "1"}),
        ("ten-year blocks", {"month effects": "55", "means": "5"}),
        ("smooth months", {"means": "1"}),
        ("filtered price", {"month effects": "0"}),
        ("own lags", {"own lags": "12"}),
        ("newey-west", {"inference": "newey-west"}),
        ("oil", {"foreign": "commodity_price_crude_oil", "last": "2026-05"}),
        (
            "energy and other",
            {
                "foreign": "commodity_index_energy | commodity_index_non_energy",
                "foreign lags": "24 | 24",
                "last": "2026-05",
            },
        ),
        ("dollar", {"rate": "usd_jpy_new_york", "last": "2026-07"}),
        ("invoice-weighted", {"rate": "jp_invoice_rate"}),
        ("from 2013", {"first": "2013-01", "month effects": "11", "means": "1", "steps": "2"}),
        ("to 2012", {"last": "2012-12", "month effects": "22", "means": "2", "steps": "2"}),
    ],
)
def test_an_alternative_changes_what_it_names_and_nothing_else(alternative, changes):
    assert f"{alternative}: " in "".join(row["value"] + "\n" for row in ROWS if row["field"] == "alternative")
    assert ran(run("jp_consumer", alternative=alternative)) == ran(run("jp_consumer")) | changes


def test_every_alternative_stated_is_offered_but_for_the_headline_and_the_outcome_itself():
    replaced = {row["replaces"] for row in ROWS}
    stated_for_japan = [
        row["value"].split(": ")[0]
        for row in ROWS
        if row["field"] == "alternative" and row["scope"] in ("all", "japan") and row["id"] not in replaced
    ]
    left_out = {
        "jp_import_yen": {"all commodities", "invoice-weighted"},
        "jp_import_contract": {"all commodities", "invoice-weighted", "contract price"},
        "jp_consumer": {"contract price"},
    }
    for outcome, missing in left_out.items():
        assert list(reading.alternatives(outcome)) == [
            name for name in stated_for_japan if name not in missing
        ]


def test_a_row_that_is_replaced_is_not_read(monkeypatch):
    table = data.table("specification")
    newer = table[table["id"] == "jp_consumer_lags"].assign(
        id="jp_consumer_lags_2", value="36", replaces="jp_consumer_lags"
    )
    real = data.table
    monkeypatch.setattr(
        reading.data,
        "table",
        lambda name: pd.concat([table, newer]) if name == "specification" else real(name),
    )
    assert reading.stated("jp_consumer").lags == 36 and reading.stated("jp_core").lags == 24


def test_the_rows_that_stood_before_the_results_are_untouched(tmp_path, monkeypatch):
    before, now = reading.digest()
    assert before.startswith("57a495d7") and now == hashlib.sha256(TABLE.read_bytes()).hexdigest() != before
    later = ROWS[133:]
    assert later and all(row["stated_on"] and row["reason"] for row in later)
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "specification.yml").write_bytes(TABLE.with_suffix(".yml").read_bytes())
    (folder / "specification.csv").write_text(
        TABLE.read_text("utf-8").replace("jp_consumer,headline lags,24", "jp_consumer,headline lags,36"),
        "utf-8",
    )
    monkeypatch.setattr(reading.data, "default", lambda: data.Catalogue(tmp_path))
    with pytest.raises(EstimationError, match="one of the first 133 rows was changed after results existed"):
        reading.digest()


def test_what_is_not_stated_is_refused():
    with pytest.raises(EstimationError, match="no outcome 'jp_rice' is stated"):
        run("jp_rice")
    with pytest.raises(EstimationError, match="no alternative 'no yen' is stated for jp_consumer"):
        run("jp_consumer", alternative="no yen")
    with pytest.raises(EstimationError, match="says nothing of 'colour'"):
        reading.value("jp_consumer", "colour")


def test_a_filter_refuses_a_price_with_a_gap():
    with pytest.raises(EstimationError, match="us_import_index_all has no figure for 2025-10"):
        filtered(data.load("us_import_index_all"), "2026-07")


@pytest.mark.parametrize(
    ("estimate", "error", "kind", "word"),
    [
        (0.98, 0.10, "dock", "complete"),
        (0.98, 0.11, "dock", "complete not rejected"),
        (0.81, 0.10, "dock", "complete not rejected"),
        (0.80, 0.10, "dock", "incomplete"),
        (0.20, 0.10, "dock", "incomplete"),
        (0.19, 0.10, "dock", "not told from zero"),
        (0.0, 0.06, "dock", "none"),
        (0.0, 0.061, "dock", "not told from zero"),
        (-0.20, 0.10, "dock", "negative"),
        (1.21, 0.10, "dock", "more than complete"),
        (0.020, 0.010, "shop", "positive"),
        (0.019, 0.010, "shop", "not told from zero"),
        (0.0, 0.012, "shop", "none"),
        (0.0, 0.0125, "shop", "not told from zero"),
        (-0.020, 0.010, "shop", "negative"),
    ],
)
def test_words_on_either_side_of_their_bounds(estimate, error, kind, word):
    """Normal critical values: 1.960 for 95 and 1.645 for 90 percent."""
    assert classify(Effect.of(estimate, error, Critical("normal")), kind) == word


def test_the_effect_found_four_times_in_five_is_the_critical_value_and_a_quantile():
    effect = Effect.of(0.0, 0.1, Critical("normal"))
    assert detectable(effect) == pytest.approx(0.28, abs=5e-4)
    draws = np.random.default_rng(1).normal(detectable(effect), 0.1, 100_000)
    assert (np.abs(draws) > 0.1959964).mean() == pytest.approx(0.80, abs=0.005)


def test_the_headline_table_has_all_lags_and_three_estimands_on_the_same_rows():
    table = main_tables.headline("jp_consumer")
    assert list(table.index) == [(q, name) for q in (12, 24, 36) for name in ("fixed", "free", "through")]
    assert table["nobs"].nunique() == 1 and pd.isna(table.loc[(24, "through"), "class"])
    gap = table.loc[(24, "free"), "estimate"] - table.loc[(24, "fixed"), "estimate"]
    assert table.loc[(24, "through"), "estimate"] == pytest.approx(gap, abs=1e-12)


def test_the_last_of_the_sample_ends_is_the_headline():
    ends, whole = (
        main_tables.sample_ends("us_import_china"),
        main_tables.headline("us_import_china").loc[(12, "fixed")],
    )
    assert str(ends.index[0]) == "2012-01" and str(ends.index[-1]) == "2026-07"
    last = ends.iloc[-1]
    assert_allclose(
        [last["fixed"], last["fixed_low"], last["fixed_high"]],
        whole[["estimate", "low", "high"]].astype(float),
        rtol=1e-9,
    )
    assert last["fixed_class"] == whole["class"]


def test_the_fall_of_the_yen_is_split_without_remainder():
    for estimand in ("free", "fixed"):
        parts = main_tables.split_of_the_fall(estimand)
        assert_allclose(parts["translation"] + parts["contract price"], parts["import price"], atol=1e-12)
        for stage in ("Producer prices", "Consumer prices"):
            assert_allclose(
                parts["import price"] + parts[f"{stage}: domestic stage"], parts[stage], atol=1e-12
            )
