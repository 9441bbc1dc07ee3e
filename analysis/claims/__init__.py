"""The ledger of the article's claims, and the rules that turn a statistic into a verdict.

>>> from analysis import claims
>>> claims.judge("C15").verdict  # doctest: +SKIP
'supported'
"""

from __future__ import annotations

from .claim_parts import decided_by_rule, parts
from .coding import agreement
from .editions import changes, previous
from .judge import Verdict, judge, judge_all, judge_chapter, ruled
from .ledger import (
    CHAPTERS,
    CONFIDENCES,
    GRADES,
    KINDS,
    STATUSES,
    VERDICTS,
    ids,
    ledger,
    successor,
    validate,
    verdict_counts,
)

__all__ = [
    "CHAPTERS",
    "CONFIDENCES",
    "GRADES",
    "KINDS",
    "STATUSES",
    "VERDICTS",
    "Verdict",
    "agreement",
    "changes",
    "decided_by_rule",
    "ids",
    "judge",
    "judge_all",
    "judge_chapter",
    "ledger",
    "parts",
    "previous",
    "ruled",
    "successor",
    "validate",
    "verdict_counts",
]
