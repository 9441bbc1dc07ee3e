"""Bank for International Settlements: effective exchange rates as SDMX-CSV."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.bases import shown
from analysis.data.providers.cells import assemble, columns_of, once
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.sdmx import observations

_BASES, _TOLERANCE = (2020, 2010), "0.1"
_DATA = "https://stats.bis.org/api/v2/data/dataflow/BIS/"


class Bis(Publisher):
    """Series by their key in the flow that `Spec.dataset` names with its dimensions (``FLOW:
    DIM.DIM.DIM``)."""

    name = "bis"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        flow, _ = self._flow(table)
        start = max(since or "", spec.first) or "1964-01"  # without a start the daily flows are huge
        query = (("format", "csv"), ("startPeriod", start))
        return [Request(f"{_DATA}{flow}/+/{s.code}", query, kind=s.code, series=s.code) for s in spec.series]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        _, dimensions = self._flow(table)
        found = {}
        for series in spec.series:
            told = observations(self.name, series.code, self.only(table, payloads, series.code), dimensions)
            rows = [row for row in told if ".".join(row[name] for name in dimensions) == series.code]
            if rows:
                found[series.code] = once(
                    self.name, series.code, ((row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows)
                )
        frame = assemble(self.name, spec, columns_of(self.name, spec, found))
        seen = {
            series.column: shown(self.name, series.code, found[series.code], _BASES, _TOLERANCE)
            for series in spec.series
        }
        return Parsed(table, frame, {column: base for column, base in seen.items() if base})

    def _flow(self, table: str) -> tuple[str, tuple[str, ...]]:
        flow, _, key = self.spec(table).dataset.partition(": ")
        return flow, tuple(key.split("."))
