"""What a page says of itself to whoever links to it: a description, a card with a picture, how to cite the
report.

Addresses are relative until ``html: baseurl`` is set in `_config.yml`; then a page also names its own
canonical address and the book has a site map."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

from docutils import nodes

from analysis import data
from analysis.report.pages import languages

LONGEST = 200  # characters of a description; what links to a page shows no more
CARD = (1200, 630)  # pixels, the ratio that cards of pages have
#: Chinese and Japanese part sentences by a full stop alone.
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=。)\s*(?=.)")
_WIDE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
#: Brackets that open; and marks that close, with the ends of sentences.
_OPENS = "\u300c\u300e\uff08\u201c"
_CLOSES = "\u3001\u3002\uff0c\uff1b\uff1a\u300d\u300f\uff09\u201d\uff1f\uff01"


def description(doctree: nodes.document | None) -> str:
    """The first sentences of a page that fit a description; "" for a page without a paragraph."""
    if doctree is None:
        return ""
    paragraphs = (
        one
        for one in doctree.findall(nodes.paragraph)
        if isinstance(one.parent, nodes.section | nodes.document)
    )
    first = next(paragraphs, None)
    if first is None:
        return ""
    sentences = _SENTENCE.split(re.sub(r"\s+", " ", first.astext()).strip())
    text = sentences[0]
    for more in sentences[1:]:
        longer = text + more if text.endswith("。") else f"{text} {more}"
        if len(longer) > LONGEST:
            break
        text = longer
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def tags(page: dict[str, str], book: dict[str, str]) -> str:
    """The head elements of one page.

    Parameters
    ----------
    page : dict
        ``title``, ``description``, ``file`` and ``file_of_card`` (paths below the root of the book) and
        ``root`` (way from the page to that root), ``language`` and ``locale``.
    book : dict
        ``title``, ``author``, ``edition`` (date) and ``address`` ("" while there is none).
    """
    address = book["address"].rstrip("/")
    card = f"{address}/{page['file_of_card']}" if address else f"{page['root']}{page['file_of_card']}"
    named = {
        "og:type": "article",
        "og:site_name": book["title"],
        "og:title": page["title"],
        "og:description": page["description"],
        "og:image": card,
        "og:image:width": str(CARD[0]),
        "og:image:height": str(CARD[1]),
        "og:image:alt": f"{page['title']}. {page['description']}".strip(),
        "og:locale": page["locale"],
        **({"og:url": f"{address}/{page['file']}"} if address else {}),
    }
    lines = [f'<meta property="{key}" content="{escape(text, quote=True)}" />' for key, text in named.items()]
    lines.append('<meta name="twitter:card" content="summary_large_image" />')
    if page["description"]:
        lines.insert(0, f'<meta name="description" content="{escape(page["description"], quote=True)}" />')
    if address:
        lines.append(f'<link rel="canonical" href="{escape(named["og:url"], quote=True)}" />')
    return "\n".join([*lines, structured(page, book)]) + "\n"


def structured(page: dict[str, str], book: dict[str, str]) -> str:
    """The page as schema.org describes a chapter of a report, for machines that read pages."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "name": page["title"],
        "abstract": page["description"],
        "inLanguage": page["language"],
        "dateModified": book["edition"],
        "isPartOf": {
            "@type": "Report",
            "name": book["title"],
            "author": {"@type": "Organization", "name": book["author"]},
            "datePublished": book["edition"],
            "license": "https://spdx.org/licenses/MIT",
        },
    }
    text = json.dumps(found, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def lines(text: str, width: int) -> list[str]:
    """A text in lines of at most so many letters; a Chinese or Japanese sign is two letters wide, and a line
    may end after any of them but before no mark that closes and after none that opens."""
    if not _WIDE.search(text):
        return wrap(text, width)
    found = [""]
    for piece in re.findall(r"[A-Za-z0-9.,%$−-]+|.", text):
        room = width - sum(2 if _WIDE.match(sign) else 1 for sign in found[-1] + piece)
        if room < 0 and piece not in _CLOSES:
            kept = found[-1].rstrip(_OPENS)
            found, piece = [*found[:-1], kept, ""], found[-1][len(kept) :] + piece
        found[-1] += piece if found[-1] else piece.lstrip()
    return found


def draw_card(title: str, words: str, book: str, path: Path, family: str = "DejaVu Sans") -> None:
    """The picture of a page's card: its title and what it says, in the colours of the book."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    from analysis.report.author.style import COLOURS, INK, MUTED, PAPER

    figure = Figure(figsize=(CARD[0] / 100, CARD[1] / 100), dpi=100, facecolor=PAPER[0])
    figure.add_artist(Rectangle((0, 0), 0.018, 1, transform=figure.transFigure, color=COLOURS["blue"][0]))
    written = {"va": "top", "family": family}
    figure.text(0.06, 0.9, "\n".join(lines(book, 60)), size=17, color=MUTED[0], **written)
    figure.text(0.06, 0.72, "\n".join(lines(title, 32)[:3]), size=40, color=INK[0], weight="bold", **written)
    figure.text(0.06, 0.3, "\n".join(lines(words, 68)[:4]), size=20, color=INK[0], linespacing=1.5, **written)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=100, metadata={"Software": None})


def add_tags(app, pagename, templatename, context, doctree) -> None:
    """Describe a page in its head, and remember what its card says."""
    if templatename != "page.html" or not pagename.startswith("chapters/"):
        return
    title = re.sub(r"<[^>]+>", "", context.get("title", "")).strip() or app.config.project
    language = languages.LANGUAGES.get(pagename.rsplit("/", 1)[-1])
    page = {
        "title": title,
        "description": description(doctree),
        "file": f"{pagename}.html",
        "file_of_card": f"_static/cards/{pagename.rsplit('/', 1)[-1]}.png",
        "root": "../" * pagename.count("/"),
        "language": language.tag if language else "en",
        "locale": language.locale if language else "en",
    }
    book = {
        "title": language.book if language else app.config.html_title or app.config.project,
        "author": app.config.author,
        "edition": str(data.table("editions")["date"].iloc[-1]),
        "address": app.config.html_baseurl,
    }
    context["metatags"] = (context.get("metatags") or "") + tags(page, book)
    app.env.report_cards = {**getattr(app.env, "report_cards", {}), pagename: (page, book)}


def after_build(app, exception) -> None:
    """Draw the cards, and write the site map where the book has an address."""
    if exception is not None or app.builder.format != "html":
        return
    cards = getattr(app.env, "report_cards", {})
    out = Path(app.outdir)
    for page, book in cards.values():
        _card(page, book, out)
    for name in languages.LANGUAGES:
        # Where the machine has no type for a language, its page shows the card of the first one.
        card, first = (out / f"_static/cards/{stem}.png" for stem in (name, "index"))
        if not card.exists() and first.exists():
            card.write_bytes(first.read_bytes())
    if app.config.html_baseurl:
        write_site_map(out, app.config.html_baseurl, [page["file"] for page, _ in cards.values()])


def _card(page: dict[str, str], book: dict[str, str], out: Path) -> None:
    spoken = {language.tag: language for language in languages.LANGUAGES.values()}.get(page["language"])
    family = languages.family(spoken) if spoken else "DejaVu Sans"
    if family:
        draw_card(page["title"], page["description"], book["title"], out / page["file_of_card"], family)


def write_site_map(folder: Path, address: str, files: list[str]) -> None:
    """List every page by its full address, as search engines read it."""
    lines = [f"<url><loc>{escape(address.rstrip('/'))}/{escape(name)}</loc></url>" for name in sorted(files)]
    text = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *lines,
            "</urlset>\n",
        ]
    )
    (folder / "sitemap.xml").write_text(text, encoding="utf-8")


def setup(app) -> None:
    """Register with Sphinx."""
    # Before the policy, which comes first in the head, and before `lean`, which leaves data in script
    # elements.
    app.connect("html-page-context", add_tags, priority=850)
    app.connect("build-finished", after_build, priority=800)
