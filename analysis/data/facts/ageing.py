"""How old the facts are, and what has to be looked up again.

A table of figures is refreshed by a machine; a table of facts is read again by a person. This lists what that
person should begin with: events known only to some day, searches that found nothing on their day, and rows by
the age of their newest source.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analysis.data.schemas.declaration import JOIN
from analysis.data.series.periods import last_day
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.data.store.catalogue import Catalogue

_WHAT = (
    "item",
    "event",
    "term",
    "statement",
    "fact",
    "rule",
    "project",
    "says",
    "category",
    "title",
    "claim",
)


def events(store: Catalogue, as_of: str) -> pd.DataFrame:
    """Tables of events: to which day they are known and how many days lie between that and `as_of`, the
    oldest first."""
    rows = []
    for name in store.paths():
        end = store.manifest(name).covered_to
        if end is not None:
            rows.append((name, end, _days(end, as_of)))
    return pd.DataFrame(rows, columns=["table", "covered_to", "days"]).sort_values(
        "covered_to", kind="stable", ignore_index=True
    )


def searches(store: Catalogue, as_of: str) -> pd.DataFrame:
    """Every search to repeat: the newest of each subject and collection, the oldest first.

    Returns
    -------
    DataFrame
        Columns subject, searched_on, days, collection, where, words, newest_found, open (ids of the rows of
        `unknowns` that rest on it).
    """
    if "searches" not in store.paths():
        raise DataError("facts/searches.csv: no such table, so no search can be repeated")
    frame = store.table("searches").fillna("")
    newest = (
        frame.sort_values("searched_on", kind="stable")
        .groupby(["subject", "collection"], sort=False)
        .tail(1)
        .copy()
    )
    newest["days"] = [_days(day, as_of) for day in newest["searched_on"]]
    rests = {}
    if "unknowns" in store.paths():
        for row in store.table("unknowns").fillna("").to_dict("records"):
            for search in filter(None, str(row.get("searches", "")).split(JOIN)):
                rests.setdefault(search, []).append(row["id"])
    newest["open"] = [", ".join(rests.get(search, [])) for search in newest["id"]]
    columns = ["subject", "searched_on", "days", "collection", "where", "words", "newest_found", "open"]
    return newest.sort_values(["searched_on", "subject"], kind="stable")[columns].reset_index(drop=True)


def rows(store: Catalogue, as_of: str, older_than: int = 0, table: str | None = None) -> pd.DataFrame:
    """Sourced rows by the age of their newest source, the oldest first; undated ones, of no known age, before
    all.

    Parameters
    ----------
    as_of : str
        ISO day.
    older_than : int
        Only rows whose newest source is more days old.
    table : str, optional
        Only this table.

    Returns
    -------
    DataFrame
        Columns table, id, what, newest (source date as written), days (missing where undated), grade.

    Raises
    ------
    DataError
        If the table is unknown or has no sources.
    """
    found = []
    for name in [table] if table else store.paths():
        if store.manifest(name).kind != "facts":
            if table:
                raise DataError(
                    f"{name}: a table of figures; `python -m analysis data refresh --series {name}` renews it"
                )
            continue
        frame = store.table(name).astype(object)
        frame = frame.where(frame.notna(), "")
        if "source_date" not in frame:
            if table:
                raise DataError(f"{name}: its rows have no source_date; they were made here")
            continue
        for row in frame.to_dict("records"):
            dated = [entry for entry in str(row["source_date"]).split(JOIN) if entry[:4].isdigit()]
            newest = max(dated, default="undated")
            days = _days(newest, as_of) if dated else None
            if days is None or days > older_than:
                key = " ".join(str(row[part]) for part in store.manifest(name).index)
                what = next((str(row[column]) for column in _WHAT if row.get(column)), "")
                found.append((name, key, what, newest, days, str(row.get("grade", ""))))
    frame = pd.DataFrame(found, columns=["table", "id", "what", "newest", "days", "grade"])
    frame["days"] = frame["days"].astype("Int64")
    return frame.sort_values(
        ["days", "table"], ascending=[False, True], na_position="first", kind="stable", ignore_index=True
    )


def _days(written: str, as_of: str) -> int:
    """Days from the end of a year, a month or a day to `as_of`; 0 if that is not over."""
    frequency = {4: "annual", 7: "monthly"}.get(len(written), "daily")
    return max(0, (date.fromisoformat(as_of) - last_day(written, frequency)).days)
