"""Published multipliers on one scale, with their sources: what the multiplier may be drawn from."""

from __future__ import annotations

from math import log, sqrt

import pandas as pd

from analysis import data
from analysis.errors import SchemeError

#: Rows of `yen_flow_elasticities` that state an effect per flow without an event window, and how they are brought to
#: per cent per 1 % of GDP: as they are, or from per cent per billion dollars.
PER_GDP = "percent depreciation per 1% of GDP"
PER_BILLION = "billion US dollars per 1 percent"


def multipliers(scale: float) -> pd.DataFrame:
    """Published multipliers in per cent of depreciation per 1 % of `scale` (GDP in billions of dollars).

    Returns
    -------
    DataFrame, index key
        study, measure, low, mid, high, usable_for_yen, source_title, source, grade. A
        study that gives one figure has it as low, mid and high.
    """
    if not scale > 0:
        raise SchemeError(f"scale is GDP in billions of dollars, above 0, not {scale}.")
    table = data.table("yen_flow_elasticities").set_index("key")
    table = table[table["unit"].isin([PER_GDP, PER_BILLION])].copy()
    billions = table["unit"] == PER_BILLION
    figures = table[["low", "mid", "high"]].astype(float)
    # A figure in dollars per per cent turns over, so its low becomes the high.
    turned = figures.rename(columns={"low": "high", "high": "low"}).rdiv(scale / 100)
    figures = figures.where(~billions, turned)
    for column in figures:
        table[column] = figures[column].fillna(figures["mid"])
    return table[["study", "measure", "low", "mid", "high", "usable_for_yen", "source_title", "source", "grade"]]


def multiplier_range(scale: float):
    """Log-normal distribution whose 90 % lies between the lowest and the highest published multiplier.

    Returns
    -------
    frozen scipy.stats.lognorm

    Notes
    -----
    The studies are few and measure different things, so their range is taken
    as what is not known; no study is given more weight than another.
    """
    from scipy import stats

    table = multipliers(scale)
    low, high = table["low"].min(), table["high"].max()
    return stats.lognorm(s=log(high / low) / (2 * stats.norm.ppf(0.95)), scale=sqrt(low * high))
