"""Distributed-lag pass-through against R: lm and sandwich, section A of 10_oracle.R."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough import Critical, distributed_lag

HERE = Path(__file__).parent

# R writes 15 digits; both programs solve the same least squares by QR. What is
# left is rounding, so 1e-8 leaves six digits of room and no formula error fits in.
EXACT = 1e-8
# A bandwidth estimated from fourth powers of residuals magnifies rounding.
ESTIMATED_BANDWIDTH = 1e-6
# p-values of statistics that agree to EXACT, relative, far in the tail.
P_VALUE = 1e-7

METHODS = {
    "ols": ("ols", EXACT),
    "HC0": ("hc0", EXACT),
    "HC1": ("hc1", EXACT),
    "HC2": ("hc2", EXACT),
    "HC3": ("hc3", EXACT),
    "NW_fixed": ("newey-west", EXACT),
    "NW_fixed_adj": ("newey-west-adjusted", EXACT),
    "NW_t75": ("newey-west-t75", EXACT),
    "NW_auto": ("newey-west-auto", ESTIMATED_BANDWIDTH),
    "NW_prewhite1_fixed": ("newey-west-prewhitened", EXACT),
    "QS_andrews": ("qs", ESTIMATED_BANDWIDTH),
    "EWC": ("ewc", EXACT),
}
# What we compare t with; the kernel methods that are not listed use the normal.
REFERENCE_DISTRIBUTION = {
    "ols": "t_nk",
    "hc0": "t_nk",
    "hc1": "t_nk",
    "hc2": "t_nk",
    "hc3": "t_nk",
    "ewc": "tB",
}
FIXED_LAG = ("newey-west", "newey-west-adjusted", "newey-west-prewhitened")

R = json.loads((HERE / "expected/A_distributed_lag.json").read_text())
GRETL = json.loads((HERE / "expected/Z_gretl.json").read_text())["A1"]
US = pd.read_csv(HERE / "inputs/us_monthly_1999_2026.csv", index_col="month")
MONTHLY = pd.read_csv(HERE / "inputs/fedstl_monthly_1973_2019.csv", index_col="obs")
QUARTERLY = pd.read_csv(HERE / "inputs/fedstl_quarterly_1973_2019.csv", index_col="obs")


def change(x: pd.Series) -> pd.Series:
    return 100 * np.log(x).diff()


def _quarterly(sample, cost):
    controls = pd.DataFrame({"g": change(QUARTERLY.gdpc1)})
    if cost:
        controls.insert(0, "w", change(QUARTERLY.ppiaco))
    return dict(
        price=QUARTERLY.impgs / QUARTERLY.impgsc1,
        fx=1 / QUARTERLY.twexbmth,
        lags=4,
        controls=controls,
        control_lags={"w": 4} if cost else 0,
        sample=sample,
    )


CASES = {
    "A1_apparel_sa_usdjpy": dict(price=US.cpi_apparel_sa[:"2025-09"], fx=1 / US.usd_jpy, lags=12),
    "A2_allitems_sa_usdjpy": dict(price=US.cpi_all_sa[:"2025-09"], fx=1 / US.usd_jpy, lags=12),
    "A3_apparel_nsa_seasdum": dict(
        price=US.cpi_apparel_nsa[:"2025-09"], fx=1 / US.usd_jpy, lags=12, seasonal=True
    ),
    "A5_apparel_gap_to_2026_08": dict(price=US.cpi_apparel_sa, fx=1 / US.usd_jpy, lags=12),
    "A6_apparel_broad_1974_2019": dict(
        price=MONTHLY.cpiappsl,
        fx=1 / MONTHLY.twexbmth,
        lags=12,
        controls=change(MONTHLY.ppiaco).rename("w"),
        control_lags=2,
    ),
    "A7_CG_quarterly_1975_2003": _quarterly(("1975Q1", "2003Q4"), cost=True),
    "A7b_CG_quarterly_full": _quarterly(None, cost=True),
    "A7c_CG_no_cost_control_1975_2003": _quarterly(("1975Q1", "2003Q4"), cost=False),
}


@pytest.fixture(scope="module")
def estimates():
    """Each case by each method, estimated once."""
    kept = {}

    def get(case, method):
        if (case, method) not in kept:
            kept[case, method] = distributed_lag(**CASES[case], inference=method)
        return kept[case, method]

    return get


@pytest.mark.parametrize("case", CASES)
def test_least_squares_equals_r_lm(case, estimates):
    ours, oracle = estimates(case, "ols"), R[case]
    n, k = oracle["info"]["nobs"], oracle["info"]["k"]
    assert ours.nobs == n
    assert ours.specification["coefficients"] == k
    names = {"(Intercept)": "constant"}
    names |= {name: f"fx_{name[1:]}" for name in oracle["coef"] if name.startswith("e")}
    names |= {name: f"w_{name[1:]}" for name in oracle["coef"] if name.startswith("w")}
    names |= {name: f"month_{name[2:]}" for name in oracle["coef"] if name.startswith("mo")}
    names |= {"g": "g_0"}
    r_coefficients = pd.Series(oracle["coef"]).rename(names)
    assert_allclose(ours.coefficients[r_coefficients.index], r_coefficients, rtol=EXACT)
    assert_allclose((ours.residuals**2).sum(), oracle["rss"], rtol=EXACT)
    assert_allclose(ours.specification["r squared"], oracle["r2"], rtol=EXACT)
    adjusted = 1 - (1 - ours.specification["r squared"]) * (n - 1) / (n - k)
    assert_allclose(adjusted, oracle["adj_r2"], rtol=EXACT)
    assert_allclose(ours.specification["regression standard error"], oracle["sigma"], rtol=EXACT)
    assert_allclose(ours.specification["log likelihood"], oracle["loglik"], rtol=EXACT)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", METHODS)
def test_standard_errors_equal_r_sandwich(case, name, estimates):
    method, tolerance = METHODS[name]
    ours, oracle = estimates(case, method), R[case]
    assert_allclose(ours.short_run.estimate, oracle["short_run"]["est"], rtol=EXACT)
    assert_allclose(ours.short_run.std_error, oracle["short_run"]["se"][name], rtol=tolerance)
    assert_allclose(ours.long_run.estimate, oracle["long_run"]["est"], rtol=EXACT)
    assert_allclose(ours.long_run.std_error, oracle["long_run"]["se"][name], rtol=tolerance)
    one = ours.test(1.0)
    assert_allclose(one.statistic, oracle["long_run_t_H0_eq1"][name], rtol=tolerance)


def test_apparel_equals_gretl(estimates):
    """A second program: gretl's HAC with a lag of 12 and of its own rule (5), and classical errors."""
    case = "A1_apparel_sa_usdjpy"
    ours = estimates(case, "newey-west")
    assert ours.nobs == GRETL["T"]
    assert_allclose(ours.short_run.estimate, GRETL["sr"], rtol=EXACT)
    assert_allclose(ours.short_run.std_error, GRETL["sr_se_hac12"], rtol=EXACT)
    assert_allclose(ours.long_run.estimate, GRETL["lr"], rtol=EXACT)
    for method, key in (
        ("newey-west", "lr_se_hac12"), ("newey-west-t75", "lr_se_hac_nw1_5lags"), ("ols", "lr_se_ols")
    ):  # fmt: skip
        assert_allclose(estimates(case, method).long_run.std_error, GRETL[key], rtol=EXACT)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", METHODS)
def test_long_run_p_values_equal_r(case, name, estimates):
    """R prints each statistic against three distributions; ours is one, the other two follow."""
    method, tolerance = METHODS[name]
    effect, oracle = estimates(case, method).long_run, R[case]["long_run_p_value_H0_eq0"][name]
    info = R[case]["info"]
    distributions = {
        "normal": Critical("normal"),
        "t_nk": Critical("t", dof=info["nobs"] - info["k"]),
        "tB": Critical("t", dof=info["EWC_B"], matrix=True),
    }
    for label, critical in distributions.items():
        p = critical.pvalue(effect.statistic(0.0))
        assert_allclose(p, oracle[label], rtol=max(P_VALUE, tolerance))
    used = REFERENCE_DISTRIBUTION.get(method, "normal")
    assert effect.critical == distributions[used]
    assert_allclose(effect.p_zero, oracle[used], rtol=max(P_VALUE, tolerance))


@pytest.mark.parametrize("case", CASES)
def test_bandwidths_equal_r(case, estimates):
    info = R[case]["info"]
    for method in FIXED_LAG:
        assert estimates(case, method).specification["bandwidth"] == info["NW_fixed_lag"]
    assert estimates(case, "newey-west-t75").specification["bandwidth"] == info["NW_t75_lag"]
    assert estimates(case, "newey-west-auto").specification["bandwidth"] == info["NW_auto_lag"]
    assert estimates(case, "ewc").specification["bandwidth"] == info["EWC_B"]
    qs = estimates(case, "qs").specification["bandwidth"]
    assert_allclose(qs, info["QS_andrews_bw"], rtol=ESTIMATED_BANDWIDTH)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["NW_fixed", "HC1"])
def test_cumulative_profile_equals_r(case, name, estimates):
    ours, oracle = estimates(case, METHODS[name][0]), R[case]["cumulative"]
    assert_allclose(ours.estimate, oracle["est"], rtol=EXACT)
    assert_allclose(ours.std_error, oracle[f"se_{name}"], rtol=EXACT)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["ols", "NW_fixed", "HC1"])
def test_joint_wald_equals_r(case, name, estimates):
    """All pass-through zero. R tests the coefficients, of which the path is an invertible map."""
    ours, oracle = estimates(case, METHODS[name][0]), R[case]["joint_F_all_fx_zero"][name]
    lags = len(ours.horizons)
    path = ours.test(0.0, horizon="all")
    assert path.restrictions == lags
    assert_allclose(path.statistic, oracle["wald_chi2"], rtol=EXACT)
    assert_allclose(path.statistic / lags, oracle["F"], rtol=EXACT)
    chi2 = Critical("normal").wald_pvalue(path.statistic, lags)
    assert_allclose(chi2, oracle["p_chi2"], rtol=P_VALUE)
    if name == "NW_fixed":
        assert_allclose(path.pvalue, oracle["p_chi2"], rtol=P_VALUE)


def test_sample_and_lost_months_equal_r(estimates):
    full, gap = estimates("A1_apparel_sa_usdjpy", "ols"), estimates("A5_apparel_gap_to_2026_08", "ols")
    oracle = R["A1_apparel_sa_usdjpy"]
    assert [str(period) for period in full.sample] == [oracle["first"], oracle["last"]]
    assert gap.specification["dates lost to gaps"] == R["A5_apparel_gap_to_2026_08"]["dropped"]
    assert gap.nobs == 317


def _adl(method, **options):
    bandwidth = 12 if method in FIXED_LAG else None
    return distributed_lag(
        US.cpi_all_sa[:"2025-09"],
        1 / US.usd_jpy,
        lags=6,
        own_lags=3,
        inference=method,
        bandwidth=bandwidth,
        **options,
    )


@pytest.mark.parametrize("name", METHODS)
def test_adl_long_run_equals_r_delta_method(name):
    method, tolerance = METHODS[name]
    ours, oracle = _adl(method), R["A4_adl_allitems"]
    assert ours.nobs == oracle["nobs"]
    renamed = {"(Intercept)": "constant"}
    renamed |= {f"e{k}": f"fx_{k}" for k in range(7)} | {f"y{k}": f"price_{k}" for k in range(1, 4)}
    coefficients = pd.Series(oracle["coef"]).rename(renamed)
    assert_allclose(ours.coefficients[coefficients.index], coefficients, rtol=EXACT)
    assert_allclose(ours.long_run.estimate, oracle["long_run"], rtol=EXACT)
    assert_allclose(ours.long_run.std_error, oracle["se"][name], rtol=tolerance)
    gradient = pd.Series(oracle["gradient"]).rename(renamed)
    V = ours.coefficient_covariance.loc[gradient.index, gradient.index]
    assert_allclose(np.sqrt(gradient @ V @ gradient), oracle["se"][name], rtol=tolerance)


def test_adl_fieller_set_and_multipliers_equal_r():
    ours, oracle = _adl("newey-west"), R["A4_adl_allitems"]
    (interval,) = ours.long_run.confidence_set.intervals
    assert_allclose(interval, oracle["fieller_95_NW_fixed"], rtol=EXACT)
    # The multipliers of R are sums that cross zero, hence an absolute part.
    assert_allclose(ours.estimate, oracle["cum_multiplier_0_36"], rtol=EXACT, atol=1e-14)
    assert list(ours.horizons) == list(range(37))


def test_adl_path_tends_to_the_analytic_long_run():
    ours = _adl("ewc", horizons=120)
    assert_allclose(ours.estimate[-1], ours.long_run.estimate, rtol=EXACT)
    assert_allclose(ours.std_error[-1], ours.long_run.std_error, rtol=EXACT)
