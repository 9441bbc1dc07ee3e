"""The money itself: what flows out, what comes back and when, how steadily, and what it does to the yen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Absent, Range
from analysis.claims.measures.common import official_response, value
from analysis.claims.registry import measure
from analysis.data import gdp_in_foreign

if TYPE_CHECKING:
    from analysis.claims.horizons import Horizon
    from analysis.passthrough import Effect

RECENT = 120  # months of direct investment whose steadiness is measured
_TERMS = ("mou_terms.id", "mou_terms.value")


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
