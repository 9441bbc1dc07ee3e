"""Amounts by stage against the commitment, and the pace that is left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis import quantities, report

#: Stages as the page says them.
SHOWN = {
    "interest": "Interest, joint fact sheet",
    "candidate": "Candidate, second batch",
    "announced": "Announced, first batch",
    "signed": "Loans, as reported",
    "disbursed": "Disbursed",
}
#: Headings of the table of amounts by stage.
COLUMNS = {
    "amount": "Billion dollars",
    "share": "Percent of the pledge",
    "projects": "Items",
    "without_amount": "Without amount",
    "lowest_grade": "Lowest grade",
}
_COLOURS = ("grey", "grey", "blue", "green", "green")


def at_most(name: str, value: float, unit: str, digits: int) -> quantities.Quantity:
    """A quantity of which no more than this is known to count."""
    return quantities.Quantity(name, float(value), unit, digits, "up to")


def draw_stages(amounts: pd.Series, commitment: float) -> Any:
    """Bars by stage and the line of the commitment, billions of dollars."""
    colour = report.figures.style.colour
    fig, ax = report.figures.new(height=2.8)
    ax.barh(range(len(amounts)), amounts, height=0.6, color=[colour(name) for name in _COLOURS])
    for row, amount in enumerate(amounts):
        few = f"{amount:.1f}" if amount else "nothing published"
        text = f"{amount:.0f}" if amount >= 10 else few
        ax.annotate(
            text, (amount, row), xytext=(4, 0), textcoords="offset points", va="center", color=colour("muted")
        )
    ax.axvline(commitment, color=colour("vermillion"), linewidth=1.2)
    ax.set_yticks(range(len(amounts)), [SHOWN[stage] for stage in amounts.index])
    ax.invert_yaxis()
    ax.set_xlim(0, 600)
    ax.set_xlabel("billions of US dollars; vertical line: the commitment")
    return fig


def stages_alt(amounts: pd.Series, commitment: float) -> str:
    """What a reader who does not see the bars is told."""
    return (
        f"Horizontal bars against a line at {commitment:.0f} billion dollars: interest"
        f" {amounts['interest']:.0f}, candidates {amounts['candidate']:.0f}, announced"
        f" {amounts['announced']:.0f}, signed {amounts['signed']:.1f}, disbursed nothing published."
    )


def with_pledge(stages: pd.DataFrame, commitment: float) -> pd.DataFrame:
    """The stages below the pledge, each as a percentage of it; of what was disbursed nothing is published."""
    pledge = {"amount": [commitment], "projects": [None], "without_amount": [None], "lowest_grade": ["B"]}
    rows = pd.concat([pd.DataFrame(pledge, index=["Pledged"]), stages.rename(index=SHOWN)])
    rows.insert(1, "share", 100 * rows["amount"] / commitment)
    rows.loc["Disbursed", ["amount", "share"]] = np.nan
    return rows.rename_axis("Stage")


def paces(since: pd.Series, left: pd.Series, signed: Any, today: Any) -> pd.DataFrame:
    """Pace needed from the signature and from today, a year and as a multiple of direct investment."""
    rows = pd.DataFrame(
        {f"Evenly from {signed}": since.drop("years"), f"What is left, from {today}": left.drop("years")}
    )
    names = {name: f"Times: {name}" for name in rows.index if name != "a year"}
    return rows.rename(index={"a year": "Needed, billion dollars a year"} | names).rename_axis("Pace")
