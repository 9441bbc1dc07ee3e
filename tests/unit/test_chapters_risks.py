"""What the page on risks arranges, on numbers worked by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis import scheme
from analysis.chapters.risks import frames, sentences, tables
from analysis.errors import NotebookError

#: 10 billion refused, two points on half of 100 billion of imports, all borne, for two years: 1 billion a
#: year.
REFUSED = scheme.Refusal(10.0, 0.02, 100.0, 0.5, 1.0, 2)


def test_the_last_day_that_has_a_rate_stands_for_its_month():
    days = pd.to_datetime(["2020-01-30", "2020-01-31", "2020-02-27"])
    monthly = frames.last_of_month(pd.Series([1.0, 2.0, 3.0], days))
    assert monthly.to_dict() == {pd.Period("2020-01", "M"): 2.0, pd.Period("2020-02", "M"): 3.0}


def test_resampled_paths_have_no_drift_and_keep_the_changes_of_a_block_together():
    steady = pd.Series(100 * 1.01 ** np.arange(25))
    paths = frames.resampled(steady, 7, 3, 4, np.random.default_rng(1))
    assert paths.shape == (4, 7) and paths == pytest.approx(100)  # a rate that only drifts does not move
    rate = pd.Series(np.exp([0, 0.1, 0, 0.1, 0]))  # changes of 0.1 and −0.1 in turn, with mean zero
    ends = frames.resampled(rate, 2, 2, 20, np.random.default_rng(1))[:, -1]
    assert ends == pytest.approx(100)  # a block of two holds one of each


def test_a_fan_has_the_quantiles_of_each_month():
    months = pd.period_range("2027-01", periods=2, freq="M")
    fan = frames.fan(np.array([[0.0, 10.0], [100.0, 10.0]]), months)
    assert fan.iloc[0].to_dict() == pytest.approx({"5 %": 5, "25 %": 25, "50 %": 50, "75 %": 75, "95 %": 95})
    assert (fan.iloc[1] == 10).all()


def test_the_tariff_alone_breaks_even_at_its_present_value():
    # 1/1.1 + 1/1.21 = 1.735537 of 10 called; half of it if exporters bear half; none if it lasts no year.
    assert frames.break_even(REFUSED, np.zeros(1), 0.1) == pytest.approx(17.35537, abs=1e-5)
    assert frames.break_even(REFUSED, np.zeros(1), 0.1, borne=0.5) == pytest.approx(17.35537 / 2, abs=1e-5)
    assert frames.break_even(REFUSED, np.zeros(1), 0.1, years=0) == 0
    table = tables.break_evens(REFUSED, {"Tariff alone": np.zeros(1)}, 0.1, (0.5, 1.0), (1, 2))
    assert table.index.tolist() == ["1 year", "2 years"]
    assert table["Tariff alone", "100 %"].tolist() == pytest.approx([9.090909, 17.355372])


def test_what_is_lost_pays_for_the_years_whose_present_value_it_is():
    assert frames.years_paid_for(1.7355371901, 1.0, 0.1) == pytest.approx(2)
    assert frames.years_paid_for(0.0, 1.0, 0.1) == 0


def test_shocks_are_set_against_gdp_bonds_and_book():
    row = frames.stress({"shock": -50.0}, gdp=1000.0, bonds=25.0, book=100.0).loc["shock"]
    assert row.tolist() == [-50.0, -5.0, -2.0, -0.5]


def test_only_a_loss_between_the_two_break_evens_holds():
    receipts = {"none": np.zeros(1), "running": np.full(20, 0.5), "costly": np.full(20, 0.3)}
    sentences.hold_refusal(REFUSED, receipts, 0.1, lost=20.0)
    both = frames.break_even(REFUSED, receipts["running"], 0.1)
    for outside in (17.0, both):
        with pytest.raises(NotebookError, match="pays if more than"):
            sentences.hold_refusal(REFUSED, receipts, 0.1, lost=outside)


def test_a_slope_whose_interval_leaves_out_parity_stops_the_page():
    sentences.hold_parity(pd.Series({"low": -1.0, "high": 1.1}))
    with pytest.raises(NotebookError, match="contains both parity and a random walk"):
        sentences.hold_parity(pd.Series({"low": -1.0, "high": 1.0}))


def test_a_pick_up_whose_interval_reaches_zero_stops_the_page():
    def pickup(high):
        return SimpleNamespace(estimate=-1.0, interval=lambda level: (-2.0, high))

    cheap, dear = (SimpleNamespace(cost=pd.Series([cost])) for cost in (1.0, 1.5))
    insurers = pd.Series({"insurers_hedge_ratio": 40.0, "insurers_hedge_ratio_before": 50.0})
    sentences.hold_hedge(pickup(-0.1), cheap, dear, insurers)
    with pytest.raises(NotebookError, match="with an interval below zero"):
        sentences.hold_hedge(pickup(0.0), cheap, dear, insurers)
