"""Measures of the chapter on the modalities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.common import selected, share_of_selected, value
from analysis.claims.registry import measure

if TYPE_CHECKING:
    import pandas as pd

MODES = ("equity_share_july", "jbic_share", "nexi_share")
RISK = ("jbic_filp_fy2026", "nexi_grant_bonds_fy2026", "nexi_capital")
FORMS = ("equity", "bonds", "infrastructure_funds")
NOT_MANUFACTURERS = (
    "SoftBank Group",
)  # telecommunications and investment; no other parent on the lists is neither


def japanese_control(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts whose operator is under Japanese control; unknown control counts as
    none."""
    return share_of_selected(projects, projects["control_country"] == "JPN")


def largest_batch(projects: pd.DataFrame, terms: pd.DataFrame) -> float:
    """Percent of the commitment that was selected on the busiest single day."""
    by_day = selected(projects).groupby("date")["amount_usd_bn"].sum()
    return 100 * float(by_day.max() / terms.set_index("id").loc["amount", "value"])


@measure(
    reads=("projects.list", "projects.date", "projects.amount_usd_bn", "mou_terms.id", "mou_terms.value"),
    zero_is_absence=True,
)
def busiest_day(projects: pd.DataFrame, mou_terms: pd.DataFrame) -> float | Absent:
    """Percent of the commitment that was selected on the busiest single day."""
    return Absent("a selection") if selected(projects).empty else largest_batch(projects, mou_terms)


@measure(reads=("projects.list", "projects.date", "projects.amount_usd_bn"), zero_is_absence=True)
def selection_days(projects: pd.DataFrame) -> float:
    """Days on which projects were selected."""
    return float(selected(projects)["date"].nunique())


@measure(reads=("mou_terms.id", "mou_terms.value_text"), zero_is_absence=True)
def modes(mou_terms: pd.DataFrame) -> float:
    """Forms of funding (equity, state loans, guaranteed loans) with an expected share."""
    return float(mou_terms.loc[mou_terms["id"].isin(MODES), "value_text"].notna().sum())


@measure(
    reads=("projects.list", "projects.amount_usd_bn", "projects.control_country", "projects.operator_parent"),
    zero_is_absence=True,
)
def under_manufacturers(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts whose operator Japanese manufacturers control."""
    maker = ~projects["operator_parent"].fillna("").isin(NOT_MANUFACTURERS)
    return share_of_selected(projects, (projects["control_country"] == "JPN") & maker)


@measure(
    reads=(
        "projects.list",
        "projects.amount_usd_bn",
        "projects.japanese_share_pct",
        "projects.control_country",
    )
)
def held_by_japanese(projects: pd.DataFrame) -> Range | Absent:
    """Share of Japanese firms in the operators, percent by selected amount: one that is not known counts as
    none or half below control, and as half or all above it."""
    rows = selected(projects)
    if rows.empty:
        return Absent("a selected project")
    known, controlled = rows["japanese_share_pct"], rows["control_country"] == "JPN"
    weights = rows["amount_usd_bn"] / rows["amount_usd_bn"].sum()
    least = known.fillna(controlled.map({True: 50.0, False: 0.0}))
    most = known.fillna(controlled.map({True: 100.0, False: 50.0}))
    return Range(float((weights * least).sum()), float((weights * most).sum()))


@measure(reads=("facts_other.id", "facts_other.value"))
def jobs_per_billion(facts_other: pd.DataFrame) -> Range | Absent:
    """Planned jobs of the benchmark plant per billion dollars, at the final and at the planned amount."""
    jobs, plan, total = (value(facts_other, f"alabama_{key}") for key in ("jobs", "plan", "total"))
    if None in (jobs, plan, total):
        return Absent("jobs and amounts of the benchmark plant")
    return Range(1000 * jobs / total, 1000 * jobs / plan)


@measure(reads=("projects.stage", "projects.list"), zero_is_absence=True)
def signed_in_forms(projects: pd.DataFrame) -> float:
    """Signed entries in the form of equity, bonds or infrastructure funds."""
    return float(((projects["stage"] == "signed") & projects["list"].isin(FORMS)).sum())


@measure(reads=("institutions.id", "institutions.value"))
def alternatives_cap(institutions: pd.DataFrame) -> float | Absent:
    """Cap on all alternative assets of the public pension fund, percent of its assets."""
    found = value(institutions, "gpif_alternatives_cap")
    return Absent("a cap on alternative assets") if found is None else found


@measure(reads=("institutions.id", "institutions.value"), zero_is_absence=True)
def budget_money(institutions: pd.DataFrame) -> float:
    """Trillion yen paid from the budget, not lent, to the state bodies for the plan."""
    return float(value(institutions, "nexi_capital") or 0.0)


@measure(reads=("tax_rules.id",), zero_is_absence=True)
def scheme_reliefs(tax_rules: pd.DataFrame) -> float:
    """Tax rules of the plan."""
    return float(tax_rules["id"].str.startswith("scheme_relief").sum())


@measure(reads=("institutions.id", "institutions.value"), zero_is_absence=True)
def risk_backing(institutions: pd.DataFrame) -> float:
    """Kinds of state backing (state funding, grant bonds, capital) with a positive amount."""
    return float((institutions.loc[institutions["id"].isin(RISK), "value"] > 0).sum())


@measure(reads=("institutions.id", "projects.list", "projects.stage"), zero_is_absence=True)
def joint_mechanisms(institutions: pd.DataFrame, projects: pd.DataFrame) -> float:
    """State facilities for the plan, or signed entries of state and banks together: the fewer of both."""
    facilities = institutions["id"].isin(("jbic_facility_start", "nexi_grant_bonds_ceiling")).sum()
    return float(min(facilities, ((projects["list"] == "loans") & (projects["stage"] == "signed")).sum()))


@measure(reads=("memorandum.id", "memorandum.country"), zero_is_absence=True)
def parties_beyond_two(memorandum: pd.DataFrame) -> float:
    """Clauses on record that bind more than one partner of the United States at once."""
    return float((memorandum.groupby("id")["country"].nunique() > 1).sum())


@measure(
    reads=("projects.list", "projects.amount_usd_bn", "projects.control_country", "projects.japanese_firms"),
    zero_is_absence=True,
)
def with_us_operators(projects: pd.DataFrame) -> float:
    """Selected projects under US control that name Japanese firms."""
    rows = selected(projects)
    return float(((rows["control_country"] == "USA") & rows["japanese_firms"].notna()).sum())


@measure(reads=("projects.list", "projects.amount_usd_bn", "projects.control_country"), zero_is_absence=True)
def third_country_operators(projects: pd.DataFrame) -> float:
    """Selected projects whose operator is controlled from a third country."""
    control = selected(projects)["control_country"].dropna()
    return float((~control.isin(("USA", "JPN"))).sum())


@measure(reads=("institutions.id", "institutions.value", "size_context.id", "size_context.value"))
def cover_capacity(institutions: pd.DataFrame, size_context: pd.DataFrame) -> Range | Absent:
    """The insurer's capacity in percent of the guaranteed part of the commitment in yen, first step and
    ceiling."""
    from analysis import scheme

    needed = value(size_context, "commitment_yen_high")
    ends = [value(institutions, f"nexi_capacity_{key}") for key in ("first", "ceiling")]
    if needed is None or None in ends:
        return Absent("capacity of the insurer")
    return Range(*(100 * end / (needed * scheme.Instruments().guaranteed) for end in ends))
