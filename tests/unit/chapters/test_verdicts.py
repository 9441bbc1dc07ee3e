"""What the page on verdicts arranges, on numbers made by hand."""

from types import SimpleNamespace

import pandas as pd

from analysis import claims
from analysis.chapters import verdicts as chapter


def page():
    frame = pd.DataFrame({"chapter": ["japan", "japan", "tax_and_fiscal"]}, index=["C1", "C2", "C3"])
    judged = [("supported", "rule"), ("open", "sources"), ("supported", "rule")]
    verdicts = {
        claim: SimpleNamespace(verdict=verdict, basis=basis)
        for claim, (verdict, basis) in zip(frame.index, judged, strict=True)
    }
    return chapter.judged(frame, verdicts)


def test_every_page_and_verdict_has_a_count_and_pages_without_claims_none():
    counts = chapter.counted(page(), "chapter", ["tax_and_fiscal", "japan", "risks"])
    assert list(counts.columns) == list(claims.VERDICTS)
    assert counts["supported"].to_list() == [1, 1, 0] and counts["open"].to_list() == [0, 1, 0]


def test_the_last_row_counts_all_pages_and_all_rules():
    rows = chapter.count_rows(chapter.counted(page(), "chapter", ["tax_and_fiscal", "japan"]), page())
    assert rows["chapter"].to_list() == ["tax and fiscal", "japan", "all"]
    assert rows["claims"].to_list() == [1, 2, 3]
    assert rows["by rule"].to_list() == [1, 1, 2]


def test_the_alternative_text_counts_what_the_bars_show():
    total = pd.Series(dict(zip(claims.VERDICTS, (4, 3, 2, 1, 5), strict=True)))
    said = chapter.counts_alt(total)
    assert (
        "of 15 claims 4 are supported, 3 hold in part, 2 are contradicted, 1 open and 5 unverifiable" in said
    )


def test_a_phrase_in_a_sentence_begins_small_and_keeps_the_rest():
    assert chapter.lowered("The Article") == "the Article"


def test_a_turned_verdict_links_to_the_ledger_and_says_why():
    turned = pd.DataFrame({"before": ["open"], "now": ["supported"]}, index=["C7"])
    ledger = pd.DataFrame({"claim": ["a", "b"]}, index=["C1", "C7"])
    rows = chapter.turned_rows(turned, ledger, pd.Series({"C1": "no", "C7": "new data"}))
    assert rows.iloc[0].to_list() == ["[C7](#claim-c7)", "b", "open", "supported", "new data"]
