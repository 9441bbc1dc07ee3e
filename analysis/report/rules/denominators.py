"""A rule for ratios to GDP: the denominator is that of the own period, or of a year that the code names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from analysis.report.rules.page import Breach, Page

_FILLS = {"ffill", "bfill", "fillna", "interpolate", "pad"}
_WHAT = "gdp"


def findings(page: Page) -> Iterator[Breach]:
    """Every filled GDP, and every GDP taken as "the last one there is", in the code of a page."""
    if not page.notebook:
        return
    known: set[str] = set()
    for cell in page.written():
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue  # a rule of its own names it
        known |= named(tree)
        for line, what in faults(tree, known):
            yield page.finding(
                cell.place(line),
                "gdp-of-its-period",
                f"{what}: an older GDP stands for one that is not published.",
                "Divide with data.share_of_gdp, or name the year: data.gdp_of_year(gdp, year).",
            )


def named(tree: ast.AST) -> set[str]:
    """Names that are given a GDP, by what stands on the right of their assignment."""
    return {
        target.id
        for node in ast.walk(tree) if isinstance(node, ast.Assign) and _series_of_gdp(node.value)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip


def faults(tree: ast.AST, known: frozenset[str] | set[str] = frozenset()) -> list[tuple[int, str]]:
    """Line and code of each fill of a GDP and of each last row of one.

    Parameters
    ----------
    tree : ast.AST
    known : set of str
        Names that hold a GDP although they do not say so.
    """
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FILLS:
            owner = node.func.value
        elif _last_row(node):
            owner = node.value.value
        else:
            continue
        if _is_gdp(owner, known):
            found.append((node.lineno, ast.unparse(node)))
    return found


def _last_row(node: ast.AST) -> bool:
    """``x.iloc[-1]`` and ``x.iat[-1]``."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in ("iloc", "iat")
        and ast.unparse(node.slice) == "-1"
    )


def _is_gdp(node: ast.AST, known: frozenset[str] | set[str]) -> bool:
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return _WHAT in ast.unparse(node).lower() or bool(names & set(known))


def _series_of_gdp(node: ast.AST) -> bool:
    """``data.load("jp_gdp_usd")`` and the like: the word stands in a text, and no number is taken of it
    yet."""
    texts = [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return (
        isinstance(node, ast.Call | ast.Subscript)
        and any(_WHAT in text.lower() for text in texts)
        and len(texts) == 1
    )
