"""A refresh: every provider by itself, all of its tables or none.

Providers are asked at the same time, each in a thread of its own, because they are different hosts with
limits of their own. What they answer is judged in full before anything is written, and written by one process
at a time (`transaction.settled`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from analysis.data.providers.base import Parsed, Payload, Provider, ProviderError, Request, collect
from analysis.data.refresh import archive, cells, compare, rebasing, sidecar
from analysis.data.series.periods import last_day
from analysis.data.store import transaction
from analysis.data.store.catalogue import Catalogue
from analysis.data.store.manifest import Manifest
from analysis.data.store.reader import read
from analysis.errors import DataError

Fetch = Callable[[Provider, Request], Payload]


@dataclass
class TableChange:
    """One table: its differences by column, and what the publisher's file says besides."""

    table: str
    found: dict[str, compare.Difference]
    notes: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        """New values."""
        return sum(len(one.added) for one in self.found.values())

    @property
    def revised(self) -> int:
        """Revised values."""
        return sum(len(one.revised) for one in self.found.values())

    @property
    def flagged(self) -> list[tuple[str, compare.Revision]]:
        """Revisions beyond the stated bound, with their columns."""
        return [(column, revision) for column, one in self.found.items() for revision in one.flagged]


@dataclass
class ProviderResult:
    """How the refresh of one provider ended: `state` is "updated", "unchanged" or "failed"."""

    provider: str
    state: str
    changes: list[TableChange] = field(default_factory=list)
    error: DataError | None = None


class RefreshWatcher:
    """Is told how a refresh goes; this one says nothing. The command line draws it."""

    def table(self, provider: str, table: str) -> None:
        """`table` is about to be asked for."""

    def ended(self, result: ProviderResult) -> None:
        """A provider is done."""


def refresh(
    providers: Mapping[str, tuple[Provider, Sequence[str]]],
    fetch: Fetch,
    root: Path,
    today: str,
    *,
    since: str | None = None,
    dry_run: bool = False,
    max_age: Mapping[str, int] = MappingProxyType({}),
    reach: Callable[[Provider], None] = lambda provider: None,
    watcher: RefreshWatcher | None = None,
    checkpoint: transaction.Checkpoint = lambda place: None,
) -> list[ProviderResult]:
    """Bring tables up to date.

    Parameters
    ----------
    providers : mapping of name to (Provider, tables)
        Who is asked for what.
    fetch : callable
        `Transport.fetch`.
    root : Path
        The data folder.
    today : str
        ISO day: labels the versions that are replaced, and bounds what can have been published.
    since : str, optional
        Earlier periods stay as they are.
    dry_run : bool
        Ask, judge and report, and write nothing.
    max_age : mapping of str to int
        By table, days after which a newest value is old: a file that is served and no longer renewed is
        pointed out.
    reach : callable
        Raises `ProviderError` if a provider's host cannot be reached; asked first, so that this is said at
        once.
    checkpoint : callable
        See `transaction.replace`.

    Returns
    -------
    list of ProviderResult
        In the order of `providers`. One that failed has changed nothing, whatever it is that failed.

    Raises
    ------
    DataError
        If another refresh is at work, or the data folder itself is not in order.
    """
    watcher = watcher or RefreshWatcher()
    with transaction.settled(root):
        store = Catalogue(root)
        manifests = {table: store.manifest(table) for _, tables in providers.values() for table in tables}
        writing = threading.Lock()

        def one(name: str) -> ProviderResult:
            provider, tables = providers[name]
            try:
                reach(provider)
                changes, files = _judged(
                    provider, tables, manifests, store, fetch, today, since, max_age, watcher
                )
                if files and not dry_run:
                    touched = [store.manifest(Path(name).stem) for name in files if name.endswith(".csv")]
                    with writing:
                        kept = archive.additions(root, touched, today)
                        transaction.replace(root, kept | files, checkpoint)
                result = ProviderResult(name, "updated" if files else "unchanged", changes)
            except DataError as error:
                result = ProviderResult(name, "failed", error=error)
            except OSError as error:
                cause = f"could not be written ({error.strerror or error}); the tables are as they were"
                result = ProviderResult(name, "failed", error=ProviderError(name, "all tables", cause))
            watcher.ended(result)
            return result

        with ThreadPoolExecutor(max_workers=max(1, len(providers)), thread_name_prefix="refresh") as pool:
            return list(pool.map(one, providers))


def _judged(
    provider: Provider,
    tables: Iterable[str],
    manifests: Mapping[str, Manifest],
    store: Catalogue,
    fetch: Fetch,
    today: str,
    since: str | None,
    max_age: Mapping[str, int],
    watcher: RefreshWatcher,
) -> tuple[list[TableChange], dict[str, bytes]]:
    """Ask for all tables of a provider and judge them; the files to write are empty if none of them says
    anything new."""
    judged = []
    for table in tables:
        watcher.table(provider.name, table)
        manifest = manifests[table]
        try:
            store.check(table)  # never build on bytes that nobody vouches for
            judged.append((manifest, *_table(provider, manifest, fetch, today, since)))
        except ProviderError:
            raise
        except DataError as error:
            raise ProviderError(provider.name, table, str(error)) from None
    changes = [
        TableChange(
            manifest.name,
            found,
            (*parsed.notes, *_frozen(manifest, parsed, data, today, max_age.get(manifest.name))),
        )
        for manifest, parsed, found, data, _ in judged
    ]
    if not any(_says_more(*entry) for entry in judged):
        return changes, {}
    files: dict[str, bytes] = {}
    for manifest, parsed, found, data, recipes in judged:
        try:
            files[_place(manifest, ".yml")] = sidecar.renewed(
                manifest, data, parsed, found, provider.name, today, recipes
            )
        except DataError as error:
            raise ProviderError(provider.name, manifest.name, str(error)) from None
        files[_place(manifest)] = data
        if manifest.wide and manifest.wide.index_table:
            index = store.manifest(manifest.wide.index_table)
            content = files.get(_place(index), index.csv.read_bytes())
            files[_place(index)] = sidecar.renewed_index(
                index, content, manifest, read(data, manifest, counts=False), recipes
            )
    for name in {
        manifest.wide.index_table for manifest, *_ in judged if manifest.wide and manifest.wide.index_table
    }:
        index = store.manifest(name)
        if files[_place(index)] == index.csv.read_bytes():
            del files[_place(index)]
        else:
            files[_place(index, ".yml")] = sidecar.of_index(index, files[_place(index)])
    return changes, files


def _place(manifest: Manifest, suffix: str = ".csv") -> str:
    return f"{manifest.path.parent.name}/{manifest.name}{suffix}"


def _table(provider: Provider, manifest: Manifest, fetch: Fetch, today: str, since: str | None):
    if manifest.refresh is None:
        raise DataError(
            "its sidecar states no bounds for a refresh; add `refresh` (see analysis/data/store/limits.py)"
        )
    parsed = collect(provider, manifest.name, fetch, since)
    committed = manifest.csv.read_bytes()
    ours = cells.of_file(committed, manifest)
    theirs = cells.of_publisher(parsed, ours)
    recipes = _recipes(manifest, parsed)
    compare.check_calendar(theirs, manifest, today)
    compare.check_values(theirs, manifest, manifest.refresh)
    if since is not None:
        theirs = cells.joined(ours, theirs, since)
    found = compare.differences(ours, theirs, manifest, manifest.refresh, recipes)
    data = cells.to_bytes(cells.joined(ours, theirs, since))
    return parsed, found, data, recipes


def _frozen(manifest: Manifest, parsed: Parsed, data: bytes, today: str, limit: int | None) -> list[str]:
    """A word on a table whose newest value (or the end of what is known) is older than it should be."""
    if limit is None:
        return []
    table = cells.of_file(data, manifest)
    filled = [at for at, row in zip(table.labels, table.body, strict=True) if any(row)]
    newest = max(
        [*filled, *([parsed.covered_to] if parsed.covered_to and not manifest.regular else [])], default=""
    )
    age = (date.fromisoformat(today) - last_day(newest, manifest.frequency)).days if newest else 0
    if age <= limit:
        return []
    return [
        f"newest value of {newest} is {age} days old where {limit} are usual: is the publisher's file frozen?"
    ]


def _recipes(manifest: Manifest, parsed: Parsed) -> dict[str, rebasing.ChangeOfBase]:
    found = {}
    for column, base in parsed.bases.items():
        unit = (
            (manifest.columns[column].unit or "")
            if column in manifest.columns
            else manifest.wide.unit
            if manifest.wide
            else ""
        )
        if recipe := rebasing.needed(manifest.name, unit, base):
            found[column] = recipe
    return found


def _says_more(manifest: Manifest, parsed: Parsed, found, data: bytes, recipes) -> bool:
    """Whether an answer adds anything: other bytes, or events known to a later day."""
    later = parsed.covered_to is not None and parsed.covered_to > (manifest.covered_to or "")
    return data != manifest.csv.read_bytes() or later
