"""The verdict on every part and every claim.

A part is decided by its rule on the published data, by the sources, or by nothing. The core parts decide the
claim; a side part is shown, a condition reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.claims.claim_list import CHAPTERS, ledger
from analysis.claims.decide import (
    Absent,
    Decision,
    Range,
    Step,
    by_absence,
    by_bounds,
    by_core,
    by_interval,
    by_range,
    by_step,
)
from analysis.claims.part import Part, parts_by_claim
from analysis.claims.registry import Measure, measures
from analysis.claims.rulebook import Rule, rules
from analysis.errors import ClaimError


@dataclass(frozen=True)
class PartVerdict:
    """The present verdict on one part.

    Attributes
    ----------
    part : Part
    verdict : str
        "unverifiable" where nothing can decide the part.
    statistic : str
        What was found; the reason where no rule decides.
    power : str
        For an open part that a rule decides: what would have been found.
    rule : Rule or None
    value, low, high : float or None
    data : tuple of str
        Series and tables that the measure read.
    """

    part: Part
    verdict: str
    statistic: str
    power: str = ""
    rule: Rule | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The present verdict on a claim.

    Attributes
    ----------
    claim, chapter : str
    verdict : str
        From the core parts alone.
    basis : str
        "rule" if a rule decides a core part, "sources" if sources do, "nothing" if all core parts are
        undecidable.
    prior : str
        What the ledger says from sources alone.
    parts : tuple of PartVerdict
        In the order of the table.
    """

    claim: str
    chapter: str
    verdict: str
    basis: str
    prior: str
    parts: tuple[PartVerdict, ...]

    @property
    def core(self) -> tuple[PartVerdict, ...]:
        """The parts that decide."""
        return tuple(part for part in self.parts if part.part.role == "core")

    @property
    def rule(self) -> str:
        """The rules of the parts as published, or empty."""
        return " ".join(f"{_upper(p.part.name)}: {p.rule.text}." for p in self.parts if p.rule)

    @property
    def statistic(self) -> str:
        """What was found for each core part."""
        return "; ".join(f"{p.part.name} {p.verdict} ({p.statistic})" for p in self.core)

    @property
    def power(self) -> str:
        """What would have been found for the open core parts."""
        return "; ".join(f"{p.part.name}: {p.power}" for p in self.core if p.power)

    @property
    def shown(self) -> str:
        """Label of the figure or table that shows the first rule's number, or empty."""
        return next((p.rule.shown for p in (*self.core, *self.parts) if p.rule), "")

    @property
    def data(self) -> tuple[str, ...]:
        """Series and tables that the rules read."""
        return tuple(dict.fromkeys(name for p in self.parts for name in p.data))


def decide(rule: Rule, measure: Measure, inputs: Mapping[str, Any]) -> Decision:
    """What a rule says of these inputs.

    Raises
    ------
    ClaimError
        If the measure returns something that the rule's shape cannot decide.
    """
    from analysis.passthrough import Effect

    found = measure.on(dict(inputs), rule.horizon)
    if isinstance(found, Absent) or (measure.zero_is_absence and found == 0):
        return by_absence(found if isinstance(found, Absent) else Absent(), rule.words, rule.complete_record)
    if rule.shape in ("bounds", "range"):
        bounds = {
            "supported_from": rule.supported_from,
            "contradicted_to": rule.contradicted_to,
            "unit": rule.unit,
        }
        if rule.shape == "bounds" and isinstance(found, int | float):
            return by_bounds(float(found), rule.words, **bounds)
        if rule.shape == "range" and isinstance(found, Range):
            return by_range(found, rule.words, claimed=rule.claimed, **bounds)
    else:
        options = {"claimed": rule.claimed, "matters": rule.matters, "unit": rule.unit}
        if rule.shape == "step" and isinstance(found, Step):
            return by_step(found, rule.words, **options)
        if rule.shape == "interval" and isinstance(found, Effect):
            return by_interval(found, rule.words, **options)
    raise ClaimError(
        f"{rule.claim}, {rule.part!r}: a rule of shape {rule.shape} cannot decide a {type(found).__name__}"
    )


def judge_part(part: Part, chapter: str) -> PartVerdict:
    """The verdict on one part on the published data."""
    if part.decided_by != "rule":
        return PartVerdict(part, part.prior or "unverifiable", part.reason)
    rule = rules().get((part.claim, part.name))
    if rule is None:
        return PartVerdict(
            part, "open", "no rule has been written", power="without a rule nothing would have been found"
        )
    mine = measures(chapter)
    if rule.measure not in mine:
        raise ClaimError(
            f"{part.claim}, {part.name!r}: no measure {rule.measure} in analysis/claims/measures/{chapter}.py"
        )
    measure = mine[rule.measure]
    found = decide(rule, measure, measure.load())
    names = (*measure.fields, *measure.series)
    return PartVerdict(
        part, found.verdict, found.statistic, found.power, rule, found.value, found.low, found.high, names
    )


def judge(claim: str) -> Verdict:
    """The verdict on one claim.

    Raises
    ------
    ClaimError
        If there is no such claim, or it is listed without being judged.
    """
    rows = ledger(None)
    if claim not in rows.index:
        raise ClaimError(f"{claim}: is not a claim of the ledger")
    if rows.loc[claim, "status"] != "judged":
        raise ClaimError(f"{claim}: is not judged; it is {rows.loc[claim, 'status']} (see claims.csv)")
    return _judge(claim, rows.loc[claim])


def judge_chapter(chapter: str) -> dict[str, Verdict]:
    """Verdicts on all judged claims of one chapter, in the order of the ledger."""
    if chapter not in CHAPTERS:
        raise ClaimError(f"no chapter {chapter!r} in the ledger; there are {', '.join(CHAPTERS)}")
    rows = ledger()
    return {claim: _judge(claim, row) for claim, row in rows[rows["chapter"] == chapter].iterrows()}


def judge_all() -> dict[str, Verdict]:
    """Verdicts on all judged claims."""
    return {claim: _judge(claim, row) for claim, row in ledger().iterrows()}


def _judge(claim: str, row: Any) -> Verdict:
    chapter = str(row["chapter"])
    found = tuple(judge_part(part, chapter) for part in parts_by_claim()[claim].values())
    core = {part.part.name: part for part in found if part.part.role == "core"}
    kinds = {part.part.decided_by for part in core.values()}
    basis = next(kind for kind in ("rule", "sources", "nothing") if kind in kinds)
    verdict = by_core({name: part.verdict for name, part in core.items()})
    return Verdict(claim, chapter, verdict, basis, str(row["prior_verdict"]), found)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
