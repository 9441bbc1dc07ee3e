"""Johansen's method against urca::ca.jo, section C of 10_oracle.R, and as published."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.long_run.cointegration import cointegration

HERE = Path(__file__).parent
# urca works with moment matrices and their inverses, which costs it half of
# its digits; agreement is 1e-8 or better for K = 4 and 1e-10 for K = 2.
EXACT = 1e-6
# The `cval` of ca.jo are not compared: urca prints the table of Osterwald-Lenum
# (1992), and ours are those of MacKinnon, Haug and Michelis (1999).
# What the article prints.
PUBLISHED = 0.005

R = json.loads((HERE / "expected/C_johansen.json").read_text())
GRETL = json.loads((HERE / "expected/Z_gretl.json").read_text())["C"]
UK = pd.read_csv(HERE / "inputs/UKpppuip.csv")
UK.index = pd.period_range("1972Q1", periods=len(UK), freq="Q")
# The first three are logs in the file, the last two are rates.
FRAME = np.exp(UK[["p1", "p2", "e12"]]).join(UK[["i1", "i2"]])
RATES = ("i1", "i2")
TERMS = {"none": "unrestricted constant", "const": "restricted constant", "trend": "restricted trend"}


@pytest.mark.parametrize("lags", [2, 4])
@pytest.mark.parametrize("case", TERMS)
class TestAgainstUrca:
    def test_statistics(self, case, lags):
        table = cointegration(FRAME, lags=lags, deterministic=TERMS[case], rates=RATES).rank_table
        for ours, theirs in (("trace", "trace"), ("max", "eigen")):
            expected = R[f"plain_{case}_{theirs}_K{lags}"]
            assert_allclose(table[ours], expected["teststat"][::-1], rtol=EXACT)
            assert_allclose(table["eigenvalue"], expected["lambda"][:5], rtol=EXACT)

    def test_relations_and_loadings(self, case, lags):
        expected = R[f"plain_{case}_trace_K{lags}"]
        for rank in range(1, 5):
            result = cointegration(FRAME, lags=lags, deterministic=TERMS[case], rates=RATES)
            assert_allclose(result.beta(rank), np.array(expected["V"])[:, :rank], rtol=EXACT)
            # ca.jo estimates each loading with all five relations in: that is
            # the same as with the first few, for they are uncorrelated.
            assert_allclose(result.alpha(rank), np.array(expected["W"])[:, :rank], rtol=EXACT)


@pytest.mark.parametrize(
    ("case", "key"), [("none", "trace_uc"), ("const", "trace_rc"), ("trend", "trace_crt")]
)
def test_trace_statistics_equal_gretl(case, key):
    table = cointegration(FRAME, lags=2, deterministic=TERMS[case], rates=RATES).rank_table
    assert_allclose(table["trace"], GRETL[key], rtol=EXACT)


def test_the_equations_of_rank_one():
    expected = R["cajorls_r1_plain_none_K2"]
    result = cointegration(FRAME, lags=2, deterministic="unrestricted constant", rates=RATES)
    assert_allclose(result.beta(1), expected["beta"], rtol=EXACT)
    ours = np.column_stack([e.beta for e in result.equations(1)])
    names = list(result.equations(1)[0].names)
    # urca's "longrun" form has the levels at lag K: with K = 2 its coefficient
    # of the lagged change is ours plus alpha beta'.
    ours[1:6] += (result.alpha(1).to_numpy() @ result.beta(1).to_numpy().T).T
    order = [0, names.index("constant"), *range(1, 6)]
    assert_allclose(ours[order], expected["coef"], rtol=EXACT)


@pytest.fixture(scope="module")
def published():
    """Johansen and Juselius (1992): two lags, seasonal dummies, current and lagged oil prices."""
    return cointegration(
        FRAME,
        lags=2,
        deterministic="unrestricted constant",
        seasonal=4,
        controls=UK[["doilp0", "doilp1"]],
        rates=RATES,
    )


def test_johansen_and_juselius_trace(published):
    assert_allclose(published.rank_table["trace"], [80.75, 49.42, 29.26, 11.67, 5.19], atol=PUBLISHED, rtol=0)


def test_johansen_and_juselius_against_urca(published):
    """With dummies urca centres the seasonal ones as we do, so that every number can be compared."""
    table = published.rank_table
    for ours, theirs in (("trace", "trace"), ("max", "eigen")):
        expected = R[f"JJ1992_{theirs}_season_oil_none"]
        assert_allclose(table[ours], expected["teststat"][::-1], rtol=EXACT)
        assert_allclose(table["eigenvalue"], expected["lambda"], rtol=EXACT)
    for rank in (1, 2):
        assert_allclose(published.beta(rank), np.array(expected["V"])[:, :rank], rtol=EXACT)
        assert_allclose(published.alpha(rank), np.array(expected["W"])[:, :rank], rtol=EXACT)


def test_restricted_constant_with_dummies_against_urca():
    restricted = cointegration(
        FRAME, lags=2, deterministic="restricted constant", seasonal=4,
        controls=UK[["doilp0", "doilp1"]], rates=RATES,
    )  # fmt: skip
    expected = R["JJ1992_trace_season_oil_const"]
    assert_allclose(restricted.rank_table["trace"], expected["teststat"][::-1], rtol=EXACT)
    assert_allclose(restricted.beta(1), np.array(expected["V"])[:, :1], rtol=EXACT)
    assert_allclose(restricted.alpha(1), np.array(expected["W"])[:, :1], rtol=EXACT)


def test_johansen_and_juselius_against_statsmodels(published):
    """VECM takes dummies, so relation, loadings and both standard errors can be compared."""
    from statsmodels.tsa.vector_ar.vecm import VECM

    logs = UK[["p1", "p2", "e12", "i1", "i2"]].to_numpy()
    oil = UK[["doilp0", "doilp1"]].to_numpy()
    peer = VECM(logs, k_ar_diff=1, deterministic="co", seasons=4, exog=oil, coint_rank=1).fit()
    assert_allclose(published.beta(1), peer.beta, rtol=1e-8)
    assert_allclose(published.alpha(1), peer.alpha, rtol=1e-8)
    assert_allclose(published.alpha_std_error(1), peer.stderr_alpha, rtol=1e-8)
    effect = published.pass_through(unconditional=True)
    assert_allclose(effect.estimate, -peer.beta[1, 0], rtol=1e-8)
    assert_allclose(effect.std_error, peer.stderr_beta[1, 0], rtol=1e-8)


def test_small_sample_factor(published):
    """(T - Kp)/T with T = 60, K = 2, p = 5."""
    table = published.rank_table
    assert_allclose(table["trace_corrected"], table["trace"] * 50 / 60, rtol=1e-12)
    assert published.rank(statistic="trace") == 2
    assert published.rank() == 0
    with pytest.raises(EstimationError, match="74.6|67.29|corrected"):
        published.pass_through()


def test_bootstrap_agrees_with_the_small_sample_factor_and_not_with_the_table(published):
    """60 quarters, 5 variables: the plain trace test rejects in 38 of 100 samples without a relation."""
    table = published.bootstrap_rank(199)
    assert table.attrs["rank"] == 0
    assert table.loc[0, "trace_p"] < 0.01 and table.loc[0, "p_bootstrap"] > 0.05
