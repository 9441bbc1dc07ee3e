"""Schemas of the record of the book's own editions."""

from __future__ import annotations

from analysis.data.schemas.declaration import Field, Table, day, name, number, one_of, text

_NUMBER = Field(pattern=r"\d+", words="a number")
_SAID = ("number", "figure", "sentence", "verdict", "part")


def _own(key: tuple[str, ...], fields: dict) -> Table:
    return Table(key, fields, sourced=False, own="what this book said; its sidecar says how it is written")


TABLES: dict[str, Table] = {
    "editions": _own(
        ("edition",), {"edition": _NUMBER, "date": day(), "title": text(), "note": text(empty=True)}
    ),
    "published": _own(
        ("kind", "page", "item"),
        {"edition": _NUMBER, "kind": one_of(*_SAID), "page": name(), "item": text(), "value": text()},
    ),
    "changes": _own(
        ("edition", "kind", "page", "item"),
        {
            "edition": _NUMBER,
            "kind": one_of(*_SAID, "series", "forecast"),
            "page": name(),
            "item": text(),
            "before": text(empty=True),
            "after": text(empty=True),
            "standard_errors": number(),
            "note": text(empty=True),
        },
    ),
}
