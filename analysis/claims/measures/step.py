r"""Before and after: a step that is estimated together with a linear trend, and the same at every earlier
date.

.. math:: y_t = \alpha + d_{m(t)} + \gamma t + \beta\, 1[t \ge s] + u_t , \qquad s - B \le t < s + A

with B months before and A months after the date s. The same is estimated at every earlier s whose last month
lies before the first month after the real date, so that nothing that happened then enters a placebo.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.claims.decide import Step
from analysis.claims.measures.common import regress
from analysis.errors import ClaimError

LEAST = 20  # placebo dates without which no share of them means anything


def step(y: pd.Series, date: str, before: int, seasonal: bool = True) -> Step:
    """The step of a monthly series at a date, without and with a trend, and its t statistics at placebo
    dates.

    Parameters
    ----------
    y : pandas.Series
        On a monthly index without gaps; its last month ends the months after.
    date : str
        First month after, such as "2025-09".
    before : int
        Months before that are compared with.

    Raises
    ------
    ClaimError
        If the series has a gap, ends before the date, or leaves fewer than `LEAST` placebo dates.
    """
    y = y.dropna()
    at = pd.Period(date, "M")
    place = int(y.index.searchsorted(at))
    after = len(y) - place
    if len(y) != (y.index[-1] - y.index[0]).n + 1 or after < 1:
        raise ClaimError(
            f"step: the series {y.name} has a gap or ends before {date}; a step needs every month to its end"
        )
    earlier = range(before, place - after + 1)
    if len(earlier) < LEAST:
        raise ClaimError(
            f"step: {len(earlier)} placebo dates before {date}, at least {LEAST} are needed; use a longer"
            " series"
        )
    placebos = tuple(float(_t(y, s, before, after, seasonal)) for s in earlier)
    window = y.iloc[place - before :]
    columns = _columns(len(window), before, window.index)
    return Step(
        plain=regress(window, columns[["step"]], seasonal)["step"],
        trended=regress(window, columns, seasonal)["step"],
        placebos=placebos,
    )


def _t(y: pd.Series, place: int, before: int, after: int, seasonal: bool) -> float:
    window = y.iloc[place - before : place + after]
    found = regress(window, _columns(len(window), before, window.index), seasonal)["step"]
    return found.estimate / found.std_error


def _columns(length: int, before: int, index: pd.PeriodIndex) -> pd.DataFrame:
    time = np.arange(length)
    return pd.DataFrame({"step": (time >= before).astype(float), "trend": time / 12.0}, index=index)
