r"""From levels to the rows and columns of a regression.

`align` lays price, exchange rate and controls on one unbroken calendar and
differences there, so that a month without a price costs the two changes that
touch it and nothing is bridged. `design` adds the lags and keeps the rows that
are complete.

Signs: the exchange rate is the domestic price of foreign currency, so a rise is
a depreciation, and :math:`\pi_t = 100\,\Delta\log P_t` is expected to rise with
:math:`\Delta e_t = 100\,\Delta\log E_t`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.data.store.vintages import refuse_mixed
from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.levels import (
    level_series,
    log_changes,
    on_calendar,
    regular_series,
)
from analysis.passthrough.core.seasonals import Seasonal, seasonal_of

# Changes smaller than this (per cent) are rounding noise: a rate quoted to
# seven digits moves by more than 1e-5 when it moves at all.
STILL = 1e-9


@dataclass(frozen=True, eq=False)
class Changes:
    """Changes on an unbroken calendar; NaN where a level is missing.

    Attributes
    ----------
    calendar : PeriodIndex
    price, fx : ndarray, shape (T,)
        100 times the log change.
    controls : DataFrame, T rows
        As given, on `calendar`.
    outcome, driver : str
        Names of the price and the exchange rate.
    """

    calendar: pd.PeriodIndex
    price: np.ndarray
    fx: np.ndarray
    controls: pd.DataFrame
    outcome: str
    driver: str

    @property
    def frequency(self) -> str:
        """Letter of the frequency: "M" or "Q"."""
        return self.calendar.freqstr[0]


@dataclass(frozen=True, eq=False)
class Design:
    """Complete rows of a regression.

    Attributes
    ----------
    y : ndarray, shape (n,)
    X : ndarray, shape (n, k)
        Column 0 is the constant.
    names : tuple of str
        constant, fx_0 .. fx_q, price_1 .. price_p, CONTROL_0 .., month_02 ..
    periods : PeriodIndex, length n
        Dates of `y`.
    blocks : dict of str to slice
        Columns of "fx", "own", "controls" and "seasonal".
    lost : PeriodIndex
        Dates between the first and the last row that are not complete.
    """

    y: np.ndarray
    X: np.ndarray
    names: tuple[str, ...]
    periods: pd.PeriodIndex
    blocks: dict[str, slice]
    lost: pd.PeriodIndex

    @property
    def positions(self) -> np.ndarray:
        """Place of each row on the calendar, counted from the first."""
        return self.periods.asi8 - self.periods.asi8[0]


def align(
    price: pd.Series,
    fx: pd.Series,
    controls: pd.DataFrame | pd.Series | None = None,
) -> Changes:
    """Lay price, exchange rate and controls on one calendar and difference.

    Parameters
    ----------
    price, fx : Series
        Levels, monthly or quarterly; `fx` is the domestic price of foreign
        currency.
    controls : DataFrame or Series, optional
        Regressors used **as given**: pass changes (100 times the log change)
        where the equation has changes. They are not logged or differenced.

    Raises
    ------
    EstimationError
        For input that `analysis.passthrough.core.levels` refuses, different
        frequencies, or series that share no period.
    DataError
        For two vintages of one publication; see `analysis.data.store.vintages`.
    """
    refuse_mixed([x for x in (price, fx, controls) if isinstance(x, (pd.Series, pd.DataFrame))])
    price = level_series(price, "price")
    fx = level_series(fx, "exchange rate")
    columns = {"price": price, "exchange rate": fx}
    if isinstance(controls, pd.Series):
        controls = controls.to_frame("control" if controls.name is None else controls.name)
    if controls is None:
        controls = pd.DataFrame(index=price.index[:0])
    elif not isinstance(controls, pd.DataFrame):
        raise EstimationError(f"controls must be a DataFrame of changes, not {type(controls).__name__}.")
    names = [str(name) for name in controls.columns]
    if len(set(names)) < len(names):
        raise EstimationError(f"two controls have one name: {', '.join(names)}. Rename one.")
    for place, name in enumerate(names):
        columns[f"control {name}"] = regular_series(controls.iloc[:, place], f"control {name}")

    freq = price.index.freqstr
    for role, series in columns.items():
        if series.index.freqstr != freq:
            raise EstimationError(
                f"the price has frequency {freq} and the {role} {series.index.freqstr}. "
                "Aggregate to one frequency first."
            )
    start, end = price.index[0], price.index[-1]
    for role, series in columns.items():
        first, last = series.first_valid_index(), series.last_valid_index()
        start, end = max(start, first), min(end, last)
        if start > end:
            raise EstimationError(
                f"the series do not overlap: the {role} runs from {first} to {last}, the price "
                f"from {price.first_valid_index()} to {price.last_valid_index()}."
            )
    # The calendar spans the union: a lag may reach to before the price begins.
    calendar = pd.period_range(
        min(series.index[0] for series in columns.values()),
        max(series.index[-1] for series in columns.values()),
        freq=freq,
    )
    return Changes(
        calendar=calendar,
        price=log_changes(on_calendar(price, calendar)),
        fx=log_changes(on_calendar(fx, calendar)),
        controls=pd.DataFrame(
            {name: on_calendar(columns[f"control {name}"], calendar) for name in names},
            index=calendar,
        ),
        outcome="price" if price.name is None else str(price.name),
        driver="fx" if fx.name is None else str(fx.name),
    )


def design(
    changes: Changes,
    *,
    lags: int,
    own_lags: int = 0,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
) -> Design:
    """Rows of :math:`pi_t` on a constant, lags of de, own lags, controls, seasonals.

    Parameters
    ----------
    changes : Changes
        From `align`.
    lags : int
        The exchange rate enters with lags 0 to `lags`.
    own_lags : int
        Lags 1 to `own_lags` of the price change.
    control_lags : int or mapping of control name to int
        Each control enters with lags 0 to this; a control that the mapping
        leaves out enters without lags.
    seasonal : bool, "blocks", "smooth" or Seasonal
        True: 11 month (or 3 quarter) dummies, base January (first quarter); else as `core.seasonals` says.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; None leaves an end
        open. Lags may reach to before the first.

    Raises
    ------
    EstimationError
        If no row is complete, or the exchange rate or the price never moves in
        the rows used.
    """
    lags, own_lags = count(lags, "lags"), count(own_lags, "own_lags")
    columns = [lagged(changes.fx, range(lags + 1))]
    names = [f"fx_{k}" for k in range(lags + 1)]
    columns.append(lagged(changes.price, range(1, own_lags + 1)))
    names += [f"price_{k}" for k in range(1, own_lags + 1)]
    for name, depth in control_depths(changes.controls, control_lags).items():
        columns.append(lagged(changes.controls[name].to_numpy(), range(depth + 1)))
        names += [f"{name}_{k}" for k in range(depth + 1)]
    clash = sorted({name for name in names if names.count(name) > 1})
    if clash:
        raise EstimationError(
            f"a control is named like a built-in regressor ({', '.join(clash)}). Rename it."
        )
    body = np.column_stack(columns)
    complete = ~(np.isnan(body).any(axis=1) | np.isnan(changes.price))
    used = complete & inside(changes.calendar, sample)
    if not used.any():
        raise EstimationError(
            f"no row is complete{_wanted(sample)}: {changes.outcome} has "
            f"{np.isfinite(changes.price).sum()} changes and {changes.driver} "
            f"{np.isfinite(changes.fx).sum()}, and 0 rows are left for {body.shape[1] + 1} "
            f"coefficients with {lags} lags. Use fewer lags or a longer sample."
        )
    parts = [np.ones((int(used.sum()), 1)), body[used]]
    # Blocks are formed on the rows used: a block that few of them reach is not one.
    season = seasonal_of(seasonal)
    dummies, dummy_names = season.columns(changes.calendar[used]) if season else (None, [])
    if dummies is not None:
        parts.append(dummies)
    ends = np.cumsum([1, lags + 1, own_lags, len(names) - lags - 1 - own_lags, len(dummy_names)])
    blocks = {
        block: slice(int(a), int(b))
        for block, a, b in zip(("fx", "own", "controls", "seasonal"), ends, ends[1:], strict=False)
    }
    rows = np.flatnonzero(used)
    span = np.arange(rows[0], rows[-1] + 1)
    result = Design(
        y=changes.price[used],
        X=np.column_stack(parts),
        names=("constant", *names, *dummy_names),
        periods=changes.calendar[used],
        blocks=blocks,
        lost=changes.calendar[span[~complete[span]]],
    )
    _check_movement(result, changes)
    return result


def lagged(x: np.ndarray, lags: range) -> np.ndarray:
    """Columns x_{t-k} for k in `lags` (k >= 0), NaN where the lag is not there."""
    out = np.full((len(x), len(lags)), np.nan)
    for column, k in enumerate(lags):
        out[k:, column] = x[: max(len(x) - k, 0)]
    return out


def count(value: int, what: str, least: int = 0) -> int:
    """`value` as a whole number of at least `least`, or a refusal."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise EstimationError(f"{what} must be a whole number, not {value!r}.")
    if value < least:
        raise EstimationError(f"{what} must be {least} or more, not {value}.")
    return int(value)


def control_depths(controls: pd.DataFrame, control_lags: int | Mapping[str, int]) -> dict[str, int]:
    """The longest lag of each control, by name; a mapping may leave some out."""
    if not isinstance(control_lags, Mapping):
        depth = count(control_lags, "control_lags")
        return dict.fromkeys(controls.columns, depth)
    unknown = [name for name in control_lags if name not in controls.columns]
    if unknown:
        raise EstimationError(
            f"control_lags names {', '.join(map(str, unknown))}, which is not among the controls "
            f"({', '.join(controls.columns) or 'none'})."
        )
    return {name: count(control_lags.get(name, 0), f"control_lags[{name!r}]") for name in controls.columns}


def _wanted(sample: tuple | None) -> str:
    return "" if sample is None else f" between {sample[0] or 'the start'} and {sample[1] or 'the end'}"


def _check_movement(rows: Design, changes: Changes) -> None:
    span = f"between {rows.periods[0]} and {rows.periods[-1]}"
    if np.abs(rows.X[:, rows.blocks["fx"]]).max() < STILL:
        raise EstimationError(
            f"the exchange rate {changes.driver} is constant {span}, so pass-through from it is "
            "not defined. Use a currency or a sample in which it moves."
        )
    if np.ptp(rows.y) < STILL:
        raise EstimationError(
            f"the price {changes.outcome} changes at one constant rate {span}: there is nothing to explain."
        )
