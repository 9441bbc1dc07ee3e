r"""Joint tests of several coefficients on errors alone, for their size and power.

As `error_draws`, for the Wald test that q coefficients are all zero. An effect :math:`\delta` of their sum,
spread evenly, moves the estimates by :math:`\delta / q` each and leaves residuals and covariance alone, so
that one set of draws gives the power at every :math:`\delta`:

.. math:: W_r(\delta) = (\hat b_r + \tfrac{\delta}{q}\iota)' \hat V_r^{-1} (\hat b_r + \tfrac{\delta}{q}\iota)
          = w_r + 2 \tfrac{\delta}{q} l_r + \tfrac{\delta^2}{q^2} s_r .
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.error_draws import LEVEL, Piece
from analysis.passthrough.core.fixed_b import SEED, bisect
from analysis.passthrough.core.inference import covariance_of_sum, scaled_residuals
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.simulated_power import DRAWS, WANTED, Found


@dataclass(frozen=True, eq=False)
class JointlyDrawn:
    r"""Wald statistics of q coefficients on errors alone, and how an even effect moves them.

    Attributes
    ----------
    statistics, leaning, steep : ndarray, shape (draws,)
        :math:`b'V^{-1}b`, :math:`b'V^{-1}\iota` and :math:`\iota'V^{-1}\iota`.
    restrictions : int
    critical : Critical
    """

    statistics: np.ndarray
    leaning: np.ndarray
    steep: np.ndarray
    restrictions: int
    critical: Critical

    def rejected(self, effect: float, coverage: float = LEVEL) -> float:
        """Share of draws that reject that all are zero when their sum is `effect`."""
        each = effect / self.restrictions
        moved = self.statistics + 2 * each * self.leaning + each**2 * self.steep
        return float(np.mean(moved > wald_value(self.critical, self.restrictions, coverage)))

    def found(self, coverage: float = LEVEL, wanted: float = WANTED) -> Found:
        """The sum that is found with probability `wanted`, in the direction that is harder to find."""

        def short(effect: float) -> float:
            return min(self.rejected(effect, coverage), self.rejected(-effect, coverage)) - wanted

        high = 1.0
        while short(high) < 0:
            high *= 2
        effect = bisect(short, 0.0, high, 1e-6 * high)
        return Found(effect, self.rejected(0.0, coverage), wanted, coverage, len(self.statistics))


def jointly_drawn(
    piece: Piece,
    inference: str,
    *,
    at_least: int = 0,
    block: int | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> JointlyDrawn:
    """Test the coefficients of a regression that `piece.weights` marks, on blocks of its errors.

    Parameters
    ----------
    piece : Piece
        `weights` that are not zero mark the coefficients.
    inference : str
        As in `covariance_of_sum`.
    at_least, block, draws, seed
        As in `error_draws.drawn`.
    """
    n, columns = len(piece.errors), np.flatnonzero(piece.weights)
    length = block_length(n) if block is None else block
    months = moving_blocks(n, length, draws, np.random.default_rng(seed))
    names = piece.names or tuple(f"x{i}" for i in range(piece.X.shape[1]))
    again = fit(piece.errors[months].T, piece.X, names)
    left, influence = scaled_residuals(again, inference), piece.X @ again.bread[:, columns]
    even, found = np.ones(len(columns)), []
    for draw in range(draws):
        variance = covariance_of_sum(influence * left[:, [draw]], inference, at_least=at_least, dof=again.dof)
        b = again.beta[columns, draw]
        to_b, to_even = np.linalg.solve(variance.matrix, np.column_stack([b, even])).T
        found.append((b @ to_b, even @ to_b, even @ to_even))
    return JointlyDrawn(*np.array(found).T, len(columns), variance.critical)


def wald_value(critical: Critical, restrictions: int, coverage: float) -> float:
    """The Wald statistic whose p-value is 1 - `coverage`."""
    high = 1.0
    while critical.wald_pvalue(high, restrictions) > 1 - coverage:
        high *= 2
    return bisect(lambda w: 1 - coverage - critical.wald_pvalue(w, restrictions), 0.0, high, 1e-9 * high)
