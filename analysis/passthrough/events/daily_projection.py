r"""Local projections on daily rows around operations, before and after.

With :math:`y_t = 100 \log S_t`, operations :math:`z_t` and what was known before, :math:`w_t`, every
horizon h, negative ones included, has the least squares

.. math:: y_{t+h} - y_{t-1} = \beta_h z_t + \gamma_h' w_t + u_{t,h}.

By the theorem of Frisch, Waugh and Lovell :math:`\beta_h` is the response to the **residual operation**:
the part of :math:`z_t` that its reaction function, the regression on :math:`w_t`, does not predict. All
horizons use the same rows, so one decomposition serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from analysis.errors import EstimationError
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.least_squares import factor

#: Weight of the past in the moving average of squared returns that measures volatility: half of it is 11
#: days old or younger.
DECAY = 0.94
#: Returns before volatility is measured.
SETTLED = 20


@dataclass(frozen=True, eq=False)
class Response:
    r"""Responses at H horizons from n common rows.

    Attributes
    ----------
    estimate : ndarray, shape (H,)
    terms : ndarray, shape (n, H)
        Influence terms; their sum of squares is the HC3 covariance.
    weights : ndarray, shape (n,)
        Of each row in the estimates: :math:`\hat\beta_h = \sum_t w_t (y_{t+h} - y_{t-1})`.
    """

    estimate: np.ndarray
    terms: np.ndarray
    weights: np.ndarray

    @property
    def effective(self) -> float:
        r"""How many equal days would weigh as unequally, :math:`(\sum_t w_t^2)^2 / \sum_t w_t^4`.

        A variance estimated as :math:`\sum_t w_t^2 \hat u_t^2` has about that many degrees of freedom
        (Satterthwaite's approximation, as in Imbens and Kolesar 2016, leverages left out).
        """
        squares = self.weights**2
        return float(squares.sum() ** 2 / (squares**2).sum())


def long_changes(y: np.ndarray, returns: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    """y_{t+h} - y_{t-1}, shape (T, H); NaN if a return between is missing or an end lies off the sample."""
    T = len(y)
    lost = np.cumsum(np.isnan(returns))
    base = np.arange(T) - 1
    out = np.full((T, len(horizons)), np.nan)
    for place, h in enumerate(horizons):
        end = np.arange(T) + h
        there = (base >= 0) & (end >= 0) & (end < T)
        a, b = base[there], end[there]
        whole = lost[a] == lost[b]
        out[np.flatnonzero(there)[whole], place] = y[b[whole]] - y[a[whole]]
    return out


def sums_ahead(x: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    """x_t + .. + x_{t+h}, shape (T, H); NaN where the sample ends before."""
    total = np.r_[0.0, np.cumsum(x)]
    out = np.full((len(x), len(horizons)), np.nan)
    for place, h in enumerate(horizons):
        reach = max(len(x) - h, 0)  # days whose sum ends inside the sample
        out[:reach, place] = total[h + 1 :] - total[:reach]
    return out


def sums_before(x: np.ndarray, first: int, last: int) -> np.ndarray:
    """x_{t-first} + .. + x_{t-last}; NaN where one of them is missing."""
    total = np.r_[0.0, np.cumsum(np.nan_to_num(x))]
    missing = np.r_[0, np.cumsum(np.isnan(x))]
    out = np.full(len(x), np.nan)
    t = np.arange(last, len(x))
    whole = missing[t - first + 1] == missing[t - last]
    out[t[whole]] = (total[t - first + 1] - total[t - last])[whole]
    return out


def volatility(returns: np.ndarray) -> np.ndarray:
    r"""Standard deviation of a return as its past has it, before each row.

    .. math:: v_t^2 = \sum_{k \ge 1} \lambda^{k} r_{t-k}^2 \Big/ \sum_{k \ge 1} \lambda^{k}

    over the returns that are there; NaN before there are `SETTLED` of them.
    """
    there = np.isfinite(returns)
    squares = lfilter([1.0], [1.0, -DECAY], np.nan_to_num(returns) ** 2)
    weight = lfilter([1.0], [1.0, -DECAY], there.astype(float))
    out = np.full(len(returns), np.nan)
    known = np.cumsum(there)[:-1] >= SETTLED
    out[1:][known] = np.sqrt(squares[:-1][known] / weight[:-1][known])
    return out


def history(returns: np.ndarray, lags: int, trend: int) -> tuple[np.ndarray, list[str]]:
    """What the past of the rate says: single returns, the trend before them, volatility."""
    columns, names = [lagged(returns, range(1, lags + 1))], [f"return_{k}" for k in range(1, lags + 1)]
    if trend > lags:
        columns.append(sums_before(returns, lags + 1, trend)[:, None])
        names.append(f"return_{lags + 1}_to_{trend}")
    columns.append(volatility(returns)[:, None])
    return np.hstack(columns), [*names, "volatility"]


def respond(z: np.ndarray, Y: np.ndarray, W: np.ndarray, names: list[str]) -> Response:
    """Regress every column of Y (n, H) on `z` (n,) and W (n, k), the constant included.

    Raises
    ------
    EstimationError
        If z is zero throughout or explained by W, or if one row alone decides a coefficient, so that HC3 is
        not defined.
    """
    if not np.any(z):
        raise EstimationError("there is no operation of this kind in the sample.")
    Q, R = factor(np.column_stack([W, z]), [*names, "operation"])
    weights = Q[:, -1] / R[-1, -1]
    room = 1.0 - np.einsum("ij,ij->i", Q, Q)
    if room.min() < 1e-10:
        raise EstimationError(
            f"hc3 is not defined: row {int(room.argmin())} (counted from 0) alone decides a "
            "coefficient. With so few "
            "operations use fewer lags, a longer sample, or both directions together."
        )
    residuals = Y - Q @ (Q.T @ Y)
    return Response(weights @ Y, residuals * (weights / room)[:, None], weights)


def moving(columns: np.ndarray, names: list[str]) -> tuple[np.ndarray, list[str]]:
    """Leave out columns that are zero in every row (operations of a kind that the sample does not have)."""
    keep = np.abs(columns).max(axis=0, initial=0.0) > 0
    return columns[:, keep], [name for name, kept in zip(names, keep, strict=True) if kept]
