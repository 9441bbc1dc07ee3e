"""What stands behind each number of a page, read from its stored outputs, and the conditions that its
sentences are held by."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from nbformat import NotebookNode

from analysis.report.author.numbers import PREFIX
from analysis.report.rules import directions
from analysis.report.rules.page import Page

#: Characters of a condition and conditions of a sentence that a card shows.
LONGEST, MOST = 240, 3

_PASTED = re.compile(r"\{glue:text\}`(?:[^`]*::)?(?P<key>[a-z][a-z0-9_]*)(?::[^`]*)?`")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")  # noqa: RUF001 - the ends of Chinese and Japanese sentences


def anchor(cell: int) -> str:
    """Label of a cell's code on its page; cells are counted from 1, those of text included."""
    return f"cell-{cell}"


def numbers(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """What a notebook has stored about each number that it publishes.

    Returns
    -------
    dict
        By key: ``text`` as a sentence would paste it, ``cell``, and of `author.numbers.evidence` what is
        there (``parts``, ``tables``, ``of_page``). Outputs stored without evidence have a value only.
    """
    found = {}
    for place, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []) if cell.cell_type == "code" else []:
            about = output.get("metadata", {})
            if "scrapbook" in about:
                stored = output["data"][f"{PREFIX}text/plain"]
                value = ast.literal_eval(stored if isinstance(stored, str) else "".join(stored))
                kept = about.get("evidence") or _without_record(value, about["scrapbook"])
                found[about["scrapbook"]["name"]] = {"text": str(value), "cell": place, **kept}
    return found


def _without_record(value: Any, scrapbook: dict[str, Any]) -> dict[str, Any]:
    known = float(scrapbook["value"]) if "value" in scrapbook else value
    return {} if isinstance(known, str) else {"parts": [{"value": known}]}


def conditions(pages: Iterable[Page]) -> dict[str, dict[str, list[list[str]]]]:
    """By page and key of a number pasted there: quotations of its sentence and what they are held by."""
    pages = list(pages)
    held: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        for cell in page.written():
            for quotation, condition, target in directions.held(cell.source):
                name = target or page.path.stem
                held.setdefault(name, []).append((directions.plain(quotation.value), _code(condition)))
    return {
        page.path.stem: found for page in pages if (found := _of_numbers(page, held.get(page.path.stem, [])))
    }


def _of_numbers(page: Page, held: list[tuple[str, str]]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for cell in page.markdown():
        for _, paragraph in directions.paragraphs(cell.source):
            text = directions.plain(paragraph)
            for start, end in _sentences(text):
                quoted = [one for one in held if _meets(one[0], text, start, end)]
                for pasted in _PASTED.finditer(text, start, end) if quoted else ():
                    mine = found.setdefault(pasted["key"], [])
                    mine += [
                        [words, code]
                        for words, code in ((_PASTED.sub("…", words), code) for words, code in quoted)
                        if [words, code] not in mine
                    ][: MOST - len(mine)]
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _SENTENCE.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _meets(quotation: str, text: str, start: int, end: int) -> bool:
    place = text.find(quotation)
    while place >= 0:
        if place < end and start < place + len(quotation):
            return True
        place = text.find(quotation, place + 1)
    return False


def _code(node: ast.expr) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
