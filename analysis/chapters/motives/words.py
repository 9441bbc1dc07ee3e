"""Captions, alternative texts and notes of the page on motives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.claims.decide import LEVEL
from analysis.report.author import sentences
from analysis.report.author.headings import period
from analysis.report.author.numbers import fixed
from analysis.report.author.sentences import held
from analysis.scheme import dates

if TYPE_CHECKING:
    from analysis.quantities import Quantity


def scale(percent: pd.Series) -> dict:
    """Of the figure of the commitment against stocks and flows, in percent of each."""
    years = sorted({year for label in percent.index for year in re.findall(r"\d{4}", label)})
    return {
        "title": held(
            f"The commitment is {percent.iloc[0]:.0f} percent of a year's GDP",
            percent.index[0].startswith("GDP"),
        ),
        "subtitle": (
            f"Promised dollars as % of stocks and yearly flows of Japan; {years[0]} to {years[-1]}, as named"
        ),
        "caption": "The commitment against what Japan has and earns",
        "alt": (
            f"Seven bars of the commitment as percent of a stock or yearly flow: from {percent.min():.0f}"
            f" percent of GDP to {percent.max():.0f} percent of one year's direct investment in the United"
            " States."
        ),
    }


def pledges(pledged: Mapping[str, Quantity]) -> dict:
    """Of the figure of headline pledges."""
    values = [pledge.value for pledge in pledged.values()]
    larger = sum(value > pledged["Japan"].value for value in values)
    sentences.hold(
        {"Bars from the largest headline pledge to the smallest": values == sorted(values, reverse=True)}
    )
    return {
        "title": held(f"By headline at least {larger} pledges are larger than Japan's", larger > 0),
        "subtitle": (
            "Pledged investment in the US, billion dollars, some at least so much, as announced in 2025"
            # typed: the year of the pledges
        ),
        "caption": "Headline pledges to invest in the United States",
        "alt": (
            "Bars from the largest headline pledge to the smallest, in billions of dollars: "
            + ", ".join(f"{partner} {pledge.text}" for partner, pledge in pledged.items())
            + "."
        ),
    }


def pledges_table() -> dict:
    """Of the table of pledges."""
    return {
        "caption": "Pledges by headline and by size of the economy",
        "notes": (
            "All grade B. The EU's is a non-binding estimate; Taiwan's adds direct investment of its firms"
            " and credit guarantees, each a least; the UAE's runs for ten years."
        ),
    }


def drifts(sizes: Sequence[float], slopes: Sequence[float]) -> dict:
    """Of the table of drifts and breaks.

    Parameters
    ----------
    sizes : sequence of float
        Shares of samples without a break in which each of its tests finds one.
    slopes : sequence of float
        From `nulls.slopes_found`, of the effective rate and the dollar.
    """
    low, high = (100 * end(sizes) for end in (min, max))
    alone, jointly, dollar_alone, dollar_jointly = (fixed(change, 1) for change in slopes)
    # direction “below zero a weaker yen”: how the sign is to be read
    return {
        "caption": "Drift of the yen, and breaks in it",
        "notes": [
            (
                "Drift: mean of 100 x log change, percent a year, below zero a weaker yen; EWC intervals at"
                " the level of the verdicts."
            ),
            (
                "Break tests since 1999 with one own lag; each p is of what its column names, by wild"
                f" bootstrap (999 draws). At five percent they reject in {low:.0f} to {high:.0f} percent of"
                " samples without a break, errors drawn in blocks. Of the slope on the gap, a change in 2013"
                f" by {alone} percent a point for the effective rate ({jointly} by the joint test) and by"
                f" {dollar_alone} for the dollar ({dollar_jointly}) would be found four times in five."
            ),
            "Breaks: number of shifts in the mean chosen by BIC, at most three.",
        ],
    }


def yen(effective: pd.Series, dollar: pd.Series) -> dict:
    """Of the figure of the yen."""
    peaks = [
        effective.loc[first:last].idxmax().year
        for first, last in (("1995", "1998"), ("1999", "2004"), ("2009", "2014"))
    ]
    sentences.hold(
        {
            "falls to 2015, and from 2021 falls for long": (
                effective.loc["2015"].mean() < effective.loc[str(peaks[2])].mean()
                and effective.iloc[-1] < effective.loc["2021"].min()
            )
        }
    )
    lost = 100 - effective.iloc[-1]
    return {
        "title": held(
            f"The yen has lost {lost:.0f} percent against others since 2020",
            lost > 0 and dollar.iloc[-1] < 100,
        ),
        "subtitle": (
            "Value of the yen against other currencies (effective) and the dollar, index, 2020 = 100;"
            f" {period(effective.index.union(dollar.index))}"  # typed: the base
        ),
        "caption": "The yen since 1995: nominal effective rate and dollar rate",
        "alt": (
            "Two lines since 1995 and 1999 of the value of the yen, base 2020: the effective rate peaks in"
            f" {peaks[0]}, {peaks[1]} and {peaks[2]}, falls to 2015, and from 2021 falls for long; in"
            f" {effective.index[-1]} it is at {effective.iloc[-1]:.0f}, the dollar rate at"
            f" {dollar.iloc[-1]:.0f} in {dollar.index[-1]}."
        ),
    }


def rates(shown: Mapping[str, pd.Series]) -> dict:
    """Of the figure of interest rates."""
    last = {name: rate.dropna().iloc[-1] for name, rate in shown.items()}
    ten = shown["ten years"].dropna()
    sentences.hold(
        {
            "since 1995 falls from over four percent to below zero in 2016": (
                ten.iloc[0] > 4 and max(ten.loc["2016"].min(), ten.loc["2019"].min()) < 0
            )
        }
    )
    return {
        "title": held(
            f"Japan's ten-year yield was back at {last['ten years']:.1f} percent in {ten.index[-1].year}",
            ten.min() < 0 and last["ten years"] > 1,
        ),
        "subtitle": (
            "Policy rate, three-month rate and government bonds of ten years, % a year;"
            f" {period(pd.DataFrame(shown).dropna(how='all').index)}"
        ),
        "caption": "Japanese interest rates since 1995",
        "alt": (
            "Three lines: the ten-year yield since 1995 falls from over four percent to below zero in 2016"
            f" and 2019 and is back at {last['ten years']:.1f}; the policy rate since 1998 and the"
            " three-month rate since 2002 stay below one percent to 2024 and end at"
            f" {last['policy rate']:.2f} and {last['three months']:.2f}."
        ),
    }


def pickup(gaps: pd.DataFrame) -> dict:
    """Of the figure of yield gaps, in points."""
    unhedged, hedged = gaps["unhedged"], gaps["hedged"]
    last_below = gaps.index[hedged >= 0][-1] + 1
    sentences.hold(
        {
            "the gap before hedging is always above zero": unhedged.min() > 0,
            "and is below zero for longer times": (hedged < 0).sum() >= 12,
        }
    )
    return {
        "title": held(
            f"Hedged Treasuries have paid less than Japanese bonds since {last_below.year}",
            bool((hedged.loc[last_below:] < 0).all()),
        ),
        "subtitle": (
            "American less Japanese ten-year yield, before and after a three-month hedge, percentage points;"
            f" {period(gaps.index)}"
        ),
        "caption": "Yield pick-up of Treasuries for a Japanese investor",
        "alt": (
            f"Two monthly lines from {gaps.index[0]} to {gaps.index[-1]}: the gap before hedging is always"
            f" above zero, from {unhedged.min():.1f} to {unhedged.max():.1f} points; after hedging it runs"
            f" from {hedged.min():.1f} to {hedged.max():.1f} and is below zero for longer times, the last one"
            f" since {last_below}."
        ),
    }


def specifications(frame: pd.DataFrame, months: pd.Index) -> dict:
    """Of the figure of the response by specification, the main one on top; `months` are those of its rows."""
    estimates, main = frame["estimate"], frame.iloc[0]
    return {
        "title": held(
            f"No response is seen; {main['detectable']:.1f} percent would have been",
            main["low"] < 0 < main["high"],
        ),
        "subtitle": (
            "Japanese net purchases of foreign securities per point of yield pick-up, % of GDP a year;"
            f" {period(months)}; lines hold {100 * LEVEL:g} %"
        ),
        "caption": "Response of purchases to the yield, by specification",
        "alt": (
            f"{len(estimates)} rows with {100 * LEVEL:g} percent intervals; estimates run from"
            f" {estimates.min():.1f} to {estimates.max():.1f} percent of GDP a year per point, the main one"
            " is near zero and its interval includes it."
        ),
    }


def steps(rise: pd.DataFrame) -> dict:
    """Of the figure of steps."""
    net = rise.iloc[0]
    step, both_sides = rise["step"], (rise["low trended"] < 0) & (rise["high trended"] > 0)
    sentences.hold({"with a trend every interval includes zero": both_sides.all()})
    return {
        "title": held(
            f"No flood beyond trend is seen; {net['detectable']:.1f} percent would be", both_sides.all()
        ),
        "subtitle": (
            f"Japan's outflows since {period([dates.SINCE])} less those before, % of GDP a year; the size"
            " that would be seen is of the net outflow"
        ),
        "caption": "Outflows against the five years before, without and with trend",
        "alt": (
            f"Two rows with intervals for each of {len(step)} comparisons: steps alone run from"
            f" {step.min():.1f} to {step.max():.1f} percent of GDP a year; with a trend every interval"
            " includes zero."
        ),
    }


def steps_table() -> dict:
    """Of the table of steps."""
    return {
        "caption": "Steps with trend and placebo dates, percent of GDP a year",
        "notes": (
            f"From {dates.SINCE} on, except the last two rows. Low and high: with trend, widened by the"
            " placebo dates. Would be found: with a chance of four in five."
        ),
    }


def sectors(frame: pd.DataFrame) -> dict:
    """Of the figure of sectors."""
    bars = [f"{row['label']} {row['announced']:.1f} percent" for _, row in frame.iterrows()]
    energy = frame.loc[frame["stands in"].str.contains("energy"), "announced"].sum()
    return {
        "title": held(f"Energy makes up {energy:.0f} percent of the two batches", energy > 50),
        "subtitle": (
            "Share of the dollars of announced and candidate projects, %, by sector; batches of February and"
            " March 2026"  # typed: the months of the batches
        ),
        "caption": "Sectors promised, claimed and announced",
        "alt": "Bars of shares of the two batches: " + ", ".join(bars) + ".",
    }
