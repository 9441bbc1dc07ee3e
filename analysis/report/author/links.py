"""Links inside cells and source lines: ``[text](https://…)`` to the web, ``[text](#label)`` within the book.

Cells hold facts from tables, where ``$550``, ``*`` and ``_`` mean themselves. So they are not Markdown: a
link is all the markup there is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from analysis.errors import NotebookError

_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:[A-Za-z]{2,}|\d{1,3})(?:[:/]\S*)?")
_TARGET = re.compile(r"https://[^\s/]+\S*|#[A-Za-z0-9][\w.:-]*")


def link(text: str, target: str) -> str:
    """Write a link for a cell.

    Parameters
    ----------
    text : str
    target : str
        ``https://…``, or ``#label`` for a figure, table, section or row anchor of any page. The text of an
        ``http://`` source stays without a link, since the page does not lead readers to unencrypted hosts.

    Raises
    ------
    NotebookError
        If the target is neither, or the text is the bare address of a page.
    """
    if is_address(text) and not target.strip().startswith("#"):
        raise NotebookError(
            f"link text {text.strip()!r} is a bare address; write the publisher and the title instead"
        )
    text = text.replace("[", "(").replace("]", ")").strip()
    target = target.strip()
    if target.startswith("http://"):
        return text
    if not _TARGET.fullmatch(target):
        raise NotebookError(
            f"link target {target!r} is neither https://… nor #label; give the cell as plain text"
        )
    quoted = target.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{text}]({quoted})"


def is_address(text: str) -> bool:
    """Whether a text is nothing but an address, a host or an IP number: no words that a reader could use."""
    return bool(_ADDRESS.fullmatch(text.strip()))


def split(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield pieces of a text with their target, None for plain text.

    Raises
    ------
    NotebookError
        If a piece looks like a link and leads elsewhere than to ``https://`` or ``#label``.
    """
    end = 0
    for found in _LINK.finditer(text):
        words, target = found.groups()
        if not _TARGET.fullmatch(target):
            raise NotebookError(f"link target {target!r} in {text[:60]!r} is neither https://… nor #label")
        if found.start() > end:
            yield text[end : found.start()], None
        yield words, target
        end = found.end()
    if end < len(text):
        yield text[end:], None


def to_html(text: str) -> str:
    """The text for a notebook's own display: links to the web live, those within the book as words."""
    pieces = []
    for words, target in split(text):
        shown = html.escape(words, quote=False).replace("\n", "<br>")
        web = target is not None and target.startswith("https://")
        pieces.append(f'<a href="{html.escape(target)}">{shown}</a>' if web else shown)
    return "".join(pieces)


def to_text(text: str) -> str:
    """The text without targets, on one line."""
    return "".join(words for words, _ in split(text)).replace("\n", " ")
