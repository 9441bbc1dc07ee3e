"""The calculator of the explorer page computes what the Python package computes, and every reader can use it."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import pytest
from numpy.testing import assert_allclose

from analysis.report import explorer

PAGE = "chapters/explorer.html"
RTOL = 1e-6  # the same formula in the same double precision; only the order of additions differs
ATOL = 1e-12
BASE = explorer.Settings()
SETTINGS = {
    "base": BASE,
    "all at once, all converted": replace(BASE, converted=100, profile="at once", multiplier=5.67, method="local-projection"),
    "front-loaded": replace(BASE, profile="front-loaded", years=5, hedged=35, method="vector-autoregression"),
    "back-loaded, income comes home": replace(
        BASE, profile="back-loaded", years=8, income=7.5, part=50, home=80, method="autoregressive-distributed-lag"
    ),
    "income outweighs": replace(BASE, amount=85, years=1, converted=60, income=20, part=100, home=100, method="error-correction"),
    "nothing": replace(BASE, converted=0),
}


@pytest.fixture(scope="module", params=[375, 768, 1440])
def opened(request, chromium, address):
    """The page at the width of a phone, a tablet and a desk, with what its script complained about."""
    page = chromium.new_context(viewport={"width": request.param, "height": 900}).new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{address}/{PAGE}", wait_until="networkidle")
    page.wait_for_selector("#explorer-calculator[data-ready=yes]", timeout=15_000)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def found():
    return explorer.estimates()


def choose(page, chosen: explorer.Settings) -> None:
    """Type every number and choose from every list, as a reader does."""
    for name, value in asdict(chosen).items():
        field = page.locator(f"#explorer-{name}")
        field.select_option(value) if isinstance(value, str) else field.fill(f"{value:g}")


@pytest.mark.parametrize("name", SETTINGS)
def test_page_and_package_agree(opened, found, name):
    chosen = SETTINGS[name]
    scale = opened.evaluate("passThroughExplorer.model.scale")
    expected = explorer.paths(chosen, found, scale)
    choose(opened, chosen)
    cells = opened.locator("#explorer-calculator td").evaluate_all(
        "all => all.map(c => [c.dataset.path, Number(c.dataset.month), Number(c.dataset.value)])"
    )
    assert len(cells) == 2 * expected.shape[1]
    for path, month, value in cells:
        assert_allclose(value, expected[path].iloc[month], rtol=RTOL, atol=ATOL, err_msg=f"{path}, month {month}")
    # And every month of every path.
    drawn = opened.evaluate("s => passThroughExplorer.compute(s).paths", asdict(chosen))
    for path in expected:
        ours = [100 * math.expm1(x / 100) for x in drawn[path]["estimate"]]
        assert_allclose(ours, expected[path], rtol=RTOL, atol=1e-10, err_msg=path)
    assert not opened.errors


@pytest.mark.parametrize("price", ["import prices", "consumer prices"])
def test_intervals_agree(opened, found, price):
    chosen = SETTINGS["front-loaded"]
    model = opened.evaluate("passThroughExplorer.model")
    _, low, high = explorer.interval(chosen, found, model["scale"], price)
    path = opened.evaluate("s => passThroughExplorer.compute(s).paths", asdict(chosen))[price]
    ends = [100 * math.expm1(path[end][-1] / 100) for end in ("low", "high")]
    # Covariances are sent with eight decimals.
    assert_allclose(ends, [low, high], rtol=1e-4)


def test_every_control_has_a_name_and_takes_the_keyboard(opened):
    unnamed = opened.locator("#explorer-calculator :is(input, select)").evaluate_all(
        "all => all.filter(c => !(c.labels && c.labels.length) && !c.getAttribute('aria-label')).map(c => c.outerHTML)"
    )
    assert not unnamed
    choose(opened, BASE)
    slider = opened.locator("#explorer-converted").locator("xpath=preceding-sibling::input")
    slider.focus()
    opened.keyboard.press("ArrowRight")
    assert float(opened.input_value("#explorer-converted")) == BASE.converted + 1


def test_every_control_of_the_form_changes_the_result(opened):
    """Each box, slider and list, moved by itself as a reader moves it, changes what the page says or shows."""
    # Every slider starts above its lowest value: one step down has to change something.
    start = replace(SETTINGS["back-loaded, income comes home"], hedged=20)
    controls = opened.locator("#explorer-calculator form :is(input, select)")
    result = "['[role=status]', 'table'].map(s => document.querySelector('#explorer-calculator ' + s).innerText).join()"
    assert controls.count() >= 2 * len(asdict(start)) - 2
    for control in controls.all():
        choose(opened, start)
        before = opened.evaluate(result)
        assert control.is_visible()
        kind, name = control.evaluate("c => [c.tagName === 'SELECT' ? 'list' : c.type, c.name || c.getAttribute('aria-label')]")
        if kind == "list":
            others = [o for o in control.locator("option").all_inner_texts() if o != control.locator("option:checked").inner_text()]
            control.select_option(label=others[-1])
        elif kind == "range":
            control.focus()
            opened.keyboard.press("ArrowLeft")
        else:
            control.fill(f"{float(control.input_value()) - 1:g}")
        assert opened.evaluate(result) != before, f"{name} ({kind}) changes nothing"


def test_a_case_sets_every_control(opened):
    opened.select_option("#explorer-case", "Everything converted")
    assert opened.input_value("#explorer-converted") == "100"
    assert "dearer" in opened.inner_text("#explorer-calculator [role=status]")


def test_a_number_that_makes_no_sense_is_named_and_not_computed(opened):
    choose(opened, BASE)
    before = opened.locator("#explorer-calculator table").inner_text()
    opened.fill("#explorer-converted", "130")
    assert opened.inner_text("#explorer-calculator [role=status]").startswith("Converted share:")
    assert opened.locator("#explorer-calculator table").inner_text() == before
    choose(opened, BASE)


def test_four_charts_say_what_they_show_and_fit_the_window(opened):
    labels = opened.locator("#explorer-calculator svg[role=img]").evaluate_all("all => all.map(s => s.getAttribute('aria-label'))")
    assert len(labels) == 4 and all("percent" in text for text in labels)
    assert opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1


def test_dark_mode_has_inks_of_its_own(opened):
    ink = "getComputedStyle(document.querySelector('#explorer-calculator svg')).color"
    seen = {}
    for theme in ("light", "dark"):
        opened.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        seen[theme] = opened.evaluate(ink)
    assert seen["light"] != seen["dark"]


def test_it_works_from_a_file(chromium, html):
    page = chromium.new_context().new_page()
    page.goto((html / PAGE).as_uri())
    page.wait_for_selector("#explorer-calculator[data-ready=yes]", timeout=15_000)
    assert page.locator("#explorer-calculator svg").count() == 4
    page.context.close()


def test_without_javascript_the_cases_are_there(chromium, address):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/{PAGE}")
    assert "needs JavaScript" in page.inner_text("#explorer-calculator")
    assert page.locator("#tab-explorer-cases tbody tr").count() >= 5
    page.context.close()
