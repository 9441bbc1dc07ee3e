r"""How the cash of a project is divided between Japan and the United States: the memorandum's clause, date by
date.

The deemed allocation amount (appendix) of a date is deemed interest, the amount divided by the life of the
project, and what was carried forward. With A the amount, n the life, i the deemed rate, :math:`B_t` the
balance that bears interest and
:math:`K_t` what is carried forward,

.. math::
    D_t &= K_{t-1} (1 + \gamma) + i B_t + A/n , \\
    x_t &= \min(c_t,\ W_t / s) , \qquad s = \min(s_0,\ 1 - s_0) , \\
    \text{Japan}_t &= s_0 x_t + s_1 (c_t - x_t) , \qquad K_t = D_t - s x_t ,

where :math:`s_0, s_1` are Japan's shares before and after each country has its amount (paragraph 13), and

- test: :math:`W_t = D_t` (yearly), or :math:`D_t` and all that falls due later (cumulative: the whole once
  for all);
- interest_balance: :math:`B_t = A` for life (original), or what is not yet returned (declining: :math:`A
  (1-(t-1)/n)`, less what was paid ahead of it);
- carry_forward: :math:`\gamma = 0` (without_interest) or i (with_interest).

:math:`K_t < 0` is paid ahead, which only the cumulative test allows; it earns nothing, but a declining
balance is lower by it. What is carried at the end of life is lost: later cash goes by the second split. A
date on which the amount is reached is split within itself, to the cent.

Source: rows jpn_split, jpn_allocation, jpn_carry_forward, jpn_test and jpn_balance of the table memorandum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.scheme.clauses import NONE, Clauses
from analysis.scheme.memorandum import Terms
from analysis.scheme.project import CashFlows


@dataclass(frozen=True, eq=False)
class Waterfall:
    """Who received what, path by path and date by date; all ndarrays of shape (N, T) but `life` and `age`.

    Attributes
    ----------
    flows : CashFlows
        What was divided.
    japan, united_states : ndarray
        Their parts of `flows.cash`; they add up to it.
    before : ndarray
        Part of the cash that was divided by the first split.
    interest, instalment : ndarray
        Deemed interest (on the carried sum too, where it bears it) and amount over life that fell due to each
        country.
    due : ndarray
        Deemed allocation amount of the date, what was carried forward included; negative where the cumulative
        test is ahead.
    carried : ndarray
        What of it was not received and is carried on, after the date. After the end of life it stands still:
        it is lost.
    """

    flows: CashFlows
    japan: np.ndarray
    united_states: np.ndarray
    before: np.ndarray
    interest: np.ndarray
    instalment: np.ndarray
    due: np.ndarray
    carried: np.ndarray

    @property
    def calls(self) -> np.ndarray:
        """Calls of capital by year, as in `flows`."""
        return self.flows.calls

    @property
    def cash(self) -> np.ndarray:
        """Cash to be distributed by year, as in `flows`."""
        return self.flows.cash

    @property
    def net(self) -> np.ndarray:
        """Japan's cash flow: receipts less calls, shape (N, T)."""
        return self.japan - self.calls

    @property
    def lost(self) -> np.ndarray:
        """Deemed allocation that a country never receives, shape (N,)."""
        return np.maximum(self.carried[:, -1], 0.0)

    @property
    def second_split(self) -> np.ndarray:
        """First date on which cash within life goes by the second split, shape (N,); -1 where none does."""
        over = (self.cash > self.before) & (self.flows.age <= self.flows.life[:, None])
        return np.where(over.any(axis=1), np.argmax(over, axis=1), -1)


def distribute(flows: CashFlows, terms: Terms, clauses: Clauses = NONE) -> Waterfall:
    """Divide cash between the two sides.

    Parameters
    ----------
    flows : CashFlows
    terms : Terms
        Shares, deemed rate a year and readings.
    clauses : Clauses
        Of them, `revision` and `revised_split` change the division; Japan's memorandum has neither.

    Returns
    -------
    Waterfall

    Notes
    -----
    Interest accrues on what was called at earlier dates: from the payment on (`terms.accrues_from="call"`),
    when the interest of construction is carried forward, or from the first year of operation.
    """
    # A country without a share never receives the amount, so the first split then holds for ever.
    counted = min(terms.split_before, 1 - terms.split_before)
    declining, yearly = terms.interest_balance == "declining", terms.test == "yearly"
    rate, on_carried = terms.deemed_rate, terms.deemed_rate * (terms.carry_forward == "with_interest")
    cash, age, life = flows.cash, flows.age, flows.life[:, None]
    amount = flows.calls.sum(axis=1, keepdims=True)
    within = age <= life
    accruing = within & ((age >= 1) | (terms.accrues_from == "call"))
    part = amount / life
    instalment = np.where(within & (age >= 1), part, 0.0)
    returned = part * np.clip(age - 1, 0, life)
    bearing = np.cumsum(flows.calls, axis=1) - flows.calls - returned * declining
    to_come = life - np.clip(age, 0, life)
    rest = to_come * (part if declining else part + rate * amount)
    shape = cash.shape
    before, interest, due, carried = (np.zeros(shape) for _ in range(4))
    first = np.full(shape, terms.split_before)
    last = np.zeros(len(cash))
    revised = np.zeros(len(cash), bool)
    for t in range(shape[1]):
        behind, ahead = np.maximum(last, 0.0), np.minimum(last, 0.0)
        live = accruing[:, t]
        interest[:, t] = live * (rate * (bearing[:, t] + ahead * declining) + on_carried * behind)
        due[:, t] = last + interest[:, t] + instalment[:, t]
        wanted = np.where(within[:, t], due[:, t] + (0.0 if yearly else rest[:, t]), 0.0)
        wanted = np.maximum(wanted, 0.0)
        share = np.where(revised, clauses.revised_split, counted)
        first[revised, t] = clauses.revised_split
        # Where nobody waits for the amount, all cash goes by the first split.
        room = np.divide(wanted, share, out=np.full(len(cash), np.inf), where=share > 0)
        full = room < cash[:, t]
        before[:, t] = np.where(full, room, cash[:, t])
        # Where the amount is reached the rest is zero exactly, not to rounding.
        last = due[:, t] - np.where(full, wanted, share * before[:, t])
        carried[:, t] = last
        if clauses.revision is not None:
            revised = revised | ((age[:, t] == clauses.revision) & (last > 0))
    japan = first * before + terms.split_after * (cash - before)
    return Waterfall(flows, japan, cash - japan, before, interest, instalment, due, carried)
