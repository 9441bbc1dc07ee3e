"""The variables of a structural VAR: levels in, stationary columns on one calendar out.

A column is 100 times the log change of a positive level, unless it is named as
a rate: then it is its first difference, or itself. Everything a result says
about responses concerns the level again, so responses of differenced columns
are cumulated, and those of a rate kept in levels are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import STILL
from analysis.passthrough.core.levels import (
    level_series,
    log_changes,
    on_calendar,
    regular_series,
)
from analysis.passthrough.core.seasonals import seasons

#: Rows of a decomposition that are no variable.
RESERVED = ("total", "baseline", "other shocks")

#: How a column can enter.
LOG_CHANGE, DIFFERENCE, LEVEL = "log change", "difference", "level"


@dataclass(frozen=True, eq=False)
class System:
    """Columns of a VAR on an unbroken calendar; NaN where a level is missing.

    Attributes
    ----------
    calendar : PeriodIndex, length T
    values : ndarray, shape (T, K)
    names : tuple of str
    kinds : tuple of str
        "log change", "difference" or "level", one a column.
    price, fx : str
        Names of the two columns whose responses make pass-through.
    dummies : ndarray, shape (T, s)
        Seasonal dummies; s = 0 without.
    within : ndarray of bool, shape (T,)
        Whether a date lies in the sample asked for; lags may reach before it.
    """

    calendar: pd.PeriodIndex
    values: np.ndarray
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    price: str
    fx: str
    dummies: np.ndarray
    dummy_names: tuple[str, ...]
    within: np.ndarray

    @property
    def frequency(self) -> str:
        """Letter of the frequency: "M" or "Q"."""
        return self.calendar.freqstr[0]

    @property
    def cumulated(self) -> np.ndarray:
        """Whether the response of a column has to be summed to be that of its level, shape (K,)."""
        return np.array([kind != LEVEL for kind in self.kinds])

    def place(self, name: str, what: str = "variable") -> int:
        """Position of a column, or a refusal that lists those there are."""
        if name not in self.names:
            raise EstimationError(f"there is no {what} {name!r}; there are {', '.join(self.names)}.")
        return self.names.index(name)

    def reordered(self, order: Sequence[str]) -> System:
        """The same columns in another order."""
        if sorted(order) != sorted(self.names):
            raise EstimationError(
                f"an ordering names every variable once: {', '.join(self.names)}, not "
                f"{', '.join(map(str, order))}."
            )
        places = [self.names.index(name) for name in order]
        return System(
            calendar=self.calendar,
            values=self.values[:, places],
            names=tuple(order),
            kinds=tuple(self.kinds[i] for i in places),
            price=self.price,
            fx=self.fx,
            dummies=self.dummies,
            dummy_names=self.dummy_names,
            within=self.within,
        )


def system(
    frame: pd.DataFrame,
    order: Sequence[str] | None,
    *,
    price: str,
    fx: str,
    rates: Mapping[str, str] | Sequence[str] = (),
    seasonal: bool = False,
    sample: tuple | None = None,
) -> System:
    """Transform the columns of `frame` and lay them on one calendar.

    Parameters
    ----------
    frame : DataFrame
        Levels, monthly or quarterly, one column a variable.
    order : sequence of str, optional
        Columns used, in the order of the VAR. Default: all, as they stand.
    price, fx : str
        Columns of the price and of the domestic price of foreign currency.
    rates : mapping of column to {"difference", "level"}, or sequence of columns
        Columns that are not logged: rates, balances, indexes that can be
        negative. A sequence means "difference" for all of them.
    seasonal : bool
        Month or quarter dummies in every equation.
    sample : (first, last), optional
        Bounds on the date of the left-hand side.

    Raises
    ------
    EstimationError
        For columns that are not there or named twice, values that
        `analysis.passthrough.core.levels` refuses, or a constant column.
    """
    if not isinstance(frame, pd.DataFrame):
        raise EstimationError(f"the variables must be a DataFrame of levels, not {type(frame).__name__}.")
    columns = [str(name) for name in frame.columns]
    names = columns if order is None else [str(name) for name in order]
    _check_names(names, columns, price, fx)
    kinds = _kinds(names, rates, price, fx)
    series = {
        name: (level_series if kind == LOG_CHANGE else regular_series)(
            frame.iloc[:, columns.index(name)], name
        )
        for name, kind in zip(names, kinds, strict=True)
    }
    index = series[names[0]].index
    calendar = pd.period_range(index[0], index[-1], freq=index.freq)
    values = np.column_stack(
        [
            {LOG_CHANGE: log_changes, DIFFERENCE: _differences, LEVEL: np.asarray}[kind](
                on_calendar(series[name], calendar)
            )
            for name, kind in zip(names, kinds, strict=True)
        ]
    )
    within = inside(calendar, sample)
    for name, column in zip(names, values.T, strict=True):
        used = column[within & np.isfinite(column)]
        if len(used) < 2 or np.ptp(used) < STILL:
            what = "exchange rate" if name == fx else "variable"
            raise EstimationError(
                f"the {what} {name} is constant (or moves at one constant rate) in the sample: it carries no "
                "shocks. Leave it out, or use a sample in which it moves."
            )
    dummies, dummy_names = seasons(calendar) if seasonal else (np.empty((len(calendar), 0)), [])
    return System(calendar, values, tuple(names), kinds, price, fx, dummies, tuple(dummy_names), within)


def _check_names(names: list[str], columns: list[str], price: str, fx: str) -> None:
    missing = [name for name in names if name not in columns]
    if missing:
        raise EstimationError(f"the frame has no column {', '.join(missing)}; it has {', '.join(columns)}.")
    twice = sorted({name for name in names if names.count(name) > 1 or columns.count(name) > 1})
    if twice:
        raise EstimationError(f"{', '.join(twice)} stands twice among the variables. Name each once.")
    reserved = [name for name in names if name in RESERVED]
    if reserved:
        raise EstimationError(
            f"a variable is named {reserved[0]!r}, as a row of the decomposition is. Rename the column."
        )
    for role, name in (("price", price), ("exchange rate", fx)):
        if name not in names:
            raise EstimationError(f"the {role} {name!r} is not among the variables ({', '.join(names)}).")
    if price == fx:
        raise EstimationError(f"price and exchange rate are one column, {price!r}.")


def _kinds(
    names: list[str], rates: Mapping[str, str] | Sequence[str], price: str, fx: str
) -> tuple[str, ...]:
    if isinstance(rates, str):
        rates = [rates]
    how = dict(rates) if isinstance(rates, Mapping) else dict.fromkeys(rates, DIFFERENCE)
    unknown = [str(name) for name in how if name not in names]
    if unknown:
        raise EstimationError(f"rates names {', '.join(unknown)}, which is not among the variables.")
    for name, kind in how.items():
        if kind not in (DIFFERENCE, LEVEL):
            raise EstimationError(f"rates[{name!r}] is 'difference' or 'level', not {kind!r}.")
        if name in (price, fx):
            raise EstimationError(f"{name} is the price or the exchange rate and enters as a log change.")
    return tuple(how.get(name, LOG_CHANGE) for name in names)


def _differences(values: np.ndarray) -> np.ndarray:
    out = np.full(len(values), np.nan)
    out[1:] = np.diff(values)
    return out
