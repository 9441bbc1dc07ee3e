"""Which pages read what other pages have published, and so run after them; and what they read of nulls."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from analysis.report.build import fingerprint

#: Kind of the output that `nulls.publish` leaves.
NULL = "null"
#: Calls by which a page reads others, and the step in which it then runs; all other pages run in step 0.
CALLS = {"collect": 1, "records": 2}


def step(notebook: NotebookNode) -> int:
    """0 for a page on its own; 1 if it draws the nulls of others; 2 if it reads their records. Told from the
    code."""
    found = 0
    for cell in notebook.cells:
        if cell.cell_type != "code" or not any(name in cell.source for name in CALLS):
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
                found = max(found, CALLS.get(name, 0))
    return found


def reads_records(notebook: NotebookNode) -> bool:
    """Whether the code calls `notebooks.records()`: such a page depends on all others, and on none of its
    kind."""
    return step(notebook) == CALLS["records"]


def nulls_of(notebook: NotebookNode) -> Iterator[dict[str, Any]]:
    """What a stored page has published by `nulls.publish`: key and fields of each null, in the order of the
    page."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []) if cell.cell_type == "code" else []:
            about = output.get("metadata", {}).get("report", {})
            if about.get("kind") == NULL:
                yield {name: value for name, value in about.items() if name != "kind"}


def nulls_digest(notebook: NotebookNode) -> str:
    """Digest of the nulls of a page: what the page that draws them depends on."""
    return fingerprint.digest(json.dumps(list(nulls_of(notebook)), sort_keys=True))
