"""The settings under which outputs are compared once more reach the kernels, and change how numpy works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.report.build import execution

COUNT = (
    "from numpy._core._multiarray_umath import __cpu_dispatch__ as d, __cpu_features__ as f;"
    "print(sum(f[name] for name in d if 'AVX512' in name or name == 'X86_V4'))"
)


def test_the_settings_join_the_environment_of_the_kernels(monkeypatch):
    seen = {}
    monkeypatch.setattr(
        execution.subprocess, "run", lambda *_, env, **__: seen.update(env) or SimpleNamespace(returncode=0)
    )
    assert execution.verify([Path("a.ipynb")], Path(), settings={"OPENBLAS_CORETYPE": "Haswell"}) == 0
    assert seen["OPENBLAS_CORETYPE"] == "Haswell" and seen["OMP_NUM_THREADS"] == "1"


@pytest.mark.parametrize("machine", ["arm64", "aarch64"])
def test_another_kind_of_processor_has_nothing_to_switch_off(monkeypatch, machine):
    monkeypatch.setattr(execution.platform, "machine", lambda: machine)
    assert execution.lesser_processor() == {}


def test_numpy_works_without_avx512_under_them():
    """Said by numpy itself in a process of its own: no code path of that family is taken, whatever the
    processor has."""
    settings = execution.lesser_processor()
    environment = execution.environment(Path(), ".") | settings
    left = subprocess.run(
        [sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True
    )
    assert left.stdout.strip() == "0" or not settings
