"""The catalogue: from a public name to numbers, with where they come from.

Every read checks the file against the SHA-256 in its sidecar, so that no figure of the book can rest on bytes
that nobody vouched for. Files are read on first use and kept until their time stamp or size changes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from analysis.data import derived, overview, vintages
from analysis.data.coverage import day_column, known
from analysis.data.files import default_root, finish_refresh, hold, read_checked, stamp
from analysis.data.manifest import Column, Manifest, parse
from analysis.data.names import Names, unknown
from analysis.data.periods import frequency_of
from analysis.errors import DataError

FOLDERS = ("series", "facts")


class Catalogue:
    """Series and tables below one folder.

    Parameters
    ----------
    root : path-like, optional
        A folder with ``series/`` and ``facts/``. Default: the environment variable ``ANALYSIS_DATA``, else
        ``data/`` beside the package.
    """

    def __init__(self, root: str | os.PathLike[str] | None = None) -> None:
        self.root = Path(root) if root is not None else default_root()
        if not any((self.root / folder).is_dir() for folder in FOLDERS):
            raise DataError(
                f"{self.root}: no data folder here (it holds series/ and facts/); "
                "set ANALYSIS_DATA to the data/ folder of the repository"
            )
        finish_refresh(self.root)
        self._manifests: dict[str, tuple[tuple, Manifest]] = {}
        self._frames: dict[str, tuple[tuple, pd.DataFrame]] = {}
        self._columns: dict[str, tuple[tuple, dict[str, dict[str, str]]]] = {}
        self._derived: dict[str, tuple[dict[str, tuple], pd.Series]] = {}
        self._log: set[str] = set()
        self._names = Names(self)

    # ---- numbers
    # -----------------------------------------------------------------------------------------------

    def load(self, name: str) -> pd.Series:
        """Load one series by its public name.

        Parameters
        ----------
        name : str
            A name of the catalogue, published (``"jp_import_price_yen"``) or derived (``"usd_jpy"``).

        Returns
        -------
        pandas.Series of float64
            On a `PeriodIndex` (monthly, quarterly, annual) or `DatetimeIndex` (daily, decisions), from the
            first to the last published value; a period inside that was not published is NaN. ``attrs`` holds
            name, title, unit, source, vintage, vintage_group, sign, seasonal_adjustment, table, provisional,
            derived (the recipe, or None) and covered_to (the day to which events are known, or None); there
            is nothing after it.

        Raises
        ------
        DataError
            If the name is unknown, the file missing, or its bytes are not those of its manifest.
        """
        if name in derived.RECIPES:
            return self._load_derived(name)
        table, column, _ = self._names.find(name)
        values = self._known(table)[column]
        values = values.loc[values.first_valid_index() : values.last_valid_index()].rename(name)
        values.attrs = self._attrs(self.manifest(table), column, name)
        return values

    def panel(self, names: list[str]) -> pd.DataFrame:
        """Several series side by side on one unbroken calendar (daily: on the union of their days).

        Raises
        ------
        DataError
            If the frequencies differ, two of the series have no period in common, or two are of different
            vintages of one publication.
        """
        if twice := [name for name in dict.fromkeys(names) if list(names).count(name) > 1]:
            raise DataError(f"panel: {twice[0]} is asked for twice; name each series once")
        series = {name: self.load(name) for name in names}
        if not series:
            raise DataError("panel: give at least one series name")
        found = {name: frequency_of(values.index) for name, values in series.items()}
        if len(set(found.values())) > 1:
            listed = ", ".join(f"{name} is {frequency}" for name, frequency in found.items())
            raise DataError(
                f"panel: mixed frequencies ({listed}); average the daily ones, or ask for them apart"
            )
        vintages.refuse_mixed(series.values())
        latest = max(series, key=lambda name: series[name].index[0])
        earliest = min(series, key=lambda name: series[name].index[-1])
        if series[latest].index[0] > series[earliest].index[-1]:
            raise DataError(
                f"panel: {earliest} ends in {_show(series[earliest].index[-1])} and {latest} starts in "
                f"{_show(series[latest].index[0])}, so they never overlap; drop one of them"
            )
        frame = pd.concat(series.values(), axis=1, keys=series.keys(), join="outer").sort_index()
        if isinstance(frame.index, pd.PeriodIndex):
            frame = frame.reindex(pd.period_range(frame.index[0], frame.index[-1], name=frame.index.name))
        # Column attributes would be lost by concat; a chapter that needs a unit finds it here.
        frame.attrs = {name: dict(values.attrs) for name, values in series.items()}
        return frame

    def table(self, name: str) -> pd.DataFrame:
        """One whole table: series tables on their index, facts and decisions with their key as columns.

        Columns with a unit are float64, others text; an empty cell is missing. ``attrs`` holds name, title,
        publisher, vintage, status, notes and covered_to; there is no row after that day.
        """
        frame = self._known(name).copy()
        manifest = self.manifest(name)
        frame.attrs = {
            "name": name,
            "title": manifest.title,
            "publisher": manifest.publisher,
            "vintage": manifest.vintage,
            "status": manifest.status,
            "notes": list(manifest.notes),
            "covered_to": manifest.covered_to,
        }
        return frame

    # ---- about the numbers
    # -------------------------------------------------------------------------------------

    def describe(self, name: str) -> dict:
        """Title, unit, source, vintage… of a series or a table, without reading its numbers."""
        if name in derived.RECIPES:
            return dict(self._load_derived(name).attrs)
        if name in self.paths():
            manifest = self.manifest(name)
            self._log.add(name)
            keys = (
                "title",
                "kind",
                "publisher",
                "frequency",
                "vintage",
                "provisional",
                "licence",
                "status",
                "rows",
            )
            lists = ("obtained", "checks", "unverified", "notes")
            return {
                "name": name,
                **{key: getattr(manifest, key) for key in keys},
                **{key: list(getattr(manifest, key)) for key in lists},
            }
        table, column, _ = self._names.find(name)
        self._log.add(table)
        return self._attrs(self.manifest(table), column, name)

    def catalogue(self) -> pd.DataFrame:
        """One row a series: where it is, what it measures, what it covers, how far it was verified.

        `status` is what the sidecar says: "verified" (an independent copy agrees, save for months listed as
        unverified), "spot-checked" (in part, or with a copy of the same source), "unverifiable" (there is one
        copy).
        """
        return overview.catalogue(self)

    def tables(self) -> pd.DataFrame:
        """One row a table."""
        return overview.tables(self)

    def status(self, as_of: str | pd.Period | None = None) -> pd.DataFrame:
        """One row a table: coverage, vintage, age in months, and whether its bytes are those of its manifest.

        Parameters
        ----------
        as_of : str or pandas.Period, optional
            The month from which age is counted. Default: the last month found in any table, so that the
            answer depends on the data alone and not on the day it is asked.
        """
        return overview.status(self, as_of)

    def read_log(self) -> frozenset[str]:
        """Names of the tables whose contents this session has used, from disk or from the cache."""
        return frozenset(self._log)

    def clear_read_log(self) -> None:
        """Forget which tables were used so far."""
        self._log.clear()

    # ---- files
    # -------------------------------------------------------------------------------------------------

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

    def _frame(self, table: str) -> pd.DataFrame:
        manifest = self.manifest(table)
        self._log.add(table)
        stamped = (self._manifests[table][0], stamp(manifest.csv))
        cached = self._frames.get(table)
        if cached is None or cached[0] != stamped:
            cached = self._frames[table] = (stamped, read_checked(manifest))
        return cached[1]

    def _known(self, table: str) -> pd.DataFrame:
        """The frame up to the day to which the table is known."""
        frame, manifest = self._frame(table), self.manifest(table)
        dates = day_column(manifest)
        if dates is None and not manifest.regular:
            return (
                frame  # facts with spans, such as rates: what was proclaimed for a later day is known already
            )
        return known(frame, manifest.covered_to, dates)

    def _attrs(self, manifest: Manifest, column: str, name: str) -> dict:
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
        frame = self._frame(name)
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

    def _load_derived(self, name: str) -> pd.Series:
        cached = self._derived.get(name)
        if cached is not None and all(self._current(*item) for item in cached[0].items()):
            self._log |= cached[0].keys()
            return cached[1].copy()
        outer, self._log = self._log, set()
        try:
            values = derived.compute(name, self)
            inputs = {table: self._frames[table][0] for table in self._log}
        except DataError as error:
            raise DataError(f"{name} ({derived.RECIPES[name].recipe}): {error}") from None
        finally:
            self._log |= outer
        self._derived[name] = (inputs, values)
        return values.copy()

    def _current(self, table: str, stamped: tuple) -> bool:
        manifest = self.manifest(table)
        return stamped == (self._manifests[table][0], stamp(manifest.csv))


def _show(moment: pd.Period | pd.Timestamp) -> str:
    return moment.date().isoformat() if isinstance(moment, pd.Timestamp) else str(moment)
