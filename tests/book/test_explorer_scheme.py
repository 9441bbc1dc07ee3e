"""The calculator of one project computes what the engine of the scheme computes, and every reader can use
it."""

from __future__ import annotations

import itertools
import math
from dataclasses import asdict, replace

import pytest
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.report.author import explorer_scheme as scheme_page

PAGE = "chapters/explorer.html"
CALCULATOR = "#explorer-scheme"  # what the fixture `opened` waits for
TOLERANCE = dict(rtol=1e-6, atol=1e-9)
BASE = scheme_page.base()
PROJECTS = {  # each under all eight readings
    "base": {},
    "earns twelve percent": dict(returned=12.0),
    "earns thirty percent, pays early": dict(returned=30.0, years=12, construction=1),
    "earns nothing": dict(returned=0.0, deemed=0.0, discount=0.0),
    "loses, overrun, long construction": dict(returned=-3.5, overrun=102.5, construction=7),
    "fails at once": dict(failure=scheme_page.FAILS, lived=0, recovery=35.0),
    "fails in the last year but one": dict(failure=scheme_page.FAILS, lived=29, returned=9.0, overrun=16.0),
    "fails, nothing comes back": dict(failure=scheme_page.FAILS, lived=0, recovery=0.0),
    "Korea's revision": dict(revision=scheme_page.AS_KOREA, returned=7.0),
    "Korea's revision, short of its year": dict(revision=scheme_page.AS_KOREA, years=15),
    "Japan's share above a half": dict(before=60.0, after=20.0, returned=11.0, discount=7.3),
    "all to Japan": dict(before=100.0, after=100.0, deemed=5.5),
    "no return is enough": dict(years=60, before=1.0, after=1.0, deemed=15.0, overrun=200.0),
}
GRID = {
    (name, *reading): replace(BASE, **changes, **dict(zip(scheme.READINGS, reading, strict=True)))
    for (name, changes), reading in itertools.product(PROJECTS.items(), scheme.alternatives(scheme.terms()))
}


@pytest.fixture(scope="module")
def expected():
    """Every year and total of every case by Python, once for all widths."""
    return {key: (scheme_page.by_year(chosen), scheme_page.totals(chosen)) for key, chosen in GRID.items()}


def choose(page, chosen: scheme_page.Choice) -> None:
    """Type every number, then choose from every list: the years until a failure let a project fail."""
    values = asdict(chosen)
    for name, value in values.items():
        if not isinstance(value, str):
            page.locator(f"#explorer-{name}").fill(repr(value))
    for name, value in values.items():
        if isinstance(value, str):
            page.locator(f"#explorer-{name}").select_option(value)


def put_back(page, chosen: scheme_page.Choice) -> None:
    """Every box, slider and list as chosen, computed once: typing each again would compute a dozen times."""
    page.evaluate(
        """chosen => {
          for (const [name, value] of Object.entries(chosen)) {
            const control = document.getElementById("explorer-" + name);
            control.value = value;
            if (control.type === "number") control.previousElementSibling.value = value;
          }
          document.getElementById("explorer-returned").dispatchEvent(new Event("input"));
        }""",
        asdict(chosen),
    )


def test_page_and_package_agree_in_every_year_of_every_case(opened, expected):
    found = opened.evaluate(
        "all => all.map(s => schemeExplorer.compute(s))", [asdict(chosen) for chosen in GRID.values()]
    )
    for (key, (years, totals)), ours in zip(expected.items(), found, strict=True):
        assert set(ours["years"]) == set(years) and set(ours["totals"]) == set(totals)
        for name, path in years.items():
            assert_allclose(ours["years"][name], path, **TOLERANCE, err_msg=f"{key}, {name}")
        for name, value in totals.items():
            value_here = ours["totals"][name]
            assert_allclose(
                math.nan if value_here is None else value_here, value, **TOLERANCE, err_msg=f"{key}, {name}"
            )
    # The cases reach the second split, a loss, a claim and a return that does not exist.
    assert {totals["second_split"] >= 0 for _, totals in expected.values()} == {True, False}
    assert any(math.isnan(totals["break_even"]) for _, totals in expected.values())
    assert any(years["claims"].any() and years["guarantor"].any() for years, _ in expected.values())
    assert not opened.errors


@pytest.mark.parametrize("name", ["base", "fails in the last year but one", "Korea's revision"])
def test_what_is_typed_is_what_is_computed(opened, name):
    chosen = replace(BASE, **PROJECTS[name])
    choose(opened, chosen)
    cells = opened.locator("#explorer-scheme td[data-party]").evaluate_all(
        "all => all.map(c => [c.dataset.party, Number(c.dataset.value)])"
    )
    totals = scheme_page.totals(chosen)
    assert [party for party, _ in cells] == list(scheme_page.PARTIES)
    for party, value in cells:
        assert_allclose(value, totals[f"worth_{party}"], **TOLERANCE, err_msg=party)
    rows = opened.locator(".scheme-years tbody tr")
    assert rows.count() == chosen.construction + chosen.years + 1
    said = opened.inner_text("#explorer-scheme [role=status]")
    assert (
        f"{totals['break_even']:.2f} percent a year" in said and f"{totals['received']:.1f} of them" in said
    )


def test_every_control_has_a_name_and_takes_the_keyboard(opened):
    unnamed = opened.locator("#explorer-scheme :is(input, select)").evaluate_all(
        "all => all.filter(c => !(c.labels && c.labels.length) && !c.getAttribute('aria-label')).map(c =>"
        " c.outerHTML)"
    )
    assert not unnamed
    names = opened.evaluate("[...document.querySelectorAll('[id^=explorer-]')].map(e => e.id)")
    assert len(names) == len(set(names))
    choose(opened, BASE)
    slider = opened.locator("#explorer-returned").locator("xpath=preceding-sibling::input")
    slider.focus()
    opened.keyboard.press("ArrowRight")
    assert float(opened.input_value("#explorer-returned")) == BASE.returned + 0.5
    opened.locator("#explorer-scheme > details > summary").focus()
    opened.keyboard.press("Enter")
    assert opened.locator(".scheme-years").is_visible()
    opened.keyboard.press("Enter")


def test_every_control_of_the_form_changes_the_result(opened):
    """Each box, slider and list, moved by itself as a reader moves it, changes what the page says or
    shows."""
    # Behind in year 20, failed later, and by what is left over the amount of that year: every term counts.
    start = replace(
        BASE,
        returned=10.5,
        overrun=10.0,
        failure=scheme_page.FAILS,
        lived=25,
        test="yearly",
        interest_balance="declining",
        carry_forward="with_interest",
        recovery=90.0,
    )
    controls = opened.locator("#explorer-scheme form :is(input, select)")
    result = (
        "['[role=status]', '.scheme-parties', '.scheme-years']"
        ".map(s => document.querySelector('#explorer-scheme ' + s).textContent).join()"
    )
    lists = sum(isinstance(value, str) for value in asdict(start).values())
    assert controls.count() == 2 * (len(asdict(start)) - lists) + lists + 1
    for control in controls.all():
        put_back(opened, start)
        before = opened.evaluate(result)
        assert control.is_visible()
        kind, name = control.evaluate(
            "c => [c.tagName === 'SELECT' ? 'list' : c.type, c.name || c.getAttribute('aria-label')]"
        )
        if kind == "list":
            now = control.locator("option:checked").inner_text()
            control.select_option(
                label=next(o for o in control.locator("option").all_inner_texts() if o != now)
            )
        elif kind == "range":
            control.focus()
            opened.keyboard.press("ArrowLeft")
        else:
            control.fill(f"{float(control.input_value()) - 1:g}")
        assert opened.evaluate(result) != before, f"{name} ({kind}) changes nothing"


def test_a_starting_point_sets_every_control(opened):
    opened.select_option("#explorer-project", "Twelve percent, fails after ten years")
    assert (
        opened.input_value("#explorer-returned") == "12"
        and opened.input_value("#explorer-failure") == scheme_page.FAILS
    )
    opened.fill("#explorer-years", "40")
    opened.select_option("#explorer-project", "Korea's revision")
    assert (
        opened.input_value("#explorer-years") == "30"
        and opened.input_value("#explorer-revision") == scheme_page.AS_KOREA
    )


def test_a_number_that_makes_no_sense_is_named_and_not_computed(opened):
    choose(opened, BASE)
    before = opened.locator("#explorer-scheme .scheme-parties").inner_text()
    cases = (
        ("years", "Life", "30.5"),
        ("returned", "Return as planned", "70"),
        ("deemed", "Deemed interest", ""),
    )
    for name, label, wrong in cases:
        opened.fill(f"#explorer-{name}", wrong)
        assert opened.inner_text("#explorer-scheme [role=status]").startswith(f"{label}:")
        assert opened.locator("#explorer-scheme .scheme-parties").inner_text() == before
        choose(opened, BASE)


def test_the_picture_says_what_it_shows_and_fits_the_window(opened):
    choose(opened, BASE)
    picture = opened.locator("#explorer-scheme svg[role=img]")
    assert "United States" in picture.get_attribute("aria-label") and picture.locator("rect").count() >= 60
    assert opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
    # Letters of the picture are as large as those of the other charts, not stretched with it.
    drawn, shown = picture.evaluate("s => [s.viewBox.baseVal.width, s.getBoundingClientRect().width]")
    assert 0.9 < shown / drawn < 1.1


def test_the_bars_of_a_year_stand_on_each_other_up_to_its_cash(opened):
    """Heights of the bars, read off the picture, in the proportion of the table beside it."""
    choose(opened, replace(BASE, returned=14.0))
    years = scheme_page.by_year(replace(BASE, returned=14.0))
    totals = dict.fromkeys(scheme_page.SHARERS, 0.0)
    bars = opened.locator("#explorer-scheme svg rect").evaluate_all(
        "all => all.map(r => [r.getAttribute('class'), Number(r.getAttribute('height'))])"
    )
    for kind, height in bars:
        totals[kind.removeprefix("scheme-")] += height
    share = {name: height / sum(totals.values()) for name, height in totals.items()}
    for name in scheme_page.SHARERS:
        assert share[name] == pytest.approx(years[name].sum() / years["cash"].sum(), abs=1e-6), name


def test_dark_mode_has_inks_of_its_own(opened):
    ink = "getComputedStyle(document.querySelector('#explorer-scheme svg rect')).fill"
    seen = {}
    for theme in ("light", "dark"):
        opened.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        seen[theme] = opened.evaluate(ink)
    assert seen["light"] != seen["dark"]


def test_without_javascript_the_projects_are_there(chromium, address):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/{PAGE}")
    assert "needs JavaScript" in page.inner_text("#explorer-scheme")
    assert page.locator("#tab-explorer-project tbody tr").count() == 8
    page.context.close()
