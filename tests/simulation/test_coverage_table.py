"""The published coverage of the default method is what the simulation gives today."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis import data

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from coverage import simulate


@pytest.mark.parametrize("error_ar", [0.3, 0.8])
def test_stored_coverage_of_the_default_method_is_reproduced(error_ar):
    table = data.table("coverage_simulations")
    (stored,) = table[(table["method"] == "ewc") & (table["error_ar"] == error_ar)].to_dict("records")
    (again,) = simulate(error_ar, replications=int(stored["replications"]), methods=["ewc"], seed=1)
    assert again.covered == pytest.approx(stored["coverage"], abs=1e-12)
    assert again.observations == stored["periods"]
