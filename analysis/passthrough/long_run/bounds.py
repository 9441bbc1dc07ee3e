r"""Bounds for the tests of a level relation: Pesaran, Shin and Smith (2001).

In the error-correction regression

.. math:: \Delta y_t = d_t + \phi y_{t-1} + \theta' x_{t-1} + \ldots + u_t

no level relation means :math:`\phi = 0` and :math:`\theta = 0`. The F statistic
of that hypothesis and the t statistic of :math:`\phi` have no standard
distribution, and which one they have depends on whether the k regressors are
I(0) or I(1). The two extremes bound every mix of them.

The deterministic terms come in five cases:

====  =====================  ==================  ======================
case  in the regression      tested by F too     meaning
====  =====================  ==================  ======================
1     none
2     constant               constant            restricted constant
3     constant                                   unrestricted constant
4     constant and trend     trend               restricted trend
5     constant and trend                         unrestricted trend
====  =====================  ==================  ======================

The regression of case 2 is that of case 3, and of case 4 that of case 5, so
each pair shares its t bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError

LEVELS = (0.10, 0.05, 0.01)
#: Seed and number of the simulated samples. A 5 % F bound then has a Monte
#: Carlo standard error of about 0.04, and a p-value near 0.05 one of 0.002.
SEED, DRAWS = 2001, 10_000
# Samples drawn at a time: keeps a monthly sample of 300 below 100 MB.
CHUNK = 1000

# Table CII of Pesaran, Shin and Smith (2001): 10, 5 and 1 % points of the t
# statistic. I(0): the Dickey-Fuller distribution, whatever k. I(1): k = 1..10.
# The test suite simulates a part of it.
_T_LOWER = {1: (-1.62, -1.95, -2.58), 3: (-2.57, -2.86, -3.43), 5: (-3.13, -3.41, -3.96)}
_T_UPPER = {
    1: (
        (-2.28, -2.60, -3.22), (-2.68, -3.02, -3.66), (-3.00, -3.33, -3.97),
        (-3.26, -3.60, -4.23), (-3.49, -3.83, -4.44), (-3.70, -4.04, -4.67),
        (-3.90, -4.23, -4.88), (-4.09, -4.43, -5.07), (-4.26, -4.61, -5.25),
        (-4.42, -4.76, -5.44),
    ),
    3: (
        (-2.91, -3.22, -3.82), (-3.21, -3.53, -4.10), (-3.46, -3.78, -4.37),
        (-3.66, -3.99, -4.60), (-3.86, -4.19, -4.79), (-4.04, -4.38, -4.99),
        (-4.23, -4.57, -5.19), (-4.40, -4.72, -5.37), (-4.56, -4.88, -5.54),
        (-4.69, -5.03, -5.68),
    ),
    5: (
        (-3.40, -3.69, -4.26), (-3.63, -3.95, -4.53), (-3.84, -4.16, -4.73),
        (-4.04, -4.36, -4.96), (-4.21, -4.52, -5.13), (-4.37, -4.69, -5.31),
        (-4.53, -4.85, -5.49), (-4.68, -5.01, -5.65), (-4.82, -5.15, -5.79),
        (-4.96, -5.29, -5.94),
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Bounds:
    """Critical bounds of the F and t tests.

    Attributes
    ----------
    f, t : DataFrame, index `LEVELS`, columns "lower", "upper"
        `lower` holds where every regressor is I(0), `upper` where every one is
        I(1). A level relation needs F above and t below the `upper` bound.
    f_pvalue, t_pvalue : callable
        From a statistic to its pair of p-values, (all I(0), all I(1)).
        `t_pvalue` is None for the asymptotic bounds: only points of that
        distribution are published.
    source : str
    """

    f: pd.DataFrame
    t: pd.DataFrame
    f_pvalue: object
    t_pvalue: object | None
    source: str


def asymptotic(case: int, k: int) -> Bounds:
    """Bounds for T to infinity with `k` regressors in levels.

    F bounds and p-values are those that statsmodels tabulates from 32 million
    simulations each, t bounds those of Pesaran, Shin and Smith (2001), CII.

    Notes
    -----
    Looked up by the number of regressors. `UECMResults.bounds_test` of
    statsmodels 0.15 looks up k + 1 in the same tables, because it counts the
    dependent variable too; its bounds are too low (k = 2, case 3, 5 %: 4.32 in
    place of 4.81) and its p-values too small.
    """
    from statsmodels.tsa.ardl import pss_critical_values as table

    _check(case, k)
    if k > 10:
        raise EstimationError(
            f"asymptotic bounds are tabulated for 1 to 10 regressors in levels, not {k}; "
            "ask for bounds='finite-sample'."
        )
    f = {
        side: table.crit_vals[(k, case, integrated)][:3]
        for side, integrated in (("lower", False), ("upper", True))
    }
    family = min(case | 1, 5)

    def f_pvalue(statistic: float) -> tuple[float, float]:
        pair = []
        for integrated in (False, True):
            key = (k, case, integrated)
            small = statistic > table.stat_star[key]
            powers = (table.small_p if small else table.large_p)[key]
            pair.append(float(special.ndtr(-np.polyval(powers[::-1], np.log(statistic)))))
        return pair[0], pair[1]

    return Bounds(
        f=_frame(f),
        t=_frame({"lower": _T_LOWER[family], "upper": _T_UPPER[family][k - 1]}),
        f_pvalue=f_pvalue,
        t_pvalue=None,
        source="asymptotic, Pesaran, Shin and Smith (2001)",
    )


def finite_sample(
    case: int,
    orders: tuple[int, ...],
    rows: np.ndarray,
    fixed: np.ndarray | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Bounds:
    """Bounds for this sample and these lag orders, by simulation.

    The null is imposed on artificial data: a driftless Gaussian random walk
    `y`, independent of k regressors that are all random walks (upper bound) or
    all white noise (lower bound). The regression run on them is the very one
    of the estimate: the same rows, lagged changes and fixed regressors, all of
    which the asymptotic bounds neglect. With k = 2 and one lag in case 3 the
    5 % F bound is 5.2 for 50 rows and 4.8 in the limit.

    Parameters
    ----------
    case : int
        1 to 5.
    orders : tuple of int
        ARDL orders (p, q_1, ..., q_k).
    rows : ndarray of int, shape (n,)
        Calendar positions of the rows of the regression; the first one is at
        least max(orders).
    fixed : ndarray, shape (n, m), optional
        Other regressors, as used: seasonal dummies, events.
    draws, seed : int
        The same arguments give the same bounds.
    """
    _check(case, len(orders) - 1)
    fixed = np.empty((len(rows), 0)) if fixed is None else np.ascontiguousarray(fixed, dtype=float)
    # Fixed regressors enter the cache by their bytes: arrays cannot be keys.
    drawn = _simulate(
        case, tuple(orders), tuple(int(r) for r in rows), fixed.tobytes(), fixed.shape[1],
        int(draws), int(seed),
    )  # fmt: skip
    quantiles = np.array(LEVELS)
    f = {side: np.quantile(drawn[side][0], 1 - quantiles) for side in drawn}
    t = {side: np.quantile(drawn[side][1], quantiles) for side in drawn}

    def f_pvalue(statistic: float) -> tuple[float, float]:
        return tuple(_share(drawn[side][0] >= statistic) for side in ("lower", "upper"))

    def t_pvalue(statistic: float) -> tuple[float, float]:
        return tuple(_share(drawn[side][1] <= statistic) for side in ("lower", "upper"))

    return Bounds(
        f=_frame(f),
        t=_frame(t),
        f_pvalue=f_pvalue,
        t_pvalue=t_pvalue,
        source=f"simulated for this sample ({draws:,} draws, seed {seed})",
    )


@lru_cache(maxsize=64)
def _simulate(case, orders, rows, fixed_bytes, columns, draws, seed):
    """F and t statistics under the null, for I(0) and for I(1) regressors."""
    rows = np.array(rows)
    n, k = len(rows), len(orders) - 1
    fixed = np.frombuffer(fixed_bytes).reshape(n, columns)
    constant, trend = np.ones((n, 1)), (rows + 1.0)[:, None]
    untested = {1: [], 2: [], 3: [constant], 4: [constant], 5: [constant, trend]}[case]
    tested = {2: constant, 4: trend}.get(case)
    base = np.hstack([fixed, *untested])
    projector = np.linalg.qr(base)[0] if base.shape[1] else None
    generator = np.random.default_rng(seed)
    result = {"lower": ([], []), "upper": ([], [])}
    length, dof = rows.max() + 1, None
    while draws > 0:
        size = min(CHUNK, draws)
        draws -= size
        shocks = generator.standard_normal((size, length, k + 1))
        y = shocks[:, :, 0].cumsum(axis=1)
        for side in result:
            x = shocks[:, :, 1:].cumsum(axis=1) if side == "upper" else shocks[:, :, 1:]
            columns_, q = _columns(y, x, orders, rows)
            if tested is not None:
                spread = np.broadcast_to(tested[:, 0], (size, n))[:, :, None]
                columns_ = np.concatenate(
                    [columns_[:, :, : -(q + 1)], spread, columns_[:, :, -(q + 1) :]], axis=2
                )
                q += 1
            if projector is not None:
                columns_ = columns_ - projector @ (projector.T @ columns_)
            # The last row of the Cholesky factor holds what each column adds
            # to the fit after those before it: F and t in one decomposition.
            last = np.linalg.cholesky(columns_.swapaxes(1, 2) @ columns_)[:, -1, :]
            dof = n - base.shape[1] - (columns_.shape[2] - 1)
            variance = last[:, -1] ** 2 / dof
            result[side][0].append((last[:, -1 - q : -1] ** 2).sum(axis=1) / q / variance)
            result[side][1].append(last[:, -2] / np.sqrt(variance))
    return {s: (np.concatenate(f), np.concatenate(t)) for s, (f, t) in result.items()}


def _columns(y, x, orders, rows):
    """Lagged changes, then levels with y last, then the change of y; and 1 + k."""
    p, lags = orders[0], orders[1:]
    dy, dx = np.diff(y, axis=1, prepend=0.0), np.diff(x, axis=1, prepend=0.0)
    parts = [dy[:, rows - i] for i in range(1, p)]
    parts += [dx[:, rows - i, j] for j, q in enumerate(lags) for i in range(q)]
    parts += [x[:, rows - (q > 0), j] for j, q in enumerate(lags)]
    parts += [y[:, rows - 1], dy[:, rows]]
    return np.stack(parts, axis=2), len(orders)


def _share(hits: np.ndarray) -> float:
    return float((1 + hits.sum()) / (1 + hits.size))


def _frame(values: dict) -> pd.DataFrame:
    return pd.DataFrame(values, index=pd.Index(LEVELS, name="level"))[["lower", "upper"]]


def _check(case: int, k: int) -> None:
    if case not in (1, 2, 3, 4, 5):
        raise EstimationError(f"the bounds test has cases 1 to 5, not {case!r}.")
    if k < 1:
        raise EstimationError("the bounds test needs at least one regressor in levels.")
