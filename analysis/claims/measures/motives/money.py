"""What money did: flows abroad, rates of interest, the yen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.claims.decide import Range, Step
from analysis.claims.measures.common import ANNOUNCED, ARTICLE, outflow, regress
from analysis.claims.measures.motives.plan import values
from analysis.claims.measures.step import step
from analysis.claims.registry import measure
from analysis.data import share_of_gdp, step_to_month_end
from analysis.quantities.hedging import hedge
from analysis.scheme.dates import SINCE

if TYPE_CHECKING:
    from analysis.claims.horizons import Horizon
    from analysis.passthrough import Effect

LAST_YEAR = str(pd.Period(ARTICLE, "M") - 11)  # first of the twelve months that end with the article's
FRAMEWORK = "2025-07-22"  # day of the framework agreement
SINCE_1995 = "1995-01"
SINCE_2022 = "2022-01-01"


def pickup(
    abroad: pd.Series, home: pd.Series, abroad_short: pd.Series, home_short: pd.Series
) -> pd.DataFrame:
    """Yield gap in percentage points, before and after a rolling three-month hedge at covered parity
    (`common.hedge`)."""
    frame = hedge(home_short, abroad_short, home_yield=home, abroad_yield=abroad).frame
    return frame[["yield gap", "pick-up"]].set_axis(["unhedged", "hedged"], axis=1)


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
    return step_to_month_end(policy, policy.index[-1].to_period("M"))


@measure(series=("jp_fdi_net", "jp_residents_total_abroad", "oecd_jpn_gdp"))
def flood_step(
    jp_fdi_net: pd.Series, jp_residents_total_abroad: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon
) -> Step:
    """Step of net outflows to all countries at the memorandum, percent of GDP, yearly rate."""
    return step(outflow(jp_fdi_net, jp_residents_total_abroad, oecd_jpn_gdp), str(SINCE), horizon.months)


def _last_year(flow: pd.Series, horizon: Horizon) -> Step:
    """Step of a flow in the twelve months that end with the article's."""
    return step(flow.loc[:ARTICLE], LAST_YEAR, horizon.months)


@measure(series=("jp_fdi_net", "jp_residents_total_abroad", "oecd_jpn_gdp"))
def faster(
    jp_fdi_net: pd.Series, jp_residents_total_abroad: pd.Series, oecd_jpn_gdp: pd.Series, horizon: Horizon
) -> Step:
    """Step of net outflows in the twelve months that end with the article's, percent of GDP, yearly rate."""
    return _last_year(outflow(jp_fdi_net, jp_residents_total_abroad, oecd_jpn_gdp), horizon)


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
    return _last_year(share, horizon)


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


@measure(reads=("size_context.id", "size_context.value"), series=("usd_jpy",))
def commitment_in_yen(size_context: pd.DataFrame, usd_jpy: pd.Series) -> Range:
    """Trillion yen: the commitment at the monthly rates since the memorandum, and press conversions."""
    v = values(size_context)
    converted = v["commitment"] * usd_jpy.loc[SINCE:].dropna() / 1000
    press = v[v.index.str.startswith("commitment_yen")].dropna()
    return Range(float(min(press.min(), converted.min())), float(max(press.max(), converted.max())))
