"""US Treasury, TIC: holdings of Treasury securities by country, past years in blocks and the running year in
one table."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, columns_of
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import decoded, rows

_DOCUMENTS = "https://ticdata.treasury.gov/resource-center/data-chart-center/tic/Documents/"
_PAST, _RUNNING = "mfhhis01.txt", "slt_table5.txt"
_OLD = "old "  # marks the second value of a month that the file prints twice
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
_YEAR = re.compile(r"(19|20)\d\d")
_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
_FOOTNOTE = re.compile(r"\s+\d+/\s*$")


class Tic(Publisher):
    """Series by row (``Japan``); with ``old`` before it, the older of two values of one month."""

    name = "tic"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        return [
            Request(_DOCUMENTS + file, kind=file, max_bytes=4_000_000, series=table)
            for file in (_PAST, _RUNNING)
        ]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        names = {series.code.removeprefix(_OLD) for series in spec.series}
        past = self._past(table, self.only(table, payloads, _PAST), names)
        running = self._running(table, self.only(table, payloads, _RUNNING), names)
        found: dict[str, dict[str, str]] = {name: {} for name in names} | {_OLD + name: {} for name in names}
        for name in names:
            found[name] |= {month: cells[0] for month, cells in past[name].items()} | running[name]
            found[_OLD + name] |= {month: cells[1] for month, cells in past[name].items() if len(cells) > 1}
        return Parsed(table, assemble(self.name, spec, columns_of(self.name, spec, found)))

    def _past(self, table: str, payload: Payload, names: set[str]) -> dict[str, dict[str, list[str]]]:
        lines = self._lines(
            table, payload, "MAJOR FOREIGN HOLDERS OF TREASURY SECURITIES", "in billions of dollars"
        )
        found: dict[str, dict[str, list[str]]] = defaultdict(dict)
        block: list[str] = []
        above: list[str] = []
        seen: set[str] = set(names)  # before the first block nothing is owed
        for line in lines:
            first = line[0].strip()
            if first == "Country":
                self._complete(table, names, seen)
                block, seen = self._heads(table, above, line), set()
            elif not first:
                above = line if any(cell.strip() in _MONTHS for cell in line) else above
            elif block and first in names:
                if first in seen:
                    raise self.wrong(first, f"stands twice in the block of {block[0]}")
                seen.add(first)
                if len([cell for cell in line[1:] if cell.strip()]) != len(block):
                    raise self.wrong(
                        first, f"the block of {block[0]} has {len(block)} months, the row another number"
                    )
                here: dict[str, list[str]] = defaultdict(list)
                for month, cell in zip(block, (cell for cell in line[1:] if cell.strip()), strict=True):
                    here[month].append(cell)
                for month, cells in here.items():
                    if month in found[first]:
                        raise self.wrong(first, f"{month} stands in two blocks")
                    if len(cells) > 2:
                        raise self.wrong(first, f"{month} stands {len(cells)} times in its block")
                    found[first][month] = cells
        self._complete(table, names, seen)
        if not found:
            raise self.wrong(table, f"{_PAST} has no block that begins with Country")
        return found

    def _complete(self, table: str, names: set[str], seen: set[str]) -> None:
        if lost := sorted(names - seen):
            raise self.wrong(lost[0], "a block of past months lacks this row")

    def _heads(self, table: str, above: list[str], line: list[str]) -> list[str]:
        months = [cell.strip() for cell in above if cell.strip()]
        years = [cell.strip() for cell in line[1:] if cell.strip()]
        bad = [m for m in months if m not in _MONTHS] + [y for y in years if not _YEAR.fullmatch(y)]
        if len(months) != len(years) or not months or bad:
            raise self.wrong(
                table, f"the heads of a block are not months and years: {months[:3]} {years[:3]}"
            )
        return [f"{year}-{_MONTHS[month]:02d}" for month, year in zip(months, years, strict=True)]

    def _running(self, table: str, payload: Payload, names: set[str]) -> dict[str, dict[str, str]]:
        lines = self._lines(table, payload, "Table 5: Major Foreign Holders", "Billions of dollars")
        months: list[str] = []
        found: dict[str, dict[str, str]] = {}
        for line in lines:
            first = _FOOTNOTE.sub("", line[0]).strip()
            if first == "Country":
                months = [cell.strip() for cell in line[1:] if cell.strip()]
                if len(set(months)) != len(months) or not all(_MONTH.fullmatch(month) for month in months):
                    raise self.wrong(
                        table,
                        f"the heads of {_RUNNING} are not months written YYYY-MM, each once: {months[:4]}",
                    )
            elif months and first in names:
                cells = [cell.strip() for cell in line[1:]][: len(months)]
                if first in found or len(cells) != len(months):
                    raise self.wrong(first, f"stands twice in {_RUNNING} or has not {len(months)} cells")
                found[first] = dict(zip(months, cells, strict=True))
        if lost := sorted(names - found.keys()):
            raise self.wrong(
                lost[0], f"{_RUNNING} lacks this row; a country that is not listed is inside All Other"
            )
        return found

    def _lines(self, table: str, payload: Payload, *words: str) -> Iterator[list[str]]:
        text = decoded(self.name, table, payload.body, "latin-1")
        for word in words:
            if word not in text[:600]:
                raise self.wrong(table, f"the head of {payload.request.kind} does not say {word!r}")
        return (row for row in rows(self.name, table, text, "\t") if row)
