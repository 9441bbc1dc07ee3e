r"""Rotations that meet sign and zero restrictions, drawn in batches.

Every structural model with the same reduced form is :math:`PQ` for some
rotation Q (Rubio-Ramirez, Waggoner and Zha 2010). Without zeros Q is drawn
uniformly and kept if its columns, in some assignment to the shocks and up to
their signs, meet the restrictions: all assignments are looked at, which leaves
the distribution uniform and saves most of the draws. With zeros the columns
are drawn one after the other, uniformly in what the zeros and the columns
before leave over (Arias, Rubio-Ramirez and Waggoner 2018, without their
weights).

The draws explore a set. How densely they fill it is no evidence about it.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np

from analysis.errors import EstimationError

#: Rotations tried at once.
BATCH = 20_000
#: Rotations tried before the search ends.
MOST = 4_000_000
# A direction that keeps less than this share of its length is spanned by those before it.
SPANNED = 1e-9


def orthogonal(x: np.ndarray, basis: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors along the part of x (..., K) that is orthogonal to orthonormal vectors, and its length."""
    for _ in range(2):  # the second pass removes what rounding leaves of the first
        for b in basis:
            x = x - (x * b).sum(axis=-1, keepdims=True) * b
    length = np.linalg.norm(x, axis=-1, keepdims=True)
    return x / np.where(length > 0, length, 1.0), length[..., 0]


def uniform_rotations(rng: np.random.Generator, size: int, K: int) -> np.ndarray:
    """`size` rotations from the uniform (Haar) distribution, shape (size, K, K).

    Gram and Schmidt on normal columns: a QR decomposition whose R has a
    positive diagonal, all at once.
    """
    draws = rng.standard_normal((K, size, K))
    columns: list[np.ndarray] = []
    for x in draws:
        columns.append(orthogonal(x, columns)[0])
    return np.stack(columns, axis=-1)


def accepted_rotations(
    signs: list[np.ndarray],
    zeros: list[np.ndarray],
    size: int,
    rng: np.random.Generator,
    most: int = MOST,
) -> tuple[np.ndarray, int, int]:
    r"""`size` rotations that meet the restrictions, or as many as `most` tries give.

    Parameters
    ----------
    signs, zeros : list of ndarray, shape (m_j, K) and (f_j, K)
        One entry a shock: :math:`S_j q_j \ge 0`, :math:`F_j q_j = 0`.
    size : int
    rng : numpy.random.Generator
    most : int

    Returns
    -------
    rotations : ndarray, shape (d, K, K)
        Column j belongs to shock j; columns after the restricted shocks are free.
    met, tried : int
        How many met the restrictions in how many tries; one try can meet them
        with several assignments.
    """
    K = signs[0].shape[1]
    any_zero = any(len(F) for F in zeros)
    sequence = _zero_order(zeros, K) if any_zero else []
    found, got, tried = [], 0, 0
    while got < size and tried < most:
        batch = min(BATCH, most - tried)
        if any_zero:
            kept = _sequential(signs, zeros, sequence, rng, batch)
        else:
            kept = _assigned(uniform_rotations(rng, batch, K), signs)
        tried += batch
        got += len(kept)
        found.append(kept)
    return np.concatenate(found)[:size], got, tried


def _assigned(Q: np.ndarray, signs: list[np.ndarray]) -> np.ndarray:
    """Every assignment of columns to shocks, with signs, that meets the restrictions."""
    K, s = Q.shape[1], len(signs)
    met = np.empty((s, len(Q), K), dtype=np.int8)
    alive = np.ones(len(Q), dtype=bool)
    for j, S in enumerate(signs):
        values = S @ Q
        met[j] = (values >= 0).all(axis=1).astype(np.int8) - (values <= 0).all(axis=1)
        alive &= met[j].any(axis=1)
    Q, met = Q[alive], met[:, alive]
    out, origin = [], []
    for columns in permutations(range(K), s):
        chosen = met[np.arange(s), :, columns]
        rows = np.flatnonzero(chosen.all(axis=0))
        if len(rows):
            rest = [c for c in range(K) if c not in columns]
            kept = Q[np.ix_(rows, np.arange(K), [*columns, *rest])]
            kept[:, :, :s] *= chosen[:, rows].T[:, None, :]
            out.append(kept)
            origin.append(rows)
    if not out:
        return np.empty((0, K, K))
    # In the order of the draws, so that the end of a list cut short favours no assignment.
    return np.concatenate(out)[np.argsort(np.concatenate(origin), kind="stable")]


def _zero_order(zeros: list[np.ndarray], K: int) -> list[int]:
    """Shocks by falling number of zeros; refuses more zeros than rotations can meet."""
    sequence = sorted(range(len(zeros)), key=lambda j: -len(zeros[j]))
    for place, j in enumerate(sequence):
        rank = np.linalg.matrix_rank(zeros[j], 1e-9) if len(zeros[j]) else 0
        if rank > K - 1 - place:
            raise EstimationError(
                f"too many zeros: of {K} variables, the shock with the most zeros can have {K - 1} "
                f"independent ones, the next {K - 2}, and so on. Lift some."
            )
    return sequence


def _sequential(
    signs: list[np.ndarray],
    zeros: list[np.ndarray],
    sequence: list[int],
    rng: np.random.Generator,
    batch: int,
) -> np.ndarray:
    """Columns one after the other in what zeros and earlier columns leave; those whose signs fit."""
    K, s = signs[0].shape[1], len(signs)
    drawn: dict[int, np.ndarray] = {}
    alive = np.ones(batch, dtype=bool)
    for j in [*sequence, *range(s, K)]:
        F = zeros[j] if j < s else np.empty((0, K))
        basis: list[np.ndarray] = []
        for row in F:
            direction, length = orthogonal(row[None], basis)
            if length[0] > SPANNED:
                basis.append(direction)
        for q in drawn.values():
            direction, length = orthogonal(q, basis)
            # A column that the zeros span already has nothing left to remove.
            basis.append(np.where(length[:, None] > SPANNED, direction, 0.0))
        q = orthogonal(rng.standard_normal((batch, K)), basis)[0]
        if j < s and len(signs[j]):
            values = q @ signs[j].T
            sign = (values >= 0).all(axis=1).astype(float) - (values <= 0).all(axis=1)
            alive &= sign != 0
            q = q * sign[:, None]
        drawn[j] = q
    return np.stack([drawn[j] for j in range(K)], axis=-1)[alive]
