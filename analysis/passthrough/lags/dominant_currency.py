r"""Pass-through of a bilateral and a dominant exchange rate, estimated together.

.. math:: \pi_t = a + \sum_{k=0}^{q} b_k \Delta e_{t-k} + \sum_{k=0}^{q} d_k \Delta e^{\$}_{t-k}
          + \gamma' w_t + u_t

with e against the trading partner's currency and :math:`e^{\$}` against the
currency that trade is invoiced in. If prices are set in dollars, the partner's
currency stops mattering once the dollar is there: :math:`\sum b_k = 0`.

The two rates share the home currency, so that the split is learnt from the
partner's rate against the dollar alone: with both rates in changes,
:math:`b\,\Delta e + d\,\Delta e^{\$} = (b + d)\,\Delta e^{\$} + b\,(\Delta e - \Delta e^{\$})`.
The sum :math:`\sum b_k + \sum d_k`, the response to a fall of the home currency
against everybody, is learnt from all that moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.passthrough.core import present
from analysis.passthrough.core.design import Changes, Design
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import Covariance, wald
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.result import HypothesisTest, PassThrough
from analysis.passthrough.core.seasonals import Seasonal, seasonal_of
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.lags.collinearity import collinearity
from analysis.passthrough.lags.distributed_lag import check_tail
from analysis.passthrough.lags.dominant_currency_result import DominantCurrency
from analysis.passthrough.lags.two_rates import (
    RESERVED,
    check_rates,
    evaluated_at,
    rate_names,
    two_rates,
)


@door
def dominant_currency(
    price: pd.Series,
    fx: pd.Series,
    *,
    dominant: pd.Series,
    lags: int | None = None,
    share: pd.Series | None = None,
    share_at: float | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    inference: str = "ewc",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
) -> DominantCurrency:
    r"""Split pass-through between two exchange rates, and show how well it can be split.

    Also a horse race of any two bilateral rates: which of them a price follows.

    Parameters
    ----------
    price : Series
        Price index in **levels**, monthly or quarterly.
    fx, dominant : Series
        Domestic price of the partner's and of the invoicing currency, in
        levels: up is a depreciation.
    lags : int, optional
        Lags 0 to `lags` of both rates; default one year.
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already; see `control_lags`.
    seasonal : bool, "blocks", "smooth" or Seasonal
        Month (quarter) effects, as in `distributed_lag`.
    inference, bandwidth, spacing
        As in `distributed_lag`.
    share : Series, optional
        Share of trade invoiced in the dominant currency, 0 to 1. Every change
        of either rate is then interacted with the share of the period before,
        which the change cannot have moved, and that share itself is added.
    share_at : float, optional
        The share at which the paths are evaluated. Default: its mean in the
        rows used.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; either may be None.

    Returns
    -------
    DominantCurrency
        `summary()` lays the long runs of each rate alone, of each given the
        other and of both together side by side.

    Raises
    ------
    EstimationError
        As `distributed_lag`; also where the dominant rate is constant, where
        the two rates are one (the partner is the issuer of the dominant
        currency, or pegs to it throughout), and where the share is constant.

    References
    ----------
    Gopinath, Boz, Casas, Diez, Gourinchas and Plagborg-Moller (2020), American
    Economic Review 110, 677-719.

    Examples
    --------
    >>> from analysis.passthrough import dominant_currency
    >>> from analysis.passthrough.core import examples as example
    >>> result = dominant_currency(example.price, example.fx, dominant=example.dollar, lags=2)
    >>> round(result.bilateral.long_run.estimate, 1), bool(result.tests["dominant"].pvalue > 0.05)
    (0.3, True)
    """
    asked = CommonTerms(
        lags=lags, controls=controls, control_lags=control_lags, seasonal=seasonal, sample=sample,
        inference=inference, bandwidth=bandwidth, spacing=spacing,
    ).checked()  # fmt: skip
    changes, depths = two_rates(price, fx, dominant, controls, control_lags, share)
    asked = asked.of(changes.frequency)
    lags = asked.longest
    blocks = ("fx", "dominant") + (("fx_x_share", "dominant_x_share") if share is not None else ())
    depths |= dict.fromkeys(blocks[1:], lags)
    rows = replace(asked, control_lags=depths).rows(changes)
    names = rate_names(changes, dominant)
    columns = {block: _columns(rows, block, lags) for block in blocks}
    check_rates(rows, columns["fx"], columns["dominant"], names)
    at = evaluated_at(rows, share, share_at)
    maps = _maps(columns, len(rows.names), at)
    weights = {block: map_[-1] for block, map_ in maps.items()}

    def regress(*left_out: str) -> _Estimated:
        keep = np.ones(len(rows.names), dtype=bool)
        for block in left_out:
            if block in columns:
                keep[columns[block]] = False
        kept = [name for name, stays in zip(rows.names, keep, strict=True) if stays]
        regression = fit(rows.y, rows.X[:, keep], kept)
        return _Estimated(regression, asked.covariance(regression, rows, at_least=lags), keep)

    both = regress()
    no_dominant, no_fx = regress("dominant", "dominant_x_share"), regress("fx", "fx_x_share")
    measured = collinearity(
        both.fit, no_dominant.fit, no_fx.fit, (weights["fx"], weights["dominant"]),
        (columns["fx"], columns["dominant"]), both.variance.matrix,
    )  # fmt: skip
    warnings: list[str] = []
    for block in ("fx", "dominant"):
        check_tail(both.fit, both.variance, columns[block], warnings)
    if measured.poor:
        warnings.append(
            f"{names[0]} and {names[1]} move too much alike to be told apart ({measured}): read their sum"
        )
    dummies = rows.names[rows.blocks["seasonal"]]
    specification = {
        "variables": "100 x change of log price and log exchange rates",
        "sign": "exchange rate up = depreciation; positive = the price rises",
        "lags": lags,
        "controls": {name: depths.get(name, 0) for name in changes.controls if name not in RESERVED},
        "seasonal": _seasonal(seasonal, len(dummies), present.UNITS[changes.frequency]),
        "invoicing share": None if share is None else f"evaluated at {at:.3f}",
        "spacing": spacing,
        "dates lost to gaps": [str(period) for period in rows.lost],
    }

    def path(
        block: str, driver: str, of: _Estimated = both, method: str = "two exchange rates"
    ) -> PassThrough:
        warned = tuple(warnings) if of is both else ()
        return _path(changes, rows, of, maps[block], driver, method, specification, warned)

    slopes = (
        [
            path(f"{block}_x_share", f"{name} x share", method="slope in the invoicing share")
            for block, name in zip(("fx", "dominant"), names, strict=True)
        ]
        if share is not None
        else [None, None]
    )
    less = weights["fx"] - weights["dominant"]
    return DominantCurrency(
        bilateral=path("fx", names[0]),
        dominant=path("dominant", names[1]),
        joint=path("joint", f"{names[0]} and {names[1]}"),
        bilateral_alone=path("fx", names[0], no_dominant, "one exchange rate"),
        dominant_alone=path("dominant", names[1], no_fx, "one exchange rate"),
        bilateral_slope=slopes[0],
        dominant_slope=slopes[1],
        difference=Effect.of(
            less @ both.fit.beta,
            np.sqrt(less @ both.variance.matrix @ less),
            both.variance.critical,
            label=f"{names[0]} less {names[1]}, long run",
        ),
        tests=_tests(both, weights, names),
        collinearity=measured,
        warnings=tuple(warnings),
    )


class _Estimated(NamedTuple):
    """A regression on some of the columns of the design, `keep`."""

    fit: Fit
    variance: Covariance
    keep: np.ndarray


def _columns(rows: Design, block: str, lags: int) -> slice:
    first = rows.names.index(f"{block}_0")
    return slice(first, first + lags + 1)


def _maps(columns: dict[str, slice], width: int, at: float) -> dict[str, np.ndarray]:
    """What makes each path, at the share `at`, out of the coefficients: arrays (H, width)."""
    maps: dict[str, np.ndarray] = {}
    for block, place in columns.items():
        size = place.stop - place.start
        maps[block] = np.zeros((size, width))
        maps[block][:, place] = np.tril(np.ones((size, size)))
    for block in ("fx", "dominant"):
        if f"{block}_x_share" in maps:
            maps[block] = maps[block] + at * maps[f"{block}_x_share"]
    maps["joint"] = maps["fx"] + maps["dominant"]
    return maps


def _path(
    changes: Changes,
    rows: Design,
    estimated: _Estimated,
    map_: np.ndarray,
    driver: str,
    method: str,
    specification: dict,
    warnings: tuple[str, ...],
) -> PassThrough:
    regression, variance, keep = estimated
    chosen, index = map_[:, keep], list(regression.names)
    return PassThrough(
        method=f"distributed lag, {method}",
        outcome=changes.outcome,
        driver=driver,
        horizons=np.arange(len(chosen)),
        estimate=chosen @ regression.beta,
        covariance=chosen @ variance.matrix @ chosen.T,
        critical=variance.critical,
        nobs=regression.nobs,
        sample=(rows.periods[0], rows.periods[-1]),
        specification=specification
        | {
            "inference": str(variance),
            "covariance": variance.method,
            "bandwidth": variance.bandwidth,
            "coefficients": len(index),
            "r squared": regression.r_squared,
        },
        frequency=changes.frequency,
        coefficients=pd.Series(regression.beta, index=index),
        coefficient_covariance=pd.DataFrame(variance.matrix, index=index, columns=index),
        residuals=pd.Series(regression.resid, index=rows.periods),
        warnings=warnings,
    )


def _tests(
    estimated: _Estimated, weights: dict[str, np.ndarray], names: tuple[str, str]
) -> dict[str, HypothesisTest]:
    """Tests on the long runs."""
    regression, variance, _ = estimated
    asked = {
        "bilateral": (f"{names[0]} has no long run given {names[1]}", [weights["fx"]]),
        "dominant": (f"{names[1]} has no long run given {names[0]}", [weights["dominant"]]),
        "both": ("neither has a long run", [weights["fx"], weights["dominant"]]),
        "equal": ("the two long runs are equal", [weights["fx"] - weights["dominant"]]),
    }
    if "fx_x_share" in weights:
        for key, name, block in zip(("bilateral", "dominant"), names, ("fx", "dominant"), strict=True):
            text = f"the share does not change the long run of {name}"
            asked[f"{key} x share"] = (text, [weights[f"{block}_x_share"]])
    found = {}
    for key, (text, chosen) in asked.items():
        stack = np.vstack(chosen)
        value, matrix = stack @ regression.beta, stack @ variance.matrix @ stack.T
        if len(chosen) == 1:
            statistic = float(value[0] / np.sqrt(matrix[0, 0]))
            pvalue = float(variance.critical.pvalue(statistic))
        else:
            statistic, pvalue = wald(value, matrix, variance.critical)
        found[key] = HypothesisTest(text, statistic, pvalue, len(chosen), str(variance.critical))
    return found


def _seasonal(value: bool | str | Seasonal, columns: int, unit: str) -> str | None:
    if not columns:
        return None
    return (
        f"{columns} {unit} dummies"
        if isinstance(value, bool)
        else f"{seasonal_of(value)} ({columns} columns)"
    )
