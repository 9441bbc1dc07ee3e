"""Measures of the chapter on risks: hand arithmetic on a few rows, and worlds that go both ways."""

import numpy as np
import pandas as pd
import pytest

from analysis.claims.decide import Absent
from analysis.claims.registry import measures


def on(name, phrase="", **inputs):
    return measures("risks")[name].on(inputs, phrase)


def test_tariff_changes():
    rows = pd.DataFrame({
        "origin": ["Japan", "Japan", "Japan", "Japan", "China", "Japan"],
        "category": ["general", "general", "general", "passenger cars", "general", "general"],
        "status": ["in force", "in force", "threatened", "in force", "in force", "suspended"],
        "from_date": ["2025-04-05", "2025-08-07", None, "2025-09-16", "2025-02-04", "2025-04-09"],
    })  # fmt: skip
    assert on("tariff_changes", tariff_rates=rows) == 2.0
    assert on("tariff_changes", tariff_rates=rows.assign(from_date="2024-01-01")) == 0.0


def test_months_of_low_rates_end_with_the_article():
    rates = pd.Series(
        [5.0, 1.0, 0.5, 0.9, 0.2, 9.0], pd.period_range("2025-07", periods=6, freq="M")
    )  # to December 2025
    assert on("months_of_low_rates", "long period", jp_3m_interbank=rates) == pytest.approx(60.0)
    long = pd.Series(0.1, pd.period_range("2005-11", "2025-11", freq="M"))
    long.iloc[0] = 7.0  # the month before the twenty years
    assert on("months_of_low_rates", "long period", jp_3m_interbank=long) == 100.0


def test_yield_gap_of_the_twelve_months():
    months = pd.period_range("2024-11", "2026-01", freq="M")
    abroad, home = pd.Series(4.0, months), pd.Series(1.0, months)
    abroad.iloc[[0, -2, -1]] = 50.0  # November 2024, December 2025 and January 2026 do not count
    assert on("yield_gap", us_10y_yield=abroad, jp_10y_yield=home) == pytest.approx(3.0)


@pytest.mark.parametrize("gap", [2.0, -2.0])
def test_hedging_goes_both_ways(gap):
    rng = np.random.default_rng(89)
    months = pd.period_range("2002-04", "2026-05", freq="M")
    noise = 0.2 * rng.standard_normal(len(months))
    found = on(
        "hedging",
        jp_3m_interbank=pd.Series(3.0, months),
        fredmd_CP3Mx=pd.Series(3.0 + gap + noise - noise.mean(), months),
    )
    assert found.estimate == pytest.approx(gap, abs=0.15)  # a discount of 3 is a yield of 3.02
    low, high = found.interval(0.90)
    assert (low > 0) == (gap > 0) and (high < 0) == (gap < 0)


def path(*levels):
    """Two years at each level."""
    months = pd.period_range("2000-01", periods=24 * len(levels), freq="M")
    return pd.Series(np.repeat([float(level) for level in levels], 24), months)


def test_dollars_after_a_sharp_fall_that_lasts_and_one_that_is_reversed():
    assert on("dollars_after_sharp_falls", usd_jpy=path(100, 120)) == pytest.approx(20.0)
    reversed_ = path(100, 100)
    reversed_.iloc[24] = 120.0
    assert on("dollars_after_sharp_falls", usd_jpy=reversed_) == pytest.approx(0.0)
    reversed_.iloc[1] = 112.0  # the first of the twelve months before: their mean is 101
    assert on("dollars_after_sharp_falls", usd_jpy=reversed_) == pytest.approx(100 * (100 / 101 - 1))
    below = path(100, 100)
    below.iloc[24], below.iloc[25:] = 110.0, 90.0  # a rise of 10 percent counts
    assert on("dollars_after_sharp_falls", usd_jpy=below) == pytest.approx(-10.0)
    assert isinstance(on("dollars_after_sharp_falls", usd_jpy=path(100, 109.9)), Absent)


@pytest.mark.parametrize(("date", "rank"), [("2025-05-13", 2.0), ("2025-11-14", 1.0)])
def test_rank_among_pledges_up_to_the_day(date, rank):
    rows = pd.DataFrame({
        "id": ["japan_headline", "saudi_pledge", "korea_headline", "uae_votes"],
        "partner": ["Japan", "Saudi Arabia", "Korea", "UAE"],
        "value": [550.0, 600.0, 350.0, 9000.0],
        "date": ["2025-09-04", date, "2025-04-01", "2025-01-01"],
    })  # fmt: skip
    assert on("rank_among_earlier", analogues=rows) == rank
