"""What changed between two days: new observations and revisions, column by column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from analysis.data.refresh import archive, cells
from analysis.data.store.manifest import Manifest, parse
from analysis.errors import DataError

COLUMNS = ("table", "column", "added", "first", "last", "revised", "largest", "at", "before", "after", "gone")
NOW = "now"


def default_day(root: Path) -> str:
    """The day before the last refresh that changed a table.

    Raises
    ------
    DataError
        If there was none.
    """
    last = archive.last_change(root)
    if last is None:
        raise DataError(
            "no table has been replaced by a refresh yet, so there is no earlier version to compare with"
        )
    return (date.fromisoformat(last) - timedelta(days=1)).isoformat()


def difference(root: Path, a: str, b: str = NOW) -> pd.DataFrame:
    """New, revised and vanished values between two days.

    Parameters
    ----------
    root : Path
        The data folder.
    a, b : str
        Days (ISO), each taken at its end, or "now". What was replaced between them is compared.

    Returns
    -------
    DataFrame
        One row a column with a difference, columns `COLUMNS`: how many values were added and which periods
        they span, how many were revised, the largest revision (absolute, in the table's unit), where, from
        what and to what, and how many are gone. A column that only one of the two has is told by its values.

    Raises
    ------
    DataError
        If a day is malformed, or a version is missing from the archive.
    """
    before, after = ({} if day == NOW else archive.as_of(root, day) for day in (a, b))
    rows: list[dict] = []
    for table in sorted({*before, *after}):
        if not (root / "series" / f"{table}.yml").exists():
            continue  # it describes columns
        manifest = parse(root / "series" / f"{table}.yml")
        old, new = (_cells(root, manifest, versions.get(table)) for versions in (before, after))
        rows += _rows(table, old, new)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def between(table: str, old: cells.Cells, new: cells.Cells) -> pd.DataFrame:
    """The same for two versions of one table at hand."""
    return pd.DataFrame(_rows(table, old, new), columns=list(COLUMNS))


def _cells(root: Path, manifest: Manifest, version: archive.Version | None) -> cells.Cells:
    data = manifest.csv.read_bytes() if version is None else archive.content(root, version.csv)
    return cells.of_file(data, manifest)


def _rows(table: str, old: cells.Cells, new: cells.Cells) -> Iterable[dict]:
    for column in dict.fromkeys((*old.columns, *new.columns)):
        before, after = _values(old, column), _values(new, column)
        added = [cells.label(key) for key in after if key not in before]
        revised = {
            key: (before[key], after[key])
            for key in before
            if key in after and not cells.same(before[key], after[key])
        }
        gone = [key for key in before if key not in after]
        if not (added or revised or gone):
            continue
        row = dict.fromkeys(COLUMNS) | {
            "table": table,
            "column": column,
            "added": len(added),
            "revised": len(revised),
            "gone": len(gone),
        }
        if added:
            row |= {"first": min(added), "last": max(added)}
        if revised:
            key, (a, b) = max(revised.items(), key=lambda item: _distance(*item[1]))
            row |= {"largest": _distance(a, b), "at": cells.label(key), "before": a, "after": b}
        yield row


def _values(table: cells.Cells, column: str) -> dict[tuple[str, ...], str]:
    if column not in table.columns:
        return {}
    at = table.columns.index(column)
    return {key: row[at] for key, row in zip(table.keys, table.body, strict=True) if row[at]}


def _distance(a: str, b: str) -> float:
    try:
        return abs(float(b) - float(a))
    except ValueError:
        return float("nan")
