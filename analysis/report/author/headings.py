"""What stands above a picture: a title that states the finding, a subtitle that says what is measured.

The title is a sentence whose condition was checked (`sentences.held`), so that new data turn the build red
and not the title wrong. The caption below stays the name of the figure: it says what is drawn and no finding,
and so does not change with the data, which citations and references need. None of the texts repeats another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.errors import NotebookError
from analysis.report.author.sentences import Held

LONGEST_TITLE = 10  # words
LONGEST_SUBTITLE = 34  # words
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
#: Words in a row that two texts of one figure may share at most.
SHARED = 4
# What tells a reader the unit: a sign, or a word that is a unit or makes a pure number.
UNIT = re.compile(
    r"[%‰$¥€=]|\b(per|index|share|ratio|percent|percentage|points?|bp|number|count|months?|quarters?|years?|days?|"
    r"weeks?|seconds?|rank|density|probability|yen|dollars?|euros?|yuan|usd|jpy|bn|tn|million|billion|trillion|log|"
    r"elasticity|correlation|standard|deviations?|statistic|score|scale|year)\b",
    re.IGNORECASE,
)
#: Words of units that say how they are read and not what they are.
RELATIONS = frozenset({"per", "index", "scale"})
#: A year, or a word for what has none.
PERIOD = re.compile(
    r"\b(19|20)\d\d\b|\b(simulated|scenarios?|model|calculations?|calculated)\b", re.IGNORECASE
)
#: A measure that several figures share: how the sign is to be read.
DEARER = "Rise of the dollar in yen"
#: What titles have for a verb. Some are nouns elsewhere: this finds a missing verb, and reads no grammar.
#: A new title may bring a new one.
VERBS = frozenset(
    "is are was were be been has have had does do can could may might would will cannot"
    " bears bore came comes costs covers cover covered decides decide depends differ differs disagree"
    " exceeds falls fell finds follow follows gains gets get go goes grew grows hang hangs hold holds keeps"
    " leaves lies lie lose loses lost makes matters matter pay pays remains rises rose shows stand stands"
    " stayed stays stops takes took turns wanders".split()
)


def check(name: str, title: str, subtitle: str, caption: str, alt: str) -> None:
    """Refuse a title that was typed without a condition, and words that break a rule of `problems`.

    Raises
    ------
    NotebookError
        Naming the figure, the text and the remedy.
    """
    if not isinstance(title, Held):
        raise NotebookError(
            f"{name}: the title {str(title)!r} has no condition; give title="
            "report.sentences.held(text, condition), true of the data drawn"
        )
    for problem in problems(title, subtitle, caption, alt):
        raise NotebookError(f"{name}: {problem}")


def problems(title: str, subtitle: str, caption: str, alt: str) -> Iterator[str]:
    """What is wrong with the words of a figure, each with its remedy."""
    if not 1 <= words(title) <= LONGEST_TITLE:
        yield f"the title has {words(title)} words; state the finding in 1 to {LONGEST_TITLE}"
    if title and not VERBS & set(re.findall(r"[a-z]+", title.lower())):
        yield (
            f"the title {str(title)!r} names a subject and has no verb of `headings.VERBS`; "
            "say what is found, or add the verb there"
        )
    if not 1 <= words(subtitle) <= LONGEST_SUBTITLE:
        yield (
            f"the subtitle has {words(subtitle)} words; say measure, unit and period in 1 to"
            f" {LONGEST_SUBTITLE}"
        )
    if subtitle and not UNIT.search(subtitle):
        yield f"the subtitle {subtitle!r} names no unit; write it after a comma: '…, %'"
    if subtitle and not PERIOD.search(subtitle):
        yield (
            f"the subtitle {subtitle!r} names no year; say from when to when, or that it is "
            "a calculation, a model, a scenario or simulated"
        )
    for text in (title, subtitle):
        if text.rstrip().endswith("."):
            yield f"{str(text)!r} ends with a stop; a title and a subtitle have none"
    texts = {"title": title, "subtitle": subtitle, "caption": caption, "alternative text": alt}
    for one, other in (
        ("title", "subtitle"), ("title", "caption"), ("title", "alternative text"), ("subtitle", "caption"),
    ):  # fmt: skip
        if again := repeated(texts[one], texts[other]):
            yield f"the {other} repeats “{again}” of the {one}; say each thing once"


def says_unit(subtitle: str, label: str) -> bool:
    """Whether a subtitle names the unit of an axis, so that its label says nothing more.

    >>> says_unit("Price change for each 1 % fall of the yen, %, by month since; 1980 to 2026", "long run, %")
    True
    >>> says_unit("Share of the duty, 1 = all; 2025", "duty, %")
    False
    >>> says_unit("Prices, log points (about %) from March 2025; 2026", "log points, March 2025 = 0")
    True
    """
    named, there = _units(label), _units(subtitle)
    return bool(named) and named <= there


def _units(text: str) -> set[str]:
    """Words of a unit; that a difference is none where it begins is none."""
    found = (match[0].lower().removesuffix("s") for match in UNIT.finditer(re.sub(r"= 0\b", "", text)))
    return {"%" if word == "percent" else word for word in found} - RELATIONS


def fall(of: str) -> str:
    """The unit of pass-through, "for each 1 % fall of the yen": a supposition, and no finding."""
    return f"for each 1 % fall of {of}"


def rise(of: str) -> str:
    """The unit of pass-through where a currency is quoted the other way round."""
    return f"for each 1 % rise of {of}"


def level(coverage: float = 0.95) -> str:
    """What bands or lines hold, by default the level at which effects are shown: "95 %"."""
    return f"{100 * coverage:g} %"


def period(index: Any, imports: Any = None) -> str:
    """From when to when, in words for a subtitle: "January 1980 to August 2026", "1996 to 2024".

    Parameters
    ----------
    index : sequence of period-like
        Of months, quarters, days or years, in order: Period, Timestamp, "2026-08", 2026, …
    imports : period-like, optional
        Last month of the import prices drawn beside the rest, said where it is another.
    """
    first, last = (dated(index[at]) for at in (0, -1))
    whole = first if first == last else f"{first} to {last}"
    if imports is None or dated(imports) == last:
        return whole
    month = dated(imports)
    same = month.split()[-1] == last.split()[-1]
    return f"{whole} (import prices to {month.split()[0] if same else month})"


def dated(value: Any) -> str:
    """A month, quarter or year in words; any other text as it is.

    >>> dated("2026-08"), dated("2026Q2"), dated(1996)
    ('August 2026', 'Q2 2026', '1996')
    """
    text = str(value)
    if found := re.fullmatch(r"(\d{4})-(\d\d)(?:\D.*)?", text):
        return f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := re.fullmatch(r"(\d{4})Q([1-4])", text):
        return f"Q{found[2]} {found[1]}"
    return text


def words(text: str) -> int:
    """Words of a text; punctuation between blanks is none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def repeated(one: str, other: str) -> str:
    """The first words, one more than `SHARED`, that stand in both texts in a row; "" if there are none.

    A text of fewer words repeats what holds the whole of it.
    """
    mine, theirs = (re.findall(r"[\w.−-]+", text.lower()) for text in (one, other))
    length = min(SHARED + 1, max(len(mine), 1), max(len(theirs), 1))
    runs = {tuple(theirs[i : i + length]) for i in range(len(theirs) - length + 1)}
    for i in range(len(mine) - length + 1):
        if tuple(mine[i : i + length]) in runs:
            return " ".join(mine[i : i + length])
    return ""
