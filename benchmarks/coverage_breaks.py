"""Size and power of the break tests, by simulation.

Each function returns rejection rates at the nominal 5 % level and takes the
number of replications, so that a test can run a few hundred in seconds and a
benchmark many thousand. The price follows

    pi_t = c + sum_k b_k de_{t-k} + u_t,   u_t = ar * u_{t-1} + eps_t,

with 3 lags adding up to 0.4, a standard deviation of 0.5 for u, and changes of
the exchange rate with standard deviation 2.5 and autocorrelation 0.3, which is
what the monthly mean of a daily random walk has. A break of size d adds d to the
sum at mid-sample, spread over the lags like the coefficients themselves.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.specifications.main_equation import inputs
from analysis.passthrough.specifications.stated import stated
from analysis.passthrough.stability.break_power import searched
from analysis.passthrough.stability.hansen import hansen_pvalue
from analysis.passthrough.stability.instability import end_of_sample
from analysis.passthrough.stability.sup_wald import Search, wild_samples
from analysis.passthrough.stability.time_varying import time_varying

WEIGHTS = 0.7 ** np.arange(3)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def sample(
    rng: np.random.Generator,
    T: int,
    ar: float = 0.3,
    shift: float = 0.0,
    mean_shift: float = 0.0,
    volatility: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """One sample of price and exchange-rate changes, shape (T,) each.

    `volatility` multiplies the standard deviation of the errors in the second half.
    """
    burn = 50
    second = np.arange(T + burn) >= burn + T // 2
    de = 2.5 * np.sqrt(1 - 0.3**2) * lfilter([1.0], [1.0, -0.3], rng.standard_normal(T + burn))
    eps = 0.5 * np.sqrt(1 - ar**2) * rng.standard_normal(T + burn)
    u = lfilter([1.0], [1.0, -ar], eps * np.where(second, volatility, 1.0))
    total = np.where(second, 0.4 + shift, 0.4)
    signal = np.nan_to_num(lagged(de, range(len(WEIGHTS)))) @ WEIGHTS
    return (0.2 + mean_shift * second + total * signal + u)[burn:], de[burn:]


def one(
    rng: np.random.Generator,
    pi: np.ndarray,
    de: np.ndarray,
    *,
    own_lags: int,
    coefficients: str = "fx",
    covariance: str = "ols",
    lag: int = 6,
    draws: int = 199,
    lags: int = 2,
    trim: float = 0.15,
) -> tuple[float, float]:
    """Bootstrap (NaN without draws) and Hansen p-value of one sup-Wald test."""
    body = np.column_stack([lagged(de, range(lags + 1)), lagged(pi, range(1, own_lags + 1))])
    used = ~np.isnan(body).any(axis=1)
    X, y = np.column_stack([np.ones(used.sum()), body[used]]), pi[used]
    tested = X[:, 1 : lags + 2] if coefficients == "fx" else X
    edge = int(trim * len(y))
    search = Search(X, tested, np.arange(edge, len(y) - edge + 1), X[:, :0])
    path = search.paths(y, covariance, lag)[:, 0]
    p = np.nan
    if draws:
        samples = wild_samples(search.restricted_residuals(y), draws, rng)
        null = search.paths(samples, covariance, lag).max(axis=0)
        p = (1 + np.sum(null >= path.max())) / (1 + draws)
    return p, hansen_pvalue(path.max(), "sup", tested.shape[1], trim)


def rejection(
    rng: np.random.Generator,
    replications: int,
    *,
    T: int = 240,
    ar: float = 0.3,
    shift: float = 0.0,
    mean_shift: float = 0.0,
    volatility: float = 1.0,
    **options,
) -> dict[str, float]:
    """Share of samples in which the test rejects at 5 %, by p-value.

    `options` go to `one`. The Monte Carlo standard error of a rate r is
    sqrt(r (1 - r) / replications).
    """
    p = np.array(
        [one(rng, *sample(rng, T, ar, shift, mean_shift, volatility), **options) for _ in range(replications)]
    )
    rates = np.where(np.isnan(p).any(axis=0), np.nan, (p <= 0.05).mean(axis=0))
    return dict(zip(("bootstrap", "hansen"), rates.tolist(), strict=True))


def rolling_rates(
    rng: np.random.Generator, replications: int, *, T: int = 240, **options
) -> dict[str, float]:
    """Rolling windows under constant pass-through of 0.4, by `time_varying`.

    Returns the coverage of the 90 % bands for the whole path, "sup-t" and
    "pointwise", and the rejection rate of the 5 % test of constancy.
    """
    hits = []
    for _ in range(replications):
        path = time_varying(
            *levels(*sample(rng, T, options.get("ar", 0.3))),
            lags=2,
            draws=99,
            inference=options.get("inference", "ewc"),
            rng=rng,
        )
        bands = (path.band(0.90, joint="sup-t"), path.band(0.90))
        hits.append([((b["low"] <= 0.4) & (b["high"] >= 0.4)).all() for b in bands] + [path.pvalue <= 0.05])
    return dict(zip(("sup-t", "pointwise", "rejection"), np.mean(hits, axis=0).tolist(), strict=True))


def end_of_sample_rejection(
    rng: np.random.Generator, replications: int, *, T: int = 240, months: int = 8, ar: float = 0.3
) -> float:
    """Rejection rate of the 5 % end-of-sample test in stable samples."""
    p = []
    for _ in range(replications):
        price, fx = levels(*sample(rng, T, ar))
        p.append(end_of_sample(price, fx, date=price.index[-months], lags=2).pvalue)
    return float((np.array(p) <= 0.05).mean())


def power_on_data(
    outcome: str,
    rise: float,
    date: str,
    *,
    lags: int = 24,
    own_lags: int = 12,
    replications: int = 400,
    seed: int = 1,
) -> tuple[float, int]:
    """Power of the break test as the chapter on stability runs it, on the months and with the errors of one
    price.

    Regressors and foreign prices are those of the stated equation; errors are those of the equation without a
    break, with random signs; the long run rises by `rise` at `date`, spread evenly over the lags. The
    critical value is the quantile of the same draws without the rise, so that the size is 5 % by
    construction.

    Returns
    -------
    tuple of float and int
        Share of draws in which the largest Wald statistic is above its critical value, and the number of
        rows.
    """
    said = stated(outcome)
    given = inputs(said)
    body = given.foreign if given.steps is None else given.foreign.join(given.steps, how="outer")
    depth = dict.fromkeys(said.foreign, lags)
    asked = searched(
        given.price,
        given.fx,
        CommonTerms(
            lags=lags,
            own_lags=own_lags,
            controls=body,
            control_lags=depth,
            seasonal=said.seasonal,
            sample=given.sample,
        ),
    )
    samples = wild_samples(asked.plain.resid, replications, np.random.default_rng(seed))
    moved = asked.largest(samples + rise * asked.rise(date)[:, None])
    return float(np.mean(moved > np.quantile(asked.largest(samples), 0.95))), len(asked.rows.y)


def levels(pi: np.ndarray, de: np.ndarray) -> tuple[pd.Series, pd.Series]:
    """Price and exchange rate in levels on months, from their changes."""
    index = pd.period_range("2000-01", periods=len(pi) + 1, freq="M")
    return tuple(pd.Series(np.exp(np.r_[0.0, np.cumsum(x)] / 100), index) for x in (pi, de))


if __name__ == "__main__":
    for label, options in {
        "size, FX only, own lags, AR .3": dict(own_lags=3),
        "size, FX only, own lags, AR .8": dict(own_lags=3, ar=0.8),
        "size, FX only, own lags, volatility doubles": dict(own_lags=3, volatility=2.0),
        "size, FX only, own lags, mean shifts": dict(own_lags=3, mean_shift=0.5),
        "size, FX only, own lags, HC1": dict(own_lags=3, covariance="hc1", draws=99),
        "power, FX only, own lags, break .3": dict(own_lags=3, shift=0.3),
        "size, all coefficients, no own lags, AR .3": dict(own_lags=0, coefficients="all", draws=0),
        "size, all coefficients, no own lags, AR .8": dict(own_lags=0, ar=0.8, coefficients="all", draws=0),
        "size, FX only, no own lags, NW(6), AR .3": dict(own_lags=0, covariance="newey-west", draws=0),
    }.items():
        print(label, rejection(np.random.default_rng(1), 300, **options), flush=True)
    print("end of sample, AR .3", end_of_sample_rejection(np.random.default_rng(1), 300), flush=True)
    print("rolling, AR .3", rolling_rates(np.random.default_rng(1), 100), flush=True)
