"""FRED-MD (McCracken and Ng 2016): one file of monthly US series, whose second row is no data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, columns_of, once
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import decoded, records

_DATE = re.compile(r"(\d{1,2})/1/(\d{4})")


class FredMd(Publisher):
    """The columns of the committed table; those under a third party's copyright are never read."""

    name = "fred_md"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        return [Request(self.spec(table).dataset, kind="file", series=table)]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        text = decoded(self.name, table, self.only(table, payloads, "file").body)
        # Empty rows of commas stand at the end; a trailing comma makes one nameless column more.
        lines = [line for line in text.split("\n") if line.strip(", \t")]
        at, body = records(self.name, table, "\n".join(lines), ("sasdate",))
        if at["sasdate"] != 0 or not body or not body[0][0].lower().startswith("transform"):
            raise self.wrong(table, "the file does not begin with sasdate and a row of transformation codes")
        months = [self._month(table, row[0]) for row in body[1:]]
        found = {}
        for series in spec.series:
            if series.code in at:
                position = at[series.code]
                found[series.code] = once(
                    self.name, series.code, zip(months, (row[position] for row in body[1:]), strict=True)
                )
        frame = assemble(self.name, spec, columns_of(self.name, spec, found))
        return Parsed(table, frame, vintage=f"FRED-MD, last month {months[-1]}")

    def _month(self, table: str, date: str) -> str:
        match = _DATE.fullmatch(date.strip())
        if match is None:
            raise self.wrong(table, f"{date[:20]!r} is not the first of a month written M/1/YYYY")
        return f"{match[2]}-{int(match[1]):02d}"
