"""One event, one row: what a sandwich would say of it, and what is exact. By hand and by simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis import passthrough
from analysis.errors import EstimationError
from analysis.passthrough.core.inference import METHODS, covariance
from analysis.passthrough.core.least_squares import fit

SANDWICHES = [method for method in METHODS if method != "ols"]


def event(n: int = 80, at: int = 40, seed: int = 0):
    y = np.random.default_rng(seed).normal(size=n)
    return y, np.column_stack([np.ones(n), np.arange(n) == at]).astype(float)


@pytest.mark.parametrize("method", SANDWICHES)
def test_a_sandwich_is_refused_for_a_regressor_that_is_non_zero_once(method):
    y, X = event()
    with pytest.raises(EstimationError, match=r"observation 40 .*leverage 1"):
        covariance(fit(y, X, ["constant", "event"]), method)


@pytest.mark.parametrize("method", ["hc0", "hc1", "newey-west", "ewc", "fixed-b", "ewc-hc3"])
def test_other_coefficients_are_read_as_if_the_row_were_dropped(method):
    y, X = event()
    x = np.random.default_rng(1).normal(size=len(y))
    with_event = fit(y, np.column_stack([X, x]), ["constant", "event", "x"])
    kept = np.arange(len(y)) != 40
    without = fit(y[kept], np.column_stack([X[kept, :1], x[kept]]), ["constant", "x"])
    assert_allclose(with_event.beta[2], without.beta[1], rtol=1e-12)
    if method == "hc0":
        found = covariance(with_event, method, of=slice(2, 3)).matrix[2, 2]
        assert_allclose(found, covariance(without, method).matrix[1, 1], rtol=1e-10)
    else:
        assert covariance(with_event, method, of=slice(2, 3)).matrix[2, 2] > 0


def test_the_alternative_that_is_offered_is_the_exact_test_of_one_event():
    """(y_t - mean of the others) / (s sqrt(1 + 1/(n-1))) on n - 2 degrees, and it rejects a true null in 5 of
    100."""
    y, X = event()
    found = fit(y, X, ["constant", "event"])
    others = np.delete(y, 40)
    by_hand = (y[40] - others.mean()) / (others.std(ddof=1) * np.sqrt(1 + 1 / len(others)))
    variance = covariance(found, "ols")
    assert_allclose(found.beta[1] / np.sqrt(variance.matrix[1, 1]), by_hand, rtol=1e-12)
    rejected = 0
    for seed in range(600):
        y, X = event(seed=seed)
        found = fit(y, X, ["constant", "event"])
        variance = covariance(found, "ols")
        rejected += abs(found.beta[1]) > variance.critical.value(0.95) * np.sqrt(variance.matrix[1, 1])
    # Two-sided 99.9 % range of a binomial(600, 0.05), exactly.
    assert stats.binom.ppf(0.0005, 600, 0.05) <= rejected <= stats.binom.ppf(0.9995, 600, 0.05)


def series(moves: list[int], n: int = 120):
    months = pd.period_range("2010-01", periods=n, freq="M")
    rng = np.random.default_rng(3)
    price = pd.Series(100 * np.exp(np.cumsum(rng.normal(size=n)) / 100), months, name="price")
    steps = np.zeros(n)
    steps[moves] = 0.1
    return price, pd.Series(100 * np.exp(np.cumsum(steps)), months, name="peg")


def test_a_rate_that_moves_once_is_refused_by_the_doors():
    price, fx = series([60])
    with pytest.raises(EstimationError, match="alone decides fx_0"):
        passthrough.distributed_lag(price, fx, lags=2)
    with pytest.raises(EstimationError, match="alone decides"):
        passthrough.local_projection(price, fx, horizons=3, lags=2, inference="ewc")
    assert (
        passthrough.distributed_lag(price, fx, lags=2, inference="ols").at(0).std_error > 0.05
    )  # errors of about one, a move of ten


def test_one_move_more_and_there_is_a_standard_error():
    """Just above the bound: two moves leave each row's leverage at a half."""
    price, fx = series([60, 90])
    assert passthrough.distributed_lag(price, fx, lags=0).at(0).std_error > 0
