"""Local projections against R (10_oracle.R, section F), and against statsmodels in its own convention."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from statsmodels.tsa.api import LocalProjections

from analysis.passthrough import local_projection
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.inference import covariance_of_sum
from analysis.passthrough.core.levels import log_changes
from analysis.passthrough.projections.regressions import project

HERE = Path(__file__).parent

# R writes 15 digits; both programs solve the same least squares. 1e-8 leaves
# five digits of room for an estimate near zero (-0.0002 at h = 0).
EXACT = 1e-8
# Two-stage least squares and the ratio of the reduced forms are one number.
SAME = 1e-12
HORIZONS = range(25)

R = json.loads((HERE / "expected/F_local_projections.json").read_text())
F1, F2 = R["F1_apparel_usdjpy"], R["F2_common_sample_statsmodels_convention"]
US = pd.read_csv(HERE / "inputs/us_monthly_1999_2026.csv", index_col="month")
PRICE, FX = US.cpi_apparel_sa[:"2025-09"], 1 / US.usd_jpy

METHODS = {
    "NW_h": "newey-west",
    "NW_h_adj": "newey-west-adjusted",
    "HC0": "lag-augmented-hc0",
    "HC1": "lag-augmented-hc1",
    "HC3": "lag-augmented-hc3",
    "EWC": "ewc",
}


def r_column(name, *inner):
    out = []
    for row in F1:
        value = row[name]
        for key in inner:
            value = value[key]
        out.append(value)
    return np.array(out)


@pytest.fixture(scope="module")
def estimates():
    return {
        name: local_projection(PRICE, FX, horizons=24, lags=12, inference=method)
        for name, method in METHODS.items()
    }


def test_responses_and_ratio_equal_r_lm(estimates):
    ours = estimates["HC3"]
    np.testing.assert_array_equal(ours.regressions.nobs, r_column("n"))
    assert_allclose(ours.price_response.estimate, r_column("price"), rtol=EXACT)
    assert_allclose(ours.fx_response.estimate, r_column("fx"), rtol=EXACT)
    assert_allclose(ours.estimate, r_column("ratio"), rtol=EXACT)


@pytest.mark.parametrize("name", METHODS)
def test_standard_errors_equal_r_sandwich(name, estimates):
    ours = estimates[name]
    assert_allclose(ours.price_response.std_error, r_column("price_se", name), rtol=EXACT)
    if name in F1[0]["fx_se"]:
        assert_allclose(ours.fx_response.std_error[1:], r_column("fx_se", name)[1:], rtol=EXACT)
        assert ours.fx_response.std_error[0] == 0  # R has rounding noise here


@pytest.mark.parametrize("h", [0, 3, 12, 24])
def test_one_bandwidth_for_all_horizons_equals_r_sandwich(h):
    """R's NW_hp1: lag h + 1, asked for as a bandwidth."""
    ours = local_projection(PRICE, FX, horizons=24, lags=12, inference="newey-west", bandwidth=h + 1)
    assert_allclose(ours.price_response.std_error[h], r_column("price_se", "NW_hp1")[h], rtol=EXACT)


def test_covariance_of_the_two_equations_and_the_ratio_equal_r(estimates):
    ours = estimates["NW_h"]
    steps = len(ours.horizons)
    between = ours.joint[:steps, steps:]
    assert_allclose(np.diag(between)[1:], r_column("cov_price_fx_NW_h")[1:], rtol=EXACT)
    assert_allclose(ours.std_error, r_column("ratio_se_delta_NW_h"), rtol=EXACT)


def test_the_ratio_is_the_one_step_estimate_of_r_ivreg(estimates):
    ours = estimates["NW_h"]
    assert_allclose(ours.estimate, r_column("lpiv_est"), rtol=EXACT)
    assert_allclose(ours.std_error, r_column("lpiv_se_NW_h"), rtol=EXACT)


# ------------------------------------------------ the convention of statsmodels
# Changes in levels of the dependent variable, one sample for all horizons, lag
# max(h, ceil(4 (max(h, 1) / 100)^(2/9))): our engine, told to do the same.

LAGS, LAST = 6, 18


def in_its_convention():
    changes = np.column_stack([log_changes(FX[PRICE.index].to_numpy()), log_changes(PRICE.to_numpy())])[1:]
    past = [lagged(column, range(1, LAGS + 1)) for column in changes.T]
    controls = np.column_stack([np.ones(len(changes)), *past])
    result = project(changes.T, changes[:, 0], controls, range(LAST + 1), base=None, common_sample=True)
    terms = result.influence()[:, :, :, 0]
    error = np.empty((2, LAST + 1))
    for h in range(LAST + 1):
        width = max(h, int(np.ceil(4 * (max(h, 1) / 100) ** (2 / 9))))
        error[:, h] = np.sqrt(np.diag(covariance_of_sum(terms[:, :, h], "newey-west", width).matrix))
    return changes, result, error


def test_the_convention_of_statsmodels_equals_r():
    _, result, error = in_its_convention()
    assert {row["n"] for row in F2} == set(result.nobs.tolist())
    for j, name in enumerate(("de", "dp")):
        assert_allclose(result.estimate[j, :, 0], [row[name]["b"] for row in F2], rtol=EXACT)
        assert_allclose(error[j], [row[name]["se"] for row in F2], rtol=EXACT, atol=1e-14)


def test_the_convention_of_statsmodels_equals_statsmodels():
    changes, result, error = in_its_convention()
    theirs = LocalProjections(changes, shock_idx=0, lags=LAGS, horizons=LAST).fit()
    assert theirs.nobs == result.nobs[0]
    assert_allclose(result.estimate[:, :, 0].T, theirs.irfs[:, :, 0], rtol=EXACT, atol=1e-13)
    assert_allclose(error.T, theirs.stderr[:, :, 0], rtol=EXACT, atol=1e-13)


def test_the_unpublished_month_costs_the_base_dates_that_touch_it():
    """With the series to 2026: October 2025 is missing as p_{t+h}, as p_{t-1} and in the lags."""
    ours = local_projection(US.cpi_apparel_sa, FX, horizons=24, lags=12)
    months = pd.period_range("1999-01", "2026-08", freq="M")
    hole = pd.Period("2025-10", freq="M")
    first = pd.Period("2000-02", freq="M")
    for h, n in zip(ours.horizons, ours.regressions.nobs, strict=True):
        dates = [t for t in months if t >= first and t + int(h) <= months[-1]]
        dates = [t for t in dates if t - 1 != hole and t + int(h) != hole]
        # A lagged change touches the hole if it is at t-13 .. t-1.
        dates = [t for t in dates if not hole + 1 <= t <= hole + 13]
        assert n == len(dates)
