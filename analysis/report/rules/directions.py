"""Rules for sentences that name a direction: each is quoted in code beside the condition that makes it true.

`report.sentences.hold` stops a notebook whose numbers no longer bear out a quoted sentence. These rules hold that the
quotation stands in the text, an alternative text or a caption, and that no paragraph which pastes a number and says "rises" or
"below" goes without one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from analysis.report.rules.page import FOLDER, Finding, Page

_PASTED = re.compile(r"\{glue:\w*\}`")
_ROLE = re.compile(r"\{[\w:+-]+\}`[^`]*`")  # its key may hold such a word
_DIRECTION = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|fall(?:s|en|ing)?|fell|higher|lower|highest|lowest|above|below|more than|less than|"
    r"fewer than|larger|smaller|largest|smallest|weaker|weakens?|weakened|stronger|strengthens?|strengthened|"
    r"increase[sd]?|decrease[sd]?|dearer|cheaper|exceed(?:s|ed)?|grows?|grew|grown|shrinks?|shrank|"
    r"(?:ex|in)clud(?:es?|ed|ing) zero)\b",
    re.I,
)
_ITEM = re.compile(r"\s*(?:\d+\.|[-*+])\s")
_ALLOWED = re.compile(r"<!--\s*direction:(?P<reason>.*?)-->", re.S)


def findings(pages: list[Page]) -> Iterator[Finding]:
    """Every quotation that stands nowhere, and every paragraph with number and direction but without quotation."""
    quoted: dict[str, list[str]] = {}
    for page in pages:
        for cell in page.code():
            for text, target, line in quotations(cell.source):
                at = _page(target, page, pages)
                quoted.setdefault(at.name, []).append(plain(text))
                texts = [one.source for one in at.markdown()] + [said for one in at.code() for _, _, said in captions(one.source)]
                if not any(plain(text) in plain(said) for said in texts):
                    yield page.finding(
                        cell.place(line), "quotation", f"“{text}” stands nowhere in {at.name}.",
                        "Quote the sentence as it is now, without crossing a pasted number.",
                    )  # fmt: skip
    for page in pages:
        for cell in page.markdown():
            for line, paragraph in paragraphs(cell.source):
                word = _DIRECTION.search(_ROLE.sub(" ", paragraph))
                if not _PASTED.search(paragraph) or not word or _permitted(paragraph):
                    continue
                if not any(text in plain(paragraph) for text in quoted.get(page.name, ())):
                    yield page.finding(
                        cell.place(line), "direction", f"pastes a number and says “{word[0]}”, but nothing holds it to be true.",
                        "Quote it in report.sentences.hold with its condition, or give the reason: <!-- direction: reason -->.",
                    )  # fmt: skip


def unheld(pages: list[Page]) -> Iterator[Finding]:
    """Every alternative text and caption that names a direction, and of which no quotation holds a part."""
    quoted: dict[str, list[str]] = {}
    for page in pages:
        for cell in page.code():
            for text, target, _ in quotations(cell.source):
                quoted.setdefault(_page(target, page, pages).name, []).append(plain(text))
    for page in pages:
        for cell in page.code():
            for line, what, text in captions(cell.source):
                word = _DIRECTION.search(text)
                if word and not any(part in plain(text) for part in quoted.get(page.name, ())):
                    yield page.finding(
                        cell.place(line), "direction", f"{what}= says “{word[0]}”, but nothing holds it to be true.",
                        "Quote it in report.sentences.hold with its condition, without crossing a computed value.",
                    )  # fmt: skip


def captions(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, argument (alt or caption) and text of what a cell shows in words; "…" stands for a computed value."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # `code.py` reports it
    for node in ast.walk(tree):
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg in ("alt", "caption"):
                yield keyword.value.lineno, keyword.arg, _text(keyword.value)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    return _text(node.left) + _text(node.right) if isinstance(node, ast.BinOp) else "…"


def _permitted(paragraph: str) -> bool:
    allowed = _ALLOWED.search(paragraph)
    return bool(allowed and allowed["reason"].strip())


def quotations(source: str) -> Iterator[tuple[str, str | None, int]]:
    """Quotation, page it is from (None: this one) and line, for every call of `sentences.hold` in a cell of code."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # `code.py` reports it
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "hold"):
            continue
        target = next((k.value.value for k in node.keywords if k.arg == "page" and isinstance(k.value, ast.Constant)), None)
        for argument in node.args:
            for key in argument.keys if isinstance(argument, ast.Dict) else ():
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, target, key.lineno


def _page(target: str | None, own: Page, pages: list[Page]) -> Page:
    return next((page for page in pages if target and page.name.startswith(f"{FOLDER}/{target}.")), own)


def paragraphs(source: str) -> Iterator[tuple[int, str]]:
    """Blocks of lines between blank ones, and items of lists one by one, with the number of their first line."""
    block: list[str] = []
    for number, line in enumerate([*source.split("\n"), ""], start=1):
        if block and (not line.strip() or _ITEM.match(line)):
            yield number - len(block), "\n".join(block)
            block = []
        if line.strip():
            block.append(line)


def plain(text: str) -> str:
    """Words alone: no bold, no line ends."""
    return " ".join(text.replace("*", "").split())
