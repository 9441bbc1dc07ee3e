r"""A price without steps that have a known cause: a tax that begins in a known month.

A dummy for the month serves a regression of changes. A response over h months
would need a dummy for every base date whose window holds the step, so the step
is taken out of the price instead, once, and every method can use the result.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import at, inside
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.lags.distributed_lag import distributed_lag


@door
def without_steps(
    price: pd.Series,
    fx: pd.Series,
    *,
    steps: Iterable,
    lags: int | None = None,
    seasonal: bool = False,
    sample: tuple | None = None,
) -> pd.Series:
    r"""The price level with the steps of some months removed.

    Parameters
    ----------
    price, fx : Series
        Levels.
    steps : iterable of dates
        Periods in which the level steps; those outside the sample are left alone.
    lags, seasonal, sample
        Of the distributed lag in which each month has a dummy; its coefficient
        :math:`\delta_m` is the step, per cent.

    Returns
    -------
    Series
        :math:`P_t \exp(-\sum_{m \le t} \delta_m / 100)`, on a PeriodIndex.
        ``attrs["steps"]`` holds the sizes removed.

    Raises
    ------
    EstimationError
        If a month is no date or stands twice.

    Notes
    -----
    In a removed month the change is what the regression fits, so the month says
    nothing about pass-through: as with the dummy. That the steps are estimated
    is left out of later standard errors; each rests on one month.

    Examples
    --------
    >>> from analysis.passthrough import without_steps
    >>> from analysis.passthrough.core import examples as example
    >>> stepped = example.price.where(example.price.index < "2014-04", 1.02 * example.price)
    >>> level = without_steps(stepped, example.fx, steps=["2014-04"], lags=2)
    >>> round(level.attrs["steps"]["2014-04"], 0)
    2.0
    """
    regular = level_series(price, "price")
    dates = [at(month, regular.index.freqstr, "the date of a step") for month in steps]
    if len(set(dates)) < len(dates):
        raise EstimationError("a step stands twice in the list of months.")
    dummies = pd.DataFrame(
        {f"step {date}": (regular.index == date).astype(float) for date in dates}, regular.index
    )
    used = regular.index[inside(regular.index, sample)]
    held = [date for date in dates if date in used]
    if not held:
        return regular
    fitted = distributed_lag(
        regular, fx, lags=lags, controls=dummies[[f"step {date}" for date in held]], seasonal=seasonal,
        sample=sample, inference="hc0",
    )  # fmt: skip
    sizes = pd.Series({date: float(fitted.coefficients[f"step {date}_0"]) for date in held})
    removed = dummies[[f"step {date}" for date in held]].to_numpy() @ sizes.to_numpy()
    adjusted = regular * np.exp(-np.cumsum(removed) / 100)
    adjusted.attrs = {"steps": {str(date): size for date, size in sizes.items()}}
    return adjusted.rename(price.name)
