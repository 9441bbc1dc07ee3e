"""US Treasury, Fiscal Data: lines of the Monthly Treasury Statement, a JSON service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, once, read, rounded, write
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.spec import Series
from analysis.data.providers.text import mapping

_SERVICE = "https://api.fiscaldata.treasury.gov/services/api/fiscal_service/"
_MOST = 1000  # rows; a month is one
_PLACES = 3
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-\d\d")


class FiscalData(Publisher):
    """Series by field of the one line that `Spec.dataset` names (``ENDPOINT: LINE``); months by the day of
    the record."""

    name = "fiscal_data"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        endpoint, _, line = spec.dataset.partition(": ")
        start = max(since or "", spec.first)
        wanted = f"classification_desc:eq:{line}" + (f",record_date:gte:{start}-01" if start else "")
        fields = ",".join(["record_date", "classification_desc", *(series.code for series in spec.series)])
        query = (
            ("fields", fields),
            ("filter", wanted),
            ("sort", "record_date"),
            ("page[size]", str(_MOST)),
            ("format", "json"),
        )
        return [Request(_SERVICE + endpoint, query, kind="line", series=table)]

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        line = spec.dataset.partition(": ")[2]
        body = mapping(self.name, table, self.only(table, payloads, "line").body)
        records, meta = body.get("data"), body.get("meta")
        if not isinstance(records, list) or not isinstance(meta, dict):
            raise self.wrong(
                table, f"the answer has no data: {str(body.get('message') or body.get('error'))[:80]}"
            )
        if str(meta.get("total-count")) != str(len(records)):
            raise self.wrong(
                table,
                f"the answer holds {len(records)} of {str(meta.get('total-count'))[:10]} records: it is cut",
            )
        months = []
        for record in records:
            match = _DAY.fullmatch(str(record.get("record_date"))) if isinstance(record, dict) else None
            if match is None or record.get("classification_desc") != line:
                raise self.wrong(table, f"a record has no day or is not {line!r}: {str(record)[:80]}")
            months.append((f"{match[1]}-{match[2]}", record))
        columns = {}
        for series in spec.series:
            if not all(series.code in record for _, record in months):
                raise self.wrong(series.code, "a record lacks this field")
            cells = once(
                self.name, series.code, ((month, str(record[series.code])) for month, record in months)
            )
            columns[series.column] = {
                month: self._billions(series, month, cell) for month, cell in cells.items()
            }
        return Parsed(table, assemble(self.name, spec, columns))

    def _billions(self, series: Series, month: str, cell: str) -> str:
        try:
            number = read(cell)
        except ValueError as error:
            raise self.wrong(series.code, f"{month}: {error}") from None
        return (
            ""
            if number is None
            else write(rounded(Decimal(number) / series.divide, _PLACES), series.decimals)
        )
