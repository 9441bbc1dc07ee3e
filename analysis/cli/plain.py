"""Tables in plain columns."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def columns(heads: tuple[str, ...], rows: list[tuple], right: set[str] = frozenset()) -> str:
    """Plain columns: they survive a pipe, a log and a narrow terminal alike."""
    import pandas as pd

    from analysis.grid import Grid

    cells = [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows]
    return Grid.of(heads, cells, right=right).text()


def of_frame(values: pd.DataFrame | pd.Series, decimals: int | None = None) -> str:
    """A frame or a series with its index in plain columns; floats with `decimals`, or every digit."""
    from analysis.grid import plain

    flat = values.to_frame() if values.ndim == 1 else values
    flat = flat.rename_axis([name or "" for name in flat.index.names]).reset_index()

    def cell(value: object) -> str:
        if decimals is None or not isinstance(value, float) or isnan(value):
            return plain(value)
        return f"{value:.{decimals}f}"

    rows = [tuple(map(cell, row)) for row in flat.itertuples(index=False)]
    numbers = set(map(str, flat.select_dtypes("number")))
    return columns(tuple(map(str, flat)), rows, right=numbers)
