"""A chapter in two depths and the switch for its code, at three widths, without scripts and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from analysis.report.rules.depths import CHAPTERS

PAGE, OTHER = "chapters/risks.html", "chapters/motives.html"
WIDTHS = (375, 768, 1440)
FOLD = "article details.in-full"
INSIDE = f"{FOLD} h2 >> nth=0"
CODE = "article details.above-input pre >> nth=0"


@pytest.fixture(params=WIDTHS)
def view(request, chromium, address):
    """A visit that begins with a chapter."""
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{PAGE}", wait_until="load")
    yield page
    context.close()


@pytest.fixture
def desk(chromium, address):
    """Opens pages in one visit on a desk."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()

    def go(path):
        page.goto("about:blank")
        page.goto(f"{address}/{path}", wait_until="load")
        return page

    yield go
    context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_chapter_begins_with_its_plain_part(chapter, soups):
    soup = next(soup for path, soup in soups.items() if path.as_posix() == f"chapters/{chapter}.html")
    (fold,) = soup.select(FOLD)
    before = [
        heading.get_text().rstrip("#") for heading in soup.select("article h2") if fold not in heading.parents
    ]
    assert before == ["The question", "What was found", "How sure it is"]
    assert len([figure for figure in soup.select("article figure") if fold not in figure.parents]) == 1
    assert not [code for code in soup.select("article .cell_input") if fold not in code.parents]
    assert fold.has_attr("open"), "without scripts the evidence is open"


def test_the_evidence_is_folded_until_the_reader_opens_it(view):
    expect(view.locator("article figure img:visible").first).to_be_visible()
    expect(view.locator(INSIDE)).not_to_be_visible()
    summary = view.locator(f"{FOLD} > summary")
    summary.focus()
    expect(summary).to_be_focused()
    view.keyboard.press("Enter")
    expect(view.locator(INSIDE)).to_be_visible()
    view.keyboard.press("Enter")
    expect(view.locator(INSIDE)).not_to_be_visible()


def test_what_the_reader_chose_is_remembered_in_the_visit(view, address):
    for shown in (True, False):
        view.locator(f"{FOLD} > summary").click()
        view.goto(f"{address}/{OTHER}", wait_until="load")
        expect(view.locator(INSIDE)).to_be_visible(visible=shown)


@pytest.mark.parametrize("place", ["tab-risks-claims", "fig-risks-refusal", "refusing-a-call", "in-full"])
def test_a_link_into_the_evidence_opens_it(desk, place):
    page = desk(f"{PAGE}#{place}")
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    assert page.locator(FOLD).evaluate("d => d.open")
    expect(desk(OTHER).locator(INSIDE)).not_to_be_visible()  # a link is no choice for the visit


@pytest.mark.parametrize("place", ["", "#how-sure-it-is", "#fig-risks-hedge"])
def test_a_link_to_the_plain_part_leaves_it_folded(desk, place):
    assert not desk(f"{PAGE}{place}").locator(FOLD).evaluate("d => d.open")


def test_the_contents_of_the_page_lead_into_it(desk):
    page = desk(PAGE)
    for _ in range(2):  # the second time the address is there already
        page.locator(".page-toc a[href='#refusing-a-call']").click()
        expect(page.locator("#refusing-a-call > h2")).to_be_in_viewport()
        page.locator(f"{FOLD} > summary").click()


def test_the_search_of_the_browser_finds_what_is_folded(desk):
    page = desk(f"{PAGE}#:~:text=No%20stopped%20project%20of%20the%20scheme")
    expect(page.locator("article p", has_text="No stopped project of the scheme")).to_be_in_viewport()


def test_the_code_of_a_card_is_reached(desk):
    page = desk(PAGE)
    page.locator("article a.number").nth(2).press("Enter")
    page.locator("dialog.evidence-card a[href*='#cell-']").first.click()
    expect(page.locator(":target pre").first).to_be_visible()


def test_without_scripts_all_is_open(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    expect(page.locator(INSIDE)).to_be_visible()
    expect(page.locator(".btn-code-switch")).not_to_be_visible()
    context.close()


def test_on_paper_all_is_open(desk):
    page = desk(PAGE)
    expect(page.locator(INSIDE)).not_to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(INSIDE)).to_be_visible()


# --- the switch for all code --------------------------------------------------------------------------------


def test_the_switch_shows_all_code_and_folds_it_again(view):
    switch = view.get_by_role("button", name="Show all code")
    expect(switch).to_have_count(1)
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.focus()
    view.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    folds = view.locator("article details.above-input")
    assert folds.evaluate_all("all => all.length > 3 && all.every(d => d.open && d.checkVisibility())")
    view.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert not folds.evaluate_all("all => all.some(d => d.open)")


def test_the_switch_is_remembered_in_the_visit_and_only_in_it(view, address, chromium):
    view.locator(".btn-code-switch").click()
    view.goto(f"{address}/{OTHER}", wait_until="load")
    expect(view.locator(".btn-code-switch")).to_have_attribute("aria-pressed", "true")
    view.locator(f"{FOLD} > summary").click()
    expect(view.locator(CODE)).to_be_visible()
    other = chromium.new_page()
    other.goto(f"{address}/{OTHER}", wait_until="load")
    expect(other.locator(".btn-code-switch")).to_have_attribute("aria-pressed", "false")
    other.close()


def test_only_pages_with_folded_code_have_the_switch(page, soups):
    soup = soups[page]
    assert len(soup.select(".btn-code-switch")) == bool(soup.select("details.above-input"))
