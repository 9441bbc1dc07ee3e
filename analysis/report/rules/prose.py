"""Rules for Markdown: one title, and no number that was typed instead of computed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.report.rules.page import Breach, Cell, Page

_NUMBER = r"\d+(?:[,\u00a0\u202f]\d{3})*(?:\.\d+)?"
_TYPED = re.compile(
    rf"""
    (?:US\s?)?[$€£¥￥]\s?{_NUMBER}(?:\s*(?:thousand|million|billion|trillion|bn|mn|trn|tn)\b)?
    | \b(?:USD|JPY|EUR|CNY|RMB|GBP)\s?{_NUMBER}
    | (?<![\w.]){_NUMBER}[\s-]*
      (?:%|％|per\s?cent\b|percentage[\s-]points?\b|ppt?s?\b|basis[\s-]points?\b|bps?\b)
    | (?<![\w.]){_NUMBER}[\s-]*(?:thousand|million|billion|trillion|bn|mn|trn|tn)\b
    | (?<![\w.]){_NUMBER}[\s-]*(?:yen|dollars?|yuan|euros?|cents?)\b
    | (?<![\w./])(?:\d[\d,]*)?\.\d+(?!\w)
    | (?<![\w./])\d[\d,]*\.\d+
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The level of a band or a test is a convention and not a result: "the 95 % joint band".
_LEVEL = re.compile(r"(?:1|5|10|50|68|80|90|95|99)(?:\.0)?[\s-]*(?:%|％|per\s?cent)$", re.IGNORECASE)
_LEVEL_NOUN = re.compile(
    r"[\s-]*(?:(?:joint|point-?wise|simultaneous|sup-t|two-sided|one-sided|confidence|credible|significance|critical|"
    r"prediction|percentile|bootstrap|Bonferroni|forecast|uniform|Fieller|Anderson-Rubin|and|or|to|the|"
    r"\d+|%|％|per\s?cent|,)[\s-]*)*"
    r"\b(?:bands?|intervals?|levels?|confidence|significance|sets?|regions?|quantiles?|critical|values?|tests?|limits?|fans?)\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"<!--\s*typed:(?P<reason>.*?)-->", re.DOTALL)

PUBLISH = (
    "Publish it in a code cell (report.numbers.publish) and paste it with {glue:text}, "
    "or give the reason in the cell: <!-- typed: reason -->."
)


def findings(page: Page) -> Iterator[Breach]:
    """Everything in the Markdown of a page that breaks a rule."""
    yield from _titles(page)
    for cell in page.markdown():
        yield from _typed_numbers(page, cell)
        yield from _paths(page, cell)
        yield from _images(page, cell)


def typed_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Decimals, percentages and amounts of money in masked text: line (from 1) and number."""
    for match in _TYPED.finditer(text):
        if _LEVEL.match(match[0].strip()) and _LEVEL_NOUN.match(text, match.end()):
            continue
        yield text.count("\n", 0, match.start()) + 1, " ".join(match[0].split())


def _titles(page: Page) -> Iterator[Breach]:
    titles = [(cell, line) for cell in page.markdown() for line in _headings(cell.visible)]
    remedy = "Give the page one `# Title`, in its first cell; sections start at `##`."
    if not titles:
        yield page.finding("", "one-title", "the page has no title.", remedy)
        return
    first = page.cells[0]
    cell, line = titles[0]
    if cell is not first:
        yield page.finding(cell.place(line), "one-title", "the title is not in the first cell.", remedy)
    for cell, line in titles[1:]:
        yield page.finding(cell.place(line), "one-title", "a second title.", remedy)


def _headings(text: str) -> Iterator[int]:
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        underlined = number < len(lines) and re.match(r"=+\s*$", lines[number]) and line.strip()
        if re.match(r"#\s+\S", line) or underlined:
            yield number


def _typed_numbers(page: Page, cell: Cell) -> Iterator[Breach]:
    covered: set[int] = set()
    for match in _ALLOWED.finditer(cell.source):
        line = cell.source.count("\n", 0, match.start()) + 1
        if not match["reason"].strip():
            yield page.finding(
                cell.place(line),
                "typed-number",
                "`<!-- typed: -->` without a reason.",
                "Say why it has to be typed.",
            )
        # On a Markdown page, which is one long cell, a permission covers its paragraph.
        covered |= (
            _paragraph(cell.source, line) if not cell.number else set(range(cell.source.count("\n") + 2))
        )
    for line, number in typed_numbers(cell.prose):
        if line not in covered:
            yield page.finding(
                cell.place(line), "typed-number", f"the number “{number}” is typed by hand.", PUBLISH
            )


def _paragraph(source: str, line: int) -> set[int]:
    lines = source.split("\n")
    start = end = line
    while start > 1 and lines[start - 2].strip():
        start -= 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return set(range(start, end + 1))


# Folders at the top of somebody's file system. URLs have a host before the slash.
MACHINE_PATH = re.compile(
    r"(?<![\w:/.~-])(?:/(?:home|Users|root|tmp|var|mnt|opt|usr|srv|etc|private|work|workspace|builds|runner)/[\w.-]+|~/\w)"
    r"|\b[A-Za-z]:\\\w|\bfile://"
)


def _paths(page: Page, cell: Cell) -> Iterator[Breach]:
    for match in MACHINE_PATH.finditer(cell.visible):
        line = cell.visible.count("\n", 0, match.start()) + 1
        yield page.finding(
            cell.place(line),
            "machine-path",
            f"“{match[0]}” is a path of one machine.",
            "Name it from the top of the repository.",
        )


def _images(page: Page, cell: Cell) -> Iterator[Breach]:
    for match in re.finditer(r"!\[([^\]]*)\]\(", cell.visible):
        if len(match[1].strip()) < 40:
            line = cell.visible.count("\n", 0, match.start()) + 1
            yield page.finding(
                cell.place(line),
                "alt-text",
                "an image with alt text under 40 characters.",
                "Say what it shows: ![…](…).",
            )
    # Directives are gone from `visible`: their options are what is looked for.
    for match in re.finditer(
        r"^(`{3,}|:{3,})\{(figure|image)\}.*?^\1\s*$", cell.source, re.DOTALL | re.MULTILINE
    ):
        alt = re.search(r"^:alt:(.*)$", match[0], re.MULTILINE)
        if not alt or len(alt[1].strip()) < 40:
            line = cell.source.count("\n", 0, match.start()) + 1
            yield page.finding(
                cell.place(line),
                "alt-text",
                f"a {{{match[2]}}} with alt text under 40 characters.",
                "Say what it shows in :alt:.",
            )
