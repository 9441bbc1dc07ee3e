"""International transactions in securities by month: residents' net acquisition of foreign portfolio
assets."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence

from analysis.data.providers import eras
from analysis.data.providers.base import Parsed, Payload
from analysis.data.providers.cells import assemble, columns_of, once, read
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.spec import Spec
from analysis.data.providers.text import decoded, rows

_TITLE, _UNIT = "International Transactions in Securities", "(Unit: 100 mil Yen)"
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
_WIDTH = 27
# Parts and sum, by position: equity and long-term debt make the subtotal, with short-term debt the total.
_SUMS = (((5, 8), 9), ((9, 12), 13))
_ROUNDING = 2


def parse(provider: Publisher, spec: Spec, payloads: Sequence[Payload]) -> Parsed:
    """Net columns by their position in the file, after the identities that tie them were checked."""
    if len(payloads) != 1:
        raise provider.wrong(spec.table, f"{len(payloads)} answers, not one file")
    table = rows(provider.name, spec.table, decoded(provider.name, spec.table, payloads[0].body, "cp932"))
    head = [cell.strip() for row in table[:10] for cell in row]
    for words in (_TITLE, _UNIT):
        if not any(cell.startswith(words) for cell in head):
            raise provider.wrong(spec.table, f"the head of the file does not say {words!r}")
    months = list(_months(provider, spec, table))
    for month, row in months:
        _hold(provider, spec, month, row)
    found = {}
    for series in spec.series:
        at = int(series.code)
        found[series.code] = once(provider.name, spec.table, ((month, row[at]) for month, row in months))
    update = next((cell for cell in head if cell.startswith("Final Update")), None)
    frame = assemble(provider.name, spec, columns_of(provider.name, spec, found))
    return Parsed(spec.table, frame, vintage=" ".join(update.split()) if update else None)


def _months(provider: Publisher, spec: Spec, table: list[list[str]]):
    year = None
    for row in table:
        if any(re.search(r"\d(CY|FY)\b", cell) for cell in row[:3]):
            return
        if len(row) < 3 or row[2].strip()[:3] not in _MONTHS:
            continue
        if len(row) < _WIDTH:
            raise provider.wrong(spec.table, f"a month has {len(row)} columns, not {_WIDTH}: {row[:3]}")
        month = _MONTHS[row[2].strip()[:3]]
        if written := re.fullmatch(r"[12]\d{3}", row[0].strip()):
            year = int(written[0])
        if year is None:
            raise provider.wrong(spec.table, f"no year stands before the first month {row[2].strip()}")
        era = eras.year(row[0].strip("()（） 　"))
        if (era or year) != year:
            raise provider.wrong(spec.table, f"{row[0].strip()} stands in the year {year}")
        yield f"{year}-{month:02d}", row


def _hold(provider: Publisher, spec: Spec, month: str, row: list[str]) -> None:
    for parts, total in _SUMS:
        try:
            numbers = [read(row[at]) for at in (*parts, total)]
        except ValueError as error:
            raise provider.wrong(spec.table, f"{month}: {error}") from None
        if None in numbers:
            continue
        *summed, printed = map(float, numbers)
        if abs(sum(summed) - printed) > _ROUNDING:
            raise provider.wrong(
                spec.table,
                f"{month}: columns {parts} add to {sum(summed):g}, column {total} says {printed:g}; were"
                " columns moved?",
            )
