"""What stands above the figures of the page on China and others: findings, measures, periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.report.author.headings import level, period, rise
from analysis.report.author.sentences import held


def paths(end: Mapping[tuple[str, str], Any], months: Sequence) -> dict[str, str]:
    """China's and Japan's estimates after a year, foreign prices fixed and free."""
    return {
        "title": held(
            "By point estimate Chinese goods follow their currency more",
            all(end["China", e].estimate > end["Japan", e].estimate for e in ("fixed", "free")),
        ),
        "subtitle": (
            f"Price in the US {rise('the currency of the origin')}, %, by month since;"
            f" {period(months)}; bands {level()}"
        ),
    }


def specifications(table: pd.DataFrame) -> dict[str, str]:
    """How many of all estimates read otherwise than the headline."""
    turned = int(table["turns"].astype(bool).sum())
    return {
        "title": held(
            f"Only {turned} of {len(table)} estimates would change the reading", turned < 0.1 * len(table)
        ),
        "subtitle": (
            f"Price in the US {rise('the currency of the origin')}, a year on, %; samples to"
            f" {period([table['last'].max()])}; lines hold {level()}"
        ),
    }


def currencies(moved: pd.DataFrame) -> dict[str, str]:
    """No currency after the adjustment for their number, and what each would have shown at the most."""
    # direction “up is weaker”: how the sign is to be read
    largest = moved["found_family"].max()
    return {
        "title": held(
            f"No currency moved abnormally; {largest:.1f} percent would have shown",
            bool((moved["p_adjusted"] > 0.05).all()),
        ),
        "subtitle": (
            "Mean move against the euro beyond the usual on the scheme's days, %, up is weaker;"
            f" 2025 and 2026; grey: {level()} of other dates"
        ),  # typed: the years of the scheme's days
    }


def placebo(of_yen: pd.Series) -> dict[str, str]:
    """The yen's move by itself, and the size that would have been found after the adjustment."""
    # direction “up is weaker”: how the sign is to be read
    return {
        "title": held(
            f"The yen's move was ordinary; {of_yen['found_family']:.1f} percent would stand out",
            of_yen["p_date"] > 0.05,
        ),
        "subtitle": "Mean move beyond the usual, %, up is weaker, on the days of the scheme (line) and on"
        " sets of other dates, number of sets; from 2024",  # typed: the first year of the sample
    }


def exposure(shares: pd.DataFrame) -> dict[str, str]:
    """The largest share of Japan in the manufactures of another economy."""
    largest = shares["of Japan"].max()
    return {
        "title": held(f"Japan's part of others' manufactures is {largest:.1f} percent at most", largest < 10),
        "subtitle": "What was earned in Japan and in America in manufactures of other economies, % of their"
        " value, log scale; 2019",  # typed: the year of the table
    }


def investment(fdi: pd.DataFrame) -> dict[str, str]:
    """First and final changes of direct investment where both are known."""
    by_state = fdi.pivot_table(index="where", columns="state", values="value").dropna()
    apart = (by_state["final"] - by_state["preliminary"]).abs()
    return {
        "title": held("Final figures on investment differ widely from first ones", apart.max() > 10),
        "subtitle": "Change of cross-border investment in 2025, %, and promises to the US, billion dollars;"
        " letters: grade of the source",  # typed: the year of the figures
    }
