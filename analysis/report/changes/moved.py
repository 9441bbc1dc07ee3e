"""From two states of the book to what differs, and how far a number moved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from analysis.report.changes.published import Item

# "1.06 percent (95 % interval 0.66 to 1.46)", with a real minus sign and a space that does not break.
_NUMBER = r"[−+-]?[\d,]*\.?\d+"
_INTERVAL = re.compile(
    rf"\(\s*(?P<level>\d+(?:\.\d+)?)\s*% interval (?P<low>{_NUMBER}) to (?P<high>{_NUMBER})\)"
)
_LEADING = re.compile(rf"^\s*(?P<value>{_NUMBER})")
# Parts of an effect: reported with it, not beside it.
_PARTS = re.compile(r"_(se|low|high|text|p|p_text|p_complete|p_complete_text)$")


@dataclass(frozen=True)
class Change:
    """One difference between two editions.

    Attributes
    ----------
    kind, page, item : str
        As in `Item`; further kinds are "series" and "forecast".
    before, after : str
        Empty where it was not, or is no longer.
    standard_errors : float or None
        How far a number moved, (after - before) / standard error before; the error is the published one, or
        that of its published interval under a normal distribution. None unless the number has an error before
        and after.
    note : str
        What a reader should know.
    """

    kind: str
    page: str
    item: str
    before: str
    after: str
    standard_errors: float | None = None
    note: str = ""


def moved(before: Iterable[Item], after: Iterable[Item]) -> list[Change]:
    """What differs: numbers, figures, sentences, verdicts and parts, in that order of kinds and by page and
    name."""
    old, new = {item.key: item.value for item in before}, {item.key: item.value for item in after}
    pages = {page for _, page, _ in new}
    changes = []
    for key in sorted({*old, *new}):
        a, b = old.get(key), new.get(key)
        if a == b or (a is not None and b is None and key[1] not in pages):
            continue  # a page that has not been run says nothing, which is no change
        kind, page, item = key
        if kind == "part" and None in (a, b):
            continue  # how a claim is divided is no finding
        if kind == "number" and _of_a_moved_effect(key, old, new):
            continue
        # A number that is stated in another form afterwards (no interval, another quantity under the name)
        # has no distance.
        alike = (
            kind == "number"
            and a is not None
            and b is not None
            and standard_error(page, item, new) is not None
        )
        error = standard_error(page, item, old) if alike else None
        distance = _distance(a, b, error) if error else None
        note = _turned(item, old, new) if kind == "verdict" else ""
        changes.append(Change(kind, page, item, a or "", b or "", distance, note))
    return changes


def standard_error(page: str, item: str, published: dict) -> float | None:
    """Standard error of a published number: under its own key with ``_se``, or from the interval in its
    text."""
    own = published.get(("number", page, f"{item}_se"))
    if own is not None:
        return number(own)
    found = _INTERVAL.search(published.get(("number", page, item), ""))
    if found is None:
        return None
    low, high = number(found["low"]), number(found["high"])
    return (high - low) / (2 * NormalDist().inv_cdf(0.5 + float(found["level"]) / 200))


def number(text: str) -> float | None:
    """The number with which a text begins; None if it begins with none."""
    found = _LEADING.match(text)
    return float(found["value"].replace("−", "-").replace(",", "")) if found else None


def _distance(a: str, b: str, error: float) -> float | None:
    before, after = number(a), number(b)
    return None if before is None or after is None or error <= 0 else (after - before) / error


def _of_a_moved_effect(key: tuple[str, str, str], old: dict, new: dict) -> bool:
    kind, page, item = key
    found = _PARTS.search(item)
    base = (kind, page, item[: found.start()]) if found else None
    return base is not None and base in old and base in new and old[base] != new[base]


def _turned(claim: str, old: dict, new: dict) -> str:
    """Which parts of a claim turned."""
    parts = sorted(
        key for key in old.keys() & new.keys() if key[0] == "part" and key[2].startswith(f"{claim}, ")
    )
    return "; ".join(
        f"{key[2].removeprefix(f'{claim}, ')}: {old[key]} to {new[key]}"
        for key in parts
        if old[key] != new[key]
    )
