"""Measures of the chapter on transmission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.common import ANNOUNCED, SELECTED, official_response, value
from analysis.claims.registry import measure
from analysis.data import covered_to, gdp_in_foreign

if TYPE_CHECKING:
    from analysis.claims.horizons import Horizon
    from analysis.passthrough import Effect

WINDOW = 3  # publications from a decision on
SEED = 74
BACKING = ("nexi_grant_bonds_ceiling", "jbic_filp_fy2026")  # decisions of the state with an amount and a day
RECENT = 120  # months of direct investment whose steadiness is measured
_TERMS = ("mou_terms.id", "mou_terms.value")
_DECISIONS = (
    "projects.list",
    "projects.date",
    "institutions.id",
    "institutions.as_of",
    "timeline.date",
    "timeline.topic",
)


def returned_support(
    terms: pd.DataFrame,
    gdp: float,
    projects: pd.DataFrame,
    papers: pd.DataFrame,
    years: float = 10,
    home: float = 1.0,
) -> tuple[float, float]:
    """Percent by which deemed interest brought home would make the yen dearer, least and most.

    Least: what is announced, at the lowest published multiplier; most: the whole commitment, at the highest.
    A multiplier of the dollar that is none of the yen does not count.

    Parameters
    ----------
    gdp : float
        Nominal GDP of a year, billion dollars.
    years : float
        Over which returns are counted.
    home : float
        Share of what is announced that comes home; 1 where the condition of the sentence holds.
    """
    known = terms.set_index("id")["value"]
    announced = projects.loc[projects["stage"] == "announced", "amount_usd_bn"].sum()
    income = years * float(known["deemed_interest"]) / 100
    papers = papers[papers["usable_for_yen"] != "dollar, not yen"]
    per_gdp = papers[papers["unit"] == "percent depreciation per 1% of GDP"]
    per_percent = gdp / 100 / papers.loc[papers["unit"] == "billion US dollars per 1 percent", "mid"]
    least, most = (
        float(f(pd.concat([per_gdp[end], per_percent]))) for f, end in ((min, "low"), (max, "high"))
    )
    return income * announced * home * 100 / gdp * least, income * float(known["amount"]) * 100 / gdp * most


def guaranteed_share(terms: pd.DataFrame) -> float:
    """Share of the money that others lend under a guarantee, the government's expectation as the Mainichi
    reports it."""
    words = {"none": 0.0, "one third": 1 / 3, "one half": 0.5, "two thirds": 2 / 3, "three quarters": 0.75}
    text = str(terms.set_index("id").loc["nexi_share", "value_text"])
    return words[text] if text in words else float(text)


#: The formula as it is printed: the first of each reading.
PRINTED = ("without_interest", "yearly", "original")


def mean_dates(
    terms: pd.DataFrame,
    tenors: tuple = (10, 20, 30),
    returns: tuple = (0.04, 0.06, 0.10, 0.15),
    reading: tuple = PRINTED,
) -> pd.DataFrame:
    """Mean year of receipts after construction: a loan of level payments, and what the split leaves to an
    owner."""
    from analysis import scheme

    rows, made = [], scheme.alternatives(_terms(terms))[reading]
    known = terms.set_index("id")["value"]
    tenors = (float(known["loan_tenor"]),) if "loan_tenor" in known else tenors
    for r in returns:
        flows = _receipts(scheme, made, r)
        rows += [
            (r, tenor, (tenor + 1) / 2, float(flows @ np.arange(1, len(flows) + 1) / flows.sum()))
            for tenor in tenors
        ]
    return pd.DataFrame(rows, columns=["return", "tenor", "loan", "owner"])


def unsteadiness(
    terms: pd.DataFrame, returns: tuple = (0.04, 0.06, 0.10, 0.15), reading: tuple = PRINTED
) -> pd.Series:
    """Standard deviation over mean of an owner's yearly receipts, percent; a loan of level payments has
    none."""
    from analysis import scheme

    found = {}
    for r in returns:
        flows = _receipts(scheme, scheme.alternatives(_terms(terms))[reading], r)
        found[r] = 100 * float(flows.std() / flows.mean())
    return pd.Series(found)


def _terms(terms: pd.DataFrame) -> object:
    from analysis import scheme

    known = terms.set_index("id")["value"]
    return scheme.terms(
        split_before=known["split_before"] / 100, split_after=known["split_after"] / 100,
        deemed_rate=known["deemed_interest"] / 100,
    )  # fmt: skip


def _receipts(scheme: object, terms: object, r: float) -> np.ndarray:
    made = scheme.cash_flows(scheme.Project(cost=100.0, return_=r, years=30, construction=3))
    flows = np.asarray(scheme.distribute(made, terms).japan).reshape(-1)
    paid = np.flatnonzero(flows > 0)
    return flows[paid[0] : paid[-1] + 1]


def variances(direct: pd.Series, portfolio: pd.Series) -> Effect:
    """Log ratio of the variances of the monthly changes of two flows, equal-weighted cosine standard error.

    Delta method: the influence of month t is a_t^2 / mean(a^2) - b_t^2 / mean(b^2), with a and b the demeaned
    changes.
    """
    from analysis.passthrough import Effect
    from analysis.passthrough.core.inference import covariance_of_sum

    both = pd.concat({"a": direct, "b": portfolio}, axis=1).dropna().diff().dropna()
    squares = (both - both.mean()) ** 2
    ratio = squares / squares.mean()
    terms = ((ratio["a"] - ratio["b"]) / len(ratio)).to_numpy()[:, None]
    found = covariance_of_sum(terms, "ewc")
    estimate = float(np.log(squares["a"].mean() / squares["b"].mean()))
    return Effect.of(
        estimate, float(np.sqrt(found.matrix[0, 0])), found.critical, label="log ratio of variances"
    )


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


#: A month that can say something of the decision in it.
_ALONE = "month of a decision with neither an intervention nor a decision on the policy rate beside it"


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


@measure(series=("usd_jpy_daily", "mof_intervention_daily_usd", "oecd_jpn_gdp"))
def yen_on_release(
    usd_jpy_daily: pd.Series, mof_intervention_daily_usd: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon
) -> Effect:
    """Percent by which the dollar gets dearer after official sales of yen of 1 % of GDP within a few days."""
    return official_response(usd_jpy_daily, mof_intervention_daily_usd, oecd_jpn_gdp).at(horizon.days)


@measure(
    reads=(
        *_TERMS, "projects.stage", "projects.amount_usd_bn",
        *(f"yen_flow_elasticities.{field}" for field in ("unit", "low", "mid", "high", "usable_for_yen")),
    ),
    series=("usd_jpy_daily", "oecd_jpn_gdp"),
)  # fmt: skip
def support_by_returns(
    mou_terms: pd.DataFrame,
    projects: pd.DataFrame,
    yen_flow_elasticities: pd.DataFrame,
    usd_jpy_daily: pd.Series,
    oecd_jpn_gdp: pd.Series,
    horizon: Horizon,
) -> Range:
    """Percent by which deemed interest brought home makes the yen dearer; GDP of the last four quarters
    published."""
    gdp = float(gdp_in_foreign(oecd_jpn_gdp, usd_jpy_daily).iloc[-4:].mean())
    return Range(*returned_support(mou_terms, gdp, projects, yen_flow_elasticities, horizon.months / 12))


@measure(reads=("mou_terms.id", "mou_terms.value_text", "funding_plan.id", "funding_plan.share_pct"))
def taken_away_by_structure(mou_terms: pd.DataFrame, funding_plan: pd.DataFrame) -> Range:
    """Percent of the effect on the yen that the structure of the investment can take away.

    None if all is raised in yen and sold; at most what the plan as stated leaves unsold (or lends under
    guarantee). A share converted that is on record (row `converted`) decides instead.
    """
    shares = funding_plan.set_index("id")["share_pct"]
    if pd.notna(shares.get("converted")):
        return Range(*(2 * [100 - float(shares["converted"])]))
    stated = shares.get("no_spot_sale")
    return Range(0.0, max(100 * guaranteed_share(mou_terms), 0.0 if pd.isna(stated) else 100 - float(stated)))


@measure(reads=_TERMS)
def owner_paid_later(mou_terms: pd.DataFrame) -> Range:
    """Years by which an owner is paid later than a lender by level payments, over returns, tenors and
    readings of the split."""
    from analysis import scheme

    dates = pd.concat(
        [mean_dates(mou_terms, reading=reading) for reading in scheme.alternatives(_terms(mou_terms))]
    )
    later = dates["owner"] - dates["loan"]
    return Range(float(later.min()), float(later.max()))


@measure(reads=_TERMS)
def owner_paid_unsteadily(mou_terms: pd.DataFrame) -> Range:
    """Variation of an owner's yearly receipts in percent of their mean, over returns and readings; a level
    loan has none."""
    from analysis import scheme

    every = scheme.alternatives(_terms(mou_terms))
    varies = pd.concat([unsteadiness(mou_terms, reading=reading) for reading in every]).round(6)
    return Range(float(varies.min()), float(varies.max()))


@measure(reads=("institutions.id", "institutions.value"))
def debt_hedged(institutions: pd.DataFrame) -> Range | Absent:
    """Percent of debt that may be hedged where equity is not: from what is on record for the plan to the
    insurers' ratio."""
    insurers, scheme = (value(institutions, key) for key in ("insurers_hedge_ratio", "scheme_debt_hedged"))
    if scheme is not None:
        return Range(scheme, scheme)
    return Absent("a hedge ratio of debt") if insurers is None else Range(0.0, insurers)


@measure(series=("jp_fdi_net",))
def unsteady_outflow(jp_fdi_net: pd.Series) -> float:
    """Standard deviation of monthly direct investment, outward less inward, over its mean, last ten years."""
    recent = jp_fdi_net.dropna().iloc[-RECENT:]
    return float(recent.std() / recent.mean())


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
