"""Japanese dates: years of an era, full-width digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

#: Year before the first of each era, by letter and by name.
_ERAS = {
    "M": 1867,
    "T": 1911,
    "S": 1925,
    "H": 1988,
    "R": 2018,
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
}
_YEAR = re.compile(r"(明治|大正|昭和|平成|令和)(\d{1,2}|元)年")
_DAY = re.compile(r"([MTSHR])(\d{1,2})\.(\d{1,2})\.(\d{1,2})|(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")


def plain(text: str) -> str:
    """Full-width letters, digits and spaces as ordinary ones, without blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def year(text: str) -> int | None:
    """The year that ``平成3年`` or ``令和元年`` begins with; None where there is no such year."""
    match = _YEAR.match(plain(text))
    if match is None:
        return None
    return _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))


def day(text: str) -> date | None:
    """The day written ``R8.8.19`` or ``1974/9/24``; None where it is neither or no day of the calendar."""
    match = _DAY.fullmatch(plain(text))
    if match is None:
        return None
    letter, *parts = match.groups()
    try:
        if letter:
            return date(_ERAS[letter] + int(parts[0]), int(parts[1]), int(parts[2]))
        return date(*map(int, parts[3:]))
    except ValueError:
        return None
