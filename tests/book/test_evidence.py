"""A number in a sentence opens what stands behind it: with mouse, keyboard and without scripts, from a server
and from the disk; what its card says is what the notebook has stored."""

from __future__ import annotations

import ast
import csv
import gzip
import json
import random
import re
from urllib.parse import urlparse

import accessibility
import pytest
from playwright.sync_api import expect

from analysis.report.build import book

PAGE = "chapters/japan.html"
NUMBER = "a.number[data-number='japan:japan_import_yen']"
CARD = "dialog.evidence-card"
WIDTHS = (375, 768, 1440)
LARGEST = 60_000  # bytes of a page's evidence, gzipped
RECORD = "application/papermill.record/text/plain"


@pytest.fixture(scope="module", params=WIDTHS)
def window(request, chromium):
    context = chromium.new_context(viewport={"width": request.param, "height": 700}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def view(request, window, address):
    """The page of the test, or the one that is said to it, freshly opened."""
    page = window.new_page()
    page.goto(f"{address}/{getattr(request, 'param', PAGE)}", wait_until="load")
    yield page
    page.close()


def opened(view, selector=NUMBER):
    """The card of a number, opened with the mouse."""
    number = view.locator(selector).first
    click(view, number)
    card = view.locator(CARD)
    expect(card).to_be_visible()
    return number, card


def click(view, number, **how):
    """A click on the beginning of a number: one that is broken over two lines has nothing in its middle."""
    number.evaluate("a => a.scrollIntoView({block: 'center', behavior: 'instant'})")
    place = number.evaluate(
        "a => { const r = a.getClientRects()[0]; return [r.left + 3, r.top + r.height / 2] }"
    )
    view.mouse.click(*place, **how)


def fields(card) -> dict[str, str]:
    """Label and text of a card's fields; of several numbers in a text, those of the last."""
    return card.evaluate(
        """card => Object.fromEntries([...card.querySelectorAll('div > dl > dt')].map(
               dt => [dt.textContent, dt.nextElementSibling.textContent]))"""
    )


def shown(text: str) -> float:
    """The first number in a text, as its sentence prints it."""
    digits = re.search(r"[\N{MINUS SIGN}-]?\d[\d,]*(?:\.\d+)?", text)[0]
    return float(digits.replace(",", "").replace("\N{MINUS SIGN}", "-"))


# --- the card ----------------------------------------------------------------------------------------------


def test_a_click_opens_the_card_and_escape_gives_the_focus_back(view):
    number, card = opened(view)
    said = fields(card)
    assert card.get_attribute("aria-labelledby") == "evidence-title"
    assert card.locator("#evidence-title").text_content().strip() == number.text_content().strip()
    assert {"Value", "Edition", "Key"} <= set(said) and said["Key"] == "japan_import_yen"
    assert "First edition" in said["Edition"] or "edition" in said["Edition"].lower()
    view.keyboard.press("Escape")
    expect(card).not_to_be_visible()
    expect(number).to_be_focused()


def test_the_card_stays_in_the_window_and_does_not_widen_the_page(view):
    numbers = view.locator("a.number")
    for place in (0, numbers.count() // 2, numbers.count() - 1):
        numbers.nth(place).evaluate("a => a.scrollIntoView({block: 'end', behavior: 'instant'})")
        numbers.nth(place).press("Enter")
        expect(view.locator(CARD)).to_be_visible()
        box = view.locator(CARD).bounding_box()
        size = view.viewport_size
        assert box["x"] >= 0 and box["y"] >= 0
        assert box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"]
        assert view.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"
        )
        view.keyboard.press("Escape")


def test_the_keyboard_walks_through_the_card_only(view):
    number = view.locator(NUMBER).first
    number.focus()
    view.keyboard.press("Enter")
    card = view.locator(CARD)
    expect(card.locator("#evidence-title")).to_be_focused()
    stops = card.locator(":is(a, button, summary):visible").count()
    assert stops >= 4
    for _ in range(stops):
        view.keyboard.press("Tab")
        assert view.evaluate(
            "document.querySelector('dialog.evidence-card').contains(document.activeElement)"
        )
    expect(card.locator(".evidence-close")).to_be_focused()
    view.keyboard.press("Enter")
    expect(card).not_to_be_visible()
    expect(number).to_be_focused()


def test_a_click_beside_the_card_closes_it(view):
    number, card = opened(view)
    box = card.bounding_box()
    view.mouse.click(2, 2 if box["y"] > 4 else view.viewport_size["height"] - 2)
    expect(card).not_to_be_visible()
    expect(number).to_be_focused()


def test_copy_takes_value_and_address_along(view):
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    number, card = opened(view)
    value = fields(card)["Value"]
    card.locator(".evidence-copy").click()
    expect(card.locator("[role=status]")).to_have_text("Copied")
    lines = view.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == number.text_content().strip()
    assert f"Value: {value}" in lines
    assert lines[-1] == number.evaluate("a => a.href")


def test_the_code_of_a_number_is_one_click_away(view):
    _, card = opened(view)
    card.locator(".evidence-links a").first.click()
    expect(card).not_to_be_visible()
    place = urlparse(view.url).fragment
    assert re.fullmatch(r"cell-\d+", place)
    code = view.locator(f"#{place} pre").first
    expect(code).to_be_visible()
    expect(code).to_be_in_viewport()
    assert "japan_import_yen" in code.text_content()


@pytest.mark.parametrize("view", ["chapters/index.html"], indirect=True)
def test_a_number_of_another_page_opens_its_own_evidence(view):
    _, card = opened(view, "a.number[data-number^='japan:']")
    link = card.locator(".evidence-links a").first
    assert link.text_content().startswith("Code on “") and "/japan.html#cell-" in link.evaluate("a => a.href")


def test_a_link_opens_in_a_new_window_as_any_other(view):
    view.keyboard.down("ControlOrMeta")
    with view.context.expect_page() as found:
        click(view, view.locator(NUMBER).first)
    view.keyboard.up("ControlOrMeta")
    assert found.value.url.endswith("all_numbers.html#evidence-japan_import_yen")
    found.value.close()
    assert view.locator(f"{CARD}:visible").count() == 0


def test_without_its_file_the_link_leads_to_the_row(view):
    view.route("**/_static/evidence/*.js", lambda route: route.abort())
    click(view, view.locator(NUMBER).first)
    view.wait_for_url("**/all_numbers.html#evidence-japan_import_yen")


def test_it_works_in_a_folder_on_the_disk(chromium, html):
    context = chromium.new_context()
    page = context.new_page()
    page.goto((html / PAGE).as_uri())
    _, card = opened(page)
    assert fields(card)["Key"] == "japan_import_yen"
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_the_link_leads_to_the_row(chromium, address, width):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    text = page.locator(NUMBER).first.text_content()
    page.locator(NUMBER).first.press("Enter")
    row = page.locator("#evidence-japan_import_yen")
    expect(row).to_be_in_viewport()
    assert text.split("\xa0")[0].split(" ")[0] in row.text_content()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_card(view, scheme):
    view.emulate_media(color_scheme=scheme)
    _, card = opened(view)
    for fold in card.locator("summary").all():
        fold.click()
    view.evaluate(accessibility.script())
    assert not accessibility.violations(view, within="dialog")


def test_in_print_a_number_is_plain(view):
    view.emulate_media(media="print")
    number = view.locator(NUMBER).first
    color, line, after = number.evaluate(
        """a => [getComputedStyle(a).color, getComputedStyle(a).textDecorationLine,
                  getComputedStyle(a, '::after').content]"""
    )
    assert color == number.evaluate("a => getComputedStyle(a.parentElement).color")
    assert line == "none" and after in ("none", "normal")


# --- the line under figures and tables ---------------------------------------------------------------------


def test_the_words_to_cite_can_be_copied(view):
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fold = view.locator("figure details.report-cite").first
    fold.locator("summary").click()
    text = fold.locator("p").first.text_content().strip()
    assert re.search(r"edition, \d{4}-\d\d-\d\d\. Figure \d+(\.\d+)?, “", text)
    fold.locator("button").click()
    expect(fold.locator("[role=status]")).to_have_text("Copied")
    assert view.evaluate("navigator.clipboard.readText()") == text


def test_the_sources_unfold_and_the_code_is_shown(view):
    fold = view.locator("figure details.report-source").first
    expect(fold.locator("p").first).not_to_be_visible()
    fold.locator("summary").click()
    expect(fold.locator("p").first).to_be_visible()
    assert "vintage" in fold.locator("p").first.text_content()
    code = view.locator("figure a.report-code").first
    place = code.get_attribute("href")
    code.click()
    expect(view.locator(f"{place} pre").first).to_be_visible()


# --- all numbers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["chapters/all_numbers.html"], indirect=True)
def test_the_rows_can_be_filtered_and_taken_along(view):
    rows = view.locator(".evidence-rows tbody tr")
    total = rows.count()
    assert total > 900
    view.locator(".evidence-filter input").fill("JAPAN import_yen")
    shown_rows = view.locator(".evidence-rows tbody tr:visible")
    assert 0 < shown_rows.count() < total
    assert all("import_yen" in text for text in shown_rows.all_text_contents())
    assert view.locator(".evidence-filter output").text_content() == f"{shown_rows.count()} of {total}"
    view.locator(".evidence-filter input").fill("")
    assert shown_rows.count() == total
    with view.expect_download() as download:
        view.locator("article a[download]").first.click()
    with open(download.value.path(), newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == total and len({line["key"] for line in lines}) == total


# --- cards and notebooks -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebooks():
    """By key: page, text and stored evidence, read from the notebooks by nothing of the book."""
    found = {}
    for path in sorted((book.ROOT / "chapters").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                about = output.get("metadata", {})
                if "scrapbook" in about:
                    stored = ast.literal_eval("".join(output["data"][RECORD]))
                    found[about["scrapbook"]["name"]] = path.stem, stored, about.get("evidence", {})
    return found


def test_the_evidence_of_no_page_is_heavy(html):
    scripts = sorted((html / "_static" / "evidence").glob("*.js"))
    assert len(scripts) > 15
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in scripts}
    assert not {name: size for name, size in sizes.items() if size > LARGEST}


def test_every_single_value_is_the_one_that_its_text_rounds(notebooks):
    apart = []
    parts = [
        (key, text, part)
        for key, (_, text, kept) in notebooks.items()
        for part in kept.get("parts", ())
        if len(kept["parts"]) == 1 or "text" in part
    ]
    assert len(parts) > 100
    for key, text, part in parts:
        text = part.get("text", text)
        if "value" not in part or not re.search(r"\d", str(text)):
            continue
        if "<\xa0" in str(text):
            assert part["value"] < 0.001, key
            continue
        # A range is one piece with two values, each the one that an end of it rounds.
        whole = re.fullmatch(r"[\N{MINUS SIGN}-]?[\d.,]+ to [\N{MINUS SIGN}-]?[\d.,]+", str(text))
        ends = [shown(end) for end in (str(text).split(" to ") if whole else [str(text)])]
        said = min(ends, key=lambda end: abs(end - part["value"]))
        places = len(re.search(r"\d[\d,]*(?:\.(\d+))?", str(text))[1] or "") if isinstance(text, str) else 0
        if not places and isinstance(text, str):  # "130" may be said of 127.5: the noughts are places too
            whole_part = re.search(r"\d[\d,]*", text)[0]
            places = len(whole_part.rstrip("0,")) - len(whole_part.replace(",", ""))
        close = 0.5 * 10.0**-places if isinstance(text, str) else 1e-5 * abs(said)
        close = max(close, 2 * part.get("error", 0)) if "simulation" in part.get("method", "") else close
        if abs(said - part["value"]) > close * (1 + 1e-6):
            apart.append((key, text, part["value"]))
    assert not apart


def test_cards_of_fifty_numbers_say_what_the_notebooks_have_stored(chromium, address, soups, notebooks):
    pasted = sorted(
        {
            (path.as_posix(), link["data-number"])
            for path, soup in soups.items()
            for link in soup.select("a.number")
        }
    )
    chosen = random.Random(550).sample(pasted, 50)
    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    # A reader who has opened the evidence of one chapter finds that of the others open.
    page.add_init_script("sessionStorage.setItem('report-in-full', 'open')")
    for path in sorted({path for path, _ in chosen}):
        page.goto(f"{address}/{path}", wait_until="load")
        for name in (name for there, name in chosen if there == path):
            source, key = name.split(":")
            where, text, kept = notebooks[key]
            number = page.locator(f"a.number[data-number='{name}']").first
            number.press("Enter")
            card = page.locator(CARD)
            expect(card).to_be_visible()
            said = fields(card)
            assert (where, said["Key"]) == (source, key)
            if isinstance(text, str):
                assert card.locator("#evidence-title").text_content() == number.text_content().strip()
                assert number.text_content().split() == text.split()
            parts = kept.get("parts", []) or ([] if isinstance(text, str) else [{"value": text}])
            if parts and "value" in parts[-1]:
                value = float(said["Value"].split(" ")[0].replace("\N{MINUS SIGN}", "-"))
                assert value == pytest.approx(parts[-1]["value"], rel=1e-12)
            if parts and "low" in parts[-1] and "high" in parts[-1]:
                low, high = re.findall(r"[\N{MINUS SIGN}]?\d[\d.e+-]*", said["Interval"])[:2]
                assert [float(end.replace("\N{MINUS SIGN}", "-")) for end in (low, high)] == pytest.approx(
                    [parts[-1]["low"], parts[-1]["high"]], rel=1e-12
                )
            if parts and "n" in parts[-1]:
                assert said["Sample"].endswith(f"n\xa0=\xa0{parts[-1]['n']}")
            page.keyboard.press("Escape")
            expect(card).not_to_be_visible()
    page.context.close()
