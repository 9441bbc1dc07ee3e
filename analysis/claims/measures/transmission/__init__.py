"""Measures of the chapter on transmission: the money and its returns (`flows`), markets at decisions
(`at_decisions`)."""

from analysis.claims.measures.transmission.at_decisions import (
    decision_months,
    decisions,
    linked,
    nervousness,
    rate_months,
    yields_at,
    yields_in_decision_months,
)
from analysis.claims.measures.transmission.flows import (
    mean_dates,
    unsteadiness,
    variances,
)

__all__ = [
    "decision_months",
    "decisions",
    "linked",
    "mean_dates",
    "nervousness",
    "rate_months",
    "unsteadiness",
    "variances",
    "yields_at",
    "yields_in_decision_months",
]
