"""What a reader's browser does with each page: no error, no failed or foreign request, mathematics drawn."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlparse

import pytest
from built import page_paths


def opened(context, address, path):
    """Open a page; return it with what says everything that went wrong until it asked for nothing more."""
    page = context.new_page()
    troubles = []
    page.on(
        "console",
        lambda message: troubles.append(f"console: {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    failed = []
    page.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    page.on("response", lambda r: troubles.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on(
        "request",
        lambda request: (
            troubles.append(f"foreign: {request.url}")
            if urlparse(request.url).scheme in {"http", "https"} and not request.url.startswith(address)
            else None
        ),
    )
    page.goto(f"{address}/{path}", wait_until="load")

    def complaints() -> list[str]:
        page.wait_for_load_state("networkidle")
        # The root leads on at once, perhaps before its icon has come: then it has to be there when asked.
        left = page.url != f"{address}/{path}"
        for url, why in failed:
            if not (left and why == "net::ERR_ABORTED" and page.request.get(url).ok):
                troubles.append(f"failed: {url}")
        failed.clear()
        return troubles

    return page, complaints


@pytest.fixture
def context(chromium):
    one = chromium.new_context()
    yield one
    one.close()


@pytest.fixture(scope="module")
def seen(chromium, address):
    """What goes wrong on a page, its images without a picture, and how far it is wider than a phone: each
    page opened once, by a reader who has opened none before.

    While one page asks for nothing more, which takes half a second to be sure of, the next is opened.
    """
    paths = [path.as_posix() for path in page_paths()]
    after = dict(pairwise(paths))
    begun, found = {}, {}

    def begin(path):
        if path not in begun:
            begun[path] = opened(chromium.new_context(), address, path)
        return begun[path]

    def look(path):
        if path not in found:
            page, complaints = begin(path)
            if path in after:
                begin(after[path])
            troubles = complaints()
            empty = page.locator("article img").evaluate_all(
                "all => all.filter(i => i.offsetParent !== null && i.complete && i.naturalWidth === 0).map(i"
                " => i.src)"
            )
            page.set_viewport_size({"width": 375, "height": 844})
            wider = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            page.context.close()
            found[path] = troubles, empty, wider
        return found[path]

    return look


def test_page_opens_without_error_or_foreign_request(seen, page):
    troubles, _, _ = seen(page.as_posix())
    assert not troubles, f"{page}: {troubles}"


def test_every_image_is_really_drawn(seen, page):
    _, empty, _ = seen(page.as_posix())
    assert not empty, f"{page}: {empty}"


def test_page_fits_a_phone(seen, page):
    _, _, wider = seen(page.as_posix())
    assert wider <= 1, f"{page} is {wider} px wider than a phone's screen"


@pytest.mark.parametrize(
    "ask",
    [
        "fetch('https://example.org/a')",
        (
            "new Promise((yes, no) => {const i = new Image(); i.onload = yes; i.onerror = no; i.src ="
            " 'https://example.org/b.png'})"
        ),
    ],
)
def test_a_script_that_asks_another_host_is_refused_by_the_page(chromium, context, address, ask):
    page, complaints = opened(context, address, "index.html")
    complaints()
    assert page.evaluate(f"{ask}.then(() => 'answered', () => 'refused')") == "refused"
    assert any("Content Security Policy" in trouble for trouble in complaints())
    chromium.foreign.clear()  # meant: the watch of all tests has seen it too


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_mathematics_is_drawn(chromium, address, scripts):
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/chapters/methods.html")
    sizes = [box for box in (one.bounding_box() for one in page.locator("div.math math").all()) if box]
    text = " ".join(page.locator("div.math math").all_text_contents())
    context.close()
    assert len(sizes) >= 3 and all(box["width"] > 100 and box["height"] > 15 for box in sizes)
    assert "&" not in text and "\\" not in text


def test_no_formula_is_cut_on_a_phone(chromium, address, soups):
    context = chromium.new_context(viewport={"width": 375, "height": 844})
    page = context.new_page()
    found, seen = {}, 0
    for path in sorted(one for one, soup in soups.items() if soup.select_one("article div.math")):
        page.goto(f"{address}/{path.as_posix()}")
        boxes = page.evaluate(
            """() => { document.querySelectorAll('article details').forEach(d => { d.open = true });
                return [...document.querySelectorAll('article div.math')].map(d =>
                    [d.id, d.scrollWidth - d.clientWidth, d.getBoundingClientRect().width]) }"""
        )
        seen += len(boxes)
        found |= {f"{path}#{name}": over for name, over, room in boxes if over > 0 or room > 345}
    context.close()
    assert seen >= 15 and not found, f"wider than the screen by so many pixels: {found}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_theme_shows_one_variant_of_each_figure(context, address, theme):
    page = context.new_page()
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/chapters/japan.html", wait_until="load")
    page.evaluate(
        "theme => { document.documentElement.dataset.theme = theme; document.documentElement.dataset.mode ="
        " theme }",
        theme,
    )
    shown = page.locator("article figure").evaluate_all(
        "figures => figures.map(f => [...f.querySelectorAll('img')].filter(i => i.offsetParent !=="
        " null).length)"
    )
    assert shown and set(shown) == {1}, f"images shown per figure in the {theme} theme: {shown}"


def test_figure_data_can_be_downloaded(context, address):
    page = context.new_page()
    page.goto(f"{address}/chapters/japan.html", wait_until="load")
    links = page.locator("article figure a[download]")
    assert links.count() > 0, "no figure offers its data"
    with page.expect_download() as download:
        links.first.click()
    first_line = download.value.path().read_text("utf-8").splitlines()[0]
    assert "," in first_line
