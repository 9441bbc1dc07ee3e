"""The house of floors: imports go downwards only, and nothing heavy is loaded before it is needed."""

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
# Lower floors first. Files of one floor may import each other.
FLOORS = (
    "errors",
    "parallel",
    "locking",
    "data",
    "passthrough",
    "scheme",
    "transmission",
    "quantities",
    "claims",
    "report",
    "cli",
)

# Inside passthrough: every room stands on the core, and the specification curve on all of them.
ROOMS = (
    "core", "lags", "long_run", "stability", "projections", "structural", "panel", "currency", "events", "tariffs",
    "invoicing", "forecasts", "specifications", "shocks",
)  # fmt: skip
# Forecasts are of prices without the steps of the consumption tax, which a distributed lag measures; the
# share of a currency is shown against a distributed lag. Shocks, states and the third year are studies by the
# main equation and by structural models.
BESIDE = {
    "shocks": {"lags", "panel", "specifications", "structural"}, "forecasts": {"lags"}, "invoicing": {"lags"},
    "specifications": set(ROOMS) - {"shocks"},
}  # fmt: skip


def floor(module: str) -> int | None:
    """Floor of a dotted module name; the package itself and the command line are on top."""
    parts = module.split(".")
    if parts[0] != "analysis":
        return None
    if len(parts) == 1 or parts[1] == "__main__" or parts[1].startswith("cli"):
        return FLOORS.index("cli")
    return FLOORS.index(parts[1])


def imported(path: Path):
    """Every module that a file imports, with relative imports resolved."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]) if base else ".".join(above)
            if base == "analysis":
                for alias in node.names:
                    yield f"analysis.{alias.name}", node.lineno
            else:
                yield base, node.lineno


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_go_downwards(path):
    own = floor(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    upwards = [
        f"line {line}: {module}"
        for module, line in imported(path)
        if (there := floor(module)) is not None and there > own
    ]
    assert not upwards, f"{path.relative_to(ROOT)} imports from a floor above its own: {upwards}"


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "passthrough").glob("*/*.py")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_rooms_of_passthrough_stand_on_the_core_alone(path):
    own = path.parent.name
    assert own in ROOMS, f"{own} is a new room of passthrough: say in ROOMS where it stands"
    allowed = {own, "core"} | BESIDE.get(own, set())
    inside = [
        (module.split("."), line)
        for module, line in imported(path)
        if module.startswith("analysis.passthrough.")
    ]
    across = [f"line {line}: {'.'.join(parts)}" for parts, line in inside if parts[2] not in allowed]
    assert not across, f"{own}/{path.name} imports from a room beside it: {across}"


def test_no_two_modules_of_passthrough_need_each_other():
    """A circle of imports, for type checkers too: two modules that cannot be read one after the other are one
    module."""
    rooms = PACKAGE / "passthrough"
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in rooms.rglob("*/*.py")}
    needs = {}
    for name, path in modules.items():
        found = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        needs[name] = found & modules.keys() - {name}
    while free := [name for name, others in needs.items() if not others & needs.keys()]:
        for name in free:
            del needs[name]
    assert not needs, f"these modules, or some of them, import each other in a circle: {sorted(needs)}"


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
    "asymmetric_error_correction": (
        "the level form of asymmetry, which the projection by sign is held against in simulations"
    ),
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
    found: dict[str, list[str]] = {}
    for node in ast.parse((PACKAGE / "passthrough" / "__init__.pyi").read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            # Functions: the classes of results come with them.
            doors = [alias.name for alias in node.names if alias.name[0].islower()]
            found.setdefault(node.module, []).extend(doors)
    return found


def test_every_estimator_is_used_by_a_page_a_measure_or_a_command():
    assert unused(doors_of_passthrough(), opened()) <= set(UNOPENED)


def test_a_door_that_nobody_opens_would_be_named():
    assert unused({"core.compare": ["never_asked_for"]}, opened()) == {"never_asked_for"}
