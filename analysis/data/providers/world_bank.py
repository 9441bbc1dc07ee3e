"""World Bank: commodity prices and indices by month (the Pink Sheet), a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, columns_of, once, read, rounded
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import decoded
from analysis.data.providers.xlsx import sheet

_MONTH = re.compile(r"(\d{4})M(0[1-9]|1[0-2])")
_BASE = re.compile(r"\d{4}=100")
_PLACES = 2  # the sheet holds the digits of a double; the publication has two decimals


class WorldBank(Publisher):
    """Series by the name in the head of the sheet; `Series.part` is the sheet."""

    name = "world_bank"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        return [Request(self.spec(table).dataset, kind="workbook", max_bytes=16_000_000, series=table)]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        body = self.only(table, payloads, "workbook").body
        if not body.startswith(b"PK"):
            decoded(self.name, table, body, "latin-1")  # says so if it is empty or a web page
            raise self.wrong(table, "the answer is not a workbook")
        found: dict[str, dict[str, str]] = {}
        bases: dict[str, str] = {}
        for part in spec.parts:
            lines = sheet(self.name, table, body, part)
            months = [
                (f"{m[1]}-{m[2]}", row) for row in lines if (m := _MONTH.fullmatch(row.get(0, "").strip()))
            ]
            if not months:
                raise self.wrong(
                    table, f"the sheet {part} holds no row that begins with a month written YYYYMmm"
                )
            start = lines.index(months[0][1])
            head = lines[:start]
            if stray := [
                row
                for row in lines[start:]
                if len(row) > len(months[0][1]) / 2 and not _MONTH.fullmatch(row.get(0, ""))
            ]:
                raise self.wrong(
                    table,
                    f"{part}: a row of figures begins with {stray[0].get(0, '')[:20]!r}, not with a month",
                )
            stated = next((m for row in head for text in row.values() if (m := _BASE.search(text))), None)
            for series in spec.of_part(part):
                if stated:
                    bases[series.column] = stated[0]
                position = self._position(series.code, head)
                if position is not None:
                    pairs = (
                        (month, self._rounded(series.code, month, row.get(position, "")))
                        for month, row in months
                    )
                    found[series.code] = once(self.name, series.code, pairs)
        return Parsed(table, assemble(self.name, spec, columns_of(self.name, spec, found)), bases)

    def _position(self, code: str, head: list[dict[int, str]]) -> int | None:
        """Column under a head of this name; names are compared by their letters and digits."""
        places = {at for row in head for at, text in row.items() if at and _bare(text) == _bare(code)}
        if len(places) > 1:
            raise self.wrong(code, "stands over several columns")
        return places.pop() if places else None

    def _rounded(self, code: str, month: str, cell: str) -> str:
        try:
            number = read(cell)
        except ValueError as error:
            raise self.wrong(code, f"{month}: {error}") from None
        return "" if number is None else rounded(Decimal(number), _PLACES)


def _bare(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
