r"""Uncovered interest parity, by the regression of Fama (1984).

.. math:: s_{t+k} - s_t = a + b\,(i_t - i_t^*) + u_{t+k}

with s the log price of foreign currency and both rates over the same k periods.
Under uncovered parity and rational expectations a = 0 and b = 1: the currency
that pays more falls by as much. b < 1 is what a carry trade lives on.

What b is not: a rejection may be a risk premium that moves with the
differential, a peso problem (a fall that was priced and did not come in the
sample), or expectations that are not rational; the regression does not tell
which. A slope at long horizons rests on n/k windows that do not overlap, however
many rows there are, and R squared rises with k by construction.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.dates import inside
from analysis.passthrough.core.design import STILL, count
from analysis.passthrough.core.diagnostics import longest_run
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import Covariance, distances, wald
from analysis.passthrough.core.least_squares import Fit, fit
from analysis.passthrough.core.levels import level_series
from analysis.passthrough.core.result import HypothesisTest
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.currency import rates
from analysis.passthrough.currency.overlap import (
    ONE_PERIOD,
    OVERLAP,
    first_autocorrelation,
    hodrick,
    overlap_covariance,
)
from analysis.passthrough.currency.predictor import Predictor, predictor
from analysis.passthrough.currency.uncovered_parity_result import UncoveredParity

PER_YEAR = {"M": 12, "Q": 4}
#: Fewer windows than this that do not overlap, and a warning is due.
FEW_WINDOWS = 20
#: Steps with an autocorrelation of this many standard errors are no martingale differences (1 %).
CORRELATED = 2.58
#: A differential whose shocks last longer than this makes the bias of the slope a topic.
PERSISTENT = 0.9


@door
def uncovered_parity(
    spot: pd.Series,
    *,
    home_rate: pd.Series,
    abroad_rate: pd.Series,
    horizon: int = 1,
    quotation: str | tuple[str, str] = "log",
    rates_over: str = "year",
    sample: tuple | None = None,
    inference: str | None = None,
    bandwidth: float | None = None,
    spacing: str = "contiguous",
) -> UncoveredParity:
    r"""Regress the change of an exchange rate on the interest differential before it.

    Parameters
    ----------
    spot : Series
        Home price of foreign currency in **levels**, monthly or quarterly, at
        the end of the period; means of a period have autocorrelated changes
        (Working 1960), which "hodrick" does not allow for.
    home_rate, abroad_rate : Series
        Rates in per cent, of maturity `horizon`.
    horizon : int
        k, in periods.
    inference : {"hodrick", "ewc", "fixed-b", "newey-west", "newey-west-adjusted"}
        Default: "hodrick", or "ewc" where a step is not known or the steps are
        autocorrelated. With a horizon of 1 also "ols" and "hc0" to "hc3". Lags
        are k - 1 at least and cosines n/k at most; see
        `overlap.overlap_covariance`.
    quotation : {"log", "simple", "discount"} or pair (home, abroad)
        See `analysis.passthrough.currency.rates`.
    rates_over : {"year", "horizon"}
        Whether rates are per cent a year, as quoted, or per cent over the
        horizon already.
    sample : (first, last), optional
        Bounds on the date of the differential, inclusive; either may be None.
    bandwidth, spacing
        As in `distributed_lag`; `bandwidth` belongs to `inference`, the other
        methods of `table` keep their rules.

    Returns
    -------
    UncoveredParity
        `table` has "hodrick", "ewc" and "newey-west" beside the one asked for.

    Raises
    ------
    EstimationError
        For input that cannot be read, no overlap, a constant exchange rate or
        differential, too few rows, inference that ignores the overlap, and for
        "hodrick" where a period inside a window is not known.

    Notes
    -----
    "hodrick" imposes the null b = 1: its steps are one-period changes less 1/k of
    the differential, around their mean. For another b they hold (b - 1) times
    the differential of a period too, which is small beside the changes of an
    exchange rate, as is the slope of the yield curve that 1/k leaves out.

    It is the default because it keeps its size. With 300 months, k = 12 and a
    differential with autocorrelation .98, a true b = 1 is rejected at 5 % in .06
    of samples by "hodrick", .11 by "ewc", .13 by "fixed-b", .17 by "newey-west"
    and .56 with the overlap ignored; with k = 36 in .06, .15, .20, .27 and .72.
    On monthly means "hodrick" rejects in .11 (k = 12), the IVX test in .12 and
    "ewc" in .10. Power against b = -1 is .35 with k = 12: not to reject
    says little (benchmarks/coverage_parity.py).

    `predictor` holds the regression of one period: the first-order bias of
    Stambaugh (1999) and the IVX test, which no persistence of the differential
    invalidates.

    References
    ----------
    Working (1960), Econometrica 28, 916-918. Fama (1984), Journal of Monetary
    Economics 14, 319-338. Hodrick (1992), Review of Financial Studies 5, 357-386.
    Stambaugh (1999), Journal of Financial Economics 54, 375-421. Kostakis,
    Magdalinos and Stamatogiannis (2015), Review of Financial Studies 28,
    1506-1553.

    Examples
    --------
    >>> from analysis.passthrough import uncovered_parity
    >>> from analysis.passthrough.core import examples as example
    >>> rates = {"home_rate": example.home_rate, "abroad_rate": example.abroad_rate}
    >>> result = uncovered_parity(example.fx, **rates, horizon=3)
    >>> result.nobs, sorted(result.tests)
    (237, ['no slope', 'parity', 'unit slope'])
    """
    horizon = count(horizon, "horizon", 1)
    if inference is not None and inference not in (*OVERLAP, *ONE_PERIOD):
        known = ", ".join((*OVERLAP, *ONE_PERIOD))
        raise EstimationError(f"unknown inference method {inference!r} here; choose one of {known}.")
    if rates_over not in ("year", "horizon"):
        raise EstimationError(f"rates_over is 'year' or 'horizon', not {rates_over!r}.")
    level_series(spot, "exchange rate")
    columns = {"exchange rate": spot, "home rate": home_rate, "foreign rate": abroad_rate}
    table = rates.together(columns)
    quoted = rates.pair(quotation, rates.QUOTATIONS, "quotation")
    frequency = table.index.freqstr[0]
    years = horizon / PER_YEAR[frequency] if rates_over == "year" else 1.0
    logs = 100 * np.log(table["exchange rate"].to_numpy())
    home, abroad = (
        rates.log_return(table[leg].to_numpy(), years, how)
        for leg, how in zip(("home rate", "foreign rate"), quoted, strict=True)
    )
    differential = home - abroad
    change = np.full(len(logs), np.nan)
    change[:-horizon] = logs[horizon:] - logs[:-horizon]
    used = np.isfinite(change) & np.isfinite(differential) & inside(table.index, sample)
    rows = np.flatnonzero(used)
    _check_rows(change[rows], differential[rows], table.index[rows], horizon)
    X = np.column_stack([np.ones(len(rows)), differential[rows]])
    regression = fit(change[rows], X, ("constant", "differential"))
    positions = distances(spacing, rows)

    steps = np.full(len(logs), np.nan)
    steps[1:] = np.diff(logs) - differential[:-1] / horizon

    reached = steps[rows[0] + 1 : rows[-1] + horizon + 1]

    def variance(method: str, width: float | None = None) -> Covariance:
        if method == "hodrick":
            if width is not None:
                raise EstimationError("hodrick has no bandwidth; leave it out.")
            return hodrick(regression, steps - np.nanmean(reached), rows, horizon)
        return overlap_covariance(regression, method, horizon, width, positions=positions)

    warnings: list[str] = []
    methods: dict[str, Covariance] = {}
    try:
        methods["hodrick"] = variance("hodrick")
    except EstimationError as error:
        if inference == "hodrick":
            raise
        warnings.append(
            f"no Hodrick standard error: {str(error).rstrip('.')}. Exchange rate and differential have to be "
            "there in every period up to the end of the last window"
        )
    # fixed-b only on request: the distribution of its joint test is simulated, which takes seconds.
    methods |= {method: variance(method) for method in ("ewc", "newey-west")}
    dependence = first_autocorrelation(reached)
    white = abs(dependence) <= CORRELATED / np.sqrt(len(reached))
    if not white:
        warnings.append(
            f"changes over one period are autocorrelated ({dependence:.2f}), as changes of period means "
            "are: Hodrick's and the IVX standard errors are too small then. Use an exchange rate of the end "
            "of the period, or 'ewc'"
        )
    if inference is None:
        inference = "hodrick" if "hodrick" in methods and white and bandwidth is None else "ewc"
    if inference not in methods or bandwidth is not None:
        methods[inference] = variance(inference, bandwidth)
    chosen = methods[inference]
    single = _one_period(logs, differential / horizon, rows)
    _warn(single, len(rows), horizon, warnings)
    slope = _effect(regression, chosen, 1, "slope")
    return UncoveredParity(
        spot="exchange rate" if spot.name is None else str(spot.name),
        horizon=horizon,
        frequency=frequency,
        intercept=_effect(regression, chosen, 0, "intercept"),
        slope=slope,
        tests=_tests(regression, chosen, slope),
        table=pd.DataFrame({name: _row(regression, cov) for name, cov in methods.items()}).T.infer_objects(),
        predictor=single,
        nobs=len(rows),
        sample=(table.index[rows[0]], table.index[rows[-1]]),
        coefficients=pd.Series(regression.beta, index=list(regression.names)),
        coefficient_covariance=pd.DataFrame(
            chosen.matrix, index=list(regression.names), columns=list(regression.names)
        ),
        residuals=pd.Series(regression.resid, index=table.index[rows]),
        specification={
            "exchange rate": "100 x log change over the horizon; up = the home currency falls",
            "differential": "home less foreign rate, per cent over the horizon",
            "quotation": ", ".join(quoted),
            "inference": str(chosen),
            "autocorrelation of one-period changes": dependence,
            "windows that do not overlap": len(rows) // horizon,
            "r squared": regression.r_squared,
            "periods lost to gaps": int(rows[-1] - rows[0] + 1 - len(rows)),
        },
        warnings=tuple(warnings),
    )


def _check_rows(change: np.ndarray, differential: np.ndarray, dates: pd.PeriodIndex, horizon: int) -> None:
    if not len(change):
        raise EstimationError(
            f"no window is complete: the exchange rate has to be known {horizon} periods after a date at "
            "which both rates are."
        )
    span = f"between {dates[0]} and {dates[-1]}"
    if np.abs(change).max() < STILL:
        raise EstimationError(f"the exchange rate is constant {span}: there is nothing to explain.")
    if np.ptp(differential) < STILL:
        raise EstimationError(f"the interest differential is constant {span}, so it has no slope.")


def _one_period(logs: np.ndarray, accrual: np.ndarray, rows: np.ndarray) -> Predictor | None:
    """The regression of one period on the longest unbroken stretch of the rows used."""
    change, following = np.full(len(logs), np.nan), np.full(len(logs), np.nan)
    change[rows] = logs[rows + 1] - logs[rows]
    following[:-1] = accrual[1:]
    run = longest_run(np.column_stack([change, accrual, following]))
    if run is None or np.ptp(run[:, 1]) < STILL:
        return None
    return predictor(run[:, 0], np.r_[run[:, 1], run[-1, 2]])


def _effect(regression: Fit, variance: Covariance, place: int, label: str) -> Effect:
    error = np.sqrt(variance.matrix[place, place])
    return Effect.of(regression.beta[place], error, variance.critical, label=label)


def _tests(regression: Fit, variance: Covariance, slope: Effect) -> dict[str, HypothesisTest]:
    statistic, pvalue = wald(regression.beta - np.array([0.0, 1.0]), variance.matrix, variance.critical)
    words = str(variance.critical)
    return {
        "unit slope": HypothesisTest("slope is 1", slope.statistic(1.0), slope.p_complete, 1, words),
        "parity": HypothesisTest("intercept is 0 and slope is 1", statistic, pvalue, 2, words),
        "no slope": HypothesisTest("slope is 0", slope.statistic(0.0), slope.p_zero, 1, words),
    }


def _row(regression: Fit, variance: Covariance) -> dict:
    slope, intercept = (_effect(regression, variance, place, "") for place in (1, 0))
    return {
        "slope_error": slope.std_error,
        "low": slope.low,
        "high": slope.high,
        "p_zero": slope.p_zero,
        "p_one": slope.p_complete,
        "intercept_error": intercept.std_error,
        "p_parity": _tests(regression, variance, slope)["parity"].pvalue,
        "critical": str(variance.critical),
    }


def _warn(single: Predictor | None, rows: int, horizon: int, warnings: list[str]) -> None:
    if rows / horizon < FEW_WINDOWS:
        warnings.append(
            f"only {rows // horizon} windows of {horizon} periods do not overlap: no standard error is "
            "reliable with so few, and the slope may follow a handful of episodes"
        )
    if single is None:
        warnings.append("no unbroken stretch is long enough for the check on persistence")
    elif single.rho > PERSISTENT:
        share = abs(single.bias) / single.std_error
        warnings.append(
            f"the differential is persistent (autocorrelation {single.rho:.3f}): the slope of one period is "
            f"biased by {single.bias:+.2f} to first order, {share:.2f} standard errors; its t statistic is "
            "not normal, the IVX test is"
        )
