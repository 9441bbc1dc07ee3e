"""The operations of 2026 in the market: fixings before and after, and what each theory makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import report, transmission

#: Operations and policy rates that the page shows.
ACTS = [
    "2026-07-30_intervention_alone",
    "2026-07-31_intervention_joint",
    "2026-08-28_intervention_period",
    "2026-09-16_fed",
    "2026-09-18_policy_rate",
]


def move(fixings: pd.Series, first: str, last: str) -> float:
    """Change of the dollar in yen from one fixing to another, percent."""
    return 100 * float(fixings[last] / fixings[first] - 1)


def as_large_a_fall(fixings: pd.Series, first: str, last: str, before: str) -> float:
    """Percent of the windows of as many fixings, over before a day, in which the dollar fell by as much."""
    width = len(fixings[first:last]) - 1
    earlier = 100 * (fixings.shift(-width) / fixings - 1)[:before].iloc[: -width - 1].dropna()
    return 100 * float((earlier <= move(fixings, first, last)).mean())


def act_rows(acts: pd.DataFrame, fixings: pd.Series) -> pd.DataFrame:
    """Each act with the fixing before it, that of the day and the fifth after it."""
    days = pd.to_datetime(acts["date"])
    return pd.DataFrame(
        {
            "Date": acts["date"].astype(str),
            "What happened": acts["event"],
            "Yen per dollar, fixing before": [fixings[: day - pd.Timedelta(days=1)].iloc[-1] for day in days],
            "Fixing of the day": fixings.reindex(days).to_numpy(),
            "Five fixings later": [fixings[day:].iloc[5] for day in days],
            "Source [grade]": report.tables.cited(acts),
        }
    )


def by_theory(theories: Mapping[str, Any], share: float) -> pd.DataFrame:
    """Change of the dollar in yen, percent, that each theory expects of official sales.

    Parameters
    ----------
    theories : mapping of str to transmission.Theory
    share : float
        Dollars sold, percent of GDP.
    """
    ends = {"Lower end": 0.95, "Median": 0.5, "Upper end": 0.05}
    rows = {
        name: [float(transmission.simple(-share * theory.law.ppf(q))) for q in ends.values()]
        for name, theory in theories.items()
    }
    return pd.DataFrame(rows, index=list(ends)).T


def theories_around(expected: pd.DataFrame, seen: float) -> int:
    """How many theories have the move that was seen within their band."""
    return int(((expected["Lower end"] <= seen) & (seen <= expected["Upper end"])).sum())
