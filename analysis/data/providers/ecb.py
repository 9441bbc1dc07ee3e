"""European Central Bank: euro foreign exchange reference rates, one zipped file of every day since 1999."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.data.providers.archive import member
from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, columns_of, once
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import decoded, records

_FILE = "eurofxref-hist.csv"
_UNPACKED = 16_000_000


class Ecb(Publisher):
    """Columns by currency. A currency that is new in the file is reported, not taken."""

    name = "ecb"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        return [Request(self.spec(table).dataset, kind="file", max_bytes=8_000_000, series=table)]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        body = self.only(table, payloads, "file").body
        if not body.startswith(b"PK"):
            decoded(self.name, table, body, "latin-1")  # says so if it is empty or a web page
            raise self.wrong(table, "the answer is not a zip archive")
        text = decoded(self.name, table, member(self.name, table, body, _FILE, _UNPACKED))
        at, days = records(self.name, table, text, ("Date",))
        dates = [day[at["Date"]].strip() for day in days]
        found = {
            series.code: once(
                self.name, series.code, zip(dates, (day[at[series.code]] for day in days), strict=True)
            )
            for series in spec.series
            if series.code in at
        }
        unknown = sorted(at.keys() - {series.code for series in spec.series} - {"Date", ""})
        notes = (f"new at the publisher and not taken: {', '.join(unknown)}",) if unknown else ()
        return Parsed(table, assemble(self.name, spec, columns_of(self.name, spec, found)), notes=notes)
