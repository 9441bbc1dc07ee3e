"""What stands above the figures of the page on taxes and public cost: findings, measures, periods."""

from __future__ import annotations

import pandas as pd

from analysis.report.author.numbers import percent
from analysis.report.author.sentences import held


def regimes(table: pd.DataFrame) -> dict[str, str]:
    """The treaties' part for the largest and the smallest holding."""
    gain = table["no treaty"] - table["2013 protocol"]
    return {
        "title": held(
            "A treaty matters to controlled firms, not to small holdings",
            gain.iloc[0] > 5 and abs(gain.iloc[-1]) < 0.1,
        ),
        "subtitle": "Dollars of tax in both countries for each 100 earned, calculated from the rules in force"
        " in 2026",  # typed: the base, and the year of the rules
    }


def effective(taxes: pd.DataFrame) -> dict[str, str]:
    """What the top-up takes where the American rate is lowest."""
    with_it, without = taxes.iloc[0]
    return {
        "title": held("The top-up stops gains from low American tax", with_it > without + 5),
        "subtitle": "All taxes by the American rate, and later tax at home by years of waiting, % of profit;"
        " calculated from the rules in force",
    }


def exceedance(chances: pd.DataFrame, return_: float) -> dict[str, str]:
    """The largest loss that nineteen in twenty cases exceed, at the planned return of the case."""
    chance = chances.iloc[:, 0]
    nearly = chance[chance >= 95].index.max()
    return {
        "title": held(
            f"Planned at {percent(return_)} percent, losing {nearly:.0f} billion is nearly certain",
            nearly > 0 and percent(return_) in chances.columns[0],
        ),
        "subtitle": "Chance that the state's loss on the whole commitment goes beyond, %, log scale, billion"
        " dollars; simulated",
    }
