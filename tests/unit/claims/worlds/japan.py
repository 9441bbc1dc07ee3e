"""Worlds for the rules of the chapter on Japan."""

import pandas as pd

MONTHS = pd.period_range("2024-01", "2026-06", freq="M")


def acts(bought, rises):
    """Operations and policy rate with a purchase and a rise in these months."""
    operations = pd.Series([100.0 if str(month) in bought else 0.0 for month in MONTHS], MONTHS)
    steps = pd.Series([0.25 if str(month) in rises else 0.0 for month in MONTHS], MONTHS)
    return {"operations": operations, "policy_rate": 0.1 + steps.cumsum()}


WORLDS = {
    "C53": {
        "supported": lambda: acts({"2026-04"}, {"2025-12"}),
        "partly": lambda: acts({"2024-07"}, {"2025-12"}),  # bought, but before the memorandum
        "contradicted": lambda: acts(set(), {"2024-07"}),
    },
}
