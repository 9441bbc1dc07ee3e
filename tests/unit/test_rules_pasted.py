"""Results that are typed beside what is pasted, and keys that are pasted twice; each with a case just
inside."""

from pathlib import Path

import pytest

from analysis.report.rules import pasted
from analysis.report.rules.page import Cell, Page

RECORD = "application/papermill.record/text/plain"


def published(**values):
    return [
        {
            "output_type": "display_data",
            "data": {RECORD: f"'{text}'"},
            "metadata": {"scrapbook": {"name": key}},
        }
        for key, text in values.items()
    ]


def found(text, **values):
    cells = Cell(1, "markdown", text), Cell(2, "code", "publish()", published(**values))
    return [
        finding.rule for finding in pasted.findings(Page(Path("x.ipynb"), "chapters/x.ipynb", True, cells))
    ]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("It ends in May 2026.", ["typed-value"]),
        ("It ends in May 2026. <!-- typed: first year of the table -->", ["typed-value"]),
        ("It ends in May 2026. <!-- typed: May 2026, end of the window -->", []),
        ("It ends in {glue:text}`last`, and May 2025 is another month.", []),
        ("A rise of 2.6 percent.", ["typed-value"]),
        ("A rise of 12.6 percent, then 2.61.", []),
        ("There are 5 of them.", []),  # a bare number cannot be told from another
    ],
)
def test_a_published_value_is_pasted_or_named_in_the_reason(text, rules):
    assert found(text, last="May 2026", rise="2.6", number="5") == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Sixteen of {glue:text}`verdicts_claims` are supported.", ["typed-count"]),
        ("Of {glue:text}`v.ipynb::verdicts_claims:s` claims 16 are supported.", ["typed-count"]),
        (
            (
                "{glue:text}`verdicts_supported` of {glue:text}`verdicts_claims` are supported. The other"
                " three pages follow."
            ),
            [],
        ),
        ("One of {glue:text}`verdicts_claims` claims.", []),  # a pronoun as often as a number
        ("Sixteen of {glue:text}`projects`.", []),
    ],
)
def test_counts_of_verdicts_are_pasted(text, rules):
    assert found(text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Producer prices {glue:text}`shop` and consumer prices {glue:text}`shop`.", ["same-key"]),
        ("Producer prices {glue:text}`gate` and consumer prices {glue:text}`shop`.", []),
        ("Producer prices {glue:text}`gate`. Again {glue:text}`gate`.", []),
    ],
)
def test_a_sentence_pastes_a_key_once(text, rules):
    assert found(text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("It is 2.6 to {glue:text}`high` percent. <!-- typed: years of the bases -->", ["typed-end"]),
        ("It is {glue:text}`low:s`–3 percent.", ["typed-end"]),
        ("It is {glue:text}`low` to {glue:text}`high` percent.", []),
        ("From 2016 to {glue:text}`last`.", []),  # a year
        ("Since {glue:text}`first`, and 3 of them later.", []),
        ("Japan's is the third of {glue:text}`pledges`.", ["typed-rank"]),
        ("Japan's is the 3rd of the {glue:text}`pledges`.", ["typed-rank"]),
        ("Japan's is number {glue:text}`rank` of {glue:text}`pledges`.", []),
        ("In the second, of {glue:text}`pledges`.", []),
    ],
)
def test_no_range_and_no_rank_is_half_typed(text, rules):
    assert found(text) == rules
