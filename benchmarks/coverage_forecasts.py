"""Size and power of the forecast tests as the page on items runs them.

Each price is made from its own twelve lags and month means, errors being drawn from the estimated ones.
Without an effect the yen and foreign prices are of no use; with one the actual path of the yen adds it over
24 months. Months, predictors, origins and horizons are the page's; forecasts come from sums of squares and
products that grow with the origin, which gives those of `direct_forecasts`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from analysis import data
from analysis.passthrough.forecasts import yen
from analysis.passthrough.forecasts.accuracy import clark_west, diebold_mariano

LAGS, SPREAD = 12, 24
MODELS = ("yen", "yen and foreign")
#: Long run that the yen adds, near what the main equation finds.
ADDS = {"import prices": 0.9, "producer prices": 0.2, "consumer prices": 0.1}


def forecast_errors(level: pd.Series, predictors: pd.DataFrame, horizon: int) -> np.ndarray:
    """Errors of direct forecasts from every origin of the page, as `direct_forecasts` has them."""
    log = 100 * np.log(level)
    X = predictors.dropna()[yen.START :]
    ahead = (log.shift(-horizon) - log).reindex(X.index)
    y = ahead.to_numpy(float)
    last = int(np.flatnonzero(np.isfinite(y))[-1])
    Z = np.column_stack([np.ones(len(X)), X.to_numpy(float)])
    begin = X.index.get_indexer([pd.Period(yen.FIRST_ORIGIN, "M")])[0]
    # Columns of one size, so that the products can be solved.
    Z = Z / np.sqrt((Z**2).mean(axis=0))
    gram = np.cumsum(Z[: last + 1, :, None] * Z[: last + 1, None, :], axis=0)
    score = np.cumsum(Z[: last + 1] * y[: last + 1, None], axis=0)
    known = np.arange(begin, last + 1) - horizon
    beta = np.linalg.solve(gram[known], score[known][:, :, None])[:, :, 0]
    return y[begin : last + 1] - np.einsum("tk,tk->t", Z[begin : last + 1], beta)


def rejections(
    target: str, adds: float, replications: int, seed: int = 1
) -> dict[tuple[str, str, int], float]:
    """Share of made prices in which each test rejects at five percent, by test, model and horizon."""
    level = yen.targets()[target]
    changes = 100 * np.log(level).diff().dropna()
    season = changes.groupby(changes.index.month).transform("mean").to_numpy()
    left = changes.to_numpy() - season
    X = np.column_stack([left[LAGS - k : len(left) - k] for k in range(1, LAGS + 1)])
    rho = np.linalg.lstsq(X, left[LAGS:], rcond=None)[0]
    errors = left[LAGS:] - X @ rho
    moved = 100 * np.log(data.load("jp_neer_inverse")).diff().reindex(changes.index).fillna(0.0)
    added = np.convolve(moved, np.r_[0.0, np.full(SPREAD, adds / SPREAD)])[: len(moved)]
    rng, hits = np.random.default_rng(seed), {}
    for _ in range(replications):
        own = lfilter([1.0], np.r_[1.0, -rho], rng.choice(errors, len(left)))
        price = pd.Series(np.exp(np.cumsum(own + season + added) / 100), changes.index)
        for h in yen.HORIZONS:
            made = yen.models(price, h)
            small = forecast_errors(price, made["own"], h)
            for model in MODELS:
                large = forecast_errors(price, made[model], h)
                hits.setdefault(("Clark-West", model, h), []).append(clark_west(small, large).pvalue < 0.05)
                equal = diebold_mariano(small, large, horizon=h).pvalue
                hits.setdefault(("Diebold-Mariano", model, h), []).append(equal < 0.05)
    return {key: float(np.mean(found)) for key, found in hits.items()}
