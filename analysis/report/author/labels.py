"""Whether the words of a figure are those of what it draws: names of lines against columns, units of axes
against series.

Both look at the data that a figure offers beside its picture, so a swapped key or a wrong unit is seen where
it arises.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, NotebookError

#: What an axis may write for the first word of a unit.
_WRITTEN = {
    "percent": r"%|percent|points",
    "billion": r"billion|bn|\$",
    "yen": r"yen|¥",
    "index": r"index|= 100",
}


def check_lines(fig: Any, name: str, frame: pd.DataFrame) -> None:
    """Refuse two lines of one panel with one name, and names that would fit better if they were exchanged.

    A line belongs to a column of `frame` if its values stand in it one after another. Names fit by the words
    that they share with the name of their column; lines that are in no column, or all in one, are not judged.
    """
    numbers = {
        column: frame[column].to_numpy(float)
        for column in frame
        if pd.api.types.is_numeric_dtype(frame[column])
    }
    for ax in fig.axes:
        named = [(said, line) for line in ax.get_lines() if (said := _said(line))]
        words = [said for said, _ in named]
        twice = next((said for said in words if words.count(said) > 1), None)
        if twice:
            raise NotebookError(f"{name}: two lines of one panel are named {twice!r}; give each its own name")
        found = [(said, column) for said, line in named if (column := _column(line, numbers))]
        for (one, at), (other, there) in combinations(found, 2):
            if _shared(one, there) + _shared(other, at) > _shared(one, at) + _shared(other, there):
                raise NotebookError(
                    f"{name}: the line {one!r} draws {at!r} and {other!r} draws {there!r}; exchange their"
                    " names"
                )


def check_units(fig: Any, name: str, frame: pd.DataFrame) -> None:
    """Refuse a figure of series of the catalogue whose one y axis does not name their unit."""
    from analysis import data

    units = set()
    for column in frame.columns[1:]:
        try:
            units.add(str(data.describe(column)["unit"]))
        except (DataError, KeyError):
            return  # computed columns have units of their own
    panels = [ax for ax in fig.axes if ax.get_visible() and ax.axison]
    first = {re.split(r"[ ,]", unit)[0].lower() for unit in units}
    if len(panels) != 1 or len(first) != 1:
        return
    (unit,), label = first, panels[0].get_ylabel()
    if not re.search(_WRITTEN.get(unit, re.escape(unit)), label, re.IGNORECASE):
        raise NotebookError(
            f"{name}: the y axis says {label!r}, but its series are in {', '.join(sorted(units))}"
        )


def _said(line: Any) -> str:
    label = line.get_gid() or str(line.get_label())
    return "" if label.startswith("_") else label


def _column(line: Any, numbers: dict[str, np.ndarray]) -> str | None:
    """The one column that holds the values of a line one after another; None if there is none, or more than
    one."""
    values = np.asarray(line.get_ydata(orig=True), float)
    values = values[np.isfinite(values)]
    if len(values) < 3:  # two points are found by chance
        return None
    found = [
        column
        for column, all_of_it in numbers.items()
        if _stands_in(values, all_of_it[np.isfinite(all_of_it)])
    ]
    return found[0] if len(found) == 1 else None


def _stands_in(values: np.ndarray, column: np.ndarray) -> bool:
    starts = (
        np.flatnonzero(column[: len(column) - len(values) + 1] == values[0])
        if len(column) >= len(values)
        else ()
    )
    return any(np.array_equal(column[start : start + len(values)], values) for start in starts)


def _shared(one: str, other: str) -> int:
    """Words that two names share, by their first five letters: "prices" and "price" are one."""
    words = [{word[:5] for word in re.findall(r"[a-z0-9]+", text.lower())} for text in (one, other)]
    return len(words[0] & words[1])
