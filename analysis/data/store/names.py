"""From a public series name to the table and column that hold it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from analysis.data.store.folder import Folder
from analysis.data.store.manifest import Manifest
from analysis.data.store.offer import unknown
from analysis.data.store.reader import header
from analysis.data.store.recipes import RECIPES
from analysis.errors import DataError


class Place(NamedTuple):
    """Where a series is; `alias_of` is the regular name when it was asked for by an alias."""

    table: str
    column: str
    alias_of: str | None = None


class Names:
    """The index of all series names, rebuilt when a file of ``series/`` appears, changes or goes."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._stamp: tuple | None = None
        self._places: dict[str, Place] = {}
        self._broken: dict[str, DataError] = {}

    def find(self, name: str) -> Place:
        """The place of one series; raises `DataError` with the nearest names if there is none."""
        places = self.all()
        if name in places:
            return places[name]
        if name in self._folder.paths():
            raise DataError(f"{name!r} is a table, not a series; read it with data.table({name!r})")
        if self._broken:
            raise DataError(
                f"no series {name!r} in the manifests that can be read; first of those that cannot: "
                f"{next(iter(self._broken.values()))}"
            )
        raise unknown("series", name, [*places, *RECIPES], "list")

    def all(self) -> dict[str, Place]:
        """Every published series by name. A manifest that cannot be read hides its own series only."""
        stamp = self._look()
        if stamp != self._stamp:
            self._rebuild()
            self._stamp = stamp
        return self._places

    def broken(self) -> dict[str, DataError]:
        """Manifests of series tables that cannot be read, with the reason."""
        self.all()
        return self._broken

    def _look(self) -> tuple:
        # Two stat calls a table are far cheaper than parsing, and make a stale index impossible.
        with os.scandir(self._folder.root / "series") as entries:
            return tuple(
                sorted((e.name, e.stat().st_mtime_ns, e.stat().st_size) for e in entries if e.is_file())
            )

    def _rebuild(self) -> None:
        self._places, self._broken = {}, {}
        for path in sorted((self._folder.root / "series").glob("*.yml")):
            try:
                manifest = self._folder.manifest(path.stem)
                named = dict(_named(manifest))
            except DataError as error:
                self._broken[path.stem] = error
                continue
            for name, place in named.items():
                if name in RECIPES:
                    raise DataError(
                        f"series {name!r} of {place.table}.yml is also a derived series; rename it"
                    )
                if name in self._places:
                    both = f"{self._places[name].table}.yml and {place.table}.yml"
                    raise DataError(f"series {name!r} is defined twice, in {both}; rename one")
                self._places[name] = place


def _named(manifest: Manifest) -> Iterable[tuple[str, Place]]:
    if manifest.wide is None:
        for column in manifest.columns.values():
            if column.series:
                yield column.series, Place(manifest.name, column.name)
        return
    if not manifest.csv.is_file():
        raise DataError(f"series/{manifest.file}: the data file is missing; restore it with git")
    with manifest.csv.open("rb") as file:
        columns = [name for name in header(file.readline()) if name not in manifest.index]
    for column in columns:
        yield manifest.wide.pattern.replace("{column}", column), Place(manifest.name, column)
    for alias, column in manifest.wide.aliases.items():
        if column not in columns:
            raise DataError(
                f"series/{manifest.name}.yml: the alias `{alias}` points to {column!r}, not a column"
            )
        yield alias, Place(manifest.name, column, manifest.wide.pattern.replace("{column}", column))
