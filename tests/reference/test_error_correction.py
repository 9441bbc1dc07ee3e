"""Error correction against R's lm: section B of 11_oracle_more.R, UKpppuip."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.long_run.error_correction import error_correction

HERE = Path(__file__).parent
# R writes 15 digits and both sides solve by QR; the input is exp and log of
# what R used, which costs one more digit.
EXACT = 1e-8

R = json.loads((HERE / "expected/B_ardl_uecm.json").read_text())
UK = pd.read_csv(HERE / "inputs/UKpppuip.csv")
# Johansen and Juselius (1992): 1972Q1 to 1987Q2. p1, p2 and e12 are logs.
UK.index = pd.period_range("1972Q1", periods=len(UK), freq="Q")
P1, P2, E12 = (np.exp(UK[name]) for name in ("p1", "p2", "e12"))
OIL = UK[["doilp0", "doilp1"]]

# name in R: orders (p1, e12, p2), case, fixed regressors
MODELS = {
    "B1_ukppp_222_c": ((2, 2, 2), 3, None),
    "B2_ukppp_222_ct": ((2, 2, 2), 5, None),
    "B3_ukppp_444_c_oil": ((4, 4, 4), 3, OIL),
    "B4_ukppp_320_c": ((3, 0, 2), 3, None),
}
F_NAMES = {2: "case2", 3: "case3_or_5", 4: "case4", 5: "case3_or_5"}


def in_r(name: str) -> str:
    """Our name of a coefficient in the notation of the R script."""
    if name in ("constant", "trend"):
        return {"constant": "(Intercept)", "trend": "tr"}[name]
    if name.startswith("D."):
        _, variable, lag = name.split(".")
        return f"d{'y' if variable == 'p1' else variable}_{lag[1:]}"
    if name.endswith((".L0", ".L1")):
        variable = name.split(".", maxsplit=1)[0]
        return "y_1" if variable == "p1" else f"{variable}_1"
    return name


@pytest.fixture(params=MODELS, scope="module")
def model(request):
    orders, case, fixed = MODELS[request.param]
    arguments = dict(foreign=P2.to_frame(), lags=orders, case=case, controls=fixed)
    return R[request.param], arguments


def estimate(arguments, **changes):
    return error_correction(P1, E12, **{**arguments, **changes})


def assert_coefficients(result, expected, errors):
    ours = result.coefficients.rename(in_r)
    assert set(ours.index) == set(expected["coef"])
    assert_allclose(ours[list(expected["coef"])], list(expected["coef"].values()), rtol=EXACT)
    spread = np.sqrt(np.diag(result.coefficient_covariance))
    spread = pd.Series(spread, index=ours.index)
    assert_allclose(spread[list(errors)], list(errors.values()), rtol=EXACT)


def test_coefficients_and_classical_errors(model):
    expected, arguments = model
    result = estimate(arguments)
    assert result.nobs == expected["nobs"]
    assert_coefficients(result, expected, expected["se"])
    assert_allclose(result.regression.fit.rss, expected["rss"], rtol=EXACT)
    assert_allclose(result.regression.fit.loglik, expected["loglik"], rtol=EXACT)
    assert_criteria(result, expected)


def assert_criteria(result, expected):
    """R counts the error variance as a parameter."""
    k, loglik = len(result.coefficients) + 1, result.regression.fit.loglik
    assert_allclose(2 * k - 2 * loglik, expected["aic"], rtol=EXACT)
    assert_allclose(np.log(result.nobs) * k - 2 * loglik, expected["bic"], rtol=EXACT)


def test_newey_west_errors(model):
    expected, arguments = model
    result = estimate(arguments, inference="newey-west", bandwidth=4)
    assert_coefficients(result, expected, expected["se_NW4"])


def test_long_run_and_its_delta_error(model):
    expected, arguments = model
    long_runs = estimate(arguments).long_runs
    for ours, theirs in (("e12", "e12_1"), ("p2", "p2_1")):
        assert_allclose(long_runs.loc[ours, "estimate"], expected["long_run"][theirs], rtol=EXACT)
        assert_allclose(long_runs.loc[ours, "std_error"], expected["long_run_se_ols"][theirs], rtol=EXACT)


def test_bounds_statistics_of_every_case(model):
    expected, arguments = model
    cases = (4, 5) if arguments["case"] == 5 else (2, 3)
    for case in cases:
        relation = estimate(arguments, case=case).relation
        assert_allclose(relation.f, expected["F"][F_NAMES[case]], rtol=EXACT)
        assert_allclose(relation.t, expected["t_y1"], rtol=EXACT)


def test_adjustment_and_half_life(model):
    expected, arguments = model
    result = estimate(arguments)
    assert_allclose(result.adjustment.estimate, expected["speed"], rtol=EXACT)
    assert_allclose(result.half_life, expected["half_life_periods"], rtol=EXACT)


def test_residual_diagnostics(model):
    expected, arguments = model
    p = estimate(arguments).diagnostics["pvalue"]
    assert_allclose(p["autocorrelation"], expected["BG4"], rtol=EXACT)
    # RESET compares two residual sums that agree to three digits.
    assert_allclose(p["functional form"], expected["RESET"], rtol=1e-6)


def test_the_path_ends_at_the_long_run(model):
    _, arguments = model
    result = estimate(arguments, horizons=800)
    assert_allclose(result.estimate[-1], result.unconditional_long_run.estimate, rtol=1e-8)
    assert_allclose(result.std_error[-1], result.unconditional_long_run.std_error, rtol=1e-6)


def test_impact_is_the_coefficient_of_the_current_change():
    result = error_correction(P1, E12, foreign=P2.to_frame(), lags=2)
    assert_allclose(result.short_run.estimate, R["B1_ukppp_222_c"]["coef"]["de12_0"], rtol=EXACT)
    assert_allclose(result.short_run.std_error, R["B1_ukppp_222_c"]["se"]["de12_0"], rtol=EXACT)


def test_danish_money_demand_bounds_statistic():
    """R's ARDL package: ARDL(3,1,3,2) of the Danish data, case 2, F = 5.1168, p = 0.0044."""
    from statsmodels.datasets import danish_data

    money = np.exp(danish_data.load_pandas().data)
    money.index = money.index.to_period("Q")
    result = error_correction(
        money["lrm"], money["lry"], foreign=money[["ibo", "ide"]], lags=(3, 1, 3, 2), case=2
    )
    assert_allclose(result.relation.f, 5.1168, atol=5e-5)
    # The packages tabulate the same limit from simulations of their own.
    assert result.relation.to_frame().loc["F", "p_i1"] == pytest.approx(0.0044, abs=5e-4)
