"""A path of the exchange rate turned into prices, against R: 14_oracle_scenario.R."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough import distributed_lag
from analysis.transmission.model import spread

HERE = Path(__file__).parent
R = json.loads((HERE / "expected/O_scenario.json").read_text())
MONTHLY = pd.read_csv(HERE / "inputs/fedstl_monthly_1973_2019.csv", index_col="obs")

# The same regression and one matrix product: rounding only.
EXACT = 1e-8


@pytest.fixture(scope="module")
def apparel():
    cost = (100 * np.log(MONTHLY["ppiaco"]).diff()).rename("w")
    return distributed_lag(
        MONTHLY["cpiappsl"], 1 / MONTHLY["twexbmth"], lags=12, controls=cost, control_lags=2,
        inference="newey-west", bandwidth=12,
    )  # fmt: skip


def test_prices_follow_the_increments(apparel):
    S = spread(np.array(R["fx_increments_pct"], float), apparel)
    assert_allclose(S @ apparel.estimate, R["price_cum"], rtol=EXACT)


def test_errors_use_the_full_covariance(apparel):
    S = spread(np.array(R["fx_increments_pct"], float), apparel)
    V = S @ apparel.covariance @ S.T
    assert_allclose(np.sqrt(np.diag(V)), R["se_NW12"], rtol=EXACT)
    assert_allclose(V[12, 24], R["price_cov_h12_h24"], rtol=EXACT)


def test_draws_have_that_spread(apparel):
    S = spread(np.array(R["fx_increments_pct"], float), apparel)
    drawn = apparel.draw(np.random.default_rng(0), 40_000) @ S.T
    # The standard error of a standard deviation from 40,000 normal draws is 0.35 % of it.
    assert_allclose(drawn.std(axis=0), R["se_NW12"], rtol=0.02)
