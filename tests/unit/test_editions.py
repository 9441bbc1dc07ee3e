"""What the PDF, the EPUB and a release are made of, and that two runs make the same of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from analysis import data
from analysis.errors import NotebookError
from analysis.report import editions
from analysis.report.editions import articles, bundle, epub, pdf, release
from analysis.report.editions.edition import Edition, newest_words

ROOT = Path(__file__).resolve().parents[2]
EDITION = Edition("A & B", "The contributors", "1", "First edition", date(2026, 11, 25))

PAGE = """<html lang="{language}"><body><nav>menu</nav><article class="bd-article"><section id="top-{name}">
<span id="{name}"></span><h1>Page {name}<a class="headerlink" href="#top-{name}">#</a></h1>
<p>It is <span class="pasted-text">4.2</span>.<!-- typed: why --></p>
<section id="limits"><h2>Limits<a class="headerlink" href="#limits">#</a></h2>
<div class="cell docutils container"><details class="admonition hide above-input"><summary>Show</summary>
<div class="cell_input docutils container">
<div class="highlight-python notranslate"><div class="highlight"><pre>print("code")</pre></div></div></div>
</details><div class="cell_output docutils container">
<picture class="only-light"><source media="(max-width: 600px)" srcset="../_images/phone.png"/>
<img src="../_images/a.png" alt="light" loading="lazy"/></picture>
<picture class="only-dark"><source srcset="../_images/c.png"/><img src="../_images/b.png" alt=""/></picture>
<p class="report-source">Source: us. <a class="download" href="../_downloads/a.csv">Data (CSV)</a> · <a
 href="other.html#limits">table</a></p></div></div>
<div class="cell docutils container"><div class="cell_input docutils container">
<div class="highlight-python notranslate"><div class="highlight"><pre>x = 1</pre></div></div></div></div>
<a href="#limits">here</a> <a href="gone.html">gone</a> <a href="https://example.org/x.html">there</a>
<a href="other.html">page</a> <math><mi>x</mi></math></section></section></article></body></html>"""


@pytest.fixture
def book(tmp_path):
    """A project with two built pages."""
    html = tmp_path / "_build" / "html"
    (html / "chapters").mkdir(parents=True)
    (html / "_images").mkdir()
    (html / "_images" / "a.png").write_bytes(b"light")
    (html / "_static" / "cards").mkdir(parents=True)
    (html / epub.COVER).write_bytes(b"cover")
    (html / "index.html").write_text("index", "utf-8")
    for name, language in (("one", "en"), ("other", "ja")):
        text = PAGE.replace("{name}", name).replace("{language}", language)
        (html / "chapters" / f"{name}.html").write_text(text, "utf-8")
    toc = {"root": "chapters/one", "parts": [{"caption": "Rest", "chapters": [{"file": "chapters/other"}]}]}
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    (tmp_path / "_config.yml").write_text("title: A & B\nauthor: The contributors\n", "utf-8")
    (tmp_path / "requirements.lock").write_text("a-b==1.2 ; x \\\n    --hash=sha256:0\nc[d]==3\n", "utf-8")
    return tmp_path


def chapters(book: Path) -> list[articles.Chapter]:
    return articles.chapters(book, book / "_build" / "html")


def test_a_chapter_is_its_text_and_light_pictures(book):
    one, other = chapters(book)
    assert (one.title, one.language, one.part) == ("Page one", "en", "")
    assert (other.title, other.language, other.part) == ("Page other", "ja", "Rest")
    assert one.sections() == [("limits", "Limits")]
    text = str(one.article)
    assert "4.2" in text and [image["alt"] for image in one.article.find_all("img")] == ["light"]
    for gone in (
        "print",
        "x = 1",
        "typed",
        "headerlink",
        "Data (CSV)",
        "·",
        "Show",
        "loading",
        "menu",
        "phone",
    ):
        assert gone not in text, gone


def test_a_page_that_is_not_built_is_named(book):
    (book / "_build/html/chapters/other.html").unlink()
    with pytest.raises(NotebookError, match=r"other\.html is not there; run `make book`"):
        chapters(book)


def test_links_lead_within_the_one_document_and_nowhere_else(book):
    found = chapters(book)
    pdf.joined(found)
    soup = BeautifulSoup(pdf.document(found, EDITION), "html.parser")
    places = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(places) == len(set(places)), "an anchor stands twice"
    within = [link["href"] for link in soup.find_all("a") if link["href"].startswith("#")]
    assert within and all(link[1:] in places for link in within)
    assert {link.get_text() for link in soup.select(".chapter a")} == {"table", "here", "there", "page"}
    assert [line.get_text() for line in soup.select(".contents a > span:first-child")] == [
        "Page one", "Limits", "Page other", "Limits",
    ]  # fmt: skip


def test_a_pdf_is_described_in_place_and_without_a_clock():
    said = (
        b"%PDF\n1 0 obj\n<</Title (x)\n/Creator (" + b"y" * 150 + b")\n/CreationDate (D:2026)>>\nendobj\nrest"
    )
    found = pdf.described(said, EDITION)
    assert len(found) == len(said) and found.endswith(b">>\nendobj\nrest")
    assert b"/Title (A & B)" in found and b"(D:20261125000000+00'00')" in found and b"yyy" not in found


@pytest.mark.parametrize("said", [b"%PDF 1 0 obj <</Title (x)>> endobj", b"no record"], ids=["short", "none"])
def test_a_pdf_that_cannot_be_described_is_refused(said):
    with pytest.raises(NotebookError, match="describes its PDF in another way"):
        pdf.described(said, EDITION)


def test_the_epub_has_its_type_first_and_lists_every_file(book):
    found = epub.members(chapters(book), book / "_build" / "html", EDITION)
    assert (found[0].name, found[0].content, found[0].packed) == ("mimetype", b"application/epub+zip", False)
    texts = {
        member.name: member.content.decode() for member in found if member.name.endswith(("opf", "xhtml"))
    }
    listed = set(re.findall(r'href="([^"]+)" media-type', texts["EPUB/book.opf"]))
    assert {f"EPUB/{name}" for name in listed} | {"mimetype", "META-INF/container.xml", "EPUB/book.opf"} == {
        member.name for member in found
    }
    assert 'lang="ja" xml:lang="ja"' in texts["EPUB/other.xhtml"]
    assert (
        'href="other.xhtml#limits"' in texts["EPUB/one.xhtml"] and "gone.html" not in texts["EPUB/one.xhtml"]
    )
    assert texts["EPUB/book.opf"].count('properties="mathml"') == 2


def test_without_java_the_epub_is_written_and_one_line_says_that_it_is_not_checked(book, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    said = epub.build(book, book / "x.epub").splitlines()
    assert said[-1] == f"{epub.NO_JAVA}." and zipfile.is_zipfile(book / "x.epub")
    with pytest.raises(NotebookError, match="install a Java runtime"):
        epub.problems(book / "x.epub")


def test_an_archive_is_the_same_whenever_its_files_were_written(tmp_path):
    archives = []
    for moment in (1_000_000_000, 2_000_000_000):
        folder = tmp_path / str(moment)
        folder.mkdir()
        for name in ("b", "a") if moment < 1_500_000_000 else ("a", "b"):
            (folder / name).write_text(name * 50, "utf-8")
            os.utime(folder / name, (moment, moment))
        bundle.write_zip(tmp_path / f"{moment}.zip", bundle.files_of(folder, "x/"))
        archives.append((tmp_path / f"{moment}.zip").read_bytes())
    assert archives[0] == archives[1]
    assert zipfile.ZipFile(tmp_path / "1000000000.zip").namelist() == ["x/a", "x/b"]


@pytest.fixture
def released(book):
    """The project with an edition of each kind and one sealed table."""
    for ending in ("pdf", "epub"):
        editions.path(book, ending).parent.mkdir(parents=True, exist_ok=True)
        editions.path(book, ending).write_bytes(ending.encode())
    (book / "data" / "facts").mkdir(parents=True)
    table = book / "data" / "facts" / "t.csv"
    table.write_text("a\n1\n", "utf-8")
    sha = hashlib.sha256(b"a\n1\n").hexdigest()
    table.with_suffix(".yml").write_text(f"vintage: May\nsha256: {sha}\n", "utf-8")
    return book


def test_a_release_is_what_its_sums_and_its_manifest_say_twice(released):
    folder = released / "_build" / "release"
    runs = []
    for _ in range(2):
        release.build(released)
        runs.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert runs[0] == runs[1]
    said = dict(reversed(line.split("  ")) for line in runs[0].pop("SHA256SUMS").decode().splitlines())
    assert said == {name: hashlib.sha256(content).hexdigest() for name, content in runs[0].items()}
    found = json.loads(runs[0]["manifest.json"])
    assert found["packages"] == {"a-b": "1.2", "c": "3"}
    assert found["tables"] == {
        "facts/t.csv": {"sha256": hashlib.sha256(b"a\n1\n").hexdigest(), "vintage": "May"}
    }
    assert found["files"].keys() == runs[0].keys() - {"manifest.json"}
    row = data.table("editions").iloc[-1]
    assert (found["edition"], found["date"]) == (str(row["edition"]), str(row["date"])[:10])


def test_a_table_that_is_not_its_sidecars_stops_a_release(released):
    (released / "data/facts/t.csv").write_text("a\n2\n", "utf-8")
    with pytest.raises(NotebookError, match=r"t\.csv is not the table of its sidecar"):
        release.build(released)


def test_a_release_without_a_pdf_says_what_to_run(released):
    editions.path(released, "pdf").unlink()
    with pytest.raises(NotebookError, match="run `make pdf` first"):
        release.build(released)


def test_the_words_of_an_edition_are_those_of_its_row():
    row = data.table("editions").iloc[-1]
    day = date.fromisoformat(str(row["date"])[:10])
    assert newest_words() == f"{row['title']}, {day.strftime('%d').lstrip('0')} {day.strftime('%B %Y')}"
    assert EDITION.words == "First edition, 25 November 2026"


@pytest.mark.parametrize(
    ("page", "cell"),
    [("modalities", "DELAY, GOOD, RICH = 3, "), ("tax_and_fiscal", 'BASIS = "tokyo"')],
)
def test_what_the_page_on_rerunning_changes_is_there_to_be_changed(page, cell):
    cells = json.loads((ROOT / f"chapters/{page}.ipynb").read_text("utf-8"))["cells"]
    code = [one for one in cells if one["cell_type"] == "code"]
    at = [i for i, one in enumerate(code) if cell in "".join(one["source"])]
    assert len(at) == 1, f"{page} has {cell!r} in the code cells {at}, not in one"
