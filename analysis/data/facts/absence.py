"""What was not found: dated, with where and with which words it was searched, in a generated sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.data.store.catalogue import Catalogue

_JOIN = " | "
_MONTHS = ("January February March April May June July August September October November December").split()


@dataclass(frozen=True)
class Absence:
    """The state of the searches on one subject.

    Attributes
    ----------
    subject : str
        As the searches name it.
    searched_on : str
        Day (ISO) of the newest search.
    collections : tuple of str
        What was searched, each once.
    words : tuple of str
        With which words, one entry a search.
    newest_found : str or None
        Date of the newest public fact found on the subject; None if none was.
    complete_by_law : bool
        Whether the record that lacks the row is complete by law or by nature, so that its silence says
        something. Only then may absence count in a verdict; elsewhere it leaves the question open.
    complete_because : str
        What makes it complete; empty otherwise.
    """

    subject: str
    searched_on: str
    collections: tuple[str, ...]
    words: tuple[str, ...]
    newest_found: str | None
    complete_by_law: bool
    complete_because: str = ""

    @property
    def sentence(self) -> str:
        """Say it: "Nothing that settles … was found; the newest public text that touches it is of … (searched
        on … in …)."."""
        places = _list(self.collections)
        searched = f"searched on {written(self.searched_on)} in {places}"
        if self.newest_found is None:
            return f"No public fact on {self.subject} was found ({searched})."
        return (
            f"Nothing that settles {self.subject} was found; the newest public text that touches it is of"
            f" {written(self.newest_found)} ({searched})."
        )


def absent(subject: str, *, store: Catalogue | None = None) -> Absence:
    """What the searches on a subject found, and when.

    Parameters
    ----------
    subject : str
        The id of a row of `unknowns`, or a subject of `searches`.
    store : Catalogue, optional
        Default: that of the repository.

    Raises
    ------
    DataError
        If there is no such subject, or its searches are not enough to say "not found" (two independent
        collections and one primary site).
    """
    from analysis.data.schemas.check import PRIMARY, lacking
    from analysis.data.store.shared import default

    store = store or default()
    searches, unknowns = store.table("searches"), store.table("unknowns")
    row = unknowns[unknowns["id"] == subject]
    because = ""
    if len(row):
        cell = row["searches"].iloc[0]
        chosen = searches[searches["id"].isin([] if pd.isna(cell) else cell.split(_JOIN))]
        law = row["complete_by_law"].iloc[0] if "complete_by_law" in row else None
        because = "" if pd.isna(law) else str(law)
    else:
        chosen = searches[searches["subject"] == subject]
    if chosen.empty:
        from analysis.data.store.offer import unknown

        raise unknown(
            "searched subject", subject, [*unknowns["id"], *searches["subject"].unique()], "show searches"
        )
    if fault := lacking(chosen["collection"]):
        raise DataError(f"searches on {subject!r}: {_JOIN.join(chosen['id'])} {fault}")
    names = list(dict.fromkeys(chosen["subject"]))
    found = chosen["newest_found"].dropna()
    return Absence(
        subject=_list(names),
        searched_on=str(chosen["searched_on"].max()),
        collections=tuple(
            "a primary site" if name == PRIMARY else name for name in dict.fromkeys(chosen["collection"])
        ),
        words=tuple(chosen["words"]),
        newest_found=None if found.empty else str(found.max()),
        complete_by_law=bool(because),
        complete_because=because,
    )


def written(moment: str) -> str:
    """A date in words: "28 November 2026", "May 2026", "2026"."""
    year, *rest = moment.split("-")
    if not rest:
        return year
    month = f"{_MONTHS[int(rest[0]) - 1]} {year}"
    return month if len(rest) == 1 else f"{int(rest[1])} {month}"


def _list(items: list[str] | tuple[str, ...]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
