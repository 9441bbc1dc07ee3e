"""Rules for results that were typed although they are published, and for keys that were pasted in the wrong
place.

A permission to type (`<!-- typed: reason -->`) covers a year of a specification or the level of an interval,
not the value of a number that the page publishes: that value has to be named in the reason, or pasted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from analysis.report.rules.directions import paragraphs
from analysis.report.rules.page import Breach, Cell, Page

_PASTED = re.compile(r"\{glue:\w*\}`([^`]*)`")
_ROLE = re.compile(r"\{[\w:+-]+\}`[^`]*`")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REASON = re.compile(r"<!--\s*typed:(.*?)-->", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.:;])\s")
#: Keys of the counts of verdicts, whatever page they come from.
_COUNTS = "verdicts_"
_NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|\d+)\b",
    re.IGNORECASE,
)
_GLUE = r"\{glue:\w*\}`[^`]*`"
_END = r"(?<![\w.])(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?![\w.]*\d)"  # no year
#: One end of a range typed, the other pasted.
_RANGE = re.compile(rf"{_END}(?:\s+(?:to|and|or)\s+|[-–]){_GLUE}|{_GLUE}(?:\s+(?:to|and|or)\s+|[-–]){_END}")
#: A place typed, the number of places pasted: "the third of".
_RANK = re.compile(
    rf"\b(?:first|second|third|fifth|(?:four|six|seven|eigh|nin|ten|eleven|twelf)th|\d+(?:st|nd|rd|th))"
    rf"\s+of\s+(?:the\s+)?{_GLUE}",
    re.IGNORECASE,
)
#: Values that can be told from other text: a decimal, or words with a figure in them ("May 2026").
_TELLING = re.compile(r"[-−]?\d+\.\d+|(?=.*\d)(?=.*[A-Za-z]{3}).{6,}")


def findings(page: Page) -> Iterator[Breach]:
    """Every published value that is typed, every typed count of verdicts, end of a range or rank beside a
    pasted number, every key that a sentence pastes twice."""
    values = published(page)
    for cell in page.markdown():
        yield from _typed_values(page, cell, values)
        for line, paragraph in paragraphs(cell.source):
            for sentence in _SENTENCE.split(_COMMENT.sub(" ", paragraph)):
                yield from _sentence(page, cell.place(line), sentence)


def published(page: Page) -> dict[str, str]:
    """Values that a page has stored as published and that can be told from other text, with their keys."""
    found = {}
    for cell in page.code():
        for output in cell.outputs:
            key = output.get("metadata", {}).get("scrapbook", {}).get("name")
            for mime, value in output.get("data", {}).items() if key else ():
                text = str(value).strip("'\"")
                if mime.endswith("text/plain") and _TELLING.fullmatch(text):
                    found[text] = key
    return found


def _typed_values(page: Page, cell: Cell, values: dict[str, str]) -> Iterator[Breach]:
    reasons = " ".join(_REASON.findall(cell.source))
    for value, key in values.items():
        found = re.search(rf"(?<![\w.]){re.escape(value)}(?![\w.]*\d)", cell.prose)
        if found and value not in reasons:
            yield page.finding(
                cell.place(cell.prose.count("\n", 0, found.start()) + 1),
                "typed-value",
                f"“{value}” is typed, and published as {key}.",
                "Paste it with {glue:text}; if it is another quantity, name it in the reason: <!-- typed: "
                "value, reason -->.",
            )


def _sentence(page: Page, place: str, sentence: str) -> Iterator[Breach]:
    keys = _PASTED.findall(sentence)
    for key, times in Counter(keys).items():
        if times > 1:
            yield page.finding(
                place,
                "same-key",
                f"one sentence pastes {key} {times} times.",
                "Paste the key that was meant, or say it once.",
            )
    for rule, pattern in (("typed-end", _RANGE), ("typed-rank", _RANK)):
        if typed := pattern.search(sentence):
            yield page.finding(
                place, rule, f"“{' '.join(typed[0].split())}” is half typed and half pasted.", "Paste both."
            )
    count = _NUMBER.search(_ROLE.sub(" ", sentence))
    if count and any(_COUNTS in key for key in keys):
        yield page.finding(
            place,
            "typed-count",
            f"“{count[0]}” is typed beside a count of verdicts.",
            "Paste every count of such a sentence.",
        )
