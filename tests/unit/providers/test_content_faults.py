"""Answers of status 200 that are not the table asked for: refused with provider, series and cause, or read
aright."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile

import pytest
from publishers import workbook
from publishers.answers import answers, edited, parsed, registry, swapped
from publishers.render import zipped

from analysis.data.providers.base import ProviderError

TABLES = [
    "bis_reer_china_monthly",
    "boj_cgpi_neer_monthly",
    "ecb_reference_rates_daily",
    "fred_md",
    "jp_10y_yield_monthly",
    "jp_3m_interbank_monthly",
    "jp_cpi_monthly",
    "jp_residents_portfolio_abroad_monthly",
    "mof_fx_intervention_daily",
    "mof_fx_intervention_monthly",
    "oecd_national_accounts_quarterly",
    "us_customs_duties_monthly",
    "us_import_price_bls_monthly",
    "us_tic_treasury_holdings_monthly",
    "weo_annual",
    "world_commodity_prices_monthly",
]
JAPANESE = ("jp_10y", "jp_cpi", "jp_res", "mof_fx")
PAGE = b"<!DOCTYPE html>\n<html><head><title>Access Denied</title></head><body>Reference #18</body></html>"


def refused(table, payloads, words):
    """The parser's error; its message names provider and series first."""
    with pytest.raises(ProviderError, match=words) as caught:
        parsed(table, *payloads)
    error = caught.value
    assert str(error) == f"{error.provider}: {error.series}: {error.cause}"
    assert error.provider == registry().owner(table).name and error.series and error.kind == "content"
    return error


@pytest.mark.parametrize("table", TABLES)
def test_the_good_answers_are_read(table):
    assert len(parsed(table).frame) > 40


@pytest.mark.parametrize("table", TABLES)
def test_a_web_page_with_status_200(table):
    refused(table, edited(table, lambda body: PAGE), "web page, not data: 'Access Denied'")


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_body(table):
    refused(table, edited(table, lambda body: b""), "the answer is empty")
    refused(table, edited(table, lambda body: b"\r\n \r\n"), "the answer is empty")


@pytest.mark.parametrize("table", TABLES)
def test_another_encoding(table):
    def utf16(body: bytes) -> bytes:
        return b"\xff\xfe" + body.decode("cp932" if table.startswith(JAPANESE) else "latin-1").encode(
            "utf-16-le"
        )

    refused(
        table,
        edited(table, utf16),
        "the answer is not|is binary|does not|no header|has no block|not a zip|not a workbook",
    )


@pytest.mark.parametrize(
    "table", [t for t in TABLES if t.startswith(JAPANESE) and t != "jp_10y_yield_monthly"]
)
def test_a_japanese_file_that_turns_to_unicode(table):
    refused(
        table,
        edited(table, lambda body: body.decode("cp932").encode("utf-8")),
        "not cp932|does not|no header",
    )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_answer_that_is_cut_is_refused_or_merely_shorter(table, share):
    """Where the cut falls between two lines nobody can see it in the answer; that the table got shorter is
    seen later."""
    whole = parsed(table).frame
    try:
        found = parsed(table, *edited(table, lambda body: body[: int(len(body) * share)])).frame
    except ProviderError:
        return
    assert len(found) <= len(whole) and set(found.index) <= set(whole.index)


@pytest.mark.parametrize("table", TABLES)
def test_an_answer_too_few(table):
    refused(table, answers(table)[:0] or [edited(table, lambda b: b)[0]][:0] or [_stranger(table)], ".")


def _stranger(table):
    """An answer to a question that was not asked."""
    from dataclasses import replace

    payload = answers(table)[0]
    return replace(
        payload,
        request=replace(payload.request, kind="something else", url="https://example.org/"),
        body=b"x",
    )


# ---- columns
# -------------------------------------------------------------------------------------------------------


def columns(change):
    """An edit of a comma-separated body by its rows."""

    def edit(body: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(body.decode())))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(change(row) for row in rows)
        return text.getvalue().encode()

    return edit


BY_NAME = ["bis_reer_china_monthly", "oecd_national_accounts_quarterly", "weo_annual"]


@pytest.mark.parametrize("table", BY_NAME)
def test_columns_in_another_order_and_a_new_one_change_nothing(table):
    good = parsed(table).frame
    assert parsed(table, *edited(table, columns(lambda row: row[::-1]))).frame.equals(good)
    assert parsed(table, *edited(table, columns(lambda row: [row[0], "NEW", *row[1:]]))).frame.equals(good)


def test_columns_of_wide_files_go_by_name():
    good = parsed("fred_md").frame
    moved = edited("fred_md", columns(lambda row: [row[0], *row[-2:0:-1], ""] if any(row) else row))
    assert parsed("fred_md", *moved).frame.equals(good)
    new = {"sasdate": "NEWx"}
    added = edited(
        "fred_md", columns(lambda row: [row[0], new.get(row[0], "1"), *row[1:]] if any(row) else row)
    )
    assert parsed("fred_md", *added).frame.equals(good)


def ecb_text(change):
    def edit(body: bytes) -> bytes:
        return zipped(
            {"eurofxref-hist.csv": change(zipfile.ZipFile(io.BytesIO(body)).read("eurofxref-hist.csv"))}
        )

    return edit


def test_a_new_currency_is_reported_and_not_taken():
    added = edited(
        "ecb_reference_rates_daily",
        ecb_text(columns(lambda row: [*row[:-1], "XYZ" if row[0] == "Date" else "1.5", ""])),
    )
    found = parsed("ecb_reference_rates_daily", *added)
    assert found.frame.equals(parsed("ecb_reference_rates_daily").frame)
    assert found.notes == ("new at the publisher and not taken: XYZ",)


# (table, kind of the answer or None, text, what stands there instead, what the message says)
cp932 = "cp932"
EDITS = [
    # renamed columns and heads
    ("bis_reer_china_monthly", None, "OBS_VALUE", "VALUE", "no column 'OBS_VALUE'"),
    ("bis_reer_china_monthly", None, "EER_TYPE", "KIND", "no column 'EER_TYPE'"),
    ("bis_reer_china_monthly", None, "TIME_FORMAT", "OBS_VALUE", "twice the column 'OBS_VALUE'"),
    ("oecd_national_accounts_quarterly", "S1", "UNIT_MULT", "SCALE", "no column 'UNIT_MULT'"),
    ("weo_annual", None, "INDICATOR", "SUBJECT", "no column 'INDICATOR'"),
    (
        "jp_3m_interbank_monthly",
        None,
        "IR3TIB01JPM156N",
        "IR3TIB01JPQ156N",
        "header is .*not a date and IR3TIB01JPM156N",
    ),
    ("fred_md", None, "sasdate", "date", "no column 'sasdate'"),
    ("fred_md", None, "Transform:", "2/1/1900", "transformation codes"),
    ("fred_md", None, ",INDPRO,", ",INDPRO2,", "INDPRO: the answer does not hold this series"),
    ("us_import_price_bls_monthly", None, "\tperiod\t", "\tmonth\t", "header of .* is .*'month'"),
    (
        "jp_residents_portfolio_abroad_monthly",
        None,
        "International Transactions in Securities",
        "Other",
        "head of the file",
    ),
    ("mof_fx_intervention_daily", None, "Year,Month", "Month,Year", "no header"),
    ("jp_10y_yield_monthly", "jgbcm_all.csv", ",10年,", ",10年半,", "one column 10年"),
    ("jp_cpi_monthly", None, "類・品目符号", "コード", "no row of codes"),
    ("jp_cpi_monthly", None, "類・品目", "品目", "does not begin with 類・品目"),
    (
        "us_tic_treasury_holdings_monthly",
        "slt_table5.txt",
        "Table 5: Major",
        "Table 3: Other",
        "does not say 'Table 5",
    ),
    (
        "us_tic_treasury_holdings_monthly",
        "mfhhis01.txt",
        "Country\t",
        "Land\t",
        "2025-01..2025-06 is skipped",
    ),
    # units
    (
        "jp_residents_portfolio_abroad_monthly",
        None,
        "(Unit: 100 mil Yen)",
        "(Unit: bil Yen)",
        r"does not say '\(Unit: 100 mil",
    ),
    (
        "mof_fx_intervention_daily",
        None,
        "(amount:100 million Yen)",
        "(amount:billion Yen)",
        "the unit .* is not stated",
    ),
    ("jp_10y_yield_monthly", "jgbcm.csv", "(単位 : %)", "(単位 : bp)", "does not state its unit"),
    (
        "us_tic_treasury_holdings_monthly",
        "slt_table5.txt",
        "Billions of dollars",
        "Millions of dollars",
        "does not say 'Billions",
    ),
    (
        "us_tic_treasury_holdings_monthly",
        "mfhhis01.txt",
        "in billions",
        "in millions",
        "does not say 'in billions",
    ),
    (
        "oecd_national_accounts_quarterly",
        "S1",
        ",2020,6,XXX",
        ",2020,six,XXX",
        "invalid literal|not a number",
    ),
    ("oecd_national_accounts_quarterly", "S1", ",2020,6,XXX", ",2020,99,XXX", "ten to the power 99"),
    # dates
    ("bis_reer_china_monthly", None, ",2026-07,", ",2026/07,", "'2026/07' is not a month"),
    ("bis_reer_china_monthly", None, ",2026-07,", ",2026-13,", "'2026-13' is not a month"),
    ("jp_3m_interbank_monthly", None, "2026-05-01", "2026-05-15", "not the first day of a month"),
    ("jp_3m_interbank_monthly", None, "2026-05-01", "05/01/2026", "not the first day of a month"),
    ("fred_md", None, "7/1/2026", "2026-07-01", "not the first of a month"),
    ("boj_cgpi_neer_monthly", "PR01", "202608", "20260801", "not a month written YYYYMM"),
    ("us_import_price_bls_monthly", None, "\t2026\tM07", "\t26\tM07", "not series, year, period"),
    ("us_import_price_bls_monthly", None, "\t2026\tM07", "\t2026\tJul", "not series, year, period"),
    ("jp_cpi_monthly", "000040482943", "202608,", "2026.8,", "begins with '2026.8', not with a month"),
    ("oecd_national_accounts_quarterly", "S1", "2026-Q2", "2026-06", "not a quarter"),
    ("weo_annual", None, ",A,2024,", ",A,FY24,", "'FY24' is not a year"),
    ("jp_10y_yield_monthly", "jgbcm_all.csv", "R7.1.31", "R7.1.32", "is not a day"),
    ("jp_10y_yield_monthly", "jgbcm_all.csv", "R7.1.31", "X7.1.31", "is not a day"),
    ("mof_fx_intervention_daily", None, ",1991,May,13", ",1991,Mai,13", "not a year, month and day"),
    ("mof_fx_intervention_daily", None, ",1991,May,13", ",1991,May,32", "not a year, month and day"),
    (
        "mof_fx_intervention_daily",
        None,
        "平成3年,5月",
        "平成4年,5月",
        "平成4年 is 1992, beside it stands 1991",
    ),
    ("jp_residents_portfolio_abroad_monthly", None, "(平成18年)", "(平成19年)", "stands in the year 2006"),
    (
        "us_tic_treasury_holdings_monthly",
        "slt_table5.txt",
        "\t2026-07",
        "\tJul 2026",
        "not months written YYYY-MM",
    ),
    ("us_tic_treasury_holdings_monthly", "mfhhis01.txt", "\tDec\t", "\tDez\t", "not months and years"),
    ("ecb_reference_rates_daily", "zip", "2026-10-30", "30.10.2026", "not a date written"),
    ("world_commodity_prices_monthly", None, "1970M01", "1970-01", "begins with '1970-01', not with a month"),
    # twice, missing
    ("bis_reer_china_monthly", None, ",2026-07,", ",2026-06,", "2026-06 stands twice"),
    (
        "bis_reer_china_monthly",
        None,
        "BIS:WS_EER(1.0),M,R,B,CN,2020-05",
        "BIS:WS_EER(1.0),M,R,B,JP,2020-05",
        "2020-05 is skipped",
    ),
    ("jp_3m_interbank_monthly", None, "2020-05-01", "2020-04-01", "2020-04 stands twice"),
    ("jp_3m_interbank_monthly", None, "\n2020-05-01,", "\n\n#", "not the first day|cells"),
    ("fred_md", None, "5/1/2020", "4/1/2020", "2020-04 stands twice"),
    ("boj_cgpi_neer_monthly", "PR01", "202006, ", "202005, ", "2020-05 stands twice"),
    ("us_import_price_bls_monthly", None, "\t2020\tM05", "\t2020\tM04", "2020-04 stands twice"),
    ("weo_annual", None, ",A,2020,", ",A,2019,", "2019 stands twice"),
    ("oecd_national_accounts_quarterly", "S1", "2020-Q2", "2020-Q1", "2020Q1 stands twice"),
    ("jp_cpi_monthly", "000040482943", "202005,", "202004,", "2020-04 stands twice"),
    ("jp_cpi_monthly", "000040482943", ",0161,", ",0001,", "0001: stands twice"),
    ("jp_10y_yield_monthly", "jgbcm_all.csv", "R7.1.30", "R7.1.31", "2025-01-31 stands twice"),
    ("us_tic_treasury_holdings_monthly", "slt_table5.txt", "2026-06", "2026-07", "each once"),
    (
        "us_tic_treasury_holdings_monthly",
        "slt_table5.txt",
        "Japan\t",
        "Nippon\t",
        "Japan: slt_table5.txt lacks this row",
    ),
    (
        "us_tic_treasury_holdings_monthly",
        "mfhhis01.txt",
        "Japan\t",
        "Nippon\t",
        "Japan: a block of past months lacks this row",
    ),
    ("us_tic_treasury_holdings_monthly", "slt_table5.txt", "China, Mainland\t", "Japan\t", "stands twice"),
    ("ecb_reference_rates_daily", "zip", "2026-10-30", "2026-10-29", "2026-10-29 stands twice"),
    ("ecb_reference_rates_daily", "zip", ",JPY,", ",JPX,", "JPY: the answer does not hold this series"),
    (
        "world_commodity_prices_monthly",
        "xml",
        "Copper",
        "Kupfer",
        "Copper: the answer does not hold this series",
    ),
    ("world_commodity_prices_monthly", "xml", "Nickel", "copper", "stands over several columns"),
    ("jp_residents_portfolio_abroad_monthly", None, ",3月,Mar", ",3月,Apr", "stands twice"),
    # cells
    ("bis_reer_china_monthly", None, ",2026-07,92.72", ",2026-07,n.p.", "2026-07: 'n.p.' is not a number"),
    (
        "jp_3m_interbank_monthly",
        None,
        "2026-05-01,1.27409",
        "2026-05-01,1.2.7",
        "2026-05: '1.2.70' is not a number",
    ),
    (
        "jp_3m_interbank_monthly",
        None,
        "2026-05-01,1.27409",
        "2026-05-01,1e99999",
        "'1e999990' is not a number",
    ),
    (
        "boj_cgpi_neer_monthly",
        "PR01",
        "193.7",
        '"about 194"',
        "PRCG20_2600000000: 2026-08: 'about 194' is not a number",
    ),
    ("boj_cgpi_neer_monthly", "PR01", "193.7", "[1]", "is not a number"),
    ("us_import_price_bls_monthly", None, "104.1", "10 4.1", "'10 4.1' is not a number"),
    ("mof_fx_intervention_daily", None, ",13,139,", ",13,x,", "'x' is not a whole amount"),
    ("jp_10y_yield_monthly", "jgbcm.csv", ",3.057,", ",3.O57,", "'3.O57' is not a number"),
    # identities, totals, currencies
    ("mof_fx_intervention_daily", None, ",13,139,", ",13,142,", "April - June 1991: its days add to"),
    (
        "mof_fx_intervention_daily",
        None,
        "the US dollar (sold)",
        "the Korean won (sold)",
        "not one known currency bought and one sold",
    ),
    (
        "mof_fx_intervention_daily",
        None,
        "the US dollar (sold)",
        "the US dollar (bought)",
        "not one known currency bought",
    ),
    ("mof_fx_intervention_monthly", None, "April - June 2026", "April - May 2026", "is not a quarter"),
    (
        "jp_residents_portfolio_abroad_monthly",
        None,
        '"1,506"',
        '"1,509"',
        r"2005-01: columns \(5, 8\) add to",
    ),
    # the Bank says no inside a good answer
    (
        "boj_cgpi_neer_monthly",
        "PR01",
        '"STATUS": 200',
        '"STATUS": 400',
        "answers status '400' in the body: M181000I",
    ),
    (
        "boj_cgpi_neer_monthly",
        "PR01",
        '"RESULTSET": [',
        '"RESULTSET": [], "X": [',
        "has no data for this request",
    ),
    ("boj_cgpi_neer_monthly", "PR01", '"RESULTSET"', '"RESULTS"', "no list RESULTSET"),
    (
        "boj_cgpi_neer_monthly",
        "PR01",
        "PRCG20_2600000000",
        "PRCG25_2600000000",
        "PRCG20_2600000000: the answer does not hold",
    ),
    ("boj_cgpi_neer_monthly", "PR01", '"MONTHLY"', '"QUARTERLY"', "frequency is 'QUARTERLY'"),
    ("boj_cgpi_neer_monthly", "PR01", "[196001, ", "[", "not two lists of the same length"),
    ("boj_cgpi_neer_monthly", "PR01", '"SURVEY_DATES"', '"DATES"', "not two lists"),
    (
        "us_customs_duties_monthly",
        None,
        '"total-count": 125',
        '"total-count": 126',
        "125 of 126 records: it is cut",
    ),
    ("us_customs_duties_monthly", None, "Customs Duties", "Excise Taxes", "is not 'Customs Duties'"),
    ("us_customs_duties_monthly", None, "2020-05-28", "2020-04-30", "2020-04 stands twice"),
    ("us_customs_duties_monthly", None, "2020-05-28", "05/28/2020", "no day"),
    (
        "us_customs_duties_monthly",
        None,
        '"current_month_refund_amt"',
        '"refund_amt"',
        "current_month_refund_amt: a record lacks",
    ),
    ("us_customs_duties_monthly", None, '"data"', '"rows"', "the answer has no data"),
    ("boj_cgpi_neer_monthly", "PR01", '{"STATUS"', '[{"STATUS"', "not JSON"),
]


def body_edit(table, kind, old, new):
    if kind == "zip":
        return ecb_text(swapped(old, new)), None
    if kind == "xml" or table == "world_commodity_prices_monthly":
        return in_workbook("xl/sharedStrings.xml", swapped(old, new)), None
    encoding = cp932 if table.startswith(JAPANESE) else "utf-8"
    return swapped(old, new, encoding), kind


@pytest.mark.parametrize(("table", "kind", "old", "new", "words"), EDITS, ids=lambda v: str(v)[:24])
def test_a_fault_is_named(table, kind, old, new, words):
    edit, kind = body_edit(table, kind, old, new)
    first = next(p for p in answers(table) if kind in (None, p.request.kind) and _holds(table, p.body, old))
    refused(table, edited(table, edit, first.request.kind), words)


def _holds(table, body, old):
    if body.startswith(b"PK"):
        return True
    return old in body.decode(
        cp932 if table.startswith(JAPANESE) and not body.startswith(b"observation") else "utf-8"
    )


# ---- archives
# ------------------------------------------------------------------------------------------------------


def in_workbook(member, change):
    def edit(body: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return zipped(
                {n: change(archive.read(n)) if n == member else archive.read(n) for n in archive.namelist()}
            )

    return edit


ECB, PINK = "ecb_reference_rates_daily", "world_commodity_prices_monthly"


@pytest.mark.parametrize("name", ["../eurofxref-hist.csv", "/etc/passwd", "a/../../b", "..\\b", "C:\\b"])
def test_a_name_that_leads_out_of_the_archive(name):
    body = zipped({"eurofxref-hist.csv": b"Date,USD,\n", name: b"x"})
    refused(ECB, edited(ECB, lambda _: body), "refused")


def test_a_zip_bomb_by_its_stated_size():
    body = zipped({"eurofxref-hist.csv": bytes(17_000_000)})
    assert len(body) < 20_000
    refused(ECB, edited(ECB, lambda _: body), "unpacks to 17000000 bytes, more than 16000000")


def test_a_zip_bomb_that_lies_about_its_size():
    body = bytearray(zipped({"eurofxref-hist.csv": bytes(17_000_000)}))
    at = bytes(body).rindex(b"PK\x01\x02")  # the directory says 100 bytes
    body[at + 24 : at + 28] = struct.pack("<I", 100)
    refused(
        ECB,
        edited(ECB, lambda _: bytes(body)),
        "cannot be opened|unpacks to more|not cp932|does not|no column|binary|header",
    )


@pytest.mark.parametrize(
    "damage", [lambda b: b[: len(b) // 2], lambda b: b[:-4], lambda b: b[:200] + b"\x55" * 40 + b[240:]]
)
def test_a_damaged_archive(damage):
    refused(ECB, edited(ECB, damage), "archive cannot be opened")


def test_an_archive_with_another_member_or_with_two():
    refused(
        ECB,
        edited(ECB, lambda _: zipped({"eurofxref.csv": b"x"})),
        "0 files eurofxref-hist.csv; it has eurofxref.csv",
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("eurofxref-hist.csv", "a")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("eurofxref-hist.csv", "b")
    refused(ECB, edited(ECB, lambda _: file.getvalue()), "2 files eurofxref-hist.csv")


def test_an_encrypted_archive():
    body = bytearray(zipped({"eurofxref-hist.csv": b"Date,USD,\n"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[bytes(body).index(mark) + at] |= 1
    refused(ECB, edited(ECB, lambda _: bytes(body)), "is encrypted")


def test_a_workbook_without_the_sheet_or_with_entities():
    refused(
        PINK,
        edited(PINK, lambda _: workbook.packed({"Other": [["a"]]})),
        "no sheet 'Monthly Indices'; it has Other",
    )
    entity = swapped("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>')
    refused(PINK, edited(PINK, in_workbook("xl/sharedStrings.xml", entity)), "declares entities: refused")
    refused(PINK, edited(PINK, in_workbook("xl/workbook.xml", lambda _: b"<a>")), "is not XML")
    refused(PINK, edited(PINK, lambda _: zipped({"a": b"b"})), "0 files xl/_rels/workbook.xml.rels")


# ---- what is read aright
# -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", ".", "NaN", "ND", "-", "n.a.", "N/A"])
def test_every_mark_of_a_missing_value_is_a_missing_value(mark):
    table = "jp_3m_interbank_monthly"
    found = parsed(
        table, *edited(table, lambda body: re.sub(rb"(2020-05-01),.*", rb"\1," + mark.encode(), body))
    ).frame
    assert list(found.index[found["jp_3m_interbank"] == ""]) == ["2020-05"]


def test_thousands_and_signs_and_padding():
    table = "us_trade_with_japan_monthly"
    good = parsed(table).frame
    assert good["us_imports_from_japan"]["2026-08"] == "11.993"
    padded = edited(table, lambda body: re.sub(rb",11993\n", b',"+11,993.000"\n', body), "IMPJP")
    assert b'"+11,993.000"' in padded[0].body and parsed(table, *padded).frame.equals(good)
    wrong = edited(table, lambda body: re.sub(rb",11993\n", b',"1,1993"\n', body), "IMPJP")
    refused(table, wrong, "2026-08: '1,1993' is not a number")


def test_an_answer_about_another_country():
    refused(
        "bis_reer_china_monthly",
        edited("bis_reer_china_monthly", lambda b: b.replace(b",CN,", b",KR,")),
        "hold this series",
    )


def test_a_list_of_countries_that_was_cut():
    table = "oecd_national_accounts_quarterly"
    refused(
        table,
        edited(table, lambda b: b.replace(b",ESP,", b",KOR,")),
        "ESP.*no current prices.*was the list of countries cut",
    )
    refused(table, edited(table, lambda b: b.replace(b",L,N,", b",X,N,")), "no volumes of this item")
    refused(
        "weo_annual",
        edited("weo_annual", lambda b: b.replace(b",ZAF,", b",NAM,")),
        "ZAF.NGDPD: the answer does not hold",
    )


def test_the_base_is_read_where_it_is_stated_or_shown():
    assert set(parsed("boj_cgpi_neer_monthly").bases.values()) == {"2020=100"}
    rebased = edited("boj_cgpi_neer_monthly", lambda b: b.replace(b"CY2020=100", "2025年=100".encode()))
    assert set(parsed("boj_cgpi_neer_monthly", *rebased).bases.values()) == {"2025=100"}
    assert set(parsed("jp_cpi_monthly").bases.values()) == {"2020=100"}
    assert set(parsed("bis_reer_china_monthly").bases.values()) == {"2020=100"}
    assert set(parsed("world_commodity_prices_monthly").bases.values()) == {"2010=100"}
    assert parsed("oecd_national_accounts_quarterly").bases["jpn_gdp_deflator"] == "2020=100"


def test_the_price_index_of_the_base_2025_shows_its_base():
    level = 111.925  # mean of 2025 on the base 2020

    def edit(body: bytes) -> bytes:
        lines = body.decode(cp932).split("\r\n")
        for at, line in enumerate(lines):
            if re.match(r"\d{6},", line):
                month, *cells = line.split(",")
                lines[at] = ",".join(
                    [month, *(f"{float(cell) / level * 100:.1f}" if cell else "" for cell in cells)]
                )
        return "\r\n".join(lines).encode(cp932)

    assert set(parsed("jp_cpi_monthly", *edited("jp_cpi_monthly", edit)).bases.values()) == {"2025=100"}
    level = 90.0
    refused("jp_cpi_monthly", edited("jp_cpi_monthly", edit), "no base is known.*2025: 124.36, 2020: ")


@pytest.mark.parametrize(("factor", "refuses"), [(1.0005, False), (1.0015, True), (1.1, True), (0.5, True)])
def test_figures_that_are_all_wrong_by_a_factor_have_no_base(factor, refuses):
    table = "bis_reer_china_monthly"

    def edit(body: bytes) -> bytes:
        return re.sub(rb"(-\d\d,)([\d.]+)", lambda m: m[1] + f"{float(m[2]) * factor:.4f}".encode(), body)

    if refuses:
        refused(table, edited(table, edit), "no base is known.*2020: ")
    else:
        assert parsed(table, *edited(table, edit)).bases["reer_bis_cn"] == "2020=100"


def test_pages_of_the_bank_must_move_on():
    provider, payload = registry().provider("boj_cgpi_neer_monthly"), answers("boj_cgpi_neer_monthly")[0]
    from dataclasses import replace

    for position in ("0", "4", '"x"', "-1", "1.5"):
        stuck = replace(
            payload,
            body=payload.body.replace(b'"NEXTPOSITION": null', f'"NEXTPOSITION": {position}'.encode()),
        )
        with pytest.raises(ProviderError, match="NEXTPOSITION is"):
            provider.more(stuck)


def test_forecasts_and_years_that_are_no_history_are_left_out():
    frame = parsed("weo_annual").frame
    assert frame.index[-1] == "2024"
    estimated = edited("weo_annual", swapped(",2024\n", ",FY2022/23\n"))
    assert parsed("weo_annual", *estimated).frame.size == frame.size


def test_covered_to_is_the_end_of_the_last_quarter_with_a_total():
    assert parsed("mof_fx_intervention_daily").covered_to == "2026-06-30"
    quiet = swapped("（注）", "令和8年7～9月期計,,,July - September 2026,,,0,,\r\n（注）", cp932)
    found = parsed("mof_fx_intervention_daily", *edited("mof_fx_intervention_daily", quiet))
    assert found.covered_to == "2026-09-30" and len(found.frame) == 386
    months = parsed("mof_fx_intervention_monthly", *edited("mof_fx_intervention_monthly", quiet)).frame
    assert list(months.index[-3:]) == ["2026-07", "2026-08", "2026-09"] and (months.iloc[-3:] == "0").all(
        axis=None
    )


def test_a_day_after_the_last_total_is_not_yet_covered():
    late = swapped(
        "（注）",
        "令和8年,7月,1日,2026,Jul,1,5,x,the US dollar (sold) the Japanese yen (bought)\r\n（注）",
        cp932,
    )
    refused(
        "mof_fx_intervention_daily", edited("mof_fx_intervention_daily", late), "does not end with the total"
    )


def test_the_two_files_of_yields_must_meet():
    late = swapped("R8.9.1,", "R8.9.3,", cp932)
    refused("jp_10y_yield_monthly", edited("jp_10y_yield_monthly", late, "jgbcm.csv"), "days are lost")
    apart = swapped("R8.9.1,1.000", "R8.8.31,1.000", cp932)
    refused(
        "jp_10y_yield_monthly",
        edited("jp_10y_yield_monthly", apart, "jgbcm.csv"),
        "2026-08-31 is 2.943 in one file and 3.057",
    )


def test_a_month_that_is_not_over_has_no_end_and_no_mean():
    found = parsed(
        "jp_10y_yield_monthly",
        *edited("jp_10y_yield_monthly", swapped("R8.9.30", "R8.9.29", cp932), "jgbcm.csv"),
    )
    assert found.frame.index[-1] == "2026-08"


def test_the_english_file_of_yields_is_read_as_well():
    def english(body: bytes) -> bytes:
        text = body.decode(cp932).replace("基準日", "Date")
        text = re.sub(r"(\d+)年(?=[,\r])", r"\1Y", text)
        return re.sub(r"R(\d+)\.(\d+)\.(\d+)", lambda m: f"{int(m[1]) + 2018}/{m[2]}/{m[3]}", text).encode(
            cp932
        )

    good = parsed("jp_10y_yield_monthly").frame
    changed = [*edited("jp_10y_yield_monthly", english)[:2], answers("jp_10y_yield_monthly")[2]]
    assert parsed("jp_10y_yield_monthly", *changed).frame.equals(good)
