"""The ledger of claims: complete, within its vocabularies, and refused when it is not."""

import pandas as pd
import pytest

from analysis import claims, data
from analysis.claims.claim_list import numbered
from analysis.errors import ClaimError


@pytest.fixture
def table():
    return data.table("claims").fillna("")


def change(table, claim, **cells):
    for column, value in cells.items():
        table.loc[table["id"] == claim, column] = value
    return table


def test_ids_run_on_without_a_gap():
    found = claims.ids()
    assert found[:2] == ("C01", "C02") and found[98:101] == ("C99", "C100", "C101")
    assert len(found) > 96  # what the first ledger held; none of its ids is given up
    assert found == numbered(len(found))


def test_every_claim_has_one_status():
    everything = claims.ledger(None)
    sizes = {status: len(claims.ids(status)) for status in claims.STATUSES}
    assert sum(sizes.values()) == len(everything)
    assert list(claims.ledger().index) == list(claims.ids("judged"))
    assert sizes["listed"] >= 9 and sizes["merged"] >= 3


def test_an_unknown_status_is_refused():
    with pytest.raises(
        ClaimError, match="`status` is one of judged, listed, merged, withdrawn or None; found 'open'"
    ):
        claims.ledger("open")


def test_recommendations_and_values_are_listed_without_a_verdict():
    listed = claims.ledger("listed")
    assert set(listed["kind"].astype(str)) == {"recommendation", "value"}
    assert listed["prior_verdict"].isna().all() and listed["confidence"].isna().all()
    assert {"C77", "C78", "C79", "C91", "C92", "C95", "C96"} <= set(listed.index)
    assert not set(claims.ledger()["kind"].astype(str)) & {"recommendation", "value"}


def test_every_claim_quotes_at_most_twenty_characters_in_chinese():
    phrases = claims.ledger(None)["phrase_zh"]
    assert phrases.str.len().max() <= 20
    assert phrases.str.contains(r"[\u4e00-\u9fff]").all()
    assert data.table("codings")["phrase_zh"].str.len().max() <= 24  # the readings as they were handed in


def test_paragraphs_are_those_of_the_article():
    numbers = claims.ledger(None)["paragraph"].str.split(" | ", regex=False).explode().astype(int)
    assert numbers.between(1, 72).all()


def test_what_was_restated_says_so():
    everything = claims.ledger(None)
    distorted = ["C09", "C13", "C43", "C77"]
    assert everything.loc[distorted, "restated"].str.startswith("Changed in meaning: ").all()
    assert everything["restated"].str.contains(" It read: ").sum() >= 30


def test_verdicts_are_ordered_from_supported_to_unverifiable():
    verdicts = claims.ledger()["prior_verdict"]
    assert verdicts.cat.ordered
    assert list(verdicts.cat.categories) == ["supported", "partly", "contradicted", "open", "unverifiable"]
    assert (claims.ledger()["confidence"] >= "medium").sum() == (claims.ledger()["confidence"] != "low").sum()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("prior_verdict", "true", "C07: `prior_verdict` is 'true'"),
        ("prior_verdict", "", "C07: `prior_verdict` is ''"),
        ("confidence", "certain", "C07: `confidence` is 'certain'"),
        ("kind", "opinion", "C07: `kind` is 'opinion'"),
        ("kind", "value", "C07: a value is listed, not judged"),
        ("kind", "recommendation", "C07: a recommendation is listed, not judged"),
        ("status", "dropped", "C07: `status` is 'dropped'"),
        ("status", "listed", "C07: is listed, but `prior_verdict` is 'supported'"),
        ("status", "withdrawn", "C07: is withdrawn, but `prior_verdict` is 'supported'"),
        ("merged_into", "C08", "C07: is judged, merged into C08"),
        ("chapter", "us", "C07: `chapter` is 'us'"),
        ("grade", "D", "C07: `grade` is 'D'"),
        ("evidence", " ", "C07: `evidence` is empty"),
        ("evidence", float("nan"), "C07: `evidence` is empty"),
        ("translation", "", "C07: `translation` is empty"),
        ("phrase_zh", 21 * "字", "C07: quotes 21 characters of the article; at most 20"),
        ("source", "none found", "C07: grade '.' does not fit the source"),
        ("id", "C06", "C06: appears twice"),
        ("id", "C999", "C07: is missing or out of order in the ledger, found C999"),
    ],
)
def test_a_wrong_row_is_refused_by_name(table, column, value, message):
    with pytest.raises(ClaimError, match=message):
        claims.validate(change(table, "C07", **{column: value}))


def test_a_phrase_of_twenty_characters_is_allowed(table):
    claims.validate(change(table, "C07", phrase_zh=20 * "字"))


@pytest.mark.parametrize("target", ["C998", "C39", "C96", ""])
def test_a_claim_is_merged_into_a_judged_one(table, target):
    with pytest.raises(ClaimError, match="C32: is merged"):
        claims.validate(change(table, "C32", merged_into=target))


def test_a_missing_claim_is_named(table):
    with pytest.raises(ClaimError, match="C42: is missing"):
        claims.validate(table[table["id"] != "C42"])


def test_an_unsorted_ledger_is_refused(table):
    with pytest.raises(ClaimError, match="C01: is missing or out of order"):
        claims.validate(table.iloc[::-1])


def test_a_missing_column_is_named(table):
    with pytest.raises(ClaimError, match="no column 'evidence'"):
        claims.validate(table.drop(columns="evidence"))


def test_a_settled_verdict_needs_a_source(table):
    with pytest.raises(ClaimError, match="C44: the verdict 'supported' has no source"):
        claims.validate(change(table, "C44", prior_verdict="supported"))  # open, and no source was found


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("C13", "open"),
        ("C22", "partly"),
        ("C25", "open"),
        ("C31", "contradicted"),
        ("C45", "open"),
        ("C46", "supported"),
        ("C63", "open"),
        ("C65", "open"),
        ("C66", "supported"),
        ("C68", "supported"),
        ("C76", "contradicted"),
        ("C83", "contradicted"),
        ("C88", "open"),
        ("C90", "open"),
        ("C120", "contradicted"),
    ],
)
def test_verdicts_of_sources_after_the_second_reading(claim, verdict):
    assert claims.ledger().loc[claim, "prior_verdict"] == verdict


@pytest.mark.parametrize(
    ("claim", "says", "no_longer_says"),
    [
        ("C01", "80 to 87 trillion", "81 trillion"),
        ("C02", "grade C", "only signed-finance figure"),
        ("C02", "more than 340bn yen", "a little over"),
        ("C03", "if Washington took more of the risk", "could be larger\\. "),
        ("C08", "no part of it", "^Producing locally does avoid tariffs"),
        ("C09", "no higher when the article appeared", "no source read on"),
        ("C18", "does not show it", "Firms do"),
        ("C21", "Todo and Shimizutani", "none concerns R&D"),
        ("C25", "75 central banks", "No survey of what countries hold to"),
        ("C28", "1,700 to 2,500 a billion", "No evidence on the programme"),
        ("C34", "was found", "name exists"),
        ("C39", "are of the data centre", "with a first 800 MW"),
        ("C40", r"= 454\)", "is not taken off"),
        ("C47", "to approval by CFIUS", "not CFIUS"),
        ("C60", "puts KrF resist alone above 30%", "Policy support and demand exist"),
        ("C06", r"\$1\.4tn over ten years", "By headline only the EU"),
        ("C21", "job destruction", "lowers domestic job creation at"),
        ("C29", "KMG", "No matching"),
        ("C33", "3 trillion yen", "over 1 trillion"),
        ("C47", "25 November 2025", "drew an FTC second request"),
        ("C51", r"41\.59 trillion", "everydays"),
        ("C74", "23 December 2025", "needed over 1 trillion"),
        ("C78", "Up to 1978", "the Senate never"),
        ("C81", r"232\.7% of GDP", "Take the level"),
        ("C91", r"8\.58 trillion", "JBIC capital"),
        ("C92", "draft form", "was published by"),
        ("C14", r"12\.5% all-in", "Only Section 232 treatment survives"),
        ("C15", r"rose 4\.1%", "record intervention"),
        ("C16", r"1\.25% on 18 September 2026", "press sources"),
        ("C31", "end of fiscal 2029", "names no manager"),
        ("C38", r"up to \$40bn", "several sites"),
        ("C41", r"\$2\.311bn", r"the \$1\.6bn, 4,000-job"),
        ("C46", "four states that the rules except", "seldom blocks"),
        ("C53", r"15\.3993 trillion", "speculation"),
        ("C65", "No figure that was read measures", "world figures"),
        ("C66", "competitiveness alliance", "No evidence was collected"),
        ("C67", "Vientiane", "GCC"),
        ("C68", "where the condition holds", r"\$254bn"),
        ("C76", r"31\.52%", "minority stakes"),
        ("C80", "Treaties are published", "absence of evidence"),
        ("C83", "90% or more", "contradicts one"),
        ("C88", "decides nothing", "fewer filings"),
    ],
)
def test_evidence_states_what_a_second_reading_found(claim, says, no_longer_says):
    evidence = pd.Series([claims.ledger(None).loc[claim, "evidence"]])
    assert evidence.str.contains(says).all()
    assert not evidence.str.contains(no_longer_says).any()


def test_weak_hosts_are_not_cited():
    sources = claims.ledger(None)["source"].str.cat(sep=" ")
    assert not any(host in sources for host in ("8657085.xyz", "everydays.wtf", "tvboxnow"))
