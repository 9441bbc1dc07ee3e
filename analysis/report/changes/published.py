"""What the pages say: every number that sentences quote, every figure, every sentence that names a direction,
every verdict.

Pages about the book itself (those that read the records of others, every table, or the record of changes) are
left out: they change because something else did.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from analysis.report.author.numbers import PREFIX
from analysis.report.build import fingerprint, notebook_file, notebooks

if TYPE_CHECKING:
    from analysis.claims.verdict import Verdict

KINDS = ("number", "figure", "sentence", "verdict", "part")
VERDICTS = "verdicts"  # the page on which verdicts and their parts are reported
TABLES = ("editions", "changes", "published")


@dataclass(frozen=True, order=True)
class Item:
    """One thing that a page says: `item` is its name (or the sentence itself), `value` what it says as
    text."""

    kind: str
    page: str
    item: str
    value: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays when the value changes."""
        return self.kind, self.page, self.item


def of_book(
    root: Path, verdicts: Mapping[str, Verdict], statuses: Mapping[str, str] = MappingProxyType({})
) -> list[Item]:
    """Everything that the stored pages say, with the verdicts given. A page that was not run yet says
    nothing.

    Parameters
    ----------
    root : Path
        The project.
    verdicts : mapping of str to Verdict
        From `analysis.claims.judge_all`.
    statuses : mapping of str to str
        What became of the claims that have no verdict: merged, listed or withdrawn.
    """
    found = list(of_verdicts(verdicts))
    found += [
        Item("verdict", VERDICTS, claim, status)
        for claim, status in statuses.items()
        if claim not in verdicts
    ]
    for name, path in notebooks.paths(root).items():
        notebook = notebook_file.read(path)
        if (notebook.metadata.get("report") or {}).get("code") and not about_the_book(notebook):
            found += of_notebook(name, notebook)
            found += of_modules(name, path, root)
    return sorted(found)


def about_the_book(notebook: NotebookNode) -> bool:
    """Whether a page describes the book, by what it read when it was run."""
    record = notebook.metadata.get("report") or {}
    tables = record.get("tables") or {}
    return (
        bool(record.get("notebooks"))
        or fingerprint.ALL_TABLES in tables
        or any(name in tables for name in TABLES)
    )


def of_notebook(name: str, notebook: NotebookNode) -> list[Item]:
    """Numbers, figures and held sentences of one page.

    A figure is told by the numbers drawn in it, for its image is drawn anew on every machine.
    """
    found = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        found += [Item("sentence", page or name, text, "held") for page, text in _held(cell.source)]
        for output in cell.get("outputs", []):
            about = output.get("metadata", {})
            if "scrapbook" in about:
                text = output["data"][f"{PREFIX}text/plain"]
                found.append(Item("number", name, about["scrapbook"]["name"], _value(text)))
            elif about.get("report", {}).get("kind") == "figure":
                found.append(
                    Item(
                        "figure",
                        name,
                        about["report"]["name"],
                        fingerprint.digest(about["report"].get("csv", "")),
                    )
                )
    return found


def of_modules(name: str, path: Path, root: Path) -> list[Item]:
    """The sentences of a page that are held in its modules, as those in its cells are by `of_notebook`."""
    from analysis.report.rules.page import modules_of

    sources = (module.read_text(encoding="utf-8") for module in modules_of(path, root))
    return [
        Item("sentence", page or name, text, "held") for source in sources for page, text in _held(source)
    ]


def of_verdicts(verdicts: Mapping[str, Verdict]) -> Iterable[Item]:
    """Verdicts, and the verdict of each core part."""
    for claim, verdict in verdicts.items():
        yield Item("verdict", VERDICTS, claim, verdict.verdict)
        for part in verdict.core:
            yield Item("part", VERDICTS, f"{claim}, {part.part.name}", part.verdict)


def _value(text: str | list[str]) -> str:
    return str(ast.literal_eval(text if isinstance(text, str) else "".join(text)))


def _held(source: str) -> Iterable[tuple[str | None, str]]:
    """The quotations of every `sentences.hold` in a piece of code, and the page that each is from (None: this
    one)."""
    from analysis.report.rules.directions import quotations

    return [(page, text) for text, page, _ in quotations(source)]
