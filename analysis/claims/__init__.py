"""The ledger of the article's claims, their parts, and the rules that turn a statistic into a verdict.

What a claim says stands in `parts`, how a part is decided in `rulebook` (both tables of facts), what is measured in
`measures` (one module a chapter, registered in `registry`), how a number becomes a verdict in `decide`.

>>> from analysis import claims
>>> claims.judge("C15").verdict  # doctest: +SKIP
'supported'
"""

from __future__ import annotations

from .editions import changes, previous
from .judge import PartVerdict, Verdict, judge, judge_all, judge_chapter, ruled
from .ledger import CHAPTERS, CONFIDENCES, GRADES, IDS, TESTS, TYPES, VERDICTS, ledger, validate, verdict_counts
from .parts import ROLES, Part, parts
from .rulebook import Rule, rules
from .tally import claim_counts, core_sentence, part_counts

__all__ = [
    "CHAPTERS",
    "CONFIDENCES",
    "GRADES",
    "IDS",
    "ROLES",
    "TESTS",
    "TYPES",
    "VERDICTS",
    "Part",
    "PartVerdict",
    "Rule",
    "Verdict",
    "changes",
    "claim_counts",
    "core_sentence",
    "judge",
    "judge_all",
    "judge_chapter",
    "ledger",
    "part_counts",
    "parts",
    "previous",
    "ruled",
    "rules",
    "validate",
    "verdict_counts",
]
