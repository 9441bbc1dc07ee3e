"""Schemas of what we measured ourselves, and of the tables that name the columns of wide ones."""

from __future__ import annotations

from analysis.data.schemas.declaration import DAY, MOMENT, YES_NO, Field, Table, name, number, one_of, text

_GRADE = {"grade": one_of("A", "B", "C", "own")}
_OWN = {
    "source": Field(pattern=r"own [a-z]+: .+", words="own measurement or simulation: the command"),
    **_GRADE,
}
_PAGE = {
    "source": Field(pattern=r"https?://[^\s|]+", words="an address"),
    "source_date": Field(pattern=MOMENT, words="YYYY, YYYY-MM or YYYY-MM-DD"),
    **_GRADE,
}
_COLUMN = {"column": text(), "title": text()}
_SPAN = Field(pattern=MOMENT, empty=True, words="a period")
_SPAN_OR_QUARTER = Field(pattern=rf"{MOMENT}|\d{{4}}Q[1-4]", empty=True, words="a period")
_GAPS = text(empty=True)
_FLAG = number(0, 1)
_DAY = Field(pattern=DAY, words="YYYY-MM-DD")
_ICIO = (
    "A B C D E F G H I J K L M N O P Q R S T final_consumption capital_formation direct_purchases_abroad"
).split()


def _made(key: tuple[str, ...], fields: dict) -> Table:
    return Table(key, fields, sourced=False, own="made here or by a builder; its sidecar says from what")


TABLES: dict[str, Table] = {
    "benchmark_growth": _made(
        ("dimension", "size"),
        {
            "dimension": one_of("series", "horizons", "draws"),
            "size": number(1, empty=False),
            "seconds": number(0, empty=False),
            **_GRADE,
        },
    ),
    "benchmarks": _made(
        ("work", "peer"),
        {
            "work": text(),
            "seconds": number(0, empty=False),
            "target": number(0),
            "peer": text(empty=True),
            "peer_seconds": number(0),
            "ratio": number(0),
            "difference": number(0),
            "machine": text(),
            **_OWN,
        },
    ),
    "coverage_simulations": _made(
        ("topic", "method", "design", "measure"),
        {
            "topic": text(),
            "method": text(),
            "design": text(),
            "measure": one_of("coverage", "size", "power", "family-wise error"),
            "nominal": number(0, 1, empty=False),
            "measured": number(0, 1, empty=False),
            "mc_error": number(0, 1, empty=False),
            "replications": number(1, empty=False),
            "periods": number(1, empty=False),
            **_OWN,
        },
    ),
    "ecb_currencies": _made(
        ("column",),
        {
            **_COLUMN,
            "unit": text(),
            "first": _SPAN,
            "last": _SPAN,
            "nobs": number(0, empty=False),
            "missing": _GAPS,
            "note": text(empty=True),
            **_PAGE,
        },
    ),
    "fred_md_columns": _made(
        ("column",),
        {
            **_COLUMN,
            "unit": text(empty=True),
            "tcode": number(1, 7, empty=False),
            "group": text(),
            "alias": text(empty=True),
            "first": _SPAN,
            "last": _SPAN,
            "nobs": number(0, empty=False),
            "missing": _GAPS,
            **_PAGE,
        },
    ),
    "oecd_icio_2019": _made(
        ("origin", "row", "destination"),
        {
            "origin": text(),
            "row": text(),
            "destination": text(),
            **{name: number() for name in _ICIO},
            **_PAGE,
        },
    ),
    "provider_series": _made(
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
    "provider_tables": _made(
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
    "providers": _made(
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
    "us_cpi_items": _made(
        ("column",),
        {
            **_COLUMN,
            "level": text(),
            "unit": text(),
            "first_nsa": _SPAN,
            "last_nsa": _SPAN,
            "nobs_nsa": number(0, empty=False),
            "missing_nsa": _GAPS,
            "first_sa": _SPAN,
            "last_sa": _SPAN,
            "nobs_sa": number(0),
            "missing_sa": _GAPS,
            "periodicity": one_of("monthly"),
            "published_since": _SPAN,
            **_PAGE,
        },
    ),
    "weo_columns": _made(
        ("column",),
        {
            **_COLUMN,
            "unit": text(),
            "country": text(),
            "code": Field(pattern=r"[A-Z]{3}", words="three letters"),
            "subject": text(),
            "alias": text(empty=True),
            "first": _SPAN,
            "last": _SPAN,
            "nobs": number(0, empty=False),
            "missing": _GAPS,
            **_PAGE,
        },
    ),
    "jp_cpi_series": _made(
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
            "first_long": _SPAN,
            "unit": text(),
        },
    ),
    "jp_domestic_price_series": _made(
        ("column",),
        {
            "column": text(),
            "code_tax_in": text(empty=True),
            "code_tax_out": text(empty=True),
            "name_en": text(),
            "name_ja": text(),
            "weight_per_1000": number(0, 1000),
            "boj_linked_from": _SPAN,
        },
    ),
    **{
        f"jp_{way}_price_series": _made(
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
                "boj_linked_from": _SPAN,
                "unit": text(),
            },
        )
        for way in ("import", "export")
    },
    "jp_trade_invoicing_shares_halfyearly": _made(
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
    "jp_cpi_item_exposure": _made(
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
    "standing_forecasts": _made(
        ("made_on", "target", "horizon"),
        {
            "made_on": _DAY,
            "target": text(),
            "horizon": number(1, empty=False),
            "origin": _SPAN,
            "month": _SPAN,
            **{
                name: number()
                for name in ("point", "yen_part", "benchmark", "low80", "high80", "low95", "high95")
            },
            "errors": number(1, empty=False),
        },
    ),
    "specification": _made(
        ("id",),
        {
            "id": text(),
            "scope": text(),
            "field": text(),
            "value": text(empty=True),
            "reason": text(empty=True),
            "stated_on": _DAY,
            "replaces": text(empty=True),
        },
    ),
    **{
        f"specification_{subject}": _made(
            ("id",),
            {
                "id": text(),
                "part": text(),
                "subject": text(),
                "stated": text(),
                "beside_it": text(empty=True),
                "stated_on": Field(
                    pattern=DAY + r"(, after results)?", words="YYYY-MM-DD, and whether after results"
                ),
            },
        )
        for subject in ("shocks", "tariffs")
    },
    "shock_sets": _made(
        ("outcome", "variant", "multiple", "shock", "horizon"),
        {
            "outcome": text(),
            "variant": text(),
            "multiple": number(0, empty=False),
            "draws": number(1, empty=False),
            "not_run": text(empty=True),
            "shock": text(),
            "horizon": number(0, empty=False),
            "set": text(empty=True),
            "set_low": number(),
            "set_high": number(),
            "robust": text(empty=True),
            "robust_low": number(),
            "robust_high": number(),
            "possible": number(0, 1),
            "nobs": number(1),
            "first": text(empty=True),
            "last": text(empty=True),
            **_OWN,
        },
    ),
    "us_cpi_relative_importance_december": _made(
        ("item_code",),
        {
            "item_code": text(),
            "title": text(),
            **{f"dec_{year}": number(0, 100) for year in range(2016, 2022)},
        },
    ),
    "us_import_price_series": _made(
        ("column",), {**_COLUMN, "series_id": text(), "published_since": text(empty=True), "unit": text()}
    ),
}
