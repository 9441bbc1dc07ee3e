"""Cells that a student reads: bounds on their length, and rules that follow code into the modules of a page.

Each bound has a case just below and just above it; the modules are written to disk and read as the book is.
"""

import json
from pathlib import Path

import pytest

from analysis.report import rules
from analysis.report.rules import code, denominators, directions, quantities, readable, shown
from analysis.report.rules import page as reader
from analysis.report.rules.page import Cell, Page

MODULE = "analysis/chapters/x.py"


def of_cell(source, tags=("hide-input",)):
    page = Page(Path("chapters/x.ipynb"), "chapters/x.ipynb", True, (Cell(1, "code", source, tags=tags),))
    return [(finding.rule, finding.place) for finding in readable.findings(page)]


@pytest.fixture
def book(tmp_path):
    """Write pages (name: cells of code) and modules (name: text), and read them."""

    def write(pages, **modules):
        for name, cells in pages.items():
            path = tmp_path / "chapters" / f"{name}.ipynb"
            path.parent.mkdir(exist_ok=True)
            made = [
                {
                    "cell_type": "code",
                    "id": f"c{i}",
                    "metadata": {"tags": ["hide-input"]},
                    "source": cell,
                    "outputs": [],
                    "execution_count": i,
                }
                for i, cell in enumerate(cells, start=1)
            ]
            path.write_text(
                json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8"
            )
        for name, text in modules.items():
            path = tmp_path / "analysis/chapters" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return {page.path.stem: page for page in reader.pages(tmp_path)}

    return write


@pytest.fixture
def with_module(book):
    """The page x with a cell that draws, and a module for it."""

    def write(text, cell="chapter.draw(x)"):
        return book({"x": ["from analysis.chapters import x as chapter", cell]}, x=text)["x"]

    return write


@pytest.mark.parametrize(("lines", "found"), [(15, []), (16, [("long-cell", "cell 1")])])
@pytest.mark.parametrize("end", ["\n", "\n\n", "\n    \n"])
def test_a_cell_has_at_most_fifteen_lines_and_a_blank_one_is_none(lines, found, end):
    assert of_cell(end.join(f"x{i} = {i}" for i in range(lines)) + "\n\n") == found


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (("hide-input",), 0),
        (("show-input",), 0),
        ((), 1),
        (("other",), 1),
        (("hide-input", "show-input"), 1),
    ],
)
def test_a_cell_says_once_whether_its_code_is_folded(tags, found):
    assert [rule for rule, _ in of_cell("x = 1", tags)] == ["fold"] * found


def test_a_comment_is_a_line():
    assert of_cell("# why\n" + "\n".join(f"x{i} = {i}" for i in range(15))) == [("long-cell", "cell 1")]


@pytest.mark.parametrize(("length", "found"), [(110, []), (111, [("long-line", "cell 1, line 2")])])
def test_a_line_has_at_most_110_characters(length, found):
    line = "# " + "a" * (length - 2)
    assert len(line) == length and of_cell(f"x = 1\n{line}") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("percent = lambda x: 100 * x", [("named-lambda", "cell 1, line 1")]),
        ("rows = frame.apply(lambda row: row.sum(), axis=1)", []),
        ("x = 1\ndef half(x):\n    return x / 2", [("defined", "cell 1, line 2")]),
        ('f"{x:.1f}".replace("-", "−")', [("patched", "cell 1, line 1")]),
        (
            'report.numbers.effect_text(row, 2).replace(" (", " percent (", 1)',
            [("patched", "cell 1, line 1")],
        ),
        ('name.replace("_", " ")', []),
    ],
)
def test_nothing_is_defined_or_patched_in_passing(source, found):
    assert of_cell(source) == found


def test_a_module_belongs_to_the_page_with_the_longest_fitting_name(book):
    text = "A = 1\n"
    pages = book({"x": ["A"], "x_items": ["A"]}, x=text, x_figures=text, x_items=text, x_items_figures=text)
    assert {cell.file for cell in pages["x"].modules} == {MODULE, "analysis/chapters/x_figures.py"}
    assert {cell.file for cell in pages["x_items"].modules} == {
        "analysis/chapters/x_items.py",
        "analysis/chapters/x_items_figures.py",
    }


def test_a_finding_in_a_module_names_file_and_line(with_module):
    page = with_module('"""Doc."""\n\n\ndef draw(x):\n    return pd.Timestamp.now()\n')
    (finding,) = [finding for finding in code.findings(page) if finding.rule == "clock"]
    assert str(finding).startswith(f"chapters/x.ipynb, {MODULE}, line 5: ")


@pytest.mark.parametrize(("length", "found"), [(110, []), (111, ["long-line"])])
def test_lines_of_a_module_are_as_long_as_those_of_a_cell(with_module, length, found):
    page = with_module(f"def draw(x):\n    #{'a' * (length - 5)}\n    return x\n")
    assert [finding.rule for finding in readable.findings(page)] == found


@pytest.mark.parametrize(
    "text",
    [
        'def draw(x):\n    return dict(alt="A rise of 3.5 percent.")\n',
        'def draw(x):\n    return {"notes": f"From {x}, a rise of 3.5 percent."}\n',
        'def draw(x):\n    return draw_alt(x)\n\n\ndef draw_alt(x):\n    return "A rise of 3.5 percent."\n',
    ],
)
def test_a_number_typed_in_words_of_a_module_is_found(with_module, text):
    found = [finding for finding in code.findings(with_module(text)) if finding.rule == "typed-number"]
    assert [finding.place.split(",")[0] for finding in found] == [MODULE]


def test_words_that_are_not_shown_may_hold_a_number(with_module):
    page = with_module('def draw(x):\n    """Three: 3.5 percent."""\n    return {"label": "3.5 percent"}\n')
    assert "typed-number" not in [finding.rule for finding in code.findings(page)]


@pytest.mark.parametrize(("level", "found"), [("0.9", []), ("0.95", ["level"])])
def test_the_level_in_words_of_a_module_is_that_of_the_cell_that_calls_it(with_module, level, found):
    page = with_module(
        'def draw(x):\n    return {"notes": "90 % intervals"}\n', f"chapter.draw(fit(level={level}))"
    )
    assert [finding.rule for finding in shown.findings(page)] == found


def test_a_filled_gdp_is_found_in_a_module(with_module):
    page = with_module("def draw(gdp):\n    return gdp.ffill()\n")
    assert [finding.rule for finding in denominators.findings(page)] == ["gdp-of-its-period"]


def test_a_sentence_may_be_held_in_a_module_and_stand_in_its_alt(with_module):
    held = 'def draw(x):\n    report.sentences.hold({"prices rise with it": x > 0})\n'
    page = with_module(held)
    assert [finding.rule for finding in directions.findings([page])] == ["quotation"]
    page = with_module(f'{held}    return {{"alt": "Lines: prices rise with it"}}\n')
    assert list(directions.findings([page])) == []


def test_a_bound_published_as_exact_is_found_in_a_module(with_module, tmp_path):
    facts = tmp_path / "data/facts"
    facts.mkdir(parents=True)
    (facts / "terms.csv").write_text("id,value,qualifier\npace,3,at least\n", "utf-8")
    page = with_module('def draw(x):\n    report.numbers.publish(x_pace=x.loc["pace"])\n')
    assert [finding.rule for finding in quantities.findings([page], tmp_path)] == ["qualifier"]


def test_an_unknown_claim_is_found_in_a_module(with_module, tmp_path):
    with_module('def draw(x):\n    return x["C99"]\n')
    found = [finding for finding in rules.check(tmp_path) if finding.rule == "claim"]
    assert [finding.place for finding in found] == [f"{MODULE}, line 2"]


def test_a_page_takes_no_module_of_another_page(book):
    draw = "def draw(x):\n    return x\n"
    cell = "from analysis.chapters import y\ny.draw(1)"
    pages = book({"x": [cell], "y": ["from analysis.chapters.y import draw\ndraw(1)"]}, y=draw)
    assert [finding.rule for finding in readable.findings(pages["x"])] == ["other-page"]
    assert list(readable.findings(pages["y"])) == []


@pytest.mark.parametrize(("called", "found"), [("draw(", []), ("draws(", ["unused"])])
def test_a_function_that_no_cell_calls_is_named(with_module, called, found):
    page = with_module("def draw(x):\n    return x\n", f"chapter.{called}1)")
    assert [finding.rule for finding in readable.findings(page)] == found


def test_other_pages_are_read_in_cells_alone(with_module):
    page = with_module("def draw(x):\n    return report.nulls.collect()\n")
    assert [finding.rule for finding in readable.findings(page)] == ["reader"]


def test_a_module_that_cannot_be_read_is_one_finding(with_module):
    page = with_module("def draw(x:\n")
    assert "plain-python" in [finding.rule for finding in code.findings(page)]
