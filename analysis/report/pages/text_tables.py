"""Tables of words become cards on a phone: one card a row, each cell under the head of its column.

The style does it (`_static/report.css`, by the class `CLASS`); what it needs is written here while the book
is built: the head of the column on each cell, and the roles of a table, which browsers drop when a style sets
rows and cells as boxes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from docutils import nodes

CLASS = "report-cards"
#: A list of more rows stands in a window of its own, which scrolls, so that what follows it is not far below.
TALL, MOST_SHOWN = "report-tall", 60
#: A longer list is looked through in columns, and would be a hundred screens of cards.
MOST_ROWS = 200
#: Roles of the parts of a table; a cell's depends on where it stands.
_ROLES = {nodes.table: "table", nodes.thead: "rowgroup", nodes.tbody: "rowgroup", nodes.row: "row"}


def of_words(report: dict[str, Any]) -> bool:
    """Whether a table has a column of sentences and more columns of words than of numbers.

    >>> of_words({"align": ["left", "long", "right"], "head": [[("a", 1), ("b", 1), ("c", 1)]], "body": [[]]})
    True
    >>> of_words({"align": ["left", "right"], "head": [[("a", 1), ("b", 1)]], "body": [[]]})
    False
    """
    columns = list(report["align"])
    plain = len(report["head"]) == 1 and all(span == 1 for _, span in report["head"][0])
    words = columns.count("long") + columns.count("left")
    return plain and "long" in columns and words > columns.count("right") and len(report["body"]) <= MOST_ROWS


def prepare(box: nodes.container, table: nodes.table, report: dict[str, Any]) -> None:
    """Mark a table that is read as cards, and its cells with the heads of their columns."""
    if len(report["body"]) > MOST_SHOWN and not report.get("badges"):
        box["classes"].append(TALL)
    cards = of_words(report) and not report.get("badges")
    if not (cards or report.get("badges")):  # claims are cards by a style of their own
        return
    if cards:
        box["classes"].append(CLASS)
        heads = [text for text, _ in report["head"][0]]
        for body in table.findall(nodes.tbody):
            for row in body.children:
                for entry, head in zip(row.children, heads, strict=True):
                    entry["label"] = head
    for part in table.findall(lambda node: type(node) in _ROLES):
        part["role"] = _ROLES[type(part)]
    for entry in table.findall(nodes.entry):
        in_head = isinstance(entry.parent.parent, nodes.thead)
        stub = entry.parent.index(entry) < report["stubs"]
        entry["role"] = "columnheader" if in_head else "rowheader" if stub else "cell"


def _visit(name: str, tags: str) -> Callable[[Any, nodes.Element], None]:
    """The usual visitor of a node, whose first tag of that name gets role and label."""

    def visit(self: Any, node: nodes.Element) -> None:
        before = len(self.body)
        getattr(type(self), f"visit_{name}")(self, node)
        words = {"role": node.get("role"), "data-label": node.get("label")}
        added = "".join(f' {key}="{escape(text, quote=True)}"' for key, text in words.items() if text)
        for place in range(before, len(self.body)) if added else ():
            text, found = re.subn(rf"<({tags})\b", lambda tag: tag[0] + added, self.body[place], count=1)
            if found:
                self.body[place] = text
                break

    return visit


def _depart(name: str) -> Callable[[Any, nodes.Element], None]:
    return lambda self, node: getattr(type(self), f"depart_{name}")(self, node)


def setup(app: Any) -> None:
    """Register with Sphinx."""
    tags = {"table": "table", "thead": "thead", "tbody": "tbody", "row": "tr", "entry": "td|th"}
    for name, tag in tags.items():
        app.add_node(getattr(nodes, name), override=True, html=(_visit(name, tag), _depart(name)))
