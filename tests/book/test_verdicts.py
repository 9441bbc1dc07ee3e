"""The verdict page: every judged claim once, each linked to the cell that judged it, and filters that
filter."""

from __future__ import annotations

import re

import pytest
from bs4 import Comment
from playwright.sync_api import expect

from analysis import claims

CHAPTERS = claims.ledger()["chapter"].astype(str)
FORM = "form.verdict-filters"


@pytest.fixture(scope="module", params=[375, 768, 1440])
def window(request, chromium):
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    yield context
    context.close()


def open_ledger(window, address, query=""):
    """The page, freshly opened, when its script has made the form."""
    page = window.new_page()
    page.goto(f"{address}/chapters/verdicts.html{query}", wait_until="load")
    page.wait_for_selector(FORM)
    return page


@pytest.fixture
def ledger(window, address):
    """The page for a test that leaves it changed."""
    page = open_ledger(window, address)
    yield page
    page.close()


@pytest.fixture(scope="module")
def unfiltered(window, address):
    """The page for tests that choose nothing on it."""
    page = open_ledger(window, address)
    yield page
    page.close()


def shown(page):
    """Ids of the claims that the ledger shows."""
    rows = page.locator("#tab-verdicts-ledger tbody tr")
    # A card out of sight is not laid out, and has no inner text.
    return rows.evaluate_all(
        "rows => rows.filter(r => r.offsetParent !== null).map(r => r.cells[0].textContent.trim())"
    )


def said(page):
    """What the form says of the number of cards."""
    return page.locator(f"{FORM} output").inner_text()


def test_the_ledger_holds_every_judged_claim_once(unfiltered):
    assert shown(unfiltered) == list(claims.ids("judged"))


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


def test_filters_show_what_they_say_and_all_again(ledger, judged):
    frame = claims.ledger()
    ledger.select_option(f"{FORM} select[name=page]", label="japan")
    assert shown(ledger) == list(CHAPTERS.index[CHAPTERS == "japan"])
    ledger.select_option(f"{FORM} select[name=kind]", label="cause")
    both = frame.index[(CHAPTERS == "japan") & (frame["kind"].astype(str) == "cause")]
    assert shown(ledger) == list(both)
    assert said(ledger) == f"{len(both)} of {len(frame)} claims"
    ledger.click(f"{FORM} button[type=reset]")
    expect(ledger.locator(f"{FORM} output")).to_have_text(f"{len(frame)} of {len(frame)} claims")
    assert shown(ledger) == list(claims.ids("judged"))
    ledger.select_option(f"{FORM} select[name=verdict]", label="contradicted")
    assert shown(ledger) == [claim for claim, v in judged.items() if v.verdict == "contradicted"]
    ledger.select_option(f"{FORM} select[name=verdict]", label="all")
    ledger.check(f"{FORM} input[name=changed]")
    changes = claims.changes(judged)
    turned = list(changes.index[changes["what"] == "changed"])
    assert shown(ledger) == turned
    # The filter, the marks in the cards and the table of changes tell the same story.
    assert (
        ledger.locator("#tab-verdicts-changes tbody tr").evaluate_all(
            "rows => rows.map(r => r.cells[0].textContent.trim())"
        )
        == turned
    )
    for claim in turned[:: len(turned) // 5]:
        assert (
            f"last edition: {changes.loc[claim, 'before']}"
            in ledger.locator(f"#claim-{claim.lower()}").text_content()
        )
    ledger.uncheck(f"{FORM} input[name=changed]")
    assert shown(ledger) == list(claims.ids("judged"))


def test_search_finds_words_of_the_claim_of_the_article_and_behind_folds(ledger):
    frame = claims.ledger()
    for words, claim in (
        (frame.loc["C31", "claim"][:25], "C31"),
        (frame.loc["C31", "phrase_zh"], "C31"),
        (frame.loc["C86", "evidence"][:40], "C86"),
    ):
        ledger.fill(f"{FORM} input[name=q]", words)
        found = shown(ledger)
        assert claim in found and len(found) < 10, words
        assert said(ledger) == f"{len(found)} of {len(frame)} claims"
    ledger.fill(f"{FORM} input[name=q]", "xylophone")
    assert shown(ledger) == [] and said(ledger).startswith("0 of ")


def test_what_is_chosen_stands_in_the_address_and_is_restored(ledger, address):
    ledger.select_option(f"{FORM} select[name=verdict]", label="open")
    ledger.fill(f"{FORM} input[name=q]", "yen")
    found = shown(ledger)
    assert 0 < len(found) < 26
    ledger.wait_for_url("**/verdicts.html?*q=yen*")
    kept = ledger.url
    assert "verdict=open" in kept and kept.endswith("#ledger")
    ledger.goto("about:blank")
    ledger.goto(kept, wait_until="load")
    ledger.wait_for_selector(FORM)
    assert shown(ledger) == found
    assert ledger.input_value(f"{FORM} input[name=q]") == "yen"
    expect(ledger.locator(FORM)).to_be_in_viewport()
    ledger.click(f"{FORM} button[type=reset]")
    ledger.wait_for_url(f"{address}/chapters/verdicts.html*")
    expect(ledger.locator(f"{FORM} output")).to_have_text(re.compile(r"^(\d+) of \1 claims"))


def test_a_broken_address_shows_all_and_says_what_was_left_out(window, address):
    ledger = open_ledger(window, address, "?verdict=wrong&kind=cause&changed=perhaps#ledger")
    message = ledger.locator(f"{FORM} .verdict-message")
    expect(message).to_be_visible()
    assert "verdict “wrong”" in message.inner_text() and "changed “perhaps”" in message.inner_text()
    frame = claims.ledger()
    assert shown(ledger) == list(frame.index[frame["kind"].astype(str) == "cause"])
    ledger.close()


def test_a_link_to_a_filtered_row_shows_it(ledger):
    ledger.select_option(f"{FORM} select[name=page]", label="japan")
    ledger.evaluate("location.hash = '#claim-c90'")
    expect(ledger.locator("#claim-c90")).to_be_visible()


def test_a_card_has_a_badge_a_reason_and_folds_with_names_of_their_own(unfiltered, judged):
    card = unfiltered.locator("#claim-c38")
    badge = card.locator(".verdict-badge")
    assert badge.text_content().strip() == judged["C38"].verdict and f"verdict-{judged['C38'].verdict}" in (
        badge.get_attribute("class")
    )
    assert claims.ledger().loc["C38", "phrase_zh"] in card.text_content()
    rule = next(part.rule.words for part in judged["C38"].parts if part.rule)
    names = card.locator("summary").all_text_contents()
    assert names == ["Parts and rules of C38", "Sources of C38"]
    part = card.locator("details").first
    assert not part.locator(".line").first.is_visible()
    part.locator("summary").focus()
    unfiltered.keyboard.press("Enter")
    expect(part.locator(".line", has_text=rule).first).to_be_visible()


def test_verdicts_differ_in_shape_and_not_in_colour_alone(unfiltered):
    """Two verdicts that look alike without colour would have the same outline, border and filling."""
    shapes = unfiltered.evaluate(
        """words => words.map(word => {
          const badge = document.querySelector('.verdict-badge.verdict-' + word);
          const style = getComputedStyle(badge, '::before');
          const filled = style.backgroundImage !== 'none' ? 'half'
            : style.backgroundColor === 'rgba(0, 0, 0, 0)' ? 'empty' : 'full';
          return [style.clipPath, filled].join();
        })""",
        list(claims.VERDICTS),
    )
    assert len(set(shapes)) == len(claims.VERDICTS), shapes


APART = "pre, code, script, style, section > :is(h1, h2, h3, h4), .cell_input, .visually-hidden"


def test_every_number_of_a_claim_in_the_text_is_a_link_to_its_card(soups):
    """In articles, outside code and headings of sections; nothing else that looks like one remains."""
    counted = 0
    for page, soup in soups.items():
        article = soup.find("article") or soup
        apart = {id(one) for one in article.select(APART)}
        for text in article.find_all(string=re.compile(r"\bC\d{2,3}\b")):
            if isinstance(text, Comment) or any(id(one) in apart for one in text.parents):
                continue
            link = text.find_parent("a")
            assert link is not None, f"{page}: {text.strip()[:80]!r} is no link"
            if re.fullmatch(r"C\d{2,3}", text.strip()):
                assert link["href"].endswith(f"#claim-{text.strip().lower()}"), f"{page}: {link}"
                counted += 1
    assert counted > 300


def test_who_comes_for_the_claims_finds_them_before_how_the_article_was_read(ledger):
    order = [
        "#how-to-read-a-verdict", "#fig-verdicts-chapters", "#tab-verdicts-ledger", "#verdicts-changes",
        "#how-the-verdicts-are-made", "#which-article", "#how-the-article-was-read",
    ]  # fmt: skip
    tops = [
        ledger.locator(place).evaluate("e => e.getBoundingClientRect().top + window.scrollY")
        for place in order
    ]
    assert tops == sorted(tops), dict(zip(order, tops, strict=True))


def test_without_scripts_the_whole_ledger_is_there(chromium, address):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/chapters/verdicts.html")
    assert page.locator("#tab-verdicts-ledger tbody tr").count() == len(claims.ids("judged"))
    assert page.locator(FORM).count() == 0
    page.locator("#claim-c38 summary").first.click()
    assert page.locator("#claim-c38 details .line").first.is_visible()
    page.context.close()
