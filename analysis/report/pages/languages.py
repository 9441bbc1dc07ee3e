"""Pages in Chinese and Japanese: their language where browsers, screen readers and machines look for it.

The frame around them stays English and says so; a link to one of them carries its language on every page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Language:
    """How a language is named (`tag`, BCP 47; `locale`, as cards write it), what the book is called in it,
    and families of type that have its characters in its own forms."""

    tag: str
    locale: str
    book: str
    families: Sequence[str]


#: By the stem of the page.
LANGUAGES = {
    "zh": Language(
        "zh-Hans",
        "zh_CN",
        "5500亿美元、日元与物价",
        ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
    ),
    "ja": Language(
        "ja",
        "ja_JP",
        "5500億ドルと円と物価",
        ("Noto Sans CJK JP", "Source Han Sans", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "IPAexGothic"),
    ),
}
#: Files in which such families come, so that not every font of a machine has to be read.
_FILES = re.compile(
    r"CJK|SourceHan|NotoSans(?:SC|JP)|PingFang|msyh|Hiragino|ヒラギノ|YuGoth|ipaexg", re.IGNORECASE
)
_ENGLISH = re.compile(
    r'<(?P<tag>div|header|footer|nav)(?P<before>[^>]*\sclass="[^"]*\b'
    r'(?:bd-sidebar-primary|bd-header-article|bd-header|prev-next-footer|bd-footer)\b[^"]*")(?![^>]*\slang=)'
)
_LINK = re.compile(
    r'<a(?P<attributes>(?![^>]*\slang=)[^>]*\shref="(?:[^"]*/)?(?P<page>'
    + "|".join(LANGUAGES)
    + r")\.html[^>]*)>"
    r"(?=\s*(?:<[^>]*>\s*)*[^<]*[\u3040-\u30ff\u4e00-\u9fff])"
)


def family(language: Language) -> str | None:
    """The first family of a language that this machine has, made known to Matplotlib; None if it has none."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    if not {font.name for font in manager.ttflist} & set(language.families):
        for path in sorted(font_manager.findSystemFonts()):
            if _FILES.search(Path(path).name):
                manager.addfont(path)
    known = {font.name for font in manager.ttflist}
    return next((name for name in language.families if name in known), None)


def marked(page: str, html: str) -> str:
    """A page with the language of its links to other languages, and of an English frame around its text."""
    html = _LINK.sub(lambda link: f'<a lang="{LANGUAGES[link["page"]].tag}"{link["attributes"]}>', html)
    if page in LANGUAGES:
        html = _ENGLISH.sub(r'<\g<tag> lang="en"\g<before>', html)
    return html


def name_language(app, pagename, templatename, context, doctree) -> None:
    """Give a page its language and the book its name in it."""
    if language := LANGUAGES.get(pagename.rsplit("/", 1)[-1]):
        context["language"] = language.tag
        context["docstitle"] = language.book


def after_build(app, exception) -> None:
    """Mark what of each page is in another language than the page."""
    if exception is not None or app.builder.format != "html":
        return
    for path in sorted((Path(app.outdir) / "chapters").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        if (found := marked(path.stem, text)) != text:
            path.write_text(found, encoding="utf-8")


def setup(app) -> None:
    """Register with Sphinx, before pages are described and made lean."""
    app.connect("html-page-context", name_language, priority=840)
    app.connect("build-finished", after_build, priority=940)
