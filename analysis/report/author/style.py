"""House style of the figures: one look on white and on a dark page, the same bytes on every machine.

Colours come in pairs. Each hue of the Okabe-Ito palette [1]_ is darkened for white paper and lightened for a
dark page until text in it has a contrast of at least 4.5:1 (WCAG 2.2, criterion 1.4.3), so a line and its
direct label can share a colour in both. Their lightness differs as well as their hue, which keeps them apart
for readers who do not tell red from green. A figure is drawn once, in the light set; `vector.dark` gives its
drawings the dark one.

.. [1] M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

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
WIDTH = 6.4  # inches; 1024 pixels of a PNG
PIXELS = 720  # of the page that a figure is wide where there is room


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


def dark_inks() -> dict[str, str]:
    """The colour on a dark page of each colour of the house on white."""
    return dict([*COLOURS.values(), INK, MUTED, GRID, AXIS, PAPER, ("#000000", INK[1])])


def denser(alpha: float) -> float:
    """The share of colour of a tint on a dark page, where the same share would show less."""
    return min(1.5 * alpha, 0.6) if alpha < 0.5 else alpha
