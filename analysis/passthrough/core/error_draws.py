r"""Sums of coefficients estimated on errors alone, for the power of their tests.

Regressors stay as they were observed; months of the estimated errors are drawn in blocks, and each draw is
estimated and tested as the page does. With several pieces (two equations, or one with and without a control)
the same months are drawn for all, so that what they share stays shared:

.. math:: \hat\theta = \sum_p w_p' (X_p'X_p)^{-1} X_p' e_p .
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.fixed_b import SEED
from analysis.passthrough.core.inference import covariance_of_sum, scaled_residuals
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.simulated_power import DRAWS, Found, found_from_draws

LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class Piece:
    """One regression of a sum.

    Attributes
    ----------
    errors : ndarray, shape (T,)
        On the dates that all pieces share.
    X : ndarray, shape (T, k)
    weights : ndarray, shape (k,)
        Of the coefficients in the sum.
    names : tuple of str, optional
    """

    errors: np.ndarray
    X: np.ndarray
    weights: np.ndarray
    names: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Drawn:
    """Estimates of one sum on errors alone.

    Attributes
    ----------
    estimates, errors : ndarray, shape (draws,)
        Estimates and their standard errors.
    critical : Critical
    """

    estimates: np.ndarray
    errors: np.ndarray
    critical: Critical

    @property
    def found(self) -> Found:
        """The effect that the test of zero at five percent finds four times in five."""
        return self.found_at(LEVEL)

    def found_at(self, coverage: float) -> Found:
        """The same for the interval of another level."""
        return found_from_draws(
            self.estimates, self.critical.value(coverage) * self.errors, coverage=coverage
        )

    def less(self, other: Drawn) -> Found:
        """The difference from a sum on other months that would have been found, both drawn apart.

        Degrees of freedom are those of Welch and Satterthwaite, draw by draw (`compare.difference`).
        """
        spread = self.errors**2 + other.errors**2
        dof = spread**2 / (self.errors**4 / self.critical.dof + other.errors**4 / other.critical.dof)
        halves = np.array([Critical("t", dof=d).value(LEVEL) for d in dof]) * np.sqrt(spread)
        return found_from_draws(self.estimates - other.estimates, halves, coverage=LEVEL)


def drawn(
    pieces: Piece | Sequence[Piece],
    inference: str,
    *,
    at_least: int = 0,
    block: int | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Drawn:
    """Estimate a sum of coefficients on blocks of errors.

    Parameters
    ----------
    pieces : Piece or sequence of Piece
    inference : str
        As in `covariance_of_sum`.
    at_least : int
        As there.
    block : int, optional
        Months of a block. Default: `block_length`.
    draws, seed : int

    Raises
    ------
    EstimationError
        For pieces on different numbers of dates.
    """
    pieces = [pieces] if isinstance(pieces, Piece) else list(pieces)
    rows = {len(piece.errors) for piece in pieces}
    if len(rows) != 1:
        raise EstimationError(
            "the pieces of a sum lie on different dates; cut them to the months that all have."
        )
    (n,) = rows
    length = block_length(n) if block is None else block
    months = moving_blocks(n, length, draws, np.random.default_rng(seed))
    estimates, terms, dof = np.zeros(draws), np.zeros((n, draws)), []
    for piece in pieces:
        names = piece.names or tuple(f"x{i}" for i in range(piece.X.shape[1]))
        again = fit(piece.errors[months].T, piece.X, names)
        estimates += piece.weights @ again.beta
        terms += (piece.X @ (again.bread @ piece.weights))[:, None] * scaled_residuals(again, inference)
        dof.append(again.dof)
    variance = covariance_of_sum(terms, inference, at_least=at_least, dof=min(dof))
    return Drawn(estimates, np.sqrt(np.diagonal(variance.matrix)), variance.critical)
