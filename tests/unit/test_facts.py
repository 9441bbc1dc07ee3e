"""The tables of facts: sourced, dated, graded, consistent with each other, and with their arithmetic
redone."""

import ast
import csv
import hashlib
import operator
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from analysis import data
from analysis.data.store.manifest import parse

FACTS = Path(data.default().root) / "facts"
NAMES = (
    "analogues",
    "calibration",
    "cfius",
    "claims",
    "facts_other",
    "funding_plan",
    "institutions",
    "literature",
    "memorandum",
    "mof_fx_intervention_periods",
    "mou_terms",
    "projects",
    "size_context",
    "tariff_rates",
    "tax_rules",
    "third_countries",
    "timeline",
    "treaty_provisions",
    "unknowns",
    "usd_jpy_quotes",
    "yen_flow_elasticities",
)
#: Tables whose rows say where they were read when that is not the address that they cite.
READ_AT = tuple(name for name in NAMES if name not in {"claims", "literature", "yen_flow_elasticities"})
EDITION = date(2026, 11, 28)  # the day the pages were last read: nothing can be dated after it
NO_ADDRESS = "no address known"
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


# ---- form
# ----------------------------------------------------------------------------------------------------------


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
            if source == NO_ADDRESS:
                assert row["read_at"], row
                continue
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
            titles, pages, dates = (
                row[key].split(" | ") for key in ("source_title", "source", "source_date")
            )
            for page, about in zip(pages, zip(titles, dates, strict=True), strict=True):
                assert page == NO_ADDRESS or seen.setdefault(page, about) == about, page


def test_an_address_known_in_one_row_is_known_in_every_row():
    cited = [
        (title, page, f"{name}.csv: {title!r}")
        for name in sorted(set(NAMES) - {"literature"})
        for row in rows(name)
        for title, page in zip(row["source_title"].split(" | "), row["source"].split(" | "), strict=True)
    ]
    known = {title: page for title, page, _ in cited if page != NO_ADDRESS}
    lost = [
        f"{place} is at {known[title]}"
        for title, page, place in cited
        if page == NO_ADDRESS and title in known
    ]
    assert not lost, lost


def test_a_copy_that_was_read_has_an_address():
    for name in READ_AT:
        for row in rows(name):
            read = row["read_at"].split(" | ") if row["read_at"] else []
            for page, place in zip(row["source"].split(" | "), read, strict=False):
                assert page != NO_ADDRESS or not re.search(r"\b(copy|repost)\b", place), row


#: Rows dated by what takes effect or is set for a day, which a source names before it comes; all others
#: report what happened.
AHEAD = {
    ("institutions", "jbic_act38_effect"),
    ("institutions", "nexi_untied_lowest"),
    ("size_context", "pace_from_2026_11"),
    ("timeline", "2025-04-03_tariff"),
    ("timeline", "2026-09-18_institution"),
    ("timeline", "2026-09-30_argument_301"),
}


def after_its_sources(moment, stamps):
    """Whether a moment begins after the last day of the newest dated source; a month or a year ends with its
    last day."""
    dated = [stamp for stamp in stamps.split(" | ") if stamp != "undated"]
    return bool(dated) and moment > max(stamp + "-12-31"[len(stamp) - 4 :] for stamp in dated)


@pytest.mark.parametrize(
    ("moment", "stamps", "late"),
    [
        ("2026-08-06", "2026-08-06", False),
        ("2026-08-07", "2026-08-06", True),
        ("2026-08-07", "2026-08-06 | 2026-08-07", False),
        ("2026-08-31", "2026-08", False),
        ("2026-09-01", "2026-08", True),
        ("2025-12-31", "2025", False),
        ("2026-01-01", "2025", True),
        ("2026-08", "2026-07-31", True),
        ("2026-08", "2026-08-01", False),
        ("2026-08-06", "undated", False),
    ],
)
def test_a_row_is_after_its_sources_from_the_next_day_on(moment, stamps, late):
    assert after_its_sources(moment, stamps) is late


def test_no_row_reports_what_happened_after_its_newest_source():
    late = {
        (name, row["id"])
        for name in NAMES
        for row in rows(name)
        for column in ("date", "as_of")
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", row.get(column) or "")
        and after_its_sources(row[column], row["source_date"])
    }
    assert late == AHEAD


def test_what_the_protocol_changed_is_dated_by_a_source_that_saw_it_enter_into_force():
    entered = keyed("tax_rules")["protocol_in_force"]["value_text"]
    by_protocol = [row for row in rows("treaty_provisions") if row["regime"] == "2013 protocol"]
    assert len(by_protocol) == 6
    assert not [row["id"] for row in by_protocol if after_its_sources(entered, row["source_date"])]


@pytest.mark.parametrize("name", READ_AT)
def test_the_copy_read_is_told_for_each_address(name):
    for row in rows(name):
        if row["read_at"]:
            read = row["read_at"].split(" | ")
            assert len(read) == len(row["source"].split(" | ")), row
            assert all(read), row
            assert set(read) != {"page itself"}, row  # that is what an empty cell says


#: Where documents are published or kept: governments and their agencies, international bodies, and archives
#: of texts and papers.
OFFICIAL = re.compile(
    r"(\.gov|\.gov\.\w\w|\.go\.(jp|kr)|\.mil|europa\.eu|unctad\.org|imf\.org|oecd\.org|^irs\.gov)$"
    r"|^(worldjpn\.net|ideas\.repec\.org\.?|archive\.fast-edgar\.com|journalofeconomicstructures\.springeropen\.com)$"
)
#: Tables of which every row with several sources says which of them carries its figure, or which part each
#: carries.
CARRIED = (
    "funding_plan",
    "institutions",
    "memorandum",
    "mou_terms",
    "projects",
    "size_context",
    "tariff_rates",
    "timeline",
)
#: Columns that hold a row's figure.
FIGURES = ("value", "value_text", "amount", "amount_usd_bn", "rate_pct", "share_pct")
with open(Path(__file__).with_name("carriers.csv"), encoding="utf-8", newline="") as _file:
    CARRIERS = [
        tuple(row.values()) for row in csv.DictReader(_file)
    ]  # table, id, what is carried, part of an address


@pytest.mark.parametrize(
    "name", sorted(set(NAMES) - {"literature", "yen_flow_elasticities"})
)  # theirs are papers
def test_grade_a_rests_on_a_document_where_it_is_published_or_kept(name):
    for number, row in enumerate(rows(name), 2):
        hosts = [urlsplit(source).netloc for source in row["source"].split(" | ")]
        found = row["grade"] != "A" or any(OFFICIAL.search(host) for host in hosts)
        assert found, f"{name}.csv, line {number}: grade A, but only {', '.join(hosts)}"


@pytest.mark.parametrize(("name", "key", "carries", "address"), CARRIERS)
def test_a_row_cites_the_page_that_carries_its_figure(name, key, carries, address):
    row = keyed(name)[key]
    assert any(address in source for source in row["source"].split(" | ")), (
        f"{name}.csv, row {key}: {address} carries {carries!r} and is no longer among the sources; "
        "cite it, or a page that carries the same, and say so in carriers.csv"
    )
    if re.fullmatch(r"-?[\d.]+", carries):
        figures = [row[column] for column in FIGURES if row.get(column)]
        assert carries in figures, f"{name}.csv, row {key}: {figures}, but {address} was read for {carries}"


@pytest.mark.parametrize("name", CARRIED)
def test_a_row_of_several_sources_names_the_one_that_it_rests_on(name):
    named = {key for table, key, _, _ in CARRIERS if table == name}
    several = {row["id"] for row in rows(name) if " | " in row["source"]}
    assert several <= named, f"{name}.csv: no line of carriers.csv for {sorted(several - named)}"
    assert named <= several, (
        f"{name}.csv: of carriers.csv, but no longer of several sources: {sorted(named - several)}"
    )


def test_a_digest_or_a_file_copy_alone_is_no_better_than_grade_c():
    for name in READ_AT:
        for row in rows(name):
            pages = row["source"].split(" | ")
            read = row["read_at"].split(" | ") if row["read_at"] else [""] * len(pages)
            if all(
                "digest" in place or urlsplit(page).netloc == "github.com"
                for page, place in zip(pages, read, strict=True)
            ):
                assert (
                    row["grade"] in {"B", "C"} if "another site" in row["read_at"] else row["grade"] == "C"
                ), row


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


# ---- arithmetic
# ----------------------------------------------------------------------------------------------------


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
    assert (deadline - EDITION).days == 783
    assert value("size_context", "years_to_deadline") == pytest.approx(1233 / 365.25, abs=0.005)
    assert round(783 / 365.25, 3) == 2.144
    assert value("size_context", "pace_from_2026_11") == pytest.approx(
        (550 - 340 / 157) / (783 / 365.25), abs=0.1
    )


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
    assert (
        sum(1 for row in rows("projects") if row["list"] == "joint_fact_sheet" and row["amount_usd_bn"]) == 16
    )


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


# ---- what a second reading of the sources changed
# --------------------------------------------------------------------


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
        ("institutions", "debt_ratio_2026", "value", 226.8),
        ("institutions", "reserves_2026_08", "value", 1207.524),
        ("institutions", "nexi_portsmouth_cover", "value", 90),
        ("tariff_rates", "japan_general_2026_07_24", "rate_pct", 12.5),
        ("size_context", "intervention_2026_08", "value", 15.3993),
        ("analogues", "taiwan_direct_investment_firms", "value", 250),
        ("third_countries", "fdi_global_change_final", "value", 6),
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
        ("timeline", "2026-06-11_stay_122", "note", "none was found for 12 June"),
        ("timeline", "2026-07-31_intervention_joint", "event", "together"),
        ("timeline", "2026-09-18_institution", "event", "Act No. 38"),
        ("tariff_rates", "japan_general_2026_07_24", "rate_base", "^all-in$"),
        ("tariff_rates", "japan_general_2026_02_24", "rate_base", "^additional to MFN$"),
        ("tariff_rates", "japan_general_2026_07_24", "legal_basis", "Section 301"),
        ("timeline", "2025-12-18_deal", "event", "First meeting"),
        ("timeline", "2025-07-26_deal", "note", "no longer describes the deal"),
        ("timeline", "2026-06-17_institution", "note", "Not scheme funding"),
        ("projects", "B11", "project", "Gas-fired power"),
        ("projects", "B11", "note", "several locations"),
        ("projects", "B21", "state", "^Tennessee; Alabama$"),
        ("projects", "B21", "conflict", "Idaho"),
        ("projects", "J12", "operator", "^Carbon Holdings$"),
        ("projects", "J15", "operator", "^Max Energy$"),
        ("projects", "L01", "conflict", "not proved"),
        ("projects", "B22", "operator", "NextEra"),
        ("projects", "L01", "grade", "^C$"),
        ("mou_terms", "ownership_reading", "conflict", "held jointly"),
        ("mou_terms", "equity_share_july", "term", "not in the memorandum"),
        ("mou_terms", "sectors", "note", "Metals"),
        ("mou_terms", "publication", "term", "provisional translation"),
        ("mou_terms", "split_before", "term", "each country"),
        ("mou_terms", "refusal", "term", "distributions"),
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
        ("cfius", "softbank_ampere_price_2025", "note", "approval by CFIUS"),
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
    cited = [
        row
        for name in NAMES
        for row in rows(name)
        if row["source"] == "https://www.wesearch.press/s/1-7972286f"
    ]
    assert len(cited) >= 4
    assert {row["grade"] for row in cited} == {"C"}


# ---- literature
# ----------------------------------------------------------------------------------------------------

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
            assert float(row["estimate"]) == pytest.approx((float(row["low"]) + float(row["high"])) / 2), row[
                "key"
            ]
        assert (row["kind"] == "none") == (row["estimate"] == ""), row["key"]


def test_no_digit_beyond_the_source():
    for row in rows("literature"):
        assert (row["decimals"] == "") == (row["estimate"] == ""), row["key"]
        shown = ("low", "high") if row["kind"] == "midpoint" else ("estimate",)
        for column in shown if row["estimate"] else ():
            assert float(row[column]) == pytest.approx(round(float(row[column]), int(row["decimals"]))), row[
                "key"
            ]


def test_no_reaction_function_is_cited_for_an_effect():
    for row in rows("literature") + rows("yen_flow_elasticities"):
        assert not re.search(r"\bIto\b.{1,10}\bYabu\b", row.get("authors", "") + row.get("study", "")), row[
            "key"
        ]


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


# ---- the record from June to October 2026
# ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "amount"),
    [
        ("2026-03-09_display", 13), ("2026-04-28_policy_rate", 0.75),
        ("2026-06-02_section_301", 12.5), ("2026-06-23_talks", 161.51), ("2026-07-09_aircraft", 0),
        ("2026-07-16_approval", 50), ("2026-07-23_reactor_liability", 40), ("2026-07-24_section_301", 12.5),
        ("2026-07-29_fed", 3.625), ("2026-07-31_policy_rate", 1.0), ("2026-08-03_suit_states", 25),
        ("2026-08-28_intervention_period", 15.3993), ("2026-09-04_rounds", 109), ("2026-09-16_fed", 3.875),
        ("2026-09-18_policy_rate", 1.25), ("2026-09-22_deal", 35), ("2026-09-23_analogue", 350),
        ("2026-09-24_principles", 158), ("2026-10-09_food_tax", 10),
    ],
)  # fmt: skip
def test_event_of_2026(key, amount):
    row = keyed("timeline")[key]
    assert float(row["amount"]) == amount
    assert row["id"].startswith(row["date"])


@pytest.mark.parametrize(
    ("name", "key", "column", "expected"),
    [
        ("facts_other", "jgb_2026_09_01", "value", 3.0),
        ("facts_other", "ppi_2026_06", "value", 7.1),
        ("facts_other", "cpi_2026_08", "value", 1.9),
        ("facts_other", "cpi_2026_08_core", "value", 1.7),
        ("facts_other", "cpi_2026_08_core_core", "value", 1.9),
        ("facts_other", "cpi_base_2025", "value", 102.0),
        ("facts_other", "gdp_2026_q2", "value", 0.4),
        ("facts_other", "tankan_2026_09", "value", 24),
        ("facts_other", "brent_2026_09_16", "value", 107.64),
        ("facts_other", "ieepa_refunds", "value", 3),
        ("facts_other", "fima_2026_08", "value", 0),
        ("institutions", "reserves_2026_08_foreign_currency", "value", 994.976),
        ("institutions", "reserves_2026_08_securities_change", "value", -87.8),
        ("size_context", "reported_share_moving", "value", 20),
        ("size_context", "announced_total", "value", 109),
        ("usd_jpy_quotes", "2026-06-23", "usd_jpy", 161.51),
        ("usd_jpy_quotes", "2026-07-22", "usd_jpy", 163),
        ("usd_jpy_quotes", "2026-09-08", "usd_jpy", 153.93),
        ("usd_jpy_quotes", "2026-10-02", "usd_jpy", 157.94),
        ("usd_jpy_quotes", "2026-10-08", "usd_jpy", 158.10),
        ("projects", "D03", "amount_usd_bn", 13),
        ("projects", "B21", "amount_usd_bn", 40),
    ],
)
def test_fact_of_2026_in_other_tables(name, key, column, expected):
    assert value(name, key, column) == expected


@pytest.mark.parametrize(
    ("key", "rate", "base"),
    [
        ("japan_metals_2026_04_06", 50, "additional to MFN"),
        ("japan_metals_derivatives_2026_04_06", 25, "additional to MFN"),
        ("japan_metals_listed_machinery_2026_04_06", 15, "all-in"),
        ("japan_metals_machinery_2026_06_08", 15, "all-in"),
        ("japan_patented_pharmaceuticals_2026_07_31", 15, "all-in"),
        ("japan_polysilicon_2026_12_04", 15, "all-in"),
        ("japan_drones_2026_09_03", 15, "all-in"),
        ("japan_aircraft_2026_07_09", 0, "additional to MFN"),
        ("japan_semiconductors_2026_01_15", 25, "additional to MFN"),
        ("eu_taiwan_general_2026_07_24", 10, "all-in"),
    ],
)
def test_rate_under_section_232_or_301(key, rate, base):
    row = keyed("tariff_rates")[key]
    assert (float(row["rate_pct"]), row["rate_base"]) == (rate, base)


def test_a_rate_says_what_it_is_of():
    for row in rows("tariff_rates"):
        assert row["rate_base"] in {"additional to MFN", "all-in", "MFN", ""}, row
        assert not row["rate_pct"] or row["rate_base"], row


def test_a_rate_whose_last_day_has_passed_is_not_called_in_force():
    for row in rows("tariff_rates"):
        over = bool(row["to_date"]) and row["to_date"] <= EDITION.isoformat()
        assert (row["status"] == "in force") <= (not over), row["id"]
        assert (row["status"] == "ended") <= over, row["id"]


def test_general_rates_on_japan_follow_each_other_without_gap_or_overlap():
    path = [
        row for row in rows("tariff_rates")
        if (row["origin"], row["category"]) == ("Japan", "general") and row["status"] in {"in force", "ended"}
    ]  # fmt: skip
    path.sort(key=lambda row: row["from_date"])
    assert [(row["rate_pct"], row["rate_base"]) for row in path] == [
        ("10", "additional to MFN"), ("15", "all-in"), ("10", "additional to MFN"), ("12.5", "all-in"),
    ]  # fmt: skip
    for before, after in pairwise(path):
        assert (date.fromisoformat(after["from_date"]) - date.fromisoformat(before["to_date"])).days == 1
    assert path[-1]["to_date"] == ""


def test_policy_rates_of_september_stand_in_the_decisions():
    bank, fed = data.table("jp_boj_policy_rate_decisions"), data.table("us_fed_funds_target_changes")
    assert (str(bank["decision_date"].iloc[-1])[:10], bank["target_mid"].iloc[-1]) == ("2026-09-18", 1.25)
    assert (str(fed["decision_date"].iloc[-1])[:10], fed["target_mid"].iloc[-1]) == ("2026-09-16", 3.875)


def test_release_periods_agree_with_the_days_and_stay_out_of_them():
    periods = keyed("mof_fx_intervention_periods")
    days = data.table("mof_fx_intervention_daily")
    for row in periods.values():
        if row["period_end"] > days.attrs["covered_to"]:
            continue
        inside = days[(days["date"] >= row["period_start"]) & (days["date"] <= row["period_end"])]
        assert inside["net_jpy_purchase"].sum() == pytest.approx(
            float(row["net_jpy_purchase_100m_yen"]), abs=1
        )
    assert float(periods["2026-08-26"]["net_jpy_purchase_100m_yen"]) == 153993
    assert str(days["date"].max())[:10] == "2026-05-06"


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("timeline", "2026-10-09"), ("projects", "2026-10-09"), ("tariff_rates", "2026-10-07"),
        ("jp_boj_policy_rate_decisions", "2026-10-09"), ("us_fed_funds_target_changes", "2026-10-09"),
        ("mof_fx_intervention_daily", "2026-06-30"), ("mof_fx_intervention_monthly", "2026-06-30"),
        ("mof_fx_intervention_periods", "2026-08-26"),
    ],
)  # fmt: skip
def test_event_table_says_to_which_day_it_is_known(name, end):
    table = data.table(name)
    assert table.attrs["covered_to"] == end
    assert end < EDITION.isoformat()


def test_series_of_2026():
    holdings = data.load("us_treasuries_held_japan")
    assert holdings.loc["2026-07"] == 1103.9
    assert holdings.loc["2026-04"] == 1209.9
    assert data.load("us_import_price_all").loc["2024-07"] == 141.7
    assert data.load("jp_residents_total_abroad").loc["2026-08"] == 12980 - 1430 - 10190
    assert data.load("jp_10y_yield_mof_month_end").loc["2026-09"] == 3.057


# ---- the memorandum, the funding plan, what was not found
# -----------------------------------------------------------


def test_clauses_are_settled_or_name_their_readings():
    for row in rows("memorandum"):
        assert row["country"] in {"JPN", "KOR"}, row
        assert row["status"] in {"settled", "open", "not found"}, row
        readings = row["reading"].split(" | ") if row["reading"] else []
        assert (row["status"] == "open") == bool(readings), row
        assert not readings or (
            len(readings) >= 2 and all(re.match(r"[a-z_]+: ", reading) for reading in readings)
        ), row
        assert (row["status"] == "settled") or row["searches"], row


def test_what_the_cabinet_answers_settle():
    clauses = keyed("memorandum")
    assert {key for key, row in clauses.items() if row["status"] == "open"} == {
        "jpn_spread", "jpn_carry_forward", "jpn_test", "jpn_balance", "jpn_losses",
    }  # fmt: skip
    official = {
        "jpn_split": ("13", "b219080"),
        "jpn_arrangements": ("9", "b219120"),
        "jpn_domestic_law": ("22", "b219120"),
    }
    for key, (paragraph, answer) in official.items():
        row = clauses[key]
        assert (row["paragraph"], row["grade"], row["status"]) == (paragraph, "A", "settled")
        assert answer in row["source"]
    assert "each country" in clauses["jpn_split"]["says"]
    pairs = [row["subject"] for row in clauses.values() if row["country"] == "KOR"]
    assert set(pairs) <= {row["subject"] for row in clauses.values() if row["country"] == "JPN"}


def test_terms_of_the_model_stand_in_their_clauses():
    clauses = keyed("memorandum")
    words = {
        "amount": "$550bn",
        "funding_notice": "45 business days",
        "split_before": "half",
        "split_after": "10",
    }
    words["deadline"] = "19 January 2029"
    for key, row in keyed("mou_terms").items():
        assert not row["clause"] or row["clause"] in clauses, row
        if key in words:
            assert words[key] in clauses[row["clause"]]["says"], key


def test_money_of_the_state_adds_up():
    plan = keyed("funding_plan")
    parts = [float(plan[key]["amount"]) for key in ("state_fiscal_loans", "state_guarantees", "state_equity")]
    assert sum(parts) == pytest.approx(8582.7)
    assert value("institutions", "jbic_filp_fy2026") * 1000 == pytest.approx(8582.7)
    kept = [value("institutions", f"jbic_filp_{part}") * 1000 for part in ("loans", "guarantees", "other")]
    assert kept == pytest.approx(parts)
    thirds = [float(plan[key]["share_pct"]) for key in ("jbic_third", "nexi_two_thirds")]
    assert sum(thirds) == pytest.approx(100, abs=0.1)


def test_what_was_not_found_was_searched_for_in_three_places():
    found = keyed("searches")
    places = {"stored public web pages", "texts of public repositories", "primary site"}
    for row in found.values():
        assert row["searched_on"] == EDITION.isoformat(), row
        assert row["collection"] in places, row
        assert row["where"] and row["words"] and row["result"], row
        assert not row["newest_found"] or row["newest_found"] <= EDITION.isoformat(), row
    for row in rows("unknowns"):
        searched = [found[key] for key in row["searches"].split(" | ")]
        assert {search["collection"] for search in searched} == places, row
    for name in ("memorandum", "funding_plan"):
        for row in rows(name):
            assert all(key in found for key in row["searches"].split(" | ") if key), row


def test_what_became_known_left_the_unknowns():
    gone = {"us_tariff_rate_japanese_goods", "date_effect_withholding_2003_convention"}
    gone.add("unctad_world_investment_report_2026")
    assert not gone & set(keyed("unknowns"))


# ---- operators, bounds, dates of effect
# -----------------------------------------------------------------------------


def test_every_project_says_who_controls_its_operator_or_that_it_is_not_known():
    for row in rows("projects"):
        assert row["control_source"], row
        assert re.fullmatch(r"[A-Z]{3}|", row["control_country"]), row
        assert not row["control_country"] or row["operator_parent"], row
        assert not row["japanese_share_pct"] or 0 <= float(row["japanese_share_pct"]) <= 100, row


def test_share_of_japanese_operators_by_each_definition():
    batches = [row for row in rows("projects") if row["list"] in {"batch_1", "batch_2"}]
    amount = {row["id"]: float(row["amount_usd_bn"]) for row in batches}
    control = {row["id"] for row in batches if row["control_country"] == "JPN"}
    share = {row["id"] for row in batches if float(row["japanese_share_pct"] or 0) > 0}
    assert control == {"B11"}  # SB Energy is SoftBank's
    assert share == {"B21"}  # Hitachi holds 40 percent of GE Vernova Hitachi
    announced = sum(amount[key] for key in ("B11", "B12", "B13"))
    assert amount["B11"] / announced == pytest.approx(0.925)
    assert amount["B11"] / sum(amount.values()) == pytest.approx(0.305, abs=0.001)
    assert sum(amount[key] for key in control | share) / sum(amount.values()) == pytest.approx(
        0.672, abs=0.001
    )


def test_a_lower_bound_is_no_upper_end():
    for key in ("usual_length_low_2023", "usual_length_high_2023"):
        row = keyed("cfius")[key]
        assert row["qualifier"] == "at least"
        assert "upper" not in row["item"]
    assert keyed("analogues")["taiwan_credit_guarantees_least"]["qualifier"] == "at least"


def test_a_bound_stands_in_its_field_and_not_in_the_words():
    words = re.compile(r", (at least|below|over|up to|claimed above)$")
    for name in NAMES:
        for row in rows(name):
            text = row.get("item") or row.get("fact") or row.get("rule") or ""
            assert not words.search(text), (name, row)


def test_treaty_rates_of_2003_start_with_the_withholding():
    starts = [row["from_date"] for row in rows("treaty_provisions") if row["regime"] == "2003 convention"]
    assert starts == ["2004-07-01"] * 6


def test_one_debt_ratio_is_named_for_the_pages():
    ratios = [row for row in rows("institutions") if row["id"].startswith("debt_ratio")]
    assert [row["id"] for row in ratios if "The figure for pages" in row["note"]] == ["debt_ratio_2025"]
    assert len({row["item"] for row in ratios}) == len(ratios) == 3  # each names its year and edition
