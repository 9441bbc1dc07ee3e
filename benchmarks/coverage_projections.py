r"""How often the intervals and bands of a local projection hold the true pass-through.

    python benchmarks/coverage_projections.py --replications 2000

draws samples in which the whole path is known, estimates each as the book does,
and counts: each horizon by itself (delta-method interval and Fieller's set), and
the whole path h = 0 .. 24 by pointwise, sup-t and Bonferroni bands. The model is
that of `coverage_lags.py`,

.. math:: \pi_t = 0.2 + \sum_{k=0}^{6} b_k \Delta e_{t-k} + u_t, \quad
          \sum_k b_k = 0.6, \quad u_t = \rho u_{t-1} + \epsilon_t,

with :math:`\Delta e_t = 0.3\,\Delta e_{t-1} + \eta_t`. An innovation of 1 moves the
exchange rate by :math:`E_h = \sum_{j \le h} 0.3^j` and the price by
:math:`B_h = \sum_{j \le h} (b * 0.3^{\cdot})_j`; the truth is :math:`B_h/E_h`.
Tests call `simulate` and `bias` with fewer replications.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.ratio import moments
from analysis.passthrough.projections.bias import herbst_johannsen
from analysis.passthrough.projections.bootstrap import KINDS, bootstrap
from analysis.passthrough.projections.covariances import joint
from analysis.passthrough.projections.regressions import Regressions, project

#: True responses of price changes at lags 0 to 6, and the autocorrelation of the exchange rate.
TRUE = np.array([0.20, 0.15, 0.10, 0.06, 0.04, 0.03, 0.02])
FX_AR = 0.3
LAGS = 12
LAST = 24
BURN = 200
HORIZONS = (0, 6, 12, 24)
METHODS = ("lag-augmented-hc3", "lag-augmented-hc1", "ewc", "newey-west")
BANDS = ("pointwise", "sup-t", "bonferroni")
# Directions of each simulated sup-t value: its error, about 0.02, moves
# coverage by less than 0.002 and averages out over replications.
DIRECTIONS = 2000


@dataclass(frozen=True)
class Coverage:
    """One row of the table.

    Attributes
    ----------
    statement : str
        "ratio" (delta-method interval) or "set" (Fieller) at `horizon`, or a
        band of `BANDS` for the path, where `horizon` is the last.
    covered : float
        Share of replications that hold the truth.
    mc_error : float
        Standard error of `covered` from the number of replications.
    ratio : float or None
        Median standard error over the spread of the estimates (interquartile
        range / 1.349); None for a path.
    length : float
        Median length; infinite if more than half are unbounded. Of a path, the
        mean over horizons.
    """

    method: str
    statement: str
    horizon: int
    rho: float
    observations: int
    replications: int
    covered: float
    mc_error: float
    ratio: float | None
    length: float


@dataclass(frozen=True)
class Bias:
    """Mean of the responses and median of the ratio, less the truth."""

    horizon: int
    true_price: float
    price: float
    price_corrected: float
    fx: float
    fx_corrected: float
    ratio: float
    ratio_corrected: float


def truth(horizons: int = LAST) -> tuple[np.ndarray, np.ndarray]:
    """Cumulative responses of price and exchange rate to an innovation of 1, h = 0 .. `horizons`."""
    response = FX_AR ** np.arange(horizons + 1)
    return np.convolve(response, TRUE)[: horizons + 1].cumsum(), response.cumsum()


def draw(rng: np.random.Generator, observations: int, rho: float) -> tuple[np.ndarray, np.ndarray]:
    """Price and exchange-rate changes, each of length `observations` + LAGS."""
    shocks = rng.standard_normal((2, observations + LAGS + BURN))
    fx = lfilter([1.0], [1.0, -FX_AR], shocks[0])
    price = 0.2 + lfilter(TRUE, [1.0], fx) + lfilter([1.0], [1.0, -rho], shocks[1])
    return price[BURN:], fx[BURN:]


def estimate(price: np.ndarray, fx: np.ndarray) -> Regressions:
    """The regressions of `local_projection` with 12 lags, from changes."""
    past = range(1, LAGS + 1)
    controls = np.column_stack([np.ones(len(fx)), lagged(fx, past), lagged(price, past)])
    # A level before the first change, so that every change has its base.
    levels = [np.concatenate([[0.0], change.cumsum()]) for change in (price, fx)]
    empty = np.full((1, controls.shape[1]), np.nan)
    return project(levels, np.concatenate([[np.nan], fx]), np.vstack([empty, controls]), np.arange(LAST + 1))


def _samples(rho: float, replications: int, observations: int, seed: int) -> Iterator[Regressions]:
    rng = np.random.default_rng(seed)
    for _ in range(replications):
        yield estimate(*draw(rng, observations, rho))


def simulate(
    rho: float = 0.3,
    *,
    replications: int,
    observations: int = 240,
    methods: Sequence[str] = METHODS,
    horizons: Sequence[int] = HORIZONS,
    level: float = 0.95,
    seed: int = 1,
    paths: bool = True,
) -> list[Coverage]:
    """Coverage of every method on the same samples; `paths` adds the bands of the whole path."""
    B, E = truth()
    true = B / E
    H, shape = LAST + 1, (len(methods), replications, LAST + 1)
    ratios = np.empty(shape[1:])
    errors, pointwise, covered, lengths = (np.empty(shape) for _ in range(4))
    values, furthest = np.full((*shape[:2], len(BANDS)), np.nan), np.empty(shape[:2])
    for r, regressions in enumerate(_samples(rho, replications, observations, seed)):
        N, D = regressions.estimate[:, :, 0]
        for m, method in enumerate(methods):
            variance = joint(regressions, method)
            critical = variance.critical
            ratios[r], covariance = moments(N, D, variance.matrix)
            errors[m, r] = np.sqrt(np.diag(covariance))
            furthest[m, r] = (np.abs(ratios[r] - true) / errors[m, r]).max()
            pointwise[m, r] = c = critical.value(level)
            covered[m, r], lengths[m, r] = _fieller(N, D, variance.matrix, c, true)
            if paths:
                correlation = covariance / np.outer(errors[m, r], errors[m, r])
                sup = critical.sup_value(correlation, level, np.random.default_rng(r), DIRECTIONS)
                values[m, r] = c, sup, critical.value(1 - (1 - level) / H)
    inside = np.abs(ratios - true) <= pointwise * errors
    spread = np.subtract(*np.quantile(ratios, [0.75, 0.25], axis=0)) / 1.349
    design = dict(rho=rho, observations=observations, replications=replications)
    rows = []
    for m, method in enumerate(methods):
        for h in horizons:
            size = float(np.median(errors[m, :, h]) / spread[h])
            width = 2 * pointwise[m, :, h] * errors[m, :, h]
            rows.append(_row(method, "ratio", h, inside[m, :, h], size, width, design))
            rows.append(_row(method, "set", h, covered[m, :, h], size, lengths[m, :, h], design))
        for b, kind in enumerate(BANDS if paths else ()):
            width = 2 * values[m, :, b] * errors[m].mean(axis=1)
            rows.append(_row(method, kind, LAST, furthest[m] <= values[m, :, b], None, width, design))
    return rows


def _fieller(
    N: np.ndarray, D: np.ndarray, V: np.ndarray, c: float, true: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Whether Fieller's set holds the truth, and its length (infinite if unbounded), by horizon."""
    H = len(N)
    top, bottom, cross = np.diag(V)[:H], np.diag(V)[H:], np.diag(V[:H, H:])
    held = (N - true * D) ** 2 <= c**2 * (top - 2 * true * cross + true**2 * bottom)
    a, half_b = D**2 - c**2 * bottom, c**2 * cross - N * D
    root = np.sqrt(np.maximum(half_b**2 - a * (N**2 - c**2 * top), 0.0))
    return held, np.where(a > 0, 2 * root / np.where(a > 0, a, 1.0), np.inf)


def _row(
    method: str,
    statement: str,
    horizon: int,
    held: np.ndarray,
    ratio: float | None,
    length: np.ndarray,
    design: dict,
) -> Coverage:
    share = float(held.mean())
    return Coverage(
        method=method,
        statement=statement,
        horizon=int(horizon),
        covered=share,
        mc_error=float(np.sqrt(share * (1 - share) / len(held))),
        ratio=ratio,
        length=float(np.median(length)),
        **design,
    )


def simulate_bootstrap(
    rho: float = 0.3,
    *,
    replications: int,
    draws: int = 499,
    block: int | None = None,
    observations: int = 240,
    horizons: Sequence[int] = HORIZONS,
    level: float = 0.95,
    seed: int = 1,
) -> list[Coverage]:
    """Coverage of the moving-block bootstrap's intervals ("ratio") and bands ("sup-t")."""
    true = np.divide(*truth())
    ends = np.empty((len(KINDS), 2, replications, 2, LAST + 1))
    for r, regressions in enumerate(_samples(rho, replications, observations, seed)):
        result = bootstrap(regressions, draws, block, np.random.default_rng(r))
        for k, kind in enumerate(KINDS):
            ends[k, 0, r] = result.interval(level, kind).to_numpy().T
            ends[k, 1, r] = result.band(level, kind).to_numpy().T
    inside = (ends[..., 0, :] <= true) & (true <= ends[..., 1, :])
    width = ends[..., 1, :] - ends[..., 0, :]
    design = dict(rho=rho, observations=observations, replications=replications)
    rows = []
    for k, kind in enumerate(KINDS):
        name = f"bootstrap {kind}"
        held, length = inside[k, 0], width[k, 0]
        rows += [_row(name, "ratio", h, held[:, h], None, length[:, h], design) for h in horizons]
        held, length = inside[k, 1].all(axis=1), width[k, 1].mean(axis=1)
        rows.append(_row(name, "sup-t", LAST, held, None, length, design))
    return rows


def bias(
    rho: float = 0.3,
    *,
    replications: int,
    observations: int = 240,
    horizons: Sequence[int] = HORIZONS,
    seed: int = 1,
) -> list[Bias]:
    """Bias of the responses, before and after Herbst and Johannsen, and of the ratio."""
    B, E = truth()
    plain, corrected = (np.empty((replications, 2, LAST + 1)) for _ in range(2))
    for r, regressions in enumerate(_samples(rho, replications, observations, seed)):
        plain[r] = regressions.estimate[:, :, 0]
        corrected[r] = herbst_johannsen(regressions, plain[r])[["price", "fx"]].to_numpy().T
    columns = {}
    for suffix, path in (("", plain), ("_corrected", corrected)):
        columns["price" + suffix] = path[:, 0].mean(axis=0) - B
        columns["fx" + suffix] = path[:, 1].mean(axis=0) - E
        columns["ratio" + suffix] = np.median(path[:, 0] / path[:, 1], axis=0) - B / E
    columns["true_price"] = B
    return [
        Bias(horizon=int(h), **{name: float(path[h]) for name, path in columns.items()}) for h in horizons
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=2000)
    parser.add_argument("--bootstrap", type=int, default=0, help="replications of the bootstrap")
    parser.add_argument("--observations", type=int, default=240)
    parser.add_argument("--rho", type=float, nargs="+", default=[0.3])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    common = dict(observations=arguments.observations, seed=arguments.seed)
    started = time.perf_counter()
    for rho in arguments.rho:
        print(f"rho {rho:g}, T {arguments.observations}")
        print("method                statement    h   covered  (mc s.e.)  s.e./spread   length")
        rows = simulate(rho, replications=arguments.replications, **common)
        if arguments.bootstrap:
            rows += simulate_bootstrap(rho, replications=arguments.bootstrap, **common)
        for row in rows:
            ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
            print(
                f"{row.method:<21} {row.statement:<10} {row.horizon:3d}   {row.covered:7.3f}  "
                f"({row.mc_error:.3f})    {ratio:>11}  {row.length:7.3f}"
            )
        print("bias      price: plain, corrected   exchange rate: the same   ratio (median): the same")
        for row in bias(rho, replications=arguments.replications, **common):
            print(
                f"  h = {row.horizon:2d} {row.price:14.3f} {row.price_corrected:10.3f} {row.fx:15.3f} "
                f"{row.fx_corrected:8.3f} {row.ratio:15.3f} {row.ratio_corrected:8.3f}"
            )
    print(f"{arguments.replications} replications, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
