"""A number with its name, bounds, unit and qualifier, as one object.

What a source gives as "at least five" has a lower end of five and no upper end.
Whoever needs the other end is refused, so that a bound cannot be used as the end
that it is not.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import data
from analysis.errors import DataError
from analysis.numerals import fixed

#: Qualifiers of the fact tables that bound the number from one side; any other ("about", "reported") bounds
#: neither.
LEAST = ("at least", "over", "more than", "from")
MOST = ("up to", "below", "under", "nearly", "at most", "up to about")


@dataclass(frozen=True)
class Quantity:
    """One number of the book.

    Attributes
    ----------
    name : str
        In words with underscores; the same name always has the same value.
    value : float
    unit : str
        Such as "billion US dollars"; shares in "percent".
    digits : int
        Decimals that are printed.
    qualifier : str
        Stands before the number wherever it is printed: "at least", "up to", "about", "reported"; or empty.
    after : str
        Stands behind it: "after adjustment for 25 tests"; or empty.
    as_of : date or str
        Day, month or year that the number is of.
    sources : tuple of str
        Rows of the fact tables, "TABLE:ID", or series that it is made of.

    Raises
    ------
    DataError
        If the name is malformed, the value not finite or the digits not 0 to 6.
    """

    name: str
    value: float
    unit: str
    digits: int = 1
    qualifier: str = ""
    after: str = ""
    as_of: date | str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise DataError(
                f"quantity {self.name!r}: a name has lower-case letters, digits and underscores, letter"
                " first."
            )
        if not math.isfinite(self.value):
            raise DataError(
                f"quantity {self.name!r} is {self.value}: look for the missing number in {self.sources}."
            )
        if not 0 <= self.digits <= 6:
            raise DataError(f"quantity {self.name!r} prints {self.digits} decimals; give 0 to 6.")

    @property
    def low(self) -> float:
        """Lower end: the value itself if it is exact or a least; a most or an "about" has none."""
        return self._end(LEAST, "lower")

    @property
    def high(self) -> float:
        """Upper end: the value itself if it is exact or a most; a least or an "about" has none."""
        return self._end(MOST, "upper")

    def _end(self, kind: tuple[str, ...], end: str) -> float:
        if self.qualifier and self.qualifier not in kind:
            raise DataError(
                f"quantity {self.name!r} is “{self.qualifier} {self.value:g}”, which has no {end} end; use"
                " .value and keep the qualifier, or find a source for that end."
            )
        return self.value

    @property
    def number(self) -> str:
        """The digits alone, for an axis or a table that has a column for the qualifier."""
        return fixed(self.value, self.digits)

    @property
    def text(self) -> str:
        """What a sentence pastes: qualifier, number, and what was done to it."""
        return " ".join(part for part in (self.qualifier, self.number, self.after) if part)

    def __str__(self) -> str:
        return self.text


def from_fact(table: str, row: str, *, name: str | None = None, digits: int = 1) -> Quantity:
    """Read one row of a fact table as a quantity, qualifier included.

    Parameters
    ----------
    table, row : str
        Name of the table, `id` of the row.
    name : str, optional
        Default: the id of the row.
    digits : int

    Raises
    ------
    DataError
        If there is no such row, or it has no number.
    """
    facts = data.table(table).set_index("id")
    if row not in facts.index:
        raise DataError(f"table {table!r} has no row {row!r}; was it renamed?")
    fact = facts.loc[row]
    if pd.isna(fact["value"]):
        raise DataError(f"row {row!r} of {table!r} has no number, only the text {fact.get('value_text')!r}.")
    qualifier = "" if pd.isna(fact.get("qualifier")) else str(fact["qualifier"])
    when = next((fact[column] for column in ("as_of", "date", "period", "year") if column in fact.index), "")
    return Quantity(
        name or row,
        float(fact["value"]),
        "" if pd.isna(fact["unit"]) else str(fact["unit"]),
        digits,
        qualifier,
        as_of="" if pd.isna(when) else str(when),
        sources=(f"{table}:{row}",),
    )
