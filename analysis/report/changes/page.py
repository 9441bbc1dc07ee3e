"""The tables of the page "What changed": all editions, and what the newest one changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.claims.claim_list import ids
from analysis.report.author.tables import link
from analysis.report.changes.moved import Change
from analysis.report.changes.tell import by_distance, distance

if TYPE_CHECKING:
    from analysis.data import Catalogue

KINDS = {
    "verdict": "verdicts",
    "part": "parts",
    "number": "numbers",
    "sentence": "sentences",
    "figure": "figures",
    "series": "series",
    "forecast": "forecasts",
}
OPEN = "not closed yet"


def editions(store: Catalogue) -> pd.DataFrame:
    """One row an edition, the newest first: number, date, what it is, and how much changed in it, by kind.

    Changes that belong to no edition yet stand in a row of their own.
    """
    about = store.table("editions").fillna("").set_index("edition")
    counts = pd.crosstab(store.table("changes")["edition"], store.table("changes")["kind"])
    numbers = sorted({*about.index, *counts.index}, key=int, reverse=True)
    rows = []
    for number in numbers:
        known = number in about.index
        row = {"Edition": number, "Date": about.at[number, "date"] if known else OPEN,
               "What it is": about.at[number, "title"] if known else "Changes since the last edition",
               "Note": about.at[number, "note"] if known else ""}  # fmt: skip
        row |= {
            words: int(counts.at[number, kind]) if number in counts.index and kind in counts else 0
            for kind, words in KINDS.items()
        }
        rows.append(row)
    return pd.DataFrame(rows)


def newest(store: Catalogue) -> tuple[str, list[Change]]:
    """The newest edition in the record of changes, and what changed in it."""
    frame = store.table("changes")
    number = max(frame["edition"], key=int)
    rows = frame[frame["edition"] == number]
    texts = rows[["kind", "page", "item", "before", "after", "note"]].fillna("")
    far = [None if pd.isna(value) else float(value) for value in rows["standard_errors"]]
    return number, [
        Change(kind, page, item, before, after, error, note)
        for (kind, page, item, before, after, note), error in zip(
            texts.itertuples(index=False), far, strict=True
        )
    ]


def of_kind(changes: list[Change], kind: str) -> pd.DataFrame:
    """The changes of one kind as a table: where, what, before, after, how far or why; one row "none" if there
    are none."""
    chosen = [change for change in changes if change.kind == kind]
    if kind == "number":
        chosen = by_distance(chosen)
    if not chosen:
        return pd.DataFrame({"Where": ["none"], "What": [f"No change of {KINDS[kind]}."]})
    frame = pd.DataFrame(
        {
            "Where": [_where(change) for change in chosen],
            "What": [_what(change) for change in chosen],
            "Before": [change.before for change in chosen],
            "After": [change.after for change in chosen],
            "How far, or why": [
                "; ".join(filter(None, (distance(change), change.note))) for change in chosen
            ],
        }
    )
    if kind in ("figure", "sentence"):  # a digest or the word "held" would tell a reader nothing
        told = [("new" if not c.before else "gone" if not c.after else "redrawn") for c in chosen]
        return frame[["Where", "What"]].assign(Change=told)
    if kind == "series":
        return frame[["Where", "What", "After", "How far, or why"]].rename(
            columns={"After": "Change", "How far, or why": "Largest revision"}
        )
    return frame


def _where(change: Change) -> str:
    if change.kind == "series":
        return link(change.page, f"#data-{change.page}")
    return link(change.page.replace("_", " "), f"#{change.page.replace('_', '-')}")


def _what(change: Change) -> str:
    claim, _, part = change.item.partition(", ")
    if change.kind not in ("verdict", "part") or claim not in ids("judged"):
        return change.item  # only claims that are judged have a place on the page of verdicts
    return f"{link(claim, f'#claim-{claim.lower()}')}{', ' if part else ''}{part}"
