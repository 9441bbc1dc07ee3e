r"""Placebo announcements by rotation: the whole pattern of dates moved along the calendar.

All announcements are moved by the same number of eligible rows, round the end, so that the distances between them
stay. Every rotation in which no window touches the window of a true announcement is used; there is nothing random.
A statistic of one announcement is ranked among its own values, a family of statistics among the joint values, whose
dependence over windows, and over announcements that are close, is kept.
"""

from __future__ import annotations

import numpy as np

from analysis.errors import EstimationError

#: With fewer rotations no test at 5 % deserves the name.
FEWEST = 99


def cumulated(path: np.ndarray, windows: list[tuple[int, int]], first: int) -> np.ndarray:
    """Sums of a path (.., W) that begins at offset `first` over each window, shape (.., number of windows)."""
    return np.stack([path[..., a - first : b - first + 1].sum(axis=-1) for a, b in windows], axis=-1)


def rotations(eligible: np.ndarray, events: np.ndarray, first: int, last: int) -> np.ndarray:
    """Places in `eligible` of all announcements in each rotation, shape (rotations, announcements).

    Parameters
    ----------
    eligible : ndarray of int, shape (M,)
        Rising row numbers at which an announcement can be placed; holds the events.
    events : ndarray of int, shape (E,)
    first, last : int
        The widest window, in rows from the announcement.

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
            f"too few placebo dates: {len(places)} of {len(eligible)} positions keep clear of the announcements, and "
            f"{FEWEST} are needed. Use a longer sample, shorter windows or fewer announcements."
        )
    return places
