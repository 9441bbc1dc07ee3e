"""Schemas of what the law says: tariffs, taxes, treaties, reviews of investment."""

from __future__ import annotations

from analysis.data.schemas.declaration import (
    ID,
    READ_AT,
    SOURCE,
    TAIL,
    VALUE,
    Field,
    Table,
    day,
    moment,
    number,
    one_of,
    share,
    text,
)

TABLES: dict[str, Table] = {
    "cfius": Table(
        ("id",), {**ID, "item": text(), **VALUE, "year": Field(pattern=r"\d{4}", words="YYYY"), **TAIL}
    ),
    "consumption_tax_steps": Table(
        ("month",),
        {
            "month": Field(pattern=r"\d{4}-\d{2}", words="YYYY-MM"),
            "rate_after": share(empty=False),
            **SOURCE,
            **READ_AT,
            "note": text(empty=True),
        },
    ),
    "tariff_rates": Table(
        ("id",),
        {
            **ID,
            "origin": text(),
            "category": text(),
            "rate_pct": number(0, 1000),
            "rate_base": one_of("additional to MFN", "all-in", "MFN", empty=True, optional=True),
            "legal_basis": text(empty=True),
            "from_date": moment(empty=True),
            "to_date": moment(empty=True),
            "status": one_of(
                "in force",
                "ended",
                "suspended",
                "threatened",
                "replaced retroactively",
                "announced, not implemented",
                "not found",
                "promised",
                "authorised",
                "proclaimed, not yet in force",
            ),
            **TAIL,
        },
        numbers=("rate_pct",),
    ),
    "tax_rules": Table(
        ("id",),
        {
            **ID,
            "jurisdiction": one_of("treaty", "Japan", "US", "OECD"),
            "rule": text(),
            **VALUE,
            "from_date": moment(empty=True),
            "to_date": moment(empty=True),
            **TAIL,
        },
    ),
    "treaty_provisions": Table(
        ("id",),
        {
            **ID,
            "income": one_of("dividends", "interest", "royalties"),
            "condition": text(),
            "regime": one_of("no treaty", "2003 convention", "2013 protocol"),
            "us_withholding_pct": share(empty=False),
            "from_date": day(empty=True),
            "to_date": day(empty=True),
            **TAIL,
        },
        numbers=("us_withholding_pct",),
    ),
}
