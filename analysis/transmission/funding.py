"""The money by named cases of its funding, from what ministers, officials and the press have stated.

How much is bought with yen is not on record. There is a plan, and each case takes it at its word up to a
point. In three of five nothing is bought, so their effect on the spot rate is zero and not merely small: no
distribution of the share between zero and one is assumed anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import data
from analysis.errors import SchemeError
from analysis.scheme import Instruments
from analysis.transmission.flows import IN_YEN

#: Months in which the one reported size of swaps is turned into dollars: that of the report.
_SWAPPED_AT = "2026-02"


@dataclass(frozen=True)
class FundingCase:
    """One case of the funding.

    Attributes
    ----------
    name, label : str
        Key, and words for a table.
    funding : dict of str to float
        Share of the money by source, as `Flows.funding` takes it; adds up to 1.
    said : tuple of str
        Rows of the table `funding_plan` that it follows.
    assumed : str
        What it assumes beyond them.
    """

    name: str
    label: str
    funding: Mapping[str, float]
    said: tuple[str, ...]
    assumed: str

    def __post_init__(self) -> None:
        unknown = set(self.funding) - set(IN_YEN)
        if unknown or abs(sum(self.funding.values()) - 1) > 1e-12 or min(self.funding.values()) < 0:
            raise SchemeError(
                f"case {self.name!r}: shares of {', '.join(IN_YEN)} of 0 or more that add up to 1, not"
                f" {dict(self.funding)}."
            )

    @property
    def converted(self) -> float:
        """Share of the money that is bought with yen on the spot market."""
        return float(self.funding.get("yen", 0.0))

    @property
    def swapped(self) -> float:
        """Share that is raised in yen and swapped into dollars."""
        return float(self.funding.get("swaps", 0.0))


def cases(
    plan: pd.DataFrame | None = None, amount: float = 550.0, rate: float | None = None
) -> dict[str, FundingCase]:
    """The named cases.

    Parameters
    ----------
    plan : DataFrame, optional
        The table `funding_plan`.
    amount : float
        Billions of dollars of the whole, of which the reported swaps are a part.
    rate : float, optional
        Yen per dollar for the reported swaps; default the mean of the month of the report.

    Returns
    -------
    dict of name to FundingCase
        stated, swaps, hedged (nothing bought), account, full.
    """
    table = (data.table("funding_plan") if plan is None else plan).set_index("id")
    rate = float(data.load("usd_jpy")[_SWAPPED_AT]) if rate is None else rate
    bank = float(table.loc["jbic_third", "share_pct"]) / 100
    # The minister spoke of half of the loans; the bank's part holds equity besides.
    account = (bank - Instruments().equity) * float(table.loc["special_account_half", "share_pct"]) / 100
    swaps = float(table.loc["swap_5_5", "amount"]) * 1000 / rate / amount
    spot = float(table.loc["no_spot_sale", "share_pct"]) / 100
    others, rest = 1 - bank, bank - account
    if swaps > rest:
        raise SchemeError(
            f"the reported swaps are {100 * swaps:.1f} % of {amount:g} billion dollars, more than the"
            f" {100 * rest:.1f} % that the plan leaves to swaps and bonds: read the row swap_5_5 of"
            " funding_plan again."
        )
    sources = {"reserves": account, "guaranteed bonds": rest, "dollar borrowing": others}
    stated = {source: part * (1 - spot) for source, part in sources.items()}
    with_swaps = {"reserves": account, "swaps": swaps, "guaranteed bonds": rest - swaps}
    found = (
        FundingCase(
            "stated",
            "As ministers state: no spot sale",
            stated | ({"yen": spot} if spot else {}),
            ("no_spot_sale", "special_account_half", "bonds_and_swaps", "jbic_third", "nexi_two_thirds"),
            "nothing",
        ),
        FundingCase(
            "swaps",
            "Basis swaps of the reported size",
            with_swaps | {"dollar borrowing": others},
            ("swap_5_5", "special_account_half", "jbic_third"),
            "the rest as stated; one swap, not one a batch",
        ),
        FundingCase(
            "hedged",
            "Banks raise yen and hedge it",
            with_swaps | {"swaps": swaps + others},
            ("nexi_two_thirds", "banks_weigh", "support_weighed", "swap_5_5"),
            "banks swap all that they lend, and no bank leaves it open",
        ),
        FundingCase(
            "account",
            "Half of the state bank's loans from the special account, the rest of its part bought",
            {"reserves": account, "yen": rest, "dollar borrowing": others},
            ("special_account_half", "jbic_third", "nexi_two_thirds"),
            "bonds and swaps do not come about",
        ),
        FundingCase("full", "Full conversion", {"yen": 1.0}, (), "no part of the plan is kept"),
    )
    return {case.name: case for case in found}
