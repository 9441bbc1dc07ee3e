r"""Does the symmetry test keep its size, and what does it find? Rejection rates on samples whose truth is known.

    python benchmarks/coverage_asymmetry.py --replications 400

The price change is

.. math:: \pi_t = 0.2 + \sum_{k=0}^{6} w_k (r\,\Delta e^+_{t-k} + f\,\Delta e^-_{t-k}) + u_t,
          \quad \sum_k w_k = 1, \quad u_t = 0.3\,u_{t-1} + \epsilon_t,

with pass-through r of rises and f of falls, an exchange rate that is persistent
(AR 0.3, as monthly means of a random walk are), normal shocks of variance one,
and 12 lags of both changes among the controls. Two tests of r = f at the nominal
5 % level are run on each sample: equal responses after 12 months in local
projections, and equal sums of 13 coefficients in a distributed lag. For local
projections the test of the ratios, the sup-t test over the path and the power
that a user would have been shown are recorded as well.

The response to a rise is that to a rise that is followed by what usually follows
it, falls among it: where changes are autocorrelated, the ratios of rises and of
falls differ by less than r - f, and the responses by less than that times what a
change of the exchange rate comes to. `estimand` measures by how much.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.power import power
from analysis.passthrough.projections.covariances import joint
from analysis.passthrough.projections.regressions import Regressions, project

#: Shape of the response at lags 0 to 6, adding up to 1.
SHAPE = np.array([0.20, 0.15, 0.10, 0.06, 0.04, 0.03, 0.02]) / 0.6
LAGS = 12
HORIZON = 12
BURN = 200
METHODS = ("ewc", "newey-west", "lag-augmented-hc1", "lag-augmented-hc3")
#: Pass-through of rises and of falls: none apart, and two alternatives.
CASES = ((0.5, 0.5), (0.5, 0.1), (0.8, 0.3))
SIZE = 0.05


@dataclass(frozen=True)
class Rejection:
    """One row of the table.

    Attributes
    ----------
    test : str
        "response" or "ratio" after 12 months, "path" (sup-t of the responses,
        months 0 to 12), or "distributed lag".
    rejected : float
        Share of replications that reject at 5 %: size where rise = fall.
    mc_error : float
        Its standard error from the number of replications.
    shown : float
        Mean over replications of the power that is printed beside the verdict,
        at the difference that is true of local projections; NaN where none is.
    """

    test: str
    method: str
    observations: int
    rise: float
    fall: float
    replications: int
    rejected: float
    mc_error: float
    shown: float


def draw(
    rng: np.random.Generator, observations: int, rise: float, fall: float
) -> tuple[np.ndarray, np.ndarray]:
    """Price and exchange-rate changes, each of length `observations` + LAGS."""
    length = observations + LAGS + BURN
    fx = lfilter([1.0], [1.0, -0.3], rng.standard_normal(length))
    error = lfilter([1.0], [1.0, -0.3], rng.standard_normal(length))
    moves = rise * np.maximum(fx, 0) + fall * np.minimum(fx, 0)
    return (0.2 + lfilter(SHAPE, [1.0], moves) + error)[BURN:], fx[BURN:]


def projections(price: np.ndarray, fx: np.ndarray, horizons: Sequence[int], split_lags: bool = False) -> Regressions:
    """Both responses to a rise and to a fall, as `asymmetric_projection` runs them."""
    past = range(1, LAGS + 1)
    parts = np.column_stack([np.maximum(fx, 0), np.minimum(fx, 0)])
    controls = [np.ones(len(fx)), lagged(fx, past), lagged(price, past)]
    if split_lags:
        controls.append(lagged(parts[:, 0], past))
    return project([price.cumsum(), fx.cumsum()], parts, np.column_stack(controls), horizons)


def estimand(rise: float, fall: float, *, observations: int = 400_000, seed: int = 0) -> float:
    """Rise less fall of the price response after 12 months in a sample so long that it is the truth."""
    price, fx = draw(np.random.default_rng(seed), observations, rise, fall)
    b = projections(price, fx, [HORIZON]).estimate[0, 0]
    return float(b[0] - b[1])


def simulate(
    rise: float,
    fall: float,
    *,
    replications: int,
    observations: int = 240,
    methods: Sequence[str] = METHODS,
    split_lags: bool = False,
    path: bool = True,
    seed: int = 1,
) -> list[Rejection]:
    """Rejection rates of every test by every method, on the same samples."""
    rng = np.random.default_rng(seed)
    true = estimand(rise, fall) if rise != fall else 0.0
    tests = ("response", "ratio", *(("path",) if path else ()), "distributed lag")
    rejected = np.zeros((len(tests), len(methods), replications), dtype=bool)
    shown = np.full((len(tests), len(methods), replications), np.nan)
    horizons = range(HORIZON + 1) if path else [HORIZON]
    for r in range(replications):
        price, fx = draw(rng, observations, rise, fall)
        regressions = projections(price, fx, horizons, split_lags)
        lag, names = _distributed_lag(price, fx)
        for m, method in enumerate(methods):
            variance = joint(regressions, method)
            found = _projection_tests(regressions, variance.matrix, variance.critical, path)
            error = found.pop("error")
            for t, test in enumerate(tests[:-1]):
                rejected[t, m, r] = found[test] < SIZE
            shown[0, m, r] = power(true / error, variance.critical, SIZE)
            rejected[-1, m, r] = _sum_test(lag, names, method.removeprefix("lag-augmented-")) < SIZE
    return [
        Rejection(
            test=test,
            method=method,
            observations=observations,
            rise=rise,
            fall=fall,
            replications=replications,
            rejected=float(share),
            mc_error=float(np.sqrt(share * (1 - share) / replications)),
            shown=float(shown[t, m].mean()),
        )
        for t, test in enumerate(tests)
        for m, method in enumerate(methods)
        for share in [rejected[t, m].mean()]
    ]


def _projection_tests(regressions: Regressions, V: np.ndarray, critical: Critical, path: bool) -> dict[str, float]:
    """p-values of equal responses, of equal ratios and of equal paths, and the standard error of the first."""
    estimate = regressions.estimate
    H = estimate.shape[1]
    place = np.arange(V.shape[0]).reshape(estimate.shape)
    N, D = estimate[0, -1], estimate[1, -1]
    response, ratio = np.zeros(len(V)), np.zeros(len(V))
    response[place[0, -1]] = 1.0, -1.0
    ratio[place[0, -1]] = 1 / D[0], -1 / D[1]
    ratio[place[1, -1]] = -N[0] / D[0] ** 2, N[1] / D[1] ** 2
    gap, error = N[0] - N[1], np.sqrt(response @ V @ response)
    out = {
        "error": float(error),
        "response": critical.pvalue(gap / error),
        "ratio": critical.pvalue((N[0] / D[0] - N[1] / D[1]) / np.sqrt(ratio @ V @ ratio)),
    }
    if path:
        less = np.zeros((H, len(V)))
        less[np.arange(H), place[0, :, 0]] = 1.0
        less[np.arange(H), place[0, :, 1]] = -1.0
        C = less @ V @ less.T
        scale = np.sqrt(np.diag(C))
        largest = np.abs((estimate[0, :, 0] - estimate[0, :, 1]) / scale).max()
        out["path"] = critical.sup_pvalue(largest, C / np.outer(scale, scale), draws=2000)
    return out


def _distributed_lag(price: np.ndarray, fx: np.ndarray):
    """Price changes on lags 0 to 12 of rises and of falls."""
    span = range(LAGS + 1)
    X = np.column_stack([np.ones(len(fx)), lagged(np.maximum(fx, 0), span), lagged(np.minimum(fx, 0), span)])[LAGS:]
    names = ("constant", *(f"{word}_{k}" for word in ("rise", "fall") for k in span))
    return fit(price[LAGS:], X, names), names


def _sum_test(regression, names: tuple[str, ...], method: str) -> float:
    weights = np.array([{"r": 1.0, "f": -1.0}.get(name[0], 0.0) for name in names])
    variance = covariance(regression, method, at_least=LAGS)
    t = weights @ regression.beta / np.sqrt(weights @ variance.matrix @ weights)
    return float(variance.critical.pvalue(t))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=400)
    parser.add_argument("--observations", type=int, nargs="+", default=[240, 360])
    parser.add_argument("--split-lags", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    print("test             method               n   rise fall   rejected  (mc s.e.)  power shown")
    for rise, fall in CASES:
        for observations in arguments.observations:
            for row in simulate(
                rise,
                fall,
                replications=arguments.replications,
                observations=observations,
                split_lags=arguments.split_lags,
                seed=arguments.seed,
            ):
                shown = "" if rise == fall or np.isnan(row.shown) else f"{row.shown:.3f}"
                print(
                    f"{row.test:<16} {row.method:<18} {row.observations:4d}   {row.rise:.1f}  {row.fall:.1f}"
                    f"    {row.rejected:.3f}    ({row.mc_error:.3f})    {shown}",
                    flush=True,
                )
    print(f"{arguments.replications} replications, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
