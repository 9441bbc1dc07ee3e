"""The level in words that are shown is the level that their cell computes."""

from pathlib import Path

import pytest

from analysis.report.rules import shown
from analysis.report.rules.page import Cell, Page


def said(source, kind="code"):
    page = Page(Path("chapters/x.ipynb"), "chapters/x.ipynb", True, (Cell(1, kind, source),))
    return [finding.problem for finding in shown.findings(page)]


@pytest.mark.parametrize(
    "source",
    [
        'show(notes="95 % intervals.")',
        'show(notes=["A note.", f"{n} rows; 95 % intervals in brackets"])',
        'x = effect.interval(0.9)\nshow(caption="Flows, 90 % intervals")',
        'x = run(level=0.90), text(e, 2)\nshow(notes="intervals of 90 %")',
        'report.figures.band(ax, x, low, high, "95 %, each month", colour)',
        'show(alt="A share of 90 percent, of which half")',  # no interval
        'show(caption="Robust regions", notes="90 % robust regions")  # level: of the table of sets',
        'show(data="90 % intervals")',  # not shown
    ],
)
def test_levels_that_are_computed_or_said_of_something_else(source):
    assert said(source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('show(notes="90 % intervals.")', "90 % intervals"),
        ('x = effect.interval(0.9)\nshow(caption="Flows, 95 % intervals")', "95 % intervals"),
        ('show(alt=f"Lines with 90 percent bands to {n}")', "90 percent bands"),
        ('show(caption="Estimates, intervals of 68 %")', "intervals of 68 %"),
        ('report.figures.band(ax, x, low, high, "90 %, each month", colour)', "90 %"),
    ],
)
def test_another_level_than_that_of_the_cell(source, found):
    (problem,) = said(source)
    start = (
        found.split("intervals of")[-1]
        if found.startswith("intervals")
        else found.split("interval")[0].split(" band")[0].strip()
    )
    assert start.strip() in problem and "the cell computes at" in problem


def test_markdown_and_broken_code_are_left_to_other_rules():
    assert said("90 % intervals", kind="markdown") == [] and said("show(notes='90 % intervals'") == []
