"""Rows of a regression on two exchange rates, and on both times an invoicing share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import (
    STILL,
    Changes,
    Design,
    align,
    control_depths,
)
from analysis.passthrough.core.levels import (
    level_series,
    log_changes,
    on_calendar,
    regular_series,
)

#: Names of columns that this equation adds to the controls.
RESERVED = ("dominant", "fx_x_share", "dominant_x_share", "share")
#: Two rates whose changes correlate more than this, short of 1, are one rate.
SAME = 1e-10


def two_rates(
    price: pd.Series,
    bilateral: pd.Series,
    dominant: pd.Series,
    controls: pd.DataFrame | pd.Series | None,
    control_lags: int | Mapping[str, int],
    share: pd.Series | None,
) -> tuple[Changes, dict[str, int]]:
    """Price and bilateral rate, with the dominant rate and the interactions among the controls.

    Returns
    -------
    changes : Changes
        Controls dominant (the change of that rate), with a share also
        fx_x_share, dominant_x_share and share, then the controls given.
    depths : dict of str to int
        The longest lag of each control given.
    """
    given = align(price, bilateral, controls)
    clash = [name for name in given.controls if name in RESERVED]
    if clash:
        raise EstimationError(f"a control may not be named {', '.join(clash)} here. Rename it.")
    depths = control_depths(given.controls, control_lags)
    second = level_series(dominant, "dominant exchange rate")
    if second.index.freqstr != given.calendar.freqstr:
        raise EstimationError(
            f"the price has frequency {given.calendar.freqstr} and the dominant exchange rate "
            f"{second.index.freqstr}. Aggregate to one frequency first."
        )
    first, last = min(given.calendar[0], second.index[0]), max(given.calendar[-1], second.index[-1])
    calendar = pd.period_range(first, last, freq=given.calendar.freq)
    extra = pd.DataFrame({"dominant": log_changes(on_calendar(second, calendar))}, index=calendar)
    if extra["dominant"].isna().all():
        raise EstimationError("the dominant exchange rate has no two periods in a row, so no change.")
    if share is not None:
        before = _share_before(share, calendar)
        partner = on_calendar(level_series(bilateral, "exchange rate"), calendar)
        extra["fx_x_share"] = log_changes(partner) * before
        extra["dominant_x_share"] = extra["dominant"] * before
        extra["share"] = before
    return align(price, bilateral, extra.join(given.controls)), depths


def _share_before(share: pd.Series, calendar: pd.PeriodIndex) -> np.ndarray:
    """The invoicing share of the period before each period of `calendar`."""
    regular = regular_series(share, "invoicing share")
    if regular.index.freqstr != calendar.freqstr:
        raise EstimationError(
            f"the price has frequency {calendar.freqstr} and the invoicing share {regular.index.freqstr}. "
            "Bring the share to the frequency of the price first."
        )
    outside = regular[(regular < 0) | (regular > 1)]
    if len(outside):
        raise EstimationError(
            f"the invoicing share is {outside.iloc[0]:g} at {outside.index[0]}: it lies between 0 and 1."
        )
    return on_calendar(regular, calendar - 1)


def rate_names(changes: Changes, dominant: pd.Series) -> tuple[str, str]:
    """Names of the two rates, told apart where both are called the same."""
    first = "bilateral" if changes.driver == "fx" else changes.driver
    second = "dominant" if dominant.name is None else str(dominant.name)
    return (first, second) if first != second else (f"{first} (bilateral)", f"{second} (dominant)")


def check_rates(rows: Design, bilateral: slice, dominant: slice, names: tuple[str, str]) -> None:
    """Refuse a dominant rate that does not move, and two rates that are one."""
    span = f"between {rows.periods[0]} and {rows.periods[-1]}"
    first, second = rows.X[:, bilateral], rows.X[:, dominant]
    if np.abs(second).max() < STILL:
        raise EstimationError(
            f"the exchange rate {names[1]} is constant {span}, so pass-through from it is not defined."
        )
    if np.ptp(first[:, 0]) > STILL and np.ptp(second[:, 0]) > STILL:
        correlation = np.corrcoef(first[:, 0], second[:, 0])[0, 1]
        if abs(correlation) > 1 - SAME:
            raise EstimationError(
                f"{names[0]} and {names[1]} are one exchange rate {span} (correlation of changes "
                f"{correlation:.6f}): the partner issues the dominant currency or pegs to it. Nothing "
                "tells them apart; use distributed_lag on one of them."
            )


def evaluated_at(rows: Design, share: pd.Series | None, at: float | None) -> float:
    """The share at which paths are evaluated; its mean in the rows used unless given."""
    if share is None:
        if at is not None:
            raise EstimationError("share_at belongs to a share; leave it out.")
        return 0.0
    used = rows.X[:, rows.names.index("share_0")]
    if np.ptp(used) < STILL:
        raise EstimationError(
            f"the invoicing share is constant ({used[0]:g}) in the rows used, so one price says nothing "
            "about what it does. Leave it out, or compare partners or items in a panel."
        )
    if at is None:
        return float(used.mean())
    if isinstance(at, bool) or not 0 <= float(at) <= 1:
        raise EstimationError(f"share_at lies between 0 and 1, not {at!r}.")
    return float(at)
