"""Chinese and Japanese: their language where browsers, screen readers and machines look for it.

The frame around a page in one of them stays English and says so; a link to one of them carries its language
on every page; and so does every Chinese or Japanese word in an English page, the article's phrases among
them.
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

_SIGN = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
_KANA = re.compile(r"[\u3040-\u30ff]")
#: Words in these scripts with the digits, marks and brackets that belong to them.
_WORDS = re.compile(
    rf"[\d\u201c\u3008-\u3010\uff08]*{_SIGN}"
    rf"(?:[\w.,%()\u00b7\u2013\u2014\u2018-\u201d\u3000-\u303f\uff00-\uffef]*{_SIGN})?"
    r"[)\u201d\u3002\u3009-\u3011\uff09]*"
)
#: Pieces of a page: what has a language already or is no text, tags, and the text between them.
_PIECES = re.compile(
    r"<(?P<named>a|span)\b[^>]*\slang=[^>]*>.*?</(?P=named)>|<(?P<other>script|style|svg)\b.*?</(?P=other)>"
    r"|<!--.*?-->|<[^>]*>|(?P<text>[^<]+)",
    re.DOTALL,
)
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
#: The page whose foreign words are the article's, which is Chinese; elsewhere they name Japanese sources.
QUOTES_THE_ARTICLE = "verdicts"


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
        return _ENGLISH.sub(r'<\g<tag> lang="en"\g<before>', html)
    return _ARTICLE.sub(lambda article: _words_marked(page, article[0]), html, count=1)


def _words_marked(page: str, html: str) -> str:
    """The words of other scripts in an English article, each in an element that names its language."""

    def words(found: re.Match[str]) -> str:
        chinese = page == QUOTES_THE_ARTICLE and not _KANA.search(found[0])
        return f'<span lang="{"zh-Hans" if chinese else "ja"}">{found[0]}</span>'

    def piece(found: re.Match[str]) -> str:
        return _WORDS.sub(words, found[0]) if found["text"] else found[0]

    return _PIECES.sub(piece, html) if re.search(_SIGN, html) else html


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
