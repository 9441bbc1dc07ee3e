"""The calculator of the explorer page computes what the Python package computes, and every reader can use
it."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import pytest
from bs4 import BeautifulSoup
from numpy.testing import assert_allclose

from analysis.report.author import explorer

PAGE = "chapters/explorer.html"
CALCULATOR = "#explorer-calculator"  # what the fixture `opened` waits for
DESK = 1440
RTOL = 1e-6  # the same formula in the same double precision; only the order of additions differs
ATOL = 1e-12
CASES = {  # case, theory, what else is changed
    "base": ("full", "panel", {}),
    "account, own estimate, recent window": (
        "account",
        "own_operations",
        dict(window="from 2013", profile="front-loaded", announced=30, hedged=35),
    ),
    "order flow that fades": ("full", "order_flow", dict(months=24)),
    "private flows, income comes home": (
        "full",
        "private_flows",
        dict(profile="back-loaded", months=96, income=7.5, part=50, home=80),
    ),
    "all at once, stocks": ("full", "stocks", dict(profile="at once", amount=85)),
    "own share and multiplier, below zero": (
        "own",
        "own",
        dict(converted=37, multiplier=-1.2, left=40, income=20, home=100),
    ),
    "nothing": ("stated", "financiers", {}),
}


@pytest.fixture(scope="module")
def known():
    return explorer.numbers()


@pytest.fixture(scope="module")
def settings(known):
    """Every case of the table above, with the boxes filled as a reader's choices fill them."""
    return {
        name: (
            explorer.Settings(case="own", theory="own", **more)
            if case == "own"
            else known.settings(case, theory, **more)
        )
        for name, (case, theory, more) in CASES.items()
    }


@pytest.fixture(scope="module")
def expected(known, settings):
    """Every path of every case by Python, once for all widths."""
    return {name: explorer.fans(chosen, known) for name, chosen in settings.items()}


def choose(page, chosen: explorer.Settings) -> None:
    """Type every number, then choose from every list: a choice fills its own number, and a number leaves its
    choice."""
    values = asdict(chosen)
    for name, value in values.items():
        if not isinstance(value, str):
            page.locator(f"#explorer-{name}").fill(repr(value))
    for name, value in values.items():
        if isinstance(value, str):
            page.locator(f"#explorer-{name}").select_option(value)
    # A theory brings its persistence with it; the reader's comes last.
    page.locator("#explorer-left").fill(repr(chosen.left))


def put(page, chosen: explorer.Settings) -> None:
    """Every box, slider and list as chosen, of which the page has not heard: it shows nothing."""
    page.evaluate(
        """chosen => {
          for (const [name, value] of Object.entries(chosen)) {
            const control = document.getElementById("explorer-" + name);
            control.value = value;
            if (control.type === "number") control.previousElementSibling.value = value;
          }
          document.querySelectorAll("#explorer-calculator :is([role=status], table)")
            .forEach(e => e.replaceChildren());
        }""",
        asdict(chosen),
    )


def put_back(page, chosen: explorer.Settings) -> None:
    """Every box, slider and list as chosen, computed once: typing each again would compute a dozen times."""
    put(page, chosen)
    page.locator("#explorer-left").dispatch_event("input")


@pytest.mark.parametrize("name", CASES)
def test_page_and_package_agree(opened, settings, expected, name):
    chosen, fans = settings[name], expected[name]
    # What is computed does not ask for the width: typed once, on a desk. That each control is heard at each
    # width is seen below.
    (choose if opened.viewport_size["width"] == DESK else put_back)(opened, chosen)
    cells = opened.locator("#explorer-calculator td").evaluate_all(
        "all => all.map(c => [c.dataset.path, Number(c.dataset.month), Number(c.dataset.low),"
        " Number(c.dataset.value), Number(c.dataset.high)])"
    )
    assert len(cells) == 2 * len(fans)
    assert sorted({month for _, month, *_ in cells}) == [
        explorer.done(chosen),
        explorer.done(chosen) + explorer.LATER,
    ]
    for path, month, *ends in cells:
        assert_allclose(ends, fans[path].iloc[month], rtol=RTOL, atol=ATOL, err_msg=f"{path}, month {month}")
    # And every month of every path, its band included.
    drawn = opened.evaluate("s => passThroughExplorer.compute(s).paths", asdict(chosen))
    for path, fan in fans.items():
        for end, q in zip(("low", "median", "high"), explorer.QUANTILES, strict=True):
            ours = [100 * math.expm1(x / 100) for x in drawn[path][end]]
            assert_allclose(ours, fan[q], rtol=RTOL, atol=1e-10, err_msg=f"{path}, {end}")
    assert not opened.errors


def test_the_printed_digits_of_the_chapter_are_those_of_the_page(opened, html, settings):
    """Median and band of the first case, as the table of the transmission chapter prints them."""
    soup = BeautifulSoup((html / "chapters/transmission.html").read_text("utf-8"), "html.parser")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in soup.select("#tab-transmission-main tbody tr")
    ]
    printed = next(row for row in rows if row[0].startswith("Full conversion") and "panel" in row[1])
    put_back(opened, settings["base"])

    def text(path, place):
        return opened.locator(f'#explorer-calculator td[data-path="{path}"]').nth(place).inner_text().split()

    for column, path, place in ((2, "yen", 0), (3, "import prices", 1), (4, "consumer prices", 1)):
        median, low, _, high = text(path, place)
        assert printed[column].split() == [median, f"({low}", "to", f"{high})"]


def test_a_choice_fills_its_number_and_a_number_leaves_its_choice(opened, settings):
    put_back(opened, settings["base"])
    opened.select_option("#explorer-case", "account")
    assert float(opened.input_value("#explorer-converted")) == pytest.approx(17.4)
    opened.select_option("#explorer-theory", "order_flow")
    assert float(opened.input_value("#explorer-left")) < 100
    opened.fill("#explorer-multiplier", "1")
    opened.fill("#explorer-converted", "50")
    assert [opened.input_value(f"#explorer-{name}") for name in ("case", "theory")] == ["own", "own"]


def test_every_control_has_a_name_and_takes_the_keyboard(opened, settings):
    unnamed = opened.locator("#explorer-calculator :is(input, select)").evaluate_all(
        "all => all.filter(c => !(c.labels && c.labels.length) && !c.getAttribute('aria-label')).map(c =>"
        " c.outerHTML)"
    )
    assert not unnamed
    put_back(opened, settings["base"])
    slider = opened.locator("#explorer-converted").locator("xpath=preceding-sibling::input")
    slider.focus()
    opened.keyboard.press("ArrowLeft")
    assert float(opened.input_value("#explorer-converted")) == settings["base"].converted - 1


def test_every_control_of_the_form_changes_the_result(opened, settings):
    """Each box, slider and list, moved by itself as a reader moves it, changes what the page says or
    shows."""
    # Every slider starts above its lowest value: one step down has to change something.
    start = replace(settings["private flows, income comes home"], hedged=20, announced=10, months=60, left=80)
    controls = opened.locator("#explorer-calculator form :is(input, select)")
    result = (
        "['[role=status]', 'table'].map(s => document.querySelector('#explorer-calculator ' +"
        " s).innerText).join()"
    )
    put(opened, start)
    nothing = opened.evaluate(result)
    put_back(opened, start)
    before = opened.evaluate(result)
    lists = sum(isinstance(value, str) for value in asdict(start).values())
    # A box and a slider for each number, a list for each choice, and the list of starting points.
    assert controls.count() == 2 * (len(asdict(start)) - lists) + lists + 1
    for control in controls.all():
        put(opened, start)
        assert control.is_visible()
        kind, name = control.evaluate(
            "c => [c.tagName === 'SELECT' ? 'list' : c.type, c.name || c.getAttribute('aria-label')]"
        )
        if kind == "list":
            others = [
                o
                for o in control.locator("option").all_inner_texts()
                if o != control.locator("option:checked").inner_text()
            ]
            control.select_option(label=others[0])  # the last may be the reader's own, which keeps the number
        elif kind == "range":
            control.focus()
            opened.keyboard.press("ArrowLeft")
        else:
            control.fill(f"{float(control.input_value()) - 1:g}")
        after = opened.evaluate(result)
        assert after != nothing, f"{name} ({kind}) is not heard"
        assert after != before, f"{name} ({kind}) changes nothing"
    put_back(opened, start)
    assert opened.evaluate(result) == before


def test_a_starting_point_sets_every_control(opened):
    opened.select_option("#explorer-start", "Everything bought")
    assert (
        opened.input_value("#explorer-converted") == "100" and opened.input_value("#explorer-case") == "full"
    )
    assert "dearer" in opened.inner_text("#explorer-calculator [role=status]")


def test_a_number_that_makes_no_sense_is_named_and_not_computed(opened, settings):
    put_back(opened, settings["base"])
    before = opened.locator("#explorer-calculator table").inner_text()
    opened.fill("#explorer-converted", "130")
    assert opened.inner_text("#explorer-calculator [role=status]").startswith("Bought with yen:")
    assert opened.locator("#explorer-calculator table").inner_text() == before
    opened.fill("#explorer-converted", "100")


def test_four_charts_say_what_they_show_and_fit_the_window(opened):
    labels = opened.locator("#explorer-calculator svg[role=img]").evaluate_all(
        "all => all.map(s => s.getAttribute('aria-label'))"
    )
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
