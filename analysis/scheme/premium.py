r"""The insurer's premium: what lenders pay for cover, and what the law would have them pay.

On the covered part :math:`\kappa G B_{t-1}` of the guaranteed loan's scheduled balance, at the yearly rate
:math:`\pi`, as long as the project has not failed. Revenue covers cost (Trade and Investment Insurance Act,
article 40(2)) at

.. math:: \pi^* = \frac{\text{present value of expected claims less recoveries}}
                       {\text{present value of expected covered balance}} .
"""

from __future__ import annotations

import numpy as np

from analysis.scheme.instruments import Instruments
from analysis.scheme.project import CashFlows
from analysis.scheme.returns import annuity


def covered_balance(
    flows: CashFlows, instruments: Instruments, lived: np.ndarray | None = None
) -> np.ndarray:
    """Covered balance that a premium is due on at each date: what was owed, by schedule, over the year before
    it.

    Parameters
    ----------
    flows : CashFlows
    instruments : Instruments
        Without a sweep: with one the balance is lower than its schedule, and the premium with it.
    lived : ndarray of int, shape (N,), optional
        Years of operation before a failure; no premium is paid from the first missed year on.

    Returns
    -------
    ndarray, shape (N, T)
    """
    calls, interest = flows.calls, instruments.guaranteed_rate
    dates = calls.shape[1]
    last_call = flows.start - 1
    owed = np.zeros_like(calls)
    level = np.zeros(len(calls))
    for t in range(dates):
        before = owed[:, t - 1] * (1 + interest) if t else 0.0
        drawing = t <= last_call
        owed[:, t] = np.where(drawing, before + instruments.guaranteed * calls[:, t], before - level)
        level = np.where(t == last_call, annuity(owed[:, t], interest, instruments.tenor), level)
        owed[:, t] = np.where(t >= last_call + instruments.tenor, 0.0, owed[:, t])
    due = np.zeros_like(owed)
    due[:, 1:] = instruments.cover * owed[:, :-1]
    if lived is not None:
        due[flows.age > np.where(lived < flows.life, lived, dates)[:, None]] = 0.0
    return due
