"""What a page says of itself to whoever links to it."""

from __future__ import annotations

import json
import struct
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from docutils.core import publish_doctree

from analysis.report.pages import sharing

PAGE = {
    "title": "Is it <taxed> twice?",
    "description": 'It says "no".',
    "file": "chapters/tax.html",
    "file_of_card": "_static/cards/tax.png",
    "root": "../",
    "language": "en",
    "locale": "en",
}
BOOK = {"title": "The book", "author": "The contributors", "edition": "2026-11-25", "address": ""}


def head(address: str = "") -> BeautifulSoup:
    return BeautifulSoup(sharing.tags(PAGE, {**BOOK, "address": address}), "html.parser")


def content(soup: BeautifulSoup, name: str) -> str | None:
    found = soup.find("meta", property=name)
    return found and found["content"]


def test_a_page_names_title_words_and_picture():
    soup = head()
    assert (
        content(soup, "og:title") == PAGE["title"] and content(soup, "og:description") == PAGE["description"]
    )
    assert soup.find("meta", attrs={"name": "description"})["content"] == PAGE["description"]
    assert content(soup, "og:image") == "../_static/cards/tax.png"
    assert content(soup, "og:url") is None and soup.find("link", rel="canonical") is None


@pytest.mark.parametrize("address", ["https://example.org/book", "https://example.org/book/"])
def test_an_address_makes_every_link_whole(address):
    soup = head(address)
    assert content(soup, "og:url") == soup.find("link", rel="canonical")["href"]
    assert content(soup, "og:url") == "https://example.org/book/chapters/tax.html"
    assert content(soup, "og:image") == "https://example.org/book/_static/cards/tax.png"


def test_machines_read_a_chapter_of_a_report():
    found = json.loads(head().find("script", type="application/ld+json").string)
    assert found["@type"] == "Chapter" and found["name"] == PAGE["title"]
    assert found["isPartOf"]["@type"] == "Report" and found["isPartOf"]["datePublished"] == "2026-11-25"


def test_a_title_cannot_end_the_script():
    text = sharing.structured({**PAGE, "title": "</script><b>"}, BOOK)
    assert text.count("</script>") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One sentence. Another one.", "One sentence. Another one."),
        ("A" * 150 + ". " + "B" * 48 + ".", "A" * 150 + "."),
        ("A" * 150 + ". " + "B" * 47 + ".", "A" * 150 + ". " + "B" * 47 + "."),
        ("一" * 99 + "。" + "二" * 99 + "。", "一" * 99 + "。" + "二" * 99 + "。"),
        ("一" * 99 + "。" + "二" * 100 + "。", "一" * 99 + "。"),
        ("word " * 60, ("word " * 40)[:199].rsplit(" ", 1)[0] + "…"),
    ],
    ids=[
        "both",
        "one more character is too long",
        "just fits",
        "Chinese just fits",
        "Chinese one more is too long",
        "cut at a word",
    ],
)
def test_a_description_is_whole_sentences_that_fit(text, words):
    found = sharing.description(publish_doctree(f"Title\n=====\n\n{text}\n"))
    assert found == words and len(found) <= sharing.LONGEST


def test_a_page_without_a_paragraph_has_no_description():
    assert sharing.description(publish_doctree("Title\n=====\n")) == "" and sharing.description(None) == ""


def test_a_card_has_the_size_that_its_tags_say(tmp_path):
    sharing.draw_card(PAGE["title"], PAGE["description"], BOOK["title"], tmp_path / "card.png")
    png = (tmp_path / "card.png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == sharing.CARD


def test_the_site_map_lists_full_addresses(tmp_path):
    sharing.write_site_map(tmp_path, "https://example.org/book/", ["chapters/b.html", "chapters/a.html"])
    places = ElementTree.parse(tmp_path / "sitemap.xml").iter(
        "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    )
    assert [place.text for place in places] == [
        "https://example.org/book/chapters/a.html",
        "https://example.org/book/chapters/b.html",
    ]


def test_a_page_in_another_language_says_so_to_machines():
    page = {**PAGE, "language": "ja", "locale": "ja_JP"}
    soup = BeautifulSoup(sharing.tags(page, BOOK), "html.parser")
    assert content(soup, "og:locale") == "ja_JP"
    assert json.loads(soup.find("script", type="application/ld+json").string)["inLanguage"] == "ja"


@pytest.mark.parametrize(
    ("text", "width", "found"),
    [
        ("two words", 5, ["two", "words"]),
        ("円が下がると", 6, ["円が下", "がると"]),
        ("円が下、がる", 6, ["円が下、", "がる"]),
        ("円が「下がる", 6, ["円が", "「下が", "る"]),
        ("約1200%上がる", 6, ["約", "1200%", "上がる"]),
    ],
    ids=["English", "anywhere", "not before a mark that closes", "not after one that opens", "numbers whole"],
)
def test_lines_of_a_card_break_where_its_language_does(text, width, found):
    assert sharing.lines(text, width) == found
