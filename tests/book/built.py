"""Where the built book is, and its pages."""

from pathlib import Path

from analysis.report.build import book

HTML = book.ROOT / "_build" / "html"


def page_paths() -> list[Path]:
    """Every page that a reader can open, as paths below the built folder."""
    return sorted(path.relative_to(HTML) for path in HTML.rglob("*.html") if "_static" not in path.parts)
