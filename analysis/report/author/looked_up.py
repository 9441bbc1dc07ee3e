"""Which row of the data of a figure stands behind what is drawn at a place.

A figure may draw a part of its data, in another order, panel by panel. What is drawn is found again by its
numbers: the columns that hold every place, value and bound of a series, and the row in which they stand
together. A series that the data do not hold (a reference line, a transformed value) is found nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.report.author.places import Panel, Series

#: How the data of a figure write a period (`evidence.tidy`).
PERIOD = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?|Q[1-4])?")
SAME = 9  # significant digits in which two numbers agree that are one


class Found(NamedTuple):
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
        self._numbers = {
            column: _keys(frame[column].to_numpy(float, na_value=np.nan))
            for column in frame
            if pd.api.types.is_numeric_dtype(frame[column]) and not pd.api.types.is_bool_dtype(frame[column])
        }
        self._dates = {column: _keys(when) for column in frame if (when := _dates(frame[column])) is not None}

    def find(self, panel: Panel, series: Series) -> Found | None:
        """What stands behind a series; None if one of its places has no row.

        Along the x axis the place itself must stand in that row, as a number or as a period.
        """
        parts = [series.value, series.low, series.high]
        drawn = [_keys(part) for part in parts if np.isfinite(part).any()]
        if panel.rows is not None:
            return self._each(drawn)
        return self._together([_keys(series.at), *drawn])

    def _together(self, drawn: Sequence[list[str]]) -> Found | None:
        """Rows by columns that hold all places and all values."""
        first, *rest = drawn
        places = [*_holding(first, self._dates), *_holding(first, self._numbers)]
        values = [_holding(part, self._numbers) for part in rest]
        for place, *columns in product(places, *values):
            if len({place, *columns}) <= len(columns):
                continue
            cells = [(self._dates.get(place) or self._numbers[place]), *map(self._numbers.get, columns)]
            at = {key: row for row, key in reversed(list(enumerate(zip(*cells, strict=True))))}
            found = [at.get(key) for key in zip(*drawn, strict=True)]
            if None not in found:
                return Found(np.array(found, int), place if place in self._dates else None)
        return None

    def _each(self, drawn: Sequence[list[str]]) -> Found | None:
        """Rows that hold the numbers of each mark in columns of their own."""
        cells = list(zip(*self._numbers.values(), strict=True))
        found = []
        for numbers in zip(*drawn, strict=True):
            known = [number for number in numbers if number]
            found.append(next((row for row, its in enumerate(cells) if _held(known, its)), None))
        return None if None in found else Found(np.array(found, int), None)


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


def _dates(column: pd.Series) -> np.ndarray | None:
    """Where matplotlib puts the periods of a column; None if it holds anything else."""
    from matplotlib.dates import date2num

    texts = [str(value) for value in column]
    years = pd.api.types.is_integer_dtype(column) and column.between(1900, 2100).all()
    if not (years or pd.api.types.is_string_dtype(column)) or not all(map(PERIOD.fullmatch, texts)):
        return None
    return np.asarray(date2num([pd.Period(text).to_timestamp().to_numpy() for text in texts]), float)
