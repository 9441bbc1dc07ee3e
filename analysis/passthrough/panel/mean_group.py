r"""Mean group: a regression an item, then the average of the answers.

.. math:: \hat\theta^{MG}_h = \sum_i \omega_i \hat\theta_{ih}, \quad \sum_i \omega_i = 1,
          \qquad\text{or the slope}\qquad
          \hat\gamma_h = \sum_i c_i \hat\theta_{ih}, \quad
          c_i = \frac{\omega_i (m_i - \bar m)}{\sum_j \omega_j (m_j - \bar m)^2}

of the item paths on an exposure :math:`m_i`. Both are fixed combinations of
item estimates, so their influence term at time t is the same combination of the
items' terms: one time series, whose long-run variance counts every correlation
across items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.panel.item_fits import Group, fit_items
from analysis.passthrough.panel.items import Items, item_values, read_items
from analysis.passthrough.panel.panel_covariance import (
    OVER_TIME,
    check_panel_method,
    described,
    over_time,
)

#: What a slope on a badly measured exposure is: an understatement.
ERRORS_IN_VARIABLES = (
    "errors in variables: a slope on an exposure measured with error is too small, by the share of the "
    "variance of the exposure that is error; divide by the reliability where it is known"
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MeanGroup(PassThrough):
    """Average path, or slope of paths on an exposure; see `PassThrough`. `nobs` counts months.

    Attributes
    ----------
    paths : DataFrame, horizons x items
        Cumulative pass-through of each item, by its own regression.
    combination : Series
        What each item counts: weights that sum to 1, or the :math:`c_i` of the slope.
    equal_weights : MeanGroup or None
        The same with every item counting the same, if weights were given.
    left_out : dict of item to reason
    """

    paths: pd.DataFrame
    combination: pd.Series
    equal_weights: MeanGroup | None
    left_out: dict[str, str]


def mean_group(
    panel: pd.DataFrame,
    fx: pd.Series,
    lags: int = 12,
    exposure: pd.Series | Mapping | None = None,
    inference: str = "driscoll-kraay-fixed-b",
    *,
    weights: pd.Series | Mapping | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    bandwidth: float | None = None,
    spacing: str = "contiguous",
) -> MeanGroup:
    r"""Average of the items' own pass-through, or its slope on an exposure.

    Parameters
    ----------
    panel, fx, lags, weights, controls, control_lags, seasonal, sample, spacing
        As in `item_panel`. Items that cannot be estimated are left out and said.
    exposure : Series or mapping of item to number, optional
        With it the path is the slope of the item paths on it, horizon by horizon.
    inference : {"driscoll-kraay-fixed-b", "driscoll-kraay", "ewc", "cluster-time"}
        How the combined influence terms are taken to be correlated over time.
    bandwidth : number, optional
        As in `item_panel`.

    Returns
    -------
    MeanGroup

    Raises
    ------
    EstimationError
        As `item_panel`, and for a slope on fewer than three items.

    Notes
    -----
    On a balanced panel the average equals the pooled estimate, and the slope the
    two-way differential, because the exchange rate is common; with gaps the
    pooled ones weigh items by the months that they have, these do not.

    The covariance is that of the average (or slope) **over these items**: items
    are what they are, not draws from a population of items, so that the spread
    between them is no part of it. Pesaran and Smith (1995) use that spread,
    which is right for items that are independent draws and far too small or too
    large where one shock moves all.
    """
    check_panel_method(inference, tuple(OVER_TIME))
    lags = count(lags, "lags")
    items = read_items(
        panel, fx, lags, controls=controls, control_lags=control_lags, seasonal=seasonal, sample=sample
    )
    m = item_values(exposure, items.names, "exposure")
    w = item_values(weights, items.names, "weights", positive=True)
    groups, left_out = fit_items(items)
    kept = np.sort(np.concatenate([group.items for group in groups]))
    paths = np.full((lags + 1, len(items.names)), np.nan)
    for group in groups:
        paths[:, group.items] = group.path

    def result(w: np.ndarray | None, equal: MeanGroup | None) -> MeanGroup:
        c = _combination(kept, m, np.ones(len(items.names)) if w is None else w)
        months, sums = _terms(items, groups, c, lags)
        variance = over_time(sums, months, inference, bandwidth, spacing=spacing, at_least=lags)
        calendar = items.calendar[months]
        warnings = [ERRORS_IN_VARIABLES] if m is not None else []
        if left_out:
            first = next(iter(left_out))
            warnings.append(
                f"{len(left_out)} items are left out; {first}, for one: {left_out[first]}"
            )
        return MeanGroup(
            method="mean group" if m is None else "mean group, slope on exposure",
            outcome=f"{len(kept)} items",
            driver=items.fx,
            horizons=np.arange(lags + 1),
            estimate=paths[:, kept] @ c[kept],
            covariance=variance.matrix,
            critical=variance.critical,
            nobs=len(months),
            sample=(calendar[0], calendar[-1]),
            specification={
                "variables": "100 x change of log price and log exchange rate",
                "sign": "exchange rate up = depreciation; positive = the price rises",
                "lags": lags,
                "each item's own": list(items.common_names),
                "weights": "equal" if w is None else "given",
                "items": len(kept),
                "item-months": int(sum(group.fit.resid.size for group in groups)),
                "inference": described(variance),
                "covariance": variance.method,
                "bandwidth": variance.bandwidth,
                "spacing": spacing,
                "sample asked for": sample and [None if s is None else str(s) for s in sample],
            },
            frequency=items.frequency,
            warnings=tuple(warnings),
            paths=pd.DataFrame(paths[:, kept], pd.Index(range(lags + 1), name="horizon"), items.names[kept]),
            combination=pd.Series(c[kept], items.names[kept]),
            equal_weights=equal,
            left_out=dict(left_out),
        )

    return result(None, None) if w is None else result(w, result(None, None))


def _combination(kept: np.ndarray, exposure: np.ndarray | None, weights: np.ndarray) -> np.ndarray:
    """What each item counts, shape (N,); zero for those that are not kept."""
    c = np.zeros(len(weights))
    w = weights[kept] / weights[kept].sum()
    if exposure is None:
        c[kept] = w
        return c
    m = exposure[kept]
    if len(kept) < 3 or np.ptp(m) == 0:
        raise EstimationError(
            f"a slope on exposure needs three items of different exposure; there are {len(kept)} "
            f"items, with exposure from {m.min():g} to {m.max():g}."
        )
    away = m - w @ m
    c[kept] = w * away / (w @ away**2)
    return c


def _terms(
    items: Items, groups: list[Group], c: np.ndarray, lags: int
) -> tuple[np.ndarray, np.ndarray]:
    """Months used, and the influence terms of the combined path in them, shape (T, q + 1)."""
    sums = np.zeros((len(items.calendar), lags + 1))
    used = np.zeros(len(items.calendar), dtype=bool)
    for group in groups:
        sums[group.rows] += group.loadings() * (group.fit.resid @ c[group.items])[:, None]
        used[group.rows] = True
    months = np.flatnonzero(used)
    return months, sums[months]
