"""Many items: a distributed lag each, and pooled."""

from __future__ import annotations

import numpy as np
import pandas as pd
from speed import Speed, best

from analysis.passthrough.core import kernels
from analysis.passthrough.core.design import lagged
from analysis.passthrough.lags.distributed_lag import distributed_lag
from analysis.passthrough.panel.item_panel import item_panel
from analysis.passthrough.panel.item_regressions import item_regressions


def levels(items: int, months: int, seed: int = 0) -> tuple[pd.DataFrame, pd.Series]:
    """Item prices and an exchange rate, in levels."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("1999-01", periods=months + 1, freq="M")
    fx = 2 * rng.standard_normal(months)
    common = 0.2 * rng.standard_normal(months)
    changes = 0.1 * fx[:, None] + common[:, None] + 0.5 * rng.standard_normal((months, items))

    def up(x):
        return np.exp(np.vstack([np.zeros((1, x.shape[1])), x.cumsum(axis=0)]) / 100)

    prices = pd.DataFrame(up(changes), index, [f"item {i}" for i in range(items)])
    return prices, pd.Series(up(fx[:, None])[:, 0], index, name="fx")


def item_by_item(items: int = 300, months: int = 320, lags: int = 12) -> list[Speed]:
    """Long run and EWC error of every item, against loops of statsmodels, with the same cosines, and of our
    own single estimator."""
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools import add_constant

    prices, fx = levels(items, months + lags)

    def ours() -> pd.DataFrame:
        return item_regressions(prices, fx, lags=lags).table

    def ewc(fitted, X: np.ndarray) -> tuple[float, float]:
        terms = (X * np.asarray(fitted.resid)[:, None]) @ np.asarray(fitted.normalized_cov_params)
        n, B = len(X), int(np.floor(0.4 * len(X) ** (2 / 3)))
        projected = kernels.cosines(n, B).T @ terms
        V = projected.T @ projected * (2.0 / B)
        return float(np.asarray(fitted.params)[1:].sum()), float(np.sqrt(V[1:, 1:].sum()))

    def lean(name: str) -> tuple[float, float]:
        de, pi = (100 * np.diff(np.log(series.to_numpy())) for series in (fx, prices[name]))
        X = np.column_stack([np.ones(len(de)), lagged(de, range(lags + 1))])[lags:]
        return ewc(OLS(pi[lags:], X).fit(), X)

    def usual(name: str) -> tuple[float, float]:
        de = 100 * np.log(fx).diff()
        frame = pd.DataFrame(
            {"pi": 100 * np.log(prices[name]).diff()} | {f"fx_{k}": de.shift(k) for k in range(lags + 1)}
        ).dropna()
        X = add_constant(frame.drop(columns="pi"))
        return ewc(OLS(frame["pi"], X).fit(), X.to_numpy())

    def own() -> np.ndarray:
        effects = [distributed_lag(prices[name], fx, lags=lags).long_run for name in prices]
        return np.array([(e.estimate, e.std_error) for e in effects])

    table = ours()[["long_run", "std_error"]].to_numpy()
    work, seconds = f"{items} items x {months} months x {lags} lags, EWC each", best(ours)
    rows = []
    peers = {
        "loop of statsmodels OLS, a DataFrame of lags an item": lambda: np.array(
            [usual(name) for name in prices]
        ),
        "loop of statsmodels OLS on bare arrays": lambda: np.array([lean(name) for name in prices]),
        "loop of our distributed_lag": own,
    }
    for name, run in peers.items():
        rows.append(Speed(work, seconds, name, best(run, 1), float(np.abs(run() - table).max()), 0.2))
    return rows


def pooled(items: int = 300, months: int = 320, lags: int = 12) -> list[Speed]:
    """Pooled items with item effects and Driscoll-Kraay errors, against linearmodels."""
    from linearmodels.panel import PanelOLS

    prices, fx = levels(items, months + lags)

    def ours():
        return item_panel(prices, fx, lags=lags, inference="driscoll-kraay", bandwidth=lags)

    def theirs():
        pi = 100 * np.log(prices).diff().iloc[1:]
        de = 100 * np.log(fx).diff().iloc[1:]
        X = pd.DataFrame(
            lagged(de.to_numpy(), range(lags + 1)), de.index, [f"fx_{k}" for k in range(lags + 1)]
        ).iloc[lags:]
        long = pi.iloc[lags:].T.stack()
        long.index = long.index.set_levels(long.index.levels[1].to_timestamp(), level=1)
        regressors = pd.concat({item: X.set_axis(X.index.to_timestamp()) for item in prices})
        return PanelOLS(long, regressors, entity_effects=True).fit(
            cov_type="driscoll-kraay",
            kernel="bartlett",
            bandwidth=lags,
            debiased=False,
            auto_df=False,
            count_effects=False,
        )

    a, b = ours(), theirs()
    ones = np.ones(lags + 1)
    apart = max(
        abs(a.long_run.estimate - b.params.sum()),
        abs(a.long_run.std_error - np.sqrt(ones @ b.cov.to_numpy() @ ones)),
    )
    work = f"pooled panel, {items} items x {months} months x {lags} lags, Driscoll-Kraay"
    return [Speed(work, best(ours, 3), "linearmodels PanelOLS", best(theirs, 1), float(apart))]


def growth(sizes: tuple[int, ...] = (300, 600, 1200, 2400)) -> list[tuple[int, float]]:
    """Seconds by number of items."""
    out = []
    for size in sizes:
        prices, fx = levels(size, 332)
        out.append((size, best(lambda prices=prices, fx=fx: item_regressions(prices, fx, lags=12), 3)))
    return out
