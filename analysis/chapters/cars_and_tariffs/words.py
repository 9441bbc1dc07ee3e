"""Captions, alternative texts, notes and phrases of the page on cars and tariffs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import data
from analysis.chapters.cars_and_tariffs import tables
from analysis.report.author import sentences
from analysis.report.author.headings import period
from analysis.report.author.numbers import fixed, p_text, span
from analysis.report.author.sentences import held

if TYPE_CHECKING:
    from analysis.passthrough.tariffs.cars import CarChange
    from analysis.passthrough.tariffs.placebos import PlaceboGoods


def log_points(estimate: float, low: float, high: float) -> str:
    """A contrast with its placebo band, in words."""
    return f"{fixed(estimate, 1)} log points (95 % placebo band {span(low, high, 1)})"


def share(estimate: float, low: float, high: float) -> str:
    """A share absorbed with its band, in words."""
    return f"{fixed(estimate, 2)} (band {span(low, high, 2)})"


def of_change(change: CarChange, goods: PlaceboGoods, detrended: float) -> dict[str, Any]:
    """What is published of one change of the duty, by the end of its key.

    Parameters
    ----------
    change : CarChange
    goods : PlaceboGoods
        The same contrast for other goods.
    detrended : float
        The contrast with the trend taken out, log points.
    """
    found = change.found
    return {
        "": log_points(found.estimate, *found.band()),
        "_p": p_text(found),
        "_percent": fixed(100 * (np.exp(found.estimate / 100) - 1), 1),
        "_floor": fixed(found.floor, 2),
        "_largest": fixed(found.draws.abs().max(), 1),
        "_found": fixed(found.detectable(), 1),
        "_detrended": fixed(detrended, 1),
        "_goods_rank": goods.rank,
        "_landed": share(*change.share("landed")),
        "_rate_share": fixed(change.share("rate")[0], 2),
        "_revenue": fixed(change.share("revenue")[0], 2),
        "_goods_p": p_text(goods),
        "_reads": change.bearer,
    }


def schedule() -> dict:
    """Of the table of rates."""
    # direction “duty is at or above it pay”: what the order says
    return {
        "caption": "US duty on Japanese cars, and on goods in general",
        "notes": (
            "Cars under Section 232 are exempt from the general rates, so no response of cars is expected at"
            " their dates. An all-in rate is a floor: goods whose ordinary duty is at or above it pay"
            " nothing on top."
        ),
    }


def path(after: pd.DataFrame, before: pd.Series) -> dict:
    """Of the figure of the gap by month, after and before the duty rose."""
    gap, half = after["path"], after["half"]
    sentences.hold({"of March 2025 from 2020 on, then falls to": max(gap.min(), gap.iloc[-1]) < 0})
    # direction “log points at the lowest and”: the least value, computed
    months = [before.index[0], after.index[-1]]
    return {
        "title": held(
            "Prices of cars to America fell when the duty rose", (gap < -half).iloc[1:].mean() > 0.9
        ),
        "subtitle": (
            "Export prices to North America against those elsewhere, log points (about %) from"
            f" {period([before.index[-1]])}; {period(months)}; band of earlier dates"
        ),
        "caption": "Cars to North America less cars elsewhere, contract currency",
        "alt": (
            "The gap of export prices wanders within a few log points of its level of March 2025 from 2020"
            f" on, then falls to {gap.min():.1f} log points at the lowest and ends at {gap.iloc[-1]:.1f}; the"
            f" band of earlier dates is at most {half.max():.1f} wide to either side."
        ),
    }


def comparisons() -> dict:
    """Of the table of all comparisons."""
    simulated = data.table("coverage_simulations")
    size = (100 * tables.sizes(simulated)).round().astype(int)
    low, high = (100 * end for end in tables.other_sizes(simulated, parts=False))
    # direction “by the rule above”: a place on the page
    # direction “for the window of the rise”: the name of the change
    return {
        "caption": "Every comparison that was laid down",
        "notes": (
            "p: share of earlier dates with a contrast as large, the date itself counted. Floor: the least p"
            " of windows without a common month. Would be found: log points that are found four times in"
            " five, by the earlier dates. Reads: who bears most by the rule above. All rows that were"
            " laid down are here. In random walks as long as the gap of the cars, without any change, it"
            f" rejects at five percent in {size['rise']} of a hundred for the window of the rise, in"
            f" {size['cut']} for that of the cut and in {size['both']} for that of both; with another base"
            f" in {low:.0f} to {high:.0f}."
        ),
    }


def parts() -> dict:
    """Of the table on parts."""
    low, high = (100 * end for end in tables.other_sizes(data.table("coverage_simulations"), parts=True))
    return {
        "caption": "Export prices of motor vehicle parts less placebo goods",
        "notes": (
            "All destinations together; low and high are the placebo band. In random walks as long, without"
            f" any change, these tests reject at five percent in {low:.0f} to {high:.0f} of a hundred."
        ),
    }


def placebos(strips: Mapping[str, tuple[pd.Series, float]]) -> dict:
    """Of the figure of placebo contrasts, by row with the contrast of cars."""
    rise = [row for name, row in strips.items() if name.startswith("Rise")]
    # direction “at the rise it lies”: the date on which the duty rose
    return {
        "title": held(
            "At the rise car prices fell more than all others",
            len(rise) > 1 and all(cars < draws.min() for draws, cars in rise),
        ),
        "subtitle": (
            "Price change over the months of each step of the duty, log points (about %), cars (diamond) and"
            " comparisons (grey); 2020 to 2026"  # typed: the years of the tables
        ),
        "caption": "The contrast of cars among earlier dates and other goods",
        "alt": (
            "Six rows of grey placebo contrasts with the contrast of cars as a diamond: at the rise it lies"
            " left of all, dates and goods; at the cut and for both together it lies outside all earlier"
            " dates but among the other goods."
        ),
    }


def shares(landed: pd.Series, duty: pd.Series) -> dict:
    """Of the figure of shares absorbed, by month, and the duty, percent."""
    sentences.hold({"the landed share rises from": landed.iloc[0] < landed["2025-08"]})
    # direction “; below, the duty by month”: a place in the figure
    cut = duty < duty.max()
    return {
        "title": held(
            "Prices stayed low after the duty was cut",
            bool(cut.iloc[-1]) and landed[cut & (duty.index > duty.idxmax())].min() > 1,
        ),
        "subtitle": (
            "What prices gave up of the duty added, share, by three measures, and the rate, %;"
            f" {period(landed.index)}"
        ),
        "caption": "Share of the added duty in the export price, and the duty",
        "alt": (
            "Three lines of shares by month from April 2025: the landed share rises from"
            f" {landed.iloc[0]:.2f} to {landed['2025-08']:.2f} in August 2025, stands at {landed.max():.2f}"
            f" at most after the cut and ends at {landed.iloc[-1]:.2f}; below, the duty by month."
        ),
    }


def bearers(ordered: pd.DataFrame) -> dict:
    """Of the figure of landed shares by comparison."""
    landed = ordered.set_index(["change", "case"])["landed"]
    both = landed["both"]
    low = ordered.set_index(["change", "case"])["landed_low"]
    sentences.hold(
        {
            "for the rise all lie above one half": landed["rise"].min() > 0.5,
            "all but motorcycles lie above one half": (
                both.drop("motorcycles").min() > 0.5 > both["motorcycles"]
            ),
        }
    )
    return {
        "title": held("At the rise exporters took up most, by every comparison", low["rise"].min() > 0.5),
        "subtitle": (
            "Share of the duty that export prices took up, 1 = all, after the step of April 2025, the"
            " cut and both; bands from placebos"  # typed: the month in which the duty rose
        ),
        "caption": "Landed share absorbed by exporters, every comparison, with placebo bands",
        "alt": (
            f"{len(ordered)} shares with bands: for the rise all lie above one half, for the cut most bands"
            " straddle it, for both together all but motorcycles lie above one half."
        ),
    }


def conflict(drawn: Mapping[str, pd.Series]) -> dict:
    """Of the figure of two sources; the first line is that of cars to North America."""
    first, *others = drawn.values()
    sentences.hold({"export price of cars to North America falls to": first.min() < 0})
    american = [line.dropna() for name, line in drawn.items() if name.startswith("BLS")]
    ends = [line.index[-1] for line in american]
    return {
        "title": held(
            "Japan's index shows a fall that American ones do not",
            first.min() < -10 and min(line.min() for line in american) > -5,
        ),
        "subtitle": (
            "Prices before duty, in contract currency or dollars, log points (about %) from March 2025;"
            f" {period(first.index)} ({ends.count(min(ends))} American lines to {period([min(ends)])})"
            # typed: the month before the duty
        ),
        "caption": "Two official sources on prices of goods from Japan",
        "alt": (
            "The Bank of Japan's export price of cars to North America falls to"
            f" {first.min():.1f} log points after March 2025 and ends at"
            f" {first.iloc[-1]:.1f}; four other lines, cars elsewhere and three US import"
            " indexes, of which two end in July 2025, stay within"
            f" {max(line.abs().max() for line in others):.1f} log points of zero."
        ),
    }


def reconciliation() -> dict:
    """Of the table of what other goods must have done."""
    return {
        "caption": "What other goods must have done for both to be right",
        "notes": (
            "Log points against March 2025. No weight is chosen. Seen: mean of the placebo goods. October"
            " 2025 is missing in the US index."
        ),
    }


def duties(gross: pd.Series, net: pd.Series) -> dict:
    """Of the figure of duties over imports."""
    sentences.hold({"percent and fall back to": gross.iloc[-1] < gross.max()})
    return {
        "title": held(
            f"Duties rose to {gross.max():.0f} percent of imports, then fell",
            gross.max() > 2 * gross.iloc[0] and gross.iloc[-1] < 0.8 * gross.max(),
        ),
        "subtitle": f"Receipts as % of goods imports, gross and net of refunds; {period(gross.index)}",
        "caption": "US customs duties over imports, by quarter, all origins",
        "alt": (
            f"Duties over imports stay near two percent until early 2025, climb to {gross.max():.1f} percent"
            f" and fall back to {gross.iloc[-1]:.1f}; net of refunds the last quarter is {net.iloc[-1]:.1f}."
        ),
    }


def published() -> dict:
    """Of the table of other studies."""
    return {
        "caption": "Published pass-through of US tariffs",
        "notes": (
            "Cars: change of the Bank of Japan's index on the year, no elasticity."
            " Midpoints of ranges are not printed."
        ),
    }
