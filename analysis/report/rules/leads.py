"""A rule for the lead of a page: its first paragraph says the answer, and little else.

Who reads nothing more than the first paragraph should take one answer away. So it has few words and few
numbers; how an estimate was made, its alternatives and what a null would have found come below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.report.rules.page import Breach, Page

MOST_WORDS = 60
MOST_NUMBERS = 4

#: Pages whose lead is longer today. Who shortens one takes it out of the list, and nothing comes in.
LONGER = ("explorer", "verdicts")

_PASTED = re.compile(r"\{glue:\w*\}`[^`]*`")
_ROLE = re.compile(r"\{[\w:+.-]+\}`(?:([^`<]*)<[^`]*>|([^`]*))`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LABEL = re.compile(r"^\([\w:.+-]+\)=\s*$", re.MULTILINE)
_TITLE = re.compile(r"#\s+\S")
_BOXED = re.compile(r"^(:{3,}|`{3,})\{.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_NO_TEXT = re.compile(r"(?:#|\||[-*+]\s|\d+\.\s)")
#: Chinese and Japanese are written without spaces; two characters count as a word.
_SCRIPT = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: What stands for a pasted number while words are counted: a word with a figure in it.
_NUMBER = "0"
#: The level of an interval is a convention and not a number to take away.
_LEVEL = re.compile(r"\b\d\d(?:\.\d)?\s?%(?=\s(?:\w+\s)?(?:interval|band|set))")


def findings(page: Page) -> Iterator[Breach]:
    """A lead that is too long or has too many numbers, on a page that is not listed as such."""
    words, numbers = counted(lead(page))
    if page.path.stem not in LONGER and not short(words, numbers):
        yield page.finding(
            "lead",
            "lead",
            f"the first paragraph has {words} words and {numbers} numbers, more than {MOST_WORDS} or"
            f" {MOST_NUMBERS}.",
            "Keep the answer; move how it was found, alternatives and nulls into the paragraphs below it.",
        )


def short(words: int, numbers: int) -> bool:
    """Whether a paragraph of so many words and numbers is a lead."""
    return words <= MOST_WORDS and numbers <= MOST_NUMBERS


def lead(page: Page) -> str:
    """The first paragraph after the title, without comments and what stands in a box of its own (byline,
    links); empty if the page begins with a list, a table or a section."""
    for cell in page.markdown():
        text = _LABEL.sub("", _BOXED.sub("", _COMMENT.sub("", cell.source)))
        after = text.split("\n")
        title = next((at for at, line in enumerate(after) if _TITLE.match(line)), None)
        if title is None:
            continue
        blocks = re.split(r"\n\s*\n", "\n".join(after[title + 1 :]).strip())
        return "" if _NO_TEXT.match(blocks[0]) else blocks[0].strip()
    return ""


def counted(text: str) -> tuple[int, int]:
    """Words and numbers of a paragraph: what is pasted is one of each, however long its text is.

    >>> counted("It moved by {glue:text}`a_b` percent in 2025, **more** than {ref}`elsewhere <c>`.")
    (10, 2)
    """
    plain = _PASTED.sub(f" {_NUMBER} ", _LEVEL.sub("level", text))
    plain = _ROLE.sub(lambda role: role[1] or role[2], _LINK.sub(r"\1", plain))
    spaced = _SCRIPT.sub(" ", plain.replace("*", "")).split()
    words = [word for word in spaced if any(letter.isalnum() for letter in word)]
    numbers = sum(any(letter.isdigit() for letter in word) for word in words)
    return len(words) + len(_SCRIPT.findall(plain)) // 2, numbers
