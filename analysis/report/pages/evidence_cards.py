"""Every number in a sentence is a quiet link to what stands behind it.

The link leads to the row of the number on the page of all numbers, which needs no script. Where scripts run,
`_static/evidence.js` opens a card in its place; what the card says is one file a page,
``_static/evidence/PAGE.js``, a script and not JSON because a page that is opened from the disk may load the
one and not the other.
"""

from __future__ import annotations

import json
import posixpath
from contextlib import suppress
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole

from analysis.errors import DataError
from analysis.report.build import notebook_file
from analysis.report.pages import stored
from analysis.report.pages.displayed import CATALOGUE
from analysis.report.rules import page as rules_page

ALL = "all_numbers"
FOLDER = "evidence"  # below _static
#: Inside these a link would stand in a link, or be repeated in the lists of contents.
WITHOUT_LINK = (nodes.reference, nodes.title)


class Pasted(nodes.inline):
    """A pasted number that knows its key and the page that publishes it."""


class PasteNumber(PasteTextRole):
    """``{glue:text}``, with the key kept."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The pasted text inside a node that knows where it is from."""
        pasted, messages = super().run()
        if not pasted:
            return pasted, messages
        name = self.text.rsplit(":", 1)[0] if self._formatted() else self.text
        other, _, key = name.rpartition("::")
        env = self.document.settings.env
        page = posixpath.splitext(posixpath.basename(other))[0] if other else posixpath.basename(env.docname)
        box = Pasted("", "", *pasted, number=key, page=page)
        self.set_source_info(box)
        return [box], messages

    def _formatted(self) -> bool:
        tail = self.text.rsplit(":", 1)
        return len(tail) == 2 and not tail[0].endswith(":")


def page_named(env: Any, name: str) -> str | None:
    """Full name of the page of the book that is called so."""
    return next((doc for doc in sorted(env.found_docs) if posixpath.basename(doc) == name), None)


def notebooks(env: Any) -> dict[str, str]:
    """Short name and full name of every notebook of the book, in the order of its table of contents."""
    order = {doc: place for place, doc in enumerate(env.toctree_includes.get(env.config.root_doc, []))}
    docs = sorted(env.found_docs, key=lambda doc: (doc != env.config.root_doc, order.get(doc, 999), doc))
    return {posixpath.basename(doc): doc for doc in docs if str(env.doc2path(doc)).endswith(".ipynb")}


@lru_cache(maxsize=64)
def _numbers(path: str) -> dict[str, dict[str, Any]]:
    return stored.numbers(notebook_file.read(Path(path)))


def numbers_of(env: Any, doc: str) -> dict[str, dict[str, Any]]:
    """What a page has stored about its numbers; see `stored.numbers`."""
    return _numbers(str(env.doc2path(doc)))


def name_cells(app: Any, doctree: nodes.document) -> None:
    """Give the code of every cell a label, inside the fold, so that a browser that goes there unfolds it."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code" or "cell_index" not in cell:
            continue
        code = next((part for part in cell.children if part.get("nb_element") == "cell_code_source"), cell)
        code["ids"].append(stored.anchor(cell["cell_index"] + 1))


def link_numbers(app: Any, doctree: nodes.document, docname: str) -> None:
    """Turn each pasted number into a link to its row."""
    target = page_named(app.env, ALL)
    for box in list(doctree.findall(Pasted)):
        parent = box.parent
        while parent is not None and not isinstance(parent, WITHOUT_LINK):
            parent = parent.parent
        if target is None or parent is not None or app.builder.format != "html":
            box.replace_self(box.children)
            continue
        uri = f"{app.builder.get_relative_uri(docname, target)}#evidence-{box['number']}"
        number = escape(f"{box['page']}:{box['number']}")
        start = f'<a class="number" href="{escape(uri)}" data-number="{number}">'
        box.replace_self(
            [nodes.raw("", start, format="html"), *box.children, nodes.raw("", "</a>", format="html")]
        )


def edition() -> str:
    """Title and date of the newest edition."""
    from analysis import data

    last = data.table("editions").iloc[-1]
    return f"{last['title']}, {last['date']}"


def about_table(name: str) -> tuple[str, str]:
    """Publisher and vintage of a table; empty where there is no such table any more."""
    from analysis import data
    from analysis.report.author.sources import short

    try:
        about = data.describe(name)
        about = data.describe(str(about.get("table") or name))  # a series is published with its table
    except DataError:
        return "", ""
    return str(about["publisher"]), short(str(about["vintage"]))


def address_of_table(env: Any, uri: Any, name: str) -> str:
    """Address of a table in the catalogue, or nothing if the book has none."""
    from analysis import data

    page = page_named(env, CATALOGUE)
    with suppress(DataError):
        name = str(data.describe(name).get("table") or name)  # the catalogue has rows of tables
    return f"{uri(page)}#{nodes.make_id(f'data-{name}')}" if page else ""


def card_texts(app: Any) -> dict[str, dict[str, Any]]:
    """Content of the file of each page that publishes or pastes a number."""
    env, uri = app.env, app.builder.get_target_uri
    root = Path(app.srcdir)
    docs = notebooks(env)
    pages = [rules_page.read(Path(env.doc2path(doc)), root) for doc in sorted(env.found_docs)]
    held = stored.conditions(pages)
    files: dict[str, dict[str, Any]] = {}
    newest = edition()
    for name in {**docs, **held}:
        numbers = numbers_of(env, docs[name]) if name in docs else {}
        tables = sorted({table for number in numbers.values() for table in tables_of(number)})
        if not numbers and name not in held:
            continue
        files[name] = {
            "page": uri(docs[name]) if name in docs else "",
            "title": env.titles[docs[name]].astext() if name in docs else "",
            "all": uri(page_named(env, ALL)),
            "edition": newest,
            "tables": {one: [*about_table(one), address_of_table(env, uri, one)] for one in tables},
            "numbers": numbers,
            "held": held.get(name, {}),
        }
    return files


def tables_of(number: dict[str, Any]) -> list[str]:
    """Tables of a number: of the estimate itself where it names them, else those that its cell had read."""
    own = [table for part in number.get("parts", ()) for table in part.get("tables", ())]
    return list(dict.fromkeys(own)) or number.get("tables", [])


def after_build(app: Any, exception: Exception | None) -> None:
    """Write the file of every page."""
    if exception is not None or app.builder.format != "html" or page_named(app.env, ALL) is None:
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in card_texts(app).items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        script = f"(window.reportEvidence = window.reportEvidence || {{}})[{json.dumps(name)}] = {text};\n"
        (folder / f"{name}.js").write_text(script, encoding="utf-8")


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.add_role_to_domain("glue", "text", PasteNumber(), override=True)
    app.connect("doctree-read", name_cells)
    app.connect("doctree-resolved", link_numbers)
    app.connect("build-finished", after_build, priority=850)
