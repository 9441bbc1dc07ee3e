"""What must be looked at before a flow response is believed: reaction, pre-trend, episodes, other timings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import covariance, wald
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.present import p_text
from analysis.passthrough.core.randomisation import (
    critical_value,
    pvalues,
    sup_pvalue,
)
from analysis.passthrough.events.daily_projection import respond
from analysis.passthrough.events.flow_projection import FlowPlan, Projection
from analysis.passthrough.events.operations import Operations, episodes, one_side

#: Fewer episodes than this, or a weight spread over fewer days, and the reader must know which carry the
#: estimate.
FEW = 10
#: Matches that differ from the episodes by more than this share of a standard deviation are named.
UNLIKE = 0.25
#: What placebo dates are matched on, in the order of `placebo.profile`.
MATCHED = ("5-day return", "20-day return", "log volatility")


def reaction(run: Projection, lags: int) -> tuple[pd.DataFrame, dict]:
    """The reaction function of a residual shock: coefficients, and leaning against the wind in short.

    Standard errors are HC1: own lags leave no serial correlation to speak of.
    """
    regression = fit(run.z[run.used], run.X, run.names)
    found = covariance(regression, "hc1")
    error = np.sqrt(np.diag(found.matrix))
    table = pd.DataFrame(
        {
            "estimate": regression.beta,
            "std_error": error,
            "pvalue": found.critical.pvalue(regression.beta / error),
        },
        index=pd.Index(run.names, name="regressor"),
    )
    moves = [i for i, name in enumerate(run.names) if name.startswith("return_")]
    _, pvalue = wald(regression.beta[moves], found.matrix[np.ix_(moves, moves)], found.critical)
    single = moves[:lags]
    weight = np.zeros(len(run.names))
    weight[single] = 1 / lags
    leaning = {
        f"operations after a depreciation of 1 % spread over {lags} days": float(weight @ regression.beta),
        "standard error": float(np.sqrt(weight @ found.matrix @ weight)),
        "p, past returns do not matter": float(pvalue),
        "r squared": regression.r_squared,
    }
    return table, leaning


def pre_trend(plan: FlowPlan, run: Projection) -> pd.DataFrame:
    """Responses at the horizons before: estimate, std_error, pvalue."""
    found = run.covariance(plan.pre)
    estimate, error = run.response.estimate[plan.pre], np.sqrt(np.diag(found.matrix))
    known = spanned(plan) if run.shock == "residual" else np.zeros(len(estimate), dtype=bool)
    # What the controls span is zero by arithmetic, and its rounding noise has no p-value.
    estimate, error = np.where(known, 0.0, estimate), np.where(known, 0.0, error)
    pvalue = np.where(known, 1.0, found.critical.pvalue(estimate / np.where(known, 1.0, error)))
    return pd.DataFrame(
        {"estimate": estimate, "std_error": error, "pvalue": pvalue},
        index=pd.Index(plan.before, name="horizon"),
    )


def spanned(plan: FlowPlan) -> np.ndarray:
    """Which horizons before are sums of returns that the reaction function holds."""
    days = -plan.before - 1
    return (days <= plan.lags) | (days == plan.trend)


def pre_trend_pvalue(plan: FlowPlan, run: Projection) -> float | None:
    """p-value of no pre-trend at all: the largest standardised response before, among the placebo draws.

    None if every horizon before is held by the reaction function.
    """
    free = ~spanned(plan)
    if not free.any():
        return None
    return sup_pvalue(run.response.estimate[plan.pre][free], run.draws[:, plan.pre][:, free])


def episode_table(plan: FlowPlan, laid: Operations, run: Projection) -> pd.DataFrame:
    """One row an episode: first and last day, impulses, total, and share of the weight in the estimate."""
    place = np.cumsum(run.used) - 1
    squares = run.response.weights**2
    index = plan.levels.index
    rows = [
        {
            "first": laid.days[int(m[0])],
            "last": laid.days.get(int(m[-1]), f"{index[m[-1]]:%F}"),
            "impulses": len(m),
            "total": float(run.z[m].sum()),
            "weight": float(squares[place[m]].sum() / squares.sum()),
            "raw_change": float(run.Y[place[m[0]], plan.post.stop - 1]),
        }
        for m in run.members
    ]
    return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="episode"))


def leave_one_out(plan: FlowPlan, run: Projection) -> pd.DataFrame:
    """Responses without the rows that know of an episode, a row each; NaN where nothing is left."""
    place = np.cumsum(run.used) - 1
    z, out = run.z[run.used], []
    for m in run.members:
        keep = np.ones(len(z), dtype=bool)
        touched = np.arange(m[0], min(m[-1] + plan.lags + 1, len(run.used)))
        keep[place[touched[run.used[touched]]]] = False
        there = np.abs(run.X[keep]).max(axis=0) > 0
        names = [name for name, kept in zip(run.names, there, strict=True) if kept]
        try:
            response = respond(z[keep], run.Y[keep][:, plan.post], run.X[keep][:, there], names)
            out.append(response.estimate)
        except EstimationError:
            out.append(np.full(len(plan.after), np.nan))
    return pd.DataFrame(
        out,
        index=pd.RangeIndex(1, len(out) + 1, name="episode"),
        columns=pd.Index(plan.after, name="horizon"),
    )


def variants(plan: FlowPlan, runs: dict[tuple[str, int], Projection], coverage: float = 0.95) -> pd.DataFrame:
    """Every shock at every timing, by horizon, with both kinds of interval."""
    frames = {}
    for (shock, shift), run in sorted(runs.items(), key=lambda item: item[0]):
        found = run.covariance(plan.post)
        estimate, error = run.response.estimate[plan.post], np.sqrt(np.diag(found.matrix))
        half, wide = found.critical.value(coverage) * error, critical_value(run.draws[:, plan.post], coverage)
        frames[shock, shift] = pd.DataFrame(
            {
                "estimate": estimate,
                "std_error": error,
                "low": estimate - half,
                "high": estimate + half,
                "placebo_low": estimate - wide,
                "placebo_high": estimate + wide,
                "p_placebo": pvalues(estimate, run.draws[:, plan.post]),
            },
            index=pd.Index(plan.after, name="horizon"),
        )
    return pd.concat(frames, names=["shock", "shift"])


def warnings(
    plan: FlowPlan,
    laid: Operations,
    run: Projection,
    table: pd.DataFrame,
    without: pd.DataFrame,
    p_before: float | None,
) -> list[str]:
    """What a reader must know."""
    out = []
    if len(table) < FEW or run.response.effective < FEW:
        top = table["weight"].idxmax()
        out.append(
            f"{len(table)} episodes carry the estimate, and weigh like {run.response.effective:.1f} "
            "equal days; the one from "
            f"{table.loc[top, 'first']} has {100 * table.loc[top, 'weight']:.0f} % of the weight"
        )
    last = without.iloc[:, -1].to_numpy()
    estimate = run.response.estimate[plan.post][-1]
    turns = table.loc[np.sign(last) == -np.sign(estimate), "first"] if np.isfinite(last).any() else []
    if len(turns):
        out.append(f"the sign at the last horizon turns without the episode from {', '.join(turns)}")
    for name, distance in zip(MATCHED, run.balance.mean(axis=0), strict=True):
        if abs(distance) > UNLIKE:
            out.append(
                f"placebo dates differ from the episodes in {name} by {distance:+.2f} standard "
                "deviations: the past of "
                "some episodes has no like"
            )
    if p_before is not None and p_before < 0.05:
        out.append(
            f"there is a response before the operation (p {p_text(p_before)}): the reaction function is "
            "not complete"
        )
    if plan.merge:
        own, _ = one_side(laid.amount, plan.direction)
        longest = max(int(m[-1] - m[0]) + 1 for m in episodes(np.flatnonzero(own), plan.gap))
        if longest > plan.after[-1]:
            out.append(
                f"the longest episode takes {longest} publications, more than the {plan.after[-1]} of "
                "the last horizon: its "
                "total counts on the first day although part of it was still to come"
            )
    return out
