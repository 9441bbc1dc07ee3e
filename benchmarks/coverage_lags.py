r"""How often a 95 % interval holds the truth: the long run of a distributed lag.

    python benchmarks/coverage_lags.py --replications 2000

draws samples in which everything is known, estimates each as the book does,
and counts. The price change is

.. math:: \pi_t = 0.2 + \sum_{k=0}^{6} b_k \Delta e_{t-k} + u_t, \quad
          \sum_k b_k = 0.6, \quad u_t = \rho u_{t-1} + \epsilon_t,

with an exchange rate that is itself persistent (AR .3, as monthly means of a
random walk are), normal shocks and 12 lags estimated. Tests call `simulate`
with fewer replications.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit

#: True responses at lags 0 to 6: most of it within a quarter, 0.6 in all.
TRUE = np.array([0.20, 0.15, 0.10, 0.06, 0.04, 0.03, 0.02])
LAGS = 12
BURN = 200
METHODS = ("ewc", "fixed-b", "newey-west", "hc1", "hc3", "ols")


@dataclass(frozen=True)
class Coverage:
    """One row of the table.

    Attributes
    ----------
    covered : float
        Share of replications whose interval holds the true long run.
    mc_error : float
        Standard error of `covered` from the number of replications.
    ratio : float
        Mean standard error over the standard deviation of the estimates; 1 is
        right, less is too small.
    length : float
        Mean length of the interval.
    """

    method: str
    rho: float
    observations: int
    replications: int
    covered: float
    mc_error: float
    ratio: float
    length: float


def draw(rng: np.random.Generator, observations: int, rho: float) -> tuple[np.ndarray, np.ndarray]:
    """Price and exchange-rate changes, each of length `observations` + LAGS."""
    length = observations + LAGS + BURN
    fx = _autoregression(rng.standard_normal(length), 0.3)
    error = _autoregression(rng.standard_normal(length), rho)
    price = 0.2 + np.convolve(fx, TRUE)[:length] + error
    return price[BURN:], fx[BURN:]


def _autoregression(shocks: np.ndarray, rho: float) -> np.ndarray:
    """x_t = rho x_{t-1} + shock_t, by doubling: log2(n) passes in place of n steps."""
    x, step, power = shocks.copy(), 1, rho
    while step < len(x) and power > 1e-18:
        shifted = x[:-step] * power
        x[step:] += shifted
        step, power = 2 * step, power * power
    return x


def simulate(
    rho: float,
    *,
    replications: int,
    observations: int = 240,
    methods: Sequence[str] = METHODS,
    level: float = 0.95,
    seed: int = 1,
    months: bool = False,
) -> list[Coverage]:
    """Coverage of the long-run interval by each method, on the same samples; with `months`, month dummies are
    estimated too."""
    rng = np.random.default_rng(seed)
    names = ("constant", *(f"fx_{k}" for k in range(LAGS + 1)))
    ones = np.ones((observations, 1))
    dummies = (np.arange(observations)[:, None] % 12 == np.arange(1, 12)).astype(float)[
        :, : 11 if months else 0
    ]
    names += tuple(f"month_{m}" for m in range(dummies.shape[1]))
    driver = slice(1, LAGS + 2)
    estimate = np.empty(replications)
    error = np.empty((replications, len(methods)))
    half = np.empty((replications, len(methods)))
    for r in range(replications):
        price, fx = draw(rng, observations, rho)
        regression = fit(price[LAGS:], np.hstack([ones, lagged(fx, range(LAGS + 1))[LAGS:], dummies]), names)
        estimate[r] = regression.beta[driver].sum()
        for m, method in enumerate(methods):
            result = covariance(regression, method, at_least=LAGS)
            error[r, m] = np.sqrt(result.matrix[driver, driver].sum())
            half[r, m] = error[r, m] * result.critical.value(level)
    inside = np.abs(estimate - TRUE.sum())[:, None] <= half
    share = inside.mean(axis=0)
    return [
        Coverage(
            method=method,
            rho=rho,
            observations=observations,
            replications=replications,
            covered=float(share[m]),
            mc_error=float(np.sqrt(share[m] * (1 - share[m]) / replications)),
            ratio=float(error[:, m].mean() / estimate.std()),
            length=float(2 * half[:, m].mean()),
        )
        for m, method in enumerate(methods)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=2000)
    parser.add_argument("--observations", type=int, default=240)
    parser.add_argument("--rho", type=float, nargs="+", default=[0.3, 0.8])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    print("method          rho    n   covered  (mc s.e.)  s.e./s.d.  length")
    for rho in arguments.rho:
        for row in simulate(
            rho,
            replications=arguments.replications,
            observations=arguments.observations,
            seed=arguments.seed,
        ):
            print(
                f"{row.method:<14} {row.rho:4.1f} {row.observations:4d}   {row.covered:7.3f}"
                f"  ({row.mc_error:.3f})    {row.ratio:9.3f}  {row.length:6.3f}"
            )
    print(f"{arguments.replications} replications, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
