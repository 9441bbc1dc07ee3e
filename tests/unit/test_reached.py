"""Nothing that nobody uses: every name at the top of a module is reached from a page, a rule or a command."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Decorators that enter a function into a registry: whoever reads the registry uses it.
ENTERED = {"measure", "_named", "command", "callback"}
#: Names that something else than a page, a rule or a command uses.
KEPT = {
    "data.store.shared.clear_read_log": "tests of the record of tables begin it anew",
    "passthrough.core.base.FACTS": "the order of rows in a summary, which tests of the results read",
    "passthrough.core.examples.abroad_rate": "examples in docstrings",
    "passthrough.core.examples.home_rate": "examples in docstrings",
    "passthrough.core.examples.worse_errors": "examples in docstrings",
    "passthrough.core.vocabulary.BY_PLACE": "what every door is held to",
    "passthrough.core.vocabulary.DATA": "what every door is held to",
    "passthrough.core.vocabulary.OWN": "what every door is held to",
    "passthrough.lags.foreign_prices.through_foreign_prices": "the identity to which fixed and free are held",
    "passthrough.shocks.by_shock.rows_of": "benchmarks/shock_sets.py writes the table that a page shows",
    **dict.fromkeys(
        [
            f"passthrough.stability.windows_power.{name}"
            for name in ("BLOCK", "bootstrapped", "departures", "windows_rejected")
        ],
        "benchmarks measure size and power of the test of windows, which the pages say",
    ),
    "passthrough.structural.bootstrap.wild": "benchmarks measure its coverage, which the methods page says",
    "report.author.explorer.fans": "what the script of the explorer is held to",
    "report.author.explorer_scheme.SHARERS": "what the script of the explorer is held to",
    "report.editions.pdf.bookmarks": "what the tests of the printed book read",
    "scheme.project.years_lived": "draws to which the sums over years of failure are held",
}
#: A use is (module, name), or (None, name) where only the name is seen: an attribute, a word looked up.
Use = tuple[str | None, str]


def uses(node: ast.AST, module: str, imported: dict[str, Use], words: bool = True) -> set[Use]:
    """What a piece of code mentions: names by where they come from, attributes and single words by name."""
    found: set[Use] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            found.add(imported.get(inner.id, (module, inner.id)))
        elif isinstance(inner, ast.Attribute):
            found.add((None, inner.attr))
        elif (
            words
            and isinstance(inner, ast.Constant)
            and isinstance(inner.value, str)
            and re.fullmatch(r"[\w.:]{1,80}", inner.value)
        ):
            found |= {(None, word) for word in re.findall(r"[A-Za-z_]\w*", inner.value)}
    return found


def imports(tree: ast.AST) -> dict[str, Use]:
    """Local names that `from module import name` gives, with their homes."""
    lines = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {alias.asname or alias.name: (line.module, alias.name) for line in lines for alias in line.names}


def name_of(node: ast.AST) -> str | None:
    """What a statement at the top of a module defines."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else None


def decorators(node: ast.AST) -> set[str]:
    called = [getattr(each, "func", each) for each in getattr(node, "decorator_list", ())]
    return {getattr(each, "attr", getattr(each, "id", "")) for each in called}


def read(files: dict[str, str]) -> tuple[dict[tuple[str, str], set[Use]], set[Use]]:
    """Definitions of modules with what each uses, and what their other statements use."""
    defined: dict[tuple[str, str], set[Use]] = {}
    roots: set[Use] = set()
    for module, text in files.items():
        tree = ast.parse(text)
        imported = imports(tree)
        commands = module.startswith(("analysis.cli", "analysis.__main__"))
        for node in tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            name, used = name_of(node), uses(node, module, imported)
            if name in ("__all__", "_HOMES", "_ROOMS") or (name is None and "attach" in ast.unparse(node)):
                continue  # a list of doors opens none
            if module.endswith("kernel_probe"):  # code that runs in a kernel stands there as text
                used |= {(None, word) for word in re.findall(r"\w+", text)}
            if name and not name.startswith("__"):
                defined[module, name] = used
            if (
                not name
                or name.startswith("__")
                or commands
                or decorators(node) & ENTERED
                or "probe" in module
            ):
                roots |= used | ({(module, name)} if name else set())
    return defined, roots


def reached(defined: dict[tuple[str, str], set[Use]], roots: Iterable[Use]) -> set[tuple[str, str]]:
    """Definitions that follow from the roots; a name seen by its spelling alone reaches all of that
    spelling."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    for key in defined:
        by_name.setdefault(key[1], []).append(key)

    def homes(use: Use) -> Iterable[tuple[str, str]]:
        if use in defined:
            return [use]
        module, name = use
        return [key for key in by_name.get(name, ()) if module is None or key[0].startswith(f"{module}.")]

    found: set[tuple[str, str]] = set()
    todo = [key for use in roots for key in homes(use)]
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += [other for use in defined[key] for other in homes(use)]
    return found


def modules() -> dict[str, str]:
    paths = (ROOT / "analysis").rglob("*.py")
    dotted = {
        path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in paths
    }
    return {name: path.read_text("utf-8") for path, name in dotted.items()}


def from_outside() -> set[Use]:
    """What pages, tools, builders and the configuration of Sphinx mention."""
    found: set[Use] = set()
    for path in (ROOT / "chapters").glob("*.ipynb"):
        cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
        code = "\n".join("".join(cell["source"]) for cell in cells)
        tree = ast.parse(re.sub(r"^\s*[%!].*$", "", code, flags=re.MULTILINE))
        found |= uses(tree, path.stem, imports(tree), words=False) | set(imports(tree).values())
    for path in [*(ROOT / "tools").glob("*.py"), *(ROOT / "data" / "builders").rglob("*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        found |= uses(tree, path.stem, imports(tree))
    settings = "\n".join((ROOT / name).read_text("utf-8") for name in ("_config.yml", "pyproject.toml"))
    return found | {(None, word) for word in re.findall(r"\w+", settings)}


def test_every_name_is_reached_from_a_page_a_rule_or_a_command():
    defined, roots = read(modules())
    unused = defined.keys() - reached(defined, roots | from_outside())
    names = {f"{module.removeprefix('analysis.')}.{name}" for module, name in unused}
    assert names - KEPT.keys() == set(), "use these, or delete them with their tests"
    assert KEPT.keys() - names == set(), "these are used now: strike them from KEPT"


def test_what_only_itself_a_test_or_a_list_of_doors_mentions_is_named():
    files = {
        "analysis.room.__init__": "__all__ = ['lonely', 'asked']",
        "analysis.room.a": "def lonely():\n    return lonely()\n\ndef asked():\n    return helper()\n\n"
        "def helper():\n    return 1\n",
        "analysis.room.b": "from analysis.room.a import helper\n\n@measure(reads=())\ndef entered(): ...\n",
    }
    defined, roots = read(files)
    left = defined.keys() - reached(defined, roots | {("analysis.room", "asked")})
    assert left == {("analysis.room.a", "lonely")}
