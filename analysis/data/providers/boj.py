"""Bank of Japan: the API of the Time-Series Data Search.

One request takes up to 250 codes of one database; longer answers are paged (`NEXTPOSITION`). Errors come with
status 200 as well, so the status inside the body decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.cells import assemble, columns_of, once
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import mapping

_URL = "https://www.stat-search.boj.or.jp/api/v1/getDataCode"
_CODES = 250
_BASE = re.compile(r"(?:CY)?(\d{4})\s*(?:年|average)?\s*=\s*100")
_DATE = re.compile(r"(\d{4})(0[1-9]|1[0-2])")


class BankOfJapan(Publisher):
    """Monthly series by code; `Series.part` is the database."""

    name = "boj"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        start = max(since or "", spec.first)
        found = []
        for part in spec.parts:
            codes = list(dict.fromkeys(series.code for series in spec.of_part(part)))
            for at in range(0, len(codes), _CODES):
                query = [
                    ("format", "json"),
                    ("lang", "en"),
                    ("db", part),
                    ("code", ",".join(codes[at : at + _CODES])),
                ]
                if start:
                    query.append(("startDate", start.replace("-", "")))
                found.append(Request(_URL, tuple(query), kind=part, series=table))
        return found

    def more(self, payload: Payload) -> Request | None:
        body = mapping(self.name, payload.request.series, payload.body)
        position = body.get("NEXTPOSITION")
        if position is None:
            return None
        asked = dict(payload.request.params)
        before = asked.pop("startPosition", "0")
        codes = len(asked.get("code", "").split(","))
        if not str(position).isdecimal() or not int(before) < int(position) <= codes:
            raise self.wrong(payload.request.series, f"NEXTPOSITION is {position!r} after position {before}")
        return replace(payload.request, params=(*asked.items(), ("startPosition", str(int(position)))))

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        found: dict[str, dict[str, str]] = {}
        words: dict[str, str] = {}
        updated = []
        for payload in payloads:
            for entry in self._results(table, payload):
                code = str(entry.get("SERIES_CODE"))
                if code in found:
                    raise self.wrong(code, "stands twice in the answers")
                found[code] = self._values(code, entry)
                words[code] = str(entry.get("UNIT") or entry.get("UNIT_J") or "")
                updated.append(str(entry.get("LAST_UPDATE") or ""))
        frame = assemble(self.name, spec, columns_of(self.name, spec, found))
        units = {series.column: words[series.code] for series in spec.series}
        bases = {name: f"{match[1]}=100" for name, unit in units.items() if (match := _BASE.search(unit))}
        return Parsed(
            table, frame, bases, units, vintage=f"last updated {max(updated)}" if any(updated) else None
        )

    def _results(self, table: str, payload: Payload) -> list[dict]:
        body = mapping(self.name, table, payload.body)
        if str(body.get("STATUS")) != "200":
            told = f"{body.get('MESSAGEID')} {body.get('MESSAGE')}"[:120]
            raise self.wrong(table, f"the Bank answers status {body.get('STATUS')!r} in the body: {told}")
        results = body.get("RESULTSET")
        if not isinstance(results, list) or not all(isinstance(entry, dict) for entry in results):
            raise self.wrong(table, "the answer has no list RESULTSET")
        if not results:
            raise self.wrong(table, f"the Bank has no data for this request ({body.get('MESSAGEID')})")
        return results

    def _values(self, code: str, entry: dict) -> dict[str, str]:
        if entry.get("FREQUENCY") != "MONTHLY":
            raise self.wrong(code, f"the frequency is {entry.get('FREQUENCY')!r}, not MONTHLY")
        values = entry.get("VALUES")
        dates, numbers = (
            values.get(key) if isinstance(values, dict) else None for key in ("SURVEY_DATES", "VALUES")
        )
        if not isinstance(dates, list) or not isinstance(numbers, list) or len(dates) != len(numbers):
            raise self.wrong(code, "SURVEY_DATES and VALUES are not two lists of the same length")
        pairs = []
        for date, number in zip(dates, numbers, strict=True):
            match = _DATE.fullmatch(str(date))
            if match is None:
                raise self.wrong(code, f"{str(date)[:20]!r} is not a month written YYYYMM")
            pairs.append((f"{match[1]}-{match[2]}", "" if number is None else str(number)))
        return once(self.name, code, pairs)
