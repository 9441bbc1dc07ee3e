"""The ledger: the 96 checkable claims of the article and the verdict that sources alone support.

The ledger is a table of facts (`data/facts/claims.csv`). What is checked here is what a chapter relies on: every claim
once, each word within its vocabulary, and evidence with a source wherever the verdict says there is one.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.errors import ClaimError

IDS = tuple(f"C{number:02d}" for number in range(1, 97))
VERDICTS = ("supported", "partly", "contradicted", "open", "unverifiable")
CONFIDENCES = ("low", "medium", "high")
TYPES = ("quantitative", "institutional", "causal", "forecast", "anecdote")
TESTS = ("data", "accounting", "regression", "none")
GRADES = ("A", "B", "C", "none")
CHAPTERS = (
    "motives", "modalities", "united_states", "japan", "china_and_others", "transmission", "tax_and_fiscal", "risks",
    "verdicts",
)  # fmt: skip
VOCABULARIES = {
    "prior_verdict": VERDICTS,
    "confidence": CONFIDENCES,
    "type": TYPES,
    "testable_with": TESTS,
    "grade": GRADES,
    "chapter": CHAPTERS,
    "changed_by_correction": ("yes", "no"),
}
TEXTS = ("claim", "evidence", "source", "source_date")


def ledger() -> pd.DataFrame:
    """All claims in their order, checked.

    Returns
    -------
    pandas.DataFrame
        96 rows on an index named ``id`` (C01..C96). The columns with a vocabulary are ordered categoricals: verdicts
        from supported to unverifiable, confidence from low to high, grades from A to none.

    Raises
    ------
    ClaimError
        Naming the claim and what is wrong with it.
    """
    from analysis import data

    frame = data.table("claims")
    validate(frame)
    frame = frame.set_index("id")
    for column, words in VOCABULARIES.items():
        frame[column] = pd.Categorical(frame[column], categories=words, ordered=True)
    return frame


def verdict_counts(frame: pd.DataFrame | None = None, by: str = "chapter") -> pd.DataFrame:
    """Claims by verdict, one row a chapter (or another column with a vocabulary), with a last row ``all``.

    Parameters
    ----------
    frame : pandas.DataFrame, optional
        A ledger. Default: `ledger`.
    by : str
        What the rows are: ``chapter``, ``type``, ``testable_with``, ``confidence`` or ``grade``.

    Returns
    -------
    pandas.DataFrame of int
        One column a verdict, in the order of `VERDICTS`, and ``claims``, their sum. Zeros are shown.
    """
    if by not in VOCABULARIES or by == "prior_verdict":
        choice = ", ".join(name for name in VOCABULARIES if name != "prior_verdict")
        raise ClaimError(f"verdict_counts: `by` must be one of {choice}; found {by!r}")
    frame = ledger() if frame is None else frame
    counts = pd.crosstab(frame[by], frame["prior_verdict"]).reindex(index=VOCABULARIES[by], columns=VERDICTS)
    counts = counts.fillna(0).astype(int)
    counts.loc["all"] = counts.sum()
    counts["claims"] = counts.sum(axis=1)
    return counts.rename_axis(index=by, columns=None)


def validate(frame: pd.DataFrame) -> None:
    """Raise `ClaimError` at the first claim that is missing, doubled, incomplete or outside a vocabulary."""
    if absent := [column for column in ("id", *VOCABULARIES, *TEXTS) if column not in frame.columns]:
        raise ClaimError(f"claims: no column {absent[0]!r}; restore data/facts/claims.csv")
    found = list(frame["id"])
    if doubled := frame.loc[frame["id"].duplicated(), "id"].tolist():
        raise ClaimError(f"{doubled[0]}: appears twice in the ledger; keep one row")
    _refuse_first((claim for claim in found if claim not in IDS), "is not a claim of the ledger (C01 to C96)")
    _refuse_first((claim for claim in IDS if claim not in found), "is missing from the ledger")
    if found != list(IDS):
        wrong = next(claim for claim, expected in zip(found, IDS, strict=True) if claim != expected)
        raise ClaimError(f"{wrong}: out of order in the ledger; sort the rows by id")
    for row in frame.to_dict("records"):
        for column in TEXTS:
            if not isinstance(row[column], str) or not row[column].strip():
                raise ClaimError(f"{row['id']}: `{column}` is empty; every claim states it, if only 'none found'")
        for column, words in VOCABULARIES.items():
            if row[column] not in words:
                raise ClaimError(f"{row['id']}: `{column}` is {row[column]!r}; it must be one of {', '.join(words)}")
        _sourced(row["id"], row["prior_verdict"], row["grade"], row["source"])


def _sourced(claim: str, verdict: str, grade: str, source: str) -> None:
    if (grade == "none") != (source == "none found"):
        raise ClaimError(f"{claim}: grade {grade!r} does not fit the source {source!r}")
    if grade == "none" and verdict not in ("open", "unverifiable"):
        raise ClaimError(f"{claim}: the verdict {verdict!r} has no source; without one it is open or unverifiable")


def _refuse_first(claims: Iterable[str], what: str) -> None:
    for claim in claims:
        raise ClaimError(f"{claim}: {what}")
