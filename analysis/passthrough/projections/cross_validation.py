r"""How much to smooth a local projection: cross-validation over blocks of time.

Base dates are cut into k blocks in order of time. Each block is left out in
turn, the smooth path is estimated from the rest, and the squared error of its
predictions of the block is added up over horizons. Outcomes of neighbouring
base dates overlap by up to the last horizon, so the dates within a gap of the
block are left out of the estimation too (Racine 2000); without it the errors
of the block are known in part beforehand and too little smoothing is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError
from analysis.passthrough.projections.regressions import Regressions
from analysis.passthrough.projections.spline import Smoother

#: Penalties that are tried, from hardly any smoothing to a polynomial.
GRID = 60
# Smallest eigenvalue, in the orthonormal basis of all rows, with which a
# training sample still tells the controls apart.
SINGULAR = 1e-9


@dataclass(frozen=True, eq=False)
class Panel:
    """Outcomes of one equation by base date and horizon.

    Attributes
    ----------
    outcomes : ndarray, shape (N, H)
        Zero where not used.
    used : ndarray of bool, shape (N, H)
    rows : ndarray of int, shape (N,)
        Places of the base dates on the calendar.
    impulse : ndarray, shape (N,)
    controls : ndarray, shape (N, k)
    """

    outcomes: np.ndarray
    used: np.ndarray
    rows: np.ndarray
    impulse: np.ndarray
    controls: np.ndarray

    @classmethod
    def of_steps(cls, regressions: Regressions, outcome: int, start: int = 0) -> Panel:
        r"""What each horizon adds: :math:`y_{t+h} - y_{t+h-1}`, from horizon number `start` on.

        `regressions` has consecutive horizons from 0 and one impulse.
        """
        Y, used = regressions.outcomes[:, outcome], regressions.used.copy()
        used[:, 1:] &= regressions.used[:, :-1]
        steps = np.where(used, np.diff(Y, axis=1, prepend=0.0), 0.0)
        return cls(
            steps[:, start:], used[:, start:], regressions.rows, regressions.X[:, -1], regressions.X[:, :-1]
        )


@dataclass(frozen=True, eq=False)
class Choice:
    """The penalty that predicts best, and the errors it was chosen by.

    Attributes
    ----------
    penalty : float
    penalties, errors : ndarray, shape (grid,)
        Mean squared prediction errors.
    edge : str
        "least" or "most" if the best is an end of the grid, else "".
    """

    penalty: float
    penalties: np.ndarray
    errors: np.ndarray
    edge: str


def choose_penalty(
    panel: Panel, smoother: Smoother, *, difference: int, folds: int, gap: int
) -> Choice:
    """Choose the penalty for one outcome.

    Parameters
    ----------
    panel : Panel
        What is predicted.
    smoother : Smoother
        Of the whole sample; its gains span the grid.
    difference : int
        Order of the differences that are penalised.
    folds : int
        Number of blocks, 2 or more.
    gap : int
        Periods on both sides of a block that are not used to predict it.

    Raises
    ------
    EstimationError
        If a block leaves too few dates to estimate from.

    Notes
    -----
    A fold has fewer rows than the sample. What is carried over is the penalty
    relative to the mean sum of squares of the impulse, so that a fold smooths
    as much as the whole sample would.
    """
    penalties = np.geomspace(0.1 * smoother.gain.min(), 100 * smoother.gain.max(), GRID)
    relative = penalties / smoother.weights.mean()
    Q = linalg.qr(panel.controls, mode="economic", check_finite=False)[0]
    errors, predicted = np.zeros(GRID), 0
    for block in np.array_split(np.arange(len(panel.rows)), folds):
        first, last = panel.rows[block[[0, -1]]]
        far = (panel.rows < first - gap) | (panel.rows > last + gap)
        known = panel.used & far[:, None]
        asked = np.zeros_like(known)
        asked[block] = panel.used[block]
        z, y = _net(Q, panel.impulse, panel.outcomes, known)
        weight = np.einsum("nh,nh->h", z * known, z)
        response = np.einsum("nh,nh->h", z * known, y) / weight
        paths = Smoother.of(weight, difference).paths(response, relative * weight.mean())
        z, y = z * asked, y * asked
        # Squared error of y - f z summed over the block, for every path f.
        errors += np.sum(y * y) - 2 * paths @ np.sum(z * y, axis=0) + paths**2 @ np.sum(z * z, axis=0)
        predicted += int(asked.sum())
    best = int(np.argmin(errors))
    edge = {0: "least", GRID - 1: "most"}.get(best, "")
    return Choice(float(penalties[best]), penalties, errors / predicted, edge)


def _net(
    Q: np.ndarray, impulse: np.ndarray, Y: np.ndarray, known: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Impulse and outcome of every horizon net of the controls, estimated on `known`, shape (N, H)."""
    mask = known.astype(float)
    gram = np.stack([(Q * column[:, None]).T @ Q for column in mask.T])
    if np.linalg.eigvalsh(gram)[:, 0].min() < SINGULAR:
        raise EstimationError(
            f"a block of the cross-validation leaves {int(mask.sum(axis=0).min())} dates for "
            f"{Q.shape[1] + 1} coefficients at some horizon, or none in which a control varies. Use "
            "fewer lags, more folds, a shorter gap, or give the penalty."
        )
    right = np.stack([Q.T @ (mask * impulse[:, None]), Q.T @ (mask * Y)], axis=-1)
    fitted = np.einsum("nk,hkj->nhj", Q, np.linalg.solve(gram, right.swapaxes(0, 1)))
    return impulse[:, None] - fitted[:, :, 0], Y - fitted[:, :, 1]
