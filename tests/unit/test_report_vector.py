"""Lean drawings: the same picture in fewer bytes, and its twin in the inks of a dark page."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from analysis.errors import NotebookError
from analysis.report.author import figures, style, vector

pytestmark = pytest.mark.usefixtures("house_style")


@pytest.mark.parametrize(
    ("way", "shorter"),
    [
        ("M 10 20.123 L 11.5 20.127 L 12 19 z", "M10 20.12l1.5 .01 .5-1.13z"),  # by hand
        ("M 0 0 Q 1 2 3 4 L 3 5", "M0 0q1 2 3 4l0 1"),
        ("M 0 0 C 1 1 2 1 3 0 M 5 5 L 5 4", "M0 0c1 1 2 1 3 0M5 5l0-1"),
        ("M 1 1 L 2 1 L 2 2 z L 1 3", "M1 1l1 0 0 1zl0 2"),  # after a z the pen is where the way began
        ("M -0.004 0.006 L 0.5 -0.5", "M0 .01l.5-.51"),
    ],
)
def test_a_way_is_written_as_steps_of_hundredths(way, shorter):
    assert vector.path(way) == shorter


def test_rounding_does_not_add_up_along_a_line():
    steps = np.cumsum(np.full(1000, 0.3337))
    way = "M 0 0 L " + " L ".join(f"{x:.6f} {x / 3:.6f}" for x in steps)
    numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+", vector.path(way))]
    ends = np.cumsum(np.asarray(numbers[2:]).reshape(-1, 2), axis=0)
    assert np.abs(ends[:, 0] - steps).max() < 0.0051 and np.abs(ends[:, 1] - steps / 3).max() < 0.0051


def chart(light=0):
    """One of every mark, in the inks of a light (0) or dark (1) page."""
    fig, ax = figures.new()
    inks = [pair[light] for pair in style.COLOURS.values()]
    alpha = (0.2, 0.3)[light]  # by hand: half as dense again
    ax.fill_between([0, 1], [0, 0], [1, 2], facecolor=(*to_rgb(inks[0]), alpha), lw=0)
    ax.plot([0, 1], [0, 1], "o-", color=inks[1], mec=style.INK[light], mfc=style.PAPER[light])
    ax.bar([0.5], [1], 0.1, color=inks[2])
    ax.scatter([0.2, 0.4], [1, 1], c=[inks[3], inks[4]])
    ax.hlines([1.5], 0, 1, colors=inks[5])
    ax.annotate("word", (0.1, 1.2), color=style.MUTED[light])
    ax.text(0.5, 1.8, "red", color="#ff0000")  # no ink of the house
    ax.set(xlabel="Months", ylabel="Share, %")
    ax.grid(color=style.GRID[light])
    for part in (ax.xaxis, ax.yaxis):
        part.label.set_color(style.MUTED[light])
    ax.tick_params(color=style.AXIS[light], labelcolor=style.MUTED[light])
    for spine in ax.spines.values():
        spine.set_color(style.AXIS[light])
    return vector.draw(fig, "fig-x", 720)


def test_the_dark_twin_is_what_would_be_drawn_in_dark_inks():
    light, dark = chart(0), chart(1)
    assert light != dark
    without = [re.sub(r'id="\w+"|#\w+\)|href="#\w+"', "", one) for one in (vector.dark(light), dark)]
    assert without[0] == without[1]


def test_a_colour_that_is_no_ink_of_the_house_stays():
    assert "#ff0000" in vector.dark(chart()) and to_hex("red") == "#ff0000"


def test_nothing_is_named_that_nothing_uses_and_everything_used_is_there():
    svg = chart()
    used = set(re.findall(r'(?:url\(#|href="#)(\w+)', svg))
    assert used == set(re.findall(r'\sid="(\w+)"', svg)) and used
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height")) == ("720", "405")


def test_the_lean_drawing_has_every_mark_of_the_full_one():
    fig, ax = figures.new()
    ax.plot(np.arange(50), np.sin(np.arange(50)))
    ax.set(xlabel="Months", ylabel="Share, %")
    lean = vector.draw(fig, "fig-x", 720)
    letters = sum(len(text.get_text()) - text.get_text().count(" ") for text in figures.legible.words(fig))
    glyphs = re.findall(r'<use xlink:href="#\w+"(?: [xy]="-?\d+")*/>', lean)
    spaces = sum(text.get_text().count(" ") for text in figures.legible.words(fig))
    assert letters <= len(glyphs) <= letters + spaces


def test_what_is_packed_comes_back():
    svg = chart()
    assert vector.unpack(vector.pack(svg)) == svg and len(vector.pack(svg)) < len(svg) / 2


def test_a_drawing_that_is_too_heavy_is_refused_just_above_the_bound(monkeypatch):
    svg = chart()
    monkeypatch.setattr(vector, "LARGEST_SVG", len(svg))
    chart()
    monkeypatch.setattr(vector, "LARGEST_SVG", len(svg) - 1)
    with pytest.raises(NotebookError, match=r"fig-x: its drawing has \d+ kB.*rasterized=True"):
        chart()
