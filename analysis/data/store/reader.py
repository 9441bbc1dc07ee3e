"""From the bytes of a CSV to a frame, refusing whatever its manifest does not describe.

The fast path is pandas' C parser. Only when something is wrong does a second, slow reading go cell by cell,
to say which line and which column: both readings apply the same rules.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from math import isinf

import numpy as np
import pandas as pd

from analysis.data.series.periods import (
    FREQUENCIES,
    compress,
    expand,
    label,
    ordinal,
    to_index,
)
from analysis.data.store.manifest import Manifest
from analysis.errors import DataError

# What we write and nothing else: Python's float() would also take "nan", "inf", "1_000" and " 1 ".
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
# From 3.1 on pandas rounds every number correctly and warns of the option that used to ask for it.
_EXACT = {} if tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}


def header(data: bytes) -> list[str]:
    """Column names of a CSV, without reading on."""
    return next(csv.reader([data.split(b"\n", 1)[0].decode("utf-8").rstrip("\r")]), [])


def read(data: bytes, manifest: Manifest, counts: bool = True) -> pd.DataFrame:
    """Parse, type and check one table.

    Regular series tables come back on their `PeriodIndex` (daily ones on a `DatetimeIndex`); decisions and
    facts keep their key columns as columns, every date of a decision as datetime.

    Raises
    ------
    DataError
        With file, line, column and value: malformed, duplicated, skipped or unsorted periods, cells that are
        not numbers, rows of the wrong length; or counts that differ from the manifest's.
    """
    columns, numeric = _columns(data, manifest)
    text = [name for name in columns if name not in numeric]
    try:
        frame = pd.read_csv(
            io.BytesIO(data),
            dtype={**dict.fromkeys(text, "str"), **dict.fromkeys(numeric, np.float64)},
            keep_default_na=False,
            na_values={name: [""] for name in columns if name not in manifest.index or not manifest.regular},
            encoding="utf-8",
            **_EXACT,
        )
        frame = _typed(frame, manifest, numeric)
    except (ValueError, pd.errors.ParserError) as error:
        _locate(data, manifest, numeric)
        raise DataError(f"{_place(manifest)}: {error}") from None
    if not manifest.regular or _suspicious(data, frame, len(columns), numeric):
        _locate(data, manifest, numeric)
    if counts and (problems := differences(frame, manifest)):
        raise DataError(f"{_place(manifest)}: {problems[0]} ({_place(manifest, '.yml')} says otherwise)")
    return frame


def differences(frame: pd.DataFrame, manifest: Manifest) -> list[str]:
    """Say where rows, first, last, nobs and missing of the data differ from what the manifest records."""
    found = [] if len(frame) == manifest.rows else [f"{len(frame)} rows, not {manifest.rows}"]
    for name, column in manifest.columns.items():
        if column.first is None and column.nobs is None:
            continue
        facts = measure(frame, manifest, name)
        recorded = {"first": column.first, "last": column.last, "nobs": column.nobs}
        for key, value in recorded.items():
            if value is not None and facts[key] != value:
                found.append(f"column {name}: {key} is {facts[key]}, not {value}")
        if manifest.regular:
            gaps = compress(expand(column.missing, manifest.frequency), manifest.frequency)
            if facts["missing"] != gaps:
                found.append(f"column {name}: missing inside the sample are {facts['missing']}, not {gaps}")
    return found


def measure(frame: pd.DataFrame, manifest: Manifest, name: str) -> dict:
    """First, last, nobs and missing of one column, as the sidecar writes them.

    For decisions the date of a row is the first of its key columns that is filled; nothing is missing, for
    there is no calendar.
    """
    filled = frame[name].notna().to_numpy()
    if not filled.any() or manifest.kind == "facts":
        return {"first": None, "last": None, "nobs": int(filled.sum()), "missing": []}
    if not manifest.regular:
        dates = (
            frame[[key for key in manifest.index if frame[key].dtype.kind == "M"]].bfill(axis=1).iloc[:, 0]
        )
        span = dates[filled].dt.strftime("%Y-%m-%d")
        return {"first": span.min(), "last": span.max(), "nobs": int(filled.sum()), "missing": []}
    where = np.flatnonzero(filled)
    first, last = where[0], where[-1]
    empty = first + np.flatnonzero(~filled[first : last + 1])
    gaps = [ordinal(_label_at(frame, i, manifest), manifest.frequency) for i in empty]
    return {
        "first": _label_at(frame, first, manifest),
        "last": _label_at(frame, last, manifest),
        "nobs": int(filled.sum()),
        "missing": compress(gaps, manifest.frequency),
    }


def sha256(data: bytes) -> str:
    """Hash of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _label_at(frame: pd.DataFrame, position: int, manifest: Manifest) -> str:
    value = frame.index[position]
    return value.date().isoformat() if manifest.frequency == "daily" else str(value)


def _columns(data: bytes, manifest: Manifest) -> tuple[list[str], list[str]]:
    """Header of the file and its numeric columns; refuses a header that the manifest does not describe."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError(f"{_place(manifest)}, line {line}: not UTF-8 ({error.reason})") from None
    if b"\n" not in data and b"\r" in data:
        raise DataError(f"{_place(manifest)}: lines end with CR alone; save it with the line ends LF")
    if b"\n" not in data.strip():
        raise DataError(f"{_place(manifest)}: no rows under the header; look for what filtered them out")
    found = header(data)
    if len(set(found)) != len(found):
        twice = next(name for name in found if found.count(name) > 1)
        raise DataError(f"{_place(manifest)}, line 1: the column {twice!r} appears twice")
    for key in manifest.index:
        if key not in found:
            raise DataError(f"{_place(manifest)}, line 1: no index column {key!r}; the columns are {found}")
    rest = [name for name in found if name not in manifest.index]
    if manifest.wide is not None:
        return found, rest
    described = [name for name in manifest.columns if name not in manifest.index]
    if rest != described:
        raise DataError(
            f"{_place(manifest)}, line 1: the columns are {rest}, but {_place(manifest, '.yml')} describes"
            f" {described}"
        )
    return found, [name for name in found if name in manifest.columns and manifest.columns[name].numeric]


def _typed(frame: pd.DataFrame, manifest: Manifest, numeric: list[str]) -> pd.DataFrame:
    if manifest.kind == "facts":
        if frame.duplicated(list(manifest.index)).any():
            raise ValueError("duplicated key")
        return frame
    if not manifest.regular:
        for name in frame.columns:
            if _holds_dates(name):
                frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        if frame.duplicated(list(manifest.index)).any():
            raise ValueError("duplicated key")
        return frame
    labels = frame.pop(manifest.index[0])
    numbers = np.array([ordinal(text, manifest.frequency) for text in labels], dtype=np.int64)
    steps = np.diff(numbers)
    if (steps < 1).any() or (manifest.frequency != "daily" and (steps != 1).any()):
        raise ValueError("broken calendar")
    frame.index = to_index(numbers, manifest.frequency)
    return frame


def _suspicious(data: bytes, frame: pd.DataFrame, width: int, numeric: list[str]) -> bool:
    """Whether the file may hold what pandas lets pass: short or blank rows, spaces, the words "inf" and
    "nan".

    Text columns hold such things honestly, so a table with text is always looked at cell by cell, as
    decisions and facts are; those are small.
    """
    if len(numeric) < width - 1 or b'"' in data:
        return True
    body = data[data.find(b"\n") + 1 :].rstrip(b"\n")
    commas = (width - 1) * (body.count(b"\n") + 1 if body else 0)
    odd_words = b" " in body or b"nan" in body.lower() or bool(np.isinf(frame[numeric].to_numpy()).any())
    return odd_words or body.count(b",") != commas


def _locate(data: bytes, manifest: Manifest, numeric: list[str]) -> None:
    """Raise the first thing wrong in reading order, with line, column and value; return if nothing is."""
    reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    names = next(reader)
    positions = {name: names.index(name) for name in (*manifest.index, *numeric)}
    dated = (
        [at for at, name in enumerate(names) if _holds_dates(name)]
        if manifest.frequency == "decisions"
        else []
    )
    seen: dict[tuple, int] = {}
    previous: int | None = None
    for row in reader:
        place = f"{_place(manifest)}, line {reader.line_num}"
        if len(row) != len(names):
            raise DataError(f"{place}: {len(row)} cells where the header has {len(names)}")
        key = tuple(row[positions[name]] for name in manifest.index)
        if not any(key):
            raise DataError(f"{place}: the key {' / '.join(manifest.index)} is empty")
        try:
            number = ordinal(key[0], manifest.frequency) if manifest.regular else None
            for at in dated:
                if row[at]:
                    ordinal(row[at], "decisions")
        except DataError as error:
            raise DataError(f"{place}: {error}") from None
        if key in seen:
            raise DataError(
                f"{place}: {' / '.join(key)} appears already in line {seen[key]}; keep one of the two rows"
            )
        seen[key] = reader.line_num
        if manifest.regular:
            if previous is not None:
                _check_step(previous, number, place, manifest)
            previous = number
        for name in numeric:
            cell = row[positions[name]]
            if cell and not _NUMBER.fullmatch(cell):
                raise DataError(
                    f"{place}, column {name}: {cell!r} is not a number; leave the cell empty if unknown"
                )
            if cell and isinf(float(cell)):
                raise DataError(f"{place}, column {name}: {cell!r} is beyond the largest number that is kept")


def _check_step(previous: int, number: int, place: str, manifest: Manifest) -> None:
    index = FREQUENCIES[manifest.frequency].index
    before, here = label(previous, manifest.frequency), label(number, manifest.frequency)
    if number < previous:
        raise DataError(f"{place}: {here} comes after {before}; sort the rows by {index}")
    if manifest.frequency != "daily" and number > previous + 1:
        skipped = compress(list(range(previous + 1, number)), manifest.frequency)[0]
        raise DataError(f"{place}: {skipped} is skipped; an unpublished {index} is a row with empty cells")


def _holds_dates(key: str) -> bool:
    return key == "date" or key.endswith("_date")


def _place(manifest: Manifest, suffix: str = ".csv") -> str:
    return f"{manifest.path.parent.parent.name}/{manifest.path.parent.name}/{manifest.name}{suffix}"
