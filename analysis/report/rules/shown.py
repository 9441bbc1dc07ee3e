"""Rules for words that are shown and are no Markdown: levels in captions, notes and keys, sources of figures and tables.

What can be compared with what is drawn is compared when a figure is shown (`analysis.report.labels`); these rules read the
stored files.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from analysis.report.rules.page import Cell, Finding, Page

#: Level that every estimate has unless a call says otherwise.
DEFAULT = "95"
_SAID = re.compile(
    r"(?<![\w.])(\d\d(?:\.\d)?)\s?(?:%|percent|per cent)(?=,|[\s-]+(?:\w+[\s-]+)?(?:intervals?|bands?|sets?|regions?)\b)"
    r"|\b(?:intervals?|bands?|sets?|regions?) (?:of|at) (\d\d(?:\.\d)?)\s?(?:%|percent|per cent)"
)
_TYPED = re.compile(r"#\s*level:\s*\S")
#: Arguments of a call whose words are shown.
WORDS = {"alt", "caption", "notes", "label", "name"}
#: Attributes of an effect or a path whose argument is a level.
_AT_LEVEL = {"interval", "band", "to_frame", "mean", "effect_text"}


def findings(page: Page) -> Iterator[Finding]:
    """Every level that is said and not computed in its cell, and every source that the page has not read."""
    if not page.notebook:
        return
    for cell in page.code():
        yield from _levels(page, cell)
        yield from _sources(page, cell)


def _levels(page: Page, cell: Cell) -> Iterator[Finding]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return  # `code.py` reports it
    computed = set(levels(tree)) or {DEFAULT}
    if _TYPED.search(cell.source):
        return
    for line, text in shown_words(tree):
        for match in _SAID.finditer(text):
            said = match[1] or match[2]
            if said not in computed:
                yield page.finding(
                    cell.place(line), "level", f"says “{' '.join(match[0].split())}”, but the cell computes at {', '.join(sorted(computed))} %.",
                    "Write the level that was computed, take it from the effect, or say where it was: # level: where.",
                )  # fmt: skip


def levels(tree: ast.AST) -> Iterator[str]:
    """Levels that the calls in a cell are given, in percent: `level=0.9`, `interval(0.9)`, `effect_text(row, 2, 0.95)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        values = [keyword.value for keyword in node.keywords if keyword.arg == "level"]
        if getattr(node.func, "attr", "") in _AT_LEVEL:
            values += node.args
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, float) and 0.5 <= value.value < 1:
                yield f"{100 * value.value:g}"


def shown_words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string that a call shows as caption, alternative text, note or name of a band."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        values = [keyword.value for keyword in node.keywords if keyword.arg in WORDS]
        if getattr(node.func, "attr", "") == "band":
            values += node.args
        for value in values:
            # Parts of an f-string or of a sum are read one by one: a phrase does not cross a computed value.
            for part in ast.walk(value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.lineno, part.value


def _sources(page: Page, cell: Cell) -> Iterator[Finding]:
    for output in cell.outputs:
        shown = output.get("metadata", {}).get("report") or {}
        for table in shown.get("tables", []):
            if page.tables and table not in page.tables:
                yield page.finding(
                    cell.place(), "source", f"{shown.get('name')} names {table} as its source, which this page never reads.",
                    "Name the tables that its numbers come from.",
                )  # fmt: skip
