"""The values that a figure tells under pointer, finger and keys are those of its CSV, in every drawing."""

import io
import json
import re
from pathlib import Path
from urllib.parse import unquote

import accessibility
import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

WIDTHS, MODES = (375, 768, 1440), ("light", "dark")
RATES, CHAIN, LINKS = "fig-motives-rates", "fig-japan-chain", "fig-index-links"
PAGES = {RATES: "chapters/motives.html", CHAIN: "chapters/japan.html", LINKS: "chapters/index.html"}
#: What a figure shows now: the place, and name, value and interval of every series.
SAID = """figure => figure.querySelector('.values-card').hidden ? null : {
    panel: (figure.querySelector('.values-place span') || {}).textContent || '',
    place: figure.querySelector('.values-place').lastChild.textContent,
    lines: Object.fromEntries([...figure.querySelectorAll('.values-name')].map(name => [
        name.textContent, [...name.nextElementSibling.children].map(one => one.textContent)])),
}"""
MONTHS = (
    "January February March April May June July August September October November December"  # as figures say
).split()


def number(text: str) -> float:
    return float(
        re.search(r"[\N{MINUS SIGN}]?[\d,]+(?:\.\d+)?", text)[0]
        .replace("\N{MINUS SIGN}", "-")
        .replace(",", "")
    )


def agrees(text: str, value: float) -> bool:
    """Whether a printed number is this one, to the digits printed."""
    digits = len(re.search(r"\d(?:\.(\d+))?(?!\d)(?!,)", text)[1] or "") if "." in text else 0
    return abs(number(text) - value) <= 0.5 * 10.0**-digits + 1e-9 * abs(value)


def csv_of(html: Path, soups, name: str) -> pd.DataFrame:
    figure = soups[Path(PAGES[name])].find(id=name)
    link = figure.select_one("a[download][href$='.csv']")
    return pd.read_csv(io.StringIO((html / "chapters" / unquote(link["href"])).read_text("utf-8")))


def content_of(html: Path, name: str) -> dict:
    text = (html / "_static" / "values" / f"{name}.js").read_text("utf-8")
    return json.loads(text.partition("] = ")[2].rstrip(";\n"))


@pytest.fixture(
    scope="module", params=[(w, m) for w in WIDTHS for m in MODES], ids=lambda one: f"{one[0]}, {one[1]}"
)
def window(request, chromium):
    """A window of one width and mode, a phone's with a finger, on pages whose second depth is open."""
    width, mode = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=mode, has_touch=width == 375
    )
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.errors.append(said.text))
    page.add_init_script("sessionStorage.setItem('report-in-full', 'open')")
    yield page
    context.close()


def figure_on(window, address, name):
    if window.url != f"{address}/{PAGES[name]}":  # what a test opened on it, the next one finds closed
        window.goto(f"{address}/{PAGES[name]}", wait_until="load")
    window.keyboard.press("Escape")
    figure = window.locator(f"#{name}")
    figure.locator(".values-cursor").wait_for(state="attached")
    return figure


def place_of(figure, content: dict, panel: int, place: int) -> tuple[float, float]:
    """Where in the window a place of the drawing that is shown lies, by its own coordinates."""
    figure.locator(".report-images").evaluate(
        "one => one.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    image = figure.locator(".report-images img:visible")
    layout = "narrow" if figure.page.viewport_size["width"] <= 600 else "wide"
    here = content["panels"][panel]["at"][layout]
    # What a reader sees is decided by its name, not by the rule of this test.
    drawn = image.evaluate("async one => (await one.decode(), one.naturalWidth / one.naturalHeight)")
    across, down = content["sizes"][layout]
    assert drawn == pytest.approx(across / down, rel=0.02), (
        "the drawing that is shown is the one of the layout"
    )
    left, top, width, height = here["box"]
    x, y = (left + width / 2, here["places"][place])
    if not content["panels"][panel]["rows"]:
        x, y = here["places"][place], top + height / 2
    box = image.bounding_box()
    if y * box["width"] / across > 700 or box["height"] > 700:  # a tall drawing does not fit into the window
        figure.page.evaluate(
            "by => window.scrollBy({top: by, behavior: 'instant'})",
            box["y"] + y * box["width"] / across - 450,
        )
        box = image.bounding_box()
    scale = box["width"] / across
    return box["x"] + scale * x, box["y"] + scale * y


def point(figure, at: tuple[float, float]) -> dict:
    if figure.page.viewport_size["width"] == 375:
        figure.page.touchscreen.tap(*at)
    else:
        figure.page.mouse.move(*at)
    expect(figure.locator(".values-card")).to_be_visible()
    return figure.evaluate(SAID)


def test_a_month_of_a_line_says_what_the_csv_says(window, address, html, soups):
    figure, content = figure_on(window, address, RATES), content_of(html, RATES)
    csv = csv_of(html, soups, RATES).set_index("month")
    for place in (100, 300, len(content["panels"][0]["places"]) - 1):
        said = point(figure, place_of(figure, content, 0, place))
        month, year = said["place"].split()
        row = csv.loc[f"{year}-{MONTHS.index(month) + 1:02}"].dropna()
        assert set(said["lines"]) == set(row.index)
        assert all(agrees(said["lines"][name][0], value) for name, value in row.items()), (said, row)
        # At some widths several months share a pixel.
        assert abs(content["panels"][0]["places"].index(said["place"]) - place) <= 1
    assert window.errors == []


def test_a_finger_elsewhere_or_a_pointer_that_leaves_closes_the_card(window, address, html):
    figure, content = figure_on(window, address, RATES), content_of(html, RATES)
    point(figure, place_of(figure, content, 0, 200))
    title = figure.locator(".report-title")
    if window.viewport_size["width"] == 375:
        title.tap()
    else:
        title.hover()
    expect(figure.locator(".values-card")).to_be_hidden()


def test_where_the_drawing_has_no_value_to_tell_nothing_is_said(window, address, html):
    figure, content = figure_on(window, address, RATES), content_of(html, RATES)
    x, y = place_of(figure, content, 0, len(content["panels"][0]["places"]) - 1)
    if window.viewport_size["width"] != 375:  # a phone has no such room
        window.mouse.move(x + 60, y)
        window.wait_for_function("name => (window.reportValues || {})[name]", arg=RATES)
        expect(figure.locator(".values-card")).to_be_hidden()


def test_a_horizon_of_a_panel_says_its_estimate_and_its_band(window, address, html, soups):
    figure, content = figure_on(window, address, CHAIN), content_of(html, CHAIN)
    csv = csv_of(html, soups, CHAIN)
    series = csv["price"].unique()
    for panel, horizon in ((0, 12), (3, 30), (1, 0)):
        said = point(figure, place_of(figure, content, panel, horizon))
        assert said["panel"] == content["panels"][panel]["title"] and said["place"].endswith(f": {horizon}")
        row = csv[(csv["price"] == series[panel]) & (csv["horizon"] == horizon)].iloc[0]
        assert agrees(said["lines"]["foreign prices fixed"][0], row["estimate"])
        low, _, high = said["lines"]["95 %, each month"][0].partition(" to ")
        assert agrees(low, row["low"]) and agrees(high, row["high"])
    assert window.errors == []


def test_keys_walk_through_all_places_and_escape_closes(window, address, html):
    figure, content = figure_on(window, address, CHAIN), content_of(html, CHAIN)
    names = [
        f"{panel['title']}, {panel['along']}: {place}"
        for panel in content["panels"]
        for place in panel["places"]
    ]
    cursor, card, live = (
        figure.locator(one) for one in (".values-cursor", ".values-card", "[aria-live=polite]")
    )
    before = figure.evaluate(
        "one => [one.getBoundingClientRect().height, document.documentElement.scrollHeight]"
    )
    cursor.focus()
    expect(card).to_be_visible()
    window.keyboard.press("Home")  # it opens where the reader was
    assert cursor.get_attribute("aria-valuetext") == names[0]
    for key, at in (
        ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("PageDown", 11), ("ArrowUp", 10),
        ("Home", 0), ("ArrowLeft", 0), ("End", len(names) - 1), ("ArrowDown", len(names) - 1),
    ):  # fmt: skip
        window.keyboard.press(key)
        assert cursor.get_attribute("aria-valuetext") == names[at], key
        assert cursor.get_attribute("aria-valuenow") == str(at + 1)
        said = figure.evaluate(SAID)
        assert all(value[0] in live.text_content() for value in said["lines"].values()), (
            "what is seen is heard"
        )
    assert cursor.get_attribute("aria-valuemax") == str(len(names))
    after = figure.evaluate(
        "one => [one.getBoundingClientRect().height, document.documentElement.scrollHeight]"
    )
    assert after == before, "nothing moves"
    window.evaluate(accessibility.script())
    assert accessibility.violations(window, f"#{CHAIN}") == []
    window.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(cursor).to_be_focused()
    assert live.text_content() == ""
    window.keyboard.press("ArrowLeft")
    expect(card).to_be_visible()
    window.keyboard.press("Tab")
    expect(card).to_be_hidden()


def test_a_row_says_its_estimate_and_its_interval(window, address, html, soups):
    figure, content = figure_on(window, address, LINKS), content_of(html, LINKS)
    csv = csv_of(html, soups, LINKS).set_index("link")
    for place in (0, 6, 13):
        said = point(figure, place_of(figure, content, 0, place))
        assert said["place"] == content["panels"][0]["places"][place] == csv.index[place]
        ((value, span),) = said["lines"].values()
        row = csv.loc[said["place"]]
        level, _, rest = span.partition(": ")
        low, _, high = rest.partition(" to ")
        assert agrees(value, row["estimate"]) and agrees(low, row["low"]) and agrees(high, row["high"])
        assert level.replace("\N{NO-BREAK SPACE}", " ") == "95 %"


@pytest.mark.parametrize("name", list(PAGES))
def test_the_card_is_whole_inside_the_window_at_every_end(window, address, html, name):
    figure, content = figure_on(window, address, name), content_of(html, name)
    width = window.viewport_size["width"]
    for number_, panel in enumerate(content["panels"]):
        for place in (0, len(panel["places"]) // 2, len(panel["places"]) - 1):
            point(figure, place_of(figure, content, number_, place))
            box = figure.locator(".values-card").bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width + 0.5, (number_, place, box)
            assert box["y"] >= 0 and box["y"] + box["height"] <= 900, (number_, place, box)
    letters = figure.locator(".values-card").evaluate(
        "card => [...card.querySelectorAll('*')].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(letters) >= 11
    moving = figure.locator(".values-card").evaluate(
        "card => [getComputedStyle(card).transitionDuration, getComputedStyle(card).animationName]"
    )
    assert moving == ["0s", "none"], "nothing moves that a reader may have asked to stand still"


def test_a_page_from_the_disk_tells_its_values(chromium, html):
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto((html / PAGES[LINKS]).as_uri(), wait_until="load")
    figure = page.locator(f"#{LINKS}")
    said = point(figure, place_of(figure, content_of(html, LINKS), 0, 3))
    assert said["place"] == content_of(html, LINKS)["panels"][0]["places"][3]
    page.emulate_media(media="print")
    expect(figure.locator(".values-card")).to_be_hidden()
    expect(figure.locator(".report-images img:visible")).to_have_count(1)
    page.close()


def test_without_scripts_the_picture_stays_as_it_is(chromium, address):
    context = chromium.new_context(viewport={"width": 375, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGES[LINKS]}", wait_until="load")
    expect(page.locator(f"#{LINKS} .report-images img:visible")).to_have_count(1)
    assert page.locator("[class^=values-], [role=slider]").count() == 0
    context.close()


def test_only_pages_with_such_figures_load_the_script(html, soups):
    told, marked = set(), 0
    for path, soup in soups.items():
        figures = [figure["id"] for figure in soup.select("figure.has-values")]
        loaded = [script["src"] for script in soup.select("script[src*='/values.js']")]
        assert bool(figures) == bool(loaded), path
        assert all("defer" in script.attrs for script in soup.select("script[src*='/values.js']"))
        told |= set(figures)
        marked += len(figures)
    files = {path.stem for path in (html / "_static" / "values").glob("*.js")}
    assert told == files and len(told) == marked >= 50
    drawn = {figure["id"] for soup in soups.values() for figure in soup.select("figure:has(picture)")}
    assert len(told) / len(drawn) > 0.8, sorted(drawn - told)


def test_every_number_told_in_the_book_stands_in_the_csv_of_its_figure(html, soups):
    """As itself, or a hundred times a share that is drawn as a percentage."""
    count = 0
    for path, soup in soups.items():
        for figure in soup.select("figure.has-values"):
            link = figure.select_one("a[download][href$='.csv']")
            csv = pd.read_csv(html / path.parent / unquote(link["href"]))
            held = np.unique(csv.select_dtypes("number").to_numpy(float))
            held = np.unique(np.concatenate([held, 100 * held]))
            held = held[np.isfinite(held)]
            for panel in content_of(html, figure["id"])["panels"]:
                for series in panel["series"]:
                    texts = [text for text in series["values"] if text]
                    texts += [end for span in series.get("spans", []) if span for end in span.split(" to ")]
                    for text in texts:
                        near = held[np.abs(held - number(text)).argmin()]
                        assert agrees(text, near), (figure["id"], series["name"], text, near)
                    count += len(texts)
    assert count > 10_000
