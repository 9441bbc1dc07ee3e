"""Joint covariances of local projections: against sums written out, and one horizon at a time."""

from math import floor

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.inference import covariance, covariance_of_sum
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.projections.covariances import (
    BY_HORIZON,
    LAG_AUGMENTED,
    METHODS,
    joint,
)
from analysis.passthrough.projections.regressions import project

ROUNDING = 1e-9
HORIZONS = (0, 2, 7)
CORE = {method: method.removeprefix("lag-augmented-") for method in METHODS}


def regressions(impulses=1, T=160, seed=5, hole=False):
    rng = np.random.default_rng(seed)
    change = rng.standard_normal((T, 2))
    change[:, 1] += 0.4 * change[:, 0]
    levels = change.cumsum(axis=0).T
    if hole:
        levels[:, 80] = np.nan
        change[80:82] = np.nan
    controls = np.column_stack([np.ones(T), *(lagged(x, range(1, 3)) for x in change.T)])
    z = np.column_stack([rng.standard_normal(T), np.maximum(change[:, 0], 0)])[:, :impulses]
    return project(levels, z, controls, HORIZONS)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("hole", [False, True])
def test_each_horizon_has_the_covariance_of_its_own_regression(method, hole):
    result = regressions(impulses=2, hole=hole)
    # The data-driven rules look at the terms of the responses alone, not at all regressors.
    given = 4 if method in ("qs", "newey-west-auto") else None
    matrix = joint(result, method, given).matrix.reshape(2, 3, 2, 2, 3, 2)
    for place, h in enumerate(HORIZONS):
        width = h if method in BY_HORIZON else given
        keep = result.used[:, place]
        for j in range(2):
            regression = fit(result.outcomes[keep, j, place], result.X[keep], result.names)
            name = "newey-west" if method == "newey-west-auto" else CORE[method]
            peer = covariance(regression, name, width).matrix
            assert_allclose(matrix[j, place, :, j, place], peer[-2:, -2:], rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("method", LAG_AUGMENTED)
def test_lag_augmented_is_the_sum_of_squares_over_base_dates(method):
    result = regressions()
    terms = result.influence(CORE[method])
    total = np.zeros((6, 6))
    for t in range(len(terms)):
        flat = np.array([terms[t, j, h, 0] for j in range(2) for h in range(3)])
        total += np.outer(flat, flat)
    assert_allclose(joint(result, method).matrix, total, rtol=ROUNDING, atol=1e-14)


def test_t_is_compared_with_the_fewest_degrees_of_freedom_of_any_horizon():
    result = regressions()
    assert joint(result).critical.dof == result.nobs[-1] - result.X.shape[1] < result.dof[0]
    assert joint(result, "ewc").critical.dof == floor(0.4 * result.nobs[-1] ** (2 / 3))


@pytest.mark.parametrize("method", METHODS)
def test_the_joint_covariance_is_positive_semidefinite(method):
    variance = joint(regressions(impulses=2), method)
    values = np.linalg.eigvalsh(variance.matrix)
    assert values[0] > -1e-12 * values[-1]
    assert np.diag(variance.matrix).min() > 0
    assert str(variance).startswith(method)


def test_newey_west_between_horizons_keeps_the_correlation_of_the_last_lag():
    """With one lag for all, nothing is rescaled and V is Newey-West on the stacked terms."""
    result = regressions()
    terms = result.influence().reshape(len(result.rows), -1)
    L = 5
    total = terms.T @ terms
    for lag in range(1, L + 1):
        cross = terms[lag:].T @ terms[:-lag]
        total += (1 - lag / (L + 1)) * (cross + cross.T)
    assert_allclose(joint(result, "newey-west", L).matrix, total, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_units_and_sign_of_the_impulse_scale_the_covariance(method):
    plain = project(_levels(), _impulse(), _controls(), HORIZONS)
    scaled = project(_levels(), -3.0 * _impulse(), _controls(), HORIZONS)
    assert_allclose(scaled.estimate, plain.estimate / -3.0, rtol=ROUNDING)
    assert_allclose(joint(scaled, method).matrix, joint(plain, method).matrix / 9.0, rtol=1e-6, atol=1e-14)


def _levels():
    return np.random.default_rng(5).standard_normal((160, 2)).cumsum(axis=0).T


def _impulse():
    return np.random.default_rng(8).standard_normal(160)


def _controls():
    return np.column_stack([np.ones(160), lagged(_impulse(), range(1, 3))])


@pytest.mark.parametrize("method", METHODS)
def test_an_outcome_that_is_the_impulse_has_no_variance_at_impact(method):
    impulse = _impulse()
    result = project([impulse.cumsum(), _levels()[0]], impulse, _controls(), HORIZONS)
    matrix = joint(result, method).matrix
    assert not matrix[0].any()
    assert np.diag(matrix)[1:].min() > 0


@pytest.mark.parametrize("method", METHODS)
def test_outcomes_that_are_multiples_of_one_another_stay_so(method):
    level = _levels()[0]
    matrix = joint(project([level, 0.5 * level], _impulse(), _controls(), HORIZONS), method).matrix
    assert_allclose(matrix[3:, 3:], 0.25 * matrix[:3, :3], rtol=1e-6)
    assert_allclose(matrix[:3, 3:], 0.5 * matrix[:3, :3], rtol=1e-6)


@pytest.mark.parametrize(
    ("method", "bandwidth", "match"),
    [
        ("hc3", None, "written lag-augmented-hc3"),
        ("ols", None, "unknown inference method"),
        ("newey-west-prewhitened", None, "unknown inference method"),
        ("lag-augmented-hc3", 4, "has no bandwidth"),
        ("newey-west", 400, "whole number"),
        ("ewc", 0, "whole number"),
        ("ewc", (5, 5), "2 bandwidths do not fit 3 horizons"),
    ],
)
def test_what_makes_no_sense_is_refused(method, bandwidth, match):
    with pytest.raises(EstimationError, match=match):
        joint(regressions(), method, bandwidth)


@pytest.mark.parametrize("method", ["newey-west-auto", "qs"])
def test_rules_look_at_the_first_outcome(method):
    """So that the sign of the exchange rate, the second, does not move the covariance of the price."""
    result = regressions()
    keep = result.used[:, 2]
    alone = covariance_of_sum(result.influence()[keep, 0, 2], method)
    assert joint(result, method).bandwidths[2] == alone.bandwidth


def test_a_gap_counts_as_time_under_calendar_spacing():
    result = regressions(hole=True)
    near = joint(result, "newey-west", 5).matrix
    far = joint(result, "newey-west", 5, spacing="calendar").matrix
    assert np.abs(near - far).max() > 1e-6
    whole = regressions()
    near, far = (
        joint(whole, "newey-west", 5, spacing=spacing).matrix for spacing in ("contiguous", "calendar")
    )
    assert_allclose(near, far)
    with pytest.raises(EstimationError, match="spacing"):
        joint(result, "newey-west", spacing="other")
