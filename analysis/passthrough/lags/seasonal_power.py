r"""How often the F test that month effects are the same in every block rejects, at its own lags.

The price is made anew from its own past with month effects that stay,

.. math:: y_t = \mu_{b(t)} + s_{m(t)} + \delta\,p_{b(t),m(t)} + \sum_j \rho_j y_{t-j} + \gamma' w_t + e_t ,

errors being those of the regression in which months may move, times :math:`\sqrt{n/(n-k)}`, drawn in blocks
of at least a year. In each sample p is another pattern of moves: normal numbers by month and block whose mean
is nought over each year and, for each month, over the sample, with a root mean square of one. So
:math:`\delta` is the size of the moves, in the unit of the price change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.fixed_b import bisect
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.simulated_power import DRAWS, WANTED, Found
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.lags.seasonal_stability import OWN_LAGS, SeasonalRows, seasonal_rows

#: Months of a block of errors, at least.
BLOCK = 12


@door
def seasonal_found(
    price: pd.Series,
    *,
    seasonal: Seasonal | None = None,
    own_lags: int = OWN_LAGS,
    controls: pd.DataFrame | None = None,
    sample: tuple | None = None,
    draws: int = DRAWS,
    wanted: float = WANTED,
    coverage: float = 0.95,
    rng: np.random.Generator | None = None,
) -> Found:
    """The moves of month effects between blocks that `seasonal_stability` finds four times in five.

    Parameters
    ----------
    price, seasonal, own_lags, controls, sample
        As in `seasonal_stability`.
    draws : int
    wanted, coverage : float
    rng : numpy.random.Generator, optional
        Default: a fixed seed.

    Returns
    -------
    Found
        `effect` is the root mean square of the moves, 100 x log; `size` the share of samples with months that
        stay in which the test rejects.

    Examples
    --------
    >>> from analysis.passthrough.core import examples as example
    >>> from analysis.passthrough.core.seasonals import Seasonal
    >>> from analysis.passthrough.lags.seasonal_power import seasonal_found
    >>> found = seasonal_found(example.price, seasonal=Seasonal(years=10), draws=50)
    >>> found.effect > 0 and found.size < 0.2
    True
    """
    rows = seasonal_rows(price, seasonal=seasonal, own_lags=own_lags, controls=controls, sample=sample)
    made = _world(rows, draws, generator(rng))
    none = made.rejected(0.0, coverage)
    high = 0.1
    while made.rejected(high, coverage) < wanted:
        high *= 2
    effect = bisect(lambda delta: made.rejected(delta, coverage) - wanted, 0.0, high, 0.005)
    return Found(effect, none, wanted, coverage, draws)


@dataclass(frozen=True, eq=False)
class _World:
    """Prices of all samples and their moves, with their own lags, once common regressors are taken out.

    A price with moves of size d is y + d m, and so are its lags, since its past is a linear filter: the
    products of what is left are a quadratic function of d.
    """

    rows: SeasonalRows
    products: list[tuple[np.ndarray, np.ndarray, np.ndarray]]

    def rejected(self, delta: float, coverage: float) -> float:
        """Share of samples that reject at 1 - `coverage` when months move by `delta`."""
        still, moving = (level + delta * slope + delta**2 * bend for level, slope, bend in self.products)
        return float(np.mean(f_pvalues(self.rows, still, moving) <= 1 - coverage + 1e-12))


def _world(rows: SeasonalRows, draws: int, rng: np.random.Generator) -> _World:
    n, own = rows.lags.shape
    found = fit(rows.y, *rows.regressors(rows.moving))
    rho = found.beta[1 : own + 1]
    errors = found.resid * np.sqrt(n / found.dof)
    months = moving_blocks(n, block_length(n, at_least=BLOCK), draws, rng)
    fitted = rows.y - rows.lags @ rho
    still = fitted - _left(without_lags(rows, rows.still), fitted)
    # The months before the first row are those of the data; rows count as neighbours.
    y = with_lags(still[:, None] + errors[months].T, rho, rows.lags[0])
    m = with_lags(patterns(rows, draws, rng), rho, np.zeros(own))
    products = []
    for columns in (rows.still, rows.moving):
        left, moved = (np.array([_left(without_lags(rows, columns), part) for part in of]) for of in (y, m))
        slope = crossed(left, moved)
        products.append((crossed(left, left), slope + slope.transpose(0, 2, 1), crossed(moved, moved)))
    return _World(rows, products)


def with_lags(inputs: np.ndarray, rho: np.ndarray, before: np.ndarray) -> np.ndarray:
    """An autoregression with these inputs, and its lags, shape (1 + own lags, n, draws).

    Parameters
    ----------
    inputs : ndarray, shape (n, draws)
    rho : ndarray, shape (own lags,)
    before : ndarray, shape (own lags,)
        The last values before the first, newest first.
    """
    own = len(rho)
    path = np.vstack([np.repeat(before[::-1, None], inputs.shape[1], axis=1), inputs])
    for t in range(own, len(path)):
        path[t] += rho @ path[t - own : t][::-1]
    return np.array([path[own - j : len(path) - j] for j in range(own + 1)])


def crossed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Products of series summed over time, from shapes (k, n, draws) to (draws, k, k)."""
    return np.array([[np.einsum("td,td->d", x, y) for y in b] for x in a]).transpose(2, 0, 1)


def patterns(rows: SeasonalRows, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Moves of month effects with a root mean square of one, shape (n, draws).

    Normal numbers by month and block, less what means by block and months that stay account for.
    """
    cells = np.column_stack([np.ones(len(rows.y)), rows.moving])
    drawn = cells @ np.linalg.lstsq(cells, rng.standard_normal((len(cells), draws)), rcond=None)[0]
    left = _left(np.column_stack([np.ones(len(rows.y)), rows.still]), drawn)
    return left / np.sqrt((left**2).mean(axis=0))


def f_pvalues(rows: SeasonalRows, still: np.ndarray, moving: np.ndarray) -> np.ndarray:
    """p-values of the F test for many prices at once.

    Parameters
    ----------
    rows : SeasonalRows
    still, moving : ndarray, shape (draws, 1 + own lags, 1 + own lags)
        Products of the price and its lags once the other regressors are taken out, with months that stay and
        months that move.
    """
    rss = []
    for products in (still, moving):
        own, score = products[:, 1:, 1:], products[:, 1:, 0]
        explained = np.einsum("dj,dj->d", score, np.linalg.solve(own, score[:, :, None])[:, :, 0])
        rss.append(products[:, 0, 0] - explained)
    q, dof = rows.restrictions, len(rows.y) - without_lags(rows, rows.moving).shape[1] - still.shape[1] + 1
    return special.fdtrc(q, dof, (rss[0] - rss[1]) / q / (rss[1] / dof))


def without_lags(rows: SeasonalRows, columns: np.ndarray) -> np.ndarray:
    """Regressors with one of the two seasonals, less the own lags."""
    return np.column_stack([np.ones(len(rows.y)), rows.controls, columns])


def _left(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What a regression on X leaves of each column of y."""
    basis = np.linalg.qr(X)[0]
    return y - basis @ (basis.T @ y)
