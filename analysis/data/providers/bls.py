"""US Bureau of Labor Statistics: flat files of a whole survey, tab-separated, one observation a line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, columns_of
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import decoded

_ROOT = "https://download.bls.gov/pub/time.series/"
_HEADER = ["series_id", "year", "period", "value"]
_YEAR = re.compile(r"[12]\d{3}")
_PERIOD = re.compile(r"M(0[1-9]|1[0-3])|[QSA]\d\d")
_LARGEST = 160_000_000


class Bls(Publisher):
    """Series by code; the dataset names the files, later ones only add what earlier ones lack."""

    name = "bls"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        return [
            Request(_ROOT + file, kind=file, max_bytes=_LARGEST, series=table)
            for file in self.spec(table).datasets
        ]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        wanted = {series.code for series in spec.series}
        found: dict[str, dict[str, str]] = {}
        marks = set()
        for file in spec.datasets:
            here: dict[str, dict[str, str]] = {}
            for code, period, value, mark in self._lines(table, self.only(table, payloads, file), wanted):
                cells = here.setdefault(code, {})
                if period in cells:
                    raise self.wrong(code, f"{period} stands twice in {file}")
                cells[period] = value
                if "P" in mark:
                    marks.add(period)
            for code, cells in here.items():
                found[code] = {**cells, **found.get(code, {})}
        notes = (f"preliminary: {', '.join(sorted(marks)[-12:])}",) if marks else ()
        # A month that was not surveyed has no line at all, so the calendar is filled.
        return Parsed(
            table, assemble(self.name, spec, columns_of(self.name, spec, found), gaps=True), notes=notes
        )

    def _lines(self, table: str, payload: Payload, wanted: set[str]) -> Iterator[tuple[str, str, str, str]]:
        """Series, period, value and footnotes of the lines that are asked for; line by line, for a survey is
        large."""
        decoded(
            self.name, table, payload.body[:4096], "latin-1"
        )  # says so if it is empty, binary or a web page
        lines = io.BytesIO(payload.body)
        header = [name.strip() for name in next(lines).decode("latin-1").split("\t")]
        if header[:4] != _HEADER:
            raise self.wrong(table, f"the header of {payload.request.kind} is {header[:6]}, not {_HEADER}")
        for line in lines:
            code = line.partition(b"\t")[0].strip().decode("latin-1")
            if code not in wanted:
                continue
            cells = [cell.strip() for cell in line.decode("latin-1").split("\t")]
            if len(cells) < 4 or not _YEAR.fullmatch(cells[1]) or not _PERIOD.fullmatch(cells[2]):
                raise self.wrong(
                    code, f"a line of {payload.request.kind} is not series, year, period, value: {cells[:5]}"
                )
            if cells[2][0] == "M" and cells[2] != "M13":
                yield code, f"{cells[1]}-{cells[2][1:]}", cells[3], cells[4] if len(cells) > 4 else ""
