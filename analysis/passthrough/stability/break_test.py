r"""Has pass-through broken, and when? Tests at an unknown date and at known dates.

.. math:: \pi_t = a_t + \sum_{k=0}^{q} (b_k + 1(t \ge \tau)\,\delta_k)\,\Delta e_{t-k}
          + \sum_{j=1}^{p} \rho_j \pi_{t-j} + u_t

Only the exchange-rate coefficients are tested. A test of all coefficients
rejects when mean inflation shifts, whatever pass-through does; and without own
lags, autocorrelated errors make every variant reject too often, robust
covariances included. The p-value comes from a bootstrap that keeps the
regressors as they are (`sup_wald.wild_samples`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.design import Design, count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.hypothesis import restricted
from analysis.passthrough.core.inference import covariance as covariance_of
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.multiple_testing import holm
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.core.vocabulary import door
from analysis.passthrough.stability import regimes
from analysis.passthrough.stability.break_result import BreakTest
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.hansen import LARGEST_K, hansen_pvalue
from analysis.passthrough.stability.sup_wald import Search, statistics, wild_samples

#: Levels of the bootstrap critical values that a result carries.
LEVELS = (0.90, 0.95, 0.99)


@door
def break_test(
    price: pd.Series,
    fx: pd.Series,
    *,
    lags: int | None = None,
    own_lags: int | None = None,
    coefficients: str = "fx",
    mean_breaks: str | Sequence | None = None,
    trim: float = 0.15,
    errors: str = "ols",
    errors_bandwidth: int = 6,
    known: Mapping[str, object] | None = None,
    controls: pd.DataFrame | pd.Series | None = None,
    control_lags: int | Mapping[str, int] = 0,
    seasonal: bool | str | Seasonal = False,
    sample: tuple | None = None,
    inference: str = "ewc",
    spacing: str = "contiguous",
    draws: int = 999,
    rng: np.random.Generator | None = None,
) -> BreakTest:
    """Test whether pass-through broke, at an unknown date and at known dates.

    Parameters
    ----------
    price, fx : Series
        Levels; `fx` is the domestic price of foreign currency.
    lags : int, optional
        Exchange-rate lags 0 to `lags`; default one year.
    own_lags : int, optional
        Default one year. Lags of the price change. They whiten the errors, which every p-value
        here relies on; their coefficients are stable unless `coefficients` is
        "all". Errors that own lags have to whiten lengthen the exchange-rate
        lags by as many: give `lags` room.
    coefficients : {"fx", "mean", "all"}
        What is tested: the exchange-rate coefficients; the constant and
        seasonals; or every coefficient together, the textbook test, which
        rejects for a shift in any of them. The result says it in words,
        `hypothesis`.
    mean_breaks : None, "same date", or dates
        Constant and seasonals are stable; or may shift at the candidate date
        without being tested; or shift from the given dates on under both
        hypotheses (for instance those of `breaks` with coefficients="mean").
    trim : float
        Share of the rows before the first and after the last candidate.
    errors : {"ols", "hc0", "hc1", "newey-west"}
        Covariance of the Wald statistic; "newey-west" with Bartlett weights up to `errors_bandwidth`.
    known : mapping of name to date, optional
        First period of a new regime for each. They may lie outside `trim`.
    controls : DataFrame or Series, optional
        Regressors used as given, so in changes already.
    control_lags : int or mapping of name to int
        Each control enters with lags 0 to this.
    seasonal : bool, "blocks", "smooth" or Seasonal
        Month (quarter) effects, as in `distributed_lag`.
    sample : (first, last), optional
        Bounds on the date of the price change, inclusive; either may be None.
    inference : str
        Covariance of `effects`, a name of `inference.METHODS`.
    spacing : {"contiguous", "calendar"}
        How autocovariances see a gap; see `analysis.passthrough.core.inference`.
    draws : int
        Samples of the wild bootstrap; 0 leaves Hansen's approximation alone.
    rng : numpy.random.Generator, optional
        For the bootstrap. Default: a fixed seed.

    Raises
    ------
    EstimationError
        If a regime is too short or does not vary enough, and for anything that
        `align` or `design` refuses.

    Examples
    --------
    >>> from analysis.passthrough import break_test
    >>> from analysis.passthrough.core import examples as example
    >>> result = break_test(example.price, example.fx, lags=1, own_lags=1, draws=99)
    >>> result.pvalue > 0.05, result.hypothesis
    (True, 'no break in the slopes on fx')
    """
    asked = equation(price, fx, CommonTerms(
        lags=lags, own_lags=own_lags, controls=controls, control_lags=control_lags, seasonal=seasonal,
        sample=sample, inference=inference, spacing=spacing,
    ))  # fmt: skip
    rows = asked.rows
    rng, draws = generator(rng), count(draws, "draws")
    lag = count(errors_bandwidth, "errors_bandwidth") if errors == "newey-west" else 0
    if coefficients not in ("fx", "mean", "all"):
        raise EstimationError(f"coefficients is 'fx', 'mean' or 'all', not {coefficients!r}.")
    tested = regimes.breaking_columns(rows, coefficients)
    nuisance = _nuisance(rows, coefficients, mean_breaks)
    dates = () if mean_breaks is None or isinstance(mean_breaks, str) else tuple(mean_breaks)
    X, names = regimes.with_mean_breaks(rows, dates)
    n, breaking = len(rows.y), np.r_[nuisance, tested]
    spare = n - X.shape[1] - len(breaking)
    at = regimes.candidate_rows(n, trim, len(breaking), spare)
    # A plain fit first: it names collinear regressors, which the search cannot.
    plain_fit = fit(rows.y, X, names)
    positions = asked.positions
    search = Search(X, rows.X[:, tested], at, rows.X[:, nuisance], positions)
    path = search.paths(rows.y, errors, lag)[:, 0]
    place = int(path.argmax())
    before = int(at[place])

    samples = wild_samples(plain_fit.resid, draws, rng)
    simulated = search.paths(samples, errors, lag) if draws else None
    observed = {kind: float(v[0]) for kind, v in statistics(path[:, None]).items()}
    tests = pd.DataFrame({"statistic": observed})
    tests["p_bootstrap"] = np.nan
    tests["p_hansen"] = [
        hansen_pvalue(v, kind, len(tested), trim) if len(tested) <= LARGEST_K else np.nan
        for kind, v in observed.items()
    ]
    critical_values = pd.Series(np.nan, index=pd.Index(LEVELS, name="level"), name="sup")
    if simulated is not None:
        null = statistics(simulated)
        for kind, value in observed.items():
            tests.loc[kind, "p_bootstrap"] = (1 + np.sum(null[kind] >= value)) / (1 + draws)
        critical_values[:] = np.quantile(null["sup"], LEVELS)

    return BreakTest(
        **asked.identity,
        coefficients=coefficients,
        path=pd.Series(path, index=rows.periods[at - 1], name="wald"),
        tests=tests,
        last_before=rows.periods[before - 1],
        date=rows.periods[before],
        effects=_effects(rows, X, names, breaking, before, inference, positions),
        known=_known(rows, search, known or {}, samples, errors, lag),
        critical_values=critical_values,
        restrictions=len(tested),
        hypothesis="no break in " + restricted(rows.blocks, rows.X.shape[1], tested, asked.driver),
        specification={
            **asked.facts,
            "breaks in the mean": mean_breaks if isinstance(mean_breaks, str) else list(map(str, dates)),
            "trim": trim,
            "covariance": f"newey-west, lag {lag}" if errors == "newey-west" else errors,
            "spacing": spacing,
            "bootstrap samples": draws,
        },
        warnings=_warnings(plain_fit.resid, place, len(at)),
    )


def _nuisance(rows: Design, coefficients: str, mean_breaks: object) -> np.ndarray:
    if mean_breaks is None or not isinstance(mean_breaks, str):
        return np.array([], dtype=int)
    if mean_breaks != "same date":
        raise EstimationError(
            f"mean_breaks is None, 'same date' or a sequence of dates, not {mean_breaks!r}."
        )
    if coefficients != "fx":
        raise EstimationError(
            f"with coefficients={coefficients!r} the mean is tested, not let free: drop mean_breaks."
        )
    return regimes.breaking_columns(rows, "mean")


def _effects(
    rows: Design,
    X: np.ndarray,
    names: tuple,
    breaking: np.ndarray,
    before: int,
    inference: str,
    positions: np.ndarray | None,
) -> dict[str, Effect]:
    columns, labels = regimes.regime_fit_columns(X, names, breaking, [before])
    split = fit(rows.y, columns, labels)
    fx, own = rows.names[rows.blocks["fx"]], rows.names[rows.blocks["own"]]
    return regimes.long_run_by_regime(
        split,
        covariance_of(split, inference, positions=positions),
        [
            ("before", *regimes.sum_vectors(labels, fx, own, 1)),
            ("after", *regimes.sum_vectors(labels, fx, own, 2)),
        ],
    )


def _known(
    rows: Design, search: Search, known: Mapping, samples: np.ndarray, covariance: str, lag: int
) -> pd.DataFrame:
    columns = ["date", "statistic", "p", "p_bootstrap", "p_holm"]
    if not known:
        return pd.DataFrame(columns=columns)
    n, breaking = search.nobs, search.breaking.shape[1]
    befores = []
    for name, date in known.items():
        before = regimes.first_row(rows, date)
        if min(before, n - before) <= breaking:
            raise EstimationError(
                f"the known date {name} ({date}) leaves {min(before, n - before)} rows to one "
                f"regime, which cannot determine {breaking} coefficients. Use end_of_sample for "
                "a break near the end, or fewer lags."
            )
        befores.append(before)
    fixed = replace(search, candidates=np.array(befores))
    statistic = fixed.paths(rows.y, covariance, lag)[:, 0]
    p = (
        special.fdtrc(fixed.k, fixed.dof, statistic / fixed.k)
        if covariance == "ols"
        else special.chdtrc(fixed.k, statistic)
    )
    bootstrap = np.full(len(befores), np.nan)
    if samples.shape[1]:
        simulated = fixed.paths(samples, covariance, lag)
        bootstrap = (1 + (simulated >= statistic[:, None]).sum(axis=1)) / (1 + samples.shape[1])
    table = pd.DataFrame(
        {
            "date": [rows.periods[before] for before in befores],
            "statistic": statistic,
            "p": p,
            "p_bootstrap": bootstrap,
            "p_holm": holm(bootstrap if samples.shape[1] else p),
        },
        index=pd.Index(list(known), name="event"),
    )
    return table[columns]


def _warnings(resid: np.ndarray, place: int, dates: int) -> tuple[str, ...]:
    said = []
    rho = float(resid[1:] @ resid[:-1] / (resid @ resid))
    if abs(rho) > 2 / np.sqrt(len(resid)):
        said.append(
            f"the residuals are autocorrelated (first order {rho:.2f}), which makes these tests "
            "reject too often: add own lags."
        )
    if place in (0, dates - 1):
        said.append("the largest statistic is at the edge of the dates searched.")
    return tuple(said)
