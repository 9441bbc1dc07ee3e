"""The first page on a phone, a tablet and a desk: what is on the first screen, and where its links lead."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from analysis import claims, data

PAGE = "chapters/index.html"
HEIGHTS = {375: 812, 768: 1024, 1440: 900}
PHONE, TABLET, DESK = HEIGHTS
#: What a reader reads in a minute; 8 minutes are promised.
WORDS_A_MINUTE, MINUTES = 238, 8  # Brysbaert (2019): mean of silent reading of English non-fiction
CHAIN = "#fig-index-chain"
LEAD = "article p:has(+ .cover-doors)"
FINDINGS = "section:has(> #index-findings) > h2"


@pytest.fixture(scope="module", params=HEIGHTS)
def view(request, chromium, address):
    context = chromium.new_context(viewport={"width": request.param, "height": HEIGHTS[request.param]})
    page = context.new_page()
    page.goto(f"{address}/{PAGE}", wait_until="load")
    yield page
    context.close()


@pytest.fixture(scope="module")
def article(html) -> BeautifulSoup:
    return BeautifulSoup((html / PAGE).read_text("utf-8"), "html.parser").find("article")


def width(view) -> int:
    return view.viewport_size["width"]


def box(view, selector: str) -> dict[str, float]:
    """Place of the one visible element on the page, scrolled to its top."""
    view.evaluate("scrollTo(0, 0)")
    found = view.locator(f"{selector}:visible")
    assert found.count() == 1, selector
    return found.bounding_box()


def test_the_elements_come_in_the_order_in_which_they_are_read(view):
    order = [
        "article h1", LEAD, ".cover-doors", f"{CHAIN} img", FINDINGS,
        ".scorecard", ".key-numbers", ".cover-means", "#fig-index-links",
    ]  # fmt: skip
    tops = [box(view, one)["y"] for one in order]
    assert tops == sorted(tops) and len(set(tops)) == len(order)


def test_the_answer_comes_first_in_twenty_five_words(article):
    lead = article.select_one(".cover-doors").find_previous_sibling()
    headline = lead.find("strong").get_text(" ", strip=True)
    answer = lead.get_text(" ", strip=True).removeprefix(headline)
    assert len(headline.split()) <= 20 and len(answer.split()) <= 25
    assert len(re.findall(r"\d+(?:\.\d+)?", answer)) == 2


def test_the_drawing_stands_where_the_first_screen_is(view):
    place = box(view, f"{CHAIN} img")
    if width(view) == PHONE:
        assert place["y"] < 1.5 * HEIGHTS[PHONE]
    else:
        assert place["y"] + place["height"] < HEIGHTS[width(view)]


def test_the_drawing_fills_the_column_and_is_there_to_take_away(view):
    """As a vector and as points, like every figure."""
    assert box(view, f"{CHAIN} img")["width"] > (340 if width(view) == PHONE else 600)
    names = view.locator(f"{CHAIN} .report-line a[download]").evaluate_all("all => all.map(a => a.download)")
    assert [name.rsplit(".")[-1] for name in names if name] == ["svg"]
    files = view.locator(f"{CHAIN} .report-line a.download").evaluate_all("all => all.map(a => a.href)")
    kinds = [view.request.get(file).headers["content-type"].split(";")[0] for file in files]
    assert kinds == ["text/csv", "image/png", "image/svg+xml"]


def test_the_page_is_no_wider_than_the_screen(view):
    assert view.evaluate("document.documentElement.scrollWidth") <= width(view)


def test_findings_are_sentences_of_twenty_five_words_with_a_link(article):
    findings = article.select_one(FINDINGS).find_next("ol").find_all("li", recursive=False)
    assert len(findings) == 6
    for finding in findings:
        assert finding.find("a", href=True)
        said = finding.find("strong").get_text(" ", strip=True)
        assert len(said.split()) <= 25 and len(re.findall(r"\d+(?:\.\d+)?", said)) <= 2, said


def test_the_page_is_read_in_the_minutes_that_its_door_says(article):
    body = BeautifulSoup(str(article), "html.parser")
    for other in body.select(".cell_input, .report-source, .report-line, .scorecard-says, svg, script"):
        other.decompose()
    words = [word for word in body.get_text(" ").split() if re.search("[A-Za-z0-9]", word)]
    assert len(words) <= WORDS_A_MINUTE * MINUTES
    assert body.select_one(".cover-doors a").get_text() == f"{MINUTES} minutes"


def test_each_door_leads_somewhere(view, address):
    doors = view.locator(".cover-doors a")
    names = doors.all_inner_texts()
    assert names == ["8 minutes", "The full report", "中文", "日本語", "Try it", "PDF"]
    assert [door.evaluate("a => a.closest('[lang]').lang") for door in doors.all()][2:4] == ["zh-Hans", "ja"]
    for target in doors.evaluate_all("all => all.map(a => a.href)"):
        path, _, fragment = target.removeprefix(f"{address}/").partition("#")
        answer = view.request.get(f"{address}/{path}")
        assert answer.ok
        if fragment:
            assert BeautifulSoup(answer.text(), "html.parser").find(id=fragment), target


def test_the_scorecard_has_each_judged_claim_once_in_the_group_of_its_verdict(article, judged):
    shown = {}
    for group in article.select(".scorecard-group"):
        verdict = next(name for name in group["class"] if name.startswith("is-")).removeprefix("is-")
        tiles = group.select(".scorecard-tiles a")
        assert group.select_one(".scorecard-count strong").get_text() == str(len(tiles))
        for tile in tiles:
            claim, _, rest = tile.get_text().partition(" ")
            assert claim not in shown
            shown[claim] = verdict
            assert tile["href"].endswith(f"verdicts.html#claim-{claim.lower()}")
            assert len(rest.partition(": ")[2]) > 10, "the name of a tile says what is claimed"
    assert shown == {claim: one.verdict for claim, one in judged.items()}


def test_verdicts_differ_by_shape_as_well_as_colour(view):
    shapes = view.evaluate(
        """() => [...document.querySelectorAll('.scorecard-group')].map(g => {
            const s = getComputedStyle(g.querySelector('a'));
            return [s.borderStyle, s.borderTopWidth, s.borderRadius, s.backgroundImage.split('(')[0],
                    (s.backgroundImage.match(/gradient/g) || []).length,
                    s.backgroundColor !== 'rgba(0, 0, 0, 0)']
                   .join() })"""
    )
    assert len(shapes) == len(set(shapes)) == 5


def test_tiles_are_large_enough_to_be_hit(view):
    small = view.evaluate(
        """() => [...document.querySelectorAll('.scorecard-tiles a')].map(a => a.getBoundingClientRect())
            .filter(b => b.width < 24 || b.height < 24).length"""
    )
    assert small == 0


def test_a_tile_says_its_claim_under_pointer_and_focus(view):
    tile = view.locator(".is-contradicted .scorecard-tiles a").first
    says = tile.locator(".scorecard-says")
    hint = view.locator(".scorecard-hint")
    view.mouse.move(0, 0)
    assert says.bounding_box()["width"] <= 1
    for use in (tile.hover, tile.focus):
        use()
        assert says.bounding_box()["width"] > 200
        assert says.bounding_box()["y"] == pytest.approx(hint.bounding_box()["y"], abs=1)
        says.evaluate(
            "e => { if (e.scrollHeight > e.clientHeight + 1) throw Error('cut: ' + e.textContent) }"
        )


def test_no_claim_is_cut_in_the_lines_kept_for_it(view):
    cut = view.evaluate(
        """() => { const box = document.querySelector('.scorecard-hint');
            const room = box.clientHeight, kept = box.textContent;
            const longest = [...document.querySelectorAll('.scorecard-says')].filter(s => {
                box.textContent = s.textContent;
                return box.scrollHeight > room + 1 }).map(s => s.textContent);
            box.textContent = kept; return longest }"""
    )
    assert not cut


@pytest.mark.parametrize("verdict", claims.VERDICTS)
def test_a_tile_arrives_at_its_claim(view, address, verdict):
    page = view.context.new_page()
    page.goto(f"{address}/{PAGE}", wait_until="load")
    tile = page.locator(f".is-{verdict} .scorecard-tiles a").last
    claim = tile.inner_text().split()[0]
    tile.click()
    page.wait_for_url(f"**/verdicts.html#claim-{claim.lower()}")
    card = page.locator(f"#claim-{claim.lower()}")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text(claim)
    page.close()


def test_only_the_pages_that_use_it_load_the_styles_of_the_cover(html):
    for page, there in ((PAGE, True), ("chapters/japan.html", False)):
        soup = BeautifulSoup((html / page).read_text("utf-8"), "html.parser")
        sheet = soup.select_one("head > link[rel=stylesheet]")["href"]
        assert (".cover-doors" in (html / "chapters" / sheet).read_text("utf-8")) is there


def test_the_byline_says_to_when_facts_and_data_reach(article):
    """The days are those of the record: the timeline's, and the newest month that any series has."""
    said = article.select_one(".byline").get_text(" ", strip=True)
    covered = date.fromisoformat(data.table("timeline").attrs["covered_to"])
    newest = pd.Period(str(data.status().attrs["as_of"]))
    assert f"facts to {covered.day} {covered:%B %Y}, data to {newest.strftime('%B %Y')}" in said
