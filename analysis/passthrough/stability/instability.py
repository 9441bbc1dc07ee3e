r"""Did the relation hold in the last few months? Andrews (2003).

A tariff of April 2025 leaves a handful of months after it: too few to estimate
anything, so no Wald test exists. The end-of-sample test asks whether the last m
residuals, as a block, are larger than blocks of m residuals were before, when
nothing had changed. Its critical values are those earlier blocks, so it needs
neither normal nor independent errors, nor a long regime; it needs the months
before to be alike.

Source: D. W. K. Andrews (2003), "End-of-sample instability tests",
Econometrica 71, 1661-1694.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.hypothesis import restricted
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.present import axes, p_text
from analysis.passthrough.core.result import HypothesisTest
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import regimes
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.finding import StabilityFinding

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A p-value of 0.05 means little with fewer earlier blocks than this.
LEAST_BLOCKS = 40


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class EndOfSample(StabilityFinding):
    """An end-of-sample instability test; see `StabilityFinding`.

    Attributes
    ----------
    date : Period
        First period of the months in question.
    tested : str
        Coefficients along which the S statistic looks, in words.
    months : int
        m, the rows from `date` on.
    statistic, pvalue : float
        Of the S test.
    excess : float
        Price change from `date` on that the earlier relation does not explain,
        cumulated, 100 x log (log points).
    excess_pvalue : float
        Share of the earlier blocks whose cumulated residual is as large, either sign.
    residuals : Series
        Of the months in question, with coefficients of the rows before.
    blocks : DataFrame
        One row an earlier block, by its first period: statistic, excess.
    """

    date: pd.Period
    tested: str
    months: int
    statistic: float
    pvalue: float
    excess: float
    excess_pvalue: float
    residuals: pd.Series
    blocks: pd.DataFrame

    @property
    def test(self) -> HypothesisTest:
        """The S test, with what it asks."""
        text = f"no change of {self.tested} in {self.months} periods from {self.date}"
        return HypothesisTest(
            text, self.statistic, self.pvalue, self.months, f"{len(self.blocks)} earlier blocks"
        )

    @property
    def excess_test(self) -> HypothesisTest:
        """The test of the cumulated residual, with what it asks."""
        text = (
            f"no price change that the earlier relation leaves unexplained, over {self.months} periods from"
            f" {self.date}"
        )
        return HypothesisTest(text, self.excess, self.excess_pvalue, 1, f"{len(self.blocks)} earlier blocks")

    def critical_value(self, coverage: float = 0.95) -> float:
        """Quantile of the statistics of the earlier blocks."""
        return float(np.quantile(self.blocks["statistic"], coverage))

    def to_frame(self) -> pd.DataFrame:
        """Rows S and excess: statistic and p-value."""
        return pd.DataFrame(
            {"statistic": [self.statistic, self.excess], "pvalue": [self.pvalue, self.excess_pvalue]},
            index=pd.Index(["S", "excess"], name="test"),
        )

    def summary(self) -> str:
        """Statistic, p-value and unexplained price change, as text."""
        return self.text(
            f"end-of-sample instability: {self.header}",
            f"  {self.months} periods from {self.date}: S = {self.statistic:.2f}, "
            f"p {p_text(self.pvalue)} ({len(self.blocks)} earlier blocks)",
            f"  unexplained price change {self.excess:+.2f} log points, p {p_text(self.excess_pvalue)}",
        )

    def plot(self, ax: Axes | None = None, coverage: float = 0.95) -> Axes:
        """Draw the earlier blocks' statistics over time with the one in question."""
        ax = axes(ax)
        ax.plot(self.blocks.index.to_timestamp(), self.blocks["statistic"], linewidth=0.8)
        ax.plot([self.date.to_timestamp()], [self.statistic], "o", color="C3")
        ax.axhline(self.critical_value(coverage), color="0.3", linestyle="--", linewidth=0.8)
        ax.set_ylim(bottom=0)
        ax.set_ylabel(f"S statistic of {self.months} periods")
        return ax

    def __repr__(self) -> str:
        return (
            f"<EndOfSample {self.driver} -> {self.outcome}, {self.months} periods from {self.date}: "
            f"p {p_text(self.pvalue)}>"
        )


@door
def end_of_sample(
    price: pd.Series,
    fx: pd.Series,
    *,
    date: object,
    lags: int | None = None,
    own_lags: int = 0,
    coefficients: str = "all",
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
) -> EndOfSample:
    r"""Test whether the relation still holds from `date` to the end of the sample.

    Parameters
    ----------
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency.
    date : period
        First period that may differ, such as "2025-04".
    lags : int, optional
        Exchange-rate lags 0 to `lags`; default one year.
    own_lags : int
        Own lags are off by default: each month lost to a gap near the end would
        cost as many rows more, and the earlier blocks allow for autocorrelation.
    coefficients : {"all", "fx", "mean"}
        Which coefficients the statistic looks along: shifts of any, of the
        exchange-rate coefficients, or of the constant and seasonals. With no
        more rows than coefficients it looks in every direction (the P test).
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    seasonal : bool, "blocks", "smooth" or Seasonal
        Month (quarter) effects, as in `distributed_lag`.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; either may be None. End the
        sample where the question ends.

    Raises
    ------
    EstimationError
        If fewer than 40 earlier blocks or fewer than 2m earlier rows remain.

    Notes
    -----
    With n rows before `date` and :math:`U_j, X_j` the residuals and regressors
    of rows j .. j+m-1,

    .. math::
        S_j &= U_j'\Sigma^{-1}X_j \\
            &\quad (X_j'\Sigma^{-1}X_j)^{-1}X_j'\Sigma^{-1}U_j, \\
        \Sigma &= \frac{1}{n+1}\sum_{j=1}^{n+1} U_jU_j'.

    :math:`S_{n+1}` and :math:`\Sigma` use coefficients from all n + m rows; the
    earlier blocks use those of the n rows without the first
    :math:`\lceil m/2 \rceil` of the block, so that they are about as far from
    their own coefficients as the last block is.

    Rows are taken as neighbours even where a gap lies between them.

    Examples
    --------
    >>> from analysis.passthrough import end_of_sample
    >>> from analysis.passthrough.core import examples as example
    >>> result = end_of_sample(example.price, example.fx, date="2019-07", lags=1)
    >>> result.months, result.pvalue > 0.05
    (6, True)
    """
    asked = equation(price, fx, CommonTerms(
        lags=lags, own_lags=own_lags, controls=controls, control_lags=control_lags, seasonal=seasonal,
        sample=sample,
    ))  # fmt: skip
    rows = asked.rows
    along = regimes.breaking_columns(rows, coefficients)
    n = regimes.first_row(rows, date)
    m = len(rows.y) - n
    if n - m + 1 < LEAST_BLOCKS or n + 1 < 2 * m:
        raise EstimationError(
            f"{n} rows before {rows.periods[n]} give {max(0, n - m + 1)} blocks of {m} rows to compare "
            f"with; the test needs {LEAST_BLOCKS} blocks and {2 * m - 1} rows. Use a longer sample, "
            "or break_test, which suits a break that far from the end."
        )
    whole = fit(rows.y, rows.X, rows.names)
    before = fit(rows.y[:n], rows.X[:n], rows.names)
    windows = np.lib.stride_tricks.sliding_window_view(whole.resid, m)
    sigma = windows.T @ windows / (n + 1)
    try:
        whiten = np.linalg.inv(np.linalg.cholesky(sigma))
    except np.linalg.LinAlgError:
        raise EstimationError(
            f"the covariance of {m} neighbouring residuals is singular. Use fewer months."
        ) from None

    def statistic(start: int, u: np.ndarray) -> float:
        x = whiten @ rows.X[start : start + m, along]
        values, kept, _ = np.linalg.svd(x / np.linalg.norm(x, axis=0).clip(1e-300), full_matrices=False)
        projected = values[:, kept > 1e-10 * kept[0]].T @ (whiten @ u)
        return float(projected @ projected)

    observed = statistic(n, whole.resid[n:])
    unexplained = rows.y[n:] - rows.X[n:] @ before.beta
    gram, score = before.X.T @ before.X, before.X.T @ before.y
    half, records = ceil(m / 2), []
    for start in range(n - m + 1):
        out, block = slice(start, start + half), slice(start, start + m)
        x, y = before.X[out], before.y[out]
        beta = np.linalg.solve(gram - x.T @ x, score - x.T @ y)
        u = before.y[block] - before.X[block] @ beta
        records.append((statistic(start, u), u.sum()))
    blocks = pd.DataFrame(records, columns=["statistic", "excess"], index=rows.periods[: n - m + 1])
    excess = float(unexplained.sum())
    return EndOfSample(
        **asked.identity,
        date=rows.periods[n],
        # With no more rows than coefficients the statistic is that of every direction.
        tested=(
            "the relation in any way"
            if m <= len(along)
            else restricted(rows.blocks, rows.X.shape[1], along, asked.driver)
        ),
        months=m,
        statistic=observed,
        pvalue=float((blocks["statistic"] >= observed).mean()),
        excess=excess,
        excess_pvalue=float((blocks["excess"].abs() >= abs(excess)).mean()),
        residuals=pd.Series(unexplained, index=rows.periods[n:], name="unexplained"),
        blocks=blocks,
        specification={**asked.facts, "directions": coefficients},
    )
