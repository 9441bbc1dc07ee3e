"""Quotations that stand in an alternative text or a caption are held there."""

from pathlib import Path

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
    (broken,) = directions.findings([page(ALT.replace("rises", "falls") + hold)])
    assert broken.rule == "quotation" and "rises to" in broken.problem


def test_a_quotation_does_not_cross_a_computed_value():
    (broken,) = directions.findings([page(ALT + '\nsentences.hold({"rises to percent and": x > 0})')])
    assert broken.rule == "quotation"


def test_a_typed_none_of_beside_a_pasted_number_is_held():
    prose = "Of {glue:text}`dates` earlier dates none of them is as large."
    (loose,) = directions.findings([page(prose=prose)])
    assert loose.rule == "direction" and "none of them" in loose.problem
    held = 'sentences.hold({"none of them is as large": count == 0})'
    assert list(directions.findings([page(held, prose=prose)])) == []
    assert list(directions.findings([page(prose="None of the methods makes the yen random.")])) == []
    assert list(directions.findings([page(prose="{glue:text}`n` dates, none offered.")])) == []
