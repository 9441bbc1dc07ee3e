"""Rules for the claims of the chapter on transmission, and the estimates they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_interval, by_parts, by_range
from analysis.claims.judge import rule, series, table
from analysis.claims.old_measures import official_response
from analysis.data import GDP_YEAR, covered_to, gdp_of_year
from analysis.scheme.dates import since

if TYPE_CHECKING:
    from analysis.passthrough import Effect

WEEK = 5  # publications after an operation
YEARS = 10  # over which returns are counted
WINDOW = 3  # publications from a decision on
SEED = 74
_FUNDING = "currency_which_scheme_funded_reserves"  # on the list of unknowns


def returned_support(terms: pd.DataFrame, context: pd.DataFrame, gdp: float, projects: pd.DataFrame, papers: pd.DataFrame) -> tuple:
    """Percent by which ten years of deemed interest brought home would make the yen dearer, least and most.

    Least: what is announced, with the share of income that may have come home, at the lowest published multiplier;
    most: the whole commitment, all of it brought home, at the highest.
    """
    value, home = terms.set_index("id")["value"], context.set_index("id").loc["primary_income_returned", "value"]
    announced = projects.loc[projects["stage"] == "announced", "amount_usd_bn"].sum()
    income = YEARS * float(value["deemed_interest"]) / 100
    per_gdp = papers[papers["unit"] == "percent depreciation per 1% of GDP"]
    per_percent = gdp / 100 / papers.loc[papers["unit"] == "billion US dollars per 1 percent", "mid"]
    least, most = (float(f(pd.concat([per_gdp[end], per_percent]))) for f, end in ((min, "low"), (max, "high")))
    return income * announced * home * 100 / gdp * least, income * float(value["amount"]) * 100 / gdp * most


def guaranteed_share(terms: pd.DataFrame) -> float:
    """Share of the money that others lend under a guarantee, as officials expected."""
    words = {"none": 0.0, "one third": 1 / 3, "one half": 0.5, "two thirds": 2 / 3, "three quarters": 0.75}
    text = str(terms.set_index("id").loc["nexi_share", "value_text"])
    return words[text] if text in words else float(text)


def mean_dates(terms: pd.DataFrame, tenors: tuple = (10, 20, 30), returns: tuple = (0.04, 0.06, 0.10, 0.15)) -> pd.DataFrame:
    """Mean year of receipts after construction: a loan of level payments, and what the split leaves to an owner."""
    from analysis import scheme

    rows, made = [], _terms(terms)
    known = terms.set_index("id")["value"]
    tenors = (float(known["loan_tenor"]),) if "loan_tenor" in known else tenors
    for r in returns:
        flows = _receipts(scheme, made, r)
        rows += [(r, tenor, (tenor + 1) / 2, float(flows @ np.arange(1, len(flows) + 1) / flows.sum())) for tenor in tenors]
    return pd.DataFrame(rows, columns=["return", "tenor", "loan", "owner"])


def unsteadiness(terms: pd.DataFrame, returns: tuple = (0.04, 0.06, 0.10, 0.15)) -> pd.Series:
    """Standard deviation over mean of an owner's yearly receipts, percent; a loan of level payments has none."""
    from analysis import scheme

    found = {}
    for r in returns:
        flows = _receipts(scheme, _terms(terms), r)
        found[r] = 100 * float(flows.std() / flows.mean())
    return pd.Series(found)


def _terms(terms: pd.DataFrame) -> object:
    from analysis import scheme

    value = terms.set_index("id")["value"]
    return scheme.terms(
        split_before=value["split_before"] / 100, split_after=value["split_after"] / 100, deemed_rate=value["deemed_interest"] / 100
    )


def _receipts(scheme: object, terms: object, r: float) -> np.ndarray:
    calls, cash = scheme.cash_flows(scheme.Project(cost=100.0, return_=r, years=30, construction=3))
    flows = np.asarray(scheme.distribute(calls, cash, terms).japan).reshape(-1)
    paid = np.flatnonzero(flows > 0)
    return flows[paid[0] : paid[-1] + 1]


def variances(direct: pd.Series, portfolio: pd.Series) -> Effect:
    """Log ratio of the variances of the monthly changes of two flows, equal-weighted cosine standard error.

    Delta method: the influence of month t is a_t^2 / mean(a^2) - b_t^2 / mean(b^2), with a and b the demeaned changes.
    """
    from analysis.passthrough import Effect
    from analysis.passthrough.core.inference import covariance_of_sum

    both = pd.concat({"a": direct, "b": portfolio}, axis=1).dropna().diff().dropna()
    squares = (both - both.mean()) ** 2
    ratio = squares / squares.mean()
    terms = ((ratio["a"] - ratio["b"]) / len(ratio)).to_numpy()[:, None]
    found = covariance_of_sum(terms, "ewc")
    estimate = float(np.log(squares["a"].mean() / squares["b"].mean()))
    return Effect.of(estimate, float(np.sqrt(found.matrix[0, 0])), found.critical, label="log ratio of variances")


def decisions(timeline: pd.DataFrame) -> pd.DatetimeIndex:
    """Days on which state backing or a batch was decided since the memorandum, with an amount.

    One within a window, and none with an intervention or a rate decision in its window.
    """
    acts = pd.DatetimeIndex(pd.to_datetime(timeline.loc[timeline["topic"].isin(["intervention", "policy_rate"]), "date"]))
    rows = timeline[timeline["topic"].isin(["institution", "projects"]) & timeline["amount"].notna() & since(timeline["date"])]
    days = pd.DatetimeIndex(sorted(set(pd.to_datetime(rows["date"]))))
    kept: list = []
    for day in days:
        if not kept or (day - kept[-1]).days > WINDOW + 2:
            kept.append(day)
    free = [not ((acts >= day) & (acts <= day + pd.Timedelta(days=WINDOW + 2))).any() for day in kept]
    return pd.DatetimeIndex(kept)[free]


def rate_months(timeline: pd.DataFrame) -> pd.PeriodIndex:
    """Months with a decision on the policy rate."""
    return pd.PeriodIndex(timeline.loc[timeline["topic"] == "policy_rate", "date"].str[:7], freq="M")


def nervousness(daily: pd.Series, days: pd.DatetimeIndex, end: pd.Timestamp, draws: int = 999) -> Effect:
    """Mean absolute daily move at the decisions against the two years around them, percent more than usual.

    `end` is the day to which decisions are known: a later day may hold one, so it is no usual day.
    The standard error is the spread of the same number when all decisions move together to other dates.
    """
    from analysis.passthrough import Critical, Effect

    moves = (100 * np.log(daily.dropna()).diff().abs()).dropna()
    moves = moves.loc[str((days[0] - pd.DateOffset(years=2)).date()) : end]
    at = np.searchsorted(moves.index, days)
    at = at[at + WINDOW <= len(moves)]
    values, usual = moves.to_numpy(), float(moves.mean())
    shifts = np.random.default_rng(SEED).integers(0, len(values), draws)
    rows = (at[:, None] + np.arange(WINDOW)).reshape(-1)
    placebo = np.array([values[(rows + s) % len(values)].mean() for s in shifts])
    estimate = 100 * (values[rows].mean() / usual - 1)
    return Effect.of(float(estimate), float(100 * placebo.std() / usual), Critical("normal"), label="daily moves at decisions")


def yields_at(yields: pd.Series, days: pd.DatetimeIndex, without: pd.PeriodIndex, end: pd.Timestamp) -> Effect:
    """Mean change of the ten-year yield in the months of decisions less that of the ten years before `end`, points.

    Months in `without`, those with a decision on the policy rate, are left out, and so is what is not over by `end`, the
    day to which decisions are known.
    """
    from analysis.passthrough import Critical, Effect

    change = yields.dropna().diff()
    change = change[change.index.end_time.normalize() <= end].iloc[-120:]
    months = [m for m in days.to_period("M").unique() if m in change.index and m not in without]
    other = change.drop(months)
    error = float(other.std() * np.sqrt(1 / len(months) + 1 / len(other)))
    return Effect.of(float(change[months].mean() - other.mean()), error, Critical("t", dof=len(other) - 1), label="yield at decisions")


@rule(
    "C68",
    says=(
        "Two parts. At once: the largest part of the commitment signed on one day; supported from 50 percent, "
        "contradicted up to 10. Weaker: the dollar in yen within five publications of official purchases of dollars; "
        "supported if the 90 % interval lies above zero, contradicted if below, open otherwise. Supported or contradicted "
        "if both parts are; partly if one has support. What part is bought with yen is not known and is not decided."
    ),
    needs={
        "daily": series("usd_jpy_daily"), "operations": series("mof_intervention_daily_usd"), "gdp": series("oecd_jpn_gdp"),
        "projects": table("projects"), "terms": table("mou_terms"),
    },
    shown="fig-transmission-multipliers",
)  # fmt: skip
def at_once(
    daily: pd.Series, operations: pd.Series, gdp: pd.Series, projects: pd.DataFrame, terms: pd.DataFrame
) -> Decision:
    """The pace of what is signed, and the response to official purchases."""
    signed = projects[projects["stage"] == "signed"].groupby("date")["amount_usd_bn"].sum()
    part = 100 * float(signed.max() / terms.set_index("id").loc["amount", "value"])
    effect = official_response(daily, operations, gdp).at(WEEK)
    return by_parts({
        "at once": by_bounds(part, "of the commitment signed on one day", supported_from=50, contradicted_to=10, unit="percent"),
        "weaker": by_interval(effect, "dearer dollar within five publications", unit="percent per 1 % of GDP"),
    })


@rule(
    "C69",
    says=(
        "Ten years of deemed interest brought home, as a rise of the yen. Least: what is announced, the share of income that "
        "may have come home, the lowest published multiplier; most: the whole commitment, all brought home, the highest. "
        "Supported if the least is above 1 percent, contradicted if the most is not, partly between: the direction is "
        "arithmetic, the size depends on what is not known."
    ),
    needs={
        "terms": table("mou_terms"), "context": table("size_context"), "gdp_usd": series("jp_gdp_usd"),
        "projects": table("projects"), "papers": table("yen_flow_elasticities"),
    },
    shown="tab-transmission-timing",
)  # fmt: skip
def profits_support(
    terms: pd.DataFrame, context: pd.DataFrame, gdp_usd: pd.Series, projects: pd.DataFrame, papers: pd.DataFrame
) -> Decision:
    """The range of what returns do."""
    low, high = returned_support(terms, context, gdp_of_year(gdp_usd, GDP_YEAR), projects, papers)
    return by_range(low, high, "dearer yen after ten years of returns", threshold=1.0, straddling="partly", unit="percent")


@rule(
    "C70",
    says=(
        "How much of the effect on the yen the mix of instruments can take away: the share lent by others under a guarantee, "
        "if they fund it in dollars; nothing, if they fund it with yen. The claim's word is decisive: supported if the "
        "whole range is above one half, contradicted if none of it is, partly where the funding currency decides."
    ),
    needs={"terms": table("mou_terms"), "unknowns": table("unknowns")},
    shown="fig-transmission-designs",
)
def mix_decides(terms: pd.DataFrame, unknowns: pd.DataFrame) -> Decision:
    """The range that the mix leaves."""
    high = guaranteed_share(terms)
    low = 0.0 if (unknowns["id"] == _FUNDING).any() else high
    return by_range(low, high, "part of the effect that the mix takes away", threshold=0.5, straddling="partly")


def _hedging(institutions: pd.DataFrame) -> Decision:
    """How much more an owner than a lender would push the yen: the part of debt that may be hedged."""
    value = institutions.set_index("id")["value"]
    low = float(value.get("scheme_debt_hedged", 0.0))
    high = max(low, float(value["insurers_hedge_ratio"]))
    return by_range(low, high, "part of debt that may be hedged, equity being unhedged", threshold=0.0, unit="percent")


@rule(
    "C71",
    says=(
        "Two parts. Slower: mean year of an owner's receipts under the split less that of a loan of level payments, for "
        "projects of 4 to 15 percent and tenors of 10 to 30 years; supported if always above zero, contradicted if never, "
        "partly between. Pressure: part of debt that may be hedged where equity is not, from none to the insurers' ratio; "
        "supported if above zero, contradicted if none may be, open while not known. Supported or contradicted if both "
        "are; partly if one has support."
    ),
    needs={"terms": table("mou_terms"), "institutions": table("institutions")},
    shown="tab-transmission-timing",
)
def equity_is_slow(terms: pd.DataFrame, institutions: pd.DataFrame) -> Decision:
    """Timing by instrument, and hedging."""
    dates = mean_dates(terms)
    later = dates["owner"] - dates["loan"]
    return by_parts({
        "slower": by_range(
            float(later.min()), float(later.max()), "years by which an owner is paid later", threshold=0.0, straddling="partly"
        ),
        "pressure": _hedging(institutions),
    })


@rule(
    "C72",
    says=(
        "Two parts. Steadier: variation of an owner's yearly receipts under the split, over their mean, for projects of 4 to "
        "15 percent, against none for a loan of level payments; supported if always above zero, contradicted if never, "
        "partly between. Milder: part of debt that may be hedged where equity is not; supported if above zero, "
        "contradicted if none may be, open while not known. Supported or contradicted if both are; partly if one has support."
    ),
    needs={"terms": table("mou_terms"), "institutions": table("institutions")},
    shown="tab-transmission-timing",
)
def debt_is_steady(terms: pd.DataFrame, institutions: pd.DataFrame) -> Decision:
    """Steadiness by instrument, and hedging."""
    varies = unsteadiness(terms).round(6)
    return by_parts({
        "steadier": by_range(
            float(varies.min()), float(varies.max()), "variation of an owner's receipts", threshold=0.0, straddling="partly",
            unit="percent of their mean",
        ),
        "milder": _hedging(institutions),
    })  # fmt: skip


@rule(
    "C73",
    says=(
        "Two parts. Against other flows: log ratio of the variances of monthly changes, net direct investment over "
        "residents' portfolio purchases abroad; supported if the 90 % interval lies below zero and the ratio is one half or "
        "less, contradicted if it lies above zero or excludes one half, open otherwise. In itself: standard deviation "
        "over mean of direct investment in the last ten years; supported up to 0.5, contradicted from 1. Supported or "
        "contradicted if both are; partly if one has some support. Which part is firms' own funds no series tells."
    ),
    needs={"direct": series("jp_fdi_net"), "portfolio": series("jp_residents_total_abroad")},
    shown="tab-transmission-smooth",
)
def own_funds_smooth(direct: pd.Series, portfolio: pd.Series) -> Decision:
    """Variance against portfolio flows, and against its own mean."""
    recent = direct.dropna().iloc[-120:]
    return by_parts({
        "against other flows": by_interval(
            variances(direct, portfolio), "log ratio of variances", claimed=-1, matters=float(np.log(2))
        ),
        "in itself": by_bounds(
            float(recent.std() / recent.mean()), "standard deviation over mean", supported_from=0.5, contradicted_to=1.0
        ),
    })


@rule(
    "C74",
    says=(
        "Two parts. Currency: mean absolute daily move of the dollar in yen in the three publications from each decision on "
        "state backing or batches, against the usual, with a placebo standard error; supported if the 90 % interval lies above "
        "zero and the estimate is 25 percent or more, contradicted if it lies below zero or excludes 25 percent, open "
        "otherwise. Fiscal: change of the ten-year yield in the months of decisions, the same with 0.1 points. Supported or "
        "contradicted if both are; partly if one has support. Decisions with an intervention or a rate decision in their window "
        "are left out, for yields months with a rate decision."
    ),
    needs={"daily": series("usd_jpy_daily"), "yields": series("jp_10y_yield"), "timeline": table("timeline")},
    shown="tab-transmission-smooth",
)
def bulk_worries(daily: pd.Series, yields: pd.Series, timeline: pd.DataFrame) -> Decision:
    """Daily moves and monthly yields at the decisions."""
    days, end = decisions(timeline), covered_to(timeline, "the timeline")
    return by_parts({
        "currency": by_interval(nervousness(daily, days, end), "daily moves against the usual", matters=25.0, unit="percent"),
        "fiscal": by_interval(
            yields_at(yields, days, rate_months(timeline), end), "ten-year yield in months of decisions", matters=0.1, unit="points"
        ),
    })
