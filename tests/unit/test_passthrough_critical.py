"""Reference distributions: against scipy, published values, brute force, and R's simulations."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough.core import fixed_b, kernels
from analysis.passthrough.core.critical import Critical

# Quadrature of a smooth function with 64 nodes.
QUADRATURE = 1e-10
# sup_value draws 40 000 directions: standard error .004 (13 horizons), .008 (37).
SUP_T = 0.015


def ar1(size, rho):
    return rho ** np.abs(np.subtract.outer(np.arange(size), np.arange(size)))


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_normal_and_t_equal_scipy(level):
    assert_allclose(Critical("normal").value(level), stats.norm.ppf(0.5 + level / 2), rtol=1e-12)
    for dof in (1, 9, 18, 294):
        ours = Critical("t", dof=dof)
        assert_allclose(ours.value(level), stats.t.ppf(0.5 + level / 2, dof), rtol=1e-10)
        assert_allclose(ours.pvalue(ours.value(level)), 1 - level, rtol=1e-10)


@pytest.mark.parametrize("dof", [1, 3, 18, 60])
def test_mixture_formula_with_equal_weights_is_student_t(dof):
    t = np.array([0.0, 0.3, 1.0, 2.1, 6.0])
    ours = fixed_b.tail(t, np.full(dof, 1 / dof))
    assert_allclose(ours, 2 * stats.t.sf(t, dof), rtol=QUADRATURE)


@pytest.mark.parametrize("b", [0.02, 0.0747, 0.1, 0.2, 0.5, 1.0])
def test_fixed_b_five_percent_value_is_the_published_cubic(b):
    cubic = 1.9600 + 2.9694 * b + 0.4160 * b**2 - 0.5324 * b**3
    assert_allclose(Critical("fixed-b", b=b).value(0.95), cubic, rtol=1e-9)


@pytest.mark.parametrize(
    ("b", "simulated"),
    # R, 6000 replications of a location model with 500 observations
    # (section H of the reference numbers); standard error about .03.
    [(0.04, 2.06881839010789), (0.1, 2.24665782249742), (0.2, 2.55419463658112), (0.5, 3.48905321098501)],
)
def test_exact_fixed_b_quantile_equals_simulation_in_r(b, simulated):
    weights, stretch = fixed_b.limit(b)
    assert_allclose(fixed_b._quantile(weights, 0.95), simulated, atol=0.03)
    assert 1.0 <= stretch <= 1.013


def test_fixed_b_weights_with_full_bandwidth_are_those_of_the_brownian_bridge():
    """With b = 1 the Bartlett functional is twice the integral of a squared bridge: 2 / (pi j)^2."""
    weights, _ = fixed_b.limit(1.0)
    j = np.arange(1, 21)
    assert_allclose(weights[:20], 2 / (np.pi * j) ** 2, rtol=0.02)
    assert_allclose(weights[0], 2 / np.pi**2, rtol=1e-4)
    # Trace: one less the mean of the kernel, 1 - (b - b^2 / 3).
    assert_allclose(weights.sum(), 1 / 3, rtol=1e-3)


def test_fixed_b_p_values_agree_with_intervals():
    fixed = Critical("fixed-b", b=0.0747)
    for level in (0.8, 0.9, 0.95, 0.99):
        assert_allclose(fixed.pvalue(fixed.value(level)), 1 - level, rtol=1e-8)
    p = fixed.pvalue(np.array([0.0, 1.0, 2.0, 4.0]))
    assert_allclose(p[0], 1.0)
    assert (np.diff(p) < 0).all()


def test_small_b_is_almost_normal_and_many_cosines_too():
    assert_allclose(Critical("fixed-b", b=0.001).value(), stats.norm.ppf(0.975), rtol=0.005)
    assert_allclose(Critical("t", dof=1e6, matrix=True).value(), stats.norm.ppf(0.975), rtol=1e-5)


@pytest.mark.parametrize(("level", "simulated"), [(0.95, 2.74832186055481), (0.90, 2.48515314444608)])
def test_sup_t_equals_simulation_in_r(level, simulated):
    """R: 400 000 draws of 13 normals with correlation .8^|i-j|, section H."""
    assert_allclose(Critical("normal").sup_value(ar1(13, 0.8), level), simulated, atol=SUP_T)


@pytest.mark.parametrize("reference", ["common", "matrix", "fixed-b"])
def test_sup_t_equals_brute_force(reference):
    draws, size, dof = 100_000, 5, 12
    rng = np.random.default_rng(11)
    root = np.linalg.cholesky(ar1(size, 0.7)).T
    z = rng.standard_normal((draws, size)) @ root
    if reference == "common":
        critical = Critical("t", dof=dof)
        scale = np.sqrt(rng.chisquare(dof, (draws, 1)) / dof)
    elif reference == "matrix":
        critical = Critical("t", dof=dof, matrix=True)
        x = rng.standard_normal((dof, draws, size)) @ root
        scale = np.sqrt((x**2).mean(axis=0))
    else:
        critical = Critical("fixed-b", b=0.3)
        weights, stretch = fixed_b.limit(0.3)
        variance = np.zeros((draws, size))
        for weight in weights[weights > 1e-4]:
            variance += weight * (rng.standard_normal((draws, size)) @ root) ** 2
        scale = np.sqrt(variance + weights[weights <= 1e-4].sum()) / stretch
    expected = np.quantile(np.abs(z / scale).max(axis=1), 0.95)
    assert_allclose(critical.sup_value(ar1(size, 0.7)), expected, rtol=0.01)


@pytest.mark.parametrize(
    "critical",
    [
        Critical("normal"),
        Critical("t", dof=294),
        Critical("t", dof=18, matrix=True),
        Critical("fixed-b", b=0.1),
    ],
    ids=str,
)
def test_sup_t_lies_between_pointwise_and_bonferroni(critical):
    low, high = critical.value(0.95), critical.value(1 - 0.05 / 13)
    values = [critical.sup_value(ar1(13, rho)) for rho in (0.999999, 0.9, 0.5, 0.0)]
    assert all(low <= value <= high for value in values)
    assert values == sorted(values)
    assert_allclose(values[0], low, rtol=0.01)
    assert critical.sup_value(np.ones((1, 1))) == low


def test_sup_t_of_independent_normals_is_sidak():
    sidak = stats.norm.ppf(1 - (1 - 0.95 ** (1 / 13)) / 2)
    assert_allclose(Critical("normal").sup_value(np.eye(13)), sidak, atol=SUP_T)


def test_sup_t_is_the_same_in_every_run_and_follows_a_generator():
    critical, correlation = Critical("normal"), ar1(6, 0.5)
    assert critical.sup_value(correlation) == critical.sup_value(correlation)
    other = critical.sup_value(correlation, rng=np.random.default_rng(99))
    assert other != critical.sup_value(correlation)
    assert_allclose(other, critical.sup_value(correlation), atol=SUP_T)


def test_sup_t_of_a_singular_correlation():
    """Three horizons, the last a copy of the first: the same as two."""
    three = np.array([[1, 0.5, 1], [0.5, 1, 0.5], [1, 0.5, 1]])
    two = np.array([[1, 0.5], [0.5, 1]])
    normal = Critical("normal")
    assert_allclose(normal.sup_value(three), normal.sup_value(two), atol=SUP_T)


def test_wald_p_values_equal_scipy():
    w, q = 17.4, 5
    assert_allclose(Critical("normal").wald_pvalue(w, q), stats.chi2.sf(w, q), rtol=1e-12)
    assert_allclose(Critical("t", dof=90).wald_pvalue(w, q), stats.f.sf(w / q, q, 90), rtol=1e-12)
    hotelling = Critical("t", dof=18, matrix=True).wald_pvalue(w, q)
    assert_allclose(hotelling, stats.f.sf(w * 14 / (18 * q), q, 14), rtol=1e-12)


@pytest.mark.parametrize("b", [0.0747, 0.3])
def test_fixed_b_wald_with_one_restriction_is_the_squared_t(b):
    fixed = Critical("fixed-b", b=b)
    assert_allclose(fixed.wald_pvalue(fixed.value(0.95) ** 2, 1), 0.05, rtol=1e-6)
    simulated = np.quantile(fixed_b.wald(b, 1), 0.95)
    assert_allclose(np.sqrt(simulated), fixed.value(0.95), rtol=0.02)


def test_fixed_b_wald_equals_direct_simulation():
    """Means of 3 independent series with a Bartlett covariance, b = .1: what the limit describes."""
    rng, n, lag = np.random.default_rng(5), 300, 29
    statistic = []
    for _ in range(3000):
        x = rng.standard_normal((n, 3))
        V = kernels.weighted(x - x.mean(axis=0), kernels.bartlett(n, lag)) / n**2
        statistic.append(x.mean(axis=0) @ np.linalg.solve(V, x.mean(axis=0)))
    fixed = Critical("fixed-b", b=0.1)
    at_five_percent = np.quantile(statistic, 0.95)
    # Standard error .004 of the frequency; the published cubic makes us milder by .003.
    assert_allclose(fixed.wald_pvalue(at_five_percent, 3), 0.05, atol=0.015)
    assert fixed.wald_pvalue(stats.chi2.ppf(0.95, 3), 3) > 0.10


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(kind="student"), "unknown reference distribution"),
        (dict(kind="t"), "degrees of freedom"),
        (dict(kind="t", dof=0), "degrees of freedom"),
        (dict(kind="fixed-b", b=0.0), "0 < b <= 1"),
        (dict(kind="fixed-b", b=1.2), "0 < b <= 1"),
    ],
)
def test_impossible_references_are_refused(arguments, message):
    with pytest.raises(EstimationError, match=message):
        Critical(**arguments)


@pytest.mark.parametrize("level", [0.0, 1.0, 95])
def test_levels_are_probabilities(level):
    with pytest.raises(EstimationError, match="between 0 and 1"):
        Critical("normal").value(level)


def test_more_restrictions_than_cosines_are_refused():
    with pytest.raises(EstimationError, match="rank 9"):
        Critical("t", dof=9, matrix=True).wald_pvalue(20.0, 10)
