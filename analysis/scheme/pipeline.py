"""How far the commitment has come, and how fast the rest would have to go."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis import data
from analysis.errors import SchemeError
from analysis.scheme.memorandum import Terms

#: Stages of a project, first to last. What is at a later stage is not counted again at an earlier one.
STAGES = ("interest", "candidate", "announced", "signed", "disbursed")
#: Lists of the project table that count: the joint fact sheet and the batches. The White House list repeats
#: the first.
COUNTED = ("joint_fact_sheet", "batch_1", "batch_2", "loans")

#: Bases that the pace is compared with, each a row of `size_context`, in billions of dollars a year.
BASES = {
    "Japan's outward direct investment, all countries, 2024": "fdi_outflow_2024_usd",
    "Japan's outward direct investment in the US, 2024": "fdi_outflow_us_2024_usd",
}
DAYS_A_YEAR = 365.25


def stages(as_of: date | str | None = None) -> pd.DataFrame:
    """Amount and number of projects at each stage up to a date.

    Parameters
    ----------
    as_of : date, optional
        Projects dated later are left out; default: all that is known.

    Returns
    -------
    DataFrame, index stage
        amount (billions of dollars; sum of stated amounts), projects, without_amount, lowest_grade. A stage
        for which nothing is published has amount 0 and 0 projects: nothing is known of it, not that nothing
        happened.
    """
    table = data.table("projects")
    table = table[table["list"].isin(COUNTED)]
    if as_of is not None:
        cut = _day(as_of)
        table = table[[_day(day) <= cut for day in table["date"]]]
    unknown = set(table["stage"]) - set(STAGES)
    if unknown:
        raise SchemeError(f"the project table has a stage {min(unknown)!r}; known are {', '.join(STAGES)}.")
    groups = table.groupby("stage")
    frame = pd.DataFrame(
        {
            "amount": groups["amount_usd_bn"].sum(),
            "projects": groups.size(),
            "without_amount": groups["amount_usd_bn"].apply(lambda x: int(x.isna().sum())),
            "lowest_grade": groups["grade"].max(),
        }
    ).reindex(list(STAGES))
    for column in ("amount", "projects", "without_amount"):
        frame[column] = frame[column].fillna(0)
    return frame.astype({"projects": int, "without_amount": int}).rename_axis("stage")


def pace(terms: Terms, as_of: date | str, done: float = 0.0) -> pd.Series:
    """Yearly amount needed to invest the rest by the deadline, and its ratio to past flows.

    Parameters
    ----------
    terms : Terms
    as_of : date
        First day of the period that is left.
    done : float
        Billions of dollars invested by then.

    Raises
    ------
    SchemeError
        On or after the deadline, or if `done` is negative or more than the commitment.
    """
    day = _day(as_of)
    left = (terms.deadline - day).days
    if left <= 0:
        raise SchemeError(
            f"{day} is not before the deadline, {terms.deadline}: no time is left to invest in."
        )
    if not 0 <= done <= terms.amount:
        raise SchemeError(f"done is between 0 and {terms.amount:g} billion dollars, not {done:g}.")
    yearly = (terms.amount - done) / (left / DAYS_A_YEAR)
    sizes = data.table("size_context").set_index("id")["value"]
    return pd.Series(
        {"years": left / DAYS_A_YEAR, "a year": yearly}
        | {name: yearly / sizes[row] for name, row in BASES.items()}
    )


def _day(value: date | str) -> date:
    """A date; a month or a year counts as its last day."""
    try:
        return value if isinstance(value, date) else pd.Period(value).end_time.date()
    except (ValueError, TypeError):
        raise SchemeError(f"{value!r} is not a date; write it as 2026-11-25.") from None
