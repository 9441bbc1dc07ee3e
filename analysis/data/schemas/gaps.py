"""Schemas of what nobody has published, and of where it was looked for."""

from __future__ import annotations

from dataclasses import replace

from analysis.data.schemas.declaration import ID, SEARCHES, TAIL, Field, Table, day, moment, text

TABLES: dict[str, Table] = {
    "searches": Table(
        ("id",),
        {
            "id": Field(pattern=r"S\d{2,3}", words="S and a number"),
            "subject": text(),
            "searched_on": day(),
            "collection": text(),
            "where": text(),
            "words": text(),
            "newest_found": moment(empty=True),
            "result": text(),
            "note": text(empty=True),
        },
        sourced=False,
        own="it says where and with which words we searched",
    ),
    "unknowns": Table(
        ("id",),
        {
            **ID,
            "item": text(),
            "known": text(empty=True, optional=True),
            "expected_where": text(),
            "would_settle": text(),
            **TAIL,
            "searches": replace(SEARCHES, optional=True),
            "complete_by_law": text(empty=True, optional=True),
        },
    ),
}
