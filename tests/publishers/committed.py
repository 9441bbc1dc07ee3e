"""The committed tables as plain text, read without the package."""

from __future__ import annotations

import csv
from pathlib import Path

SERIES = Path(__file__).resolve().parents[2] / "data" / "series"


class Table:
    """A CSV as text: `head`, `rows`, and the cells of a column by period."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.bytes = (SERIES / f"{name}.csv").read_bytes()
        self.head, *self.rows = csv.reader(self.bytes.decode("utf-8").splitlines())

    @property
    def periods(self) -> list[str]:
        return [row[0] for row in self.rows]

    def column(self, name: str) -> dict[str, str]:
        at = self.head.index(name)
        return {row[0]: row[at] for row in self.rows}
