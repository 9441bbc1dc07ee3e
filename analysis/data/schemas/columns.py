"""Schemas of the tables that say what tables of series hold: columns, items, weights, publishers."""

from __future__ import annotations

from analysis.data.schemas.declaration import (
    GRADE_OR_OWN,
    MOMENT,
    SPAN,
    YES_NO,
    Field,
    Table,
    made,
    name,
    number,
    one_of,
    text,
)

_PAGE = {
    "source": Field(pattern=r"https?://[^\s|]+", words="an address"),
    "source_date": Field(pattern=MOMENT, words="YYYY, YYYY-MM or YYYY-MM-DD"),
    **GRADE_OR_OWN,
}
_COLUMN = {"column": text(), "title": text()}
_SPAN_OR_QUARTER = Field(pattern=rf"{MOMENT}|\d{{4}}Q[1-4]", empty=True, words="a period")
_GAPS = text(empty=True)
_FLAG = number(0, 1)
_ICIO = (
    "A B C D E F G H I J K L M N O P Q R S T final_consumption capital_formation direct_purchases_abroad"
).split()

TABLES: dict[str, Table] = {
    "ecb_currencies": made(
        ("column",),
        {
            **_COLUMN,
            "unit": text(),
            "first": SPAN,
            "last": SPAN,
            "nobs": number(0, empty=False),
            "missing": _GAPS,
            "note": text(empty=True),
            **_PAGE,
        },
    ),
    "fred_md_columns": made(
        ("column",),
        {
            **_COLUMN,
            "unit": text(empty=True),
            "tcode": number(1, 7, empty=False),
            "group": text(),
            "alias": text(empty=True),
            "first": SPAN,
            "last": SPAN,
            "nobs": number(0, empty=False),
            "missing": _GAPS,
            **_PAGE,
        },
    ),
    "oecd_icio_2019": made(
        ("origin", "row", "destination"),
        {
            "origin": text(),
            "row": text(),
            "destination": text(),
            **{name: number() for name in _ICIO},
            **_PAGE,
        },
    ),
    "provider_series": made(
        ("table", "column"),
        {
            "table": text(),
            "column": text(),
            "series": text(),
            "part": text(empty=True),
            "divide": number(2),
            "decimals": number(0, 6),
            "note": text(empty=True),
        },
    ),
    "provider_tables": made(
        ("table",),
        {
            "table": text(),
            "owner": text(),
            "dataset": text(empty=True),
            "first": _SPAN_OR_QUARTER,
            "decimals": number(0, 6),
            "basis": text(empty=True),
            "max_age_days": number(1),
            "note": text(empty=True),
        },
    ),
    "providers": made(
        ("provider",),
        {
            "provider": name(r"[a-z][a-z_]*"),
            "publisher": text(),
            "hosts": text(),
            "pause_seconds": number(0, empty=False),
            "wait_429_seconds": number(0, empty=False),
            "contact": YES_NO,
            "key_variable": text(empty=True),
            "terms": text(),
            "credit": text(),
            "limits": text(),
            "source": _PAGE["source"],
            "source_date": one_of("undated"),
            "grade": one_of("A", "B", "C"),
            "from_memory": YES_NO,
            "note": text(empty=True),
        },
    ),
    "us_cpi_items": made(
        ("column",),
        {
            **_COLUMN,
            "level": text(),
            "unit": text(),
            "first_nsa": SPAN,
            "last_nsa": SPAN,
            "nobs_nsa": number(0, empty=False),
            "missing_nsa": _GAPS,
            "first_sa": SPAN,
            "last_sa": SPAN,
            "nobs_sa": number(0),
            "missing_sa": _GAPS,
            "periodicity": one_of("monthly"),
            "published_since": SPAN,
            **_PAGE,
        },
    ),
    "weo_columns": made(
        ("column",),
        {
            **_COLUMN,
            "unit": text(),
            "country": text(),
            "code": Field(pattern=r"[A-Z]{3}", words="three letters"),
            "subject": text(),
            "alias": text(empty=True),
            "first": SPAN,
            "last": SPAN,
            "nobs": number(0, empty=False),
            "missing": _GAPS,
            **_PAGE,
        },
    ),
    "jp_cpi_series": made(
        ("column",),
        {
            **_COLUMN,
            "level": text(),
            "depth": Field(pattern=r"\d+", empty=True, words="a whole number"),
            "parent": text(empty=True),
            "division": text(empty=True),
            "name_ja": text(empty=True),
            "weight": number(0),
            "weight_per_10000": number(0, 10_000),
            "first_long": SPAN,
            "unit": text(),
        },
    ),
    "jp_domestic_price_series": made(
        ("column",),
        {
            "column": text(),
            "code_tax_in": text(empty=True),
            "code_tax_out": text(empty=True),
            "name_en": text(),
            "name_ja": text(),
            "weight_per_1000": number(0, 1000),
            "boj_linked_from": SPAN,
        },
    ),
    **{
        f"jp_{way}_price_series": made(
            ("stem",),
            {
                "stem": text(),
                "code_yen": text(empty=True),
                "code_contract": text(empty=True),
                "level": text(),
                "parent": text(empty=True),
                "group": text(empty=True),
                "title": text(),
                "name_ja": text(empty=True),
                "weight_per_1000": number(0, 1000),
                "boj_linked_from": SPAN,
                "unit": text(),
            },
        )
        for way in ("import", "export")
    },
    "jp_trade_invoicing_shares_halfyearly": made(
        ("half_year", "flow", "partner"),
        {
            "half_year": Field(pattern=r"\d{4}H[12]", words="YYYYH1 or YYYYH2"),
            "flow": one_of("export", "import"),
            "partner": text(),
            "usd": number(0, 100),
            "jpy": number(0, 100),
            "eur": number(0, 100),
        },
    ),
    "jp_cpi_item_exposure": made(
        ("column",),
        {
            **_COLUMN,
            "service": _FLAG,
            "section": text(empty=True),
            "administered": _FLAG,
            "energy": _FLAG,
            "food_at_home": _FLAG,
        },
    ),
    "us_cpi_relative_importance_december": made(
        ("item_code",),
        {
            "item_code": text(),
            "title": text(),
            **{f"dec_{year}": number(0, 100) for year in range(2016, 2022)},
        },
    ),
    "us_import_price_series": made(
        ("column",), {**_COLUMN, "series_id": text(), "published_since": text(empty=True), "unit": text()}
    ),
}
