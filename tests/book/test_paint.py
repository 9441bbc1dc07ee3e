"""What a page waits for before its first line: one sheet of styles, asked for first, and no layout of what is
out of sight. `benchmarks/page_speed.py` measures it in seconds."""

from __future__ import annotations

from pathlib import Path

import pydata_sphinx_theme
import pytest
import sphinx_book_theme
from playwright.sync_api import expect

WIDTHS = {375: 812, 768: 1024, 1440: 900}
NUMBERS, LEDGER = "chapters/all_numbers.html", "chapters/verdicts.html"
#: Rules of a sheet, one a selector and condition, whose selector finds something on the page as it stands;
#: what it asks besides ("is hovered", "is first") may come to be.
FOUND = """sheet => {
    const whole = new CSSStyleSheet();
    whole.replaceSync(sheet);
    const finds = selector => {
        const lasting = selector.replace(/::?[a-z-]+(?![a-z(-])/g, '') || '*';
        try { return Boolean(document.querySelector(lasting)) } catch { return false }
    };
    const matched = rules => [...rules].flatMap(rule => {
        if (!rule.selectorText)
            return matched(rule.cssRules || []).map(one => `${rule.conditionText} ${one}`);
        const alternatives = rule.selectorText.split(/,(?![^(]*\\))/).map(one => one.trim());
        return alternatives.filter(finds).map(one => `${one} { ${rule.style.cssText} }`);
    });
    return matched(whole.cssRules);
}"""
THEMES = {
    pydata_sphinx_theme: "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",
    sphinx_book_theme: "theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",
}


@pytest.fixture(scope="module", params=WIDTHS)
def window(request, chromium):
    context = chromium.new_context(viewport={"width": request.param, "height": WIDTHS[request.param]})
    yield context
    context.close()


@pytest.fixture
def opened(window, address):
    """Opens a page in the window."""
    pages = []

    def go(path):
        pages.append(window.new_page())
        pages[-1].goto(f"{address}/{path}", wait_until="load")
        return pages[-1]

    yield go
    for page in pages:
        page.close()


def test_a_page_asks_for_one_sheet_before_its_first_script(page, soups):
    head = soups[page].head
    for one in head.find_all("noscript"):
        assert len(one.select("link[rel=stylesheet]")) <= 1
    sheets = [link for link in head.select("link[rel=stylesheet]") if link.find_parent("noscript") is None]
    if page.parent.name != "chapters":  # the page at the root only leads on
        assert len(sheets) <= 1
        return
    assert len(sheets) == 1 and not soups[page].body.select("link[rel=stylesheet]")
    first = head.find(["script", "link"], attrs={"rel": lambda value: value != "icon"})
    assert first["rel"] == ["preload"] and first["href"] == sheets[0]["href"]
    assert not soups[page].select("link[rel=preload][as=script]")


def test_the_book_carries_no_type_of_icons_and_no_sheet_that_nobody_asks_for(html, soups):
    assert not list(html.rglob("fa-*")) and not list(html.rglob("pydata-sphinx-theme.css"))
    for sheet in (html / "_static" / "inline").glob("*.css"):
        assert "Font Awesome" not in "".join(
            part for part in sheet.read_text("utf-8").split("}") if "@font-face" in part
        )


@pytest.mark.parametrize("path", ["chapters/index.html", "chapters/japan.html", "chapters/explorer.html"])
def test_no_rule_of_the_theme_that_a_page_could_use_was_left_out(chromium, address, html, path):
    page = chromium.new_page()
    page.goto(f"{address}/{path}", wait_until="load")
    sheet = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    kept = set(page.evaluate(FOUND, (html / "chapters" / sheet).resolve().read_text("utf-8")))
    for module, file in THEMES.items():
        whole = (Path(module.__file__).parent / file).read_text("utf-8")
        asked = set(page.evaluate(FOUND, whole))
        assert len(asked) > 30
        lost = {one for one in asked - kept if "fa-" not in one}
        assert not lost, sorted(lost)[:5]
    page.close()


def test_what_is_out_of_sight_is_not_laid_out_until_it_is_wanted(opened):
    for path, last in (
        (NUMBERS, ".evidence-page:last-of-type tbody tr >> nth=-1"),
        (LEDGER, "#tab-verdicts-ledger tbody tr >> nth=-1"),
    ):
        page = opened(path)
        row = page.locator(last)
        seen = "row => row.querySelector('td').checkVisibility({contentVisibilityAuto: true})"
        assert not row.evaluate(seen), path
        for _ in range(2):  # how high the rows before it are is known when they have come near
            row.scroll_into_view_if_needed()
        page.wait_for_function(
            "row => row.querySelector('td').checkVisibility({contentVisibilityAuto: true})",
            arg=row.element_handle(),
        )
        expect(row.locator("td").first).to_be_in_viewport()


def test_a_link_arrives_at_a_row_that_was_not_laid_out(opened):
    for path, rows in ((NUMBERS, ".evidence-page tr[id]"), (LEDGER, "#tab-verdicts-ledger tr[id]")):
        name = opened(path).locator(rows).last.get_attribute("id")
        page = opened(f"{path}#{name}")
        expect(page.locator(f"#{name}")).to_be_in_viewport()
