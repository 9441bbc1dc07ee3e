"""The built book, as files and as served pages, for the tests of what a reader gets."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlparse

import pytest
from bs4 import BeautifulSoup

from analysis.report.build import book, browser

HTML = book.ROOT / "_build" / "html"


def page_paths() -> list[Path]:
    """Every page that a reader can open, as paths below the built folder."""
    return sorted(path.relative_to(HTML) for path in HTML.rglob("*.html") if "_static" not in path.parts)


def pytest_generate_tests(metafunc):
    """Give each test that asks for a `page` all of them; none at all is a failure, not a pass."""
    if "page" in metafunc.fixturenames:
        paths = page_paths()
        assert len(paths) >= 8, f"only {len(paths)} built pages under {HTML}; run `make book` first"
        metafunc.parametrize("page", paths, ids=str)


@pytest.fixture(scope="session")
def html() -> Path:
    """Folder of the built book."""
    return HTML


@pytest.fixture(scope="session")
def soups() -> dict[Path, BeautifulSoup]:
    """Every built page, parsed."""
    return {path: BeautifulSoup((HTML / path).read_text("utf-8"), "html.parser") for path in page_paths()}


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing: the tests report what failed."""


@pytest.fixture(scope="session")
def address():
    """Base address of the built book, served from this machine on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_QuietHandler, directory=str(HTML)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """A real headless Chromium; the tests fail, never skip, where none can be had."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=browser.ensure(), args=list(browser.QUIET))
        yield _Watched(instance)
        instance.close()


@pytest.fixture(scope="module", params=[375, 768, 1440])
def opened(request, chromium, address):
    """The calculator of the module on a phone, a tablet and a desk, with what its script complained about."""
    page = chromium.new_context(viewport={"width": request.param, "height": 900}).new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{address}/{request.module.PAGE}", wait_until="networkidle")
    page.wait_for_selector(f"{request.module.CALCULATOR}[data-ready=yes]", timeout=15_000)
    # All controls in sight: who types into one has opened the fold before.
    page.locator(f"{request.module.CALCULATOR} form details > summary").click()
    yield page
    page.context.close()


class _Watched:
    """A browser whose every window notes what it asks of other hosts, on opening and on every click after
    it."""

    def __init__(self, instance):
        self._instance, self.foreign = instance, []

    def new_context(self, **options):
        context = self._instance.new_context(**options)
        context.on("request", self._note)
        return context

    def new_page(self, **options):
        page = self._instance.new_page(**options)
        page.on("request", self._note)
        return page

    def _note(self, request) -> None:
        there = urlparse(request.url)
        if there.scheme in {"http", "https", "ws", "wss"} and there.hostname != "127.0.0.1":
            self.foreign.append(request.url)


@pytest.fixture(autouse=True)
def no_foreign_request(request):
    """Fail a test during which any page, after any interaction, asked another host for anything."""
    yield
    if "chromium" in request.fixturenames:
        watched = request.getfixturevalue("chromium")
        asked, watched.foreign = watched.foreign, []
        assert not asked, f"asked of another host: {asked[:3]}"
