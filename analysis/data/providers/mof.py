"""Ministry of Finance Japan: interventions, transactions in securities, government bond yields; one reader a
file."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.data.providers import mof_intervention, mof_securities, mof_yields
from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.fred import graph_request
from analysis.data.providers.publisher import Publisher

_READERS = {
    "mof_fx_intervention_daily": mof_intervention.daily,
    "mof_fx_intervention_monthly": mof_intervention.monthly,
    "jp_residents_portfolio_abroad_monthly": mof_securities.parse,
    "jp_10y_yield_monthly": mof_yields.parse,
}
# The ministry itself tells readers to empty their caches: a copy on the way may be old.
_FRESH = (("Cache-Control", "no-cache"),)


class Mof(Publisher):
    """Whole files; the dataset names them, in the order that the reader of the table expects."""

    name = "mof"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        files = [
            Request(url, headers=_FRESH, kind=url.rsplit("/", 1)[-1], series=table) for url in spec.datasets
        ]
        return files + [graph_request(series.code) for series in spec.series if series.part == "fred"]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        if table not in _READERS:
            raise self.wrong(table, "no reader is written for this table")
        return _READERS[table](self, spec, payloads)
