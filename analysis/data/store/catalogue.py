"""The catalogue: from a public name to numbers, with where they come from.

`Catalogue` puts together what stands below it: `folder` (tables with their manifests), `names` (from a series
to its table and column), `recipes` (series computed from others) and `overview` (tables about the tables).
"""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from analysis.data.series.periods import frequency_of
from analysis.data.store import overview
from analysis.data.store.files import default_root, finish_refresh
from analysis.data.store.folder import Folder
from analysis.data.store.manifest import Manifest
from analysis.data.store.names import Names
from analysis.data.store.recipes import RECIPES, made
from analysis.data.store.vintages import refuse_mixed
from analysis.errors import DataError


class Catalogue:
    """Series and tables below one folder.

    Parameters
    ----------
    root : path-like, optional
        A folder with ``series/`` and ``facts/``. Default: the environment variable ``ANALYSIS_DATA``, else
        ``data/`` beside the package.
    """

    def __init__(self, root: str | os.PathLike[str] | None = None) -> None:
        self._folder = Folder(Path(root) if root is not None else default_root())
        finish_refresh(self.root)
        self._names = Names(self._folder)
        self._derived: dict[str, tuple[dict[str, tuple], pd.Series]] = {}
        self._used_before_mark: set[str] = set()

    @property
    def root(self) -> Path:
        """The folder."""
        return self._folder.root

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
        if name in RECIPES:
            return self._load_derived(name)
        table, column, _ = self._names.find(name)
        values = self._folder.known(table)[column]
        values = values.loc[values.first_valid_index() : values.last_valid_index()].rename(name)
        values.attrs = self._folder.about(self.manifest(table), column, name)
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
        refuse_mixed(series.values())
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
        frame = self._folder.known(name).copy()
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
        if name in RECIPES:
            return dict(self._load_derived(name).attrs)
        if name in self.paths():
            manifest = self.manifest(name)
            self._folder.used.add(name)
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
        self._folder.used.add(table)
        return self._folder.about(self.manifest(table), column, name)

    def catalogue(self) -> pd.DataFrame:
        """One row a series: where it is, what it measures, what it covers, how far it was verified.

        `status` is what the sidecar says: "verified" (an independent copy agrees, save for months listed as
        unverified), "spot-checked" (in part, or with a copy of the same source), "unverifiable" (there is one
        copy).
        """
        return overview.catalogue(self._folder, self._names, self.load)

    def tables(self) -> pd.DataFrame:
        """One row a table."""
        return overview.tables(self._folder)

    def status(self, as_of: str | pd.Period | None = None) -> pd.DataFrame:
        """One row a table: coverage, vintage, age in months, and whether its bytes are those of its manifest.

        Parameters
        ----------
        as_of : str or pandas.Period, optional
            The month from which age is counted. Default: the last month found in any table, so that the
            answer depends on the data alone and not on the day it is asked.
        """
        return overview.status(self._folder, as_of)

    def read_log(self) -> frozenset[str]:
        """Names of the tables that this session has used, from disk or from the cache: what they hold or
        what is said of them."""
        return frozenset(self._used_before_mark | self._folder.used)

    def opened_log(self) -> frozenset[str]:
        """As `read_log`, but only tables whose contents were read: one that was merely described is not among
        them."""
        return frozenset(self._folder.opened)

    def mark_reads(self) -> None:
        """Let `read_since_mark` count from here; the log keeps everything."""
        self._used_before_mark |= self._folder.used
        self._folder.used = set()

    def read_since_mark(self) -> frozenset[str]:
        """As `read_log`, but only what was used after the last `mark_reads`."""
        return frozenset(self._folder.used)

    def clear_read_log(self) -> None:
        """Forget which tables were used so far."""
        self._used_before_mark.clear()
        self._folder.used.clear()
        self._folder.opened.clear()

    # ---- files
    # -------------------------------------------------------------------------------------------------

    def paths(self) -> dict[str, Path]:
        """Every manifest by table name. Raises if one name is used in both folders."""
        return self._folder.paths()

    def manifest(self, name: str) -> Manifest:
        """The parsed sidecar of one table, parsed anew when the file changed."""
        return self._folder.manifest(name)

    def check(self, name: str) -> None:
        """Raise unless the CSV of this table exists, has the recorded hash, reads as its manifest says, keeps
        its schema (tables of facts) and holds nothing after the day to which it is known."""
        self._folder.check(name)

    def _load_derived(self, name: str) -> pd.Series:
        cached, folder = self._derived.get(name), self._folder
        if cached is not None and all(folder.stamp(table) == then for table, then in cached[0].items()):
            folder.used |= cached[0].keys()
            folder.opened |= cached[0].keys()
            return cached[1].copy()
        # What this series alone rests on is what is used while it is made.
        before, folder.used = folder.used, set()
        try:
            tables = folder.paths().keys() - self._names.all().keys()
            inputs = [self.table(n) if n in tables else self.load(n) for n in RECIPES[name].needs]
            # Every recipe rests on one table of series; others (the titles of its columns) are facts.
            (made_from,) = (m for m in map(folder.manifest, folder.used) if m.kind == "series")
            values = made(name, inputs, made_from)
            stamps = {table: folder.stamp(table) for table in folder.used}
        except DataError as error:
            raise DataError(f"{name} ({RECIPES[name].recipe}): {error}") from None
        finally:
            folder.used |= before
        self._derived[name] = (stamps, values)
        return values.copy()


def _show(moment: pd.Period | pd.Timestamp) -> str:
    return moment.date().isoformat() if isinstance(moment, pd.Timestamp) else str(moment)
