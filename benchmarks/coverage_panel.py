r"""Coverage of item-panel intervals under a common shock, and false findings in a table of items.

    python benchmarks/coverage_panel.py --replications 1000

Price changes of N items over T months follow

.. math:: \pi_{it} = a_i + (\beta + \gamma m_i) \sum_k b_k \Delta e_{t-k}
          + \lambda_i f_t + u_{it}, \qquad \sum_k b_k = 1,

with 4 lags, an exchange rate with autocorrelation .3 (what the monthly mean of
a daily random walk has), a shock f that hits all items, loadings
:math:`\lambda_i` between .5 and 1.5, and errors of each item's own. f and u
have autocorrelation `ar` and standard deviation `common` and 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.multiple_testing import (
    benjamini_yekutieli,
    holm,
    romano_wolf,
)
from analysis.passthrough.panel.item_bootstrap import bootstrap_statistics, normal_score
from analysis.passthrough.panel.item_fits import Group
from analysis.passthrough.panel.item_regressions import variances_of
from analysis.passthrough.panel.panel_covariance import panel_covariance
from analysis.passthrough.panel.pooled import pooled

METHODS = (
    "driscoll-kraay-fixed-b",
    "ewc",
    "driscoll-kraay",
    "two-way",
    "cluster-time",
    "cluster-item",
    "hc0",
)
LAGS = 3
WEIGHTS = 0.7 ** np.arange(LAGS + 1)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
BURN = 50


def draw(
    rng: np.random.Generator,
    months: int,
    items: int,
    *,
    ar: float = 0.3,
    common: float = 0.5,
    beta: float = 0.3,
    gamma: float = 0.0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Price changes (T, N), lags of the exchange rate (T, 4) and exposures (N,)."""
    length = months + LAGS + BURN

    def persistent(rho: float, *shape: int) -> np.ndarray:
        shocks = rng.standard_normal((length, *shape)) * np.sqrt(1 - rho**2)
        return lfilter([1.0], [1.0, -rho], shocks, axis=0)

    lags = lagged(persistent(0.3), range(LAGS + 1))
    exposure = rng.uniform(0.0, 1.0, items)
    loading = rng.uniform(0.5, 1.5, items)
    price = np.outer(lags @ WEIGHTS, beta + gamma * exposure)
    price += common * np.outer(persistent(ar), loading) + persistent(ar, items)
    return price[-months:], lags[-months:], exposure


def coverage(
    rng: np.random.Generator,
    replications: int,
    *,
    months: int = 240,
    items: int = 35,
    time_effects: bool = False,
    methods: tuple[str, ...] = METHODS,
    level: float = 0.95,
    **design: float,
) -> dict[str, dict[str, float]]:
    """Coverage of the long run, or with time effects of its differential by exposure.

    Returns
    -------
    dict of method to dict
        "covered", and "ratio": the mean standard error over the standard
        deviation of the estimates.
    """
    names = tuple(f"fx_{k}" for k in range(LAGS + 1))
    beta, gamma = design.setdefault("beta", 0.3), design.setdefault("gamma", 0.0)
    truth = gamma if time_effects else beta + 0.5 * gamma
    everywhere, one = np.ones((months, items), dtype=bool), np.ones((months, 1))
    estimates = np.empty(replications)
    errors, criticals = np.empty((2, replications, len(methods)))
    for r in range(replications):
        price, lags, exposure = draw(rng, months, items, **design)
        share = exposure if time_effects else np.ones(items)
        regressors = lags[:, None, :] * share[:, None]
        estimate = pooled(
            price, regressors, one, everywhere, np.ones(items), names, time_effects=time_effects
        )
        # Without time effects the average exposure of this sample, not .5, is in the truth.
        drift = 0.0 if time_effects else gamma * (exposure.mean() - 0.5)
        estimates[r] = estimate.beta.sum() - drift
        for m, method in enumerate(methods):
            variance = panel_covariance(estimate, method, at_least=LAGS)
            errors[r, m] = np.sqrt(variance.matrix.sum())
            criticals[r, m] = variance.critical.value(level)
    covered = (np.abs(estimates - truth)[:, None] <= criticals * errors).mean(axis=0)
    ratio = errors.mean(axis=0) / estimates.std()
    return {
        method: {"covered": float(covered[m]), "ratio": float(ratio[m])} for m, method in enumerate(methods)
    }


def false_findings(
    rng: np.random.Generator,
    replications: int,
    *,
    months: int = 240,
    items: int = 50,
    draws: int = 199,
    size: float = 0.05,
    block: int | None = None,
    affected: int = 0,
    **design: float,
) -> dict[str, float]:
    """How often a table of items finds pass-through where there is none, and how much it finds.

    Parameters
    ----------
    affected : int
        Items with pass-through (`beta`); the others have none.

    Returns
    -------
    dict
        Under "plain", "holm", "romano_wolf" and "by": the share of samples with
        one false finding or more. With `affected` items, also "NAME power": the
        share of those found, and "by false": the mean share of false ones among
        the findings of "by".
    """
    beta = design.pop("beta", 0.3)
    names = ("constant", *(f"fx_{k}" for k in range(LAGS + 1)))
    corrections = ("plain", "holm", "romano_wolf", "by")
    wrong, power, share = {name: [] for name in corrections}, {name: [] for name in corrections}, []
    for _ in range(replications):
        price, lags, _ = draw(rng, months, items, beta=0.0, **design)
        price[:, :affected] += beta * (lags @ WEIGHTS)[:, None]
        regression = fit(price, np.column_stack([np.ones(months), lags]), names)
        group = Group(np.arange(months), np.arange(items), regression, LAGS)
        variances, critical = variances_of(group, "ewc")
        p = critical.pvalue(group.path[-1] / np.sqrt(variances[1]))
        star, _ = bootstrap_statistics([group], draws=draws, block=block, rng=rng)
        adjusted = {
            "plain": p,
            "holm": holm(p),
            "romano_wolf": romano_wolf(normal_score(p), star),
            "by": benjamini_yekutieli(p),
        }
        for name, values in adjusted.items():
            found = values <= size
            wrong[name].append(found[affected:].any())
            power[name].append(found[:affected].mean() if affected else np.nan)
        found = adjusted["by"] <= size
        share.append(found[affected:].sum() / max(1, found.sum()))
    out = {name: float(np.mean(values)) for name, values in wrong.items()}
    if affected:
        out |= {f"{name} power": float(np.mean(values)) for name, values in power.items()}
        out["by false"] = float(np.mean(share))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--replications", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=3)
    chosen = parser.parse_args()
    rng = np.random.default_rng(chosen.seed)
    for ar in (0.3, 0.8):
        for common in (0.0, 0.5):
            rows = coverage(rng, chosen.replications, ar=ar, common=common)
            print(f"long run, errors AR({ar}), common shock {common}")
            for method, row in rows.items():
                print(f"    {method:<24} covered {row['covered']:.3f}   s.e. / sd {row['ratio']:.2f}")
    rows = coverage(rng, chosen.replications, time_effects=True, gamma=0.5)
    print("differential within months, errors AR(0.3), common shock 0.5")
    for method, row in rows.items():
        print(f"    {method:<24} covered {row['covered']:.3f}   s.e. / sd {row['ratio']:.2f}")
    for ar in (0.0, 0.3, 0.8):
        rates = false_findings(rng, chosen.replications, ar=ar)
        print(f"a false finding among 50 items, AR({ar}):", {k: round(v, 3) for k, v in rates.items()})
    rates = false_findings(rng, chosen.replications, affected=10, beta=0.5)
    print("10 of 50 items affected:", {k: round(v, 3) for k, v in rates.items()})


if __name__ == "__main__":
    main()
