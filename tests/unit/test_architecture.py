"""Nothing heavy is loaded before it is needed, and no door stands unopened; contracts hold the floors."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "analysis"


def test_no_name_given_on_first_use_hides_behind_its_own_module():
    """Once `analysis.data.x` is imported by anyone, the package's attribute `x` is the module: which came
    first would decide."""
    from analysis import data

    modules = {path.stem for path in Path(data.__file__).parent.glob("*")}
    assert not modules & set(data.__all__)


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


# Doors of `analysis.passthrough` that no page, measure or command opens, each with the reason why it stays.
UNOPENED = {
    "cointegration": (
        "the system beside which the error-correction form is judged, and a reference for its rank"
    ),
    "covered_parity": (
        "the forward that its tests put a basis into: the sign and convention of every cost of a hedge"
    ),
    "unit_roots": (
        "says whether levels may be regressed on levels, before an error-correction form is trusted"
    ),
}


def opened() -> str:
    """The code of all pages and of every floor above `passthrough`."""
    pages = [json.loads(path.read_text("utf-8"))["cells"] for path in (ROOT / "chapters").glob("*.ipynb")]
    cells = ["".join(cell["source"]) for page in pages for cell in page if cell["cell_type"] == "code"]
    above = [
        path
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in ("passthrough", "data")
    ]
    return "\n".join(cells + [path.read_text("utf-8") for path in above])


def unused(doors: dict[str, list[str]], used: str) -> set[str]:
    """Names that neither `used` nor another file of `passthrough` than their own mentions."""
    rooms = {
        path: path.read_text("utf-8")
        for path in (PACKAGE / "passthrough").rglob("*.py")
        if path.name != "__init__.py"
    }
    found = set()
    for module, names in doors.items():
        own = PACKAGE / "passthrough" / f"{module.replace('.', '/')}.py"
        beside = "\n".join(text for path, text in rooms.items() if path != own)
        found |= {name for name in names if not re.search(rf"\b{name}\b", f"{used}\n{beside}")}
    return found


def doors_of_passthrough() -> dict[str, list[str]]:
    tree = ast.parse((PACKAGE / "passthrough" / "__init__.py").read_text("utf-8"))
    call = next(
        node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "submod_attrs"
    )
    return ast.literal_eval(call.value)


def test_every_estimator_is_used_by_a_page_a_measure_or_a_command():
    assert unused(doors_of_passthrough(), opened()) <= set(UNOPENED)


def test_a_door_that_nobody_opens_would_be_named():
    assert unused({"core.compare": ["never_asked_for"]}, opened()) == {"never_asked_for"}
