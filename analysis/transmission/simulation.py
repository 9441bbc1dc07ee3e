"""Simulate a scenario with what else moves the yen and prices: blocks of history, where no closed form is
known.

Without shocks nothing needs simulation: `Model.quantile` computes. With them the same `Model.paths` is fed
with draws, and what is printed carries its simulation error.
"""

from __future__ import annotations

from functools import partial
from math import ceil

import numpy as np
import pandas as pd

from analysis import parallel
from analysis.errors import SchemeError
from analysis.passthrough.core.result import PassThrough
from analysis.scheme.check import whole
from analysis.transmission.model import YEN, Model, degrees
from analysis.transmission.outcome import Scenario

#: Draws are made in pieces of this size, each with seeds of its own, so that neither memory nor the number of
#: workers can be seen in the result.
PIECE = 10_000
#: Order of the sources of randomness; a seed belongs to a place in it.
SOURCES = ("multiplier", "shock", "passthrough")
#: Length of the blocks of history, months.
BLOCK = 12


def simulate(
    model: Model,
    shocks: pd.DataFrame | None = None,
    *,
    draws: int = 20_000,
    rng: np.random.Generator | None = None,
    workers: int = 1,
) -> Scenario:
    """Draw paths of the yen and of prices.

    Parameters
    ----------
    model : Model
    shocks : DataFrame, optional
        Monthly history: a column "yen" (100 x log change) and one residual column for each price; see
        `history`. Blocks of common rows are resampled.
    draws : int
    rng : numpy.random.Generator, optional
        Two scenarios that are given generators with one seed use the same draws of everything they share.
    workers : int
        Processes; the numbers do not depend on it.

    Returns
    -------
    Scenario

    Raises
    ------
    SchemeError
        For a history without the columns needed, with gaps or too short.
    """
    draws = whole(draws, "draws", 1, 10_000_000)
    past = _history(shocks, model)
    seed = np.random.default_rng(0).bit_generator.seed_seq if rng is None else rng.bit_generator.seed_seq
    sizes = [min(PIECE, draws - start) for start in range(0, draws, PIECE)]
    pieces = parallel.run(partial(_piece, model, past, seed), list(enumerate(sizes)), workers=workers)
    paths = {}
    for name in (YEN, *model.prices):
        # One path after another: what is joined can go.
        paths[name] = np.concatenate([piece.pop(name) for piece in pieces])
    return Scenario(model.months, paths)


def _piece(
    model: Model, past: dict[str, np.ndarray] | None, seed: np.random.SeedSequence, task: tuple[int, int]
) -> dict:
    piece, size = task
    start = partial(_generator, seed, piece)
    theta = {name: drawn(result, start("passthrough", name), size) for name, result in model.prices.items()}
    shock = None
    if past is not None:
        length, months = len(past[YEN]), len(model.months)
        first = start("shock").integers(0, length - BLOCK + 1, (size, ceil(months / BLOCK)))
        rows = (first[:, :, None] + np.arange(BLOCK)).reshape(size, -1)[:, :months]
        shock = {name: np.take(column, rows) for name, column in past.items()}
    return model.paths(model.law.draw(start("multiplier"), size), theta, shock)


def drawn(result: PassThrough, rng: np.random.Generator, size: int) -> np.ndarray:
    """Draws of a path of pass-through, shape (size, K+1): Student's t with the estimate's degrees of freedom.

    One chi-square a draw scales the whole path, so that every weighted sum of it has the distribution `Model`
    computes with.
    """
    values, dof = result.draw(rng, size), degrees(result)
    if dof is None:
        return values
    return result.estimate + (values - result.estimate) * np.sqrt(dof / rng.chisquare(dof, size))[:, None]


def _generator(seed: np.random.SeedSequence, piece: int, source: str, name: str = "") -> np.random.Generator:
    """Generator of a source in a piece: the same in every scenario with this seed."""
    key = (SOURCES.index(source), piece, *name.encode())
    return np.random.default_rng(np.random.SeedSequence(seed.entropy, spawn_key=(*seed.spawn_key, *key)))


def _history(shocks: pd.DataFrame | None, model: Model) -> dict[str, np.ndarray] | None:
    if shocks is None:
        return None
    names = (YEN, *model.prices)
    missing = [name for name in names if name not in shocks]
    if missing:
        raise SchemeError(
            f"the history of shocks has no column {missing[0]!r}; there are {', '.join(shocks)}."
        )
    values = shocks[list(names)].to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise SchemeError("the history of shocks has gaps: give months in which every column is there.")
    if len(values) < 2 * BLOCK:
        raise SchemeError(f"a history of {len(values)} months is too short for blocks of {BLOCK}.")
    return dict(zip(names, (values - values.mean(axis=0)).T, strict=True))
