"""Rules for sentences that name a direction: each is quoted in code beside the condition that makes it true.

`report.sentences.hold` stops a notebook whose numbers no longer bear out a quoted sentence. These rules hold
that the quotation stands in the text or in an alternative text, caption or note, and that in a paragraph
which pastes a number, as in all words that a figure or table shows, every word like "rises", "below" or "none
of" lies within one: a word outside could be turned into its opposite, or a count of none be overtaken, while
the quotation beside it stays true. A word that code chooses by the sign of its number needs no quotation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from analysis.report.rules import words
from analysis.report.rules.page import FOLDER, Breach, Page

_PASTED = re.compile(r"\{glue:\w*\}`")
_ROLE = re.compile(r"\{[\w:+-]+\}`[^`]*`")  # its key may hold such a word
_DIRECTION = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|fall(?:s|en|ing)?|fell|higher|lower|highest|lowest|above|below|more"
    r" than|less than|"
    r"fewer than|larger|smaller|largest|smallest|weaker|weakens?|weakened|stronger|strengthens?|strengthened|"
    r"increase[sd]?|decrease[sd]?|dearer|cheaper|exceed(?:s|ed)?|grows?|grew|grown|shrinks?|shrank|"
    r"(?:ex|in)clud(?:es?|ed|ing) zero|none of)\b"
    # The summaries; neither script has spaces, so that no word has a bound.
    r"|上升|下降|上涨|下跌|升值|贬值|高于|低于|大于|小于|超过|不足|增加|减少|扩大|缩小"
    r"|[上下]が[るりらっ]|上昇|下落|低下|増加|減少|拡大|縮小|上回|下回|[高低大小][いくか]|[円ドル][高安]",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:\d+\.|[-*+])\s")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ALLOWED = re.compile(r"<!--\s*direction(?P<phrases>(?:\s*“[^”]+”)+)\s*:(?P<reason>.*?)-->", re.DOTALL)
_ALLOWED_IN_CODE = re.compile(r"#\s*direction(?P<phrases>(?:\s*“[^”]+”)+)\s*:(?P<reason>.*)")


def findings(pages: list[Page]) -> Iterator[Breach]:
    """Every quotation that stands nowhere, and every paragraph with number and direction but without
    quotation."""
    quoted: dict[str, list[str]] = {}
    for page in pages:
        for cell in page.written():
            for text, target, line in quotations(cell.source):
                at = _page(target, page, pages)
                quoted.setdefault(at.name, []).append(plain(text))
                texts = [one.source for one in at.markdown()] + [
                    said for one in at.written() for _, _, said in captions(one.source)
                ]
                if not any(plain(text) in plain(said) for said in texts):
                    yield page.finding(
                        cell.place(line),
                        "quotation",
                        f"“{text}” stands nowhere in {at.name}.",
                        "Quote the sentence as it is now, without crossing a pasted number.",
                    )
    for page in pages:
        for cell in page.markdown():
            for line, paragraph in paragraphs(cell.source):
                if not _PASTED.search(paragraph):
                    continue
                for word in loose(paragraph, [*quoted.get(page.name, ()), *_permitted(paragraph)]):
                    yield page.finding(
                        cell.place(line),
                        "direction",
                        f"pastes a number and says “{word}”, and no quotation holds that word.",
                        "Quote it in report.sentences.hold with its condition, or give a reason: <!-- "
                        "direction “the words”: reason -->.",
                    )
        permitted = [
            phrase for cell in page.written() for phrase in _permitted(cell.source, _ALLOWED_IN_CODE)
        ]
        for cell in page.written():
            for line, argument, text in captions(cell.source):
                for word in loose(text, [*quoted.get(page.name, ()), *permitted]):
                    yield page.finding(
                        cell.place(line),
                        "unheld",
                        f"{argument} says “{word}”, and no quotation holds that word.",
                        "Quote it in report.sentences.hold with its condition, choose it by the sign of its"
                        " number, or give a reason: # direction “the words”: reason.",
                    )


def loose(paragraph: str, quoted: Iterable[str]) -> list[str]:
    """The words of direction in a paragraph that lie in none of the quotations, each with the words around
    it."""
    text = plain(_COMMENT.sub(" ", paragraph))
    held = bytearray(len(text))
    for quotation in quoted:
        start = text.find(quotation)
        while start >= 0:
            held[start : start + len(quotation)] = b"\x01" * len(quotation)
            start = text.find(quotation, start + 1)
    bare = _ROLE.sub(lambda role: "#" * len(role[0]), text)  # as long as it was, so that places agree
    return [
        bare[max(0, word.start() - 25) : word.end() + 15]
        for word in _DIRECTION.finditer(bare)
        if not all(held[word.start() : word.end()])
    ]


def _permitted(text: str, allowed_by: re.Pattern[str] = _ALLOWED) -> list[str]:
    """Phrases whose direction is no result (a name, a supposition, a definition), each given with a
    reason."""
    return [
        plain(phrase)
        for allowed in allowed_by.finditer(text)
        if allowed["reason"].strip()
        for phrase in re.findall(r"“([^”]+)”", allowed["phrases"])
    ]


def captions(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, argument (alt, caption or notes) and text of what a piece of code shows in words; "…" stands for
    a computed value."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # `code.py` reports it
    for argument, value in words.shown(tree, words.SHOWN):
        for part in words.phrases(value):
            yield part.lineno, argument, words.text(part)


def quotations(source: str) -> Iterator[tuple[str, str | None, int]]:
    """Quotation, page it is from (None: this one) and line, for every call of `sentences.hold` in a piece of
    code."""
    for quotation, _, target in held(source):
        yield quotation.value, target, quotation.lineno


def held(source: str) -> Iterator[tuple[ast.Constant, ast.expr, str | None]]:
    """Quotation, condition and page (None: this one) of every call of `sentences.hold` in a piece of code."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # `code.py` reports it
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "hold"
        ):
            continue
        target = next(
            (k.value.value for k in node.keywords if k.arg == "page" and isinstance(k.value, ast.Constant)),
            None,
        )
        for argument in node.args:
            entries = (
                zip(argument.keys, argument.values, strict=True) if isinstance(argument, ast.Dict) else ()
            )
            for key, condition in entries:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key, condition, target


def _page(target: str | None, own: Page, pages: list[Page]) -> Page:
    return next((page for page in pages if target and page.name.startswith(f"{FOLDER}/{target}.")), own)


def paragraphs(source: str) -> Iterator[tuple[int, str]]:
    """Blocks of lines between blank ones, and items of lists one by one, with the number of their first
    line."""
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
