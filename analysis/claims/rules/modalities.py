"""Rules for the claims of the chapter on the modalities, and the statistics they rest on."""

from __future__ import annotations

import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_parts
from analysis.claims.judge import rule, table

SELECTED = ("batch_1", "batch_2")  # lists of projects that the two governments announced or named as candidates
RENEWABLE = ("renewable_power", "solar", "wind", "hydropower", "geothermal")
TRANSPORT = ("transport", "ports", "rail", "airports", "oil_export")  # an export terminal counts, to the claim's favour
MODES = ("equity_share_july", "jbic_share", "nexi_share")
RISK = ("jbic_filp_fy2026", "nexi_grant_bonds_fy2026", "nexi_capital")
_SCHEME = r"scheme|memorandum|\$550|550 billion|strategic investment"


def selected(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects of the two batches that have an amount."""
    return projects[projects["list"].isin(SELECTED) & projects["amount_usd_bn"].notna()]


def share(projects: pd.DataFrame, chosen: pd.Series) -> float:
    """Percent of the amount of these projects that the chosen ones make up."""
    return 100 * float(projects.loc[chosen, "amount_usd_bn"].sum() / projects["amount_usd_bn"].sum())


def run_by_japanese(projects: pd.DataFrame) -> pd.Series:
    """Whether the operator's name holds that of a Japanese firm named for the project."""
    firms = projects["japanese_firms"].fillna("").str.split(";")
    return pd.Series(
        [any(f.strip() and f.strip() in str(o) for f in names) for names, o in zip(firms, projects["operator"], strict=True)],
        projects.index,
        dtype=bool,
    )


def largest_batch(projects: pd.DataFrame, terms: pd.DataFrame) -> float:
    """Percent of the commitment that was selected on the busiest single day."""
    by_day = selected(projects).groupby("date")["amount_usd_bn"].sum()
    return 100 * float(by_day.max() / terms.set_index("id").loc["amount", "value"])


def named(projects: pd.DataFrame, words: str) -> float:
    """Entries of the batches and loans whose operator or firms fit the words."""
    rows = projects[projects["list"].isin((*SELECTED, "loans"))]
    text = rows["operator"].fillna("") + " " + rows["japanese_firms"].fillna("")
    return float(text.str.contains(words, case=False).sum())


@rule(
    "C26",
    says=(
        "Two parts. Phases: the largest part of the commitment selected on one day; supported up to 50 percent, "
        "contradicted from 90. Modes: forms of funding (equity, state loans, guaranteed loans) with a share in the table of "
        "terms; supported from two, contradicted up to one. Supported or contradicted if both are; otherwise partly. "
        "Shares of forms are officials' expectations."
    ),
    needs={"projects": table("projects"), "terms": table("mou_terms")},
    shown="fig-modalities-timeline",
)
def in_phases(projects: pd.DataFrame, terms: pd.DataFrame) -> Decision:
    """The busiest day, and the number of forms."""
    modes = terms[terms["id"].isin(MODES)]["value_text"].notna().sum()
    return by_parts({
        "phases": by_bounds(
            largest_batch(projects, terms), "of the commitment selected on the busiest day", supported_from=50, contradicted_to=90,
            unit="percent",
        ),
        "modes": by_bounds(float(modes), "forms of funding with a share", supported_from=2, contradicted_to=1),
    })  # fmt: skip


@rule(
    "C27",
    says=(
        "Two parts. Operators: share of the selected amounts whose operator bears the name of a Japanese firm named for the "
        "project. Funds: share of the signed amount that is not lent by state lenders or banks. Each supported from 50 "
        "percent and contradicted up to 10. Supported or contradicted if both are; partly if one has some support. "
        "Direct investment outside the scheme is not judged."
    ),
    needs={"projects": table("projects")},
    shown="tab-modalities-who",
)
def manufacturers_invest(projects: pd.DataFrame) -> Decision:
    """Who runs the selected projects and who pays for what is signed."""
    rows = selected(projects)
    signed = projects[(projects["stage"] == "signed") & projects["amount_usd_bn"].notna()]
    other = ~signed["operator"].fillna("").str.contains("JBIC|NEXI|bank", case=False)
    bounds = {"supported_from": 50, "contradicted_to": 10, "unit": "percent"}
    return by_parts({
        "operators": by_bounds(share(rows, run_by_japanese(rows)), "selected amounts run under a Japanese firm's name", **bounds),
        "funds": by_bounds(share(signed, other), "signed amount not lent by state lenders or banks", **bounds),
    })


@rule(
    "C30",
    says=(
        "Three parts: banks, pension funds, insurers. Each supported if an entry of the batches or loans names one, "
        "contradicted if none does, as far as entries are published. Supported or contradicted if all parts are; "
        "otherwise partly."
    ),
    needs={"projects": table("projects")},
    shown="tab-modalities-who",
)
def institutions_take_part(projects: pd.DataFrame) -> Decision:
    """Entries that name each kind of institution."""
    words = {"banks": "private bank|megabank|MUFG|Mizuho|SMBC", "pension funds": "pension|GPIF", "insurers": "insurer|life insurance"}
    return by_parts({
        kind: by_bounds(named(projects, pattern), "entries that name one", supported_from=1, contradicted_to=0)
        for kind, pattern in words.items()
    })


@rule(
    "C32",
    says=(
        "Share of renewable power and transport in the amounts of the two batches, an oil-export terminal counted as "
        "transport. Supported from 50 percent, contradicted up to 10, partly between."
    ),
    needs={"projects": table("projects")},
    shown="tab-modalities-who",
)
def targets(projects: pd.DataFrame) -> Decision:
    """Renewable power and transport in what was selected."""
    rows = selected(projects)
    return by_bounds(
        share(rows, rows["sector"].isin(RENEWABLE + TRANSPORT)), "renewable power and transport in the selected amounts",
        supported_from=50, contradicted_to=10, unit="percent",
    )  # fmt: skip


@rule(
    "C33",
    says=(
        "Three parts. Risk sharing: state funding, grant bonds or capital with a positive amount; subsidies: entries on "
        "institutions that name a subsidy for the scheme; tax relief: tax rules that name the scheme. Each supported from "
        "one entry, contradicted by none, as far as published. Supported or contradicted if all are; otherwise partly."
    ),
    needs={"institutions": table("institutions"), "taxes": table("tax_rules")},
    shown="tab-modalities-support",
)
def state_supports(institutions: pd.DataFrame, taxes: pd.DataFrame) -> Decision:
    """Entries of each kind of support."""
    risk = float((institutions[institutions["id"].isin(RISK)]["value"] > 0).sum())
    subsidy = float(institutions["item"].fillna("").str.contains(r"\bsubsid(?:y|ies)\b", case=False).sum())
    relief = float((taxes["rule"].fillna("") + " " + taxes["note"].fillna("")).str.contains(_SCHEME, case=False).sum())
    return by_parts({
        "risk sharing": by_bounds(risk, "kinds of state backing", supported_from=1, contradicted_to=0),
        "subsidies": by_bounds(subsidy, "entries that name one", supported_from=1, contradicted_to=0),
        "tax relief": by_bounds(relief, "tax rules that name the scheme", supported_from=1, contradicted_to=0),
    })
