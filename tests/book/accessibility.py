"""The checker of accessibility as the tests run it: by the rules of WCAG 2.2 (A, AA) and its own best
practice."""

from __future__ import annotations

from importlib.resources import files

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Of these, the ones that read colours. All others read the document and its boxes.
COLOURS = ["color-contrast", "link-in-text-block"]
#: Drawings of which each mode shows its own.
DARK, PICTURES = ".only-dark", ".only-light, .only-dark"

# Nine tenths of its time go into contrast, and nearly half of that into two things that are done here at less
# cost, with the same findings. Private fields, for each of which its build has a weak map: a symbol does it.
_WEAK = """
const kept = () => {
  const place = Symbol();
  return {
    has: (one) => Object.hasOwn(one, place), get: (one) => one[place],
    set: (one, value) => { one[place] = value }, add: (one) => { one[place] = true },
    delete: (one) => delete one[place],
  };
};
const WeakMap = function () { return kept() }, WeakSet = WeakMap;
"""
# The reading of a colour, by far most often of one that was read before.
_COLOURS = """
const colour = window.axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
colour.parseString = function (text) {
  if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
  else known.set(text, (({r, g, b, alpha}) => [r, g, b, alpha])(read.call(this, text)));
  return this;
};
"""


def plain() -> str:
    """The script of axe-core, from its package."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def script() -> str:
    """The script as the tests run it."""
    return f"(() => {{{_WEAK}{plain()}{_COLOURS}}})()"


def violations(page, within: str | None = None, rules: list[str] = RULES) -> list[str]:
    """What is wrong on a page that has evaluated the script, by rule, within a selector or everywhere."""
    return page.evaluate(
        """([within, rules]) =>
            axe.run(within || document, {runOnly: rules, resultTypes: ['violations']}).then(found =>
                found.violations.map(({id, nodes}) => `${id} at ${nodes.length} places, first ` +
                    `${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`))""",
        [within, rules],
    )


# Every element but the drawings of one mode: what it is, whether it is shown, and where.
_BOXES = """pictures => [...document.querySelectorAll('body, body *')]
  .filter(e => !e.closest(pictures)).map(e => {
    const {x, y, width, height} = e.getBoundingClientRect();
    const said = [...e.attributes].map(({name, value}) => `${name}=${value}`);
    return [e.localName, ...said, e.checkVisibility({visibilityProperty: true}), x, y, width, height].join();
}).join('\\n')"""


# The page has heard of the mode, and colours that change by and by have changed.
_AT_REST = """() => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)))
    .then(() => Promise.all(document.getAnimations().map(one => one.finished)))"""


def violations_in_both_modes(page) -> dict[str, list[str]]:
    """What is wrong on a page, opened in light, in light and in dark, in which it is left.

    The page is asked once for everything. In dark it is asked for colours and, within the drawings for dark
    screens, for everything: the other rules have nothing else to read than in light, if each element has the
    attributes and the box that it had. If one has not, they are all asked again.
    """
    found = {"light": violations(page)}
    before = page.evaluate(_BOXES, PICTURES)
    page.emulate_media(color_scheme="dark")
    page.evaluate(_AT_REST)
    if page.evaluate(_BOXES, PICTURES) != before:
        return found | {"dark": violations(page)}
    found["dark"] = violations(page, rules=COLOURS)
    if page.locator(DARK).count():
        found["dark"] += violations(page, within=DARK)
    return found
