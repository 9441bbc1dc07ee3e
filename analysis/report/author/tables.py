"""One call shows a complete table: number, caption, formatted cells, notes, source and data.

The output of the cell is a bundle of plain text and HTML, both compared by nbval. The page is built from the
matrix of cells in the metadata of that output, see `sphinx_plugin`: a real table that can be numbered,
referred to and read aloud, not a picture of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.errors import NotebookError
from analysis.grid import Grid
from analysis.report.author import cells, evidence, links, session, sources
from analysis.report.author.citations import citation, cited  # noqa: F401 - part of this module's surface
from analysis.report.author.estimates import regression  # noqa: F401 - likewise
from analysis.report.author.figures import check_texts
from analysis.report.author.links import link  # noqa: F401 - likewise
from analysis.report.author.numbers import DIGITS

SHORT_TEXT, LONG_TEXT = (
    14,
    60,
)  # characters: up to the first a cell is not broken, from the second it gets room
WIDEST_TEXT = 40  # characters a column of the plain text may take before it is cut


def show(
    frame: pd.DataFrame | pd.Series,
    *,
    name: str,
    caption: str,
    notes: str | Sequence[str] = (),
    source: str | Iterable[str] | None = None,
    labels: Mapping[Any, str] | None = None,
    decimals: int | Mapping[Any, int] | None = None,
    index: bool | None = None,
    data: Any | None = None,
    anchors: Sequence[str] | None = None,
    badges: Sequence[str] = (),
    folded: Sequence[str] = (),
    digits: int = cells.DIGITS,
) -> None:
    """Show a table with everything a reader needs to understand, check and cite it.

    Parameters
    ----------
    frame : DataFrame or Series
        Numbers are formatted here, texts are shown as they are. A cell may hold links, ``[text](https://…)``
        or ``[text](#label)`` (see `link`, `cited`), and a line break.
    name : str
        ``tab-…``, unique in the book; ``{numref}`tab-…``` refers to it from any page.
    caption : str
        At most 12 words; MyST markup is allowed.
    notes : str or sequence of str
        Printed under the table, one paragraph each; MyST markup is allowed.
    source : str or iterable of str, optional
        As for `figures.show`; leave it out where the cells cite their own sources.
    labels : mapping, optional
        Headings to print instead of column or index names.
    decimals : int or mapping of column to int, optional
        For all columns or for some; by default chosen so that three or four digits are shown.
    index : bool, optional
        Whether to print the index as row headings; by default unless it is an unnamed 0, 1, 2…
    data : optional
        What to offer as CSV instead of `frame`, for instance the numbers behind formatted texts.
    anchors : sequence of str, optional
        A label for each row, to link to: ``[C14](#claim-c14)``.
    badges : sequence of str, optional
        Headings of columns whose cells begin with a verdict, which the book sets as a badge.
    folded : sequence of str, optional
        Headings of columns whose cells stand behind a fold named after the heading and the row's first cell.
    digits : int
        Most significant digits shown of a float.

    Raises
    ------
    NotebookError
        If a part is missing or breaks a rule above.
    """
    check_texts("tab", name, caption)
    if isinstance(frame, pd.Series):
        frame = frame.to_frame(frame.name if frame.name is not None else "value")
    if frame.empty:
        raise NotebookError(f"{name}: the table has no rows or no columns; look for what filtered them out")
    if anchors is not None and len(anchors) != len(frame):
        raise NotebookError(f"{name}: {len(anchors)} anchors for {len(frame)} rows; give one label a row")
    matrix = _matrix(name, frame, labels or {}, decimals, index, digits)
    csv = evidence.to_csv(name, evidence.tidy(name, frame if data is None else data), DIGITS)
    shown: dict[str, Any] = {"text": "", "tables": []} if source is None else sources.describe(source, name)
    session.claim(name, "table")
    caption = caption.strip().rstrip(".")
    paragraphs = [notes] if isinstance(notes, str) else list(notes)
    paragraphs = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    grid = Grid(*(matrix[part] for part in ("head", "body", "align", "stubs")), (0, *matrix["rules"]))
    session.emit(
        {
            "text/plain": grid.text(
                f"Table {name}: {caption}", [f"Note: {note}" for note in paragraphs], shown=_shown
            ),
            "text/html": grid.html(caption, paragraphs, shown=links.to_html),
        },
        {
            "report": {
                "kind": "table",
                "name": name,
                "caption": caption,
                "notes": paragraphs,
                "source": shown["text"],
                "tables": shown["tables"],
                "csv": csv,
                "anchors": list(anchors) if anchors is not None else [],
                "badges": _places(name, matrix, badges),
                "folded": _places(name, matrix, folded),
                **matrix,
            }
        },
    )


def _places(name: str, matrix: Mapping[str, Any], headings: Sequence[str]) -> list[int]:
    """Places of columns that are named by their heading in the last row of headings."""
    known = [text for text, span in matrix["head"][-1] for _ in range(span)]
    if unknown := [heading for heading in headings if heading not in known]:
        raise NotebookError(f"{name}: {unknown[0]!r} heads no column; there are {known}")
    return [known.index(heading) for heading in headings]


def _matrix(
    name: str,
    frame: pd.DataFrame,
    labels: Mapping[Any, str],
    decimals: int | Mapping[Any, int] | None,
    index: bool | None,
    digits: int,
) -> dict[str, Any]:
    """Heading rows, cell texts and their alignment; the first `stubs` columns are row headings."""
    known = {*frame.columns, *frame.index.names, *(part for c in frame if isinstance(c, tuple) for part in c)}
    if unknown := [key for key in labels if key not in known]:
        raise NotebookError(
            f"{name}: labels names {unknown[0]!r}, which is no column; there are {list(frame)[:8]}"
        )
    if index is None:
        index = not (isinstance(frame.index, pd.RangeIndex) and frame.index.name is None)
    columns: list[tuple[tuple[str, ...], list[str], bool]] = []
    depth = frame.columns.nlevels
    if index:
        for i, label in enumerate(frame.index.names):
            values = pd.Series(frame.index.get_level_values(i)).astype(object)
            heading = labels.get(label, "" if label is None else str(label))
            columns.append((("",) * (depth - 1) + (heading,), [cells.one(v) for v in values], True))
    stubs = len(columns)
    for i, key in enumerate(frame.columns):
        parts = key if isinstance(key, tuple) else (key,)
        heading = tuple(str(labels.get(part, part)) for part in parts)
        if key in labels:
            heading = (*heading[:-1], labels[key])
        places = decimals.get(key) if isinstance(decimals, Mapping) else decimals
        columns.append((heading, cells.column(heading[-1], frame.iloc[:, i], places, digits), False))
    for _, texts, _ in columns:
        for text in texts:
            list(links.split(text))  # a bad link fails here, where the cell can be named by its text
    return {
        "head": [_spans([heading[level] for heading, _, _ in columns]) for level in range(depth)],
        "body": [list(row) for row in zip(*(texts for _, texts, _ in columns), strict=True)],
        "align": [_side(texts, stub) for _, texts, stub in columns],
        "stubs": stubs,
        "rules": [int(row) for row in frame.attrs.get("rules", [])],
    }


def _side(texts: Sequence[str], stub: bool) -> str:
    """How a column is set: numbers flush right, words left, by how much room they want."""
    if not stub and cells.is_numeric(texts):
        return "right"
    longest = max(len(links.to_text(text)) for text in texts)
    return "short" if longest <= SHORT_TEXT else "left" if longest <= LONG_TEXT else "long"


def _spans(headings: Sequence[str]) -> list[list[Any]]:
    """Neighbouring equal headings merged: ``["a", "a", "b"]`` becomes ``[["a", 2], ["b", 1]]``."""
    merged: list[list[Any]] = []
    for heading in headings:
        if merged and heading and merged[-1][0] == heading:
            merged[-1][1] += 1
        else:
            merged.append([heading, 1])
    return merged


def _shown(text: str) -> str:
    """A cell of the plain text."""
    return _cut(links.to_text(text))


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST_TEXT else text[: WIDEST_TEXT - 1] + "…"
