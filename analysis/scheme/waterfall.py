r"""How the cash of a project is divided between Japan and the United States.

Until the deemed allocation (principal plus deemed interest) is reached, cash is
split by `split_before`; what comes in above it, by `split_after`. With
:math:`D_t` what is still due before the payment of date t,

.. math:: x_t = \min(c_t,\ D_t / s), \qquad
          \text{Japan}_t = s_0 x_t + s_1 (c_t - x_t),

where :math:`s_0, s_1` are the splits and s is the share of a payment that
counts towards the allocation: :math:`s_0` when Japan's receipts count, 1 when
those of both sides do. A period in which the allocation is reached is split
within itself, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import SchemeError
from analysis.scheme.check import amount
from analysis.scheme.memorandum import Terms


@dataclass(frozen=True, eq=False)
class Waterfall:
    """Who received what, path by path and date by date.

    Attributes
    ----------
    calls, cash : ndarray, shape (N, T)
        Paid in by Japan; earned by the project.
    japan, united_states : ndarray, shape (N, T)
        Their parts of `cash`.
    before : ndarray, shape (N, T)
        Part of `cash` that was divided by the first split.
    due : ndarray, shape (N, T)
        Deemed allocation still unpaid after each date.
    interest : ndarray, shape (N, T)
        Deemed interest accrued at each date.
    """

    calls: np.ndarray
    cash: np.ndarray
    japan: np.ndarray
    united_states: np.ndarray
    before: np.ndarray
    due: np.ndarray
    interest: np.ndarray

    @property
    def net(self) -> np.ndarray:
        """Japan's cash flow: receipts less calls, shape (N, T)."""
        return self.japan - self.calls

    @property
    def reached(self) -> np.ndarray:
        """First date from which nothing is due to the end, shape (N,); -1 where that never happens."""
        owing = self.due > 0
        dates = owing.shape[1]
        last = np.where(owing.any(axis=1), dates - 1 - np.argmax(owing[:, ::-1], axis=1), -1)
        return np.where(last < dates - 1, last + 1, -1)

    @property
    def japan_share(self) -> np.ndarray:
        """Japan's part of all cash, shape (N,); 0 where there was none."""
        total = self.cash.sum(axis=1)
        return np.divide(self.japan.sum(axis=1), total, out=np.zeros_like(total), where=total > 0)


def distribute(calls: np.ndarray, cash: np.ndarray, terms: Terms) -> Waterfall:
    """Divide cash between the two sides.

    Parameters
    ----------
    calls : ndarray, shape (N, T) or (T,)
        What Japan pays in at each date, 0 or more.
    cash : ndarray, same shape
        What the project has to divide at each date, 0 or more.
    terms : Terms
        Its `deemed_rate` is per year, so dates are a year apart.

    Returns
    -------
    Waterfall

    Notes
    -----
    At a date, deemed interest accrues first, then cash is divided, then a call
    is paid and added to what is due. Dates that follow a call by a year
    therefore carry a year of interest. With `accrual="simple"` payments meet
    interest before principal.

    Raises
    ------
    SchemeError
        For negative or unequally shaped flows.
    """
    calls, cash = np.atleast_2d(np.asarray(calls, float)), np.atleast_2d(np.asarray(cash, float))
    if calls.shape != cash.shape:
        raise SchemeError(f"calls and cash must have one shape, not {calls.shape} and {cash.shape}.")
    amount(calls, "a call")
    amount(cash, "cash of a project")
    counted = terms.split_before if terms.counts == "japan" else 1.0
    rate = 0.0 if terms.accrual == "none" else terms.deemed_rate
    paths, dates = cash.shape
    before, due, interest = (np.zeros((paths, dates)) for _ in range(3))
    principal, accrued = np.zeros(paths), np.zeros(paths)
    for t in range(dates):
        base = principal if terms.accrual == "simple" else principal + accrued
        interest[:, t] = rate * base
        accrued = accrued + interest[:, t]
        owed = principal + accrued
        before[:, t] = np.minimum(cash[:, t], owed / counted)
        # Where the allocation is reached the rest is zero exactly, not to rounding.
        full = before[:, t] < cash[:, t]
        paid = np.where(full, owed, counted * before[:, t])
        to_interest = np.minimum(paid, accrued)
        accrued = np.where(full, 0.0, accrued - to_interest)
        principal = np.where(full, 0.0, principal - (paid - to_interest)) + calls[:, t]
        due[:, t] = principal + accrued
    japan = terms.split_before * before + terms.split_after * (cash - before)
    return Waterfall(
        calls=calls,
        cash=cash,
        japan=japan,
        united_states=cash - japan,
        before=before,
        due=np.maximum(due, 0.0),
        interest=interest,
    )
