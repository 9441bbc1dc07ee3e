"""Linear restrictions on cointegrating relations, from words to a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import linalg

from analysis.errors import EstimationError


def restrictions_on(
    rows: Sequence[Mapping[str, float]], terms: tuple[str, ...], rank: int
) -> tuple[np.ndarray, str]:
    """Basis H (m, s) of the relations that satisfy every row, and the rows as text.

    Parameters
    ----------
    rows : sequence of mapping of term to weight
        Each says that the weighted sum of coefficients is zero.
    terms : tuple of str, length m
    rank : int
        Relations that must find room.

    Raises
    ------
    EstimationError
        For an unknown term, rows that repeat each other, or too many of them.
    """
    R = np.zeros((len(rows), len(terms)))
    for row, weights in enumerate(rows):
        for term, weight in weights.items():
            R[row, place(term, terms)] = weight
    H = linalg.null_space(R)
    if len(terms) - H.shape[1] < len(rows) or H.shape[1] < rank:
        raise EstimationError(
            f"{len(rows)} restrictions leave {H.shape[1]} directions for {rank} relations: "
            "they repeat each other, or are too many."
        )
    said = (" + ".join(f"{w:g} beta({t})" for t, w in weights.items()) + " = 0" for weights in rows)
    return H, "; ".join(said)


def place(name: str, among: tuple[str, ...]) -> int:
    """Position of `name`, or a refusal."""
    if name not in among:
        raise EstimationError(f"no {name!r} among {', '.join(among)}.")
    return among.index(name)
