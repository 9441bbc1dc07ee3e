"""What changed since the last edition: the verdicts as they were published, kept in a table.

`data/facts/verdict_editions.csv` has one row a claim and edition. Edition 0 is what the sources alone said, before
anything was measured. ``python -m analysis claims publish`` appends the present verdicts as a new edition.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.claims.judge import Verdict
from analysis.claims.ledger import VERDICTS
from analysis.errors import ClaimError

TABLE = "verdict_editions"


def previous(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """The last edition: ``edition``, ``date`` and ``verdict`` on an index of claim ids.

    Parameters
    ----------
    frame : pandas.DataFrame, optional
        All editions. Default: the published table.

    Raises
    ------
    ClaimError
        If the last edition holds a claim twice or has a word that is no verdict.
    """
    if frame is None:
        from analysis import data

        frame = data.table(TABLE)
    numbers = frame["edition"].astype(int)  # tables of facts hold texts
    last = frame.assign(edition=numbers)[numbers == numbers.max()].set_index("id").sort_index()
    if last.index.has_duplicates:
        raise ClaimError(f"{last.index[last.index.duplicated()][0]}: stands twice in an edition of the verdicts; mend {TABLE}.csv")
    if wrong := sorted(set(last["verdict"]) - set(VERDICTS)):
        raise ClaimError(f"{TABLE}.csv: {wrong[0]!r} is no verdict; it must be one of {', '.join(VERDICTS)}")
    return last[["edition", "date", "verdict"]]


def changes(verdicts: Mapping[str, Verdict], frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Claims whose verdict is not that of the last edition: ``before`` and ``now``, by claim. May be empty.

    A claim that the last edition did not judge has an empty ``before``.
    """
    before = previous(frame)["verdict"]
    now = pd.Series({claim: verdict.verdict for claim, verdict in verdicts.items()})
    both = pd.DataFrame({"before": before.reindex(now.index).fillna(""), "now": now}).rename_axis("id")
    return both[both["before"] != both["now"]]


def next_edition(verdicts: Mapping[str, Verdict], date: str, frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """All editions with the present verdicts as one more.

    Raises
    ------
    ClaimError
        If the date is not after that of the last edition.
    """
    if frame is None:
        from analysis import data

        frame = data.table(TABLE)
    last = previous(frame)
    if str(date) <= str(last["date"].iloc[0]):
        raise ClaimError(f"the edition is dated {date}, not after the last one, {last['date'].iloc[0]}")
    added = pd.DataFrame(
        [(int(last["edition"].iloc[0]) + 1, str(date), claim, verdict.verdict) for claim, verdict in verdicts.items()],
        columns=["edition", "date", "id", "verdict"],
    )
    return pd.concat([frame, added], ignore_index=True)
