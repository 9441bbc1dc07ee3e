"""A chapter in two depths: the rule for its plain part, a case on either side of each bound, and the fold."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from analysis.errors import NotebookError
from analysis.report.author import numbers, said, session
from analysis.report.pages import depths as fold
from analysis.report.rules import depths
from analysis.report.rules.page import Cell, Page

HEADINGS = [f"## {title}" for title in depths.SECTIONS]
MARKER = ":::{evidence-in-full}\n:::"


def plain(words=400, extra=""):
    """A plain part of so many words."""
    return "\n\n".join([f"# Title\n\n{'word ' * words}", *HEADINGS[:2], extra, HEADINGS[2]])


def page(*cells, stem="japan"):
    numbered = tuple(Cell(place, kind, text) for place, (kind, text) in enumerate(cells, start=1))
    return Page(Path(f"chapters/{stem}.ipynb"), f"chapters/{stem}.ipynb", True, numbered)


def found(*cells, stem="japan"):
    return [breach.problem for breach in depths.findings(page(*cells, stem=stem))]


@pytest.mark.parametrize(("words", "kept"), [(300, True), (299, False), (800, True), (801, False)])
def test_the_bounds_on_words(words, kept):
    problems = [one for one in depths.problems(plain(words)) if "words" in one]
    assert (problems == []) is kept
    assert kept or problems == [f"it has {words} words, not 300 to 800."]


def test_a_chapter_with_both_parts_passes():
    assert found(("markdown", plain()), ("markdown", MARKER), ("code", "x = 1")) == []


@pytest.mark.parametrize(
    ("cells", "times"),
    [([("markdown", plain())], 0), ([("markdown", f"{plain()}\n\n{MARKER}"), ("markdown", MARKER)], 2)],
)
def test_the_plain_part_ends_once(cells, times):
    assert found(*cells) == [f"the plain part ends {times} times."]


def test_code_stands_below_the_fold():
    assert found(("markdown", plain()), ("code", "x = 1"), ("markdown", MARKER)) == [
        "code stands in the plain part."
    ]


def test_other_pages_need_no_plain_part():
    assert found(("markdown", "# Title"), stem="methods") == []


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ("The coefficient is large.", "“coefficient” is a word of the field."),
        ("In log points it is much.", "“log points” is a word of the field."),
        ("Where $x$ is a price.", "it has a formula."),
        ("## More", "its sections are The question, What was found, More, How sure it is, not The question,"),
    ],
)
def test_words_of_the_field_formulas_and_other_sections_are_named(extra, problem):
    assert [one for one in depths.problems(plain(extra=extra)) if one.startswith(problem)]


@pytest.mark.parametrize(
    "extra", ["A catalogue of prices.", "{glue:text}`japan_lags` percent", "US\\$5 of oil"]
)
def test_what_only_looks_like_it_is_kept(extra):
    assert list(depths.problems(plain(extra=extra))) == []


# --- the fold -----------------------------------------------------------------------------------------------


def built(*children):
    """A page whose one section has these children."""
    document = new_document("page")
    document += nodes.section("", nodes.title("", "Title"), *children)
    return document


def folded(document):
    app = SimpleNamespace(env=SimpleNamespace(docname="chapters/japan"))
    fold.in_two_depths(app, document)
    return document


def paragraph(text):
    return nodes.paragraph("", text)


def test_all_that_follows_is_in_one_fold_whatever_section_the_end_stands_in():
    inner = nodes.section("", nodes.title("", "Sure"), paragraph("plain"), fold.InFull(), paragraph("first"))
    document = folded(built(paragraph("lead"), inner, nodes.section("", nodes.title("", "Data"))))
    page = document[0]
    kinds = [part.astext()[:8] if isinstance(part, nodes.raw) else part.astext() for part in page]
    assert kinds == ["Title", "lead", "Sure\n\nplain", "<details", "first", "Data", "</detail"]
    start = page[3].astext()
    assert " open>" in start and 'src="../_static/in_full.js"' in start


def test_the_fold_says_what_is_in_it():
    content = [nodes.math_block("", "x"), nodes.figure(), nodes.figure(), nodes.table()]
    document = folded(built(fold.InFull(), *content))
    start = next(part for part in document[0] if isinstance(part, nodes.raw)).astext()
    assert "1 equation, 2 figures, 1 table, alternatives" in start


def test_a_figure_comes_up_and_leaves_no_empty_output():
    figure = nodes.figure(names=["fig-a"])
    cell = nodes.container("", nodes.container("", figure, classes=["cell_output"]), classes=["cell"])
    document = folded(built(fold.FigurePlace("", figure="fig-a"), fold.InFull(), cell))
    assert document[0][1] is figure and not cell.children


def test_a_figure_takes_the_other_forms_of_its_output_with_it():
    """An output is a picture in one form and words in another; without the first the second would show."""
    figure, words, table = nodes.figure(names=["fig-a"]), nodes.literal_block("", "words"), nodes.table()
    bundle = nodes.container(
        "", nodes.container("", figure), nodes.container("", words), nb_element="mime_bundle"
    )
    output = nodes.container("", bundle, table, classes=["cell_output"])
    cell = nodes.container("", output, classes=["cell"])
    folded(built(fold.FigurePlace("", figure="fig-a"), fold.InFull(), cell))
    assert output.children == [table] and cell.children == [output]


def test_a_figure_that_is_not_there_stops_the_build():
    with pytest.raises(ExtensionError, match="'fig-b': this page has no figure"):
        folded(built(fold.FigurePlace("", figure="fig-b")))


# --- what holds its sentences -------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_names_left():
    yield
    session.forget()
    said.forget()


def test_what_stands_behind_a_published_number():
    effect = SimpleNamespace(estimate=0.123456789, low=-0.1, high=0.3)
    numbers.publish(
        x_behind_effect=numbers.effect_text(effect), x_behind_range=numbers.span(1.5, 2.5), x_behind=7
    )
    assert numbers.behind("x_behind_effect") == (0.123456789, -0.1, 0.3)
    assert numbers.behind("x_behind_range", 1).value == 2.5
    assert numbers.behind("x_behind") == (7, None, None)


@pytest.mark.parametrize("ask", [("x_nobody",), ("x_behind_words",), ("x_behind_one", 1)])
def test_a_number_that_is_not_there_is_named(ask):
    numbers.publish(x_behind_words="words alone", x_behind_one=1)
    with pytest.raises(NotebookError, match=rf"{ask[0]}.*published no part"):
        numbers.behind(*ask)
