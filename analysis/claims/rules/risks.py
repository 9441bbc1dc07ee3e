"""Rules for the claims of the chapter on risks, and the estimates they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_interval, by_parts, by_range
from analysis.claims.judge import rule, series, table
from analysis.data import GDP_YEAR, gdp_of_year

if TYPE_CHECKING:
    from analysis.passthrough.currency.parity_result import HedgingCost

QUOTED = ("simple", "discount")  # the interbank rate is a yield, the bill rate a discount
BASES = (0.0, -0.5)  # percentage points a year; no forward rates are published here, so the basis is a range
NOT_PUBLIC = (
    "nexi_cover_ratio_loans_2026",
    "nexi_balance_sheet_guarantees_outstanding",
    "losses_who_bears_them_if",
    "terms_return_loss_sharing_project",
)


def hedge(home: pd.Series, abroad: pd.Series, basis: float = 0.0, **yields: pd.Series) -> HedgingCost:
    """Cost of rolling a three-month hedge of dollars into yen, with a basis that is assumed."""
    from analysis.passthrough import hedging_cost

    return hedging_cost(home.dropna(), abroad.dropna(), basis=basis, quotation=QUOTED, **yields)


def weaker_year(rate: pd.Series) -> float:
    """Median rise of the dollar in yen over twelve months, percent, among those in which it rose."""
    change = 100 * (rate / rate.shift(12) - 1).dropna()
    return float(change[change > 0].median())


def backing(institutions: pd.DataFrame, gdp_yen: pd.Series) -> float:
    """Ceiling of the insurer's grant bonds and the state bank's guarantees and loans of one year, percent of GDP of 2024."""
    values = institutions.set_index("id")["value"].astype(float)
    return float(100 * 1000 * (values["nexi_grant_bonds_ceiling"] + values["jbic_filp_fy2026"]) / gdp_of_year(gdp_yen, GDP_YEAR))


@rule(
    "C88",
    says=(
        "Three parts. Notices and filings to the review of foreign purchases, change from 2023 to 2024: each supported from "
        "a rise of 5 %, contradicted if there is none. Stranded: supported if a project of the scheme was stopped, "
        "contradicted if none was, open while what happened after June 2026 is on the list of unknowns. Supported or "
        "contradicted if all parts are; partly if one has support; open if none has and one is open."
    ),
    needs={"cfius": table("cfius"), "unknowns": table("unknowns")},
    shown="tab-risks-cfius",
)
def review(cfius: pd.DataFrame, unknowns: pd.DataFrame) -> Decision:
    """How many cases there are, and what is known of stopped projects."""
    values = cfius.set_index("id")["value"].astype(float)
    change = {name: 100 * (values[f"{name}_2024"] / values[f"{name}_2023"] - 1) for name in ("notices", "filings")}
    stopped = float(values.get("scheme_projects_stopped", 0.0))
    unknown = (unknowns["id"] == "anything_scheme_after_june_2026").any()
    parts = {
        name: by_bounds(value, f"change of {name} from 2023 to 2024", supported_from=5.0, contradicted_to=0.0, unit="%")
        for name, value in change.items()
    }
    high = max(stopped, 1.0) if unknown else stopped
    return by_parts(parts | {"stranded": by_range(stopped, high, "projects of the scheme stopped", threshold=0.0)})


@rule(
    "C89",
    says=(
        "Two parts. Cost: mean cost of a three-month hedge of dollars into yen by covered parity with a basis of zero; "
        "supported if its 90 % interval lies above zero and it is at least 0.5 points a year, contradicted if the "
        "interval lies below zero or excludes 0.5, partly if above zero but smaller, open otherwise. Now: mean cost of "
        "the last twelve months with a basis from 0 to -0.5; supported if all of that range is above 0.5, contradicted "
        "if none is, partly otherwise. Supported or contradicted if both are; partly if one has support."
    ),
    needs={"home": series("jp_3m_interbank"), "abroad": series("fredmd_TB3MS")},
    shown="fig-risks-hedge",
)
def hedging_costs(home: pd.Series, abroad: pd.Series) -> Decision:
    """The mean cost by its interval, and the last year with a range for the basis."""
    whole = hedge(home, abroad).mean(level=0.90)
    last = [float(hedge(home, abroad, basis).cost.iloc[-12:].mean()) for basis in BASES]
    unit = "points a year"
    return by_parts({
        "cost": by_interval(whole, "mean cost of the hedge", matters=0.5, unit=unit),
        "now": by_range(min(last), max(last), "last twelve months", threshold=0.5, straddling="partly", unit=unit),
    })


@rule(
    "C90",
    says=(
        "Two parts, each the percent by which service of a dollar debt rises, per unit of the borrower's income, in the "
        "median twelve months of a weaker yen; supported from 1 %, contradicted at zero, partly between. Yen: a borrower "
        "with income in yen, if the scheme pays in dollars. Dollars: a project vehicle; its income is in dollars if the "
        "vehicle is set up in the US. Supported or contradicted if both are; partly if one is. Income is assumed not to move."
    ),
    needs={"rate": series("usd_jpy"), "terms": table("mou_terms")},
    shown="fig-risks-service",
)
def debt_service(rate: pd.Series, terms: pd.DataFrame) -> Decision:
    """Arithmetic: what a weaker yen adds depends on the currency of income."""
    rows = terms.set_index("id")
    owed = str(rows.loc["funding_currency", "value_text"])
    earned = "USD" if "US" in str(rows.loc["vehicle", "term"]) else "JPY"
    rise = weaker_year(rate)
    added = {"yen": rise if owed == "USD" else 0.0, "dollars": rise if owed == "USD" and earned == "JPY" else 0.0}
    return by_parts({
        name: by_bounds(value, f"added service with income in {name}", supported_from=1.0, contradicted_to=0.0, unit="%")
        for name, value in added.items()
    })


@rule(
    "C91",
    says=(
        "Two parts. Size: the ceiling of the insurer's grant bonds and the state bank's state funding of one year, in percent "
        "of GDP; supported from 1, contradicted up to 0.1, partly between. Disclosure: how many of four things (cover "
        "ratio, guarantees outstanding, bearer of losses, loss sharing by project) are on the list of unknowns; "
        "supported from three, contradicted at none, partly between. Supported or contradicted if both are; else partly."
    ),
    needs={"institutions": table("institutions"), "gdp_yen": series("jp_gdp_yen"), "unknowns": table("unknowns")},
    shown="tab-risks-stress",
)
def backstops(institutions: pd.DataFrame, gdp_yen: pd.Series, unknowns: pd.DataFrame) -> Decision:
    """How large what stands behind the scheme is, and how much of it is not public."""
    missing = int(unknowns["id"].isin(NOT_PUBLIC).sum())
    return by_parts({
        "size": by_bounds(
            backing(institutions, gdp_yen), "state backing", supported_from=1.0, contradicted_to=0.1, unit="% of GDP"
        ),
        "disclosure": by_bounds(missing, "of four things not public", supported_from=3, contradicted_to=0),
    })
