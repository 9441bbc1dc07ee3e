"""Series against each other and against bounds: a wrong column, sign or cell is seen although it was sealed.

Files are read with pandas alone; numpy's least squares is the oracle. Log changes are by month.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

SERIES = Path(__file__).resolve().parents[2] / "data/series"


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(SERIES / f"{name}.csv", index_col=0).select_dtypes("number")


def change(levels):
    """Log change by month; a level that is not above zero has none."""
    return np.log(levels.where(levels > 0)).diff()


def dollar() -> pd.Series:
    """Log change of the dollar in yen, by the Federal Reserve."""
    return change(table("fred_md")["EXJPUSx"])


def slope(part: pd.Series, whole: pd.Series) -> float:
    both = pd.concat([part, whole], axis=1).dropna().to_numpy()
    return float(np.polyfit(both[:, 1], both[:, 0], 1)[0])


@pytest.mark.parametrize("trade", ["import", "export"])
def test_the_yen_basis_is_the_contract_basis_times_the_rate_of_the_invoices(trade):
    """log yen - log contract = sum of shares x log rates: for each item it follows the dollar by a share from
    none to all."""
    yen, contract = (table(f"jp_{trade}_price_items_{basis}_monthly") for basis in ("yen", "contract"))
    assert set(yen) == set(contract)
    rate = change(yen) - change(contract)[yen.columns]
    shares = rate.apply(slope, whole=dollar())
    assert shares.min() > -0.02 and shares.max() < 1.02
    assert shares.median() > 0.4  # columns exchanged would turn the sign
    assert rate.abs().max().max() < dollar().abs().max()


def test_all_imports_in_yen_and_in_contract_currency_differ_by_a_rate_that_follows_the_dollar():
    both = table("boj_cgpi_neer_monthly")
    rate = change(both["cgpi_import_yen"]) - change(both["cgpi_import_contract"])
    assert 0.5 < slope(rate, dollar()) < 1 and rate.corr(dollar()) > 0.95


@pytest.mark.parametrize(("name", "column"), [("boj_cgpi_neer_monthly", "neer_boj")])
def test_an_effective_rate_turns_with_the_dollar_as_its_sign_says(name, column):
    """By another publisher: the dollar in yen rises when the yen depreciates."""
    said = yaml.safe_load((SERIES / f"{name}.yml").read_text("utf-8"))["columns"][column]["sign"]
    up = {"up = yen appreciation": 1, "up = yen depreciation": -1}[said]
    assert change(table(name)[column]).corr(-up * dollar()) > 0.8


def test_published_rates_are_those_of_the_levels():
    """Unemployment: persons over labour force, to the rounding of both. Real wages: nominal less consumer
    prices, whose basket for this purpose leaves out imputed rent."""
    wages, prices = table("jp_wages_labour_monthly"), table("jp_cpi_monthly")["cpi_all"]
    force = wages["unemployed_10k"] + wages["employed_10k"]
    assert (100 * wages["unemployed_10k"] / force - wages["unemployment_rate"]).abs().max() < 0.1
    inflation = 100 * (prices / prices.shift(12) - 1)
    apart = (wages["total_earnings_yoy"] - wages["real_total_yoy"] - inflation).dropna()
    assert len(apart) == len(wages) and apart.abs().max() < 0.8


def test_duties_net_are_gross_less_refunds():
    duties = table("us_customs_duties_monthly")
    assert (duties["gross"] - duties["refunds"] - duties["net"]).abs().max() < 0.01


#: Largest log change of a month in any column. Each was set once, a little above what the years since 1960
#: (for the shorter tables, 2020) have seen; a cell that is a fifth too high moves by 0.18.
BOUNDS = {
    "boj_cgpi_neer_monthly": 0.16,
    "jp_cpi_monthly": 0.05,
    "jp_car_export_prices_monthly": 0.15,
    "us_import_price_bls_monthly": 0.10,
    "bis_reer_china_monthly": 0.06,
}


@pytest.mark.parametrize("name", BOUNDS)
def test_no_month_moves_a_price_by_more_than_its_bound(name):
    moved = change(table(name)).abs().max()
    assert moved.max() < BOUNDS[name], f"{name}: {moved.idxmax()} moves by {moved.max():.3f} in a month"


def test_each_of_these_checks_sees_the_error_it_is_for():
    """A fifth more in one cell, two columns exchanged, another sign: on the published numbers."""
    both = table("boj_cgpi_neer_monthly")
    higher = both["cgpi_import_contract"].copy()
    higher.loc["2013-04"] *= 1.2
    assert change(higher).abs().max() > BOUNDS["boj_cgpi_neer_monthly"]
    assert slope(change(both["cgpi_import_contract"]) - change(both["cgpi_import_yen"]), dollar()) < 0
    assert change(both["neer_boj"]).corr(dollar()) < -0.8
