"""Every table of the repository against its manifest, and against what its publisher's own arithmetic
demands."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data
from analysis.data.series.periods import compress, ordinal
from analysis.data.series.target_calendar import open_days
from analysis.data.store import recipes
from analysis.data.store.manifest import parse
from analysis.data.store.reader import sha256

DATA = Path(__file__).resolve().parents[2] / "data"
SIDECARS = sorted(path for folder in ("series", "facts") for path in (DATA / folder).glob("*.yml"))
TABLES = {path.stem: parse(path) for path in SIDECARS}
SERIES = {name: manifest for name, manifest in TABLES.items() if manifest.kind == "series"}
WIDE = {name: manifest for name, manifest in SERIES.items() if manifest.wide}
# The carried tables: if one goes missing, everything else here would still pass.
CARRIED = """bis_reer_china_monthly boj_cgpi_neer_monthly brent_monthly jp_10y_yield_monthly jp_3m_interbank_monthly
jp_balance_of_payments_monthly jp_boj_policy_rate_decisions jp_cpi_monthly jp_residents_portfolio_abroad_monthly
mof_fx_intervention_daily mof_fx_intervention_monthly us_fed_funds_target_changes us_import_price_bls_monthly
us_tic_treasury_holdings_monthly""".split()


def test_the_carried_tables_are_all_here():
    assert set(CARRIED) <= SERIES.keys()


def test_no_table_without_manifest_and_no_manifest_without_table():
    tables = {
        path.relative_to(DATA).with_suffix("")
        for folder in ("series", "facts")
        for path in (DATA / folder).glob("*.csv")
    }
    assert tables == {path.relative_to(DATA).with_suffix("") for path in SIDECARS}


def test_nothing_else_lies_among_the_tables():
    strays = [
        p.name
        for folder in ("series", "facts")
        for p in (DATA / folder).iterdir()
        if p.suffix not in (".csv", ".yml")
    ]
    assert strays == []


@pytest.mark.parametrize("part", ["series", "facts", "builders", "vintages"])
def test_no_part_of_the_data_is_larger_than_20_megabytes(part):
    size = sum(
        path.stat().st_size
        for path in (DATA / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    assert size < 20_000_000, f"data/{part} holds {size / 1e6:.1f} MB"


def test_what_is_refreshed_states_its_bounds_and_keeps_them_itself():
    from analysis.data.providers.registry import Registry

    registry = Registry()
    owned = {table for table, owner in registry.owners.items() if owner.is_provider}
    assert {name for name, manifest in SERIES.items() if manifest.refresh} == owned
    for name in owned:
        numbers, bounds = data.table(name).select_dtypes("number").stack(), SERIES[name].refresh
        assert bounds.low is None or numbers.min() > bounds.low
        assert bounds.high is None or numbers.max() < bounds.high


@pytest.mark.parametrize("name", TABLES)
def test_the_bytes_are_those_of_the_manifest(name):
    manifest = TABLES[name]
    content = manifest.csv.read_bytes()
    assert sha256(content) == manifest.sha256
    assert b"\r" not in content and content.endswith(b"\n") and not content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", TABLES)
def test_the_table_reads_as_its_manifest_says(name):
    # The reader itself refuses a broken calendar and counts that differ; here it must have nothing to refuse.
    frame = data.table(name)
    assert len(frame) == TABLES[name].rows > 0


@pytest.mark.parametrize("name", [name for name, manifest in SERIES.items() if manifest.regular])
def test_the_calendar_is_unbroken(name):
    index, frequency = data.table(name).index, SERIES[name].frequency
    if frequency == "daily":
        assert index.is_monotonic_increasing and index.is_unique and (index.day_of_week < 5).all()
    else:
        assert index.equals(pd.period_range(index[0], index[-1], name=index.name))


@pytest.mark.parametrize("name", SERIES)
def test_every_number_has_a_unit_and_every_series_all_its_words(name):
    manifest = SERIES[name]
    for column in manifest.columns.values():
        if column.series:
            for words in (
                column.title,
                column.unit,
                column.seasonal_adjustment,
                column.sign,
                column.publisher_id,
            ):
                assert words and words.strip()
            assert column.nobs > 0 and column.first and column.last
        elif column.unit:
            assert column.sign, f"{name}.{column.name}: a number needs a sign"
    loadable = [column.series for column in manifest.columns.values() if column.series]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", series) for series in loadable)
    assert loadable or manifest.wide or manifest.frequency == "decisions"


@pytest.mark.parametrize("name", TABLES)
def test_provenance_is_stated(name):
    manifest = TABLES[name]
    assert manifest.obtained and manifest.licence and manifest.vintage and manifest.publisher
    assert manifest.status != "verified" or manifest.checks
    assert manifest.builder is None or (DATA.parent / manifest.builder).is_file()
    everything = manifest.path.read_text("utf-8")
    assert not re.search(r"/(home|root|tmp|work|Users)/|localhost|127\.0\.0\.1", everything), (
        "names a path of one machine"
    )


@pytest.mark.parametrize("name", TABLES)
def test_coverage_counted_here_without_the_package(name):
    """First, last, nobs and missing once more, by plain pandas on text, so that the reader does not vouch for
    itself."""
    manifest = TABLES[name]
    if manifest.kind == "facts" or not manifest.regular or manifest.wide:
        pytest_only_here = [c for c in manifest.columns.values() if c.nobs is not None]
        text = pd.read_csv(manifest.csv, dtype=str, keep_default_na=False)
        assert all((text[c.name] != "").sum() == c.nobs for c in pytest_only_here)
        return
    text = pd.read_csv(manifest.csv, dtype=str, keep_default_na=False).set_index(manifest.index[0])
    for column in manifest.columns.values():
        if column.nobs is None:
            continue
        filled = text.index[text[column.name] != ""]
        assert (filled[0], filled[-1], len(filled)) == (column.first, column.last, column.nobs)
        inside = text.loc[column.first : column.last, column.name]
        assert list(column.missing) == compress(
            [ordinal(t, manifest.frequency) for t in inside.index[inside == ""]], manifest.frequency
        )


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_table_and_its_index_table_name_the_same_columns(name):
    wide = WIDE[name].wide
    if wide.index_table is None:
        return
    frame, index = data.table(name), data.table(wide.index_table)
    index = index.set_index(TABLES[wide.index_table].index[0])
    assert set(frame.columns) <= set(index.index)
    suffix = next((s for s in ("_nsa", "_sa") if name.endswith(s) and f"nobs{s}" in index), "")
    if f"nobs{suffix}" in index:
        described = index.loc[list(frame.columns)]
        assert (described[f"nobs{suffix}"] == frame.notna().sum()).all()
        for edge, pick in (("first", pd.Series.first_valid_index), ("last", pd.Series.last_valid_index)):
            found = frame.apply(lambda column: pick(column)).astype(str).str[:10]
            assert (described[f"{edge}{suffix}"].astype(str) == found).all()


# ---- the catalogue as a whole
# --------------------------------------------------------------------------------------


def test_status_finds_nothing_to_report():
    frame = data.status()
    assert frame["bytes_ok"].all(), frame["problem"].dropna().to_dict()
    assert frame.attrs["as_of"] == "2026-10"
    assert frame["age"].dropna().ge(0).all()


def test_the_catalogue_lists_every_series_once_with_its_words():
    frame = data.catalogue()
    assert frame.index.is_unique and set(recipes.RECIPES) <= set(frame.index)
    needed = ["title", "unit", "seasonal_adjustment", "sign", "source", "vintage", "status", "first", "last"]
    assert frame[needed].notna().all().all()
    assert frame.loc[list(recipes.RECIPES), "derived"].notna().all()


NAMES = """jp_import_price_yen jp_import_price_contract jp_producer_price jp_neer jp_neer_inverse jp_cpi jp_cpi_core
jp_cpi_core_core jp_cpi_goods us_import_price_japan us_import_price_china us_import_price_all jp_current_account
jp_current_account_sa jp_goods_balance jp_fdi_outward jp_fdi_inward jp_fdi_net jp_portfolio_net jp_residents_equity_abroad
jp_residents_long_term_debt_abroad jp_residents_short_term_debt_abroad jp_residents_total_abroad jp_10y_yield
jp_10y_yield_mof_month_end jp_10y_yield_mof_month_mean jp_3m_interbank brent_usd cn_reer us_treasuries_held_japan
us_treasuries_held_china us_treasuries_held_all_foreign us_treasuries_held_japan_old mof_intervention_monthly_usd usd_jpy
usd_jpy_daily usd_cny eur_jpy ecb_JPY us_10y_yield jp_policy_rate us_policy_rate""".split()


@pytest.mark.parametrize("name", NAMES)
def test_the_public_names_stay(name):
    values = data.load(name)
    assert values.name == name and values.dtype == np.float64 and values.notna().any()
    keys = {
        "name",
        "title",
        "unit",
        "source",
        "vintage",
        "sign",
        "seasonal_adjustment",
        "table",
        "provisional",
        "derived",
    }
    assert keys <= values.attrs.keys()


# ---- known facts about the figures
# ---------------------------------------------------------------------------------


def test_the_month_that_was_never_published_is_missing_and_costs_two_changes():
    for name in ("us_import_price_japan", "us_import_price_china"):
        values = data.load(name)
        assert np.isnan(values["2025-10"]) and values["2025-09":"2025-11"].notna().sum() == 2
        changes = data.log_change(values)
        lost = changes["2025-01":].isna()
        assert [str(month) for month in lost.index[lost]] == ["2025-10", "2025-11"]


def test_the_current_account_is_the_sum_of_its_parts():
    frame = data.table("jp_balance_of_payments_monthly")
    gap = frame["current_account_nsa"] - frame[
        ["goods_nsa", "services_nsa", "primary_income_nsa", "secondary_income_nsa"]
    ].sum(axis=1)
    goods = frame["goods_nsa"] - frame["exports_nsa"] + frame["imports_nsa"]
    early, late = slice(None, "2014-12"), slice("2015-01", None)
    assert gap[early].abs().max() <= 1 and gap[late].abs().max() <= 20
    assert goods[early].abs().max() <= 1 and goods[late].abs().max() <= 10
    assert (frame["fdi_net"] - frame["fdi_outward"] + frame["fdi_inward"]).dropna().abs().max() == 0


def test_portfolio_purchases_add_up():
    frame = data.table("jp_residents_portfolio_abroad_monthly")
    parts = frame[["equity_fund_shares", "long_term_debt", "short_term_debt"]].sum(axis=1)
    assert (frame["total"] - parts).abs().max() <= 1


def test_monthly_operations_are_the_sum_of_the_days():
    monthly = data.table("mof_fx_intervention_monthly")
    for column, name in (
        ("net_usd_purchase_vs_jpy", "mof_intervention_daily_usd"),
        ("net_jpy_purchase", "mof_intervention_daily_jpy"),
    ):
        values = data.load(name)
        summed = values.groupby(values.index.to_period("M")).sum().reindex(monthly.index, fill_value=0.0)
        assert_allclose(summed, monthly[column], atol=0, rtol=0)
        assert (values.index.day_of_week < 5).all()


def test_the_ecb_published_on_every_target_day_and_on_no_other():
    found = {day.date() for day in data.table("ecb_reference_rates_daily").index}
    last = max(found)
    expected = {
        d
        for year in range(1999, last.year + 1)
        for month in range(1, 13)
        for d in open_days(year, month)
        if d <= last
    }
    assert found == expected


def test_the_dollar_in_yen_is_full_to_october_2026_and_the_daily_cross_is_the_ratio():
    monthly, daily = data.load("usd_jpy"), data.load("usd_jpy_daily")
    assert str(monthly.index[-1]) == "2026-10" and monthly.attrs["partial_months_excluded"] == []
    assert_allclose(daily, data.load("ecb_JPY") / data.load("ecb_USD"))
    assert_allclose(monthly["2026-10"], daily["2026-10"].mean())
    inverse = data.load("jpy_usd")
    assert (
        (monthly * inverse - 1).between(0, 5e-3)
    ).all()  # Jensen: the mean of the inverse is a little larger


def test_the_inverted_effective_rate_rises_when_the_yen_falls():
    change = data.log_change(data.panel(["jp_neer", "jp_neer_inverse", "usd_jpy"])).dropna()
    assert_allclose(change["jp_neer_inverse"], -change["jp_neer"], atol=1e-9)
    assert change["jp_neer_inverse"].corr(change["usd_jpy"]) > 0.7


def test_policy_rates_step_as_decided():
    japan = data.step_to_month_end(data.load("jp_policy_rate"), "2026-08")
    assert (
        japan["2016-01"],
        japan["2016-02"],
        japan["2024-07"],
        japan["2024-08"],
        japan["2026-08"],
    ) == pytest.approx((np.nan, -0.1, 0.05, 0.25, 1.0), nan_ok=True)
    assert data.step_to_month_end(data.load("us_policy_rate"), "2026-08")["2026-08"] == 3.625


@pytest.mark.parametrize("trade", ["export", "import"])
@pytest.mark.parametrize("basis", ["contract", "yen"])
def test_a_title_that_counts_levels_counts_the_columns(trade, basis):
    """The total and the groups stand in a table of their own; a title that promised them here was wrong."""
    name = f"jp_{trade}_price_items_{basis}_monthly"
    levels = pd.read_csv(DATA / "facts" / f"jp_{trade}_price_series.csv", index_col="stem")["level"]
    columns = pd.read_csv(DATA / "series" / f"{name}.csv", index_col="month", nrows=1).columns
    counts = levels[columns].value_counts()
    title = TABLES[name].title
    words = {"item": "commodities", "class": "classes", "subgroup": "subgroups"}
    assert {
        level: int(re.search(rf"(\d+) {word}", title)[1]) for level, word in words.items()
    } == counts.to_dict()
    assert "groups and the total" not in title
