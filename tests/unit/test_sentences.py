"""Sentences that name a direction are held to their numbers, and the pages are held to quoting them."""

import numpy as np
import pytest

from analysis.errors import NotebookError
from analysis.report.author import sentences
from analysis.report.rules import directions
from analysis.report.rules.page import Cell, Page

PROSE = "Import prices rise by\n{glue:text}`x_import` percent after a **year**."
HOLD = 'report.sentences.hold({"Import prices rise by": estimate > 0})'


def test_true_sentences_pass():
    sentences.hold({"import prices rise": True, "and the yen falls": np.float64(1.0) > 0})


def test_every_untrue_sentence_is_named():
    with pytest.raises(NotebookError, match=r"“prices rise by much”; “wages are lower still”. Rewrite"):
        sentences.hold(
            {"prices rise by much": False, "yen and dollar fall": True, "wages are lower still": False}
        )


def test_the_page_of_an_untrue_sentence_is_named():
    with pytest.raises(NotebookError, match="on the page index: “prices rise by much”"):
        sentences.hold({"prices rise by much": False}, page="index")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"prices rise": True}, "too short to be found"),
        ({"prices rise by much": 0.3}, "is float, not true or false"),
    ],
)
def test_a_quotation_that_cannot_be_checked_is_refused(given, message):
    with pytest.raises(NotebookError, match=message):
        sentences.hold(given)


def page(tmp_path, *cells, name="chapters/japan.ipynb"):
    made = tuple(Cell(i, kind, text) for i, (kind, text) in enumerate(cells, start=1))
    return Page(tmp_path / name, name, True, made)


def problems(*pages):
    return [(finding.page, finding.rule) for finding in directions.findings(list(pages))]


def test_a_held_sentence_is_in_order(tmp_path):
    assert problems(page(tmp_path, ("markdown", PROSE), ("code", HOLD))) == []


def test_a_quotation_may_run_over_lines_and_emphasis(tmp_path):
    text = "By {glue:text}`x_import` percent import prices are\n**higher** after a year."
    hold = 'report.sentences.hold({"prices are higher after a year": estimate > 0})'
    assert problems(page(tmp_path, ("markdown", text), ("code", hold))) == []


def test_a_direction_without_quotation_is_found(tmp_path):
    assert problems(page(tmp_path, ("markdown", PROSE))) == [("chapters/japan.ipynb", "direction")]


def test_each_item_of_a_list_needs_its_own(tmp_path):
    text = f"1. {PROSE}\n2. The yen is weaker by {{glue:text}}`x_yen`."
    assert problems(page(tmp_path, ("markdown", text), ("code", HOLD))) == [
        ("chapters/japan.ipynb", "direction")
    ]


def test_a_quotation_that_stands_nowhere_is_found(tmp_path):
    text = PROSE.replace("rise", "fall")
    found = problems(page(tmp_path, ("markdown", text), ("code", HOLD)))
    assert found == [("chapters/japan.ipynb", "quotation"), ("chapters/japan.ipynb", "direction")]


@pytest.mark.parametrize(
    "text",
    [
        "Prices rise after a year.",  # no number
        "Prices are {glue:text}`x_import`.",  # no direction
        "Prices are {glue:text}`x_lower`.",  # the word is part of a key
        "Prices are {glue:text}`x_rise`, as {ref}`higher-prices` says.",  # or of a reference
        "Prices are {glue:text}`x_import`. <!-- typed: less than a year -->",  # or of a comment
    ],
)
def test_what_needs_no_quotation(tmp_path, text):
    assert problems(page(tmp_path, ("markdown", text))) == []


def test_a_word_beside_a_key_that_holds_it_is_found():
    assert (
        len(directions.loose("Prices are lower by {glue:text}`x_lower` or {glue:text}`x_higher`.", [])) == 1
    )


SENTENCE = "Prices in yen rise after tax by {glue:text}`x_import`."


@pytest.mark.parametrize("quotation", ["Prices in yen rise", "rise after tax by", "in yen rise after"])
def test_a_word_just_inside_a_quotation_is_held(tmp_path, quotation):
    hold = f'report.sentences.hold({{"{quotation}": estimate > 0}})'
    assert problems(page(tmp_path, ("markdown", SENTENCE), ("code", hold))) == []


@pytest.mark.parametrize(
    "quotation", ["Prices in yen", "after tax by", "Prices in yen ris", "ise after tax by"]
)
def test_a_word_just_outside_a_quotation_is_found(tmp_path, quotation):
    hold = f'report.sentences.hold({{"{quotation}": estimate > 0}})'
    assert problems(page(tmp_path, ("markdown", SENTENCE), ("code", hold))) == [
        ("chapters/japan.ipynb", "direction")
    ]


def test_a_held_word_does_not_hold_another_in_the_same_paragraph():
    text = (
        "Prices rise at once by {glue:text}`x_import`, and consumer prices fell by {glue:text}`x_consumer`."
    )
    (found,) = directions.loose(text, ["Prices rise at once"])
    assert "consumer prices fell by" in found
    assert directions.loose(text, ["Prices rise at once", "and consumer prices fell"]) == []


def test_the_same_word_is_held_in_the_quoted_place_alone():
    text = "Import prices rise by {glue:text}`x_import`, consumer prices rise by {glue:text}`x_consumer`."
    assert len(directions.loose(text, ["Import prices rise by"])) == 1


def test_a_quotation_that_stands_twice_holds_both():
    assert (
        directions.loose("Prices rise, and import prices rise by {glue:text}`x_import`.", ["rices rise"])
        == []
    )


DEFINED = "For a yen lower by one percent it is {glue:text}`x_import`."


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("<!-- direction “a yen lower by one percent”: the unit -->", []),
        ("<!-- direction “a yen lower” “one percent”: two phrases, one reason -->", []),
        ("<!-- direction “a yen lower by one percent”: -->", ["direction"]),  # no reason
        ("<!-- direction “a yen lower by one percent” -->", ["direction"]),
        ("<!-- direction: the unit -->", ["direction"]),  # no phrase
        ("<!-- direction “a yen”: the unit -->", ["direction"]),  # just short of the word
        (
            "<!-- direction “a yen higher by one percent”: the unit -->",
            ["direction"],
        ),  # the sentence was turned
    ],
)
def test_a_permitted_phrase_holds_the_word_and_has_a_reason(tmp_path, comment, expected):
    found = problems(page(tmp_path, ("markdown", f"{DEFINED} {comment}")))
    assert [rule for _, rule in found] == expected


def test_a_phrase_is_permitted_in_its_own_paragraph_alone(tmp_path):
    text = f"{DEFINED} <!-- direction “a yen lower by one percent”: the unit -->\n\n{DEFINED}"
    assert len(problems(page(tmp_path, ("markdown", text)))) == 1


def test_every_word_needs_a_quotation_and_not_the_paragraph(tmp_path):
    text = PROSE + " Wages are lower."
    found = [f.problem for f in directions.findings([page(tmp_path, ("markdown", text), ("code", HOLD))])]
    assert len(found) == 1 and "Wages are lower." in found[0]


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("消费者价格上升约 {glue:text}`x`%", "消费者价格下降约 {glue:text}`x`%"),
        ("日元贬值百分之 {glue:text}`x`", "日元升值百分之 {glue:text}`x`"),
        ("輸入物価は {glue:text}`x`% 上がる。年末まで", "輸入物価は {glue:text}`x`% 下がる。年末まで"),
        ("ドル高が続き {glue:text}`x`%", "ドル安が続き {glue:text}`x`%"),
        ("賃金は去年より低い {glue:text}`x`", "賃金は去年より高い {glue:text}`x`"),
    ],
)
def test_words_of_the_summaries_are_held_too(tmp_path, text, turned):
    words = text.split("{")[0] if "上がる" not in text else text
    hold = f'report.sentences.hold({{"{words}": True}}, page="index")'

    def index(said):
        return page(tmp_path, ("markdown", said), name="chapters/index.ipynb")

    other = page(tmp_path, ("code", hold))
    assert problems(other, index(text)) == []
    assert problems(index(text)) == [("chapters/index.ipynb", "direction")]
    assert ("chapters/index.ipynb", "direction") in problems(other, index(turned))


@pytest.mark.parametrize(
    ("text", "enough"),
    [("价格上升约", False), ("价格上升大约", True), ("約 1% 高い値", True), ("約 1% 高い", False)],
)
def test_two_characters_without_spaces_count_as_a_word(text, enough):
    if enough:
        sentences.hold({text: True})
    else:
        with pytest.raises(NotebookError, match="too short to be found"):
            sentences.hold({text: True})


def test_a_notebook_may_hold_sentences_of_another_page(tmp_path):
    index = page(tmp_path, ("markdown", PROSE), name="chapters/index.md")
    hold = HOLD.replace("})", '}, page="index")')
    assert problems(page(tmp_path, ("code", hold)), index) == []
    assert problems(page(tmp_path, ("code", HOLD)), index) != []
