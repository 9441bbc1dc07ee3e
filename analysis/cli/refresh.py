"""``python -m analysis data refresh``, ``diff``, ``as-of``, ``prune``: from the publishers to the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.plain import columns as in_columns
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.data.providers.base import Provider
    from analysis.data.providers.transport import Transport
    from analysis.data.refresh.run import ProviderResult

    Owners = Mapping[str, tuple[Provider, Sequence[str]]]

FLAGGED = 5  # revisions beyond the bound that are printed for a table; the rest is counted


def refresh(
    series: Annotated[
        list[str] | None, typer.Option("--series", help="Only these series or tables; may be repeated.")
    ] = None,
    provider: Annotated[
        list[str] | None, typer.Option("--provider", help="Only these publishers; may be repeated.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Leave every period before this one as it is, such as 2025-01.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask, judge and report; write nothing.")] = False,
) -> None:
    """Bring the tables up to date from their publishers: all tables of a publisher, or none.

    Exit code 0: updated or nothing new. 1: some publishers failed (the others were updated). 2: wrong use.
    """
    from rich.console import Console

    from analysis.data import default
    from analysis.data.refresh import run

    root = default().root
    asked, max_age = publishers()
    owners = chosen(asked, series or [], provider or [], default())
    console = Console(highlight=False, soft_wrap=True)
    with transport(root) as asking, _bars(console, owners) as watcher:
        results = run.refresh(
            owners, asking.fetch, root, f"{date.today():%Y-%m-%d}",
            since=since, dry_run=dry_run, max_age=max_age, reach=asking.check, watcher=watcher,
        )  # fmt: skip
    for line in told(results, dry_run):
        console.print(line, markup=False)
    if any(result.state == "failed" for result in results):
        raise typer.Exit(1)


def diff(
    a: Annotated[
        str | None, typer.Argument(help="A day, YYYY-MM-DD. Default: the day before the last refresh.")
    ] = None,
    b: Annotated[str, typer.Argument(help="A day, or now.")] = "now",
) -> None:
    """Show new observations and revisions by series between two days."""
    from analysis.data import default
    from analysis.data.refresh import difference

    root = default().root
    a = a or difference.default_day(root)
    frame = difference.difference(root, a, b)
    heads = ("table", "column", "new", "from", "to", "revised", "largest", "at", "before", "after", "gone")
    rows = [
        tuple(f"{cell:g}" if isinstance(cell, float) else cell for cell in row)
        for row in frame.to_numpy(dtype=object)
    ]
    if rows:
        typer.echo(in_columns(heads, rows, right={"new", "revised", "largest", "before", "after", "gone"}))
    typer.echo(
        f"{a} to {b}: {frame['added'].sum()} new values, {frame['revised'].sum()} revised,"
        f" {frame['gone'].sum()} gone, in {frame['table'].nunique()} tables"
    )


def as_of(
    day: Annotated[str, typer.Argument(help="A day, YYYY-MM-DD; tables are as they stood at its end.")],
    folder: Annotated[Path, typer.Argument(help="A new folder to write.")],
) -> None:
    """Write the data folder as it was on a day; ANALYSIS_DATA set to it makes every other command use it."""
    from analysis.data import default
    from analysis.data.refresh import archive

    changed = archive.checkout(default().root, day, folder)
    typer.echo(
        f"{folder}: the tables of {day}; {len(changed)} differ from"
        f" now{': ' if changed else ''}{', '.join(changed)}"
    )
    typer.echo(f"use them with ANALYSIS_DATA={folder}")


def prune() -> None:
    """Drop earlier versions by the rule: editions stay, and the newest six of each table."""
    from analysis.data import default
    from analysis.data.refresh import archive
    from analysis.data.store import transaction

    store = default()
    editions = store.table("editions")["date"].tolist() if "editions" in store.paths() else []
    with transaction.settled(store.root):
        gone, files, loose = archive.prune(store.root, editions)
        if gone:
            transaction.replace(store.root, files)
        for name in loose:
            (store.root / name).unlink(missing_ok=True)
    typer.echo(f"{len(gone)} versions dropped, {len(archive.versions(store.root))} kept")


def publishers() -> tuple[Owners, dict[str, int]]:
    """Every publisher with the tables that it owns, and the age in days at which a table is old."""
    from analysis.data.providers.registry import Registry

    registry = Registry()
    owners = {name: (provider, registry.tables_of(name)) for name, provider in registry.providers.items()}
    ages = {table: owner.max_age_days for table, owner in registry.owners.items() if owner.max_age_days}
    return {name: owner for name, owner in owners.items() if owner[1]}, ages


def transport(root: Path) -> Transport:
    """What asks the publishers; answers are kept in `.cache`, so that the next question is conditional."""
    from analysis.data.providers.kept import Answers
    from analysis.data.providers.transport import Transport

    return Transport(kept=Answers(root.parent / ".cache" / "answers"))


def chosen(owners: Owners, series: Sequence[str], names: Sequence[str], store) -> Owners:
    """The publishers and tables that were asked for: all that are named by either option, or everything.

    Raises
    ------
    DataError
        If a name is unknown, or no publisher owns the table.
    """
    for name in names:
        if name not in owners:
            raise DataError(f"no publisher {name!r}; there are {', '.join(sorted(owners))}")
    tables = {name if name in store.paths() else store.describe(name)["table"] for name in series}
    owned = {table: name for name, (_, its) in owners.items() for table in its}
    for table in sorted(tables):
        if table not in owned:
            raise DataError(
                f"{table}: no publisher is asked for this table; it is kept as it was carried or built"
            )
    found = {}
    for name, (provider, its) in owners.items():
        wanted = [table for table in its if not tables or table in tables]
        if wanted and (not names or name in names):
            found[name] = (provider, wanted)
    if not found:
        raise DataError("--series and --provider together leave nothing to ask for")
    return found


def told(results: Sequence[ProviderResult], dry_run: bool = False) -> list[str]:
    """What a person should know of a refresh, one line a table and one a fault."""
    lines = []
    for result in results:
        if result.error is not None:
            lines.append(f"{result.provider}: failed. {result.error}")
            continue
        state = "would be updated" if dry_run and result.state == "updated" else result.state
        lines.append(f"{result.provider}: {state}")
        for change in result.changes:
            lines.append(f"  {change.table}: {change.added} new values, {change.revised} revised")
            lines += [f"    changed base. {one.rebased}" for one in change.found.values() if one.rebased]
            for column, revision in change.flagged[:FLAGGED]:
                lines.append(
                    f"    look at {column} {revision.at}: {revision.before} -> {revision.after}, beyond the"
                    " stated bound"
                )
            if len(change.flagged) > FLAGGED:
                lines.append(
                    f"    and {len(change.flagged) - FLAGGED} more beyond the bound; `data diff` lists every"
                    " series"
                )
            lines += [f"    {note}" for note in change.notes]
    states = [result.state for result in results]
    lines.append(
        f"{states.count('updated')} updated, {states.count('unchanged')} unchanged, {states.count('failed')}"
        " failed"
    )
    return lines


def _bars(console, owners: Owners):
    """A bar for every publisher, on a terminal."""
    from contextlib import contextmanager

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from analysis.data.refresh import run

    @contextmanager
    def drawn():
        columns = (
            TextColumn("{task.fields[who]:<10} {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            tasks = {
                name: progress.add_task("waiting", total=len(its), who=name)
                for name, (_, its) in owners.items()
            }

            class RefreshBars(run.RefreshWatcher):
                def table(self, provider: str, table: str) -> None:
                    task = progress.tasks[list(tasks).index(provider)]
                    progress.update(
                        tasks[provider],
                        description=table,
                        completed=task.completed + (task.description != "waiting"),
                    )

                def ended(self, result) -> None:
                    done = len(owners[result.provider][1])
                    progress.update(tasks[result.provider], description=result.state, completed=done)

            yield RefreshBars()

    return drawn()
