"""To which day a table of events is known: after it "no row" means "not known", not "nothing happened".

A sidecar says ``covered_to: YYYY-MM-DD``. Tables and series carry it in ``attrs["covered_to"]``, hold nothing
after it, and whatever takes a day without a row for a quiet day asks `covered_to` where to stop.
"""

from __future__ import annotations

import pandas as pd

from analysis.errors import DataError

#: Tables of facts in which a missing row says that nothing happened, with the column of the day. Tables of
#: decisions (``frequency: decisions``) are such tables by their nature, and are not listed.
EVENTS = {"timeline": "date", "projects": "date"}


def must_say(name: str, frequency: str) -> bool:
    """Whether the sidecar of this table has to give `covered_to`."""
    return name in EVENTS or frequency == "decisions"


def day_column(manifest) -> str | None:
    """The column that holds the day of an event; None where the index does, or where the table has no
    events."""
    if manifest.regular:
        return None
    return EVENTS.get(manifest.name, next((key for key in manifest.index if "date" in key), None))


def covered_to(x: pd.Series | pd.DataFrame, what: str = "the events") -> pd.Timestamp:
    """The last day to which events are known, as `x` carries it.

    Parameters
    ----------
    x : Series or DataFrame
        As loaded, with ``attrs["covered_to"]``.
    what : str
        Its name in the error.

    Raises
    ------
    DataError
        If it carries no end: a sample must not run on over days on which nobody has looked.
    """
    end = x.attrs.get("covered_to")
    if end is None:
        raise DataError(
            f"{what}: not said to which day they are known, so a day without a row cannot be called quiet;"
            ' load them with analysis.data, or set attrs["covered_to"]'
        )
    return pd.Timestamp(end)


def known(frame: pd.DataFrame, end: str | None, dates: str | None = None) -> pd.DataFrame:
    """The rows of `frame` that end by `end`: by the column `dates` (ISO text or days), else by the index.

    A month or a quarter of which a part lies after `end` is not known in full and is left out; a date in text
    that names a month or a year alone is kept if it begins by `end`. Rows without a date are kept.
    """
    if end is None:
        return frame
    if dates is None:
        index = frame.index
        last = index.to_timestamp(how="end").normalize() if isinstance(index, pd.PeriodIndex) else index
        return frame[last <= pd.Timestamp(end)]
    days = frame[dates]
    late = (
        days > pd.Timestamp(end)
        if days.dtype.kind == "M"
        else days.map(lambda day: str(day)[:10] > end[: len(str(day))])
    )
    return frame[~(late & days.notna())]
