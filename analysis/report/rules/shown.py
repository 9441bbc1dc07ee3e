"""A rule for words that are shown and are no Markdown: the level in a caption, a note or a key is that of its
cell.

What can be compared with what is drawn is compared when it is shown: levels of bands by `report.marks`, names
of lines and units of axes by `report.labels`, sources by `report.sources`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from analysis.report.rules import words
from analysis.report.rules.page import Breach, Cell, Page

#: Level that every estimate has unless a call says otherwise.
DEFAULT = "95"
_SAID = re.compile(
    r"(?<![\w.])(\d\d(?:\.\d)?)\s?(?:%|percent|per"
    r" cent)(?=[\s-]+(?:\w+[\s-]+)?(?:intervals?|bands?|sets?|regions?)\b)"
    r"|^(\d\d(?:\.\d)?) %(?=,)"
    r"|\b(?:intervals?|bands?|sets?|regions?) (?:of|at) (\d\d(?:\.\d)?)\s?(?:%|percent|per cent)"
)
_TYPED = re.compile(r"#\s*level:\s*\S")
#: Arguments of a call whose words are shown.
WORDS = {"subtitle", "alt", "caption", "notes", "label", "name"}
#: Attributes of an effect or a path whose argument is a level.
_AT_LEVEL = {"interval", "band", "to_frame", "mean", "effect_text"}


def findings(page: Page) -> Iterator[Breach]:
    """Every level that is said of an interval and not computed in its cell."""
    if not page.notebook:
        return
    for cell in page.written():
        yield from _levels(page, cell)


def _levels(page: Page, cell: Cell) -> Iterator[Breach]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return  # `code.py` reports it
    computed = set(levels(tree)) | set(_given(page, cell, tree)) or {DEFAULT}
    if _TYPED.search(cell.source):
        return
    for line, text in shown_words(tree):
        for match in _SAID.finditer(text):
            said = next(group for group in match.groups() if group)
            if said not in computed:
                yield page.finding(
                    cell.place(line),
                    "level",
                    f"says “{' '.join(match[0].split())}”, but the cell computes at "
                    f"{', '.join(sorted(computed))} %.",
                    "Write the level that was computed, take it from the effect, or say where it was: # "
                    "level: where.",
                )


def _given(page: Page, cell: Cell, tree: ast.Module) -> Iterator[str]:
    """Levels of the cells that call a function of a module: its words are about what it is given."""
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if cell.kind != "module" or not names:
        return
    called = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\(")
    for other in page.code():
        if called.search(other.source):
            try:
                yield from levels(ast.parse(other.source))
            except SyntaxError:
                continue  # `code.py` reports it


def levels(tree: ast.AST) -> Iterator[str]:
    """Levels that the calls in a cell are given, in percent: `coverage=0.9`, `interval(0.9)`,
    `effect_text(row, 2, 0.95)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        values = [keyword.value for keyword in node.keywords if keyword.arg in ("coverage", "level")]
        if getattr(node.func, "attr", "") in _AT_LEVEL:
            values += node.args
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, float) and 0.5 <= value.value < 1:
                yield f"{100 * value.value:g}"


def shown_words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string that a call shows as caption, alternative text, note or name of a
    band."""
    for _, value in words.shown(tree, WORDS):
        yield from words.strings(value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "band":
            for value in node.args:
                yield from words.strings(value)
