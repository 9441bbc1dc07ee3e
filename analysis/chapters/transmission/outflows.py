"""When receipts come, how smooth outflows are, and what markets did at decisions on state backing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.claims.decide import LEVEL, detectable

#: Headings of the table of a higher tariff.
TARIFF_COLUMNS = {
    "cost_share": "Cost share, assumed",
    "per_rate": "Per point of rate",
    "per_cost": "Per point of cost",
    "effect": "Price of the goods, %",
}


def timing_rows(dates: pd.DataFrame, varies: pd.Series) -> pd.DataFrame:
    """Mean year of receipts by return of the project: loans by tenor, owner, and how the owner's vary."""
    loans = dates.pivot(index="return", columns="tenor", values="loan")
    rows = loans.add_prefix("Loan, ").add_suffix(" years")
    rows["Owner"] = dates.groupby("return")["owner"].first()
    rows["Owner's receipts vary by"] = varies.round(6)
    rows.index = pd.Index([f"{100 * rate:.0f} %" for rate in rows.index], name="Project return")
    return rows


def test_rows(tests: Mapping[str, Any], spread: float) -> pd.DataFrame:
    """Estimate, interval and detectable effect of each test; last, the spread of direct flows itself."""
    rows = {
        name: (effect.estimate, *effect.interval(LEVEL), detectable(effect)) for name, effect in tests.items()
    }
    rows["Direct flows, net, standard deviation over mean"] = (spread, np.nan, np.nan, np.nan)
    return pd.DataFrame(rows, index=["Estimate", "Low", "High", "Would be found"]).T


def tariff_rows(estimates: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Effects of the step by estimate and by the cost share that is assumed."""
    rows = pd.concat(estimates, names=["Estimate"]).reset_index(level=0)
    return rows[["Estimate", "cost_share", "per_rate", "per_cost", "effect"]]
