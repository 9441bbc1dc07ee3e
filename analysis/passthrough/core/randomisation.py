"""p-values, intervals and power from draws under the null: what every placebo test shares."""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError

#: With fewer rotations no test at 5 % deserves the name.
FEWEST = 99


def pvalues(statistics: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Two-sided, by column: the share of draws at least as large, the statistic counted as one of them."""
    return (1 + (np.abs(draws) >= np.abs(statistics)).sum(axis=0)) / (1 + len(draws))


def critical_value(draws: np.ndarray, coverage: float) -> np.ndarray:
    """The size beyond which `pvalues` is 1 - `coverage` or less, by column.

    Half the width of the interval that inverts the test.
    """
    rank = int(np.ceil(coverage * (1 + len(draws)))) - 1
    if rank >= len(draws):
        raise EstimationError(f"{len(draws)} placebo draws are too few for a level of {100 * coverage:g} %.")
    return np.sort(np.abs(draws), axis=0)[rank]


def detectable(draws: np.ndarray, critical: np.ndarray | float, *, power: float = 0.8) -> np.ndarray:
    """The smallest shift of a statistic that exceeds `critical` with probability `power`, by column.

    Of the two directions the one that is harder to find.
    """
    return critical + np.maximum(np.quantile(draws, power, axis=0), -np.quantile(draws, 1 - power, axis=0))


def sup_pvalue(estimate: np.ndarray, draws: np.ndarray) -> float:
    """p-value of the largest estimate, each in units of its spread over the draws."""
    spread = np.sqrt((draws**2).mean(axis=0))
    largest = (np.abs(draws) / spread).max(axis=1)
    return float(pvalues((np.abs(estimate) / spread).max(), largest[:, None])[0])


def rotations(eligible: np.ndarray, events: np.ndarray, first: int, last: int) -> np.ndarray:
    """Placebo announcements by rotation: the whole pattern of dates moved along the calendar.

    All announcements are moved by the same number of eligible rows, round the end, so that the distances
    between them stay, and with them the dependence of their statistics. Every rotation in which no window
    touches that of a true announcement is used; there is nothing random.

    Parameters
    ----------
    eligible : ndarray of int, shape (M,)
        Rising row numbers at which an announcement can be placed; holds the events.
    events : ndarray of int, shape (E,)
    first, last : int
        The widest window, in rows from the announcement.

    Returns
    -------
    ndarray of int, shape (rotations, E)
        Places in `eligible`.

    Raises
    ------
    EstimationError
        If fewer than `FEWEST` rotations keep clear of the true announcements.
    """
    apart = np.abs(eligible[:, None] - events).min(axis=1) > last - first
    places = (np.searchsorted(eligible, events) + np.arange(1, len(eligible))[:, None]) % len(eligible)
    places = places[apart[places].all(axis=1)]
    if len(places) < FEWEST:
        raise EstimationError(
            f"too few placebo dates: {len(places)} of {len(eligible)} positions keep clear of the "
            "announcements, and "
            f"{FEWEST} are needed. Use a longer sample, shorter windows or fewer announcements."
        )
    return places
