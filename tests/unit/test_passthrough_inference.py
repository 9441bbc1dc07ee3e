"""Covariances: against statsmodels, against loops that spell the formula out, and against themselves."""

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core import kernels
from analysis.passthrough.core.inference import (
    HETEROSKEDASTIC,
    METHODS,
    covariance,
    covariance_of_sum,
    influence,
    wald,
)
from analysis.passthrough.core.least_squares import fit

# Same formula, same data, other order of additions.
ROUNDING = 1e-10


@pytest.fixture(scope="module")
def regression():
    rng = np.random.default_rng(4)
    n = 180
    shocks = rng.standard_normal((n + 50, 4))
    for t in range(1, n + 50):
        shocks[t] += 0.6 * shocks[t - 1]
    x, u = shocks[50:, :3], shocks[50:, 3]
    X = np.column_stack([np.ones(n), x])
    y = X @ [0.3, 1.0, -0.5, 0.2] + u * (1 + 0.5 * np.abs(x[:, 0]))
    return fit(y, X, ("constant", "a", "b", "c"))


@pytest.fixture(scope="module")
def peer(regression):
    return sm.OLS(regression.y, regression.X).fit()


def test_least_squares_equals_statsmodels(regression, peer):
    assert_allclose(regression.beta, peer.params, rtol=ROUNDING)
    assert_allclose(regression.resid, peer.resid, atol=1e-12)
    assert_allclose(regression.r_squared, peer.rsquared, rtol=ROUNDING)
    assert_allclose(regression.loglik, peer.llf, rtol=ROUNDING)
    assert_allclose(regression.leverage, peer.get_influence().hat_matrix_diag, rtol=ROUNDING)
    assert_allclose(covariance(regression, "ols").matrix, peer.cov_params(), rtol=ROUNDING)


@pytest.mark.parametrize("method", HETEROSKEDASTIC)
def test_heteroskedastic_covariances_equal_statsmodels(method, regression, peer):
    theirs = getattr(peer, f"cov_{method.upper()}")
    assert_allclose(covariance(regression, method).matrix, theirs, rtol=ROUNDING)


@pytest.mark.parametrize("lag", [0, 1, 5, 40])
@pytest.mark.parametrize(("method", "adjusted"), [("newey-west", False), ("newey-west-adjusted", True)])
def test_newey_west_equals_statsmodels(lag, method, adjusted, regression):
    theirs = sm.OLS(regression.y, regression.X).fit(
        cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": adjusted}
    )
    ours = covariance(regression, method, lag)
    assert_allclose(ours.matrix, theirs.cov_params(), rtol=ROUNDING)


def test_newey_west_without_lags_is_hc0(regression):
    assert_allclose(
        covariance(regression, "newey-west", 0).matrix,
        covariance(regression, "hc0").matrix,
        rtol=ROUNDING,
    )


def test_fixed_b_is_newey_west_with_its_own_lag_and_critical_value(regression):
    ours = covariance(regression, "fixed-b")
    lag = int(np.ceil(1.3 * np.sqrt(180))) - 1
    assert ours.bandwidth == lag
    assert_allclose(ours.critical.b, (lag + 1) / 180)
    assert_allclose(ours.matrix, covariance(regression, "newey-west", lag).matrix, rtol=ROUNDING)
    assert ours.critical.value() > 1.96


def test_ewc_equals_the_formula_term_by_term(regression):
    n, B = 180, int(0.4 * 180 ** (2 / 3))
    z = regression.X * regression.resid[:, None]
    omega = np.zeros((4, 4))
    for j in range(1, B + 1):
        term = np.zeros(4)
        for t in range(1, n + 1):
            term += np.sqrt(2 / n) * z[t - 1] * np.cos(np.pi * j * (t - 0.5) / n)
        omega += np.outer(term, term) / B
    bread = np.linalg.inv(regression.X.T @ regression.X)
    ours = covariance(regression, "ewc")
    assert_allclose(ours.matrix, bread @ (n * omega) @ bread, rtol=1e-9)
    assert ours.critical.dof == B == ours.bandwidth


def test_quadratic_spectral_equals_the_formula_lag_by_lag(regression):
    width = 3.7
    z = regression.X * regression.resid[:, None]
    S = z.T @ z
    for lag in range(1, 180):
        a = 6 * np.pi * (lag / width) / 5
        weight = 3 / a**2 * (np.sin(a) / a - np.cos(a))
        gamma = z[lag:].T @ z[:-lag]
        S += weight * (gamma + gamma.T)
    bread = np.linalg.inv(regression.X.T @ regression.X)
    assert_allclose(covariance(regression, "qs", width).matrix, bread @ S @ bread, rtol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_units_of_regressors_do_not_matter(method, regression):
    """b_i scales by 1/c, so does its standard error; rules that look at raw scores are given a number."""
    given = {"newey-west-auto": "newey-west", "qs": "qs"}
    name, bandwidth = (given[method], 4) if method in given else (method, None)
    units = np.array([1.0, 100.0, 0.01, 7.0])
    scaled = fit(regression.y, regression.X * units, regression.names)
    ours, theirs = (covariance(which, name, bandwidth).matrix for which in (scaled, regression))
    assert_allclose(ours * np.outer(units, units), theirs, rtol=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_covariances_are_symmetric_and_positive(method, regression):
    matrix = covariance(regression, method).matrix
    assert_allclose(matrix, matrix.T, rtol=ROUNDING)
    assert np.linalg.eigvalsh(matrix).min() > 0


@pytest.mark.parametrize("method", ["hc0", "newey-west", "newey-west-prewhitened", "ewc", "qs"])
def test_stacked_equations_hold_each_equation_on_the_diagonal(method, regression):
    """Two equations, one covariance: what a ratio of local projections needs."""
    rng = np.random.default_rng(8)
    other = fit(regression.y + rng.standard_normal(180), regression.X, regression.names)
    bandwidth = None if method == "hc0" else 5
    terms = np.hstack([influence(regression), influence(other)])
    joint = covariance_of_sum(terms, method, bandwidth).matrix
    for block, which in ((slice(0, 4), regression), (slice(4, 8), other)):
        single = covariance_of_sum(influence(which), method, bandwidth).matrix
        if method == "newey-west-prewhitened":
            # A VAR(1) of eight scores is not two of four; only the size is near.
            assert_allclose(np.diag(joint[block, block]), np.diag(single), rtol=0.5)
        else:
            assert_allclose(joint[block, block], single, rtol=ROUNDING)
            assert_allclose(single, covariance(which, method, bandwidth).matrix, rtol=ROUNDING)
    summed = covariance_of_sum(influence(regression) + influence(other), method, bandwidth).matrix
    if method != "newey-west-prewhitened":
        A = np.hstack([np.eye(4), np.eye(4)])
        assert_allclose(A @ joint @ A.T, summed, rtol=1e-8)


@pytest.mark.parametrize("method", ["newey-west", "fixed-b", "ewc", "qs"])
def test_calendar_spacing_is_contiguous_spacing_without_gaps(method, regression):
    bandwidth = 6
    rows = np.arange(1000, 1180)
    ours = covariance(regression, method, bandwidth, positions=rows)
    assert_allclose(ours.matrix, covariance(regression, method, bandwidth).matrix, rtol=ROUNDING)


def test_calendar_spacing_takes_the_true_distance():
    """With every second date missing no two rows are one period apart."""
    rng = np.random.default_rng(0)
    terms = rng.standard_normal((60, 2)).cumsum(axis=0)
    apart = covariance_of_sum(terms, "newey-west", 1, positions=2 * np.arange(60)).matrix
    assert_allclose(apart, terms.T @ terms, rtol=ROUNDING)
    near = covariance_of_sum(terms, "newey-west", 1).matrix
    assert near[0, 0] > 1.5 * apart[0, 0]
    two = covariance_of_sum(terms, "newey-west", 3, positions=2 * np.arange(60)).matrix
    lag = terms[1:].T @ terms[:-1]
    assert_allclose(two, terms.T @ terms + 0.5 * (lag + lag.T), rtol=ROUNDING)


def test_prewhitening_calendar_gaps_is_refused(regression):
    positions = np.r_[np.arange(90), np.arange(95, 185)]
    with pytest.raises(EstimationError, match="neighbours in time"):
        covariance(regression, "newey-west-prewhitened", positions=positions)


def test_default_lag_is_the_larger_of_the_two_rules(regression):
    assert covariance(regression, "newey-west").bandwidth == 4
    assert covariance(regression, "newey-west", at_least=12).bandwidth == 12
    assert covariance(regression, "newey-west-t75", at_least=12).bandwidth == 4


def test_wald_equals_statsmodels(regression, peer):
    ours, p = wald(
        regression.beta[1:],
        covariance(regression, "ols").matrix[1:, 1:],
        covariance(regression, "ols").critical,
    )
    theirs = peer.f_test(np.eye(4)[1:])
    assert_allclose(ours / 3, theirs.fvalue, rtol=ROUNDING)
    assert_allclose(p, theirs.pvalue, rtol=1e-6)


def test_wald_refuses_a_singular_covariance():
    with pytest.raises(EstimationError, match="singular"):
        wald(np.ones(2), np.ones((2, 2)), covariance_of_sum(np.ones((9, 1)), "hc0").critical)


@pytest.mark.parametrize(
    ("method", "bandwidth", "message"),
    [
        ("nw", None, "choose one of ols, hc0"),
        ("hc1", 3, "has no bandwidth"),
        ("ols", 3, "has no bandwidth"),
        ("newey-west-auto", 3, "has no bandwidth"),
        ("newey-west-t75", 3, "has no bandwidth"),
        ("newey-west", 180, "from 0 to 179"),
        ("newey-west", -1, "from 0 to 179"),
        ("newey-west", 2.5, "whole number"),
        ("ewc", 0, "from 1 to 179"),
        ("ewc", True, "whole number"),
        ("qs", 0.0, "positive"),
    ],
)
def test_bandwidths_that_make_no_sense_are_refused(method, bandwidth, message, regression):
    with pytest.raises(EstimationError, match=message):
        covariance(regression, method, bandwidth)


@pytest.mark.parametrize("method", ["ols", "newey-west-adjusted"])
def test_methods_that_need_the_regression_are_refused_for_terms(method, regression):
    with pytest.raises(EstimationError, match="needs the regression"):
        covariance_of_sum(influence(regression), method)


@pytest.mark.parametrize("method", ["hc2", "hc3"])
def test_an_observation_with_a_dummy_of_its_own_is_refused(method, regression):
    dummy = np.zeros((180, 1))
    dummy[17] = 1
    exact = fit(regression.y, np.hstack([regression.X, dummy]), (*regression.names, "one"))
    with pytest.raises(EstimationError, match="observation 17"):
        covariance(exact, method)
    assert np.isfinite(covariance(exact, "hc1", of=slice(len(regression.names))).matrix).all()


def test_prewhitening_more_columns_than_rows_support_is_refused():
    terms = np.random.default_rng(0).standard_normal((30, 11))
    with pytest.raises(EstimationError, match="VAR"):
        covariance_of_sum(terms, "newey-west-prewhitened", 2)


def test_collinear_columns_are_named():
    rng = np.random.default_rng(1)
    X = np.column_stack([np.ones(50), rng.standard_normal((50, 3))])
    X = np.column_stack([X, X[:, 1] + 2 * X[:, 3]])
    with pytest.raises(EstimationError, match=r"e is a combination of a, c\."):
        fit(rng.standard_normal(50), X, ("constant", "a", "b", "c", "e"))


def test_too_few_rows_state_both_numbers():
    with pytest.raises(EstimationError, match="5 complete rows for 5 coefficients"):
        fit(np.ones(5), np.eye(5), tuple("abcde"))


def test_zero_columns_are_named():
    X = np.column_stack([np.ones(9), np.zeros(9)])
    with pytest.raises(EstimationError, match="zero in every one of the 9 rows used: gone"):
        fit(np.arange(9.0), X, ("constant", "gone"))


def test_weights_of_the_bartlett_kernel():
    assert_allclose(kernels.bartlett(6, 3), [1, 0.75, 0.5, 0.25, 0, 0])


def test_description_names_method_bandwidth_and_reference(regression):
    assert str(covariance(regression, "ewc")) == "ewc, 12 cosines, t(12)"
    assert str(covariance(regression, "hc1")) == "hc1, t(176)"
    assert str(covariance(regression, "newey-west", 6)) == "newey-west, lag 6, normal"


def test_a_month_with_a_dummy_of_its_own_counts_as_dropped_under_ewc_hc3():
    """At the end of the sample, where dropping it leaves the other rows neighbours and their cosines nearly
    the same."""
    rng = np.random.default_rng(4)
    X, y = np.column_stack([np.ones(200), rng.standard_normal(200)]), rng.standard_normal(200)
    dummy = np.r_[np.zeros(199), 1.0]
    names = ("constant", "x", "step")
    with_dummy = influence(fit(y, np.column_stack([X, dummy]), names), "ewc-hc3")
    dropped = influence(fit(y[:-1], X[:-1], names[:2]), "ewc-hc3")
    assert_allclose(with_dummy[:-1, :2], dropped, atol=1e-12)
    assert_allclose(with_dummy[-1, :2], 0, atol=1e-12)
    with pytest.raises(EstimationError, match="hc3 is undefined: observation 199"):
        influence(fit(y, np.column_stack([X, dummy]), names), "hc3")
