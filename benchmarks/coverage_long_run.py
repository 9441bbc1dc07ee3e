r"""Size of the level-relation and rank tests, and coverage of the long run, by simulation.

    python benchmarks/coverage_long_run.py --replications 2000

Each function draws samples in which everything is known, estimates them with the
code behind `error_correction` and `cointegration`, and returns shares. The Monte
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
from analysis.passthrough.long_run import rank_test, reduced_rank, uecm
from analysis.passthrough.long_run.bootstrap_rank import CointegratedRows
from analysis.passthrough.long_run.bounds import finite_sample
from analysis.passthrough.long_run.cointegration import cointegration
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


def relation_coverage(
    replications: int, *, phi: float = -0.1, T: int = 200, lags: int = 2, seed: int = 4
) -> dict[str, float]:
    """Coverage of the 95 % interval and likelihood-ratio set of pass-through from the one relation of a VAR.

    "shown" is the share of samples in which the corrected trace test supports a
    relation, and "interval | shown" and "set | shown" the coverage in those.
    """
    rng, rows = np.random.default_rng(seed), []
    index = pd.period_range("2000-01", periods=T, freq="M")
    for _ in range(replications):
        frame = pd.DataFrame(np.exp(related(rng, T, phi)), index=index, columns=["p", "e"])
        result = cointegration(frame, lags=lags)
        effect = result.pass_through(unconditional=True)
        rows.append(
            (effect.low <= LONG_RUN <= effect.high, LONG_RUN in effect.confidence_set, result.rank() > 0)
        )
    found = np.array(rows, dtype=float)
    shown = found[found[:, 2] == 1]
    return {
        "interval": float(found[:, 0].mean()),
        "set": float(found[:, 1].mean()),
        "shown": float(found[:, 2].mean()),
        "interval | shown": float(shown[:, 0].mean()),
        "set | shown": float(shown[:, 1].mean()),
    }


def rank_size(
    replications: int, *, T: int = 100, variables: int = 3, lags: int = 2, draws: int = 199, seed: int = 3
) -> dict[str, float]:
    """Rejection rates of the 5 % trace tests of rank 0 among unrelated random walks.

    Constant in the relations; changes with autocorrelation 0.3. "corrected" is the
    factor (T - Kp)/T of Reinsel and Ahn, "bootstrap" that of Cavaliere, Rahbek and
    Taylor (left out with `draws` = 0).
    """
    rng, hits = np.random.default_rng(seed), []
    critical, _ = rank_test.critical_value("trace", "restricted constant", variables)
    for _ in range(replications):
        shocks = rng.standard_normal((T + BURN, variables))
        for t in range(1, T + BURN):
            shocks[t] += 0.3 * shocks[t - 1]
        X = shocks[BURN:].cumsum(axis=0)
        change = np.diff(X, axis=0)
        changes = change[lags - 1 :]
        levels = np.column_stack([X[lags - 1 : -1], np.ones(len(changes))])
        short = np.column_stack(
            [change[lags - 1 - i : len(change) - i] for i in range(1, lags)] + [np.empty((len(changes), 0))]
        )
        left = (reduced_rank.partial_out(part, short) for part in (changes, levels))
        model = reduced_rank.solve(*left)
        trace = float(-model.nobs * np.log1p(-model.eigenvalues).sum())
        factor = (model.nobs - lags * variables) / model.nobs
        row = [trace > critical, trace * factor > critical]
        if draws:
            null = CointegratedRows(changes, levels, short, lags, model.vectors).traces(0, draws, rng)
            row.append((1 + np.sum(null >= trace)) / (1 + draws) <= 0.05)
        hits.append(row)
    names = ("trace", "corrected", "bootstrap")
    return dict(zip(names, np.mean(hits, axis=0).tolist(), strict=False))


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
        "relation, phi = -.2, T = 200": lambda: relation_coverage(n // 2, phi=-0.2),
        "relation, phi = -.1, T = 200": lambda: relation_coverage(n // 2),
        "relation, phi = -.05, T = 200": lambda: relation_coverage(n // 2, phi=-0.05),
        "rank 0, 3 variables, T = 100": lambda: rank_size(n // 4),
        "rank 0, 3 variables, T = 240": lambda: rank_size(n // 4, T=240),
        "rank 0, 5 variables, T = 60": lambda: rank_size(n // 4, T=60, variables=5),
    }.items():
        print(f"{label:<34}", {name: round(share, 3) for name, share in run().items()}, flush=True)
    said = "half of them for the relation of a VAR and a quarter for the rank tests"
    print(f"{n} replications, {said}, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
