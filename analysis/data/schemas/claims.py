"""Schemas of the tables about the article: its claims, their parts, the two codings and the rules."""

from __future__ import annotations

from analysis.data.schemas.declaration import SOURCE, Field, Table, day, moment, number, one_of, text

CLAIM = Field(pattern=r"C\d{2,3}", words="C and a number")
#: What may be said of a judged claim.
VERDICTS = ("supported", "partly", "contradicted", "open", "unverifiable")
#: How sure the verdict of sources is.
CONFIDENCES = ("low", "medium", "high")
#: What sort of statement a claim is.
KINDS = (
    "description",
    "quantity",
    "institution",
    "cause",
    "conditional",
    "forecast",
    "recommendation",
    "value",
    "anecdote",
)
#: What becomes of a claim.
STATUSES = ("judged", "listed", "merged", "withdrawn")
#: Chapters that judge claims, in the order of the book.
CHAPTERS = (
    "motives",
    "modalities",
    "united_states",
    "japan",
    "china_and_others",
    "transmission",
    "tax_and_fiscal",
    "risks",
    "verdicts",
)
VERDICT = one_of(*VERDICTS, empty=True)
_CHAPTER = one_of(*CHAPTERS)
_SOURCE = {key: SOURCE[key] for key in ("source_title", "source", "source_date", "grade")}
#: Paragraph of the article, or several: joined like everything else, by the coders with a semicolon.
_PARAGRAPHS = Field(pattern=r"\d+(;\d+)*", many=True, empty=True, words="numbers of paragraphs")

TABLES: dict[str, Table] = {
    "article": Table(
        ("id",),
        {
            "id": text(),
            "item": text(),
            "what": text(),
            "how_seen": text(),
            "author": text(empty=True),
            "published": moment(empty=True),
            **_SOURCE,
            "not_known": text(empty=True),
            "searched_on": day(),
            "searched": text(),
        },
    ),
    "claims": Table(
        ("id",),
        {
            "id": CLAIM,
            "paragraph": _PARAGRAPHS,
            "phrase_zh": text(empty=True, longest=20),
            "translation": text(empty=True),
            "claim": text(),
            "kind": one_of(*KINDS),
            "status": one_of(*STATUSES),
            "merged_into": Field(pattern=r"C\d{2,3}", empty=True, words="a claim"),
            "chapter": _CHAPTER,
            "prior_verdict": VERDICT,
            "confidence": one_of(*CONFIDENCES, empty=True),
            "evidence": text(empty=True),
            **_SOURCE,
            "would_settle": text(empty=True),
            "restated": text(empty=True),
        },
    ),
    "claim_parts": Table(
        ("claim", "part"),
        {
            "claim": CLAIM,
            "part": text(),
            "role": one_of("core", "condition", "side"),
            "text": text(),
            "decided_by": one_of("rule", "sources", "nothing"),
            "prior_verdict": VERDICT,
            "reason": text(),
        },
        sourced=False,
        own="our reading of the article",
    ),
    "codings": Table(
        ("coder", "claim"),
        {
            "coder": one_of("a", "b"),
            "filed_as": text(),
            "claim": CLAIM,
            "paragraph": _PARAGRAPHS,
            "phrase_zh": text(),
            "translation": text(),
            "faithful": one_of("yes", "narrower", "broader", "distorted", empty=True),
            "better_paraphrase": text(empty=True),
            "kind": one_of(*KINDS),
            "checkable": one_of("yes", "in_part", "no"),
            "parts": text(),
            "what_would_support": text(empty=True),
            "what_would_contradict": text(empty=True),
            "merge_with": text(empty=True),
        },
        sourced=False,
        own="two readings of the article",
    ),
    "coding_settled": Table(
        ("claim", "field"),
        {
            "claim": CLAIM,
            "field": text(),
            "coder_a": text(empty=True),
            "coder_b": text(empty=True),
            "settled": text(empty=True),
            "reason": text(),
        },
        sourced=False,
        own="how differences between two readings were settled",
    ),
    "verdict_editions": Table(
        ("edition", "id"),
        {
            "edition": Field(pattern=r"\d+", words="a number"),
            "date": day(),
            "id": CLAIM,
            "verdict": one_of(*VERDICTS, *STATUSES[1:]),
        },
        sourced=False,
        own="published by `claims publish`",
    ),
    "verdict_changes": Table(
        ("claim",),
        {
            "claim": CLAIM,
            "before": one_of(*VERDICTS),
            "now": one_of(*VERDICTS),
            "reason": text(),
        },
        sourced=False,
        own="why a verdict changed or was kept",
    ),
    "verdict_rules": Table(
        ("claim", "part"),
        {
            "claim": CLAIM,
            "part": text(),
            "measure": Field(pattern=r"[a-z][a-z0-9_]*", words="the name of a measure"),
            "shape": one_of("bounds", "range", "interval", "step"),
            "supported_from": number(),
            "contradicted_to": number(),
            "claimed": number(-1, 1),
            "matters": number(),
            "unit": text(empty=True),
            "horizon": text(empty=True),
            "words": text(),
            "complete_record": text(empty=True),
            "shown": text(),
            "note": text(),
        },
        sourced=False,
        own="our bounds, set for the words of the claim",
    ),
}
