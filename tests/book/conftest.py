"""The built book, as files and as served pages, for the tests of what a reader gets."""

from __future__ import annotations

import copy
import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlparse

import pytest
from bs4 import BeautifulSoup

from analysis import claims
from analysis.report.build import browser

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # what several modules of this folder use

import workers
from built import HTML, page_paths


def pytest_generate_tests(metafunc):
    """Give each test that asks for a `page` all of them; none at all is a failure, not a pass."""
    if "page" in metafunc.fixturenames:
        paths = page_paths()
        assert len(paths) >= 8, f"only {len(paths)} built pages under {HTML}; run `make book` first"
        metafunc.parametrize("page", paths, ids=str)


def pytest_xdist_make_scheduler(config, log):
    """Tests that share something go to one worker (`workers`)."""
    return workers.ByModule(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Those that are handed out first come first; tests of one group keep the order that pytest gave them."""
    items.sort(key=lambda item: workers.place(item.nodeid))


@pytest.fixture(scope="session")
def html() -> Path:
    """Folder of the built book."""
    return HTML


@pytest.fixture(scope="session")
def soups() -> dict[Path, BeautifulSoup]:
    """Every built page, parsed."""
    return {path: BeautifulSoup((HTML / path).read_text("utf-8"), "html.parser") for path in page_paths()}


@pytest.fixture(scope="session")
def shown(soups) -> dict[Path, BeautifulSoup]:
    """The article of each page without code: what a reader reads. Read it, change nothing."""
    articles = {path: copy.copy(soup.find("article") or soup) for path, soup in soups.items()}
    for article in articles.values():
        for hidden in article.select(".cell_input, dl.py code, script, style"):
            hidden.decompose()
    return articles


@pytest.fixture(scope="session")
def judged():
    """Every verdict as the rules give it now: judged once, because it takes many seconds."""
    return claims.judge_all()


class _QuietHandler(SimpleHTTPRequestHandler):
    # A connection is kept for the next file; without Nagle's wait between the head of an answer and its body.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        """Say nothing: the tests report what failed."""


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Say nothing: a browser that leaves a page closes its connections, and that is no fault."""


@pytest.fixture(scope="session")
def address():
    """Base address of the built book, served from this machine on a free port."""
    server = _QuietServer(("127.0.0.1", 0), functools.partial(_QuietHandler, directory=str(HTML)))
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
    page.goto(f"{address}/{request.module.PAGE}", wait_until="load")
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
