"""Size and power of the tests around dates, small (benchmarks/coverage_events.py has them in full)."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

_SOURCE = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage_events.py"
_SPEC = importlib.util.spec_from_file_location("benchmark_coverage_events", _SOURCE)
benchmark = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = benchmark
_SPEC.loader.exec_module(benchmark)

# A true rate of .06 gives 14 or fewer rejections of 120 with probability .99; one of .20 does so with .01.
REPLICATIONS = 120
HIGHEST = 14 / 120


def test_operations_without_effect_are_seldom_given_one():
    found = benchmark.flow(np.random.default_rng(3), REPLICATIONS, days=900, placebo=99)
    assert (found.loc[[0, 20], ["rejected_normal", "rejected_placebo"]] <= HIGHEST).all(axis=None)


def test_an_effect_of_operations_is_found_and_not_biased():
    found = benchmark.flow(np.random.default_rng(4), 40, days=900, effect=0.3, placebo=99)
    assert found.loc[0, "rejected_placebo"] > 0.8
    assert found.loc[0, "mean"] == pytest.approx(0.3, abs=0.05)


def test_seeing_part_of_the_day_biases_the_response_towards_the_wrong_sign():
    """What the warning in the method says: no control for the past takes this out."""
    found = benchmark.flow(np.random.default_rng(5), 40, days=900, same_day=0.3, placebo=99)
    assert found.loc[0, "mean"] < -0.02


def test_announcements_without_effect_are_seldom_given_one():
    found = benchmark.announcements(np.random.default_rng(6), REPLICATIONS, days=500)
    assert found["date, first window"] <= HIGHEST and found["family"] <= HIGHEST
    # One of twelve currencies is always the largest.
    assert found["largest of the currencies"] <= 0.18


def test_power_of_the_announcement_test_rises_with_the_effect():
    powers = [
        benchmark.announcements(np.random.default_rng(7), 50, days=500, effect=e) for e in (1.0, 2.5, 5.0)
    ]
    for name in ("date, first window", "family", "largest of the currencies"):
        low, middle, high = (power[name] for power in powers)
        assert low < middle < high and high > 0.85
