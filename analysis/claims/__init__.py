"""The ledger of the article's 96 claims, and the rules that turn a statistic into a verdict.

>>> from analysis import claims
>>> claims.judge("C15").verdict  # doctest: +SKIP
'supported'
"""

from __future__ import annotations

from .editions import changes, previous
from .judge import Verdict, judge, judge_all, judge_chapter, ruled
from .ledger import CHAPTERS, CONFIDENCES, GRADES, IDS, TESTS, TYPES, VERDICTS, ledger, validate, verdict_counts

__all__ = [
    "CHAPTERS",
    "CONFIDENCES",
    "GRADES",
    "IDS",
    "TESTS",
    "TYPES",
    "VERDICTS",
    "Verdict",
    "changes",
    "judge",
    "judge_all",
    "judge_chapter",
    "ledger",
    "previous",
    "ruled",
    "validate",
    "verdict_counts",
]
