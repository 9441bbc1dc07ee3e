"""``python -m analysis facts``: what of the facts is old, and a new row with its checks."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.plain import columns as in_columns
from analysis.errors import DataError

app = typer.Typer(help="The age of the facts, and new ones.", no_args_is_help=True)


@app.command()
def stale(
    as_of: Annotated[
        str | None, typer.Option(help="Day from which age is counted, YYYY-MM-DD. Default: today.")
    ] = None,
    older_than: Annotated[int, typer.Option(min=0, help="Rows whose newest source is more days old.")] = 180,
    table: Annotated[str | None, typer.Option(help="Rows of this table only.")] = None,
) -> None:
    """List what to look up again: events, searches to repeat, rows by the age of their newest source."""
    from analysis.data import default
    from analysis.data.facts import ageing

    store, day = default(), _day(as_of)
    if table is None:
        events = ageing.events(store, day)
        typer.echo("Events are known to")
        typer.echo(
            in_columns(
                ("table", "covered to", "days ago"),
                [tuple(row) for row in events.to_numpy(dtype=object)],
                right={"days ago"},
            )
        )
        typer.echo("\nSearches to repeat")
        for row in ageing.searches(store, day).itertuples():
            rests = f"; decides {row.open}" if row.open else ""
            typer.echo(f"{row.searched_on} ({row.days} days ago)  {row.subject}")
            typer.echo(f"  {row.collection}, {row.where}: {row.words}{rests}")
        typer.echo("")
    rows = ageing.rows(store, day, older_than, table)
    typer.echo(f"{len(rows)} rows whose newest source is more than {older_than} days old, or undated")
    heads = ("table", "id", "newest source", "days", "grade", "what")
    cells = [(r.table, r.id, r.newest, r.days, r.grade, r.what[:60]) for r in rows.itertuples()]
    if cells:
        typer.echo(in_columns(heads, cells, right={"days"}))


@app.command()
def add(
    table: Annotated[str, typer.Argument(help="A table of facts.")],
    source: Annotated[
        str | None, typer.Option("--from", help="The filled form, or - for standard input.")
    ] = None,
) -> None:
    """Print a form for a new row; with --from, check the filled form, append the row and seal the table."""
    from analysis.data import default
    from analysis.data.facts import adding

    store = default()
    if source is None:
        typer.echo(adding.form(store, table), nl=False)
        return
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
    except OSError as error:
        raise DataError(f"{source}: cannot be read ({error.strerror})") from None
    for change in adding.add(store, table, text):
        typer.echo(change)
    typer.echo(f"now bring vintage and covered_to of {table}.yml up to date by hand")


def _day(text: str | None) -> str:
    if text is None:
        return f"{date.today():%Y-%m-%d}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise DataError(f"--as-of must be a day written YYYY-MM-DD, found {text!r}") from None
