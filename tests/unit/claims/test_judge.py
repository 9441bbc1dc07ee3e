"""From parts to claims: the core decides, a side part never does, and what nothing can decide is said so."""

import sys
from dataclasses import replace

import pytest

from analysis import claims
from analysis.claims.decide import by_core
from analysis.claims.part import Part
from analysis.claims.registry import measures
from analysis.claims.tally import claim_counts, core_sentence, part_counts
from analysis.claims.verdict import PartVerdict, Verdict
from analysis.errors import ClaimError

engine = sys.modules["analysis.claims.verdict"]  # the package's attribute of this name is the function


@pytest.mark.parametrize(
    ("core", "verdict"),
    [
        (("supported", "supported"), "supported"),
        (("contradicted", "contradicted"), "contradicted"),
        (("supported", "contradicted"), "partly"),
        (("supported", "open"), "partly"),
        (("supported", "unverifiable"), "partly"),
        (("partly", "contradicted"), "partly"),
        (("partly",), "partly"),
        (("contradicted", "open"), "open"),
        (("contradicted", "unverifiable"), "open"),
        (("open", "unverifiable"), "open"),
        (("open",), "open"),
        (("unverifiable", "unverifiable"), "unverifiable"),
    ],
)
def test_the_core_decides(core, verdict):
    assert by_core(dict(enumerate(core))) == verdict
    assert by_core(dict(enumerate(core[::-1]))) == verdict


def test_no_core_no_verdict():
    with pytest.raises(ClaimError, match="no core part"):
        by_core({})


def part(name, role, decided_by="sources", prior="supported"):
    return Part("C01", name, role, "text", decided_by, prior, "reason")


def test_side_parts_and_conditions_never_decide(monkeypatch):
    table = {
        "C01": {
            p.name: p
            for p in (
                part("a", "core"),
                part("b", "side", prior="contradicted"),
                part("c", "condition", prior="contradicted"),
            )
        }
    }
    monkeypatch.setattr(engine, "parts_by_claim", lambda: table)
    found = claims.judge("C01")
    assert (found.verdict, found.basis) == ("supported", "sources")
    assert [p.verdict for p in found.parts] == ["supported", "contradicted", "contradicted"]
    assert "b" not in found.statistic


def test_a_core_that_nothing_decides_is_unverifiable(monkeypatch):
    table = {"C01": {"a": part("a", "core", "nothing", ""), "b": part("b", "side")}}
    monkeypatch.setattr(engine, "parts_by_claim", lambda: table)
    assert (claims.judge("C01").verdict, claims.judge("C01").basis) == ("unverifiable", "nothing")


def judged(*parts_):
    return Verdict(
        "C01",
        "motives",
        "partly",
        "rule",
        "open",
        tuple(PartVerdict(part(n, r), v, "s") for n, r, v in parts_),
    )


def test_tallies_by_role_and_the_sentence_from_the_core():
    verdicts = {
        "C01": judged(("a", "core", "supported"), ("b", "side", "contradicted")),
        "C02": judged(("a", "core", "open"), ("b", "core", "supported"), ("c", "condition", "unverifiable")),
    }
    counts = part_counts(verdicts)
    assert counts.loc["core"].to_dict() == {
        "supported": 2, "partly": 0, "contradicted": 0, "open": 1, "unverifiable": 0, "parts": 3,
    }  # fmt: skip
    assert counts.loc["all", "parts"] == 5 and counts.loc["side", "contradicted"] == 1
    assert claim_counts(verdicts).to_dict() == {
        "supported": 0,
        "partly": 2,
        "contradicted": 0,
        "open": 0,
        "unverifiable": 0,
    }
    says = core_sentence(verdicts)
    assert says.startswith(
        "Of 3 core parts 2 are supported, 0 partly, 0 contradicted, 1 open"
    ) and says.endswith("2 are supported.")
    # A side part that is contradicted is no mistake of the article.
    assert "of the 2 that are decided" in says


def test_verdicts_on_the_published_data(published):
    assert list(published) == list(claims.ids("judged"))
    for claim, verdict in published.items():
        assert verdict.verdict == by_core({p.part.name: p.verdict for p in verdict.core}), claim
        for p in verdict.parts:
            assert bool(p.power) == (p.verdict == "open" and p.part.decided_by == "rule"), (
                claim,
                p.part.name,
            )
            assert p.verdict == p.part.prior or p.part.decided_by != "sources"
    assert claims.judge_chapter("japan") == {
        claim: v for claim, v in published.items() if v.chapter == "japan"
    }


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: claims.judge("C999"), "C999: is not a claim"),
        (lambda: claims.judge("C32"), "C32: is not judged; it is merged"),
        (lambda: claims.judge_chapter("usa"), "no chapter 'usa'"),
        (lambda: measures("usa"), "no chapter 'usa'"),
    ],
)
def test_unknown_names_are_refused(call, message):
    with pytest.raises(ClaimError, match=message):
        call()


def test_a_shape_that_cannot_decide_what_was_measured_is_refused():
    rule = claims.rules()["C01", "sum"]
    made = replace(measures("motives")["commitment"], compute=lambda size_context: "much")
    with pytest.raises(ClaimError, match="cannot decide a str"):
        engine.decide(rule, made, made.load())


def test_reasons_stand_beside_the_verdicts_that_they_explain(published):
    from analysis import data

    first = data.table("verdict_editions").query("edition == '1'").set_index("id")["verdict"]
    for row in data.table("verdict_changes").to_dict("records"):
        assert (row["before"], row["now"]) == (first[row["claim"]], published[row["claim"]].verdict), row[
            "claim"
        ]
    explained = set(data.table("verdict_changes")["claim"])
    changed = claims.changes(published).query("what == 'changed'").index
    assert set(changed) <= explained, "a verdict that changed has its reason"
