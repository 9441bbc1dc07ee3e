"""The data behind a figure or table: as a CSV file for the reader and as a few lines that nbval can compare.

nbval does not look at images, so a figure of changed data would pass. The text beside the image therefore
carries, for each column, how many values, the first, the last and the mean, and a fingerprint of all of them.
It is taken two digits coarser than the CSV, because two machines may differ in the last bits of a computed
number.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import NotebookError
from analysis.grid import csv, plain
from analysis.report.author.numbers import DIGITS, significant

LARGEST_CSV = 2_000_000  # bytes; it is stored in the notebook
NOISE = 1e-9  # values this small beside the largest of their column are the zero that rounding missed
COLUMNS_DESCRIBED = 12


def tidy(name: str, data: Any) -> pd.DataFrame:
    """A plain frame of the data: index as columns, column names as text, periods as "2024-05".

    Parameters
    ----------
    name : str
        Figure or table, for the message.
    data : DataFrame, Series or dict of equal-length arrays

    Raises
    ------
    NotebookError
        If there are no data, or two columns share a name.
    """
    if isinstance(data, pd.Series):
        data = data.to_frame(data.name if data.name is not None else "value")
    elif isinstance(data, dict):
        data = pd.DataFrame(data)
    if not isinstance(data, pd.DataFrame):
        raise NotebookError(
            f"{name}: data is {type(data).__name__}; pass the DataFrame that the figure draws"
        )
    if data.empty:
        raise NotebookError(f"{name}: data has no rows or no columns; a figure needs the numbers it draws")
    frame = data.copy()
    frame.columns = [
        " ".join(str(part) for part in c if str(part)) if isinstance(c, tuple) else str(c) for c in frame
    ]
    plain = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    if not plain:
        names = [
            str(n) if n is not None else ("index" if frame.index.nlevels == 1 else f"index_{i}")
            for i, n in enumerate(frame.index.names)
        ]
        for i, label in reversed(list(enumerate(names))):
            frame.insert(0, label, frame.index.get_level_values(i), allow_duplicates=True)
        frame = frame.reset_index(drop=True)
    if duplicated := frame.columns[frame.columns.duplicated()].tolist():
        raise NotebookError(f"{name}: data has several columns called {duplicated[0]!r}; rename them")
    for column in frame:
        values = frame[column]
        if isinstance(values.dtype, pd.PeriodDtype):
            frame[column] = values.astype(str)
        elif pd.api.types.is_datetime64_any_dtype(values.dtype):
            midnight = (values.dropna() == values.dropna().dt.normalize()).all()
            frame[column] = values.dt.strftime("%Y-%m-%d" if midnight else "%Y-%m-%dT%H:%M:%S")
    return frame


def rounded(frame: pd.DataFrame, digits: int = DIGITS) -> list[list[Any]]:
    """Columns of the frame with floats rounded to significant digits; missing values are None."""
    return [_rounded(frame.iloc[:, i].tolist(), digits) for i in range(frame.shape[1])]


def _rounded(values: list[Any], digits: int) -> list[Any]:
    floats = [v for v in values if isinstance(v, float) and math.isfinite(v)]
    floor = NOISE * max(map(abs, floats), default=0.0)
    shown: list[Any] = []
    for value in values:
        if value is None or (not isinstance(value, (list, tuple, dict, set)) and pd.isna(value)):
            shown.append(None)
        elif isinstance(value, float):
            shown.append(0.0 if abs(value) < floor else significant(value, digits))
        else:
            shown.append(value)
    return shown


def to_csv(name: str, frame: pd.DataFrame, digits: int = DIGITS) -> str:
    """The frame as CSV text: UTF-8, LF, shortest floats, missing values empty.

    Raises
    ------
    NotebookError
        If it is too large to keep inside a notebook.
    """
    text = csv(frame.columns, zip(*rounded(frame, digits), strict=True))
    if len(text) > LARGEST_CSV:
        raise NotebookError(
            f"{name}: its data make a CSV of {len(text) / 1e6:.1f} MB, more than {LARGEST_CSV / 1e6:.0f} MB; "
            "pass only the rows and columns that are drawn"
        )
    return text


def describe(name: str, frame: pd.DataFrame, digits: int = DIGITS) -> str:
    """Lines that change when the data change: size, fingerprint, and each column's n, first, last and mean.

    Parameters
    ----------
    name : str
    frame : DataFrame
        From `tidy`.
    digits : int
        Significant digits shown; the fingerprint is taken at two fewer (at least two).
    """
    coarse = to_csv(name, frame, max(2, digits - 2))
    fingerprint = hashlib.sha256(coarse.encode()).hexdigest()[:12]
    lines = [f"{len(frame)} rows, {frame.shape[1]} columns, fingerprint {fingerprint}"]
    columns = list(zip(frame.columns, rounded(frame, digits), strict=True))
    lines += [_column_line(label, values, digits) for label, values in columns[:COLUMNS_DESCRIBED]]
    if len(columns) > COLUMNS_DESCRIBED:
        lines.append(f"and {len(columns) - COLUMNS_DESCRIBED} more columns")
    return "\n".join(lines)


def _column_line(label: str, values: Sequence[Any], digits: int) -> str:
    known = [v for v in values if v is not None]
    if not known:
        return f"{label}: n 0"
    line = f"{label}: n {len(known)}, first {plain(known[0])}, last {plain(known[-1])}"
    if _numeric(known):
        mean = significant(math.fsum(known) / len(known), max(2, digits - 1))
        return f"{line}, mean {plain(mean)}"
    return f"{line}, distinct {len(set(map(str, known)))}"


def _numeric(values: Iterable[Any]) -> bool:
    return all(
        isinstance(v, (int, float, np.integer, np.floating)) and not isinstance(v, bool) for v in values
    )
