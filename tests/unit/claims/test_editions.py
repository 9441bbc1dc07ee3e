"""Editions of the verdicts: the judged claims of their time, dated, and compared with the present one."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import claims
from analysis.claims.editions import changes, next_edition, previous
from analysis.errors import ClaimError

FIRST = claims.ids()[:96]  # what the first edition judged, claims included that were merged or listed later
JUDGED = claims.ids("judged")


def edition(ids, number="0", date="2026-01-01", verdict="open"):
    return pd.DataFrame(
        [(number, date, claim, verdict) for claim in ids], columns=["edition", "date", "id", "verdict"]
    )


@pytest.fixture
def table():
    return edition(FIRST)


@pytest.fixture
def verdicts():
    made = claims.judge("C10")
    return {
        claim: replace(made, claim=claim, verdict="supported" if claim == "C07" else "open")
        for claim in JUDGED
    }


def test_what_changed_was_added_or_is_judged_no_longer_is_told_apart(table, verdicts):
    found = changes(verdicts, table)
    assert found.loc["C07"].to_dict() == {"before": "open", "now": "supported", "what": "changed"}
    assert found.loc["C97"].to_dict() == {"before": "", "now": "open", "what": "added"}
    assert found.loc["C39"].to_dict() == {"before": "open", "now": "", "what": "merged"}
    assert found.loc["C96"].to_dict() == {"before": "open", "now": "", "what": "listed"}
    assert set(found.query("what == 'changed'").index) == {"C07"}
    assert tuple(found.query("what == 'added'").index) == tuple(
        claim for claim in JUDGED if claim not in FIRST
    )
    assert set(found.query("now == ''").index) == set(FIRST) - set(JUDGED)


def test_a_claim_that_was_not_asked_for_is_no_change(table, verdicts):
    del verdicts["C43"]
    assert "C43" not in changes(verdicts, table).index


def test_the_next_edition_holds_the_judged_claims_and_is_compared_with_the_last(table, verdicts):
    later = next_edition(verdicts, "2026-02-01", table)
    assert len(later) == len(FIRST) + len(JUDGED)
    assert previous(later)["edition"].unique().tolist() == [1]
    assert tuple(previous(later).index) == JUDGED
    assert changes(verdicts, later).empty


def test_editions_are_numbered_not_spelled(table):
    for number in range(1, 11):  # "10" sorts before "9" as a text
        table = pd.concat([table, edition(FIRST, str(number), f"2026-02-{number:02d}")])
    assert previous(table)["edition"].unique().tolist() == [10]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t[t["id"] != "C43"], "C43: is judged, but the last edition lacks it"),
        (lambda t: pd.concat([t, t[t["id"] == "C43"]]), "C43: an edition of the verdicts has each claim"),
        (
            lambda t: t.assign(id=t["id"].replace("C43", "C999")),
            "C999: an edition of the verdicts has each claim",
        ),
        (lambda t: t.assign(verdict="true"), "'true' is no verdict"),
    ],
)
def test_a_wrong_edition_is_refused(table, change, message):
    with pytest.raises(ClaimError, match=message):
        previous(change(table))


def test_an_edition_without_a_merged_claim_is_whole(table):
    assert "C39" not in previous(table[table["id"] != "C39"]).index


def test_an_edition_is_complete_and_later_than_the_last(table, verdicts):
    with pytest.raises(ClaimError, match="not after the last one"):
        next_edition(verdicts, "2026-01-01", table)
    with pytest.raises(ClaimError, match="C39: has a verdict, but is not a judged claim"):
        next_edition(verdicts | {"C39": verdicts["C43"]}, "2026-02-01", table)
    del verdicts["C43"]
    with pytest.raises(ClaimError, match="C43: has no verdict"):
        next_edition(verdicts, "2026-02-01", table)
