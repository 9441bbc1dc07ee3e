"""The dollar after official, private and income flows, and income from abroad against direct investment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.passthrough.core.simulated_power import Null
from analysis.report.author.numbers import percent_text

#: Level of the rules that judge a claim.
LEVEL = 0.9
UNIT = "percent per 1 % of GDP"
WHY_ONE = "one percent of the dollar: passed through whole, one percent at the dock"


def at_level(effect: Any) -> pd.Series:
    """Estimate and interval of an effect at the level of the rules."""
    low, high = effect.interval(LEVEL)
    return pd.Series({"estimate": effect.estimate, "low": low, "high": high})


def text(effect: Any, digits: int = 1) -> str:
    """An effect in percent with its interval at the level of the rules."""
    return percent_text(at_level(effect), digits, LEVEL)


def rows(effects: Mapping[str, Any]) -> pd.DataFrame:
    """Estimate, low and high of each flow at the level of the rules."""
    return pd.DataFrame({name: at_level(effect) for name, effect in effects.items()}).T.rename_axis("flow")


def null(name: str, effect: Any, found: float, **how: str) -> Null:
    """A response of the dollar that cannot be told from zero, and what would have been found."""
    return Null(name, effect.estimate, *effect.interval(LEVEL), found, UNIT, 1.0, WHY_ONE, **how)


def yearly_trillions(series: pd.Series) -> pd.Series:
    """Whole years of a monthly flow in 100 million yen, as trillion yen, 1996 to 2025."""
    return (series / 1e4).groupby(series.index.year).sum(min_count=12).loc[1996:2025]


def income_and_investment(income: pd.Series, direct: pd.Series, share: float) -> pd.DataFrame:
    """Income from abroad, the share that returns, and net direct investment, trillion yen a year.

    `net` is what returns less what leaves; `needed` the share of income that would balance it.
    """
    home = pd.DataFrame({
        "income": yearly_trillions(income),
        "direct": yearly_trillions(direct),
    }).rename_axis("year")  # fmt: skip
    home["third"] = share * home["income"]
    home["net"] = home["third"] - home["direct"]
    home["needed"] = home["direct"] / home["income"]
    return home
