"""Duties that the United States collected, in dollars and against imports."""

from __future__ import annotations

import pandas as pd

from analysis import data
from analysis.passthrough.tariffs.absorption import effective_duty_rate


def quarterly_duty_rate(kind: str = "gross", delay: int = 0) -> pd.Series:
    """Duties of a quarter over imports of goods and services of the national accounts, percent.

    Parameters
    ----------
    kind : {"gross", "net"}
        Net is after refunds, which from May 2026 belong to duties of earlier months.
    delay : int
        Quarters from entry to payment.

    Notes
    -----
    Monthly imports of goods of all origins were not found. Services are in the denominator, so the rate on
    goods is higher; its change over time is what can be read. Imports are sums of the quarter in million
    dollars, seasonally adjusted, while duties are not.
    """
    months = data.load(f"us_customs_duties_{kind}")
    quarters = months.groupby(months.index.asfreq("Q")).agg(["sum", "count"])
    whole = quarters.loc[quarters["count"] == 3, "sum"]
    imports = data.load("oecd_usa_imports") / 1000
    whole.index, imports.index = (pd.PeriodIndex(i, freq="Q-DEC") for i in (whole.index, imports.index))
    return effective_duty_rate(whole, imports, delay=delay)
