"""The tables below one folder: their manifests, their checked contents, and which of them were used.

Every read checks the file against the SHA-256 in its sidecar, so that no figure of the book can rest on bytes
that nobody vouched for. Files are read on first use and kept until their time stamp or size changes.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.data.series.coverage import day_column, known
from analysis.data.store.files import hold, read_checked, stamp
from analysis.data.store.manifest import Column, Manifest, parse
from analysis.data.store.offer import unknown
from analysis.errors import DataError

FOLDERS = ("series", "facts")


class Folder:
    """What is in ``series/`` and ``facts/`` below `root`.

    Attributes
    ----------
    root : Path
    used : set of str
        Tables whose contents were asked for, from disk or from what is kept.
    """

    def __init__(self, root: Path) -> None:
        if not any((root / folder).is_dir() for folder in FOLDERS):
            raise DataError(
                f"{root}: no data folder here (it holds series/ and facts/); "
                "set ANALYSIS_DATA to the data/ folder of the repository"
            )
        self.root = root
        self.used: set[str] = set()
        self.opened: set[str] = set()
        self._manifests: dict[str, tuple[tuple, Manifest]] = {}
        self._frames: dict[str, tuple[tuple, pd.DataFrame]] = {}
        self._columns: dict[str, tuple[tuple, dict[str, dict[str, str]]]] = {}

    def paths(self) -> dict[str, Path]:
        """Every manifest by table name. Raises if one name is used in both folders."""
        found: dict[str, Path] = {}
        for folder in FOLDERS:
            for path in sorted((self.root / folder).glob("*.yml")):
                if path.stem in found:
                    raise DataError(
                        f"{path.stem}: a table of this name is in series/ and in facts/; rename one"
                    )
                found[path.stem] = path
        return found

    def manifest(self, name: str) -> Manifest:
        """The parsed sidecar of one table, parsed anew when the file changed."""
        cached = self._manifests.get(name)
        path = cached[1].path if cached else self._locate(name)
        stamped = stamp(path)
        if cached is None or cached[0] != stamped:
            manifest = parse(path)
            if manifest.kind != path.parent.name:
                raise DataError(
                    f"{path.parent.name}/{name}.yml: `kind: {manifest.kind}`, so CSV and sidecar belong in "
                    f"{manifest.kind}/; move them, or mend `kind`"
                )
            cached = self._manifests[name] = (stamped, manifest)
        return cached[1]

    def check(self, name: str) -> None:
        """Raise unless the CSV of this table exists, has the recorded hash, reads as its manifest says, keeps
        its schema (tables of facts) and holds nothing after the day to which it is known."""
        manifest = self.manifest(name)
        hold(read_checked(manifest), manifest)

    def stamp(self, table: str) -> tuple:
        """What changes when the manifest or the contents of a table do."""
        manifest = self.manifest(table)
        return self._manifests[table][0], stamp(manifest.csv)

    def frame(self, table: str) -> pd.DataFrame:
        """All rows of a table, as its manifest says they read."""
        manifest = self.manifest(table)
        self.used.add(table)
        self.opened.add(table)
        stamped = self.stamp(table)
        cached = self._frames.get(table)
        if cached is None or cached[0] != stamped:
            cached = self._frames[table] = (stamped, read_checked(manifest))
        return cached[1]

    def known(self, table: str) -> pd.DataFrame:
        """The frame up to the day to which the table is known."""
        frame, manifest = self.frame(table), self.manifest(table)
        dates = day_column(manifest)
        if dates is None and not manifest.regular:
            # Facts with spans, such as rates: what was proclaimed for a later day is known already.
            return frame
        return known(frame, manifest.covered_to, dates)

    def about(self, manifest: Manifest, column: str, name: str) -> dict:
        """What is said of the series `name` in a column, as `attrs` carry it."""
        about = self._wide_column(manifest, column) if manifest.wide else manifest.columns[column]
        return {
            "name": name,
            "title": about.title,
            "unit": about.unit,
            "source": ", ".join(filter(None, (manifest.publisher, about.publisher_id))),
            "vintage": manifest.vintage,
            "sign": about.sign,
            "seasonal_adjustment": about.seasonal_adjustment,
            "table": manifest.name,
            "provisional": manifest.provisional,
            "vintage_group": about.vintage_group,
            "derived": None,
            "covered_to": manifest.covered_to,
        }

    def _wide_column(self, manifest: Manifest, column: str) -> Column:
        """What the manifest says of all columns, sharpened by the row of its index table on this one."""
        wide = manifest.wide
        found: dict[str, str] = {}
        if wide.index_table:
            rows = self._index_table(wide.index_table)
            if column not in rows:
                raise DataError(
                    f"{wide.index_table}.csv has no row for the column {column!r} of {manifest.file}"
                )
            found = rows[column]
        return Column(
            name=column,
            title=f"{wide.title or manifest.title}: {found.get('title', column)}",
            unit=found.get("unit", wide.unit),
            seasonal_adjustment=wide.seasonal_adjustment,
            sign=wide.sign,
            publisher_id=wide.publisher_id.replace("{column}", column) if wide.publisher_id else column,
            vintage_group=wide.vintage_group,
        )

    def _index_table(self, name: str) -> dict[str, dict[str, str]]:
        """Title and unit of each column of a wide table, where its index table states them."""
        frame = self.frame(name)
        stamped = self._frames[name][0]
        cached = self._columns.get(name)
        if cached is None or cached[0] != stamped:
            key_column = self.manifest(name).index[0]
            keys = [key for key in ("title", "unit") if key in frame]
            rows = {
                column: {key: text for key, text in zip(keys, texts, strict=True) if pd.notna(text)}
                for column, *texts in frame[[key_column, *keys]].itertuples(index=False)
            }
            cached = self._columns[name] = (stamped, rows)
        return cached[1]

    def _locate(self, name: str) -> Path:
        for folder in FOLDERS:
            if (path := self.root / folder / f"{name}.yml").is_file():
                return path
        for folder in FOLDERS:
            if (self.root / folder / f"{name}.csv").is_file():
                raise DataError(
                    f"{folder}/{name}.csv has no manifest; describe it in {folder}/{name}.yml beside it, "
                    "or move the file out of data/"
                )
        raise unknown("table", name, self.paths(), "tables")
