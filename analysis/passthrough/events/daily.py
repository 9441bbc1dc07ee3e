"""Daily rates: what is a day, a closing and a hole.

A row is a day on which a rate was published. Days without a row (weekends, holidays of the publisher) are
closings: the return to the next row covers them, is that much longer, and is not scaled. A row without a
number is a rate that should be there and is not: it costs the two returns that touch it, and nothing is
bridged. A step of more than `LONGEST` calendar days between rows is a hole, and no return is taken across
it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.levels import floats

#: Calendar days from one publication to the next that a closing may take. The longest closings of the ECB
#: (Easter, Christmas next to a weekend) take five.
LONGEST = 5


def daily_index(index: pd.Index, role: str) -> pd.DatetimeIndex:
    """`index` as days at midnight; reads dates, daily periods and ISO strings and refuses anything else."""
    if isinstance(index, pd.PeriodIndex):
        if index.freqstr not in ("D", "B"):
            raise EstimationError(f"the {role} has frequency {index.freqstr}; daily data are needed here.")
        index = index.to_timestamp()
    elif not isinstance(index, pd.DatetimeIndex):
        if not len(index) or pd.api.types.is_numeric_dtype(index.dtype):
            raise EstimationError(f"the index of the {role} carries no dates ({type(index).__name__}).")
        try:
            index = pd.DatetimeIndex(pd.to_datetime(index, format="ISO8601"))
        except (ValueError, TypeError) as error:
            raise EstimationError(f"the index of the {role} cannot be read as days: {error}.") from None
    if index.hasnans:
        raise EstimationError(f"the index of the {role} has a missing date.")
    # Asked where they are: midnight in its own zone is a day, half past nine is somebody's today and
    # another's yesterday.
    if (index != index.normalize()).any():
        late = index[index != index.normalize()][0]
        raise EstimationError(
            f"the {role} has a time of day ({late}), so that its day depends on the place. Give days."
        )
    return index.tz_localize(None).as_unit("ns")


def daily_series(series: pd.Series, role: str) -> pd.Series:
    """`series` as floats of either sign on sorted days; a day that stands twice is refused."""
    if not isinstance(series, pd.Series):
        raise EstimationError(f"the {role} must be a pandas Series on days, not {type(series).__name__}.")
    days = daily_index(series.index, role)
    twice = days[days.duplicated()]
    if len(twice):
        raise EstimationError(f"the {role} has more than one row for {twice[0]:%F}. Give one value a day.")
    values = floats(series, role)
    if np.isinf(values).any():
        raise EstimationError(f"the {role} is infinite on {days[np.isinf(values)][0]:%F}.")
    return pd.Series(values, days, name=series.name).sort_index()


def daily_levels(series: pd.Series, role: str) -> pd.Series:
    """`series` as positive floats on sorted days of publication; NaN where a published rate is missing.

    Raises
    ------
    EstimationError
        For what is not daily, repeats a day, is not positive, or holds fewer than two numbers.
    """
    regular = daily_series(series, role)
    bad = regular[regular <= 0]
    if len(bad):
        raise EstimationError(
            f"the {role} is not positive on {bad.index[0]:%F} ({bad.iloc[0]:g}): pass a level."
        )
    # An empty row on a weekend says nothing: nobody publishes then.
    regular = regular[regular.notna() | (regular.index.day_of_week < 5)]
    if regular.notna().sum() < 2:
        raise EstimationError(f"the {role} holds fewer than two numbers.")
    span = regular.loc[regular.first_valid_index() : regular.last_valid_index()]
    step = np.median(steps(span.index)[1:])
    if step > LONGEST:
        raise EstimationError(
            f"the {role} has {step:g} days from one row to the next: daily data are needed here."
        )
    return span


def daily_frame(frame: pd.DataFrame, role: str) -> pd.DataFrame:
    """Several positive daily rates side by side on sorted days; NaN where one of them was not published.

    A day on which nothing at all was published is a closing and has no row.
    """
    if not isinstance(frame, pd.DataFrame) or not frame.shape[1]:
        raise EstimationError(f"the {role} must be a DataFrame with one column a currency.")
    names = [str(name) for name in frame.columns]
    if len(set(names)) < len(names):
        raise EstimationError(f"two columns of the {role} have one name: {', '.join(names)}.")
    columns = {
        name: daily_levels(frame.iloc[:, place], f"rate of {name}") for place, name in enumerate(names)
    }
    return pd.DataFrame(columns).dropna(how="all").sort_index()


def steps(index: pd.DatetimeIndex) -> np.ndarray:
    """Calendar days from the previous row to each row; 0 for the first."""
    days = index.to_numpy().astype("datetime64[D]").astype(int)
    return np.diff(days, prepend=days[:1])


def changes(levels: np.ndarray, step: np.ndarray, longest: int = LONGEST) -> np.ndarray:
    r""":math:`100\,\Delta\log` from row to row, shape of `levels` (T,) or (T, N).

    NaN in the first row, next to a missing level, and across a step of more than `longest` days.
    """
    out = np.full(levels.shape, np.nan)
    out[1:] = 100 * np.diff(np.log(levels), axis=0)
    out[step > longest] = np.nan
    return out


def first_row(index: pd.DatetimeIndex, days: pd.DatetimeIndex) -> np.ndarray:
    """Number of the first row on or after each day: -1 before the first row, len(index) after the last."""
    rows = index.searchsorted(days, side="left")
    return np.where(days < index[0], -1, rows)


def closings(index: pd.DatetimeIndex, longest: int = LONGEST) -> dict[str, int]:
    """How many returns cover how many calendar days, in words."""
    step = steps(index)[1:]
    found = {
        f"{days} days" if days > 1 else "1 day": int((step == days).sum()) for days in range(1, longest + 1)
    }
    found["holes"] = int((step > longest).sum())
    return {name: number for name, number in found.items() if number}


def span_text(index: pd.DatetimeIndex) -> tuple[pd.Period, pd.Period]:
    """First and last day as periods, which print as days."""
    return index[0].to_period("D"), index[-1].to_period("D")
