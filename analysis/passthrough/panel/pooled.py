r"""Least squares on a panel, with what each item and each month has of its own taken out.

.. math:: y_{it} = c_i' z_t \; [+ \delta_t] + \beta' x_{it} + u_{it}, \quad
          \min \sum_{i,t} w_i u_{it}^2

over the item-months that are there. :math:`c_i` are an item's own coefficients
on what is common (its mean, its seasons, its controls), :math:`\delta_t` the
time effects. Both leave by projection, exactly, whatever the pattern of gaps:
items of one pattern share a projection :math:`M_i`, and the time effects solve
the T equations

.. math:: \Big(\sum_i w_i M_i\Big) \delta = \sum_i w_i M_i v_i .
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.passthrough.core.least_squares import COLLINEAR, fit
from analysis.passthrough.panel.item_fits import patterns

# Directions of the time effects that the items' own terms already span have
# eigenvalues of rounding size here; the others are near the number of items.
SPANNED = 1e-10


@dataclass(frozen=True, eq=False)
class Pooled:
    r"""A pooled regression and its influence terms.

    Attributes
    ----------
    beta : ndarray, shape (k,)
    terms : ndarray, shape (T, N, k)
        :math:`(\sum w \tilde x \tilde x')^{-1} w_i \tilde x_{it} \hat u_{it}`;
        zero where there is no observation. They sum to zero, and their
        covariance is that of `beta`.
    used : ndarray of bool, shape (T, N)
    classical : ndarray, shape (k, k)
        Covariance if all errors were independent with one variance.
    dof : int
        Observations less every coefficient, those taken out included.
    rss, tss : float
        Sum of squares of the residuals, and of the prices after the effects.
    """

    beta: np.ndarray
    terms: np.ndarray
    used: np.ndarray
    classical: np.ndarray
    dof: int
    rss: float
    tss: float

    @property
    def observations(self) -> int:
        """Item-months."""
        return int(self.used.sum())


def pooled(
    price: np.ndarray,
    regressors: np.ndarray,
    common: np.ndarray,
    used: np.ndarray,
    weights: np.ndarray,
    names: tuple[str, ...],
    *,
    time_effects: bool = False,
) -> Pooled:
    """Regress prices on `regressors`, within items and, if asked, within months.

    Parameters
    ----------
    price : ndarray, shape (T, N)
    regressors : ndarray, shape (T, N, k)
    common : ndarray, shape (T, z)
        What each item has its own coefficients on; the constant is one of them.
    used : ndarray of bool, shape (T, N)
        Item-months that are complete.
    weights : ndarray, shape (N,)
        Positive; their scale does not matter.
    names : tuple of str, length k
    time_effects : bool

    Raises
    ------
    EstimationError
        If no item has more months than terms of its own, a regressor is
        explained by the effects, regressors are collinear, or no degrees of
        freedom are left.
    """
    weights = weights / weights.mean()
    bases, used, absorbed = _item_terms(common, used)
    if not used.any():
        raise EstimationError(
            f"no item has more months than terms of its own ({common.shape[1]}). Use a longer "
            "sample, or leave seasonals and controls out."
        )
    stacked = np.concatenate([price[:, :, None], regressors], axis=2)
    stacked = np.where(used[:, :, None], stacked, 0.0)
    before = np.sqrt(np.einsum("tnk,tnk->k", stacked, stacked))
    within = np.zeros_like(stacked)
    for basis, rows, items in bases:
        within[np.ix_(rows, items)] = _left(stacked[np.ix_(rows, items)], basis)
    if time_effects:
        absorbed += _take_out_months(within, bases, weights)
    after = np.sqrt(np.einsum("tnk,tnk->k", within, within))
    gone = [name for name, a, b in zip(names, after[1:], before[1:], strict=True) if a <= COLLINEAR * b]
    if gone:
        what = "item and time effects" if time_effects else "what each item has of its own"
        raise EstimationError(
            f"{', '.join(gone)}: nothing is left after {what}, so the coefficient is not identified."
        )
    if after[0] <= COLLINEAR * before[0]:
        raise EstimationError("the prices leave nothing to explain: the effects fit them exactly.")
    observations = int(used.sum())
    dof = observations - absorbed - len(names)
    if dof < 1:
        raise EstimationError(
            f"too few observations: {observations} item-months for {absorbed} effects and "
            f"{len(names)} coefficients."
        )
    root = np.sqrt(np.broadcast_to(weights, used.shape)[used])
    flat = within[used] * root[:, None]
    regression = fit(flat[:, 0], flat[:, 1:], names)
    terms = np.zeros((*used.shape, len(names)))
    terms[used] = regression.scores @ regression.bread
    return Pooled(
        beta=regression.beta,
        terms=terms,
        used=used,
        classical=regression.bread * (regression.rss / dof),
        dof=dof,
        rss=regression.rss,
        tss=float(flat[:, 0] @ flat[:, 0]),
    )


def half_panels(whole: Pooled, first: Pooled, second: Pooled) -> Pooled:
    r"""Split-panel jackknife of estimates on a panel and on its two halves in time.

    .. math:: \hat\beta^{J} = 2\hat\beta - \tfrac12(\hat\beta_1 + \hat\beta_2)

    removes a bias of order 1/T (Dhaene and Jochmans 2015, Review of Economic
    Studies 82, 991-1030). The influence terms combine in the same way.
    """
    return Pooled(
        beta=2 * whole.beta - 0.5 * (first.beta + second.beta),
        terms=2 * whole.terms - 0.5 * (first.terms + second.terms),
        used=whole.used,
        classical=np.full_like(whole.classical, np.nan),
        dof=whole.dof,
        rss=whole.rss,
        tss=whole.tss,
    )


def _item_terms(common: np.ndarray, used: np.ndarray) -> tuple[list, np.ndarray, int]:
    """Orthonormal basis of what is common on each pattern of months.

    Returns the bases with their rows and items, `used` without the items that
    their own terms would fit exactly, and the number of terms in all.
    """
    bases, absorbed, kept = [], 0, used.copy()
    for rows, items in patterns(used):
        left, sizes, _ = np.linalg.svd(common[rows], full_matrices=False)
        # A month that an item was never published in leaves an empty dummy: no loss.
        basis = left[:, sizes > COLLINEAR * sizes[0]]
        if basis.shape[1] >= len(rows):
            kept[:, items] = False
            continue
        bases.append((basis, rows, items))
        absorbed += basis.shape[1] * len(items)
    return bases, kept, absorbed


def _left(block: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """What a projection on `basis` (n, r) leaves of a block (n, m, c)."""
    flat = block.reshape(len(block), -1)
    return (flat - basis @ (basis.T @ flat)).reshape(block.shape)


def _take_out_months(within: np.ndarray, bases: list, weights: np.ndarray) -> int:
    """Take the time effects out of `within`, in place; returns how many there are."""
    T = len(within)
    gram, right = np.zeros((T, T)), np.zeros((T, within.shape[2]))
    for basis, rows, items in bases:
        total = weights[items].sum()
        gram[np.ix_(rows, rows)] -= total * (basis @ basis.T)
        gram[rows, rows] += total
        right[rows] += np.tensordot(within[np.ix_(rows, items)], weights[items], axes=(1, 0))
    values, vectors = np.linalg.eigh(gram)
    keep = values > SPANNED * values[-1]
    effects = (vectors[:, keep] / values[keep]) @ (vectors[:, keep].T @ right)
    for basis, rows, items in bases:
        taken = _left(effects[rows][:, None, :], basis)
        within[np.ix_(rows, items)] -= taken
    return int(keep.sum())
