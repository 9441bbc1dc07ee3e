"""Marks of the house style: lines with their names beside them, named bands, shaded periods, intervals.

Every helper draws on an axes that the caller owns and returns what it drew, so a chapter composes a figure in
a few lines and nothing here decides what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import NotebookError
from analysis.numerals import MINUS
from analysis.report.author.style import colour, tint

#: How names beside lines, and words on dates, are known again when a figure is laid out anew.
DIRECT, EVENT = "direct", "event"


def dates(index: Any) -> Any:
    """Positions for matplotlib: a PeriodIndex becomes the first day of each period, the rest passes
    through."""
    if isinstance(index, (pd.Series, pd.DataFrame)):
        index = index.index
    if isinstance(index, pd.PeriodIndex):
        return index.to_timestamp()
    if isinstance(index, (str, pd.Period)):
        return pd.Period(index).to_timestamp() if isinstance(index, str) else index.to_timestamp()
    return index


def line(
    ax: Any, series: pd.Series, text: str | None = None, color: str | None = None, **options: Any
) -> Any:
    """Draw a series over its own index; with `text` its name is set at its right end.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    series : pandas.Series
        On a PeriodIndex, a DatetimeIndex or numbers. Gaps stay gaps.
    text : str, optional
        Direct label, see `label_lines`.
    color : str, optional
        Name of a house colour.
    **options
        Passed to ``Axes.plot``.
    """
    if color is not None:
        options["color"] = colour(color)
    (drawn,) = ax.plot(dates(series.index), series.to_numpy(dtype=float), **options)
    if text is not None:
        drawn.set_label(f"_{text}")  # the underscore keeps it out of a key: it is named beside the line
        drawn.set_gid(text)
    return drawn


def label_line(ax: Any, line: Any, text: str, offset: float = 5.0, shift: float = 0.0) -> Any:
    """Write `text` at the right end of a line, in its colour.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    line : matplotlib.lines.Line2D
    text : str
        A line break in it is kept.
    offset, shift : float
        Distance to the right of, and above, the last drawn point, in points.
    """
    x, y = (np.asarray(values) for values in line.get_data(orig=False))
    drawn = np.flatnonzero(np.isfinite(y))
    if not drawn.size:
        raise NotebookError(
            f"the line for label {text!r} has no finite value; check the data it was drawn from"
        )
    last = drawn[-1]
    return ax.annotate(
        text,
        xy=(x[last], y[last]),
        xytext=(offset, shift),
        textcoords="offset points",
        color=line.get_color(),
        fontsize="medium",
        va="center",
        ha="left",
        linespacing=1.2,
        annotation_clip=False,
        gid=DIRECT,
    )


def label_lines(ax: Any, gap: float = 12.0) -> list[Any]:
    """Label every line drawn with a text by `line`, moved apart until they are `gap` points from each other.

    Call it last, when limits, axis labels and key are final.
    """
    named = [artist for artist in ax.get_lines() if artist.get_gid()]
    if not named:
        raise NotebookError("no line of these axes has a name; draw them with marks.line(ax, series, text)")
    ax.figure.draw_without_rendering()  # the layout decides how many points a unit of y is
    ends = []
    for artist in named:
        x, y = (np.asarray(values, dtype=float) for values in artist.get_data(orig=False))
        last = np.flatnonzero(np.isfinite(y))[-1]
        ends.append(ax.transData.transform((x[last], y[last]))[1] * 72 / ax.figure.dpi)
    heights = [gap * (1 + 0.85 * artist.get_gid().count("\n")) for artist in named]
    places = _spread(ends, heights)
    return [
        label_line(ax, artist, artist.get_gid(), shift=place - end)
        for artist, place, end in zip(named, places, ends, strict=True)
    ]


def _spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Nearest positions to `wanted` (points) at which boxes of these heights do not overlap, order kept.

    Pool-adjacent-violators on the positions less the room already taken: the least-squares answer.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    room, taken = [0.0], 0.0
    for below, above in pairwise(order):
        taken += (heights[below] + heights[above]) / 2
        room.append(taken)
    blocks: list[list[float]] = []  # [mean, count]
    for i, taken in zip(order, room, strict=True):
        blocks.append([wanted[i] - taken, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            blocks[-1][0] = (blocks[-1][0] * blocks[-1][1] + mean * count) / (blocks[-1][1] + count)
            blocks[-1][1] += count
    pooled = [mean for mean, count in blocks for _ in range(int(count))]
    places = [0.0] * len(wanted)
    for i, mean, taken in zip(order, pooled, room, strict=True):
        places[i] = mean + taken
    return places


def zero_line(ax: Any, value: float = 0.0, axis: str = "y") -> Any:
    """Draw the line a sign is read against (or another reference value, such as complete pass-through at
    1)."""
    draw = ax.axhline if axis == "y" else ax.axvline
    return draw(value, color=colour("muted"), linewidth=0.9, zorder=1.5)


def band(ax: Any, x: Any, low: Any, high: Any, name: str, color: str = "blue", alpha: float = 0.18) -> Any:
    """Fill between two bounds; the name goes into the key.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    x, low, high : array-like, same length
    name : str
        Level and kind, such as "95 %, pointwise" or "95 %, sup-t".
    color : str
        Name of a house colour.

    Raises
    ------
    NotebookError
        If the name does not say a level: an unnamed band can be read as anything. If it says another than the
        bounds know they have (`attrs["coverage"]`, which `to_frame` and `band` of an estimate set).
    """
    if "%" not in name:
        raise NotebookError(f"band {name!r} does not say its level; name it like '95 %, pointwise'")
    for bound in (low, high):
        level = getattr(bound, "attrs", {}).get("coverage")
        if level is not None and f"{100 * level:g} %" not in name:
            raise NotebookError(
                f"band {name!r} is drawn from bounds of {100 * level:g} %; name the level that was computed"
            )
    return ax.fill_between(
        dates(x),
        np.asarray(low, float),
        np.asarray(high, float),
        facecolor=tint(color, alpha),
        lw=0,
        label=name,
    )


def fan(ax: Any, x: Any, bounds: dict[str, tuple[Any, Any]], color: str = "blue") -> list[Any]:
    """Draw nested bands, widest first: ``{"90 %": (low, high), "50 %": (low, high)}``."""
    return [
        band(ax, x, low, high, name, color, alpha=0.16 + 0.14 * depth)
        for depth, (name, (low, high)) in enumerate(bounds.items())
    ]


def event(ax: Any, when: Any, text: str, side: str = "right") -> Any:
    """Mark a date with a thin upright line and a short text at the top, right or left of it."""
    drawn = ax.axvline(dates(when), color=colour("muted"), linewidth=0.9, linestyle=(0, (3, 2)), zorder=1.5)
    _at_top(ax, dates(when), text, 3 if side == "right" else -3)
    return drawn


def _at_top(ax: Any, x: Any, text: str, offset: float) -> None:
    ax.annotate(
        text,
        xy=(ax.xaxis.convert_units(x), 1),
        xycoords=ax.get_xaxis_transform(),
        xytext=(offset, -2),
        textcoords="offset points",
        color=colour("muted"),
        fontsize="small",
        va="top",
        ha="left" if offset > 0 else "right",
        bbox={"facecolor": tint("paper", 0.8), "edgecolor": "none", "pad": 1},
        zorder=1.9,  # over the grid, under the data
        gid=EVENT,
    )


def key(ax: Any, columns: int = 4) -> Any:
    """Name bands and other labelled marks in one row above the axes, where it covers nothing."""
    return ax.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.01),
        ncols=columns,
        columnspacing=1.2,
        borderpad=0,
        labelcolor=colour("muted"),
    )


def shared_key(fig: Any, ax: Any, columns: int = 2, fontsize: float | None = None) -> Any:
    """Name the marked lines of one panel above all panels, where the panels share their marks."""
    handles, words = ax.get_legend_handles_labels()
    return fig.legend(
        handles, words, loc="outside upper left", ncols=columns, fontsize=fontsize, labelcolor=colour("muted")
    )


def intervals(
    ax: Any,
    names: Sequence[str],
    estimate: Any,
    low: Any,
    high: Any,
    color: str | Sequence[str] = "blue",
    reference: Iterable[float] = (0.0,),
) -> Any:
    """One row an estimate: a dot and its interval, first name on top, reference values as upright lines.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its x axis carries the value: label it with the unit.
    names : sequence of str
    estimate, low, high : array-like, same length
    color : str or sequence of str
        House colour for all rows or one for each.
    reference : iterable of float
        Such as ``(0, 1)`` for none and complete pass-through.
    """
    rows = np.arange(len(names))[::-1]
    colours = [colour(c) for c in ([color] * len(names) if isinstance(color, str) else color)]
    for value in reference:
        zero_line(ax, value, axis="x")
    ax.hlines(rows, np.asarray(low, float), np.asarray(high, float), colors=colours, linewidth=2.2)
    dots = ax.scatter(np.asarray(estimate, float), rows, s=34, c=colours, zorder=3)
    ax.set_yticks(rows, list(names))
    ax.tick_params(axis="y", labelcolor=colour("ink"))
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    return dots


def percent(ax: Any, axis: str = "y", decimals: int = 0, of: float = 1.0) -> None:
    """Print ticks as percentages: `of` is the value that counts as 100 % (1 for shares, 100 for
    percentages)."""
    from matplotlib.ticker import FuncFormatter

    def text(value: float, _: int) -> str:
        shown = f"{abs(100 * value / of):.{decimals}f}"
        return (MINUS if value < 0 and float(shown) else "") + shown + "\N{NO-BREAK SPACE}%"

    getattr(ax, f"{axis}axis").set_major_formatter(FuncFormatter(text))
