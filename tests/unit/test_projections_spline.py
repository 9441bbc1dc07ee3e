"""The spline over horizons is the stacked ridge that it stands for, and its cross-validation the slow one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.interpolate import BSpline

from analysis.errors import EstimationError
from analysis.passthrough.projections.cross_validation import Panel, choose_penalty
from analysis.passthrough.projections.regressions import project
from analysis.passthrough.projections.spline import Smoother, basis

PROPERTIES = settings(max_examples=25, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def arrays(seed, T=90, horizons=9, missing=()):
    rng = np.random.default_rng(seed)
    z = rng.standard_normal(T)
    y = np.convolve(z, 0.8 ** np.arange(20))[:T] + rng.standard_normal(T).cumsum()
    y[list(missing)] = np.nan
    controls = np.column_stack([np.ones(T), rng.standard_normal((T, 2))])
    return project([y], z, controls, range(horizons))


def whole(regressions):
    """Long differences as they are, to be predicted."""
    X = regressions.X
    return Panel(regressions.outcomes[:, 0], regressions.used, regressions.rows, X[:, -1], X[:, :-1])


def smoother(regressions, difference=2):
    return Smoother.of(1 / (regressions.weights[:, :, 0] ** 2).sum(axis=0), difference)


def stacked_ridge(regressions, keep, penalty, difference):
    """Spline and control coefficients by one ridge on every date and horizon, as the paper writes it."""
    controls, z = regressions.X[:, :-1], regressions.X[:, -1]
    (N, H), k = keep.shape, controls.shape[1]
    B = basis(H)
    rows, right = [], []
    for n, h in zip(*np.nonzero(keep), strict=True):
        own = np.zeros((H, k))
        own[h] = controls[n]
        rows.append(np.r_[B[h] * z[n], own.ravel()])
        right.append(regressions.outcomes[n, 0, h])
    D = np.zeros((H + 2 - difference, H + 2 + H * k))
    D[:, : H + 2] = np.diff(np.eye(H + 2), difference, axis=0)
    stacked = np.vstack([np.array(rows), np.sqrt(penalty) * D])
    theta = np.linalg.lstsq(stacked, np.r_[right, np.zeros(len(D))], rcond=None)[0]
    return B @ theta[: H + 2], theta[H + 2 :].reshape(H, k)


def test_the_basis_is_that_of_unit_knots():
    knots = np.arange(-3, 11)
    expected = BSpline.design_matrix(np.arange(7.0), knots.astype(float), 3).toarray()
    assert_allclose(basis(7), expected[:, :9], atol=1e-15)
    assert_allclose(expected[:, 9:], 0, atol=1e-15)


@PROPERTIES
@given(seed=seeds, penalty=st.floats(1e-3, 1e5), difference=st.integers(1, 4))
def test_the_map_of_responses_is_the_ridge_on_all_rows(seed, penalty, difference):
    regressions = arrays(seed, missing=(40, 41))
    expected, _ = stacked_ridge(regressions, regressions.used, penalty, difference)
    ours = smoother(regressions, difference)
    assert_allclose(ours.matrix(penalty) @ regressions.estimate[0, :, 0], expected, rtol=1e-7, atol=1e-8)
    assert_allclose(ours.paths(regressions.estimate[0, :, 0], [penalty])[0], expected, rtol=1e-7, atol=1e-8)


@PROPERTIES
@given(seed=seeds, difference=st.integers(1, 4))
def test_no_penalty_leaves_the_path_and_an_infinite_one_a_polynomial(seed, difference):
    regressions = arrays(seed)
    ours, raw = smoother(regressions, difference), regressions.estimate[0, :, 0]
    assert_allclose(ours.matrix(0) @ raw, raw, atol=1e-12)
    assert_allclose(np.diff(ours.matrix(np.inf) @ raw, difference), 0, atol=1e-10)
    assert ours.freedom(0) == pytest.approx(len(raw))
    assert ours.freedom(np.inf) == pytest.approx(difference)
    assert_allclose(ours.matrix(1e14) @ raw, ours.matrix(np.inf) @ raw, atol=1e-5)


@PROPERTIES
@given(seed=seeds, difference=st.integers(1, 4), penalty=st.floats(0, 1e9))
def test_a_polynomial_below_the_order_of_the_penalty_is_not_touched(seed, difference, penalty):
    rng = np.random.default_rng(seed)
    path = np.polyval(rng.standard_normal(difference), np.arange(20) / 10)
    ours = Smoother.of(rng.uniform(50, 200, 20), difference)
    assert_allclose(ours.matrix(penalty) @ path, path, atol=1e-9)


@PROPERTIES
@given(seed=seeds, low=st.floats(1e-3, 1e3), times=st.floats(1.01, 1e3))
def test_more_penalty_means_fewer_effective_parameters(seed, low, times):
    ours = Smoother.of(np.random.default_rng(seed).uniform(50, 200, 13))
    assert ours.freedom(low) > ours.freedom(low * times)


def test_cross_validation_is_the_slow_one():
    regressions = arrays(3, missing=(40, 41))
    ours = smoother(regressions)
    chosen = choose_penalty(whole(regressions), ours, difference=2, folds=4, gap=8)
    controls, z, rows = regressions.X[:, :-1], regressions.X[:, -1], regressions.rows
    for place in (0, 20, 40, 59):
        squares, count = 0.0, 0
        for block in np.array_split(np.arange(len(rows)), 4):
            near = (rows >= rows[block[0]] - 8) & (rows <= rows[block[-1]] + 8)
            keep = regressions.used & ~near[:, None]
            net = z[:, None] - np.column_stack(
                [controls @ np.linalg.lstsq(controls[u], z[u], rcond=None)[0] for u in keep.T]
            )
            weight = (net**2 * keep).sum(axis=0).mean()
            penalty = chosen.penalties[place] * weight / ours.weights.mean()
            path, gamma = stacked_ridge(regressions, keep, penalty, 2)
            asked = regressions.used[block]
            miss = regressions.outcomes[block, 0] - path * z[block, None] - controls[block] @ gamma.T
            squares, count = squares + (miss[asked] ** 2).sum(), count + asked.sum()
        assert_allclose(chosen.errors[place], squares / count, rtol=1e-7)
    assert chosen.penalty == chosen.penalties[chosen.errors.argmin()]


def test_cross_validation_smooths_noise_and_keeps_shape():
    """A straight response calls for the most smoothing; a zigzag for the least."""
    rng = np.random.default_rng(5)
    T, H = 400, 13
    z = rng.standard_normal(T)
    for shape, sign in ((np.linspace(0, 1, H), 1), (np.tile([0.0, 2.0], H)[:H], -1)):
        steps = np.diff(shape, prepend=0)
        y = np.convolve(z, np.r_[steps, np.zeros(3)])[:T] + 0.5 * rng.standard_normal(T)
        regressions = project([y.cumsum()], z, np.ones((T, 1)), range(H))
        ours = smoother(regressions)
        chosen = choose_penalty(whole(regressions), ours, difference=2, folds=5, gap=H)
        assert sign * (H / 2 - ours.freedom(chosen.penalty)) > 0


def test_what_cannot_be_smoothed_is_refused():
    with pytest.raises(EstimationError, match="more than 2 horizons"):
        Smoother.of(np.ones(2))
    with pytest.raises(EstimationError, match="1 to 4"):
        Smoother.of(np.ones(9), 5)
    with pytest.raises(EstimationError, match="positive, finite weight"):
        Smoother.of(np.r_[np.ones(8), 0.0])
    with pytest.raises(EstimationError, match="0 or more"):
        Smoother.of(np.ones(9)).kept(-1.0)
    regressions = arrays(1, T=30)
    with pytest.raises(EstimationError, match="a block of the cross-validation leaves"):
        choose_penalty(whole(regressions), smoother(regressions), difference=2, folds=2, gap=20)
