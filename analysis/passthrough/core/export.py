"""A table as text or as a file: CSV for a program, LaTeX and HTML for a paper or a page.

The numbers of all formats are the same; text, LaTeX and HTML round them and
carry the notes that a CSV has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from analysis.errors import EstimationError
from analysis.numerals import MINUS

#: Significant digits of LaTeX and HTML tables; CSV keeps every digit.
DIGITS = 4

_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


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
    text = writers[path.suffix](_one_header(frame), caption, notes)
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
    return frame.to_csv(lineterminator="\n", index=_has_index(frame))


def to_text(frame: pd.DataFrame, caption: str, notes: Sequence[tuple[str, str]] = ()) -> str:
    """The table in fixed width under its caption, and the notes, a line each."""
    table = _flat(frame)
    cells = pd.DataFrame({place: [_cell(v) for v in table.iloc[:, place]] for place in range(table.shape[1])})
    cells.columns = [_heading(name) for name in table]
    return "\n".join([caption, cells.to_string(index=False), *(f"  {a}: {b}" for a, b in notes)]) + "\n"


def to_latex(frame: pd.DataFrame, caption: str, notes: Sequence[tuple[str, str]] = ()) -> str:
    """A `table` environment in the style of booktabs, which is the only package it needs."""
    table = _flat(frame)
    align = "".join("r" if pd.api.types.is_numeric_dtype(table[name]) else "l" for name in table)
    lines = [
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{_tex(caption)}}}",
        rf"\begin{{tabular}}{{{align}}}",
        r"\toprule",
        " & ".join(_tex(_heading(name)) for name in table) + r" \\",
        r"\midrule",
        *(" & ".join(_tex(_cell(value)) for value in row) + r" \\" for row in table.itertuples(index=False)),
        r"\bottomrule",
        r"\end{tabular}",
        *(rf"\par\footnotesize {_tex(label)}: {_tex(text)}" for label, text in notes),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def to_html(frame: pd.DataFrame, caption: str, notes: Sequence[tuple[str, str]] = ()) -> str:
    """A `table` element with caption and header cells, and the notes in a paragraph."""
    table = _flat(frame)
    head = "".join(f'<th scope="col">{escape(_heading(name))}</th>' for name in table)
    rows = []
    for row in table.itertuples(index=False):
        first, *rest = (escape(_cell(value)) for value in row)
        rows.append(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>')
    below = "<br>\n".join(f"{escape(label)}: {escape(text)}" for label, text in notes)
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody>\n</table>\n"
        + (f"<p><small>{below}</small></p>\n" if below else "")
    )


def _one_header(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of two levels as one: a file has one line of names."""
    if frame.columns.nlevels == 1:
        return frame
    return frame.set_axis([" ".join(map(str, name)) for name in frame.columns], axis=1)


def _has_index(frame: pd.DataFrame) -> bool:
    return any(name is not None for name in frame.index.names)


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index() if _has_index(frame) else frame


def _heading(name: object) -> str:
    return str(name).replace("_", " ")


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, float):
        text = f"{value:.{DIGITS}g}"
        return text.replace("-", MINUS, 1) if text.startswith("-") else text
    return str(value)


def _tex(text: str) -> str:
    text = text.replace(MINUS, "\0")
    return re.sub(r"[\\&%$#_{}~^<>]", lambda match: _TEX[match[0]], text).replace("\0", "$-$")
