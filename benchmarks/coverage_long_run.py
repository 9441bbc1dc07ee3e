r"""Size of the level-relation tests, and coverage of the long run, by simulation.

    python benchmarks/coverage_long_run.py --replications 2000

Each function draws samples in which everything is known, estimates them with the
code behind `error_correction`, and returns shares. The Monte
Carlo standard error of a share s is sqrt(s (1 - s) / replications).

Under the null of the bounds tests price and exchange rates are independent random
walks. With a level relation the price follows

.. math:: \Delta p_t = \phi (p_{t-1} - 0.6 e_{t-1}) + 0.1 \Delta e_t + u_t, \quad
          \sigma_e = 0.02, \ \sigma_u = 0.01.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.sets import fieller
from analysis.passthrough.long_run import uecm
from analysis.passthrough.long_run.bounds import finite_sample
from analysis.passthrough.long_run.level_relation import level_relation

LONG_RUN = 0.6
BURN = 100


def regression(levels: np.ndarray, order: int, case: int) -> uecm.Regression:
    """Error-correction regression of column 0 on itself and the others, all of one order."""
    index = pd.period_range("2000-01", periods=len(levels), freq="M")
    names = ["p", *(f"e{j}" for j in range(1, levels.shape[1]))]
    frame = pd.DataFrame(levels, index=index, columns=names)
    data = uecm.Levels(index, frame, pd.DataFrame(index=index))
    return uecm.regress(data, (order,) * levels.shape[1], case)


def bounds_size(
    replications: int, *, T: int = 200, regressors: int = 1, order: int = 2, case: int = 3, seed: int = 1
) -> dict[str, float]:
    """Rejection rates of the 5 % bounds tests where there is no level relation.

    "F" and "t" are each test alone against its I(1) bound, "both" is the verdict
    "supported"; with asymptotic and with finite-sample bounds.
    """
    rng, hits = np.random.default_rng(seed), []
    small = None
    for _ in range(replications):
        fitted = regression(rng.standard_normal((T, regressors + 1)).cumsum(axis=0), order, case)
        relation = level_relation(fitted, "asymptotic", 0.05)
        if small is None:
            small = finite_sample(case, fitted.orders, fitted.rows)
        row = []
        for table in (relation.bounds, small):
            f = relation.f > table.f.loc[0.05, "upper"]
            t = relation.t < table.t.loc[0.05, "upper"]
            row += [f, t, f and t]
        hits.append(row)
    names = [f"{test}, {kind}" for kind in ("asymptotic", "finite-sample") for test in ("F", "t", "both")]
    return dict(zip(names, np.mean(hits, axis=0).tolist(), strict=True))


def related(rng: np.random.Generator, T: int, phi: float) -> np.ndarray:
    """Logs of price and exchange rate with a level relation, shape (T, 2)."""
    e = 0.02 * rng.standard_normal(T + BURN).cumsum()
    u = 0.01 * rng.standard_normal(T + BURN)
    p = np.zeros(T + BURN)
    for t in range(1, T + BURN):
        p[t] = (1 + phi) * p[t - 1] - phi * LONG_RUN * e[t - 1] + 0.1 * (e[t] - e[t - 1]) + u[t]
    return np.column_stack([p, e])[BURN:]


def long_run_coverage(
    replications: int, *, phi: float = -0.1, T: int = 200, order: int = 2, seed: int = 2
) -> dict[str, float]:
    """Coverage of the 95 % delta interval and Fieller set of the long run, case 3.

    "shown" is the share of samples in which a level relation is supported, and
    "delta | shown" and "Fieller | shown" the coverage in those.
    """
    rng, rows = np.random.default_rng(seed), []
    for _ in range(replications):
        fitted = regression(related(rng, T, phi), order, 3)
        V = covariance(fitted.fit, "ols").matrix
        critical = Critical("t", dof=fitted.fit.dof).value(0.95)
        value, slope = uecm.long_run(fitted, {"e1": 1.0})
        own, other, b = fitted.level["p"], fitted.level["e1"], fitted.fit.beta
        delta = abs(value - LONG_RUN) <= critical * np.sqrt(slope @ V @ slope)
        inside = LONG_RUN in fieller(
            b[other], -b[own], V[other, other], V[own, own], -V[other, own], critical
        )
        rows.append((delta, inside, level_relation(fitted, "asymptotic", 0.05).supported))
    found = np.array(rows, dtype=float)
    shown = found[found[:, 2] == 1]
    return {
        "delta": float(found[:, 0].mean()),
        "Fieller": float(found[:, 1].mean()),
        "shown": float(found[:, 2].mean()),
        "delta | shown": float(shown[:, 0].mean()),
        "Fieller | shown": float(shown[:, 1].mean()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=2000)
    arguments = parser.parse_args()
    n = arguments.replications
    started = time.perf_counter()
    for label, run in {
        "bounds, case 3, k = 1, T = 200": lambda: bounds_size(n),
        "bounds, case 3, k = 2, T = 200": lambda: bounds_size(n, regressors=2),
        "bounds, case 3, k = 2, T = 60": lambda: bounds_size(n, regressors=2, T=60),
        "bounds, case 5, k = 1, T = 200": lambda: bounds_size(n, case=5),
        "long run, phi = -.2, T = 200": lambda: long_run_coverage(n, phi=-0.2),
        "long run, phi = -.1, T = 200": lambda: long_run_coverage(n),
        "long run, phi = -.05, T = 200": lambda: long_run_coverage(n, phi=-0.05),
    }.items():
        print(f"{label:<34}", {name: round(share, 3) for name, share in run().items()}, flush=True)
    print(f"{n} replications, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
