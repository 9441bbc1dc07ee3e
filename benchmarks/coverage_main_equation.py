r"""How often the intervals of the main equation hold the truth on samples like Japan's, and those of the
equation before it.

    python benchmarks/coverage_main_equation.py --replications 500

The truth is the main equation estimated for Japan's consumer prices: its lags of the rate (sum at 24 months
about
0.1) and of contract prices, its month effects and means, which change between blocks of 15 years, and an
error that is an autoregression fitted to its residuals. The rate is an autoregression fitted to the effective
rate; the foreign price is a multiple of the rate in the same month plus an autoregression of its own, so that
foreign prices and the rate are correlated as they are in Japan's data:

.. math:: \Delta f_t = \kappa \Delta e_t + \nu_t , \qquad b^{free}_k = b_k + \kappa c_k .

Size of the test of stable month effects: the same with the month effects of the first block in all of them.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis import data
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.lags.distributed_lag import distributed_lag
from analysis.passthrough.lags.foreign_prices import held_fixed
from analysis.passthrough.lags.seasonal_stability import seasonal_stability

LAGS = 24
BURN = 120
SAMPLE = ("1980-02", "2026-08")
ERROR_LAGS = (1, 2, 3, 12)


@dataclass(frozen=True)
class Truth:
    """Everything that the samples are drawn from; coefficients b and c by lag, deterministic part by
    month."""

    periods: pd.PeriodIndex
    b: np.ndarray
    c: np.ndarray
    moving: np.ndarray
    still: np.ndarray
    kappa: float
    rate: tuple[np.ndarray, float]
    foreign: tuple[np.ndarray, float]
    error: tuple[np.ndarray, float]

    @property
    def free(self) -> np.ndarray:
        return self.b + self.kappa * self.c


@cache
def japan() -> Truth:
    """The design, estimated from the tables of this repository."""
    price, rate = data.load("jp_cpi"), data.load("jp_neer_inverse")
    foreign = data.log_change(data.load("jp_import_price_contract")).rename("foreign")
    steps = data.impulses(price.index, data.table("consumption_tax_steps")["month"].tolist(), *SAMPLE)
    result = held_fixed(price, rate, foreign=foreign, lags=LAGS, controls=steps, sample=SAMPLE).fixed
    b = result.coefficients[[f"fx_{k}" for k in range(LAGS + 1)]].to_numpy()
    c = result.coefficients[[f"foreign_{k}" for k in range(LAGS + 1)]].to_numpy()
    periods = result.residuals.index
    columns, names = Seasonal().columns(periods)
    moving = result.coefficients["constant"] + columns @ result.coefficients[names].to_numpy()
    first = dict(zip(names, result.coefficients[names], strict=True))
    month_effect = np.r_[0.0, [first[f"month_{m:02d}_1980"] for m in range(2, 13)]][periods.month - 1]
    block = Seasonal().blocks(periods)
    average = np.array([moving[block == k].mean() for k in range(block.max() + 1)])[block]
    change = (
        pd.concat([data.log_change(rate), foreign], axis=1).loc["1975-02" : SAMPLE[1]].dropna().to_numpy()
    )
    de, df = (change - change.mean(axis=0)).T
    kappa = float(de @ df / (de @ de))
    return Truth(
        periods, b, c, moving, average + month_effect - month_effect.mean(), kappa,
        _autoregression(de, (1,)), _autoregression(df - kappa * de, (1, 2, 3)),
        _autoregression(result.residuals.to_numpy(), ERROR_LAGS),
    )  # fmt: skip


def _autoregression(x: np.ndarray, lags: tuple[int, ...]) -> tuple[np.ndarray, float]:
    """Coefficients at lags 1 to the longest (nought where not named) and the standard deviation of the
    shock."""
    longest = max(lags)
    X = np.column_stack([x[longest - k : len(x) - k] for k in lags])
    phi, *_ = np.linalg.lstsq(X, x[longest:], rcond=None)
    full = np.zeros(longest)
    full[np.array(lags) - 1] = phi
    return full, float((x[longest:] - X @ phi).std(ddof=len(lags)))


def _path(rng: np.random.Generator, process: tuple[np.ndarray, float], length: int) -> np.ndarray:
    from scipy.signal import lfilter

    phi, spread = process
    return lfilter([1.0], np.r_[1.0, -phi], rng.normal(0.0, spread, length))


def draw(
    rng: np.random.Generator, truth: Truth, moving: bool = True
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Price and rate in levels and the foreign price in changes; the price begins in the month before the
    first row."""
    n = len(truth.periods)
    length = n + LAGS + BURN
    e = _path(rng, truth.rate, length)
    f = truth.kappa * e + _path(rng, truth.foreign, length)
    u = _path(rng, truth.error, length)[-n:]
    body = np.convolve(e, truth.b)[:length][-n:] + np.convolve(f, truth.c)[:length][-n:]
    y = (truth.moving if moving else truth.still) + body + u
    months = pd.period_range(truth.periods[0] - 1, periods=n + 1, freq="M")
    before = pd.period_range(truth.periods[0] - LAGS - 1, periods=n + LAGS + 1, freq="M")

    def level(changes, index, name):
        return pd.Series(np.exp(np.r_[0.0, np.cumsum(changes)] / 100), index, name=name)

    foreign = pd.Series(f[-n - LAGS :], before[1:], name="foreign")
    return level(y, months, "price"), level(e[-n - LAGS :], before, "rate"), foreign


def coverage(
    rng: np.random.Generator, replications: int, level: float = 0.95
) -> dict[tuple[str, str], float]:
    """Share of intervals that hold the truth, by equation and statement."""
    truth = japan()
    fixed, free = np.cumsum(truth.b), np.cumsum(truth.free)
    held: dict[tuple[str, str], int] = {}

    def note(equation: str, statement: str, effect, value: float) -> None:
        held[equation, statement] = held.get((equation, statement), 0) + int(
            effect.low <= value <= effect.high
        )

    for _ in range(replications):
        price, rate, foreign = draw(rng, truth)
        both = held_fixed(price, rate, foreign=foreign, lags=LAGS, inference="ewc-hc3")
        plain = held_fixed(price, rate, foreign=foreign, lags=LAGS)
        note(
            "main equation, plain cosines",
            "foreign prices fixed, 24 months",
            plain.fixed.at(LAGS, level),
            fixed[LAGS],
        )
        note(
            "main equation, plain cosines",
            "foreign prices free, 24 months",
            plain.free.at(LAGS, level),
            free[LAGS],
        )
        old = distributed_lag(price, rate, lags=12, seasonal=True)
        for h in (12, LAGS):
            note("main equation", f"foreign prices fixed, {h} months", both.fixed.at(h, level), fixed[h])
            note("main equation", f"foreign prices free, {h} months", both.free.at(h, level), free[h])
        note(
            "main equation",
            "free less fixed, 24 months",
            both.through.at(LAGS, level),
            free[LAGS] - fixed[LAGS],
        )
        note("first edition's equation", "foreign prices fixed, 12 months", old.at(12, level), fixed[12])
        note("first edition's equation", "foreign prices free, 12 months", old.at(12, level), free[12])
        note("first edition's equation", "foreign prices fixed, 24 months", old.at(12, level), fixed[LAGS])
    return {key: count / replications for key, count in held.items()}


def stability(rng: np.random.Generator, replications: int, moving: bool) -> dict[int, float]:
    """Rejections of stable month effects at 5 percent, by own lags: size with stable effects, power with
    Japan's."""
    truth = japan()
    found = dict.fromkeys((0, 3), 0)
    for _ in range(replications):
        price, _, _ = draw(rng, truth, moving)
        for lags in found:
            found[lags] += int(seasonal_stability(price, own_lags=lags).pvalue < 0.05)
    return {lags: count / replications for lags, count in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=500)
    replications = parser.parse_args().replications
    truth = japan()
    print(
        f"truth: fixed {truth.b.sum():.3f}, free {truth.free.sum():.3f} at {LAGS} months; kappa"
        f" {truth.kappa:.2f}"
    )
    for (equation, statement), share in coverage(np.random.default_rng(1), replications).items():
        print(f"{equation:<26} {statement:<34} {share:.3f}")
    for moving in (False, True):
        print(
            "month effects",
            "of Japan" if moving else "stable",
            stability(np.random.default_rng(2), replications, moving),
        )


if __name__ == "__main__":
    main()
