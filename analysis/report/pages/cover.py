"""Turns the scorecard of a first page into nodes of the book (`author.scorecard`).

A tile is a reference that Sphinx resolves, so that a claim without a card in the ledger fails the build.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes


class CoverRenderer:
    """Renderer for scorecards; see ``myst_nb.core.render.MimeRenderPlugin``."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of a scorecard, or None to leave the output to others."""
        report = (data.output_metadata or {}).get("report")
        if not report or inline or data.mime_type != "text/html":
            return None
        if report.get("kind") == "scorecard":
            return [_scorecard(renderer, report, data.line)]
        return None


def _scorecard(renderer: Any, report: dict[str, Any], line: int | None) -> nodes.container:
    document = renderer.renderer.document
    box = nodes.container(classes=["scorecard"])
    box.source, box.line = document["source"], line
    box["names"].append(nodes.fully_normalize_name(report["name"]))
    document.note_explicit_target(box, box)
    for group in report["groups"]:
        kind = f"is-{group['verdict']}"
        part = nodes.container(classes=["scorecard-group", kind])
        part += nodes.paragraph(
            "",
            "",
            nodes.strong("", str(group["count"])),
            nodes.Text(f" {group['word']}"),
            classes=["scorecard-count"],
        )
        tiles = nodes.bullet_list(classes=["scorecard-tiles"])
        for tile in group["tiles"]:
            item = nodes.list_item()
            item += nodes.paragraph("", "", _tile(renderer, tile, group["word"]))
            tiles += item
        part += tiles
        box += part
    box += nodes.paragraph("", report["hint"], classes=["scorecard-hint"])
    return box


def _tile(renderer: Any, tile: dict[str, str], word: str) -> addnodes.pending_xref:
    """A link named by claim, verdict and what it says."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", f"{tile['claim']} {word}: {tile['says']}", classes=["xref", "std", "std-ref"]),
        refdoc=renderer.renderer.sphinx_env.docname,
        refdomain="std",
        reftype="ref",
        reftarget=nodes.fully_normalize_name(tile["label"]),
        refexplicit=True,
        refwarn=True,
    )


def part_names(app: Any, doctree: nodes.document, docname: str) -> None:
    """Keep the claim's number in sight and the rest of a tile's name beside the pointer (`cover.css`).

    Sphinx resolves a reference to one piece of text, so this is done after it.
    """
    for box in doctree.findall(
        lambda node: "scorecard" in getattr(node, "attributes", {}).get("classes", ())
    ):
        for link in box.findall(nodes.reference):
            claim, space, says = link.astext().partition(" ")
            link.children[:] = []
            link += [nodes.Text(claim), nodes.inline("", space + says, classes=["scorecard-says"])]


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.connect("doctree-resolved", part_names, priority=600)
