"""Schemas of the record of the book's own editions, and of its standing forecasts."""

from __future__ import annotations

from analysis.data.schemas.fields import MOMENT, Field, Table, day, name, number, one_of, text

_NUMBER = Field(pattern=r"\d+", words="a number")
_SAID = ("number", "figure", "sentence", "verdict", "part")
_PERIOD = Field(pattern=rf"{MOMENT}|\d{{4}}Q[1-4]", words="a period")


def _own(key: tuple[str, ...], fields: dict) -> Table:
    return Table(key, fields, sourced=False, own="what this book said; its sidecar says how it is written")


TABLES: dict[str, Table] = {
    "editions": _own(("edition",), {"edition": _NUMBER, "date": day(), "title": text(), "note": text(empty=True)}),
    "published": _own(
        ("kind", "page", "item"),
        {"edition": _NUMBER, "kind": one_of(*_SAID), "page": name(), "item": text(), "value": text()},
    ),
    "changes": _own(
        ("edition", "kind", "page", "item"),
        {"edition": _NUMBER, "kind": one_of(*_SAID, "series", "forecast"), "page": name(), "item": text(),
         "before": text(empty=True), "after": text(empty=True), "standard_errors": number(), "note": text(empty=True)},
    ),
    "forecasts": _own(
        ("id", "period"),
        {"id": name(), "series": name(), "period": _PERIOD, "value": number(empty=False), "low": number(empty=False),
         "high": number(empty=False), "level": number(0, 1, empty=False), "unit": text(), "made_on": day(), "page": name()},
    ),
}  # fmt: skip
