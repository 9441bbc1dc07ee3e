"""What is said of a claim: one line in its chapter, every part in the ledger, and why some are not
judged."""

from dataclasses import replace

import pytest

from analysis import claims
from analysis.claims.part import Part
from analysis.claims.verdict import PartVerdict, Verdict
from analysis.errors import NotebookError
from analysis.report.author import session, verdicts


@pytest.fixture(autouse=True)
def emitted(monkeypatch):
    session.forget()
    outputs = []
    monkeypatch.setattr(session, "emit", lambda data, metadata: outputs.append((data, metadata)))
    yield outputs
    session.forget()


RULE = claims.rules()[("C01", "sum")]
CORE = PartVerdict(
    Part("C01", "sum", "core", "The sum is 550", "rule", "", ""),
    "open", f"{RULE.words}: 540 billion dollars", power="ten would have been seen", rule=RULE,
)  # fmt: skip
CONDITION = PartVerdict(
    Part("C01", "now", "condition", "Today", "nothing", "", ""), "unverifiable", "Sets the period"
)
SIDE = PartVerdict(
    Part("C01", "in yen", "side", "It is much", "sources", "supported", ""), "supported", "A paper says so"
)
FOUND = Verdict("C01", "motives", "open", "rule", "supported", (CORE, CONDITION, SIDE))


def test_every_part_has_two_lines_with_role_verdict_and_reason():
    lines = verdicts.parts(FOUND, "A receipt").split("\n")
    assert lines == [
        "Core, open: The sum is 550.",
        (
            f"{RULE.words}: 540 billion dollars. Power: ten would have been seen. Rule: supported from 550"
            " billion dollars, contradicted up to 500 billion dollars, partly between; no entry leaves it"
            f" open. [Its place on the page](#{RULE.shown})."
        ),
        "Condition: Today.",
        "Sets the period.",
        "Side, supported: It is much.",
        "Sources: A paper says so.",
        "Would settle it: A receipt",
    ]


def test_a_decided_claim_needs_nothing_to_settle_it():
    assert "settle" not in verdicts.parts(replace(FOUND, verdict="supported"), "A receipt")


def test_what_cannot_be_decided_says_so():
    part = PartVerdict(Part("C01", "x", "core", "It is good", "nothing", "", ""), "unverifiable", "A value")
    assert verdicts.reason(part) == "Not decidable: A value."


def test_one_core_part_gives_its_finding_as_the_reason():
    assert verdicts.because(FOUND) == f"{RULE.words}: 540 billion dollars."


def test_the_reason_names_how_parts_differ_and_the_finding_that_stands_as_the_claim_does():
    def core(name, verdict, found):
        return PartVerdict(Part("C01", name, "core", "", "sources", "", ""), verdict, found)

    parts = (
        core("jobs", "contradicted", "Few"),
        core("tax", "open", "None"),
        core("aid", "contradicted", "No"),
    )
    mixed = replace(FOUND, verdict="open", parts=parts)
    assert verdicts.because(mixed) == "“jobs” and “aid” contradicted, “tax” open: None."
    # No part stands as a claim that holds in part does: then the part with support says why.
    halves = replace(FOUND, verdict="partly", parts=(parts[0], core("pay", "supported", "More")))
    assert verdicts.because(halves) == "“jobs” contradicted, “pay” supported: More."


def test_claims_that_are_not_judged_are_shown_with_the_reason(emitted):
    verdicts.show(claims.judge_chapter("modalities"))
    shown = {
        metadata["report"]["name"]: metadata["report"] for _, metadata in emitted if "report" in metadata
    }
    (row,) = [row for row in shown["tab-modalities-unjudged"]["body"] if row[0] == "C32"]
    assert row[2].startswith("Merged into [C31](#claim-c31).")
    assert "C32" not in " ".join(row[0] for row in shown["tab-modalities-claims"]["body"])


def test_a_chapter_says_number_verdict_and_one_sentence(emitted):
    verdicts.show(dict.fromkeys(claims.ledger().query("chapter == 'motives'").index, FOUND))
    shown = next(m["report"] for _, m in emitted if m["report"]["name"] == "tab-motives-claims")
    assert shown["body"][0] == ["[C01](#claim-c01)", "open", claims.ledger().loc["C01", "claim"]]
    assert shown["badges"] == [1] and shown["anchors"][0] == "judged-c01"


def test_words_of_verdicts_are_published_by_claim(emitted):
    verdicts.publish({"C01": FOUND}, "C01")
    assert emitted[0][1]["scrapbook"]["name"] == "motives_c01"
    assert "'open'" in str(emitted[0][0])
    with pytest.raises(NotebookError, match="C02 is not judged in motives"):
        verdicts.publish({"C01": FOUND}, "C02")


def test_a_table_lists_what_the_rules_found_that_name_it():
    number = replace(CORE, value=540.0)
    both = replace(SIDE, rule=RULE, value=2.0, low=1.0, high=3.0)
    none = replace(CONDITION, rule=RULE)
    found = verdicts.measured({"C01": replace(FOUND, parts=(number, both, none, SIDE))}, RULE.shown)
    assert list(found["Found"]) == ["540", "1 to 3", "none on record"]
    assert list(found["Unit"].unique()) == ["billion dollars"]
    with pytest.raises(NotebookError, match="no rule says that tab-nowhere"):
        verdicts.measured({"C01": FOUND}, "tab-nowhere")
