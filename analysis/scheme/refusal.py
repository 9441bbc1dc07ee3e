r"""Refusing a call: what is not lost on the project, against new distributions and a tariff.

Two penalties follow a refusal. (1) The distributions are set anew; Japan's formula was not found, Korea's is
used: the United States takes what the country would receive from the projects that run until the refused
amount is filled. (2) Tariffs may rise on goods that the President names; a year costs exporters

.. math:: T = \text{points} \times \text{imports} \times \text{share of goods reached} \times \text{share that
exporters bear} .

Refusing pays if the present value that the project would lose Japan is more than both: the break-even is a
share of the call, or, since that value falls with the project's return, a return.

Source: rows jpn_refusal_tariff, jpn_refusal_distribution, jpn_refusal_formula and kor_refusal_formula of the
table memorandum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import amount, rate, share, whole
from analysis.scheme.returns import present_value


@dataclass(frozen=True)
class Refusal:
    """A call that Japan does not fund, and what follows.

    Attributes
    ----------
    call : float
        Amount refused, billions of dollars.
    points : float
        Rise of the tariff as a fraction of value: 0.125 for 12.5 points.
    imports : float
        US imports from Japan a year, billions of dollars.
    reached : float
        Share of them that the rise can apply to.
    borne : float
        Share of the rise that exporters bear.
    years : int
        That the rise lasts, the first from the refusal on.
    """

    call: float
    points: float = 0.0
    imports: float = 0.0
    reached: float = 1.0
    borne: float = 1.0
    years: int = 1

    def __post_init__(self) -> None:
        for name in ("call", "imports"):
            amount(getattr(self, name), name)
        for name in ("reached", "borne"):
            share(getattr(self, name), name)
        rate(self.points, "points", 0.0)
        whole(self.years, "years", 0, 100)
        if self.call == 0:
            raise SchemeError("a refusal refuses an amount; call must be above 0.")

    @property
    def tariff_a_year(self) -> float:
        """What a year of the rise costs exporters, billions of dollars."""
        return self.points * self.imports * self.reached * self.borne


@dataclass(frozen=True)
class Penalties:
    """Present values at the refusal, billions of dollars, 0 or more.

    Attributes
    ----------
    distributions : float
        Receipts from the projects that run which the United States takes.
    tariff : float
        The rise of the tariff over its years.
    filled : int
        Date from which Japan receives again, -1 if the amount is never filled.
    """

    distributions: float
    tariff: float
    filled: int

    @property
    def both(self) -> float:
        """Cost of lost distributions and of the tariff together."""
        return self.distributions + self.tariff


def taken(receipts: np.ndarray, unpaid: float | np.ndarray) -> np.ndarray:
    """What the United States takes of a country's receipts, date by date, until an unpaid amount is filled.

    Parameters
    ----------
    receipts : ndarray, shape (..., T)
        0 or more. The unpaid amount bears no interest: the text that spells the rule out names none.
    unpaid : float or ndarray (...)

    Returns
    -------
    ndarray, shape (..., T)
    """
    receipts = np.asarray(amount(receipts, "receipts"), float)
    total = np.minimum(np.cumsum(receipts, axis=-1), np.asarray(unpaid, float)[..., None])
    return np.diff(total, axis=-1, prepend=0.0)


def refuse(refusal: Refusal, receipts: np.ndarray, discount: float) -> Penalties:
    """What a refusal costs Japan, apart from the project that it does not fund.

    Parameters
    ----------
    refusal : Refusal
    receipts : ndarray, shape (T,)
        Japan's receipts from the projects that run, year by year from the refusal on; none: ``np.zeros(1)``.
    discount : float
        A year.
    """
    receipts = np.asarray(receipts, float)
    lost = taken(receipts, refusal.call)
    open_ = np.cumsum(lost) < refusal.call * (1 - 1e-12)
    yearly = np.full(refusal.years, refusal.tariff_a_year)
    return Penalties(
        distributions=float(present_value(lost, discount)),
        # A year's tariff is paid through the year: counted at its end, as cash of projects is.
        tariff=float(present_value(np.append(0.0, yearly), discount)),
        filled=-1 if open_.all() else int(np.argmin(open_)) + 1,
    )


def break_even_loss(refusal: Refusal, penalties: Penalties) -> float:
    """Share of the called money that has to be lost, in present value, for refusing to pay; above 1 it never
    does."""
    return penalties.both / refusal.call
