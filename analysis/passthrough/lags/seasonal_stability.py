r"""Are month effects the same in every block of years? Asked of a price alone, before any exchange rate is
looked at.

.. math:: \pi_t = \mu_{b(t)} + s_{m(t)} + \sum_{j=1}^{p} \rho_j \pi_{t-j} + \gamma' w_t + u_t

against month effects of their own in each block b. Means differ by block under both, so that a shift of
inflation is not taken for a change of its seasonal. Own lags whiten the error, which the F distribution
needs.
"""

from __future__ import annotations

from dataclasses import replace

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
    seasonal = replace(seasonal or Seasonal(), effects="blocks", means="blocks")
    levels = level_series(price, "price")
    changes = log_changes(levels.to_numpy())
    parts = [lagged(changes, range(1, count(own_lags, "own_lags") + 1))]
    if controls is not None:
        parts.append(controls.reindex(levels.index).to_numpy(dtype=float))
    body = np.column_stack(parts)
    used = np.isfinite(changes) & np.isfinite(body).all(axis=1) & inside(levels.index, sample)
    periods, y = levels.index[used], changes[used]
    fixed, moving = (replace(seasonal, effects=effects).columns(periods) for effects in ("one", "blocks"))
    if fixed[0].shape[1] == moving[0].shape[1]:
        raise EstimationError(
            f"{price.name or 'the price'} has one block of at least {seasonal.least} periods: nothing can"
            " change."
        )
    start = np.column_stack([np.ones(len(y)), body[used]])
    rss = [
        fit(y, np.hstack([start, columns]), [*(f"x{i}" for i in range(start.shape[1])), *names])
        for columns, names in (fixed, moving)
    ]
    q, dof = moving[0].shape[1] - fixed[0].shape[1], rss[1].dof
    statistic = (rss[0].rss - rss[1].rss) / (rss[1].rss / dof)
    words, pvalue = "month effects are the same in every block", float(special.fdtrc(q, dof, statistic / q))
    return HypothesisTest(words, float(statistic), pvalue, q, f"F({q}, {dof})")
