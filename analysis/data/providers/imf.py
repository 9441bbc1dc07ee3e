"""International Monetary Fund: World Economic Outlook, one pinned edition, history only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, columns_of
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.sdmx import observations

_DATA = "https://api.imf.org/external/sdmx/2.1/data/"
_CSV = (("Accept", "application/vnd.sdmx.data+csv;version=1.0.0"),)
_COUNTRIES = 10  # a request
_EDITION = re.compile(r"WEO_(\d{4})_(?:APR|OCT)_VINTAGE")


class Imf(Publisher):
    """Series written ``COUNTRY.SUBJECT``. Rows of and after the edition's year are projections and are left
    out."""

    name = "imf"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        countries = list(dict.fromkeys(series.code.split(".")[0] for series in spec.series))
        subjects = "+".join(dict.fromkeys(series.code.split(".")[1] for series in spec.series))
        query = (("startPeriod", since or spec.first or "1980"), ("detail", "full"))
        pieces = [countries[at : at + _COUNTRIES] for at in range(0, len(countries), _COUNTRIES)]
        return [
            Request(
                f"{_DATA}{spec.dataset}/{'+'.join(piece)}.{subjects}.A",
                query,
                _CSV,
                kind=f"countries from {piece[0]}",
                max_bytes=64_000_000,
                series=table,
            )
            for piece in pieces
        ]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        edition = _EDITION.search(spec.dataset)
        if edition is None:
            raise self.wrong(
                table, f"{spec.dataset!r} names no edition WEO_YEAR_APR_VINTAGE or WEO_YEAR_OCT_VINTAGE"
            )
        wanted = {series.code for series in spec.series}
        found: dict[str, dict[str, str]] = {}
        for payload in payloads:
            for row in observations(self.name, table, payload, ("COUNTRY", "INDICATOR", "FREQUENCY")):
                code, year = f"{row['COUNTRY']}.{row['INDICATOR']}", row["TIME_PERIOD"]
                if code not in wanted or row["FREQUENCY"] != "A":
                    continue
                if not re.fullmatch(r"[12]\d{3}", year):
                    raise self.wrong(code, f"{year[:20]!r} is not a year")
                if year >= self._end(edition[1], row):
                    continue
                cells = found.setdefault(code, {})
                if year in cells:
                    raise self.wrong(code, f"{year} stands twice in the answers")
                cells[year] = row["OBS_VALUE"]
        # A subject that the IMF has no figure for in any year of one country is an empty column, not a lost
        # one.
        countries = {code.split(".")[0] for code in found}
        for code in wanted - found.keys():
            if code.split(".")[0] in countries and any(
                other.endswith(f".{code.split('.')[1]}") for other in found
            ):
                found[code] = {}
        frame = assemble(self.name, spec, columns_of(self.name, spec, found))
        return Parsed(table, frame, vintage=edition[0])

    @staticmethod
    def _end(edition: str, row: dict[str, str]) -> str:
        """First year that is no history: after the last actual year where the row says it (``2024``,
        ``FY2024/25``)."""
        actual = re.search(r"\d{4}", row.get("LATEST_ACTUAL_ANNUAL_DATA", ""))
        return min(edition, str(int(actual[0]) + 1)) if actual else edition
