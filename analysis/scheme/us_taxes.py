r"""Whom the United States taxes in the scheme, and what that leaves of Japan's part.

"Net of US taxes" (row jpn_net_of_tax of the memorandum) can bite in two places: the vehicle's profit, before
anything is divided, and the deemed interest in Japan's part. Whether the vehicle is a company or a
partnership, and whether the state bank is exempt (section 892, or the treaty's article on interest), is not
published: named cases stand side by side. If the deemed amount counts net, the first split lasts until Japan
has it after tax; the clause then runs at the rate
:math:`i / (1 - w)` before a tax w on deemed interest, and Japan keeps i of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import data
from analysis.scheme.check import share
from analysis.scheme.memorandum import Terms
from analysis.scheme.project import Project, cash_flows
from analysis.scheme.returns import rate_of_return
from analysis.scheme.thresholds import HIGHEST, LOWEST, solved
from analysis.scheme.waterfall import Waterfall, distribute


@dataclass(frozen=True)
class Status:
    """Who is a US taxpayer.

    Attributes
    ----------
    vehicle : float
        Rate on the vehicle's own profit.
    withheld : float
        Rate on the deemed interest that Japan receives.
    counts_net : bool
        Whether the deemed amount is reached only by what arrives after that tax.
    rows : tuple of str
        Rows of `tax_rules` or `treaty_provisions` behind the rates.
    """

    vehicle: float = 0.0
    withheld: float = 0.0
    counts_net: bool = True
    rows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        share(self.vehicle, "vehicle")
        share(self.withheld, "withheld")


def statuses() -> dict[str, Status]:
    """The cases, by name; rates from the fact tables."""
    rules = data.table("tax_rules").set_index("id")["value"] / 100
    treaties = data.table("treaty_provisions").set_index("id")["us_withholding_pct"] / 100
    federal, combined = float(rules["us_federal_rate"]), float(rules["us_combined_rate"])
    row = "interest_none_any_recipient"
    none = float(treaties[row])
    return {
        "Nobody: a partnership, Japan's part exempt": Status(),
        "The vehicle, federal": Status(vehicle=federal, rows=("us_federal_rate",)),
        "The vehicle, federal and state": Status(vehicle=combined, rows=("us_combined_rate",)),
        "Japan's deemed interest, made good by the split": Status(withheld=none, rows=(row,)),
        "Japan's deemed interest, not made good": Status(withheld=none, counts_net=False, rows=(row,)),
    }


def interest_received(split: Waterfall) -> np.ndarray:
    """Part of Japan's receipts that is deemed interest, payments meeting interest before principal, shape (N,
    T)."""
    owed = np.zeros(len(split.japan))
    part = np.zeros_like(split.japan)
    for t in range(part.shape[1]):
        owed = owed + split.interest[:, t]
        part[:, t] = np.minimum(split.japan[:, t], owed)
        owed = owed - part[:, t]
    return part


def after_us_tax(project: Project, terms: Terms, status: Status) -> np.ndarray:
    """Japan's net flow after US taxes, shape (N, T): receipts less calls less what is withheld from deemed
    interest."""
    made = (
        replace(terms, deemed_rate=terms.deemed_rate / (1 - status.withheld)) if status.counts_net else terms
    )
    split = distribute(cash_flows(replace(project, us_tax=status.vehicle)), made)
    return split.net - status.withheld * interest_received(split)


def by_status(project: Project, terms: Terms) -> pd.DataFrame:
    """Japan's return on one project and the return that pays it the deemed rate, by who is taxed.

    Parameters
    ----------
    project : Project
        One; its `us_tax` is replaced by each case's.
    terms : Terms

    Returns
    -------
    DataFrame, index the cases of `statuses`
        vehicle, withheld (rates), japan (return a year, after US taxes), break_even (return of the project
        before tax), rows.
    """
    found = {}
    for name, status in statuses().items():

        def earned(r, status=status):
            return float(rate_of_return(after_us_tax(replace(project, return_=r), terms, status))[0])

        found[name] = {
            "vehicle": status.vehicle,
            "withheld": status.withheld,
            "japan": earned(project.return_),
            "break_even": solved(
                earned, terms.deemed_rate, LOWEST, HIGHEST, "projects that earn {:g} to {:g} a year"
            ),
            "rows": " ".join(status.rows),
        }
    return pd.DataFrame(found).T.astype(dict.fromkeys(("vehicle", "withheld", "japan", "break_even"), float))
