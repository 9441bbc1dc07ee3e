"""The search finds what a reader would type, on the page of results and in a folder opened from the disk."""

from __future__ import annotations

import pytest

#: What is typed, and a place that must be among the first three.
QUERIES = {
    "pass-through": "chapters/",
    "550": "chapters/index.html",
    "C53": "C53",
    "Taiwan's pledge": "chapters/",
    "jp_neer_nominal_invertd": None,
    "sup-t": "chapters/",
    "みなし": "chapters/ja.html",
    "记分牌": "chapters/zh.html",
    "deemed allocation amount": "chapters/modalities.html",
    "\uff2e\uff25\uff38\uff29": "chapters/",  # NEXI, full width
    "waterfal": "chapters/modalities.html",
    "−17.2": "chapters/",
}


def found(page) -> list[str]:
    links = page.locator(".search-found a")
    return links.evaluate_all("all => all.map(a => `${a.getAttribute('href')} ${a.textContent}`)")


@pytest.fixture(scope="module")
def results(chromium, address):
    """The page of results, opened once."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/search.html")
    yield page
    context.close()


@pytest.mark.parametrize(("query", "place"), QUERIES.items(), ids=QUERIES)
def test_a_query_finds_its_place(results, query, place):
    results.locator("article input[type=search], main input[type=search]").first.fill(query)
    status = results.locator("main .search-status")
    results.wait_for_function(
        "([box, query]) => box.textContent && (box.textContent.includes('place') ||"
        " box.textContent.includes(query))",
        arg=[status.element_handle(), query],
    )
    hits = found(results)
    if place is None:
        assert not hits and query in status.text_content()
    else:
        assert any(place in hit for hit in hits[:3]), hits[:3]


def test_an_address_with_a_query_shows_its_results(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/search.html?q=hedging")
    page.wait_for_selector(".search-found a")
    assert page.locator("main input[type=search]").input_value() == "hedging"
    context.close()


def test_it_works_from_a_file(chromium, html):
    context = chromium.new_context()
    page = context.new_page()
    page.goto((html / "chapters" / "japan.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("Portsmouth")
    page.wait_for_selector("#pst-search-dialog .search-found a")
    link = page.locator("#pst-search-dialog .search-found a").first
    target = link.evaluate("a => a.href")
    link.click()
    page.wait_for_url(target)
    context.close()


def test_code_is_not_searched(results):
    results.locator("main input[type=search]").fill("import matplotlib")
    results.wait_for_function(
        "() => document.querySelector('main .search-status').textContent.includes('Nothing')"
    )
    assert not found(results)
