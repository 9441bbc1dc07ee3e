"""One number of a table of facts as an object, so that its bounds, its unit and its qualifier travel with
it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.data.store.catalogue import Catalogue

#: Columns that may say to which moment a number belongs, in the order looked at.
_MOMENTS = ("as_of", "date", "period", "year", "from_date", "period_end")
#: What a qualifier says of the true value beside the number: it is not below, not above, or neither.
FLOORS = ("at least", "over")
CEILINGS = ("up to", "up to about", "below", "nearly")


@dataclass(frozen=True)
class Fact:
    """A sourced number or word.

    Attributes
    ----------
    table, id : str
        Where it stands.
    value : float or None
        None if the row has a word instead (`text`) or nothing.
    low, high : float or None
        Bounds of the true value: the source's own range; else, from the qualifier, the value and no bound on
        the other side ("at least 4" is low 4, high None; "up to 5" is low None, high 5); else both the value.
        With "about" both are None: the source bounds nothing.
    qualifier : str
        "about", "at least", "up to" …; empty for a plain number. It is printed wherever the number is.
    unit, text, as_of : str
    grade : str
        A, B, C or none.
    from_memory : bool
    sources, titles, dates : tuple of str
        One entry a source.
    """

    table: str
    id: str
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    unit: str
    text: str
    as_of: str
    grade: str
    from_memory: bool
    sources: tuple[str, ...]
    titles: tuple[str, ...]
    dates: tuple[str, ...]

    def __str__(self) -> str:
        number = self.text if self.value is None else f"{self.value:g}"
        return " ".join(filter(None, (self.qualifier.split(",")[0], number, self.unit)))

    def __float__(self) -> float:
        if self.value is None:
            raise DataError(f"{self.table}, {self.id}: holds no number ({self.text or 'empty'})")
        return self.value


def fact(table: str, id: str, column: str | None = None, *, store: Catalogue | None = None) -> Fact:
    """One fact by its table and its key.

    Parameters
    ----------
    table, id : str
    column : str, optional
        The column of the number. Default: `value`, or the first that the table's schema names.
    store : Catalogue, optional
        Default: that of the repository.

    Raises
    ------
    DataError
        If the table has no such row or the schema no such column.
    """
    from analysis.data.schemas import schema
    from analysis.data.store.shared import default

    declared = schema(table)
    if len(declared.key) != 1:
        raise DataError(f"{table}: its rows are named by {' and '.join(declared.key)}, not by one id")
    column = column or ("value" if "value" in declared.fields else next(iter(declared.numbers), None))
    if column is None or column not in declared.fields or not declared.fields[column].number:
        raise DataError(
            f"{table}: no declared column of numbers {column!r}; there are {', '.join(_numbers(declared))}"
        )
    frame = (store or default()).table(table)
    found = frame[frame[declared.key[0]] == id]
    if found.empty:
        from analysis.data.store.offer import unknown

        raise unknown("fact", id, frame[declared.key[0]], f"show {table}")
    row = {name: None if pd.isna(cell) else cell for name, cell in found.iloc[0].items()}
    qualifier = row.get("qualifier") or _kind(row)
    value = None if row[column] is None else float(row[column])
    low, high = _bounds(row, column, value, qualifier)

    def entries(name):
        return tuple((row.get(name) or "").split(" | "))

    return Fact(
        table=table,
        id=id,
        value=value,
        low=low,
        high=high,
        qualifier=qualifier,
        unit=row.get("unit") or row.get("units") or ("" if value is None else _unit(table, column, store)),
        text=row.get("value_text") or row.get("range_text") or "",
        as_of=next((str(row[name]) for name in _MOMENTS if row.get(name)), ""),
        grade=row.get("grade") or "none",
        from_memory=row.get("from_memory") == "yes",
        sources=entries("source"),
        titles=entries("source_title"),
        dates=entries("source_date"),
    )


def _numbers(declared) -> list[str]:
    return [name for name, rule in declared.fields.items() if rule.number]


def _kind(row: dict) -> str:
    """The qualifier of tables that say it otherwise: an amount "up to", an estimate that is a lower bound."""
    kind = row.get("amount_kind") or row.get("kind") or ""
    known = {
        "lower bound": "at least",
        "upper bound": "up to",
        "about, up to": "up to about",
        "over, own conversion": "over",
    }
    return known.get(kind, kind if kind in ("about", "up to") else "")


def _bounds(row: dict, column: str, value: float | None, qualifier: str) -> tuple[float | None, float | None]:
    low, high = (row.get(f"{column}_{end}", row.get(end)) for end in ("low", "high"))
    if low is not None or high is not None:
        return low, high
    if value is None or ("about" in qualifier and qualifier not in CEILINGS):
        return None, None
    if qualifier in FLOORS:
        return value, None
    if qualifier in CEILINGS:
        return None, value
    return value, value


def _unit(table: str, column: str, store: Catalogue | None) -> str:
    """The unit of a column that has one for all rows."""
    from analysis.data.store.shared import default

    says = (store or default()).manifest(table).columns[column].unit or ""
    return "" if says.startswith("see ") else says
