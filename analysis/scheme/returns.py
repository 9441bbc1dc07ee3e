r"""Present value and rate of return of many cash-flow paths at once.

A path is a row: what is paid is negative, what is received positive, one column
a date, equally spaced, the first date now.
"""

from __future__ import annotations

import numpy as np

from analysis.errors import SchemeError

#: Rates of return are looked for between a near-total loss and a tenfold gain a period.
LOWEST, HIGHEST = -0.99, 10.0
#: Halvings of that bracket: the last is narrower than 1e-12.
STEPS = 44


def present_value(flows: np.ndarray, rate: float | np.ndarray) -> np.ndarray:
    r"""Value at the first date, :math:`\sum_t c_t (1+r)^{-t}`.

    Parameters
    ----------
    flows : ndarray, shape (..., T)
    rate : float or ndarray, shape (...)
        Per period, as a fraction; more than -1.

    Returns
    -------
    ndarray, shape (...)
    """
    flows = np.asarray(flows, dtype=float)
    factor = 1.0 / (1.0 + np.asarray(rate, dtype=float))
    if not (np.isfinite(factor).all() and (factor > 0).all()):
        raise SchemeError("a rate per period must be a number above -1 (a fraction: 0.04 for 4 %).")
    value = np.zeros(np.broadcast_shapes(flows.shape[:-1], factor.shape))
    for t in range(flows.shape[-1] - 1, -1, -1):
        value = value * factor + flows[..., t]
    return value


def rate_of_return(flows: np.ndarray) -> np.ndarray:
    r"""Internal rate of return per period: the r at which the present value is zero.

    Parameters
    ----------
    flows : ndarray, shape (..., T)
        Calls may go on after income has begun, but not after the path has
        earned back what it paid.

    Returns
    -------
    ndarray, shape (...)
        -1 for a path on which nothing comes back. Rates outside
        [`LOWEST`, `HIGHEST`] are given as the end of that range.

    Raises
    ------
    SchemeError
        If a path pays nothing, or its rate is not unique.

    Notes
    -----
    If the running total changes sign once and ends above zero there is exactly
    one positive root (Norstrom 1972). By bisection, all paths at once: it
    cannot fail, which Newton's method can.
    """
    flows = np.asarray(flows, dtype=float)
    if not np.isfinite(flows).all():
        raise SchemeError("a cash flow is not a finite number.")
    if not (flows < 0).any(axis=-1).all():
        raise SchemeError("a path pays nothing in, so it has no rate of return.")
    got = flows > 0
    _refuse_second_calls(np.cumsum(flows, axis=-1))
    low = np.full(flows.shape[:-1], LOWEST)
    high = np.full(flows.shape[:-1], HIGHEST)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        above = present_value(flows, middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    rate = 0.5 * (low + high)
    return np.where(got.any(axis=-1), rate, -1.0)


def _refuse_second_calls(running: np.ndarray) -> None:
    ahead = np.logical_or.accumulate(running > 0, axis=-1)
    if (ahead & (running < 0)).any():
        raise SchemeError(
            "a path pays again after it has earned more than it paid, so its rate of return is not unique; "
            "use the present value."
        )


def annuity(
    cost: float | np.ndarray, rate: float | np.ndarray, periods: int | np.ndarray
) -> float | np.ndarray:
    r"""Level payment at dates 1 to n that returns `rate` on `cost`: :math:`C r / (1-(1+r)^{-n})`; arrays
    broadcast."""
    if np.any(np.asarray(periods) < 1):
        raise SchemeError(f"an annuity needs one payment or more, not {np.min(periods)}.")
    flat = np.asarray(rate) == 0
    safe = np.where(flat, 1.0, rate)
    # expm1 keeps the digits of a rate near zero.
    paid = np.where(
        flat, cost / np.asarray(periods), cost * safe / -np.expm1(-np.asarray(periods) * np.log1p(safe))
    )
    return paid if paid.ndim else float(paid)
