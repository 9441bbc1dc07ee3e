"""Rolling windows and random-walk coefficients against R: lm, sandwich and a filter in base R, section J."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.stability.random_walk import kalman, loglikelihood, smooth
from analysis.passthrough.stability.time_varying import time_varying

HERE = Path(__file__).parent

# Least squares in a window and 557 steps of a filter: rounding only.
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


def test_filter_smoother_and_likelihood_match_base_r():
    expected = R["tvp"]
    change = 100 * np.log(MONTHLY[["cpiappsl", "twexbmth"]]).diff()
    fx = -change["twexbmth"]
    # R drops the rows that six lags would lack, and then uses one.
    columns = {"y": change["cpiappsl"], "fx_0": fx, "fx_1": fx.shift(1), "fx_6": fx.shift(6)}
    rows = pd.DataFrame(columns).dropna()
    y, X = rows["y"].to_numpy(), np.column_stack([np.ones(len(rows)), rows[["fx_0", "fx_1"]]])
    arguments = (
        y, X, expected["sigma2"], np.array(expected["Q_diag"]),
        np.full(3, float(expected["a0"])), expected["P0_diag"] * np.eye(3),
    )  # fmt: skip
    forward = kalman(*arguments)
    mean, cov = smooth(forward)
    at = np.array(expected["rows"]) - 1
    assert_allclose(forward.loglik, expected["loglik"], rtol=EXACT)
    assert_allclose(loglikelihood(*arguments), expected["loglik"], rtol=EXACT)
    assert_allclose(forward.filtered[at], expected["filtered"], rtol=EXACT, atol=1e-12)
    assert_allclose(mean[at], expected["smoothed"], rtol=EXACT, atol=1e-12)
    assert_allclose(np.sqrt(np.einsum("tii->ti", cov)[at]), expected["smoothed_se"], rtol=EXACT)


def test_public_kalman_path_is_that_of_the_filter_in_r():
    expected = R["tvp"]
    steps = expected["Q_diag"]
    # R's steps are equal for both exchange-rate coefficients, as here by design.
    # Its sample begins in 1973-08, the first row that six lags leave.
    result = time_varying(
        APPAREL, DOLLAR, lags=1, sample=("1973-08", None), method="kalman",
        variances={"error": expected["sigma2"], "mean": steps[0], "fx": steps[1]},
        prior_variance=expected["P0_diag"],
    )  # fmt: skip
    assert_allclose(result.loglik, expected["loglik"], rtol=EXACT)
    at = np.array(expected["rows"]) - 1
    smoothed = np.array(expected["smoothed"])
    assert_allclose(result.coefficients.to_numpy()[at], smoothed, rtol=EXACT, atol=1e-12)
    assert_allclose(result.long_run[at], smoothed[:, 1:].sum(axis=1), rtol=1e-7, atol=1e-12)
