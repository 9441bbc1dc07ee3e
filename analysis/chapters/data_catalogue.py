"""The data catalogue: headings, and wide tables on one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os.path import commonprefix

import pandas as pd

SERIES_TABLES = {
    "table": "Table",
    "title": "Content",
    "publisher": "Publisher",
    "columns": "Series",
    "first": "First",
    "last": "Last",
    "status": "Status",
    "vintage": "Vintage",
}
FACT_TABLES = {
    "table": "Table",
    "title": "Content",
    "publisher": "Publisher",
    "rows": "Rows",
    "covered": "Covered to",
    "status": "Status",
}
WIDE = {
    "table": "Table",
    "pattern": "Names",
    "count": "Series",
    "unit": "Unit (most frequent)",
    "first": "First",
    "last": "Last",
    "gaps": "With gaps",
    "example": "For example",
    "content": "which is",
}
NAMED = {
    "name": "Series",
    "title": "Title",
    "unit": "Unit",
    "first": "First",
    "last": "Last",
    "missing": "Gaps",
    "table": "Table",
}
UNKNOWNS = {
    "item": "Item",
    "search": "Search",
    "expected_where": "Where it would be",
    "would_settle": "What would settle it",
}


def day(covered_to: object) -> str:
    """The day to which a table is complete; empty for a table without one."""
    return "" if covered_to is None else str(covered_to)


def wide_rows(collapsed: pd.DataFrame) -> pd.DataFrame:
    """One line a table: what its names share, how many there are, unit, coverage, gaps and an example."""
    return pd.DataFrame([
        {
            "table": table,
            "pattern": shared_name(part.index),
            "count": len(part),
            "unit": ", ".join(part["unit"].value_counts().index[:2]),
            "first": part["first"].min(),
            "last": part["last"].max(),
            "gaps": int((part["missing"] > 0).sum()),
            "example": part.index[0],
            "content": part["title"].iloc[0],
        }
        for table, part in collapsed.groupby("table", sort=True)
    ])  # fmt: skip


def shared_name(names: Iterable[str]) -> str:
    """The common beginning of names up to a whole word: "jp_cpi_*" of "jp_cpi_food" and "jp_cpi_fuel"."""
    common = commonprefix(list(names))  # noqa: RUF071 - their characters are meant
    return re.sub("[^_]*$", "", common) + "*"
