"""Ratios to GDP against arithmetic by hand, and what is refused as a denominator."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data
from analysis.errors import DataError
from analysis.report.rules import denominators

QUARTERS = pd.period_range("2025Q3", "2026Q2", freq="Q")
# Million yen, the level of the quarter: 167.205, 168.742, 169.943 and 171.930 trillion.
GDP = pd.Series([167_205_000.0, 168_742_000.0, 169_943_000.0, 171_930_000.0], QUARTERS, name="jp_gdp")
FLOW = pd.Series(
    [10_000.0, -20_000.0, 30_000.0], pd.PeriodIndex(["2025-09", "2025-10", "2026-06"], freq="M"), name="flow"
)


def test_a_month_is_divided_by_four_times_the_gdp_of_its_own_quarter():
    # 1 trillion yen of 4 x 167.205; -2 of 4 x 168.742; 3 of 4 x 171.930 trillion, in percent.
    assert_allclose(data.share_of_gdp(FLOW, GDP), [100 / 668.82, -200 / 674.968, 300 / 687.72], rtol=1e-12)
    # At a yearly rate twelve times that: 1.79, -3.56 and 5.23 percent.
    assert_allclose(
        data.share_of_gdp(FLOW, GDP, yearly=True), [1200 / 668.82, -2400 / 674.968, 3600 / 687.72], rtol=1e-12
    )


def test_a_quarter_and_a_year():
    quarters = pd.Series(
        [83_602.5], pd.PeriodIndex(["2025Q3"], freq="Q")
    )  # 8.36025 trillion, a twentieth of the quarter
    assert_allclose(data.share_of_gdp(quarters, GDP), [1.25])
    assert_allclose(data.share_of_gdp(quarters, GDP, yearly=True), [5.0])
    year = pd.Series([60.0, 60.0], pd.PeriodIndex(["2025", "2026"], freq="Y"))
    gdp = pd.Series([1000.0, 1100.0, 1200.0, 1300.0, 1400.0], pd.period_range("2025Q1", periods=5, freq="Q"))
    found = data.share_of_gdp(year, gdp, flow_unit=1e6)
    assert found.index.astype(str).tolist() == ["2025"]  # 100 x 60 / 4600; of 2026 one quarter is published
    assert_allclose(found, [100 * 60 / 4600])


def test_a_period_without_published_gdp_is_dropped_and_named():
    late = pd.Series([1.0, 2.0, np.nan], pd.PeriodIndex(["2026-06", "2026-07", "2026-08"], freq="M"))
    found = data.share_of_gdp(late, GDP)
    assert found.index.astype(str).tolist() == ["2026-06"]
    assert found.attrs["without_gdp"] == ["2026-07"]


@pytest.mark.parametrize(
    ("gdp", "message"),
    [
        (
            GDP.reindex(pd.period_range("2025Q3", "2026Q4", freq="Q")).ffill(),
            "2026Q3 has the GDP of the quarter before",
        ),
        (
            pd.Series([600e6], pd.PeriodIndex(["2025"], freq="Y"), name="jp_gdp_yen"),
            "jp_gdp_yen: the nominal GDP of each quarter",
        ),
        (-GDP, "cannot divide by"),
    ],
)
def test_a_filled_or_yearly_denominator_is_refused(gdp, message):
    with pytest.raises(DataError, match=message):
        data.share_of_gdp(FLOW, gdp)


def test_a_unit_that_is_not_the_one_given_is_refused():
    flow = FLOW.copy()
    flow.attrs["unit"] = "billion yen"
    with pytest.raises(DataError, match="its unit is 'billion yen', and 1e\\+08 a unit was given"):
        data.share_of_gdp(flow, GDP)
    assert_allclose(data.share_of_gdp(flow, GDP, flow_unit=1e9), 10 * data.share_of_gdp(FLOW, GDP))


def test_gdp_in_dollars_is_at_an_annual_rate_and_the_mean_rate_of_its_quarter():
    days = pd.bdate_range("2025-10-01", "2026-02-27")
    rate = pd.Series(np.where(days < "2025-11-01", 140.0, np.where(days < "2025-12-01", 150.0, 160.0)), days)
    found = data.gdp_in_foreign(GDP, rate)
    assert found.index.astype(str).tolist() == ["2025Q4"]  # of 2026Q1 March is lacking
    assert_allclose(found, [4 * 168_742 / 150])  # billions of yen by yen a dollar


def test_the_gdp_of_a_year_is_named_and_never_replaced():
    yearly = pd.Series([4000.0, 4100.0], pd.PeriodIndex(["2023", "2024"], freq="Y"), name="jp_gdp_usd")
    assert data.gdp_of_year(yearly, 2024) == 4100
    with pytest.raises(DataError, match="jp_gdp_usd: 2025 is not published in full; the last period is 2024"):
        data.gdp_of_year(yearly, 2025)
    with pytest.raises(DataError, match="2026 is not published in full"):
        data.gdp_of_year(GDP, 2026)


def test_the_published_accounts_are_levels_of_a_quarter_not_annual_rates():
    """The sum of four quarters of Japan is near the IMF's year; four times as much would be an annual
    rate."""
    sums = data.load("oecd_jpn_gdp").groupby(lambda quarter: quarter.year).sum()
    assert 0.99 < sums[2023] / 1000 / data.gdp_of_year(data.load("jp_gdp_yen"), 2023) < 1.06


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('float(data.load("jp_gdp_usd").iloc[-1])', 1),
        ('x = data.load("jp_gdp_usd")\ny = x.dropna().iloc[-1]', 1),
        ('have["jp_gdp_yen"].reindex(years).ffill()', 1),
        ("gdp.fillna(5)", 1),
        ("gdp.iloc[0]", 0),
        ('data.gdp_of_year(data.load("jp_gdp_usd"), 2024)', 0),
        ("flow.ffill(); rates.iloc[-1]", 0),
    ],
)
def test_code_that_carries_a_gdp_on_is_found(code, found):
    tree = ast.parse(code)
    assert len(denominators.faults(tree, denominators.named(tree))) == found


@pytest.mark.parametrize(
    "path", sorted(Path(data.__file__).parents[1].rglob("*.py")), ids=lambda path: path.stem
)
def test_no_module_carries_a_gdp_on(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert denominators.faults(tree, denominators.named(tree)) == []
