"""One call shows a complete figure: drawings for a desk and a phone, caption, alt text, source and data.

The output of the cell is one bundle: an image, and a text that describes the data (see `evidence`). The text
is what two machines compare: the last digit of a place in a picture may differ between them. Everything the
page needs besides travels in the metadata of that output, where `pages.displayed` finds it: the two drawings,
packed, once for light and dark pages together.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable
from typing import Any

from analysis.errors import NotebookError
from analysis.report.author import (
    evidence,
    headings,
    labels,
    legible,
    measure,
    narrow,
    session,
    sources,
    style,
    values,
    vector,
)
from analysis.report.author.marks import (  # noqa: F401 - one namespace for whoever draws
    band,
    dates,
    event,
    fan,
    intervals,
    key,
    label_line,
    label_lines,
    line,
    percent,
    shared_key,
    zero_line,
)
from analysis.report.author.numbers import DIGITS
from analysis.report.author.pictures import lean_png

SHORTEST_ALT = 40
LONGEST_CAPTION = 12  # words
LARGEST_PNG = 250_000  # bytes
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def new(rows: int = 1, columns: int = 1, height: float | None = None, **options: Any) -> tuple[Any, Any]:
    """Start a figure as wide as the column of text.

    Parameters
    ----------
    rows, columns : int
        Panels; with more than one the second return value is an array of axes.
    height : float, optional
        Inches, of a width of 6.4; 3.6 for one row, 2.5 a row for more.
    **options
        Passed to ``matplotlib.pyplot.subplots`` (``sharex``, ``sharey``, ``width_ratios`` …).
    """
    import matplotlib.pyplot as plt

    return plt.subplots(
        rows, columns, figsize=(style.WIDTH, height or (3.6 if rows == 1 else 2.5 * rows)), **options
    )


def show(
    fig: Any,
    *,
    name: str,
    title: str,
    subtitle: str,
    caption: str,
    alt: str,
    source: str | Iterable[str],
    data: Any,
    digits: int = DIGITS,
) -> None:
    """Show a figure with everything a reader needs to understand, check and cite it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Without a title of its own: `title` stands above it. Closed afterwards.
    name : str
        ``fig-…``, unique in the book; ``{numref}`fig-…``` refers to it from any page.
    title : Held
        The finding in at most ten words, with its condition: ``report.sentences.held(text, condition)``.
    subtitle : str
        Measure, unit and period, and the sample where there is one; at most 34 words.
    caption : str
        What is drawn, in at most 12 words: the name of the figure, below it; MyST markup is allowed.
    alt : str
        At least 40 characters: what is drawn, its range, its message.
    source : str or list of str
        Names of tables or of series in the catalogue; an entry with a space in it is taken as text.
    data : DataFrame, Series or dict
        The numbers drawn, offered as CSV and compared by nbval.
    digits : int
        Significant digits of the data (default 6). Take 3 or 4 for simulations and numerical optima.

    Raises
    ------
    NotebookError
        If a part is missing or breaks a rule above, an axis has no label or unit or another than its series,
        names of lines are exchanged, or text runs off the figure.
    """
    check_texts("fig", name, caption)
    if len(alt.split()) < 5 or len(" ".join(alt.split())) < SHORTEST_ALT:
        raise NotebookError(
            f"{name}: alt text has {len(alt)} characters, {SHORTEST_ALT} are the least; "
            "say what is drawn, its range and its message"
        )
    headings.check(name, title, subtitle, caption, alt)
    check_axes(fig, name)
    frame = evidence.tidy(name, data)
    labels.check_lines(fig, name, frame)
    labels.check_units(fig, name, frame)
    csv = evidence.to_csv(name, frame, digits)
    shown = sources.describe(source, name)
    session.claim(name, "figure")
    said = values.Values(fig, frame, subtitle, digits)
    png, drawings = picture(fig, name), draw(fig, name, said, subtitle)
    _close(fig)
    caption = caption.strip().rstrip(".")
    session.emit(
        {
            "image/png": base64.b64encode(png).decode("ascii"),
            "text/plain": f"Figure {name}: {title}\n{subtitle}\n{evidence.describe(name, frame, digits)}",
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
                "csv": csv,
                "svg": {layout: vector.pack(svg) for layout, svg in drawings.items()},
                "values": said.packed(),
            }
        },
    )


def check_texts(kind: str, name: str, caption: str) -> None:
    """Refuse a malformed name or a caption that is empty or longer than 12 words."""
    if not (name.startswith(f"{kind}-") and NAME.fullmatch(name)):
        raise NotebookError(
            f"{name!r} is no name; write {kind}-… in lower case with hyphens, like {kind}-a-b"
        )
    words = sum(any(letter.isalnum() for letter in word) for word in caption.split())
    if not 1 <= words <= LONGEST_CAPTION:
        raise NotebookError(
            f"{name}: caption has {words} words; write 1 to {LONGEST_CAPTION}, details go in the text"
        )


def picture(fig: Any, name: str = "figure") -> bytes:
    """The figure as a PNG on white, to take away; the figure is left as it was.

    Raises
    ------
    NotebookError
        If text runs off the figure, or the image is too heavy.
    """
    from matplotlib.image import imread

    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=style.DPI, facecolor=style.PAPER[0])
    legible.check_inside(fig, name)
    buffer.seek(0)
    png = lean_png((imread(buffer) * 255).round())
    if len(png) > LARGEST_PNG:
        raise NotebookError(
            f"{name}: its image has {len(png) // 1000} kB, more than {LARGEST_PNG // 1000}; draw fewer points"
            " or set rasterized marks smaller"
        )
    return png


def draw(
    fig: Any, name: str = "figure", said: values.Values | None = None, subtitle: str = ""
) -> dict[str, str]:
    """The drawings "wide" and "narrow" of a figure as SVG text; afterwards the figure is as the narrow one.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    name : str
    said : Values, optional
        Notes where its values stand in each drawing.
    subtitle : str
        What the labels of axes need not repeat on a phone.

    Raises
    ------
    NotebookError
        If in one of them text is cut or too small to read, direct labels lie on each other, or it is too
        heavy for a page.
    """
    fig.dpi = 72  # as SVG is drawn, so that the boxes of letters are those of the drawing
    drawings = {}
    for layout, width, where in (("wide", style.PIXELS, ""), ("narrow", narrow.WIDTH, " on a phone")):
        if layout == "narrow":
            narrow.lay_out(fig, subtitle)
        drawings[layout] = vector.draw(fig, name, width)
        legible.check(fig, f"{name}{where}", width)
        if said is not None:
            said.place(fig, layout, width)
    return drawings


def _close(fig: Any) -> None:
    """Close the figure, or the inline backend would show it a second time at the end of the cell."""
    import matplotlib.pyplot as plt

    plt.close(fig)


def check_axes(fig: Any, name: str) -> None:
    """Refuse a baked-in title and any visible axis without a label, or without a unit in it.

    The label of the y axis must name a unit (or, where the rows are names, that of the x axis): "Import
    prices, %".
    """
    if fig.get_suptitle():
        raise NotebookError(f"{name}: has a title inside the image; title= says it, remove suptitle")
    panels = measure.panels(fig)
    if not panels:
        raise NotebookError(f"{name}: has no visible axes; draw something first")
    if len(panels) == 1 and any(panels[0].get_title(loc) for loc in ("left", "center", "right")):
        raise NotebookError(f"{name}: has a title inside the image; title= says it, remove set_title")
    for i, ax in enumerate(panels, 1):
        where = f"{name}: panel {i}" if len(panels) > 1 else name
        x, y = measure.label_of(ax, "x", fig), measure.label_of(ax, "y", fig)
        if getattr(ax, "_colorbar", None) is not None:
            if not (x or y):
                raise NotebookError(
                    f"{where}: the colour bar has no label; say what it measures, with the unit"
                )
            continue
        if not x and not _is_dated(ax) and not measure.is_named(ax, "x"):
            raise NotebookError(f"{where}: the x axis has no label; say what it measures, with the unit")
        if not y and not measure.is_named(ax, "y"):
            raise NotebookError(f"{where}: the y axis has no label; say what it measures, with the unit")
        measured = x if measure.is_named(ax, "y") and not y else y
        if measured and not headings.UNIT.search(measured):
            raise NotebookError(
                f"{where}: the axis label {measured!r} names no unit; write it after a comma: '…, %'"
            )


def _is_dated(ax: Any) -> bool:
    return (
        "Date" in type(ax.xaxis.get_major_locator()).__name__
        or "Date" in type(ax.xaxis.get_major_formatter()).__name__
    )
