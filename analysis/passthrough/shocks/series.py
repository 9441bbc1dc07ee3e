"""The series of the two systems, by quarter for signs and by month for instruments, without the steps of the
tax."""

from __future__ import annotations

import pandas as pd

from analysis import data
from analysis.passthrough.lags.steps import without_steps

COMMODITIES, OUTPUT, PRICES = "commodities", "output", "consumer prices"
YIELD, YEN, IMPORTS = "yield", "yen", "import prices"
#: The ministry's monthly mean takes over from the OECD series after this month.
YIELD_CHANGES_HAND = "2024-12"
TAX = ("1988-02", "2026-08")


def ten_year_yield() -> pd.Series:
    """Ten-year yield, per cent: the OECD series, then the ministry's monthly mean."""
    old, new = data.load("jp_10y_yield"), data.load("jp_10y_yield_mof_month_mean")
    joined = pd.concat([old.loc[:YIELD_CHANGES_HAND], new.loc[pd.Period(YIELD_CHANGES_HAND, "M") + 1 :]])
    return joined.dropna().rename(YIELD)


def consumer_prices() -> pd.Series:
    """Consumer prices less fresh food without the steps of the consumption tax."""
    fx, months = data.load("jp_neer_inverse"), data.table("consumption_tax_steps")["month"].tolist()
    return without_steps(data.load("jp_cpi_core"), fx, steps=months, seasonal=True, sample=TAX).rename(PRICES)


def monthly() -> pd.DataFrame:
    """Levels by month, in the order of the equations, on the months that all have."""
    parts = {
        COMMODITIES: data.load("commodity_index_total"),
        YIELD: ten_year_yield(),
        IMPORTS: data.load("jp_import_price_yen"),
        PRICES: consumer_prices(),
        YEN: data.load("jp_neer_inverse"),
    }
    return pd.DataFrame(parts).dropna()


def quarterly() -> pd.DataFrame:
    """Levels by quarter, means of its three months; a quarter that lacks a month, or output, is left out."""
    months = monthly()
    groups = months.groupby(months.index.asfreq("Q"))
    means = groups.mean()[groups.size() == 3]
    nominal, deflator = data.load("oecd_jpn_gdp"), data.load("oecd_jpn_gdp_deflator")
    output = (100 * nominal / deflator).rename(OUTPUT)
    output.index = pd.PeriodIndex(output.index, freq=means.index.freq)
    return means.join(output, how="inner")[[COMMODITIES, OUTPUT, PRICES, YIELD, YEN, IMPORTS]].dropna()
