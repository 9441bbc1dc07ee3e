"""Rules for the claims of the chapter on Japan."""

from __future__ import annotations

import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_parts
from analysis.claims.judge import rule, series

MEMORANDUM = "2025-09"  # month in which the scheme was signed


@rule(
    "C53",
    says=(
        "Since the memorandum, did the ministry buy yen, and did the bank raise its rate? Each part is supported by one "
        "such act and contradicted by none; supported if both, contradicted if neither. That the scheme forced "
        "them is not decided here: no source names it."
    ),
    needs={"operations": series("mof_intervention_monthly_jpy"), "policy_rate": series("jp_policy_rate")},
    shown="tab-japan-claims",
)
def policy_acted(operations: pd.Series, policy_rate: pd.Series) -> Decision:
    """Count yen-buying months and rate rises since the memorandum."""
    bought = operations.loc[MEMORANDUM:]
    rises = policy_rate.diff().loc[MEMORANDUM:]
    return by_parts({
        "intervention": by_bounds(
            float((bought > 0).sum()), "months in which yen were bought", supported_from=1, contradicted_to=0
        ),
        "policy": by_bounds(float((rises > 0).sum()), "rises of the policy rate", supported_from=1, contradicted_to=0),
    })
