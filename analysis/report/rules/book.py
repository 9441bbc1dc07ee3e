"""Rules between pages: contents, names, pasted numbers, citations and claims agree."""

from __future__ import annotations

import csv
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from analysis.report.rules.nulls import published_nulls
from analysis.report.rules.page import Breach, Cell, Page

TOC = "_toc.yml"
BIBLIOGRAPHY = "references.bib"
CLAIMS = "data/facts/claims.csv"

_GLUE_ROLE = re.compile(r"\{glue(?::(?P<type>\w*))?\}`(?P<text>[^`]+)`")
_GLUE_BLOCK = re.compile(
    r"^\s*(?P<fence>`{3,}|:{3,})\{glue(?::\w*)?\}[ \t]+(?P<key>\S+)(?P<body>.*?)^\s*(?P=fence)",
    re.DOTALL | re.MULTILINE,
)
_CITE = re.compile(r"\{cite(?::[\w:]+)?\}`([^`]+)`")
_BIB_ENTRY = re.compile(
    r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]\s*([^,\s]+)\s*,", re.IGNORECASE | re.MULTILINE
)
_CLAIM = re.compile(r"(?<![\w.-])C\d{2,3}(?![\w])")
_LABEL = re.compile(r"^\(((?:fig|tab)-[\w-]+)\)=|^:name:\s*((?:fig|tab)-[\w-]+)\s*$", re.MULTILINE)


def findings(pages: list[Page], root: Path) -> Iterator[Breach]:
    """Everything in which the pages contradict each other or the files they name."""
    yield from _contents(pages, root)
    yield from _names(pages)
    yield from _glue(pages)
    yield from _citations(pages, root)
    yield from _claims(pages, root)


def _contents(pages: list[Page], root: Path) -> Iterator[Breach]:
    def finding(problem: str, remedy: str) -> Breach:
        return Breach(TOC, "", "contents", problem, remedy)

    try:
        toc = yaml.safe_load((root / TOC).read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield finding("the table of contents is missing.", f"List every page of chapters/ in {TOC}.")
        return
    except yaml.YAMLError as error:
        yield finding(f"not readable as YAML ({str(error).splitlines()[0]}).", "Mend its indentation.")
        return
    listed = list(_entries(toc))
    present = {posixpath.splitext(page.name)[0]: page.name for page in pages}
    for entry in sorted({entry for entry in listed if listed.count(entry) > 1}):
        yield finding(f"{entry} is listed twice.", "List a page once.")
    for entry in sorted(set(listed)):
        if entry not in present and not any(
            (root / f"{entry}{suffix}").exists() for suffix in (".md", ".ipynb")
        ):
            yield finding(
                f"{entry} is listed, but there is no such page.", "Add the page or remove the entry."
            )
    for stem, name in sorted(present.items()):
        if stem not in listed:
            yield finding(f"{name} is not listed.", "List it, or delete it.")


def _entries(node: object) -> Iterator[str]:
    """Pages of a table of contents, without their extensions."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"root", "file"} and isinstance(value, str):
                yield re.sub(r"\.(md|ipynb)$", "", value)
            else:
                yield from _entries(value)
    elif isinstance(node, list):
        for value in node:
            yield from _entries(value)


def _names(pages: list[Page]) -> Iterator[Breach]:
    first: dict[str, str] = {}
    for page in pages:
        for cell in page.cells:
            names = [shown["name"] for shown in _shown(cell) if shown.get("name")]
            if cell.kind == "markdown":
                names += [match[1] or match[2] for match in _LABEL.finditer(cell.source)]
            for name in names:
                where = f"{page.name} {cell.place()}".strip()
                if name in first:
                    yield page.finding(
                        cell.place(), "unique-name", f"the name {name} is already taken by {first[name]}.",
                        "Choose another; names are unique in the whole book.",
                    )  # fmt: skip
                first.setdefault(name, where)


def _shown(cell: Cell) -> list[dict]:
    return [output["metadata"]["report"] for output in cell.outputs if "report" in output.get("metadata", {})]


def _glue(pages: list[Page]) -> Iterator[Breach]:
    published: dict[str, dict[str, Cell]] = {}
    for page in pages:
        own = published.setdefault(page.name, {})
        for cell in page.code():
            for output in cell.outputs:
                key = output.get("metadata", {}).get("scrapbook", {}).get("name")
                if key in own:
                    yield page.finding(
                        cell.place(),
                        "glue-twice",
                        f"{key} is published twice; only the last would be pasted.",
                        "Choose another name.",
                    )
                elif key:
                    own[key] = cell
    used: set[tuple[str, str]] = set()
    for page in pages:
        for cell in page.markdown():
            for line, key, document in _pasted(cell):
                source = page.name if document is None else _resolve(page, document)
                used.add((source, key))
                if key not in published.get(source, {}):
                    others = sorted(name for name, keys in published.items() if key in keys)
                    remedy = (
                        f"Did you mean {others[0]}? Name the page before the key: page.ipynb::key."
                        if others
                        else (f"Publish it in {source}, or correct the name.")
                    )
                    yield page.finding(
                        cell.place(line),
                        "glue-unknown",
                        f"{key} is pasted, but {source} does not publish it.",
                        remedy,
                    )
    for page in pages:
        drawn = set(published_nulls(page))  # on the page that draws all nulls
        for key, cell in published[page.name].items():
            if (page.name, key) not in used and key not in drawn:
                yield page.finding(
                    cell.place(),
                    "glue-unused",
                    f"{key} is published, but no page pastes it.",
                    "Use it in a sentence or stop publishing it.",
                )


def _pasted(cell: Cell) -> Iterator[tuple[int, str, str | None]]:
    """Line, key and (if given) document of every glue role and directive."""
    for match in _GLUE_ROLE.finditer(cell.visible):
        text = match["text"]
        document, key = text.split("::", 1) if "::" in text else (None, text)
        # Only this role takes a format after the key, and it cuts at the last colon.
        if match["type"] == "text":
            key = key.rsplit(":", 1)[0]
        yield cell.visible.count("\n", 0, match.start()) + 1, key.strip(), document
    for match in _GLUE_BLOCK.finditer(cell.source):
        document = re.search(r"^\s*:doc:\s*(\S+)", match["body"], re.MULTILINE)
        yield (
            cell.source.count("\n", 0, match.start("fence")) + 1,
            match["key"],
            document[1] if document else None,
        )


def _resolve(page: Page, document: str) -> str:
    """The page that a glue path means: relative to the page, or with a slash to the book."""
    if document.startswith("/"):
        return document[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.name), document))


def _citations(pages: list[Page], root: Path) -> Iterator[Breach]:
    path = root / BIBLIOGRAPHY
    entries = (
        [match[1] for match in _BIB_ENTRY.finditer(path.read_text(encoding="utf-8"))] if path.exists() else []
    )
    cited: set[str] = set()
    for page in pages:
        for cell in page.cells:
            # Tables may cite too: what they show is Markdown in an output or its metadata.
            texts = (
                [cell.visible] if cell.kind == "markdown" else [_strings(output) for output in cell.outputs]
            )
            for text in texts:
                for match in _CITE.finditer(text):
                    keys = [re.sub(r"\{[^}]*\}", "", key).strip() for key in match[1].split(",")]
                    cited.update(keys)
                    line = text.count("\n", 0, match.start()) + 1 if cell.kind == "markdown" else None
                    for key in keys:
                        if key not in entries:
                            yield page.finding(
                                cell.place(line),
                                "citation",
                                f"{key} is cited, but is not in {BIBLIOGRAPHY}.",
                                "Add the entry or correct the key.",
                            )
    for key in sorted({key for key in entries if entries.count(key) > 1}):
        yield Breach(BIBLIOGRAPHY, "", "citation", f"{key} is defined twice.", "Keep one entry.")
    for key in sorted(set(entries) - cited):
        yield Breach(BIBLIOGRAPHY, "", "citation", f"{key} is never cited.", "Cite it or remove the entry.")


def _strings(node: object) -> str:
    """All text inside an output, whatever its depth."""
    if isinstance(node, str):
        return node
    if isinstance(node, dict):
        return "\n".join(_strings(value) for key, value in node.items() if not str(key).startswith("image/"))
    if isinstance(node, list):
        return "\n".join(_strings(value) for value in node)
    return ""


def _claims(pages: list[Page], root: Path) -> Iterator[Breach]:
    path = root / CLAIMS
    known: set[str] = set()
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            known = {row["id"] for row in csv.DictReader(file) if row.get("id")}
    for page in pages:
        for cell in (*page.cells, *page.modules):
            text = cell.visible if cell.kind == "markdown" else cell.source
            for match in _CLAIM.finditer(text):
                if match[0] not in known:
                    line = text.count("\n", 0, match.start()) + 1
                    yield page.finding(
                        cell.place(line),
                        "claim",
                        f"the claim {match[0]} is not in {CLAIMS}.",
                        "Correct the number, or add the claim to the ledger.",
                    )
