"""Tables about the tables: the generated catalogue and the state of the data."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.data.series.periods import frequency_of
from analysis.data.store.folder import FOLDERS, Folder
from analysis.data.store.manifest import Manifest
from analysis.data.store.names import Names
from analysis.data.store.recipes import available
from analysis.errors import DataError


def catalogue(folder: Folder, names: Names, load: Callable[[str], pd.Series]) -> pd.DataFrame:
    """One row a series; see `Catalogue.catalogue`. A manifest that cannot be read is an error, not an
    omission."""
    rows = []
    for name, place in names.all().items():
        manifest = folder.manifest(place.table)
        rows.append(_row(load(name), manifest, manifest.publisher, place.column, place.alias_of))
    for error in names.broken().values():
        raise error
    for name in available({*folder.paths(), *names.all()}):
        values = load(name)
        rows.append(_row(values, folder.manifest(values.attrs["table"]), "computed here", None, None))
    return pd.DataFrame(rows).set_index("name").sort_index()


def _row(
    values: pd.Series, manifest: Manifest, publisher: str, column: str | None, alias_of: str | None
) -> dict:
    about = values.attrs
    return {
        "name": about["name"],
        "title": about["title"],
        "table": about["table"],
        "column": column,
        # Decisions and operations have days for an index, as daily data do, but no calendar.
        "frequency": "decisions" if manifest.frequency == "decisions" else frequency_of(values.index),
        "first": _label(values.index[0]),
        "last": _label(values.index[-1]),
        "nobs": int(values.notna().sum()),
        "missing": int(values.isna().sum()),
        "unit": about["unit"],
        "seasonal_adjustment": about["seasonal_adjustment"],
        "sign": about["sign"],
        "publisher": publisher,
        "source": about["source"],
        "vintage": about["vintage"],
        "provisional": about["provisional"],
        "status": manifest.status,
        "unverified": " | ".join(manifest.unverified),
        "derived": about["derived"],
        "alias_of": alias_of,
    }


def tables(folder: Folder) -> pd.DataFrame:
    """One row a table; see `Catalogue.tables`."""
    rows = []
    for name in folder.paths():
        manifest = folder.manifest(name)
        folder.used.add(name)
        first, last = coverage(folder, manifest)
        rows.append(
            {
                "table": name,
                "kind": manifest.kind,
                "title": manifest.title,
                "publisher": manifest.publisher,
                "frequency": manifest.frequency,
                "first": first,
                "last": last,
                "rows": manifest.rows,
                "columns": len(manifest.columns) or folder.frame(name).shape[1],
                "vintage": manifest.vintage,
                "provisional": manifest.provisional,
                "licence": manifest.licence,
                "status": manifest.status,
                "obtained": " | ".join(manifest.obtained),
                "checks": " | ".join(manifest.checks),
                "unverified": " | ".join(manifest.unverified),
                "notes": " | ".join(manifest.notes),
                "builder": manifest.builder,
                "bytes": manifest.csv.stat().st_size,
                "sha256": manifest.sha256,
            }
        )
    return pd.DataFrame(rows).set_index("table")


def status(folder: Folder, as_of: str | pd.Period | None = None) -> pd.DataFrame:
    """One row a table, and one a CSV without a manifest; see `Catalogue.status`. Never raises for a bad
    table."""
    rows = []
    for name in folder.paths():
        row = {
            "table": name,
            "kind": None,
            "first": None,
            "last": None,
            "vintage": None,
            "rows": None,
            "status": None,
        }
        try:
            manifest = folder.manifest(name)
            row |= {
                "kind": manifest.kind,
                "vintage": manifest.vintage,
                "rows": manifest.rows,
                "status": manifest.status,
            }
            folder.check(name)
            row["first"], row["last"] = coverage(folder, manifest)
            row["problem"] = None
        except DataError as error:
            row["problem"] = str(error)
        folder.used.add(name)
        rows.append(row)
    for path in sorted(folder.root.glob("*/*.csv")):
        if path.parent.name in FOLDERS and not path.with_suffix(".yml").is_file():
            rows.append(
                {"table": path.stem, "problem": f"{path.parent.name}/{path.name} has no manifest beside it"}
            )
    columns = ["table", "kind", "first", "last", "vintage", "rows", "status", "problem"]
    frame = pd.DataFrame(rows, columns=columns).set_index("table")
    last = frame["last"].map(_month, na_action="ignore")
    latest = pd.Period(as_of, freq="M") if as_of is not None else max(last.dropna(), default=None)
    age = last.map(lambda month: (latest - month).n, na_action="ignore")
    frame.insert(
        frame.columns.get_loc("vintage") + 1,
        "age",
        pd.array(list(age.where(age.notna(), None)), dtype="Int64"),
    )
    frame.insert(frame.columns.get_loc("problem"), "bytes_ok", frame["problem"].isna())
    frame.attrs["as_of"] = None if latest is None else str(latest)
    return frame


def coverage(folder: Folder, manifest: Manifest) -> tuple[str | None, str | None]:
    """First and last period of a table as labels; (None, None) for facts."""
    if manifest.kind == "facts":
        return None, None
    if manifest.wide is not None:
        index = folder.frame(manifest.name).index
        return _label(index[0]), _label(index[-1])
    spans = [(c.first, c.last) for c in manifest.columns.values() if c.first and c.last]
    return min((first for first, _ in spans), default=None), max((last for _, last in spans), default=None)


def _month(text: str) -> pd.Period:
    if "Q" in text:
        return pd.Period(text, freq="Q").asfreq("M", how="end")
    return pd.Period(f"{text}-12" if len(text) == 4 else text[:7], freq="M")


def _label(moment: pd.Period | pd.Timestamp) -> str:
    return moment.date().isoformat() if isinstance(moment, pd.Timestamp) else str(moment)
