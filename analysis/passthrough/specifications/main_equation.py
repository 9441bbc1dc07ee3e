"""Run the main equation as it was stated, and nothing else.

`run` estimates one outcome, headline or alternative, with foreign prices fixed and free. `classify` reads an
estimate by the rows of the table of what counts as what.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.lags.distributed_lag import distributed_lag
from analysis.passthrough.lags.foreign_prices import Estimands, held_fixed
from analysis.passthrough.specifications.stated import Stated, stated

#: Standard normal quantile of four in five, as the specification states the power.
POWER_QUANTILE = 0.84
#: Equivalence bounds of "none", and of "complete" at the dock.
NONE = {"dock": 0.1, "shop": 0.02}
COMPLETE = (0.8, 1.2)
STL_SPAN = 13


@dataclass(frozen=True)
class Run:
    """What was stated and what came out; `fixed` is None where the equation has no foreign price.

    `estimands` holds the joint covariance where both were estimated by least squares without own lags.
    """

    stated: Stated
    fixed: PassThrough | None
    free: PassThrough
    estimands: Estimands | None = None

    @property
    def leading(self) -> PassThrough:
        """Foreign prices fixed, where there are any."""
        return self.free if self.fixed is None else self.fixed


@dataclass(frozen=True)
class StatedSeries:
    """Series of one stated equation: levels, changes of foreign prices, dummies, and the bounds of the
    sample."""

    price: pd.Series
    fx: pd.Series
    foreign: pd.DataFrame | None
    steps: pd.DataFrame | None
    sample: tuple[str, str]


def run(outcome: str, *, alternative: str | None = None, lags: int | None = None) -> Run:
    """Estimate a stated equation.

    Parameters
    ----------
    outcome : str
        A key of the table `specification`, such as "jp_consumer".
    alternative : str, optional
        Name of a stated alternative.
    lags : int, optional
        One of the numbers stated; default: the one that leads.

    Raises
    ------
    EstimationError
        For what is not stated, or a filter of a price that has a gap.
    DataError
        For two vintages of one publication.
    """
    said = stated(outcome, alternative=alternative, lags=lags)
    given = inputs(said)
    options = dict(seasonal=said.seasonal, sample=given.sample, inference=said.inference)
    if said.own_lags:
        depth = dict.fromkeys(said.foreign, said.lags)
        options |= dict(own_lags=said.own_lags, horizons=said.lags)
        both = given.foreign if given.steps is None else given.foreign.join(given.steps, how="outer")
        fixed = distributed_lag(
            given.price, given.fx, lags=said.lags, controls=both, control_lags=depth, **options
        )
        free = distributed_lag(given.price, given.fx, lags=said.lags, controls=given.steps, **options)
        # The limit of the multipliers is another question than the response at the last lag.
        return Run(said, *(replace(path, long_run_effect=None) for path in (fixed, free)))
    if given.foreign is None:
        return Run(
            said,
            None,
            distributed_lag(given.price, given.fx, lags=said.lags, controls=given.steps, **options),
        )
    both = held_fixed(
        given.price, given.fx, foreign=given.foreign, lags=said.lags, controls=given.steps, **options
    )
    return Run(said, both.fixed, both.free, both)


def inputs(said: Stated) -> StatedSeries:
    """Load the series of a stated equation, refusing two vintages of one publication."""
    names = [said.series, said.rate.removesuffix(" (inverted)"), *said.foreign]
    data.panel(list(dict.fromkeys(names)))
    price, foreign, steps = data.load(said.series), None, None
    if said.foreign:
        changes = {name: data.log_change(data.load(name)) for name in said.foreign}
        foreign = pd.DataFrame(changes)
        foreign.attrs = {name: dict(x.attrs) for name, x in changes.items()}
    if said.steps:
        start = max(pd.Period(said.first, "M"), price.index[1])
        steps = data.impulses(price.index, data.table(said.steps)["month"].tolist(), str(start), said.last)
    if said.filtered:
        price = filtered(price, said.last)
    return StatedSeries(price, rate(said.rate), foreign, steps, (said.first, said.last))


def rate(text: str) -> pd.Series:
    """The exchange rate that a specification names, up as a depreciation."""
    name = text.removesuffix(" (inverted)")
    return data.invert(data.load(name)) if name != text else data.load(name)


def filtered(price: pd.Series, last: str) -> pd.Series:
    """The price without its seasonal by STL on its log (period 12, seasonal span 13), up to `last`.

    Raises
    ------
    EstimationError
        If a month inside is missing: a two-sided filter needs every month, and none is made up.
    """
    from statsmodels.tsa.seasonal import STL

    levels = level_series(price, "price").loc[:last]
    if levels.isna().any():
        month = levels.index[levels.isna()][0]
        raise EstimationError(f"{price.name} has no figure for {month}: a filter would have to make one up.")
    log = np.log(levels.to_numpy())
    seasonal = STL(log, period=12, seasonal=STL_SPAN).fit().seasonal
    result = pd.Series(np.exp(log - seasonal), levels.index, name=price.name)
    result.attrs = dict(price.attrs)
    return result


def classify(effect: Effect, kind: str) -> str:
    """What an estimate counts as, by the rows `class_dock` and `class_shop` of the specification."""
    low, high = (effect.estimate + s * effect.critical.value(0.90) * effect.std_error for s in (-1, 1))
    none = -NONE[kind] <= low and high <= NONE[kind]
    if kind == "shop":
        return (
            "positive"
            if effect.low > 0
            else "negative"
            if effect.high < 0
            else "none"
            if none
            else "not told from zero"
        )
    if effect.low > 0 and effect.low <= 1 <= effect.high:
        return "complete" if COMPLETE[0] <= low and high <= COMPLETE[1] else "complete not rejected"
    if effect.high < 0:
        return "negative"
    if effect.low > 0:
        return "incomplete" if effect.high < 1 else "more than complete"
    return "none" if none else "not told from zero"


def detectable(effect: Effect) -> float:
    """The effect that the test of zero at the level of the interval would find four times in five."""
    return (effect.critical.value(effect.coverage) + POWER_QUANTILE) * effect.std_error
