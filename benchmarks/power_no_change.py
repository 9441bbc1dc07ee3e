"""How often the tests of an unchanged pass-through to consumer prices find +0.05 from 2013-01.

The yen is as it was; errors of the chapter's equation are drawn in blocks; the addition is spread over the
lags as the estimated path. Shares are printed at each ten samples; they are the rows "no change in consumer
prices" of the table `coverage_simulations`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import data, passthrough
from analysis.passthrough.core.blocks import block_length, moving_blocks

SAMPLE, CHANGE, ADDED, END, LAGS = ("1980-02", "2026-08"), "2013-01", 0.05, "2021-01", 12
BOOTSTRAP = 99


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


def rolling(price: pd.Series, fx: pd.Series, rng: np.random.Generator) -> dict[str, bool]:
    """The same for windows of ten years; apart from the others and with draws of its own, since it takes
    longest."""
    windows = passthrough.time_varying(
        price,
        fx,
        lags=LAGS,
        window=120,
        seasonal=True,
        sample=(str(price.index[1]), SAMPLE[1]),
        draws=BOOTSTRAP,
        rng=rng,
    )
    return {"rolling windows": windows.pvalue < 0.05}


def main(samples: int, tests: Callable = rejections) -> None:
    fx, fitted, errors, added = world()
    rng = np.random.default_rng(20261128)
    blocks = moving_blocks(len(errors), block_length(len(errors)), samples, rng)
    counts: dict[tuple[str, str], list[bool]] = {}
    for i, rows in enumerate(blocks, start=1):
        for measure, extra in (("size", 0.0), ("power", added)):
            changes = fitted + errors.to_numpy()[rows] + extra
            start = pd.Series([0.0], pd.PeriodIndex([changes.index[0] - 1], freq="M"))
            price = np.exp(pd.concat([start, changes]).cumsum() / 100) * 100
            for test, hit in tests(price.rename("price"), fx, rng).items():
                counts.setdefault((test, measure), []).append(bool(hit))
        if i % 10 == 0:
            print(i, {key: round(float(np.mean(hits)), 3) for key, hits in counts.items()}, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, rolling if "rolling" in sys.argv else rejections)
