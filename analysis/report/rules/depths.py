"""A rule for chapters: first a plain part that a newspaper reader follows, the evidence in full below it.

The plain part ends at ``:::{evidence-in-full}``. It has the sections of `SECTIONS`, no formula, and none of
the words that only the field understands, unless the glossary has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.report.rules.leads import counted
from analysis.report.rules.page import Breach, Page

CHAPTERS = (
    *("motives", "modalities", "united_states", "cars_and_tariffs", "japan", "japan_items"),
    *("japan_over_time", "which_shock", "china_and_others", "transmission", "tax_and_fiscal"),
    *("state_view", "risks"),
)
FEWEST, MOST = 300, 800
SECTIONS = ("The question", "What was found", "How sure it is")

_MARKER = re.compile(r"^:::\{evidence-in-full\}\s*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LABEL = re.compile(r"^\([\w:.+-]+\)=\s*$|^:{3,}.*$", re.MULTILINE)
_HEADING = re.compile(r"^(#+)\s+(.*?)\s*$", re.MULTILINE)
_FORMULA = re.compile(r"(?<!\\)\$\S|\\\(|\{math\}")
_JARGON = re.compile(
    r"\b(?:p-values?|p\s*=|coefficients?|regress\w*|standard errors?|covariance\w*|log points?|logs?"
    r"|estimands?|elasticit\w+|endogen\w+|exogen\w+|heterosked\w+|autocorrel\w+|bootstrap\w*|quantiles?|percentiles?"
    r"|identif\w+|null hypothes\w+|specifications?|stationar\w+|lags?|lagged|robust\w*"
    r"|VAR|HAC|EWC|HC3|GMM|sup-t|Holm\w*|Wald|Leontief|Granger)\b"
)


def findings(page: Page) -> Iterator[Breach]:
    """Everything in which a chapter is not in two depths."""
    if page.path.stem not in CHAPTERS:
        return
    texts = [cell.source for cell in page.markdown()]
    ends = sum(len(_MARKER.findall(text)) for text in texts)
    if ends != 1:
        yield page.finding(
            "",
            "two-depths",
            f"the plain part ends {ends} times.",
            "Write the plain part first and close it once with :::{evidence-in-full}.",
        )
        return
    plain = _plain(page, texts)
    for problem in problems(plain):
        yield page.finding("plain part", "two-depths", problem, "Say it in plain words, or below the fold.")
    shown = next(cell for cell in page.cells if cell.kind == "code" or _MARKER.search(cell.source))
    if shown.kind == "code":
        yield page.finding(
            shown.place(), "two-depths", "code stands in the plain part.", "Move the cell below the fold."
        )


def _plain(page: Page, texts: list[str]) -> str:
    found = []
    for text in texts:
        before, *rest = _MARKER.split(text, maxsplit=1)
        found.append(before)
        if rest:
            break
    return _LABEL.sub("", _COMMENT.sub(" ", "\n\n".join(found)))


def problems(plain: str) -> Iterator[str]:
    """What keeps a text from being plain: its length, its sections, formulas, words of the field."""
    sections = tuple(title for mark, title in _HEADING.findall(plain) if mark == "##")
    if sections != SECTIONS:
        yield f"its sections are {', '.join(sections) or 'none'}, not {', '.join(SECTIONS)}."
    words, _ = counted(_HEADING.sub("", plain))
    if not FEWEST <= words <= MOST:
        yield f"it has {words} words, not {FEWEST} to {MOST}."
    if _FORMULA.search(plain):
        yield "it has a formula."
    for word in dict.fromkeys(match[0] for match in _JARGON.finditer(re.sub(r"`[^`]*`", " ", plain))):
        yield f"“{word}” is a word of the field."
