"""Quotations that stand in an alternative text or a caption are held there."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.report.rules import directions
from analysis.report.rules.page import Cell, Page

ALT = 'show(alt=f"One line that rises to {x:.1f} percent and ends there", caption="A line")'


def page(*sources, prose="No number here."):
    cells = [
        Cell(1, "markdown", prose),
        *(Cell(n, "code", source) for n, source in enumerate(sources, start=2)),
    ]
    return Page(Path("x.ipynb"), "chapters/x.ipynb", True, tuple(cells))


def test_a_quotation_may_stand_in_an_alternative_text_and_a_turned_word_breaks_it():
    hold = '\nsentences.hold({"One line that rises to": x > 0})'
    assert list(directions.findings([page(ALT + hold)])) == []
    broken, loose = directions.findings([page(ALT.replace("rises", "falls") + hold)])
    assert broken.rule == "quotation" and "rises to" in broken.problem
    assert loose.rule == "unheld" and "that falls to" in loose.problem


def test_a_quotation_does_not_cross_a_computed_value():
    broken, loose = directions.findings([page(ALT + '\nsentences.hold({"rises to percent and": x > 0})')])
    assert broken.rule == "quotation" and loose.rule == "unheld"


@pytest.mark.parametrize(
    "source",
    [
        'show(caption="Prices below zero")',
        'show(notes=["In percent.", "A fall is larger than a rise."])',
        'WORDS = {"alt": "Prices fall"}',
        'def path_alt(x):\n    return f"The line ends at {x}, higher than before"',
        'show(alt=" and ".join(["first", "prices fell"]))',
        'show(notes="Up is a weaker yen." if x else "None")',
    ],
)
def test_a_direction_in_shown_words_is_held_or_has_a_reason(source):
    loose = list(directions.findings([page(source)]))
    assert loose and {finding.rule for finding in loose} == {"unheld"}
    reason = (
        "# direction “below zero” “A fall is larger than a rise” “Prices fall” “fell” “, higher than before”"
        " “a weaker yen”: a definition\n"
    )
    assert list(directions.findings([page(reason + source)])) == []
    without = directions.findings([page(reason.replace(": a definition", ":") + source)])
    assert [finding.problem for finding in without] == [finding.problem for finding in loose]


@pytest.mark.parametrize(
    "source",
    [
        'show(alt=f"The line {word} to {x}")',  # chosen by the sign of the number
        "show(alt=f\"The line {'rises' if x > 0 else 'falls'} to {x}\")",
        'show(title="Prices fall")',
        'show(caption="Import prices", data="falls")',
    ],
)
def test_a_word_that_code_chooses_and_what_is_not_shown_need_no_quotation(source):
    assert list(directions.findings([page(source)])) == []


def test_a_reason_in_a_module_of_the_page_counts():
    told = replace(
        page('show(caption="Prices below zero")'), modules=(Cell(0, "module", "# direction “below zero”: x"),)
    )
    assert list(directions.findings([told])) == []


def test_a_typed_none_of_beside_a_pasted_number_is_held():
    prose = "Of {glue:text}`dates` earlier dates none of them is as large."
    (loose,) = directions.findings([page(prose=prose)])
    assert loose.rule == "direction" and "none of them" in loose.problem
    held = 'sentences.hold({"none of them is as large": count == 0})'
    assert list(directions.findings([page(held, prose=prose)])) == []
    assert list(directions.findings([page(prose="None of the methods makes the yen random.")])) == []
    assert list(directions.findings([page(prose="{glue:text}`n` dates, none offered.")])) == []
