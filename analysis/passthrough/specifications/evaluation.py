r"""One design: its estimate, its uncertainty by every method asked for, and its statistic in every draw.

Pass-through is zero if and only if N is, so p-values test N = 0 and need no
denominator; the interval of a ratio is Fieller's set, which leaves out zero
exactly when that test rejects. In the draws a statistic is put on the scale of
a standard normal, :math:`z = \Phi^{-1}(1 - p/2)` with the sign of N/D, so that
specifications with different reference distributions can be averaged and
compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, sqrt
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.inference import HETEROSKEDASTIC, covariance_of_sum
from analysis.passthrough.core.sets import fieller
from analysis.passthrough.core.variances import variances
from analysis.passthrough.long_run.bounds import asymptotic
from analysis.passthrough.specifications.equation import CASE, Equation, equation
from analysis.passthrough.specifications.null_prices import Draws, null_levels
from analysis.passthrough.specifications.refit import Decomposition, Refit

#: Size of the bounds tests that a level relation has to pass.
BOUNDS_LEVEL = 0.05
#: z of a p-value too small for a float.
LARGEST_Z = 37.0


@dataclass(frozen=True, eq=False)
class Evaluated:
    """One specification: its row of the table, and the draws.

    Attributes
    ----------
    row : dict
        estimate, std_error, low, high, set, z, pvalue, nobs, first, last,
        uncertainty, reason. Without the numbers if there is a reason.
    estimates, z : ndarray, shape (R,)
        In every draw; NaN where the draw has no pass-through to speak of (no
        level relation).
    """

    row: dict[str, Any]
    estimates: np.ndarray
    z: np.ndarray


@dataclass(frozen=True, eq=False)
class Design:
    """One regression: the values of its choices, and the inference methods that share it."""

    price: str
    choice: dict[str, Any]
    inferences: tuple[str, ...]


def evaluate(
    designs: Sequence[Design], *, prices: Mapping[str, pd.Series], draws: Draws, coverage: float
) -> list[list[Evaluated]]:
    """Every specification of some designs. A refusal becomes the reason of its rows.

    Parameters
    ----------
    designs : sequence of Design
        With the controls, seasons and sample of the first, whose null they share.
    prices : mapping of label to Series
        All prices of the grid.
    draws : Draws
    coverage : float
        Coverage of the intervals.
    """
    try:
        null, problem = (
            null_levels(prices, designs[0].choice, draws),
            "no change of the price lies in the sample.",
        )
    except EstimationError as error:
        null, problem = {}, str(error)
    return [_evaluated(design, null.get(design.price), problem, draws, coverage) for design in designs]


def _evaluated(
    design: Design, levels: np.ndarray | None, problem: str, draws: Draws, coverage: float
) -> list[Evaluated]:
    count = len(draws.signs)
    try:
        rows = equation(design.choice)
        if levels is None:
            raise EstimationError(problem)
        decomposed = Decomposition(rows, levels, draws.first)
        data = decomposed.refit(levels[:1], leverage=True)
        if not data.denominator.all():
            raise EstimationError("the denominator of pass-through is exactly zero.")
        moments, problems = {}, {}
        for method in design.inferences:
            try:
                moments[method] = _moments(rows, data, method, design.choice["estimator"])
            except EstimationError as error:
                problems[method] = str(error)
        estimates, z = _draws(decomposed, levels[1:], moments)
        refused = _refusal(rows, data)
        out = []
        for method in design.inferences:
            reason = problems.get(method) or refused
            row = {"reason": reason} if reason else _row(rows, data, moments[method], coverage)
            out.append(Evaluated(row, estimates, z.get(method, np.full(count, np.nan))))
        return out
    except EstimationError as error:
        empty = np.full(count, np.nan)
        return [Evaluated({"reason": str(error)}, empty, empty) for _ in design.inferences]


@dataclass(frozen=True, eq=False)
class Moments:
    """Variance of N and D by one method, and how the variance of N is found in a draw."""

    method: str
    variance: np.ndarray
    critical: Critical
    bandwidth: float | None
    factor: float


def _moments(rows: Equation, data: Refit, method: str, estimator: str) -> Moments:
    """Covariance matrix of (N, D) for the data."""
    n, dof = data.resid.shape[1], data.dof
    if method == "ols":
        if estimator == "local projection":
            raise EstimationError("ols errors are no choice for local projections, whose residuals overlap.")
        w = [data.weights[0], np.zeros(n) if data.bottom is None else data.bottom[0]]
        matrix = np.array([[a @ b for b in w] for a in w]) * _sigma2(data)[0]
        return Moments(method, matrix, Critical("t", dof=dof), None, 1.0)
    terms = np.column_stack(_influence(data, method, 0))
    kernel, factor = ("newey-west", n / dof) if method == "newey-west-adjusted" else (method, 1.0)
    exact = rows.bartlett_lag if rows.exact_lag and kernel == "newey-west" else None
    found = covariance_of_sum(terms, kernel, exact, at_least=rows.bartlett_lag, dof=dof)
    return Moments(method, found.matrix * factor, found.critical, found.bandwidth, factor)


def _influence(data: Refit, method: str, row: int) -> list[np.ndarray]:
    """Influence terms of N, and of D where it is estimated, for one series of prices."""
    scale = _scale(data, method)[row]
    terms = [data.weights[row] * data.resid[row] * scale]
    if data.bottom is not None:
        terms.append(data.bottom[row] * data.resid[row] * scale)
    elif data.rate_resid is not None:
        terms.append(data.weights[row] * data.rate_resid[row] * scale)
    return terms


def _scale(data: Refit, method: str) -> np.ndarray:
    """What multiplies the residuals: the HC family, ones for the rest; shape (m, n) or (m, 1)."""
    if method == "hc1":
        return np.full((len(data.resid), 1), sqrt(data.resid.shape[1] / data.dof))
    if method in ("hc2", "hc3"):
        room = 1.0 - data.leverage
        if room.min() < 1e-10:
            raise EstimationError(
                f"{method} is undefined: one row is fitted exactly by a regressor of its own."
            )
        return room**-0.5 if method == "hc2" else 1 / room
    return np.ones((len(data.resid), 1))


def _sigma2(data: Refit) -> np.ndarray:
    return np.einsum("rn,rn->r", data.resid, data.resid) / data.dof


def _draws(
    decomposed: Decomposition, levels: np.ndarray, moments: dict[str, Moments]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Estimate and z, by method, of every draw."""
    count = len(levels)
    estimates = np.empty(count)
    z = {method: np.empty(count) for method in moments}
    leverage = not {"hc2", "hc3"}.isdisjoint(moments)
    for part in decomposed.batch(count):
        data = decomposed.refit(levels[part], leverage)
        absent = _no_relation(data)
        estimates[part] = np.where(absent, np.nan, data.numerator / data.denominator)
        influence = data.weights * data.resid
        for method, found in moments.items():
            if method == "ols":
                variance = np.einsum("rn,rn->r", data.weights, data.weights) * _sigma2(data)
            else:
                scaled = influence * _scale(data, method) if method in HETEROSKEDASTIC else influence
                variance = variances(scaled, method, found.bandwidth) * found.factor
            t = data.numerator * np.sign(data.denominator) / np.sqrt(variance)
            z[method][part] = np.where(absent, np.nan, normal_score(t, found.critical))
    return estimates, z


def _no_relation(data: Refit) -> np.ndarray:
    """Where a gated equation has no level relation, by F and t against their I(1) bounds."""
    if data.speed is None:
        return np.zeros(len(data.numerator), dtype=bool)
    f, t = bounds_statistics(data)
    upper = _upper_bounds()
    return ~((f > upper[0]) & (t < upper[1]))


def bounds_statistics(data: Refit) -> tuple[np.ndarray, np.ndarray]:
    """F of no level relation and t of the speed of adjustment, as in `long_run.level_relation`."""
    s2 = _sigma2(data)
    a, b = data.weights, data.speed_weights
    aa, ab, bb = (np.einsum("rn,rn->r", x, y) for x, y in ((a, a), (a, b), (b, b)))
    top, speed = data.numerator, data.speed
    wald = (top**2 * bb - 2 * top * speed * ab + speed**2 * aa) / (aa * bb - ab**2) / s2
    return wald / 2, speed / np.sqrt(s2 * bb)


@lru_cache(maxsize=1)
def _upper_bounds() -> tuple[float, float]:
    bounds = asymptotic(CASE, 1)
    return float(bounds.f.loc[BOUNDS_LEVEL, "upper"]), float(bounds.t.loc[BOUNDS_LEVEL, "upper"])


def _refusal(rows: Equation, data: Refit) -> str:
    """Why there is no pass-through to speak of, or nothing."""
    if not rows.gated or not _no_relation(data)[0]:
        return ""
    (f,), (t,) = bounds_statistics(data)
    upper = _upper_bounds()
    return (
        f"no level relation supported at {100 * BOUNDS_LEVEL:g} %: F = {f:.2f}, bound {upper[0]:.2f}; "
        f"t = {t:.2f}, bound {upper[1]:.2f}; long run withheld."
    )


def _row(rows: Equation, data: Refit, found: Moments, coverage: float) -> dict[str, Any]:
    """Numbers of the table."""
    top, bottom = float(data.numerator[0]), float(data.denominator[0])
    V = found.variance
    if V.shape == (1, 1):
        V = np.array([[V[0, 0], 0.0], [0.0, 0.0]])
    value = top / bottom
    gradient = np.array([1.0, -value]) / bottom
    error, top_error = sqrt(max(gradient @ V @ gradient, 0.0)), sqrt(V[0, 0])
    if not top_error > 1e-12 * abs(top):
        raise EstimationError("the regression fits every row exactly: there is no standard error.")
    bounds = fieller(top, bottom, V[0, 0], V[1, 1], V[0, 1], found.critical.value(coverage), coverage)
    t = top / top_error * np.sign(bottom)
    return {
        "estimate": value,
        "std_error": error,
        "low": bounds.intervals[0][0],
        "high": bounds.intervals[-1][1],
        "bounded": bounds.bounded,
        "set": str(bounds),
        "z": float(normal_score(np.array([t]), found.critical)[0]),
        "pvalue": float(found.critical.pvalue(t)),
        "nobs": data.resid.shape[1],
        "first": rows.periods[0],
        "last": rows.periods[-1],
        "reference": str(found.critical),
        "reason": "",
    }


def normal_score(t: np.ndarray, critical: Critical) -> np.ndarray:
    """The standard normal value with the two-sided p-value of t, with its sign."""
    if critical.kind == "normal":
        return np.clip(t, -LARGEST_Z, LARGEST_Z)
    if critical.kind == "fixed-b":
        grid, scores = _score_table(critical)
        return np.sign(t) * np.interp(np.abs(t), grid, scores)
    with np.errstate(divide="ignore"):
        size = -special.ndtri(special.stdtr(critical.dof, -np.abs(t)))
    return np.sign(t) * np.minimum(size, LARGEST_Z)


@lru_cache(maxsize=64)
def _score_table(critical: Critical) -> tuple[np.ndarray, np.ndarray]:
    """Scores on a grid of t, to be interpolated: a fixed-b p-value is a quadrature."""
    grid = np.r_[np.linspace(0, 8, 161), np.linspace(8.5, 60, 104), inf]
    p = critical.pvalue(grid[:-1])
    scores = -special.ndtri(np.maximum(p, 1e-300) / 2)
    return np.r_[grid[:-1], 1e6], np.r_[scores, max(scores[-1], LARGEST_Z)]
