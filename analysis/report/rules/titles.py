"""Rules for what stands above a picture: a finding with its condition, then measure, unit and period.

What `figures.show` refuses when a figure is drawn is refused here of what is stored, so that a page whose
figures were stored before cannot pass. Besides: a condition reads something that was computed, and neither
the numbers of a title nor the years of a subtitle are typed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from analysis.report.author import headings
from analysis.report.rules import words
from analysis.report.rules.page import Breach, Cell, Page

_TYPED = re.compile(r"#\s*typed:\s*\S")
_DIGITS = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def findings(page: Page) -> Iterator[Breach]:
    """Every title or subtitle of a page that breaks a rule."""
    if not page.notebook:
        return
    for cell in page.code():
        for output in cell.outputs:
            yield from _stored(page, cell, output.get("metadata", {}).get("report") or {})
    for cell in page.written():
        yield from _written(page, cell)


def _stored(page: Page, cell: Cell, shown: dict) -> Iterator[Breach]:
    if shown.get("kind") != "figure":
        return
    texts = [shown.get(part) or "" for part in ("title", "subtitle", "caption", "alt")]
    for problem in headings.problems(*texts):
        yield page.finding(
            cell.place(), "title", f"{shown.get('name')}: {problem}.", "See figures.show(title=, subtitle=)."
        )


def _written(page: Page, cell: Cell) -> Iterator[Breach]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return  # `code.py` reports it
    typed = bool(_TYPED.search(cell.source))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "held":
            yield from _held(page, cell, call, typed)
    for argument, value in words.shown(tree, ("subtitle",)):
        for line, text in words.strings(value):
            if not typed and (year := _YEAR.search(text)):
                yield page.finding(
                    cell.place(line),
                    "typed-year",
                    f"the year “{year[0]}” is typed in {argument}=.",
                    "Take it from the data (report.headings.period), or give the reason: # typed: reason.",
                )


def _held(page: Page, cell: Cell, call: ast.Call, typed: bool) -> Iterator[Breach]:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if len(given) != 2 or not any(isinstance(node, ast.Name) for node in ast.walk(given[1])):
        yield page.finding(
            cell.place(call.lineno),
            "no-condition",
            f"{ast.unparse(call)[:60]}… is held by nothing that was computed.",
            "Give a condition on the data drawn that fails when the sentence turns.",
        )
        return
    for part in words.phrases(given[0]):
        if not typed and (number := _DIGITS.search(words.text(part))):
            yield page.finding(
                cell.place(part.lineno),
                "typed-title",
                f"the number “{number[0]}” is typed in a title.",
                "Put the computed value there with an f-string, or give the reason: # typed: reason.",
            )
