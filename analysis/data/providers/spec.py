"""What is asked of a publisher for one table: which series fill which column, and how a number is written
there.

The words stand in tables (`data/facts/provider_tables.csv`, `data/facts/provider_series.csv`); a `Spec` is
one table's share of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """One column and the publisher's series behind it.

    Parameters
    ----------
    column : str
        Name in the committed table.
    code : str
        The publisher's identifier.
    part : str
        Which answer holds it (a database, a file), in the publisher's word.
    divide : int
        What the published number is divided by (1,000 turns millions into billions).
    decimals : int
        At least so many decimals are written; further ones as far as they are not zero.
    """

    column: str
    code: str
    part: str = ""
    divide: int = 1
    decimals: int = 0


@dataclass(frozen=True)
class Spec:
    """One table.

    Parameters
    ----------
    table, frequency, index : str
        Name, frequency (`analysis.data.series.periods.FREQUENCIES`) and index column of the committed table.
    columns : tuple of str
        All columns of the committed table in its order, the index left out.
    series : tuple of Series
        Those that a publisher's series fills, in the order of `columns`.
    dataset : str
        What the requests need beyond the codes (a file, a flow); several joined by `` | ``.
    first : str
        First period that the table holds; empty: as far back as the publisher goes.
    basis : tuple of (str, str, str), optional
        A column of numbers, the text column that says what its numbers rest on, and the word for a published
        one.
    """

    table: str
    frequency: str
    index: str
    columns: tuple[str, ...]
    series: tuple[Series, ...]
    dataset: str = ""
    first: str = ""
    basis: tuple[str, str, str] | None = None

    @property
    def datasets(self) -> list[str]:
        return [part for part in self.dataset.split(" | ") if part]

    @property
    def parts(self) -> list[str]:
        """The answers that are needed, each once, in the order of the columns."""
        return list(dict.fromkeys(series.part for series in self.series))

    def of_part(self, part: str) -> list[Series]:
        return [series for series in self.series if series.part == part]
