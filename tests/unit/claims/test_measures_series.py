"""Measures on series: three typed numbers where arithmetic does, simulated worlds both ways where something
is estimated."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.claims.decide import Absent, by_interval, by_step
from analysis.claims.measures import motives
from analysis.claims.measures.common import cumulated, outflow
from analysis.claims.measures.japan import response_found
from analysis.claims.registry import measures

QUARTERS = pd.period_range("1996Q1", "2026Q2", freq="Q")
GDP = pd.Series(
    125_000_000.0 + np.arange(len(QUARTERS)), QUARTERS
)  # 500 trillion yen a year, growing a little
UNIT = 5_000_000.0 / 12 / 100  # 100 million yen a month that are 1 % of GDP at a yearly rate
MONTHS = pd.period_range("1996-01", "2026-06", freq="M")


def on(chapter, name, inputs, phrase=""):
    return measures(chapter)[name].on(inputs, phrase)


def noise(seed, size=1.0, index=MONTHS):
    return pd.Series(size * np.random.default_rng(seed).standard_normal(len(index)), index)


def test_commitment_in_yen_spans_rates_since_the_memorandum_and_press():
    context = pd.DataFrame(
        {"id": ["commitment", "commitment_yen_low", "commitment_yen_high"], "value": [550.0, 80.0, 84.0]}
    )
    rate = pd.Series([100.0, 150.0, 160.0], pd.PeriodIndex(["2025-08", "2025-09", "2025-10"], freq="M"))
    found = on("motives", "commitment_in_yen", {"size_context": context, "usd_jpy": rate})
    assert (found.low, found.high) == (80.0, 88.0)  # 550 x 160 / 1000; August is before the memorandum


def test_least_fall_over_the_span_its_half_and_its_quarter():
    rate = pd.Series(90.0, pd.period_range("2005-11", "2026-01", freq="M"))
    rate["2005-11"], rate["2015-11"], rate["2020-11"], rate["2025-11"] = 100.0, 90.0, 80.0, 72.0
    assert on("motives", "least_fall", {"jp_neer": rate}, "long period") == pytest.approx(
        10.0
    )  # 28, 20 and 10 percent


def test_percentiles_of_rates_by_hand():
    months = pd.PeriodIndex(["2025-08", "2025-09", "2025-10", "2025-11", "2025-12"], freq="M")
    long = pd.Series([1.0, 2.0, 3.0, 2.0, 0.0], months)  # 1 below and 2 equal of 4: 50
    short = pd.Series([1.0, 2.0, 3.0, 4.0, 0.0], months)  # 3 below and 1 equal of 4: 87.5
    policy = pd.Series(
        [0.5, 0.1], pd.DatetimeIndex(["2025-08-01", "2025-11-30"])
    )  # 0.5 three times, then 0.1: 12.5
    found = on(
        "motives",
        "rate_percentiles",
        {"jp_policy_rate": policy, "jp_3m_interbank": short, "jp_10y_yield": long},
    )
    assert (found.low, found.high) == (12.5, 87.5)


def test_consumption_growth_by_hand():
    quarters = pd.period_range("2020Q3", "2025Q4", freq="Q")
    money = pd.Series(100.0, quarters)
    money["2025Q3"] = 121.0
    deflator = pd.Series(1.0, quarters)
    deflator["2025Q3"] = 1.1
    found = on(
        "motives",
        "consumption_growth",
        {"oecd_jpn_consumption": money, "oecd_jpn_consumption_deflator": deflator},
        "recent years",
    )
    assert found == pytest.approx(100 * np.log(1.1) / 5)


def test_income_surplus_is_that_of_twelve_months():
    income = pd.Series(2 * UNIT, MONTHS)
    income["2025-11"] = 1e9  # the article's month does not count
    assert on(
        "motives", "income_surplus", {"jp_primary_income": income, "oecd_jpn_gdp": GDP}
    ) == pytest.approx(2.0, rel=1e-5)


def test_outflow_is_a_yearly_rate_of_both_flows_together():
    # 3 and 1 percent of a year's GDP in each month; a month without one of them has none.
    direct, portfolio = pd.Series(3 * UNIT, MONTHS), pd.Series(UNIT, MONTHS)
    portfolio["2000-02"] = np.nan
    found = outflow(direct, portfolio, GDP)
    assert found.index.equals(MONTHS.drop(pd.Period("2000-02")))
    assert found.to_numpy() == pytest.approx(4.0, rel=1e-5)


def flows(jump, trend=0.0, date="2025-09"):
    since = (pd.Period(date, "M") <= MONTHS).astype(float)
    direct = 3 + jump * since + trend * np.arange(len(MONTHS)) / 12 + noise(1, 0.5)
    return {
        "jp_fdi_net": UNIT * direct,
        "jp_residents_total_abroad": UNIT * (1 + noise(2, 0.5)),
        "oecd_jpn_gdp": GDP,
    }


@pytest.mark.parametrize(
    ("jump", "trend", "verdict"), [(8.0, 0, "supported"), (-8.0, 0, "contradicted"), (0, 1.0, "open")]
)
@pytest.mark.parametrize(("name", "date"), [("flood_step", "2025-09"), ("faster", "2024-12")])
def test_a_step_of_outflows(name, date, jump, trend, verdict):
    found = on("motives", name, flows(jump, trend, date), "recent years")
    assert by_step(found, "x").verdict == verdict


@pytest.mark.parametrize(("jump", "verdict"), [(5.0, "supported"), (-5.0, "contradicted"), (0.0, "open")])
def test_a_step_of_purchases(jump, verdict):
    inputs = flows(0.0)
    since = (pd.Period("2024-12", "M") <= MONTHS).astype(float)
    bought = UNIT * (1 + jump * since + noise(3, 0.5))
    found = on(
        "motives",
        "purchases_step",
        {"jp_residents_total_abroad": bought, "oecd_jpn_gdp": inputs["oecd_jpn_gdp"]},
        "recent years",
    )
    assert by_step(found, "x").verdict == verdict


def test_a_bill_rate_is_a_discount_in_the_hedged_pickup_by_hand():
    # A bill at a discount of 4 % costs 100 - 4/4 = 99 and pays 100: 1/99 a quarter, 4.0404 % a year. Bonds at
    # 5 and 1, yen at 1.
    months = pd.period_range("2024-01", periods=2, freq="M")
    five, one, four = (pd.Series(x, months) for x in (5.0, 1.0, 4.0))
    found = motives.pickup(five, one, four, one)
    assert found["unhedged"].tolist() == [4.0, 4.0]
    assert found["hedged"].tolist() == pytest.approx([4 - (400 / 99 - 1)] * 2)


@pytest.mark.parametrize(("effect", "verdict"), [(1.0, "supported"), (-1.0, "contradicted"), (0.0, "open")])
def test_purchases_follow_the_pickup_of_the_month_before(effect, verdict):
    gap = 1 + noise(4)
    flow = UNIT * (2 + effect * gap.shift(1) + noise(5, 0.5))
    zero = pd.Series(0.0, MONTHS)
    found = on(
        "motives",
        "purchases_per_point",
        {
            "jp_residents_long_term_debt_abroad": flow.dropna(),
            "oecd_jpn_gdp": GDP,
            "fredmd_GS10": gap + 2,
            "jp_10y_yield": zero + 2,
            "fredmd_CP3Mx": noise(6),
            "jp_3m_interbank": zero,
        },
    )
    assert by_interval(found, "x").verdict == verdict
    if effect:
        assert found.estimate == pytest.approx(effect, abs=0.1)


def test_purchases_use_the_last_gap_that_is_known():
    """Rates end in June, flows in December: July still answers June's gap, so a flow of July moves the
    estimate."""
    gap, zero = 1 + noise(4), pd.Series(0.0, MONTHS)
    flow, last = UNIT * (2 + noise(5, 0.5)), MONTHS[-7]
    given = {
        "oecd_jpn_gdp": GDP,
        "fredmd_GS10": (gap + 2)[:last],
        "jp_10y_yield": zero + 2,
        "fredmd_CP3Mx": zero,
        "jp_3m_interbank": zero,
    }
    found = {}
    for month in (last + 1, last + 2):
        moved = flow + pd.Series(0.0, MONTHS).mask(month == MONTHS, 50 * UNIT)
        found[month] = on(
            "motives", "purchases_per_point", given | {"jp_residents_long_term_debt_abroad": moved}
        ).estimate
    still = on(
        "motives", "purchases_per_point", given | {"jp_residents_long_term_debt_abroad": flow}
    ).estimate
    assert found[last + 1] != pytest.approx(still) and found[last + 2] == pytest.approx(still)


def test_an_index_that_cumulates_changes_loses_none():
    changes = pd.Series([3.0, -1.0, 2.0], pd.period_range("2020-01", periods=3, freq="M"), name="flow")
    index = cumulated(changes)
    assert str(index.index[0]) == "2019-12" and index.iloc[0] == 1.0
    pd.testing.assert_series_equal(100 * np.log(index).diff().iloc[1:], changes)


@pytest.mark.parametrize(("correlation", "low", "high"), [(0.0, -0.2, 0.2), (0.9, 0.8, 1.0)])
def test_correlation_of_yields(correlation, low, high):
    common = noise(7)
    home = correlation * common + np.sqrt(1 - correlation**2) * noise(8)
    found = on(
        "motives", "yield_correlation", {"fredmd_GS10": common.cumsum(), "jp_10y_yield": home.cumsum()}
    )
    assert low < found.low < found.high < high


@pytest.mark.parametrize(("jump", "low", "high"), [(5.0, 0.0, 1.0), (0.0, 50.0, 100.0)])
def test_days_as_shaken(jump, low, high):
    days = pd.bdate_range("2021-06-01", "2025-12-31")
    rng = np.random.default_rng(9)
    names = measures("motives")["days_as_shaken"].series
    changes = 0.3 * rng.standard_normal((len(days), len(names)))
    at = days.get_loc("2025-07-22")
    changes[at - 1 : at + 7] = 0.0
    changes[at + 1] = jump  # from the fixing of the day, which precedes the news, to the next
    rates = {name: pd.Series(np.exp(changes[:, i].cumsum() / 100), days) for i, name in enumerate(names)}
    assert low <= on("motives", "days_as_shaken", rates, "at once") <= high


@pytest.mark.parametrize(("effect", "verdict"), [(10.0, "supported"), (-10.0, "contradicted"), (0.0, "open")])
def test_the_yen_after_operations(effect, verdict):
    rng = np.random.default_rng(50)
    days = pd.bdate_range("2010-01-01", "2019-12-31")
    bought = np.zeros(len(days))
    first = np.arange(200, len(days) - 100, 90)
    bought[first] = rng.choice([-1.0, 1.0], len(first)) * rng.uniform(
        10_000, 30_000, len(first)
    )  # 50,000 are 1 % of GDP
    change = 0.3 * rng.standard_normal(len(days)) + effect * bought / 50_000
    daily = pd.Series(100 * np.exp(np.cumsum(change) / 100), days)
    operations = pd.Series(bought, days)
    operations.attrs["covered_to"] = "2019-12-31"
    inputs = {"usd_jpy_daily": daily, "mof_intervention_daily_usd": operations, "oecd_jpn_gdp": GDP}
    found = on("japan", "yen_on_operations", inputs, "short run")
    assert by_interval(found, "x").verdict == verdict


@pytest.mark.parametrize(("effect", "verdict"), [(-0.1, "supported"), (0.1, "contradicted")])
def test_the_yen_over_ten_years_of_income(effect, verdict):
    months = pd.period_range("1800-01", "1999-12", freq="M")
    gdp = pd.Series(125_000_000.0 + np.arange(800), pd.period_range("1800Q1", "1999Q4", freq="Q"))
    decade = np.repeat(np.random.default_rng(10).uniform(0, 0.5, 20), 120)  # percent of a year's GDP a month
    change = effect * decade + 0.1 * np.random.default_rng(11).standard_normal(len(months))
    inputs = {"usd_jpy": pd.Series(100 * np.exp(change.cumsum() / 100), months), "oecd_jpn_gdp": gdp}
    income = pd.Series(decade * 50_000, months)
    # The first change has no month before it, so the spans begin a month late.
    found = on(
        "japan",
        "yen_on_income",
        {**inputs, "jp_primary_income": income.shift(1).fillna(income.iloc[0])},
        "long run",
    )
    assert by_interval(found, "x", claimed=-1).verdict == verdict
    short = {**inputs, "jp_primary_income": income.iloc[-600:]}
    assert isinstance(on("japan", "yen_on_income", short, "long run"), Absent)


def test_fast_months_by_hand():
    rate = pd.Series(
        [100.0, 104.0, 105.0, 109.0], pd.PeriodIndex(["2025-07", "2025-08", "2025-09", "2025-10"], freq="M")
    )
    assert (
        on("japan", "fast_months", {"usd_jpy": rate}) == 1.0
    )  # 3.9 percent in August, before the memorandum; 3.7 in October


def acting(after):
    """Fast falls every twelfth month, and an act in the month after them (or in other months)."""
    months = pd.period_range("2000-01", "2019-12", freq="M")
    change = np.where(np.arange(240) % 12 == 5, 4.0, -0.3)
    bought = pd.Series(np.where(np.arange(240) % 12 == (6 if after else 1), 100.0, 0.0), months)
    policy = pd.Series([0.1, 0.1], pd.DatetimeIndex(["2000-01-01", "2019-01-01"]))
    rate = pd.Series(100 * np.exp(change.cumsum() / 100), months)
    return {"usd_jpy": rate, "mof_intervention_monthly_jpy": bought, "jp_policy_rate": policy}


@pytest.mark.parametrize(("after", "verdict"), [(True, "supported"), (False, "contradicted")])
def test_acts_after_fast_falls(after, verdict):
    found = on("japan", "acts_after_falls", acting(after), "short run")
    assert by_interval(found, "x").verdict == verdict


def test_acts_after_falls_by_hand():
    # 20 falls, each with an act a month later: 100 percent. Of the 219 other months the 19 or 20 before the
    # next act count.
    found = on("japan", "acts_after_falls", acting(True), "short run")
    others = 239 - 20
    assert found.estimate == pytest.approx(100 - 100 * 20 / others, abs=1e-9)
    calm = acting(True)
    calm["usd_jpy"] = calm["usd_jpy"] * 0 + 100
    assert isinstance(on("japan", "acts_after_falls", calm, "short run"), Absent)


def test_acts_since_by_hand():
    months = pd.PeriodIndex(["2025-08", "2025-09", "2026-01"], freq="M")
    bought = pd.Series([5.0, 0.0, 7.0], months)
    policy = pd.Series([0.1, 0.5, 0.75], pd.DatetimeIndex(["2025-01-24", "2025-08-01", "2025-12-19"]))
    assert (
        on("japan", "acts_since", {"mof_intervention_monthly_jpy": bought, "jp_policy_rate": policy}) == 2.0
    )


@pytest.mark.parametrize(("effect", "verdict"), [(0.1, "supported"), (-0.1, "contradicted"), (0.0, "open")])
def test_volatility_on_outflow(effect, verdict):
    flow = 4 + noise(12)
    days = pd.bdate_range("1996-01-01", "2026-06-30")
    size = 0.6 + effect * (flow.reindex(days.to_period("M")).to_numpy() - 4)
    change = np.abs(size) * np.random.default_rng(13).standard_normal(len(days))
    daily = pd.Series(100 * np.exp(np.cumsum(change - change.mean()) / 100), days)
    inputs = {
        "usd_jpy_daily": daily,
        "jp_fdi_net": UNIT * flow,
        "jp_residents_total_abroad": UNIT * flow * 0,
        "oecd_jpn_gdp": GDP,
    }
    assert by_interval(on("japan", "volatility_on_outflow", inputs), "x").verdict == verdict


def test_the_response_that_would_have_been_found():
    # Errors without memory: the textbook says t + 0.84 standard errors for an interval of 90 % and four in
    # five, with t of 20 cosines for 366 months. A pattern of the months of the year in the rate changes
    # nothing, since it is taken out.
    flow, change = 4 + noise(21), noise(22, 2.0)
    months = 3 * np.sin(2 * np.pi * np.arange(len(MONTHS)) / 12)
    found = [
        response_found(100 * np.exp((change + size * months).cumsum() / 100), UNIT * flow, GDP, lags=0)
        for size in (0.0, 1.0)
    ]
    assert found[1] == pytest.approx(found[0], rel=1e-6)
    dummies = pd.get_dummies(MONTHS.month).to_numpy(float)
    # 1 % at a yearly rate is a twelfth of it in its month.
    plain = sm.OLS(change.to_numpy(), np.column_stack([flow / 12, dummies])).fit()
    assert found[0] == pytest.approx((stats.t.ppf(0.95, 20) + 0.842) * plain.bse[0], rel=0.1)
