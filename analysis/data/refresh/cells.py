"""A table as text: what is compared, joined and stored, so that no number is changed by being read.

A cell is replaced only if its number changed. ``102`` for ``102.0`` is no revision and leaves no trace.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.data.providers.base import Parsed
from analysis.data.store.manifest import Manifest
from analysis.errors import DataError


@dataclass(frozen=True)
class Cells:
    """A table of text.

    Attributes
    ----------
    head : tuple of str
        The header as it is written.
    index, columns : tuple of str
        Names of the key columns, and of the others.
    keys : list of tuple of str
        One key a row.
    body : ndarray of str, shape (rows, columns)
        "" where a value is missing.
    """

    head: tuple[str, ...]
    index: tuple[str, ...]
    columns: tuple[str, ...]
    keys: list[tuple[str, ...]]
    body: np.ndarray

    @property
    def labels(self) -> list[str]:
        """The period (or the day) of every row."""
        return [label(key) for key in self.keys]

    def numbers(self, column: str) -> np.ndarray:
        """One column as floats; NaN where it is empty or not a number."""
        values = pd.to_numeric(
            pd.Series(self.body[:, self.columns.index(column)], dtype=object), errors="coerce"
        )
        return values.to_numpy(dtype=float)


def of_file(data: bytes, manifest: Manifest) -> Cells:
    """The cells of a committed table."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8")))
    return _split(head, rows, manifest.index)


def of_publisher(parsed: Parsed, like: Cells) -> Cells:
    """The cells of an answer, in the order of the committed table's columns.

    Raises
    ------
    DataError
        Naming columns that are missing or that the table does not have.
    """
    frame = parsed.frame.reset_index()
    wanted = list(like.head)
    if lost := [name for name in wanted if name not in frame]:
        raise DataError(
            f"{lost[0]}: the answer lacks this column; it has {', '.join(map(str, frame.columns))}"
        )
    if odd := [str(name) for name in frame if name not in wanted]:
        raise DataError(
            f"{odd[0]}: the table has no such column; a new series is added to the table and its sidecar by"
            " hand"
        )
    return _split(wanted, frame[wanted].astype(str).to_numpy(dtype=object).tolist(), like.index)


def joined(ours: Cells, theirs: Cells, since: str | None = None) -> Cells:
    """The committed table brought up to date: their number where it differs, our text where it does not.

    Rows that only we have stay (what a publisher no longer gives; whether that is allowed is judged
    elsewhere), and with `since` every row before that label stays as it is.
    """
    rows = dict(zip(ours.keys, ours.body, strict=True))
    for key, row in zip(theirs.keys, theirs.body, strict=True):
        if since is not None and label(key) < since:
            continue
        old = rows.get(key)
        if old is not None:
            row = row.copy()
            for at in np.flatnonzero(old != row):
                row[at] = old[at] if same(old[at], row[at]) else row[at]
        rows[key] = row
    order = sorted(rows, key=label)  # stable: two operations of one day stay in their order
    body = np.array([rows[key] for key in order], dtype=object).reshape(len(order), len(ours.columns))
    return Cells(ours.head, ours.index, ours.columns, order, body)


def label(key: tuple[str, ...]) -> str:
    """The period of a row: the first of its keys that is filled (a decision may have the day of its effect
    alone)."""
    return next((part for part in key if part), "")


def same(a: str, b: str) -> bool:
    """Whether two cells say the same: equal text, or equal as numbers."""
    if a == b:
        return True
    try:
        return float(a) == float(b)
    except ValueError:
        return False


def to_bytes(cells: Cells) -> bytes:
    """The CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(cells.head)
    places = [
        (cells.index.index(name), True) if name in cells.index else (cells.columns.index(name), False)
        for name in cells.head
    ]
    for key, row in zip(cells.keys, cells.body, strict=True):
        writer.writerow([key[at] if is_key else row[at] for at, is_key in places])
    return text.getvalue().encode()


def _split(head: Sequence[str], rows: list[list[str]], index: tuple[str, ...]) -> Cells:
    at = [list(head).index(name) for name in index]
    rest = [i for i in range(len(head)) if i not in at]
    keys = [tuple(row[i] for i in at) for row in rows]
    body = np.array([[row[i] for i in rest] for row in rows], dtype=object).reshape(len(rows), len(rest))
    return Cells(tuple(head), index, tuple(head[i] for i in rest), keys, body)
