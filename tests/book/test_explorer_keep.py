"""What both calculators of the explorer page share: the address, starting points, files, numbers that make no
sense, and a page that keeps still."""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from urllib.parse import parse_qs, urlencode, urlparse

import pandas as pd
import pytest
from numpy.testing import assert_allclose
from PIL import Image
from playwright.sync_api import expect

from analysis.report.author import explorer, explorer_scheme

PAGE = "chapters/explorer.html"
TOLERANCE = dict(rtol=1e-6, atol=1e-9)
PHONE = 375
FORMS = {  # place, list of starting points, one main control, its lowest step
    "yen": ("#explorer-calculator", "start", "amount", 10),
    "project": ("#explorer-scheme", "project", "overrun", 1),
}
SHIFTS = """window.moved = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) moved += e.value }))
  .observe({type: "layout-shift", buffered: true});"""


@pytest.fixture(scope="module", params=[PHONE, 768, 1440])
def window(request, chromium):
    """A browser window of one width with leave to use the clipboard."""
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def view(window, address):
    """The page freshly opened at one width."""
    one = window.new_page()
    visit(one, f"{address}/{PAGE}")
    yield one
    one.close()


@pytest.fixture(scope="module")
def unchanged(window, address):
    """The page at one width for tests that change nothing on it."""
    one = window.new_page()
    visit(one, f"{address}/{PAGE}")
    yield one
    one.close()


def visit(view, url, until="load"):
    """Open an address; both calculators are there."""
    view.goto(url, wait_until=until)
    for place, *_ in FORMS.values():
        view.wait_for_selector(f"{place}[data-ready=yes]")


def values(view, place):
    """Every named number and list of a form."""
    return view.locator(f"{place} form").evaluate(
        "form => Object.fromEntries([...form.elements].filter(e => e.name).map(e => [e.name, e.value]))"
    )


def base():
    known = explorer.numbers()
    return known, known.settings("account", "panel")


@pytest.mark.parametrize(("place", "start", "name", "step"), FORMS.values(), ids=FORMS)
def test_a_change_is_custom_until_it_is_undone(view, place, start, name, step):
    first = view.input_value(f"#explorer-{start}")
    box = view.locator(f"#explorer-{name}")
    before = box.input_value()
    box.fill(str(float(before) + step))
    assert view.input_value(f"#explorer-{start}") == "custom"
    box.fill(before)
    assert view.input_value(f"#explorer-{start}") == first
    box.fill(str(float(before) + step))
    view.locator(f"{place} button", has_text="Reset").click()
    assert box.input_value() == before and view.input_value(f"#explorer-{start}") == first


def test_a_permalink_restores_both_calculators_and_their_results(view):
    """Opened anew, the address gives the same boxes, lists and sentences, and what Python computes."""
    known, half = base()
    chosen = replace(
        half, amount=300.0, case="own", converted=41.5, window="from 2013", profile="back-loaded"
    )
    view.locator("#explorer-calculator form summary").click()
    view.fill("#explorer-amount", "300")
    view.fill("#explorer-converted", "41.5")
    view.select_option("#explorer-window", "from 2013")
    view.select_option("#explorer-profile", "back-loaded")
    view.fill("#explorer-lived", "7")
    view.wait_for_url("**/explorer.html?*lived=7*")
    query = parse_qs(urlparse(view.url).query)
    assert query["converted"] == ["41.5"] and query["failure"] == [explorer_scheme.FAILS]
    view.locator("#explorer-calculator button", has_text="Copy link").click()
    expect(view.locator("#explorer-calculator .explorer-message")).to_have_text("The link is copied.")
    link = view.evaluate("navigator.clipboard.readText()")
    assert link == view.url
    kept = [values(view, place) for place, *_ in FORMS.values()]
    said = view.locator("[role=status].explorer-said").all_inner_texts()
    view.goto("about:blank")
    visit(view, link)
    assert [values(view, place) for place, *_ in FORMS.values()] == kept
    assert view.locator("[role=status].explorer-said").all_inner_texts() == said
    cell = view.locator('#explorer-calculator td[data-path="consumer prices"]').nth(1)
    month = explorer.done(chosen) + explorer.LATER
    assert_allclose(
        float(cell.get_attribute("data-value")),
        explorer.at(chosen, known, "consumer prices", month)[1],
        **TOLERANCE,
    )
    worth = view.locator('#explorer-scheme td[data-party="state"]')
    failed = explorer_scheme.base(failure=explorer_scheme.FAILS, lived=7)
    assert_allclose(
        float(worth.get_attribute("data-value")), explorer_scheme.totals(failed)["worth_state"], **TOLERANCE
    )
    view.locator("#explorer-calculator button", has_text="Reset").click()
    view.locator("#explorer-scheme button", has_text="Reset").click()
    view.wait_for_url(lambda url: not urlparse(url).query)


def test_every_setting_of_python_can_be_sent_as_a_link(view, address):
    """A link made of the names and values of the package opens as these."""
    known, _ = base()
    chosen = known.settings("full", "order_flow", months=24, hedged=12.5)
    visit(view, f"{address}/{PAGE}?{urlencode(asdict(chosen))}")
    found = values(view, "#explorer-calculator")
    for name, value in asdict(chosen).items():
        assert found[name] == value if isinstance(value, str) else float(found[name]) == value, name
    assert view.input_value("#explorer-start") == "custom"


def test_a_broken_address_falls_back_and_says_so(view, address):
    first = values(view, "#explorer-calculator")
    broken = "amount=lots&theory=astrology&months=2.5&hedged=20&converted="
    visit(view, f"{address}/{PAGE}?{broken}")
    found = values(view, "#explorer-calculator")
    assert found == {**first, "hedged": "20", "start": "custom"}
    message = view.locator("#explorer-calculator .explorer-message")
    expect(message).to_be_visible()
    for part in ("amount “lots”", "theory “astrology”", "months “2.5”", "converted “”"):
        assert part in message.inner_text()
    assert "hedged" not in message.inner_text()
    assert "percent" in view.inner_text("#explorer-calculator .explorer-said")
    expect(view.locator("#explorer-scheme .explorer-message")).to_be_empty()


@pytest.mark.parametrize(("place", "start", "name", "step"), FORMS.values(), ids=FORMS)
def test_while_a_number_makes_no_sense_results_are_dim_and_the_slider_stays(view, place, start, name, step):
    box = view.locator(f"#explorer-{name}")
    slider = box.locator("xpath=preceding-sibling::input")
    stale = view.locator(f"{place} .explorer-scroll").first
    before, at = stale.inner_text(), slider.input_value()
    box.fill("")
    assert slider.input_value() == at, "an empty box must not send the slider to the middle"
    assert box.get_attribute("aria-invalid") == "true"
    described = view.locator(f"#{box.get_attribute('aria-describedby')}")
    assert described.inner_text() == box.evaluate("b => b.validationMessage") != ""
    assert float(stale.evaluate("e => getComputedStyle(e).opacity")) < 0.5 and stale.inner_text() == before
    assert view.locator(f"{place} button", has_text="Copy link").is_disabled()
    label = box.evaluate("b => b.labels[0].textContent")
    assert view.inner_text(f"{place} .explorer-said").startswith(f"{label}: ")
    box.fill("99999")
    assert slider.input_value() == at and box.get_attribute("aria-invalid") == "true"
    box.fill("50")
    assert box.get_attribute("aria-invalid") is None and slider.input_value() == "50"
    assert float(stale.evaluate("e => getComputedStyle(e).opacity")) == 1


def test_the_table_to_keep_has_every_month_as_python_has_it(view):
    known, half = base()
    view.fill("#explorer-amount", "410")
    with view.expect_download() as kept:
        view.locator("#explorer-calculator button", has_text="CSV").click()
    assert kept.value.suggested_filename == "yen-and-prices.csv"
    frame = pd.read_csv(kept.value.path())
    assert len(frame) == explorer.HORIZON and frame["month"].iloc[0] == explorer.START
    assert (frame["amount"] == 410).all() and (frame["theory"] == "panel").all()
    fan = explorer.fans(replace(half, amount=410.0), known)["import prices"]
    for end, q in zip(("low", "median", "high"), explorer.QUANTILES, strict=True):
        assert_allclose(frame[f"Import prices, %, {end}"], fan[q], **TOLERANCE)
    with view.expect_download() as kept:
        view.locator("#explorer-scheme button", has_text="CSV").click()
    frame = pd.read_csv(kept.value.path())
    years = explorer_scheme.by_year(explorer_scheme.base())
    for name in years:
        assert_allclose(frame[name], years[name], **TOLERANCE, err_msg=name)


@pytest.mark.parametrize(("place", "start", "name", "step"), FORMS.values(), ids=FORMS)
def test_the_picture_to_keep_shows_the_charts_with_their_inks(unchanged, place, start, name, step):
    ink = unchanged.locator(f"{place} .explorer-hero svg :is(.explorer-line, rect)").first.evaluate(
        "e => { const s = getComputedStyle(e); return s.fill === 'none' ? s.stroke : s.fill }"
    )
    with unchanged.expect_download() as kept:
        unchanged.locator(f"{place} button", has_text="PNG").click()
    picture = Image.open(io.BytesIO(kept.value.path().read_bytes())).convert("RGB")
    assert picture.width == 1200 and picture.height > 500
    wanted = tuple(int(part) for part in ink.removeprefix("rgb(").removesuffix(")").split(","))
    counts = {colour: count for count, colour in picture.getcolors(picture.width * picture.height)}
    assert counts.get(wanted, 0) > 300, f"no {wanted} in the picture"


@pytest.mark.parametrize("width", [PHONE, 768, 1440])
def test_nothing_moves_while_the_page_draws_itself(chromium, address, width):
    """Of a page that brings all its files anew, until it asks for nothing more."""
    context = chromium.new_context(viewport={"width": width, "height": 900})
    view = context.new_page()
    view.add_init_script(SHIFTS)
    visit(view, f"{address}/{PAGE}", until="networkidle")
    view.evaluate("document.querySelector('#explorer-scheme').scrollIntoView({behavior: 'instant'})")
    view.wait_for_function(
        "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(true))))"
    )
    assert view.evaluate("moved") < 0.01
    context.close()


def test_results_stand_above_the_controls_on_a_phone_and_beside_them_on_a_desk(view):
    for place, *_ in FORMS.values():
        result, form = (
            view.locator(f"{place} {part}").bounding_box() for part in (".explorer-first", "form")
        )
        if view.viewport_size["width"] == PHONE:
            assert result["y"] + result["height"] <= form["y"] + 1
        else:
            assert form["x"] + form["width"] <= result["x"] and abs(form["y"] - result["y"]) < 5
        assert view.locator(f"{place} form .explorer-main").first.locator("input[type=number]").count() == 3
        assert not view.locator(f"{place} form details").evaluate("d => d.open")
        view.locator(f"{place} form summary").focus()
        view.keyboard.press("Enter")
        assert view.locator(f"{place} form details").evaluate("d => d.open")


def test_the_keyboard_reaches_every_control_in_order(unchanged):
    """From the list of starting points, Tab passes each box, slider, fold and button once."""
    for place, start, *_ in FORMS.values():
        unchanged.locator(f"#explorer-{start}").focus()
        wanted = unchanged.locator(f"{place} form").evaluate(
            "f => [...f.querySelectorAll('select, input, summary, button')]"
            ".filter(e => e.checkVisibility()).length"
        )
        for _ in range(wanted - 1):
            unchanged.keyboard.press("Tab")
            outline = unchanged.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", unchanged.evaluate("document.activeElement.outerHTML")
        assert unchanged.evaluate("document.activeElement.textContent") == "Reset"


def test_the_published_cases_lie_under_the_readers(unchanged):
    known, half = base()
    drawn = unchanged.locator('figure[data-path="yen"] .explorer-case')
    starts = unchanged.evaluate("passThroughExplorer.model.starts")
    assert drawn.count() == len(starts)
    published = unchanged.evaluate("passThroughExplorer.model.published")
    name = next(name for name, start in starts.items() if start == asdict(half))
    for path in ("yen", "consumer prices"):
        fan = explorer.fans(half, known)[path][0.5].to_numpy()
        # Five digits are sent, enough for a line.
        assert_allclose(published["cases"][name][path], fan[published["months"]], rtol=1e-4, atol=1e-9)
    order = unchanged.locator('figure[data-path="yen"] svg').evaluate(
        "s => [...s.querySelectorAll('polyline')].map(p => p.getAttribute('class'))"
    )
    assert order[-1] == "explorer-line", "the reader's case is drawn last, over the others"
