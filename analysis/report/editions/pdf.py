"""The whole book as one PDF: cover, contents with page numbers, bookmarks, tags, embedded fonts.

All chapters become one document, which a headless Chromium prints twice: first, without tags and pictures, to
learn on which page every heading falls, then with those pages in the contents. Links between chapters lead
within the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import NotebookError
from analysis.report.editions import articles
from analysis.report.editions.edition import Edition

if TYPE_CHECKING:
    from pypdf import PdfReader

STYLES = ("frame.css", "report.css", "evidence.css", "cover.css", "print.css")
#: What stands for a page number before it is known, as wide as most of them.
UNKNOWN = "000"
#: CSS pixels between the margins that `_static/print.css` leaves on A4.
COLUMN = 657
#: Sets tables that are wider than the page smaller, and lets those break words that are wider still.
FIT = """() => {
    for (const table of document.querySelectorAll(".report-table table"))
        for (const name of ["small", "broken"])
            if (table.scrollWidth > table.parentElement.clientWidth + 1) table.classList.add(name);
}"""
#: Pictures as empty boxes of their size, which print sooner.
BLANK = """() => {
    for (const image of document.images) {
        const size = `width="${image.naturalWidth}" height="${image.naturalHeight}"`;
        const empty = `<svg xmlns="http://www.w3.org/2000/svg" ${size}/>`;
        image.dataset.drawn = image.src;
        image.src = `data:image/svg+xml,${encodeURIComponent(empty)}`;
    }
    return Promise.all([...document.images].map((image) => image.decode()));
}"""
#: The pages of the contents, and the pictures again.
FILL = """(pages) => {
    document.querySelectorAll(".contents .page").forEach((line, i) => { line.textContent = pages[i]; });
    for (const image of document.images) image.src = image.dataset.drawn;
    return Promise.all([...document.images].map((image) => image.decode()));
}"""
_RECORD = re.compile(rb"(1 0 obj\s*<<)(/Title .*?)(>>\s*endobj)", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One line of the contents: how deep, its words and where it leads."""

    level: int
    title: str
    anchor: str
    part: str = ""


def lines(chapters: Sequence[articles.Chapter]) -> list[Line]:
    """The contents: every chapter and every section of it, once they are `joined`."""
    found = []
    for chapter in chapters:
        found.append(Line(1, chapter.title, _top(chapter.name), chapter.part))
        found += [Line(2, title, place) for place, title in chapter.sections()]
    return found


def document(chapters: Sequence[articles.Chapter], edition: Edition) -> str:
    """The book as one HTML page for the printer, in a folder beside the built pages.

    Parameters
    ----------
    chapters : sequence of Chapter
        Cleaned; their anchors and links are already those of the one document (`joined`).
    edition : Edition
    """
    styles = [f'<link rel="stylesheet" href="../html/_static/{name}">' for name in STYLES]
    running = [
        f'@page {_page(chapter)} {{ @top-right {{ content: "{_quoted(chapter.title)}"; }} }}\n'
        f".chapter.{_page(chapter)} {{ page: {_page(chapter)}; }}"
        for chapter in chapters
    ]
    style = (Path(__file__).parent / "book.css").read_text("utf-8")
    head = "\n".join([*styles, f"<style>{style}\n" + "\n".join(running) + "</style>"])
    body = "\n".join([_cover(edition), _contents(lines(chapters)), *map(_chapter, chapters)])
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(edition.title)}</title>'
        f"{head}</head><body>{body}</body></html>"
    )


def joined(chapters: Sequence[articles.Chapter]) -> None:
    """Lead every link to its place in the one document, where an anchor of two chapters is told apart.

    An anchor of one chapter keeps its name, by which styles know some tables.
    """
    names = {chapter.name for chapter in chapters}
    times = Counter(
        tag["id"] for chapter in chapters for tag in [chapter.article, *chapter.article.find_all(id=True)]
    )

    def unique(name: str, place: str) -> str:
        return _top(name) if not place else f"{name}--{place}" if times[place] > 1 else place

    for chapter in chapters:
        articles.relink(chapter, names, lambda name, place: f"#{unique(name, place)}")
        for tag in [chapter.article, *chapter.article.find_all(id=True)]:
            tag["id"] = unique(chapter.name, tag["id"])
        for image in articles.pictures(chapter):
            image["src"] = f"../html/{image['src'].removeprefix('../')}"


def _top(chapter: str) -> str:
    return f"{chapter}--top"


def _page(chapter: articles.Chapter) -> str:
    return f"chapter-{chapter.name.replace('_', '-')}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _cover(edition: Edition) -> str:
    return (
        f'<section class="cover"><p class="title">{escape(edition.title)}</p>'
        f"<p>{escape(edition.author)}</p><p>{escape(edition.words)}</p>"
        f'<p class="below">{escape(edition.licence)}</p></section>'
    )


def _contents(listed: Sequence[Line]) -> str:
    rows, part = [], ""
    for line in listed:
        if line.level == 1 and line.part != part:
            part = line.part
            rows.append(f'<li class="part">{escape(part)}</li>')
        kind = "chapter-line" if line.level == 1 else "section-line"
        rows.append(
            f'<li class="{kind}"><a href="#{escape(line.anchor, quote=True)}">'
            f"<span>{escape(line.title)}</span>"
            f'<span class="page">{UNKNOWN}</span></a></li>'
        )
    return f'<section class="contents"><h1>Contents</h1><ol>{"".join(rows)}</ol></section>'


def _chapter(chapter: articles.Chapter) -> str:
    part = f'<p class="part">{escape(chapter.part)}</p>' if chapter.part else ""
    return (
        f'<section class="chapter {_page(chapter)}" id="{_top(chapter.name)}" lang="{chapter.language}">'
        f"{part}{chapter.article}</section>"
    )


def bookmarks(reader: PdfReader) -> list[tuple[int, str, int]]:
    """Depth (from 1), title and page (from 1) of every bookmark, in the order of the book."""

    def walk(items: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                number = reader.get_destination_page_number(item)
                yield depth, " ".join(item.title.split()), (number or 0) + 1

    return list(walk(reader.outline, 1))


def pages_of(printed: Path, listed: Sequence[Line]) -> list[str]:
    """Page of every line of the contents, from the places that its links lead to.

    Raises
    ------
    NotebookError
        If a line leads nowhere.
    """
    from pypdf import PdfReader

    reader = PdfReader(printed)
    places = reader.named_destinations
    missing = [line.title for line in listed if f"/{line.anchor}" not in places]
    if missing:
        raise NotebookError(f"the printed book has no place for {missing[0]!r} and {len(missing) - 1} others")
    return [str((reader.get_destination_page_number(places[f"/{line.anchor}"]) or 0) + 1) for line in listed]


def build(root: Path, target: Path) -> str:
    """Print the built book into one PDF and return a line that says what was written.

    Parameters
    ----------
    root : Path
        The project, with the built pages in ``_build/html``.
    target : Path
        The file to write.

    Raises
    ------
    NotebookError
        If the book is not built, no browser can be had, or the second print moved a heading.
    """
    from playwright.sync_api import sync_playwright

    from analysis.report.build import browser

    html, folder = root / "_build" / "html", root / "_build" / "pdf"
    chapters = articles.chapters(root, html)
    joined(chapters)
    edition, listed = Edition.newest(root), lines(chapters)
    folder.mkdir(parents=True, exist_ok=True)
    source, printed = folder / "book.html", folder / "printed.pdf"
    source.write_text(document(chapters, edition), encoding="utf-8")
    paper = {"path": printed, "prefer_css_page_size": True, "print_background": True}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.ensure(), args=list(browser.QUIET))
        page = chromium.new_page(viewport={"width": COLUMN, "height": 1000})
        page.emulate_media(media="print", color_scheme="light")
        page.goto(source.as_uri(), wait_until="load")
        page.evaluate(FIT)
        page.evaluate(BLANK)
        page.pdf(**paper)
        pages = pages_of(printed, listed)
        page.evaluate(FILL, pages)
        page.pdf(**paper, tagged=True, outline=True)
        chromium.close()
    if pages_of(printed, listed) != pages:
        raise NotebookError("the second print of the book moved its headings; the contents would be wrong")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(described(printed.read_bytes(), edition))
    return (
        f"Wrote {target.name}: {target.stat().st_size / 2**20:.1f} MiB, its last section on page {pages[-1]}."
    )


def described(printed: bytes, edition: Edition) -> bytes:
    """The PDF with title, author and day of the edition in place of the browser's name and the clock's.

    The record of what Chromium says of a file is written over at the same length, so that no place in the
    file moves and two runs give the same bytes.

    Raises
    ------
    NotebookError
        If the record is not where Chromium writes it, or ours is longer.
    """
    record = _RECORD.search(printed)
    day = f"{edition.day:%Y%m%d}000000+00'00'"
    said = {
        "Title": edition.title,
        "Author": edition.author,
        "Subject": edition.words,
        "CreationDate": f"D:{day}",
        "ModDate": f"D:{day}",
    }
    texts = {name: re.sub(r"([\\()])", r"\\\1", text) for name, text in said.items()}
    ours = "".join(f"/{name} ({text})\n" for name, text in texts.items()).encode("ascii")
    if record is None or len(ours) > len(record[2]):
        raise NotebookError(
            "this Chromium describes its PDF in another way; analysis/report/editions/pdf.py reads it"
        )
    start, end = record.span(2)
    return printed[:start] + ours.ljust(end - start) + printed[end:]
