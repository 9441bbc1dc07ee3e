"""Rows of the tables on taxes and on what the state could lose, and the notes under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import data, quantities, report

fixed, percent = report.numbers.fixed, report.numbers.percent
#: Who loses, as the table says it.
PARTIES = {
    "state": "The state",
    "own": "its own money",
    "insurer": "the insurer",
    "lenders": "Banks, beside it",
}
STEPS = {
    "ordinary": "The split alone",
    "overruns": "Overruns as on record",
    "failures": "Failures as in project finance",
    "spread of returns": "Returns that differ",
    "premiums": "Premiums, passed on",
    "expected": "Expected loss of the state",
}


def ladder(rungs: pd.DataFrame) -> pd.DataFrame:
    """Rungs of a dividend with their rates, bases and sources."""
    facts = pd.concat([data.table("tax_rules"), data.table("treaty_provisions")]).set_index("id")
    resting = facts.loc[[rows.split()[0] for rows in rungs["source"]]]
    return pd.DataFrame(
        {
            "Rung": rungs.index,
            "Rate, %": 100 * rungs["rate"],
            "On": rungs["base"],
            "Tax": rungs["tax"],
            "Left": rungs["left"],
            "Source [grade]": report.tables.cited(resting.assign(grade=rungs["grade"].to_numpy())),
        }
    )


def interest(ladders: Mapping[str, Any]) -> pd.DataFrame:
    """Taxes on interest in both countries by lender, and what one country or both in full would take."""
    every = ladders.values()
    return pd.DataFrame(
        {
            "Taken in the US": [one.rungs["tax"].iloc[:2].sum() for one in every],
            "Taken in Japan": [one.rungs["tax"].iloc[2:].sum() for one in every],
            "Total": [one.total for one in every],
            "If once": [one.once for one in every],
            "If twice in full": [one.twice for one in every],
        },
        index=pd.Index(ladders, name="Lender"),
    )


def interest_notes() -> list[str]:
    """Who deducts the interest, and what is not known of the state bank."""
    return [
        (
            "The payer deducts interest in the US. That the state bank is outside corporation tax is from"
            " memory (open)."
        ),
        data.absent("whether_jbic_interest_income_bears").sentence,
    ]


def statuses(status: pd.DataFrame) -> pd.DataFrame:
    """Japan's return by who is a US taxpayer, in percent."""
    return pd.DataFrame(
        {
            "US tax on the vehicle, %": 100 * status["vehicle"],
            "US tax on deemed interest, %": 100 * status["withheld"],
            "Japan's return, %": 100 * status["japan"],
            "Project return that pays the deemed rate, %": 100 * status["break_even"],
        }
    ).rename_axis("Who is taxed")


def exemption() -> pd.DataFrame:
    """Rules on the exemption of a foreign government, as sourced or open."""
    rules = data.table("tax_rules").set_index("id")
    named = [row for row in rules.index if row.startswith("us_section_892")]
    about = rules.loc[[*named, "treaty_article_11_bodies", "jp_jbic_status"]]
    return pd.DataFrame(
        {
            "Rule": about["rule"],
            "State": about["value_text"].fillna("open"),
            "Source [grade]": report.tables.cited(about),
        }
    )


def losses_notes(return_: float, step: float) -> str:
    """How the losses are reckoned, and to how many billion dollars quantiles are exact."""
    return (
        f"Projects planned to earn {percent(return_)} percent; assumptions as in the table of cases on the"
        " page of the state's view. Ordinary: every project costs and earns what was planned and none fails."
        f" Present values; quantiles are enumerated, exact to {step:.1f}. Quantiles of parts do not add up."
    )


def against(steps: pd.Series, gdp: float, total: float) -> pd.DataFrame:
    """Losses by step in billion dollars, and as percent of GDP and of the commitment."""
    said = steps.rename(STEPS)
    return pd.DataFrame(
        {
            "Billion dollars": said,
            "Percent of GDP": 100 * said / gdp,
            "Percent of the commitment": 100 * said / total,
        }
    ).rename_axis("Step")


def decided(debts: pd.Series, stake: float, covered: pd.DataFrame, removable: float) -> pd.DataFrame:
    """What the facts say on debt, cover and the treaty.

    Parameters
    ----------
    debts : Series
        Gross debt in percent of GDP by country, highest first.
    stake : float
        Grant bonds and the state bank's funding, percent of GDP.
    covered : DataFrame
        Cover ratios by id of the fact table.
    removable : float
        Share of double tax that sparing could remove.
    """
    debt, first = quantities.quantity("gross_debt"), data.table("treaty_provisions")["from_date"].dropna()
    rows = [
        (f"Japan's gross debt, % of GDP, {debt.as_of}", debt.text, "C81"),
        ("Rank among twenty economies", str(list(debts.index).index("jpn") + 1), "C81"),
        ("Next highest, % of GDP", fixed(debts.iloc[1], 1), "C81"),
        (
            "Grant bonds and the state bank's funding decided in 2025, % of that year's GDP",
            fixed(stake, 2),
            "C82",
        ),
        *_cover(covered),
        (
            "Latest first day of a rate in the treaty, withholding",
            str(first.astype(str).max())[:10],
            "C80",
        ),
        (
            "Rates and provisions in the treaty with a first day in 2024",
            str(int(first.astype(str).str.startswith("2024").sum())),
            "C80, C118",
        ),
        ("Most that tax sparing could remove, % of double tax", fixed(100 * removable, 1), "C78"),
    ]
    return pd.DataFrame(rows, columns=["What", "Value", "Claim"])


def _cover(covered: pd.DataFrame) -> list[tuple[str, str, str]]:
    facts = data.table("institutions").set_index("id").loc[covered.index]
    qualifiers = facts["qualifier"].fillna("")
    return [
        (
            f"Cover, %: {facts.loc[row, 'item']}, {line.as_of}",
            f"{qualifiers[row]} {line.value:g}".strip(),
            "C83",
        )
        for row, line in covered.iterrows()
    ]
