"""What axe-core finds on a page, at two widths and in both modes."""

from __future__ import annotations

import accessibility
import pytest
from built import page_paths

WIDTHS = {"phone": 375, "desk": 1440}
MODES = ("light", "dark")
ROOT, FIRST = "index.html", "chapters/index.html"
PARTS = 4  # of the pages at each width, so that every worker has its share
# The root leads on to the first page at once: what is found there is found at the end of that way.
PAGES = [path.as_posix() for path in page_paths() if path.as_posix() != ROOT]
CASES = [
    pytest.param(name, path, marks=pytest.mark.xdist_group(f"access, {name}, {at % PARTS}"))
    for name in WIDTHS
    for at, path in enumerate(PAGES)
]


@pytest.fixture(scope="module")
def windows(chromium):
    """One window for all pages of one width and mode."""
    contexts = {
        (name, mode): chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=mode)
        for name, width in WIDTHS.items()
        for mode in MODES
    }
    yield {which: context.new_page() for which, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def script() -> str:
    return accessibility.script()


@pytest.mark.parametrize(("width", "path"), CASES)
def test_axe_finds_nothing(windows, script, address, width, path):
    found = {}
    for mode in MODES:
        window = windows[width, mode]
        window.goto(f"{address}/{ROOT if path == FIRST else path}", wait_until="load")
        window.wait_for_url(f"**/{path}")
        window.evaluate(script)
        found[mode] = accessibility.violations(window)
    assert found == {mode: [] for mode in MODES}


def test_every_page_is_looked_at():
    assert len(PAGES) >= 8 and FIRST in PAGES


def test_the_script_at_less_cost_finds_what_the_plain_one_finds(chromium):
    """Planted faults of several rules, in number and place, and what was counted as sound beside them."""
    faults = """<html lang="en"><title>Faults</title><main><h1>Faults</h1>
        <p style="color: #999; background: #fff">Too pale</p>
        <p style="color: rgb(0 0 0 / 40%); background: rgb(255 255 255 / 50%)">Half through</p>
        <p style="color: oklch(70% 0.1 200); background: white">Another way to name a colour</p>
        <p style="background: black"><i style="color: #777">Dark</i> <b style="color: white">Sound</b></p>
        <p style="text-shadow: 0 0 2px #eee; color: #767676">In a shadow</p>
        <p style="opacity: .4">Faded</p><p>Sound</p><img src="data:,"><a href="#"></a><button></button>
        <ul><p>No item</p></ul><div role="checkbox">Not named</div></main></html>"""
    context = chromium.new_context()
    findings = []
    for script in (accessibility.plain(), accessibility.script()):
        page = context.new_page()
        page.set_content(faults)
        page.evaluate(script)
        findings.append(
            page.evaluate(
                """rules => axe.run(document, {runOnly: rules}).then(found =>
                    ['violations', 'incomplete', 'passes'].map(kind => found[kind].map(({id, nodes}) =>
                        [id, nodes.map(n => [n.target.join(), n.failureSummary || '',
                                             ...n.any.map(check => JSON.stringify(check.data))])])))""",
                accessibility.RULES,
            )
        )
    context.close()
    assert findings[0] == findings[1]
    wrong = {rule: len(nodes) for rule, nodes in findings[1][0]}
    assert wrong["color-contrast"] == 4 and {"image-alt", "link-name", "button-name", "list"} <= set(wrong)
