"""Joint statistics, family-wise p-values and the variance by dimension, on numbers to check by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.core.critical import Critical
from analysis.passthrough.specifications.evaluation import LARGEST_Z, normal_score
from analysis.passthrough.specifications.importance import REST, importance
from analysis.passthrough.specifications.joint_tests import (
    family,
    joint_tests,
    statistics,
)

NAN = np.nan


def test_statistics_of_one_row():
    estimates = np.array([[0.1, 0.4, -0.2, 0.3, NAN]])
    z = np.array([[1.0, 3.0, -2.5, 2.1, NAN]])
    assert_allclose(statistics(estimates, z, 1), [[0.2, 2 / 4, 3.6 / 4]])
    assert_allclose(statistics(estimates, z, 2), [[0.2, 1 / 4, 3.6 / 4]])


def test_the_sign_is_the_one_of_the_main_specification_in_that_row():
    estimates = np.array([[0.1, 0.4], [-0.1, -0.4], [NAN, -0.3]])
    z = np.array([[0.5, 3.0], [-0.5, -3.0], [NAN, -3.0]])
    assert_allclose(statistics(estimates, z, 0)[:, 1], [0.5, 0.5, 1.0])


def test_a_row_without_any_estimate_is_no_evidence():
    assert_allclose(statistics(np.full((2, 3), NAN), np.full((2, 3), NAN), 0), np.zeros((2, 3)))


def test_pvalues_count_draws_as_large_as_the_data():
    drawn = np.column_stack([np.arange(-10.0, 9.0), np.linspace(0, 1, 19), np.zeros(19)])
    table = joint_tests(np.array([-8.0, 0.0, 1.0]), drawn)
    assert_allclose(table["pvalue"], [(1 + 4) / 20, 1.0, 1 / 20])
    assert list(table.index) == ["median", "significant", "average"]
    assert (table["null_low"] <= table["null_high"]).all()


def test_the_family_is_corrected_by_its_largest():
    drawn = np.array([[1.0, 0.5], [0.2, 2.5], [NAN, 0.1], [0.3, 0.4]])
    found = family(np.array([3.0, -2.0]), np.array([0.003, 0.045]), drawn)
    assert_allclose(found["p_romano_wolf"], [1 / 5, 2 / 5])
    assert_allclose(found["p_holm"], [0.006, 0.045])


def test_a_complete_grid_is_divided_without_remainder():
    rng = np.random.default_rng(0)
    levels = {"a": "xyz", "b": "pq", "c": "uvwt"}
    table = pd.DataFrame(list(product(*levels.values())), columns=list(levels))
    effect = {
        name: dict(zip(labels, rng.standard_normal(len(labels)), strict=True))
        for name, labels in levels.items()
    }
    value = sum(table[name].map(effect[name]) for name in levels).to_numpy(float)
    shares = importance(table.assign(constant="k"), {"estimate": value})
    variance = {name: table[name].map(effect[name]).var(ddof=0) for name in levels}
    expected = pd.Series(variance) / sum(variance.values())
    assert "constant" not in shares.index
    for column in ("estimate, alone", "estimate, last"):
        assert_allclose(shares[column].drop(REST)[list(levels)], expected[list(levels)], atol=1e-10)
        assert shares.loc[REST, column] == pytest.approx(0.0, abs=1e-10)
    assert shares.index[0] == expected.idxmax()


def test_what_only_a_pair_explains_is_interaction():
    table = pd.DataFrame(list(product("xy", "pq")), columns=["a", "b"])
    shares = importance(table, {"estimate": np.array([1.0, -1.0, -1.0, 1.0])})
    assert_allclose(shares["estimate, alone"], [0, 0, 1], atol=1e-12)


def test_in_an_incomplete_grid_last_is_what_nothing_else_can_claim():
    table = pd.DataFrame({"a": list("xxxyyy"), "b": list("pppppq")})
    value = (table["a"] == "y").to_numpy(float)
    shares = importance(table, {"estimate": value, "z": np.ones(6)})
    assert shares.loc["a", "estimate, alone"] == pytest.approx(1.0)
    assert shares.loc["a", "estimate, last"] < 1.0 and shares.loc["b", "estimate, last"] == pytest.approx(
        0.0, abs=1e-12
    )
    assert shares[["z, alone", "z, last"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "critical", [Critical("normal"), Critical("t", dof=16, matrix=True), Critical("fixed-b", b=0.1)]
)
def test_a_score_has_the_pvalue_of_its_statistic(critical):
    t = np.array([-4.0, -1.96, 0.0, 0.37, 2.2, 6.0])
    score = normal_score(t, critical)
    assert_allclose(Critical("normal").pvalue(score), critical.pvalue(t), rtol=2e-3)
    assert (np.sign(score) == np.sign(t)).all()
    assert np.isfinite(normal_score(np.array([1e9]), critical)).all()
    assert normal_score(np.array([1e9]), critical)[0] <= LARGEST_Z
