r"""How often sets and intervals of a structural VAR hold the true pass-through ratio.

    python benchmarks/coverage_structural.py

Samples come from a VAR(1) of three variables (cost, exchange rate, price) whose
shocks are known,

.. math:: y_t = A y_{t-1} + B \varepsilon_t, \quad \varepsilon_{j,t} = s_{j,t} e_{j,t}, \; e \sim N(0, 1),

with s = 1, or with :math:`s_t^2 = 1 - a + a\,\varepsilon_{t-1}^2` (conditional
heteroskedasticity). Everything is estimated with two lags. Functions take the
number of replications, so that a test can run a few dozen.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

# So that the command runs from a checkout, installed or not.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.passthrough.core.critical import Critical
from analysis.passthrough.structural.bootstrap import moving_block, wild
from analysis.passthrough.structural.point_identified import recursive_model
from analysis.passthrough.structural.proxy import identify
from analysis.passthrough.structural.reduced_form import ReducedForm, reduced_form
from analysis.passthrough.structural.responses import (
    level_moving_average,
    moving_average,
    response_jacobian,
)
from analysis.passthrough.structural.system import LOG_CHANGE, System

NAMES = ("cost", "fx", "price")
A = np.array([[0.5, 0.0, 0.1], [0.1, 0.3, 0.0], [0.05, 0.15, 0.4]])
#: Impacts when the ordering cost, fx, price is true.
ORDERED = np.array([[1.0, 0.0, 0.0], [0.2, 1.5, 0.0], [0.2, 0.45, 0.6]])
#: Impacts when it is not, and only a proxy finds the exchange-rate shock.
MIXED = np.array([[1.0, 0.2, 0.0], [0.3, 1.5, -0.4], [0.2, 0.45, 0.6]])
SUMMED = np.ones(3, dtype=bool)
LAGS, BURN = 2, 100


def sample(
    rng: np.random.Generator, T: int, B: np.ndarray, arch: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Changes of the three variables and the shocks behind them, shape (T, 3) each."""
    normal = rng.standard_normal((T + BURN, 3))
    shocks, y = np.zeros_like(normal), np.zeros_like(normal)
    for t in range(1, T + BURN):
        shocks[t] = np.sqrt(1 - arch + arch * shocks[t - 1] ** 2) * normal[t]
        y[t] = A @ y[t - 1] + B @ shocks[t]
    return y[BURN:], shocks[BURN:]


def estimated(y: np.ndarray) -> ReducedForm:
    """VAR(2) of changes given as an array."""
    T = len(y)
    calendar = pd.period_range("1980-01", periods=T, freq="M")
    system = System(
        calendar, y, NAMES, (LOG_CHANGE,) * 3, "price", "fx", np.empty((T, 0)), (), np.ones(T, dtype=bool)
    )
    return reduced_form(system, LAGS)


def truth(b: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    """True ratio of cumulated price and exchange-rate responses to impact b."""
    responses = level_moving_average(A[None], int(horizons.max()), SUMMED) @ b
    return responses[horizons, 2] / responses[horizons, 1]


def _covered(
    x: np.ndarray, V: np.ndarray, true: np.ndarray, horizons: np.ndarray, critical: Critical, level: float
):
    """Whether the delta-method interval and Fieller's set hold the truth, and whether the set is bounded."""
    H, c = x.shape[1], critical.value(level)
    N, D = x[:, horizons]
    spread = np.diag(V)
    vN, vD = spread[:H][horizons], spread[H:][horizons]
    vND = V[horizons, H + horizons]
    ratio = N / D
    delta = np.sqrt(np.clip(vN - 2 * ratio * vND + ratio**2 * vD, 0, None)) / np.abs(D)
    sets = np.sqrt(np.clip(vN - 2 * true * vND + true**2 * vD, 0, None))
    return np.array(
        [np.abs(ratio - true) <= c * delta, np.abs(N - true * D) <= c * sets, np.abs(D) > c * np.sqrt(vD)]
    )


def recursive_coverage(
    rng: np.random.Generator,
    replications: int,
    *,
    T: int = 240,
    shock: str = "fx",
    arch: float = 0.0,
    inference: str = "hc3",
    level: float = 0.95,
    horizons: tuple[int, ...] = (1, 12, 24),
    draws: int = 300,
) -> pd.DataFrame:
    """Coverage of the ratio after a recursive shock, by horizon, and the share of bounded sets."""
    at = np.array(horizons)
    true = truth(ORDERED[:, NAMES.index(shock)], at)
    hits = []
    for _ in range(replications):
        reduced = estimated(sample(rng, T, ORDERED, arch)[0])
        estimates = moving_block(reduced, rng, draws) if inference == "moving-block" else None
        model = recursive_model(reduced, inference, estimates)
        x, V = model.level_responses(shock, ("price", "fx"), int(at.max()))
        hits.append(_covered(x, V, true, at, model.critical, level))
    return pd.DataFrame(np.mean(hits, axis=0).T, at, ["delta", "fieller", "bounded"])


def proxy_coverage(
    rng: np.random.Generator,
    replications: int,
    *,
    T: int = 240,
    strength: float = 0.8,
    noise: float = 0.7,
    arch: float = 0.0,
    level: float = 0.90,
    horizons: tuple[int, ...] = (0, 12, 24),
    draws: int = 300,
    block: int | None = None,
) -> pd.DataFrame:
    """Coverage of the ratio after a proxy shock, by horizon and method.

    Columns: delta and ar (influence terms, hc3), mbb_ar (set from the
    moving-block covariance), mbb and wild (percentile intervals), bounded (ar).
    The proxy is strength * shock + noise * N(0, 1).
    """
    at = np.array(horizons)
    true, last = truth(MIXED[:, 1], at), int(at.max())
    rows, tails = np.array([2, 1]), [(1 - level) / 2, (1 + level) / 2]
    hits = []
    for _ in range(replications):
        y, shocks = sample(rng, T, MIXED, arch)
        z = (strength * shocks[:, 1] + noise * rng.standard_normal(T))[LAGS:]
        reduced = estimated(y)
        gamma, cov = identify(reduced, z, "hc3")
        x, jacobian = response_jacobian(moving_average(reduced.A, last), gamma, np.eye(3), LAGS, rows, SUMMED)
        flat = jacobian.swapaxes(0, 1).reshape(x.size, -1)
        delta, ar, bounded = _covered(x.T, flat @ cov.matrix @ flat.T, true, at, cov.critical, level)
        out = {"delta": delta, "ar": ar}
        for name, replicates in (
            ("mbb", moving_block(reduced, rng, draws, block, z)),
            ("wild", wild(reduced, rng, draws, z)),
        ):
            phi = level_moving_average(replicates.A, last, SUMMED)[:, :, rows]
            drawn = np.einsum("dhvk,dk->dvh", phi, replicates.gamma)
            low, high = np.quantile(drawn[:, 0, at] / drawn[:, 1, at], tails, axis=0)
            out[name] = (low <= true) & (true <= high)
            V = np.cov(drawn.reshape(len(drawn), -1), rowvar=False)
            out[f"{name}_ar"] = _covered(x.T, V, true, at, Critical("normal"), level)[1]
        hits.append(pd.DataFrame(out | {"bounded": bounded}, at))
    return sum(frame.astype(float) for frame in hits) / replications


if __name__ == "__main__":
    pd.set_option("display.width", 120)
    for label, options in {
        "fx shock, independent errors, hc3": {},
        "fx shock, independent errors, gaussian": {"inference": "gaussian"},
        "fx shock, independent errors, moving block": {"inference": "moving-block"},
        "fx shock, conditional heteroskedasticity, hc3": {"arch": 0.5},
        "fx shock, conditional heteroskedasticity, hc1": {"arch": 0.5, "inference": "hc1"},
        "fx shock, conditional heteroskedasticity, gaussian": {"arch": 0.5, "inference": "gaussian"},
        "fx shock, conditional heteroskedasticity, moving block": {"arch": 0.5, "inference": "moving-block"},
        "price shock (weak denominator), independent errors, hc3": {"shock": "price", "horizons": (12, 24)},
    }.items():
        print(f"recursive, {label}, nominal .95")
        print(recursive_coverage(np.random.default_rng(1), 500, **options).round(3), flush=True)
    for label, options in {
        "strong": {},
        "strong, conditional heteroskedasticity": {"arch": 0.5},
        "weak": {"strength": 0.1},
    }.items():
        print(f"proxy, {label}, nominal .90")
        print(proxy_coverage(np.random.default_rng(2), 300, **options).round(3), flush=True)
