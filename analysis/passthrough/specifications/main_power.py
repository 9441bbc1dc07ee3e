r"""What the main equation would have found, by simulation on the path of the currency that was.

The regressors stay as they were; errors are the estimated ones, enlarged by :math:`\sqrt{n/(n-k)}` for the coefficients
that were taken from them, and drawn in blocks of months. Each draw is estimated and tested as the headline is. Without
an effect in the draws the estimate is what errors alone make of it, so the effect found four times in five can be read
off (`simulated_power.found_from_draws`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.fixed_b import SEED
from analysis.passthrough.core.inference import covariance_of_sum, scaled_residuals
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.simulated_power import DRAWS, Found, found_from_draws
from analysis.passthrough.lags.foreign_prices import Equation, equation
from analysis.passthrough.specifications.main_equation import inputs
from analysis.passthrough.specifications.stated import stated, value

LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class Drawn:
    """Long runs of one equation on errors alone.

    Attributes
    ----------
    estimates, errors : ndarray, shape (draws,)
        Estimates and their standard errors.
    critical : Critical
    """

    estimates: np.ndarray
    errors: np.ndarray
    critical: Critical


def drawn(eq: Equation, inference: str, *, estimand: str = "fixed", draws: int = DRAWS, seed: int = SEED) -> Drawn:
    """Estimate the long run of an equation on blocks of its own errors.

    Parameters
    ----------
    eq : Equation
    inference : str
        As in `held_fixed`.
    estimand : {"fixed", "free"}
        With the foreign prices among the regressors, or without them.
    draws, seed : int
    """
    X = eq.rows.X if estimand == "fixed" else eq.without_foreign(eq.rows.X)
    names = eq.rows.names if estimand == "fixed" else eq.free_names
    found = fit(eq.rows.y, X, names)
    n = found.nobs
    months = moving_blocks(n, block_length(n, at_least=12), draws, np.random.default_rng(seed))
    errors = (found.resid * np.sqrt(n / found.dof))[months].T
    again = fit(errors, X, names)
    block = eq.rows.blocks["fx"]
    weights = again.bread[:, block].sum(axis=1)
    terms = (X @ weights)[:, None] * scaled_residuals(again, inference)
    variance = covariance_of_sum(terms, inference, at_least=eq.lags, dof=again.dof)
    return Drawn(again.beta[block].sum(axis=0), np.sqrt(np.diagonal(variance.matrix)), variance.critical)


def found_in(outcome: str, *, estimand: str = "fixed", lags: int | None = None, draws: int = DRAWS) -> Found:
    """The long run of a stated equation that its test of zero would have found four times in five."""
    said = stated(outcome, lags=lags)
    result = drawn(_rows(outcome, lags=lags), said.inference, estimand=estimand, draws=draws)
    return found_from_draws(result.estimates, result.critical.value(LEVEL) * result.errors, level=LEVEL)


def found_change(outcome: str, *, estimand: str = "fixed", draws: int = DRAWS) -> Found:
    """The change at the stated date that the test of later less earlier would have found four times in five.

    Errors of the two samples are drawn apart, as the test takes them for independent; degrees of freedom are those of
    Welch and Satterthwaite, draw by draw (`compare.difference`).
    """
    said, split = stated(outcome), pd.Period(value(outcome, "split"), "M")
    parts = [
        drawn(_rows(outcome, sample=sample), said.inference, estimand=estimand, draws=draws, seed=SEED + number)
        for number, sample in enumerate(((said.first, str(split - 1)), (str(split), said.last)))
    ]
    early, late = parts
    spread = early.errors**2 + late.errors**2
    dof = spread**2 / (early.errors**4 / early.critical.dof + late.errors**4 / late.critical.dof)
    halves = np.array([Critical("t", dof=d).value(LEVEL) for d in dof]) * np.sqrt(spread)
    return found_from_draws(late.estimates - early.estimates, halves, level=LEVEL)


def _rows(outcome: str, *, lags: int | None = None, sample: tuple[str, str] | None = None) -> Equation:
    """The rows of a stated equation, of all its months or of some; dummies of steps outside them are left out."""
    said = stated(outcome, lags=lags)
    given = inputs(said)
    start = max(pd.Period((sample or given.sample)[0], "M"), given.price.index[1])
    bounds = (str(start), (sample or given.sample)[1])
    steps = given.steps
    if steps is not None:
        steps = steps.loc[:, (steps.loc[bounds[0] : bounds[1]] != 0).any()]
        steps = steps if steps.shape[1] else None
    return equation(given.price, given.fx, given.foreign, said.lags, controls=steps, seasonal=said.seasonal, sample=bounds)
