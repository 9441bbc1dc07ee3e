"""Every control of the page frame does what it says, at the width of a phone, of a tablet and of a desk.

`CONTROLS` lists all of them with the widths at which each is drawn and what using it must bring about. A
visible control that is not in the list fails `test_every_visible_control_is_known`, so none can be dead and
unnoticed.
"""

from __future__ import annotations

import json
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

# A page with a short way between two others, which has every control, and the one with the most of each.
PAGE = "chapters/japan_items.html"
BEFORE, AFTER = "chapters/japan.html", "chapters/japan_over_time.html"
FULLEST = "chapters/modalities.html"
PHONE, TABLET, DESK = 375, 768, 1440
NARROW, EVERY = (PHONE, TABLET), (PHONE, TABLET, DESK)
HEIGHT = 900
VISIBLE = """root => [...root.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [role=button], [onclick]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 0)"""


@pytest.fixture(scope="module", params=EVERY)
def window(request, chromium):
    """A browser window of one width; the tests of that width share it."""
    context = chromium.new_context(viewport={"width": request.param, "height": HEIGHT}, accept_downloads=True)
    yield context
    context.close()


def open_page(window, url: str):
    """A page, freshly opened, with a record of what was asked of the printer."""
    one = window.new_page()
    one.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    # Most controls of a chapter stand in its evidence, which a reader has opened before using them.
    one.add_init_script("sessionStorage.setItem('report-in-full', 'open')")
    one.goto(url, wait_until="load")
    return one


@pytest.fixture
def view(request, window, address):
    """The page under test, or the one that is said to it, freshly opened."""
    one = open_page(window, f"{address}/{getattr(request, 'param', PAGE)}")
    one.wait_for_function(
        "() => document.querySelector('.theme-switch-button .theme-switch') &&"
        " document.readyState === 'complete'"
    )
    yield one
    one.evaluate("localStorage.clear()")
    one.close()


def width(view) -> int:
    return view.viewport_size["width"]


def arrives(view, path: str, fragment: str | None = None) -> None:
    """The browser is at a page of the book and, if asked, shows the place of a fragment."""
    view.wait_for_url(
        lambda url: urlparse(url).path == f"/{path}" and fragment in (None, urlparse(url).fragment)
    )
    assert view.locator("article h1").count() == 1


def in_view(view, selector: str) -> None:
    expect(view.locator(selector).first).to_be_in_viewport()


def visible(view, selector: str):
    return view.locator(f"{selector}:visible").first


# --- what each control does ---------------------------------------------------------------------------------


def skip_link(view):
    view.keyboard.press("Tab")
    link = view.locator("#pst-skip-link a")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    view.keyboard.press("Enter")
    view.wait_for_url(lambda address: urlparse(address).fragment == "main-content")
    in_view(view, "#main-content article h1")


def menu(view):
    chapter = view.locator("a.reference.internal[href='united_states.html']").first
    button = visible(view, ".primary-toggle")
    if width(view) < DESK:
        expect(chapter).not_to_be_visible()
        button.click()
        expect(view.locator("#pst-primary-sidebar-modal")).to_be_visible()
        expect(chapter).to_be_in_viewport()
        view.keyboard.press("Escape")
        expect(view.locator("#pst-primary-sidebar-modal")).not_to_be_visible()
        button.click()
        expect(chapter).to_be_in_viewport()
    else:
        expect(chapter).to_be_in_viewport()
        button.click()
        expect(chapter).not_to_be_visible()
        button.click()
        expect(chapter).to_be_in_viewport()
    chapter.click()
    arrives(view, "chapters/united_states.html")


def open_menu(view):
    """The list of chapters, which narrow windows show on demand."""
    if width(view) < DESK:
        visible(view, ".primary-toggle").click()
        expect(view.locator("#pst-primary-sidebar-modal")).to_be_visible()


def title(view):
    open_menu(view)
    visible(view, ".navbar-brand").click()
    arrives(view, "chapters/index.html")


def chapters(view):
    open_menu(view)
    links = view.locator(".sidebar-primary-item a.reference.internal:visible")
    targets = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(targets) >= 15 and len(set(targets)) == len(targets)
    assert targets.count("#") == 1, "exactly one entry is the page itself"
    assert view.locator(".sidebar-primary-item .current > a:visible").count() == 1
    links.last.click()
    arrives(view, "chapters/ja.html")


def contents(view):
    if view.locator(".secondary-toggle:visible").count():
        view.locator(".secondary-toggle:visible").click()
        expect(view.locator("#pst-secondary-sidebar-modal")).to_be_visible()
    links = view.locator(".page-toc a:visible, .bd-toc-nav a:visible")
    heads = view.locator("article h2").count()
    assert links.count() >= heads > 3
    target = links.last.get_attribute("href").removeprefix("#")
    links.last.click()
    view.wait_for_url(f"**#{target}")
    if view.locator("#pst-secondary-sidebar-modal").is_visible():
        view.keyboard.press("Escape")
    in_view(view, f"#{target} > h2, #{target} > h3")


def search(view):
    box = view.locator("#pst-search-dialog input[type=search]")
    expect(box).not_to_be_visible()
    visible(view, ".search-button__button").click()
    expect(box).to_be_focused()
    view.keyboard.press("Escape")
    expect(box).not_to_be_visible()
    view.keyboard.press("Control+k")
    expect(box).to_be_focused()
    box.fill("waterfal")
    found = view.locator("#pst-search-dialog .search-found a")
    expect(view.locator("#pst-search-dialog .search-status")).to_contain_text("place")
    expect(found.filter(has_text="How does the money move").first).to_be_in_viewport()
    view.keyboard.press("Enter")  # goes to the first that was found, a second time opens it
    expect(found.first).to_be_focused()
    box.fill("no such words anywhere")
    expect(view.locator("#pst-search-dialog .search-status")).to_contain_text("Nothing in the book has")
    box.fill("waterfall")
    hit = view.locator("#pst-search-dialog .search-found a[href*='modalities']").first
    place = urlparse(hit.get_attribute("href")).fragment
    hit.click()
    arrives(view, FULLEST, place)


def mode(view):
    background = "getComputedStyle(document.querySelector('.bd-main')).color"
    seen = {}
    for expected in ("dark", "light", "auto"):
        visible(view, ".theme-switch-button").click()
        view.wait_for_function("mode => document.documentElement.dataset.mode === mode", arg=expected)
        seen[expected] = view.evaluate(background)
    assert seen["dark"] != seen["light"] == seen["auto"]
    visible(view, ".theme-switch-button").click()
    view.reload()
    assert view.evaluate("document.documentElement.dataset.theme") == "dark", "the choice is forgotten"


def download_menu(view):
    items = view.locator(".dropdown-download-buttons .dropdown-menu")
    expect(items).not_to_be_visible()
    view.click(".dropdown-download-buttons > button")
    expect(items).to_be_visible()
    expect(items).to_be_in_viewport(ratio=1)


def download_source(view):
    download_menu(view)
    link = view.locator(".btn-download-source-button")
    answer = view.request.get(link.evaluate("a => a.href"))
    assert answer.ok and len(json.loads(answer.text())["cells"]) > 3
    with view.context.expect_page() as opened:
        link.click()
    opened.value.close()


def download_pdf(view):
    download_menu(view)
    view.click(".btn-download-pdf-button")
    view.wait_for_function("() => window.printed === 1")


def full_screen(view):
    button = view.locator(".btn-fullscreen-button")
    button.click()
    view.wait_for_function("() => document.fullscreenElement !== null")
    button.click()
    view.wait_for_function("() => document.fullscreenElement === null")


def previous_page(view):
    view.click(".prev-next-footer .left-prev")
    arrives(view, BEFORE)


def next_page(view):
    view.click(".prev-next-footer .right-next")
    arrives(view, AFTER)


def heading_link(view):
    heading = view.locator("article h2").first
    # Smooth scrolling would move the heading away from under a pointer that is already there.
    heading.evaluate("h => h.scrollIntoView({block: 'center', behavior: 'instant'})")
    heading.hover()
    link = heading.locator(".headerlink")
    if width(view) == PHONE:
        expect(link).not_to_be_visible()  # report.css leaves it out: nothing hovers over a phone
        return
    expect(link).to_be_visible()
    link.click()
    target = heading.evaluate("h => h.parentElement.id")
    assert urlparse(view.url).fragment == target
    expect(heading).to_be_in_viewport()


def code(view):
    """The code of a cell is folded in; a click shows it and another hides it; the copy button copies it."""
    cell = view.locator("article details.hide:visible").first
    cell.locator("summary").click()
    text = cell.locator("pre").first
    expect(text).to_be_visible()
    copier = cell.locator("button.copybtn")
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text.hover()
    expect(copier).to_be_in_viewport()
    copier.click()
    expect(copier).to_have_class("copybtn o-tooltip--left success")
    assert view.evaluate("navigator.clipboard.readText()").strip() == text.inner_text().strip()
    cell.locator("summary").click()
    expect(text).not_to_be_visible()


def back_to_top(view):
    """Drawn in narrow windows while one scrolls up far down the page."""
    view.mouse.move(view.viewport_size["width"] / 2, HEIGHT / 2)
    view.evaluate("scrollTo({top: 4000, behavior: 'instant'})")
    button = view.locator("#pst-back-to-top")
    expect(button).not_to_be_visible()
    view.mouse.wheel(0, -1500)
    if width(view) == DESK:
        view.wait_for_function("() => scrollY < 4000")
        expect(button).not_to_be_visible()
        return
    expect(button).to_be_visible()
    button.click()
    view.wait_for_function("() => scrollY === 0")


def evidence_in_full(view):
    """A click folds the evidence of the chapter, another opens it; more of it in `test_depths`."""
    fold = view.locator("article details.in-full > summary")
    inside = view.locator("article details.in-full h2").first
    expect(inside).to_be_visible()
    fold.click()
    expect(inside).not_to_be_visible()
    fold.click()
    expect(inside).to_be_visible()


def all_code(view):
    """One switch shows the code of all cells and folds it again; more of it in `test_depths`."""
    switch = view.locator(".btn-code-switch")
    code = view.locator("article details.above-input pre").first
    switch.click()
    expect(code).to_be_visible()
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(code).not_to_be_visible()
    expect(switch).to_have_attribute("aria-pressed", "false")


def number(view):
    """A number of the text opens its card, which closes with its button; more of it in `test_evidence`."""
    link = view.locator("article a.number").first
    link.press("Enter")
    card = view.locator("dialog.evidence-card")
    expect(card.locator(".evidence-copy")).to_be_in_viewport()
    card.locator(".evidence-close").click()
    expect(card).not_to_be_visible()
    expect(link).to_be_focused()


def code_of_a_table(view):
    link = view.locator("article a.report-code").first
    link.click()
    expect(view.locator(f"{link.get_attribute('href')} pre").first).to_be_visible()


def cite(view):
    fold = view.locator("article details.report-cite").first
    fold.locator("summary").click()
    expect(fold.locator("p").first).to_be_visible()
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fold.locator("button").click()
    expect(fold.locator("[role=status]")).to_have_text("Copied")


def sources(view):
    fold = view.locator("article details.report-source").first
    fold.locator("summary").click()
    expect(fold.locator("p").first).to_be_visible()


def data_of_a_table(view):
    with view.expect_download() as download:
        view.locator("article a[download]").first.click()
    assert "," in download.value.path().read_text("utf-8").splitlines()[0]


CONTROLS = {
    "#pst-skip-link a": (EVERY, skip_link),
    ".primary-toggle": (EVERY, menu),
    ".navbar-brand": ((DESK,), title),
    ".sidebar-primary-item a.reference.internal": ((DESK,), chapters),
    ".search-button__button": (EVERY, search),
    ".secondary-toggle": (NARROW, contents),
    ".page-toc a": ((DESK,), contents),
    ".dropdown-download-buttons > button": (EVERY, download_menu),
    ".btn-fullscreen-button": (EVERY, full_screen),
    ".theme-switch-button": (EVERY, mode),
    ".btn-code-switch": (EVERY, all_code),
    "article details.in-full > summary": (EVERY, evidence_in_full),
    ".prev-next-footer .left-prev": (EVERY, previous_page),
    ".prev-next-footer .right-next": (EVERY, next_page),
    "article details.hide > summary": (EVERY, code),
    "article a.number": (EVERY, number),
    "article a.report-code": (EVERY, code_of_a_table),
    "article details.report-cite > summary": (EVERY, cite),
    "article details.report-source > summary": (EVERY, sources),
    "article a[download]": (EVERY, data_of_a_table),
}
# Drawn only after another control was used or under the pointer, at every width.
INSIDE = {
    ".navbar-brand": title,
    ".sidebar-primary-item a.reference.internal": chapters,
    ".page-toc a, .bd-toc-nav a": contents,
    "#pst-search-dialog input[type=search]": search,
    ".btn-download-source-button": download_source,
    ".btn-download-pdf-button": download_pdf,
    "article .headerlink": heading_link,
    "article button.copybtn": code,
    "details.report-cite button": cite,
    "#pst-back-to-top": back_to_top,
}
# Ordinary links of the text: other tests follow every one of them.
TEXT = [
    "article a.reference",
    "article a[href^='#']",
    "article a[href^='http']",
    "article a[href$='.html']",
    "article a[href*='.html#']",
]
# What other pages draw within the text, by the test module that uses it.
ELSEWHERE = {
    "form.verdict-filters :is(select, input, button), .report-folded summary": "test_verdicts",
    "#explorer-calculator :is(select, input, button, summary)": "test_explorer",
    "#explorer-scheme :is(select, input, button, summary)": "test_explorer_scheme",
    ".how-to-cite button": "test_editions",
    "form.bd-search input[type=search], .search-found a": "search, above, and test_search",
    ".evidence-filter input, .evidence-rows a": "test_evidence",
}


def unknown(view) -> list[str]:
    known = [*CONTROLS, *INSIDE, *TEXT, *ELSEWHERE]
    return view.evaluate(
        f"known => ({VISIBLE})(document).filter(e => !known.some(k => e.matches(k))).map(e =>"
        " e.outerHTML.slice(0, 160))",
        known,
    )


@pytest.mark.parametrize("view", [FULLEST], indirect=True)
def test_every_visible_control_is_known(view):
    found = {"at rest": unknown(view)}
    view.evaluate("document.querySelectorAll('article details').forEach(d => d.open = true)")
    found["with all code shown"] = unknown(view)
    view.evaluate("scrollTo(0, 4000)")
    view.mouse.wheel(0, -1500)
    found["scrolled up"] = unknown(view)
    view.evaluate("scrollTo(0, 0)")
    download_menu(view)
    found["download menu"] = unknown(view)
    view.keyboard.press("Escape")
    visible(view, ".search-button__button").click()
    found["search"] = unknown(view)
    view.keyboard.press("Escape")
    for toggle in (".primary-toggle", ".secondary-toggle"):
        if view.locator(f"{toggle}:visible").count():
            visible(view, toggle).click()
            found[toggle] = unknown(view)
            view.keyboard.press("Escape")
    assert not any(found.values()), f"controls that no test uses: { {k: v for k, v in found.items() if v} }"


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "search.html",
        "genindex.html",
        "chapters/index.html",
        "chapters/verdicts.html",
        "chapters/explorer.html",
        "chapters/all_numbers.html",
    ],
)
def test_no_page_has_controls_of_its_own_that_no_test_uses(window, address, path):
    view = open_page(window, f"{address}/{path}")
    if path == "index.html":  # leads on at once
        view.wait_for_url("**/chapters/index.html")
    view.wait_for_function("() => document.readyState === 'complete'")
    assert not unknown(view)
    view.close()


@pytest.mark.parametrize("view", [FULLEST], indirect=True)
def test_each_control_is_drawn_in_the_open_at_its_widths_and_only_there(view):
    drawn = {name: view.locator(f"{name}:visible").count() > 0 for name in CONTROLS}
    assert drawn == {name: width(view) in widths for name, (widths, _) in CONTROLS.items()}
    # Not behind another: the point at the middle of each button of the frame belongs to that button.
    covered = view.evaluate(
        """() => [...document.querySelectorAll('.bd-header-article button')]
            .filter(e => e.checkVisibility({visibilityProperty: true}))
            .filter(e => { const b = e.getBoundingClientRect();
                           const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
                           return !(e.contains(top) || (top && top.contains(e))) })
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert not covered
    # There is one menu and one search button.
    for name in (".primary-toggle", ".search-button__button", ".theme-switch-button"):
        assert view.locator(f"{name}:visible").count() == 1, name
    # The scripts bind the first of each; a second, hidden one would take the click's place.
    assert view.locator(".primary-toggle").count() == 1
    assert view.locator(".secondary-toggle").count() == 1


USES = sorted({use for _, use in CONTROLS.values()} | set(INSIDE.values()), key=lambda use: use.__name__)


@pytest.mark.parametrize(
    ("view", "use"),
    # What the search finds is a place of the page itself.
    [pytest.param(FULLEST if use is search else PAGE, use, id=use.__name__) for use in USES],
    indirect=["view"],
)
def test_control_does_what_it_says(view, use):
    use(view)
