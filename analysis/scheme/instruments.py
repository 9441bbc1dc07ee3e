r"""Who in Japan pays and who is paid: equity, loans of the state bank, guaranteed loans.

Japan's side of the waterfall is one account. Loans are served first, in equal yearly payments over their
tenor, the two kinds in proportion to what is due to them; a sweep then prepays loans out of what is left, and
equity has the rest. What a loan is not paid becomes arrears, which grow at its rate. The guarantor pays the
covered share of what a guaranteed loan misses and takes over that share of the arrears, so that later cash
repays it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import rate, share, whole
from analysis.scheme.returns import annuity


@dataclass(frozen=True)
class Instruments:
    """How Japan's payments are funded: the one place of these shares, for every page.

    Attributes
    ----------
    equity, loan, guaranteed : float
        Shares of each call, together 1. The state bank's equity and loans are one third, of which equity is 1
        to 2 points of the whole; loans that the insurer guarantees are two thirds: the government's
        expectation as a newspaper reports it (rows jbic_third and nexi_two_thirds of funding_plan,
        equity_share_july of mou_terms; a test compares them).
    loan_rate, guaranteed_rate : float
        Yearly rates of the two kinds of loan. No source: assumptions.
    tenor : int
        Years of repayment, from the year after the last call; interest is added to principal until then. No
        source.
    cover : float
        Share of a guaranteed loan that the guarantor answers for. Reported as meant for one project: 90
        percent or more.
    sweep : float
        Share of cash left after debt service that prepays the loans, 0 for no sweep. No source.
    """

    equity: float = 0.015
    loan: float = 1 / 3 - 0.015
    guaranteed: float = 2 / 3
    loan_rate: float = 0.045
    guaranteed_rate: float = 0.05
    tenor: int = 20
    cover: float = 0.95
    sweep: float = 0.0

    def __post_init__(self) -> None:
        for name in ("equity", "loan", "guaranteed", "cover", "sweep"):
            share(getattr(self, name), name)
        for name in ("loan_rate", "guaranteed_rate"):
            rate(getattr(self, name), name, 0.0)
        whole(self.tenor, "tenor", 1, 100)
        total = self.equity + self.loan + self.guaranteed
        if abs(total - 1) > 1e-9:
            raise SchemeError(
                f"equity, loan and guaranteed are shares of each call and must add up to 1, not {total:g}."
            )

    @property
    def state(self) -> float:
        """Share of a project's cost that the state stands for: own money and the covered part of guaranteed
        loans."""
        return self.equity + self.loan + self.cover * self.guaranteed


@dataclass(frozen=True, eq=False)
class Service:
    """Payments to and by each party, shape (N, T) each.

    `equity`, `loan`, `guaranteed` come out of Japan's receipts and add up to them; of `guaranteed`, the
    lender keeps `guaranteed - repaid`, and has `claims` from the guarantor besides, who is paid back
    `repaid`. `unpaid` is what lenders and guarantor are still owed at the last date, shape (N,). `calls` is
    what all of them paid in.
    """

    instruments: Instruments
    calls: np.ndarray
    equity: np.ndarray
    loan: np.ndarray
    guaranteed: np.ndarray
    claims: np.ndarray
    repaid: np.ndarray
    unpaid: np.ndarray

    @property
    def lender(self) -> np.ndarray:
        """What the lender of the guaranteed loan receives from both, shape (N, T)."""
        return self.guaranteed - self.repaid + self.claims

    @property
    def guarantor(self) -> np.ndarray:
        """Net flow of the guarantor, negative where it pays, shape (N, T). No premium: see the losses."""
        return self.repaid - self.claims

    @property
    def net(self) -> dict[str, np.ndarray]:
        """Net flow of each party, what it paid in taken off: equity, loan, lender, guarantor, and state (all
        but the lender)."""
        mix = self.instruments
        equity, loan = self.equity - mix.equity * self.calls, self.loan - mix.loan * self.calls
        return {
            "equity": equity,
            "loan": loan,
            "lender": self.lender - mix.guaranteed * self.calls,
            "guarantor": self.guarantor,
            "state": equity + loan + self.guarantor,
        }


def serve(calls: np.ndarray, receipts: np.ndarray, instruments: Instruments) -> Service:
    """Divide Japan's receipts among those who funded its payments.

    Parameters
    ----------
    calls, receipts : ndarray, shape (N, T)
        `Waterfall.calls` and `Waterfall.japan`.
    instruments : Instruments

    Returns
    -------
    Service

    Raises
    ------
    SchemeError
        If the tenor reaches past the last date.
    """
    calls, receipts = np.atleast_2d(calls), np.atleast_2d(receipts)
    paths, dates = receipts.shape
    last_call = dates - 1 - np.argmax(calls[:, ::-1] > 0, axis=1)
    last_call = np.where(calls.any(axis=1), last_call, 0)
    tenor = instruments.tenor
    if (last_call + tenor >= dates).any():
        raise SchemeError(
            f"a tenor of {tenor} years from date {last_call.max()} ends after the last cash (date"
            f" {dates - 1}): shorten the tenor or lengthen the project."
        )
    rates = np.array([instruments.loan_rate, instruments.guaranteed_rate])
    parts = np.array([instruments.loan, instruments.guaranteed])
    # Interest is added to principal up to the last call.
    grown = (1 + rates) ** np.maximum(last_call[:, None] - np.arange(dates), 0)[..., None]
    balance = parts * (calls[..., None] * grown).sum(axis=1)
    level = np.stack([annuity(balance[:, k], rates[k], tenor) for k in range(2)], axis=1)
    arrears = np.zeros((paths, 2))
    held = np.zeros(paths)  # part of the guaranteed loan's arrears that the guarantor has taken over
    out = {name: np.zeros((paths, dates)) for name in ("equity", "loan", "guaranteed", "claims", "repaid")}
    for t in range(dates):
        serving = ((last_call < t) & (t <= last_call + tenor))[:, None]
        grows = np.where(serving, 1 + rates, 1.0)
        due = serving * np.minimum(level, balance * grows)
        balance = balance * grows - due
        arrears = arrears * (1 + rates)
        held = held * (1 + rates[1])
        owed = arrears + due
        total = owed.sum(axis=1)
        paid = np.minimum(receipts[:, t], total)
        met = np.divide(paid, total, out=np.ones(paths), where=total > 0)
        part = met[:, None] * owed
        # Old arrears and this year's payment of a loan are met in proportion, and so are their holders.
        repaid = met * held
        claim = instruments.cover * (1 - met) * due[:, 1]
        held = held - repaid + claim
        arrears = owed - part
        left = receipts[:, t] - paid
        swept = np.zeros((paths, 2))
        if instruments.sweep:
            owing = balance.sum(axis=1)
            prepaid = np.minimum(instruments.sweep * left * serving[:, 0], owing)
            swept = np.divide(prepaid, owing, out=np.zeros(paths), where=owing > 0)[:, None] * balance
            balance = balance - swept
        out["loan"][:, t], out["guaranteed"][:, t] = (part + swept).T
        out["equity"][:, t] = left - swept.sum(axis=1)
        out["claims"][:, t], out["repaid"][:, t] = claim, repaid
    return Service(instruments, calls, **out, unpaid=arrears.sum(axis=1))
