"""A page carries what it uses and nothing that its policy would have to forgive.

The theme writes scripts, styles and handlers into its pages, loads 1.5 MB of icons to draw nine of them, and
Jupyter Book loads every script of `_static` on every page. After the build, page by page:

* a script or style written in the page becomes a file, named by its content, at the same place, so that the
  order of what runs stays as it was and the policy needs no exception;
* a handler written in an attribute becomes a name, which `_static/frame.js` knows;
* the size of a picture moves from its style to its width and height, any other style to a file;
* what the theme and the bibliography write against the rules of access is put right: a part outside every
  landmark, roles that no longer exist, a heading of a column without words;
* the scripts of the head run when the page is read, so that none stands before its first line; only the one
  that chooses light or dark has to come before;
* the names of two thousand icons leave the theme's style, with the type that their letters would fetch;
* no script is asked for ahead of the styles, for which the first line waits;
* scripts that this page has no use for are left out: those of the theme for what the book has not, and our
  own on pages other than theirs. The icons are drawn by `_static/frame.css`.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
from pathlib import Path

from analysis.report.pages import code_switch, values

#: Our scripts and styles that belong to some pages only.
ONLY_ON = {
    "explorer.js": ("explorer",),
    "explorer_model.js": ("explorer",),
    "keep.js": ("explorer",),
    "address.js": ("explorer", "verdicts"),
    "scheme.js": ("explorer",),
    "scheme_model.js": ("explorer",),
    "controls.js": ("explorer",),
    "explorer.css": ("explorer",),
    "verdicts.js": ("verdicts",),
    "all_numbers.js": ("all_numbers",),
    "cover.css": ("index", "zh", "ja"),  # the two summaries show the scorecard too
    "cite.js": ("index",),
    "api.css": (
        "api",
        *(f"api_{part}" for part in ("claims", "data", "passthrough", "report", "scheme", "transmission")),
    ),
}
#: Our scripts and styles that belong to pages with a figure of this class.
ONLY_WITH = {"values.js": values.CLASS, "values.css": values.CLASS}
#: Of ours, those that a page names where they have to run, and that so do not belong in its head.
IN_PLACE = ("in_full.js",)
#: Of the theme: icons as one script, tabs and grids, folds of its own, a live kernel, its search.
UNUSED = (
    "togglebutton.js",
    "togglebutton.css",
    "sphinx-design.min.css",
    "fontawesome.js",
    "design-tabs.js",
    "sphinx-thebe.css",
    "searchtools.js",
    "language_data.js",
    "searchindex.js",
    "sphinx_highlight.js",
    "doctools.js",
)
#: What these pages say to scripts that are left out.
UNHEARD = ("DOCUMENTATION_OPTIONS.", "let toggle", "var togglebuttonSelector")
#: Attributes with code, and the name under which `frame.js` does the same.
HANDLERS = {"toggleFullScreen()": "full-screen", "window.print()": "print", code_switch.HANDLER: "all-code"}
#: Buttons that stay pressed.
SWITCHES = (code_switch.HANDLER,)

#: What stands in the pages, and what should: patterns that the accessibility checker named.
ACCESS = (
    (
        r'<div class="sidebar-primary-item">(\s*<a class="navbar-brand)',
        r'<div class="sidebar-primary-item" role="region" aria-label="Title">\1',
    ),
    (r' role="doc-biblioentry"', ""),
    (r'(<div role=")list(" class="citation-list">)', r"\1group\2"),
    (r'<th (class="head[^"]*")>\s*(?:<p>\s*</p>)?\s*</th>', r"<td \1></td>"),
)

_SCRIPT = re.compile(r"<script(?P<attributes>(?:(?!\ssrc=)[^>])*)>(?P<text>.*?)</script>\s*", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(?P<text>.*?)</style>\s*", re.DOTALL)
_LOADS = re.compile(
    r'[ \t]*<(?:script[^>]*\ssrc="(?P<script>[^"]*)"[^>]*></script>'
    r'|link[^>]*\shref="(?P<link>[^"]*)"[^>]*>)\n?'
)
#: A script of the head that may wait: it has a file, and nothing says when it runs or that it is early.
_EARLY = re.compile(r"<script(?![^>]*\b(?:defer|async|data-cfasync)\b)(?=[^>]*\ssrc=)")
#: The letter of an icon in the theme's style.
_ICON = re.compile(r"(?:\.fa-[\w-]+::?before,?)+\{[^{}]*\}")
_FACE = re.compile(r"@font-face\{[^{}]*Font Awesome[^{}]*\}")
_AHEAD = 'rel="preload" as="script"'
_COMMENT = re.compile(r"<!--(?!\[).*?-->", re.DOTALL)  # reasons for typed numbers are for who edits a page
_HANDLER = re.compile(r'\sonclick="(?P<code>[^"]*)"')
_SIZED = re.compile(r'style="width: (?P<width>\d+)px; aspect-ratio: (?P<across>\d+) / (?P<down>\d+);?"')
_STYLED = re.compile(r'(?<=\s)style="(?P<rules>[^"]*)"')
_WRITTEN = re.compile(r'<[^>]*\son[a-z]+="')


class Files:
    """Scripts and styles taken out of pages, each stored once under a name made of its content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, text: str, ending: str) -> str:
        """Store a text and return its file's name."""
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"
        (self.folder / name).write_text(text, encoding="utf-8")
        return name


def lean(page: str, html: str, files: Files, root: str) -> str:
    """The text of a page without what it does not use, and with nothing written in it that runs or styles.

    Parameters
    ----------
    page : str
        Name of the page, ``explorer``; decides which of our scripts it keeps.
    html : str
        What Sphinx wrote.
    files : Files
        Takes the scripts and styles.
    root : str
        Way from the page to the folder that holds ``_static``, ending in ``/`` unless empty.

    Raises
    ------
    ValueError
        If a handler remains in an attribute, because the policy would silently switch it off.
    """

    def loads(match: re.Match) -> str:
        name = posixpath.basename((match["script"] or match["link"] or "").split("?")[0])
        kept = name not in UNUSED and page in ONLY_ON.get(name, (page,))
        kept = kept and (name not in IN_PLACE or match.start() > head) and _AHEAD not in match[0]
        if kept and name in ONLY_WITH:
            kept = bool(re.search(rf'<figure class="[^"]*\b{ONLY_WITH[name]}\b', html))
        return match[0] if kept else ""

    def script(match: re.Match) -> str:
        if not match["text"].strip() or match["text"].strip().startswith(UNHEARD):
            return ""
        if 'type="' in match["attributes"]:  # data, which no browser runs
            return match[0]
        name = files.keep(match["text"], "js")
        return f'<script{match["attributes"]} src="{root}_static/inline/{name}"></script>\n'

    def style(match: re.Match) -> str:
        return f'<link rel="stylesheet" href="{root}_static/inline/{files.keep(match["text"], "css")}" />\n'

    def handler(match: re.Match) -> str:
        if match["code"] not in HANDLERS:
            raise ValueError(f"page {page}: no name for {match['code']!r}; add it to HANDLERS and frame.js")
        pressed = ' type="button" aria-pressed="false"' if match["code"] in SWITCHES else ""
        return f' data-does="{HANDLERS[match["code"]]}"{pressed}'

    def sized(match: re.Match) -> str:
        width = int(match["width"])
        return f'width="{width}" height="{round(width * int(match["down"]) / int(match["across"]))}"'

    for pattern, right in ACCESS:
        html = re.sub(pattern, right, html)
    html = _COMMENT.sub("", html)
    head = html.find("</head>")
    html = _LOADS.sub(loads, html)
    html = _SCRIPT.sub(script, html)
    html = _STYLE.sub(style, html)
    html = _HANDLER.sub(handler, html)
    html = _SIZED.sub(sized, html)
    styles = {match["rules"]: f"s{number}" for number, match in enumerate(_STYLED.finditer(html))}
    if styles:
        html = _STYLED.sub(lambda match: f'data-style="{styles[match["rules"]]}"', html)
        text = "".join(f'[data-style="{name}"] {{ {rules} }}\n' for rules, name in styles.items())
        link = f'<link rel="stylesheet" href="{root}_static/inline/{files.keep(text, "css")}" />\n'
        html = html.replace("</head>", f"{link}</head>", 1)
    if left := _WRITTEN.search(html):
        raise ValueError(f"page {page}: {html[left.start() : left.end() + 60]!r} is a handler in the page")
    return deferred(html)


def deferred(html: str) -> str:
    """A page whose scripts of the head run, in their order, when it has been read."""
    head, end, rest = html.partition("</head>")
    return _EARLY.sub("<script defer", head) + end + rest if end else html


def without_icons(style: str) -> str:
    r"""The theme's style without the letters of its icons, which `_static/frame.css` draws, and their type.

    >>> without_icons('.fa-a:before,.fa-b:before{content:"\f0"}p{color:red}')
    'p{color:red}'
    >>> without_icons('@font-face{font-family:Font Awesome\ 6 Free;src:url(a.woff2)}p{color:red}')
    'p{color:red}'
    """
    return _FACE.sub("", _ICON.sub("", style))


def without_drawings(notebook: str) -> str:
    """A notebook that a reader takes away: without the drawings that only the build unpacks; its pictures
    stay."""
    found = json.loads(notebook)
    for cell in found["cells"]:
        for output in cell.get("outputs", ()):
            for drawn in ("svg", "values"):
                output.get("metadata", {}).get("report", {}).pop(drawn, None)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def after_build(app, exception) -> None:
    """Make every built page lean, and the theme's style."""
    if exception is not None or app.builder.format != "html":
        return
    built = Path(app.outdir)
    files = Files(built / "_static" / "inline")
    for path in sorted(built.rglob("*.html")):
        if "_static" in path.parts:
            continue
        depth = len(path.relative_to(built).parts) - 1
        text = path.read_text(encoding="utf-8")
        path.write_text(lean(path.stem, text, files, "../" * depth), encoding="utf-8")
    # Maps of the theme's scripts to their sources, a tenth of the book, are for who debugs the theme; its
    # words in other languages are for its translators.
    for name in (*UNUSED, "*.map", "fa-*"):
        for path in built.rglob(name):
            path.unlink()
    shutil.rmtree(built / "_static" / "locales", ignore_errors=True)
    for path in (built / "_sources").rglob("*.ipynb"):
        path.write_text(without_drawings(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (built / "_static" / "styles").glob("*.css"):
        path.write_text(without_icons(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app) -> None:
    """Register with Sphinx, after everything else that changes pages."""
    app.connect("build-finished", after_build, priority=950)
