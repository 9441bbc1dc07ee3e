"""The swap basis as a channel of its own: what dollars cost through swaps, where the spot rate does not move.

A basis swap buys dollars with yen at its start and sells them back at the same price at its end, so it leaves
no open position and no spot purchase; what it moves is the deviation from covered parity, which every
borrower of dollars through swaps pays.
"""

from __future__ import annotations

from analysis.errors import SchemeError

#: Range of the basis, percentage points a year: none, and the widest round figure of the quotes in
#: `fx_market`.
BASIS_RANGE = (0.0, -1.0)


def yearly_cost(swapped: float, basis: float) -> float:
    """Billions of dollars a year that the basis adds to the cost of `swapped` billions of dollars.

    Parameters
    ----------
    swapped : float
        Billions of dollars raised by swaps, 0 or more.
    basis : float
        Percentage points a year; below zero dollars through swaps are dearer, so the cost is above zero.
    """
    if not swapped >= 0:
        raise SchemeError(f"an amount swapped is 0 or more billion dollars, not {swapped}.")
    return -basis / 100 * swapped
