"""Measures of the chapter on motives: what the plan says (`plan`), what money did (`money`)."""

from analysis.claims.measures.motives.money import (
    LAST_YEAR,
    drift,
    drift_change,
    monthly_policy,
    percentile,
    pickup,
)
from analysis.claims.measures.motives.plan import NAMED, concentration, values

__all__ = [
    "LAST_YEAR",
    "NAMED",
    "concentration",
    "drift",
    "drift_change",
    "monthly_policy",
    "percentile",
    "pickup",
    "values",
]
