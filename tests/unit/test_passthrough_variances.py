"""Variances of draws: each is the diagonal of the covariance that the estimators use."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import covariance_of_sum
from analysis.passthrough.core.variances import METHODS, root, variances


@given(st.integers(0, 99), st.sampled_from(METHODS), st.integers(9, 90), st.integers(1, 7))
def test_they_are_the_diagonal_of_the_joint_covariance(seed, method, rows, draws):
    terms = np.random.default_rng(seed).standard_normal((draws, rows)).cumsum(axis=1)
    kernel = "newey-west" if method == "newey-west-adjusted" else method
    whole = covariance_of_sum(terms.T, kernel)
    assert_allclose(variances(terms, method, whole.bandwidth), np.diag(whole.matrix), rtol=1e-9)


@pytest.mark.parametrize("lag", [0, 1, 5, 29])
def test_any_lag_up_to_the_whole_sample(lag):
    terms = np.random.default_rng(1).standard_normal((4, 30))
    expected = np.diag(covariance_of_sum(terms.T, "newey-west", lag).matrix)
    assert_allclose(variances(terms, "newey-west", lag), expected, rtol=1e-10)


@pytest.mark.parametrize("method", ["qs", "ols", "newey-west-auto", "newey-west-prewhitened"])
def test_methods_that_look_at_the_data_for_a_bandwidth_are_refused(method):
    with pytest.raises(EstimationError, match="variances of draws are known for"):
        variances(np.ones((1, 5)), method, 1)


@pytest.mark.parametrize("method", [*METHODS, "qs"])
def test_root_gives_the_same_variance_as_the_covariance(method):
    terms = np.random.default_rng(2).standard_normal((60, 3)).cumsum(axis=0)
    kernel = "newey-west" if method == "newey-west-adjusted" else method
    whole = covariance_of_sum(terms, kernel)
    form = root(method, 60, whole.bandwidth) @ terms
    assert_allclose((form**2).sum(axis=0), np.diag(whole.matrix), rtol=1e-6 if method == "qs" else 1e-10)
    with pytest.raises(EstimationError, match="variances of draws are known for"):
        root("newey-west-prewhitened", 60, 3)
