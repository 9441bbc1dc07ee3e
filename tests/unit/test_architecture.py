"""What the house keeps besides its import contracts (`make check` runs those): names that mean one thing, and
nothing heavy loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "analysis"
PACKAGES = sorted(".".join(path.relative_to(ROOT).parts[:-1]) for path in PACKAGE.rglob("__init__.py"))


@pytest.mark.parametrize("name", PACKAGES)
def test_no_module_hides_what_its_package_gives(name):
    """Once `analysis.data.x` is imported by anyone, the package's attribute `x` is the module: which came
    first would decide."""
    package = import_module(name)
    modules = {path.stem for path in Path(package.__file__).parent.iterdir()}
    own = {
        node.name
        for node in ast.parse(Path(package.__file__).read_text("utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    rooms = (
        modules if name in ("analysis", "analysis.report") else set()
    )  # these give their modules themselves
    assert not modules & ({*getattr(package, "__all__", ())} - rooms | own)


def classes(files: dict[str, str]) -> dict[str, list[str]]:
    """Names of classes that more than one place defines, with the places."""
    found = defaultdict(list)
    for place, text in files.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(place)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_two_classes_have_one_name():
    assert classes({str(path): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}) == {}


def test_two_classes_of_one_name_would_be_named():
    assert classes({"a": "class Row: ...", "b": "class Rows: ...", "c": "class Row: ..."}) == {
        "Row": ["a", "c"]
    }


@pytest.mark.parametrize(
    "module", ["analysis", "analysis.data", "analysis.passthrough", "analysis.claims", "analysis.report"]
)
def test_importing_loads_neither_matplotlib_nor_statsmodels(module):
    heavy = "matplotlib statsmodels sphinx IPython linearmodels arch joblib distributed".split()
    script = (
        f"import sys, importlib; importlib.import_module({module!r}); print([m for m in {heavy!r} if m in"
        " sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]", f"import {module} loads {done.stdout.strip()}"
