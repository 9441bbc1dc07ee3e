"""Pages carry files instead of scripts, styles and handlers of their own; formulas are drawn while the book
is built."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from analysis.report.pages import lean, search
from analysis.report.pages.formulas import mathml

HEAD = '<html><head><link rel="stylesheet" href="../_static/report.css?v=1" />\n</head><body>{}</body></html>'


@pytest.fixture
def made(tmp_path):
    """The lean form of a page, and the files that it left."""
    files = lean.Files(tmp_path / "inline")

    def page(body: str, name: str = "japan") -> str:
        return lean.lean(name, HEAD.format(body), files, "../")

    page.folder = files.folder
    return page


def test_a_script_in_the_page_becomes_a_file_at_its_place(made):
    text = made("<p>a</p><script>let x = 1;</script><p>b</p>")
    (file,) = made.folder.iterdir()
    assert (
        file.read_text() == "let x = 1;" and f'<script src="../_static/inline/{file.name}"></script>' in text
    )
    assert text.index("<p>a") < text.index("<script") < text.index("<p>b")


def test_two_pages_share_the_file_of_one_script(made):
    assert made("<script>let x = 1;</script>") == made("<script>let x = 1;</script>")
    assert len(list(made.folder.iterdir())) == 1


def test_data_in_a_script_element_stay(made):
    kept = '<script type="application/json" id="d">{"a": 1}</script>'
    assert kept in made(kept)


def test_styles_become_files(made):
    text = made('<style>p { color: red }</style><p style="width: 100%">a</p>')
    assert "<style" not in text and 'data-style="s0"' in text and text.count('rel="stylesheet"') == 3
    assert {file.read_text() for file in made.folder.iterdir()} == {
        "p { color: red }",
        '[data-style="s0"] { width: 100% }\n',
    }


def test_a_picture_keeps_its_size_and_ratio(made):
    text = made('<img src="a.png" style="width: 720px; aspect-ratio: 1440 / 801;" />')
    assert 'width="720" height="400"' in text and "style=" not in text


def test_a_known_handler_gets_its_name_and_another_stops_the_build(made):
    assert 'data-does="print"' in made('<button onclick="window.print()">Print</button>')
    with pytest.raises(ValueError, match="add it to HANDLERS"):
        made('<button onclick="other()">Other</button>')
    with pytest.raises(ValueError, match="is a handler in the page"):
        made('<p onload="other()">a</p>')


@pytest.mark.parametrize(("page", "there"), [("explorer", True), ("japan", False)])
def test_a_script_stands_on_its_own_pages_only(made, page, there):
    text = made(
        '<script src="../_static/explorer.js?v=1"></script><script src="../_static/frame.js"></script>', page
    )
    assert ("explorer.js" in text) is there and "frame.js" in text


@pytest.mark.parametrize(("classes", "there"), [("report-figure has-values", True), ("report-figure", False)])
def test_the_script_of_values_stands_where_a_figure_tells_some(made, classes, there):
    text = made(f'<script src="../_static/values.js"></script><figure class="{classes}"></figure>')
    assert ("values.js" in text) is there


def test_scripts_that_nothing_uses_are_left_out(made):
    text = made(
        "<script defer"
        ' src="../_static/scripts/fontawesome.js?digest=1"></script><script>DOCUMENTATION_OPTIONS.a ='
        " 1;</script>"
    )
    assert "<script" not in text and not list(made.folder.iterdir())


def test_scripts_of_the_head_wait_but_for_the_one_that_chooses_the_mode(tmp_path):
    html = (
        '<html><head><script data-cfasync="false">mode()</script><script src="a.js"></script>'
        '<script defer src="b.js"></script><script type="application/ld+json">{}</script></head>'
        '<body><script src="c.js"></script></body></html>'
    )
    text = lean.lean("japan", html, lean.Files(tmp_path), "")
    assert text.count("<script defer src=") == 2
    assert '<script defer src="a.js">' in text and '<body><script src="c.js">' in text
    assert '<script data-cfasync="false" src=' in text


def test_what_an_editor_is_told_is_not_sent(made):
    assert "<p>550</p>" in made("<p>550<!-- typed: a name --></p>")


def test_letters_of_icons_leave_the_style():
    style = '.fa-a:before,.fa-b::before{content:"x"}.fa-a{--icon:1}.b:before{content:"y"}'
    assert lean.without_icons(style) == '.fa-a{--icon:1}.b:before{content:"y"}'


def test_a_switch_is_not_pressed_at_first(made):
    text = made('<button onclick="showAllCode()">Show all code</button>')
    assert '<button data-does="all-code" type="button" aria-pressed="false">' in text


def test_a_script_with_a_place_stands_there_and_not_in_the_head(tmp_path):
    load = '<script src="../_static/in_full.js"></script>'
    html = f"<html><head>{load}</head><body><details>{load}</details></body></html>"
    text = lean.lean("japan", html, lean.Files(tmp_path), "../")
    assert text == f"<html><head></head><body><details>{load}</details></body></html>"


def test_a_heading_without_words_is_no_heading(made):
    assert '<td class="head stub"></td>' in made('<table><tr><th class="head stub"><p></p></th></tr></table>')
    assert "<th" in made('<table><tr><th class="head"><p>Year</p></th></tr></table>')


def test_a_formula_is_mathml_with_its_tex():
    text = mathml(r"a_{t} \le \beta")
    assert text.startswith("<math ") and 'alttext="a_{t} \\le \\beta"' in text
    assert BeautifulSoup(text, "html.parser").get_text() == "at≤β"


def test_lines_of_a_formula_stand_under_each_other_and_go_on_indented():
    soup = BeautifulSoup(
        mathml("\\begin{aligned} a &= b \\\\ &+ c \\end{aligned}", block=True), "html.parser"
    )
    rows = [row.get_text() for row in soup.find_all("mtr")]
    assert [row.strip() for row in rows] == ["a=b", "+c"]
    assert soup.find_all("mtr")[1].find("mspace") and not soup.find_all("mtr")[0].find("mspace")


def test_an_unknown_command_stops_the_build():
    with pytest.raises(ValueError, match="cannot be drawn"):
        mathml(r"\nosuchcommand{x}")


PAGE = """<article><h1>Yen<a class="headerlink" href="#y">#</a></h1>
<section id="one"><h2>First</h2><p>Text 550.</p><div class="cell_input">import x</div>
<section id="two"><h3>Second</h3><p>关税 here</p></section>
<table id="tab-a"><caption>
<span class="caption-number">Table 1</span><span class="caption-text">Sums</span></caption>
<tr id="c01"><td>C01</td><td>A claim</td></tr><tr><td>plain row</td></tr></table></section></article>"""


def test_every_text_stands_in_the_smallest_place_that_has_a_name():
    found = {
        anchor: (title, text) for anchor, title, text in search.places(BeautifulSoup(PAGE, "html.parser"))
    }
    assert found["one"] == ("First", "Text 550.")
    assert found["two"] == ("Second", "关税 here")
    assert found["c01"] == ("C01 · A claim", "C01 A claim")
    assert found["tab-a"][0] == "Sums" and "plain row" in found["tab-a"][1] and "C01" not in found["tab-a"][1]
    assert not any("import x" in text for _, text in found.values())


def test_a_notebook_is_taken_away_with_its_pictures_and_without_what_the_build_unpacks():
    shown = {
        "data": {"image/png": "iVBORw0K"},
        "metadata": {"report": {"name": "fig-x", "svg": {"wide": "eJx"}}},
    }
    cells = [{"source": "Text"}, {"source": "show()", "outputs": [shown]}]
    kept = json.loads(lean.without_drawings(json.dumps({"cells": cells})))["cells"][1]["outputs"][0]
    assert kept == {"data": {"image/png": "iVBORw0K"}, "metadata": {"report": {"name": "fig-x"}}}
