"""Every number of a claim in the text of the book leads to its card in the ledger.

After all pages are read, a number such as C26 in a sentence, a note, a caption or a cell becomes a link. Left
alone are code, headings of sections (they are links of the contents already), names of folds, and what is a
link. A number that the ledger does not have stops the build: it would be a claim that nobody can look up.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.util import logging

CLAIM = re.compile(r"\bC\d{2,3}\b")
ANCHOR = "claim-"  # of the rows of the ledger; the page that holds them needs no name here
_LEFT_ALONE = (nodes.reference, nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.citation)

_logger = logging.getLogger(__name__)


def cards(anonlabels: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Page and anchor of each card by the claim's number, from all labels of the book."""
    return {
        name.removeprefix(ANCHOR).upper(): place
        for name, place in anonlabels.items()
        if CLAIM.fullmatch(name.removeprefix(ANCHOR).upper()) and name.startswith(ANCHOR)
    }


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text cut into numbers of claims (True) and what stands between them.

    >>> pieces("See C26.")
    [('See ', False), ('C26', True), ('.', False)]
    """
    found, end = [], 0
    for match in CLAIM.finditer(text):
        found += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [(piece, claim) for piece, claim in [*found, (text[end:], False)] if piece]


def linked(node: nodes.Text) -> bool:
    """Whether the text may carry links."""
    parent = node.parent
    while parent is not None:
        heading = isinstance(parent, nodes.title) and isinstance(parent.parent, nodes.section)
        unseen = isinstance(parent, nodes.Element) and "visually-hidden" in parent["classes"]
        if heading or unseen or isinstance(parent, _LEFT_ALONE):
            return False
        parent = parent.parent
    return True


def link_claims(app, doctree: nodes.document, docname: str) -> None:
    """Make the numbers of a page links."""
    known = cards(app.env.domaindata["std"]["anonlabels"])
    if not known:
        return  # a book without a ledger
    for node in list(doctree.findall(nodes.Text)):
        if not CLAIM.search(node) or not linked(node):
            continue
        made: list[nodes.Node] = []
        for piece, claim in pieces(str(node)):
            if claim and piece not in known:
                _logger.warning(
                    "%s is no claim of the ledger; correct the number, or write it as code",
                    piece,
                    location=node,
                )
            made.append(_link(app, docname, piece, known[piece]) if piece in known else nodes.Text(piece))
        node.parent.replace(node, made)


def _link(app, docname: str, claim: str, place: tuple[str, str]) -> nodes.reference:
    page, anchor = place
    way = "" if page == docname else app.builder.get_relative_uri(docname, page)
    return nodes.reference("", claim, internal=True, refuri=f"{way}#{anchor}", classes=["claim-link"])


def setup(app) -> None:
    """Register with Sphinx, after references and glued texts are resolved."""
    app.connect("doctree-resolved", link_claims, priority=900)
