r"""Are month effects the same in every block of years? Asked of a price alone, before any exchange rate is
looked at.

.. math:: \pi_t = \mu_{b(t)} + s_{m(t)} + \sum_{j=1}^{p} \rho_j \pi_{t-j} + \gamma' w_t + u_t

against month effects of their own in each block b. Means differ by block under both, so that a shift of
inflation is not taken for a change of its seasonal. Own lags whiten the error, which the F distribution
needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import count, lagged
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.levels import level_series, log_changes
from analysis.passthrough.core.result import HypothesisTest
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.vocabulary import door

OWN_LAGS = 3


@door
def seasonal_stability(
    price: pd.Series,
    *,
    seasonal: Seasonal | None = None,
    own_lags: int = OWN_LAGS,
    controls: pd.DataFrame | None = None,
    sample: tuple | None = None,
) -> HypothesisTest:
    r"""F test that month effects do not change between blocks.

    Parameters
    ----------
    price : Series
        Levels, monthly or quarterly.
    seasonal : Seasonal, optional
        Its blocks are tested. Default: 15 years from 1980.
    own_lags : int
        Lags of the price change under both hypotheses. A lag near a year is itself seasonal, so few are
        meant.
    controls : DataFrame, optional
        As given, without lags: dummies of steps.
    sample : (first, last), optional

    Returns
    -------
    HypothesisTest
        `statistic` is the Wald form, `restrictions` times F; the p-value is that of F with n - k degrees of
        freedom.

    Raises
    ------
    EstimationError
        If the sample has one block only.

    Examples
    --------
    >>> from analysis.passthrough import seasonal_stability
    >>> from analysis.passthrough.core import examples as example
    >>> from analysis.passthrough.core.seasonals import Seasonal
    >>> test = seasonal_stability(example.price, seasonal=Seasonal(years=10))
    >>> test.hypothesis
    'month effects are the same in every block'
    """
    rows = seasonal_rows(price, seasonal=seasonal, own_lags=own_lags, controls=controls, sample=sample)
    still, moving = (fit(rows.y, *rows.regressors(columns)) for columns in (rows.still, rows.moving))
    q, dof = rows.restrictions, moving.dof
    statistic = (still.rss - moving.rss) / (moving.rss / dof)
    words, pvalue = "month effects are the same in every block", float(special.fdtrc(q, dof, statistic / q))
    return HypothesisTest(words, float(statistic), pvalue, q, f"F({q}, {dof})")


@dataclass(frozen=True, eq=False)
class SeasonalRows:
    """Rows of both regressions of the test.

    Attributes
    ----------
    periods : PeriodIndex
    y : ndarray, shape (n,)
    lags : ndarray, shape (n, own lags)
    controls : ndarray, shape (n, m)
    still, moving : ndarray, shape (n, k)
        Means by block and month effects, the same in all blocks or one set a block.
    """

    periods: pd.PeriodIndex
    y: np.ndarray
    lags: np.ndarray
    controls: np.ndarray
    still: np.ndarray
    moving: np.ndarray

    @property
    def restrictions(self) -> int:
        """Coefficients that the test restricts."""
        return self.moving.shape[1] - self.still.shape[1]

    def regressors(self, columns: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
        """All regressors with one of the two seasonals, and names for them."""
        X = np.column_stack([np.ones(len(self.y)), self.lags, self.controls, columns])
        return X, tuple(f"x{i}" for i in range(X.shape[1]))


def seasonal_rows(
    price: pd.Series,
    *,
    seasonal: Seasonal | None = None,
    own_lags: int = OWN_LAGS,
    controls: pd.DataFrame | None = None,
    sample: tuple | None = None,
) -> SeasonalRows:
    """The rows that `seasonal_stability` compares; arguments and errors as there."""
    seasonal = replace(seasonal or Seasonal(), effects="blocks", means="blocks")
    levels = level_series(price, "price")
    changes = log_changes(levels.to_numpy())
    lags = lagged(changes, range(1, count(own_lags, "own_lags") + 1))
    given = np.empty((len(changes), 0))
    if controls is not None:
        given = controls.reindex(levels.index).to_numpy(dtype=float)
    used = np.isfinite(changes) & np.isfinite(np.column_stack([lags, given])).all(axis=1)
    used &= inside(levels.index, sample)
    periods = levels.index[used]
    still, moving = (replace(seasonal, effects=effects).columns(periods)[0] for effects in ("one", "blocks"))
    if still.shape[1] == moving.shape[1]:
        raise EstimationError(
            f"{price.name or 'the price'} has one block of at least {seasonal.least} periods: nothing can"
            " change."
        )
    return SeasonalRows(periods, changes[used], lags[used], given[used], still, moving)
