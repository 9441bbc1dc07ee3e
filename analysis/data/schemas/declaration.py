"""The vocabulary of the schemas: what a field may hold, said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

JOIN = " | "  # between the entries of one cell
#: A year, a month or a day. Day and month are checked on the calendar by `check`.
MOMENT = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
#: Of a source: primary, established press or institution, digest or mirror, none.
GRADES = ("A", "B", "C", "none")
NO_SOURCE = "none found"
NO_ADDRESS = "no address known"


@dataclass(frozen=True)
class Field:
    """What one column may hold.

    Attributes
    ----------
    number : bool
        A float; otherwise text.
    empty : bool
        Whether a cell may be empty.
    among : tuple of str
        The vocabulary; empty if it is free.
    pattern : str
        A regular expression that the whole of every entry fits.
    many : bool
        Whether a cell may hold several entries, joined by ``" | "``.
    low, high : float or None
        Bounds of a number, inclusive.
    longest : int or None
        Characters of a text.
    optional : bool
        Whether the column itself may be absent.
    words : str
        What is allowed, for the error message.
    """

    number: bool = False
    empty: bool = False
    among: tuple[str, ...] = ()
    pattern: str = ""
    many: bool = False
    low: float | None = None
    high: float | None = None
    longest: int | None = None
    optional: bool = False
    words: str = ""


@dataclass(frozen=True)
class Table:
    """What one table may hold.

    Attributes
    ----------
    key : tuple of str
        Columns that name a row; together unique.
    fields : mapping of str to Field
    sourced : bool
        Whether each row has a source that is complete in itself (see `check.sources`).
    events : str or None
        The column of the day, in a table in which no row means that nothing happened.
    own : str
        Why a table has no source, for those that have none.
    """

    key: tuple[str, ...]
    fields: Mapping[str, Field]
    sourced: bool = True
    events: str | None = None
    own: str = ""
    numbers: tuple[str, ...] = field(default=())


def made(key: tuple[str, ...], fields: Mapping[str, Field]) -> Table:
    """A table without sources of its own: it was made here, or by a builder."""
    return Table(key, fields, sourced=False, own="made here or by a builder; its sidecar says from what")


def text(empty: bool = False, **more) -> Field:
    """Free text."""
    return Field(empty=empty, words="text", **more)


def one_of(*among: str, empty: bool = False, **more) -> Field:
    """One word of a vocabulary."""
    return Field(among=among, empty=empty, words="one of " + ", ".join(among), **more)


def number(low: float | None = None, high: float | None = None, empty: bool = True, **more) -> Field:
    """A number within bounds."""
    inside = " ".join(
        f"{word} {bound:g}" for word, bound in (("from", low), ("to", high)) if bound is not None
    )
    return Field(number=True, empty=empty, low=low, high=high, words=f"a number {inside}".strip(), **more)


def share(empty: bool = True, **more) -> Field:
    """A percentage of a whole."""
    return number(0, 100, empty, **more)


def moment(empty: bool = False, **more) -> Field:
    """A year, a month or a day."""
    return Field(pattern=MOMENT, empty=empty, words="YYYY, YYYY-MM or YYYY-MM-DD", **more)


def as_of(**more) -> Field:
    """The moment or the fiscal year that a number belongs to."""
    return Field(
        pattern=rf"{MOMENT}|FY\d{{4}}|(early|mid|late) \d{{4}}",
        words="YYYY, YYYY-MM, YYYY-MM-DD, FY2025 or late 2025",
        **more,
    )


def day(empty: bool = False, **more) -> Field:
    """A day."""
    return Field(pattern=DAY, empty=empty, words="YYYY-MM-DD", **more)


def name(pattern: str = r"[A-Za-z0-9][A-Za-z0-9_.\-]*") -> Field:
    """A key."""
    return Field(pattern=pattern, words=f"a key written {pattern}")


YES_NO = one_of("yes", "no")
QUALIFIER = one_of(
    "about",
    "about a third",
    "at least",
    "up to",
    "up to about",
    "over",
    "below",
    "nearly",
    "reported",
    empty=True,
)
SOURCE = {
    "source_title": text(),
    "source": Field(
        pattern=rf"https?://[^\s|]+\.[^\s|]+|{NO_SOURCE}|{NO_ADDRESS}",
        many=True,
        words=f"addresses (http…), '{NO_SOURCE}' or '{NO_ADDRESS}'",
    ),
    "source_date": Field(
        pattern=rf"{MOMENT}|undated", many=True, words="YYYY, YYYY-MM, YYYY-MM-DD or 'undated' a source"
    ),
    "grade": one_of(*GRADES),
    "from_memory": YES_NO,
}
READ_AT = {"read_at": text(empty=True, optional=True)}
REMARKS = {"conflict": text(empty=True), "note": text(empty=True)}
#: A value with its bounds. `value_low` and `value_high` appear where a source gives a range or a bound.
VALUE = {
    "value": number(),
    "value_low": number(optional=True),
    "value_high": number(optional=True),
    "value_text": text(empty=True),
    "unit": text(empty=True),
    "qualifier": QUALIFIER,
}
SEARCHES = Field(pattern=r"S\d{2,3}", many=True, empty=True, words="ids of searches joined by ' | '")
#: What closes a row of a sourced table.
TAIL = {**SOURCE, **READ_AT, **REMARKS}
ID = {"id": name()}
SPAN = Field(pattern=MOMENT, empty=True, words="a period")
GRADE_OR_OWN = {"grade": one_of("A", "B", "C", "own")}
