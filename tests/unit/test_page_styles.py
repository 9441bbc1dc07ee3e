"""The styles of a page in one file: their order, what they ask for, and which rules go."""

from __future__ import annotations

import pytest

from analysis.report.pages import styles

CLASSES = {"card", "bs-tooltip", "show"}


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("p{x:y}", "p{x:y}"),
        (".card{x:y}", ".card{x:y}"),
        (".cards{x:y}", ""),
        (".card .deck{x:y}", ""),
        (".deck,.card,p{x:y}", ".card,p{x:y}"),
        ("p:not(.deck){x:y}", "p:not(.deck){x:y}"),  # what is not there is not asked for
        (":is(.deck,.card) a{x:y}", ":is(.deck,.card) a{x:y}"),
        ('a[href$=".deck"]{x:y}', 'a[href$=".deck"]{x:y}'),  # no class
        (".bs-tooltip-auto{x:y}", ".bs-tooltip-auto{x:y}"),  # a script puts it together
        (".bs-popover{x:y}", ""),
        ("@keyframes a{12.5%{x:y}to{x:z}}", "@keyframes a{12.5%{x:y}to{x:z}}"),
        ("@media print{.deck{x:y}.card{x:y}}", "@media print{.card{x:y}}"),
        ("@supports (x:y){@media print{.deck{x:y}}}p{x:y}", "p{x:y}"),
        ("@font-face{src:url(a.woff2)}", "@font-face{src:url(a.woff2)}"),
        ("/* a note */p{x:y}/*! a licence */", "p{x:y}/*! a licence */"),
    ],
)
def test_rules_that_ask_for_a_class_which_nobody_has_go(rule, kept):
    assert styles.reduced(rule, CLASSES) == kept


def test_a_class_is_known_from_a_page_or_from_a_script():
    found = styles.known(['<p class="a b-c">', '<p data-class="d">'], ['box.classList.add("shown")'])
    assert {"a", "b-c", "shown"} <= found and "d" not in found


@pytest.fixture
def built(tmp_path):
    """A book with sheets in two folders, one of which is asked for by another."""
    files = {
        "_static/styles/theme.css": '@import "../basic.css";',
        "_static/basic.css": "a{background:url(file.png)}.deck{x:y}",
        "_static/styles/pydata-sphinx-theme.css": 'b{src:url(../vendor/a.woff2);i:url("data:x")}.deck{x:y}',
        "_static/report.css": ".deck{ours:1}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


LINKS = """<head><script src="../_static/a.js"></script>
<noscript>
<link rel="stylesheet" href="../_static/inline/b.css" />
</noscript>
<link href="../_static/styles/theme.css?digest=1" rel="stylesheet" />
<link href="../_static/styles/pydata-sphinx-theme.css" rel="stylesheet" />
<link rel="icon" href="../_static/favicon.svg"/>
    <link rel="stylesheet" type="text/css" href="../_static/report.css?v=1" />
</head>"""


def test_a_page_asks_for_one_sheet_where_its_first_stood(built):
    text = styles.together(LINKS, styles.Sheets(built, {"card"}), "../")
    before, after = text.split("</noscript>")
    assert 'inline/b.css" />' in before and before.index('rel="preload" as="style"') < before.index("<script")
    assert text.count('rel="stylesheet"') == 2
    assert after.index('rel="stylesheet"') < after.index('rel="icon"')
    (sheet,) = (built / "_static" / "inline").glob("*.css")
    assert f'href="../_static/inline/{sheet.name}"' in after
    # In their order, with what they import, and addresses from their new place; ours stay whole.
    assert sheet.read_text() == (
        "a{background:url(../file.png)}\n"
        'b{src:url(../vendor/a.woff2);i:url("data:x")}\n'
        ".deck{ours:1}"
    )  # fmt: skip


def test_pages_with_the_same_sheets_share_their_file(built):
    sheets = styles.Sheets(built, set())
    deeper = LINKS.replace("../_static", "../../_static")
    styles.together(LINKS, sheets, "../")
    styles.together(deeper, sheets, "../../")
    assert len(list((built / "_static" / "inline").iterdir())) == 1
    assert styles.together("<head></head>", sheets, "") == "<head></head>"
