"""Who builds and lends, what the state stands behind, how the dollars are raised, and the tariffs."""

from __future__ import annotations

import pandas as pd

from analysis import data, report
from analysis.report.author.cells import qualified

#: Rows of the institutions' table that say what the state has put behind lender and insurer.
BACKING = [
    "jbic_filp_fy2026",
    "jbic_filp_loans",
    "jbic_filp_guarantees",
    "jbic_filp_other",
    "nexi_grant_bonds_ceiling",
    "nexi_grant_bonds_fy2026",
    "nexi_capital",
    "nexi_capacity_first",
    "nexi_capacity_ceiling",
]
#: Headings of the table of those rows.
BACKING_COLUMNS = {
    "institution": "Institution",
    "item": "What",
    "value": "Trillion yen",
    "as_of": "As of",
    "grade": "Grade",
}
#: Rows that say the terms of the largest project, and events of the next round.
TERMS_OF = ["nexi_portsmouth_cover", "portsmouth_developer_fee", "portsmouth_turbine_order"]
REPORTED = [
    "2026-07-23_reactor_liability",
    "2026-09-04_rounds",
    "2026-09-04_deal",
    "2026-09-05_smr",
    "2026-09-22_deal",
]


def _plain(value: object) -> str:
    """A number as short as it is, or nothing."""
    return "" if pd.isna(value) else f"{value:g}"


def _word(value: object) -> str:
    """A word, or nothing."""
    return "" if pd.isna(value) else str(value)


def told_rows(told: pd.DataFrame) -> pd.DataFrame:
    """Selected projects and reported loans, with parent, control and Japanese share."""
    return pd.DataFrame(
        {
            "Project": told["project"],
            "State": told["state"].fillna(""),
            "Operator or lender": told["operator"],
            "Parent": told["operator_parent"].fillna(""),
            "Control": told["control_country"].fillna(""),
            "Japanese share, %": told["japanese_share_pct"].map(_plain),
            "Billion dollars": told["amount_usd_bn"],
            "Amount": told["amount_kind"],
            "Stage": told["stage"],
            "Grade": told["grade"],
        }
    )


def share_of_amount(projects: pd.DataFrame, rows: pd.Series) -> float:
    """Percent of the amounts of these projects that the marked rows have."""
    return 100 * projects.loc[rows, "amount_usd_bn"].sum() / projects["amount_usd_bn"].sum()


def backing_rows(backing: pd.DataFrame) -> pd.DataFrame:
    """State backing with its qualifier, trillion yen."""
    values = [
        qualified(f"{value:g}", qualifier)
        for qualifier, value in zip(backing["qualifier"], backing["value"], strict=True)
    ]
    return backing.assign(value=values)[["institution", "item", "value", "as_of", "grade"]]


def _with_amount(row: pd.Series) -> str:
    """A statement, and its amount where the statement does not name it."""
    if pd.isna(row["amount"]) or f"{row['amount']:g}" in row["statement"]:
        return row["statement"]
    return f"{row['statement']}: {row['amount']:g} {row['unit']}"


def funding_rows(plan: pd.DataFrame) -> pd.DataFrame:
    """What was said of the funding: who, when, of what, on which source."""
    return pd.DataFrame(
        {
            "Who, when": plan["speaker"] + "\n" + plan["date"],
            "What was said": [_with_amount(row) for _, row in plan.iterrows()],
            "Of what": plan["scope"],
            "Source [grade]": report.tables.cited(plan),
        }
    )


def next_rows(institutions: pd.DataFrame, timeline: pd.DataFrame) -> pd.DataFrame:
    """Terms of the largest project, then events of the next round, as reported."""
    terms, events = institutions.loc[TERMS_OF], timeline.loc[REPORTED]
    lines = [
        (row["as_of"], f"{row['item']}: {data.fact('institutions', key)}", row["note"])
        for key, row in terms.iterrows()
    ] + [(row["date"], row["event"], row["note"]) for _, row in events.iterrows()]
    sourced = pd.concat([frame[["source", "source_title", "grade"]] for frame in (terms, events)])
    rows = pd.DataFrame(lines, columns=["Date", "What is reported", "More"]).fillna("")
    return rows.assign(**{"Source [grade]": report.tables.cited(sourced)})


def tariff_rows(tariffs: pd.DataFrame) -> pd.DataFrame:
    """Rates on Japanese goods with base and days, empty where none is known."""
    return pd.DataFrame(
        {
            "Goods": tariffs["category"],
            "Rate, %": ["unknown" if pd.isna(rate) else f"{rate:g}" for rate in tariffs["rate_pct"]],
            "Base": tariffs["rate_base"].map(_word),
            "From": tariffs["from_date"].map(_word),
            "To": tariffs["to_date"].map(_word),
            "Status": tariffs["status"],
            "Grade": tariffs["grade"],
        }
    )


def pension_rows(fund: pd.Series, claimed: float, yen: float, commitment: float) -> pd.DataFrame:
    """A claimed share of the pension fund's assets beside its rule and its holdings.

    Parameters
    ----------
    fund : pandas.Series
        Values of the institutions' table by id: assets in trillion yen, shares in percent.
    claimed : float
        Claimed share of the assets, a fraction.
    yen : float
        Yen per dollar.
    commitment : float
        Billion dollars.
    """
    assets = float(fund["gpif_assets_2025_06"])
    shares = pd.Series(
        {
            "Claimed for US infrastructure": 100 * claimed,
            "Cap on all alternative assets, worldwide": float(fund["gpif_alternatives_cap"]),
            "Held in all alternative assets": float(fund["gpif_alternatives_share"]),
        }
    )
    rows = pd.DataFrame({"Percent of assets": shares, "Trillion yen": shares / 100 * assets})
    rows["Percent of the commitment"] = 100 * rows["Trillion yen"] * 1000 / yen / commitment
    return rows.rename_axis("What")
