"""The ledger of claims: complete, within its vocabularies, and refused when it is not."""

import pandas as pd
import pytest

from analysis import claims, data
from analysis.errors import ClaimError


@pytest.fixture
def table():
    return data.table("claims")


def test_ledger_holds_every_claim_once_and_in_order():
    assert list(claims.ledger().index) == [f"C{number:02d}" for number in range(1, 97)]


def test_verdicts_are_ordered_from_supported_to_unverifiable():
    verdicts = claims.ledger()["prior_verdict"]
    assert verdicts.cat.ordered
    assert list(verdicts.cat.categories) == ["supported", "partly", "contradicted", "open", "unverifiable"]
    assert (claims.ledger()["confidence"] >= "medium").sum() == (claims.ledger()["confidence"] != "low").sum()


def test_chapters_have_the_claims_that_the_plan_gives_them():
    sizes = claims.ledger()["chapter"].value_counts(sort=False).to_dict()
    assert sizes == {
        "motives": 25, "modalities": 11, "united_states": 13, "japan": 8, "china_and_others": 10, "transmission": 7,
        "tax_and_fiscal": 11, "risks": 7, "verdicts": 4,
    }  # fmt: skip


def test_verdict_counts_add_up_with_zeros_shown():
    counts = claims.verdict_counts()
    assert counts.loc["all", "claims"] == 96
    assert counts.loc["japan", "supported"] == 0
    assert (counts.drop(index="all").sum() == counts.loc["all"]).all()
    assert list(counts.columns) == [*claims.VERDICTS, "claims"]


def test_verdict_counts_refuse_a_column_without_vocabulary():
    with pytest.raises(ClaimError, match="`by` must be one of .*chapter.*found 'section'"):
        claims.verdict_counts(by="section")


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("prior_verdict", "true", "C07: `prior_verdict` is 'true'"),
        ("confidence", "certain", "C07: `confidence` is 'certain'"),
        ("type", "opinion", "C07: `type` is 'opinion'"),
        ("chapter", "us", "C07: `chapter` is 'us'"),
        ("grade", "D", "C07: `grade` is 'D'"),
        ("evidence", " ", "C07: `evidence` is empty"),
        ("evidence", float("nan"), "C07: `evidence` is empty"),
        ("source", "none found", "C07: grade '.' does not fit the source"),
        ("id", "C06", "C06: appears twice"),
        ("id", "C97", "C97: is not a claim"),
    ],
)
def test_a_wrong_row_is_refused_by_name(table, column, value, message):
    table.loc[table["id"] == "C07", column] = value
    with pytest.raises(ClaimError, match=message):
        claims.validate(table)


def test_a_missing_claim_is_named(table):
    with pytest.raises(ClaimError, match="C42: is missing"):
        claims.validate(table[table["id"] != "C42"])


def test_an_unsorted_ledger_is_refused(table):
    with pytest.raises(ClaimError, match="C96: out of order"):
        claims.validate(table.iloc[::-1])


def test_a_missing_column_is_named(table):
    with pytest.raises(ClaimError, match="no column 'evidence'"):
        claims.validate(table.drop(columns="evidence"))


def test_a_settled_verdict_needs_a_source(table):
    row = table["id"] == "C11"  # open, and no source was found
    table.loc[row, "prior_verdict"] = "supported"
    with pytest.raises(ClaimError, match="C11: the verdict 'supported' has no source"):
        claims.validate(table)


@pytest.mark.parametrize(
    ("claim", "verdict", "confidence"),
    [
        ("C04", "partly", "high"),
        ("C05", "partly", "high"),
        ("C09", "contradicted", "medium"),
        ("C31", "unverifiable", "high"),
        ("C53", "partly", "medium"),
        ("C65", "partly", "low"),
        ("C67", "partly", "low"),
        ("C76", "partly", "medium"),
        ("C78", "contradicted", "high"),
        ("C83", "contradicted", "low"),
        ("C86", "partly", "medium"),
        ("C89", "supported", "medium"),
    ],
)
def test_revised_verdicts(claim, verdict, confidence):
    row = claims.ledger().loc[claim]
    assert (row["prior_verdict"], row["confidence"]) == (verdict, confidence)


REVISED = """C01 C02 C03 C04 C05 C06 C07 C09 C14 C15 C16 C21 C29 C30 C31 C32 C33 C38 C39 C41 C46 C47 C48 C51 C53 C59 C60
C61 C63 C65 C67 C68 C69 C71 C72 C74 C76 C78 C81 C83 C86 C88 C89 C90 C91 C92 C94""".split()


def test_revised_claims_are_flagged():
    flagged = claims.ledger().query("changed_by_correction == 'yes'").index
    assert list(flagged) == REVISED


@pytest.mark.parametrize(
    ("claim", "says", "no_longer_says"),
    [
        ("C01", "80 to 87 trillion", "81 trillion"),
        ("C02", "grade C", "only signed-finance figure"),
        ("C06", r"\$1\.4tn over ten years", "By headline only the EU"),
        ("C14", "rose from 10% to 15%", "25% to 15%"),
        ("C15", r"rose 4\.1%", "157-160"),
        ("C16", r"1\.0% on 16 June 2026", "inferred"),
        ("C21", "job destruction", "lowers domestic job creation at"),
        ("C29", "KMG", "No matching"),
        ("C32", "only transport facility", "transport-hub project"),
        ("C33", "3 trillion yen", "over 1 trillion"),
        ("C38", "gas-power project", "one gas plant"),
        ("C39", r"9\.547 GW", r"2\.5 times"),
        ("C41", r"\$2\.311bn", r"the \$1\.6bn, 4,000-job"),
        ("C46", "White & Case gives 9%", "rarely blocks"),
        ("C47", "25 November 2025", "drew an FTC second request"),
        ("C51", r"41\.59 trillion", "everydays"),
        ("C65", "world figures", "with concentration in a few hosts"),
        ("C67", "Vientiane", "GCC"),
        ("C68", r"\$254bn", "an upper bound"),
        ("C74", "23 December 2025", "needed over 1 trillion"),
        ("C76", r"31\.52%", r"30\.62"),
        ("C78", "Up to 1978", "the Senate never"),
        ("C81", r"232\.7% of GDP", "Take the level"),
        ("C83", r"80-95%", "leans against"),
        ("C91", r"8\.58 trillion", "JBIC capital"),
        ("C92", "draft form", "was published by"),
    ],
)
def test_evidence_states_what_a_second_reading_found(claim, says, no_longer_says):
    evidence = pd.Series([claims.ledger().loc[claim, "evidence"]])
    assert evidence.str.contains(says).all()
    assert not evidence.str.contains(no_longer_says).any()


def test_weak_hosts_are_not_cited():
    sources = claims.ledger()["source"].str.cat(sep=" ")
    assert not any(host in sources for host in ("8657085.xyz", "everydays.wtf", "tvboxnow"))
