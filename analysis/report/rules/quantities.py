"""Rules for quantities: one name has one value on all pages, and a qualifier is never left behind."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

from analysis.report.rules.page import Breach, Cell, Page

FACTS = "data/facts"
#: Whoever reads a row through one of these has its qualifier.
_WITH_QUALIFIER = {"from_fact", "quantity"}


def findings(pages: list[Page], root: Path) -> Iterator[Breach]:
    """Quantities that two pages give two values, and bounds that a cell publishes as if they were exact."""
    qualified = qualifiers(root)
    first: dict[str, tuple[str, str]] = {}
    for page in pages:
        if not page.notebook:
            continue
        for cell in page.code():
            yield from _values(page, cell, first)
        for cell in page.written():
            yield from _bare(page, cell, qualified)


def qualifiers(root: Path) -> dict[str, str]:
    """Qualifier by id of every row of the fact tables that has one."""
    found: dict[str, str] = {}
    for path in sorted((root / FACTS).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if {"id", "qualifier"} <= set(reader.fieldnames or ()):
                found |= {row["id"]: row["qualifier"] for row in reader if row["qualifier"]}
    return found


def _values(page: Page, cell: Cell, first: dict[str, tuple[str, str]]) -> Iterator[Breach]:
    for output in cell.outputs:
        glued = output.get("metadata", {}).get("scrapbook", {})
        if "quantity" not in glued:
            continue
        name, value, where = glued["quantity"], glued.get("value", ""), f"{page.name}, {cell.place()}"
        before, there = first.setdefault(name, (value, where))
        if before != value:
            yield page.finding(
                cell.place(),
                "one-value",
                f"quantity {name} is {value} here and {before} in {there}.",
                "Run both pages again; if they still differ, they mean two quantities: give each its name "
                "in analysis.quantities.",
            )


def _bare(page: Page, cell: Cell, qualified: dict[str, str]) -> Iterator[Breach]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return  # the rules for code say so
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "publish"):
            continue
        for keyword in call.keywords:
            for row in _rows(keyword.value):
                if row in qualified:
                    yield page.finding(
                        cell.place(keyword.value.lineno),
                        "qualifier",
                        f"{keyword.arg} publishes {row} without its qualifier “{qualified[row]}”.",
                        f"Publish quantities.from_fact(TABLE, {row!r}), or a quantity of "
                        "analysis.quantities that is made of it.",
                    )


def _rows(node: ast.AST) -> Iterator[str]:
    """Texts of an expression, but for those in a call that keeps the qualifier."""
    if (
        isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in _WITH_QUALIFIER
    ):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _rows(child)
