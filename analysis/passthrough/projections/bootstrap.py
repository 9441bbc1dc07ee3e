r"""Moving-block bootstrap of a ratio path, all draws as matrix products.

What is resampled are rows: the regressors of a base date together with its long
differences at every horizon. A draw is thus a vector of counts :math:`c_t`, and
its least squares at horizon h needs

.. math:: G = \sum_t c_t\, x_t x_t', \quad b_j = \sum_t c_t\, x_t y_{j,t+h}

over the base dates that the horizon has: one product of the counts with the
cross products of the rows gives G and b for all draws. Pairs keep whatever
conditional variance there is; blocks keep dependence from row to row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import linalg

from analysis.errors import EstimationError
from analysis.passthrough.core.blocks import block_length, counts, moving_blocks
from analysis.passthrough.core.critical import probability
from analysis.passthrough.core.design import count
from analysis.passthrough.core.draws import generator
from analysis.passthrough.projections.regressions import Regressions

KINDS = ("percentile", "basic", "studentised")
# A draw whose rows leave less than this share of some direction of the design
# has no least squares worth the name.
SINGULAR = 1e-8
# More draws lost than this, and those left are a selection.
LOST = 0.05
# Draws of one batch: its Gram matrices stay within the cache.
BATCH = 250


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Draws of a ratio path around its estimate.

    Attributes
    ----------
    horizons : ndarray of int, shape (H,)
    estimate, std_error : ndarray, shape (H,)
        Ratio, and its delta-method HC0 standard error: the scale of the
        studentised draws.
    draws, draw_errors : ndarray, shape (D, H)
        The same of every draw.
    block : int
        Rows of a block.
    lost : int
        Draws left out because their rows do not identify the regression.
    """

    horizons: np.ndarray
    estimate: np.ndarray
    std_error: np.ndarray
    draws: np.ndarray
    draw_errors: np.ndarray
    block: int
    lost: int

    def interval(self, coverage: float = 0.95, kind: str = "percentile") -> pd.DataFrame:
        r"""Pointwise intervals, columns low and high, indexed by horizon.

        Parameters
        ----------
        coverage : float
        kind : {"percentile", "basic", "studentised"}
            With quantiles q of the draws :math:`\theta^*`: percentile
            :math:`[q_{\alpha/2}, q_{1-\alpha/2}]`; basic, the same reflected at
            the estimate; studentised, :math:`\hat\theta \mp s\,c` with c the
            `coverage` quantile of :math:`|t^*| = |\theta^* - \hat\theta|/s^*`. It is
            symmetric because the tails of :math:`t^*` are of little use one by
            one: the standard error of a ratio grows with the ratio, and
            equal-tailed intervals miss the truth far too often at long horizons.

        Notes
        -----
        How often each holds the truth is measured by
        ``benchmarks/coverage_projections.py --bootstrap 1000``.
        """
        coverage, kind = probability(coverage), _kind(kind)
        if kind == "studentised":
            half = np.quantile(np.abs(self._pivots()), coverage, axis=0) * self.std_error
            return self._frame(self.estimate - half, self.estimate + half, coverage, "pointwise")
        return self._between((1 - coverage) / 2, kind, coverage, "pointwise")

    def band(self, coverage: float = 0.95, kind: str = "percentile") -> pd.DataFrame:
        r"""A band that holds the whole path with probability `coverage`.

        Studentised: as the interval, with the quantile of :math:`\max_h |t^*_h|`.
        The others: the pointwise interval whose tail is made so small that a
        share `coverage` of the draws lies inside at every horizon (Montiel Olea
        and Plagborg-Moller 2019).
        """
        coverage, kind = probability(coverage), _kind(kind)
        if kind == "studentised":
            half = np.quantile(np.abs(self._pivots()).max(axis=1), coverage) * self.std_error
            return self._frame(self.estimate - half, self.estimate + half, coverage, "sup-t")
        D = len(self.draws)
        # The smaller tail of each draw at each horizon, as its rank among D.
        rank = self.draws.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
        tails = np.minimum(rank, D - 1 - rank).min(axis=1) / (D - 1)
        return self._between(float(np.quantile(tails, 1 - coverage, method="lower")), kind, coverage, "sup-t")

    def _pivots(self) -> np.ndarray:
        """t* of every draw; a horizon without variance has none."""
        moving = self.std_error > 0
        out = np.zeros_like(self.draws)
        out[:, moving] = (self.draws - self.estimate)[:, moving] / self.draw_errors[:, moving]
        return out

    def _between(self, tail: float, kind: str, coverage: float, cover: str) -> pd.DataFrame:
        low, high = np.quantile(self.draws, [tail, 1 - tail], axis=0)
        if kind == "basic":
            low, high = 2 * self.estimate - high, 2 * self.estimate - low
        return self._frame(low, high, coverage, cover)

    def _frame(self, low: np.ndarray, high: np.ndarray, coverage: float, cover: str) -> pd.DataFrame:
        frame = pd.DataFrame({"low": low, "high": high}, index=pd.Index(self.horizons, name="horizon"))
        frame.attrs = {"coverage": coverage, "kind": cover, "block": self.block, "draws": len(self.draws)}
        return frame


def bootstrap(
    regressions: Regressions,
    draws: int = 1999,
    block: int | None = None,
    rng: np.random.Generator | None = None,
) -> Bootstrap:
    """Resample blocks of rows and estimate the ratio path on every draw.

    Parameters
    ----------
    regressions : Regressions
        Two outcomes (price, exchange rate), one impulse.
    draws : int
    block : int, optional
        Rows of a block. Default: `analysis.passthrough.core.blocks.block_length`.
    rng : numpy.random.Generator, optional
        Without it a fixed seed is used.

    Raises
    ------
    EstimationError
        If a block does not fit into the sample, or more than one draw in
        twenty cannot identify the regression.
    """
    draws = count(draws, "draws", 2)
    N = len(regressions.rows)
    length = block_length(N) if block is None else count(block, "block", 1)
    sampled = counts(moving_blocks(N, length, draws, generator(rng)), N)
    estimate, error = ratios(regressions, np.ones((1, N)))
    batches = [_batch(regressions, sampled[i : i + BATCH]) for i in range(0, draws, BATCH)]
    paths, errors = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    lost = draws - len(paths)
    if lost > LOST * draws:
        raise EstimationError(
            f"{lost} of {draws} bootstrap samples do not identify the regression: some regressor moves in "
            "few rows only. Use fewer lags or dummies, or shorter blocks."
        )
    return Bootstrap(regressions.horizons, estimate[0], error[0], paths, errors, length, lost)


def _batch(regressions: Regressions, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`ratios` of the draws that identify every horizon."""
    basis = _orthonormal(regressions)
    k = basis.shape[1]
    # Dates that all horizons share: what they identify, every horizon does.
    everywhere = regressions.used.all(axis=1)
    gram = (weights[:, everywhere] @ _products(basis[everywhere])).reshape(-1, k, k)
    try:
        # All eigenvalues above SINGULAR, in a tenth of the time of computing them.
        np.linalg.cholesky(gram - SINGULAR * np.eye(k))
    except np.linalg.LinAlgError:
        weights = weights[np.linalg.eigvalsh(gram)[:, 0] > SINGULAR]
    return ratios(regressions, weights, basis)


def ratios(
    regressions: Regressions, weights: np.ndarray, basis: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Ratio path and its HC0 standard error for every row of `weights` (D, N), shapes (D, H)."""
    basis = _orthonormal(regressions) if basis is None else basis
    k, D, H = basis.shape[1], len(weights), len(regressions.horizons)
    theta, error = np.empty((D, H)), np.empty((D, H))
    products = _products(basis)
    gram, before = np.zeros((D, k * k)), np.zeros(len(basis), dtype=bool)
    right = np.zeros((D, k, 3))
    right[:, -1, 2] = 1.0
    by_row = np.ascontiguousarray(weights.T)
    for h in range(H):
        keep = regressions.used[:, h]
        # From one horizon to the next a few dates go, or come back after a gap.
        changed = np.flatnonzero(keep != before)
        gram += (weights[:, changed] * np.where(keep[changed], 1.0, -1.0)) @ products[changed]
        before = keep
        rows, y, w = basis[keep], regressions.outcomes[keep, :, h], by_row[keep]
        right[:, :, :2] = ((rows[:, :, None] * y[:, None, :]).reshape(len(y), -1).T @ w).T.reshape(D, k, 2)
        solved = np.linalg.solve(gram.reshape(D, k, k), right)
        # The last coordinate belongs to the impulse; its unit cancels in the ratio.
        beta = solved[:, -1, :2]
        theta[:, h] = beta[:, 0] / beta[:, 1]
        structural = solved[:, :, 0] - theta[:, h, None] * solved[:, :, 1]
        # Residual y0 - theta y1 - x'(b0 - theta b1), as one product.
        terms = np.hstack([rows, y]) @ np.vstack([-structural.T, np.ones((1, D)), -theta[:, h]])
        terms *= rows @ solved[:, :, 2].T
        np.square(terms, out=terms)
        error[:, h] = np.sqrt(np.einsum("nd,nd->d", terms, w)) / np.abs(beta[:, 1])
    return theta, error


def _orthonormal(regressions: Regressions) -> np.ndarray:
    """Regressors in a basis in which Gram matrices are near the identity, the impulse last."""
    scaled = regressions.X / np.sqrt(np.einsum("nk,nk->k", regressions.X, regressions.X))
    return linalg.qr(scaled, mode="economic", check_finite=False)[0]


def _products(rows: np.ndarray) -> np.ndarray:
    """x_t x_t' of every row, shape (N, k * k)."""
    return (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise EstimationError(f"an interval is {', '.join(KINDS)}, not {kind!r}.")
    return kind
