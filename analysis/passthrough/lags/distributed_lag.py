r"""Distributed-lag pass-through, after Campa and Goldberg (2005).

.. math:: \pi_t = a + \sum_{j=1}^{p} \rho_j \pi_{t-j} + \sum_{k=0}^{q} b_k \Delta e_{t-k}
          + \gamma' w_t + u_t

by least squares in changes. With p = 0 cumulative pass-through after h periods
is :math:`\sum_{k \le h} b_k` and the long run :math:`\sum_k b_k`; with own lags
both follow from :math:`b(L)/(1-\rho(L))`, and the long run is
:math:`\sum_k b_k / (1 - \sum_j \rho_j)`.

The estimate is a conditional correlation. It is causal only if, given the
controls, the exchange rate does not respond to what else moves the price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core import present
from analysis.passthrough.core.design import Changes, Design, count
from analysis.passthrough.core.few_rows import few_rows
from analysis.passthrough.core.inference import Covariance, wald
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.multipliers import HORIZON, long_run, multipliers
from analysis.passthrough.core.result import PassThrough
from analysis.passthrough.core.seasonals import Seasonal, seasonal_of
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door

# Two years: the longest lag that a criterion may choose unless told otherwise.
MAX_LAGS = {"M": 24, "Q": 8}
# The check on truncation looks at this many of the last lags, at this size.
TAIL_LAGS = 3
TAIL_SIZE = 0.05


@door
def distributed_lag(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | str | None = None,
    own_lags: int = 0,
    max_lags: int | None = None,
    horizons: int | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    inference: str = "ewc",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
) -> PassThrough:
    r"""Cumulative pass-through from a regression of price changes on lagged FX changes.

    Parameters
    ----------
    price : Series
        Price index in **levels**, monthly or quarterly.
    fx : Series
        Domestic price of foreign currency in levels: up is a depreciation, and
        pass-through is expected positive.
    lags : int, "aic" or "bic", optional
        Lags 0 to `lags` of the exchange rate; default one year. A criterion chooses among 0 to
        `max_lags` on the rows that are complete for the longest; the equation
        chosen is then estimated on all rows that it has.
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already; see `control_lags`.
    seasonal : bool, "blocks", "smooth" or Seasonal
        True adds 11 month (3 quarter) dummies; the others let them move, see
        `analysis.passthrough.core.seasonals`.
    inference : str
        One of `analysis.passthrough.core.inference.METHODS`.
    own_lags : int
        Lags of the price change; the path becomes the dynamic multipliers.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; either may be None.
    bandwidth : number, optional
        Overrides the rule of `inference`. The default lag of "newey-west" is
        the larger of `lags` and floor(0.75 T^(1/3)).
    horizons : int, optional
        The path runs from 0 to this. Default: `lags`, or three years with own lags.
    max_lags : int, optional
        For "aic" and "bic". Default: two years.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap; see `analysis.passthrough.core.inference`.

    Returns
    -------
    PassThrough
        `estimate` is the cumulative path, `covariance` its joint covariance
        (:math:`J V J'`; exact for p = 0, delta method with own lags). With own
        lags `long_run` is analytic and carries Fieller's set. `warnings` says
        so when rows are few for the coefficients (`core.few_rows`), when the last lags are jointly
        significant, when the criterion chose the longest lag, and when the multipliers do not die out.

    Raises
    ------
    EstimationError
        For input that cannot be read as positive levels on dates, no overlap,
        too few rows, a constant exchange rate, or collinear regressors.

    References
    ----------
    Campa and Goldberg (2005), Review of Economics and Statistics 87, 679-690.
    Lazarus, Lewis, Stock and Watson (2018), Journal of Business and Economic
    Statistics 36, 541-559 (inference="ewc").

    Examples
    --------
    >>> from analysis.passthrough import distributed_lag
    >>> from analysis.passthrough.core import examples as example
    >>> result = distributed_lag(example.price, example.fx, lags=3)
    >>> result.long_run.low < 0.3 < result.long_run.high
    True
    >>> result.specification["lags"], result.nobs
    (3, 236)
    """
    criterion = lags if isinstance(lags, str) else None
    asked, changes = CommonTerms(
        lags=None if isinstance(lags, str) else lags, own_lags=own_lags, controls=controls,
        control_lags=control_lags, seasonal=seasonal, sample=sample, inference=inference, bandwidth=bandwidth,
        spacing=spacing,
    ).checked().align(price, fx)  # fmt: skip
    warnings: list[str] = []
    asked, rule = _lag_length(changes, asked, criterion, max_lags, warnings)
    longest = asked.longest
    rows = asked.rows(changes)
    regression = fit(rows.y, rows.X, rows.names)
    own, driver = rows.blocks["own"], rows.blocks["fx"]
    variance = asked.covariance(regression, rows, at_least=longest, of=slice(driver.start, own.stop))
    check_tail(regression, variance, driver, warnings)
    warnings += filter(None, [few_rows(regression.nobs, len(rows.names), method=variance.method)])
    if horizons is None:
        last = max(longest, HORIZON[changes.frequency]) if own_lags else longest
    else:
        last = count(horizons, "horizons")
    b, rho = regression.beta[driver], regression.beta[own]
    path, jacobian = multipliers(b, rho, last)
    block = np.r_[driver, own]
    V = variance.matrix[np.ix_(block, block)]
    limit = None
    if own_lags or last != longest:
        limit, said = long_run(b, rho, V, variance.critical)
        warnings += said
    return PassThrough(
        method="distributed lag" if own_lags == 0 else "autoregressive distributed lag",
        outcome=changes.outcome,
        driver=changes.driver,
        horizons=np.arange(last + 1),
        estimate=path,
        covariance=jacobian @ V @ jacobian.T,
        critical=variance.critical,
        nobs=regression.nobs,
        sample=(rows.periods[0], rows.periods[-1]),
        specification=_specification(changes, rows, asked, rule, variance, regression),
        frequency=changes.frequency,
        coefficients=pd.Series(regression.beta, index=list(rows.names)),
        coefficient_covariance=pd.DataFrame(
            variance.matrix, index=list(rows.names), columns=list(rows.names)
        ),
        residuals=pd.Series(regression.resid, index=rows.periods),
        long_run_effect=limit,
        warnings=tuple(warnings),
    )


def check_tail(regression: Fit, variance: Covariance, driver: slice, warnings: list[str]) -> None:
    """Warn when the lags left out are likely to matter: the last ones do."""
    if regression.rss <= 1e-24 * float(regression.y @ regression.y):
        warnings.append("the regression fits every row exactly: standard errors are rounding noise")
        return
    tail = min(TAIL_LAGS, driver.stop - driver.start - 1)
    if variance.critical.matrix:
        tail = min(tail, int(variance.critical.dof))
    if tail < 1:
        return
    block = slice(driver.stop - tail, driver.stop)
    _, pvalue = wald(regression.beta[block], variance.matrix[block, block], variance.critical)
    if pvalue < TAIL_SIZE:
        names = regression.names[block]
        warnings.append(
            f"the last lags ({names[0]} to {names[-1]}) are jointly significant "
            f"(p {present.p_text(pvalue)}): the response may not be over, and more lags or own_lags "
            "may move the long run"
        )


def _lag_length(
    changes: Changes, asked: CommonTerms, criterion: str | None, max_lags: int | None, warnings: list[str]
) -> tuple[CommonTerms, str]:
    """The terms with the number of lags and, in words, where it comes from."""
    if criterion is None:
        if max_lags is not None:
            raise EstimationError("max_lags belongs to lags='aic' or 'bic'; leave it out.")
        return asked, "given"
    if criterion not in ("aic", "bic"):
        raise EstimationError(f"lags is a whole number, 'aic' or 'bic', not {criterion!r}.")
    longest = count(MAX_LAGS[changes.frequency] if max_lags is None else max_lags, "max_lags")
    rows = asked.rows(changes, longest)
    full = fit(rows.y, rows.X, rows.names)
    # With the lags last, one QR holds the residual sum of squares of every
    # shorter equation: dropping column j gives back the square of (Q'y)_j.
    driver = rows.blocks["fx"]
    order = np.r_[np.delete(np.arange(full.X.shape[1]), np.r_[driver]), np.r_[driver]]
    gain = (np.linalg.qr(full.X[:, order])[0].T @ full.y)[-(longest + 1) :] ** 2
    rss = full.rss + np.r_[np.cumsum(gain[:0:-1])[::-1], 0.0]
    n = full.nobs
    k = full.X.shape[1] - longest + np.arange(longest + 1)
    penalty = 2.0 if criterion == "aic" else np.log(n)
    best = int(np.argmin(n * np.log(rss / n) + penalty * k))
    if best == longest:
        warnings.append(f"{criterion.upper()} chose the longest lag allowed ({longest}): raise max_lags")
    return replace(asked, lags=best), f"{criterion.upper()} over 0 to {longest} on {n} common rows"


def _specification(
    changes: Changes, rows: Design, asked: CommonTerms, rule: str, variance: Covariance, regression: Fit
) -> dict:
    """Everything needed to run the same regression again."""
    depth = asked.control_lags
    dummies = rows.names[rows.blocks["seasonal"]]
    return {
        "variables": "100 x change of log price and log exchange rate",
        "sign": "exchange rate up = depreciation; positive = the price rises",
        "lags": asked.lags,
        "lag rule": rule,
        "own lags": asked.own_lags,
        "controls": {
            name: depth.get(name, 0) if isinstance(depth, Mapping) else depth
            for name in changes.controls.columns
        },
        "seasonal": _seasonal(asked.seasonal, len(dummies), present.UNITS[changes.frequency]),
        "inference": str(variance),
        "covariance": variance.method,
        "bandwidth": variance.bandwidth,
        "spacing": asked.spacing,
        "sample asked for": asked.sample_text,
        "dates lost to gaps": [str(period) for period in rows.lost],
        "coefficients": len(rows.names),
        "r squared": regression.r_squared,
        "regression standard error": regression.sigma,
        "log likelihood": regression.loglik,
    }


def _seasonal(value: bool | str | Seasonal, columns: int, unit: str) -> str | None:
    """The seasonal in words, as the specification keeps it."""
    if not columns:
        return None
    plain = isinstance(value, (bool, np.bool_)) or seasonal_of(value) == Seasonal("one", "one")
    return f"{columns} {unit} dummies" if plain else f"{seasonal_of(value)} ({columns} columns)"
