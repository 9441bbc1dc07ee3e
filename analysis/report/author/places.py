"""The places of a drawn figure and what stands at each: read off its artists, before a word is formatted.

A panel has places along one axis, dates or numbers on the x axis or named rows on the y axis, and series that
have a value, an interval or both at some of them. Lines, dots, bars, shaded bands and intervals of rows are
read. What is no data (lines across a whole panel, words, grids) is not, and neither is a series with several
values at one place, such as a cloud of dots on a row: a reader who points there means no one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.report.author.measure import is_named, label_of, panels

NEAR = 1e-9  # of the length of an axis: what is nearer lies at the same place


@dataclass(frozen=True)
class Traced:
    """What one mark of a panel says along its places.

    Attributes
    ----------
    name : str
        In the words of the key or beside the line; empty if the figure names it nowhere.
    ink : str
        Colour on white, "#rrggbb".
    at : array
        Coordinates of the places, in units of the axis.
    value, low, high : array
        In units of the other axis; NaN where there is none.
    dotted : bool
        Whether a value lies where it is drawn; the parts of a stack of bars do not.
    """

    name: str
    ink: str
    at: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    dotted: bool = True


@dataclass(frozen=True)
class Panel:
    """One panel of a figure: its words and its series.

    Attributes
    ----------
    ax : matplotlib.axes.Axes
    title, along, measured : str
        Its title, and the labels of the axis of places and of the axis of values.
    rows : dict or None
        Name of each row by its coordinate; None where places lie along the x axis.
    series : tuple of Traced
    """

    ax: Any
    title: str
    along: str
    measured: str
    rows: dict[float, str] | None
    series: tuple[Traced, ...]


def read(fig: Any) -> list[Panel]:
    """Panels of a figure that have places, in the order of its axes. Leave the figure as it is."""
    names = dict(_keys(fig))
    found = []
    for ax in panels(fig):
        if getattr(ax, "_colorbar", None) is not None:
            continue
        rows = _rows(ax) if is_named(ax, "y") else None
        if rows is None and is_named(ax, "x"):
            continue
        drawn = _along_rows(ax, rows, names) if rows is not None else _along_x(ax, names)
        title = next((text for side in ("left", "center", "right") if (text := ax.get_title(side))), "")
        words = [" ".join(label_of(ax, axis, fig).split()) for axis in ("x", "y")]
        along, measured = words if rows is None else ("", words[0])
        if series := tuple(one for one in drawn if _has_one_value_a_place(one)):
            found.append(Panel(ax, " ".join(title.split()), along, measured, rows, series))
    return found


def _has_one_value_a_place(series: Traced) -> bool:
    return len(series.at) == len(np.unique(series.at)) > 0


def _rows(ax: Any) -> dict[float, str]:
    places = np.asarray(ax.yaxis.get_majorticklocs(), float)
    low, high = sorted(ax.get_ylim())
    names = ax.yaxis.get_major_formatter().format_ticks(places)
    return {
        float(place): " ".join(str(name).split())
        for place, name in zip(places, names, strict=True)
        if low <= place <= high and str(name).strip()
    }


# --- places along the x axis ----------------------------------------------------------------------------


def _along_x(ax: Any, names: dict[tuple[str, str], str]) -> Iterator[Traced]:
    for line in ax.get_lines():
        if line.get_transform() == ax.transData:
            x, y = (np.asarray(values, float) for values in line.get_data(orig=False))
            yield _points(_name(line, names), _hex(_ink_of(line)), x, y)
    for marks in ax.collections:
        if bands := _band(marks, ax):
            yield Traced(_name(marks, names), _hex(marks.get_facecolor()[0]), *bands)
        elif _is_dots(marks, ax):
            x, y = np.asarray(marks.get_offsets(), float).T
            yield from _by_ink(marks, names, x, y)
    for bars in _bars(ax, "vertical"):
        middles = np.array([bar.get_x() + bar.get_width() / 2 for bar in bars.patches], float)
        ink = _hex(bars.patches[0].get_facecolor())
        values = np.asarray(bars.datavalues, float)
        yield replace(_points(_name(bars, names, ink), ink, middles, values), dotted=False)


def _band(marks: Any, ax: Any) -> tuple[np.ndarray, ...] | None:
    """Places, no values, and the bounds of an area that was filled between two lines; None for any other."""
    from matplotlib.collections import FillBetweenPolyCollection

    if not isinstance(marks, FillBetweenPolyCollection) or marks.get_transform() != ax.transData:
        return None
    parts = []
    for path in marks.get_paths():
        # One bound forwards and the other backwards, after a corner each, and the first point once more.
        count = (len(path.vertices) - 3) // 2
        one = path.vertices[1 : count + 1]
        other = path.vertices[count + 2 : 2 * count + 2][::-1]
        if count and len(one) == len(other) and np.array_equal(one[:, 0], other[:, 0]):
            parts.append(np.column_stack([one[:, 0], one[:, 1], other[:, 1]]))
    if not parts:
        return None
    at, one, other = np.vstack(parts).T
    return at, np.full(len(at), np.nan), np.minimum(one, other), np.maximum(one, other)


# --- places are named rows ------------------------------------------------------------------------------


def _along_rows(ax: Any, rows: dict[float, str], names: dict[tuple[str, str], str]) -> list[Traced]:
    """Dots and bars with the interval that lies on them, then intervals without a dot; each on its row."""
    heights = np.array(list(rows))
    if not heights.size:
        return []
    apart = float(np.diff(np.sort(heights)).min()) if heights.size > 1 else 1.0
    spans = list(_spans(ax, names))
    drawn = []
    for dots, y in _dots(ax, names):
        low, high = np.full((2, len(y)), np.nan)
        for i, (value, place) in enumerate(zip(dots.value, y, strict=True)):
            mine = next((span for span in spans if span.holds(value, place, dots.ink)), None)
            if mine is not None:
                low[i], high[i] = mine.low, mine.high
                spans.remove(mine)
        drawn.append(Traced(dots.name, dots.ink, y, dots.value, low, high))
    drawn += [span.series() for span in spans]
    return _merged(
        [
            Traced(one.name, one.ink, _row_of(one.at, heights, apart), one.value, one.low, one.high)
            for one in drawn
        ]
    )


def _row_of(y: np.ndarray, heights: np.ndarray, apart: float) -> np.ndarray:
    """The row that each height lies on; NaN between rows."""
    away = np.abs(np.asarray(y, float)[:, None] - heights)
    nearest = heights[away.argmin(axis=1)]
    return np.where(away.min(axis=1) < apart / 2, nearest, np.nan)


def _merged(series: Sequence[Traced]) -> list[Traced]:
    """Marks that were drawn row by row, with one name and one colour, as one series; none between rows."""
    groups: dict[tuple[str, str, bool], list[Traced]] = {}
    for one in series:
        groups.setdefault((one.name, one.ink, bool(np.isfinite(one.value).any())), []).append(one)
    whole = []
    for (name, ink, _), parts in groups.items():
        columns = [
            np.concatenate([getattr(part, field) for part in parts])
            for field in ("at", "value", "low", "high")
        ]
        kept = np.isfinite(columns[0])
        whole.append(Traced(name, ink, *(column[kept] for column in columns)))
    return whole


@dataclass(frozen=True)
class _Span:
    """An interval on a row."""

    name: str
    ink: str
    y: float
    low: float
    high: float

    def holds(self, value: float, y: float, ink: str) -> bool:
        room = NEAR * max(1.0, abs(self.high - self.low))
        inside = self.low - room <= value <= self.high + room
        return self.ink == ink and abs(self.y - y) < NEAR and inside

    def series(self) -> Traced:
        at, low, high = (np.array([one]) for one in (self.y, self.low, self.high))
        return Traced(self.name, self.ink, at, np.array([np.nan]), low, high)


def _spans(ax: Any, names: dict[tuple[str, str], str]) -> Iterator[_Span]:
    from matplotlib.collections import LineCollection

    for marks in ax.collections:
        if not isinstance(marks, LineCollection) or marks.get_transform() != ax.transData:
            continue
        inks = [_hex(one) for one in marks.get_colors()]
        for number, segment in enumerate(marks.get_segments()):
            # One without length stands for no interval.
            if len(segment) == 2 and segment[0][1] == segment[1][1] and segment[0][0] != segment[1][0]:
                low, high = sorted((float(segment[0][0]), float(segment[1][0])))
                ink = inks[number % len(inks)]
                yield _Span(_name(marks, names, ink), ink, float(segment[0][1]), low, high)
    for line in ax.get_lines():
        x, y = (np.asarray(values, float) for values in line.get_data(orig=False))
        if line.get_transform() == ax.transData and len(x) == 2 and y[0] == y[1] and x[0] != x[1]:
            yield _Span(_name(line, names), _hex(_ink_of(line)), float(y[0]), *sorted(map(float, x)))


def _dots(ax: Any, names: dict[tuple[str, str], str]) -> Iterator[tuple[Traced, np.ndarray]]:
    """Dots and ends of bars, as series without intervals, each with its heights."""
    for marks in ax.collections:
        if _is_dots(marks, ax):
            x, y = np.asarray(marks.get_offsets(), float).T
            for part in _by_ink(marks, names, y, x):
                yield part, part.at
    for line in ax.get_lines():
        x, y = (np.asarray(values, float) for values in line.get_data(orig=False))
        dotted = line.get_marker() not in ("", "None", None) and line.get_linestyle() in ("None", "")
        if line.get_transform() == ax.transData and (dotted or len(x) == 1):
            yield _points(_name(line, names), _hex(_ink_of(line)), y, x), y
    for bars in _bars(ax, "horizontal"):
        middles = np.array([bar.get_y() + bar.get_height() / 2 for bar in bars.patches], float)
        for ink in dict.fromkeys(_hex(bar.get_facecolor()) for bar in bars.patches):
            mine = np.array([_hex(bar.get_facecolor()) == ink for bar in bars.patches])
            values = np.asarray(bars.datavalues, float)[mine]
            yield _points(_name(bars, names, ink), ink, middles[mine], values), middles[mine]


# --- what both need -------------------------------------------------------------------------------------


def _points(name: str, ink: str, at: np.ndarray, value: np.ndarray) -> Traced:
    kept = np.isfinite(at) & np.isfinite(value)
    nothing = np.full(int(kept.sum()), np.nan)
    return Traced(name, ink, at[kept], value[kept], nothing, nothing)


def _by_ink(
    marks: Any, names: dict[tuple[str, str], str], at: np.ndarray, value: np.ndarray
) -> Iterator[Traced]:
    """Dots of one call, one series a colour: a key names colours."""
    colours = marks.get_facecolor() if len(marks.get_facecolor()) else marks.get_edgecolor()
    inks = np.array([_hex(colours[number % len(colours)]) for number in range(len(at))])
    for ink in dict.fromkeys(inks.tolist()):
        yield _points(_name(marks, names, ink), ink, at[inks == ink], value[inks == ink])


def _is_dots(marks: Any, ax: Any) -> bool:
    from matplotlib.collections import PathCollection

    return isinstance(marks, PathCollection) and marks.get_offset_transform() == ax.transData


def _bars(ax: Any, direction: str) -> Iterator[Any]:
    from matplotlib.container import BarContainer

    for bars in ax.containers:
        if isinstance(bars, BarContainer) and bars.orientation == direction and bars.patches:
            yield bars


def _ink_of(line: Any) -> Any:
    return line.get_color() if line.get_linestyle() not in ("None", "") else line.get_markerfacecolor()


def _hex(colour: Any) -> str:
    from matplotlib.colors import to_hex

    return to_hex(colour, keep_alpha=False)


def _keys(fig: Any) -> Iterator[tuple[tuple[str, str], str]]:
    """What the keys of a figure say of each colour and dash."""
    legends = [*fig.legends, *(ax.get_legend() for ax in fig.axes if ax.get_legend() is not None)]
    for legend in legends:
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
            yield _look(handle), " ".join(text.get_text().split())


def _look(artist: Any) -> tuple[str, str]:
    """Colour and dash of a mark, by which its twin in another panel or in a key is known."""
    if hasattr(artist, "get_linestyle") and hasattr(artist, "get_marker"):
        return _hex(_ink_of(artist)), str(artist.get_linestyle())
    colours = artist.get_facecolor()
    if np.ndim(colours) == 2:
        colours = colours[0] if len(colours) else artist.get_edgecolor()[0]
    return _hex(colours), ""


def _name(artist: Any, names: dict[tuple[str, str], str], ink: str = "") -> str:
    """Its own name, or what a key says of a mark that looks like it; of dots, bars and intervals, which are
    asked for by their `ink`, what the key says of that colour alone."""
    own = getattr(artist, "get_gid", lambda: "")() or str(artist.get_label())
    if own and not own.startswith("_"):
        return " ".join(own.split())
    if not ink:
        return names.get(_look(artist), "")
    said = {text for (colour, _), text in names.items() if colour == ink}
    return said.pop() if len(said) == 1 else ""
