"""How to cite a figure or table, in words to copy: the book, its edition, number and caption."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from analysis.report.pages.displayed import Citation, Number


def words(config: Any, edition: dict[str, Any], number: str, caption: str, address: str = "") -> str:
    """One line for a list of references.

    Parameters
    ----------
    config : sphinx Config
        With author and title of the book.
    edition : mapping
        A row of the table of editions: title and date.
    number : str
        "Figure 2.1".
    caption, address : str
        The address only where the book has one.
    """
    date = str(edition["date"])
    title = getattr(config, "html_title", "") or config.project
    parts = [
        f"{config.author} ({date[:4]})",
        str(title),
        f"{edition['title']}, {date}",
        f"{number}, “{caption}”",
    ]
    # No stop after an address: it would be copied with it.
    return " ".join([*(f"{part.rstrip('.')}." for part in parts), address]).rstrip()


def complete(app: Any, doctree: nodes.document, docname: str) -> None:
    """Write the words to cite and the number of every figure and table of a page, now that they have one."""
    numbers = app.env.toc_fignumbers.get(docname, {})
    # A list first: what is found is written into.
    for place in list(doctree.findall(Number)):
        # An inline of its own kind has no writer.
        place.replace_self(nodes.inline("", _label(numbers, place["of"])))
    places = list(doctree.findall(Citation))
    if not places:
        return
    from analysis import data

    edition = data.table("editions").iloc[-1]
    base = app.config.html_baseurl
    for place in places:
        address = f"{base.rstrip('/')}/{app.builder.get_target_uri(docname)}#{place['of']}" if base else ""
        said = words(app.config, edition, _label(numbers, place["of"]), place["caption"], address)
        place.children[:] = []
        place += nodes.Text(said)


def _label(numbers: dict[str, Any], name: str) -> str:
    """Kind and number, "Figure 2.1", from the numbers of a page; without one the kind alone."""
    kind = "table" if name.startswith("tab-") else "figure"
    number = numbers.get(kind, {}).get(nodes.make_id(name), ())
    return f"{kind.capitalize()} {'.'.join(map(str, number))}".strip()


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.connect("doctree-resolved", complete)
