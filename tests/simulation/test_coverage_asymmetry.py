"""Size and power of the symmetry test on samples whose truth is known (benchmarks/coverage_asymmetry.py)."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough import asymmetric_projection

_SOURCE = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage_asymmetry.py"
_SPEC = importlib.util.spec_from_file_location("benchmark_coverage_asymmetry", _SOURCE)
benchmark = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = benchmark
_SPEC.loader.exec_module(benchmark)

METHOD = "lag-augmented-hc3"


def test_the_simulated_regressions_are_the_public_estimator():
    price, fx = benchmark.draw(np.random.default_rng(3), 240, 0.8, 0.3)
    months = pd.period_range("2000-01", periods=len(price) + 1, freq="M")

    def levels(change):
        return pd.Series(np.exp(np.r_[0.0, change.cumsum()] / 100), months)

    public = asymmetric_projection(levels(price), levels(fx), horizons=benchmark.HORIZON, lags=benchmark.LAGS)
    regressions = benchmark.projections(price, fx, range(benchmark.HORIZON + 1))
    assert_allclose(regressions.estimate[0, :, 0], public.responses["rise"].estimate, rtol=1e-9)
    variance = benchmark.joint(regressions, METHOD)
    found = benchmark.projection_tests(regressions.estimate, variance.matrix, variance.critical, True)
    assert found["response"][0] == pytest.approx(public.response_equality.table["pvalue"].iloc[-1], rel=1e-6)
    assert found["ratio"][0] == pytest.approx(public.equality.table["pvalue"].iloc[-1], rel=1e-5)
    assert found["ratio, delta"][1] == pytest.approx(public.gap.std_error[-1], rel=1e-7)
    assert found["ratio, path"][0] == pytest.approx(public.equality.path.pvalue, abs=0.03)


def test_the_symmetry_test_keeps_its_size_and_shows_its_power():
    options = dict(methods=(METHOD,), path=False)
    rows = benchmark.simulate(0.5, 0.5, replications=250, observations=240, seed=4, **options)
    size = {row.test: row.rejected for row in rows}
    # Three simulation errors (.014) around .05.
    assert size["ratio"] <= 0.09 and size["response"] <= 0.10
    assert size["ratio, delta"] <= size["ratio"]
    rows = benchmark.simulate(0.8, 0.3, replications=150, observations=360, seed=5, **options)
    power = {row.test: row for row in rows}
    # What is printed beside a verdict is what happens, within three simulation errors (.04).
    assert abs(power["ratio"].rejected - power["ratio"].shown) < 0.12
    assert power["ratio, delta"].rejected < power["ratio"].rejected < 0.8
