r"""Does the symmetry test keep its size, and what does it find? Rejections where the truth is known.

    python benchmarks/coverage_asymmetry.py --replications 400

The price change is

.. math:: \pi_t = 0.2 + \sum_{k=0}^{6} w_k (r\,\Delta e^+_{t-k} + f\,\Delta e^-_{t-k}) + u_t,
          \quad \sum_k w_k = 1,

with pass-through r of rises and f of falls. Changes of the exchange rate have a
standard deviation of 2.5 and autocorrelation 0.3 (monthly means of a random
walk), errors one of 0.8 and autocorrelation 0.3; 12 lags of both changes are
among the controls. Tests of r = f at the nominal 5 % level, on each sample:

ratio            equal pass-through after 12 months, local projections, with the
                 standard error under the hypothesis, as in `asymmetric_projection`
ratio, delta     the same with the standard error of the delta method
ratio, path      the first over months 0 to 12, by the largest t
response         equal responses of the price after 12 months
distributed lag  equal sums of 13 coefficients

The response to a rise is that to a rise that is followed by what usually follows
it, falls among it: where changes are autocorrelated, the ratios of rises and of
falls differ by less than r - f. `estimand` measures by how much, and that
difference is the one that the printed power is compared at.
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
from analysis.passthrough.projections.common_ratio import gap_covariances
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
    test, method : str
    rejected : float
        Share of replications that reject at 5 %: size where rise = fall.
    mc_error : float
        Its standard error from the number of replications.
    shown : float
        Mean over replications of the power that is printed beside the verdict,
        at the difference that is true of local projections; NaN where none is
        printed.
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
    shocks = np.sqrt(1 - 0.3**2) * np.array([[2.5], [0.8]]) * rng.standard_normal((2, length))
    fx, error = lfilter([1.0], [1.0, -0.3], shocks)
    moves = rise * np.maximum(fx, 0) + fall * np.minimum(fx, 0)
    return (0.2 + lfilter(SHAPE, [1.0], moves) + error)[BURN:], fx[BURN:]


def projections(
    price: np.ndarray, fx: np.ndarray, horizons: Sequence[int], split_lags: bool = False
) -> Regressions:
    """Both responses to a rise and to a fall, as `asymmetric_projection` runs them."""
    past = range(1, LAGS + 1)
    parts = np.column_stack([np.maximum(fx, 0), np.minimum(fx, 0)])
    controls = [np.ones(len(fx)), lagged(fx, past), lagged(price, past)]
    if split_lags:
        controls.append(lagged(parts[:, 0], past))
    return project([price.cumsum(), fx.cumsum()], parts, np.column_stack(controls), horizons)


def estimand(rise: float, fall: float, *, observations: int = 400_000, seed: int = 0) -> np.ndarray:
    """Rise less fall after 12 months, of ratios and of price responses, in an all but infinite sample."""
    price, fx = draw(np.random.default_rng(seed), observations, rise, fall)
    N, D = projections(price, fx, [HORIZON]).estimate[:, 0]
    return np.array([N[0] / D[0] - N[1] / D[1], N[0] - N[1]])


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
    true = estimand(rise, fall) if rise != fall else np.zeros(2)
    tests = ("ratio", "ratio, delta", *(("ratio, path",) if path else ()), "response", "distributed lag")
    rejected = np.zeros((len(tests), len(methods), replications), dtype=bool)
    shown = np.full((len(tests), len(methods), replications), np.nan)
    horizons = range(HORIZON + 1) if path else [HORIZON]
    for r in range(replications):
        price, fx = draw(rng, observations, rise, fall)
        regressions = projections(price, fx, horizons, split_lags)
        lag, names = _distributed_lag(price, fx)
        for m, method in enumerate(methods):
            variance = joint(regressions, method)
            found = projection_tests(regressions.estimate, variance.matrix, variance.critical, path)
            found["distributed lag"] = (_sum_test(lag, names, method.removeprefix("lag-augmented-")), np.nan)
            for t, test in enumerate(tests):
                pvalue, error = found[test]
                rejected[t, m, r] = pvalue < SIZE
                if test in ("ratio", "response"):
                    shown[t, m, r] = power(true[int(test == "response")] / error, variance.critical, SIZE)
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


def projection_tests(
    estimate: np.ndarray, V: np.ndarray, critical: Critical, path: bool
) -> dict[str, tuple[float, float]]:
    """p-value and standard error of every test of local projections, as a user would have them."""
    ratio, response = estimate[0] / estimate[1], estimate[0, -1, 0] - estimate[0, -1, 1]
    gap = ratio[:, 0] - ratio[:, 1]
    delta, restricted = gap_covariances(estimate, V)
    last = np.arange(V.shape[0]).reshape(estimate.shape)[0, -1]
    errors = {
        "ratio": np.sqrt(restricted[-1, -1]),
        "ratio, delta": np.sqrt(delta[-1, -1]),
        "response": np.sqrt(V[last[0], last[0]] + V[last[1], last[1]] - 2 * V[last[0], last[1]]),
    }
    values = {"ratio": gap[-1], "ratio, delta": gap[-1], "response": response}
    out = {
        test: (float(critical.pvalue(values[test] / error)), float(error)) for test, error in errors.items()
    }
    if path:
        scale = np.sqrt(np.diag(restricted))
        correlation = restricted / np.outer(scale, scale)
        out["ratio, path"] = (critical.sup_pvalue(np.abs(gap / scale).max(), correlation, draws=2000), np.nan)
    return out


def _distributed_lag(price: np.ndarray, fx: np.ndarray):
    """Price changes on lags 0 to 12 of rises and of falls."""
    span = range(LAGS + 1)
    parts = [lagged(np.maximum(fx, 0), span), lagged(np.minimum(fx, 0), span)]
    X = np.column_stack([np.ones(len(fx)), *parts])[LAGS:]
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
