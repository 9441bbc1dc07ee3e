"""The terms of the memorandum as data: each with its source and grade, each unclear one with its readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import pandas as pd

from analysis import data
from analysis.errors import SchemeError
from analysis.scheme.check import amount, one_of, rate, share, whole

#: What the memorandum leaves open and the model computes, by row of the table memorandum. The first is the
#: formula as it is printed in the appendix, and the default. The words that leave each open stand in that
#: row; see `readings`.
READINGS = {
    "carry_forward": ("without_interest", "with_interest"),
    "test": ("yearly", "cumulative"),
    "interest_balance": ("original", "declining"),
}
#: Rows of the table memorandum behind them, and behind the spread, whose readings are numbers; see
#: `with_spread`.
OPEN = {
    "carry_forward": "jpn_carry_forward",
    "test": "jpn_test",
    "interest_balance": "jpn_balance",
    "spread": "jpn_spread",
}
#: From when deemed interest runs. No text that was read names the first period: an assumption, not a reading
#: of words.
ACCRUES = ("call", "operation")


@dataclass(frozen=True)
class Terms:
    """Terms of the commitment.

    Attributes
    ----------
    amount : float
        Of the commitment, billions of dollars.
    signed, deadline : date
        Of the memorandum; last day on which investments are made.
    notice_days : int
        Business days from a call to its payment.
    split_before, split_after : float
        Japan's share of cash flow until each country has received the deemed allocation amount, and
        afterwards. That it is each, not Japan alone nor both together, is settled by Cabinet answer No. 80 of
        28 November 2025.
    deemed_rate : float
        Deemed interest a year: benchmark plus spread.
    carry_forward, test, interest_balance : str
        Readings of what the memorandum leaves open; see `READINGS`.
    accrues_from : {"call", "operation"}
        Whether deemed interest runs from each payment, and is carried forward through construction, or from
        the first year of operation. An assumption.
    """

    amount: float
    signed: date
    deadline: date
    notice_days: int
    split_before: float
    split_after: float
    deemed_rate: float
    carry_forward: str = "without_interest"
    test: str = "yearly"
    interest_balance: str = "original"
    accrues_from: str = "call"

    def __post_init__(self) -> None:
        amount(self.amount, "amount")
        share(self.split_before, "split_before")
        share(self.split_after, "split_after")
        rate(self.deemed_rate, "deemed_rate", 0.0)
        whole(self.notice_days, "notice_days", 0, 400)
        for name, readings in READINGS.items():
            one_of(getattr(self, name), name, readings)
        one_of(self.accrues_from, "accrues_from", ACCRUES)
        if self.split_before == 0:
            raise SchemeError(
                "split_before is 0: Japan would receive nothing before the deemed allocation is reached."
            )
        if self.deadline <= self.signed:
            raise SchemeError(f"the deadline ({self.deadline}) is not after the signature ({self.signed}).")


#: Rows of the fact table behind each term.
ROWS = {
    "amount": "amount",
    "deadline": "deadline",
    "notice_days": "funding_notice",
    "split_before": "split_before",
    "split_after": "split_after",
    "deemed_rate": "deemed_interest",
}
#: Row of the timeline whose date is that of the signature.
SIGNATURE = "2025-09-04_memorandum"


def terms(**changes) -> Terms:
    """The terms as sourced, with any of them replaced.

    Examples
    --------
    >>> terms(deemed_rate=0.05, test="cumulative")  # doctest: +SKIP
    """
    table = data.table("mou_terms").set_index("id")
    found = Terms(
        amount=float(table.loc[ROWS["amount"], "value"]),
        signed=date.fromisoformat(data.table("timeline").set_index("id").loc[SIGNATURE, "date"]),
        deadline=date.fromisoformat(table.loc[ROWS["deadline"], "value_text"]),
        notice_days=int(table.loc[ROWS["notice_days"], "value"]),
        split_before=table.loc[ROWS["split_before"], "value"] / 100,
        split_after=table.loc[ROWS["split_after"], "value"] / 100,
        deemed_rate=table.loc[ROWS["deemed_rate"], "value"] / 100,
    )
    unknown = sorted(set(changes) - set(Terms.__dataclass_fields__))
    if unknown:
        raise SchemeError(f"no term {unknown[0]!r}; there are {', '.join(Terms.__dataclass_fields__)}.")
    return replace(found, **changes)


def sources(used: Terms) -> pd.DataFrame:
    """One row a term: value used, whether it is as sourced, what the source says, its title, address and
    grade."""
    table = data.table("mou_terms").set_index("id")
    sourced = terms()
    rows = []
    for name, row in ROWS.items():
        fact = table.loc[row]
        value = getattr(used, name)
        rows.append(
            {
                "term": name,
                "value": value,
                "as sourced": value == getattr(sourced, name),
                "text": fact["term"],
                "source_title": fact["source_title"],
                "source": fact["source"],
                "grade": fact["grade"],
            }
        )
    words = readings().set_index(["term", "reading"])["words"]
    for name in READINGS:
        read = getattr(used, name)
        rows.append(
            {
                "term": name, "value": read, "as sourced": None,
                "text": f"left open by the memorandum; read as {read}: {words[name, read]}",
                "source_title": None, "source": None, "grade": None,
            }
        )  # fmt: skip
    return pd.DataFrame(rows).set_index("term")


def readings() -> pd.DataFrame:
    """Every reading of an open clause that the model computes, with the words that leave it open.

    Returns
    -------
    DataFrame
        term, reading, words (in the table's own phrasing), clause (row of the table memorandum), grade.
    """
    table = data.table("memorandum").set_index("id")
    rows = []
    for name, row in OPEN.items():
        named = _named(table.loc[row, "reading"])
        rows += [
            (name, reading, named[reading], row, table.loc[row, "grade"])
            for reading in READINGS.get(name, named)
        ]
    return pd.DataFrame(rows, columns=["term", "reading", "words", "clause", "grade"])


def with_spread(base: Terms, reading: str, priced: float = 0.0) -> Terms:
    """`base` with the deemed rate of a reading of the spread.

    Parameters
    ----------
    base : Terms
        With the base rate alone as its deemed rate.
    reading : {"none", "example", "priced"}
        No spread; the rate in all of the one example in print; the base rate and a risk premium set by
        project.
    priced : float
        That premium a year, used by the third alone.
    """
    named = _named(data.table("memorandum").set_index("id").loc[OPEN["spread"], "reading"])
    one_of(reading, "reading", named)
    rate(priced, "priced", 0.0)
    # The row says "5.5 percent in all, the figure of a reader's example".
    example = float(named["example"].split()[0]) / 100
    return replace(
        base,
        deemed_rate={"none": base.deemed_rate, "example": example, "priced": base.deemed_rate + priced}[
            reading
        ],
    )


def _named(text: str) -> dict[str, str]:
    """Readings of a clause by name, from a cell of the table."""
    return dict(part.split(": ", 1) for part in text.split(" | "))


def alternatives(base: Terms) -> dict[tuple[str, str, str], Terms]:
    """`base` under each combination of readings, keyed (carry_forward, test, interest_balance)."""
    return {
        named: replace(base, **dict(zip(READINGS, named, strict=True)))
        for named in product(*READINGS.values())
    }
