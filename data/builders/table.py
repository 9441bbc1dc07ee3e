"""A table to be written, and the one way in which its bytes and its sidecar are made.

Equal input gives equal bytes on every machine: LF line ends, no index column added, numbers in the shortest
form that reads back as the same double, an empty cell for what was not published.
"""

import csv
import hashlib
import io
import math
import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from builders.periods import ranges

Cell = str | float | int | None

_KEYS = (
    "schema",
    "title",
    "kind",
    "file",
    "publisher",
    "frequency",
    "index",
    "columns",
    "wide",
    "vintage",
    "provisional",
    "licence",
    "obtained",
    "checks",
    "unverified",
    "status",
    "builder",
    "notes",
    "rows",
    "sha256",
    "refresh",
)


@dataclass(frozen=True)
class Table:
    """A rectangular table with what its sidecar says.

    Parameters
    ----------
    name : str
        File name without suffix.
    index : tuple of str
        The key columns, first in the file.
    columns : tuple of str
        The other columns, in file order.
    rows : list of list
        One list a row, key cells first. ``None`` stands for an empty cell.
    meta : dict
        The sidecar without `schema`, `file`, `index`, `rows` and `sha256`, which are computed.
    """

    name: str
    index: tuple[str, ...]
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    meta: dict

    def keys(self) -> list[str]:
        """The first key column, as text."""
        return [str(row[0]) for row in self.rows]

    def column(self, name: str) -> list[Cell]:
        """The cells of one column, in row order."""
        at = (*self.index, *self.columns).index(name)
        return [row[at] for row in self.rows]

    def filled(self) -> int:
        """Number of cells that are not empty, key columns left out."""
        return sum(cell is not None for row in self.rows for cell in row[len(self.index) :])


def number(value: float) -> str:
    """Write a number in the shortest form that reads back as the same double, whole numbers without ``.0``.

    Raises
    ------
    ValueError
        If the value is not finite: an absent figure is an empty cell, never ``nan``.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value!r} cannot be written; an absent figure is None")
    text = repr(value)
    if "e" in text and 1 <= abs(value) < 2**53 and value == int(value):
        return str(int(value))
    return text.removesuffix(".0")


def csv_bytes(table: Table) -> bytes:
    """The exact bytes of the CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.index, *table.columns])
    for row in table.rows:
        writer.writerow(
            ["" if cell is None else cell if isinstance(cell, str) else number(cell) for cell in row]
        )
    return out.getvalue().encode()


def coverage(table: Table, column: str) -> dict:
    """First and last period with a figure, their number, and the empty periods in between (as ranges)."""
    keys, cells = table.keys(), table.column(column)
    held = [i for i, cell in enumerate(cells) if cell is not None]
    if not held:
        raise ValueError(f"{table.name}.{column} holds no figure at all")
    inside = range(held[0], held[-1] + 1)
    empty = [cells[i] is None for i in inside]
    return {
        "first": keys[held[0]],
        "last": keys[held[-1]],
        "nobs": len(held),
        "missing": ranges([keys[i] for i in inside], empty),
    }


def sidecar_bytes(table: Table) -> bytes:
    """The exact bytes of the sidecar, keys in the order of the schema."""
    computed = {
        "schema": 1,
        "file": f"{table.name}.csv",
        "index": table.index[0] if len(table.index) == 1 else list(table.index),
        "rows": len(table.rows),
        "sha256": hashlib.sha256(csv_bytes(table)).hexdigest(),
    }
    merged = {**table.meta, **computed}
    if stray := sorted(merged.keys() - set(_KEYS)):
        raise ValueError(f"{table.name}: the sidecar schema has no key {stray[0]!r}")
    ordered = {key: merged[key] for key in _KEYS if key in merged}
    return yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120).encode()


def write(table: Table, folder: Path) -> list[Path]:
    """Write the CSV and its sidecar; each replaces the old file in one step, so an interruption leaves a
    whole file."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for suffix, data in ((".csv", csv_bytes(table)), (".yml", sidecar_bytes(table))):
        path = folder / f"{table.name}{suffix}"
        draft = path.with_name(f".{path.name}.part")
        draft.write_bytes(data)
        os.replace(draft, path)
        paths.append(path)
    return paths


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True  # a list used twice is written twice: `*id001` in a sidecar helps no reader
