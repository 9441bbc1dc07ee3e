"""The table of a result as text or as a file: CSV for a program, LaTeX and HTML for a paper or a page.

The numbers of all formats are the same; text, LaTeX and HTML round them and carry the notes that a CSV has no
place for. How a table is set is said in `analysis.grid`; here, what of a result stands in its cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import EstimationError
from analysis.grid import Grid, csv
from analysis.numerals import short

#: Significant digits of a cell; CSV keeps every digit.
DIGITS = 4


def export(
    frame: pd.DataFrame, path: Path | str, *, caption: str, notes: Sequence[tuple[str, str]] = ()
) -> Path:
    """Write a table to `path`; the suffix decides the format.

    Parameters
    ----------
    frame : DataFrame
        The index becomes the first columns.
    path : path
        Ends in .csv, .tex or .html; the folder is made if it is not there.
    caption : str
        For LaTeX and HTML.
    notes : sequence of (label, text)
        Printed under the table in LaTeX and HTML: sample, inference, warnings.

    Returns
    -------
    Path

    Raises
    ------
    EstimationError
        For another suffix, or a folder that cannot be written to.
    """
    path = Path(path)
    writers = {".csv": to_csv, ".tex": to_latex, ".html": to_html}
    if path.suffix not in writers:
        raise EstimationError(f"cannot export to {path.name}: the name must end in {', '.join(writers)}.")
    text = writers[path.suffix](frame, caption, notes)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EstimationError(
            f"cannot write {path}: {error.strerror}. Name a folder that can be written to."
        ) from None
    return path


def to_csv(frame: pd.DataFrame, caption: str = "", notes: Sequence[tuple[str, str]] = ()) -> str:
    """Every digit, one header line, nothing else: caption and notes are left out."""
    table = _flat(_one_header(frame))
    return csv(map(str, table), table.itertuples(index=False))


def to_text(frame: pd.DataFrame, caption: str, notes: Sequence[tuple[str, str]] = ()) -> str:
    """The table in plain columns under its caption, and the notes, a line each."""
    return grid(frame).text(caption, [f"  {said}" for said in _lines(notes)]) + "\n"


def to_latex(frame: pd.DataFrame, caption: str, notes: Sequence[tuple[str, str]] = ()) -> str:
    """A `table` environment; see `analysis.grid.Grid.latex`."""
    return grid(frame).latex(caption, _lines(notes)) + "\n"


def to_html(frame: pd.DataFrame, caption: str, notes: Sequence[tuple[str, str]] = ()) -> str:
    """A `table` element with caption and header cells, and the notes below, a paragraph each."""
    return grid(frame).html(caption, _lines(notes)) + "\n"


def grid(frame: pd.DataFrame) -> Grid:
    """The cells of a frame, numbers with four significant digits; its index, or its first column, heads the
    rows."""
    table = _flat(_one_header(frame))
    numbers = [name for name in table if pd.api.types.is_numeric_dtype(table[name])]
    rows = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    return Grid.of(
        [_heading(name) for name in table], rows, right=[_heading(name) for name in numbers], stubs=1
    )


def _lines(notes: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{label}: {text}" for label, text in notes]


def _one_header(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of two levels as one: a file has one line of names."""
    if frame.columns.nlevels == 1:
        return frame
    return frame.set_axis([" ".join(map(str, name)) for name in frame.columns], axis=1)


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index() if any(name is not None for name in frame.index.names) else frame


def _heading(name: object) -> str:
    return str(name).replace("_", " ")


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value != value:
        return ""
    return short(value, DIGITS) if isinstance(value, float) else str(value)
