"""Schemas of what the commitment is set beside: sizes, other partners, other countries."""

from __future__ import annotations

from analysis.data.schemas.declaration import ID, TAIL, VALUE, Field, Table, as_of, moment, one_of, text

TABLES: dict[str, Table] = {
    "analogues": Table(("id",), {**ID, "partner": text(), "item": text(), **VALUE, "date": moment(), **TAIL}),
    "facts_other": Table(
        ("id",),
        {**ID, "topic": text(), "fact": text(), **VALUE, "date": Field(words="a date or a span"), **TAIL},
    ),
    "size_context": Table(("id",), {**ID, "item": text(), **VALUE, "as_of": as_of(), **TAIL}),
    "third_countries": Table(
        ("id",),
        {
            **ID,
            "topic": one_of("fdi", "photoresist", "asean"),
            "item": text(),
            **VALUE,
            "period": moment(),
            **TAIL,
        },
    ),
}
