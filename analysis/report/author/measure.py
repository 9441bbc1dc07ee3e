"""What a figure says and how much room it takes: panels, labels, names of ticks, widths of words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any


def panels(fig: Any) -> list[Any]:
    """Axes that a reader sees."""
    return [ax for ax in fig.axes if ax.get_visible() and ax.axison]


def label_of(ax: Any, axis: str, fig: Any) -> str:
    """Label of an axis, its own, of a panel it shares the axis with, or of the whole figure."""
    whole = fig.get_supxlabel() if axis == "x" else fig.get_supylabel()
    siblings = getattr(ax, f"get_shared_{axis}_axes")().get_siblings(ax)
    if ax not in siblings:
        siblings = [ax, *siblings]
    own = getattr(ax, f"get_{axis}label")()
    shared = [getattr(other, f"get_{axis}label")() for other in siblings]
    return own or next((text for text in shared if text), "") or whole


def is_named(ax: Any, axis: str) -> bool:
    """Whether the ticks are names (countries, methods), which need no unit."""
    from matplotlib.category import StrCategoryLocator
    from matplotlib.ticker import FixedLocator

    ticks = getattr(ax, f"{axis}axis")
    if not isinstance(ticks.get_major_locator(), (StrCategoryLocator, FixedLocator)):
        return False
    texts = ticks.get_major_formatter().format_ticks(ticks.get_majorticklocs())
    return any(re.search(r"[^\W\d_]{2}", str(text)) for text in texts)


def width_of(text: str, size: float) -> float:
    """Points that the longest line of a text takes in the font of the figures."""
    return max(_width(line) for line in text.split("\n")) * size


@lru_cache(maxsize=4096)
def _width(line: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    if not line:
        return 0.0
    font = FontProperties(family="DejaVu Sans", size=100)
    return text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] / 100


def wrapped(text: str, room: float, size: float) -> str:
    """The text broken between words so that no line is wider than `room` points; breaks in it are kept."""
    lines = []
    for line in text.split("\n"):
        now = ""
        for word in line.split(" "):
            longer = f"{now} {word}" if now else word
            if now and width_of(longer, size) > room:
                lines.append(now)
                now = word
            else:
                now = longer
        lines.append(now)
    return "\n".join(lines)
