"""Editions of the verdicts: complete, dated, and compared with the present one."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import claims
from analysis.claims.editions import changes, next_edition, previous
from analysis.errors import ClaimError


@pytest.fixture
def table():
    return pd.DataFrame([("0", "2026-01-01", claim, "open") for claim in claims.IDS], columns=["edition", "date", "id", "verdict"])


@pytest.fixture
def verdicts():
    made = claims.judge("C96")
    return {claim: replace(made, claim=claim, verdict="supported" if claim == "C07" else "open") for claim in claims.IDS}


def test_only_what_changed_is_listed(table, verdicts):
    found = changes(verdicts, table)
    assert found.to_dict("index") == {"C07": {"before": "open", "now": "supported"}}


def test_the_next_edition_is_compared_with_the_last(table, verdicts):
    later = next_edition(verdicts, "2026-02-01", table)
    assert len(later) == 2 * len(claims.IDS)
    assert previous(later)["edition"].unique().tolist() == [1]
    assert changes(verdicts, later).empty


def test_editions_are_numbered_not_spelled(table, verdicts):
    for number in range(1, 11):  # "10" sorts before "9" as a text
        table = pd.concat([table, table[table["edition"] == "0"].assign(edition=str(number), date=f"2026-02-{number:02d}")])
    assert previous(table)["edition"].unique().tolist() == [10]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t[t["id"] != "C42"], "C42: an edition of the verdicts has every claim once"),
        (lambda t: pd.concat([t, t[t["id"] == "C42"]]), "C42: an edition of the verdicts has every claim once"),
        (lambda t: t.assign(verdict="true"), "'true' is no verdict"),
    ],
)
def test_a_wrong_edition_is_refused(table, change, message):
    with pytest.raises(ClaimError, match=message):
        previous(change(table))


def test_an_edition_is_complete_and_later_than_the_last(table, verdicts):
    with pytest.raises(ClaimError, match="not after the last one"):
        next_edition(verdicts, "2026-01-01", table)
    del verdicts["C42"]
    with pytest.raises(ClaimError, match="C42: has no verdict"):
        next_edition(verdicts, "2026-02-01", table)
