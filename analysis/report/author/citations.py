"""Source lines of facts: publisher and title as link text, a copy named as what was read, the best source
first.

A row of facts lists its documents in two columns of equal length, separated by " | ": addresses in `source`,
and in `source_title` a title for each that begins with its publisher. A title says itself that a copy was
read: "Jiji Press via Nation Thailand: …", "Kyodo copy (daily8): …", "Evans and Lyons: … (draft copy)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from analysis.errors import NotebookError
from analysis.report.author.links import is_address, link

_VIA = re.compile(r"(?P<publisher>[^:]+?) via (?P<at>[^:]+): (?P<title>.+)")
_COPY = re.compile(r"(?P<publisher>[^:]+?) copy(?: \((?P<at>[^()]+)\))?: (?P<title>.+)")
_COPY_AT_END = re.compile(r"(?P<title>.+?) \((?P<at>[^()]*\bcopy\b[^()]*)\)")
_SECOND_HAND = re.compile(
    r"\b(digest|citing|quoting|as reported|as reproduced|repost|retelling)\b", re.IGNORECASE
)
NOTHING = ("none", "none found")  # what a row of facts says in `source` when no document was found,
UNADDRESSED = "no address known"  # and when one was read whose address is not known
_DOI = "https://doi.org/"
FEWEST_WORDS = 3  # a publisher and a title cannot be said in fewer


class Document(NamedTuple):
    """One document of a source line.

    Attributes
    ----------
    words
        Publisher and title.
    read_at
        Where a copy was read, empty where the publisher's own page was.
    address
        ``https://…``, ``http://…`` or empty for a document whose address is not known.
    """

    words: str
    read_at: str
    address: str

    @property
    def rank(self) -> int:
        """0 for a DOI, 1 for the publisher's own page, 2 for a copy or a second-hand account."""
        if self.address.startswith(_DOI):
            return 0
        return 2 if self.read_at or _SECOND_HAND.search(self.words) else 1

    def text(self, copies: Sequence[Document] = ()) -> str:
        """The document as it stands in a cell, with its link and where copies of it were read."""
        shown = link(self.words, self.address) if self.address else self.words
        at = (
            [self.read_at]
            if self.read_at
            else [link(one.read_at, one.address) for one in copies if one.read_at]
        )
        return f"{shown} (read at {' and '.join(at)})" if at else shown


def documents(source: object, title: object) -> list[Document]:
    """Documents of one row, DOI and publishers before copies, else in the order of the row.

    Parameters
    ----------
    source, title : str or missing
        Cells of the columns `source` and `source_title`.

    Raises
    ------
    NotebookError
        If the two lists differ in length, or a title is an address or too short to name publisher and title.
    """
    if source in NOTHING:
        return []
    addresses = ["" if part == UNADDRESSED else part for part in _parts(source)]
    titles = _parts(title)
    if len(addresses) != len(titles):
        raise NotebookError(
            f"source lists {len(addresses)} addresses and source_title {len(titles)} titles"
            f" ({str(title)[:60]!r}); give each address its title, separated by ' | ', in the same order"
        )
    return sorted(map(_document, addresses, titles), key=lambda one: one.rank)


def citation(source: object, title: object, limit: int | None = None, absent: str = "none") -> str:
    """Source line of one row, such as ``[Jiji Press: Trump unveils …](https://…) (read at Nation Thailand)``.

    Documents of the same words are one: ``[Journal: title](https://doi.org/…) (read at [Zendy](https://…))``.

    Parameters
    ----------
    source, title : str or missing
        See `documents`.
    limit : int, optional
        How many documents to show; all by default.
    absent : str
        What to say where the row names none.
    """
    found = documents(source, title)
    shown: dict[str, list[Document]] = {}
    for one in found:
        shown.setdefault(one.words, []).append(one)
    return "; ".join(first.text(rest) for first, *rest in list(shown.values())[:limit]) or absent


def cited(frame: pd.DataFrame, limit: int | None = 1, absent: str = "none") -> list[str]:
    """Source lines of all rows, each with the grade of its row: ``… [A]``; without a source only `absent`.

    Parameters
    ----------
    frame : DataFrame
        Has source, source_title and grade.
    limit, absent
        As for `citation`.
    """
    lines = []
    for source, title, grade in zip(frame["source"], frame["source_title"], frame["grade"], strict=True):
        line = citation(source, title, limit, absent="")
        lines.append(f"{line} [{grade}]" if line else absent)
    return lines


def _parts(text: object) -> list[str]:
    return [part.strip() for part in text.split(" | ") if part.strip()] if isinstance(text, str) else []


def _document(address: str, title: str) -> Document:
    if is_address(title):
        raise NotebookError(
            f"source_title {title!r} is an address; write the publisher and the title of the document"
        )
    if address and len(title.split()) < FEWEST_WORDS:
        raise NotebookError(
            f"source_title {title!r} does not name publisher and title; write 'Publisher: title'"
        )
    if address and not address.startswith(("https://", "http://")):
        raise NotebookError(
            f"source {address!r} of {title[:60]!r} is no address; write {UNADDRESSED!r} and keep the title"
        )
    for form in (_VIA, _COPY):
        if found := form.fullmatch(title):
            return Document(f"{found['publisher']}: {found['title']}", found["at"] or "a copy", address)
    if found := _COPY_AT_END.fullmatch(title):
        return Document(found["title"], f"a {found['at']}", address)
    return Document(title, "", address)
