"""The main equation with a difference between states of inflation, sizes and directions of the yen's move.

One more regressor with all its lags: the change of the yen in months in which the state holds, else 0. Its
summed coefficients are the pass-through there less the pass-through elsewhere. Stated in the rows `state_*`
of the table `specification_shocks`; what the test finds is simulated before it is run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import data
from analysis.errors import EstimationError
from analysis.passthrough.core.design import Design, align, design
from analysis.passthrough.core.effect import Effect
from analysis.passthrough.core.inference import covariance_of_sum, distances, scaled_residuals
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.leverage import refuse_alone
from analysis.passthrough.core.multiple_testing import holm
from analysis.passthrough.core.simulated_power import Found, found_four_times_in_five
from analysis.passthrough.specifications.main_equation import NONE, inputs
from analysis.passthrough.specifications.stated import Stated, stated

REGIME, SIZE, DIRECTION = "inflation of 2 % or more", "moves of 2 % or more", "falls of the yen"
OUTCOMES = ("jp_import_yen", "jp_producer", "jp_consumer")
HIGH_INFLATION, LARGE = 2.0, 2.0
OTHER_THRESHOLDS = {REGIME: 1.0, SIZE: 3.0}


@dataclass(frozen=True, eq=False)
class StateEquation:
    """The rows of the main equation with the state's regressor; `extra` are its columns.

    Attributes
    ----------
    rows : Design
    extra : ndarray of int
    said : Stated
    share : float
        Months in which the state holds, of those of the regression.
    """

    rows: Design
    extra: np.ndarray
    said: Stated
    share: float


def holds(state: str, fx: pd.Series, threshold: float | None = None) -> pd.Series:
    """1 where the move of a month falls into the state, 0 elsewhere, missing where that is not known.

    Parameters
    ----------
    state : str
        `REGIME` (of the month before), `SIZE` or `DIRECTION`.
    fx : Series
        Level of the rate.
    threshold : float, optional
        Per cent; for the direction 0.
    """
    move = data.log_change(fx)
    if state == REGIME:
        inflation = 12 * data.log_change(data.load("jp_cpi")).rolling(12).mean().shift(1)
        known, value = inflation, inflation >= (HIGH_INFLATION if threshold is None else threshold)
    elif state == SIZE:
        known, value = move, move.abs() >= (LARGE if threshold is None else threshold)
    elif state == DIRECTION:
        known, value = move, move > (0.0 if threshold is None else threshold)
    else:
        raise EstimationError(f"a state is {REGIME!r}, {SIZE!r} or {DIRECTION!r}, not {state!r}.")
    return value.astype(float).where(known.notna())


def equation(outcome: str, state: str, *, threshold: float | None = None) -> StateEquation:
    """Rows of the stated main equation of an outcome with the regressor of a state."""
    said = stated(outcome)
    given = inputs(said)
    where = holds(state, given.fx, threshold)
    body = given.foreign.copy()
    body["state"] = data.log_change(given.fx) * where
    if state == REGIME:
        body["regime"] = where
    if given.steps is not None:
        body = body.join(given.steps, how="outer")
    body.attrs = {**given.foreign.attrs, **{name: {} for name in body.columns if name not in given.foreign}}
    depths = dict.fromkeys([*given.foreign.columns, "state"], said.lags)
    changes = align(given.price, given.fx, body)
    rows = design(changes, lags=said.lags, control_lags=depths, seasonal=said.seasonal, sample=given.sample)
    names = [f"state_{k}" for k in range(said.lags + 1)]
    extra = np.array([rows.names.index(name) for name in names])
    share = float(where.reindex(rows.periods).mean())
    return StateEquation(rows, extra, said, share)


def estimator(eq: StateEquation) -> Callable[[np.ndarray], Effect]:
    """From a left-hand side to the summed difference, with the inference that is stated; decomposes the rows
    once."""
    rows, said = eq.rows, eq.said
    base = fit(rows.y, rows.X, rows.names)
    refuse_alone(base, said.inference, eq.extra)
    summed = base.bread[:, eq.extra].sum(axis=1)
    weights = rows.X @ summed
    positions = distances("contiguous", rows.positions)

    def difference(y: np.ndarray) -> Effect:
        beta = base.bread @ (rows.X.T @ y)
        again = replace(base, y=y, beta=beta, resid=y - rows.X @ beta)
        terms = (weights * scaled_residuals(again, said.inference))[:, None]
        cov = covariance_of_sum(terms, said.inference, positions=positions, at_least=said.lags, dof=again.dof)
        return Effect.of(float(weights @ y), float(cov.matrix[0, 0] ** 0.5), cov.critical, label="difference")

    return difference


def difference(eq: StateEquation) -> Effect:
    """Pass-through in the state less pass-through outside it, at the last lag."""
    return estimator(eq)(eq.rows.y)


def found(eq: StateEquation, draws: int = 400) -> Found:
    """The difference that the test finds four times in five; errors are those of the equation without the
    state."""
    keep = np.setdiff1d(np.arange(eq.rows.X.shape[1]), eq.extra)
    names = tuple(eq.rows.names[i] for i in keep)
    errors = fit(eq.rows.y, eq.rows.X[:, keep], names).resid
    estimate = estimator(eq)

    def pair(e: np.ndarray) -> tuple[float, float]:
        effect = estimate(e)
        return effect.estimate, effect.critical.value(0.95) * effect.std_error

    return found_four_times_in_five(pair, errors, draws=draws)


def table(draws: int = 400) -> pd.DataFrame:
    """The nine tests: what each would find, then what it found, with p-values after Holm over all nine."""
    equations = {
        (state, outcome): equation(outcome, state)
        for state in (REGIME, SIZE, DIRECTION)
        for outcome in OUTCOMES
    }
    power = {key: found(eq, draws) for key, eq in equations.items()}
    rows = []
    for (state, outcome), eq in equations.items():
        effect, seen = difference(eq), power[state, outcome]
        row = {
            "state": state,
            "outcome": eq.said.label,
            "share": eq.share,
            "found": seen.effect,
            "size": seen.size,
            "matters": NONE[eq.said.kind],
            "estimate": effect.estimate,
            "low": effect.low,
            "high": effect.high,
            "p": effect.p_zero,
            "nobs": len(eq.rows.y),
        }
        if state in OTHER_THRESHOLDS:
            other = difference(equation(outcome, state, threshold=OTHER_THRESHOLDS[state]))
            row |= {"other": other.estimate, "other_low": other.low, "other_high": other.high}
        rows.append(row)
    frame = pd.DataFrame(rows)
    return frame.assign(p_holm=holm(frame["p"].to_numpy()))
