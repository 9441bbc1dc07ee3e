"""The day of the memorandum, and what "since the memorandum" means everywhere.

A month belongs to "since" if it is the month of signature or a later one, a day if it is the day of signature
or a later one. The month of signature holds four weeks after it; to leave it out would begin the sample of a
five-month-old programme a month late.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

#: Day of signature (row 2025-09-04_memorandum of the timeline; a test compares them).
SIGNED = date(2025, 9, 4)
#: Month of signature: the first month "since the memorandum".
SINCE = pd.Period(SIGNED, freq="M")
#: First whole month after it: where the scenarios let the flow begin. An assumption of theirs, no sample
#: comparison.
FLOW_FROM = SINCE + 1


def since(when: pd.Index | pd.Series) -> np.ndarray:
    """Which periods, days or ISO texts lie since the memorandum.

    Parameters
    ----------
    when : PeriodIndex, DatetimeIndex, or Series of ISO text
        Text may name a day, a month or a year; a year counts if it begins after the signature.

    Returns
    -------
    ndarray of bool
    """
    if isinstance(when, pd.PeriodIndex):
        return np.asarray(when.end_time >= pd.Timestamp(SIGNED))
    if isinstance(when, pd.DatetimeIndex):
        return np.asarray(when >= pd.Timestamp(SIGNED))
    text = pd.Series(when).astype("str")
    signed = SIGNED.isoformat()
    return np.array(
        [len(day) >= 4 and day >= signed[: len(day)] and (len(day) > 4 or day > signed[:4]) for day in text]
    )
