"""The rules that every page of the book keeps, as far as a program can check them.

`check(root)` reads the stored files only: nothing is executed, so a whole book takes a second.
Each finding names the page, the place and the remedy. The rules are in

    code.py      what a code cell and the module of a page may do
    readable.py  how long a cell and its lines may be
    denominators.py  which GDP a ratio may be taken of
    outputs.py   what may be stored under a cell
    prose.py     what may be typed in a sentence
    shown.py     which level captions, notes and keys may say
    titles.py    what stands above a picture, and by what it is held
    words.py     which strings of a piece of code are shown
    pasted.py    what must not be typed beside what is pasted
    directions.py  which sentences must be held to their numbers
    nulls.py     which sentences must say what they would have found
    leads.py     how long the first paragraph of a page may be
    depths.py    that a chapter begins with a plain part
    book.py      what pages say of each other, of the references and of the claims
    quantities.py  one name, one value, and its qualifier with it
"""

from __future__ import annotations

from pathlib import Path

from analysis.report.rules import (
    book,
    code,
    denominators,
    depths,
    directions,
    leads,
    nulls,
    outputs,
    pasted,
    prose,
    quantities,
    readable,
    shown,
    titles,
)
from analysis.report.rules.page import Breach, Page, pages

__all__ = ["Breach", "Page", "check", "pages"]


def check(root: Path) -> list[Breach]:
    """Everything that breaks a rule, page by page in alphabetical order.

    Parameters
    ----------
    root
        The project: `chapters/`, `_toc.yml`, `references.bib` and `data/facts/claims.csv`
        are looked for in it. Without any page there is nothing to check.
    """
    found: list[Breach] = []
    read = pages(root)
    for page in read:
        for rules in (code, readable, denominators, outputs, prose, leads, depths, pasted, shown, titles):
            found += rules.findings(page)
    if read:
        found += directions.findings(read)
        found += nulls.findings(read)
        found += book.findings(read, root)
        found += quantities.findings(read, root)
    return found
