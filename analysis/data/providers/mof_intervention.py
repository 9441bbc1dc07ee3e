"""Foreign-exchange interventions by day: a list with quarter totals between its rows.

The totals are no observations, but say two things: to which day the list is complete, and whether every row
was read.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from analysis.data.providers import eras
from analysis.data.providers.base import Parsed, Payload
from analysis.data.providers.cells import read
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.spec import Spec
from analysis.data.providers.text import decoded, rows
from analysis.data.series.periods import label, ordinal

_HEAD = ["年", "月", "日", "Year", "Month", "Day"]
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
_TOTAL = re.compile(r"([A-Z][a-z]+)\s*-\s*([A-Z][a-z]+)\s*(\d{4})")
_LEG = re.compile(r"the\s+([A-Za-z ]+?)\s*\((sold|bought)\)")
_CODES = {
    "US dollar": "USD",
    "Japanese yen": "JPY",
    "Euro": "EUR",
    "German mark": "DEM",
    "Indonesian rupiah": "IDR",
}
_RANK = {"USD": 0, "JPY": 2}  # dollars first, yen last
_ROUNDING = 2  # 100 million yen, between a quarter's days and its printed total


@dataclass(frozen=True)
class Operation:
    """Amount (100 million yen) of one day and pair; `legs` maps currency to +1 (bought) or -1 (sold)."""

    day: date
    amount: int
    legs: dict[str, int]

    @property
    def words(self) -> str:
        order = sorted(self.legs, key=lambda code: (_RANK.get(code, 1), code))
        return " / ".join(f"{'buy' if self.legs[code] > 0 else 'sell'} {code}" for code in order)

    @property
    def net_usd(self) -> int:
        """Dollars bought against yen, negative if sold; 0 for other pairs."""
        return self.amount * self.legs["USD"] if set(self.legs) == {"USD", "JPY"} else 0

    @property
    def net_jpy(self) -> int:
        return self.amount * self.legs.get("JPY", 0)


def daily(provider: Publisher, spec: Spec, payloads: Sequence[Payload]) -> Parsed:
    """One row an operation, in the order of the days."""
    operations, _, end = _read(provider, spec, payloads)
    cells = {
        "amount_100m_yen": [str(operation.amount) for operation in operations],
        "operation": [operation.words for operation in operations],
        "net_usd_purchase_vs_jpy": [str(operation.net_usd) for operation in operations],
        "net_jpy_purchase": [str(operation.net_jpy) for operation in operations],
    }
    days = pd.Index([operation.day.isoformat() for operation in operations], name=spec.index, dtype=object)
    return Parsed(spec.table, pd.DataFrame(cells, index=days, dtype=object), covered_to=end.isoformat())


def monthly(provider: Publisher, spec: Spec, payloads: Sequence[Payload]) -> Parsed:
    """Sums by month over the span of the quarter totals; a month without operations is 0."""
    operations, start, end = _read(provider, spec, payloads)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for operation in operations:
        month = sums[f"{operation.day:%Y-%m}"]
        month[0] += operation.net_usd
        month[1] += operation.net_jpy
    numbers = range(ordinal(f"{start:%Y-%m}", "monthly"), ordinal(f"{end:%Y-%m}", "monthly") + 1)
    months = [label(number, "monthly") for number in numbers]
    cells = {name: [str(sums[month][at]) for month in months] for at, name in enumerate(spec.columns)}
    frame = pd.DataFrame(cells, index=pd.Index(months, name=spec.index, dtype=object), dtype=object)
    return Parsed(spec.table, frame, covered_to=end.isoformat())


def _read(provider: Publisher, spec: Spec, payloads: Sequence[Payload]) -> tuple[list[Operation], date, date]:
    """Operations, first day of the first and last day of the last quarter that the file closes with a
    total."""
    found: list[Operation] = []
    open_since = 0
    start = end = None
    for cells in _lines(provider, spec, payloads):
        words = eras.plain(cells[3])
        if total := _TOTAL.search(words):
            first, last = _quarter(provider, spec, total)
            amount = _amount(provider, spec, words, cells[6])
            of_days = sum(operation.amount for operation in found[open_since:])
            outside = [
                operation.day for operation in found[open_since:] if not first <= operation.day <= last
            ]
            if abs(of_days - amount) > _ROUNDING or outside:
                raise provider.wrong(
                    spec.table, f"{words}: its days add to {of_days}, the printed total is {amount}"
                )
            open_since, start, end = len(found), start or first, last
        else:
            found.append(_operation(provider, spec, found, cells))
    if end is None or open_since != len(found):
        raise provider.wrong(spec.table, "the list does not end with the total of a quarter")
    if any(a.day > b.day for a, b in pairwise(found)):
        raise provider.wrong(spec.table, "the days are not in order")
    return found, start, end


def _lines(provider: Publisher, spec: Spec, payloads: Sequence[Payload]) -> Iterator[list[str]]:
    if len(payloads) != 1:
        raise provider.wrong(spec.table, f"{len(payloads)} answers, not one file")
    table = rows(provider.name, spec.table, decoded(provider.name, spec.table, payloads[0].body, "cp932"))
    heads = [at for at, row in enumerate(table) if [cell.strip() for cell in row[:6]] == _HEAD]
    if len(heads) != 1 or not table[heads[0]][6:] or "amount" not in table[heads[0]][6]:
        raise provider.wrong(spec.table, f"no header {','.join(_HEAD)},金額(amount)")
    if not any("100 million Yen" in cell for row in table[: heads[0]] for cell in row):
        raise provider.wrong(spec.table, "the unit (amount:100 million Yen) is not stated above the header")
    carried = ["", ""]
    for row in table[heads[0] + 1 :]:
        if len(row) < 9 or not row[6].strip():
            continue  # blank lines, and notes below the list
        carried = [row[3].strip() or carried[0], row[4].strip() or ("" if row[3].strip() else carried[1])]
        if _TOTAL.search(eras.plain(row[3])):
            yield row
            carried[1] = ""
        else:
            yield [*row[:3], *carried, *row[5:]]


def _operation(provider: Publisher, spec: Spec, before: list[Operation], cells: list[str]) -> Operation:
    written = " ".join(cells[3:6])
    try:
        day = date(int(cells[3]), _MONTHS[cells[4][:3]], int(cells[5]))
    except (ValueError, KeyError, OverflowError):
        raise provider.wrong(spec.table, f"{written[:40]!r} is not a year, month and day") from None
    if (era := eras.year(cells[0])) is not None and era != day.year:
        raise provider.wrong(spec.table, f"{cells[0]} is {era}, beside it stands {day.year}")
    found = _LEG.findall(eras.plain(cells[8]).replace("  ", " "))
    legs = {_CODES.get(name.strip(), ""): 1 if deed == "bought" else -1 for name, deed in found}
    if len(found) != 2 or "" in legs or sorted(legs.values()) != [-1, 1]:
        raise provider.wrong(
            spec.table, f"{written}: {cells[8][:80]!r} is not one known currency bought and one sold"
        )
    return Operation(day, _amount(provider, spec, written, cells[6]), legs)


def _amount(provider: Publisher, spec: Spec, where: str, cell: str) -> int:
    try:
        number = read(cell)
        return int(number)
    except (ValueError, TypeError):
        raise provider.wrong(spec.table, f"{where[:40]}: {cell[:20]!r} is not a whole amount") from None


def _quarter(provider: Publisher, spec: Spec, total: re.Match) -> tuple[date, date]:
    first, last = (_MONTHS.get(name[:3], 0) for name in total.groups()[:2])
    year = int(total[3])
    if not first or last != first + 2 or not 1900 < year < 2200:
        raise provider.wrong(spec.table, f"{total[0]!r} is not a quarter")
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
