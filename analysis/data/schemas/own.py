"""Schemas of what we stated, simulated or measured ourselves."""

from __future__ import annotations

from analysis.data.schemas.declaration import (
    DAY,
    GRADE_OR_OWN,
    SPAN,
    Field,
    Table,
    made,
    number,
    one_of,
    text,
)

_OWN = {
    "source": Field(pattern=r"own [a-z]+: .+", words="own measurement or simulation: the command"),
    **GRADE_OR_OWN,
}
_DAY = Field(pattern=DAY, words="YYYY-MM-DD")

TABLES: dict[str, Table] = {
    "benchmark_growth": made(
        ("dimension", "size"),
        {
            "dimension": one_of("series", "horizons", "draws"),
            "size": number(1, empty=False),
            "seconds": number(0, empty=False),
            **GRADE_OR_OWN,
        },
    ),
    "benchmarks": made(
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
    "coverage_simulations": made(
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
    "standing_forecasts": made(
        ("made_on", "target", "horizon"),
        {
            "made_on": _DAY,
            "target": text(),
            "horizon": number(1, empty=False),
            "origin": SPAN,
            "month": SPAN,
            **{
                name: number()
                for name in ("point", "yen_part", "benchmark", "low80", "high80", "low95", "high95")
            },
            "errors": number(1, empty=False),
        },
    ),
    "specification": made(
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
        f"specification_{subject}": made(
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
    "shock_sets": made(
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
}
