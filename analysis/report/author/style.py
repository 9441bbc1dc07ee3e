"""House style of the figures: one look on white and on a dark page, the same bytes on every machine.

Colours come in pairs. Each hue of the Okabe-Ito palette [1]_ is darkened for white paper and lightened for a
dark page until text in it has a contrast of at least 4.5:1 (WCAG 2.2, criterion 1.4.3), so a line and its
direct label can share a colour in both. Their lightness differs as well as their hue, which keeps them apart
for readers who do not tell red from green. A figure is drawn once in the light set; `inked_dark` lends it the
dark set.

.. [1] M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# name: (on white, on a dark page)
COLOURS: dict[str, tuple[str, str]] = {
    "blue": ("#0b70c4", "#4aa3ea"),
    "vermillion": ("#c24a00", "#f0803c"),
    "green": ("#005c44", "#1fd693"),
    "purple": ("#842a73", "#cf86bb"),
    "amber": ("#664700", "#ffcf3d"),
    "grey": ("#6a7683", "#b9c2cb"),
}
INK = ("#222832", "#e3e8ee")
MUTED = ("#5a6673", "#a7b1bc")
GRID = ("#e3e6ea", "#333b45")
AXIS = ("#aab2bc", "#5c6773")
PAPER = ("#ffffff", "#121212")
CYCLE = tuple(light for light, _ in COLOURS.values())

DPI = 160
WIDTH = 6.4  # inches; 1024 pixels, shown 720 pixels wide: sharp on a dense screen, about 40 kB
PIXELS_PER_CSS_PIXEL = 1024 / 720


def colour(name: str) -> str:
    """Colour of the house palette by name ("blue", "vermillion", "green", "purple", "amber", "grey",
    "ink")."""
    extra = {"ink": INK[0], "muted": MUTED[0], "paper": PAPER[0]}
    return extra[name] if name in extra else COLOURS[name][0]


def tint(name: str, alpha: float) -> tuple[float, float, float, float]:
    """House colour with transparency, for bands and shades."""
    from matplotlib.colors import to_rgba

    return to_rgba(colour(name), alpha=alpha)


def rc() -> dict[str, Any]:
    """The matplotlib settings of the house style."""
    from matplotlib import cycler

    return {
        "figure.figsize": (WIDTH, 3.6),
        "figure.dpi": DPI,
        "savefig.dpi": DPI,
        "figure.constrained_layout.use": True,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "font.family": ["DejaVu Sans"],  # ships inside matplotlib: the same glyphs everywhere
        "font.size": 10,
        "text.color": INK[0],
        "axes.labelcolor": MUTED[0],
        "axes.labelsize": 10,
        "axes.titlesize": 10,
        "axes.titlecolor": INK[0],
        "axes.titlelocation": "left",
        "axes.titlepad": 8,
        "axes.edgecolor": AXIS[0],
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.prop_cycle": cycler(color=CYCLE),
        "axes.unicode_minus": True,
        "axes.formatter.use_locale": False,
        "axes.formatter.useoffset": False,
        "axes.xmargin": 0.02,
        "grid.color": GRID[0],
        "grid.linewidth": 0.7,
        "grid.linestyle": "-",
        "lines.linewidth": 1.8,
        "lines.markersize": 5,
        "lines.solid_capstyle": "round",
        "patch.linewidth": 0,
        "xtick.color": AXIS[0],
        "ytick.color": AXIS[0],
        "xtick.labelcolor": MUTED[0],
        "ytick.labelcolor": MUTED[0],
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "xtick.major.size": 3,
        "ytick.major.size": 0,
        "xtick.minor.size": 0,
        "xtick.major.width": 0.8,
        "legend.frameon": False,
        "legend.fontsize": 9.5,
        "legend.handlelength": 1.4,
        "legend.borderaxespad": 0.2,
        "date.converter": "concise",
        "timezone": "UTC",
        "text.usetex": False,
        "text.hinting": "force_autohint",
        "text.parse_math": True,
        "path.simplify": True,
    }


def apply() -> None:
    """Make the house style the default of this process, from matplotlib's own defaults and no user's file."""
    import matplotlib

    matplotlib.rcdefaults()  # leaves the backend to the kernel
    matplotlib.rcParams.update(rc())


@contextmanager
def inked_dark(fig: Any) -> Iterator[None]:
    """Lend a figure the dark set of inks and colours for the length of a ``with`` block.

    Colours outside the palette (a colour map, an author's own) are left as they are. A see-through tint
    becomes a little denser, because on black the same share of colour shows less.
    """
    pairs = [*COLOURS.values(), INK, MUTED, GRID, AXIS, PAPER, ("#000000", INK[1])]
    dark = dict(pairs)
    undo: list[tuple[Callable[[Any], Any], Any]] = []
    try:
        for getter, setter in _inks(fig):
            old = getter()
            new = _swap(old, dark)
            if new is not None:
                undo.append((setter, old))
                setter(new)
        yield
    finally:
        for setter, old in reversed(undo):
            setter(old)


def _inks(fig: Any) -> Iterator[tuple[Callable[[], Any], Callable[[Any], Any]]]:
    """Yield getter and setter of every colour in a figure."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    for artist in _artists(fig):
        if isinstance(artist, Text):
            yield artist.get_color, artist.set_color
        elif isinstance(artist, Line2D):
            yield artist.get_color, artist.set_color
            yield artist.get_markeredgecolor, artist.set_markeredgecolor
            yield artist.get_markerfacecolor, artist.set_markerfacecolor
        elif isinstance(artist, Patch):
            yield artist.get_facecolor, artist.set_facecolor
            yield artist.get_edgecolor, artist.set_edgecolor
        elif isinstance(artist, Collection):
            if artist.get_array() is None:  # otherwise the faces come from a colour map
                yield artist.get_facecolor, artist.set_facecolor
            yield artist.get_edgecolor, artist.set_edgecolor


def _artists(fig: Any) -> Iterator[Any]:
    """Every artist, with the boxes and arrows that matplotlib does not list as children."""
    for artist in fig.findobj():
        yield artist
        box = artist.get_bbox_patch() if hasattr(artist, "get_bbox_patch") else None
        for hidden in (box, getattr(artist, "arrow_patch", None)):
            if hidden is not None:
                yield hidden


def _swap(value: Any, dark: dict[str, str]) -> Any | None:
    """The dark counterpart of a colour, or of an array of colours; None where nothing changes."""
    from matplotlib.colors import is_color_like, to_hex, to_rgba, to_rgba_array

    def swapped(rgba: Any) -> tuple[float, ...]:
        alpha = float(rgba[3])
        if alpha == 0 or to_hex(rgba) not in dark:
            return tuple(rgba)
        return to_rgba(dark[to_hex(rgba)], alpha=min(1.5 * alpha, 0.6) if alpha < 0.5 else alpha)

    if is_color_like(value):
        new = swapped(old := to_rgba(value))
        return None if new == old else new
    if isinstance(value, str):  # "auto" and "face" follow another colour
        return None
    rows = to_rgba_array(value)
    changed = [swapped(rgba) for rgba in rows]
    return None if all(tuple(a) == b for a, b in zip(rows, changed, strict=True)) else changed
