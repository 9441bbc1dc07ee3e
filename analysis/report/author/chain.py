"""The figure of the first page: what is left of a fall of the yen at each station.

Bars from zero under a bar of one percent, each with its interval, and between them what narrows from one to
the next. Every bar says its number, so no axis is drawn. It is a figure like all others; only that a phone
gets a drawing of its own places and sizes, because words that stand left of the bars on a desk stand above
them there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from analysis.errors import NotebookError
from analysis.report.author import figures, marks, narrow, style
from analysis.report.author.numbers import fixed, span

#: What a row of the data says: name of the station, what is measured there and when, estimate, interval.
COLUMNS = ("station", "measure", "estimate", "low", "high")
DIGITS = 4
SPACE = "\N{NO-BREAK SPACE}"


class Layout(NamedTuple):
    """Places of one drawing, in pixels of the page at its own width.

    `left` is where zero lies and `room` what is left for the longest interval, or one percent; a row is
    `row` high and its bar, `thick`, begins `above` below the top of the row, the first of which, with few
    words, begins `top` above the picture. `beside` tells that words stand
    left of the bars, not above. `sizes` are those of the name of a station, of its value and of the rest.
    """

    width: int
    left: int
    room: int
    top: int
    row: int
    above: int
    thick: int
    beside: bool
    sizes: tuple[float, float, float]

    def height(self, rows: int) -> int:
        """Pixels that so many rows take."""
        return self.row * rows - self.top + 4

    @property
    def points(self) -> float:
        """Points of a pixel."""
        return style.WIDTH * 72 / style.PIXELS if self.width == style.PIXELS else 1.0


WIDE = Layout(style.PIXELS, 236, 352, 8, 56, 10, 36, True, (16, 20, 13))
NARROW = Layout(narrow.WIDTH, 12, 336, 20, 80, 44, 24, False, (14.5, 16, 11.4))


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
    if list(frame.columns) != list(COLUMNS) or frame.empty:
        raise NotebookError(f"{name}: give rows with the columns {', '.join(COLUMNS)}, found {list(frame)}")
    if not ((frame["low"] <= frame["estimate"]) & (frame["estimate"] <= frame["high"])).all():
        raise NotebookError(f"{name}: an interval does not hold its estimate; low, estimate and high go up")
    if frame["low"].min() < 0:
        raise NotebookError(f"{name}: an interval goes below zero, where the bars begin; draw it otherwise")
    figures.show(
        draw(frame, first),
        name=name,
        title=title,
        subtitle=subtitle,
        caption=caption,
        alt=alt,
        source=source,
        data=frame,
        digits=DIGITS,
    )


def draw(frame: pd.DataFrame, first: str) -> Any:
    """The figure for a desk, which knows how a phone is to show it."""
    import matplotlib.pyplot as plt

    fig = plt.figure()
    _fill(fig, frame, first, WIDE)
    narrow.on_phone(fig, partial(_fill, frame=frame, first=first, layout=NARROW))
    return fig


def _fill(fig: Any, frame: pd.DataFrame, first: str, layout: Layout) -> None:
    """One drawing: its axes are the whole figure, percent across and pixels down."""
    height = layout.height(len(frame) + 1)
    fig.set_layout_engine("none")
    fig.set_size_inches(layout.width * layout.points / 72, height * layout.points / 72)
    ax = fig.add_axes((0, 0, 1, 1))
    unit = layout.room / max(1.0, float(frame["high"].max()))
    ax.set_xlim(-layout.left / unit, (layout.width - layout.left) / unit)
    ax.set_ylim(height, 0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    tops = [layout.row * number - layout.top for number in range(len(frame) + 1)]
    for (start, end), top in zip(pairwise([1.0, *frame["estimate"].astype(float)]), tops, strict=False):
        _flow(ax, layout, top, start, end)
    if layout.beside:  # on a phone the words of a row stand where the line would
        foot = tops[-1] + layout.above + layout.thick
        ax.plot(
            [1, 1], [tops[0] + layout.above, foot], color=style.AXIS[0], linewidth=0.8, linestyle=(0, (3, 3))
        )
    _bar(ax, layout, tops[0], 1.0, "grey")
    _words(ax, layout, unit, tops[0], (first, ""), (f"1{SPACE}%", ""), 1.0)
    for row, top in zip(frame.to_dict("records"), tops[1:], strict=True):
        low, high = float(row["low"]), float(row["high"])
        _bar(ax, layout, top, float(row["estimate"]), "blue")
        _interval(ax, layout, top, low, high)
        value = f"{fixed(row['estimate'], 2)}{SPACE}%"
        _words(
            ax, layout, unit, top, (row["station"], row["measure"]), (value, span(low, high)),
            max(high, float(row["estimate"])),
        )  # fmt: skip
    _name_axes(ax, [layout.above + layout.thick / 2 + top for top in tops], [first, *frame["station"]])


def _name_axes(ax: Any, places: list[float], names: list[str]) -> None:
    """What the axes measure, for whoever asks the figure; the reader has it beside the bars."""
    ax.set_yticks(places, names)
    ax.set_xlabel("price change, %")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_visible(False)
        axis.label.set_visible(False)


def _bar(ax: Any, layout: Layout, top: float, length: float, colour: str) -> None:
    middle = top + layout.above + layout.thick / 2
    ax.barh([middle], [length], height=layout.thick, color=style.colour(colour), zorder=2)


def _interval(ax: Any, layout: Layout, top: float, low: float, high: float) -> None:
    middle = top + layout.above + layout.thick / 2
    line = {"color": style.colour("ink"), "linewidth": 2 * layout.points, "zorder": 3}
    ax.plot([low, high], [middle, middle], solid_capstyle="butt", **line)
    for end in (low, high):
        ax.plot([end, end], [middle - 5, middle + 5], solid_capstyle="butt", **line)


def _flow(ax: Any, layout: Layout, top: float, start: float, end: float) -> None:
    """What lies between one bar and the next: it narrows as the chain does."""
    upper, lower = top + layout.above + layout.thick, top + layout.row + layout.above
    ax.fill([0, start, end, 0], [upper, upper, lower, lower], facecolor=style.tint("blue", 0.16), zorder=1)


def _words(
    ax: Any,
    layout: Layout,
    unit: float,
    top: float,
    station: tuple[str, str],
    value: tuple[str, str],
    end: float,
) -> None:
    """Name and measure of a station, its number and interval; on a desk left and right of its bar, on a
    phone above it."""
    bar = top + layout.above
    large, largest, small = layout.sizes
    if layout.beside:
        middle, right = bar + layout.thick / 2, end + 12 / unit
        first, second = middle - 3, middle + 14
        lines = (
            (-layout.left / unit, "left", station, (large, middle + 6), first),
            (right, "left", value, (largest, middle + 7), middle),
        )
        second_lines = (second, middle + 17)
    else:
        far = (layout.width - layout.left) / unit - 12 / unit
        lines = (
            (0.0, "left", station, (large, bar - 8), bar - 25),
            (far, "right", value, (largest, bar - 8), bar - 25),
        )
        second_lines = (bar - 8, bar - 8)
    for (x, side, (strong, weak), (size, alone), above), below in zip(lines, second_lines, strict=True):
        _text(ax, layout, x, above if weak else alone, strong, size, side, weight="bold", color="ink")
        _text(ax, layout, x, below, weak, small, side, color="muted")


def _text(
    ax: Any, layout: Layout, x: float, y: float, words: str, size: float, side: str, color: str, **font: Any
) -> None:
    if words:
        ax.text(
            x, y, words, ha=side, va="baseline", fontsize=size * layout.points, color=style.colour(color),
            gid=marks.DIRECT, zorder=4, **font,
        )  # fmt: skip
