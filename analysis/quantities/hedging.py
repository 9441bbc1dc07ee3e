"""What it costs to hedge dollars into yen: one definition for every page and rule.

A bill and an interbank rate differ in credit risk, and the difference would pass for a cost of the hedge. So
one kind of rate stands on both sides: three months between banks in yen, three months of commercial paper of
banks and other financial firms in dollars, both unsecured. A yen bill is not in the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import data

if TYPE_CHECKING:
    from analysis.passthrough.currency.parity_result import HedgingCost

#: The yen and the dollar rate, three months, unsecured, and how they are quoted: a yield and a discount.
HOME, ABROAD = "jp_3m_interbank", "fredmd_CP3Mx"
QUOTED = ("simple", "discount")


def hedge(home: pd.Series, abroad: pd.Series, basis: float = 0.0, **yields: pd.Series) -> HedgingCost:
    """Cost of rolling a three-month hedge of dollars into yen, with a basis that is assumed.

    Parameters
    ----------
    home, abroad : Series
        The series `HOME` and `ABROAD`, percent a year.
    basis : float
        Percentage points a year; below zero makes the hedge dearer.
    **yields
        `home_yield` and `abroad_yield`, for the pick-up that is left.
    """
    from analysis.passthrough import hedging_cost

    return hedging_cost(
        home_rate=home.dropna(), abroad_rate=abroad.dropna(), basis=basis, quotation=QUOTED, **yields
    )


def cost_now(basis: float = 0.0) -> tuple[pd.Period, float]:
    """Newest month that both rates have, and the cost of a hedge in it, percentage points a year."""
    cost = hedge(data.load(HOME), data.load(ABROAD), basis).cost
    return cost.index[-1], float(cost.iloc[-1])
