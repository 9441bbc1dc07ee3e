"""Measures of the chapter on motives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.claims.decide import Absent
from analysis.claims.measures.common import value
from analysis.claims.registry import measure

if TYPE_CHECKING:
    import pandas as pd


@measure(reads=("size_context.id", "size_context.value"))
def commitment(size_context: pd.DataFrame) -> float | Absent:
    """Billion dollars that the memorandum names."""
    found = value(size_context, "commitment")
    return Absent("an amount of the commitment") if found is None else found
