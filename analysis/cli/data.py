"""``python -m analysis data``: what is in the catalogue, and whether the files are what their manifests
say."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from analysis.cli import refresh
from analysis.cli.plain import columns as in_columns
from analysis.cli.plain import of_frame
from analysis.errors import DataError, Flagged

app = typer.Typer(help="The catalogue, the state of the data, and their refresh.", no_args_is_help=True)
for command in (refresh.refresh, refresh.diff, refresh.as_of, refresh.prune):
    app.command()(command)


@app.command()
def status(
    as_of: Annotated[
        str | None,
        typer.Option(
            help=(
                "Month from which age is counted (YYYY-MM, or 'today'). Default: the last month in any table."
            )
        ),
    ] = None,
) -> None:
    """Show coverage, vintage, age and bytes of every table; exit code 1 if anything does not match."""
    from analysis import data

    frame = data.status(f"{date.today():%Y-%m}" if as_of == "today" else _month(as_of))
    rows = [
        (
            name,
            row.kind,
            row["first"],
            row["last"],
            row.age,
            row.rows,
            row.status,
            "ok" if row.bytes_ok else "NO",
            row.vintage,
        )
        for name, row in frame.iterrows()
    ]
    heads = ("table", "kind", "first", "last", "age", "rows", "status", "bytes", "vintage")
    typer.echo(in_columns(heads, rows, right={"age", "rows"}))
    bad = frame[~frame["bytes_ok"]]
    typer.echo(
        f"{len(frame)} tables, {len(frame) - len(bad)} in order; age in months before {frame.attrs['as_of']}."
    )
    for name, problem in bad["problem"].items():
        typer.echo(f"{name}: {problem}")
    _links(data.default())
    if len(bad):
        raise Flagged(f"{len(bad)} of {len(frame)} tables are not in order: {', '.join(bad.index)}")


@app.command("list")
def list_series(
    containing: Annotated[str, typer.Argument(help="Only names, titles or tables that contain this.")] = "",
) -> None:
    """List every series: name, coverage, frequency, unit, title."""
    from analysis import data

    frame = data.catalogue()
    text = frame.index + " " + frame["title"] + " " + frame["table"]
    chosen = frame[text.str.contains(containing, case=False, regex=False)]
    if chosen.empty:
        raise DataError(
            f"no series has {containing!r} in its name, title or table; `list` alone shows all {len(frame)}"
        )
    heads = ("series", "frequency", "first", "last", "nobs", "unit", "title")
    columns = ["frequency", "first", "last", "nobs", "unit", "title"]
    typer.echo(
        in_columns(
            heads,
            [(name, *row) for name, row in zip(chosen.index, chosen[columns].to_numpy(), strict=True)],
            right={"nobs"},
        )
    )


@app.command()
def tables() -> None:
    """List every table: name, kind, frequency, rows, title."""
    from analysis import data

    frame = data.tables()
    columns = ["kind", "frequency", "rows", "title"]
    rows = [(name, *row) for name, row in zip(frame.index, frame[columns].to_numpy(), strict=True)]
    typer.echo(in_columns(("table", *columns), rows, right={"rows"}))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A series or a table.")],
    last: Annotated[int, typer.Option(help="How many of the last rows to print.")] = 12,
) -> None:
    """Show one series or table: where it comes from, what was checked, its last rows."""
    from analysis import data

    about = data.describe(name)
    for key, value in about.items():
        for line in value if isinstance(value, list) else [value]:
            if line is not None and line != []:
                typer.echo(f"{key}: {line}")
    values = data.table(name) if name in data.default().paths() else data.load(name)
    typer.echo(of_frame(values.tail(last)))


@app.command()
def seal(name: Annotated[str, typer.Argument(help="The table whose CSV was changed on purpose.")]) -> None:
    """Write rows, hash and coverage of a changed CSV into its manifest; bring its prose up to date by
    hand."""
    from analysis import data
    from analysis.data.store.seal import seal as write

    changes = write(data.default().manifest(name))
    for change in changes or ["nothing to change"]:
        typer.echo(change)
    if changes:
        typer.echo("now bring vintage, obtained, checks and unverified up to date by hand")


def _links(store) -> None:
    """Hold what is "not found" to its searches, where the folder has any."""
    from analysis.data.schemas import SEARCHED, validate_links

    names = [name for name in SEARCHED if name in store.paths()]
    if "searches" in names:
        validate_links({name: store.table(name) for name in names})


def _month(text: str | None) -> str | None:
    from analysis.data.series.periods import at

    return None if text is None else str(at(text, "M", "--as-of ('today' or a month)"))
