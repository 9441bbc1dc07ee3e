"""Schemas of the sourced tables: what the world published, and what was searched for in vain."""

from __future__ import annotations

from dataclasses import replace

from analysis.data.schemas.declaration import (
    READ_AT,
    REMARKS,
    SEARCHES,
    SOURCE,
    VALUE,
    YES_NO,
    Field,
    Table,
    as_of,
    day,
    moment,
    name,
    number,
    one_of,
    share,
    text,
)  # fmt: skip

ID = {"id": name()}
_TAIL = {**SOURCE, **READ_AT, **REMARKS}
COUNTRY = Field(pattern=r"[A-Z]{3}", empty=True, words="a country in three letters (ISO 3166)")
SECTORS = (
    "nuclear", "power", "ai_infrastructure", "minerals", "transport", "batteries", "gas_power", "oil_export", "electronics",
    "finance", "semiconductors", "machinery", "clean_energy_equipment", "property", "shares",
)  # fmt: skip

TABLES: dict[str, Table] = {
    "analogues": Table(("id",), {**ID, "partner": text(), "item": text(), **VALUE, "date": moment(), **_TAIL}),
    "calibration": Table(
        ("id",),
        {**ID, "subject": one_of("default", "recovery", "loan office", "overrun", "premium", "insurer", "rule", "base"),
         "sector": Field(pattern="|".join((*SECTORS, "lng")), many=True, empty=True,
                         words="sectors of table projects joined by ' | '"),
         "item": text(), **VALUE, "as_of": as_of(empty=True), **_TAIL, "searches": SEARCHES},
    ),
    "cfius": Table(("id",), {**ID, "item": text(), **VALUE, "year": Field(pattern=r"\d{4}", words="YYYY"), **_TAIL}),
    "consumption_tax_steps": Table(
        ("month",),
        {"month": Field(pattern=r"\d{4}-\d{2}", words="YYYY-MM"), "rate_after": share(empty=False), **SOURCE, **READ_AT,
         "note": text(empty=True)},
    ),
    "facts_other": Table(
        ("id",), {**ID, "topic": text(), "fact": text(), **VALUE, "date": Field(words="a date or a span"), **_TAIL}
    ),
    "funding_plan": Table(
        ("id",),
        {**ID, "date": moment(), "speaker": text(), "statement": text(), "channel": text(), "scope": text(),
         "share_pct": share(), "amount": number(0), "unit": text(empty=True), "amount_of": text(empty=True), **_TAIL,
         "searches": SEARCHES},
    ),
    "fx_market": Table(("id",), {**ID, "item": text(), **VALUE, "as_of": as_of(), **_TAIL}),
    "institutions": Table(("id",), {**ID, "institution": text(), "item": text(), **VALUE, "as_of": as_of(), **_TAIL}),
    "literature": Table(
        ("key",),
        {"key": name(), "authors": text(), "year": Field(pattern=r"\d{4}", words="YYYY"), "title": text(), "outlet": text(),
         "country": text(), "price": one_of("import", "consumer", "producer", "export", "exchange_rate"), "driver": text(),
         "horizon": text(empty=True), "horizon_months": number(0), "estimate": number(), "low": number(), "high": number(),
         "range_text": text(empty=True), "kind": one_of("point", "lower bound", "none", "midpoint", "upper bound"),
         "units": text(), "group": text(), "sample": text(empty=True), "label": text(empty=True),
         "decimals": Field(pattern=r"[0-6]", empty=True, words="decimals from 0 to 6"),
         **SOURCE, **READ_AT, "note": text(empty=True)},
        numbers=("estimate", "low", "high"),
    ),
    "memorandum": Table(
        ("id",),
        {**ID, "country": COUNTRY, "paragraph": text(empty=True), "subject": text(), "says": text(),
         "status": one_of("settled", "open", "not found"), "reading": text(empty=True),
         "model_parameter": text(empty=True), **_TAIL, "searches": SEARCHES},
    ),
    "mof_fx_intervention_periods": Table(
        ("period_end",),
        {"period_end": day(), "period_start": day(), "published": day(), "net_jpy_purchase_100m_yen": number(empty=False),
         **_TAIL},
        numbers=("net_jpy_purchase_100m_yen",),
    ),
    "mou_terms": Table(
        ("id",), {**ID, "item": text(), "term": text(), "clause": text(empty=True, optional=True), **VALUE, **_TAIL}
    ),
    "plan_fields": Table(
        ("id",),
        {**ID, "field": text(), "key_technology": YES_NO,
         "aim": one_of("geopolitics", "technology security", "supply chains", "none"),
         "source_title": SOURCE["source_title"], "source": SOURCE["source"], "source_date": SOURCE["source_date"],
         "grade": SOURCE["grade"], "from_memory": YES_NO, "note": text(empty=True)},
    ),
    "projects": Table(
        ("id",),
        {**ID, "list": one_of("joint_fact_sheet", "white_house_fact_sheet", "batch_1", "batch_2", "discussed", "loans",
                        "equity", "bonds", "infrastructure_funds"),
         "project": text(),
         "sector": one_of(*SECTORS),
         "state": text(empty=True), "operator": text(empty=True), "operator_parent": text(empty=True, optional=True),
         "control_country": replace(COUNTRY, optional=True), "japanese_share_pct": share(optional=True),
         "control_source": text(empty=True, optional=True), "japanese_firms": text(empty=True),
         "amount_usd_bn": number(0), "amount_kind": one_of("up to", "none published", "stated", "about", "about, up to",
                                                           "over, own conversion"),
         "capacity_gw": number(0), "stage": one_of("interest", "announced", "candidate", "signed", "disbursed"),
         "date": moment(), **_TAIL},
        events="date",
        numbers=("amount_usd_bn", "capacity_gw"),
    ),
    "searches": Table(
        ("id",),
        {"id": Field(pattern=r"S\d{2,3}", words="S and a number"), "subject": text(), "searched_on": day(),
         "collection": text(), "where": text(), "words": text(), "newest_found": moment(empty=True), "result": text(),
         "note": text(empty=True)},
        sourced=False,
        own="it says where and with which words we searched",
    ),
    "size_context": Table(("id",), {**ID, "item": text(), **VALUE, "as_of": as_of(), **_TAIL}),
    "tariff_rates": Table(
        ("id",),
        {**ID, "origin": text(), "category": text(), "rate_pct": number(0, 1000),
         "rate_base": one_of("additional to MFN", "all-in", "MFN", empty=True, optional=True),
         "legal_basis": text(empty=True), "from_date": moment(empty=True), "to_date": moment(empty=True),
         "status": one_of("in force", "ended", "suspended", "threatened", "replaced retroactively", "announced, not implemented",
                          "not found", "promised", "authorised", "proclaimed, not yet in force"),
         **_TAIL},
        numbers=("rate_pct",),
    ),
    "tax_rules": Table(
        ("id",),
        {**ID, "jurisdiction": one_of("treaty", "Japan", "US", "OECD"), "rule": text(), **VALUE,
         "from_date": moment(empty=True), "to_date": moment(empty=True), **_TAIL},
    ),
    "third_countries": Table(
        ("id",), {**ID, "topic": one_of("fdi", "photoresist", "asean"), "item": text(), **VALUE, "period": moment(), **_TAIL}
    ),
    "timeline": Table(
        ("id",),
        {**ID, "date": moment(),
         "topic": one_of("intervention", "analogue", "tariff", "deal", "institution", "projects", "policy_rate", "courts", "report",
         "release", "currency_talks", "policy_words",
                         "policy_rate_us", "flows", "politics", "bonds"),
         "event": text(), "amount": number(), "unit": text(empty=True), **_TAIL},
        events="date",
        numbers=("amount",),
    ),
    "treaty_provisions": Table(
        ("id",),
        {**ID, "income": one_of("dividends", "interest", "royalties"), "condition": text(),
         "regime": one_of("no treaty", "2003 convention", "2013 protocol"), "us_withholding_pct": share(empty=False),
         "from_date": day(empty=True), "to_date": day(empty=True), **_TAIL},
        numbers=("us_withholding_pct",),
    ),
    "unknowns": Table(
        ("id",),
        {**ID, "item": text(), "known": text(empty=True, optional=True), "expected_where": text(), "would_settle": text(),
         **_TAIL, "searches": replace(SEARCHES, optional=True),
         "complete_by_law": text(empty=True, optional=True)},
    ),
    "usd_jpy_quotes": Table(
        ("id",), {**ID, "date": moment(), "usd_jpy": number(50, 400, empty=False), "kind": text(), **_TAIL},
        numbers=("usd_jpy",),
    ),
    "yen_flow_elasticities": Table(
        ("key",),
        {"key": name(), "study": text(), "measure": text(), "low": number(), "mid": number(), "high": number(), "unit": text(),
         "effect_of_550bn_all_converted_pct": number(), "usable_for_yen": text(empty=True),
         "base": text(empty=True), "currency": text(empty=True), "horizon": text(empty=True), **_TAIL},
        numbers=("mid", "low", "high"),
    ),
    "yen_theories": Table(
        ("id",),
        {**ID, "theory": text(), "evidence": text(empty=True), "base": text(), "currency": text(), "horizon": text(),
         "left_after_a_year": number(0, 1), "cannot_say": text(), **_TAIL},
    ),
}  # fmt: skip
