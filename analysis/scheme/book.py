"""The projects whose money is at risk: the ones that were selected, and books made from them to compare
with."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis import data
from analysis.errors import SchemeError
from analysis.scheme.check import amount, whole
from analysis.scheme.memorandum import terms

#: Lists of the project table that hold what the two governments announced or named as candidates.
SELECTED = ("batch_1", "batch_2", "batch_3", "batch_4")


@dataclass(frozen=True, eq=False)
class Book:
    """Projects at risk.

    Attributes
    ----------
    items : tuple of str
    sectors : tuple of dict
        Of each item, the sectors that it is made of and their shares; one sector for a project, several for
        an average one.
    amounts : ndarray, shape (n,)
        What is called for each, billions of dollars.
    copies : int
        How many projects like each there are; `amounts` is what is called for one of them.
    """

    items: tuple[str, ...]
    sectors: tuple[dict[str, float], ...]
    amounts: np.ndarray
    copies: int = 1

    def __post_init__(self) -> None:
        if not len(self.items):
            raise SchemeError("a book needs one project or more.")
        if not len(self.items) == len(self.sectors) == len(self.amounts):
            raise SchemeError("a book has one sector and one amount for each project.")
        amount(self.amounts, "the amount of a project")
        whole(self.copies, "copies", 1)

    @property
    def total(self) -> float:
        """What is called for all of them."""
        return float(self.copies * self.amounts.sum())

    @property
    def projects(self) -> int:
        """Number of projects, copies counted."""
        return self.copies * len(self.items)

    def concentration(self, largest: int = 2) -> float:
        """Share of the largest projects in the whole."""
        return float(np.sort(np.repeat(self.amounts, self.copies))[::-1][:largest].sum() / self.total)

    def filled(self, total: float) -> Book:
        """A book of `total` made of projects like these: as many whole copies of it as are nearest, scaled to
        fit."""
        copies = max(1, round(float(amount(total, "total")) / self.total))
        return replace(
            self, amounts=self.amounts * total / (self.total * copies), copies=self.copies * copies
        )

    def equal(self) -> Book:
        """As many projects of one size, each an average of the book: its expected loss is the same, its tail
        is not."""
        weight = self.amounts / self.amounts.sum()
        mixed: dict[str, float] = {}
        for made_of, part in zip(self.sectors, weight, strict=True):
            for sector, of in made_of.items():
                mixed[sector] = mixed.get(sector, 0.0) + part * of
        n = len(self.items)
        return Book(("average project",), (mixed,), np.array([self.amounts.sum() / n]), self.copies * n)


def selected() -> Book:
    """The projects of the two batches with the amounts that were stated; upper ends and reported parts count
    in full."""
    table = data.table("projects")
    rows = table[table["list"].isin(SELECTED)].dropna(subset=["amount_usd_bn"])
    return Book(
        tuple(rows["project"] + ", " + rows["state"]),
        tuple({sector: 1.0} for sector in rows["sector"]),
        rows["amount_usd_bn"].to_numpy(float),
    )


def commitment() -> Book:
    """The whole commitment, filled with projects like those that were selected: an assumption, since the rest
    is not named."""
    return selected().filled(terms().amount)
