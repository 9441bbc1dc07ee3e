"""The built HTML, read as files: links, hosts, images, citations, tracebacks."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from analysis.report.author import links
from analysis.report.build import book

HTML = book.ROOT / "_build" / "html"

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
LOADING_LINKS = {
    "stylesheet",
    "preload",
    "modulepreload",
    "icon",
    "shortcut icon",
    "prefetch",
    "preconnect",
    "dns-prefetch",
}


def loaded(soup):
    """Addresses that a browser fetches by itself when it opens the page."""
    for tag, attribute in LOADING.items():
        for element in soup.find_all(tag):
            if address := element.get(attribute):
                yield address
    for element in soup.find_all("link"):
        if LOADING_LINKS & set(element.get("rel") or []) and element.get("href"):
            yield element["href"]


def test_page_loads_nothing_from_a_foreign_host(page, soups):
    foreign = [address for address in loaded(soups[page]) if urlparse(address).netloc]
    assert not foreign, f"{page} asks a foreign host for {foreign}"


def test_page_forbids_the_browser_to_ask_any_other_host(page, soups):
    """The policy stands before the first script, and each of its sources is this book's own folder or a part
    of the page."""
    head = soups[page].head
    policy = head.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None and policy.sourceline <= min(s.sourceline for s in head.find_all("script"))
    sources = {word for part in policy["content"].split(";") for word in part.split()[1:]}
    assert sources == {"'self'", "file:", "data:", "'none'"}


def test_stylesheets_name_no_foreign_host():
    for sheet in HTML.rglob("*.css"):
        found = re.findall(
            r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""", sheet.read_text("utf-8")
        )
        assert not found, f"{sheet.relative_to(HTML)} loads {found}"


@pytest.fixture(scope="session")
def anchors(soups) -> dict[Path, set[str]]:
    """Every place of a page to which a link can lead."""
    return {
        path: {one[name] for one in soup.find_all(True) for name in ("id", "name") if one.has_attr(name)}
        for path, soup in soups.items()
    }


def test_every_local_link_leads_to_a_file_and_an_anchor(page, soups, anchors):
    broken = []
    for element in soups[page].find_all("a", href=True):
        address = urlparse(element["href"])
        if address.scheme or address.netloc:
            continue
        target = (
            (HTML / page.parent / unquote(address.path)).resolve()
            if address.path
            else (HTML / page).resolve()
        )
        if not target.is_file():
            broken.append(element["href"])
        elif address.fragment and target.suffix == ".html":
            relative = target.relative_to(HTML.resolve())
            if relative in soups and unquote(address.fragment) not in anchors[relative]:
                broken.append(element["href"])
    assert not broken, f"{page} links to what is not there: {broken}"


def test_every_image_has_alternative_text(page, soups):
    article = soups[page].find("article") or soups[page]
    for image in article.find_all("img"):
        assert len(image.get("alt", "")) >= 40, (
            f"{page}: {image.get('src')} has the alternative text {image.get('alt')!r}"
        )


def test_every_loaded_file_exists(page, soups):
    for address in loaded(soups[page]):
        if address.startswith("data:"):
            continue
        path = (HTML / page.parent / unquote(urlparse(address).path)).resolve()
        assert path.is_file(), f"{page} loads {address}, which was not built"


def test_no_traceback_and_no_unresolved_mark_reaches_the_reader(page, shown):
    text = shown[page].get_text(" ")  # code may say {numref}; a reader of the text may not
    marks = (
        "Traceback (most recent call last)",
        "Unknown mime type",
        "[?]",
        "{glue",
        "{numref}",
        "{cite",
        "{ref}",
        "nan (",
        "None None",
    )
    found = [mark for mark in marks if mark in text]
    assert not found, f"{page} shows {found}"


def test_external_links_use_https_and_never_this_machine(page, soups):
    for element in soups[page].find_all("a", href=True):
        address = urlparse(element["href"])
        assert address.scheme in {"", "http", "https", "mailto", "data"}, f"{page}: {element['href']}"
        assert not (address.hostname or "").startswith(("127.", "localhost")), f"{page}: {element['href']}"


def test_no_path_of_the_building_machine_is_published(page):
    text = (HTML / page).read_text("utf-8")
    root = str(Path(__file__).resolve().parents[2])
    assert root not in text, f"{page} names the folder {root}"


def test_each_page_has_one_title_and_a_language(page, soups):
    soup = soups[page]
    assert soup.html.get("lang") == {"zh": "zh-Hans", "ja": "ja"}.get(page.stem, "en")
    assert soup.title.get_text(strip=True) and soup.find("link", rel="icon"), f"{page}: a title and an icon"
    if page.name not in {"index.html", "genindex.html", "search.html"} or "chapters" in page.parts:
        assert len(soup.find("article").find_all("h1")) == 1, f"{page} has not exactly one H1"


def test_tables_and_figures_are_numbered_and_captioned(soups):
    figures = [f for soup in soups.values() for f in soup.select("article figure")]
    assert figures, "the book has no figure"
    for figure in figures:
        assert figure.find("figcaption").find(class_="caption-number"), (
            f"a figure without a number: {figure.get('id')}"
        )


def test_the_book_is_small_enough_to_carry():
    size = sum(path.stat().st_size for path in HTML.rglob("*") if path.is_file())
    assert size < 36 * 2**20, f"the built book is {size / 2**20:.1f} MiB"


# --- how sources are shown ----------------------------------------------------------------------------------

NUMBER_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


def test_no_link_is_named_after_an_address(page, shown):
    """A source is named by publisher and title; only a DOI in the bibliography stands for itself."""
    bare = [
        link.get_text(" ", strip=True)
        for link in shown[page].find_all("a", href=re.compile("^https?://"))
        if links.is_address(link.get_text(" ", strip=True)) and urlparse(link["href"]).hostname != "doi.org"
    ]
    assert not bare, f"{page} shows a bare address instead of publisher and title: {bare}"


def test_no_mirror_is_shown_by_its_host(page, shown):
    """No host of a source that is a number or a name of the machine, and no IP address, is printed as
    text."""
    article = shown[page]
    hosts = {urlparse(a["href"]).hostname or "" for a in article.find_all("a", href=re.compile("^https?://"))}
    text = article.get_text(" ")
    printed = sorted(
        host
        for host in hosts
        if host.count(".") >= 2 and re.search(rf"(?<![\w.]){re.escape(host)}(?![\w.])", text)
    )
    assert not printed, f"{page} prints the host {printed}"
    assert not NUMBER_ADDRESS.search(text), f"{page} prints the address {NUMBER_ADDRESS.search(text)[0]}"


def test_every_source_line_has_publisher_and_title(shown):
    """A cell that ends with a grade names its document in words, with a link where the address is safe to
    follow."""
    lines = 0
    for page, article in shown.items():
        for table in article.find_all("table"):
            heads = [cell.get_text(" ", strip=True) for cell in table.select("thead tr:last-child th")]
            if "Source [grade]" not in heads:
                continue
            at = heads.index("Source [grade]")
            for row in table.select("tbody tr"):
                text = row.find_all(["td", "th"])[at].get_text(" ", strip=True)
                if text in {"", "open", "none", "own estimate", "assumed"}:
                    continue
                words = re.sub(r"\s*\[(?:A|B|C|none)\]$", "", text)
                assert words != text, f"{page}: {text!r} has no grade"
                assert len(words.split()) >= 3, f"{page}: {text!r} does not name publisher and title"
                lines += 1
    assert lines > 200, f"only {lines} source lines were found; the heading of the column has changed"


def test_each_figure_says_what_is_found_and_measured_before_it_is_drawn(soups):
    drawn = {
        figure["id"]: figure for soup in soups.values() for figure in soup.select("figure.report-figure")
    }
    assert len(drawn) > 60
    parts = (".report-title", ".report-subtitle", ".report-images", "figcaption .caption-text")
    for name, figure in drawn.items():
        found = [figure.select(part) for part in parts]
        assert [len(each) for each in found] == [1, 1, 1, 1], name
        inside = list(figure.descendants)  # in the order of the document
        order = [next(i for i, one in enumerate(inside) if one is each[0]) for each in found]
        assert order == sorted(order), f"{name}: title, subtitle, picture, caption"
        said = [" ".join(each[0].get_text(" ").split()) for each in found if each[0].get_text(strip=True)]
        assert len({text.lower() for text in said}) == len(said), f"{name}: one text is said twice"
        words = [word for word in said[0].split() if re.search(r"\w", word)]  # a sign alone is none
        assert 0 < len(words) <= 10, f"{name}: {said[0]}"


def test_no_picture_has_its_title_drawn_in_it(soups):
    for soup in soups.values():
        for figure in soup.select("figure.report-figure"):
            title = figure.select_one(".report-title").get_text(strip=True)
            for word in figure.select("svg text"):
                assert word.get_text(strip=True) != title, figure["id"]


def test_each_door_under_a_figure_or_table_is_told_apart_by_its_number(soups):
    for page, soup in soups.items():
        for line in soup.select("figure.report-figure .report-line, .report-table .report-line"):
            for hidden in line.select(".visually-hidden"):
                assert re.search(r"(Figure|Table) \d+", hidden.get_text()), f"{page}: {hidden.get_text()}"
