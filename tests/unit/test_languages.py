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


@pytest.mark.parametrize(
    ("page", "text", "marked"),
    [
        (
            "verdicts",
            "“5500亿美元(约合数十万亿日元)” and more",
            '<span lang="zh-Hans">“5500亿美元(约合数十万亿日元)”</span> and more',
        ),
        ("verdicts", "read at みなし配分額", 'read at <span lang="ja">みなし配分額</span>'),
        (
            "japan",
            "Ministry of Finance, 外国為替, table 3",
            'Ministry of Finance, <span lang="ja">外国為替</span>, table 3',
        ),
        ("japan", "two 外国 words 為替", 'two <span lang="ja">外国</span> words <span lang="ja">為替</span>'),
        ("zh", "五个结果", "五个结果"),
        ("japan", "no such word", "no such word"),
    ],
)
def test_words_of_another_script_say_their_language(page, text, marked):
    around = "<nav>中文</nav><article><p>{}</p></article>"
    assert languages.marked(page, around.format(text)) == around.format(marked)


@pytest.mark.parametrize(
    "kept",
    [
        '<a lang="zh-Hans" href="zh.html"><em>中文</em></a>',
        '<img alt="日元" />',
        "<!-- 日元 -->",
        "<style>日元</style>",
    ],
)
def test_what_has_a_language_or_is_no_text_stays(kept):
    page = f"<article><p>a {kept} b</p></article>"
    assert languages.marked("verdicts", page) == page


def test_a_machine_without_type_for_a_language_has_none(monkeypatch):
    from matplotlib import font_manager

    none = languages.Language("xx", "xx", "x", ("No such family",))
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    assert languages.family(none) is None
