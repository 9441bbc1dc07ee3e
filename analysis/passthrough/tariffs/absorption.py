r"""The share of an added duty that a price before duty takes up, with the denominator named.

With a price that moves from 1 to P while the rate moves from :math:`t_0` to
:math:`t_1`, and D = 100 log P:

rate
    :math:`(1 - P) / (t_1 - t_0)`: fall of the price over the points added to the rate.
landed
    :math:`-\log P / \log\frac{1 + t_1}{1 + t_0}`: 1 where the price with the duty did not move.
revenue
    :math:`(1 - P) / (t_1 P - t_0)`: what the exporter gives up over what the treasury gains on a unit.

The rate share overstates nothing and understates incidence: full absorption at
27.5 after 2.5 percent is a fall of 19.6 percent, a rate share of 0.78.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.vocabulary import door

DENOMINATORS = ("rate", "landed", "revenue")


@door
def absorbed_share(log_change: float, *, before: float, after: float, denominator: str = "landed") -> float:
    """Share of a change of duty taken up by the price before duty.

    Parameters
    ----------
    log_change : float
        D, 100 x log change of the price before duty; negative = it fell.
    before, after : float
        Rates on the dutiable value, as fractions (0.025, 0.275), the ordinary duty in both. A cut is allowed:
        then it is the share of the cut that the price took up by rising.
    denominator : {"rate", "landed", "revenue"}

    Raises
    ------
    EstimationError
        For a rate that did not change, or one below zero or above 3 (a percentage in place of a fraction).

    Examples
    --------
    >>> from analysis.passthrough import absorbed_share
    >>> round(absorbed_share(-5.0, before=0.025, after=0.15), 2)
    0.43
    """
    if not (0 <= before <= 3 and 0 <= after <= 3):
        raise EstimationError(
            f"rates are fractions of the dutiable value, such as 0.275; found {before:g} and {after:g}."
        )
    if before == after:
        raise EstimationError(f"the duty is {before:g} before and after: there is nothing to absorb.")
    price = np.exp(log_change / 100)
    if denominator == "rate":
        return float((1 - price) / (after - before))
    if denominator == "landed":
        return float(-log_change / 100 / np.log((1 + after) / (1 + before)))
    if denominator == "revenue":
        return float((1 - price) / (after * price - before))
    raise EstimationError(f"unknown denominator {denominator!r}; use {', '.join(DENOMINATORS)}.")


def full_absorption(before: float, after: float) -> float:
    """The log change (x 100) of the price before duty that leaves the price with the duty where it was."""
    return float(-100 * np.log((1 + after) / (1 + before)))


def passed_on(log_change: float, *, before: float, after: float, landed_share: float = 1.0) -> float:
    """Rise of the retail price in percent, if the margin stays the same sum of money.

    Parameters
    ----------
    log_change, before, after
        As in `absorbed_share`.
    landed_share : float
        Share of the price with duty in the retail price before the change, 0 to 1; the rest is distribution.
    """
    if not 0 < landed_share <= 1:
        raise EstimationError(
            f"the landed share of the retail price lies above 0 and at most at 1, not {landed_share:g}."
        )
    return float(100 * landed_share * (np.exp(log_change / 100) * (1 + after) / (1 + before) - 1))


def monthly_rate(schedule: pd.DataFrame, months: pd.PeriodIndex) -> pd.Series:
    """Rate of each month, weighted by days.

    Parameters
    ----------
    schedule : DataFrame
        Columns from_date (NaT: since ever), to_date (NaT: still) and rate (fraction); days do not overlap.
    months : PeriodIndex
        Monthly.

    Raises
    ------
    EstimationError
        If a day of a month has no rate or two.
    """
    first, last = months[0].start_time.normalize(), months[-1].end_time.normalize()
    days = pd.date_range(first, last, freq="D")
    rate, count = np.zeros(len(days)), np.zeros(len(days), dtype=int)
    for row in schedule.itertuples():
        begin = first if pd.isna(row.from_date) else pd.Timestamp(row.from_date)
        stop = last if pd.isna(row.to_date) else pd.Timestamp(row.to_date)
        inside = (days >= begin) & (days <= stop)
        rate[inside] = row.rate
        count += inside
    if (count != 1).any():
        day = days[count != 1][0].date()
        raise EstimationError(
            f"{day} has {count[count != 1][0]} rates; the schedule needs one for every day."
        )
    return pd.Series(rate, days).groupby(days.to_period("M")).mean().reindex(months)


@door
def effective_duty_rate(duties: pd.Series, imports: pd.Series, *, delay: int = 0) -> pd.Series:
    """Duties over imports, percent, on the periods that both have.

    Parameters
    ----------
    duties, imports : Series
        In the same unit, on the same frequency of period. Imports without the duty (customs value).
    delay : int
        Periods from entry to payment: duties of t over imports of t - delay.

    Examples
    --------
    >>> from analysis.passthrough import effective_duty_rate
    >>> from analysis.passthrough.core import examples as example
    >>> imports = example.price
    >>> effective_duty_rate(0.15 * imports, imports).round(6).unique().tolist()
    [15.0]
    """
    if duties.index.freqstr != imports.index.freqstr:
        raise EstimationError(
            f"duties are {duties.index.freqstr} and imports {imports.index.freqstr}; bring both to one"
            " frequency."
        )
    entered = imports.copy()
    entered.index = entered.index + delay
    both = pd.concat([duties, entered], axis=1, join="inner").dropna()
    if (both.iloc[:, 1] <= 0).any():
        raise EstimationError("imports must be positive.")
    return (100 * both.iloc[:, 0] / both.iloc[:, 1]).rename("effective duty rate")
