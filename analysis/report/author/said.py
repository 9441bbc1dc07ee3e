"""What a text says in numbers: kept beside the text, from the object that gave it, until it is published.

`numbers.fixed`, `effect_text` and the rest return `Said`, a text that remembers the unrounded value,
interval, sample and specification behind it. It stays one when it is joined to words by ``+`` or `replace`;
where it is written into an f-string, the cell's log of what was written in finds it again. Nobody types any
of this.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Significant digits of a value in a record: as good as unrounded, and the same on every machine.
DIGITS = 10
#: Lines of a specification, and characters of each, that a card has room for.
LINES, LENGTH = 18, 160
#: Numbers of one text that are told apart.
PARTS = 8
#: Texts of one cell that are remembered.
REMEMBERED = 500

# Under which names results and rows of their tables hold the same thing.
_NAMES = {
    "value": ("estimate", "value"),
    "low": ("low",),
    "high": ("high",),
    "error": ("std_error", "error"),
    "coverage": ("coverage", "level"),
    "n": ("nobs", "n"),
    "first": ("first",),
    "last": ("last",),
    "method": ("method",),
    "unit": ("unit",),
    "label": ("label",),
    "qualifier": ("qualifier",),
    "as_of": ("as_of",),
}

_written: dict[str, Facts | None] = {}

Facts = tuple[dict[str, Any], ...]


class Said(str):
    """A text with the facts of each number in it, in the order of the text."""

    facts: Facts

    def __new__(cls, text: str, facts: Facts = ()) -> Said:
        """A text, and what is known of its numbers."""
        said = super().__new__(cls, text)
        said.facts = tuple(facts)
        return said

    def __add__(self, other: str) -> Said:
        return Said(str.__add__(self, other), self.facts + getattr(other, "facts", ()))

    def __radd__(self, other: str) -> Said:
        return Said(str.__add__(str(other), str(self)), self.facts)

    def replace(self, *arguments: Any) -> Said:
        """As for any text; what the numbers are does not change."""
        return Said(str.replace(self, *arguments), self.facts)

    def __format__(self, spec: str) -> str:
        """Being written into an f-string, which forgets where its parts came from."""
        if self.facts and len(_written) < REMEMBERED:
            text = str(self)
            # Two numbers that look alike cannot be told apart in what is printed.
            _written[text] = self.facts if _written.get(text, self.facts) == self.facts else None
        return str.__format__(self, spec)


def forget() -> None:
    """A new cell begins: what the last one wrote into texts is no longer looked for."""
    _written.clear()


def facts_in(text: str) -> Facts:
    """Facts of the numbers in a text: its own, or those of the texts that this cell has written into it."""
    if isinstance(text, Said):
        return text.facts[:PARTS]
    found: list[tuple[int, int, Facts]] = []
    for part, facts in sorted(_written.items(), key=lambda item: -len(item[0])):
        alone = rf"(?<![\w.,−]){re.escape(part)}(?!\w|[.,]\d)"
        for place in re.finditer(alone, text):
            if not any(place.start() < end and start < place.end() for start, end, _ in found):
                # Others in the text may be unknown: each says which piece of it is meant.
                told = tuple({"text": part, **fact} for fact in facts or ())
                found.append((place.start(), place.end(), told))
    return tuple(fact for *_, facts in sorted(found, key=lambda one: one[0]) for fact in facts)[:PARTS]


def facts_of(given: Any, **more: Any) -> dict[str, Any]:
    """What an object says of itself: an effect, a row of a table of results, a test, a quantity, a number.

    Parameters
    ----------
    given : object, mapping or Series
        Anything with `estimate` or `value`, or a plain number; with `pvalue` and `hypothesis` it is a test.
    **more
        Known to the caller only, such as the unit that the text prints; wins where it is not empty.

    Returns
    -------
    dict
        Of value, low, high, error, coverage, interval (its kind), set, n, first, last, method, specification
        (pairs of label and text), tables, unit, label, qualifier, as_of, tested, statistic; only those that
        are known.
    """
    if _number(given) is not None:
        facts = {"value": _number(given)}
    elif _number(getattr(given, "pvalue", None)) is not None:  # of an effect it is a method
        facts = _of_test(given)
    else:
        facts = _of_result(given)
    facts |= {name: value for name, value in more.items() if value not in (None, "")}
    return facts


def _of_result(given: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, columns in _NAMES.items():
        value = next((v for c in columns if (v := _field(given, c)) is not None), None)
        value = _number(value) if name in ("value", "low", "high", "error", "coverage") else _plain(value)
        if value is not None:
            facts[name] = value
    if _field(given, "qualifier") is not None and _field(given, "sources") is not None:
        facts.pop("low", None)  # a quantity has ends where it is exact; those are no interval
        facts.pop("high", None)
    if "low" in facts and (kind := _field(given, "critical")) is not None:
        facts["interval"] = _cut(f"estimate -/+ critical value x standard error, {kind}")
    if (region := _field(given, "confidence_set")) is not None:
        facts["set"] = _cut(f"{getattr(region, 'kind', '')} set {region}".strip())
    if (origin := _field(given, "origin")) is not None:
        facts |= _of_origin(origin)
    tables = [str(source).split(":")[0] for source in _field(given, "sources") or ()]
    if hasattr(given, "attrs"):
        facts |= _of_row(given)
        if "publisher" in given.attrs:
            tables.append(str(given.attrs["name"]))
    if tables:
        facts["tables"] = list(dict.fromkeys([*facts.get("tables", ()), *tables]))
    return facts


def _of_row(row: Any) -> dict[str, Any]:
    """Method and specification of a row of results: what its table shares, its name, its other entries."""
    about = dict(row.attrs)
    named = row.name if isinstance(row.name, tuple) else (row.name,)
    lines = {"row": ", ".join(str(part) for part in named)} if row.name is not None else {}
    taken = {column for columns in _NAMES.values() for column in columns}
    lines |= {
        str(name): value for name, value in row.items() if name not in taken and _plain(value) is not None
    }
    lines |= about.get("specification", {})
    found = {"specification": [[label, _cut(_said(value))] for label, value in list(lines.items())[:LINES]]}
    return (found if lines else {}) | ({"method": about["method"]} if "method" in about else {})


def _of_test(test: Any) -> dict[str, Any]:
    facts = {"value": _number(test.pvalue), "tested": _cut(str(getattr(test, "hypothesis", "")))}
    distribution, statistic = getattr(test, "distribution", None), _number(getattr(test, "statistic", None))
    if statistic is not None:
        facts["statistic"] = statistic
    if isinstance(distribution, str):
        facts["interval"] = _cut(f"compared with {distribution}")
    if (origin := getattr(test, "origin", None)) is not None:
        facts |= _of_origin(origin)
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _of_origin(origin: Any) -> dict[str, Any]:
    """Sample, method and specification of the estimate that an effect is one point of."""
    first, last = origin.sample
    lines = [("price and currency", f"{origin.driver} to {origin.outcome}")]
    lines += [(str(label), _said(value)) for label, value in origin.specification.items()]
    facts = {
        "method": _cut(origin.method),
        "first": str(first),
        "last": str(last),
        "n": int(origin.nobs),
        "specification": [[label, _cut(text)] for label, text in lines[:LINES]],
    }
    if tables := list(dict.fromkeys(_tables((origin.outcome, origin.driver)))):
        facts["tables"] = tables
    return facts


def _tables(series: tuple[str, ...]) -> Iterator[str]:
    """Tables of those names that the catalogue has."""
    from analysis import data
    from analysis.errors import DataError

    for name in series:
        try:
            yield str(data.describe(name).get("table") or name)
        except DataError:
            continue  # a price that the chapter made itself, under a name of its own


def _said(value: Any) -> str:
    from analysis.passthrough.core.present import plain

    return plain(value)


def _field(given: Any, name: str) -> Any:
    """An attribute, or an entry under that key; None if there is neither."""
    if isinstance(given, Mapping) or (hasattr(given, "index") and hasattr(given, "get")):
        return given.get(name)
    try:
        return getattr(given, name, None)
    except Exception:  # the end of a quantity that has none refuses, each kind with its own error
        return None


def _number(value: Any) -> float | int | None:
    """A plain finite number with `DIGITS` digits, or None."""
    if hasattr(value, "item") and getattr(value, "size", 1) == 1 and not hasattr(value, "index"):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return value if isinstance(value, int) else float(f"{value:.{DIGITS - 1}e}") + 0.0


def _plain(value: Any) -> str | int | None:
    """A count as it is, anything else in words; None for what is missing or no single thing."""
    number = _number(value)
    if number is not None:
        return int(number) if float(number).is_integer() else str(number)
    if value is None or value != value or callable(value) or (hasattr(value, "__len__") and not value):
        return None
    return _cut(str(value)) if isinstance(value, str) or not hasattr(value, "__len__") else None


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"
