"""Rows of a table that are read as cards: a verdict as a badge, long columns behind folds that need no
script."""

from __future__ import annotations

from docutils import nodes


def badge(entry: nodes.entry) -> None:
    """Set the first line of a cell as a badge; its word says by which class it is coloured and shaped.

    >>> cell = nodes.entry("", nodes.paragraph("", "partly"))
    >>> badge(cell)
    >>> cell[0][0]["classes"]
    ['verdict-badge', 'verdict-partly']
    """
    line = next(node for node in entry.findall(lambda node: isinstance(node, nodes.line | nodes.paragraph)))
    word = line.astext()
    line.children = []
    line += nodes.inline("", word, classes=["verdict-badge", f"verdict-{nodes.make_id(word)}"])


def fold(entry: nodes.entry, heading: str, of: str) -> None:
    """Put the content of a cell behind its heading; `of` tells its name apart from that of other rows."""
    if not entry.children:
        return
    summary = nodes.inline("", "", nodes.Text(heading))
    summary += nodes.inline("", f" of {of}", classes=["visually-hidden"])
    content = entry.children
    entry.children = []
    entry["classes"].append("report-folded")
    entry += [_html("<details><summary>"), summary, _html("</summary>"), *content, _html("</details>")]


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
