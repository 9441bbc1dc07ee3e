"""From the bytes of an answer to text, rows or a mapping, and never a traceback.

A status of 200 proves nothing: what is checked is what came.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from analysis.data.providers.base import ProviderError

_PAGE = ("<!doctype", "<html", "<head", "<?xml", "<body")


def decoded(provider: str, series: str, body: bytes, encoding: str = "utf-8") -> str:
    r"""Text of an answer, without a byte-order mark and with ``\n`` at the ends of its lines.

    Raises
    ------
    ProviderError
        If it is empty, not in this encoding, binary, or a web page.
    """
    if not body.strip():
        raise ProviderError(provider, series, "the answer is empty")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise ProviderError(
            provider, series, f"the answer is not {encoding}: byte {error.start} ({error.reason})"
        ) from None
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:12].lower().startswith(_PAGE):
        raise ProviderError(provider, series, f"the answer is a web page, not data: {_title(text)!r}")
    if "\x00" in text:
        raise ProviderError(provider, series, "the answer is binary, not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows(provider: str, series: str, text: str, delimiter: str = ",") -> list[list[str]]:
    """Rows of a separated text; raises `ProviderError` where the quoting is broken."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ProviderError(provider, series, f"the answer cannot be read as rows: {error}") from None


def records(
    provider: str, series: str, text: str, needed: tuple[str, ...]
) -> tuple[dict[str, int], list[list[str]]]:
    """Positions of the columns by name, and the rows below, blank lines left out.

    Raises
    ------
    ProviderError
        If a column of `needed` is absent or stands twice, or a row has another number of cells than the
        header.
    """
    table = [row for row in rows(provider, series, text) if any(cell.strip() for cell in row)]
    header = [name.strip() for name in table[0]] if table else []
    for name in needed:
        if header.count(name) != 1:
            state = "has no column" if name not in header else "has twice the column"
            raise ProviderError(
                provider, series, f"the answer {state} {name!r}; it begins {','.join(header)[:80]!r}"
            )
    for row in table[1:]:
        if len(row) != len(header):
            raise ProviderError(
                provider, series, f"a row has {len(row)} cells, the header {len(header)}: {row[:4]}"
            )
    return {name: at for at, name in enumerate(header)}, table[1:]


def mapping(provider: str, series: str, body: bytes) -> dict[str, Any]:
    """A JSON object; its numbers stay text, so that none is rounded.

    Raises
    ------
    ProviderError
        If the answer is not JSON or not an object.
    """
    text = decoded(provider, series, body)
    try:
        value = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise ProviderError(provider, series, f"the answer is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ProviderError(provider, series, f"the answer is a JSON {type(value).__name__}, not an object")
    return value


def _title(text: str) -> str:
    lowered = text.lower()
    start = lowered.find("<title>")
    end = lowered.find("</title>", start)
    return text[start + 7 : end].strip()[:60] if 0 <= start < end else text.strip()[:40]
