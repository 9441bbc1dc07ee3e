"""The record of changes: three tables of facts, and how they are written.

`editions.csv`   one row an edition: number, date, title, and a note written by hand.
`published.csv`  what the pages of the last edition said: against this, changes are told.
`changes.csv`    what changed, edition by edition; the rows of the edition to come are written anew at every
                 report.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import NotebookError
from analysis.report.changes.forecasts import scored
from analysis.report.changes.moved import Change, moved
from analysis.report.changes.published import Item, of_book

if TYPE_CHECKING:
    from analysis.data import Catalogue

CHANGES = ("edition", "kind", "page", "item", "before", "after", "standard_errors", "note")
PUBLISHED = ("edition", "kind", "page", "item", "value")


@dataclass(frozen=True)
class Report:
    """Changes since an edition. `edition` is the last one, `date` its day."""

    edition: int
    date: str
    changes: tuple[Change, ...]

    def of(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


def report(root: Path, store: Catalogue) -> Report:
    """Compare what the stored pages say with the last edition.

    Raises
    ------
    NotebookError
        If no edition was ever recorded.
    """
    edition, before = last(store)
    date = _date(store, edition)
    now = _said(root)
    changes = [*_series(store, date), *moved(before, now), *scored(store)]
    return Report(edition, date, tuple(changes))


def last(store: Catalogue) -> tuple[int, list[Item]]:
    """Number of the last edition that was recorded, and what its pages said."""
    if "published" not in store.paths():
        raise NotebookError(
            "no edition is recorded (data/facts/published.csv); `python -m analysis changes edition`"
            " records one"
        )
    frame = store.table("published").fillna("")
    return int(frame["edition"].iloc[0]), [
        Item(*row) for row in frame[["kind", "page", "item", "value"]].itertuples(index=False)
    ]


def write(store: Catalogue, found: Report) -> list[str]:
    """Write the changes as those of the edition to come, and return what changed in the table's sidecar."""
    store.check("changes")
    number = str(found.edition + 1)
    _, *rows = csv.reader(io.StringIO(store.manifest("changes").csv.read_text("utf-8")))
    kept = [row for row in rows if row[0] != number]
    rows = kept + [
        (
            number,
            c.kind,
            c.page,
            c.item,
            c.before,
            c.after,
            "" if c.standard_errors is None else f"{c.standard_errors:.3g}",
            c.note,
        )
        for c in found.changes
    ]
    return _put(store, "changes", CHANGES, rows)


def settle(store: Catalogue, root: Path) -> int:
    """Make the pages as they are the last edition, which must have its row in `editions.csv`; return its
    number.

    Raises
    ------
    NotebookError
        If the row is missing: date, title and note of an edition are written by hand.
    """
    number = last(store)[0] + 1
    _date(store, number)
    items = _said(root)
    _put(
        store,
        "published",
        PUBLISHED,
        [(str(number), item.kind, item.page, item.item, item.value) for item in items],
    )
    return number


def _said(root: Path) -> list[Item]:
    from analysis import claims

    return of_book(root, claims.judge_all(), claims.ledger(None)["status"].astype(str).to_dict())


def _date(store: Catalogue, edition: int) -> str:
    frame = store.table("editions").set_index("edition")
    if str(edition) not in frame.index:
        raise NotebookError(
            f"editions.csv has no row for edition {edition}; add `{edition},YYYY-MM-DD,title,note` to it "
            "(data/facts/editions.csv) and run `python -m analysis data seal editions`"
        )
    return str(frame.loc[str(edition), "date"])


def _series(store: Catalogue, date: str) -> Iterable[Change]:
    """New observations and revisions since a day, one a column."""
    from analysis.data.refresh.difference import difference

    for row in difference(store.root, date).to_dict("records"):
        added = f"{row['added']} new, to {row['last']}" if row["added"] else "nothing new"
        note = f"largest revision in {row['at']}: {row['before']} to {row['after']}" if row["revised"] else ""
        yield Change(
            "series", row["table"], row["column"], "", f"{added}; {row['revised']} revised", note=note
        )


def _put(store: Catalogue, table: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    from analysis.data.store.seal import replace_table

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return replace_table(store.manifest(table), text.getvalue().encode())
