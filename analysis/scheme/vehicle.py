r"""The US tax of the project vehicle itself, which comes off before the split.

By one reader the shares of the memorandum are of cash flow "net of US taxes". Whether the vehicle is a
taxpayer is not published: a partnership is none (its partners are), a company is. With cash :math:`c_t` of
year t of operation and straight depreciation of the cost C over n years,

.. math:: \text{tax}_t = \tau\, \max\big(c_t - C/n - \text{losses brought forward},\ 0\big) .
"""

from __future__ import annotations

import numpy as np


def own_tax(
    cash: np.ndarray,
    cost: np.ndarray,
    start: np.ndarray,
    years: np.ndarray,
    tax_rate: float | np.ndarray,
    deductible: np.ndarray | float = 0.0,
) -> np.ndarray:
    """US tax on the profit of a vehicle that is a taxpayer.

    Parameters
    ----------
    cash : ndarray, shape (N, T)
        Earned before tax, 0 or more.
    cost, start, years : ndarray, shape (N,)
        What is depreciated, from which date on and over how many years.
    tax_rate : float or ndarray (N,)
        Fraction of profit.
    deductible : float or ndarray (N, T)
        Other deductions of a date: interest, if what Japan lends is debt of the vehicle.

    Returns
    -------
    ndarray, shape (N, T)
        A loss is carried forward without limit and without interest; what is left of it at the end is lost.
    """
    rate = np.broadcast_to(np.asarray(tax_rate, float), cash.shape[:1])
    tax = np.zeros_like(cash)
    if not rate.any():
        return tax
    age = np.arange(cash.shape[1]) - start[:, None]
    written = np.where((age >= 0) & (age < years[:, None]), (cost / years)[:, None], 0.0)
    profit = cash - written - deductible
    forward = np.zeros(len(cash))
    for t in range(cash.shape[1]):
        left = profit[:, t] - forward
        tax[:, t] = rate * np.maximum(left, 0.0)
        forward = np.maximum(-left, 0.0)
    return tax
