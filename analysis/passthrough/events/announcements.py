"""Announcement days laid on the days of rates, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.events.daily import daily_index, first_row
from analysis.passthrough.events.market_model import Window


def windows_of(windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """`windows` as pairs of whole numbers, first not after last, none twice."""
    out = []
    for pair in windows:
        pair = tuple(pair) if np.ndim(pair) == 1 else (pair,)
        whole = all(isinstance(end, (int, np.integer)) and not isinstance(end, bool) for end in pair)
        if len(pair) != 2 or not whole or pair[0] > pair[1]:
            raise EstimationError(
                f"a window is a pair of whole numbers (first, last), first not after last, not {pair!r}."
            )
        out.append((int(pair[0]), int(pair[1])))
    if not out or len(set(out)) < len(out):
        raise EstimationError("give at least one window, and each once.")
    return out


def placed(
    index: pd.DatetimeIndex, dates: Mapping[str, object] | Iterable[object], shift: int | Mapping[str, int]
) -> tuple[dict[str, int], dict[str, pd.Timestamp]]:
    """Row and day of each announcement, in order of time; without names the days are the names.

    Raises
    ------
    EstimationError
        For no announcement, one outside the rates, a name in `shift` that is none of theirs.
    """
    if not isinstance(dates, Mapping):
        dates = list(dates) if not isinstance(dates, str) else [dates]
    days = daily_index(
        pd.Index(list(dates.values() if isinstance(dates, Mapping) else dates)), "announcements"
    )
    names = [str(name) for name in dates] if isinstance(dates, Mapping) else [f"{day:%F}" for day in days]
    if len(set(names)) < len(names):
        raise EstimationError("an announcement is given twice.")
    if isinstance(shift, Mapping):
        unknown = [name for name in shift if name not in names]
        if unknown:
            raise EstimationError(f"shift names {', '.join(map(str, unknown))}, which is not announced.")
    found = {}
    for name, day, row in zip(names, days, first_row(index, days), strict=True):
        by = count(shift.get(name, 0) if isinstance(shift, Mapping) else shift, "shift")
        if row < 0 or row + by >= len(index):
            raise EstimationError(
                f"the announcement {name} ({day:%F}) is outside the rates, which run from {index[0]:%F} "
                f"to {index[-1]:%F}."
            )
        found[name] = (int(row) + by, day)
    order = sorted(found, key=lambda name: found[name][0])
    return {name: found[name][0] for name in order}, {name: found[name][1] for name in order}


def check_room(index: pd.DatetimeIndex, rows: Mapping[str, int], window: Window) -> None:
    """Refuse announcements without room for their windows, or with windows that overlap."""
    for name, row in rows.items():
        if row - window.before < 1:
            raise EstimationError(
                f"the announcement {name} has {row - 1} returns before it, and the market model needs "
                f"{window.before}: "
                "use a shorter estimation window."
            )
        if row + window.last >= len(index):
            raise EstimationError(
                f"the announcement {name} is outside the rates: they end on {index[-1]:%F}, before its "
                "window does."
            )
    names = list(rows)
    for earlier, later in pairwise(names):
        if rows[later] - rows[earlier] <= window.last - window.first:
            raise EstimationError(
                f"the windows of {earlier} and {later} overlap: {rows[later] - rows[earlier]} rows lie "
                "between them, and "
                f"the widest window has {window.last - window.first + 1}. Leave one out, or use shorter "
                "windows."
            )


def check_movement(
    name: str, day: pd.Timestamp, returns: np.ndarray, currency: str, member: bool, peers: int, least: int
) -> None:
    """Say why the currency, or the basket, cannot serve an announcement.

    `returns` are the currency's own, over the estimation window and the event rows.
    """
    if member and peers >= least:
        return
    where = f"around {name} ({day:%F})"
    if member:
        raise EstimationError(f"{peers} other currencies float {where}, and the basket needs {least}.")
    if np.isnan(returns).any():
        raise EstimationError(f"{currency} lacks {int(np.isnan(returns).sum())} returns {where}.")
    raise EstimationError(f"{currency} is constant against an anchor {where}: a peg. Set peg=0 to keep it.")
