"""``python -m analysis changes``: what the pages say now that they did not say in the last edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="What changed since the last edition, and the record of editions.", no_args_is_help=True
)


@app.command()
def report(
    markdown: Annotated[Path | None, typer.Option(help="Also write the report to this file.")] = None,
) -> None:
    """Print the change report and write it to the table that the page "What changed" shows.

    After a run that was refused the sentences that have turned come first, and the table is left as it is.
    """
    from analysis.data import default
    from analysis.report.build import notebooks, turned
    from analysis.report.changes import record, tell

    store = default()
    found = record.report(notebooks.ROOT, store)
    refused = turned.left(notebooks.ROOT)
    told = tell.text(found, refused)
    if not refused:
        record.write(store, found)
    typer.echo(told, nl=False)
    if markdown is not None:
        markdown.write_text(told, encoding="utf-8")


@app.command()
def edition() -> None:
    """Close an edition: what the pages say now is what the next changes are told against.

    First add its row by hand to data/facts/editions.csv (number, date, title, note) and seal it.
    """
    from analysis.data import default
    from analysis.report.build import notebooks
    from analysis.report.changes import record

    store = default()
    record.write(store, record.report(notebooks.ROOT, store))
    number = record.settle(store, notebooks.ROOT)
    typer.echo(
        f"edition {number} is recorded; now `python -m analysis notebooks run` brings the page up to date"
    )


@app.command()
def forecast() -> None:
    """Make the next standing forecast from the newest month of the data, below those made before.

    It is scored in every report once its months are published.
    """
    from analysis.data import default
    from analysis.report.changes import forecasts

    rows = forecasts.make(default(), f"{date.today():%Y-%m-%d}")
    typer.echo(
        f"{rows} months ahead are in data/facts/standing_forecasts.csv; now `python -m analysis notebooks"
        " run`"
    )
