"""Federal Reserve Bank of St. Louis, FRED: one series a request, without a key; with one where the graph file
is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.data.providers.base import Parsed, Payload, ProviderError, Request
from analysis.data.providers.cells import assemble, columns_of, once
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import decoded, mapping, records, rows

_GRAPH = "https://fred.stlouisfed.org/graph/fredgraph.csv"
_API = "https://api.stlouisfed.org/fred/series/observations"
_KEY = ("api_key", "FRED_API_KEY")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def graph_request(code: str, since: str | None = None) -> Request:
    """The key-free question for one monthly series, from the month `since`."""
    query = (("id", code), *((("cosd", f"{since}-01"),) if since else ()))
    return Request(_GRAPH, query, kind=code, series=code)


def graph_values(provider: str, payload: Payload, code: str) -> dict[str, str]:
    """Cells of a monthly series by month.

    The first column has had two names, so columns go by position; the second must be the series asked for.

    Raises
    ------
    ProviderError
        If the answer is another series, or a date is not the first of a month.
    """
    text = decoded(provider, code, payload.body)
    head = rows(provider, code, text.split("\n", 1)[0])
    names = [cell.strip() for cell in head[0]] if head else []
    if len(names) != 2 or names[1] != code:
        raise ProviderError(provider, code, f"the header is {','.join(names)[:60]!r}, not a date and {code}")
    _, lines = records(provider, code, text, (code,))
    return once(provider, code, ((_month(provider, code, date), cell) for date, cell in lines))


class Fred(Publisher):
    """Monthly series by code."""

    name = "fred"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        return [graph_request(series.code, max(since or "", spec.first) or None) for series in spec.series]

    def alternatives(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        start = max(since or "", spec.first)
        query = (("file_type", "json"), *((("observation_start", f"{start}-01"),) if start else ()))
        return [
            Request(
                _API, (("series_id", series.code), *query), kind=series.code, secret=_KEY, series=series.code
            )
            for series in spec.series
        ]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        found = {}
        for series in spec.series:
            payload = self.only(table, payloads, series.code)
            read = graph_values if payload.request.url == _GRAPH else self._observations
            found[series.code] = read(self.name, payload, series.code)
        return Parsed(table, assemble(self.name, spec, columns_of(self.name, spec, found)))

    def _observations(self, provider: str, payload: Payload, code: str) -> dict[str, str]:
        body = mapping(provider, code, payload.body)
        told = body.get("observations")
        if not isinstance(told, list):
            raise self.wrong(code, f"the answer has no observations: {str(body.get('error_message'))[:80]}")
        pairs = []
        for entry in told:
            if not isinstance(entry, dict) or not {"date", "value"} <= entry.keys():
                raise self.wrong(code, "an observation has no date or no value")
            pairs.append((_month(provider, code, str(entry["date"])), str(entry["value"])))
        return once(provider, code, pairs)


def _month(provider: str, code: str, date: str) -> str:
    match = _DATE.fullmatch(date.strip())
    if match is None or match[3] != "01":
        raise ProviderError(
            provider, code, f"{date[:20]!r} is not the first day of a month written YYYY-MM-DD"
        )
    return f"{match[1]}-{match[2]}"
