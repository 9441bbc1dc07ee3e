"""From a series as it arrives to a regular series of changes.

Prices and exchange rates come in levels on monthly or quarterly dates. What
can be read without doubt is read (month starts, month ends, periods, strings,
any row order, any numeric type); what is in doubt is refused.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.errors import EstimationError

#: Frequencies that a pass-through regression runs on, with the word for one period.
FREQUENCIES = {"M": "month", "Q": "quarter"}

_FRED_MONTH = re.compile(r"^(\d{4})M(\d{1,2})$")


def level_series(series: pd.Series, role: str) -> pd.Series:
    """`series` as positive floats on a sorted PeriodIndex (M or Q-DEC).

    Parameters
    ----------
    series : Series
        Levels. NaN, None and NA mean "not published".
    role : str
        What the series is for ("price", "exchange rate"), for messages.

    Raises
    ------
    EstimationError
        If it is not a Series, has no dates, repeats a period, holds text,
        infinite, zero or negative values, or holds nothing.
    """
    regular = regular_series(series, role)
    bad = regular[regular <= 0]
    if len(bad):
        raise EstimationError(
            f"the {role} is not positive at {bad.index[0]} ({bad.iloc[0]:g}), so it has no "
            "logarithm. Pass a level, not a change or a balance."
        )
    return regular


def regular_series(series: pd.Series, role: str) -> pd.Series:
    """`series` as floats on a sorted PeriodIndex (M or Q-DEC), of either sign."""
    if not isinstance(series, pd.Series):
        raise EstimationError(f"the {role} must be a pandas Series on dates, not {type(series).__name__}.")
    index = period_index(series.index, role)
    repeated = index[index.duplicated()]
    if len(repeated):
        raise EstimationError(
            f"the {role} has more than one row for {repeated[0]} ({len(repeated)} surplus rows in "
            "all). Aggregate to one value a period first."
        )
    values = floats(series, role)
    order = np.argsort(index.asi8, kind="stable")
    regular = pd.Series(values[order], index=index[order], name=series.name)
    infinite = regular[np.isinf(regular)]
    if len(infinite):
        raise EstimationError(f"the {role} is infinite at {infinite.index[0]}.")
    if regular.isna().all():
        raise EstimationError(f"the {role} holds no number at all.")
    return regular


def period_index(index: pd.Index, role: str) -> pd.PeriodIndex:
    """`index` as months or calendar quarters.

    Dates are read as quarters only when every step between them is a whole
    number of quarters; one step of a month makes them months.
    """
    if isinstance(index, pd.DatetimeIndex):
        if index.hasnans:
            raise EstimationError(f"the index of the {role} has a missing date.")
        months = index.tz_localize(None).to_period("M")
        steps = np.diff(np.unique(months.asi8))
        step = int(np.gcd.reduce(steps)) if len(steps) else 1
        if step and step % 12 == 0:
            raise EstimationError(
                f"the {role} has one date a year; pass-through is estimated on months or quarters."
            )
        quarterly = step and step % 3 == 0
        return months.asfreq("Q-DEC") if quarterly else months
    if not isinstance(index, pd.PeriodIndex):
        index = _parse(index, role)
    if index.hasnans:
        raise EstimationError(f"the index of the {role} has a missing period.")
    if index.freqstr not in ("M", "Q-DEC"):
        raise EstimationError(
            f"the {role} has frequency {index.freqstr}; pass-through is estimated on months (M) or "
            "calendar quarters (Q-DEC). Aggregate it first."
        )
    return index


def _parse(index: pd.Index, role: str) -> pd.PeriodIndex:
    """Strings such as 2000-01, 2000M01, Jan 2000, 2000-01-31 or 2000Q1."""
    if not len(index) or not all(isinstance(label, str) for label in index):
        raise EstimationError(
            f"the index of the {role} carries no dates ({type(index).__name__}). Use a PeriodIndex, "
            "a DatetimeIndex or strings such as 2000-01."
        )
    labels = [_FRED_MONTH.sub(r"\1-\2", label.strip()) for label in index]
    freq = "Q-DEC" if all("Q" in label.upper() for label in labels) else "M"
    try:
        return pd.PeriodIndex(labels, freq=freq)
    except (ValueError, TypeError) as error:
        raise EstimationError(
            f"the index of the {role} cannot be read as dates: {error}. Use strings such as "
            "2000-01 or 2000Q1."
        ) from None


def floats(series: pd.Series, role: str) -> np.ndarray:
    """Values as floats, NaN for None and NA; text, truth values and complex numbers are refused."""
    kind = series.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_complex_dtype(kind):
        raise EstimationError(f"the {role} holds {kind} values, not numbers.")
    if pd.api.types.is_numeric_dtype(kind):
        return series.to_numpy(dtype=float, na_value=np.nan)
    # Text is not converted, even where it looks like a number: "1,234" and
    # "12.5 p" look like numbers too.
    out = np.empty(len(series))
    for row, value in enumerate(series):
        if value is None or value is pd.NA or value is pd.NaT:
            out[row] = np.nan
            continue
        if isinstance(value, (str, bool, complex)):
            raise EstimationError(
                f"the {role} holds {value!r} at {series.index[row]}, which is not a number. "
                "Convert it before estimation."
            )
        try:
            out[row] = float(value)
        except (TypeError, ValueError):
            raise EstimationError(
                f"the {role} holds {value!r} at {series.index[row]}, which is not a number."
            ) from None
    return out


def on_calendar(series: pd.Series, calendar: pd.PeriodIndex) -> np.ndarray:
    """Values of a regular series on an unbroken calendar, NaN where it has none."""
    out = np.full(len(calendar), np.nan)
    places = series.index.asi8 - calendar.asi8[0]
    inside = (places >= 0) & (places < len(calendar))
    out[places[inside]] = series.to_numpy()[inside]
    return out


def log_changes(levels: np.ndarray) -> np.ndarray:
    r""":math:`100 (\log x_t - \log x_{t-1})` on a calendar; NaN where either is missing."""
    changes = np.full(levels.shape, np.nan)
    changes[1:] = 100 * np.diff(np.log(levels), axis=0)
    return changes
