"""What the eye meets on a phone, a tablet and a desk: whole names, headings that leave room, code that steps
back, a sign where a table goes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

WIDTHS = {375: 812, 768: 1024, 1440: 900}
PHONE = 375
TABLES, NAMES = "chapters/modalities.html", "chapters/api_scheme.html"


@pytest.fixture(scope="module", params=WIDTHS)
def window(request, chromium):
    context = chromium.new_context(viewport={"width": request.param, "height": WIDTHS[request.param]})
    yield context
    context.close()


@pytest.fixture
def view(request, window, address):
    page = window.new_page()
    page.add_init_script("sessionStorage.setItem('report-in-full', 'open')")
    page.goto(f"{address}/{request.param}", wait_until="load")
    yield page
    page.close()


@pytest.mark.parametrize("view", [NAMES], indirect=True)
def test_names_of_the_package_stand_in_one_line_beside_or_above_what_they_do(view):
    names = view.locator("table.autosummary td:first-child a")
    assert names.count() > 20
    lines = names.evaluate_all("all => all.map(a => a.getClientRects().length)")
    assert set(lines) == {1}
    name, does = (
        view.locator(f"table.autosummary tr >> nth=0 >> td >> nth={at}").bounding_box() for at in (0, 1)
    )
    assert (does["y"] >= name["y"] + name["height"] - 1) is (view.viewport_size["width"] == PHONE)


@pytest.mark.parametrize("view", ["chapters/japan_over_time.html"], indirect=True)
def test_a_heading_leaves_a_phone_room_for_the_answer(view):
    """The longest title of a chapter takes less than a quarter of the screen, and is larger on a desk."""
    box = view.locator("article h1").bounding_box()
    assert box["height"] < view.viewport_size["height"] / 4
    size = view.locator("article h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert (size < 32) is (view.viewport_size["width"] == PHONE)
    smaller = view.locator("article h2").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert 16 < smaller < size


@pytest.mark.parametrize("view", [TABLES], indirect=True)
def test_folded_code_is_a_word_below_what_it_shows_and_opens_whole(view):
    cell = view.locator("div.cell.tag_hide-input:has(.report-line):has(details.above-input)").first
    summary, shown = cell.locator("details.above-input > summary"), cell.locator(".cell_output").first
    assert summary.bounding_box()["width"] < 150
    assert summary.bounding_box()["y"] > shown.locator("figure, table").first.bounding_box()["y"]
    code = cell.locator("details.above-input pre").first
    expect(code).not_to_be_visible()
    summary.click()
    expect(code).to_be_visible()
    assert code.bounding_box()["width"] > 0.7 * shown.bounding_box()["width"]
    line = shown.locator(".report-line").first.bounding_box()
    assert code.bounding_box()["y"] >= line["y"] + line["height"] - 1, "the code covers nothing"


@pytest.mark.parametrize("view", [TABLES], indirect=True)
def test_no_dot_begins_a_line_below_a_figure_or_table(view):
    """The dot of a part stands left of it: where a part begins a line, outside of what is drawn."""
    places = view.locator(".report-line").evaluate_all(
        """lines => lines.filter(one => one.checkVisibility()).flatMap(line => {
            const left = line.getBoundingClientRect().left;
            const cut = parseFloat(getComputedStyle(line).clipPath.split(' ').pop());
            const dot = part => getComputedStyle(part, '::before');
            return [...line.children].slice(1).filter(part => dot(part).content !== 'none')
                .map(part => [part.getBoundingClientRect().left - left, parseFloat(dot(part).left), cut])})"""
    )
    begins = [(at, dot, cut) for at, dot, cut in places if at < 1]
    assert len(places) > 60
    assert all(at + dot + 6 < cut for at, dot, cut in begins), "the dot and its width lie left of the cut"
    assert all(at + dot > cut for at, dot, cut in places if at >= 1)
    if view.viewport_size["width"] == PHONE:
        assert begins


@pytest.mark.parametrize("view", [TABLES], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_that_goes_on_has_a_shadow_until_its_end(view, scheme):
    view.emulate_media(color_scheme=scheme)
    boxes = view.locator(".report-table .pst-scrollable-table-container")
    wide = [one for one in boxes.all() if one.evaluate("e => e.scrollWidth > e.clientWidth + 40")]
    assert bool(wide) or view.viewport_size["width"] != PHONE
    for box in wide[:2]:
        shade = box.evaluate("e => getComputedStyle(e).backgroundImage")
        kept = box.evaluate("e => getComputedStyle(e).backgroundAttachment")
        assert shade.count("linear-gradient") == 2 and kept == "local, scroll"
        more = re.findall(r"rgba?\(([^)]+)\)", shade)[-2]
        light = [float(part) for part in more.split(",")[:3]]
        assert (sum(light) > 300) is (scheme == "dark")


def test_open_code_is_one_cell_of_a_page_that_a_reader_is_meant_to_change(page, soups):
    cells = [
        cell
        for cell in soups[page].select("article div.cell")
        if cell.select_one(":scope > .cell_input") and not cell.select_one("details.above-input")
    ]
    assert len(cells) <= 1, [cell.get_text(" ", strip=True)[:60] for cell in cells]
