"""Whether every word of a drawn figure can be read: large enough, not cut, direct labels apart, and off the
dots."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from analysis.errors import NotebookError
from analysis.report.author import marks

SMALLEST = 11.0  # pixels of the page at the width for which a drawing is made
ROUNDING = 1.0  # pixels of the drawing that boxes of letters may reach over an edge or each other
SLACK = 0.2  # of the size of letters: what their box has above and below them


def check(fig: Any, name: str, width: int) -> None:
    """Refuse a drawn figure with a word that is too small, cut off, lies on a dot or, beside a line, on
    another.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Drawn: boxes of letters are known.
    name : str
    width : int
        Pixels that it takes in the page.
    """
    check_size(fig, name, width)
    check_inside(fig, name)
    check_apart(fig, name)
    check_off_dots(fig, name)


def check_size(fig: Any, name: str, width: int) -> None:
    """Refuse letters that are lower than `SMALLEST` pixels when the figure is `width` pixels wide."""
    pixels = width / (fig.get_figwidth() * 72)
    for text in words(fig):
        size = text.get_fontsize() * pixels
        if size < SMALLEST - 1e-6:
            raise NotebookError(
                f"{name}: the text {text.get_text()!r} is {size:.1f} pixels high, {SMALLEST:g} are the least;"
                f" set it in {SMALLEST / pixels:.1f} points or more"
            )


def check_inside(fig: Any, name: str) -> None:
    """Refuse a figure whose words are cut off at its edge."""
    canvas = fig.bbox
    for text in words(fig):
        box = text.get_window_extent()
        if min(box.x0, box.y0) < -ROUNDING or box.x1 > canvas.x1 + ROUNDING or box.y1 > canvas.y1 + ROUNDING:
            raise NotebookError(
                f"{name}: the text {text.get_text()!r} runs off the figure; shorten it or leave it room"
            )


def check_apart(fig: Any, name: str) -> None:
    """Refuse names beside lines, or on dates, that lie on each other."""
    direct = [text for text in words(fig) if text.get_gid() in (marks.DIRECT, marks.EVENT)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in direct]
    for (one, box), (other, there) in combinations(boxes, 2):
        across = min(box.x1, there.x1) - max(box.x0, there.x0)
        down = min(box.y1, there.y1) - max(box.y0, there.y0)
        if min(across, down) > ROUNDING:
            raise NotebookError(
                f"{name}: the labels {one!r} and {other!r} lie on each other; move one of them"
            )


def check_off_dots(fig: Any, name: str) -> None:
    """Refuse words within a panel that touch a dot of it."""
    for ax in fig.axes:
        if not (ax.get_visible() and ax.texts):
            continue
        x, y, radius = _dots(ax)
        for text in filter(_seen, ax.texts):
            box, slack = text.get_window_extent(), SLACK * text.get_fontsize() * fig.dpi / 72
            across = np.maximum(np.maximum(box.x0 - x, x - box.x1), 0)
            down = np.maximum(np.maximum(box.y0 + slack - y, y - box.y1 + slack), 0)
            touching = np.hypot(across, down) < radius - ROUNDING
            if touching.any():
                at = ax.transData.inverted().transform((x[touching][0], y[touching][0]))
                raise NotebookError(
                    f"{name}: the text {text.get_text()!r} lies on the dot at ({at[0]:.4g}, {at[1]:.4g});"
                    " move one of them"
                )


def _dots(ax: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places and radii, in pixels, of all dots of a panel that are seen: of scatters and on lines."""
    from matplotlib.collections import PathCollection

    point = ax.figure.dpi / 72
    found = [np.empty((0, 3))]
    for dots in ax.collections:
        if isinstance(dots, PathCollection) and dots.get_visible():
            at = dots.get_offset_transform().transform(np.ma.filled(dots.get_offsets(), np.nan))
            sizes = np.resize(np.sqrt(dots.get_sizes()) / 2 * point, len(at))
            found.append(np.column_stack([at, sizes]))
    for line in ax.get_lines():
        if line.get_visible() and line.get_marker() not in ("None", "none", None, "", " "):
            at = line.get_transform().transform(np.column_stack(line.get_data(orig=False)))
            found.append(np.column_stack([at, np.full(len(at), line.get_markersize() / 2 * point)]))
    x, y, radius = np.vstack(found).T
    seen = np.isfinite(x) & np.isfinite(y) & (ax.bbox.x0 <= x) & (x <= ax.bbox.x1)
    return x[seen], y[seen], radius[seen]


def words(fig: Any) -> Iterator[Any]:
    """Every text that is seen: labels, names of ticks, keys and notes."""
    for ax in fig.axes:
        if not ax.get_visible():
            continue
        keys = ax.get_legend().get_texts() if ax.get_legend() else []
        titles = (ax.title, ax._left_title, ax._right_title)
        found = [*ax.texts, *titles, *keys]
        if ax.axison:
            found += [ax.xaxis.label, ax.yaxis.label, *_ticks(ax.xaxis), *_ticks(ax.yaxis)]
        yield from (text for text in found if _seen(text))
    whole = [*fig.texts, *(text for key in fig.legends for text in key.get_texts())]
    whole += [text for text in (fig._supxlabel, fig._supylabel, fig._suptitle) if text is not None]
    yield from (text for text in whole if _seen(text))


def _ticks(axis: Any) -> Iterator[Any]:
    if not axis.get_visible():
        return
    low, high = sorted(axis.get_view_interval())
    room = 1e-9 * (high - low)
    for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
        if low - room <= tick.get_loc() <= high + room and tick.get_visible():
            yield from (tick.label1, tick.label2)


def _seen(text: Any) -> bool:
    return text.get_visible() and bool(text.get_text().strip())
