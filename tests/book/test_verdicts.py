"""The verdict page: every judged claim once, each linked to the cell that judged it, and filters that
filter."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from analysis import claims

CHAPTERS = claims.ledger()["chapter"].astype(str)


@pytest.fixture(params=[375, 768, 1440])
def ledger(request, chromium, address):
    page = chromium.new_context(viewport={"width": request.param, "height": 900}).new_page()
    page.goto(f"{address}/chapters/verdicts.html", wait_until="networkidle")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def verdicts():
    """Every verdict as the rules give it now: judged once, because it takes many seconds."""
    return claims.judge_all()


def shown(page):
    """Ids of the claims that the ledger shows."""
    rows = page.locator("#tab-verdicts-ledger tbody tr")
    return rows.evaluate_all(
        "rows => rows.filter(r => r.offsetParent !== null).map(r => r.cells[0].innerText.trim())"
    )


def test_the_ledger_holds_every_judged_claim_once(ledger):
    assert shown(ledger) == list(claims.ids("judged"))


@pytest.mark.parametrize("chapter", claims.CHAPTERS)
def test_every_claim_is_judged_in_its_chapter_and_there_alone(html, chapter):
    text = (html / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")
    judged = re.findall(r'id="judged-(c\d+)"', text)
    assert judged == [claim.lower() for claim in CHAPTERS.index[chapter == CHAPTERS]]


@pytest.mark.parametrize("chapter", claims.CHAPTERS)
def test_the_link_of_a_verdict_leads_to_the_cell_that_made_it(html, chapter):
    source = (html / "chapters" / "verdicts.html").read_text(encoding="utf-8")
    page = (html / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")
    for claim in CHAPTERS.index[chapter == CHAPTERS]:
        row = re.search(rf'<tr[^>]*id="claim-{claim.lower()}".*?</tr>', source, re.DOTALL)[0]
        target = f"#judged-{claim.lower()}"
        assert re.search(rf'href="(?:{chapter}\.html)?{target}"', row), f"{claim} does not link to {chapter}"
        # The row stands in the output of the cell that called the rules of this chapter.
        before = page[: page.index(f'id="judged-{claim.lower()}"')]
        assert "verdicts" in before[before.rindex('class="cell_input') :], (
            f"{claim} stands under another cell"
        )


def test_filters_show_what_they_say_and_all_again(ledger, verdicts):
    frame = claims.ledger()
    ledger.select_option("form.verdict-filters select[name=section]", label="japan")
    assert shown(ledger) == list(CHAPTERS.index[CHAPTERS == "japan"])
    ledger.select_option("form.verdict-filters select[name=kind]", label="cause")
    both = frame.index[(CHAPTERS == "japan") & (frame["kind"].astype(str) == "cause")]
    assert shown(ledger) == list(both)
    assert ledger.locator("form.verdict-filters output").inner_text() == f"{len(both)} of {len(frame)} claims"
    ledger.select_option("form.verdict-filters select[name=section]", label="all")
    ledger.select_option("form.verdict-filters select[name=kind]", label="all")
    ledger.select_option("form.verdict-filters select[name=verdict]", label="contradicted")
    assert shown(ledger) == [claim for claim, v in verdicts.items() if v.verdict == "contradicted"]
    ledger.select_option("form.verdict-filters select[name=verdict]", label="all")
    ledger.check("form.verdict-filters input[name=changed]")
    changes = claims.changes(verdicts)
    turned = list(changes.index[changes["what"] == "changed"])
    assert shown(ledger) == turned
    # The filter, the marks in the rows and the table of changes above tell the same story.
    assert (
        ledger.locator("#tab-verdicts-changes tbody tr").evaluate_all(
            "rows => rows.map(r => r.cells[0].innerText.trim())"
        )
        == turned
    )
    for claim in turned[:: len(turned) // 5]:
        assert (
            f"last edition: {changes.loc[claim, 'before']}"
            in ledger.locator(f"#claim-{claim.lower()}").inner_text()
        )
    ledger.uncheck("form.verdict-filters input[name=changed]")
    assert shown(ledger) == list(claims.ids("judged"))


def test_a_link_to_a_filtered_row_shows_it(ledger):
    ledger.select_option("form.verdict-filters select[name=section]", label="japan")
    ledger.evaluate("location.hash = '#claim-c90'")
    expect(ledger.locator("#claim-c90")).to_be_visible()


def test_without_scripts_the_whole_ledger_is_there(chromium, address):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/chapters/verdicts.html")
    assert page.locator("#tab-verdicts-ledger tbody tr").count() == len(claims.ids("judged"))
    assert page.locator("form.verdict-filters").count() == 0
    page.context.close()
