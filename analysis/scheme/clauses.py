"""Korea's clauses as switches: what its memorandum of 14 November 2025 has and Japan's was not found to have.

Source: rows kor_cap, kor_commercial, kor_horizon and kor_disorder of the table memorandum.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import SchemeError
from analysis.scheme.check import amount, one_of, share, whole

#: Whose cash has to repay principal and interest for a project to be commercially reasonable. Korea's text,
#: as reported, says the project's cash flow; whether all of it or a country's half is left open by "enough to
#: repay".
TESTS = ("project", "share")


@dataclass(frozen=True)
class Clauses:
    """Which of Korea's clauses hold.

    Attributes
    ----------
    yearly_cap : float, optional
        Most that is called in a year, in the unit of the amount.
    commercial : {"project", "share"}, optional
        A project is funded only if it is expected to repay principal and deemed interest over its life: out
        of all of its cash, or out of Japan's share of it.
    revision : int, optional
        Year of operation after which the split is revised if a country is then behind its deemed allocation
        amount.
    revised_split : float
        Japan's share from then on until it has its amount. No text gives one: 1 is the most that the clause
        can be worth.
    disorder : int, optional
        Years by which calls are put off while the currency is disorderly.
    """

    yearly_cap: float | None = None
    commercial: str | None = None
    revision: int | None = None
    revised_split: float = 1.0
    disorder: int | None = None

    def __post_init__(self) -> None:
        if self.yearly_cap is not None:
            amount(self.yearly_cap, "yearly_cap")
            if self.yearly_cap == 0:
                raise SchemeError("a yearly cap of 0 would call nothing; leave it out for no cap.")
        if self.commercial is not None:
            one_of(self.commercial, "commercial", TESTS)
        for name in ("revision", "disorder"):
            if getattr(self, name) is not None:
                whole(getattr(self, name), name, 1, 100)
        share(self.revised_split, "revised_split")
        if self.revised_split == 0:
            raise SchemeError("a revised split of 0 would pay Japan nothing; leave revision out.")


#: Japan's memorandum as read: none of them.
NONE = Clauses()
