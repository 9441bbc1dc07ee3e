"""Source lines: publisher and title as link text, copies named, the best source first, no bare address."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import data
from analysis.errors import NotebookError
from analysis.report.author import links, studies
from analysis.report.author.citations import citation, cited, documents

A, B = "https://a.example/x", "https://b.example/y"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Bank of Japan: Outlook Report", f"[Bank of Japan: Outlook Report]({A})"),
        ("Jiji via Nation Thailand: first batch", f"[Jiji: first batch]({A}) (read at Nation Thailand)"),
        ("Kyodo copy (daily8): tariff of 15%", f"[Kyodo: tariff of 15%]({A}) (read at daily8)"),
        ("Reuters copy: second meeting", f"[Reuters: second meeting]({A}) (read at a copy)"),
        ("JBIC Form 18-K exhibit (filing copy)", f"[JBIC Form 18-K exhibit]({A}) (read at a filing copy)"),
        ("HTX digest of the Financial Times: 45 days", f"[HTX digest of the Financial Times: 45 days]({A})"),
    ],
)
def test_what_was_read_is_named(title, shown):
    assert citation(A, title) == shown


def test_doi_then_publisher_then_copy():
    source = f"{A} | {B} | https://doi.org/10.1/z"
    title = "Jiji via Carrier: one | Ministry of Finance: two | Journal 5(1): three"
    assert [one.words for one in documents(source, title)] == [
        "Journal 5(1): three",
        "Ministry of Finance: two",
        "Jiji: one",
    ]
    assert citation(source, title, 1) == "[Journal 5(1): three](https://doi.org/10.1/z)"


def test_one_document_with_a_doi_and_a_page_that_was_read_is_one():
    line = citation(
        f"{A} | https://doi.org/10.1/z", "Journal 5(1) via Zendy: a title | Journal 5(1): a title", 1
    )
    assert line == f"[Journal 5(1): a title](https://doi.org/10.1/z) (read at [Zendy]({A}))"


def test_rows_carry_their_grade_and_say_where_nothing_was_found():
    frame = pd.DataFrame(
        {
            "source": [A, "none found", None, "no address known"],
            "source_title": ["Bank of Japan: x", "none found", None, "Market digest of May"],
            "grade": ["A", "none", None, "C"],
        }
    )
    assert cited(frame, absent="open") == [
        f"[Bank of Japan: x]({A}) [A]",
        "open",
        "open",
        "Market digest of May [C]",
    ]


@pytest.mark.parametrize(
    ("source", "title", "message"),
    [
        (f"{A} | {B}", "Bank of Japan: x", "2 addresses and source_title 1"),
        (A, "a.example", "is an address"),
        (A, "https://a.example/x", "is an address"),
        (A, "Press repost", "does not name publisher and title"),
        ("a page", "Bank of Japan: x", "is no address"),
    ],
)
def test_a_source_line_without_publisher_and_title_is_refused(source, title, message):
    with pytest.raises(NotebookError, match=message):
        citation(source, title)


@pytest.mark.parametrize(
    "text",
    [
        "1758828485.example",
        "10.0.0.1",
        "218.28.6.71:81/Qikan",
        "www.boj.or.jp",
        "https://a.b/c",
        "sakura.ne.jp",
    ],
)
def test_a_bare_address_is_no_link_text(text):
    with pytest.raises(NotebookError, match="bare address"):
        links.link(text, A)


@pytest.mark.parametrize(
    "text", ["News.az: nuclear project", "Act No. 38", "Table 1.2", "U.S. tariffs", "C14", "boj_cgpi"]
)
def test_words_are_no_address(text):
    assert links.link(text, A) == f"[{text}]({A})"


def test_every_row_of_facts_has_a_source_line():
    shown = 0
    for path in sorted((Path(data.default().root) / "facts").glob("*.csv")):
        frame = pd.read_csv(path, dtype=str)
        if {"source", "source_title"} <= set(frame):
            for number, (source, title) in enumerate(
                zip(frame["source"], frame["source_title"], strict=True), start=2
            ):
                try:
                    citation(source, title)
                except NotebookError as error:
                    pytest.fail(f"{path.name}, line {number}: {error}")
                shown += 1
    assert shown > 500


ROW = {"estimate": 0.435, "low": 0.42, "high": 0.45, "kind": "midpoint", "decimals": 2}


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({}, "0.42 to 0.45"),
        ({"kind": "point", "estimate": 0.25}, "0.25"),
        ({"kind": "point", "estimate": 1.0, "decimals": 0}, "1"),
        ({"kind": "lower bound", "estimate": 0.5, "decimals": 1}, "0.5\n(lower bound)"),
        ({"kind": "none", "estimate": float("nan")}, "no number"),
    ],
)
def test_a_published_figure_keeps_its_digits(changed, shown):
    assert studies.figures(pd.DataFrame([{**ROW, **changed}])) == [shown]


def test_a_study_carries_its_definition():
    frame = pd.DataFrame(
        {
            "authors": ["A; B", "C"],
            "year": [2010, 2020],
            "label": ["dollar-priced goods", None],
            "from_memory": ["no", "yes"],
        }
    )
    assert studies.names(frame) == ["A; B (2010)\n(dollar-priced goods)", "C (2020) – from memory"]
