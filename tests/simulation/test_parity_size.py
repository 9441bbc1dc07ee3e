"""Size of the tests of uncovered parity with overlapping windows (benchmarks/coverage_parity.py)."""

import importlib.util
import sys
from pathlib import Path

import numpy as np

_SOURCE = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage_parity.py"
_SPEC = importlib.util.spec_from_file_location("benchmark_coverage_parity", _SOURCE)
benchmark = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = benchmark
_SPEC.loader.exec_module(benchmark)


def test_hodrick_and_ivx_keep_their_size_and_the_rest_is_as_published():
    """300 samples of 300 months, k = 12: the simulation error of 5 % is 1.3 %, of 55 % 2.9 %."""
    rates = benchmark.rejections(np.random.default_rng(5), 300, methods=("hodrick", "ewc", "hc1"))
    assert rates["hodrick"] < 0.11 and rates["IVX, one month"] < 0.10
    assert 0.05 < rates["ewc"] < 0.19
    assert rates["hc1"] > 0.45
    assert abs(rates["bias"]) < 0.3
