"""What stands above the figures of the page on methods: findings, measures, periods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.author.sentences import held


def nulls(frame: pd.DataFrame) -> dict[str, str]:
    """How many nulls would have found an effect that matters."""
    telling = int(frame["informative"].astype(bool).sum())
    return {
        "title": held(
            f"Only {telling} of {len(frame)} findings of nothing are telling", telling < len(frame) / 4
        ),
        "subtitle": "Effect that would have been found over the one that matters, ratio, log scale, one dot a"
        " test; simulated or by formula",
    }


def coverage(cover: pd.DataFrame) -> dict[str, str]:
    """Gaps of the defaults, in percentage points."""
    ours = cover.loc[cover["default"], "gap"]
    return {
        "title": held("Our default methods cover nearly what they promise", ours.abs().max() < 6),
        "subtitle": "How often simulated intervals hold the truth, less what they say, percentage points, one"
        " dot a method and design",
    }


def growth(frame: pd.DataFrame) -> dict[str, str]:
    """Slopes of log seconds over log size, which are one where twice the work takes twice the time."""
    slopes = [
        np.polyfit(np.log(part["size"]), np.log(part["seconds"]), 1)[0]
        for _, part in frame.groupby("dimension")
    ]
    return {
        "title": held("Double the work costs about double the time", min(slopes) > 0.8 and max(slopes) < 1.1),
        "subtitle": "Seconds of one processor by size of the work, simulated data",
    }
