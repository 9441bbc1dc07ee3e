"""``python -m analysis book``: build the HTML and its editions, and find the browser that reads it back."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Build the HTML book, its PDF and EPUB, a release; find the browser that tests it.",
    no_args_is_help=True,
)


@app.command()
def build() -> None:
    """Write the HTML from the committed notebooks; any warning fails the build."""
    from analysis.report.build import book

    report = book.build()
    typer.echo(report)


@app.command()
def browser() -> None:
    """Find a Chromium, or install one by this platform's ordinary means."""
    from analysis.report.build import browser

    typer.echo(f"Browser for the page tests: {browser.ensure()}")


@app.command()
def pdf() -> None:
    """Print the built HTML as one PDF."""
    from analysis.report import editions
    from analysis.report.build import book
    from analysis.report.editions import door, pdf

    target = editions.path(book.ROOT, "pdf")
    typer.echo(pdf.build(book.ROOT, target))
    door.open_pdf(book.ROOT / "_build" / "html", target)


@app.command()
def epub() -> None:
    """Write the built HTML as an EPUB, and check it where Java is there."""
    from analysis.report import editions
    from analysis.report.build import book
    from analysis.report.editions import epub

    typer.echo(epub.build(book.ROOT, editions.path(book.ROOT, "epub")))


@app.command()
def release() -> None:
    """Pack HTML, PDF and EPUB with a manifest and their sums."""
    from analysis.report.build import book
    from analysis.report.editions import release

    typer.echo(release.build(book.ROOT))
