"""Rules for code that a student reads: short cells, short lines, nothing defined or patched in passing.

A cell says one thing. What arranges and draws stands in the modules of the page (`analysis/chapters`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from analysis.report.build.readers import CALLS
from analysis.report.rules.page import MODULES, Breach, Cell, Page

MOST_CELLS = 80
LONGEST_CELL = 15  # lines that are not blank
LONGEST_LINE = 110
#: A cell bears one of them.
FOLDED_OR_OPEN = {"hide-input", "show-input"}
_MOVE = f"Move it into {MODULES}, into the module of this page."


def findings(page: Page) -> Iterator[Breach]:
    """Everything in the code of a page that keeps a reader from reading it."""
    if not page.notebook:
        return
    if len(page.cells) > MOST_CELLS:
        yield page.finding(
            "",
            "cell-count",
            f"{len(page.cells)} cells, more than {MOST_CELLS}.",
            "Split the chapter in two.",
        )
    for cell in page.code():
        yield from _cell(page, cell)
    for cell in page.written():
        yield from _lines(page, cell)
        yield from _nodes(page, cell)
    yield from _modules(page)


def _cell(page: Page, cell: Cell) -> Iterator[Breach]:
    lines = sum(bool(line.strip()) for line in cell.source.split("\n"))
    if lines > LONGEST_CELL:
        yield page.finding(
            cell.place(),
            "long-cell",
            f"{lines} lines, more than {LONGEST_CELL}.",
            f"Split it; what arranges or draws goes to the module of this page in {MODULES}.",
        )
    if len(FOLDED_OR_OPEN & set(cell.tags)) != 1:
        yield page.finding(
            cell.place(),
            "fold",
            f"the tags {sorted(cell.tags)} do not say whether the code is folded.",
            "Tag it hide-input; show-input only where the reader is meant to change the code.",
        )
    for node in ast.walk(_tree(cell)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield page.finding(
                cell.place(node.lineno), "defined", f"{node.name} is defined in a cell.", _MOVE
            )


def _lines(page: Page, cell: Cell) -> Iterator[Breach]:
    for number, line in enumerate(cell.source.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            yield page.finding(
                cell.place(number),
                "long-line",
                f"{len(line)} characters, more than {LONGEST_LINE}.",
                "Break it.",
            )


def _nodes(page: Page, cell: Cell) -> Iterator[Breach]:
    for node in ast.walk(_tree(cell)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            yield page.finding(
                cell.place(node.lineno),
                "named-lambda",
                f"{ast.unparse(node.targets[0])} is a lambda with a name.",
                f"Write a function with a name of the field and a line of what it gives. {_MOVE}",
            )
        elif isinstance(node, ast.Call) and _patches(node):
            yield page.finding(
                cell.place(node.lineno),
                "patched",
                f"{ast.unparse(node)[:60]}… changes a text after it was formatted.",
                "Format it as it should read: give the formatter what it lacks (a unit, a sign).",
            )


def _patches(call: ast.Call) -> bool:
    """``f"…".replace(…)`` and ``report.numbers.effect_text(…).replace(…)``."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "replace"):
        return False
    on = call.func.value
    formatter = isinstance(on, ast.Call) and re.match(
        r"(report\.)?numbers\.|.*\.format$", ast.unparse(on.func)
    )
    return isinstance(on, ast.JoinedStr) or bool(formatter)


def _modules(page: Page) -> Iterator[Breach]:
    own = {PurePosixPath(cell.file).relative_to(MODULES).with_suffix("").parts[0] for cell in page.modules}
    for cell in page.written():
        for node in ast.walk(_tree(cell)):
            for name in _chapters(node):
                if name not in own:
                    yield page.finding(
                        cell.place(node.lineno),
                        "other-page",
                        f"takes {name}, which is no module of this page.",
                        "What two pages need goes to analysis.report or analysis.quantities.",
                    )
    for cell in page.modules:
        others = "\n".join(one.source for one in page.written() if one is not cell)
        for name in sorted(_defined(cell)):
            if not re.search(rf"\b{re.escape(name)}\b", others):
                yield page.finding(
                    cell.place(), "unused", f"{name} is used by no cell of this page.", "Delete it."
                )
        for node in ast.walk(_tree(cell)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in CALLS:
                yield page.finding(
                    cell.place(node.lineno),
                    "reader",
                    f"{ast.unparse(node.func)}() reads other pages from a module.",
                    "Call it in a cell: the order of runs is told from the cells.",
                )


def _chapters(node: ast.AST) -> Iterator[str]:
    """First part under `analysis.chapters` of what a statement imports."""
    package = MODULES.replace("/", ".")
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        return
    for name in names:
        if name.startswith(f"{package}."):
            yield name.removeprefix(f"{package}.").split(".")[0]


def _defined(cell: Cell) -> set[str]:
    """Names that a statement of a module gives to others."""
    found = set()
    for node in _tree(cell).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def _tree(cell: Cell) -> ast.Module:
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return ast.Module([], [])  # `code.py` names it
