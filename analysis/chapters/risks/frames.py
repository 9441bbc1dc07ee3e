"""What the page arranges: means by period, last days of months, resampled paths, break-even losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import scheme

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def last_of_month(daily: pd.Series) -> pd.Series:
    """The dollar in yen on the last day of each month that has a rate."""
    monthly = daily.groupby(daily.index.to_period("M")).last()
    return pd.Series(monthly.to_numpy(), pd.PeriodIndex(monthly.index, freq="M"), name="usd_jpy_month_end")


def resampled(rate: pd.Series, months: int, block: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Paths of a rate, 100 today, from blocks of its own monthly changes less their mean.

    Parameters
    ----------
    rate : Series
        By month.
    months, block : int
        Length of a path and of a block.

    Returns
    -------
    ndarray, shape (draws, months)
    """
    changes = np.diff(np.log(rate.to_numpy()))
    changes = changes - changes.mean()
    starts = rng.integers(0, len(changes) - block + 1, (draws, -(-months // block)))
    drawn = changes[(starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :months]]
    return 100 * np.exp(np.cumsum(drawn, axis=1))


def fan(paths: np.ndarray, months: pd.PeriodIndex) -> pd.DataFrame:
    """Quantiles of the paths by month."""
    names = [f"{100 * q:.0f} %" for q in QUANTILES]
    return pd.DataFrame(np.quantile(paths, QUANTILES, axis=0).T, index=months, columns=names)


def break_even(refused: scheme.Refusal, receipts: np.ndarray, discount: float, **changed: Any) -> float:
    """Percent of a refused call that has to be lost for refusing to pay; `changed` replaces parts of it."""
    now = replace(refused, **changed)
    return 100 * scheme.break_even_loss(now, scheme.refuse(now, receipts, discount))


def years_paid_for(money: float, yearly: float, discount: float) -> float:
    """Years of a yearly cost whose present value, each paid at its end, is `money`."""
    return float(-np.log1p(-money * discount / yearly) / np.log1p(discount))


def stress(losses: Mapping[str, float], gdp: float, bonds: float, book: float) -> pd.DataFrame:
    """Losses in billion dollars beside GDP, the ceiling of the grant bonds and the state bank's book."""
    table = pd.DataFrame({"Loss, billion dollars": losses})
    amount = table["Loss, billion dollars"]
    table["% of GDP"] = 100 * amount / gdp
    table["Multiple of grant bonds"] = amount / bonds
    table["Multiple of JBIC's book"] = amount / book
    return table
