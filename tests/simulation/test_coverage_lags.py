"""Coverage of the long-run interval on samples whose truth is known (benchmarks/coverage_lags.py)."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough import distributed_lag

# Loaded by path: a folder on sys.path with a module named `coverage` would
# shadow the coverage package for every other test.
_SOURCE = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage_lags.py"
_SPEC = importlib.util.spec_from_file_location("benchmark_coverage", _SOURCE)
benchmark = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = benchmark
_SPEC.loader.exec_module(benchmark)

REPLICATIONS = 1000
# 2000 replications gave .928 (rho .3) and .901 (rho .8) for EWC, and .857 and
# .553 for HC1. The bounds are about three simulation errors (.008-.009 at 1000)
# wide on each side; an EWC variance wrong by a factor of two moves it by .05 or more.
EWC_BOUNDS = {0.3: (0.905, 0.955), 0.8: (0.873, 0.930)}


@pytest.fixture(scope="module", params=sorted(EWC_BOUNDS))
def table(request):
    rows = benchmark.simulate(
        request.param, replications=REPLICATIONS, methods=("ewc", "newey-west", "hc1"), seed=7
    )
    return request.param, {row.method: row for row in rows}


def test_ewc_covers_nearly_as_promised(table):
    rho, rows = table
    low, high = EWC_BOUNDS[rho]
    assert low <= rows["ewc"].covered <= high


def test_ewc_standard_errors_are_of_the_right_size(table):
    _, rows = table
    assert 0.80 <= rows["ewc"].ratio <= 1.0


def test_heteroskedasticity_alone_is_not_enough(table):
    """The reason why hc1 is not the default for a sum of lags."""
    rho, rows = table
    assert rows["hc1"].covered <= rows["ewc"].covered - 0.03
    if rho == 0.8:
        assert rows["hc1"].covered < 0.65


def test_a_normal_critical_value_is_not_enough_for_newey_west(table):
    _, rows = table
    assert rows["newey-west"].covered < rows["ewc"].covered


def test_the_simulated_regression_is_the_public_estimator():
    price, fx = benchmark.draw(np.random.default_rng(3), 240, 0.8)
    months = pd.period_range("2000-01", periods=len(price) + 1, freq="M")

    def levels(change):
        return pd.Series(np.exp(np.r_[0.0, np.cumsum(change)] / 100), months)

    public = distributed_lag(levels(price), levels(fx), lags=benchmark.LAGS, inference="ewc")
    regressors = benchmark.lagged(fx, range(benchmark.LAGS + 1))[benchmark.LAGS :]
    names = ("constant", *map(str, range(benchmark.LAGS + 1)))
    direct = benchmark.fit(
        price[benchmark.LAGS :], np.column_stack([np.ones(len(regressors)), regressors]), names
    )
    variance = benchmark.covariance(direct, "ewc").matrix[1:, 1:].sum()
    assert public.nobs == 240
    assert_allclose(public.long_run.estimate, direct.beta[1:].sum(), rtol=1e-9)
    assert_allclose(public.long_run.std_error, np.sqrt(variance), rtol=1e-9)


def test_true_errors_have_the_autocorrelation_asked_for():
    shocks = np.random.default_rng(0).standard_normal(400)
    expected = np.zeros(400)
    for t in range(400):
        expected[t] = shocks[t] + (0.8 * expected[t - 1] if t else 0.0)
    assert_allclose(benchmark._autoregression(shocks, 0.8), expected, rtol=1e-10, atol=1e-12)
