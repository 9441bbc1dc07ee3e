"""The page at the root of the book: it leads on to the first page, and is that page to whoever links to it.

Sphinx writes none where the first page stands in a folder, and what stands in for it has no icon, so that
every visit starts with a request for a file that is not there."""

from __future__ import annotations

from html import escape
from pathlib import Path

from analysis.report.pages import policy, sharing


def page(first: dict[str, str], book: dict[str, str], icon: str) -> str:
    """The text of the page.

    Parameters
    ----------
    first, book : dict
        The first page and the book as `sharing.tags` describes them.
    icon : str
        Name of the icon's file in the folder of static files.
    """
    there = escape(first["file"], quote=True)
    return (
        f'<!DOCTYPE html>\n<html lang="{first["language"]}">\n<head>\n<meta charset="utf-8" />\n'
        f"{policy.TAG}\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>{escape(book['title'])}</title>\n"
        f'<link rel="icon" href="_static/{escape(icon, quote=True)}" />\n'
        f'<meta http-equiv="refresh" content="0; url={there}" />\n'
        f"{sharing.tags({**first, 'root': ''}, book)}</head>\n"
        f'<body><p><a href="{there}">{escape(book["title"])}</a></p></body>\n</html>\n'
    )


def after_build(app, exception) -> None:
    """Write the page, before anything else does."""
    if exception is not None or app.builder.name != "html":
        return
    first, book = app.env.report_cards[app.config.root_doc]
    text = page(first, book, Path(app.config.html_favicon).name)
    (Path(app.outdir) / "index.html").write_text(text, encoding="utf-8")


def setup(app) -> None:
    """Register with Sphinx."""
    app.connect("build-finished", after_build, priority=100)
