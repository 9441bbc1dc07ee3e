"""The chapters of the built book as text and pictures alone: what a PDF and an EPUB are made of.

Both editions come from the pages as built, so that a number, a caption or the number of a figure cannot
differ between them and the screen.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

import yaml

from analysis.errors import NotebookError

if TYPE_CHECKING:
    from bs4 import Tag

#: Of no use on paper: what runs or asks for a click …
_TAGS = frozenset("script style noscript template button form input select nav dialog canvas source".split())
#: … links of the frame, code, the drawing for dark screens, what only a screen can show.
_CLASSES = frozenset(
    "headerlink cell_input above-input only-dark toctree-wrapper visually-hidden languages on-screen-only"
    " download cover-doors".split()
)
#: Attributes that mean something to a screen or a script only.
_OF_SCREENS = ("loading", "decoding", "tabindex", "srcset", "sizes", "aria-label", "aria-describedby")
_BOXES = frozenset({"cell", "cell_output", "container"})
_ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)
_LANGUAGE = re.compile(r'<html[^>]*\slang="([^"]+)"')
#: Code of cells, which is four fifths of a page: taken out before the page is parsed.
_CODE = re.compile(
    r'(<div class="cell_input [^>]*>\s*<div class="highlight-[^>]*><div class="highlight">)<pre>.*?</pre>',
    re.DOTALL,
)


@dataclass(frozen=True)
class Chapter:
    """One page of the book.

    `name` is the stem of its file, `language` that of its text, `part` the caption of its part of the
    contents ("" for the first page), `article` its outermost section.
    """

    name: str
    title: str
    language: str
    part: str
    article: Any

    def sections(self) -> list[tuple[str, str]]:
        """Anchor and title of the sections below the title of the page."""
        found = []
        for section in self.article.find_all("section", id=True):
            heading = section.find("h2", recursive=False)
            if heading is not None:
                found.append((section["id"], words(heading)))
        return found


def words(tag: Tag) -> str:
    """Text of an element on one line."""
    return " ".join(tag.get_text(" ").split()).replace(" ,", ",").replace(" .", ".")


#: Pages that nobody reads on paper: signatures and docstrings of the package.
ON_SCREEN = re.compile(r"chapters/api(_\w+)?")


def contents(root: Path) -> list[tuple[str, str]]:
    """Part and page (``chapters/japan``) in the order of `_toc.yml`, without `ON_SCREEN`."""
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    pages = [("", toc["root"])]
    for part in toc["parts"]:
        files = [chapter["file"] for chapter in part["chapters"]]
        pages += [(part["caption"], file) for file in files if not ON_SCREEN.fullmatch(file)]
    return pages


def chapters(root: Path, html: Path) -> list[Chapter]:
    """Every chapter of a built book, cleaned, in the order of its contents.

    Parameters
    ----------
    root : Path
        Folder of ``_toc.yml``.
    html : Path
        The built pages.

    Raises
    ------
    NotebookError
        If the book is not built, or a page is not the one that the contents name.
    """
    from bs4 import BeautifulSoup

    found = []
    for part, page in contents(root):
        path = html / f"{page}.html"
        if not path.is_file():
            raise NotebookError(f"{path} is not there; run `make book` first")
        text = path.read_text("utf-8")
        inside, language = _ARTICLE.search(text), _LANGUAGE.search(text)
        soup = BeautifulSoup(_CODE.sub(r"\1", inside[0] if inside else ""), "html.parser")
        article = soup.select_one("article > section")
        if article is None or article.find("h1") is None or language is None:
            raise NotebookError(f"{path} has no article with a title and a language; build the book again")
        clean(article)
        found.append(Chapter(posixpath.basename(page), words(article.h1), language[1], part, article))
    return found


def clean(article: Tag) -> None:
    """Leave the text, tables, formulas and light drawings of an article; what was folded is open."""
    from bs4 import Comment

    for comment in article.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for line in article.find_all(class_=("report-source", "report-line")):
        _without_downloads(line)
    # One walk: a selector of twenty alternatives takes longer than parsing the page.
    for part in article.find_all(lambda tag: tag.name in _TAGS or not _CLASSES.isdisjoint(_classes(tag))):
        if not part.decomposed:
            part.decompose()
    for tag in article.find_all(True):
        for name in [name for name in tag.attrs if name in _OF_SCREENS or name.startswith("data-")]:
            del tag[name]
        if tag.name == "img":
            tag.attrs.pop("style", None)
    for link in article.find_all("a", class_=("image-reference", "number")):
        link.unwrap()
    for details in article.find_all("details"):
        details["open"] = ""
    boxes = article.find_all(lambda tag: tag.name == "div" and not _BOXES.isdisjoint(_classes(tag)))
    for box in reversed(boxes):
        # From the inside out: a box whose only child was empty is empty too.
        if not box.get_text(strip=True) and box.find(("img", "svg", "math", "hr")) is None:
            box.decompose()


def _classes(tag: Tag) -> list[str]:
    return tag.get("class") or []


def _without_downloads(line: Tag) -> None:
    """Take the files that belong to a screen out of a line of links, each with the dot that parts it."""
    for link in line.find_all("a", class_="download"):
        after, before = link.next_sibling, link.previous_sibling
        if isinstance(after, str) and after.strip() == "·":
            after.extract()
        elif isinstance(before, str) and before.strip() == "·":
            before.extract()
        link.decompose()


def relink(chapter: Chapter, names: set[str], place: Callable[[str, str], str]) -> None:
    """Point links between pages to their places in an edition; what the edition has not is no link.

    Parameters
    ----------
    names : set of str
        Chapters of the edition.
    place : callable
        Address of an anchor ("" for the page itself) of a chapter.
    """
    for link in chapter.article.find_all("a", href=True):
        address = urlparse(link["href"])
        if address.scheme in ("http", "https", "mailto"):
            continue
        path = unquote(address.path)
        name = posixpath.splitext(posixpath.basename(path))[0] if path else chapter.name
        if address.scheme or (path and not path.endswith(".html")) or name not in names:
            link.unwrap()
        else:
            link["href"] = place(name, unquote(address.fragment))


def pictures(chapter: Chapter) -> list[Tag]:
    """The pictures of an article whose file is part of the book."""
    return [image for image in chapter.article.find_all("img") if not urlparse(image["src"]).scheme]
