"""The same figure on a phone: panels below each other, letters of 11 pixels, names where there is room.

A figure is drawn by its cell once, as wide as a column of text. `lay_out` then takes the figure as it is and
arranges it anew for `WIDTH`, where one point is one pixel of the page: nothing is drawn a second time.

* Panels that stood beside each other stand below each other, each with labels of its own. Panels that share
  named rows stay beside each other, because they are read across.
* Names of rows move above their rows where they would take the room of what is drawn.
* The label of the y axis lies above its panel; a key lies above all panels, in as many columns as have room.
* Names at the ends of lines and on dates are broken and moved apart; every other tick goes where two would
  touch.
* The label of the y axis goes where it says the unit that the subtitle has said, once for all panels.

A figure that has to be drawn anew for a phone says how (`on_phone`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.ticker import FixedLocator, NullFormatter
from matplotlib.transforms import ScaledTranslation

from analysis.report.author import headings, marks, rows, style
from analysis.report.author.measure import is_named, label_of, panels, width_of, wrapped

WIDTH = 360  # pixels and points: an article is 367 pixels wide on a phone of 375
LARGER = 1.2  # letters of 9.5 points become 11.4 pixels …
SMALLEST = 11.2  # … and none is smaller
FLATTEST, TALLEST = 80, 300  # pixels of a panel
PIXELS_OF_A_POINT = style.PIXELS / (style.WIDTH * 72)  # of the wide drawing
DIRECT = 100  # pixels that a name beside its line may take
LEADING = 1.25  # of a line of letters
BETWEEN = {"x": 8, "y": 2}  # pixels between labels of ticks
_OWN: WeakKeyDictionary[Any, Callable[[Any], None]] = WeakKeyDictionary()


def on_phone(fig: Any, draw: Callable[[Any], None]) -> None:
    """Say how a figure is drawn for a phone; `draw` gets it empty and makes it `WIDTH` points wide."""
    _OWN[fig] = draw


def lay_out(fig: Any, subtitle: str = "") -> None:
    """Arrange a drawn figure for a phone; it is another figure afterwards.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    subtitle : str
        What the page says above the picture, which is not said again above its panels.
    """
    if own := _OWN.get(fig):
        fig.clear()
        fig.dpi = 72
        own(fig)
        fig.draw_without_rendering()
        return
    shown = panels(fig)
    tall = {ax: PIXELS_OF_A_POINT * ax.get_window_extent().height * 72 / fig.dpi for ax in shown}
    directly = [ax for ax in shown if any(text.get_gid() == marks.DIRECT for text in ax.texts)]
    named = {ax for ax in shown if is_named(ax, "y")}
    fig.dpi = 72
    fig.set_size_inches(WIDTH / 72, fig.get_figheight())
    _enlarge(fig)
    _name_axes(fig, shown)
    _say_once(shown, subtitle)
    _key(fig)
    groups = _restack(fig, shown)
    room = WIDTH - (24 if len(named) == len(shown) else 60)  # other panels have ticks at their side
    heights = {
        group[0]: rows.arrange(group, tall[group[0]], room) if group[0] in named else _height(tall[group[0]])
        for group in groups
    }
    for ax in shown:
        _lay_labels(ax)
    # Ample at first: a layout without room for its panels would be given up.
    fig.set_figheight((sum(heights.values()) + 120 * (1 + len(groups))) / 72)
    _fit(fig, heights)
    for ax in directly:
        _name_lines(ax)
    _thin(fig, [(ax, name) for ax in shown for name in "xy" if not (name == "y" and ax in named)])
    _fit(fig, heights)
    for ax in shown:
        _part_events(ax)
    fig.draw_without_rendering()


def _height(tall: float) -> float:
    return float(np.clip(0.85 * tall, FLATTEST, TALLEST))


def _enlarge(fig: Any) -> None:
    from matplotlib.text import Text

    for text in fig.findobj(Text):
        text.set_fontsize(_size(text.get_fontsize()))
    for ax in fig.axes:
        for name in ("x", "y"):
            ticks = getattr(ax, f"{name}axis").get_major_ticks(1)
            ax.tick_params(axis=name, which="both", labelsize=_size(ticks[0].label1.get_fontsize()))


def _size(points: float) -> float:
    return max(SMALLEST, round(LARGER * points, 1)) if points < SMALLEST else points


def _name_axes(fig: Any, shown: Sequence[Any]) -> None:
    """Each panel gets the labels that it shared with its neighbours or with the whole figure."""
    for name in ("x", "y"):
        for ax in shown:
            if not is_named(ax, name):
                getattr(ax, f"set_{name}label")(label_of(ax, name, fig))
    for label in (fig._supxlabel, fig._supylabel):
        if label is not None:
            label.set_text("")


def _say_once(shown: Sequence[Any], subtitle: str) -> None:
    """Take away the label that all panels share if its unit stands in the subtitle, which by rule says what
    is measured."""
    labels = {ax.get_ylabel() for ax in shown} - {""}
    if len(labels) == 1 and headings.says_unit(subtitle, *labels):
        for ax in shown:
            ax.set_ylabel("")


def _restack(fig: Any, shown: Sequence[Any]) -> list[list[Any]]:
    """One column of panels, those that share named rows in one row of it; return them by row."""
    groups: list[list[Any]] = []
    for ax in sorted(shown, key=_place):
        spec = ax.get_subplotspec()
        shares = groups and is_named(ax, "y") and ax.get_shared_y_axes().joined(ax, groups[-1][0])
        if shares and spec.rowspan.start == groups[-1][0].get_subplotspec().rowspan.start:
            groups[-1].append(ax)
        else:
            groups.append([ax])
    columns = int(np.lcm.reduce([len(group) for group in groups]))
    grid = fig.add_gridspec(len(groups), columns)
    for at, group in enumerate(groups):
        span = columns // len(group)
        for number, ax in enumerate(group):
            ax.set_subplotspec(grid[at, number * span : (number + 1) * span])
            ax.tick_params(labelbottom=True, labelleft=number == 0)
    return groups


def _place(ax: Any) -> tuple[int, int]:
    spec = ax.get_subplotspec()
    return spec.rowspan.start, spec.colspan.start


def _lay_labels(ax: Any) -> None:
    """The label of the y axis above the panel, the title above it, that of the x axis broken."""
    columns = ax.get_subplotspec().get_gridspec().ncols // len(ax.get_subplotspec().colspan)
    room, up = WIDTH / columns, 5.0
    x, y = ax.xaxis.label, ax.yaxis.label
    ax.set_xlabel(wrapped(x.get_text(), room - 60, x.get_fontsize()))
    if y.get_text():
        up = _write_above(ax, wrapped(y.get_text(), room - 45, y.get_fontsize()), up, y)
        ax.set_ylabel("")
    for title in (ax._left_title, ax.title, ax._right_title):
        if title.get_text():
            up = _write_above(ax, wrapped(title.get_text(), room - 45, title.get_fontsize()), up, title)
            title.set_text("")
    own = ax.get_legend()
    if own is not None:
        raised = ScaledTranslation(0, up / 72, ax.figure.dpi_scale_trans)
        own.set_bbox_to_anchor((0, 1), transform=ax.transAxes + raised)


def _write_above(ax: Any, words: str, up: float, like: Any) -> float:
    """Write words above a panel and return where the next ones begin.

    Not as label and title: the layout gives a label of the y axis no room above its panel.
    """
    size = like.get_fontsize()
    ax.annotate(
        words, (0, 1), (0, up), "axes fraction", "offset points", ha="left", va="bottom", fontsize=size,
        color=like.get_color(), annotation_clip=False,
    )  # fmt: skip
    return up + LEADING * size * (1 + words.count("\n")) + 2


def _key(fig: Any) -> None:
    """Keys in as many columns as have room, the only one of a figure above all its panels."""
    found = [(ax, ax.get_legend()) for ax in fig.axes if ax.get_legend() is not None]
    found += [(None, legend) for legend in fig.legends]
    for ax, legend in found:
        handles = list(legend.legend_handles)
        size = legend.get_texts()[0].get_fontsize()
        beside = 2.2 * size  # what marks its line, and the space after it
        words = [wrapped(text.get_text(), WIDTH - beside - 12, size) for text in legend.get_texts()]
        options = {
            "ncols": _columns([beside + width_of(word, size) for word in words], 1.2 * size, WIDTH - 12),
            "fontsize": size,
            "labelcolor": legend.get_texts()[0].get_color(),
            "columnspacing": 1.2,
            "borderpad": 0,
        }
        legend.remove()
        if len(found) == 1:
            fig.legend(handles, words, loc="outside upper left", **options)
        else:
            (ax or fig).legend(handles, words, loc="lower left", **options)


def _columns(widths: Sequence[float], space: float, room: float) -> int:
    """The most columns that fit; a key is filled column by column."""
    for count in range(len(widths), 1, -1):
        columns = np.array_split(np.asarray(widths), count)
        if sum(column.max() for column in columns) + space * (count - 1) <= room:
            return count
    return 1


def _fit(fig: Any, heights: dict[Any, float]) -> None:
    """Make the figure so tall that every row of panels has its height."""
    next(iter(heights)).get_subplotspec().get_gridspec().set_height_ratios(list(heights.values()))
    for _ in range(3):
        fig.draw_without_rendering()
        lacking = sum(heights.values()) - sum(ax.get_window_extent().height for ax in heights)
        if abs(lacking) < 0.5:
            break
        fig.set_figheight(fig.get_figheight() + lacking / 72)


def _name_lines(ax: Any) -> None:
    """Names beside lines, broken where they are long, apart on the new scale."""
    for text in [text for text in ax.texts if text.get_gid() == marks.DIRECT]:
        size = text.get_fontsize()
        text.remove()
    for line in ax.get_lines():
        if line.get_gid():
            line.set_gid(wrapped(line.get_gid(), DIRECT, size))
    for text in marks.label_lines(ax, gap=1.35 * size):
        text.set_fontsize(size)


def _thin(fig: Any, axes: Sequence[tuple[Any, str]]) -> None:
    """Leave out every other tick until no two labels touch."""
    measured = [(ax, name) for ax, name in axes if not is_named(ax, name) and _first(ax, name, axes)]
    for ax, name in measured:
        getattr(ax, f"{name}axis").set_minor_formatter(NullFormatter())
    crowded = measured
    while crowded:
        fig.draw_without_rendering()
        crowded = [(ax, name) for ax, name in crowded if _thinned(ax, name)]
    for ax, name in measured:
        # Fixed, or the layout swings between ticks that need room at the edge and ticks that do not.
        axis = getattr(ax, f"{name}axis")
        low, high = sorted(axis.get_view_interval())
        axis.set_major_locator(
            FixedLocator([tick for tick in axis.get_majorticklocs() if low <= tick <= high])
        )


def _first(ax: Any, name: str, axes: Sequence[tuple[Any, str]]) -> bool:
    """Whether a panel is the first of those that share its axis, and so its ticks."""
    siblings = getattr(ax, f"get_shared_{name}_axes")().get_siblings(ax)
    return not any(other in siblings for other, its in axes[: axes.index((ax, name))] if its == name)


def _thinned(ax: Any, name: str) -> bool:
    axis, along = getattr(ax, f"{name}axis"), "xy".index(name)
    low, high = sorted(axis.get_view_interval())
    ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    boxes = [tick.label1.get_window_extent() for tick in ticks if tick.label1.get_text()]
    spans = sorted((box.min[along], box.max[along]) for box in boxes if box.width)
    if len(ticks) < 3 or all(one[1] + BETWEEN[name] <= other[0] for one, other in pairwise(spans)):
        return False
    places = sorted(tick.get_loc() for tick in ticks)
    first = places.index(0.0) % 2 if 0.0 in places else 0
    axis.set_major_locator(FixedLocator(places[first::2]))
    return True


def _part_events(ax: Any) -> None:
    """Words on dates: on the other side of their line, or a line lower, where they would be cut or touch."""
    words = [text for text in ax.texts if text.get_gid() == marks.EVENT]
    placed: list[Any] = []
    for text in sorted(words, key=lambda text: ax.convert_xunits(text.xy[0])):
        offset, top = text.xyann
        tries = [(side * offset, level) for level in range(4) for side in (1, -1)]
        for side, level in tries:
            text.xyann = (side, top - level * LEADING * text.get_fontsize())
            text.set_horizontalalignment("left" if side > 0 else "right")
            box = text.get_window_extent()
            inside = box.x0 >= 0 and box.x1 <= WIDTH
            if inside and not any(box.overlaps(other) for other in placed):
                break
        placed.append(box)
