"""Abnormal moves of currencies over the six days of the scheme, against placebo dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.passthrough.core.simulated_power import PLACEBO, Null

FIXINGS = 5
WHY_ONE = "one percent of a currency: passed through whole, one percent at the dock"


def drawn_together(tests: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The tests that share all placebo dates, and the currencies left out.

    A currency that was too still at some placebo date has no draw there, so that none of all is joint.
    """
    most = max(len(test.placebo) for test in tests.values())
    left_out = [name for name, test in tests.items() if len(test.placebo) < most]
    return {name: test for name, test in tests.items() if name not in left_out}, left_out


def statistics(tests: Mapping[str, Any]) -> tuple[pd.Series, np.ndarray, pd.Series]:
    """Mean statistic of each currency, the same at placebo dates, and the size of one unit.

    Returns
    -------
    observed : Series
        By currency, in standard errors.
    draws : numpy.ndarray, shape (placebo sets, currencies)
    size : Series
        Percent of a move over five fixings for one standard error.
    """
    observed = pd.Series({name: float(test.statistics.mean()) for name, test in tests.items()})
    draws = np.column_stack([test.placebo[:, :, 0].mean(axis=1) for test in tests.values()])
    size = pd.Series({name: float(test.errors.mean() * np.sqrt(FIXINGS)) for name, test in tests.items()})
    return observed.rename("statistic"), draws, size


def moves(observed: pd.Series, draws: np.ndarray, size: pd.Series, adjusted: pd.Series) -> pd.DataFrame:
    """Mean move in percent, the range of placebo dates, p-values, and what would have been found.

    Parameters
    ----------
    observed, draws, size
        From `statistics`.
    adjusted : Series
        p-values adjusted for the number of currencies.
    """
    beyond = np.quantile(np.abs(draws), 0.95, axis=0)
    # typed: quantile of 80 % power
    found = largest(draws) + 0.84 * draws.std(axis=0)
    columns = {
        "mean_move": observed * size,
        "low": -beyond * size,
        "high": beyond * size,
        "p_date": (1 + (np.abs(draws) >= observed.abs().to_numpy()).sum(axis=0)) / (1 + len(draws)),
        "p_adjusted": adjusted,
        "found_family": found * size,
    }
    return pd.DataFrame(columns).sort_values("mean_move", kind="stable")


def largest(draws: np.ndarray) -> float:
    """What the largest of all currencies exceeds at one placebo date in twenty."""
    return float(np.quantile(np.abs(draws).max(axis=1), 0.95))


def nulls(table: pd.DataFrame, draws: np.ndarray, size: pd.Series) -> dict[str, Null]:
    """The move of each currency with the band of all of them, and what would have been found."""
    half = largest(draws) * size
    return {
        name: Null(
            f"six days of the scheme: {name}",
            row["mean_move"],
            row["mean_move"] - half[name],
            row["mean_move"] + half[name],
            row["found_family"],
            "percent",
            1.0,
            WHY_ONE,
            PLACEBO,
        )
        for name, row in table.iterrows()
    }
