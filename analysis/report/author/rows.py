"""Rows with names (countries, specifications) on a phone: each name above its row, where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.report.author.measure import width_of, wrapped
from analysis.report.author.style import tint

SHARE = 0.26  # of the width that names beside their rows may take
LINE = 1.25  # of the size of its letters, what a line takes
LEAST, MOST = 10.0, 44.0  # pixels of what is drawn in one row
ABOVE, BELOW = 3.0, 11.0  # pixels between a name and its row, and a row and the next name


def arrange(together: Sequence[Any], tall: float, room: float) -> float:
    """Set the names of the rows of panels where they have room and return the height that the panels need.

    Parameters
    ----------
    together : sequence of matplotlib.axes.Axes
        Panels beside each other that share their rows, the one with the names first.
    tall : float
        Pixels that they are high in the wide drawing.
    room : float
        Pixels that a name above its row may take.
    """
    first = together[0]
    axis = first.yaxis
    bounds = first.get_ylim()
    low, high = sorted(bounds)
    places = np.asarray(axis.get_majorticklocs(), float)
    names = [str(name) for name in axis.get_major_formatter().format_ticks(places)]
    seen = (low <= places) & (places <= high)
    names, places = [name for name, one in zip(names, seen, strict=True) if one], places[seen]
    size = axis.get_major_ticks()[0].label1.get_fontsize()
    step = float(np.diff(np.sort(places)).min()) if len(places) > 1 else 1.0
    in_wide = tall * step / (high - low)
    if max(width_of(name, size) for name in names) <= SHARE * room:
        lines = 1 + max(name.count("\n") for name in names)
        return max(0.8 * in_wide, lines * LINE * size + 4) * (high - low) / step
    reach = max(_reach(ax, places, step) for ax in together)
    drawn = float(np.clip(1.6 * reach * in_wide, LEAST, MOST))
    names = [wrapped(name.replace("\n", " "), room, size) for name in names]
    row = drawn + ABOVE + BELOW + LINE * size * (1 + max(name.count("\n") for name in names))
    if reach:
        for ax in together:
            _squeeze(ax, places, min(1.0, drawn / row / (2 * reach)))
    _write(first, places, names, size, drawn)
    pixel = step / row
    above, below = row - drawn / 2, drawn / 2 + BELOW
    ends = places.min() - below * pixel, places.max() + above * pixel
    if bounds[0] > bounds[1]:
        ends = places.max() + below * pixel, places.min() - above * pixel
    first.set_ylim(*ends)
    return abs(ends[1] - ends[0]) / pixel


def _write(ax: Any, places: np.ndarray, names: list[str], size: float, drawn: float) -> None:
    from matplotlib.ticker import FixedLocator, NullFormatter

    colour = ax.yaxis.get_major_ticks()[0].label1.get_color()
    ax.yaxis.set_major_locator(FixedLocator(list(places)))
    ax.yaxis.set_major_formatter(NullFormatter())
    for place, name in zip(places, names, strict=True):
        ax.annotate(
            name,
            xy=(0, place),
            xycoords=ax.get_yaxis_transform(),
            xytext=(0, drawn / 2 + ABOVE),
            textcoords="offset points",
            fontsize=size,
            color=colour,
            ha="left",
            va="bottom",
            annotation_clip=False,
            bbox={"facecolor": tint("paper", 0.85), "edgecolor": "none", "pad": 0.5},
            zorder=1.8,
        ).set_in_layout(False)


def _reach(ax: Any, places: np.ndarray, step: float) -> float:
    """How far from its row the marks go, as a share of the distance between rows."""
    farthest = 0.0
    for heights, _ in _marked(ax):
        away = np.abs(np.asarray(heights, float)[:, None] - places).min(axis=1) / step
        away = away[np.isfinite(away) & (away <= 0.5)]
        farthest = max(farthest, float(away.max(initial=0.0)))
    return farthest


def _squeeze(ax: Any, places: np.ndarray, share: float) -> None:
    """Draw all marks nearer to the middle of their row."""
    for heights, put in _marked(ax):
        heights = np.asarray(heights, float)
        nearest = places[np.abs(heights[:, None] - places).argmin(axis=1)]
        put(nearest + share * (heights - nearest))


def _marked(ax: Any) -> list[tuple[Any, Any]]:
    """Heights of all marks of a panel that lie on data, each with what moves them."""
    from matplotlib.patches import Rectangle

    found: list[tuple[Any, Any]] = []
    for line in ax.get_lines():
        if line.get_transform() == ax.transData:
            found.append((line.get_ydata(orig=False), line.set_ydata))
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and patch.get_data_transform() == ax.transData:

            def put(ends: np.ndarray, patch: Any = patch) -> None:
                patch.set_y(ends[0])
                patch.set_height(ends[1] - ends[0])

            found.append(((patch.get_y(), patch.get_y() + patch.get_height()), put))
    for marks in ax.collections:
        if marks.get_offset_transform() == ax.transData:

            def moved(heights: np.ndarray, marks: Any = marks) -> None:
                marks.set_offsets(np.column_stack([marks.get_offsets()[:, 0], heights]))

            found.append((marks.get_offsets()[:, 1], moved))
        elif marks.get_transform() == ax.transData:
            for path in marks.get_paths():

                def redrawn(heights: np.ndarray, path: Any = path) -> None:
                    path.vertices = np.column_stack([path.vertices[:, 0], heights])

                if len(path.vertices):
                    found.append((path.vertices[:, 1], redrawn))
    return found
