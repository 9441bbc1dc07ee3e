"""What a reader gets who points at a figure, taps it or walks through it with the arrow keys.

The values are those of the CSV of the figure, written by the one formatter; where they stand in each drawing
comes from the axes that matplotlib has laid out for it. Which figures answer is decided by what they draw,
not by a mark in the call: every line, dot, bar, band and interval of rows whose numbers the data hold
(`places`, `looked_up`). So no figure can be forgotten, and none can show a number that its CSV does not have.

The drawing stays the one that matplotlib made. Libraries that show values (Plotly, Vega, uPlot, mpld3) draw
the chart themselves, a second time and without the layout that was checked for a phone. What they leave is to
find the nearest of a list of places and to put a card beside it, inside its figure: ten lines each of
`_static/values.js`, less than what a library that only places cards (Floating UI) would bring. So the script
is our own.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import numerals
from analysis.report.author import headings, places, style, vector
from analysis.report.author.looked_up import Data, FoundRows
from analysis.report.author.numbers import DIGITS, significant
from analysis.report.author.places import Panel, Traced

MOST_PLACES = 1500  # of a panel; more nobody walks through
STEPS = 2  # digits after the first of the length of an axis that a value shows
#: What may stand behind every value; a longer unit stands once, with what is measured.
SHORT_UNIT = re.compile(r"%(?: a year)?|(?:percentage |log )?points|(?:billion )?dollars|seconds")
UNDER_NAME = 0.7  # share of the room of a row that lies above its marks where its name stands there (`rows`)
#: How subtitles say what intervals hold; another level beside it leaves the interval without one.
_LEVEL = re.compile(r"\b(?:lines|bands|bars|regions)(?: hold| of)? (\d+(?:\.\d+)? %)(?! \(|.*\bor \d)")


class Values:
    """The values of a figure: read before it is laid out anew, then placed in each of its drawings.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    frame : DataFrame
        Its data, from `evidence.tidy`.
    subtitle : str
        Says what intervals hold.
    digits : int
        Significant digits of the CSV; no value is told with more.
    """

    def __init__(self, fig: Any, frame: pd.DataFrame, subtitle: str, digits: int = DIGITS) -> None:
        data = Data(frame)
        level = _LEVEL.search(subtitle)
        shown = [_Shown.of(panel, data, level[1] if level else "", digits) for panel in places.read(fig)]
        self.panels = [panel for panel in shown if panel is not None]
        self.sizes: dict[str, list[int]] = {}

    def place(self, fig: Any, layout: str, width: int) -> None:
        """Note where everything stands in the drawing that `fig` is now, `width` pixels wide."""
        scale = width / fig.bbox.width
        self.sizes[layout] = [width, round(fig.bbox.height * scale)]
        for panel in self.panels:
            panel.place(layout, fig.bbox.height, scale)

    def packed(self) -> str | None:
        """All of it as a notebook keeps it; None if the figure has nothing to say."""
        if not self.panels:
            return None
        content = {"sizes": self.sizes, "panels": [panel.content for panel in self.panels]}
        return vector.pack(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


class _Shown:
    """One panel with its words, ready to be placed."""

    def __init__(self, panel: Panel, at: np.ndarray, series: Sequence[Traced], content: dict) -> None:
        self.panel, self.at, self.series, self.content = panel, at, series, content

    @classmethod
    def of(cls, panel: Panel, data: Data, level: str, digits: int) -> _Shown | None:
        """The panel with the series that the data hold; None if there are none."""
        drawn = panel.series
        if panel.rows is None:
            drawn = tuple(_within(one, *sorted(panel.ax.get_xlim())) for one in drawn)
        # Where the data hold an interval and not the dot on it, the interval is told.
        drawn = tuple(one if data.find(panel, one) else _without_values(one) for one in drawn)
        pairs = [(one, found) for one in drawn if len(one.at) and (found := data.find(panel, one))]
        at = np.unique(np.concatenate([one.at for one, _ in pairs])) if pairs else np.empty(0)
        if not 0 < len(at) <= MOST_PLACES:
            return None
        if panel.rows is not None and panel.ax.get_ylim()[0] < panel.ax.get_ylim()[1]:
            at = at[::-1]  # from top to bottom
        series = [one for one, _ in pairs]
        write = _writer(panel, series, digits)
        content = {
            "title": panel.title,
            "along": "" if any(found.periods for _, found in pairs) else panel.along,
            "measured": panel.measured,
            "unit": unit(panel.measured),
            "level": level,
            "rows": panel.rows is not None,
            "places": _names(panel, data, at, pairs),
            "series": [_said(one, at, write) for one in series],
            "at": {},
        }
        return cls(panel, at, series, content)

    def place(self, layout: str, height: float, scale: float) -> None:
        """Pixels of the box of the panel, of its places and of its values."""
        from matplotlib.ticker import NullFormatter

        ax = self.panel.ax
        box = ax.get_window_extent()
        here: dict[str, Any] = {
            "box": [round(one * scale) for one in (box.x0, height - box.y1, box.width, box.height)]
        }
        if self.panel.rows is not None:
            ys = ax.transData.transform(np.column_stack([np.full(len(self.at), ax.get_xlim()[0]), self.at]))
            here["places"] = [round(y) for y in (height - ys[:, 1]) * scale]
            here["above"] = UNDER_NAME if isinstance(ax.yaxis.get_major_formatter(), NullFormatter) else 0.5
        else:
            xs = ax.transData.transform(np.column_stack([self.at, np.full(len(self.at), ax.get_ylim()[0])]))
            here["places"] = [round(x) for x in xs[:, 0] * scale]
            here["values"] = [self._heights(one, height, scale) for one in self.series]
        self.content["at"][layout] = here

    def _heights(self, series: Traced, height: float, scale: float) -> list[int | None]:
        """Pixels from the top of each value; None where it is not drawn, nothing for what has no place."""
        if not series.dotted or not np.isfinite(series.value).any():
            return []
        values = _spread(series.at, series.value, self.at)
        low, high = sorted(self.panel.ax.get_ylim())
        seen = np.isfinite(values) & (low <= values) & (values <= high)
        drawn = self.panel.ax.transData.transform(np.column_stack([self.at, np.where(seen, values, high)]))
        ys = (height - drawn[:, 1]) * scale
        return [round(y) if is_seen else None for y, is_seen in zip(ys, seen, strict=True)]


def unit(label: str) -> str:
    """The unit of an axis if it is short enough to stand behind every value, else "".

    >>> unit("import price, % per 1 %"), unit("price, % (log scale)"), unit("pledge, billion dollars")
    ('', '%', 'billion dollars')
    """
    last = re.sub(r" \(log(?: scale)?\)$", "", label).rpartition(", ")[2]
    return last if SHORT_UNIT.fullmatch(last) else ""


def decimals(values: Iterable[float], length: float) -> int:
    """Digits after the point with which values are told apart on an axis of this length.

    A step is a hundredth to a thousandth of the axis; below a thousand one digit is kept, and none where all
    values are whole.

    >>> decimals([0.9284, 0.19], 1.5), decimals([60.83], 125.0), decimals([1400.5], 1500.0)
    (2, 1, 0)
    """
    if all(float(value).is_integer() for value in values):
        return 0
    return max(int(length < 1000), STEPS - math.floor(math.log10(length)))


def _writer(panel: Panel, series: Sequence[Traced], digits: int) -> Callable[[float], str]:
    """How values of the panel are written: to a step of a linear axis, to three digits on another, and never
    with more digits than the CSV has."""
    axis, name = (panel.ax.xaxis, "x") if panel.rows is not None else (panel.ax.yaxis, "y")
    low, high = sorted(axis.get_view_interval())
    parts = (part for one in series for part in (one.value, one.low, one.high))
    known = [significant(value, digits) for part in parts for value in part[np.isfinite(part)]]
    if getattr(panel.ax, f"get_{name}scale")() == "linear":
        places = min(decimals(known, high - low), _after_point(max(map(abs, known)), digits))
        return lambda value: numerals.fixed(significant(value, digits), places)
    return lambda value: numerals.fixed(
        significant(value, digits), _after_point(abs(value), min(digits, STEPS + 1))
    )


def _after_point(value: float, digits: int) -> int:
    """Digits after the point of a value with so many significant ones."""
    return max(0, digits - 1 - math.floor(math.log10(value))) if value else 0


def _said(series: Traced, at: np.ndarray, write: Callable[[float], str]) -> dict[str, Any]:
    parts = [_spread(series.at, part, at) for part in (series.value, series.low, series.high)]
    said: dict[str, Any] = {
        "name": series.name,
        "inks": [series.ink, style.dark_inks().get(series.ink, series.ink)],
        "values": [],
    }
    if np.isfinite(parts[0]).any():
        said["values"] = [write(value) if np.isfinite(value) else None for value in parts[0]]
    if np.isfinite(parts[1]).any():
        said["spans"] = [
            f"{write(low)} to {write(high)}" if np.isfinite(low) else None
            for low, high in zip(*parts[1:], strict=True)
        ]
    return said


def _spread(mine: np.ndarray, values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Values of a series at all places of its panel; NaN where it has none."""
    known = dict(zip(mine.tolist(), values.tolist(), strict=True))
    return np.array([known.get(place, np.nan) for place in at.tolist()])


def _within(series: Traced, low: float, high: float) -> Traced:
    seen = _inside(series.at, low, high)
    return replace(
        series, at=series.at[seen], value=series.value[seen], low=series.low[seen], high=series.high[seen]
    )


def _without_values(series: Traced) -> Traced:
    kept = np.isfinite(series.low)
    parts = [part[kept] for part in (series.at, series.low, series.high)]
    return Traced(series.name, series.ink, parts[0], np.full(len(parts[0]), np.nan), *parts[1:])


def _inside(at: np.ndarray, low: float, high: float) -> np.ndarray:
    room = places.NEAR * (high - low)
    return (low - room <= at) & (at <= high + room)


def _names(panel: Panel, data: Data, at: np.ndarray, pairs: Sequence[tuple[Traced, FoundRows]]) -> list[str]:
    """What places are called: rows by their ticks, periods by the data, numbers as numbers."""
    names: dict[float, str] = dict(panel.rows or {})
    for series, found in pairs:
        if found.periods is not None:
            periods = data.frame[found.periods].iloc[found.rows]
            names |= {place: _period(str(text)) for place, text in zip(series.at, periods, strict=True)}
    return [names.get(place) or _number(place) for place in at.tolist()]


def _period(text: str) -> str:
    return text if len(text) == len("2026-11-28") else headings.dated(text)


def _number(place: float) -> str:
    return f"{place:,.0f}" if abs(place) >= 1e5 else f"{place:g}".replace("-", numerals.MINUS)
