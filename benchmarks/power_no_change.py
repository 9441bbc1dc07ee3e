"""How often the tests of an unchanged pass-through to consumer prices find +0.05 from 2013-01.

    python benchmarks/write_coverage.py "no change in consumer prices"

The equation is the first edition's: twelve lags, fixed months, no foreign price. The yen is as it was; errors
are drawn in blocks; the addition is spread over the lags as the estimated path. Without it the share that
rejects is the size, with it the power. Windows of ten years have more samples and draws of their own: their
paths come from one matrix (`windows_power`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import data, passthrough
from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.windows_power import bootstrapped, departures, pvalue

SAMPLE, CHANGE, ADDED, END, LAGS = ("1980-02", "2026-08"), "2013-01", 0.05, "2021-01", 12
BOOTSTRAP, WINDOW, ERROR_LAGS = 99, 120, 6
SEED = 20261128


def world() -> tuple[pd.Series, pd.Series, pd.Series, pd.Series]:
    """The yen, fitted changes and residuals of consumer prices, and the addition that is tried, by month."""
    fx = data.load("jp_neer_inverse")
    steps = data.table("consumption_tax_steps")["month"].tolist()
    price = passthrough.without_steps(data.load("jp_cpi"), fx, steps=steps, seasonal=True, sample=SAMPLE)
    path = passthrough.distributed_lag(price, fx, lags=LAGS, seasonal=True, sample=SAMPLE)
    weights = np.diff(path.estimate, prepend=0.0) / path.estimate[-1]
    move = data.log_change(fx)
    added = ADDED * sum(w * move.shift(k) for k, w in enumerate(weights))
    added = added.where(added.index >= pd.Period(CHANGE, "M"), 0.0).reindex(path.residuals.index)
    return fx, data.log_change(price).reindex(path.residuals.index) - path.residuals, path.residuals, added


def rejections(price: pd.Series, fx: pd.Series, rng: np.random.Generator) -> dict[str, bool]:
    """Whether each test of the chapter on change over time rejects at five per cent."""
    same = dict(seasonal=True, sample=(str(price.index[1]), SAMPLE[1]))
    early, late = (
        passthrough.distributed_lag(price, fx, lags=LAGS, seasonal=True, sample=ends).long_run
        for ends in ((same["sample"][0], "2012-12"), (CHANGE, SAMPLE[1]))
    )
    return {
        "period difference": passthrough.difference(late, early).p_zero < 0.05,
        "break at an unknown date": (
            passthrough.break_test(price, fx, lags=24, own_lags=12, draws=BOOTSTRAP, rng=rng, **same).pvalue
            < 0.05
        ),
        "end of sample": (
            passthrough.end_of_sample(price, fx, date=END, lags=LAGS, coefficients="fx", **same).pvalue < 0.05
        ),
    }


def shares(samples: int, tests: Callable = rejections) -> tuple[dict[tuple[str, str], float], int]:
    """Share of samples in which each test rejects, by test and measure, and the months of a sample."""
    fx, fitted, errors, added = world()
    rng = np.random.default_rng(SEED)
    blocks = moving_blocks(len(errors), block_length(len(errors)), samples, rng)
    found: dict[tuple[str, str], list[bool]] = {}
    for rows in blocks:
        for measure, extra in (("size", 0.0), ("power", added)):
            for test, hit in tests(_level(fitted + errors.to_numpy()[rows] + extra), fx, rng).items():
                found.setdefault((test, measure), []).append(bool(hit))
    return {key: float(np.mean(hits)) for key, hits in found.items()}, len(errors)


def windows(samples: int) -> dict[str, float]:
    """Share of samples in which the test that all windows are alike rejects, by measure."""
    fx, fitted, errors, added = world()
    rows = equation(_level(fitted + errors), fx, CommonTerms(lags=LAGS, own_lags=0, seasonal=True)).rows
    rng, n = np.random.default_rng(SEED), len(errors)
    away, hits = departures(rows, WINDOW), {"size": 0, "power": 0}
    for months in moving_blocks(n, block_length(n), samples, rng):
        for measure, extra in (("size", 0.0), ("power", added)):
            y = (fitted + errors.to_numpy()[months] + extra).to_numpy()
            again = fit(y, rows.X, rows.names)
            drawn = bootstrapped(away, again.resid * np.sqrt(n / again.dof), ERROR_LAGS, BOOTSTRAP, rng)
            hits[measure] += pvalue(away, y, *drawn) <= 0.05 + 1e-12
    return {measure: count / samples for measure, count in hits.items()}


def _level(changes: pd.Series) -> pd.Series:
    """Price level from its changes in percent."""
    start = pd.Series([0.0], pd.PeriodIndex([changes.index[0] - 1], freq="M"))
    return (np.exp(pd.concat([start, changes]).cumsum() / 100) * 100).rename("price")
