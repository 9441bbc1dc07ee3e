"""Rules for the claims of the chapter on Japan, and the estimates they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_interval, by_parts, by_range
from analysis.claims.judge import rule, series, table
from analysis.claims.old_measures import official_response, share_of_gdp

if TYPE_CHECKING:
    from analysis.passthrough import Effect

MEMORANDUM = "2025-09"  # month in which the scheme was signed
MONTH = 20  # publications after an operation
QUARTER = 2  # months after the month of a flow
_UNIT = "percent per 1 % of GDP"
_NAMES_IT = r"scheme|memorandum|\$550|550 billion"


def response(rate: pd.Series, flow: pd.Series, gdp: pd.Series, lags: int = QUARTER, **options: object) -> Effect:
    r"""Percent change of the price of foreign currency in the months of and after a flow of 1 % of GDP.

    .. math:: 100\,\Delta\log E_t = \alpha + d_t + \sum_{k=0}^{K} b_k\, f_{t-k} + u_t , \qquad \sum_k b_k

    The flow f enters as the change of an index that cumulates it, so that the shared distributed lag estimates this.
    """
    from analysis.passthrough import distributed_lag

    share = share_of_gdp(flow.loc[flow.first_valid_index() : flow.last_valid_index()], gdp)
    cumulated = np.exp(share.cumsum() / 100).rename(flow.name or "flow")
    return distributed_lag(rate, cumulated, lags=lags, seasonal=True, inference="ewc", **options).long_run


@rule(
    "C50",
    says=(
        "Three parts. Official: the dollar in yen a month (twenty business days) after official purchases of dollars. Private: the "
        "same in the month of residents' net direct and portfolio investment abroad and the two after. Each supported if "
        "the 90 % interval lies above zero, contradicted if below, open otherwise. Funding: supported if some of "
        "the scheme's dollars are bought with yen, contradicted if none are, open while that is on the list of unknowns. "
        "Supported or contradicted if all parts are; partly if some have support."
    ),
    needs={
        "daily": series("usd_jpy_daily"),
        "operations": series("mof_intervention_daily_usd"),
        "gdp_usd": series("jp_gdp_usd"),
        "rate": series("usd_jpy"),
        "direct": series("jp_fdi_net"),
        "portfolio": series("jp_residents_total_abroad"),
        "gdp_yen": series("jp_gdp_yen"),
        "unknowns": table("unknowns"),
        "terms": table("mou_terms"),
    },
    shown="fig-japan-over-time-flows",
)
def outflows_weaken(
    daily: pd.Series,
    operations: pd.Series,
    gdp_usd: pd.Series,
    rate: pd.Series,
    direct: pd.Series,
    portfolio: pd.Series,
    gdp_yen: pd.Series,
    unknowns: pd.DataFrame,
    terms: pd.DataFrame,
) -> Decision:
    """Official and private outflows, each by its interval, and what is known of the funding."""
    official = official_response(daily, operations, gdp_usd, placebo=99, leads=5).at(MONTH)  # neither moves the estimate
    private = response(rate, (direct + portfolio).rename("private outflow"), gdp_yen)
    unknown = (unknowns["id"] == "currency_which_scheme_funded_reserves").any()
    low, high = (0.0, 1.0) if unknown else (float(terms.set_index("id").loc["share_bought_with_yen", "value"]),) * 2
    return by_parts({
        "official": by_interval(official, "dearer dollar after a month", unit=_UNIT),
        "private": by_interval(private, "dearer dollar in the month and the two after", unit=_UNIT),
        "funding": by_range(low, high, "share of the scheme bought with yen", threshold=0.0),
    })


@rule(
    "C51",
    says=(
        "Two parts. Effect: the dollar in yen in the month of a primary income surplus and the two after; supported if "
        "the 90 % interval lies below zero (a stronger yen), contradicted if above, open otherwise. Returned: the share "
        "of that income that comes home; supported from one half, contradicted up to one tenth. Supported or "
        "contradicted if both parts are; partly if one has support."
    ),
    needs={
        "rate": series("usd_jpy"),
        "income": series("jp_primary_income"),
        "gdp_yen": series("jp_gdp_yen"),
        "context": table("size_context"),
    },
    shown="fig-japan-over-time-flows",
)
def returns_support(rate: pd.Series, income: pd.Series, gdp_yen: pd.Series, context: pd.DataFrame) -> Decision:
    """The yen on the income surplus, and how much of it returns."""
    effect = response(rate, income, gdp_yen)
    returned = float(context.set_index("id").loc["primary_income_returned", "value"])
    return by_parts({
        "effect": by_interval(effect, "dearer dollar in the month and the two after", claimed=-1, unit=_UNIT),
        "returned": by_bounds(returned, "share that may have come home in 2023", supported_from=0.5, contradicted_to=0.1),
    })


@rule(
    "C53",
    says=(
        "Since the memorandum, did the ministry buy yen, did the bank raise its rate, and does an entry of the timeline on "
        "either act name the scheme as its reason? The first two are supported by one act and contradicted by none. The "
        "third is supported by one such entry, contradicted if there was no act, and open otherwise: a reason that "
        "is not named may still be one. Supported or contradicted if all are; partly if some have support."
    ),
    needs={
        "operations": series("mof_intervention_monthly_jpy"),
        "policy_rate": series("jp_policy_rate"),
        "timeline": table("timeline"),
    },
    shown="tab-japan-claims",
)
def policy_acted(operations: pd.Series, policy_rate: pd.Series, timeline: pd.DataFrame) -> Decision:
    """Count yen-buying months and rate rises since the memorandum, and entries that tie them to the scheme."""
    bought = float((operations.loc[MEMORANDUM:] > 0).sum())
    rises = float((policy_rate.diff().loc[MEMORANDUM:] > 0).sum())
    entries = timeline[timeline["topic"].isin(["intervention", "policy_rate"]) & (timeline["date"] >= MEMORANDUM)]
    text = entries["event"].fillna("") + " " + entries["note"].fillna("")
    named = float(text.str.contains(_NAMES_IT, case=False).sum())
    says = f"entries on either act that name the scheme: {named:.0f} of {len(entries)}"
    if bought + rises == 0:
        forced = Decision("contradicted", "no act that could have been forced")
    elif named:
        forced = Decision("supported", says, named)
    else:
        forced = Decision("open", says, named, power="public reasons cannot show a reason that was not given")
    return by_parts({
        "intervention": by_bounds(bought, "months in which yen were bought", supported_from=1, contradicted_to=0),
        "policy": by_bounds(rises, "rises of the policy rate", supported_from=1, contradicted_to=0),
        "forced by the scheme": forced,
    })
