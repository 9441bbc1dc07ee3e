r"""Least squares with shares: coefficients that are not negative and add up to at most one.

.. math:: \min_s \lVert y - X s \rVert^2 \quad \text{subject to} \quad s \ge 0, \; \sum_j s_j \le 1.

With few currencies every face of the set can be visited: on each, either the
sum is free or it is one, and the coefficients outside the face are zero. The
problem is convex, so the best feasible one of these solutions is the optimum,
exactly and without iteration. All columns of y are solved at once.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from analysis.errors import EstimationError

#: Beyond this many columns the faces are too many for enumeration.
MOST = 8
_SLACK = 1e-12


def shares(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Constrained coefficients of each column of Y.

    Parameters
    ----------
    X : ndarray, shape (n, k)
    Y : ndarray, shape (n, m)

    Returns
    -------
    ndarray, shape (k, m)

    Raises
    ------
    EstimationError
        For more than 8 columns or columns that are linearly dependent.
    """
    k, m = X.shape[1], Y.shape[1]
    if k > MOST:
        raise EstimationError(f"{k} currencies are too many to tell apart; use at most {MOST}.")
    if np.linalg.matrix_rank(X) < k:
        raise EstimationError("the exchange rates are linearly dependent; leave one out.")
    gram, cross = X.T @ X, X.T @ Y
    best, value = np.zeros((k, m)), np.zeros(m)
    for size in range(1, k + 1):
        for face in combinations(range(k), size):
            inside = np.array(face)
            free = np.linalg.solve(gram[np.ix_(inside, inside)], cross[inside])
            ones = np.linalg.solve(gram[np.ix_(inside, inside)], np.ones(size))
            # On the face where the sum is one, the multiplier moves the solution along `ones`.
            bound = free - np.outer(ones, (free.sum(axis=0) - 1) / ones.sum())
            for candidate in (free, bound):
                feasible = (candidate >= -_SLACK).all(axis=0) & (candidate.sum(axis=0) <= 1 + 1e-10)
                full = np.zeros((k, m))
                full[inside] = np.maximum(candidate, 0)
                loss = np.einsum("ij,ij->j", full, gram @ full - 2 * cross)
                better = feasible & (loss < value)
                best[:, better], value[better] = full[:, better], loss[better]
    return best
