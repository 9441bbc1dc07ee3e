"""Measures of the chapter on tax and public money, by hand arithmetic on a few rows."""

import numpy as np
import pandas as pd
import pytest

from analysis.claims.decide import Absent
from analysis.claims.measures.tax_and_fiscal import WEO, cover_ratios
from analysis.claims.registry import measures


def on(name, **inputs):
    return measures("tax_and_fiscal")[name].on(inputs)


def taxes(excluded=95.0):
    """US 20, Japan 40 percent; no withholding on a controlled, 10 on a small, 30 without a treaty."""
    return {
        "tax_rules": pd.DataFrame({
            "id": ["us_combined_rate", "jp_rate_tokyo_from_fy2026", "jp_dividend_exclusion"],
            "value": [20.0, 40.0, excluded],
        }),
        "treaty_provisions": pd.DataFrame({
            "id": ["dividends_none_any_holding", "dividends_2019_least_50_6", "dividends_2019_below_10"],
            "us_withholding_pct": [30.0, 0.0, 10.0],
        }),
    }  # fmt: skip


def test_taxed_twice_by_hand():
    # Once: 0.4. Twice in full: 1 - 0.8 * 0.7 * 0.6 = 0.664. A subsidiary pays 0.2 + 0.8 * 0.4 * 0.05 = 0.216
    # in all.
    assert on("subsidiary_taxed_twice", **taxes()) == pytest.approx((0.216 - 0.4) / 0.264)
    assert on("subsidiary_taxed_twice", **taxes(excluded=0.0)) == pytest.approx((0.52 - 0.4) / 0.264)
    # A small holder: 0.2, then 10 percent withheld and the rest of Japan's 40, credited: 0.2 + 0.8 * 0.4 =
    # 0.52.
    assert on("minority_taxed_twice", **taxes()) == pytest.approx((0.52 - 0.4) / 0.264)


def test_provisions_of_2024():
    rows = pd.DataFrame(
        {"from_date": ["2019-11-01", "2024-01-01", None], "income": ["dividends", "interest", "dividends"]}
    )
    assert on("provisions_of_2024", treaty_provisions=rows) == 1.0
    assert on("high_technology_provisions", treaty_provisions=rows) == 0.0
    assert on("high_technology_provisions", treaty_provisions=rows.assign(income="high_technology")) == 1.0
    assert measures("tax_and_fiscal")["provisions_of_2024"].zero_is_absence


def test_rank_by_debt_in_the_last_year_known():
    years = pd.period_range("2023", periods=2, freq="Y")
    debts = {f"weo_{code}_GGXWDG_NGDP": pd.Series([20.0, 20.0], years) for code in WEO}
    debts["weo_jpn_GGXWDG_NGDP"] = pd.Series([10.0, 100.0], years)
    debts["weo_ita_GGXWDG_NGDP"] = pd.Series([120.0, np.nan], years)
    debts["weo_usa_GGXWDG_NGDP"] = pd.Series([120.0, 90.0], years)
    assert on("rank_by_debt", **debts) == 2.0


def test_state_at_stake_over_the_year_of_decision():
    # 3 + 8 trillion of 500 in 2025; 2024 was half as large.
    quarters = pd.period_range("2024Q1", periods=8, freq="Q")
    gdp = pd.Series([62.5e6] * 4 + [125e6] * 4, quarters) + np.arange(8)
    rows = pd.DataFrame(
        {"id": ["nexi_grant_bonds_ceiling", "jbic_filp_fy2026", "nexi_capital"], "value": [3.0, 8.0, 0.1]}
    )
    assert on("state_at_stake", institutions=rows, oecd_jpn_gdp=gdp) == pytest.approx(2.2, rel=1e-6)
    assert isinstance(on("state_at_stake", institutions=rows.iloc[1:], oecd_jpn_gdp=gdp), Absent)


def covers(day, ratio=40.0):
    return pd.DataFrame({
        "id": ["nexi_ichthys_political", "nexi_untied_lowest", "nexi_portsmouth_cover"],
        "value": [100.0, 80.0, ratio], "as_of": ["2012-12-18", "2006-05-01", day],
    })  # fmt: skip


def test_cover_ratios_carry_their_dates_and_old_ones_do_not_decide():
    assert on("highest_cover", institutions=covers("2026-03-18")) == 40.0
    assert on("highest_cover", institutions=covers("2026-03-18").replace("2006-05-01", "2025-09-04")) == 80.0
    assert isinstance(on("highest_cover", institutions=covers("2024-03-18")), Absent)
    assert cover_ratios(covers("2026-03-18"))["as_of"].to_dict() == {
        "nexi_ichthys_political": "2012-12-18",
        "nexi_untied_lowest": "2006-05-01",
        "nexi_portsmouth_cover": "2026-03-18",
    }


def test_yields_on_backing_is_the_measure_of_the_chapter_on_transmission():
    mine, theirs = (
        measures("tax_and_fiscal")["yields_on_backing"],
        measures("transmission")["yields_on_decisions"],
    )
    assert mine.on(mine.load()) == theirs.on(theirs.load())
    assert mine.reads == theirs.reads
