"""Which tables are cards on a phone, and what their cells then say of themselves."""

from __future__ import annotations

import pytest
from docutils import nodes

from analysis.report.pages import text_tables


def report(align, rows=3, **more):
    return {
        "align": align,
        "head": [[(f"Head {place}", 1) for place, _ in enumerate(align)]],
        "body": [["x"] * len(align)] * rows,
        "stubs": 0,
        **more,
    }


@pytest.mark.parametrize(
    ("align", "cards"),
    [
        (["left", "long"], True),
        (["left", "left"], False),  # no sentence in it
        (["long", "right"], False),  # as many numbers as words
        (["left", "long", "right"], True),
        (["left", "long", "right", "right"], False),
    ],
)
def test_a_table_with_a_sentence_and_more_words_than_numbers(align, cards):
    assert text_tables.of_words(report(align)) is cards


@pytest.mark.parametrize(("rows", "cards"), [(200, True), (201, False)])
def test_a_long_list_stays_in_columns(rows, cards):
    assert text_tables.of_words(report(["left", "long"], rows)) is cards


@pytest.mark.parametrize(("rows", "tall"), [(60, False), (61, True)])
def test_a_long_list_has_a_window_of_its_own(rows, tall):
    box, whole = table([["Who", "How much"], *[["a", "1"]] * rows])
    text_tables.prepare(box, whole, report(["left", "right"], rows=rows))
    assert (text_tables.TALL in box["classes"]) is tall


def test_heads_over_two_columns_cannot_stand_at_a_cell():
    assert not text_tables.of_words(report(["left", "long", "left"], head=[[("a", 1), ("b", 2)]]))


def table(rows):
    """The nodes of a table with one head row."""
    box, whole, group = nodes.container(), nodes.table(), nodes.tgroup()
    for part, texts in ((nodes.thead(), rows[:1]), (nodes.tbody(), rows[1:])):
        part += [
            nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in row)) for row in texts
        ]
        group += part
    whole += group
    return box, whole


def test_each_cell_has_the_head_of_its_column_and_its_role():
    box, whole = table([["Who", "What"], ["a", "b"]])
    text_tables.prepare(box, whole, report(["left", "long"], rows=1, stubs=1))
    head, body = [list(part.findall(nodes.entry)) for part in whole[0]]
    assert box["classes"] == [text_tables.CLASS]
    assert [entry["role"] for entry in head] == ["columnheader"] * 2
    assert [(entry["role"], entry["label"]) for entry in body] == [
        ("rowheader", "Head 0"),
        ("cell", "Head 1"),
    ]
    assert [part["role"] for part in whole.findall(nodes.row)] == ["row", "row"] and whole["role"] == "table"


def test_a_table_of_numbers_is_left_as_it_is():
    box, whole = table([["Who", "What"], ["a", "b"]])
    text_tables.prepare(box, whole, report(["left", "right"], rows=1))
    assert not box["classes"] and "role" not in whole


def test_claims_keep_their_own_cards_and_get_roles():
    box, whole = table([["Who", "What"], ["a", "b"]])
    text_tables.prepare(box, whole, report(["left", "long"], rows=1, badges=[0]))
    assert not box["classes"] and whole["role"] == "table"
