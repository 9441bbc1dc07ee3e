"""A sentence that finds nothing says what it would have found.

A paragraph with one of the phrases below pastes, in words of one kind, the effect of a published null
(`report.nulls.publish`), or gives the reason why it is no finding of this book: <!-- null: reason -->.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.report.build.readers import NULL
from analysis.report.rules.directions import paragraphs
from analysis.report.rules.page import Breach, Page

_PHRASE = re.compile(
    r"\bno (?:change|response|difference|departure|asymmetry|break|effect|step)\b(?: [\w-]+){0,4}"
    r" (?:is|are|was|were|can be|could be)?"
    r" ?(?:shown|seen|found|told|visible|detected)\b"
    r"|\b(?:finds?|found|shows?|showed|sees?|saw) no"
    r" (?:change|response|difference|departure|asymmetry|break|effect|step)\b"
    r"|\bno (?:response|change|difference|effect)\b[^.;]{0,80}\bcan be (?:told|shown|seen)\b"
    r"|\bno price shows a change\b|\bnone moved\b|\bno sign of\b|\bno difference that could be seen\b"
    r"|\b(?:cannot|can not|could not) be told from (?:zero|chance|nought|it)\b|\bnot told from"
    r" (?:zero|it|nought)\b"
    r"|\bnothing (?:stands|stood) out\b|\bno date stands out\b|\bdo(?:es)? not show it\b|\bnot visibly so\b"
    r"|\bno break\b[^.;]{0,60}\bfound\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"would have (?:been )?found|would be found|found four times in five|be(?:en)? found with a chance|would"
    r" find",
    re.IGNORECASE,
)
_PASTED = re.compile(r"\{glue:\w*\}`([^`]+)`")
_REASON = re.compile(r"<!--\s*null:(?P<reason>.*?)-->", re.DOTALL)


def findings(pages: list[Page]) -> Iterator[Breach]:
    """Every paragraph that says nothing was found, without the effect that would have been."""
    published = {page.path.stem: set(published_nulls(page)) for page in pages}
    for page in pages:
        for cell in page.markdown():
            for line, paragraph in paragraphs(cell.source):
                phrase = _PHRASE.search(
                    " ".join(re.sub(r"[*]|<!--.*?-->", " ", paragraph, flags=re.DOTALL).split())
                )
                if not phrase or _permitted(paragraph):
                    continue
                if not (_FOUND.search(" ".join(paragraph.split())) and _says(paragraph, page, published)):
                    yield page.finding(
                        cell.place(line),
                        "null",
                        f"“{phrase[0]}” stands without the effect that would have been found.",
                        "Publish the null (report.nulls.publish) and paste its key: … would have been "
                        "found four times in five; or give the reason: <!-- null: reason -->.",
                    )


def _permitted(paragraph: str) -> bool:
    allowed = _REASON.search(paragraph)
    return bool(allowed and allowed["reason"].strip())


def published_nulls(page: Page) -> Iterator[str]:
    """Keys under which a page has published nulls."""
    for cell in page.code():
        for output in cell.outputs:
            about = output.get("metadata", {}).get("report", {})
            if about.get("kind") == NULL:
                yield about["key"]


def _says(paragraph: str, page: Page, published: dict[str, set[str]]) -> bool:
    for text in _PASTED.findall(paragraph):
        document, _, key = text.rpartition("::")
        source = document.removesuffix(".ipynb").rsplit("/", 1)[-1] if document else page.path.stem
        if key.split(":")[0] in published.get(source, set()):
            return True
    return False
