"""Which row of the data of a figure stands behind what is drawn at a place.

A figure may draw a part of its data, in another order, panel by panel. What is drawn is found again by its
numbers: the columns that hold every place, value and bound of a series, and the row in which they stand
together. A series that the data do not hold (a reference line, a transformed value) is found nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from numbers import Number
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.report.author.places import Panel, Traced

#: How the data of a figure write a period (`evidence.tidy`).
PERIOD = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?|Q[1-4])?")
SAME = 9  # significant digits in which two numbers agree that are one


class FoundRows(NamedTuple):
    """Row of the data behind each place of a series, and the column of its places if that holds periods."""

    rows: np.ndarray
    periods: str | None


class Data:
    """The data of a figure, ready to be asked.

    Parameters
    ----------
    frame : DataFrame
        From `evidence.tidy`.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        numbers = {column: known for column in frame if (known := _numbers(frame[column])) is not None}
        self._numbers = {column: _keys(known) for column, known in numbers.items()}
        # A share that is drawn on an axis of percentages.
        self._percent = {f"100 {column}": _keys(100 * known) for column, known in numbers.items()}
        self._dates = {column: _keys(when) for column in frame if (when := _dates(frame[column])) is not None}
        self._years = {
            f"{column} as number": _keys(frame[column].astype(float).to_numpy())
            for column in self._dates
            if all(re.fullmatch(r"\d{4}", str(value)) for value in frame[column])
        }

    def find(self, panel: Panel, series: Traced) -> FoundRows | None:
        """What stands behind a series; None if one of its places has no row.

        Along the x axis the place itself must stand in that row, as a number or as a period. On an axis whose
        label says "%" a value may be a hundred times its number in the data.
        """
        parts = [series.value, series.low, series.high]
        drawn = [_keys(part) for part in parts if np.isfinite(part).any()]
        numbers = self._numbers | (self._percent if "%" in panel.measured else {})
        if panel.rows is not None:
            return self._each(drawn, numbers)
        places = self._dates | self._years | self._numbers | (self._percent if "%" in panel.along else {})
        return self._together(_keys(series.at), places, drawn, numbers)

    def _together(
        self,
        at: list[str],
        places: dict[str, list[str]],
        drawn: Sequence[list[str]],
        numbers: dict[str, list[str]],
    ) -> FoundRows | None:
        """Rows by columns that hold all places and all values."""
        values = [_holding(part, numbers) for part in drawn]
        for place, *columns in product(_holding(at, places), *values):
            if len({place, *columns}) <= len(columns):
                continue
            cells = [places[place], *(numbers[one] for one in columns)]
            known = {key: row for row, key in reversed(list(enumerate(zip(*cells, strict=True))))}
            found = [known.get(key) for key in zip(at, *drawn, strict=True)]
            if None not in found:
                return FoundRows(np.array(found, int), place if place in self._dates else None)
        return None

    def _each(self, drawn: Sequence[list[str]], numbers: dict[str, list[str]]) -> FoundRows | None:
        """Rows that hold the numbers of each mark in columns of their own."""
        cells = list(zip(*numbers.values(), strict=True))
        found = []
        for marked in zip(*drawn, strict=True):
            known = [number for number in marked if number]
            found.append(next((row for row, its in enumerate(cells) if _held(known, its)), None))
        return None if None in found else FoundRows(np.array(found, int), None)


def _holding(drawn: Sequence[str], columns: dict[str, list[str]]) -> list[str]:
    """Columns in which all of these numbers stand."""
    wanted = set(drawn)
    return [name for name, column in columns.items() if wanted <= set(column)]


def _held(known: Sequence[str], cells: Sequence[str]) -> bool:
    if not set(known) <= set(cells):
        return False
    places = [[at for at, cell in enumerate(cells) if cell == number] for number in known]
    return any(len(set(chosen)) == len(known) for chosen in product(*places))


def _keys(values: np.ndarray) -> list[str]:
    """Numbers as text that is the same for one number computed twice; "" for none."""
    return [f"{value + 0.0:.{SAME - 1}e}" if np.isfinite(value) else "" for value in values]


def _numbers(column: pd.Series) -> np.ndarray | None:
    """The numbers of a column, NaN where it has none; None if it holds anything else."""
    known = [value for value in column if pd.notna(value)]
    if not known or any(isinstance(value, bool) or not isinstance(value, Number) for value in known):
        return None
    return np.array([float(value) if pd.notna(value) else np.nan for value in column])


def _dates(column: pd.Series) -> np.ndarray | None:
    """Where matplotlib puts the periods of a column; None if it holds anything else."""
    from matplotlib.dates import date2num

    texts = [str(value) for value in column]
    years = pd.api.types.is_integer_dtype(column) and column.between(1900, 2100).all()
    if not (years or pd.api.types.is_string_dtype(column)) or not all(map(PERIOD.fullmatch, texts)):
        return None
    return np.asarray(date2num([pd.Period(text).to_timestamp().to_numpy() for text in texts]), float)
