r"""Pass-through from a level relation: ARDL in error-correction form.

The regression is in `uecm`, the bounds of its tests in `bounds`. Here a long
run is given only when the data support that there is one: :math:`-\theta/\phi`
is a ratio of two estimates that are near zero when there is none, and it looks
just as precise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import count
from analysis.passthrough.core.diagnostics import integration_warnings, residual_tests
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import Covariance, covariance, distances
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.sets import fieller
from analysis.passthrough.core.terms import HORIZONS, CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.long_run import uecm
from analysis.passthrough.long_run.error_correction_result import ErrorCorrection
from analysis.passthrough.long_run.half_life import half_life
from analysis.passthrough.long_run.lag_orders import choose
from analysis.passthrough.long_run.level_relation import level_relation

# Below this the asymptotic 5 % F bound (k = 2, case 3) is 0.2 or more too low.
SMALL = 80


@door
def error_correction(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | Sequence[int] | str = "bic",
    max_lags: int | None = None,
    horizons: int | None = None,
    foreign: pd.DataFrame | None = None,
    case: int = 3,
    bounds: str = "asymptotic",
    controls: pd.DataFrame | None = None,
    seasonal: bool = False,
    sample: tuple | None = None,
    inference: str = "ols",
    bandwidth: float | None = None,
    spacing: str = "contiguous",
    size: float = 0.05,
) -> ErrorCorrection:
    r"""Estimate pass-through with an ARDL model in error-correction form.

    Parameters
    ----------
    price, fx : Series
        Levels, monthly or quarterly; `fx` is the domestic price of foreign
        currency, so that pass-through is expected positive.
    foreign : DataFrame, optional
        Further regressors of the level relation, as positive levels: foreign
        prices, costs. Logs are taken; pass exp(x) for a rate.
    lags : int, sequence of int, "aic" or "bic"
        ARDL orders: one for all, or (p, q_fx, q_foreign1, ...) with p >= 1 and
        q >= 0; or a search over all of them up to `max_lags`.
    max_lags : int, optional
        For a search; default 4 quarters or 6 months.
    case : {1, 2, 3, 4, 5}
        Deterministic terms; see `analysis.passthrough.long_run.bounds`.
    controls : DataFrame, optional
        Regressors used as given, without lags: event dummies.
    seasonal : bool
        Add centred month or quarter dummies.
    inference, bandwidth : str, number
        Covariance for path and long run, from `inference.METHODS`. "ols" is
        right when the lags have made the residuals white, which the bounds
        tests need anyway and `diagnostics` tests.
    horizons : int, optional
        The path runs from 0 to this; default two years.
    bounds : {"asymptotic", "finite-sample"}
        The second simulates the bounds for this sample, these orders and these
        fixed regressors (seconds; `bounds.finite_sample`).
    size : {0.10, 0.05, 0.01}
        Of the bounds tests.
    sample : (first, last), optional
        Bounds on the date of the price change.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap; see `analysis.passthrough.core.inference`.

    Returns
    -------
    ErrorCorrection

    Raises
    ------
    EstimationError
        For unusable input, a constant series, collinear regressors, or fewer
        rows than coefficients.

    Notes
    -----
    Identifies a level relation whatever the mix of I(0) and I(1), if there is
    at most one, prices do not feed back on `fx` in levels, and the residuals
    are white. The path is the response to a lasting 1 % rise of `fx`, given
    `foreign`, with its joint covariance by the delta method; the long run also
    carries Fieller's set, which stays honest as phi nears zero. A period that
    was not published costs the rows whose lags touch it.

    What the intervals leave out: the search for the orders, and that a long run
    is shown only after a test. In 4000 samples of 200 months with one regressor
    the 95 % interval of the long run covers in .92 (Fieller .94) with phi = -0.2
    and in .91 (.93) with phi = -0.1; with phi = -0.05 the relation is found in
    .42 of them, and in those the interval covers in .77 (.84). Where there is no
    relation F rejects in .051, t in .051 and both in .040. With 60 months and
    two regressors F rejects in .064 by the asymptotic bounds and in .049 by the
    finite-sample ones (``benchmarks/coverage_long_run.py``).

    References
    ----------
    Pesaran, Shin and Smith (2001), Journal of Applied Econometrics 16, 289-326.

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.passthrough import error_correction
    >>> from analysis.passthrough.core import examples as example
    >>> related = (example.fx**0.5 * np.exp(example.abroad / 100)).rename("related")
    >>> result = error_correction(related, example.fx, lags=2)
    >>> result.relation.supported, round(result.long_run.estimate, 1)
    (True, 0.5)
    """
    fx = _named(fx)
    terms = CommonTerms(
        controls=controls, seasonal=seasonal, sample=sample, inference=inference, bandwidth=bandwidth,
        spacing=spacing,
    )  # fmt: skip
    orders = Orders(lags, max_lags, case, bounds, size)
    return _estimated(price, fx, foreign, terms, orders, horizons)


class Orders(NamedTuple):
    """How the regression in levels and its tests are chosen; see `error_correction`."""

    lags: int | Sequence[int] | str
    max_lags: int | None
    case: int
    bounds: str
    size: float


def _named(fx: pd.Series) -> pd.Series:
    fx = level_series(fx, "exchange rate")
    return fx.rename("fx" if fx.name is None else str(fx.name))


def _estimated(
    price: pd.Series,
    fx: pd.Series,
    foreign: pd.DataFrame | None,
    terms: CommonTerms,
    orders: Orders,
    horizons: int | None,
) -> ErrorCorrection:
    """The regression with its orders chosen, its tests, and the path."""
    columns = {"price": price, f"exchange rate {fx.name}": fx, **uecm.frame_columns(foreign)}
    levels = uecm.log_levels(columns, terms.controls, bool(terms.seasonal))
    within = inside(levels.calendar, terms.sample)
    case, bounds = count(orders.case, "case", 1), orders.bounds
    chosen = choose(levels, orders.lags, orders.max_lags, case, within)
    regression = uecm.regress(levels, chosen, case, within)
    positions = distances(terms.spacing, regression.rows)
    cov = covariance(regression.fit, terms.inference, terms.bandwidth, positions=positions)
    relation = level_relation(regression, bounds, orders.size)
    diagnostics = residual_tests(regression.fit, regression.rows, 4 if levels.frequency == "Q" else 12)
    shared = {
        "regression": regression,
        "relation": relation,
        "diagnostics": diagnostics,
        "warnings": _warnings(regression, relation, diagnostics, bounds),
    }
    last = HORIZONS[levels.frequency] if horizons is None else count(horizons, "horizons")
    return _path(str(fx.name), cov, last, **shared)


def _warnings(regression, relation, diagnostics, kind) -> tuple[str, ...]:
    used = regression.levels.logs.iloc[regression.rows[0] : regression.rows[-1] + 1]
    said = integration_warnings(used, "The bounds hold for I(0) and I(1) only.")
    if "autocorrelation" in diagnostics.index:
        p = diagnostics.loc["autocorrelation", "pvalue"]
        if p < 0.05:
            said.append(
                f"residuals are autocorrelated ({diagnostics.loc['autocorrelation', 'test']}, "
                f"p = {p:.3f}), which invalidates bounds and 'ols' standard errors. Add lags."
            )
    if kind == "asymptotic" and regression.fit.nobs < SMALL:
        said.append(
            f"{regression.fit.nobs} rows are few for asymptotic bounds, which are too low then; "
            "see bounds='finite-sample'."
        )
    if not relation.supported:
        said.append(
            f"no level relation supported ({relation.verdict}): do not read the end of the path "
            "as a long run."
        )
    return tuple(said)


def _path(driver: str, cov: Covariance, horizons: int, *, regression, **shared) -> ErrorCorrection:
    """Result for a lasting 1 % step in `driver`."""
    fitted, V, critical = regression.fit, cov.matrix, cov.critical
    estimate, gradient = uecm.multipliers(regression, {driver: 1.0}, horizons)
    own = regression.level[regression.outcome]
    phi, runs = fitted.beta[own], {}
    for name in list(regression.level)[1:]:
        value, slope = uecm.long_run(regression, {name: 1.0})
        column = regression.level[name]
        runs[name] = Effect.of(
            value, np.sqrt(slope @ V @ slope), critical, label="long run",
            confidence_set=fieller(
                fitted.beta[column], -phi, V[column, column], V[own, own], -V[column, own],
                critical.value(),
            ),
        )  # fmt: skip
    adjustment = Effect.of(phi, np.sqrt(V[own, own]), critical, label="adjustment")
    half, half_set = half_life(adjustment)
    names = pd.Index(fitted.names)
    periods = regression.periods
    span = np.arange(regression.rows[0], regression.rows[-1] + 1)
    lost = regression.levels.calendar[np.setdiff1d(span, regression.rows)]
    return ErrorCorrection(
        method="error correction",
        outcome=regression.outcome,
        driver=driver,
        horizons=np.arange(horizons + 1),
        estimate=estimate,
        covariance=gradient @ V @ gradient.T,
        critical=critical,
        nobs=fitted.nobs,
        sample=(periods[0], periods[-1]),
        specification={
            "orders": dict(zip(regression.level, regression.orders, strict=True)),
            "case": regression.case,
            "fixed": list(regression.levels.fixed.columns),
            "inference": str(cov),
            "half-life of adjustment": f"{half:.1f}, 95 % {half_set}",
            "rows lost to gaps": [str(period) for period in lost],
            "bounds tests": str(shared["relation"]),
        },
        frequency=regression.levels.frequency,
        coefficients=pd.Series(fitted.beta, index=names),
        coefficient_covariance=pd.DataFrame(V, index=names, columns=names),
        unconditional_long_run=runs[driver],
        long_runs=pd.DataFrame(
            {n: (e.estimate, e.std_error, str(e.confidence_set)) for n, e in runs.items()},
            index=["estimate", "std_error", "fieller"],
        ).T,
        adjustment=adjustment,
        half_life=half,
        half_life_set=half_set,
        regression=regression,
        **shared,
    )
