r"""From a table of price levels to the changes of every item on one calendar.

The exchange rate, its lags and the controls are common to all items; the
prices are not, and neither are their gaps. An item that was not published in a
month loses the two changes that touch it, and no other item loses anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import STILL, control_depths, lagged
from analysis.passthrough.core.levels import log_changes, period_index, regular_series
from analysis.passthrough.core.seasonals import seasons
from analysis.passthrough.core.terms import CommonTerms


@dataclass(frozen=True, eq=False)
class Items:
    """Changes of N prices, and the regressors that they share, on T months.

    Attributes
    ----------
    names : Index, length N
        Items that have a number at all.
    calendar : PeriodIndex, length T
    price : ndarray, shape (T, N)
        100 times the log change; NaN where a level is missing, and outside the
        sample asked for.
    driver : ndarray, shape (T, q + 1)
        Lags 0 to q of 100 times the log change of the exchange rate.
    own : ndarray, shape (T, N)
        `price` before the sample was cut, for own lags that reach back.
    common : ndarray, shape (T, z)
        The constant, then controls and their lags, then dummies. Each item has
        its own coefficients on these.
    driver_names, common_names : tuple of str
    fx : str
        Name of the exchange rate.
    empty : tuple of str
        Items of the table without any number.
    """

    names: pd.Index
    calendar: pd.PeriodIndex
    price: np.ndarray
    driver: np.ndarray
    own: np.ndarray
    common: np.ndarray
    driver_names: tuple[str, ...]
    common_names: tuple[str, ...]
    fx: str
    empty: tuple[str, ...]

    @property
    def complete(self) -> np.ndarray:
        """Where a row has all that it needs, shape (T, N)."""
        shared = ~(np.isnan(self.driver).any(axis=1) | np.isnan(self.common).any(axis=1))
        return np.isfinite(self.price) & shared[:, None]

    @property
    def frequency(self) -> str:
        """Letter of the frequency: "M" or "Q"."""
        return self.calendar.freqstr[0]


def read_items(panel: pd.DataFrame, fx: pd.Series, terms: CommonTerms) -> tuple[CommonTerms, Items]:
    """Lay a table of prices and one exchange rate on a calendar and difference.

    Parameters
    ----------
    panel : DataFrame, dates x items
        Price **levels**; NaN, None or NA where an item was not published.
    fx : Series
        Domestic price of foreign currency in levels: up is a depreciation.
    terms : CommonTerms
        Controls are common to all items, in changes already; seasonal dummies are each item's own.

    Returns
    -------
    CommonTerms, Items
        The terms with the default lags of the frequency.

    Raises
    ------
    EstimationError
        For a table without dates, items or numbers, levels that are not
        positive, two items of one name, no complete row, or an exchange rate
        that does not move in the rows used.
    """
    levels, empty = _levels(panel)
    # The exchange rate and the controls go through the door of every other
    # estimator; a price that is there whenever any item is stands in for all.
    anyone = pd.Series(1.0, levels.index, name="items").where(levels.notna().any(axis=1))
    terms, changes = terms.align(anyone, fx)
    lags = terms.longest
    calendar = changes.calendar
    places = levels.index.asi8 - calendar.asi8[0]
    on_calendar = np.full((len(calendar), levels.shape[1]), np.nan)
    on_calendar[places] = levels.to_numpy()
    price = log_changes(on_calendar)
    driver = lagged(changes.fx, range(lags + 1))
    columns, names = [np.ones((len(calendar), 1))], ["constant"]
    for name, depth in control_depths(changes.controls, terms.control_lags).items():
        columns.append(lagged(changes.controls[name].to_numpy(), range(depth + 1)))
        names += [f"{name}_{k}" for k in range(depth + 1)]
    if terms.seasonal:
        dummies, labels = seasons(calendar)
        columns.append(dummies)
        names += labels
    items = Items(
        names=levels.columns,
        calendar=calendar,
        price=np.where(inside(calendar, terms.sample)[:, None], price, np.nan),
        driver=driver,
        own=price,
        common=np.column_stack(columns),
        driver_names=tuple(f"fx_{k}" for k in range(lags + 1)),
        common_names=tuple(names),
        fx=changes.driver,
        empty=empty,
    )
    used = items.complete.any(axis=1)
    if not used.any():
        raise EstimationError(
            f"no item has a complete row with {lags} lags: the table has "
            f"{np.isfinite(price).any(axis=1).sum()} months with a change and {changes.driver} "
            f"{np.isfinite(changes.fx).sum()}. Use fewer lags or a longer sample."
        )
    if np.abs(driver[used]).max() < STILL:
        span = calendar[used]
        raise EstimationError(
            f"the exchange rate {changes.driver} is constant between {span[0]} and {span[-1]}, so "
            "pass-through from it is not defined. Use a currency or a sample in which it moves."
        )
    return terms, items


def item_values(
    values: pd.Series | Mapping | None, names: pd.Index, what: str, *, positive: bool = False
) -> np.ndarray | None:
    """One finite number an item, in the order of `names`; others in `values` are left alone.

    Raises
    ------
    EstimationError
        If an item has none, or one that is not finite, or not positive where
        it must be.
    """
    if values is None:
        return None
    if not isinstance(values, (pd.Series, Mapping)):
        raise EstimationError(
            f"{what} must be a Series (or mapping) of item to number, not {type(values).__name__}."
        )
    series = values if isinstance(values, pd.Series) else pd.Series(dict(values), dtype=object)
    if series.index.has_duplicates:
        twice = series.index[series.index.duplicated()][0]
        raise EstimationError(f"{what} holds {twice} more than once.")
    try:
        numbers = series.reindex(names).astype(float).to_numpy()
    except (TypeError, ValueError) as error:
        raise EstimationError(f"{what} is not made of numbers: {error}.") from None
    bad = ~np.isfinite(numbers) | ((numbers <= 0) if positive else False)
    if bad.any():
        want = "a positive number" if positive else "a number"
        raise EstimationError(
            f"{what} must give {want} for every item; it does not for {_listed(names[bad])}. "
            "Give one, or drop these items from the table."
        )
    return numbers


def _levels(panel: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The table as positive floats on sorted periods, and the items that hold nothing."""
    if not isinstance(panel, pd.DataFrame):
        raise EstimationError(
            f"the panel must be a DataFrame of levels, dates by items, not {type(panel).__name__}."
        )
    if panel.columns.has_duplicates:
        twice = panel.columns[panel.columns.duplicated()][0]
        raise EstimationError(f"two items of the panel are called {twice}. Rename one.")
    index = period_index(panel.index, "panel")
    if index.has_duplicates:
        again = index[index.duplicated()]
        raise EstimationError(
            f"the panel has more than one row for {again[0]} ({len(again)} surplus rows in all). "
            "It wants one row a month and one column an item."
        )
    order = np.argsort(index.asi8, kind="stable")
    plain = panel.dtypes.map({kind: _plain(kind) for kind in set(panel.dtypes)}).to_numpy(dtype=bool)
    values = np.full(panel.shape, np.nan)
    if plain.all():
        values = panel.to_numpy(dtype=float, na_value=np.nan)
    elif plain.any():
        values[:, plain] = panel.loc[:, plain].to_numpy(dtype=float, na_value=np.nan)
    for place in np.flatnonzero(~plain):
        # Objects and text, one at a time, by the rules of every other series.
        column = panel.iloc[:, place].set_axis(index)
        if not (column.dtype == object and column.isna().all()):
            parsed = regular_series(column, f"item {panel.columns[place]}")
            values[order, place] = parsed.to_numpy()
    values = values[order]
    wrong = np.argwhere(~(np.isnan(values) | ((values > 0) & np.isfinite(values))))
    if len(wrong):
        row, column = wrong[0]
        raise EstimationError(
            f"item {panel.columns[column]} is {values[row, column]:g} at {index[order[row]]}, which "
            "has no logarithm. Pass levels, not changes."
        )
    empty = np.isnan(values).all(axis=0)
    if empty.all():
        raise EstimationError("the panel holds no number at all.")
    kept = pd.DataFrame(values[:, ~empty], index=index[order], columns=panel.columns[~empty])
    return kept, tuple(str(name) for name in panel.columns[empty])


def _plain(kind: object) -> bool:
    """Whether columns of this type are numbers that can be read without a look at each."""
    types = pd.api.types
    return types.is_numeric_dtype(kind) and not (types.is_bool_dtype(kind) or types.is_complex_dtype(kind))


def _listed(names: pd.Index, most: int = 5) -> str:
    """The first few names, and how many more there are."""
    text = ", ".join(str(name) for name in names[:most])
    return text if len(names) <= most else f"{text} and {len(names) - most} more"
