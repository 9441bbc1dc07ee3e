"""Turns what `figures.show` and `tables.show` displayed into numbered figures and tables of the book.

myst-nb calls every renderer of the entry point group ``myst_nb.mime_renderers`` for each piece of each
output. This one answers only for outputs whose metadata has the key ``report``; all others keep their usual
rendering.

The nodes are those that Sphinx makes for its own ``figure`` and ``table`` directives, so numbering,
``{numref}`` across pages, copying of images and of the CSV files, and every check of ``-n -W`` work without
further code.
"""

from __future__ import annotations

import posixpath
import re
from binascii import a2b_base64
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes

from analysis.report.author import vector
from analysis.report.author.links import split
from analysis.report.pages import cards, pictures, stored, text_tables, values

_MARKUP = re.compile(r"\{[\w:]+\}|[`$*]")
NO_BREAK = "\N{NO-BREAK SPACE}"
_SEVERAL = "Several; each row"  # how a sidecar says that the rows of its table have publishers of their own
CATALOGUE = "data_catalogue"  # page that describes every table; its rows have the labels data-…


class ReportRenderer:
    """Renderer for outputs of `analysis.report`; see ``myst_nb.core.render.MimeRenderPlugin``."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of a figure or table, or None to leave the output to myst-nb."""
        report = (data.output_metadata or {}).get("report")
        if not report or inline:
            return None
        if report.get("kind") == "figure" and data.mime_type == "image/png":
            return [_figure(renderer, report, a2b_base64(data.content), data.line, data.cell_index)]
        if report.get("kind") == "table" and data.mime_type == "text/html":
            return [_table(renderer, report, data.line, data.cell_index)]
        return None


def _figure(
    renderer: Any, report: dict[str, Any], png: bytes, line: int | None, cell: int | None
) -> nodes.figure:
    figure = nodes.figure(classes=["report-figure"])
    _name(renderer, figure, report["name"], line)
    values.keep(renderer.renderer.sphinx_env, figure, report)
    # The theme hides a figcaption that follows an image for the other colour mode. In a box of their own the
    # images are nobody's siblings.
    images = nodes.container(classes=["report-images"])
    for mode, inked in (("light", str), ("dark", vector.dark)):
        drawings = {layout: inked(vector.unpack(packed)) for layout, packed in report.get("svg", {}).items()}
        if drawings:
            images += pictures.picture(partial(_store, renderer), drawings, report["alt"], mode)
    # In one box, because a caption and its legend are one element only where the caption comes second.
    figure += nodes.container("", heading(report), images, classes=["report-picture"])
    figure += nodes.caption("", "", *_inline(renderer, report["caption"], line))
    legend = nodes.legend()
    legend += under(renderer, report, cell, png)
    figure += legend
    return figure


def heading(report: dict[str, Any]) -> nodes.container:
    """Title and subtitle above a picture, as text of the page."""
    box = nodes.container(classes=["report-heading"])
    box += nodes.paragraph("", report["title"], classes=["report-title"])
    # A percent sign does not begin a line.
    subtitle = re.sub(r"(?<=\d) (?=%)", NO_BREAK, report["subtitle"])
    box += nodes.paragraph("", subtitle, classes=["report-subtitle"])
    return box


def _table(renderer: Any, report: dict[str, Any], line: int | None, cell: int | None) -> nodes.container:
    box = nodes.container(classes=["report-table"])
    table = nodes.table(classes=["colwidths-auto"])
    _name(renderer, table, report["name"], line)
    table += nodes.title("", "", *_inline(renderer, report["caption"], line))
    columns = len(report["align"])
    group = nodes.tgroup(cols=columns)
    table += group
    for i in range(columns):
        group += nodes.colspec(colwidth=1, **({"stub": 1} if i < report["stubs"] else {}))
    head = nodes.thead()
    for heads in report["head"]:
        row, at = nodes.row(), 0
        for text, span in heads:
            entry = _entry(renderer, text, "center" if span > 1 else report["align"][at])
            if span > 1:
                entry["morecols"] = span - 1
            row += entry
            at += span
        head += row
    group += head
    body = nodes.tbody()
    for number, texts in enumerate(report["body"]):
        row = nodes.row(classes=["report-rule"] if number in report["rules"] else [])
        entries = [_entry(renderer, text, side) for text, side in zip(texts, report["align"], strict=True)]
        for at in report.get("badges", ()):
            cards.badge(entries[at])
        for at in report.get("folded", ()):
            cards.fold(entries[at], report["head"][-1][at][0], entries[0].astext())
        row += entries
        if report.get("anchors"):
            _name(renderer, row, report["anchors"][number], line)
        body += row
    group += body
    text_tables.prepare(box, table, report)
    box += table
    notes = nodes.container(classes=["report-notes"])
    notes += [nodes.paragraph("", "", *_inline(renderer, note, line)) for note in report["notes"]]
    notes += under(renderer, report, cell)
    box += notes
    return box


def _name(renderer: Any, node: nodes.Element, name: str, line: int | None) -> None:
    """Make the node a target that ``{numref}`` and ``{ref}`` find."""
    document = renderer.renderer.document
    node.source, node.line = document["source"], line
    node["names"].append(nodes.fully_normalize_name(name))
    document.note_explicit_target(node, node)


def _inline(renderer: Any, text: str, line: int | None) -> list[nodes.Node]:
    """Parse inline MyST markup."""
    box = nodes.Element()
    with renderer.renderer.current_node_context(box):
        renderer.renderer.nested_render_text(text, line or 0, inline=True)
    children = list(box.children)
    if len(children) == 1 and isinstance(children[0], nodes.paragraph):
        children = list(children[0].children)
    return children


def _entry(renderer: Any, text: str, side: str) -> nodes.entry:
    entry = nodes.entry(classes=[f"report-{side}"])
    if not text:
        return entry
    lines = text.split("\n")
    if len(lines) == 1:
        entry += nodes.paragraph("", "", *_linked(renderer, text))
    else:
        entry += nodes.line_block("", *(nodes.line("", "", *_linked(renderer, part)) for part in lines))
    return entry


def _linked(renderer: Any, text: str) -> Iterator[nodes.Node]:
    for words, target in split(text):
        if target is None:
            yield nodes.Text(words)
        elif target.startswith("#"):
            yield _within(renderer, words, target[1:])
        else:
            yield nodes.reference("", words, refuri=target)


def _within(renderer: Any, words: str, label: str, kind: str = "ref") -> addnodes.pending_xref:
    """A link within the book, which Sphinx resolves, or reports under ``-n``."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", words, classes=["xref", "std", f"std-{kind}"]),
        refdoc=renderer.renderer.sphinx_env.docname,
        refdomain="std",
        reftype=kind,
        reftarget=nodes.fully_normalize_name(label) if kind == "ref" else label,
        refexplicit=True,
        refwarn=True,
    )


def under(
    renderer: Any, report: dict[str, Any], cell: int | None, png: bytes | None = None
) -> nodes.container:
    """The line under a figure or table: Data, PNG, SVG, Code, Cite, Source.

    Each opens by itself, without a script: a file, the code of the cell, the words to cite, and the sources
    with vintage and tables, of which one line of publishers is always seen."""
    caption = _MARKUP.sub("", report["caption"])
    parts: list[list[nodes.Node]] = []
    files = [("Data", " (CSV)", "csv", report.get("csv", "").encode("utf-8"))]
    if report.get("svg"):
        files.append(("PNG", "", "png", png))
    for word, more, ending, content in files:
        if content:
            path = _store(renderer, f"{report['name']}.{ending}", content)
            docname = renderer.renderer.sphinx_env.docname
            download = addnodes.download_reference("", "", reftarget=path, refdoc=docname)
            download += [nodes.inline("", word), _unseen(f"{more} of ", report)]
            parts.append([download])
    if report.get("svg"):
        drawn = vector.unpack(report["svg"]["wide"])
        path = _store(renderer, pictures.file_name(drawn), drawn.encode("utf-8"))
        link = pictures.TakeAway(uri=path, saved_as=f"{report['name']}.svg")
        link += [nodes.inline("", "SVG"), _unseen(" of ", report)]
        parts.append([link])
    if cell is not None:
        # The label stands on the code itself, inside the fold, which a browser opens on its way there.
        code = nodes.reference("", "", refid=stored.anchor(cell + 1), internal=True, classes=["report-code"])
        code += [nodes.Text("Code"), _unseen(" of ", report)]
        parts.append([code])
    cite = Citation("", f"“{caption}”, {report['name']}", of=report["name"], caption=caption)
    parts.append(_fold("cite", [nodes.Text("Cite"), _unseen(" ", report)], [cite]))
    if sources := _sources(renderer, report):
        said = publishers(report.get("source", ""))
        summary = [
            nodes.Text(f"Source: {said}" if said else "Sources"),
            _unseen(", vintage and tables of ", report),
        ]
        parts.append(_fold("source", summary, sources))
    line = nodes.container(classes=["report-line"])
    for part in parts:
        fold = isinstance(part[0], nodes.raw)
        # A fold holds paragraphs, so it cannot stand in one.
        box = nodes.container() if fold else nodes.paragraph()
        # On paper nothing opens, and what remains is the source.
        of_source = fold and "report-source" in part[0].astext()
        box["classes"] += ["report-part"] if of_source else ["report-part", "on-screen-only"]
        line += box
        box += part
    return line


class Citation(nodes.paragraph):
    """How to cite a figure or table; `cite` completes it when all pages are read and numbered."""


class Number(nodes.inline):
    """The number of a figure or table ("Figure 2.1"), which `cite` writes as well."""


def _fold(kind: str, summary: list[nodes.Node], content: list[nodes.Node]) -> list[nodes.Node]:
    def html(text: str) -> nodes.raw:
        return nodes.raw("", text, format="html")

    start = html(f'<details class="report-{kind}"><summary>')
    return [start, nodes.inline("", "", *summary), html("</summary>"), *content, html("</details>")]


def _unseen(text: str, report: dict[str, Any]) -> nodes.inline:
    """Words for who hears the page, with the number: twenty links called "Data" are told apart by it, and the
    caption is not heard once more at each."""
    hidden = nodes.inline("", text, classes=["visually-hidden"])
    hidden += Number("", report["name"], of=report["name"])
    return hidden


def publishers(source: str) -> str:
    """Who published what a source line names, each once, without titles and vintages.

    >>> publishers("Bank of Japan, Time-Series Data Search (vintage: 2026-10-07); World Bank (vintage: …)")
    'Bank of Japan, World Bank'
    >>> publishers("Several; each row names its source (vintage: 2026-10-07); Bank of Japan (vintage: …)")
    'Bank of Japan and others, named in each row'
    """
    names = []
    # A publisher may hold a semicolon ("Several; each row names its source"); a vintage ends in a bracket.
    for part in re.split(r"(?<=\)); ", "".join(words for words, _ in split(source))):
        who, _, vintage = part.partition(" (vintage: ")
        names.append(who.split(", ")[0].removeprefix("own computation from ") if vintage else who)
    found = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    named = [name for name in found if not name.startswith(_SEVERAL)]
    if named == found:
        return ", ".join(found)
    return f"{', '.join(named)} and others, named in each row" if named else "named in each row"


def _sources(renderer: Any, report: dict[str, Any]) -> list[nodes.Node]:
    """Sources with their vintage, and the tables with links to where the catalogue describes them."""
    found: list[nodes.Node] = []
    if report.get("source"):
        found.append(nodes.paragraph("", "", *_linked(renderer, f"{report['source']}.")))
    links: list[nodes.Node] = []
    for table in report.get("tables", ()):
        if place := _in_catalogue(renderer, table):
            links += [nodes.Text(" · " if links else "Tables: "), _within(renderer, table, *place)]
    return [*found, nodes.paragraph("", "", *links)] if links else found


def _in_catalogue(renderer: Any, table: str) -> tuple[str, str] | None:
    """Where the book describes a table: its row in the catalogue, else that page, else nowhere."""
    env = renderer.renderer.sphinx_env
    page = next((doc for doc in sorted(env.found_docs) if posixpath.basename(doc) == CATALOGUE), None)
    if page is None:
        return None
    label = f"data-{table}"
    # Labels of other pages are not known while this one is read, but their text is.
    text = _text_of(env.doc2path(page))
    if f'"{label}"' in text or f"({label})=" in text:
        return label, "ref"
    return f"/{page}", "doc"


@lru_cache(maxsize=2)
def _text_of(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def _store(renderer: Any, name: str, content: bytes) -> str:
    """Put a file beside the page's other outputs and return its path as Sphinx wants it.

    A folder of its own for each page, since two pages that are read in parallel must not write one file.
    """
    page = renderer.renderer.sphinx_env.docname.split("/")
    return renderer.write_file(["report", *page, name], content, overwrite=True)
