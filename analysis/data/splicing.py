"""Join two series by growth rates, and say what was done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from analysis.data.periods import frequency_of
from analysis.data.regular import name_of, on_calendar, require_positive
from analysis.data.transforms import log_change
from analysis.errors import DataError


@dataclass(frozen=True)
class SpliceRecord:
    """What a splice did, to be shown beside the series.

    ``factor`` multiplies the extending series; ``largest_difference`` is the largest absolute difference between the
    two log changes in the overlap, in log points (100 x log), over ``overlap_changes`` changes.
    """

    kept: str
    extending: str
    at: str
    factor: float
    overlap_first: str
    overlap_last: str
    overlap_periods: int
    overlap_changes: int
    largest_difference: float
    largest_at: str | None


def splice(
    new: pd.Series, old: pd.Series, at: str | pd.Period | None = None, keep: Literal["new", "old"] = "new"
) -> tuple[pd.Series, SpliceRecord]:
    """Join two series by growth rates: the level of one is kept, the other only lends its changes.

    Parameters
    ----------
    new, old : Series
        Positive levels of one frequency. Before `at` the result moves like `old`, from `at` on like `new`.
    at : str or Period, optional
        The period at which both are equated; both must be published there. Default: the first period of `new`.
    keep : {"new", "old"}
        Whose level stays as published.

    Returns
    -------
    (Series, SpliceRecord)
        The record is also in ``attrs["splice"]``.
    """
    new, old = on_calendar(new), on_calendar(old)
    if frequency_of(new.index) != frequency_of(old.index):
        raise DataError(f"splice: {name_of(new)} is {frequency_of(new.index)}, {name_of(old)} {frequency_of(old.index)}")
    for part in (new, old):
        require_positive(part, "splice")
    both = new.dropna().index.intersection(old.dropna().index)
    if both.empty:
        raise DataError(f"splice: {name_of(new)} and {name_of(old)} have no period in common to equate them in")
    if at is None:
        at = new.first_valid_index()
    elif isinstance(new.index, pd.PeriodIndex):
        at = pd.Period(at, freq=new.index.freq)
    else:
        at = pd.Timestamp(at)
    if at not in both:
        raise DataError(f"splice: {at} is not published in both {name_of(new)} and {name_of(old)}; they meet in {both[0]}")
    factor = float(new[at] / old[at])
    early, late = old[old.index < at], new[new.index >= at]
    early, late = (early * factor, late) if keep == "new" else (early, late / factor)
    joined = pd.concat([early, late]).rename(new.name)
    difference = (log_change(new) - log_change(old)).dropna().abs()
    record = SpliceRecord(
        kept=name_of(new) if keep == "new" else name_of(old),
        extending=name_of(old) if keep == "new" else name_of(new),
        at=str(at),
        factor=factor if keep == "new" else 1 / factor,
        overlap_first=str(both[0]),
        overlap_last=str(both[-1]),
        overlap_periods=len(both),
        overlap_changes=len(difference),
        largest_difference=float(difference.max()) if len(difference) else float("nan"),
        largest_at=str(difference.idxmax()) if len(difference) else None,
    )
    joined.attrs = {**(new if keep == "new" else old).attrs, "splice": asdict(record)}
    return joined, record
