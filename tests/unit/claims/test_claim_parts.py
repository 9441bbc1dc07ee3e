"""Parts of the claims: one core at least, roles and deciders from their vocabularies, absence no
contradiction."""

import pandas as pd
import pytest

from analysis import claims, data
from analysis.claims.claim_parts import decided_by_rule, validate_parts
from analysis.errors import ClaimError


@pytest.fixture
def table():
    return data.table("claim_parts").fillna("")


def test_every_judged_claim_has_a_core_part_and_no_other_claim_has_parts():
    core = claims.parts().query("role == 'core'")
    assert tuple(core.index.get_level_values("claim").unique()) == claims.ids("judged")
    assert not set(claims.parts().index.get_level_values("claim")) - set(claims.ids("judged"))


def test_parts_of_one_claim_are_on_their_names():
    found = claims.parts("C02")
    assert list(found.index) == ["paid out", "flood"]
    assert set(found["role"]) == {"core"}
    with pytest.raises(ClaimError, match="C32: has no parts"):
        claims.parts("C32")  # merged


def test_a_conditional_names_its_condition_and_a_condition_never_is_the_core():
    conditionals = claims.ledger().query("kind == 'conditional'").index
    for claim in conditionals:
        assert {"core", "condition"} <= set(claims.parts(claim)["role"]), claim
    marked = {
        "C68": ["concentrated", "in yen", "short run"],
        "C88": ["review tightens"],
        "C90": ["yen falls", "must convert"],
    }
    for claim, conditions in marked.items():
        assert list(claims.parts(claim).query("role == 'condition'").index) == conditions


def test_rules_decide_at_least_fifty_five_claims_in_part_or_whole():
    reach = decided_by_rule()
    assert (reach != "none").sum() >= 55
    assert (reach == "all").sum() >= 45


def test_an_anecdote_without_a_name_is_declared_undecidable():
    for claim in ("C10", "C20", "C23", "C29", "C36", "C47", "C61", "C62"):
        core = claims.parts(claim).query("role == 'core'")
        assert set(core["decided_by"]) == {"nothing"}, claim
        assert claims.ledger().loc[claim, "prior_verdict"] == "unverifiable", claim


def test_what_only_sources_decide_agrees_with_the_ledger():
    # Where no rule decides a core part, the ledger's verdict is that of the core parts.
    reach = decided_by_rule()
    for claim in reach.index[reach == "none"]:
        core = claims.parts(claim).query("role == 'core'")["prior_verdict"].replace("", "open")
        verdict = str(claims.ledger().loc[claim, "prior_verdict"])
        if core.nunique() == 1:
            expected = {"open": {"open", "unverifiable"}}.get(core.iloc[0], {core.iloc[0]})
        else:
            expected = {"partly"} if set(core) & {"supported", "partly"} else {"open"}
        assert verdict in expected, (claim, verdict, list(core))


def test_reach_of_rules_by_hand():
    frame = pd.DataFrame(
        [("C01", "x", "core", "rule"), ("C01", "y", "side", "nothing"), ("C02", "x", "core", "rule"),
         ("C02", "y", "core", "sources"), ("C03", "x", "core", "nothing"), ("C03", "y", "side", "rule")],
        columns=["claim", "part", "role", "decided_by"],
    ).set_index(["claim", "part"])  # fmt: skip
    assert decided_by_rule(frame).to_dict() == {"C01": "all", "C02": "some", "C03": "none"}


@pytest.mark.parametrize(
    ("part", "column", "value", "message"),
    [
        ("paid out", "role", "main", "C02, part 'paid out': `role` is 'main'"),
        ("paid out", "decided_by", "data", "C02, part 'paid out': `decided_by` is 'data'"),
        (
            "paid out",
            "prior_verdict",
            "open",
            "C02, part 'paid out': `prior_verdict` is 'open'; only sources",
        ),
        ("paid out", "reason", "", "C02, part 'paid out': says nothing or gives no reason"),
        ("paid out", "part", "flood", "C02, part 'flood': appears twice"),
        ("paid out", "claim", "C32", "C32, part 'paid out': only judged claims have parts"),
    ],
)
def test_a_wrong_part_is_refused_by_name(table, part, column, value, message):
    table.loc[(table["claim"] == "C02") & (table["part"] == part), column] = value
    with pytest.raises(ClaimError, match=message):
        validate_parts(table, claims.ids("judged"))


@pytest.mark.parametrize("verdict", ["", "unverifiable", "true"])
def test_sources_that_decide_give_a_verdict(table, verdict):
    table.loc[(table["claim"] == "C11") & (table["part"] == "prized most"), "prior_verdict"] = verdict
    with pytest.raises(ClaimError, match="C11, part 'prized most': `prior_verdict` is"):
        validate_parts(table, claims.ids("judged"))


def test_a_claim_without_a_core_is_refused(table):
    table.loc[table["claim"] == "C15", "role"] = "side"
    with pytest.raises(ClaimError, match="C15: has no core part"):
        validate_parts(table, claims.ids("judged"))


def test_nothing_found_contradicts_nothing():
    # A part that sources contradict rests on something that was found, or on a record that law makes
    # complete.
    contradicted = claims.parts().query("prior_verdict == 'contradicted'")
    assert not contradicted["reason"].str.contains(r"\bno\b.*\b(?:found|read)\b", case=False).any()
    everything = claims.ledger()
    against = everything[everything["prior_verdict"] == "contradicted"]
    assert (against["grade"] != "none").all()
