"""Power of sums: closed forms for one regression, a difference of two, and two samples drawn apart."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.error_draws import Drawn, Piece, drawn
from analysis.passthrough.core.power import detectable


def design(seed, n=240, k=3):
    rng = np.random.default_rng(seed)
    return np.c_[rng.normal(size=(n, k)), np.ones(n)], rng.normal(size=n)


def test_one_sum_by_hand():
    X, e = design(1)
    w = np.array([1.0, 1.0, 0.0, 0.0])
    found = drawn(Piece(e, X, w), "hc1", block=1, draws=4000)
    spread = e.std() * np.sqrt(w @ np.linalg.inv(X.T @ X) @ w)
    assert_allclose(found.estimates.std(), spread, rtol=0.05)
    assert_allclose(found.found.effect, detectable(Critical("t", dof=236)) * spread, rtol=0.06)
    assert found.found_at(0.9).effect < found.found.effect


def test_what_two_pieces_share_cancels():
    """The same regression less itself is nought in every draw; unrelated regressors give the sum of the
    variances."""
    X, e = design(2)
    w = np.array([1.0, 0.0, 0.0, 0.0])
    nothing = drawn([Piece(e, X, w), Piece(e, X, -w)], "hc1", block=1, draws=50)
    assert_allclose(nothing.estimates, 0, atol=1e-12)
    assert_allclose(nothing.errors, 0, atol=1e-8)
    Z, _ = design(3)
    both = drawn([Piece(e, X, w), Piece(e, Z, -w)], "hc1", block=1, draws=6000)
    A, B = (np.linalg.inv(M.T @ M) @ M.T for M in (X, Z))
    weights = A[0] - B[0]
    assert_allclose(both.estimates.std(), e.std() * np.linalg.norm(weights), rtol=0.05)


def test_pieces_on_other_dates_are_refused():
    X, e = design(4)
    with pytest.raises(EstimationError, match="different dates"):
        drawn([Piece(e, X, np.ones(4)), Piece(e[1:], X[1:], np.ones(4))], "hc1")


def test_two_samples_apart_by_welch_and_satterthwaite():
    rng = np.random.default_rng(5)
    critical = Critical("t", dof=20)
    one, two = (Drawn(rng.normal(size=20_000), np.full(20_000, 1.0), critical) for _ in range(2))
    # Equal variances: 2 x 20 degrees of freedom; standard error root two.
    assert_allclose(
        one.less(two).effect, np.sqrt(2) * (Critical("t", dof=40).value(0.95) + 0.8416), rtol=0.02
    )
