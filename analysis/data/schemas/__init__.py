"""What each table of facts may hold: one schema a table, in one place each.

One module a subject declares them (plain data, cheap to import); `check` builds pandera's schemas from them,
and pandera is loaded only there. A column that no schema declares is refused, and a rule may read declared
fields alone.

    fields(table)             names of the declared columns
    validate(frame, table)    raise `DataError` naming table, row, column, value and what is allowed
    validate_links(tables)    the same across tables: every search that is named exists, and is complete
"""

from __future__ import annotations

from analysis.data.schemas.declaration import Field, Table
from analysis.errors import DataError

__all__ = ["SEARCHED", "Field", "Table", "fields", "schema", "tables", "validate", "validate_links"]

#: Tables whose rows name searches, the table of searches first.
SEARCHED = ("searches", "unknowns", "memorandum", "funding_plan", "calibration")


def tables() -> dict[str, Table]:
    """Every declared table by name."""
    from analysis.data.schemas import claims, columns, context, currency, editions, gaps, law, own, scheme

    subjects = (scheme, law, currency, context, gaps, claims, columns, own, editions)
    return {name: declared for subject in subjects for name, declared in subject.TABLES.items()}


def schema(table: str) -> Table:
    """The declaration of one table.

    Raises
    ------
    DataError
        If nobody has declared it: a table of facts without a schema is not sealed.
    """
    known = tables()
    if table not in known:
        raise DataError(
            f"facts/{table}.csv has no schema; declare its columns in analysis/data/schemas "
            "in the module of its subject"
        )
    return known[table]


def fields(table: str) -> frozenset[str]:
    """Names of the declared columns of a table: what a rule may read."""
    return frozenset(schema(table).fields)


def validate(frame, table: str, covered_to: str | None = None) -> None:
    """See `analysis.data.schemas.check.validate`."""
    from analysis.data.schemas import check

    check.validate(frame, schema(table), table, covered_to)


def validate_links(frames: dict) -> None:
    """See `analysis.data.schemas.check.validate_links`."""
    from analysis.data.schemas import check

    check.validate_links(frames)
