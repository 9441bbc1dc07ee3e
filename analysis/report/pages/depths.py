"""Two depths of a chapter: a plain part that a newspaper reader follows, and the evidence in full below it.

A directive in the text says where the plain part ends (``:::{evidence-in-full}``). What follows is one
``details`` element: keyboard, screen reader, the search of the browser and a link into it open it without a
script. It is written open, so that a page without scripts, a printed one and an edition have all of it;
`_static/in_full.js`, which runs where it stands, closes it before its content is read, unless the reader has
opened one in this visit or comes by a link that leads into it.

Another directive brings a figure of the evidence up into the plain part (``:::{picture} fig-japan-chain``):
the cell that draws it stays where its numbers are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.errors import ExtensionError

SCRIPT = "in_full.js"


class InFull(nodes.Element):
    """Where the plain part of a chapter ends."""


class FigurePlace(nodes.Element):
    """Where a figure of the chapter is to stand."""


class EvidenceInFull(Directive):
    """``:::{evidence-in-full}``: all that follows on the page is folded."""

    def run(self) -> list[nodes.Node]:
        """A marker that `in_two_depths` replaces."""
        return [InFull()]


class PictureHere(Directive):
    """``:::{picture} NAME``: the figure of that name stands here and not where it is drawn."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """A marker that `in_two_depths` replaces."""
        return [FigurePlace("", figure=nodes.fully_normalize_name(self.arguments[0]))]


def in_two_depths(app: Any, doctree: nodes.document) -> None:
    """Bring figures up, and fold what comes after the plain part."""
    for place in list(doctree.findall(FigurePlace)):
        place.replace_self(_figure(doctree, place["figure"]))
    for marker in list(doctree.findall(InFull)):
        _fold(app.env.docname, marker)


def _figure(doctree: nodes.document, name: str) -> nodes.figure:
    for figure in doctree.findall(nodes.figure):
        if name in figure["names"]:
            box = figure.parent
            box.remove(figure)
            _remove_rest(box)
            return figure
    raise ExtensionError(f"picture {name!r}: this page has no figure of that name.")


def _remove_rest(box: nodes.Element) -> None:
    """Remove what an output was beside its figure (its other forms), and what is empty without it."""
    while "cell" not in box["classes"]:
        whole = box.parent
        if not box.children or box.get("nb_element") == "mime_bundle":
            whole.remove(box)
        elif any(part.get("nb_element") == "mime_bundle" for part in _above(box)):
            pass  # on the way to the bundle of which this is one form
        else:
            return
        box = whole


def _above(node: nodes.Element) -> Iterator[nodes.Element]:
    while (node := node.parent) is not None and not isinstance(node, nodes.section):
        yield node


def _fold(docname: str, marker: InFull) -> None:
    """Wrap all that follows the marker, whatever section it stands in, at the level of the sections."""
    top = marker
    while isinstance(top.parent.parent, nodes.section):
        top = top.parent
    page, rest, node = top.parent, [], marker
    while node is not page:
        after = node.parent.index(node) + 1
        rest += node.parent.children[after:]
        del node.parent.children[after:]
        node = node.parent
    marker.parent.remove(marker)
    way = "../" * docname.count("/")
    start = (
        f'<details class="in-full" id="in-full" open><summary><span>The evidence in full</span>'
        f" <small>{_contents(rest)}</small></summary>"
        f'<script src="{way}_static/{SCRIPT}"></script>'
    )
    page += [nodes.raw("", start, format="html"), *rest, nodes.raw("", "</details>", format="html")]


def _contents(parts: list[nodes.Node]) -> str:
    """What is in the fold, in words: its figures and tables are counted."""
    found = {"equation": nodes.math_block, "figure": nodes.figure, "table": nodes.table}
    counts = {name: sum(1 for part in parts for _ in part.findall(kind)) for name, kind in found.items()}
    said = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count]
    return ", ".join([*said, "alternatives, limits and code"])


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.add_directive("evidence-in-full", EvidenceInFull)
    app.add_directive("picture", PictureHere)
    app.connect("doctree-read", in_two_depths)
