"""What was stated of the funding, and the cases that are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import report, transmission

#: Rows of the plan that say where dollars come from.
STATED = [
    "no_spot_sale",
    "special_account_half",
    "bonds_and_swaps",
    "no_exchange_effect",
    "jbic_third",
    "nexi_two_thirds",
    "lend_to_jbic",
    "chosun_half",
    "swap_5_5",
    "banks_weigh",
    "support_weighed",
    "state_fiscal_loans",
    "state_guarantees",
]
#: Sources that hold or borrow dollars, so that no yen is sold.
_IN_DOLLARS = ("reserves", "guaranteed bonds", "dollar borrowing")


def stated_rows(plan: pd.DataFrame) -> pd.DataFrame:
    """Statements in the order of their days; a state budget's with its amount."""
    stated = plan.loc[STATED].sort_values("date", kind="stable")
    amounts = ", " + stated["amount"].map("{:g}".format) + " " + stated["unit"]
    said = stated["statement"].mask(stated.index.str.startswith("state_"), stated["statement"] + amounts)
    return pd.DataFrame(
        {
            "Date": stated["date"].astype(str),
            "Who": stated["speaker"],
            "What was stated, of what": said + " (" + stated["scope"] + ")",
            "Source [grade]": report.tables.cited(stated),
        }
    )


def case_rows(cases: Mapping[str, Any], amount: float, basis: float) -> pd.DataFrame:
    """The cases by where their dollars come from, percent, and what the basis costs, billions a year.

    Parameters
    ----------
    cases : mapping of str to transmission.Case
    amount : float
        Billion dollars.
    basis : float
        Percentage points; above zero Japan pays.
    """
    made = cases.values()
    return pd.DataFrame(
        {
            "Case": [case.label for case in made],
            "Dollars held or borrowed, %": [
                100 * sum(case.funding.get(source, 0.0) for source in _IN_DOLLARS) for case in made
            ],
            "Through swaps, %": [100 * case.swapped for case in made],
            "Bought with yen, %": [100 * case.converted for case in made],
            "Cost of the basis": [transmission.yearly_cost(amount * case.swapped, basis) for case in made],
            "Assumed beyond the statements": [case.assumed for case in made],
        }
    )
