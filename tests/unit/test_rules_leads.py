"""The lead of a page has at most 60 words and 4 numbers: a case on either side of both bounds."""

from pathlib import Path

import pytest

from analysis.report import rules
from analysis.report.rules import leads
from analysis.report.rules.page import Cell, Page

ROOT = Path(__file__).resolve().parents[2]


def page(text, stem="x"):
    return Page(Path(f"chapters/{stem}.ipynb"), f"chapters/{stem}.ipynb", True, (Cell(1, "markdown", text),))


def problems(lead, stem="x"):
    return [finding.problem for finding in leads.findings(page(f"(x)=\n# Title\n\n{lead}\n\nMore.", stem))]


@pytest.mark.parametrize(("words", "kept"), [(60, True), (61, False)])
def test_the_bound_on_words(words, kept):
    assert (problems("word " * words) == []) is kept


@pytest.mark.parametrize(("numbers", "kept"), [(4, True), (5, False)])
@pytest.mark.parametrize(
    "number", ["{glue:text}`japan_import_yen`", "{glue:text}`a.ipynb::b:s`", "2016", "12.5"]
)
def test_the_bound_on_numbers(number, numbers, kept):
    assert (problems(f"moves by {number} percent, " * numbers) == []) is kept


@pytest.mark.parametrize(("characters", "kept"), [(120, True), (122, False)])
def test_two_characters_of_chinese_count_as_a_word(characters, kept):
    assert (problems("价" * characters + "。") == []) is kept


def test_both_counts_are_said():
    assert problems("word " * 70 + "1 2 3") == [
        "the first paragraph has 73 words and 3 numbers, more than 60 or 4."
    ]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("(90 % interval {glue:text}`x`)", 1), ("a 95 % placebo band", 0), ("90 % of the money", 1)],
)
def test_the_level_of_an_interval_is_no_number_to_take_away(words, numbers):
    assert leads.counted(words)[1] == numbers


def test_what_is_counted():
    text = "**It moved** by {glue:text}`a_9` percent – see {ref}`the other page <x-9>` and [this one](#y-2)."
    # It moved by 0 percent see the other page and this one
    assert leads.counted(text) == (12, 1)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("(a)=\n# T\n<!-- typed: b -->\n\nOne\ntwo.\n\nThree.", "One\ntwo."),
        ("# T\n\n:::{note}\nNo lead.\n\nNor this.\n:::", ""),
        ("# T\n\n:::{container} byline\nWho.\n:::\n\nOne.\n\n:::{note}\nTwo.\n:::", "One."),
        ("# T\n\n- a list", ""),
        ("# T\n\n## Section\n\nText.", ""),
        ("# T", ""),
        ("No title.", ""),
    ],
)
def test_the_first_paragraph(text, lead):
    assert leads.lead(page(text)) == lead


def test_a_listed_page_may_be_longer_and_only_while_it_is():
    assert leads.LONGER
    assert problems("word " * 200, leads.LONGER[0]) == []
    book = {one.path.stem: one for one in rules.pages(ROOT)}
    short = [name for name in leads.LONGER if leads.short(*leads.counted(leads.lead(book[name])))]
    assert short == [], "their leads are short now: take them out of LONGER in analysis/report/rules/leads.py"
    assert list(leads.LONGER) == sorted(set(leads.LONGER))


def test_the_rule_is_among_those_of_the_book():
    long = page("# T\n\n" + "word " * 61, "index")
    assert [finding.rule for finding in leads.findings(long)] == ["lead"]
    assert "leads" in Path(rules.__file__).read_text("utf-8").split("for rules in (")[1].split(")")[0]
