r"""The best division of a sample into regimes: dynamic programming and date intervals.

Bai and Perron (2003, "Computation and analysis of multiple structural change
models", Journal of Applied Econometrics 18, 1-22): the least sum of squares
with m breaks in rows 0..j is the least, over the last break i, of that with
m - 1 breaks in 0..i plus that of the regime i..j. With the residual sum of
squares of every possible regime at hand, all partitions are searched exactly.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import linalg, optimize, special

from analysis.errors import EstimationError
from analysis.passthrough.stability.sup_wald import Search

# Smallest eigenvalue of a regime's cross products, with columns orthonormal
# over the whole sample, below which the regime does not identify them.
SINGULAR = 1e-9
# Iterations between regime dates and stable coefficients; a handful suffice.
ITERATIONS = 50


def regime_rss(y: np.ndarray, X: np.ndarray, shortest: int) -> np.ndarray:
    """Residual sum of squares of rows i..j-1 at [i, j]; infinite below `shortest` rows.

    Raises
    ------
    EstimationError
        If some regime cannot identify its coefficients.
    """
    n, k = X.shape
    if shortest <= k:
        raise EstimationError(
            f"a regime of {shortest} rows cannot determine {k} coefficients of its own. "
            "Raise trim, use fewer lags or let fewer coefficients break."
        )
    # Residuals on orthonormal columns give the same sums of squares and keep
    # the differences of cumulated sums accurate.
    scale = np.linalg.norm(X, axis=0)
    Q, R = linalg.qr(X / np.where(scale == 0, 1.0, scale), mode="economic", check_finite=False)
    if np.abs(np.diag(R)).min() < SINGULAR:
        raise EstimationError("the regressors that may break are collinear over the whole sample.")
    e = y - Q @ (Q.T @ y)
    gram = np.concatenate([np.zeros((1, k, k)), np.cumsum(Q[:, :, None] * Q[:, None, :], axis=0)])
    score = np.concatenate([np.zeros((1, k)), np.cumsum(Q * e[:, None], axis=0)])
    square = np.concatenate([[0.0], np.cumsum(e * e)])
    out = np.full((n + 1, n + 1), np.inf)
    for start in range(n - shortest + 1):
        if 0 < start < shortest:
            continue  # no regime can begin here
        stop = slice(start + shortest, n + 1)
        g = score[stop] - score[start]
        H = gram[stop] - gram[start]
        try:
            root = np.linalg.cholesky(H)
            weak = np.diagonal(root, axis1=1, axis2=2).min() ** 2 < SINGULAR
        except np.linalg.LinAlgError:
            weak = True
        if weak:
            raise EstimationError(
                f"a regime that begins at row {start} (counted from 0) does not vary enough to "
                "determine its coefficients. Raise trim or leave out the regressor that is constant."
            )
        z = np.linalg.solve(root, g[:, :, None])[:, :, 0]
        out[start, stop] = square[stop] - square[start] - np.einsum("ij,ij->i", z, z)
    return out


def best_breaks(table: np.ndarray, most: int) -> list[tuple[int, ...]]:
    """Best break rows for 0, 1, .., `most` breaks, from `regime_rss`.

    A break is the number of rows before it. Fewer lists are returned when the
    sample has no room for `most` breaks.
    """
    n = len(table) - 1
    cost, origin = [table[0]], []
    for _ in range(most):
        # total[i, j]: best up to i, then one regime from i to j.
        total = cost[-1][:, None] + table
        origin.append(total.argmin(axis=0))
        cost.append(total.min(axis=0))
    found = []
    for m in range(most + 1):
        if not np.isfinite(cost[m][n]):
            break
        breaks, end = [], n
        for level in range(m - 1, -1, -1):
            end = int(origin[level][end])
            breaks.append(end)
        found.append(tuple(reversed(breaks)))
    return found


def split(X: np.ndarray, breaks: tuple[int, ...]) -> np.ndarray:
    """Columns of X once a regime, zero outside it."""
    edges = (0, *breaks, len(X))
    blocks = []
    for start, stop in pairwise(edges):
        block = np.zeros_like(X)
        block[start:stop] = X[start:stop]
        blocks.append(block)
    return np.column_stack(blocks)


def partitions(
    y: np.ndarray, stable: np.ndarray, breaking: np.ndarray, shortest: int, most: int
) -> list[tuple[tuple[int, ...], float]]:
    """Best break rows and residual sum of squares for 0 .. `most` breaks.

    With no `stable` columns the search is exact. With some, dates and stable
    coefficients are found in turn (Bai and Perron 2003, section 3.4), from two
    starting points: every coefficient free to break, and none. One break is
    searched exactly in either case.
    """
    if not stable.shape[1]:
        table = regime_rss(y, breaking, shortest)
        return [(found, _rss(y, stable, breaking, found)) for found in best_breaks(table, most)]

    first = y - stable @ _fit(y, np.column_stack([stable, breaking]))[: stable.shape[1]]
    starts = [best_breaks(regime_rss(first, breaking, shortest), most)]
    everything = np.column_stack([stable, breaking])
    if everything.shape[1] < shortest:
        # the stable columns need not be identified within a regime
        with suppress(EstimationError):
            starts.append(best_breaks(regime_rss(y, everything, shortest), most))
    found = []
    for m in range(len(starts[0])):
        tried = [_iterate(y, stable, breaking, shortest, start[m]) for start in starts if m < len(start)]
        if m == 1:
            rows = np.arange(shortest, len(y) - shortest + 1)
            search = Search(everything, breaking, rows, breaking[:, :0])
            exact = (int(rows[search.rss(y).argmin()]),)
            tried.append((_rss(y, stable, breaking, exact), exact))
        best = min(tried)
        found.append((best[1], best[0]))
    return found


def _iterate(y, stable, breaking, shortest, breaks) -> tuple[float, tuple[int, ...]]:
    best = (_rss(y, stable, breaking, breaks), breaks)
    for _ in range(ITERATIONS if breaks else 0):
        beta = _fit(y, np.column_stack([stable, split(breaking, best[1])]))[: stable.shape[1]]
        table = regime_rss(y - stable @ beta, breaking, shortest)
        new = best_breaks(table, len(breaks))[-1]
        rss = _rss(y, stable, breaking, new)
        if rss >= best[0]:
            break
        best = (rss, new)
    return best


def _fit(y: np.ndarray, X: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(X, y, rcond=None)[0]


def _rss(y: np.ndarray, stable: np.ndarray, breaking: np.ndarray, breaks: tuple[int, ...]) -> float:
    X = np.column_stack([stable, split(breaking, breaks)])
    u = y - X @ _fit(y, X)
    return float(u @ u)


@dataclass(frozen=True)
class BreakDateDistribution:
    r"""Limit distribution of an estimated break date: Bai (1997).

    .. math:: \arg\max_s\ \begin{cases} W_1(-s) - |s|/2 & s \le 0\\
              \sqrt\phi\,W_2(s) - \xi s/2 & s > 0 \end{cases}

    in units of :math:`\delta'\Omega_1\delta/(\delta'Q_1\delta)^2` rows, with
    :math:`\xi = \delta'Q_2\delta/\delta'Q_1\delta` and
    :math:`\phi = \delta'\Omega_2\delta/\delta'\Omega_1\delta`; 1 is the regime
    before, 2 the one after, Q the mean of xx', :math:`\Omega` the long-run
    variance of xu and :math:`\delta` the shift.

    Source: J. Bai (1997), "Estimation of a change point in multiple regression
    models", Review of Economics and Statistics 79, 551-563.
    """

    xi: float
    phi: float

    def cdf(self, x: float) -> float:
        """Probability that the argmax is at most x."""
        xi, phi = self.xi, self.phi
        if x <= 0:
            return self._left(-x, xi, phi)
        # Time reversed and the right-hand side taken as the unit.
        return 1.0 - self._left(x * xi**2 / phi, 1 / xi, 1 / phi)

    @staticmethod
    def _left(x: float, xi: float, phi: float) -> float:
        if x == 0:
            return xi / (phi + xi)
        root, ratio = np.sqrt(x), xi / phi
        gaussian = root * np.exp(-x / 8) / np.sqrt(2 * np.pi)
        far = np.exp(ratio * (1 + ratio) * x / 2 + special.log_ndtr(-(0.5 + ratio) * root))
        near = np.exp(special.log_ndtr(-root / 2))
        return float(
            -gaussian
            - (phi / xi) * (phi + 2 * xi) / (phi + xi) * far
            + (x / 2 - 2 + (phi + 2 * xi) ** 2 / ((phi + xi) * xi)) * near
        )

    def quantile(self, p: float) -> float:
        """X with cdf(x) = p."""
        low, high = -1.0, 1.0
        while self.cdf(low) > p:
            low *= 2
        while self.cdf(high) < p:
            high *= 2
        return float(optimize.brentq(lambda x: self.cdf(x) - p, low, high, xtol=1e-10))
