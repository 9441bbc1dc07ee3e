"""Markets at decisions: days and months in which something was decided, and what yen and yields did there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Absent
from analysis.claims.measures.common import ANNOUNCED, SELECTED
from analysis.claims.registry import measure
from analysis.data import covered_to

if TYPE_CHECKING:
    from analysis.passthrough import Effect

WINDOW = 3  # publications from a decision on
SEED = 74
BACKING = ("nexi_grant_bonds_ceiling", "jbic_filp_fy2026")  # decisions of the state with an amount and a day
_DECISIONS = (
    "projects.list",
    "projects.date",
    "institutions.id",
    "institutions.as_of",
    "timeline.date",
    "timeline.topic",
)
#: A month that can say something of the decision in it.
_ALONE = "month of a decision with neither an intervention nor a decision on the policy rate beside it"


def decisions(projects: pd.DataFrame, institutions: pd.DataFrame, timeline: pd.DataFrame) -> pd.DatetimeIndex:
    """Days on which state backing or a batch was decided, or its loans were signed.

    One within a window, and none with an intervention or a decision on the policy rate in its window. Talks,
    lists of interest and projects that were discussed are no decisions.
    """
    acts = pd.DatetimeIndex(
        pd.to_datetime(timeline.loc[timeline["topic"].isin(["intervention", "policy_rate"]), "date"])
    )
    kept: list = []
    for day in _decided(projects, institutions):
        if not kept or (day - kept[-1]).days > WINDOW + 2:
            kept.append(day)
    free = [not ((acts >= day) & (acts <= day + pd.Timedelta(days=WINDOW + 2))).any() for day in kept]
    return pd.DatetimeIndex([day for day, alone in zip(kept, free, strict=True) if alone])


def decision_months(projects: pd.DataFrame, institutions: pd.DataFrame) -> pd.PeriodIndex:
    """Months of all decisions, those beside interventions and decisions on the policy rate too."""
    return pd.PeriodIndex(_decided(projects, institutions), freq="M").unique()


def _decided(projects: pd.DataFrame, institutions: pd.DataFrame) -> list:
    dated = pd.concat([
        projects.loc[projects["list"].isin((*SELECTED, "loans")), "date"],
        institutions.loc[institutions["id"].isin(BACKING), "as_of"],
    ])  # fmt: skip
    return sorted(set(pd.to_datetime(dated)))


def rate_months(timeline: pd.DataFrame) -> pd.PeriodIndex:
    """Months with a decision on the policy rate."""
    return pd.PeriodIndex(timeline.loc[timeline["topic"] == "policy_rate", "date"].str[:7], freq="M")


def nervousness(
    daily: pd.Series, days: pd.DatetimeIndex, end: pd.Timestamp, draws: int = 999
) -> Effect | Absent:
    """Mean absolute daily move at the decisions against the two years around them, percent more than usual.

    The moves are those of the first publications that could hold the news: a day announced in the American
    afternoon waits one (`ANNOUNCED`), since the ECB fixes before it. `end` is the day to which decisions are
    known: a later day may hold one, so it is no usual day. The standard error is the spread of the same
    number when all decisions move together to other dates.
    """
    from analysis.passthrough import Critical, Effect

    if days.empty:
        return Absent("a day of a decision without an intervention or a decision on the policy rate")
    moves = (100 * np.log(daily.dropna()).diff().abs()).dropna()
    moves = moves.loc[str((days[0] - pd.DateOffset(years=2)).date()) : end]
    at = np.searchsorted(moves.index, days) + [ANNOUNCED.get(str(day.date()), 0) for day in days]
    at = at[at + WINDOW <= len(moves)]
    values, usual = moves.to_numpy(), float(moves.mean())
    shifts = np.random.default_rng(SEED).integers(0, len(values), draws)
    rows = (at[:, None] + np.arange(WINDOW)).reshape(-1)
    placebo = np.array([values[(rows + s) % len(values)].mean() for s in shifts])
    estimate = 100 * (values[rows].mean() / usual - 1)
    error = float(100 * placebo.std() / usual)
    return Effect.of(float(estimate), error, Critical("normal"), label="daily moves at decisions")


def yields_at(
    yields: pd.Series, days: pd.DatetimeIndex, without: pd.PeriodIndex, end: pd.Timestamp,
    decided: pd.PeriodIndex,
) -> Effect | Absent:  # fmt: skip
    """Mean change of the ten-year yield in the months of decisions less that of the ten years before `end`,
    points.

    Months in `without`, those with a decision on the policy rate, are left out, and so is what is not over by
    `end`, the day to which decisions are known. The months in `decided`, those of any decision, are no usual
    ones. `Absent` where no month of a decision is left.
    """
    from analysis.passthrough import Critical, Effect

    change = yields.dropna().diff().dropna()
    change = change[change.index.end_time.normalize() <= end].iloc[-120:]
    change = change[~change.index.isin(without)]
    months = [m for m in days.to_period("M").unique() if m in change.index]
    if not months:
        return Absent(f"a {_ALONE}")
    other = change[~change.index.isin([*months, *decided])]
    error = float(other.std() * np.sqrt(1 / len(months) + 1 / len(other)))
    estimate = float(change[months].mean() - other.mean())
    return Effect.of(estimate, error, Critical("t", dof=len(other) - 1), label="yield at decisions")


def linked(old: pd.Series, new: pd.Series) -> pd.Series:
    """Ten-year yield of the OECD, carried on past its last month by the changes of the ministry's month ends,
    which the older series is like."""
    change = old.dropna().diff().combine_first(new.dropna().diff())
    first = old.dropna().iloc[0]
    return change.iloc[1:].cumsum().add(first).rename("ten-year yield")


def yields_after_decisions(
    projects: pd.DataFrame, institutions: pd.DataFrame, timeline: pd.DataFrame, yields: pd.Series
) -> Effect | Absent:
    """`yields_at` on the decisions that the tables have; `Absent` where they leave one month, since whatever
    else moved the yield in it cannot be told apart."""
    found, months = yields_in_decision_months(projects, institutions, timeline, yields)
    return Absent(f"a second {_ALONE}") if len(months) == 1 else found


def yields_in_decision_months(
    projects: pd.DataFrame, institutions: pd.DataFrame, timeline: pd.DataFrame, yields: pd.Series
) -> tuple[Effect | Absent, pd.PeriodIndex]:
    """What `yields_at` finds, and the months that it rests on."""
    days, rates = decisions(projects, institutions, timeline), rate_months(timeline)
    end = covered_to(timeline, "the timeline")
    found = yields_at(yields, days, rates, end, decision_months(projects, institutions))
    known = yields.dropna().index
    months = days.to_period("M").unique().difference(rates).intersection(known[known.end_time <= end])
    return found, months


@measure(reads=_DECISIONS, series=("jp_10y_yield", "jp_10y_yield_mof_month_end"))
def yields_on_decisions(
    projects: pd.DataFrame, institutions: pd.DataFrame, timeline: pd.DataFrame, jp_10y_yield: pd.Series,
    jp_10y_yield_mof_month_end: pd.Series,
) -> Effect | Absent:  # fmt: skip
    """Change of the ten-year yield in months of decisions against other months, percentage points."""
    return yields_after_decisions(
        projects, institutions, timeline, linked(jp_10y_yield, jp_10y_yield_mof_month_end)
    )


@measure(reads=_DECISIONS, series=("usd_jpy_daily",))
def moves_at_decisions(
    projects: pd.DataFrame, institutions: pd.DataFrame, timeline: pd.DataFrame, usd_jpy_daily: pd.Series
) -> Effect | Absent:
    """Percent by which daily moves of the dollar are larger than usual in the publications from each decision
    on."""
    days = decisions(projects, institutions, timeline)
    return nervousness(usd_jpy_daily, days, covered_to(timeline, "the timeline"))
