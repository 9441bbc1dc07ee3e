"""The language of a page, of the frame around it and of links to it."""

from __future__ import annotations

import pytest

from analysis.report.pages import languages

FRAME = (
    '<div id="x" class="bd-sidebar-primary bd-sidebar"><a class="reference" href="japan.html">Japan</a></div>'
)


@pytest.mark.parametrize(
    ("link", "tag"),
    [
        ('<a class="reference internal" href="zh.html">中文</a>', "zh-Hans"),
        ('<a href="../chapters/ja.html#x"><p class="next">五つの結果</p></a>', "ja"),
        ('<a href="zh.html">Chinese</a>', None),
        ('<a href="xzh.html">中文</a>', None),
        ('<a href="zh.html" lang="fr">中文</a>', "fr"),
    ],
    ids=["plain", "below a folder and within a mark", "English words", "another page", "already said"],
)
def test_a_link_says_its_language_if_its_words_are_in_it(link, tag):
    found = languages.marked("japan", link)
    assert (f' lang="{tag}"' in found and found.count("lang=") == 1) if tag else found == link


def test_the_frame_of_a_page_in_another_language_is_english():
    assert languages.marked("zh", FRAME).startswith('<div lang="en" id="x" class="bd-sidebar-primary')
    assert languages.marked("japan", FRAME) == FRAME


def test_a_machine_without_type_for_a_language_has_none(monkeypatch):
    from matplotlib import font_manager

    none = languages.Language("xx", "xx", "x", ("No such family",))
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    assert languages.family(none) is None
