"""Responses, their derivatives and their covariance; the recursive identification and its decompositions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.structural import bootstrap
from analysis.passthrough.structural.decomposition import decompose
from analysis.passthrough.structural.point_identified import recursive_model
from analysis.passthrough.structural.recursive import cholesky_gradient, recursive
from analysis.passthrough.structural.reduced_form import reduced_form
from analysis.passthrough.structural.responses import (
    level_moving_average,
    moving_average,
    response_jacobian,
)
from analysis.passthrough.structural.system import system

FEW = settings(max_examples=12, deadline=None, derandomize=True)
ALL = np.ones(3, dtype=bool)
ROWS = np.arange(3)


def test_responses_are_what_a_simulated_shock_does(samples):
    phi = moving_average(samples.A[None], 6)
    for h in range(7):
        assert_allclose(phi[h], np.linalg.matrix_power(samples.A, h), atol=1e-14)
    summed = level_moving_average(samples.A[None], 6, np.array([True, False, True]))
    assert_allclose(summed[6, 0], phi[:, 0].sum(axis=0))
    assert_allclose(summed[6, 1], phi[6, 1])


@FEW
@given(seed=st.integers(0, 10_000), lags=st.integers(1, 3), horizon=st.integers(0, 6))
def test_jacobian_is_the_derivative(seed, lags, horizon):
    """Against central differences, for lag matrices and second moments, cumulated and not."""
    rng = np.random.default_rng(seed)
    A = 0.3 * rng.standard_normal((lags, 3, 3))
    root = rng.standard_normal((3, 5))
    sigma = root @ root.T
    summed = np.array([True, False, True])
    lower = np.tril_indices(3)

    def responses(x):
        S = np.zeros((3, 3))
        S[lower] = x[A.size :]
        S = S + np.tril(S, -1).T
        phi = level_moving_average(x[: A.size].reshape(A.shape), horizon, summed)
        return phi @ np.linalg.cholesky(S)[:, 1]

    P = np.linalg.cholesky(sigma)
    phi = moving_average(A, horizon)
    values, jacobian = response_jacobian(phi, P[:, 1], cholesky_gradient(P)[:, 1], lags, ROWS, summed)
    x = np.concatenate([A.ravel(), sigma[lower]])
    assert_allclose(values, responses(x), rtol=1e-10, atol=1e-12)
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = 1e-6
        numerical = (responses(x + step) - responses(x - step)) / 2e-6
        assert_allclose(jacobian[:, :, i], numerical, rtol=1e-5, atol=1e-6 * (1 + np.abs(numerical).max()))


@pytest.mark.parametrize("method", ["hc0", "newey-west", "ewc"])
def test_pass_through_at_impact_is_a_regression_slope_with_its_covariance(samples, method):
    """FX first: the ratio in the same month is the slope of the price on the FX change, given the lags."""
    frame = samples.frame(1)
    reduced = reduced_form(system(frame, ["fx", "cpi"], price="cpi", fx="fx"), 3)
    model = recursive_model(reduced, method)
    x, V = model.level_responses("fx", ("cpi", "fx"), 0)
    ratio = x[0, 0] / x[1, 0]
    gradient = np.array([1, -ratio]) / x[1, 0]
    X = np.column_stack([reduced.X, reduced.Y[:, 0]])
    slope = fit(reduced.Y[:, 1], X, [*reduced.names, "fx_0"])
    assert_allclose(ratio, slope.beta[-1], rtol=1e-9)
    assert_allclose(gradient @ V @ gradient, covariance(slope, method).matrix[-1, -1], rtol=1e-8)


def test_gaussian_covariance_is_what_a_residual_bootstrap_finds(samples):
    """600 independent resamples: 3 % from their number, the rest is the sample of 400."""
    reduced = samples.reduced(2, T=400, lags=1)
    P, gradient, cov = recursive(reduced, "gaussian")
    phi = moving_average(reduced.A, 8)
    drawn = bootstrap.moving_block(reduced, np.random.default_rng(3), 600, block=1)
    impacts = np.linalg.cholesky(drawn.sigma)
    theirs = (level_moving_average(drawn.A, 8, ALL) @ impacts[:, None]).std(axis=0)
    for j in range(3):
        _, J = response_jacobian(phi, P[:, j], gradient[:, j], 1, ROWS, ALL)
        ours = np.sqrt(np.einsum("hvp,pq,hvq->hv", J, cov.matrix, J))
        assert_allclose(ours, theirs[:, :, j], rtol=0.15, atol=1e-3)


@pytest.mark.parametrize("method", ["hc0", "hc1", "hc2", "hc3", "newey-west", "moving-block"])
def test_other_covariances_agree_where_errors_are_independent(samples, method):
    reduced = samples.reduced(3, T=600, lags=1)
    rng = np.random.default_rng(4)
    errors = []
    for inference in ("gaussian", method):
        drawn = bootstrap.moving_block(reduced, rng, 600) if inference == "moving-block" else None
        _, V = recursive_model(reduced, inference, drawn).level_responses("fx", ("cpi", "fx"), 6)
        errors.append(np.sqrt(np.diag(V)))
    assert_allclose(errors[1], errors[0], rtol=0.25)


# -------------------------------------------------------------------- bootstrap


def test_generated_samples_repeat_the_data_from_its_own_residuals(samples):
    reduced = samples.reduced(5, lags=3, seasonal=True)
    X, Y = bootstrap.generate(reduced, reduced.resid[None])
    assert_allclose(Y[0], reduced.Y, rtol=1e-9, atol=1e-9)
    assert_allclose(X[0], reduced.X, rtol=1e-9, atol=1e-9)


def test_recentring_leaves_no_mean_at_any_place_of_a_block():
    rng = np.random.default_rng(0)
    body, length = rng.standard_normal((50, 2)), 7
    body[10:20, 1] = np.nan
    centre = bootstrap.position_means(body, length)
    starts = np.arange(50 - length + 1)
    for place in range(50):
        drawn = body[starts + place % length] - centre[place]
        assert_allclose(np.nanmean(drawn, axis=0), 0, atol=1e-14)


def test_replicates_do_not_depend_on_the_size_of_a_batch(samples, monkeypatch):
    reduced = samples.reduced(6)
    whole = bootstrap.moving_block(reduced, np.random.default_rng(1), 60)
    monkeypatch.setattr(bootstrap, "BATCH", 20_000)
    pieces = bootstrap.moving_block(reduced, np.random.default_rng(1), 60)
    assert_allclose(whole.A, pieces.A, rtol=1e-12)
    assert_allclose(whole.sigma, pieces.sigma, rtol=1e-12)


def test_replicates_are_least_squares_of_each_sample(samples):
    reduced = samples.reduced(7)
    replicates = bootstrap.moving_block(reduced, np.random.default_rng(2), 50, block=5)
    drawn = bootstrap.moving_blocks(reduced.nobs, 5, 50, np.random.default_rng(2))
    # What can stand at place s of a block is rows s to n - 5 + s.
    means = [reduced.resid[s : reduced.nobs - 4 + s].mean(axis=0) for s in range(5)]
    shocks = reduced.resid[drawn] - np.array(means)[np.arange(reduced.nobs) % 5]
    X, Y = bootstrap.generate(reduced, shocks[:1])
    beta = np.linalg.lstsq(X[0], Y[0], rcond=None)[0]
    assert_allclose(replicates.A[0].transpose(0, 2, 1).reshape(6, 3), beta[1:], rtol=1e-7, atol=1e-9)


# --------------------------------------------------------------- decompositions


@FEW
@given(
    seed=st.integers(0, 10_000), lags=st.integers(1, 4), hole=st.integers(30, 130), known=st.integers(1, 3)
)
def test_contributions_add_up_to_the_data(samples, seed, lags, hole, known):
    """With all shocks or some, over the longest stretch that a gap leaves."""
    frame = samples.frame(seed)
    frame.iloc[hole, seed % 3] = np.nan
    reduced = reduced_form(system(frame, None, price="cpi", fx="fx"), lags)
    P = np.linalg.cholesky(reduced.sigma)[:, :known]
    split = decompose(reduced, P, list("abc")[:known])
    stretch = max(reduced.stretches(), key=lambda s: s.stop - s.start)
    assert list(split.periods) == list(reduced.periods[stretch])
    assert_allclose(split.contributions.sum(axis=2), reduced.Y[stretch], rtol=1e-9, atol=1e-9)
    assert ("other shocks" in split.parts) == (known < 3)
    logs = 100 * np.log(frame["fx"])
    path = split.of(cumulated=True)["total"]
    assert_allclose(path, logs[path.index] - logs[path.index[0] - 1], rtol=1e-7, atol=1e-7)
    first, last = path.index[3], path.index[9]
    table = split.between(first, last)
    assert_allclose(table.loc["total", "fx"], logs[last] - logs[first - 1], rtol=1e-7, atol=1e-7)


def test_shocks_are_found_and_have_unit_variance(samples):
    y, shocks = samples.changes(8, T=800)
    reduced = reduced_form(system(samples.levels(y), None, price="cpi", fx="fx"), 1)
    split = decompose(reduced, np.linalg.cholesky(reduced.sigma), samples.names)
    assert_allclose(split.shocks.cov(), np.eye(3), atol=0.01)
    for j, name in enumerate(samples.names):
        assert np.corrcoef(split.shocks[name], shocks[-len(split.shocks) :, j])[0, 1] > 0.98


def test_decomposition_refuses_dates_it_does_not_have(samples):
    reduced = samples.reduced(11)
    split = decompose(reduced, np.linalg.cholesky(reduced.sigma), samples.names)
    with pytest.raises(EstimationError, match="no date from"):
        split.between("1990-01", "1990-02")
    with pytest.raises(EstimationError, match="stretch bound 'spring' is not a date"):
        split.between("spring", "autumn")
    with pytest.raises(EstimationError, match="no variable 'rent'"):
        split.of("rent")
