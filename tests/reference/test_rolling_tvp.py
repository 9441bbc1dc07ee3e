"""Rolling windows against R: lm and sandwich, section J."""

import json
from pathlib import Path

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.stability.time_varying import time_varying

HERE = Path(__file__).parent

# Least squares in a window: rounding only.
EXACT = 1e-8

R = json.loads((HERE / "expected/J_rolling_tvp.json").read_text())
MONTHLY = pd.read_csv(HERE / "inputs/fedstl_monthly_1973_2019.csv", index_col="obs")
APPAREL, DOLLAR = MONTHLY["cpiappsl"], 1 / MONTHLY["twexbmth"]


@pytest.fixture(scope="module")
def rolling():
    return time_varying(APPAREL, DOLLAR, lags=6, window=120, inference="newey-west", bandwidth=6, draws=0)


def test_every_rolling_long_run_matches_lm(rolling):
    assert rolling.nobs == R["rolling120"]["n"]
    assert_allclose(rolling.long_run, R["rolling120"]["all_lr"], rtol=EXACT)


def test_window_standard_errors_and_dates_match_sandwich(rolling):
    for row in R["rolling120"]["selected"]:
        end = row["end"].replace("M", "-")
        effect = rolling.at(end)
        assert_allclose(effect.estimate, row["lr"], rtol=EXACT)
        assert_allclose(effect.std_error, row["se_NW6"], rtol=EXACT)
        assert str(rolling.starts[rolling.dates.get_loc(end)]) == row["start"].replace("M", "-")
