"""All styles of a page as one file, without the rules that nothing in the book could use.

The theme brings 340 kB of rules in five files, one of which asks for the next only when it has arrived; most
are for parts that this book has not. A page waits for all of them before its first line, and a phone reads
every rule. After the build, and after `lean`:

* the sheets of a page become one file, in their order, named by its content, so that pages with the same
  sheets share it, and asked for before the first script;
* of the theme's sheets go the rules that ask for a class which stands in no page and is a word of no script.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analysis.report.pages.lean import Files

#: Sheets that others wrote; ours are short and say what the pages have.
OTHERS = (
    "basic.css",
    "copybutton.css",
    "mystnb.",
    "pydata-sphinx-theme.css",
    "pygments.css",
    "sphinx-book-theme.css",
    "theme.css",
)

_LINK = re.compile(r'[ \t]*<link(?=[^>]*\srel="stylesheet")[^>]*\shref="(?P<href>[^"]*)"[^>]*>\n?')
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)  # a licence begins with an exclamation mark and stays
_IMPORT = re.compile(r'@import\s+(?:url\()?"(?P<path>[^"]+)"\)?\s*;')
_URL = re.compile(r"url\((?P<path>(?!data:|[\"'])[^)]+)\)")
_RULE = re.compile(r"(?P<selectors>[^{}@;/]+)\{[^{}]*\}")
_EMPTY = re.compile(r"@(?:media|supports)[^{};]*\{\s*\}")
_ASKED = re.compile(r"\.((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
_BESIDE = re.compile(r":not\([^()]*\)|\[[^\]]*\]")  # what a selector asks not to be there, and attributes


def known(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Classes that pages have, and words of scripts, which may set them."""
    found = {name for page in pages for match in _CLASSES.finditer(page) for name in match[1].split()}
    return found.union(*(_WORD.findall(script) for script in scripts))


def reduced(style: str, classes: set[str]) -> str:
    """A sheet without the rules that ask for a class which nobody has.

    >>> reduced(".a,.b{x:y}.b .a{x:y}@media print{.b{x:y}}p:not(.b){x:y}", {"a"})
    '.a{x:y}p:not(.b){x:y}'
    """

    def kept(match: re.Match) -> str:
        selectors = [one for one in _alternatives(match["selectors"]) if _possible(one, classes)]
        return ",".join(selectors) + match[0][len(match["selectors"]) :] if selectors else ""

    style = _RULE.sub(kept, _COMMENT.sub("", style))
    while (shorter := _EMPTY.sub("", style)) != style:
        style = shorter
    return style


def _alternatives(selectors: str) -> list[str]:
    """Selectors at the commas that stand in no brackets."""
    found, depth = [""], 0
    for letter in selectors:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found


def _possible(selector: str, classes: set[str]) -> bool:
    if ":is(" in selector or ":where(" in selector:  # one of them suffices: not worth a parser
        return True
    asked = (name.replace("\\", "") for name in _ASKED.findall(_BESIDE.sub("", selector)))
    return all(name in classes or _made_of(name, classes) for name in asked)


def _made_of(name: str, classes: set[str]) -> bool:
    """Whether a script may put a class together: "bs-tooltip" and "-auto"."""
    parts = name.split("-")
    return any("-".join(parts[:end]) in classes for end in range(2, len(parts)))


def together(html: str, sheet: Sheets, root: str) -> str:
    """A page with one sheet in the place of the first of its own; what is for pages without scripts stays."""
    apart = [match.span() for match in _NOSCRIPT.finditer(html)]
    links = [
        match
        for match in _LINK.finditer(html)
        if " media=" not in match[0] and not any(start < match.start() < end for start, end in apart)
    ]
    if not links:
        return html
    name = sheet.of(tuple(match["href"].split("?")[0].removeprefix(root) for match in links))
    for match in reversed(links):
        html = html[: match.start()] + html[match.end() :]
    at = links[0].start()
    href = f'href="{root}_static/inline/{name}"'
    html = f'{html[:at]}<link rel="stylesheet" {href} />\n{html[at:]}'
    # A browser does not look ahead of a script where a page has a policy: it would ask for the styles when
    # the one that chooses light or dark has come and run.
    first = at if "<script" not in html[:at] else html.index("<script")
    return f'{html[:first]}<link rel="preload" as="style" {href} />\n{html[first:]}'


class Sheets:
    """The sheets of a built book, each read and reduced once."""

    def __init__(self, built: Path, classes: set[str]) -> None:
        self._built, self._classes = built, classes
        self._files = Files(built / "_static" / "inline")
        self.of = cache(self._of)
        self._text = cache(self._read)

    def _of(self, paths: tuple[str, ...]) -> str:
        """Name of the file that holds these sheets in their order."""
        return self._files.keep("\n".join(self._text(path) for path in paths), "css")

    def _read(self, path: str) -> str:
        """Text of a sheet, with those that it imports, and addresses as they are from the new file."""
        folder = posixpath.dirname(path)

        def imported(match: re.Match) -> str:
            return self._text(posixpath.normpath(posixpath.join(folder, match["path"])))

        def moved(match: re.Match) -> str:
            return f"url({posixpath.relpath(posixpath.join(folder, match['path']), '_static/inline')})"

        text = (self._built / path).read_text(encoding="utf-8")
        if posixpath.basename(path).startswith(OTHERS):
            text = reduced(text, self._classes)
        return _IMPORT.sub(imported, _URL.sub(moved, text))


def after_build(app, exception) -> None:
    """Give every page its one sheet."""
    if exception is not None or app.builder.format != "html":
        return
    built = Path(app.outdir)
    paths = [path for path in sorted(built.rglob("*.html")) if "_static" not in path.parts]
    pages = {path: path.read_text(encoding="utf-8") for path in paths}
    scripts = [path.read_text(encoding="utf-8") for path in (built / "_static").rglob("*.js") if _runs(path)]
    sheets = Sheets(built, known(pages.values(), scripts))
    for path, text in pages.items():
        depth = len(path.relative_to(built).parts) - 1
        path.write_text(together(text, sheets, "../" * depth), encoding="utf-8")
    for path in (built / "_static").rglob("*.css"):
        if path.parent.name != "inline" and path.name.startswith(OTHERS):
            path.unlink()


def _runs(path: Path) -> bool:
    """Whether a script does something, and is not the words of the search or of the cards of numbers."""
    return path.name != "search_texts.js" and path.parent.name != "evidence"


def setup(app) -> None:
    """Register with Sphinx, after `lean`."""
    app.connect("build-finished", after_build, priority=960)
