r"""Official operations laid on the days of a rate: amounts in dollars, and the episodes that they form.

An operation falls on the first publication on or after its day, so that on a closing day it counts for the
next one; with `shift` it counts for a later publication. An amount :math:`A` in domestic currency is

.. math:: z_t = A / S_t

in foreign currency, at the rate :math:`S_t` of the publication on which the operation falls before any shift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import day
from analysis.passthrough.events.daily import daily_series, first_row

#: Units of currency that amounts are shown in.
BILLION = 1e9


@dataclass(frozen=True, eq=False)
class Operations:
    """Operations on T days of publication.

    Attributes
    ----------
    amount : ndarray, shape (T,)
        Net purchases of foreign currency in `unit`; 0 without an operation.
    unit : str
        "billion of foreign currency" or "1 % of GDP".
    converted : bool
        Whether the amounts came in domestic currency.
    outside : int
        Operations before the first or after the last rate, left out.
    moved : tuple of str
        Days of operations on a closing day.
    days : dict of int to str
        First day, as the source dates it, of the operations behind each row that has any.
    """

    amount: np.ndarray
    unit: str
    converted: bool
    outside: int
    moved: tuple[str, ...]
    days: dict[int, str]


def lay(
    operations: pd.Series,
    levels: pd.Series,
    *,
    unit: float,
    in_foreign: bool,
    gdp: float | pd.Series | None,
    shift: int,
) -> Operations:
    """Lay `operations` on the rows of `levels`; parameters as in `flow_response`."""
    flows = daily_series(operations, "operations").dropna()
    flows = flows[flows != 0]
    if not len(flows):
        raise EstimationError("the operations hold no amount other than zero.")
    if not (np.isfinite(unit) and unit > 0):
        raise EstimationError(f"unit is the size of one unit of the operations, above 0, not {unit!r}.")
    index = levels.index
    rows = first_row(index, flows.index)
    inside = (rows >= 0) & (rows + shift >= 0) & (rows + shift < len(index)) & (rows < len(index))
    if not inside.any():
        raise EstimationError(
            f"no operation lies between {index[0]:%F} and {index[-1]:%F}; they run from "
            f"{flows.index[0]:%F} to "
            f"{flows.index[-1]:%F}."
        )
    rows, kept = rows[inside], flows[inside]
    value = kept.to_numpy() * unit / BILLION
    if not in_foreign:
        rate = levels.to_numpy()[rows]
        if np.isnan(rate).any():
            day = kept.index[np.isnan(rate)][0]
            raise EstimationError(f"the operation of {day:%F} cannot be converted: its day has no rate.")
        value = value / rate
    if gdp is not None:
        value = 100 * value / _gdp(gdp, kept.index)
    amount = np.zeros(len(index))
    np.add.at(amount, rows + shift, value)
    days: dict[int, str] = {}
    for row, day in zip(rows + shift, kept.index, strict=True):
        days.setdefault(int(row), f"{day:%F}")
    moved = tuple(f"{day:%F}" for day, row in zip(kept.index, rows, strict=True) if index[row] != day)
    name = "billion of foreign currency" if gdp is None else "1 % of GDP"
    return Operations(amount, name, not in_foreign, int((~inside).sum()), moved, days)


def known_to(
    operations: pd.Series, gdp: float | pd.Series | None, covered_to: str | pd.Timestamp | None
) -> pd.Timestamp:
    """Last day on which both the operations and the GDP that they are divided by are known.

    Raises
    ------
    EstimationError
        If nobody says to which day the operations are known.
    """
    end = operations.attrs.get("covered_to") if covered_to is None else covered_to
    if end is None:
        raise EstimationError(
            "the operations do not say to which day they are known, so days without one cannot be called"
            ' quiet: give covered_to, or load them with analysis.data, which sets attrs["covered_to"].'
        )
    ends = [day(end, "covered_to")]
    if isinstance(gdp, pd.Series):
        ends.append(_periods(gdp).index[-1].end_time.normalize())
    return min(ends)


def _periods(gdp: pd.Series) -> pd.Series:
    if not isinstance(gdp.index, pd.PeriodIndex) or not gdp.notna().any():
        raise EstimationError("GDP by period has a PeriodIndex (data.gdp_in_foreign), or is one number.")
    return gdp.dropna()


def _gdp(gdp: float | pd.Series, days: pd.DatetimeIndex) -> np.ndarray:
    """GDP in billions of foreign currency on each day: that of its own period, never of an older one."""
    if not isinstance(gdp, pd.Series):
        values = np.full(len(days), float(gdp))
    else:
        known = _periods(gdp)
        values = known.reindex(days.to_period(known.index.freqstr)).to_numpy(float)
        if np.isnan(values).any():
            raise EstimationError(
                f"the operation of {days[np.isnan(values)][0]:%F} lies in a period without published GDP, and"
                " that of another is no denominator: shorten the rates or give that period's."
            )
    if not (np.isfinite(values) & (values > 0)).all():
        raise EstimationError("GDP must be positive.")
    return values


def one_side(amount: np.ndarray, direction: str) -> tuple[np.ndarray, np.ndarray]:
    """Amounts of the `direction` asked for, and the others (zero for "both")."""
    if direction == "both":
        return amount, np.zeros_like(amount)
    if direction not in ("purchases", "sales"):
        raise EstimationError(
            f"direction is 'both', 'purchases' (of foreign currency) or 'sales', not {direction!r}."
        )
    chosen = np.where((amount > 0) == (direction == "purchases"), amount, 0.0)
    return chosen, amount - chosen


def episodes(rows: np.ndarray, gap: int) -> list[np.ndarray]:
    """Split rising row numbers where more than `gap` rows lie from one to the next."""
    return np.split(rows, np.flatnonzero(np.diff(rows) > gap) + 1) if len(rows) else []


def merged(amount: np.ndarray, gap: int) -> np.ndarray:
    """Each episode's total on its first row, zero elsewhere."""
    out = np.zeros_like(amount)
    for members in episodes(np.flatnonzero(amount), gap):
        out[members[0]] = amount[members].sum()
    return out
