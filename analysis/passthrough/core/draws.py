"""Where random numbers come from, and how a covariance meets them.

An eigenvector may come out with either sign, and equal eigenvalues in any order: it depends on the processor.
What is multiplied with random numbers is therefore never a matrix of eigenvectors, but the symmetric root,
which is one matrix whatever the signs and the order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError

#: Seed of the default generator, so that a bootstrap p-value is the same in every run.
SEED = 2000


def generator(rng: np.random.Generator | None) -> np.random.Generator:
    """`rng`, or a new generator with a fixed seed; a seed or a legacy state is refused."""
    if rng is None:
        return np.random.default_rng(SEED)
    if not isinstance(rng, np.random.Generator):
        raise EstimationError(
            f"rng must be a numpy.random.Generator, not {type(rng).__name__}; "
            "for a seed write rng=numpy.random.default_rng(seed)."
        )
    return rng


#: Eigenvalues below this share of the largest count as zero: a direction without variance.
NEGLIGIBLE = 1e-10


@dataclass(frozen=True, eq=False)
class Root:
    r"""The symmetric root of a covariance and the space that it spans.

    Attributes
    ----------
    matrix : ndarray, shape (H, H)
        :math:`V^{1/2}`, the one symmetric positive semi-definite matrix with :math:`V^{1/2}V^{1/2}=V`.
    projector : ndarray, shape (H, H)
        Orthogonal projector on the range of V.
    rank : int
    """

    matrix: np.ndarray
    projector: np.ndarray
    rank: int


def symmetric_root(covariance: np.ndarray) -> Root:
    r"""Symmetric root of a positive semi-definite matrix, which may be singular.

    .. math:: V^{1/2} = \sum_j \sqrt{\lambda_j}\, q_j q_j'

    Each term is unchanged if :math:`q_j` turns its sign, and the sum if the terms change their order, so that
    draws
    :math:`z'V^{1/2}` are the same on every machine (Higham 2008, *Functions of Matrices*, section 6).

    Parameters
    ----------
    covariance : ndarray, shape (H, H)
        Symmetric. Eigenvalues below `NEGLIGIBLE` times the largest are taken as zero.
    """
    values, vectors = np.linalg.eigh(np.asarray(covariance, dtype=float))
    keep = values > NEGLIGIBLE * values.max()
    kept = vectors[:, keep]
    return Root((kept * np.sqrt(values[keep])) @ kept.T, kept @ kept.T, int(keep.sum()))
