"""Figures of the page on cars and tariffs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.report.author import figures, style

#: First day of each rate on cars, and what is written there.
EVENTS = {"2025-04-03": ("27.5 %", "left"), "2025-09-16": ("15 %", "right")}
END = "2026-05-31"
#: Colour of each change of the duty.
HUES = {"rise": "vermillion", "cut": "green", "both": "blue"}
SHARES = {
    "landed": ("landed: log price over log of 1 + duty", "vermillion"),
    "rate": ("rate: percent over points", "blue"),
    "revenue": ("revenue: given up over collected", "green"),
}
#: Rightmost contrast that is drawn; what lies beyond is counted.
WIDEST = 30
#: Of the height of a row, how far its dots are spread up and down.
HALF = 0.2


def path(before: pd.Series, after: pd.DataFrame, full: tuple[float, float]) -> Any:
    """The gap of car prices by month in log points, the band of earlier dates, and the fall that would have
    kept the price with duty unchanged at each of the two rates (`full`)."""
    fig, ax = figures.new(height=4.0)
    figures.line(ax, before, color="grey")
    at_base = pd.concat([before.iloc[[-1]], after["path"]])
    figures.line(ax, at_base, color="vermillion", marker="o", markersize=3)
    months, half = figures.dates(after.index), after["half"]
    figures.band(ax, months, -half, half, "95 % of earlier dates, month by month", color="grey")
    figures.zero_line(ax)
    for day, (text, side) in EVENTS.items():
        figures.event(ax, pd.Timestamp(day), text, side)
    days = [pd.Timestamp(day) for day in (*EVENTS, END)]
    for place, level in enumerate(full):
        ax.hlines(
            level,
            days[place],
            days[place + 1],
            colors=style.colour("blue"),
            linestyles="dashed",
            linewidth=1.4,
            label=None if place else "price with duty unchanged",
        )
    ax.set_ylim(-30, 9)
    ax.set_ylabel("log points (100 × log), March 2025 = 0")
    figures.key(ax, columns=2)
    return fig


def placebos(strips: Mapping[str, tuple[pd.Series, float]]) -> Any:
    """The contrast of cars among placebo contrasts, one strip a change and kind of placebo; log points."""
    fig, ax = figures.new(height=4.6)
    for row, (draws, own) in enumerate(strips.values()):
        spread = np.full(len(draws), -row) + np.linspace(-HALF, HALF, len(draws))
        grey, red = style.colour("grey"), style.colour("vermillion")
        ax.scatter(draws, spread, s=9, color=grey, label=None if row else "placebo")
        ax.scatter([own], [-row], s=46, color=red, marker="D", zorder=3, label=None if row else "cars")
        if beyond := int((draws > WIDEST).sum()):
            ax.annotate(
                f"{beyond} beyond",
                (WIDEST, HALF - row),  # above the dots of its row, however high a row is drawn
                (0, 3),
                textcoords="offset points",
                ha="right",
                va="bottom",
                fontsize="small",
                color=style.colour("muted"),
            )
    figures.zero_line(ax, axis="x")
    ax.set_xlim(-25, WIDEST)
    ax.set_yticks(-np.arange(len(strips)), list(strips))
    ax.set_xlabel("contrast, log points")
    figures.key(ax)
    return fig


def shares(frame: pd.DataFrame) -> Any:
    """Share absorbed by month and denominator; below, the duty in percent."""
    fig, (top, low) = figures.new(2, 1, height=5.0, sharex=True, height_ratios=(3, 1))
    for column, (text, hue) in SHARES.items():
        figures.line(top, frame[column], color=hue, marker="o", markersize=3, label=text)
    for value in (0, 0.5, 1):
        figures.zero_line(top, value)
    top.set_ylabel("share of the added duty")
    figures.key(top, columns=2)
    figures.line(low, frame["duty_percent"], color="grey", drawstyle="steps-mid")
    low.set_ylabel("duty, %")
    low.set_ylim(0, 30)
    return fig


def bearers(ordered: pd.DataFrame) -> Any:
    """Landed share of every comparison with its band."""
    fig, ax = figures.new(height=6.2)
    figures.intervals(
        ax,
        [f"{row.change}: {row.case}" for row in ordered.itertuples()],
        ordered["landed"],
        ordered["landed_low"],
        ordered["landed_high"],
        [HUES[change] for change in ordered["change"]],
        reference=(0, 0.5, 1),
    )
    ax.set_xlabel("landed share of the added duty")
    return fig


def conflict(drawn: Mapping[str, pd.Series]) -> Any:
    """Prices of goods from Japan by source, log points since March 2025."""
    marks = (("vermillion", "-"), ("vermillion", ":"), ("blue", "-"), ("blue", "--"), ("green", "--"))
    return _lines(drawn, marks, 4.0, "log points, March 2025 = 0", 1)


def duties(kinds: Mapping[str, pd.Series]) -> Any:
    """Customs duties over imports by quarter since 2018, percent."""
    shown = {text: series["2018Q1":] for text, series in kinds.items()}
    marks = (("blue", "-"), ("vermillion", "-"), ("blue", ":"))
    return _lines(shown, marks, 3.4, "duties, % of imports of goods and services", 3)


def _lines(drawn: Mapping[str, pd.Series], marks: tuple, height: float, label: str, columns: int) -> Any:
    """Lines with their colours and styles, a zero line and a key."""
    fig, ax = figures.new(height=height)
    for (text, series), (hue, kind) in zip(drawn.items(), marks, strict=True):
        figures.line(ax, series, color=hue, linestyle=kind, label=text)
    figures.zero_line(ax)
    ax.set_ylabel(label)
    figures.key(ax, columns=columns)
    return fig
