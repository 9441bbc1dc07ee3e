"""Measures of the conclusion: hand arithmetic on a few rows, and worlds that go both ways."""

import numpy as np
import pandas as pd
import pytest

from analysis.claims.decide import Absent, Range, by_step
from analysis.claims.registry import measures


def on(name, phrase="", **inputs):
    return measures("verdicts")[name].on(inputs, phrase)


def test_world_investment_holds_indicators_that_disagree():
    keys = (
        "fdi_global_change_final", "fdi_global_direct_investment_without_conduit_economies",
        "fdi_greenfield_projects_count_world_change", "fdi_global_direct_investment_change",
    )  # fmt: skip
    rows = pd.DataFrame({"id": keys, "value": [6.0, 5.0, -16.0, 99.0]})
    assert on("world_investment", third_countries=rows) == Range(-16.0, 6.0)
    assert isinstance(on("world_investment", third_countries=rows.iloc[:2]), Absent)


def test_in_operation():
    rows = pd.DataFrame({
        "list": ["batch_1", "batch_1", "batch_2", "discussed"],
        "stage": ["operating", "announced", "candidate", "operating"],
        "amount_usd_bn": [10.0, 10.0, 20.0, 500.0],
    })  # fmt: skip
    assert on("in_operation", projects=rows) == 25.0
    assert on("in_operation", projects=rows.iloc[1:]) == 0.0


def flows(rise, trend=0.0, noise=0.3):
    """Monthly net direct investment with a rise since September 2025 and a trend a year, percent of GDP at a
    yearly rate."""
    rng = np.random.default_rng(94)
    months = pd.period_range("2000-01", "2026-06", freq="M")
    share = 3.0 + noise * rng.standard_normal(len(months)) + rise * (months >= pd.Period("2025-09", "M"))
    share += trend * np.arange(len(months)) / 12
    quarters = pd.period_range("2000Q1", periods=106, freq="Q")
    gdp = pd.Series(125e6 * (1 + 1e-9 * np.arange(106)), quarters)  # 500 trillion yen a year
    return {"jp_fdi_net": pd.Series(share * 50_000.0 / 12, months), "oecd_jpn_gdp": gdp}  # 100 million yen


@pytest.mark.parametrize(
    ("rise", "trend", "verdict"),
    [
        (4.0, 0.0, "supported"),
        (-4.0, 0.0, "contradicted"),
        (0.0, 0.0, "contradicted"),
        (4.0, 0.5, "supported"),
    ],
)
def test_direct_investment_steps(rise, trend, verdict):
    found = on("direct_investment_step", "recent years", **flows(rise, trend))
    assert found.trended.estimate == pytest.approx(rise, abs=0.6)
    assert by_step(found, "x", claimed=1, matters=1.0).verdict == verdict


def test_a_trend_alone_does_not_support():
    found = on("direct_investment_step", "recent years", **flows(0.0, 0.8))
    assert found.plain.estimate > 1.5  # the mere before and after takes the trend for a step
    assert by_step(found, "x", claimed=1, matters=1.0).verdict != "supported"


def test_foreign_value_added_is_a_median_over_economies():
    # As in the test of the chapter on third countries: 22.2 percent in X and 25.9 in Y.
    letters = "ABCDEFGHIJKLMNOPQRST"
    rows = pd.DataFrame({
        "origin": ["X", "X", "Y", "Y", "X", "Y", "X", "Y"],
        "row": ["C", "C", "C", "C", "VA", "VA", "TLS", "TLS"],
        "destination": ["X", "Y", "X", "Y", "X", "Y", "X", "Y"],
        **dict.fromkeys(letters, 0.0),
        "final_consumption": [50.0, 40.0, 0.0, 80.0, 0.0, 0.0, 0.0, 0.0],
        "capital_formation": 0.0,
    })  # fmt: skip
    rows["C"] = [10.0, 0.0, 20.0, 0.0, 70.0, 100.0, 0.0, 0.0]
    by_hand = (100 * 0.2 / 0.9 + 100 * 40 * 0.7 / 0.9 / 120) / 2
    assert on("foreign_value_added", oecd_icio_2019=rows) == pytest.approx(by_hand)
