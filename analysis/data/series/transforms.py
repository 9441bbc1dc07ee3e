"""What is done to a series before it is analysed. Nothing is filled, clipped or dropped without a word of it.

Every function takes and returns pandas objects, refuses an unsorted or duplicated index by name, and records
what it left out in ``attrs``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.series.periods import period
from analysis.data.series.regular import Frame, name_of, on_calendar, require_positive
from analysis.errors import DataError


def log_change(x: Frame, scale: float = 100.0) -> Frame:
    r"""Log change from the period before, gap-aware.

    .. math:: \pi_t = \text{scale} \, (\log x_t - \log x_{t-1})

    The index is first laid on its full calendar, so a period that was not published costs the two changes
    that touch it and is never bridged.

    Parameters
    ----------
    x : Series or DataFrame
        Levels, strictly positive. On a `PeriodIndex`, or a `DatetimeIndex` of month (quarter, year) starts or
        ends, which becomes periods. Daily data have no calendar here: each change is from the row before.
    scale : float
        100 gives per cent (log points).

    Returns
    -------
    Series or DataFrame
        On the full calendar from the first to the last row of `x`; the first change is missing.

    Raises
    ------
    DataError
        If a value is zero, negative or infinite, or the index is unsorted or duplicated.
    """
    levels = on_calendar(x)
    require_positive(levels, "take logs of")
    changes = scale * np.log(levels).diff()
    changes.attrs = {**x.attrs, "unit": "log change" if scale == 1 else f"{scale:g} x log change"}
    return changes


def rebase(x: Frame, base: str) -> Frame:
    """Scale an index so that its mean over `base` is 100.

    Parameters
    ----------
    x : Series or DataFrame
        Positive levels.
    base : str
        A year ("2020"), a period ("2020-01", "2020Q1") or a range of either ("2015-01..2019-12"). Every
        period of it must be published.
    """
    levels = on_calendar(x)
    require_positive(levels, "rebase")
    first, _, last = base.partition("..")
    start, stop = period(first, "rebase: the base"), period(last or first, "rebase: the base")
    index = levels.index
    if isinstance(index, pd.PeriodIndex):
        wanted = pd.period_range(
            start.asfreq(index.freqstr, how="start"), stop.asfreq(index.freqstr, how="end")
        )
        window = levels.reindex(wanted)
        absent = window.isna().to_numpy().reshape(len(wanted), -1).any(axis=1)
        if absent.any():
            raise DataError(
                f"{name_of(x)}: {wanted[absent][0]} is not published, so {base} cannot be the base"
            )
    else:
        window = levels[(index >= start.start_time) & (index <= stop.end_time)].dropna()
        if window.empty:
            raise DataError(f"{name_of(x)}: no day in {base}, so it cannot be the base")
    result = levels * (100.0 / window.mean())
    result.attrs = {**x.attrs, "unit": f"index, {base}=100"}
    return result


def invert(x: pd.Series, scale: float = 1.0) -> pd.Series:
    r"""Flip a quotation, :math:`\text{scale}^2 / x`: euros per yen from yen per euro, or with scale 100 an
    index.

    What was up is down: ``attrs["sign"]`` says so.
    """
    require_positive(x, "invert")
    result = (scale**2 / x).rename(x.name)
    result.attrs = {**x.attrs, "sign": f"inverted (before: {x.attrs.get('sign', 'not stated')})"}
    return result
