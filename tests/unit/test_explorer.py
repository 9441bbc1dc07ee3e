"""What the explorer page is sent: the estimates of the chapters, rounded, and the flows that its controls describe."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis import data, transmission
from analysis.report import explorer


@pytest.fixture(scope="module")
def found():
    return explorer.estimates()


@pytest.fixture(scope="module")
def scale():
    return float(data.load("jp_gdp_usd").iloc[-1])


def test_distributed_lag_is_the_chain_of_the_scenarios(found):
    # Dummies for tax steps and steps taken out beforehand are the same regression.
    for price, result in transmission.japan_chain().items():
        ours = found["distributed-lag"][price]
        assert_allclose(ours.estimate[:13], result.estimate, rtol=1e-5, atol=1e-7)
        assert_allclose(ours.std_error[12], result.std_error[-1], rtol=0.02)


def test_what_is_sent_is_rounded_plain_json(found, scale):
    sent = explorer.model(found, {"base": explorer.Settings()})
    assert json.loads(json.dumps(sent, allow_nan=False)) == sent
    assert sent["scale"] == pytest.approx(scale, rel=1e-6)
    for prices in sent["methods"].values():
        for one in prices.values():
            assert len(one["theta"]) == explorer.PATH + 1
            assert len(one["upper"]) == (explorer.PATH + 1) * (explorer.PATH + 2) // 2


def test_yen_path_is_the_formula_by_hand(found, scale):
    chosen = explorer.Settings(amount=100, years=1, converted=50, hedged=20, multiplier=2)
    path = explorer.paths(chosen, found, scale)["yen"]
    # Half of four fifths of a hundred billion, two percent for each percent of gross domestic product.
    assert path.iloc[11] == pytest.approx(100 * np.expm1(2 * 0.5 * 0.8 * 100 / scale))
    assert path.iloc[-1] == pytest.approx(path.iloc[11])


def test_income_that_comes_home_lowers_the_dollar_later(found, scale):
    plain = explorer.paths(explorer.Settings(), found, scale)
    home = explorer.paths(explorer.Settings(income=6, part=50, home=100), found, scale)
    assert_allclose(home["yen"].iloc[:12], plain["yen"].iloc[:12])
    assert home["yen"].iloc[-1] < plain["yen"].iloc[-1]


def test_interval_holds_the_estimate_of_the_path(found, scale):
    chosen = explorer.Settings(method="local-projection")
    middle, low, high = explorer.interval(chosen, found, scale, "consumer prices")
    assert low < middle < high
    assert middle == pytest.approx(explorer.paths(chosen, found, scale)["consumer prices"].iloc[-1])


def test_nothing_converted_moves_nothing(found, scale):
    assert not explorer.paths(explorer.Settings(converted=0), found, scale).to_numpy().any()
