"""p-values, intervals and power from draws under the null: what every placebo test shares."""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError


def pvalues(statistics: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Two-sided, by column: the share of draws at least as large, the statistic counted as one of them."""
    return (1 + (np.abs(draws) >= np.abs(statistics)).sum(axis=0)) / (1 + len(draws))


def critical_value(draws: np.ndarray, level: float) -> np.ndarray:
    """The size beyond which `pvalues` is 1 - `level` or less, by column.

    Half the width of the interval that inverts the test.
    """
    rank = int(np.ceil(level * (1 + len(draws)))) - 1
    if rank >= len(draws):
        raise EstimationError(f"{len(draws)} placebo draws are too few for a level of {100 * level:g} %.")
    return np.sort(np.abs(draws), axis=0)[rank]


def detectable(draws: np.ndarray, critical: np.ndarray | float, power: float = 0.8) -> np.ndarray:
    """The smallest shift of a statistic that exceeds `critical` with probability `power`, by column.

    Of the two directions the one that is harder to find.
    """
    return critical + np.maximum(np.quantile(draws, power, axis=0), -np.quantile(draws, 1 - power, axis=0))


def sup_pvalue(estimate: np.ndarray, draws: np.ndarray) -> float:
    """p-value of the largest estimate, each in units of its spread over the draws."""
    spread = np.sqrt((draws**2).mean(axis=0))
    largest = (np.abs(draws) / spread).max(axis=1)
    return float(pvalues((np.abs(estimate) / spread).max(), largest[:, None])[0])
