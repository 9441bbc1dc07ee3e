"""The PDF and the EPUB of the built book, its pages on paper and in other languages, and how to cite it."""

from __future__ import annotations

import re
import shutil
import struct
import unicodedata
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import unescape
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from pypdf import PdfReader

from analysis.report.build import book
from analysis.report.editions import articles, epub, pdf
from analysis.report.pages.sharing import CARD

A4 = (595, 842)  # points
LANGUAGES = {"zh": ("zh-Hans", "视同分配额"), "ja": ("ja", "みなし配分額")}


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("editions")


@pytest.fixture(scope="session")
def printed(folder) -> PdfReader:
    # Printing starts a browser of its own, which cannot share a thread with that of the other tests.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(pdf.build, book.ROOT, folder / "book.pdf").result()
    return PdfReader(folder / "book.pdf")


@pytest.fixture(scope="session")
def texts(printed):
    """Letters of the printed pages, from a number to before another; each page read once."""

    @cache
    def letters(number: int) -> str:
        return squeezed(printed.pages[number - 1].extract_text())

    return lambda start, end: "".join(letters(number) for number in range(start, end))


@pytest.fixture(scope="session")
def marks(printed) -> list[tuple[int, str, int]]:
    return pdf.bookmarks(printed)


@pytest.fixture(scope="session")
def chapters(html) -> list[articles.Chapter]:
    return articles.chapters(book.ROOT, html)


def squeezed(text: str) -> str:
    """Letters alone: a PDF has its own spaces and ligatures, and some signs of Chinese in old forms."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def pages_of(name: str, printed, texts, chapters, marks) -> str:
    """Letters of the pages of one chapter."""
    starts = [*[page for depth, _, page in marks if depth == 1][1:], len(printed.pages) + 1]
    at = [chapter.name for chapter in chapters].index(name)
    return texts(starts[at], starts[at + 1])


def test_every_chapter_and_section_has_a_bookmark_in_order(printed, marks, chapters):
    assert len(printed.pages) > 100
    expected = [(1, "Contents")]
    for chapter in chapters:
        expected += [(1, chapter.title), *((2, title) for _, title in chapter.sections())]
    found = [(depth, squeezed(title)) for depth, title, _ in marks if depth <= 2]
    assert found == [(depth, squeezed(title)) for depth, title in expected]


def test_the_contents_say_on_which_page_a_chapter_begins(texts, marks, chapters):
    starts = [page for depth, _, page in marks if depth == 1]
    listed = texts(starts[0], starts[1])
    for chapter, page in zip(chapters, starts[1:], strict=True):
        title = squeezed(chapter.title)
        assert f"{title}{page}" in listed, (
            f"{chapter.title} begins on page {page}; the contents say otherwise"
        )
        assert title in texts(page, page + 1)


def test_the_pdf_is_tagged_names_itself_and_is_a4(printed):
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert root["/StructTreeRoot"]["/K"]
    assert printed.metadata.title == "What US$550 billion does to the yen, and the yen to prices"
    assert "Chrome" not in str(printed.metadata)
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in printed.pages}
    assert sizes == {A4}


def test_every_font_is_embedded(printed):
    seen = {}
    for page in printed.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            seen[font.indirect_reference.idnum if hasattr(font, "indirect_reference") else id(font)] = font
    assert len(seen) > 3
    for font in (one.get_object() for one in seen.values()):
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        drawn = font["/Subtype"] == "/Type3"  # its letters are drawings in the file
        about = inner.get("/FontDescriptor", {})
        assert drawn or {"/FontFile", "/FontFile2", "/FontFile3"} & set(about), font.get("/BaseFont")


@pytest.mark.parametrize("name", LANGUAGES)
def test_chinese_and_japanese_can_be_read_in_the_pdf(name, printed, texts, chapters, marks):
    text = pages_of(name, printed, texts, chapters, marks)
    assert LANGUAGES[name][1] in text
    article = next(chapter.article for chapter in chapters if chapter.name == name)
    for number in article.select(".pasted-text"):
        assert squeezed(number.get_text()) in text


def test_the_pdf_has_numbered_figures_and_no_code(printed, texts, chapters, marks):
    text = pages_of("modalities", printed, texts, chapters, marks)
    article = next(chapter.article for chapter in chapters if chapter.name == "modalities")
    captions = [squeezed(caption.get_text()) for caption in article.select(".caption-number")]
    assert len(captions) > 10 and all(caption in text for caption in captions)
    for code in ("importnumpy", "report.figures.show", "codecell", "Data(CSV)"):
        assert code not in text


@pytest.fixture(scope="session")
def bound(folder) -> zipfile.ZipFile:
    said = epub.build(book.ROOT, folder / "book.epub")  # an error that EPUBCheck finds fails here
    assert said.endswith("found no error." if shutil.which("java") else f"{epub.NO_JAVA}.")
    return zipfile.ZipFile(folder / "book.epub")


def test_the_epub_is_well_formed_and_whole(bound, chapters):
    names = set(bound.namelist())
    for chapter in chapters:
        tree = ElementTree.fromstring(bound.read(f"EPUB/{chapter.name}.xhtml"))
        html, mathml = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}"
        assert tree.get("lang") == chapter.language
        pictures = [image.get("src") for image in tree.iter(f"{html}img")]
        assert {f"EPUB/{picture}" for picture in pictures} <= names
        assert len(pictures) == len(chapter.article.find_all("img"))
        assert len(list(tree.iter(f"{mathml}math"))) == len(chapter.article.find_all("math"))


def test_cards_of_claims_follow_each_other_on_paper(printed, marks, chapters):
    """Held together, a card of half a page stood alone on it."""
    starts = [*[page for depth, _, page in marks if depth == 1][1:], len(printed.pages) + 1]
    at = [chapter.name for chapter in chapters].index("verdicts")
    ledger = chapters[at].article.select("#tab-verdicts-ledger tbody tr")
    assert len(ledger) > 100 and starts[at + 1] - starts[at] < 0.7 * len(ledger)


@pytest.mark.parametrize("name", ["verdicts", "japan", "modalities", "data_catalogue"])
def test_no_table_of_the_epub_is_wider_than_its_page(bound, folder, chromium, name):
    bound.extractall(folder / "epub")
    page = chromium.new_page(viewport={"width": 600, "height": 800})
    page.goto((folder / f"epub/EPUB/{name}.xhtml").as_uri())
    wide = page.evaluate(
        """() => [...document.querySelectorAll('table')]
            .filter(table => table.getBoundingClientRect().right > innerWidth).map(table => table.id)"""
    )
    assert page.locator("table").count() > 3 and not wide
    page.close()


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_page_is_in_its_language_from_title_to_card(name, html):
    tag, word = LANGUAGES[name]
    soup = BeautifulSoup((html / f"chapters/{name}.html").read_text("utf-8"), "html.parser")
    article = soup.select_one("article")
    assert soup.html["lang"] == tag and word in article.get_text()
    title = soup.h1.get_text().rstrip("#").strip()
    assert soup.title.get_text().startswith(title) and "What US$550" not in soup.title.get_text()
    described = soup.find("meta", attrs={"name": "description"})["content"]
    assert re.search(r"[\u4e00-\u9fff]", described) and described[:10] in squeezed(article.get_text())
    card = (html / "_static/cards" / f"{name}.png").read_bytes()
    assert struct.unpack(">II", card[16:24]) == CARD
    for frame in (".bd-sidebar-primary", ".prev-next-footer"):
        assert soup.select_one(frame)["lang"] == "en"


@pytest.mark.parametrize("start", ["index", "zh", "ja"])
def test_the_three_languages_lead_to_each_other(start, html):
    soup = BeautifulSoup((html / f"chapters/{start}.html").read_text("utf-8"), "html.parser")
    links = {link.get_text(): link for link in soup.select("article .languages a")}
    assert list(links) == ["English", "中文", "日本語"]
    for word, (name, tag) in {
        "English": ("index", "en"),
        "中文": ("zh", "zh-Hans"),
        "日本語": ("ja", "ja"),
    }.items():
        link = links[word]
        assert link["href"].split("#")[0] in (f"{name}.html", "") and link["lang"] == tag


def test_the_languages_say_the_same_numbers_and_those_of_the_english_pages(html):
    texts = {path.stem: path.read_text("utf-8") for path in (html / "chapters").glob("*.html")}

    def pasted(name: str) -> list[str]:
        return sorted(unescape(text) for text in re.findall(r'class="pasted-text">([^<]*)<', texts[name]))

    day = re.compile(r"年\d+月")
    zh, ja = pasted("zh"), pasted("ja")
    assert zh == ja and len(zh) > 25
    english = {number for name in texts if name not in LANGUAGES for number in pasted(name)}
    # What only these pages paste: two ends of intervals, which the English page has in one text, and a day.
    index = " ".join(pasted("japan") + pasted("index"))
    for number in zh:
        assert number in english or number in index or day.search(number), number


def test_how_to_cite_is_copied_whole(chromium, address):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/chapters/index.html")
    text = " ".join(page.locator(".how-to-cite p").inner_text().split())
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".how-to-cite [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == text
    assert "Edition" in text.title() and "550 billion" in text
    page.goto(f"{address}/chapters/japan.html")
    assert page.locator("script[src*='cite.js']").count() == 0
    context.close()


def test_a_printed_page_is_its_text_in_light_colours(chromium, address):
    context = chromium.new_context(color_scheme="dark", viewport={"width": 657, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/chapters/modalities.html")
    page.emulate_media(media="print")
    for gone in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer", "article .cell_input"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    assert page.locator(".only-light img:visible").count() == page.locator(".only-light img").count() > 3
    assert page.locator(".only-dark img:visible").count() == 0
    shown = page.locator(".only-light img").evaluate_all("all => all.map(one => one.width)")
    assert min(shown) > 600, "paper shows the drawing for a phone"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    context.close()
