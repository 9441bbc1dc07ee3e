"""What axe-core finds on a page, at two widths and in both modes."""

from __future__ import annotations

import accessibility
import pytest
from built import page_paths

WIDTHS = {"phone": 375, "desk": 1440}
ROOT, FIRST = "index.html", "chapters/index.html"
# The root leads on to the first page at once: what is found there is found at the end of that way.
PAGES = [path.as_posix() for path in page_paths() if path.as_posix() != ROOT]


@pytest.fixture(scope="module")
def windows(chromium):
    """One window for all pages of one width."""
    contexts = {
        name: chromium.new_context(viewport={"width": width, "height": 900}) for name, width in WIDTHS.items()
    }
    yield {name: context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def script() -> str:
    return accessibility.script()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(windows, script, address, width, path):
    window = windows[width]
    window.emulate_media(color_scheme="light")
    window.goto(f"{address}/{ROOT if path == FIRST else path}", wait_until="load")
    window.wait_for_url(f"**/{path}")
    window.evaluate(script)
    assert window.evaluate("document.documentElement.dataset.theme") == "light"
    found = accessibility.violations_in_both_modes(window)
    assert window.evaluate("document.documentElement.dataset.theme") == "dark"
    assert found == {"light": [], "dark": []}


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


FAULTS = {  # what is wrong in dark only, by the rule that says so
    "color-contrast": "p { color: #333 }",
    "link-in-text-block": "a { color: #ddd; text-decoration: none }",
    "image-alt": ".only-dark { display: block !important }",
    "target-size": "button { width: 9px; height: 9px; padding: 0; border: 0; margin: 0 }",
    "": "",
}


@pytest.mark.parametrize("rule", FAULTS, ids=lambda rule: rule or "none")
def test_what_is_wrong_in_dark_only_is_found(chromium, script, rule):
    window = chromium.new_context().new_page()
    window.set_content(
        f"""<html lang="en"><title>Modes</title><style>
        button {{ width: 30px; height: 30px }} .only-dark {{ display: none }}
        @media (prefers-color-scheme: dark) {{ :root {{ background: #000; color: #eee }} a {{ color: #8cf }}
        {FAULTS[rule]} }}</style><main><h1>Modes</h1><p>A text with <a href="#a">a link</a> in it</p>
        <div><button>1</button><button>2</button></div><img class="only-dark" src="data:,"></main></html>"""
    )
    window.evaluate(script)
    found = accessibility.violations_in_both_modes(window)
    window.context.close()
    assert found["light"] == []
    assert {one.split()[0] for one in found["dark"]} == ({rule} if rule else set())


def test_the_rules_about_colours_are_all_that_the_checker_has(chromium, script):
    window = chromium.new_context().new_page()
    window.evaluate(script)
    tagged = window.evaluate("axe.getRules(['cat.color']).map(rule => [rule.ruleId, rule.tags])")
    window.context.close()
    assert sorted(name for name, tags in tagged if set(tags) & set(accessibility.RULES)) == sorted(
        accessibility.COLOURS
    )
