r"""How often a multiverse finds what is not there, and what is.

    python benchmarks/coverage_multiverse.py --replications 400

draws two price series and an exchange rate in which everything is known, runs
`passthrough.multiverse` on a grid of 24 specifications (two prices, two lag
lengths, with and without own lags, local projections, two covariances) and
counts rejections at 5 % by the three joint tests, by any specification of its
own, and by any specification after Romano-Wolf and after Holm.

Monthly changes, t = 1 .. 240, are

.. math::

    \pi_{1t} &= 0.2 + \beta \sum_{k=0}^{6} b_k \Delta e_{t-k} + u_{1t}, \\
    \pi_{2t} &= 0.2 + \tfrac{\beta}{4} \sum_{k=0}^{6} b_k \Delta e_{t-k} + u_{2t}
                + c \sum_{k=1}^{6} \epsilon_{1,t-k},

with :math:`\sum b_k = 1`, :math:`u_{it} = \rho u_{i,t-1} + \epsilon_{it}`, an
exchange rate whose changes have an AR(.3), and c = 0.3: what moves the first
price reaches the second later, as import prices reach consumer prices. With
"volatile" all shocks share a stochastic volatility, so that prices and exchange
rate are noisy at the same time.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis import parallel
from analysis.passthrough import multiverse

#: Shape of the response over lags 0 to 6, which sums to one.
SHAPE = np.array([0.20, 0.15, 0.10, 0.06, 0.04, 0.03, 0.02]) / 0.6
CHAIN = 0.3
BURN = 100
MAIN = {"price": "first", "estimator": "distributed lag", "lags": 12, "own_lags": 0, "inference": "ewc"}
TESTS = ("median", "significant", "average")


@dataclass(frozen=True)
class Design:
    """What the samples are drawn from."""

    rho: float
    effect: float = 0.0
    volatile: bool = False
    observations: int = 240
    draws: int = 99


def sample(rng: np.random.Generator, design: Design) -> tuple[pd.Series, pd.Series, pd.Series]:
    """First price, second price and exchange rate, in levels."""
    length = design.observations + BURN
    shocks = rng.standard_normal((3, length))
    if design.volatile:
        shocks *= np.exp(_autoregression(0.3 * rng.standard_normal(length), 0.9))
    fx = _autoregression(shocks[0], 0.3)
    response = np.convolve(fx, SHAPE)[:length] * design.effect
    chain = np.convolve(shocks[1], np.r_[0.0, np.full(6, CHAIN)])[:length]
    first = 0.2 + response + _autoregression(shocks[1], design.rho)
    second = 0.2 + response / 4 + _autoregression(shocks[2], design.rho) + chain
    index = pd.period_range("2000-01", periods=design.observations, freq="M")
    return tuple(
        pd.Series(100 * np.exp(x[BURN:].cumsum() / 100), index, name=name)
        for x, name in ((first, "first"), (second, "second"), (fx, "rate"))
    )


def _autoregression(shocks: np.ndarray, rho: float) -> np.ndarray:
    from scipy.signal import lfilter

    return lfilter([1.0], [1.0, -rho], shocks)


def replicate(task: Design, rng: np.random.Generator) -> np.ndarray:
    """Whether each test rejects at 5 % in one sample: the three joint ones, any alone, Romano-Wolf, Holm."""
    first, second, fx = sample(rng, task)
    grid = {
        "price": [first, second],
        "fx": fx,
        "estimator": ["distributed lag", "local projection"],
        "lags": [6, 12],
        "own_lags": [0, 6],
        "horizon": 12,
        "inference": ["ewc", "newey-west"],
    }
    result = multiverse(grid, MAIN, draws=task.draws, rng=rng, workers=1, progress=False)
    table = result.estimated
    smallest = [table[name].min() for name in ("pvalue", "p_romano_wolf", "p_holm")]
    return np.r_[result.joint.loc[list(TESTS), "pvalue"], smallest] <= 0.05


def simulate(
    design: Design, *, replications: int, seed: int = 1, workers: int | None = None
) -> dict[str, float]:
    """Rejection rates of every test."""
    rejected = parallel.run(
        replicate, [design] * replications, rng=np.random.default_rng(seed), workers=workers
    )
    names = (*TESTS, "any alone", "any Romano-Wolf", "any Holm")
    return dict(zip(names, np.mean(rejected, axis=0).tolist(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=400)
    parser.add_argument("--draws", type=int, default=99)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--effect", type=float, nargs="+", default=[0.0, 0.4])
    parser.add_argument("--rho", type=float, nargs="+", default=[0.3, 0.8])
    arguments = parser.parse_args()
    started = time.perf_counter()
    print("effect  rho  volatile    median  share signif.  average z   any alone  Romano-Wolf    Holm")
    for effect in arguments.effect:
        for rho in arguments.rho:
            for volatile in (False, True):
                design = Design(rho, effect, volatile, draws=arguments.draws)
                rate = simulate(design, replications=arguments.replications, seed=arguments.seed)
                print(
                    f"{effect:6.2f}  {rho:3.1f}  {'yes' if volatile else 'no ':<8}  "
                    + "  ".join(f"{value:9.3f}" for value in rate.values()),
                    flush=True,
                )
    error = np.sqrt(0.05 * 0.95 / arguments.replications)
    print(
        f"{arguments.replications} replications (s.e. of .050: {error:.3f}), "
        f"{time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
