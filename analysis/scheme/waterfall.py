r"""How the cash of a project is divided between Japan and the United States.

Until each country has received the deemed allocation (principal plus deemed
interest), cash is split by `split_before`; what comes in above it, by
`split_after`. With :math:`D_t` what is still due to the country that has
received less, before the payment of date t,

.. math:: x_t = \min(c_t,\ D_t / s), \qquad s = \min(s_0,\ 1 - s_0), \qquad
          \text{Japan}_t = s_0 x_t + s_1 (c_t - x_t),

where :math:`s_0, s_1` are Japan's shares. At one half each both countries
reach the amount with the same dollar, after twice the amount has been paid.
A period in which it is reached is split within itself, to the cent.

Source: paragraph 13 as read in Cabinet answer No. 80 of 28 November 2025 (row
jpn_split of the table memorandum).
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
        Deemed allocation still unpaid after each date to the country that has received less.
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
    # A country without a share never receives the amount, so the first split then holds for ever.
    counted = min(terms.split_before, 1 - terms.split_before)
    rate = 0.0 if terms.accrual == "none" else terms.deemed_rate
    paths, dates = cash.shape
    before, due, interest = (np.zeros((paths, dates)) for _ in range(3))
    principal, accrued = np.zeros(paths), np.zeros(paths)
    for t in range(dates):
        base = principal if terms.accrual == "simple" else principal + accrued
        interest[:, t] = rate * base
        accrued = accrued + interest[:, t]
        owed = principal + accrued
        before[:, t] = np.minimum(cash[:, t], owed / counted) if counted else cash[:, t]
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
