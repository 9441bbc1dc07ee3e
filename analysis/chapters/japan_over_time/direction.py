"""Pass-through when the yen falls and when it rises, as rows, texts and nulls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.simulated_power import FORMULA, Null
from analysis.passthrough.specifications import main_nulls
from analysis.report.author.numbers import fixed


def with_seasons(foreign: pd.DataFrame, months: pd.PeriodIndex) -> pd.DataFrame:
    """Foreign prices beside the moving month effects of these months."""
    columns, words = Seasonal().columns(months)
    return foreign.join(pd.DataFrame(columns, months, columns=words), how="outer")


def gap_null(label: str, row: pd.Series, place: str) -> Null:
    """The difference of the two directions at one horizon, and what would have been found of it.

    Parameters
    ----------
    label : str
        The price.
    row : Series
        `difference`, `std_error` and `detectable` at the horizon.
    place : str
        "dock" or "shop", for what would matter.
    """
    half = 1.96 * row["std_error"]
    return Null(
        f"falling less rising yen, {label.lower()}",
        row["difference"],
        row["difference"] - half,
        row["difference"] + half,
        row["detectable"],
        how=FORMULA,
        **main_nulls.graded(place),
    )


def direction_rows(
    signs: Mapping[str, Any], last: Mapping[str, Mapping[str, Any]], at_end: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """Both directions after two years with their sets, and the test that they are equal."""
    return pd.DataFrame([
        {
            "Price": label,
            "Yen falls": fixed(last[label]["rise"].estimate, 2),
            "95 % set": _set(last[label]["rise"]),
            "Yen rises": fixed(last[label]["fall"].estimate, 2),
            "95 % set ": _set(last[label]["fall"]),
            "Equal over the path, p": fixed(result.equality.path.pvalue, 2),
            "Power": fixed(result.equality.path_power, 2),
            "Found 4 in 5": fixed(at_end[label]["detectable"], 2),
        }
        for label, result in signs.items()
    ])  # fmt: skip


def _set(effect: Any) -> str:
    return " and ".join(" to ".join(_end(end) for end in part) for part in effect.confidence_set.intervals)


def _end(value: float) -> str:
    return fixed(value, 2) if np.isfinite(value) else ("−∞" if value < 0 else "∞")


def direction_notes(simulated: pd.DataFrame) -> str:
    """Notes of the table of directions.

    Parameters
    ----------
    simulated : DataFrame
        The table `coverage_simulations`.
    """
    at = simulated[simulated["topic"].eq("symmetry") & simulated["measure"].eq("size")]
    size = at.set_index("method")["measured"]["ratio, path, lag-augmented-hc3"]
    # typed: the design of the simulation
    return (
        "Sets are Fieller's: unbounded where the yen's own response is not determined. Power: the chance to"
        " reject over the path if the gap that matters were reached at two years. Found: the gap at two years"
        " alone that would be found with a chance of four in five. Where the directions are alike, such a"
        f" test at five percent rejects in {100 * size:.0f} of a hundred made samples of 360 months, one"
        " year ahead; on the months of these prices it was not simulated."
    )
