r"""What the main equation would have found, by simulation on the path of the currency that was.

The regressors stay as they were; errors are the estimated ones, enlarged by :math:`\sqrt{n/(n-k)}` for the
coefficients that were taken from them, and drawn in blocks of months. Each draw is estimated and tested as
the headline is. Without an effect in the draws the estimate is what errors alone make of it, so the effect
found four times in five can be read off (`simulated_power.found_from_draws`).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.passthrough.core.blocks import block_length
from analysis.passthrough.core.error_draws import Drawn, Piece
from analysis.passthrough.core.error_draws import drawn as drawn_sum
from analysis.passthrough.core.fixed_b import SEED
from analysis.passthrough.core.joint_draws import jointly_drawn
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.simulated_power import DRAWS, Found
from analysis.passthrough.lags.foreign_prices import MainEquation, equation
from analysis.passthrough.specifications.main_equation import inputs
from analysis.passthrough.specifications.stated import stated, value

#: Months of a block, at least: a year, so that a seasonal left in the errors stays in them.
BLOCK = 12


def piece(
    eq: MainEquation, *, estimand: str = "fixed", horizon: int | None = None, sign: float = 1.0
) -> Piece:
    """The cumulated response of one equation as a piece of a sum, with its own errors.

    Parameters
    ----------
    eq : MainEquation
    estimand : {"fixed", "free"}
        With the foreign prices among the regressors, or without them.
    horizon : int, optional
        Default: all lags.
    sign : float
    """
    X = eq.rows.X if estimand == "fixed" else eq.without_foreign(eq.rows.X)
    names = eq.rows.names if estimand == "fixed" else eq.free_names
    found = fit(eq.rows.y, X, names)
    block = eq.rows.blocks["fx"]
    weights = np.zeros(X.shape[1])
    weights[block.start : block.start + (eq.lags if horizon is None else horizon) + 1] = sign
    return Piece(found.resid * np.sqrt(found.nobs / found.dof), X, weights, names)


def drawn(
    eq: MainEquation, inference: str, *, estimand: str = "fixed", draws: int = DRAWS, seed: int = SEED
) -> Drawn:
    """Estimate the long run of an equation on blocks of its own errors.

    Parameters
    ----------
    eq : MainEquation
    inference : str
        As in `held_fixed`.
    estimand : {"fixed", "free"}
    draws, seed : int
    """
    return _drawn([piece(eq, estimand=estimand)], eq.lags, inference, draws, seed)


def _drawn(pieces: list[Piece], lags: int, inference: str, draws: int, seed: int = SEED) -> Drawn:
    length = block_length(len(pieces[0].errors), at_least=BLOCK)
    return drawn_sum(pieces, inference, at_least=lags, block=length, draws=draws, seed=seed)


def found_in(
    outcome: str,
    *,
    alternative: str | None = None,
    estimand: str = "fixed",
    lags: int | None = None,
    draws: int = DRAWS,
) -> Found:
    """The long run of a stated equation that its test of zero would have found four times in five."""
    said = stated(outcome, alternative=alternative, lags=lags)
    return drawn(
        _rows(outcome, alternative=alternative, lags=lags), said.inference, estimand=estimand, draws=draws
    ).found


def found_through(outcome: str, *, draws: int = DRAWS) -> Found:
    """The difference between free and fixed that would have been found, under none.

    Each regression has its own errors, drawn for the same months: those of the free one hold what foreign
    prices do.
    """
    eq, said = _rows(outcome), stated(outcome)
    pieces = [piece(eq, estimand="free"), piece(eq, estimand="fixed", sign=-1.0)]
    return _drawn(pieces, eq.lags, said.inference, draws).found


def found_further(outcome: str, more: int, *, draws: int = DRAWS) -> Found:
    """The sum of `more` lags beyond those that lead that would have been found, under none."""
    later, lags = _further(outcome, more)
    return _drawn([later], lags, stated(outcome).inference, draws).found


def found_further_jointly(outcome: str, more: int, *, draws: int = DRAWS) -> Found:
    """The sum of the same lags, spread evenly, that the test that all of them are zero would have found."""
    later, lags = _further(outcome, more)
    length = block_length(len(later.errors), at_least=BLOCK)
    return jointly_drawn(later, stated(outcome).inference, at_least=lags, block=length, draws=draws).found()


def _further(outcome: str, more: int) -> tuple[Piece, int]:
    """The lags beyond those that lead as a piece, and the number of all."""
    said = stated(outcome)
    eq = _rows(outcome, lags=said.lags + more)
    whole = piece(eq)
    start = eq.rows.blocks["fx"].start
    later = np.zeros_like(whole.weights)
    later[start + said.lags + 1 : start + eq.lags + 1] = 1.0
    return Piece(whole.errors, whole.X, later, whole.names), eq.lags


def found_joint(
    first: MainEquation, second: MainEquation, *, inference: str, estimand: str = "fixed", draws: int = DRAWS
) -> Found:
    """The difference between the responses of two equations on the same months that would have been found."""
    horizon = min(first.lags, second.lags)
    pieces = [
        piece(eq, estimand=estimand, horizon=horizon, sign=sign)
        for eq, sign in ((first, 1.0), (second, -1.0))
    ]
    return _drawn(pieces, max(first.lags, second.lags), inference, draws).found


def found_change(outcome: str, *, estimand: str = "fixed", draws: int = DRAWS) -> Found:
    """The change at the stated date that the test of later less earlier would have found four times in five.

    Errors of the two samples are drawn apart, as the test takes them for independent.
    """
    said, split = stated(outcome), pd.Period(value(outcome, "split"), "M")
    parts = [
        drawn(
            _rows(outcome, sample=sample), said.inference, estimand=estimand, draws=draws, seed=SEED + number
        )
        for number, sample in enumerate(((said.first, str(split - 1)), (str(split), said.last)))
    ]
    early, late = parts
    return late.less(early)


def changes_found(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Found]:
    """`found_change` of every outcome and estimand, as the rows of `main_tables.changes` are named."""
    return {(outcome, estimand): found_change(outcome, estimand=estimand) for outcome, estimand in keys}


def _rows(
    outcome: str,
    *,
    alternative: str | None = None,
    lags: int | None = None,
    sample: tuple[str, str] | None = None,
) -> MainEquation:
    """The rows of a stated equation, of all its months or of some; dummies of steps outside them are left
    out."""
    said = stated(outcome, alternative=alternative, lags=lags)
    given = inputs(said)
    start = max(pd.Period((sample or given.sample)[0], "M"), given.price.index[1])
    bounds = (str(start), (sample or given.sample)[1])
    steps = given.steps
    if steps is not None:
        steps = steps.loc[:, (steps.loc[bounds[0] : bounds[1]] != 0).any()]
        steps = steps if steps.shape[1] else None
    return equation(
        given.price,
        given.fx,
        foreign=given.foreign,
        lags=said.lags,
        controls=steps,
        seasonal=said.seasonal,
        sample=bounds,
    )
