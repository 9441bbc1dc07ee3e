"""Rules and the verdicts they give.

A rule belongs to one claim. It names the series and tables it needs and a function of them that returns a `Decision`.
Because the function gets its data as arguments, the same rule runs on published data and, in the tests, on data
simulated for a world in which the claim is true and for one in which it is false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from analysis.claims.decide import Decision
from analysis.claims.ledger import CHAPTERS, IDS, ledger
from analysis.errors import ClaimError


@dataclass(frozen=True)
class Need:
    """A series or a table that a rule takes: what to load, and how."""

    kind: str
    name: str

    def load(self) -> Any:
        """The published data."""
        from analysis import data

        return data.load(self.name) if self.kind == "series" else data.table(self.name)


def series(name: str) -> Need:
    """A need for ``data.load(name)``."""
    return Need("series", name)


def table(name: str) -> Need:
    """A need for ``data.table(name)``."""
    return Need("table", name)


@dataclass(frozen=True)
class Rule:
    """How one claim is decided.

    Attributes
    ----------
    claim : str
    says : str
        The rule in words, complete: what supports, what contradicts, what leaves open.
    needs : mapping of argument name to Need
    decide : callable
        Takes the needs by name, returns a `Decision`.
    shown : str
        Label of the figure or table in the chapter that shows the statistic.
    """

    claim: str
    says: str
    needs: Mapping[str, Need]
    decide: Callable[..., Decision]
    shown: str


@dataclass(frozen=True)
class Verdict:
    """The present verdict on a claim.

    Attributes
    ----------
    claim, chapter : str
    verdict : str
    basis : str
        "rule" if a rule computed it, "sources" if the ledger's evidence is all there is.
    prior : str
        What the sources alone say.
    rule, statistic, power, shown : str
        Of the rule; empty where there is none. `statistic` is the ledger's evidence then.
    value, low, high : float or None
    unit : str
    data : tuple of str
        Series and tables that the rule read.
    """

    claim: str
    chapter: str
    verdict: str
    basis: str
    prior: str
    rule: str
    statistic: str
    power: str
    shown: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    data: tuple[str, ...]


_RULES: dict[str, Rule] = {}


def rule(claim: str, *, says: str, needs: Mapping[str, Need], shown: str) -> Callable[[Callable], Callable]:
    """Register the decorated function as the rule of a claim; the function itself is returned unchanged.

    Raises
    ------
    ClaimError
        If the claim is unknown, has a rule already, or the rule does not say what supports and what contradicts.
    """
    if claim not in IDS:
        raise ClaimError(f"{claim}: is not a claim of the ledger (C01 to C96)")
    if claim in _RULES:
        raise ClaimError(f"{claim}: has two rules; keep one")
    words = says.lower()
    if "supported" not in words or "contradicted" not in words:
        raise ClaimError(f"{claim}: the rule must say what would make it supported and what contradicted")

    def register(decide: Callable[..., Decision]) -> Callable[..., Decision]:
        _RULES[claim] = Rule(claim, says, dict(needs), decide, shown)
        return decide

    return register


def rules_of(chapter: str) -> dict[str, Rule]:
    """Rules of one chapter by claim. Only that chapter's module is imported, so a notebook depends on its own rules."""
    if chapter not in CHAPTERS:
        raise ClaimError(f"no chapter {chapter!r} in the ledger; there are {', '.join(CHAPTERS)}")
    module = import_module(f"analysis.claims.rules.{chapter}")
    found = {claim: made for claim, made in _RULES.items() if made.decide.__module__ == module.__name__}
    return dict(sorted(found.items()))


def ruled() -> dict[str, Rule]:
    """All rules, by claim."""
    return {claim: made for chapter in CHAPTERS for claim, made in rules_of(chapter).items()}


def judge(claim: str) -> Verdict:
    """The verdict on one claim: by its rule on the published data, or by the sources where it has none.

    Raises
    ------
    ClaimError
        If there is no such claim, or a rule sits in the module of another chapter.
    """
    if claim not in IDS:
        raise ClaimError(f"{claim}: is not a claim of the ledger (C01 to C96)")
    return _judge(claim, ledger().loc[claim])


def judge_chapter(chapter: str) -> dict[str, Verdict]:
    """Verdicts on all claims of one chapter, in the order of the ledger."""
    rules_of(chapter)  # refuses a chapter that does not exist
    rows = ledger()
    return {claim: _judge(claim, row) for claim, row in rows[rows["chapter"] == chapter].iterrows()}


def judge_all() -> dict[str, Verdict]:
    """Verdicts on all 96 claims."""
    return {claim: _judge(claim, row) for claim, row in ledger().iterrows()}


def _judge(claim: str, row: Any) -> Verdict:
    chapter, prior = str(row["chapter"]), str(row["prior_verdict"])
    made = rules_of(chapter).get(claim)
    if made is None:
        return Verdict(claim, chapter, prior, "sources", prior, "", row["evidence"], "", "", None, None, None, "", ())
    found = made.decide(**{name: need.load() for name, need in made.needs.items()})
    return Verdict(
        claim=claim,
        chapter=chapter,
        verdict=found.verdict,
        basis="rule",
        prior=prior,
        rule=made.says,
        statistic=found.statistic,
        power=found.power,
        shown=made.shown,
        value=found.value,
        low=found.low,
        high=found.high,
        unit=found.unit,
        data=tuple(dict.fromkeys(need.name for need in made.needs.values())),
    )

