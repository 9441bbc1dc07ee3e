"""The figure of the first page: what is left of a fall of the yen at each station, drawn twice as SVG.

One drawing is for a desk and one for a phone; the page shows the one that fits, so that its smallest letters
are never below 11 pixels. Colours are classes that `_static/cover.css` gives for light and dark pages; the
colours written here are those of the light page, for a notebook without that sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from analysis.errors import NotebookError
from analysis.report.author import evidence, figures, headings, session, sources, style
from analysis.report.author.numbers import fixed, span

#: What a row of the data says: name of the station, what is measured there and when, estimate, interval.
COLUMNS = ("station", "measure", "estimate", "low", "high")
DIGITS = 4
#: Ink of each class on white.
_INKS = {
    "ink": style.INK[0],
    "muted": style.MUTED[0],
    "rule": style.AXIS[0],
    "bar": style.COLOURS["blue"][0],
    "first": style.COLOURS["grey"][0],
    "flow": style.COLOURS["blue"][0],
}


class Layout(NamedTuple):
    """Places of one drawing, in pixels of the page at its own width.

    `left` is where zero lies and `room` what is left for the longest interval, or one percent; a row is
    `row` high and its bar, `thick`, begins `above` below the top of the row. `beside` tells that words stand
    left of the bars, not above.
    """

    name: str
    width: int
    left: int
    room: int
    row: int
    above: int
    thick: int
    beside: bool
    small: int


WIDE = Layout("wide", 720, 220, 370, 56, 12, 34, True, 13)
NARROW = Layout("narrow", 340, 0, 338, 80, 44, 22, False, 12)


def show(
    frame: pd.DataFrame,
    *,
    name: str,
    title: str,
    subtitle: str,
    caption: str,
    alt: str,
    source: str | Iterable[str],
    first: str,
) -> None:
    """Show estimates with their intervals as bars from zero, under a first bar of one percent.

    Parameters
    ----------
    frame : DataFrame
        One row a station, with the columns of `COLUMNS`; estimates are percent per one percent.
    name, title, subtitle, caption, alt, source
        As in `figures.show`.
    first : str
        What the bar of one percent stands for.

    Raises
    ------
    NotebookError
        If a part is missing or breaks a rule of `figures.show`, or an interval does not hold its estimate
        or goes below zero.
    """
    figures.check_texts("fig", name, caption)
    if list(frame.columns) != list(COLUMNS) or frame.empty:
        raise NotebookError(f"{name}: give rows with the columns {', '.join(COLUMNS)}, found {list(frame)}")
    if not ((frame["low"] <= frame["estimate"]) & (frame["estimate"] <= frame["high"])).all():
        raise NotebookError(f"{name}: an interval does not hold its estimate; low, estimate and high go up")
    if len(" ".join(alt.split())) < figures.SHORTEST_ALT:
        raise NotebookError(f"{name}: alt text is too short; say what is drawn, its range and its message")
    headings.check(name, title, subtitle, caption, alt)
    if frame["low"].min() < 0:
        raise NotebookError(f"{name}: an interval goes below zero, where the bars begin; draw it otherwise")
    shown = sources.describe(source, name)
    data = evidence.tidy(name, frame)
    session.claim(name, "figure")
    drawings = [draw(frame, layout, alt, first) for layout in (WIDE, NARROW)]
    session.emit(
        {
            "text/plain": f"Figure {name}: {title}\n{subtitle}\n{evidence.describe(name, data, DIGITS)}",
            "text/html": drawings[0],
        },
        {
            "report": {
                "kind": "figure",
                "name": name,
                "title": str(title),
                "subtitle": subtitle,
                "caption": caption,
                "alt": " ".join(alt.split()),
                "source": shown["text"],
                "tables": shown["tables"],
                "csv": evidence.to_csv(name, data, DIGITS),
                "drawings": drawings,
            }
        },
    )


def draw(frame: pd.DataFrame, layout: Layout, alt: str, first: str) -> str:
    """One drawing as SVG text; every size in it is in pixels at the width of the layout."""
    unit = layout.room / max(1.0, float(frame["high"].max()))
    top = 2
    height = top + layout.row * (len(frame) + 1) + 4
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chain chain-{layout.name}" role="img"'
        f' viewBox="0 0 {layout.width} {height}" width="{layout.width}" height="{height}"'
        f' aria-label="{escape(alt)}" font-family="sans-serif">'
    )
    parts = [opening]
    ends = [1.0, *frame["estimate"].astype(float)]
    for number, (start, end) in enumerate(pairwise(ends)):
        parts.append(_flow(layout, unit, top + number * layout.row, start, end))
    if layout.beside:  # on a phone the words of a row stand where the line would
        one, bottom = layout.left + unit, height - (layout.row - layout.above - layout.thick)
        parts.append(_path(f"M{one:.1f} {top + layout.above}V{bottom}", "rule", 1, dashed=True))
    parts += _station(layout, unit, top, first, "", 1.0, None, "1\N{NO-BREAK SPACE}%", "first")
    for number, row in enumerate(frame.to_dict("records"), start=1):
        value = f"{fixed(row['estimate'], 2)}\N{NO-BREAK SPACE}%"
        interval = (float(row["low"]), float(row["high"]))
        at = top + number * layout.row
        words = (row["station"], row["measure"])
        parts += _station(layout, unit, at, *words, row["estimate"], interval, value, "bar")
    return "".join([*parts, "</svg>"])


def _station(
    layout: Layout,
    unit: float,
    top: int,
    name: str,
    measure: str,
    estimate: float,
    interval: tuple[float, float] | None,
    value: str,
    kind: str,
) -> list[str]:
    """Bar, interval and words of one row."""
    bar = top + layout.above
    middle = bar + layout.thick / 2
    parts = [_rect(layout.left, bar, unit * estimate, layout.thick, kind)]
    end = estimate
    if interval is not None:
        low, high = interval
        end = max(end, high)
        x0, x1 = (layout.left + unit * at for at in (low, high))
        parts.append(_path(f"M{x0:.1f} {middle:.1f}H{x1:.1f}", "ink", 2))
        for x in (x0, x1):
            parts.append(_path(f"M{x:.1f} {middle - 5:.1f}V{middle + 5:.1f}", "ink", 2))
    said = f"{span(*interval)}" if interval else ""
    if layout.beside:
        parts.append(_text(0, middle - (3 if measure else -5), name, "ink", 16, bold=True))
        parts.append(_text(0, middle + 14, measure, "muted", layout.small))
        x = layout.left + unit * end + 12
        parts.append(_text(x, middle + (0 if said else 7), value, "ink", 20, bold=True))
        parts.append(_text(x, middle + 16, said, "muted", layout.small))
    else:
        parts.append(_text(0, bar - 25 if measure else bar - 8, name, "ink", 15, bold=True))
        parts.append(_text(0, bar - 8, measure, "muted", layout.small))
        last = layout.width
        parts.append(_text(last, bar - 25 if said else bar - 8, value, "ink", 16, bold=True, end=True))
        parts.append(_text(last, bar - 8, said, "muted", layout.small, end=True))
    return parts


def _flow(layout: Layout, unit: float, top: int, start: float, end: float) -> str:
    """What lies between one bar and the next: it narrows as the chain does."""
    y0, y1 = top + layout.above + layout.thick, top + layout.row + layout.above
    x0, x1 = (layout.left + unit * at for at in (start, end))
    return (
        f'<path class="chain-flow" fill="{_INKS["flow"]}" fill-opacity="0.14"'
        f' d="M{layout.left} {y0}H{x0:.1f}L{x1:.1f} {y1}H{layout.left}Z"/>'
    )


def _rect(x: float, y: float, width: float, height: float, ink: str) -> str:
    return (
        f'<rect class="chain-{ink}" fill="{_INKS[ink]}" x="{x:.1f}" y="{y:.1f}"'
        f' width="{max(width, 0):.1f}" height="{height:.1f}"/>'
    )


def _path(way: str, ink: str, width: float, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="3 3"' if dashed else ""
    return (
        f'<path class="chain-line chain-{ink}" fill="none" stroke="{_INKS[ink]}"'
        f' stroke-width="{width:g}"{dashes} d="{way}"/>'
    )


def _text(
    x: float, y: float, words: str, ink: str, size: int, *, bold: bool = False, end: bool = False
) -> str:
    if not words:
        return ""
    more = (' font-weight="700"' if bold else "") + (' text-anchor="end"' if end else "")
    return (
        f'<text class="chain-text chain-{ink}" fill="{_INKS[ink]}" x="{x:.1f}" y="{y:.1f}"'
        f' font-size="{size}"{more}>{escape(words)}</text>'
    )
