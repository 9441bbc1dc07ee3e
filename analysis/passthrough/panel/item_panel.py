r"""Pass-through to many prices at once, from one exchange rate.

.. math:: \pi_{it} = a_i + \sum_{j=1}^{p} \rho_j \pi_{i,t-j}
          + \sum_{k=0}^{q} (b_k + g_k m_i) \Delta e_{t-k} + c_i' w_t + u_{it}

Without an exposure :math:`m_i` the path is that of the average item. With one
it is the **differential**: what one unit more of exposure adds. Time effects
:math:`\delta_t` absorb :math:`b_k \Delta e_{t-k}` and whatever else moves all
items of a month alike, so that :math:`g_k` rests on comparing items within a
month; that is the more credible number, and then the only one.

The estimator is in `pooled`, the covariances in `panel_covariance`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.design import count
from analysis.passthrough.core.multipliers import HORIZON
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.panel.item_panel_result import ItemPanel, path
from analysis.passthrough.panel.items import Items, item_values, read_items
from analysis.passthrough.panel.panel_covariance import (
    BLIND,
    check_panel_method,
    described,
    panel_covariance,
)
from analysis.passthrough.panel.pooled import Pooled, half_panels, pooled

#: What to think of before believing a differential.
MEASURED = (
    "exposure is taken as measured: error in it pulls the differential towards zero by the share of "
    "its variance that is error"
)


@door
def item_panel(
    price: pd.DataFrame,
    fx: pd.Series,
    *,
    lags: int | None = None,
    own_lags: int = 0,
    horizons: int | None = None,
    exposure: pd.Series | Mapping | None = None,
    weights: pd.Series | Mapping | None = None,
    time_effects: bool | None = None,
    jackknife: bool = False,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool = False,
    sample: tuple | None = None,
    inference: str = "driscoll-kraay-fixed-b",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
) -> ItemPanel:
    r"""Cumulative pass-through of a panel of prices, or its differential by exposure.

    Parameters
    ----------
    price : DataFrame, dates x items
        Price indexes in **levels**. Gaps may differ between items; a month
        that an item was not published costs the rows of that item that touch it.
    fx : Series
        Domestic price of foreign currency in levels: up is a depreciation.
    lags : int, optional
        Lags 0 to `lags` of the exchange rate; default one year.
    exposure : Series or mapping of item to number, optional
        Import content, or a flag of 0 and 1. The path is then the differential.
    inference : str
        One of `analysis.passthrough.panel.panel_covariance.METHODS`.
    time_effects : bool, optional
        Default: yes with an exposure, no without (where they would absorb all).
    weights : Series or mapping of item to positive number, optional
        Expenditure weights. The result carries the same with equal weights.
    controls, control_lags
        Common to all items and used as given, in changes already; each item has
        its own coefficients on them.
    seasonal : bool
        Month (quarter) dummies, each item its own: for unadjusted prices.
    own_lags : int
        Lags of the item's own price change, with common coefficients. See Notes.
    jackknife : bool
        Half-panel jackknife of all coefficients.
    sample : (first, last), optional
        Bounds on the date of the price change.
    bandwidth : number, optional
        Lag of "driscoll-kraay" and "-fixed-b", cosines of "ewc".
    horizons : int, optional
        The path runs from 0 to this. Default: `lags`, or three years with own lags.
    spacing : {"contiguous", "calendar"}
        How months without any item count in autocovariances.

    Returns
    -------
    ItemPanel

    Raises
    ------
    EstimationError
        For unusable tables or options, a constant exchange rate, an exposure
        that is the same for all, or too few observations.

    Notes
    -----
    Least squares within items, exact for unbalanced panels. On a balanced
    panel with equal weights and no exposure the path is that of the average
    price change, and the Driscoll-Kraay covariance is the Newey-West covariance
    of that one regression: items add precision only where their errors are
    their own.

    Own lags bring the bias of Nickell (1981): with item effects
    :math:`\hat\rho` is too low by about :math:`(1+\rho)/(T-1)`, and the long
    run too small with it. `jackknife` removes the term of order 1/T. It does
    not help where items differ in :math:`\rho`, which biases a pooled dynamic
    equation however long the panel is (Pesaran and Smith 1995).

    References
    ----------
    Driscoll and Kraay (1998), Review of Economics and Statistics 80, 549-560.
    Vogelsang (2012), Journal of Econometrics 166, 303-319 (fixed-b).
    Nickell (1981), Econometrica 49, 1417-1426.
    Pesaran and Smith (1995), Journal of Econometrics 68, 79-113.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.passthrough import item_panel
    >>> from analysis.passthrough.core import examples as example
    >>> panel = pd.DataFrame({"a": example.price, "b": example.other})
    >>> round(item_panel(panel, example.fx, lags=2).long_run.estimate, 2)
    0.22
    """
    check_panel_method(inference)
    asked, items = read_items(
        price,
        fx,
        CommonTerms(
            lags=lags, own_lags=own_lags, controls=controls, control_lags=control_lags, seasonal=seasonal,
            sample=sample, inference=inference, bandwidth=bandwidth, spacing=spacing,
        ),
    )  # fmt: skip
    lags = asked.longest
    m = item_values(exposure, items.names, "exposure")
    w = item_values(weights, items.names, "weights", positive=True)
    effects = _effects(time_effects, m)
    last = max(lags, HORIZON[items.frequency]) if own_lags else lags
    if horizons is not None:
        last = count(horizons, "horizons")

    def result(w: np.ndarray | None, equal: ItemPanel | None) -> ItemPanel:
        names, estimate = _estimate(items, m, w, effects, own_lags, jackknife)
        variance = panel_covariance(
            estimate, inference, bandwidth, spacing=spacing, at_least=max(lags, own_lags)
        )
        coefficients = pd.Series(estimate.beta, index=names)
        V = pd.DataFrame(variance.matrix, index=names, columns=names)
        shown = {"fx": 0.0 if m is not None else 1.0, "exposure": 1.0}
        way, covariance, limit, said = path(coefficients, V, shown, variance.critical, last)
        months = items.calendar[estimate.used.any(axis=1)]
        kept = estimate.used.any(axis=0)
        left_out = (*items.empty, *(str(name) for name in items.names[~kept]))
        if w is not None:
            w = pd.Series(w, items.names)[kept]
            w = w / w.mean()
        return ItemPanel(
            method="item panel" if m is None else "item panel, differential by exposure",
            outcome=f"{kept.sum()} items",
            driver=items.fx,
            horizons=np.arange(last + 1),
            estimate=way,
            covariance=covariance,
            critical=variance.critical,
            nobs=len(months),
            sample=(months[0], months[-1]),
            specification={
                "variables": "100 x change of log price and log exchange rate",
                "sign": "exchange rate up = depreciation; positive = the price rises",
                "lags": lags,
                "own lags": own_lags,
                "effects": "item and time" if effects else "item",
                "each item's own": list(items.common_names),
                "weights": "equal" if w is None else f"given, effective number {w.sum() ** 2 / (w @ w):.1f}",
                "jackknife": jackknife,
                "items": int(kept.sum()),
                "item-months": estimate.observations,
                "inference": described(variance),
                "covariance": variance.method,
                "bandwidth": variance.bandwidth,
                "spacing": spacing,
                "sample asked for": sample and [None if s is None else str(s) for s in sample],
                "dates lost to gaps": _lost(months),
                "r squared within": 1 - estimate.rss / estimate.tss,
            },
            frequency=items.frequency,
            coefficients=coefficients,
            coefficient_covariance=V,
            long_run_effect=limit,
            warnings=(*said, *_warnings(inference, m, estimate, coefficients, jackknife, left_out)),
            items=int(kept.sum()),
            observations=estimate.observations,
            exposure=None if m is None else pd.Series(m, items.names)[kept],
            weights=w,
            equal_weights=equal,
            left_out=left_out,
        )

    return result(None, None) if w is None else result(w, result(None, None))


def _effects(time_effects: bool | None, exposure: np.ndarray | None) -> bool:
    """Whether there are time effects; refuses what they would leave nothing of."""
    if exposure is not None and np.ptp(exposure) == 0:
        raise EstimationError(
            f"the exposure is {exposure[0]:g} for every item, so there is no differential to estimate."
        )
    if time_effects and exposure is None:
        raise EstimationError(
            "time effects absorb an exchange rate that is common to all items: give an exposure, "
            "or leave time effects out."
        )
    return exposure is not None if time_effects is None else bool(time_effects)


def _estimate(
    items: Items,
    exposure: np.ndarray | None,
    weights: np.ndarray | None,
    time_effects: bool,
    own_lags: int,
    jackknife: bool,
) -> tuple[list[str], Pooled]:
    """The pooled regression and the names of its coefficients."""
    T, N = items.price.shape
    names, blocks = [], []
    if not time_effects:
        names += items.driver_names
        blocks.append(np.broadcast_to(items.driver[:, None, :], (T, N, items.driver.shape[1])))
    if exposure is not None:
        names += [f"exposure_{name}" for name in items.driver_names]
        blocks.append(items.driver[:, None, :] * exposure[:, None])
    own = np.full((T, N, own_lags), np.nan)
    for j in range(1, own_lags + 1):
        own[j:, :, j - 1] = items.own[:-j]
    names += [f"price_{j}" for j in range(1, own_lags + 1)]
    regressors = np.concatenate([*blocks, own], axis=2)
    used = items.complete & np.isfinite(own).all(axis=2)
    weights = np.ones(N) if weights is None else weights

    def over(used: np.ndarray) -> Pooled:
        return pooled(
            items.price, regressors, items.common, used, weights, tuple(names), time_effects=time_effects
        )

    whole = over(used)
    if not jackknife:
        return names, whole
    months = np.flatnonzero(whole.used.any(axis=1))
    early = (np.arange(T) < months[len(months) // 2])[:, None]
    return names, half_panels(whole, over(used & early), over(used & ~early))


def _lost(months: pd.PeriodIndex) -> list[str]:
    """Dates between the first and the last that no item has."""
    whole = pd.period_range(months[0], months[-1], freq=months.freq)
    return [str(month) for month in whole.difference(months)]


def _warnings(
    inference: str,
    exposure: np.ndarray | None,
    estimate: Pooled,
    coefficients: pd.Series,
    jackknife: bool,
    left_out: tuple[str, ...],
) -> list[str]:
    said = []
    if estimate.rss <= 1e-24 * estimate.tss:
        said.append("the regression fits every row exactly: standard errors are rounding noise")
    if inference in BLIND:
        said.append(
            f"{inference} takes items for independent, which they are not where one shock moves all: "
            "compare driscoll-kraay-fixed-b"
        )
    if exposure is not None:
        said.append(MEASURED)
    rho = coefficients[[name for name in coefficients.index if name.startswith("price_")]].sum()
    if rho and not jackknife:
        months = estimate.observations / estimate.used.any(axis=0).sum()
        said.append(
            f"own lags with item effects are biased: their sum of {rho:.2f} is too low by about "
            f"{(1 + rho) / (months - 1):.3f} at {months:.0f} months an item (Nickell), and pooling items "
            "of different persistence biases it too; see jackknife"
        )
    if left_out:
        said.append(
            f"{len(left_out)} of {len(left_out) + int(estimate.used.any(axis=0).sum())} items contribute "
            f"nothing, with no more complete months than terms of their own: {', '.join(left_out[:5])}"
            + (" and others" if len(left_out) > 5 else "")
        )
    return said
