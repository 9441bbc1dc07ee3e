"""One regression of the flow response, its shock and timing given, and the same on placebo dates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.inference import Covariance, covariance_of_sum
from analysis.passthrough.events import placebo as dates
from analysis.passthrough.events.daily_projection import (
    Response,
    history,
    long_changes,
    moving,
    respond,
    sums_ahead,
    volatility,
)
from analysis.passthrough.events.operations import (
    Operations,
    episodes,
    merged,
    one_side,
)


@dataclass(frozen=True, eq=False)
class FlowPlan:
    """What does not depend on the shock and the day that are taken; see `flow_response`.

    Attributes
    ----------
    levels : Series, length T
    returns : ndarray, shape (T,)
    inside : ndarray of bool, shape (T,)
        Base rows of the sample.
    before, after : ndarray of int
        Horizons below -1, and from 0.
    lags, trend, gap, placebo, matches : int
    direction : str
    merge : bool
        Whether an episode is one impulse.
    """

    levels: pd.Series
    returns: np.ndarray
    inside: np.ndarray
    before: np.ndarray
    after: np.ndarray
    lags: int
    trend: int
    gap: int
    placebo: int
    matches: int
    direction: str
    merge: bool

    @property
    def pre(self) -> slice:
        """Columns of the horizons before."""
        return slice(0, len(self.before))

    @property
    def post(self) -> slice:
        """Columns of the horizons from 0."""
        return slice(len(self.before), len(self.before) + len(self.after))

    @property
    def both(self) -> slice:
        """The same, followed by the sums of operations."""
        return slice(len(self.before), len(self.before) + 2 * len(self.after))


@dataclass(frozen=True, eq=False)
class Projection:
    """A regression with its placebo draws.

    Columns are the horizons before, those from 0, and the operations summed to each horizon.

    Attributes
    ----------
    shock : {"residual", "raw"}
    response : Response
    draws : ndarray, shape (draws, columns)
        Placebo responses, scaled to the volatility that the episodes' own past predicts.
    members : list of ndarray of int
        Rows of each episode, on the calendar.
    balance : ndarray, shape (E, 3)
        Past of the matches less that of the episode, in standard deviations.
    z : ndarray, shape (T,)
    used : ndarray of bool, shape (T,)
    X : ndarray, shape (n, k)
        Controls on the rows used, the constant first.
    Y : ndarray, shape (n, columns)
    names : list of str
        Of the columns of X.
    """

    shock: str
    response: Response
    draws: np.ndarray
    members: list[np.ndarray]
    balance: np.ndarray
    z: np.ndarray
    used: np.ndarray
    X: np.ndarray
    Y: np.ndarray
    names: list[str]

    def covariance(self, columns: slice) -> Covariance:
        """HC3 for the residual operation, equal-weighted cosine for the raw one.

        The t statistics have no more degrees of freedom than days weigh alike in the estimate: a few large
        operations make a variance that is hardly estimated at all.
        """
        method = "ewc" if self.shock == "raw" else "hc3"
        found = covariance_of_sum(self.response.terms[:, columns], method)
        dof = min(self.response.effective, found.critical.dof or np.inf)
        return replace(found, critical=Critical("t", dof=max(dof, 1.0)))


def project(plan: FlowPlan, laid: Operations, shock: str, rng: np.random.Generator) -> Projection:
    """Regress every horizon on the operations; then do it again on `plan.placebo` draws of other dates.

    The raw operation has a constant for control (and the operations of the other direction on its day); the
    residual one has the past of the rate and `plan.lags` lags of both kinds of operations as well.
    """
    y = 100 * np.log(plan.levels.to_numpy())
    own, other = one_side(laid.amount, plan.direction)
    z = merged(own, plan.gap) if plan.merge else own
    depth = 0 if shock == "raw" else plan.lags
    past, past_names = history(plan.returns, plan.lags, plan.trend)
    changes = long_changes(y, plan.returns, np.r_[plan.before, plan.after])
    Y = np.hstack([changes, sums_ahead(laid.amount, plan.after)])
    own_lags = lagged(z, range(1, plan.lags + 1))
    # Raw and residual share their rows, so that nothing but the controls differs between the two.
    used = plan.inside & ~np.isnan(np.hstack([past, Y, own_lags])).any(axis=1)
    if not np.any(z[used]):
        kind = "" if plan.direction == "both" else f" ({plan.direction})"
        raise EstimationError(
            f"no operation{kind} lies in the {int(used.sum())} days of the sample that have a past of "
            f"{max(plan.trend, plan.lags)} days and the days to horizon {plan.after[-1]}."
        )
    others, other_names = moving(
        lagged(other, range(depth + 1))[used], [f"other_operation_{k}" for k in range(depth + 1)]
    )
    lags, lag_names = moving(own_lags[used][:, :depth], [f"operation_{k}" for k in range(1, depth + 1)])
    parts, names = [np.ones((int(used.sum()), 1)), others], ["constant", *other_names]
    if depth:
        parts.append(past[used])
        names += past_names
    fixed = np.hstack(parts)
    X = np.hstack([fixed, lags])
    response = respond(z[used], Y[used], X, [*names, *lag_names])

    rows = np.flatnonzero(used & (z != 0))
    members = [row[None] for row in rows] if plan.merge else episodes(rows, plan.gap)
    busy = laid.amount != 0
    found = dates.candidates(
        members, busy, used, dates.profile(plan.returns), int(plan.after[-1]), plan.lags, plan.matches
    )
    moved = dates.draw_dates(found, members, busy, plan.placebo, rng)
    W = np.zeros((len(y), fixed.shape[1]))
    W[used] = fixed
    variance = np.nan_to_num(volatility(plan.returns)) ** 2
    draws, spread = dates.placebo_responses(
        moved, z[rows], np.nan_to_num(Y[:, : changes.shape[1]]), W, used, depth, variance
    )
    # Episodes come in restless times, and like dates may be less so: each draw counts in units of what its
    # own days were expected to move, and is stated in those of the episodes.
    draws *= (np.sqrt(response.weights**2 @ variance[used]) / spread)[:, None]
    return Projection(
        shock, response, draws, members, found.distance, z, used, X, Y[used], [*names, *lag_names]
    )
