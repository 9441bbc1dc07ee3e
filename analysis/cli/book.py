"""``python -m analysis book``: build the HTML and find the browser that reads it back."""

from __future__ import annotations

import typer

app = typer.Typer(help="Build the HTML book; find the browser that tests it.", no_args_is_help=True)


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
