"""Rules for the claims of the chapter on motives, and the estimates they rest on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Decision, by_bounds, by_interval, by_parts, by_range
from analysis.claims.judge import rule, series, table
from analysis.claims.old_measures import regress, share_of_gdp

if TYPE_CHECKING:
    from analysis.passthrough import Effect

SIGNED = "2025-09"  # month of the memorandum
PUBLISHED = "2025-11"  # month of the article
BEFORE = 5  # years that the months since the memorandum are compared with
NAMED = ("semiconductors", "electronics", "batteries", "minerals")  # the article's sectors, at their widest
TRADED = ("semiconductors", "electronics", "batteries", "minerals", "cars", "machinery", "steel")
_GDP = "percent of GDP, yearly rate"


def pickup(abroad: pd.Series, home: pd.Series, abroad_short: pd.Series, home_short: pd.Series) -> pd.DataFrame:
    """Yield gap in percentage points, before and after a rolling three-month hedge at covered parity."""
    before = abroad - home
    return pd.DataFrame({"unhedged": before, "hedged": before - (abroad_short - home_short)}).dropna()


def flood(flow: pd.Series, gdp: pd.Series, start: str = SIGNED) -> Effect:
    """Mean flow since `start` less that of the same months of the five years before."""
    share = share_of_gdp(flow.dropna(), gdp, yearly=True).loc[pd.Period(start, "M") - 12 * BEFORE :]
    step = pd.DataFrame({"since": (share.index >= pd.Period(start, "M")).astype(float)}, index=share.index)
    return regress(share, step)["since"]


def drift(rate: pd.Series, first: str, last: str = PUBLISHED) -> Effect:
    """Mean change of 100 x log of a rate, percent a year."""
    change = 1200 * np.log(rate).diff().loc[first:last]
    return regress(change, pd.DataFrame(index=change.index), seasonal=False)["constant"]


def percentile(rate: pd.Series, month: str = PUBLISHED, since: str = "1995-01") -> float:
    """Percent of months since 1995 whose rate was below the month's, ties counted half."""
    known = rate.dropna().loc[since:month]
    return float(100 * ((known < known.iloc[-1]).mean() + 0.5 * (known == known.iloc[-1]).mean()))


def monthly_policy(policy: pd.Series) -> pd.Series:
    """Decisions of the policy rate as a rate at the end of every month; months without a rate target stay empty."""
    month = policy.copy()
    month.index = pd.DatetimeIndex(month.index).to_period("M")
    month = month.fillna(-99.0).groupby(level=0).last()
    return month.reindex(pd.period_range(month.index[0], month.index[-1], freq="M")).ffill().replace(-99.0, np.nan)


def values(facts: pd.DataFrame) -> pd.Series:
    """Values of a table of facts by id."""
    return facts.set_index("id")["value"].astype(float)


def pledges(analogues: pd.DataFrame) -> pd.Series:
    """Headline pledges by partner in billions of dollars, largest first."""
    chosen = analogues[analogues["id"].str.contains("headline|taiwan_direct|taiwan_credit|uae_pledge|saudi_pledge")]
    return chosen.groupby("partner")["value"].sum().sort_values(ascending=False)


def announced(projects: pd.DataFrame, sectors: tuple[str, ...]) -> float:
    """Percent of the two batches in these sectors, by amount."""
    batches = projects[projects["list"].isin(["batch_1", "batch_2"])]
    return float(100 * batches.loc[batches["sector"].isin(sectors), "amount_usd_bn"].sum() / batches["amount_usd_bn"].sum())


def concentration(context: pd.DataFrame) -> float:
    """Points by which the US share of outward direct investment changes if a yearly part of the scheme comes on top."""
    v = values(context)
    flow, us, pace = v["fdi_outflow_2024_usd"], v["fdi_outflow_us_2024_usd"], v["pace_from_signature"]
    return float(100 * ((us + pace) / (flow + pace) - us / flow))


def _paid(context: pd.DataFrame) -> Decision:
    return by_bounds(
        100 * values(context)["loans_to_commitment"], "signed loans of the commitment (grade C)",
        supported_from=10, contradicted_to=1, unit="percent",
    )  # fmt: skip


_NO_REASON = Decision("open", "no data on the reason were found", power="without such data no effect of any size would be found")


@rule(
    "C01",
    says=(
        "Two parts. Amount: supported if the commitment is 550 billion dollars, contradicted if it is 500 or less. Yen: the range "
        "of press conversions and of monthly rates since the memorandum; supported if all of it lies above 20 trillion (tens in "
        "the plural), contradicted if none does, open otherwise. Partly if only one part has support."
    ),
    needs={"context": table("size_context"), "rate": series("usd_jpy")},
    shown="tab-motives-scale",
)
def worth(context: pd.DataFrame, rate: pd.Series) -> Decision:
    """The amount, and what it is in yen."""
    v = values(context)
    converted = v["commitment"] * rate.loc[SIGNED:].dropna() / 1000
    press = v[v.index.str.startswith("commitment_yen")]
    low, high = min(press.min(), converted.min()), max(press.max(), converted.max())
    return by_parts({
        "amount": by_bounds(v["commitment"], "commitment in billions of dollars", supported_from=550, contradicted_to=500),
        "yen": by_range(low, high, "in trillions of yen", threshold=20.0),
    })


@rule(
    "C02",
    says=(
        "Four parts. Direct investment abroad, the same net of inward, and portfolio: flows to all countries since September 2025 less the same months of "
        "five years before, as percent of GDP; supported if the 90 % interval lies above zero, contradicted if below, open "
        "otherwise. Paid out: signed loans of the commitment; supported from 10 percent, contradicted up to 1. "
        "Supported or contradicted if all are; partly if some have support."
    ),
    needs={
        "outward": series("jp_fdi_outward"),
        "direct": series("jp_fdi_net"),
        "portfolio": series("jp_residents_total_abroad"),
        "gdp": series("jp_gdp_yen"),
        "context": table("size_context"),
    },
    shown="fig-motives-flood",
)
def pours(
    outward: pd.Series, direct: pd.Series, portfolio: pd.Series, gdp: pd.Series, context: pd.DataFrame
) -> Decision:
    """Flows against their own past, and what was paid out."""
    return by_parts({
        "direct investment abroad": by_interval(flood(outward, gdp), "rise since the memorandum", unit=_GDP),
        "net of inward": by_interval(flood(direct, gdp), "rise since the memorandum", unit=_GDP),
        "portfolio": by_interval(flood(portfolio, gdp), "rise since the memorandum", unit=_GDP),
        "paid out": _paid(context),
    })


@rule(
    "C03",
    says=(
        "Two parts. Equity: the upper end of the share that Tokyo expected; supported up to 10 percent (ordinary direct investment "
        "is equity from that share on), contradicted from 50. State: vehicles of state lenders set up or funded for the scheme; "
        "supported from one, contradicted at none. Supported or contradicted if both are; partly if one has support."
    ),
    needs={"terms": table("mou_terms"), "institutions": table("institutions")},
    shown="tab-motives-facts",
)
def not_ordinary(terms: pd.DataFrame, institutions: pd.DataFrame) -> Decision:
    """How much is equity, and whether the state lends."""
    equity = float(str(terms.set_index("id").loc["equity_share_july", "value_text"]).split("-")[-1])
    vehicles = float(institutions["id"].isin(["jbic_facility_start", "nexi_grant_bonds_ceiling"]).sum())
    return by_parts({
        "equity": by_bounds(equity, "equity share expected", supported_from=10, contradicted_to=50, unit="percent"),
        "state": by_bounds(vehicles, "vehicles of state lenders", supported_from=1, contradicted_to=0),
    })


@rule(
    "C06",
    says=(
        "Three parts. Headline: rank among the pledges on record; supported in the upper half, contradicted in the last sixth. Size: "
        "yearly pace over all outward direct investment of 2024; supported from one half, contradicted up to one tenth. "
        "Realised: signed loans of the commitment; supported from 10 percent, contradicted up to 1. "
        "Supported or contradicted if all are; partly if some have support."
    ),
    needs={"analogues": table("analogues"), "context": table("size_context")},
    shown="fig-motives-analogues",
)
def weighty(analogues: pd.DataFrame, context: pd.DataFrame) -> Decision:
    """Rank by headline, size against past flows, and what was realised."""
    found, v = pledges(analogues), values(context)
    rank = float(1 + (found > found["Japan"]).sum())
    return by_parts({
        "headline": by_bounds(
            rank, f"rank among {len(found)}", supported_from=len(found) / 2, contradicted_to=np.ceil(len(found) * 5 / 6)
        ),
        "size": by_bounds(
            v["pace_from_signature"] / v["fdi_outflow_2024_usd"], "pace over outflows",
            supported_from=0.5, contradicted_to=0.1,
        ),
        "realised": _paid(context),
    })  # fmt: skip


@rule(
    "C07",
    says=(
        "Of five key technologies (semiconductors, AI, quantum, critical minerals, pharmaceuticals), how many does the memorandum "
        "name: supported from three, contradicted at none, partly between. What came of it is another claim."
    ),
    needs={"terms": table("mou_terms")},
    shown="tab-motives-facts",
)
def names_technology(terms: pd.DataFrame) -> Decision:
    """Count key technologies in the sectors of the memorandum."""
    text = str(terms.set_index("id").loc["sectors", "term"]).lower()
    count = sum(word in text for word in ("semiconductor", "ai and", "quantum", "critical minerals", "pharmaceutical"))
    return by_bounds(float(count), "key technologies named, of five", supported_from=3, contradicted_to=0)


@rule(
    "C08",
    says=(
        "Two parts. Barrier: the highest US tariff on goods of Japan; supported from 10 percent (a plant avoids that), "
        "contradicted up to 2.5, the old rate on cars. Projects: share of the two batches in sectors that replace exports of Japan; "
        "supported from 50 percent, contradicted up to 10. Supported or contradicted if both are; partly if one has support."
    ),
    needs={"tariffs": table("tariff_rates"), "projects": table("projects")},
    shown="fig-motives-sectors",
)
def avoids_barriers(tariffs: pd.DataFrame, projects: pd.DataFrame) -> Decision:
    """Whether there is a barrier, and whether the projects get round it."""
    rate = float(tariffs.loc[tariffs["origin"] == "Japan", "rate_pct"].max())
    return by_parts({
        "barrier": by_bounds(rate, "highest tariff", supported_from=10, contradicted_to=2.5, unit="percent"),
        "projects": by_bounds(
            announced(projects, TRADED), "share of the batches", supported_from=50, contradicted_to=10, unit="percent"
        ),
    })


@rule(
    "C09",
    says=(
        "Share of the two batches, by amount, in chips, electronics, batteries or their materials: supported from 50 percent, "
        "contradicted up to 10, partly between."
    ),
    needs={"projects": table("projects")},
    shown="fig-motives-sectors",
)
def focuses(projects: pd.DataFrame) -> Decision:
    """Share of the announced amounts in the article's sectors."""
    share = announced(projects, NAMED)
    return by_bounds(share, "share of the batches in the sectors named", supported_from=50, contradicted_to=10, unit="percent")


@rule(
    "C15",
    says=(
        "Two parts, on the nominal effective rate to November 2025. Path: the least fall over five, ten and twenty years; supported "
        "from 5 percent, contradicted at zero or a rise. Drift: mean change over twenty years; supported if the 90 % interval lies "
        "below zero, contradicted if above, open otherwise. Supported or contradicted if both are; partly if one has support."
    ),
    needs={"rate": series("jp_neer")},
    shown="fig-motives-yen",
)
def depreciates(rate: pd.Series) -> Decision:
    """The path that was, and whether it is more than chance."""
    last = pd.Period(PUBLISHED, "M")
    falls = [100 * (1 - rate[last] / rate[last - 12 * years]) for years in (5, 10, 20)]
    return by_parts({
        "path": by_bounds(min(falls), "least fall over 5, 10 and 20 years", supported_from=5, contradicted_to=0, unit="percent"),
        "drift": by_interval(drift(rate, "2005-12"), "drift over twenty years", claimed=-1, unit="percent a year"),
    })


@rule(
    "C16",
    says=(
        "Three parts: percentile of November 2025 among the months since 1995 (or the first on record) of the policy rate, the three-month and the ten-year "
        "rate. Each supported up to the 25th percentile, contradicted from the 50th. Supported or contradicted if all are; partly "
        "if some have support or stand between."
    ),
    needs={"policy": series("jp_policy_rate"), "short": series("jp_3m_interbank"), "long": series("jp_10y_yield")},
    shown="fig-motives-rates",
)
def low_rates(policy: pd.Series, short: pd.Series, long: pd.Series) -> Decision:
    """Where the rates stood among their past."""
    rates = {"policy rate": monthly_policy(policy), "three months": short, "ten years": long}
    return by_parts({
        name: by_bounds(percentile(rate), "percentile", supported_from=25, contradicted_to=50) for name, rate in rates.items()
    })


@rule(
    "C18",
    says=(
        "Three parts. Hedged and unhedged: residents' net purchases of foreign long-term debt per point of the pick-up of the month "
        "before, with and without a hedge, from 2005; supported if the 90 % interval lies above zero, contradicted if below, open "
        "otherwise. Insurers: their net purchases in the last half-year on record; supported above 0.1 trillion yen, "
        "contradicted at zero or net sales. Supported or contradicted if all are; partly if some have support."
    ),
    needs={
        "flow": series("jp_residents_long_term_debt_abroad"),
        "gdp": series("jp_gdp_yen"),
        "abroad": series("fredmd_GS10"),
        "home": series("jp_10y_yield"),
        "abroad_short": series("fredmd_TB3MS"),
        "home_short": series("jp_3m_interbank"),
        "institutions": table("institutions"),
    },
    shown="fig-motives-response",
)
def seeks_yield(
    flow: pd.Series,
    gdp: pd.Series,
    abroad: pd.Series,
    home: pd.Series,
    abroad_short: pd.Series,
    home_short: pd.Series,
    institutions: pd.DataFrame,
) -> Decision:
    """Flows on the pick-up of the month before, and what insurers did."""
    gaps = pickup(abroad, home, abroad_short, home_short)
    share = share_of_gdp(flow.dropna(), gdp, yearly=True)
    lagged = gaps.shift(1)
    bought = -values(institutions)["insurers_net_sales"] / 1000
    return by_parts({
        **{
            name: by_interval(regress(share, lagged[[name]])[name], "purchases per point", unit=_GDP)
            for name in ("hedged", "unhedged")
        },
        "insurers": by_bounds(bought, "net purchases, trillion yen (grade C)", supported_from=0.1, contradicted_to=0),
    })


@rule(
    "C19",
    says=(
        "Three parts. Destination: US share of outward direct investment of 2024; supported from one third, contradicted up to "
        "15 percent. Host: Japan's share of direct investment in the US; supported from one tenth, contradicted up to one "
        "twentieth. Reason: technology and capacity to absorb; open, as no data decide it. Supported only if all are, contradicted if all are, "
        "partly if some have support."
    ),
    needs={"context": table("size_context")},
    shown="tab-motives-scale",
)
def natural_home(context: pd.DataFrame) -> Decision:
    """Shares, each way; an extra fact on the reason would close the third part."""
    v = values(context)
    host = 100 * v["fdi_stock_us"] / (1000 * v["fdi_stock_us_all_countries"])
    reason = _NO_REASON
    if "reason_technology_share" in v:
        reason = by_bounds(v["reason_technology_share"], "firms naming it", supported_from=50, contradicted_to=10, unit="percent")
    return by_parts({
        "destination": by_bounds(100 * v["us_share_outflow_2024"], "US share", supported_from=100 / 3, contradicted_to=15, unit="percent"),
        "host": by_bounds(host, "Japan's share", supported_from=10, contradicted_to=5, unit="percent"),
        "reason": reason,
    })


@rule(
    "C24",
    says=(
        "Two parts. Common risk: correlation of monthly changes of the US and the Japanese ten-year yield since 2002; supported if "
        "the 90 % interval lies below 0.5, contradicted if above, partly otherwise. Concentration: change of the US share of "
        "outward direct investment if a year of the scheme comes on top; supported if it does not rise, contradicted from 5 points. "
        "Supported or contradicted if both are; partly if one has support."
    ),
    needs={"abroad": series("fredmd_GS10"), "home": series("jp_10y_yield"), "context": table("size_context")},
    shown="tab-motives-scale",
)
def diversifies(abroad: pd.Series, home: pd.Series, context: pd.DataFrame) -> Decision:
    """How far US and Japanese yields move together, and how much goes to one country."""
    changes = pd.DataFrame({"abroad": abroad.diff(), "home": home.diff()}).loc["2002-04":].dropna()
    changes = (changes - changes.mean()) / changes.std()
    low, high = regress(changes["home"], changes[["abroad"]], seasonal=False)["abroad"].interval(0.90)
    return by_parts({
        "common risk": by_range(low, high, "correlation", threshold=0.5, claimed=-1, straddling="partly"),
        "concentration": by_bounds(
            concentration(context), "change of the US share", supported_from=0, contradicted_to=5, unit="points"
        ),
    })


@rule(
    "C25",
    says=(
        "Two parts. Spread: change of the US share of Japan's outward direct investment if a year of the scheme comes on top of that of "
        "2024; supported if it does not rise, contradicted from 5 points, partly between. Consensus: share of firms that name the "
        "motive; supported from one half, contradicted up to one tenth, open while no survey is in the data. Supported or contradicted "
        "if both are; partly if the first has support; otherwise open."
    ),
    needs={"context": table("size_context")},
    shown="tab-motives-scale",
)
def spreads_assets(context: pd.DataFrame) -> Decision:
    """Concentration by arithmetic; a survey of motives would close the second part."""
    v, change = values(context), concentration(context)
    consensus = _NO_REASON
    if "diversification_motive_share" in v:
        consensus = by_bounds(
            v["diversification_motive_share"], "firms naming it", supported_from=50, contradicted_to=10, unit="percent"
        )
    found = by_parts({
        "spread": by_bounds(change, "change of the US share", supported_from=0, contradicted_to=5, unit="points"),
        "consensus": consensus,
    })
    return replace(found, value=change, unit="points")
