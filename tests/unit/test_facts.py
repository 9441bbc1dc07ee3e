"""The tables of facts: sourced, dated, graded, consistent with each other, and with their arithmetic redone."""

import ast
import csv
import hashlib
import operator
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from analysis import data
from analysis.data.manifest import parse

FACTS = Path(data.default().root) / "facts"
NAMES = (
    "analogues", "cfius", "claims", "facts_other", "institutions", "literature", "mou_terms", "projects",
    "size_context", "tariff_rates", "tax_rules", "third_countries", "timeline", "treaty_provisions", "unknowns",
    "usd_jpy_quotes", "yen_flow_elasticities",
)  # fmt: skip
EDITION = date(2026, 11, 23)  # the day the pages were last read: nothing can be dated after it
ARITHMETIC = re.compile(r"[Oo]wn arithmetic: ([^=]+?) = (-?\d+(?:\.\d+)?)")
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
INTERNAL = re.compile(r"file://|(?<![\w.])/tmp/|C:\\|\bTBD\b")


def rows(name):
    with open(FACTS / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keyed(name):
    key = yaml.safe_load((FACTS / f"{name}.yml").read_text(encoding="utf-8"))["index"]
    return {row[key]: row for row in rows(name)}


def value(name, key, column="value"):
    return float(keyed(name)[key][column])


def evaluate(expression):
    def walk(node):
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](walk(node.left), walk(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -walk(node.operand)
        assert isinstance(node, ast.Constant), expression
        return node.value

    return walk(ast.parse(expression, mode="eval").body)


def sums(row):
    """Every piece of own arithmetic in a row: (expression, result as printed)."""
    return [found for cell in row.values() for found in ARITHMETIC.findall(cell)]


# ---- form ----------------------------------------------------------------------------------------------------------


def test_every_table_is_known_and_has_its_sidecar():
    assert {path.stem for path in FACTS.glob("*.csv")} >= set(NAMES)
    assert {path.stem for path in FACTS.glob("*.csv")} == {path.stem for path in FACTS.glob("*.yml")}


@pytest.mark.parametrize("name", NAMES)
def test_sidecar_fits_the_bytes(name):
    manifest = parse(FACTS / f"{name}.yml")
    content = (FACTS / f"{name}.csv").read_bytes()
    assert manifest.sha256 == hashlib.sha256(content).hexdigest()
    assert manifest.rows == len(rows(name))
    assert manifest.kind == "facts"
    assert len(data.table(name)) == manifest.rows  # the package reads it by the same sidecar


@pytest.mark.parametrize("name", NAMES)
def test_file_is_plain_csv(name):
    content = (FACTS / f"{name}.csv").read_bytes()
    assert content.endswith(b"\n")
    assert b"\r" not in content
    for row in rows(name):
        for cell in row.values():
            assert cell is not None, row  # a short line
            assert "\n" not in cell
            assert cell == cell.strip(), row


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_sourced_dated_and_graded(name):
    for row in rows(name):
        sources, dates = row["source"].split(" | "), row["source_date"].split(" | ")
        assert row["grade"] in {"A", "B", "C", "none"}, row
        if row["source"] == "none found":
            assert row["grade"] == "none", row
            assert dates == ["undated"], row
            continue
        assert len(dates) == len(sources), row
        if name != "literature":
            assert len(row["source_title"].split(" | ")) == len(sources), row
        for stamp in dates:
            assert re.fullmatch(r"undated|\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?", stamp), row
            assert stamp == "undated" or stamp <= EDITION.isoformat(), row
            assert stamp != EDITION.isoformat(), row  # when a page was read is not when it was written
        for source in sources:
            address = urlsplit(source)
            assert address.scheme in {"http", "https"}, row
            assert "." in address.netloc, row
            assert not re.search(r"\s", source), row


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"claims"}))
def test_from_memory_is_said_and_never_graded(name):
    for row in rows(name):
        assert row["from_memory"] in {"yes", "no"}, row
        if row["from_memory"] == "yes":
            assert row["grade"] == "none", row
            assert "memory" in row["note"] or row["source"] == "none found", row


def test_one_page_has_one_date_and_one_title():
    seen = {}
    for name in sorted(set(NAMES) - {"literature"}):
        for row in rows(name):
            titles, pages, dates = (row[key].split(" | ") for key in ("source_title", "source", "source_date"))
            for page, about in zip(pages, zip(titles, dates, strict=True), strict=True):
                assert seen.setdefault(page, about) == about, page


@pytest.mark.parametrize("name", NAMES)
def test_no_working_notes_are_published(name):
    for path in (FACTS / f"{name}.csv", FACTS / f"{name}.yml"):
        assert not INTERNAL.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("name", NAMES)
def test_dates_are_calendar_dates(name):
    for row in rows(name):
        for column in ("date", "from_date", "to_date", "as_of"):
            for stamp in re.findall(r"\d{4}-\d{2}-\d{2}", row.get(column) or ""):
                date.fromisoformat(stamp)
        if row.get("from_date") and row.get("to_date"):
            assert row["from_date"] <= row["to_date"], row


def test_a_number_has_a_unit():
    for name in NAMES:
        for row in rows(name):
            if row.get("value"):
                assert row["unit"], (name, row)
                assert not row["value_text"], (name, row)


# ---- arithmetic ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_own_arithmetic_reproduces(name):
    for row in rows(name):
        for expression, printed in sums(row):
            decimals = len(printed.partition(".")[2])
            assert evaluate(expression) == pytest.approx(float(printed), abs=0.5 * 10**-decimals + 1e-9), row


def test_there_is_arithmetic_to_reproduce():
    assert sum(len(sums(row)) for name in NAMES for row in rows(name)) >= 60


def test_a_computed_value_is_the_result_of_its_formula():
    checked = 0
    for name in NAMES:
        for row in rows(name):
            if row.get("value") and re.match("own arithmetic:", row.get("note", "")):
                assert float(row["value"]) == float(sums(row)[0][1]), (name, row)
                checked += 1
    assert checked >= 30


def test_days_to_the_deadline():
    deadline = date(2029, 1, 19)
    assert (deadline - date(2025, 9, 4)).days == 1233
    assert (deadline - EDITION).days == 788
    assert value("size_context", "years_to_deadline") == pytest.approx(1233 / 365.25, abs=0.005)
    assert round(788 / 365.25, 2) == 2.16


def test_intervention_days_are_those_of_the_ministry():
    operations = data.table("mof_fx_intervention_daily")
    official = {
        f"{row.date:%Y-%m-%d}": row.amount_100m_yen / 10_000
        for row in operations.itertuples()
        if row.date.year >= 2022
    }
    told = {
        row["date"]: float(row["amount"])
        for row in rows("timeline")
        if row["topic"] == "intervention" and row["event"] == "Ministry of Finance buys yen"
    }
    assert told == pytest.approx(official, abs=1e-9)


def test_every_list_of_projects_adds_to_its_published_total():
    totals, counts = {}, {}
    for row in rows("projects"):
        counts[row["list"]] = counts.get(row["list"], 0) + 1
        totals[row["list"]] = totals.get(row["list"], 0.0) + float(row["amount_usd_bn"] or 0)
    assert counts["joint_fact_sheet"] == 21
    assert totals["joint_fact_sheet"] == pytest.approx(393.45)
    assert totals["white_house_fact_sheet"] == pytest.approx(513.45)
    assert totals["batch_1"] == pytest.approx(36.0)
    assert totals["batch_2"] == pytest.approx(73.0)
    assert sum(1 for row in rows("projects") if row["list"] == "joint_fact_sheet" and row["amount_usd_bn"]) == 16


def test_project_stages():
    stages = {row["id"]: row["stage"] for row in rows("projects")}
    assert set(stages.values()) == {"interest", "announced", "candidate", "signed"}
    assert (stages["J01"], stages["B11"], stages["B22"], stages["L01"]) == (
        "interest", "announced", "candidate", "signed"
    )  # fmt: skip


def test_residual_tax_follows_from_the_rates():
    excluded = value("tax_rules", "jp_dividend_exclusion") / 100
    for basis in ("tokyo_before_fy2026", "tokyo_from_fy2026", "mof_from_fy2026"):
        residual = (1 - excluded) * value("tax_rules", f"jp_rate_{basis}")
        assert residual == pytest.approx(value("tax_rules", f"jp_residual_dividend_{basis}"), abs=0.0006)


def test_implied_us_rates_follow_from_the_deductions():
    federal = value("tax_rules", "us_federal_rate")
    for deduction, implied in (
        ("us_section250_from_2026", "us_ncti_implied_rate"),
        ("us_fddei_deduction", "us_fddei_implied_rate"),
    ):
        rate = federal * (1 - value("tax_rules", deduction) / 100)
        assert rate == pytest.approx(value("tax_rules", implied), abs=0.05)


# ---- what a second reading of the sources changed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "column", "expected"),
    [
        ("tariff_rates", "japan_general_2026_02_24", "rate_pct", 10),
        ("tariff_rates", "japan_general_2025_04_05", "rate_pct", 10),
        ("tariff_rates", "japan_general_2025_08_07", "rate_pct", 15),
        ("tariff_rates", "japan_light_trucks_2025_09_16", "rate_pct", 25),
        ("tariff_rates", "japan_wood_products_2025_10_14", "rate_pct", 15),
        ("projects", "B22", "amount_usd_bn", 16),
        ("projects", "B23", "amount_usd_bn", 17),
        ("analogues", "uae_pledge_over_ten_years", "value", 1400),
        ("analogues", "taiwan_credit_guarantees_least", "value", 250),
        ("institutions", "nexi_grant_bonds_ceiling", "value", 3),
        ("institutions", "nexi_grant_bonds_fy2026", "value", 1.78),
        ("institutions", "nexi_capacity_ceiling", "value", 50),
        ("institutions", "jbic_filp_fy2026", "value", 8.5827),
        ("institutions", "nexi_untied_ceiling", "value", 95),
        ("institutions", "debt_ratio_2025", "value", 232.7),
        ("tax_rules", "jp_rate_tokyo_from_fy2026", "value", 31.52),
        ("tax_rules", "jp_exclusion_threshold_us", "value", 10),
        ("tax_rules", "us_beat", "value", 10.5),
        ("tax_rules", "us_combined_rate", "value", 25.63),
        ("treaty_provisions", "interest_2003_banks_insurers_securities", "us_withholding_pct", 0),
        ("treaty_provisions", "dividends_2019_voting_stock_10", "us_withholding_pct", 5),
        ("cfius", "notices_2023", "value", 233),
        ("cfius", "share_notices_cleared_mitigation_2024", "value", 0.09),
        ("size_context", "commitment_yen_low", "value", 80),
        ("size_context", "commitment_yen_high", "value", 87),
        ("size_context", "primary_income_2025", "value", 41.59),
        ("size_context", "nri_gdp", "value", -0.55),
        ("facts_other", "alabama_total", "value", 2311),
    ],
)
def test_value(name, key, column, expected):
    assert value(name, key, column) == expected


@pytest.mark.parametrize(
    ("name", "key", "column", "pattern"),
    [
        ("tariff_rates", "japan_general_2026_02_24", "legal_basis", "Section 122, Proclamation 11012"),
        ("tariff_rates", "japan_general_2026_02_24", "to_date", "2026-07-23"),
        ("tariff_rates", "japan_general_2026_02_22", "status", "announced, not implemented"),
        ("tariff_rates", "japan_general_threatened", "status", "threatened"),
        ("timeline", "2026-05-07_tariff", "event", "Court of International Trade, 2-1"),
        ("timeline", "2026-05-12_tariff", "event", "stay"),
        ("timeline", "2025-12-18_deal", "event", "First meeting"),
        ("timeline", "2025-07-26_deal", "note", "no longer describes the deal"),
        ("timeline", "2026-06-17_institution", "note", "Not scheme funding"),
        ("projects", "B11", "project", "Gas-fired power"),
        ("projects", "B11", "note", "several locations"),
        ("projects", "B21", "conflict", "Alabama.*Idaho"),
        ("projects", "B22", "operator", "NextEra"),
        ("projects", "L01", "grade", "^C$"),
        ("mou_terms", "ownership_reading", "conflict", "held jointly"),
        ("mou_terms", "equity_share_july", "term", "not in the memorandum"),
        ("mou_terms", "sectors", "note", "Metals"),
        ("mou_terms", "publication", "term", "draft form"),
        ("analogues", "korea_annual_cap_cash_part", "note", "does not cover the shipbuilding"),
        ("institutions", "jbic_press_718", "conflict", "8.5827"),
        ("institutions", "jbic_act38", "note", "Not scheme funding"),
        ("institutions", "gpif_fy2023_return", "note", "-7.86%"),
        ("institutions", "gpif_2017_statement", "source", "taipeitimes"),
        ("tax_rules", "jp_jbic_status", "from_memory", "yes"),
        ("tax_rules", "tax_sparing", "value_text", "up to 1978"),
        ("tax_rules", "us_expensing", "note", "before 2031-01-01"),
        ("tax_rules", "oecd_side_by_side", "note", "IIR and UTPR only"),
        ("tax_rules", "jp_side_by_side", "note", "enactment not confirmed"),
        ("cfius", "softbank_ampere_price_2025", "note", "not CFIUS"),
        ("size_context", "akazawa_gdp", "note", "attribution only"),
        ("third_countries", "fdi_greenfield_projects_count_world_change", "note", "world figure"),
        ("third_countries", "fdi_european_union_change", "note", "financial hubs"),
        ("facts_other", "gas_ratio", "note", "No second page"),
        ("facts_other", "fdi_creation_west", "note", "not signed"),
    ],
)
def test_text(name, key, column, pattern):
    assert re.search(pattern, keyed(name)[key][column])


def test_sources_that_disagree_stay_side_by_side():
    pace = keyed("size_context")
    assert pace["pace_to_2024_flow"]["conflict"]
    assert pace["pace_to_stock_growth"]["conflict"]
    market = keyed("third_countries")
    assert market["photoresist_chinese_market"]["conflict"]
    assert market["photoresist_chinese_market_semiconductor_segment"]["conflict"]
    assert sum(bool(row.get("conflict")) for name in NAMES for row in rows(name)) >= 30


def test_figures_that_rest_on_one_weak_page_stay_grade_c():
    cited = [row for name in NAMES for row in rows(name) if row["source"] == "https://www.wesearch.press/s/1-7972286f"]
    assert len(cited) >= 4
    assert {row["grade"] for row in cited} == {"C"}


# ---- literature ----------------------------------------------------------------------------------------------------

MEMORY = {
    "CG2005_JPN_SR", "CG2005_JPN_LR", "CG2005_USA_SR", "CG2005_USA_LR", "CG2005_OECD_SR", "CG2005_OECD_LR",
    "DCP2020_USD", "DCP2020_BIL",
}  # fmt: skip


def test_literature_has_104_rows_with_8_from_memory():
    table = keyed("literature")
    assert len(table) == 104
    assert {key for key, row in table.items() if row["from_memory"] == "yes"} == MEMORY


def test_no_definition_mixes_units():
    units = {}
    for row in rows("literature"):
        units.setdefault(row["group"], set()).add(row["units"])
    assert all(len(found) == 1 for found in units.values()), units


def test_estimates_lie_in_their_ranges():
    for row in rows("literature"):
        if row["low"] and row["estimate"]:
            assert float(row["low"]) <= float(row["estimate"]) <= float(row["high"]), row["key"]
        if row["kind"] == "midpoint":
            assert float(row["estimate"]) == pytest.approx((float(row["low"]) + float(row["high"])) / 2), row["key"]
        assert (row["kind"] == "none") == (row["estimate"] == ""), row["key"]


def test_no_digit_beyond_the_source():
    for row in rows("literature"):
        assert (row["decimals"] == "") == (row["estimate"] == ""), row["key"]
        shown = ("low", "high") if row["kind"] == "midpoint" else ("estimate",)
        for column in shown if row["estimate"] else ():
            assert float(row[column]) == pytest.approx(round(float(row[column]), int(row["decimals"]))), row["key"]


def test_no_reaction_function_is_cited_for_an_effect():
    for row in rows("literature") + rows("yen_flow_elasticities"):
        assert not re.search(r"\bIto\b.{1,10}\bYabu\b", row.get("authors", "") + row.get("study", "")), row["key"]


def test_each_effect_of_a_flow_names_its_base_currency_and_horizon():
    for row in rows("yen_flow_elasticities"):
        if row["mid"]:
            assert row["base"] and row["currency"] and row["horizon"], row["key"]
        if row["effect_of_550bn_all_converted_pct"] and float(row["effect_of_550bn_all_converted_pct"]) > 50:
            assert row["note"].startswith("Reductio"), row["key"]


def test_shares_of_the_rate_and_of_the_cost_are_kept_apart():
    table = keyed("literature")
    assert table["CLV2025"]["group"] != table["MRS2026_CPI"]["group"]
    assert "tariff rate" in table["CLV2025"]["units"]
    assert "not the tariff rate" in table["MRS2026_CPI"]["units"]


def test_elasticities_agree_with_the_literature():
    table = keyed("literature")
    for row in rows("yen_flow_elasticities"):
        if row["key"] in table:
            assert float(row["mid"]) == float(table[row["key"]]["estimate"]), row["key"]
    assert sum(row["key"] in table for row in rows("yen_flow_elasticities")) >= 9


def test_from_unpublished_to_unknown():
    assert len(rows("unknowns")) >= 25
    assert all(row["expected_where"] and row["would_settle"] for row in rows("unknowns"))
