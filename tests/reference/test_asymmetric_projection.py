"""Asymmetric local projections against R: lm with both parts, sandwich, section F3 of 10_oracle.R."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis.passthrough import asymmetric_projection

HERE = Path(__file__).parent

# R writes 15 digits; the same least squares by another decomposition.
EXACT = 1e-8

F3 = json.loads((HERE / "expected/F_local_projections.json").read_text())["F3_asymmetric"]
US = pd.read_csv(HERE / "inputs/us_monthly_1999_2026.csv", index_col="month")


@pytest.fixture(scope="module")
def ours():
    price = US.cpi_apparel_sa[:"2025-09"]
    return asymmetric_projection(price, 1 / US.usd_jpy, horizons=24, lags=12, inference="newey-west")


@pytest.mark.parametrize("row", F3, ids=lambda row: f"h {row['h']}")
def test_responses_and_symmetry_test_equal_r(row, ours):
    h = row["h"]
    assert ours.gap.specification["rows at the last horizon"] == F3[-1]["n"]
    for regime, name in (("rise", "pos"), ("fall", "neg")):
        effect = ours.responses[regime].at(h)
        assert_allclose(effect.estimate, row[name], rtol=EXACT)
        assert_allclose(effect.std_error, row[f"se_{name}"], rtol=EXACT)
    test = ours.response_equality.table.loc[h]
    assert_allclose(test["difference"], row["diff"], rtol=EXACT)
    assert_allclose(test["std_error"], row["diff_se"], rtol=EXACT)
    assert_allclose(test["wald"], row["wald_chi2"], rtol=EXACT)
    assert_allclose(test["pvalue"], row["p"], rtol=EXACT)
    assert_allclose(test["pvalue"], stats.chi2.sf(row["wald_chi2"], 1), rtol=EXACT)


def test_rows_by_horizon_equal_r(ours):
    rows = ours.counts.sum(axis=1)
    np.testing.assert_array_equal(rows.loc[[row["h"] for row in F3]], [row["n"] for row in F3])
