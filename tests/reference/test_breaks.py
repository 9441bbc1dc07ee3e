"""Break tests against R: strucchange, sandwich and lm, sections E and E8."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.stability.bai_perron import bai_perron, date_intervals
from analysis.passthrough.stability.break_test import break_test
from analysis.passthrough.stability.hansen import hansen_pvalue
from analysis.passthrough.stability.partition import partitions
from analysis.passthrough.stability.sup_wald import Search

HERE = Path(__file__).parent

# The statistics are quotients of sums of squares; cumulated sums lose two or
# three of R's fifteen digits.
STATISTIC = 1e-8
# R computes 1 - pchisq, which rounds to multiples of 1e-16: p is compared absolutely.
P_VALUE = 1e-4

R = json.loads((HERE / "expected/E_breaks.json").read_text())
PARTIAL = json.loads((HERE / "expected/E8_partial_breaks.json").read_text())
GRETL = json.loads((HERE / "expected/Z_gretl.json").read_text())
MONTHLY = pd.read_csv(HERE / "inputs/fedstl_monthly_1973_2019.csv", index_col="obs")
NILE = pd.read_csv(HERE / "inputs/nile.csv")["flow"].to_numpy(float)

APPAREL = MONTHLY["cpiappsl"]
# Dollars per unit of the broad basket: up is a depreciation of the dollar.
DOLLAR = 1 / MONTHLY["twexbmth"]


def month(label: str) -> pd.Period:
    return pd.Period(label.replace("M", "-"), freq="M")


def against_r(**options):
    return break_test(APPAREL, DOLLAR, lags=2, own_lags=0, draws=0, **options)


@pytest.mark.parametrize("row", PARTIAL["E8_partial_fx_only"], ids=lambda row: row["type"])
def test_sup_wald_of_the_fx_coefficients_matches_lm_and_sandwich(row):
    covariance = {"ols": "ols", "HC1": "hc1", "NW6": "newey-west"}[row["type"]]
    result = against_r(errors=covariance, errors_bandwidth=6)
    assert result.nobs == PARTIAL["n"] and result.restrictions == PARTIAL["k"]
    assert_allclose(result.statistic, row["sup_wald"], rtol=STATISTIC)
    assert result.last_before == month(row["date"])
    assert result.date == month(row["date"]) + 1
    assert_allclose(result.pvalue, row["p_hansen_k3"], atol=P_VALUE)
    assert_allclose(result.effects["change"].estimate, row["delta_LR_at_max"], rtol=STATISTIC)
    assert result.path.index[0] == result.sample[0] + PARTIAL["candidates_first"] - 1
    rows = pd.period_range(*result.sample, freq="M")
    assert rows.get_loc(result.last_before) + 1 == row["index_1based"]


@pytest.mark.parametrize(("covariance", "key"), [("ols", "wald_path_ols"), ("hc1", "wald_path_HC1")])
def test_whole_wald_path_matches_lm_and_sandwich(covariance, key):
    path = against_r(errors=covariance).path
    assert_allclose(path, PARTIAL[key], rtol=STATISTIC)
    rows = PARTIAL["candidates_last"] - PARTIAL["candidates_first"] + 1
    assert len(path) == rows


@pytest.mark.parametrize(
    ("covariance", "key"), [("ols", "E1_supF_full_change_from15"), ("hc0", "E2_supF_HC0")]
)
def test_all_coefficient_tests_match_strucchange(covariance, key):
    expected = R[key]
    result = against_r(coefficients="all", errors=covariance)
    assert_allclose(result.path, expected["Fstats"], rtol=STATISTIC)
    assert result.last_before == month(expected["argmax"])
    assert len(result.path) == expected["n_candidates"]
    rows = pd.period_range(result.sample[0], result.sample[1], freq="M")
    assert rows.get_loc(result.last_before) + 1 == expected["argmax_index_1based"]
    if key.startswith("E1"):
        assert (result.nobs, result.restrictions) == (expected["n"], expected["k"])
        assert result.sample[0] == month(expected["first_obs"])
    for kind in ("sup", "ave", "exp"):
        assert_allclose(result.tests.loc[kind, "statistic"], expected[f"{kind}F"]["stat"], rtol=STATISTIC)
        assert_allclose(result.tests.loc[kind, "p_hansen"], expected[f"{kind}F"]["p"], atol=P_VALUE)


def test_sup_wald_equals_the_qlr_test_of_gretl():
    """gretl's QLR statistic is in the form of ours, not divided by the number of coefficients."""
    result = against_r(coefficients="all")
    assert_allclose(result.statistic, GRETL["E1"]["qlr"], rtol=STATISTIC)
    # gretl takes the share that was trimmed, 84 of 561 rows, where we and R take 0.15.
    assert_allclose(result.tests.loc["sup", "p_hansen"], GRETL["E1"]["p"], rtol=0.01)
    one = np.ones((len(NILE), 1))
    path = Search(one, one, np.arange(15, 86), one[:, :0]).paths(NILE)
    assert_allclose(path.max(), GRETL["nile_qlr"], rtol=STATISTIC)


def test_hansen_pvalues_match_strucchange():
    for row in R["E6_hansen_pvalue_grid"]:
        p = hansen_pvalue(row["stat"], "sup", row["k"], row["from"])
        assert_allclose(p, row["p_supF"], atol=1e-12)


def test_known_date_matches_the_chow_test():
    expected = R["E7_chow_1990M01"]
    known = against_r(coefficients="all", known={"January 1990": "1990-01"}).known.iloc[0]
    assert known["date"] == pd.Period("1990-01", freq="M")
    assert_allclose(known["statistic"] / 4, expected["F"], rtol=STATISTIC)
    assert_allclose(known["p"], expected["p"], rtol=1e-3)
    assert known["p_holm"] == known["p"]


def test_bai_perron_matches_strucchange():
    expected = R["E3_bai_perron"]
    result = bai_perron(APPAREL, DOLLAR, lags=2, own_lags=0, coefficients="all")
    assert_allclose(result.criteria["rss"], expected["RSS"], rtol=STATISTIC)
    assert_allclose(result.criteria["bic"], expected["BIC"], rtol=STATISTIC)
    assert result.number == expected["bic_choice"]
    for found, dates in zip(result.dates_by_number[1:], expected["dates_by_m"], strict=True):
        last_before = [dates] if isinstance(dates, str) else dates
        assert [date - 1 for date in found] == [month(label) for label in last_before]
    rows = pd.period_range(*result.sample, freq="M")
    for found, index in zip(
        result.dates_by_number[1:], expected["index_by_m_last_obs_of_regime_1based"], strict=True
    ):
        assert [rows.get_loc(date) for date in found] == np.atleast_1d(index).tolist()


def test_nile():
    """The flow at Aswan fell after 1898: sup-F 75.93, interval 1895 to 1902."""
    expected, n = R["E4_nile"], len(NILE)
    one = np.ones((n, 1))
    path = Search(one, one, np.arange(15, 86), one[:, :0]).paths(NILE)[:, 0]
    assert_allclose(path, expected["F_at_each"], rtol=STATISTIC)
    assert_allclose(path.max(), expected["supF"], rtol=STATISTIC)
    assert_allclose(hansen_pvalue(path.max(), "sup", 1, 0.15), expected["p"], atol=P_VALUE)

    found = partitions(NILE, one[:, :0], one, 15, 5)
    rss = np.array([entry[1] for entry in found])
    m = np.arange(6)
    bic = n * (np.log(rss / n) + 1 + np.log(2 * np.pi)) + (m + 1) * 2 * np.log(n)
    assert_allclose(bic, expected["BIC"], rtol=STATISTIC)

    (before,) = found[1][0]
    assert 1870 + before == expected["break_year"]
    means = np.array([[NILE[:before].mean()], [NILE[before:].mean()]])
    resid = NILE - np.repeat(means[:, 0], [before, n - before])
    ((low, high),) = date_intervals(one, resid, means, (before,))
    assert [low, before, high] == expected["confint_95_index"][0]
