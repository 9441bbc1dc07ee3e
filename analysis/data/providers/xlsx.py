"""Cells of one sheet of a workbook, as text, with the standard library alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from analysis.data.providers.archive import member
from analysis.data.providers.base import ProviderError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNPACKED = 64_000_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,6})")


def sheet(provider: str, series: str, body: bytes, name: str) -> list[dict[int, str]]:
    """Rows of the sheet called `name`; each maps the position of a column (0 = A) to the text of its cell.

    Raises
    ------
    ProviderError
        If the body is no workbook, or has no such sheet.
    """

    def parsed(path: str) -> ET.Element:
        data = member(provider, series, body, path, _UNPACKED)
        if b"<!DOCTYPE" in data[:1000] or b"<!ENTITY" in data[:4000]:
            raise ProviderError(provider, series, f"{path} declares entities: refused")
        try:
            return ET.fromstring(data)
        except (ET.ParseError, ValueError, LookupError) as error:
            raise ProviderError(provider, series, f"{path} is not XML: {error}") from None

    links = {entry.get("Id"): entry.get("Target", "") for entry in parsed("xl/_rels/workbook.xml.rels")}
    sheets = {
        entry.get("name"): entry.get(_LINK) for entry in parsed("xl/workbook.xml").iter(f"{_MAIN}sheet")
    }
    if name not in sheets or sheets[name] not in links:
        held = ", ".join(str(key) for key in sheets)[:100]
        raise ProviderError(provider, series, f"the workbook has no sheet {name!r}; it has {held}")
    target = links[sheets[name]].removeprefix("/xl/")
    strings = [_text(entry) for entry in parsed("xl/sharedStrings.xml").iter(f"{_MAIN}si")]
    return [_row(provider, series, row, strings) for row in parsed(f"xl/{target}").iter(f"{_MAIN}row")]


def _row(provider: str, series: str, row: ET.Element, strings: list[str]) -> dict[int, str]:
    cells = {}
    for cell in row.iter(f"{_MAIN}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        if place is None:
            raise ProviderError(provider, series, f"a cell has the place {cell.get('r')!r}")
        value = cell.find(f"{_MAIN}v")
        if cell.get("t") == "inlineStr":
            text = _text(cell)
        elif value is None or value.text is None:
            continue
        elif cell.get("t") == "s":
            if not value.text.isdecimal() or int(value.text) >= len(strings):
                raise ProviderError(provider, series, f"cell {place[0]} points to no shared text")
            text = strings[int(value.text)]
        else:
            text = value.text
        cells[_column(place[1])] = text
    return cells


def _text(entry: ET.Element) -> str:
    return "".join(part.text or "" for part in entry.iter(f"{_MAIN}t"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
