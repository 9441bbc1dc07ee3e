"""What a reader can find: every section, figure, table and named row of the book, as one file loaded on the
first search.

Sphinx's own index knows words: it leaves out numbers, has no Chinese or Japanese, and counts code as text.
Programs that search in the browser (Pagefind) ask for their index over the network and so find nothing in a
folder opened from a disk. The whole text of the book is small enough to be looked through as it is, which
finds any of these."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: Never searched: code and what it printed as text, links of the frame, the second drawing of a figure.
#: The page of all numbers repeats what stands in sentences.
NOT_TEXT = (
    "script, style, .cell_input, .headerlink, .eqno, nav, .toctree-wrapper, button, .visually-hidden,"
    " .evidence-rows, .report-cite, .in-full > summary"
)
NOT_PAGES = ("search", "genindex")


def places(soup: BeautifulSoup) -> list[tuple[str, str, str]]:
    """Anchor, title and text of everything on a page that can be arrived at; no text stands in two of them.

    Rows that have a name (a claim, a table of the catalogue), figures and tables are places of their own;
    what remains belongs to the section around it."""
    article = soup.select_one("article") or soup
    for part in article.select(NOT_TEXT):
        part.decompose()
    found = []
    for row in article.select("tr[id]"):
        cells = [_plain(cell) for cell in row.find_all(("td", "th"), recursive=False)]
        found.append((row["id"], " · ".join(cells[:2])[:140], " ".join(cells)))
        row.decompose()
    for box in article.select("figure[id], table[id]"):
        caption = box.find(("figcaption", "caption"))
        title = _plain(caption.select_one(".caption-text") or caption) if caption else ""
        pictures = {str(image.get("alt", "")) for image in box.select("img")}
        found.append((box["id"], title[:140], f"{_plain(box)} {' '.join(sorted(pictures))}"))
        box.decompose()
    for section in reversed(article.select("section[id]")):
        heading = section.find(re.compile("^h[1-6]$"))
        title = _plain(heading) if heading else ""
        if heading:
            heading.decompose()
        found.append((section["id"], title, _plain(section)))
        section.decompose()
    return found


def _plain(tag: Tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def texts(folder: Path) -> dict[str, list]:
    """Pages (address, title) and places (number of the page, anchor, title, text) of a built book."""
    from bs4 import BeautifulSoup

    pages, found = [], []
    for path in sorted(folder.rglob("*.html")):
        if "_static" in path.parts or path.stem in NOT_PAGES or path.parent == folder:
            continue
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        heading = soup.select_one("article h1")
        if heading is None:
            continue
        for link in heading.select(".headerlink"):
            link.decompose()
        pages.append([path.relative_to(folder).as_posix(), _plain(heading)])
        found += [[len(pages) - 1, *place] for place in places(soup)]
    return {"pages": pages, "places": found}


def after_build(app, exception) -> None:
    """Write what can be found beside the script that looks for it."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    content = json.dumps(texts(folder), ensure_ascii=False, separators=(",", ":"))
    (folder / "_static" / "search_texts.js").write_text(
        f"window.reportTexts = {content};\n", encoding="utf-8"
    )


def setup(app) -> None:
    """Register with Sphinx."""
    app.connect("build-finished", after_build, priority=900)
