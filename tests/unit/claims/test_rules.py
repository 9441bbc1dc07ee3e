"""Every rule, on data simulated for a world in which its claim is true and for one in which it is false.

``worlds/CHAPTER.py`` lists WORLDS: claim -> verdict -> a function that makes the inputs of the rule.
"""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from analysis import claims, data
from analysis.claims.decide import by_bounds
from analysis.claims.judge import rule, rules_of
from analysis.errors import ClaimError

FOLDER = Path(__file__).parent / "worlds"
WORLDS = {path.stem: runpy.run_path(str(path))["WORLDS"] for path in sorted(FOLDER.glob("*.py"))}
CASES = [
    pytest.param(chapter, claim, verdict, make, id=f"{claim}-{verdict}")
    for chapter, worlds in WORLDS.items() for claim, found in worlds.items() for verdict, make in found.items()
]  # fmt: skip


@pytest.mark.parametrize(("chapter", "claim", "verdict", "make"), CASES)
def test_the_rule_recognises_the_world(chapter, claim, verdict, make):
    made, inputs = rules_of(chapter)[claim], make()
    assert set(inputs) == set(made.needs), f"{claim} needs {sorted(made.needs)}"
    found = made.decide(**inputs)
    assert found.verdict == verdict, f"{claim}: {found.statistic}"
    assert bool(found.power) == (found.verdict == "open"), f"{claim}: an open verdict, and no other, states its power"


@pytest.mark.parametrize("chapter", claims.CHAPTERS)
def test_every_rule_can_go_both_ways(chapter):
    worlds = WORLDS.get(chapter, {})
    for claim in rules_of(chapter):
        assert {"supported", "contradicted"} <= set(worlds.get(claim, ())), f"{claim} has no world that {{supports,contradicts}} it"
    assert set(worlds) == set(rules_of(chapter))


def test_every_rule_sits_in_the_chapter_of_its_claim():
    chapters = claims.ledger()["chapter"]
    for chapter in claims.CHAPTERS:
        assert all(chapters[claim] == chapter for claim in rules_of(chapter))


def test_every_claim_has_a_rule_or_says_what_would_settle_it():
    settle = claims.ledger()["would_settle"].fillna("")
    assert [claim for claim in claims.IDS if claim not in claims.ruled() and not settle[claim].strip()] == []


def test_the_needs_of_every_rule_can_be_loaded():
    for claim, made in claims.ruled().items():
        for need in made.needs.values():
            assert len(need.load()), f"{claim}: {need.name} is empty"


def test_at_least_45_claims_are_decided_by_rule():
    assert len(claims.ruled()) >= 45


def test_verdicts_on_the_published_data():
    found = claims.judge_all()
    assert list(found) == list(claims.IDS)
    for claim, verdict in found.items():
        assert verdict.verdict in claims.VERDICTS
        assert (verdict.basis == "rule") == (claim in claims.ruled())
        assert bool(verdict.power) == (verdict.verdict == "open" and verdict.basis == "rule"), claim
    prior = claims.ledger()["prior_verdict"].astype(str)
    assert all(v.verdict == prior[claim] for claim, v in found.items() if v.basis == "sources")


def test_a_chapter_is_judged_as_the_whole():
    whole = claims.judge_all()
    assert claims.judge_chapter("japan") == {claim: v for claim, v in whole.items() if v.chapter == "japan"}
    assert claims.judge("C53") == whole["C53"]


@pytest.mark.parametrize(
    ("claim", "says", "message"),
    [
        ("C97", "supported if so, contradicted if not", "C97: is not a claim"),
        ("C53", "supported if so, contradicted if not", "C53: has two rules"),
        ("C96", "supported if so", "C96: the rule must say"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(claim, says, message):
    rules_of("japan")
    with pytest.raises(ClaimError, match=message):
        rule(claim, says=says, needs={}, shown="tab-x")(lambda: by_bounds(1, "x", supported_from=1, contradicted_to=0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: claims.judge("C97"), "C97: is not a claim"),
        (lambda: claims.judge_chapter("usa"), "no chapter 'usa'"),
    ],
)
def test_unknown_names_are_refused(call, message):
    with pytest.raises(ClaimError, match=message):
        call()


def test_editions_start_with_what_the_sources_said():
    first = data.table("verdict_editions").query("edition == '0'").set_index("id")["verdict"]
    prior = claims.ledger()["prior_verdict"].astype(str)
    assert first.to_dict() == prior.to_dict()
