"""Series against each other: a wrong column, sign or cell is seen although it was sealed.

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


def parts_apart(whole: pd.Series, parts: pd.DataFrame) -> tuple[np.ndarray, float]:
    """Weights of the parts in a total with fixed weights, by least squares, and the most that they miss."""
    weights = np.linalg.lstsq(parts.to_numpy(), whole.to_numpy(), rcond=None)[0]
    return weights, float((parts @ weights - whole).abs().max())


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("jp_import_price_groups_monthly", "yen_"),
        ("jp_import_price_groups_monthly", "contract_"),
        ("jp_export_price_groups_monthly", "yen_"),
        ("jp_export_price_groups_monthly", "contract_"),
        ("jp_domestic_price_groups_monthly", ""),
    ],
)
def test_totals_are_the_weighted_sum_of_their_groups(name, prefix):
    """Weights of the base year add up to one; what is left is the rounding of the parts to one decimal."""
    groups = table(name).filter(regex=f"^{prefix}")
    weights, missed = parts_apart(groups[f"{prefix}all"], groups.drop(columns=f"{prefix}all"))
    assert weights.min() > 0 and weights.sum() == pytest.approx(1, abs=0.002) and missed < 0.1


@pytest.mark.parametrize(
    ("name", "total", "parts", "within"),
    [
        (
            "jp_balance_of_payments_monthly",
            "current_account_nsa",
            {"goods_nsa": 1, "services_nsa": 1, "primary_income_nsa": 1, "secondary_income_nsa": 1},
            20,
        ),
        ("jp_balance_of_payments_monthly", "goods_nsa", {"exports_nsa": 1, "imports_nsa": -1}, 10),
        ("jp_balance_of_payments_monthly", "fdi_net", {"fdi_outward": 1, "fdi_inward": -1}, 0),
        (
            "jp_residents_portfolio_abroad_monthly",
            "total",
            {"equity_fund_shares": 1, "long_term_debt": 1, "short_term_debt": 1},
            1,
        ),
    ],
)
def test_balances_are_the_sums_of_their_parts_to_their_rounding(name, total, parts, within):
    """From 2015 the balance of payments is rounded to ten."""
    flows = table(name)
    made = sum(sign * flows[part] for part, sign in parts.items())
    assert (made - flows[total]).dropna().abs().max() <= within


def by_month(daily: pd.Series) -> pd.core.groupby.SeriesGroupBy:
    return daily.groupby(daily.index.str[:7])


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        (("jp_cpi_monthly", "cpi_all"), ("jp_cpi_groups_monthly", "c0001"), 0.0),
        (("us_cpi_items_sa", "SA0"), ("fred_md", "CPIAUCSL"), 0.0),
        (("boj_cgpi_neer_monthly", "cgpi_import_yen"), ("jp_import_price_groups_monthly", "yen_all"), 0.006),
        (
            ("boj_cgpi_neer_monthly", "cgpi_import_contract"),
            ("jp_import_price_groups_monthly", "contract_all"),
            0.006,
        ),
        (("boj_cgpi_neer_monthly", "cgpi_domestic"), ("jp_domestic_price_groups_monthly", "all"), 0.005),
        (("us_import_price_aggregates_monthly", "japan"), ("us_import_price_bls_monthly", "JPNTOT"), 0.008),
        (("us_import_price_aggregates_monthly", "china"), ("us_import_price_bls_monthly", "CHNTOT"), 0.007),
        (
            ("us_import_price_aggregates_monthly", "all_commodities"),
            ("us_import_price_bls_monthly", "IR"),
            0.002,
        ),
    ],
)
def test_two_copies_of_a_series_agree_to_later_revisions(one, other, within):
    both = pd.concat([table(name)[column] for name, column in (one, other)], axis=1).dropna()
    assert len(both) > 60
    assert (both.iloc[:, 0] / both.iloc[:, 1] - 1).abs().max() <= within


def test_the_yen_of_two_publishers_is_one_to_half_a_percent():
    """Noon in New York by the Federal Reserve; a cross of two reference rates against the euro."""
    euro = table("ecb_reference_rates_daily")
    cross = by_month(euro["JPY"] / euro["USD"]).mean()
    apart = (table("fred_md")["EXJPUSx"] / cross - 1).dropna().abs()
    assert len(apart) > 300 and apart.max() < 0.005


def test_oil_of_three_publishers_is_one_market():
    """West Texas, Brent, Dubai and an average; two further than a third apart are not oil in dollars."""
    world = table("world_commodity_prices_monthly")
    oils = pd.concat(
        [table("fred_md")["OILPRICEx"], table("brent_monthly")["brent_usd_bbl"], world["crude_oil"]], axis=1
    )
    logs = np.log(oils.dropna())
    assert len(logs) > 400 and (logs.max(axis=1) - logs.min(axis=1)).max() < 0.3


def test_interventions_of_the_days_add_up_to_those_of_the_months():
    days, months = table("mof_fx_intervention_daily"), table("mof_fx_intervention_monthly")
    for column in months:
        sums = by_month(days[column]).sum()
        assert months[column].sub(sums, fill_value=0).abs().max() == 0


def test_each_of_these_checks_sees_the_error_it_is_for():
    """Two columns exchanged, another sign, a fifth more in one cell of a total's parts and of the yen basis:
    on the published numbers."""
    both = table("boj_cgpi_neer_monthly")
    assert slope(change(both["cgpi_import_contract"]) - change(both["cgpi_import_yen"]), dollar()) < 0
    assert change(both["neer_boj"]).corr(dollar()) < -0.8
    groups = table("jp_import_price_groups_monthly").filter(regex="^yen_").copy()
    groups.loc["2023-04", "yen_wood"] *= 1.2  # the smallest weight, one in sixty
    assert parts_apart(groups["yen_all"], groups.drop(columns="yen_all"))[1] > 0.1
    yen, contract = (table(f"jp_import_price_items_{basis}_monthly") for basis in ("yen", "contract"))
    moved = change(yen["s00140005"] * np.where(yen.index == "2023-04", 1.2, 1)) - change(
        contract["s00140005"]
    )
    assert moved.abs().max() > dollar().abs().max()
