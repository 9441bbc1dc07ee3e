"""What changed since the last edition: the verdicts as they were published, kept in a table.

`data/facts/verdict_editions.csv` has one row a claim and edition. Edition 0 is what the sources alone said,
before anything was measured. An edition holds the claims that were judged at its time: later ones lack claims
that were merged, listed or withdrawn since, and hold those that were added. ``python -m analysis claims
publish`` appends the present verdicts as a new edition.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.claims.claim_list import VERDICTS, ids, ledger
from analysis.claims.verdict import Verdict
from analysis.errors import ClaimError

TABLE = "verdict_editions"


def previous(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """The last edition: ``edition``, ``date`` and ``verdict`` on an index of the claims that it judged.

    Parameters
    ----------
    frame : pandas.DataFrame, optional
        All editions. Default: the published table.

    Raises
    ------
    ClaimError
        If the last edition holds a claim twice or one that was never numbered, leaves out one that stands
        before and after its time, or has a word that is no verdict.
    """
    if frame is None:
        from analysis import data

        frame = data.table(TABLE)
    numbers = frame["edition"].astype(int)  # tables of facts hold texts
    last = frame.assign(edition=numbers)[numbers == numbers.max()].set_index("id")
    known = ids()
    if odd := [*sorted(set(last.index) - set(known)), *last.index[last.index.duplicated()]]:
        raise ClaimError(
            f"{odd[0]}: an edition of the verdicts has each claim of the ledger at most once; mend"
            f" {TABLE}.csv"
        )
    # Ids are given in order and never taken back, so an edition reaches from the first to its newest claim.
    newest = max((known.index(claim) for claim in last.index), default=-1)
    if lost := [claim for claim in ids("judged") if known.index(claim) < newest and claim not in last.index]:
        raise ClaimError(
            f"{lost[0]}: is judged, but the last edition lacks it though it has newer claims; mend"
            f" {TABLE}.csv"
        )
    if wrong := sorted(set(last["verdict"]) - set(VERDICTS)):
        raise ClaimError(f"{TABLE}.csv: {wrong[0]!r} is no verdict; it must be one of {', '.join(VERDICTS)}")
    return last.reindex([claim for claim in known if claim in last.index])[["edition", "date", "verdict"]]


def changes(verdicts: Mapping[str, Verdict], frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """What is not as in the last edition, by claim: ``before``, ``now`` and ``what``. May be empty.

    ``what`` is ``changed``; ``added`` for a claim that the last edition did not hold (no ``before``); or the
    status of a claim that it held and that is judged no longer (no ``now``). Missing verdicts are empty
    texts.
    """
    before = previous(frame)["verdict"].to_dict()
    now = {claim: verdict.verdict for claim, verdict in verdicts.items()}
    status = ledger(None)["status"].astype(str)
    rows = {}
    for claim in ids():
        old, new = before.get(claim, ""), now.get(claim, "")
        if old == new:
            continue
        if new:
            rows[claim] = (old, new, "changed" if old else "added")
        elif status[claim] != "judged":  # a judged claim without a verdict was not asked for
            rows[claim] = (old, new, status[claim])
    return pd.DataFrame.from_dict(rows, orient="index", columns=["before", "now", "what"]).rename_axis("id")


def next_edition(
    verdicts: Mapping[str, Verdict], date: str, frame: pd.DataFrame | None = None
) -> pd.DataFrame:
    """All editions with the present verdicts as one more.

    Raises
    ------
    ClaimError
        If a judged claim has no verdict, a claim that is not judged has one, or the date is not after the
        last edition's.
    """
    if frame is None:
        from analysis import data

        frame = data.table(TABLE)
    judged = ids("judged")
    if missing := [claim for claim in judged if claim not in verdicts]:
        raise ClaimError(f"{missing[0]}: has no verdict; an edition holds every judged claim")
    if extra := [claim for claim in verdicts if claim not in judged]:
        raise ClaimError(f"{extra[0]}: has a verdict, but is not a judged claim")
    last = previous(frame)
    if str(date) <= str(last["date"].iloc[0]):
        raise ClaimError(f"the edition is dated {date}, not after the last one, {last['date'].iloc[0]}")
    added = pd.DataFrame(
        [(int(last["edition"].iloc[0]) + 1, str(date), claim, verdicts[claim].verdict) for claim in judged],
        columns=["edition", "date", "id", "verdict"],
    )
    return pd.concat([frame, added], ignore_index=True)
