"""Measures of the chapter on risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.claims.decide import Absent
from analysis.claims.measures.common import APPLIED, ARTICLE
from analysis.claims.registry import measure
from analysis.data import gdp_of_year
from analysis.quantities.hedging import QUOTED, hedge  # noqa: F401 (the page on risks reads QUOTED here)
from analysis.quantities.pledged import by_partner
from analysis.transmission import BASIS_RANGE

if TYPE_CHECKING:
    from analysis.claims.horizons import Horizon
    from analysis.passthrough import Effect

BASES = BASIS_RANGE  # percentage points a year; no forward rates are in the data, so the basis is a range
LOW = 1.0  # percent a year below which a short rate is low
SHARP = 10.0  # percent by which the dollar rises in twelve months when the yen "falls sharply"
DECIDED = 2025  # year of the decisions on grant bonds and on the state bank's funding


def weaker_year(rate: pd.Series) -> float:
    """Median rise of the dollar in yen over twelve months, percent, among those in which it rose."""
    change = 100 * (rate / rate.shift(12) - 1).dropna()
    return float(change[change > 0].median())


def backing(institutions: pd.DataFrame, gdp: pd.Series) -> float:
    """Ceiling of the insurer's grant bonds and the state bank's funding of one year, percent of GDP of the
    year of decision.

    Parameters
    ----------
    institutions : DataFrame
        With `id` and `value`, trillion yen.
    gdp : Series
        Nominal GDP of each quarter in million yen, not at an annual rate.
    """
    values = institutions.set_index("id")["value"].astype(float)
    behind = 1e6 * (values["nexi_grant_bonds_ceiling"] + values["jbic_filp_fy2026"])
    return float(100 * behind / gdp_of_year(gdp, DECIDED))


@measure(
    reads=("tariff_rates.origin", "tariff_rates.category", "tariff_rates.status", "tariff_rates.from_date"),
    zero_is_absence=True,
)
def tariff_changes(tariff_rates: pd.DataFrame) -> float:
    """Days since 2025 from which another general rate on goods of Japan was in force."""
    rows = tariff_rates[(tariff_rates["origin"] == "Japan") & (tariff_rates["category"] == "general")]
    first = rows.loc[rows["status"].isin(APPLIED), "from_date"].dropna().astype(str)
    return float(first[first >= "2025"].nunique())


@measure(series=("jp_3m_interbank",))
def months_of_low_rates(jp_3m_interbank: pd.Series, horizon: Horizon) -> float:
    """Percent of the months to the article's in which the three-month rate lay below 1 percent a year."""
    rates = jp_3m_interbank.dropna().loc[:ARTICLE].iloc[-horizon.months :]
    return float(100 * (rates < LOW).mean())


@measure(series=("us_10y_yield", "jp_10y_yield"))
def yield_gap(us_10y_yield: pd.Series, jp_10y_yield: pd.Series) -> float:
    """Mean gap of the US to the Japanese ten-year yield in the twelve months that end with the article's,
    points."""
    return float((us_10y_yield - jp_10y_yield).dropna().loc[:ARTICLE].iloc[-12:].mean())


@measure(series=("jp_3m_interbank", "fredmd_CP3Mx"))
def hedging(jp_3m_interbank: pd.Series, fredmd_CP3Mx: pd.Series) -> Effect:
    """Mean cost of a three-month hedge of dollars into yen by covered parity with a basis of zero, points a
    year."""
    return hedge(jp_3m_interbank, fredmd_CP3Mx).mean(coverage=0.90)


@measure(series=("usd_jpy",))
def dollars_after_sharp_falls(usd_jpy: pd.Series) -> float | Absent:
    """Percent by which dollars cost more yen in the year after a sharp fall of the yen than in the year
    before it.

    Means of twelve months, over those months that end a sharp fall; the median over them. A fall that is
    reversed at once would make the repayments of the year cost no more.
    """
    rate = usd_jpy.dropna()
    after = rate.rolling(12).mean().shift(-12)
    before = rate.rolling(12).mean().shift(12)
    more = (100 * (after / before - 1))[100 * (rate / rate.shift(12) - 1) >= SHARP].dropna()
    return Absent("a sharp fall of the yen with a year after it") if more.empty else float(more.median())


@measure(reads=("analogues.id", "analogues.partner", "analogues.value", "analogues.date"))
def rank_among_earlier(analogues: pd.DataFrame) -> float:
    """Rank of Japan's commitment among the pledges that were made up to its day; one is largest."""
    japan = str(analogues.loc[analogues["id"] == "japan_headline", "date"].iloc[0])
    found = by_partner(analogues[analogues["date"].astype(str) <= japan])
    return float(1 + (found > found["Japan"]).sum())
