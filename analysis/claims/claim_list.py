"""The ledger: what the article claims, what becomes of each claim, and the verdict that sources alone
support.

Two tables of facts hold it. `data/facts/claims.csv` has one row a claim. A claim is *judged*; or it is
*listed* (a recommendation or a value, which no fact can decide), *merged* (the same sentence as another
claim) or *withdrawn*. An id is never given twice, so a merged claim keeps its own.
`data/facts/claim_parts.csv` says what each judged claim consists of, see `analysis.claims.claim_parts`.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.data.schemas.claims import CHAPTERS, CONFIDENCES, KINDS, STATUSES, VERDICTS
from analysis.data.schemas.declaration import GRADES
from analysis.errors import ClaimError

VOCABULARIES = {
    "prior_verdict": VERDICTS,
    "confidence": CONFIDENCES,
    "kind": KINDS,
    "status": STATUSES,
    "grade": GRADES,
    "chapter": CHAPTERS,
}
TEXTS = ("paragraph", "phrase_zh", "translation", "claim", "evidence", "source", "source_date")
PHRASE = 20  # characters of the article that a claim may quote
UNJUDGEABLE = ("recommendation", "value")
OF_VERDICT = ("prior_verdict", "confidence")  # filled for judged claims only


def ledger(status: str | None = "judged") -> pd.DataFrame:
    """The claims in their order, checked.

    Parameters
    ----------
    status : str or None
        Which claims: those of one of `STATUSES`, by default the judged ones, or all of them (None).

    Returns
    -------
    pandas.DataFrame
        One row a claim on an index named ``id``. The columns with a vocabulary are ordered categoricals:
        verdicts from supported to unverifiable, confidence from low to high, grades from A to none. Empty
        cells of text columns are empty texts; verdict and confidence of a claim that is not judged are
        missing.

    Raises
    ------
    ClaimError
        If the status is unknown; or naming the claim and what is wrong with it.
    """
    if status is not None and status not in STATUSES:
        raise ClaimError(f"ledger: `status` is one of {', '.join(STATUSES)} or None; found {status!r}")
    frame = _table()
    validate(frame)
    if status is not None:
        frame = frame[frame["status"] == status]
    frame = frame.set_index("id")
    for column, words in VOCABULARIES.items():
        frame[column] = pd.Categorical(
            frame[column].where(frame[column] != ""), categories=words, ordered=True
        )
    return frame


def ids(status: str | None = None) -> tuple[str, ...]:
    """Ids of all claims ever numbered, or of those with one status, in the order of the ledger."""
    return tuple(ledger(status).index)


def validate(frame: pd.DataFrame) -> None:
    """Raise `ClaimError` at the first claim that is missing, doubled, incomplete or outside a vocabulary."""
    if absent := [
        column for column in ("id", "merged_into", *VOCABULARIES, *TEXTS) if column not in frame.columns
    ]:
        raise ClaimError(f"claims: no column {absent[0]!r}; restore data/facts/claims.csv")
    frame = frame.fillna("")
    if doubled := frame.loc[frame["id"].duplicated(), "id"].tolist():
        raise ClaimError(f"{doubled[0]}: appears twice in the ledger; keep one row")
    for found, expected in zip(frame["id"], numbered(len(frame)), strict=True):
        if found != expected:
            raise ClaimError(
                f"{expected}: is missing or out of order in the ledger, found {found}; ids run from C01 on"
            )
    judged = set(frame.loc[frame["status"] == "judged", "id"])
    for row in frame.to_dict("records"):
        _row(row, judged)


def numbered(count: int) -> tuple[str, ...]:
    """The first `count` ids: C01, C02 and so on, of three digits from C100."""
    return tuple(f"C{number:02d}" for number in range(1, count + 1))


def _row(row: dict[str, str], judged: set[str]) -> None:
    claim, status = row["id"], row["status"]
    for column in TEXTS:
        if not row[column].strip():
            raise ClaimError(f"{claim}: `{column}` is empty; every claim states it, if only 'none found'")
    if len(row["phrase_zh"]) > PHRASE:
        raise ClaimError(
            f"{claim}: quotes {len(row['phrase_zh'])} characters of the article; at most {PHRASE}"
        )
    for column, words in VOCABULARIES.items():
        if column in OF_VERDICT and status in STATUSES[1:]:
            if row[column]:
                raise ClaimError(
                    f"{claim}: is {status}, but `{column}` is {row[column]!r}; only judged claims have one"
                )
        elif row[column] not in words:
            raise ClaimError(f"{claim}: `{column}` is {row[column]!r}; it must be one of {', '.join(words)}")
    if (status == "merged") != bool(row["merged_into"]):
        raise ClaimError(
            f"{claim}: is {status}, merged into {row['merged_into'] or 'nothing'}; only a merged claim is"
        )
    if status == "merged" and row["merged_into"] not in judged:
        raise ClaimError(f"{claim}: is merged into {row['merged_into']}, which is not a judged claim")
    if status == "judged" and row["kind"] in UNJUDGEABLE:
        raise ClaimError(f"{claim}: a {row['kind']} is listed, not judged")
    if (row["grade"] == "none") != (row["source"] == "none found"):
        raise ClaimError(f"{claim}: grade {row['grade']!r} does not fit the source {row['source']!r}")
    if status == "judged" and row["grade"] == "none" and row["prior_verdict"] not in ("open", "unverifiable"):
        raise ClaimError(
            f"{claim}: the verdict {row['prior_verdict']!r} has no source; make it open or unverifiable"
        )


def _table() -> pd.DataFrame:
    from analysis import data

    return data.table("claims").fillna("")


def __getattr__(name: str) -> Iterable[str]:
    if name == "IDS":  # every id of the table; read when first asked for, not on import
        return tuple(_table()["id"])
    raise AttributeError(name)
