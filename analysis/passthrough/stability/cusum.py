r"""Do the residuals drift? CUSUM tests.

The recursive test (Brown, Durbin and Evans 1975) cumulates one-step forecast
errors, the OLS test (Ploberger and Kramer 1992) ordinary residuals. Both see
shifts in mean inflation; a shift in pass-through with mean-zero exchange-rate
changes leaves them nearly blind, so they complement `break_test` and do not replace it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd
from scipy import linalg, special

from analysis.errors import EstimationError
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.present import axes, p_text
from analysis.passthrough.stability.equation import Terms, equation
from analysis.passthrough.stability.finding import Finding

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Cusum(Finding):
    """A CUSUM test; see `Finding`.

    Attributes
    ----------
    kind : {"ols", "recursive"}
    process : Series
        Cumulated, scaled residuals.
    statistic, pvalue : float
    """

    kind: str
    process: pd.Series
    statistic: float
    pvalue: float

    @property
    def hypothesis(self) -> str:
        """What the p-value is of."""
        return "coefficients that are constant over the sample, against residuals that drift"

    def to_frame(self) -> pd.DataFrame:
        """One row: statistic and p-value."""
        return pd.DataFrame(
            {"statistic": [self.statistic], "pvalue": [self.pvalue]}, index=[f"{self.kind} CUSUM"]
        )

    def summary(self) -> str:
        """Statistic, p-value and specification, as text."""
        return self.text(
            f"{self.kind} CUSUM: {self.header}", f"  {self.statistic:.3f}, p {p_text(self.pvalue)}"
        )

    def __repr__(self) -> str:
        return (
            f"<Cusum {self.kind}, {self.driver} -> {self.outcome}: {self.statistic:.3f}, "
            f"p {p_text(self.pvalue)}>"
        )

    def plot(self, ax: Axes | None = None, level: float = 0.95) -> Axes:
        """Draw the process between its boundaries."""
        ax = axes(ax)
        when = self.process.index.to_timestamp()
        t = np.arange(1, len(when) + 1) / len(when)
        shape = 1 + 2 * t if self.kind == "recursive" else np.ones_like(t)
        edge = shape * _critical(self.kind, level)
        ax.plot(when, self.process.to_numpy())
        for side in (edge, -edge):
            ax.plot(when, side, color="0.3", linestyle="--", linewidth=0.8)
        ax.axhline(0.0, color="0.3", linewidth=0.8)
        ax.set_ylabel("Cumulated residuals, scaled")
        return ax


def cusum(
    price: pd.Series,
    fx: pd.Series,
    *,
    kind: str = "ols",
    lags: int = 12,
    own_lags: int = 12,
    **terms: Unpack[Terms],
) -> Cusum:
    r"""Test whether residuals drift away from zero.

    Parameters
    ----------
    kind : {"ols", "recursive"}
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency.
    lags, own_lags : int
        Of the exchange rate, from 0, and of the price change, from 1.
    controls, control_lags, seasonal, sample
        As in `design`.

    Notes
    -----
    ols: :math:`\max_t |\sum_{s \le t} \hat u_s| / (\hat\sigma\sqrt n)` with n - k in
    :math:`\hat\sigma`, compared with the supremum of a Brownian bridge.
    recursive: :math:`\max_t |W_t| / (1 + 2t)` with :math:`W_t` the cumulated recursive
    residuals over :math:`\hat\sigma\sqrt{n-k}`, their standard deviation around
    their mean. Both as in strucchange.
    """
    asked = equation(price, fx, lags, own_lags, **terms)
    rows = asked.rows
    whole = fit(rows.y, rows.X, rows.names)
    if kind == "ols":
        process = np.cumsum(whole.resid) / (whole.sigma * np.sqrt(whole.nobs))
        index, statistic = rows.periods, float(np.abs(process).max())
    elif kind == "recursive":
        w = recursive_residuals(rows.y, rows.X)
        process = np.cumsum(w) / (w.std(ddof=1) * np.sqrt(len(w)))
        index = rows.periods[len(rows.y) - len(w) :]
        t = np.arange(1, len(w) + 1) / len(w)
        statistic = float((np.abs(process) / (1 + 2 * t)).max())
    else:
        raise EstimationError(f"kind is 'ols' or 'recursive', not {kind!r}.")
    return Cusum(
        **asked.identity,
        kind=kind,
        process=pd.Series(process, index=index, name="cusum"),
        statistic=statistic,
        pvalue=_pvalue(kind, statistic),
        specification=asked.facts,
    )


def recursive_residuals(y: np.ndarray, X: np.ndarray) -> np.ndarray:
    r"""One-step forecast errors :math:`(y_t - x_t'b_{t-1}) / \sqrt{1 + x_t'(X_{t-1}'X_{t-1})^{-1}x_t}`.

    They begin with the first row that the rows before it can forecast: row k + 1
    unless the first k rows are collinear.
    """
    n, k = X.shape
    Q, R = linalg.qr(X, mode="economic")
    start = k
    while start < n and np.linalg.matrix_rank(Q[:start], 1e-8) < k:
        start += 1
    if n - start < 2:
        raise EstimationError(f"no recursive residuals: the first {start} of {n} rows leave no forecast.")
    out = np.empty(n - start)
    inverse = np.linalg.inv(Q[:start].T @ Q[:start])
    beta = inverse @ (Q[:start].T @ y[:start])
    for t in range(start, n):
        x = Q[t]
        gain = inverse @ x
        spread = 1.0 + x @ gain
        error = y[t] - x @ beta
        out[t - start] = error / np.sqrt(spread)
        beta = beta + gain * (error / spread)
        inverse = inverse - np.outer(gain, gain) / spread
    return out


def _pvalue(kind: str, x: float) -> float:
    if kind == "ols":
        # Supremum of a Brownian bridge: the Kolmogorov distribution.
        return float(special.kolmogorov(x))
    if x < 0.3:
        # The crossing formula fails near zero; strucchange's line stands in.
        return 1 - 0.1464 * x
    phi = special.ndtr
    p = phi(-3 * x) + np.exp(-4 * x**2) * (phi(x) + phi(5 * x) - 1) - np.exp(-16 * x**2) * phi(-x)
    return float(2 * p)


def _critical(kind: str, level: float) -> float:
    low, high = 0.3, 5.0
    while high - low > 1e-8:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _pvalue(kind, middle) > 1 - level else (low, middle)
    return low
