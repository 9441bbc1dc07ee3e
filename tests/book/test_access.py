"""What axe-core finds on a page, by the rules of WCAG 2.2 (A, AA) and its own best practice, at two widths
and in both modes."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = 375, 1440


@pytest.fixture(scope="module")
def axe() -> str:
    """The script, from its package."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@pytest.fixture(
    scope="module", params=[(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")], ids=str
)
def window(request, chromium):
    """One window for all pages of one width and mode."""
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing(window, axe, address, page):
    window.goto(f"{address}/{page}", wait_until="load")
    if str(page) == "index.html":  # leads on at once
        window.wait_for_url("**/chapters/index.html")
    window.evaluate(axe)
    found = window.evaluate(
        f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}}).then(r =>"
        " r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].target.join(' '),"
        " v.nodes[0].failureSummary]))"
    )
    assert not found, "\n".join(
        f"{rule} at {count} places, first {place}: {why}" for rule, count, place, why in found
    )
