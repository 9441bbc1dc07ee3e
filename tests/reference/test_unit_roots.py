"""Unit-root tests through arch against R: urca, section I of 11_oracle_more.R."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from statsmodels.tsa.stattools import adfuller, kpss

from analysis.passthrough.core.unit_roots import unit_roots

HERE = Path(__file__).parent

# Small regressions in both programs.
EXACT = 1e-8
# arch scales changes and levels to unit length before it inverts; urca does not.
BREAKS = 1e-6

R = json.loads((HERE / "expected/I_unit_roots.json").read_text())
UK = pd.read_csv(HERE / "inputs/UKpppuip.csv")
UK.index = pd.period_range("1972Q1", periods=len(UK), freq="Q")
US = pd.read_csv(HERE / "inputs/us_monthly_1999_2026.csv", index_col="month")[:"2025-09"]
SERIES = {
    "uk_p1": UK.p1, "uk_e12": UK.e12, "usd_jpy": np.log(US.usd_jpy), "cpi_apparel": np.log(US.cpi_apparel_sa),
}  # fmt: skip
TERMS = {"none": "n", "constant": "c", "constant and trend": "ct"}


@pytest.fixture(scope="module", params=SERIES)
def case(request):
    name = request.param
    result = unit_roots(SERIES[name], trend=("n", "c", "ct"), lags=4, logs=False)
    table = result.table.assign(term=result.table["terms"].map(TERMS)).set_index(["test", "term"])
    return R[name], table, SERIES[name].to_numpy()


def test_statistics_equal_urca(case):
    oracle, table, values = case
    assert (table["lags"] == 4).all() and oracle["n"] == len(values)
    for (test, term), key in {
        ("adf", "n"): "adf_n_lag4", ("adf", "c"): "adf_c_lag4", ("adf", "ct"): "adf_ct_lag4",
        ("kpss", "c"): "kpss_mu_lag4", ("kpss", "ct"): "kpss_tau_lag4",
        ("df-gls", "c"): "dfgls_c_lag4", ("df-gls", "ct"): "dfgls_ct_lag4",
    }.items():  # fmt: skip
        assert_allclose(table.loc[(test, term), "statistic"], oracle[key], rtol=EXACT, err_msg=key)


@pytest.mark.parametrize("term", ["c", "ct"])
def test_phillips_perron_equals_urca_once_the_correction_is_scaled_as_there(case, term):
    """Z-tau = sqrt(s/l) t - (l - s) / (2 sqrt(l)) / sqrt(q): arch has q of y_{t-1}, urca of y_t."""
    oracle, table, values = case
    n = len(values) - 1
    now, before = values[1:], values[:-1]
    base = np.column_stack([np.ones(n), np.arange(1.0, n + 1)][: len(term)])

    def residual(y, X):
        return y - X @ np.linalg.lstsq(X, y, rcond=None)[0]

    u = residual(now, np.column_stack([before, base]))
    short = u @ u / n
    long = short + 2 / n * sum((1 - h / 5) * (u[h:] @ u[:-h]) for h in range(1, 5))
    in_arch = np.sqrt(np.sum(residual(before, base) ** 2)) / n
    in_urca = np.sqrt(np.sum(residual(now, base) ** 2) * (1 - n**-2.0 * (term == "ct"))) / n
    correction = (long - short) / (2 * np.sqrt(long))
    arch = table.loc[("pp", term), "statistic"]
    urca = arch + correction / in_arch - correction / in_urca
    assert_allclose(urca, oracle[f"pp_Ztau_{term}_lag4"], rtol=EXACT)
    assert_allclose(arch, oracle[f"pp_Ztau_{term}_lag4"], atol=0.012)


def test_zivot_andrews_equals_urca_where_the_break_is_inside_the_trim(case):
    """urca searches every date, arch leaves 15 % at either end; bpoint is the last period of the old
    regime."""
    oracle, table, values = case
    for term, model in (("ct", "both"), ("c", "intercept")):
        ours, theirs = table.loc[("zivot-andrews", term)], oracle[f"za_{model}_lag4"]
        if 0.15 * len(values) < theirs["bp"] <= 0.86 * len(values):
            assert_allclose(ours["statistic"], theirs["stat"], rtol=BREAKS)
            place = ours["break"].ordinal - ours["first"].ordinal + 1
            assert place == theirs["bp"]
        else:
            assert ours["statistic"] > theirs["stat"]


def test_zivot_andrews_equals_urca_with_a_smaller_trim():
    """The one break that 15 % would hide, in the eighth quarter of 62."""
    oracle = R["uk_p1"]["za_intercept_lag4"]
    row = unit_roots(UK.p1, tests=["zivot-andrews"], trend="c", lags=4, logs=False, trim=0.1).table.iloc[0]
    assert_allclose(row["statistic"], oracle["stat"], rtol=BREAKS)
    assert row["break"].ordinal - row["first"].ordinal + 1 == oracle["bp"] == 8


def test_a_second_python_library_agrees(case):
    _, table, values = case
    statistic, pvalue, *_ = adfuller(values, maxlag=4, regression="ct", autolag=None, result_object=False)
    assert_allclose(
        table.loc[("adf", "ct"), ["statistic", "pvalue"]].to_list(), [statistic, pvalue], rtol=EXACT
    )
    assert_allclose(table.loc[("kpss", "c"), "statistic"], _kpss(values), rtol=EXACT)


def _kpss(values):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the p-value is outside the table, which is no matter here
        return kpss(values, regression="c", nlags=4)[0]
