"""Statistics Bureau of Japan: consumer prices by code from the key-free files; the e-Stat database where a
key is set.

The files carry no base. An index of base Y averages 100 in Y, which tells it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.data.providers.base import Parsed, Payload, Request
from analysis.data.providers.bases import shown
from analysis.data.providers.cells import assemble, columns_of, once
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.text import decoded, mapping, rows

_DOWNLOAD = "https://www.e-stat.go.jp/stat-search/file-download"
_API = "https://api.e-stat.go.jp/rest/3.0/app/json/getStatsData"
_KEY = ("appId", "ESTAT_APP_ID")
_CORNER, _CODES = "類・品目", "類・品目符号"
_ALL_ITEMS = ("0001", "0201")
_BASES = (2025, 2020, 2015, 2010)
_TOLERANCE = "0.06"
_MONTH = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_TIME = re.compile(r"(\d{4})00(0[1-9]|1[0-2])\2")
_HEAD = 6  # rows above the months, at most


class StatisticsBureau(Publisher):
    """Series by the code of the class or item; a file is named by its address or by its number at e-Stat.

    After the files the dataset may name the database table (``database NUMBER``) that the keyed route asks.
    """

    name = "statistics_bureau"

    def requests(self, table: str, since: str | None = None) -> list[Request]:
        files = [part for part in self.spec(table).datasets if not part.startswith("database ")]
        return [self._file(table, file) for file in files]

    def alternatives(self, table: str, since: str | None = None) -> list[Request]:
        spec = self.spec(table)
        found = []
        for database in (
            part.removeprefix("database ") for part in spec.datasets if part.startswith("database ")
        ):
            codes = list(dict.fromkeys(series.code for series in spec.series))
            # One code a request keeps each answer below the 100,000 values of a page.
            query = (("statsDataId", database), ("cdTab", "1"), ("cdArea", "00000"))
            found += [
                Request(_API, (*query, ("cdCat01", code)), kind=f"database {code}", secret=_KEY, series=code)
                for code in codes
            ]
        return found

    def parse(self, table: str, payloads: Sequence[Payload]) -> Parsed:
        spec = self.spec(table)
        wanted = {series.code for series in spec.series}
        found: dict[str, dict[str, str]] = {}
        totals: list[Mapping[str, str]] = []
        for payload in payloads:
            if payload.request.url == _API:
                held = self._values(table, payload)
            else:
                held = self._columns(table, payload, wanted)
            totals += [held[code] for code in _ALL_ITEMS if code in held]
            found = {**held, **found}
        frame = assemble(self.name, spec, columns_of(self.name, spec, found))
        base = next(
            (base for total in totals if (base := shown(self.name, table, total, _BASES, _TOLERANCE))), None
        )
        return Parsed(table, frame, dict.fromkeys(frame.columns, base) if base else {})

    @staticmethod
    def _file(table: str, file: str) -> Request:
        if file.startswith("https://"):
            return Request(file, kind=file, series=table)
        return Request(_DOWNLOAD, (("statInfId", file), ("fileKind", "1")), kind=file, series=table)

    def _columns(self, table: str, payload: Payload, wanted: set[str]) -> dict[str, dict[str, str]]:
        file = payload.request.kind
        lines = rows(self.name, table, decoded(self.name, table, payload.body, "cp932"))
        if not lines or not lines[0] or not lines[0][0].startswith(_CORNER):
            raise self.wrong(
                table, f"{file} does not begin with {_CORNER}: it is not a table of the price index"
            )
        heads = [row for row in lines[:_HEAD] if row and row[0].startswith(_CODES)]
        if len(heads) != 1:
            raise self.wrong(table, f"{file} has no row of codes ({_CODES})")
        codes = [cell.strip() for cell in heads[0]]
        keep = wanted | set(_ALL_ITEMS)
        positions = {}
        for at, code in enumerate(codes[1:], start=1):
            if code in keep:
                if code in positions:
                    raise self.wrong(code, f"stands twice in {file}")
                positions[code] = at
        months: list[tuple[str, list[str]]] = []
        for row in lines[lines.index(heads[0]) + 1 :]:
            if row and (match := _MONTH.fullmatch(row[0].strip())):
                if len(row) != len(codes):
                    raise self.wrong(table, f"{row[0]} has {len(row)} cells, the row of codes {len(codes)}")
                months.append((f"{match[1]}-{match[2]}", row))
            elif months and any(cell.strip() for cell in row[1:]):
                raise self.wrong(
                    table, f"{file}: a row of figures begins with {row[0][:20]!r}, not with a month YYYYMM"
                )
        if not months:
            raise self.wrong(table, f"{file} holds no row that begins with a month written YYYYMM")
        return {
            code: once(self.name, code, ((month, row[at]) for month, row in months))
            for code, at in positions.items()
        }

    def _values(self, table: str, payload: Payload) -> dict[str, dict[str, str]]:
        code = payload.request.series
        top = mapping(self.name, code, payload.body).get("GET_STATS_DATA")
        result = top.get("RESULT") if isinstance(top, dict) else None
        if not isinstance(result, dict) or str(result.get("STATUS")) != "0":
            told = str(result.get("ERROR_MSG"))[:80] if isinstance(result, dict) else "no RESULT"
            raise self.wrong(code, f"e-Stat refuses: {told}")
        data = top.get("STATISTICAL_DATA")
        inner = data.get("DATA_INF") if isinstance(data, dict) else None
        values = inner.get("VALUE") if isinstance(inner, dict) else None
        values = [values] if isinstance(values, dict) else values  # a single value is no list
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.wrong(code, "the answer has no list of VALUE")
        if isinstance(counts := data.get("RESULT_INF"), dict) and counts.get("NEXT_KEY"):
            raise self.wrong(code, "the answer is cut (NEXT_KEY); ask for fewer codes")
        pairs = []
        for value in values:
            if str(value.get("@cat01")) != code or str(value.get("@tab")) != "1":
                raise self.wrong(code, f"the answer holds {value.get('@cat01')}, table {value.get('@tab')}")
            if match := _TIME.fullmatch(str(value.get("@time"))):
                pairs.append((f"{match[1]}-{match[2]}", str(value.get("$", ""))))
        return {code: once(self.name, code, pairs)}
