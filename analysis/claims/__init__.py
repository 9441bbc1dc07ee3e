"""The ledger of the article's claims, their parts, and the rules that turn a statistic into a verdict.

What a claim says stands in `claim_parts`, how a part is decided in `rulebook` (both tables of facts), what is
measured in `measures` (one module a chapter, registered in `registry`), how a number becomes a verdict in
`decide`.

>>> from analysis import claims
>>> claims.judge("C15").verdict  # doctest: +SKIP
'supported'
"""

from __future__ import annotations

from .claim_list import (
    CHAPTERS,
    CONFIDENCES,
    GRADES,
    KINDS,
    STATUSES,
    VERDICTS,
    ids,
    ledger,
    validate,
)
from .claim_parts import decided_by_rule, parts
from .coding import agreement
from .editions import changes, previous
from .part import Part
from .rulebook import Rule, rules
from .tally import claim_counts, core_sentence, part_counts
from .verdict import PartVerdict, Verdict, judge, judge_all, judge_chapter

__all__ = [
    "CHAPTERS",
    "CONFIDENCES",
    "GRADES",
    "KINDS",
    "STATUSES",
    "VERDICTS",
    "Part",
    "PartVerdict",
    "Rule",
    "Verdict",
    "agreement",
    "changes",
    "claim_counts",
    "core_sentence",
    "decided_by_rule",
    "ids",
    "judge",
    "judge_all",
    "judge_chapter",
    "ledger",
    "part_counts",
    "parts",
    "previous",
    "rules",
    "validate",
]
