r"""Who in Japan pays and who is paid: equity, loans of the state bank, guaranteed loans.

Japan's side of the waterfall is one account. Loans are served first, in equal
yearly payments over their tenor, the two kinds in proportion to what is due to
them; equity has what is left. What a loan is not paid becomes arrears, which
grow at its rate. The guarantor pays the covered share of what a guaranteed loan
misses and takes over that share of the arrears, so that later cash repays it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import rate, share, whole
from analysis.scheme.returns import annuity


@dataclass(frozen=True)
class Instruments:
    """How Japan's payments are funded.

    Attributes
    ----------
    equity, loan, guaranteed : float
        Shares of each call, together 1.
    loan_rate, guaranteed_rate : float
        Yearly rates of the two kinds of loan.
    tenor : int
        Years of repayment, from the year after the last call; interest is
        added to principal until then.
    cover : float
        Share of a guaranteed loan that the guarantor answers for.
    """

    equity: float = 0.0
    loan: float = 1 / 3
    guaranteed: float = 2 / 3
    loan_rate: float = 0.045
    guaranteed_rate: float = 0.05
    tenor: int = 20
    cover: float = 0.95

    def __post_init__(self) -> None:
        for name in ("equity", "loan", "guaranteed", "cover"):
            share(getattr(self, name), name)
        for name in ("loan_rate", "guaranteed_rate"):
            rate(getattr(self, name), name, 0.0)
        whole(self.tenor, "tenor", 1, 100)
        total = self.equity + self.loan + self.guaranteed
        if abs(total - 1) > 1e-9:
            raise SchemeError(f"equity, loan and guaranteed are shares of each call and must add up to 1, not {total:g}.")


@dataclass(frozen=True, eq=False)
class Service:
    """Payments to and by each party, shape (N, T) each.

    `equity`, `loan`, `guaranteed` come out of Japan's receipts and add up to
    them; of `guaranteed`, the lender keeps `guaranteed - repaid`, and has
    `claims` from the guarantor besides, who is paid back `repaid`. `unpaid` is
    what lenders and guarantor are still owed at the last date, shape (N,).
    """

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
        """Net flow of the guarantor, negative where it pays, shape (N, T)."""
        return self.repaid - self.claims


def serve(calls: np.ndarray, receipts: np.ndarray, instruments: Instruments) -> Service:
    """Divide Japan's receipts among those who funded its payments.

    Parameters
    ----------
    calls, receipts : ndarray, shape (N, T)
        `Waterfall.calls` and `Waterfall.japan`; calls are the same on every path.
    instruments : Instruments

    Returns
    -------
    Service

    Raises
    ------
    SchemeError
        If calls differ between paths or the tenor reaches past the last date.
    """
    calls, receipts = np.atleast_2d(calls), np.atleast_2d(receipts)
    if np.ptp(calls, axis=0).any():
        raise SchemeError("calls must be the same on every path: loans have one schedule.")
    paths, dates = receipts.shape
    schedule = calls[0]
    start = int(np.flatnonzero(schedule)[-1]) if schedule.any() else 0
    if start + instruments.tenor >= dates:
        raise SchemeError(
            f"a tenor of {instruments.tenor} years from date {start} ends after the last cash (date {dates - 1}): "
            "shorten the tenor or lengthen the project."
        )
    kinds = (
        (instruments.loan, instruments.loan_rate),
        (instruments.guaranteed, instruments.guaranteed_rate),
    )
    rates = np.array([yearly for _, yearly in kinds])
    payment = np.array([_level(part * schedule, yearly, start, instruments.tenor) for part, yearly in kinds])
    arrears = np.zeros((paths, 2))
    held = np.zeros(paths)  # part of the guaranteed loan's arrears that the guarantor has taken over
    out = {name: np.zeros((paths, dates)) for name in ("equity", "loan", "guaranteed", "claims", "repaid")}
    for t in range(dates):
        due = payment if start < t <= start + instruments.tenor else np.zeros(2)
        arrears = arrears * (1 + rates)
        held = held * (1 + rates[1])
        owed = arrears + due
        total = owed.sum(axis=1)
        paid = np.minimum(receipts[:, t], total)
        part = np.divide(paid, total, out=np.zeros(paths), where=total > 0)[:, None] * owed
        # Old arrears and this year's payment of a loan are met in proportion, and so are their holders.
        repaid = np.divide(part[:, 1], owed[:, 1], out=np.zeros(paths), where=owed[:, 1] > 0) * held
        missed = np.maximum(due[1] - np.divide(part[:, 1], owed[:, 1], out=np.zeros(paths), where=owed[:, 1] > 0) * due[1], 0.0)
        claim = instruments.cover * missed
        held = held - repaid + claim
        arrears = owed - part
        out["loan"][:, t], out["guaranteed"][:, t] = part[:, 0], part[:, 1]
        out["equity"][:, t] = receipts[:, t] - paid
        out["claims"][:, t], out["repaid"][:, t] = claim, repaid
    return Service(**out, unpaid=arrears.sum(axis=1))


def _level(drawn: np.ndarray, yearly: float, start: int, tenor: int) -> float:
    """Yearly payment on what is drawn up to date `start`, interest until then added."""
    ages = start - np.arange(start + 1)
    return annuity(float((drawn[: start + 1] * (1 + yearly) ** ages).sum()), yearly, tenor)
