"""Figures of the page on motives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.chapters.motives.tables import FIELD
from analysis.claims.measures import motives as rules
from analysis.claims.measures.common import ARTICLE
from analysis.report.author import figures, style


def _bars(ax: Any, names: Sequence[str], widths: Sequence[float], colours: Sequence[str] | str) -> None:
    """Horizontal bars from the top down, with their names."""
    inks = style.colour(colours) if isinstance(colours, str) else [style.colour(ink) for ink in colours]
    ax.barh(range(len(names)), widths, height=0.6, color=inks)
    ax.set_yticks(range(len(names)), list(names))
    ax.invert_yaxis()


def scale(frame: pd.DataFrame) -> Any:
    """The commitment as percent of stocks and yearly flows."""
    fig, ax = figures.new(height=3.2)
    _bars(ax, list(frame.index), frame["scheme, percent"], "blue")
    figures.zero_line(ax, 100, axis="x")
    ax.set_xlabel("commitment as percent of each, %")
    return fig


def pledges(pledged: pd.Series) -> Any:
    """Headline pledges by partner, Japan's in its own colour; billion dollars."""
    fig, ax = figures.new(height=2.8)
    _bars(ax, list(pledged.index), pledged, ["blue" if name == "Japan" else "grey" for name in pledged.index])
    ax.set_xlabel("headline pledge, billion dollars")
    return fig


def yen(effective: pd.Series, dollar: pd.Series) -> Any:
    """Value of the yen, 2020 = 100, effective and against the dollar."""
    fig, ax = figures.new(height=3.2)
    figures.line(ax, effective, "effective rate", "blue")
    figures.line(ax, dollar, "against\nthe dollar", "vermillion")
    figures.event(ax, ARTICLE, "article", side="left")
    ax.set_ylabel("value of the yen, 2020 = 100")
    figures.label_lines(ax)
    return fig


def rates(shown: Mapping[str, pd.Series]) -> Any:
    """Japanese interest rates, percent a year."""
    fig, ax = figures.new(height=3.0)
    for (name, rate), colour in zip(shown.items(), ("ink", "vermillion", "blue"), strict=False):
        figures.line(ax, rate, name, colour)
    figures.event(ax, ARTICLE, "article", side="left")
    ax.set_ylabel("Japanese interest rate, % a year")
    figures.label_lines(ax)
    return fig


def pickup(gaps: pd.DataFrame) -> Any:
    """Yield gap before and after hedging, points."""
    fig, ax = figures.new(height=3.2)
    figures.line(ax, gaps["unhedged"], "before\nhedging", "grey")
    figures.line(ax, gaps["hedged"], "after\nhedging", "blue")
    figures.zero_line(ax)
    figures.event(ax, ARTICLE, "article", side="left")
    ax.set_ylabel("US less Japanese ten-year yield, points")
    figures.label_lines(ax)
    return fig


def specifications(frame: pd.DataFrame) -> Any:
    """Response of purchases by specification, the main one in its own colour; percent of GDP a year."""
    fig, ax = figures.new(height=5.2)
    colours = ["blue"] + ["grey"] * (len(frame) - 1)
    figures.intervals(ax, list(frame.index), frame["estimate"], frame["low"], frame["high"], colours)
    ax.set_xlabel("per point of yield, % of GDP a year")
    return fig


def steps(rise: pd.DataFrame) -> Any:
    """Steps of flows without and with trend, two rows a comparison; percent of GDP a year."""
    ends = {"": ["step", "low", "high"], " · trend": ["trended", "low trended", "high trended"]}
    rows = [
        (f"{name}{end}", *rise.loc[name, columns]) for name in rise.index for end, columns in ends.items()
    ]
    names, *numbers = (list(column) for column in zip(*rows, strict=True))
    fig, ax = figures.new(height=5.4)
    figures.intervals(ax, names, *numbers, ["blue", "grey"] * len(rise))
    ax.set_xlabel("change, % of GDP a year")
    return fig


def sectors(frame: pd.DataFrame) -> Any:
    """Percent of the two batches by sector, with where each was named."""
    fig, ax = figures.new(height=3.0)
    _bars(ax, list(frame["label"]), frame["announced"], [_ink(sector) for sector in frame.index])
    for place, (value, where) in enumerate(zip(frame["announced"], frame["stands in"], strict=True)):
        ax.annotate(
            f"{value:.1f} % - {where}",
            (value, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
            color=style.colour("muted"),
        )
    ax.set_xlim(0, 125)
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.grid(False, axis="y")
    ax.set_xlabel("share of the two batches, %")
    return fig


def _ink(sector: str) -> str:
    """Named by the article alone, by article and memorandum, or not by the article."""
    if sector not in rules.NAMED:
        return "grey"
    return "blue" if sector in FIELD else "vermillion"
