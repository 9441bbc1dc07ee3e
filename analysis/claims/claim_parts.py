"""Parts of the claims: what a claim consists of, and which of it decides.

`data/facts/claim_parts.csv` was marked from the words of the article and from which fields exist, before any
number was looked at. *Core* parts decide. A *condition* picks the cases in which a conditional is judged by
its consequent; that it held, or did not, decides nothing. A *side* part is shown and never decides.
"""

from __future__ import annotations

import pandas as pd

from analysis.claims.claim_list import VERDICTS, ids
from analysis.errors import ClaimError

ROLES = ("core", "condition", "side")
DECIDERS = ("rule", "sources", "nothing")
PART_VERDICTS = VERDICTS[:4]


def parts(claim: str | None = None) -> pd.DataFrame:
    """Parts of one claim, or of all.

    Parameters
    ----------
    claim : str, optional
        Id of a judged claim. Default: all of them.

    Returns
    -------
    pandas.DataFrame
        ``role``, ``text``, ``decided_by``, ``prior_verdict`` (of what sources decide, else an empty text) and
        ``reason``; on an index of part names for one claim, of claims and part names for all. In the order of
        the table, which is that of the ledger.

    Raises
    ------
    ClaimError
        If the claim is not judged, or a row is wrong.
    """
    from analysis import data

    frame = data.table("claim_parts").fillna("")
    validate_parts(frame, ids("judged"))
    if claim is None:
        return frame.set_index(["claim", "part"])
    if claim not in set(frame["claim"]):
        raise ClaimError(f"{claim}: has no parts; it is not a judged claim of the ledger")
    return frame[frame["claim"] == claim].drop(columns="claim").set_index("part")


def validate_parts(frame: pd.DataFrame, judged: tuple[str, ...]) -> None:
    """Raise `ClaimError` at the first part that is doubled or wrong, and at a claim without a core."""
    for row in frame.to_dict("records"):
        name = f"{row['claim']}, part {row['part']!r}"
        if row["claim"] not in judged:
            raise ClaimError(f"{name}: only judged claims have parts")
        for column, words in (("role", ROLES), ("decided_by", DECIDERS)):
            if row[column] not in words:
                raise ClaimError(
                    f"{name}: `{column}` is {row[column]!r}; it must be one of {', '.join(words)}"
                )
        if not row["text"].strip() or not row["reason"].strip():
            raise ClaimError(f"{name}: says nothing or gives no reason; fill `text` and `reason`")
        expected = PART_VERDICTS if row["decided_by"] == "sources" else ("",)
        if row["prior_verdict"] not in expected:
            raise ClaimError(f"{name}: `prior_verdict` is {row['prior_verdict']!r}; only sources give one")
    if doubled := frame.loc[frame.duplicated(["claim", "part"]), ["claim", "part"]].to_numpy().tolist():
        raise ClaimError(
            f"{doubled[0][0]}, part {doubled[0][1]!r}: appears twice; name the parts of a claim apart"
        )
    cores = set(frame.loc[frame["role"] == "core", "claim"])
    for claim in judged:
        if claim not in cores:
            raise ClaimError(f"{claim}: has no core part; without one nothing decides it")


def decided_by_rule(frame: pd.DataFrame | None = None) -> pd.Series:
    """How far rules decide each judged claim: ``all``, ``some`` or ``none`` of its core parts.

    Parameters
    ----------
    frame : pandas.DataFrame, optional
        All parts, as from `parts`. Default: the published ones.

    Returns
    -------
    pandas.Series of str
        On an index of claims.
    """
    frame = parts() if frame is None else frame
    core = frame[frame["role"] == "core"]
    ruled = (core["decided_by"] == "rule").groupby(level="claim", sort=False)
    return ruled.agg(lambda column: "all" if column.all() else "some" if column.any() else "none")
