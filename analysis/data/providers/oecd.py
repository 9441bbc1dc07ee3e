"""OECD: quarterly national accounts as SDMX-CSV; deflators are computed as 100 times nominal over volume."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, read, significant
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.sdmx import observations

_DATA = "https://sdmx.oecd.org/public/rest/data/"
_SECTORS = ("S1", "S1M")  # the economy; households with the institutions that serve them
_ITEMS = {
    "gdp": ("B1GQ", "S1"),
    "consumption": ("P3", "S1M"),
    "exports": ("P6", "S1"),
    "imports": ("P7", "S1"),
}
_DIGITS = 6  # figures are kept to so many significant digits
_NEEDED = (
    "FREQ",
    "REF_AREA",
    "ADJUSTMENT",
    "SECTOR",
    "TRANSACTION",
    "UNIT_MEASURE",
    "PRICE_BASE",
    "TRANSFORMATION",
    "UNIT_MULT",
)
_REST = "." * 9  # the other nine of thirteen dimensions, all values; one more or fewer is refused
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_VOLUMES = ("L", "Q")  # chain-linked; else at the prices of a fixed year


class Oecd(Publisher):
    """Series written ``COUNTRY.item`` (nominal) or ``COUNTRY.item.deflator``."""

    name = "oecd"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        countries = "+".join(dict.fromkeys(series.code.split(".")[0] for series in spec.series))
        start = (since or spec.first or "1995Q1").replace("Q", "-Q")
        query = (("startPeriod", start), ("format", "csvfile"))
        return [
            Request(
                f"{_DATA}{spec.dataset}/Q..{countries}.{sector}{_REST}",
                query,
                kind=sector,
                max_bytes=64_000_000,
                series=table,
            )
            for sector in _SECTORS
        ]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        held, years = self._held(table, payloads)
        columns: dict[str, dict[str, str]] = {}
        bases = {}
        for series in spec.series:
            country, item, *deflator = series.code.split(".")
            nominal, volume = self._pair(series.code, held, country, item)
            if deflator:
                columns[series.column] = {
                    quarter: significant(100 * value / volume[quarter], _DIGITS)
                    for quarter, value in nominal.items()
                    if volume.get(quarter)
                }
                if year := years.get((country, item)):
                    bases[series.column] = f"{year}=100"
            else:
                columns[series.column] = {q: significant(value, _DIGITS) for q, value in nominal.items()}
        return Parsed(table, assemble(self.name, spec, columns), bases)

    def _pair(self, code: str, held: dict, country: str, item: str) -> tuple[dict, dict]:
        adjustment = next((a for a in ("Y", "N") if held.get((country, item, a, "V"))), None)
        volume = next((b for b in _VOLUMES if held.get((country, item, adjustment, b))), None)
        if adjustment is None or volume is None:
            lacking = "current prices" if adjustment is None else "volumes"
            raise self.wrong(
                code, f"the answer has no {lacking} of this item; was the list of countries cut?"
            )
        return held[country, item, adjustment, "V"], held[country, item, adjustment, volume]

    def _held(self, table: str, payloads: Sequence[Payload]) -> tuple[dict, dict]:
        items = {place: item for item, place in _ITEMS.items()}
        held: dict[tuple, dict[str, Decimal]] = defaultdict(dict)
        years: dict[tuple[str, str], str] = {}
        for sector in _SECTORS:
            for row in observations(self.name, table, self.only(table, payloads, sector), _NEEDED):
                item = items.get((row["TRANSACTION"], row["SECTOR"]))
                if item is None or (row["FREQ"], row["UNIT_MEASURE"], row["TRANSFORMATION"]) != (
                    "Q",
                    "XDC",
                    "N",
                ):
                    continue
                code = f"{row['REF_AREA']}.{item}"
                cells = held[row["REF_AREA"], item, row["ADJUSTMENT"], row["PRICE_BASE"]]
                quarter = self._quarter(code, row["TIME_PERIOD"])
                if quarter in cells:
                    raise self.wrong(code, f"{quarter} stands twice at the prices {row['PRICE_BASE']}")
                if (value := self._millions(code, row)) is not None:
                    cells[quarter] = value
                if row["PRICE_BASE"] in _VOLUMES and row.get("REF_YEAR_PRICE"):
                    years[row["REF_AREA"], item] = row["REF_YEAR_PRICE"]
        return held, years

    def _millions(self, code: str, row: dict[str, str]) -> Decimal | None:
        try:
            number, power = read(row["OBS_VALUE"]), int(row["UNIT_MULT"])
        except ValueError as error:
            raise self.wrong(code, f"{row['TIME_PERIOD']}: {error}") from None
        if not 0 <= power <= 12:
            raise self.wrong(code, f"{row['TIME_PERIOD']}: a unit of ten to the power {power}")
        return None if number is None else Decimal(number).scaleb(power - 6)

    def _quarter(self, code: str, label: str) -> str:
        match = _QUARTER.fullmatch(label)
        if match is None:
            raise self.wrong(code, f"{label[:20]!r} is not a quarter written YYYY-Qn")
        return f"{match[1]}Q{match[2]}"
