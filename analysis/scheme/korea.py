r"""What each of Korea's clauses would be worth to Japan: present value with it less present value without.

Per project, :math:`V_j` is the present value at its first call of Japan's receipts less its calls
(`Account.worth`). Values are at the first calls of the programme as it would be without a cap, as everywhere
in the book; :math:`a_k` is the share called in year k.

- commercial: projects that fail the test are not funded; worth :math:`-\sum V_j` over those.
- revision: :math:`\sum (V_j^{\text{revised}} - V_j)`.
- yearly cap: the same projects later; worth :math:`(F_{\text{cap}} / F - 1) V`, F being the sum of :math:`a_k
  (1+d)^{-k}`.
- disorder: with chance q a year's calls come m years later; worth :math:`q ((1+d)^{-m} - 1) V`, and what
  dollars are cheaper by then.

A delay is worth something only where V is below zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import amount, rate, share
from analysis.scheme.clauses import NONE, Clauses
from analysis.scheme.memorandum import Terms
from analysis.scheme.parties import Account, account
from analysis.scheme.project import Project
from analysis.scheme.returns import rate_of_return


@dataclass(frozen=True)
class Programme:
    """How the commitment is called.

    Attributes
    ----------
    amount : float
        Sum of the calls, in the unit of the cap.
    years : float
        Over which they are spread evenly if nothing caps them; a last part of a year has its part.
    disorderly : float
        Chance that the currency is disorderly in the year of a call.
    cheaper : float
        What a dollar costs less in yen after the delay than at the call, a fraction; 0 where none is bought.
    """

    amount: float = 550.0
    years: float = 3.38
    disorderly: float = 0.0
    cheaper: float = 0.0

    def __post_init__(self) -> None:
        amount(self.amount, "amount")
        share(self.disorderly, "disorderly")
        rate(self.cheaper, "cheaper", -1.0)
        if not (self.amount > 0 and 0 < self.years <= 100):
            raise SchemeError(
                f"a programme has an amount above 0 and 100 years at most, not {self.amount:g} in"
                f" {self.years:g}."
            )

    def called(self, cap: float | None = None) -> np.ndarray:
        """Amount called in each year, the first now; with a cap, no year above it and the rest later."""
        yearly = self.amount / self.years if cap is None else min(cap, self.amount / self.years)
        whole = int(np.floor(self.amount / yearly + 1e-12))
        calls = np.full(whole, yearly)
        rest = self.amount - yearly * whole
        return np.append(calls, rest) if rest > 1e-9 * self.amount else calls

    def factor(self, discount: float, cap: float | None = None) -> float:
        r"""Present value of 1 called by this programme, :math:`\sum a_k (1+d)^{-k}`."""
        calls = self.called(cap)
        return float((calls / self.amount * (1 + discount) ** -np.arange(len(calls))).sum())


def passes(made: Account, terms: Terms, test: str) -> np.ndarray:
    """Which projects are commercially reasonable, shape (N,) of bool.

    Cash repays principal and deemed interest over life if its rate of return on the calls is the deemed rate
    or more: all of the cash (test "project") or Japan's share of it ("share").
    """
    receipts = made.split.cash if test == "project" else made.split.japan
    return rate_of_return(receipts - made.split.calls) >= terms.deemed_rate - 1e-12


def programme_worth(
    project: Project,
    terms: Terms,
    discount: float,
    programme: Programme,
    clauses: Clauses = NONE,
    party: str = "japan",
) -> float:
    """Present value, at the first calls as they would be without a cap, of the whole programme to a party.

    Parameters
    ----------
    project : Project
        The projects that share the amount by their cost, as expected when they are chosen.
    terms : Terms
    discount : float
        A year.
    programme : Programme
    clauses : Clauses
    party : str
        See `Account.net`.

    Returns
    -------
    float
        In the unit of `programme.amount`; without clauses, that amount times the worth of 1 of the project.
    """
    made = account(project, terms, clauses=clauses)
    value = made.worth(party, discount)
    if clauses.commercial is not None:
        # Judged by the split as it stands, before any revision.
        plain = made if clauses.revision is None else account(project, terms)
        value = np.where(passes(plain, terms, clauses.commercial), value, 0.0)
    planned = np.broadcast_to(np.asarray(project.cost, float), value.shape).sum()
    unit = float(value.sum() / planned)
    late = 0.0
    if clauses.disorder is not None:
        wait = (1 + discount) ** -clauses.disorder
        late = programme.disorderly * ((wait - 1) * unit + wait * programme.cheaper)
    later = programme.factor(discount, clauses.yearly_cap) / programme.factor(discount)
    return programme.amount * later * (unit + late)
