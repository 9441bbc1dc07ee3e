"""What stands above the figures of the page on funding and the yen: findings, measures, periods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.chapters.transmission import choices
from analysis.report.author.headings import DEARER, level, period
from analysis.report.author.numbers import fixed
from analysis.report.author.sentences import held


def multipliers(forest: pd.DataFrame, theories: int) -> dict[str, str]:
    """The middle of the largest and the smallest theory, or their signs."""
    middle = forest["estimate"].iloc[:theories]
    return {
        "title": held(
            "Theories disagree even on the size of the yen's move",
            middle.min() < 0 < middle.max() or middle.max() > 3 * middle.min(),
        ),
        "subtitle": (
            f"{DEARER} for yen sold of 1 % of Japan's GDP, %; operations since 1999 and published"
            f" work; lines hold {level(0.9)} (theories) or {level()}"
        ),
        # typed: the first year of the daily rates, the unit; level: of the theories' bands
    }


def cases(grid: pd.DataFrame, numbered: Iterable[str]) -> dict[str, str]:
    """Medians of the theories with everything bought."""
    medians = grid.loc["full", "yen q50"].loc[list(numbered)]
    return {
        "title": held(
            f"If all is bought, the dollar moves {fixed(medians.min(), 0)} to"
            f" {fixed(medians.max(), 0)}\N{NO-BREAK SPACE}%",
            medians.min() < 0 < medians.max(),
        ),
        "subtitle": (
            f"{DEARER} when the last money has flowed, %, medians by theory, where yen are sold; scenarios"
            f" to 2029; lines hold {level(0.9)}"
        ),  # typed: the year of the deadline; level: nine tenths
    }


def variance(parts: pd.DataFrame) -> dict[str, str]:
    """The link that makes up most of the spread, by theory."""
    panel, own = (parts[parts.index.str.startswith(name)] for name in ("Panel", "Own"))
    return {
        "title": held(
            "Which link is uncertain depends on the theory",
            panel["pass-through"].min() > 0.5 and own["multiplier"].min() > 0.5,
        ),
        "subtitle": "Share of the variance of each price by its source, 1 = all, two years after the last"
        " money; scenarios",
    }


def shares(curve: pd.DataFrame) -> dict[str, str]:
    """The move at the full amount over that at the smallest share drawn."""
    return {
        "title": held(
            "How much is converted decides how far the yen goes",
            bool((curve.iloc[-1] > 20 * curve.iloc[0]).all()),
        ),
        "subtitle": (f"{DEARER}, %, by % of the money that is bought with yen, both log scales; scenarios"),
    }


def combinations(combined: pd.DataFrame) -> dict[str, str]:
    """The usual factor between effects by theory and by pass-through, all else kept."""
    every = combined.columns.drop("effect")
    by_theory, by_price = (
        choices.factor(combined, list(every.drop(name))) for name in ("theory", "pass-through")
    )
    return {
        "title": held("The theory decides more than the estimate of pass-through", by_theory > 2 * by_price),
        "subtitle": "Consumer prices two years after the last money, %, one dot a combination of choices;"
        " scenarios",
    }


def designs(table: pd.DataFrame, month: Any) -> dict[str, str]:
    """Equity, announcement and back-loading against persistence and hedging, medians of the yen."""
    at = table["yen q50"]
    base = at.iloc[0]
    same = at[["Equity in place of debt", "Priced at announcement", "Back-loaded"]]
    return {
        "title": held(
            "Timing hardly matters in the end, persistence and hedging do",
            np.allclose(same, base, rtol=0.02)
            and max(at["Half of it left after a year"], at["Half hedged"]) < 0.6 * base,
        ),
        "subtitle": (
            f"{DEARER} by {period([month])}, %, if everything is bought with yen; scenarios; lines"
            f" hold {level(0.9)}"
        ),  # level: nine tenths of the draws
    }
