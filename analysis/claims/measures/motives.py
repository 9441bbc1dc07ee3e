"""Measures of the chapter on motives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Absent, Range, Step
from analysis.claims.measures.common import (
    ANNOUNCED,
    APPLIED,
    ARTICLE,
    in_sectors,
    outflow,
    ratio,
    regress,
    selected,
    value,
)
from analysis.claims.measures.step import step
from analysis.claims.registry import measure
from analysis.data import share_of_gdp
from analysis.quantities.hedging import hedge
from analysis.scheme.dates import SINCE, compared, since

if TYPE_CHECKING:
    from analysis.claims.horizons import Horizon
    from analysis.passthrough import Effect

NAMED = (
    "semiconductors",
    "electronics",
    "batteries",
    "machinery",
)  # chips, EV core components, high-end equipment, at their widest
NAMED_GOODS = ("semiconductors", "auto parts", "machinery")  # the same as categories of the tariff
LAST_YEAR = str(pd.Period(ARTICLE, "M") - 11)  # first of the twelve months that end with the article's
VEHICLES = ("jbic_facility_start", "nexi_grant_bonds_ceiling")
WORDS = {"none": 0.0, "one third": 100 / 3, "one half": 50.0, "two thirds": 200 / 3, "three quarters": 75.0}
FRAMEWORK = "2025-07-22"  # day of the framework agreement
SINCE_1995 = "1995-01"
SINCE_2022 = "2022-01-01"


def pickup(
    abroad: pd.Series, home: pd.Series, abroad_short: pd.Series, home_short: pd.Series
) -> pd.DataFrame:
    """Yield gap in percentage points, before and after a rolling three-month hedge at covered parity
    (`analysis.quantities.hedging.hedge`)."""
    frame = hedge(home_short, abroad_short, home_yield=home, abroad_yield=abroad).frame
    return frame[["yield gap", "pick-up"]].set_axis(["unhedged", "hedged"], axis=1)


def flood(flow: pd.Series, gdp: pd.Series) -> Effect:
    """Mean flow since the memorandum less that of the same months of the five years before, percent of GDP a
    year.

    Without a trend and without placebo dates: shown beside `flood_step`, never judged by.
    """
    share = compared(share_of_gdp(flow.dropna(), gdp, yearly=True))
    return regress(share, pd.DataFrame({"since": since(share.index).astype(float)}, index=share.index))[
        "since"
    ]


def drift(rate: pd.Series, first: str, last: str = ARTICLE) -> Effect:
    """Mean change of 100 x log of a rate, percent a year; shown, not judged."""
    change = 1200 * np.log(rate).diff().loc[first:last]
    return regress(change, pd.DataFrame(index=change.index), seasonal=False)["constant"]


def drift_change(rate: pd.Series, first: str, since: str) -> Effect:
    """Mean monthly change from `since` on less that from `first` to then, percent a year (100 x log change,
    EWC)."""
    moved = (1200 * np.log(rate).diff()).loc[first:].dropna()
    later = pd.Series((moved.index >= pd.Period(since, "M")).astype(float), moved.index, name="later")
    return regress(moved, later.to_frame(), seasonal=False)["later"]


def percentile(rate: pd.Series, month: str = ARTICLE, since: str = SINCE_1995) -> float:
    """Percent of months since 1995 whose rate was below the month's, ties counted half."""
    known = rate.dropna().loc[since:month]
    return float(100 * ((known < known.iloc[-1]).mean() + 0.5 * (known == known.iloc[-1]).mean()))


def monthly_policy(policy: pd.Series) -> pd.Series:
    """Decisions of the policy rate as a rate at the end of every month; months without a rate target stay
    empty."""
    month = policy.copy()
    month.index = pd.DatetimeIndex(month.index).to_period("M")
    month = month.fillna(-99.0).groupby(level=0).last()
    return (
        month.reindex(pd.period_range(month.index[0], month.index[-1], freq="M"))
        .ffill()
        .replace(-99.0, np.nan)
    )


def values(facts: pd.DataFrame) -> pd.Series:
    """Values of a table of facts by id."""
    return facts.set_index("id")["value"].astype(float)


def pledges(analogues: pd.DataFrame) -> pd.Series:
    """Headline pledges by partner in billions of dollars, largest first; the parts of one pledge are
    added."""
    ids = ("headline", "taiwan_direct", "taiwan_credit", "uae_pledge", "saudi_pledge")
    chosen = analogues[[any(part in key for part in ids) for key in analogues["id"]]]
    return chosen.groupby("partner")["value"].sum().sort_values(ascending=False)


def concentration(context: pd.DataFrame) -> float:
    """Points by which the US share of outward direct investment changes if a yearly part of the scheme comes
    on top."""
    v = values(context)
    flow, us, pace = v["fdi_outflow_2024_usd"], v["fdi_outflow_us_2024_usd"], v["pace_from_signature"]
    return float(100 * ((us + pace) / (flow + pace) - us / flow))


@measure(reads=("size_context.id", "size_context.value"))
def commitment(size_context: pd.DataFrame) -> float | Absent:
    """Billion dollars that the memorandum names."""
    found = value(size_context, "commitment")
    return Absent("an amount of the commitment") if found is None else found


@measure(reads=("size_context.id", "size_context.value"), series=("usd_jpy",))
def commitment_in_yen(size_context: pd.DataFrame, usd_jpy: pd.Series) -> Range:
    """Trillion yen: the commitment at the monthly rates since the memorandum, and press conversions."""
    v = values(size_context)
    converted = v["commitment"] * usd_jpy.loc[SINCE:].dropna() / 1000
    press = v[v.index.str.startswith("commitment_yen")].dropna()
    return Range(float(min(press.min(), converted.min())), float(max(press.max(), converted.max())))


@measure(
    reads=("projects.stage", "projects.amount_usd_bn", "size_context.id", "size_context.value"),
    zero_is_absence=True,
)
def signed_share(projects: pd.DataFrame, size_context: pd.DataFrame) -> float:
    """Signed finance in percent of the commitment."""
    signed = projects.loc[projects["stage"] == "signed", "amount_usd_bn"].sum()
    return float(100 * signed / value(size_context, "commitment"))


@measure(series=("jp_fdi_net", "jp_residents_total_abroad", "oecd_jpn_gdp"))
def flood_step(
    jp_fdi_net: pd.Series, jp_residents_total_abroad: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon
) -> Step:
    """Step of net outflows to all countries at the memorandum, percent of GDP, yearly rate."""
    return step(outflow(jp_fdi_net, jp_residents_total_abroad, oecd_jpn_gdp), str(SINCE), horizon.months)


@measure(series=("jp_fdi_net", "jp_residents_total_abroad", "oecd_jpn_gdp"))
def faster(
    jp_fdi_net: pd.Series, jp_residents_total_abroad: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon
) -> Step:
    """Step of net outflows in the twelve months that end with the article's, percent of GDP, yearly rate."""
    return step(
        outflow(jp_fdi_net, jp_residents_total_abroad, oecd_jpn_gdp).loc[:ARTICLE], LAST_YEAR, horizon.months
    )


@measure(reads=("mou_terms.id", "mou_terms.value_text"))
def equity_share(mou_terms: pd.DataFrame) -> Range | Absent:
    """Percent of the money that officials expected to be equity."""
    found = mou_terms.loc[mou_terms["id"] == "equity_share_july", "value_text"].dropna()
    if found.empty:
        return Absent("an expected share of equity")
    ends = [float(end) for end in str(found.iloc[0]).split("-")]
    return Range(ends[0], ends[-1])


@measure(
    reads=("institutions.id", "projects.list", "projects.japanese_firms", "projects.amount_usd_bn"),
    zero_is_absence=True,
)
def state_and_firms(institutions: pd.DataFrame, projects: pd.DataFrame) -> float:
    """State vehicles set up or funded for the scheme, or selected projects that name Japanese firms: the
    fewer of both."""
    vehicles = institutions["id"].isin(VEHICLES).sum()
    return float(min(vehicles, selected(projects)["japanese_firms"].notna().sum()))


@measure(reads=("institutions.id",), zero_is_absence=True)
def state_vehicles(institutions: pd.DataFrame) -> float:
    """State vehicles set up or funded for the scheme."""
    return float(institutions["id"].isin(VEHICLES).sum())


@measure(reads=("projects.list", "projects.japanese_firms", "projects.amount_usd_bn"), zero_is_absence=True)
def firms_named(projects: pd.DataFrame) -> float:
    """Percent of the selected projects that name Japanese firms."""
    return float(100 * selected(projects)["japanese_firms"].notna().mean())


@measure(reads=("mou_terms.id", "mou_terms.value_text"))
def japanese_funding(mou_terms: pd.DataFrame) -> float | Absent:
    """Percent of the money that the government expected, as the Mainichi reports it, from Japan's state bank
    and under its insurer's guarantee."""
    found = mou_terms.loc[mou_terms["id"].isin(("jbic_share", "nexi_share")), "value_text"].dropna()
    return (
        Absent("an expected share of the lenders")
        if found.empty
        else float(sum(WORDS[text] for text in found))
    )


@measure(reads=("memorandum.country", "memorandum.subject", "memorandum.status"))
def penalties(memorandum: pd.DataFrame) -> float:
    """Clauses of Japan's memorandum that attach a consequence to declining to fund."""
    rows = memorandum[(memorandum["country"] == "JPN") & (memorandum["status"] == "settled")]
    return float(rows["subject"].isin(("refusal", "refusal_distribution")).sum())


@measure(reads=("analogues.id", "analogues.partner", "analogues.value"))
def rank_share(analogues: pd.DataFrame) -> float:
    """Japan's rank among the headline pledges on record, in percent of their number."""
    found = pledges(analogues)
    return float(100 * (1 + (found > found["Japan"]).sum()) / len(found))


@measure(
    reads=("tariff_rates.origin", "tariff_rates.category", "tariff_rates.rate_pct", "tariff_rates.status",
           "tariff_rates.from_date", "tariff_rates.to_date")
)  # fmt: skip
def barrier(tariff_rates: pd.DataFrame) -> float | Absent:
    """General rate on goods of Japan in force on the first of the article's month, percent."""
    found = in_force(tariff_rates).query("category == 'general'")["rate_pct"].dropna()
    return Absent("a general rate in force") if found.empty else float(found.max())


@measure(
    reads=("tariff_rates.origin", "tariff_rates.category", "tariff_rates.rate_pct", "tariff_rates.rate_base",
           "tariff_rates.status", "tariff_rates.from_date", "tariff_rates.to_date")
)  # fmt: skip
def barrier_excess(tariff_rates: pd.DataFrame) -> float | Absent:
    """Largest rate on the fields that the article names less the general one, on the same base, points."""
    found = in_force(tariff_rates).dropna(subset="rate_pct")
    general = found[found["category"] == "general"]
    named = found[found["category"].isin(NAMED_GOODS)]
    pairs = general.merge(named, on="rate_base", suffixes=("_general", "_named"))
    if pairs.empty:
        return Absent("a rate on a named field on the base of the general one")
    return float((pairs["rate_pct_named"] - pairs["rate_pct_general"]).max())


@measure(
    reads=("tariff_rates.origin", "tariff_rates.category", "tariff_rates.rate_pct", "tariff_rates.status",
           "tariff_rates.from_date", "tariff_rates.to_date")
)  # fmt: skip
def input_rate(tariff_rates: pd.DataFrame) -> float | Absent:
    """Rate on steel and aluminium, inputs of every plant, in force on the first of the article's month,
    percent."""
    found = in_force(tariff_rates).query("category == 'steel and aluminium'")["rate_pct"].dropna()
    return Absent("a rate on inputs in force") if found.empty else float(found.max())


def in_force(tariffs: pd.DataFrame, day: str = f"{ARTICLE}-01") -> pd.DataFrame:
    """Rates on goods of Japan in force on a day."""
    known = tariffs[(tariffs["origin"] == "Japan") & tariffs["status"].isin(APPLIED)]
    began = known["from_date"].fillna("0000") <= day
    return known[began & (known["to_date"].fillna("9999") >= day)]


@measure(reads=("projects.list", "projects.sector", "projects.amount_usd_bn"), zero_is_absence=True)
def money_in_named(projects: pd.DataFrame) -> float:
    """Percent of the selected amounts in the fields that the article names."""
    return in_sectors(projects, NAMED)


@measure(series=("jp_neer",))
def least_fall(jp_neer: pd.Series, horizon: Horizon) -> float:
    """Least fall of the nominal effective rate to the article's month over the horizon, its half and its
    quarter, percent."""
    last = pd.Period(ARTICLE, "M")
    spans = (horizon.months, horizon.months // 2, horizon.months // 4)
    return float(min(100 * (1 - jp_neer[last] / jp_neer[last - months]) for months in spans))


@measure(series=("jp_policy_rate", "jp_3m_interbank", "jp_10y_yield"))
def rate_percentiles(jp_policy_rate: pd.Series, jp_3m_interbank: pd.Series, jp_10y_yield: pd.Series) -> Range:
    """Percentiles of the policy, three-month and ten-year rate in the article's month among the months since
    1995."""
    found = [percentile(rate) for rate in (monthly_policy(jp_policy_rate), jp_3m_interbank, jp_10y_yield)]
    return Range(min(found), max(found))


@measure(series=("oecd_jpn_consumption", "oecd_jpn_consumption_deflator"))
def consumption_growth(
    oecd_jpn_consumption: pd.Series, oecd_jpn_consumption_deflator: pd.Series, horizon: Horizon
) -> float:
    """Mean growth of real household consumption to the quarter before the article, percent a year."""
    real = np.log(oecd_jpn_consumption / oecd_jpn_consumption_deflator)
    last = pd.Period(ARTICLE, "M").asfreq("Q") - 1
    return float(100 * (real[last] - real[last - horizon.months // 3]) / (horizon.months / 12))


@measure(
    series=(
        "jp_residents_long_term_debt_abroad",
        "oecd_jpn_gdp",
        "fredmd_GS10",
        "jp_10y_yield",
        "fredmd_CP3Mx",
        "jp_3m_interbank",
    )
)
def purchases_per_point(
    jp_residents_long_term_debt_abroad: pd.Series,
    oecd_jpn_gdp: pd.Series,
    fredmd_GS10: pd.Series,
    jp_10y_yield: pd.Series,
    fredmd_CP3Mx: pd.Series,
    jp_3m_interbank: pd.Series,
) -> Effect:
    """Residents' net purchases of foreign long-term debt per point of the unhedged pick-up of the month
    before."""
    share = share_of_gdp(jp_residents_long_term_debt_abroad.dropna(), oecd_jpn_gdp, yearly=True)
    gap = pickup(fredmd_GS10, jp_10y_yield, fredmd_CP3Mx, jp_3m_interbank)[["unhedged"]].shift(1, freq="M")
    return regress(share, gap)["unhedged"]


@measure(series=("jp_residents_total_abroad", "oecd_jpn_gdp"))
def purchases_step(jp_residents_total_abroad: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon) -> Step:
    """Step of residents' net purchases of foreign securities in the twelve months that end with the
    article's."""
    share = share_of_gdp(jp_residents_total_abroad.dropna(), oecd_jpn_gdp, yearly=True)
    return step(share.loc[:ARTICLE], LAST_YEAR, horizon.months)


@measure(reads=("size_context.id", "size_context.value"))
def pace_to_host_stock(size_context: pd.DataFrame) -> float | Absent:
    """Yearly pace of the plan in percent of all inward direct investment stock of the United States."""
    return ratio(
        size_context,
        "pace_from_signature",
        "fdi_stock_us_all_countries",
        "the stock of all countries",
        scale=0.1,
    )


@measure(reads=("size_context.id", "size_context.value"))
def us_share(size_context: pd.DataFrame) -> float | Absent:
    """Share of the United States in Japan's outward direct investment of 2024, percent."""
    return ratio(size_context, "fdi_outflow_us_2024_usd", "fdi_outflow_2024_usd", "outflows of 2024")


@measure(reads=("size_context.id", "size_context.value"))
def japanese_share_of_stock(size_context: pd.DataFrame) -> float | Absent:
    """Japan's share of the stock of direct investment in the United States, percent."""
    return ratio(
        size_context, "fdi_stock_us", "fdi_stock_us_all_countries", "the stock of all countries", scale=0.1
    )


@measure(series=("jp_primary_income", "oecd_jpn_gdp"))
def income_surplus(jp_primary_income: pd.Series, oecd_jpn_gdp: pd.Series) -> float:
    """Primary income surplus of the twelve months before the article's, percent of GDP, yearly rate."""
    share = share_of_gdp(jp_primary_income.dropna(), oecd_jpn_gdp, yearly=True)
    return float(share.loc[: pd.Period(ARTICLE, "M") - 1].iloc[-12:].mean())


@measure(series=("fredmd_GS10", "jp_10y_yield"))
def yield_correlation(fredmd_GS10: pd.Series, jp_10y_yield: pd.Series) -> Range:
    """90 % interval of the correlation of monthly changes of the US and the Japanese ten-year yield since
    April 2002."""
    changes = (
        pd.DataFrame({"abroad": fredmd_GS10.diff(), "home": jp_10y_yield.diff()}).loc["2002-04":].dropna()
    )
    changes = (changes - changes.mean()) / changes.std()
    low, high = regress(changes["home"], changes[["abroad"]], seasonal=False)["abroad"].interval(0.90)
    return Range(float(low), float(high))


_CURRENCIES = ("ecb_USD", "ecb_JPY", "ecb_GBP", "ecb_CHF", "ecb_KRW", "ecb_AUD", "ecb_CAD", "ecb_SEK")


@measure(series=_CURRENCIES)
def days_as_shaken(horizon: Horizon, **rates: pd.Series) -> float:
    """Percent of the days since 2022 whose mean absolute move of eight euro rates over the horizon was at
    least that from the announcement."""
    frame = np.log(pd.DataFrame(rates).dropna())
    moves = 100 * (frame.shift(-horizon.days) - frame.shift(1)).abs().mean(axis=1).dropna()
    real = moves.loc[FRAMEWORK:].iloc[
        ANNOUNCED[FRAMEWORK]
    ]  # the fixing of the day precedes the news: the move begins there
    earlier = moves.loc[SINCE_2022:FRAMEWORK].iloc[: -(horizon.days + 2)]
    return float(100 * (earlier >= real).mean())


@measure(reads=("memorandum.country", "memorandum.subject", "memorandum.status"), zero_is_absence=True)
def uncommercial_terms(memorandum: pd.DataFrame) -> float:
    """How many of three clauses Japan's memorandum has: selection by the President, the split, a consequence
    of refusal."""
    rows = memorandum[(memorandum["country"] == "JPN") & (memorandum["status"] == "settled")]
    return float(sum((rows["subject"] == subject).any() for subject in ("selection", "split", "refusal")))


@measure(reads=("facts_other.id", "facts_other.value_text"), zero_is_absence=True)
def negative_studies(facts_other: pd.DataFrame) -> float | Absent:
    """Percent of the findings on record on direct investment abroad and employment at home that are
    negative."""
    keys = ("fdi_employment_io", "fdi_creation_asia", "fdi_creation_west", "fdi_employment_araki")
    found = facts_other.loc[facts_other["id"].isin(keys), "value_text"].dropna()
    return (
        Absent("a finding on employment at home")
        if found.empty
        else float(100 * (found == "negative").mean())
    )


@measure(reads=("plan_fields.key_technology",), zero_is_absence=True)
def technologies_named(plan_fields: pd.DataFrame) -> float:
    """Fields of key technology that the memorandum names for investment in the United States."""
    return float((plan_fields["key_technology"] == "yes").sum())


@measure(reads=("memorandum.country",), zero_is_absence=True)
def allies_with_memorandum(memorandum: pd.DataFrame) -> float:
    """Allies with a memorandum of this kind on investment in US supply chains."""
    return float(memorandum["country"].nunique())


@measure(reads=("plan_fields.aim",), zero_is_absence=True)
def aims_covered(plan_fields: pd.DataFrame) -> float:
    """How many of three aims (geopolitics, technology security, supply chains) have a field in the
    memorandum."""
    return float(
        plan_fields["aim"]
        .isin(("geopolitics", "technology security", "supply chains"))
        .groupby(plan_fields["aim"])
        .any()
        .sum()
    )
