r"""Bootstrap test of the cointegration rank: Cavaliere, Rahbek and Taylor (2012).

The trace test rejects too often in samples of a few hundred months, the more so
with many variables and lags, and its small-sample factor is a rule of thumb.
Here artificial samples are generated from the model estimated **under** the
rank that is tested,

.. math:: \Delta X^*_t = \hat\alpha\hat\beta' X^*_{t-1} + \sum_i \hat\Gamma_i \Delta X^*_{t-i}
          + \hat\mu + \hat\Phi D_t + \varepsilon^*_t,

from the first values observed, with dummies as they were, and the trace statistic
is computed on each. Source: "Bootstrap determination of the co-integration rank in
vector autoregressive models", Econometrica 80, 1721-1740; signs at random in place
of resampling ("wild"), for errors whose variance changes: the same authors (2010),
"Testing for co-integration in vector autoregressions with non-stationary volatility",
Journal of Econometrics 158, 7-24.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.long_run.reduced_rank import levels_matrices

#: A root just above 1 is an estimate of 1; one that multiplies a shock by more
#: than this within the sample is not.
EXPLOSIVE = 100.0
# Numbers held at a time in artificial samples: 64 MB.
CHUNK = 8_000_000


@dataclass(frozen=True, eq=False)
class CointegratedRows:
    """Rows of a cointegrated VAR, for artificial samples.

    Attributes
    ----------
    changes : ndarray, shape (n, p)
    levels : ndarray, shape (n, m)
        X_{t-1}, then the restricted deterministic term if there is one.
    short : ndarray, shape (n, s)
        Lagged changes, by lag, then everything that is not a variable.
    lags : int
        Of the VAR in levels.
    vectors : ndarray, shape (m, p)
        Relations, as `reduced_rank.solve` gives them.
    """

    changes: np.ndarray
    levels: np.ndarray
    short: np.ndarray
    lags: int
    vectors: np.ndarray

    def traces(self, rank: int, draws: int, rng: np.random.Generator, wild: bool = False) -> np.ndarray:
        """Trace statistics of `rank` in `draws` samples that have it, shape (draws,).

        Raises
        ------
        EstimationError
            If the estimated system is explosive: its samples would be of another kind.
        """
        n, p = self.changes.shape
        moving = p * (self.lags - 1)
        beta = self.vectors[:, :rank]
        regressors = np.column_stack([self.levels @ beta, self.short])
        coefficients = np.zeros((0, p))
        if regressors.shape[1]:
            coefficients = np.linalg.lstsq(regressors, self.changes, rcond=None)[0]
        errors = self.changes - regressors @ coefficients
        errors = errors - errors.mean(axis=0)
        # (m, p): X_{t-1} and the deterministic term times beta alpha'.
        impact = beta @ coefficients[:rank]
        gammas = coefficients[rank : rank + moving]
        self._refuse_explosive(impact[:p].T, gammas.T, rank)
        steady = self.short[:, moving:] @ coefficients[rank + moving :]
        steady = steady + self.levels[:, p:] @ impact[p:]

        width = max(1, CHUNK // (n * (self.short.shape[1] + self.levels.shape[1] + p)))
        pieces = []
        for start in range(0, draws, width):
            size = min(width, draws - start)
            shocks = (
                errors * rng.choice((-1.0, 1.0), size=(size, n, 1))
                if wild
                else errors[rng.integers(n, size=(size, n))]
            )
            pieces.append(self._statistics(shocks, impact[:p], gammas, steady, rank))
        return np.concatenate(pieces)

    def _statistics(
        self, shocks: np.ndarray, impact: np.ndarray, gammas: np.ndarray, steady: np.ndarray, rank: int
    ) -> np.ndarray:
        size, n, p = shocks.shape
        moving, levels = gammas.shape[0], self.levels.shape[1]
        # Columns: lagged changes, the rest of the short run, levels, changes.
        table = np.empty((size, n, self.short.shape[1] + levels + p))
        table[:, :, moving : self.short.shape[1]] = self.short[:, moving:]
        table[:, :, self.short.shape[1] + p : -p] = self.levels[:, p:]
        level = np.tile(self.levels[0, :p], (size, 1))
        past = np.tile(self.short[0, :moving], (size, 1))
        for t in range(n):
            change = level @ impact + past @ gammas + steady[t] + shocks[:, t]
            table[:, t, :moving] = past
            table[:, t, self.short.shape[1] : self.short.shape[1] + p] = level
            table[:, t, -p:] = change
            level = level + change
            past = np.concatenate([change, past], axis=1)[:, :moving]
        return traces_of(table, self.short.shape[1], levels, rank)

    def _refuse_explosive(self, impact: np.ndarray, gammas: np.ndarray, rank: int) -> None:
        A, p = levels_matrices(impact, gammas), len(impact)
        companion = np.vstack([np.hstack(A), np.eye(p * (len(A) - 1), p * len(A))])
        root = np.abs(np.linalg.eigvals(companion)).max()
        if len(self.changes) * np.log(root) > np.log(EXPLOSIVE):
            raise EstimationError(
                f"with rank {rank} the estimated system is explosive (largest root {root:.4f}), so "
                "no artificial sample resembles the data. Use other lags, dummies or a shorter sample."
            )


def sequential(
    system: CointegratedRows,
    rank_table: pd.DataFrame,
    draws: int,
    rng: np.random.Generator,
    wild: bool,
    size: float,
) -> pd.DataFrame:
    """Tests of rank 0, 1, .. up to the first that does not reject; see `Cointegration.bootstrap_rank`."""
    p_values, found = {}, len(rank_table)
    for rank, trace in rank_table["trace"].items():
        null = system.traces(int(rank), draws, rng, wild)
        p_values[rank] = (1 + np.sum(null >= trace)) / (1 + draws)
        if p_values[rank] >= size:
            found = int(rank)
            break
    table = rank_table.loc[list(p_values), ["trace", "trace_p", "trace_corrected_p"]].copy()
    table.insert(1, "p_bootstrap", pd.Series(p_values))
    table.attrs = {"rank": found, "draws": draws, "errors": "wild" if wild else "resampled"}
    return table


def traces_of(table: np.ndarray, short: int, levels: int, rank: int) -> np.ndarray:
    r"""Trace statistics of many samples at once.

    Parameters
    ----------
    table : ndarray, shape (B, n, short + levels + p)
        Short-run regressors, levels with the restricted term, changes.
    short, levels : int
        Number of columns of the first two.
    rank : int

    Notes
    -----
    One QR decomposition a sample: below the short-run rows, the triangle holds
    the factor of what they leave of levels and changes, so that
    :math:`S_{01}S_{11}^{-1}S_{10} = T'T` and :math:`S_{00} = T'T + U'U` with its
    last two blocks T and U.
    """
    triangle = np.linalg.qr(table, mode="r")
    first, second = short + levels, short
    T, U = triangle[:, second:first, first:], triangle[:, first:, first:]
    explained = T.swapaxes(1, 2) @ T
    root = np.linalg.cholesky(explained + U.swapaxes(1, 2) @ U)
    half = np.linalg.solve(root, T.swapaxes(1, 2))
    squared = np.linalg.svd(half, compute_uv=False) ** 2
    kept = np.clip(squared[:, rank:], 0.0, 1.0 - 1e-15)
    return -table.shape[1] * np.log1p(-kept).sum(axis=1)
