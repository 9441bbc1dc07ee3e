"""Schemas of the record of the commitment: terms, projects, money, events, and what its model assumes."""

from __future__ import annotations

from dataclasses import replace

from analysis.data.schemas.declaration import (
    ID,
    SEARCHES,
    SOURCE,
    TAIL,
    VALUE,
    YES_NO,
    Field,
    Table,
    as_of,
    moment,
    number,
    one_of,
    share,
    text,
)

COUNTRY = Field(pattern=r"[A-Z]{3}", empty=True, words="a country in three letters (ISO 3166)")
SECTORS = (
    "nuclear",
    "power",
    "ai_infrastructure",
    "minerals",
    "transport",
    "batteries",
    "gas_power",
    "oil_export",
    "electronics",
    "finance",
    "semiconductors",
    "machinery",
    "clean_energy_equipment",
    "property",
    "shares",
)

TABLES: dict[str, Table] = {
    "calibration": Table(
        ("id",),
        {
            **ID,
            "subject": one_of(
                "default", "recovery", "loan office", "overrun", "premium", "insurer", "rule", "base"
            ),
            "sector": Field(
                pattern="|".join((*SECTORS, "lng")),
                many=True,
                empty=True,
                words="sectors of table projects joined by ' | '",
            ),
            "item": text(),
            **VALUE,
            "as_of": as_of(empty=True),
            **TAIL,
            "searches": SEARCHES,
        },
    ),
    "funding_plan": Table(
        ("id",),
        {
            **ID,
            "date": moment(),
            "speaker": text(),
            "statement": text(),
            "channel": text(),
            "scope": text(),
            "share_pct": share(),
            "amount": number(0),
            "unit": text(empty=True),
            "amount_of": text(empty=True),
            **TAIL,
            "searches": SEARCHES,
        },
    ),
    "institutions": Table(
        ("id",), {**ID, "institution": text(), "item": text(), **VALUE, "as_of": as_of(), **TAIL}
    ),
    "memorandum": Table(
        ("id",),
        {
            **ID,
            "country": COUNTRY,
            "paragraph": text(empty=True),
            "subject": text(),
            "says": text(),
            "status": one_of("settled", "open", "not found"),
            "reading": text(empty=True),
            "model_parameter": text(empty=True),
            **TAIL,
            "searches": SEARCHES,
        },
    ),
    "mou_terms": Table(
        ("id",),
        {**ID, "item": text(), "term": text(), "clause": text(empty=True, optional=True), **VALUE, **TAIL},
    ),
    "plan_fields": Table(
        ("id",),
        {
            **ID,
            "field": text(),
            "key_technology": YES_NO,
            "aim": one_of("geopolitics", "technology security", "supply chains", "none"),
            "source_title": SOURCE["source_title"],
            "source": SOURCE["source"],
            "source_date": SOURCE["source_date"],
            "grade": SOURCE["grade"],
            "from_memory": YES_NO,
            "note": text(empty=True),
        },
    ),
    "projects": Table(
        ("id",),
        {
            **ID,
            "list": one_of(
                "joint_fact_sheet",
                "white_house_fact_sheet",
                "batch_1",
                "batch_2",
                "discussed",
                "loans",
                "equity",
                "bonds",
                "infrastructure_funds",
            ),
            "project": text(),
            "sector": one_of(*SECTORS),
            "state": text(empty=True),
            "operator": text(empty=True),
            "operator_parent": text(empty=True, optional=True),
            "control_country": replace(COUNTRY, optional=True),
            "japanese_share_pct": share(optional=True),
            "control_source": text(empty=True, optional=True),
            "japanese_firms": text(empty=True),
            "amount_usd_bn": number(0),
            "amount_kind": one_of(
                "up to", "none published", "stated", "about", "about, up to", "over, own conversion"
            ),
            "capacity_gw": number(0),
            "stage": one_of("interest", "announced", "candidate", "signed", "disbursed"),
            "date": moment(),
            **TAIL,
        },
        events="date",
        numbers=("amount_usd_bn", "capacity_gw"),
    ),
    "timeline": Table(
        ("id",),
        {
            **ID,
            "date": moment(),
            "topic": one_of(
                "intervention",
                "analogue",
                "tariff",
                "deal",
                "institution",
                "projects",
                "policy_rate",
                "courts",
                "report",
                "release",
                "currency_talks",
                "policy_words",
                "policy_rate_us",
                "flows",
                "politics",
                "bonds",
            ),
            "event": text(),
            "amount": number(),
            "unit": text(empty=True),
            **TAIL,
        },
        events="date",
        numbers=("amount",),
    ),
}
