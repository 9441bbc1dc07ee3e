"""Uncovered parity against R: lm and sandwich (section H of 11_oracle_more.R), base R (15_predictive.R)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.currency.predictor import predictor
from analysis.passthrough.currency.uncovered_parity import uncovered_parity

HERE = Path(__file__).parent

# The same sums in another order: rounding only.
EXACT = 1e-8

H = json.loads((HERE / "expected/H_utilities.json").read_text())["UIP_fama"]
R = json.loads((HERE / "expected/H2_predictive.json").read_text())
UK = pd.read_csv(HERE / "inputs/UKpppuip.csv")
UK.index = pd.period_range("1972Q1", periods=len(UK), freq="Q")
US = pd.read_csv(HERE / "inputs/us_monthly_1999_2026.csv", index_col="month")


def fama(horizon, method, bandwidth=None):
    """The rates of the file are logs of 1 + i, as they stand, in per cent here."""
    return uncovered_parity(
        np.exp(UK.e12),
        home_rate=100 * UK.i1,
        abroad_rate=100 * UK.i2,
        horizon=horizon,
        inference=method,
        rates_over="horizon",
        bandwidth=bandwidth,
    )


def test_one_quarter_equals_lm_and_sandwich():
    ours = fama(1, "newey-west", 4)
    assert ours.nobs == H["nobs"]
    # The exchange rate is in per cent here and in logs there: the intercept is 100 times as large.
    assert_allclose(ours.coefficients["constant"], 100 * H["coef"]["(Intercept)"], rtol=EXACT)
    assert_allclose(ours.slope.estimate, H["coef"]["dif"], rtol=EXACT)
    assert_allclose(ours.slope.std_error, H["se_NW4"]["dif"], rtol=EXACT)
    assert_allclose(ours.intercept.std_error, 100 * H["se_NW4"]["(Intercept)"], rtol=EXACT)
    assert_allclose(ours.tests["parity"].statistic, H["wald_H0_a0_b1_NW4"], rtol=EXACT)
    classical = fama(1, "ols")
    assert_allclose(classical.slope.std_error, H["se_ols"]["dif"], rtol=EXACT)
    assert_allclose(classical.intercept.std_error, 100 * H["se_ols"]["(Intercept)"], rtol=EXACT)


@pytest.mark.parametrize("case", R["fama"], ids=lambda case: f"k={case['horizon']}")
def test_overlapping_windows_equal_r(case):
    k = case["horizon"]
    for method, bandwidth, key in (
        ("newey-west", k - 1, "se_nw_k1"), ("newey-west", 8, "se_nw8"), ("hodrick", None, "se_hodrick"),
    ):  # fmt: skip
        ours = fama(k, method, bandwidth)
        assert ours.nobs == case["nobs"]
        assert_allclose([ours.intercept.estimate, ours.slope.estimate], case["coef"], rtol=EXACT)
        assert_allclose([ours.intercept.std_error, ours.slope.std_error], case[key], rtol=EXACT)
        if key != "se_nw_k1":
            expected = case["wald_nw8" if bandwidth else "wald_hodrick"]
            assert_allclose(ours.tests["parity"].statistic, expected, rtol=EXACT)


def check_predictor(ours, oracle):
    assert ours.nobs == oracle["nobs"]
    for name, key in (
        ("slope", "slope"), ("std_error", "se"), ("rho", "rho"), ("shock_correlation", "shock_correlation"),
        ("bias", "bias"), ("ivx", "ivx"), ("ivx_std_error", "ivx_se"),
    ):  # fmt: skip
        assert_allclose(getattr(ours, name), oracle[key], rtol=EXACT, err_msg=name)
    for slope in (0, 1):
        assert_allclose(ours.wald(slope)[0], oracle[f"wald{slope}"], rtol=EXACT)


def test_ivx_and_stambaugh_bias_equal_r():
    check_predictor(fama(1, "ewc").predictor, R["uk"])
    yen = 100 * np.log(US.usd_jpy[:"2025-09"].to_numpy())
    check_predictor(predictor(np.diff(yen), yen - yen[0]), R["yen_on_its_level"])
