"""The checker of accessibility as the tests run it: by the rules of WCAG 2.2 (A, AA) and its own best
practice."""

from __future__ import annotations

from importlib.resources import files

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

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


def violations(page, within: str | None = None) -> list[str]:
    """What is wrong on a page that has evaluated the script, by rule, within a selector or everywhere."""
    return page.evaluate(
        """([within, rules]) =>
            axe.run(within || document, {runOnly: rules, resultTypes: ['violations']}).then(found =>
                found.violations.map(({id, nodes}) => `${id} at ${nodes.length} places, first ` +
                    `${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`))""",
        [within, RULES],
    )
