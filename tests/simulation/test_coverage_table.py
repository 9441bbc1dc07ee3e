"""The published coverage of the default method is what the simulation gives today."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from analysis import data


def benchmark(name: str):
    """A module of benchmarks/, loaded by its path: an installed package is called coverage too."""
    path = Path(__file__).resolve().parents[2] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("error_ar", [0.3, 0.8])
def test_stored_coverage_of_the_default_method_is_reproduced(error_ar):
    table = data.table("coverage_simulations")
    (stored,) = table[(table["method"] == "ewc") & (table["error_ar"] == error_ar)].to_dict("records")
    (again,) = benchmark("coverage").simulate(error_ar, replications=int(stored["replications"]), methods=["ewc"], seed=1)
    assert again.covered == pytest.approx(stored["coverage"], abs=1e-12)
    assert again.observations == stored["periods"]
