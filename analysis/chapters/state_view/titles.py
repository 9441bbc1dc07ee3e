"""What stands above the figures of the page on the view of the state: findings, measures, periods."""

from __future__ import annotations

import pandas as pd

from analysis.report.author.sentences import held


def bearers(who: pd.DataFrame) -> dict[str, str]:
    """In how many cases insurer and state bank lose together, and the United States' part."""
    state = who["insurer"] + who["state bank and equity"]
    loses = int((state < 0).sum())
    return {
        "title": held(
            f"Japan's state loses in {loses} of {len(who)} cases, America gains",
            who["United States"].min() > 0 and loses > len(who) / 2,
        ),
        "subtitle": "Present value by who gets or loses it, dollars, for five model projects, before fees",
    }
