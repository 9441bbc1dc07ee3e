"""The page at the root of the book."""

from __future__ import annotations

from bs4 import BeautifulSoup

from analysis.report.pages import entrance

FIRST = {
    "title": "The yen & the book",
    "description": "It sells no yen.",
    "file": "chapters/index.html",
    "file_of_card": "_static/cards/index.png",
    "root": "../",
    "language": "en",
    "locale": "en",
}
BOOK = {"title": "The yen & the book", "author": "The contributors", "edition": "2026-11-25", "address": ""}


def test_the_entrance_leads_on_and_names_an_icon_so_that_no_browser_asks_for_one():
    soup = BeautifulSoup(entrance.page(FIRST, BOOK, "favicon.svg"), "html.parser")
    assert soup.find("link", rel="icon")["href"] == "_static/favicon.svg"
    assert soup.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=chapters/index.html"
    assert soup.a["href"] == "chapters/index.html" and soup.a.text == soup.title.text == BOOK["title"]


def test_a_link_to_the_root_shows_the_card_of_the_first_page_from_where_it_stands():
    soup = BeautifulSoup(entrance.page(FIRST, BOOK, "favicon.svg"), "html.parser")
    assert soup.find("meta", property="og:image")["content"] == "_static/cards/index.png"
    there = {**BOOK, "address": "https://example.org/b/"}
    soup = BeautifulSoup(entrance.page(FIRST, there, "favicon.svg"), "html.parser")
    assert soup.find("link", rel="canonical")["href"] == "https://example.org/b/chapters/index.html"
