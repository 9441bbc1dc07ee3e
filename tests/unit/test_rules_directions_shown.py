"""Alternative texts and captions that name a direction are quoted beside a condition, like sentences."""

from pathlib import Path

import pytest

from analysis.report.rules import directions
from analysis.report.rules.page import Cell, Page

ALT = 'show(alt=f"One line that rises to {x:.1f} percent and ends there", caption="A line")'


def page(*sources, prose="No number here."):
    cells = [Cell(1, "markdown", prose), *(Cell(n, "code", source) for n, source in enumerate(sources, start=2))]
    return Page(Path("x.ipynb"), "chapters/x.ipynb", True, tuple(cells))


@pytest.mark.parametrize(
    "source, found",
    [
        (ALT, ["alt"]),
        (ALT + '\nsentences.hold({"One line that rises to": x > 0})', []),
        (ALT + '\nsentences.hold({"percent and ends there": x > 0})', []),  # a part of the same text holds it
        ('show(alt="Two lines near zero", caption="What lies below the band")', ["caption"]),
        ('show(alt="Two lines near zero", caption="Two lines")', []),
        ('show(alt="Bars: " + ", ".join(names) + ", the largest first")', ["alt"]),
        ('show(notes="The largest of them.")', []),  # notes explain a table
    ],
)
def test_a_direction_in_an_alternative_text_or_caption_is_held(source, found):
    assert [finding.problem.split("=")[0] for finding in directions.unheld([page(source)])] == found


def test_a_quotation_may_stand_in_an_alternative_text_and_a_turned_word_breaks_it():
    hold = '\nsentences.hold({"One line that rises to": x > 0})'
    assert list(directions.findings([page(ALT + hold)])) == []
    (broken,) = directions.findings([page(ALT.replace("rises", "falls") + hold)])
    assert broken.rule == "quotation" and "rises to" in broken.problem


def test_a_quotation_does_not_cross_a_computed_value():
    (broken,) = directions.findings([page(ALT + '\nsentences.hold({"rises to percent and": x > 0})')])
    assert broken.rule == "quotation"
