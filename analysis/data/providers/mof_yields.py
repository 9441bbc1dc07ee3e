"""Ten-year yield of Japanese government bonds: end and mean of each month from the ministry's daily curve.

The file of past months and that of the running month must meet; the OECD's own monthly series comes from
FRED.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from analysis.data.providers import eras
from analysis.data.providers.base import Parsed, Payload
from analysis.data.providers.cells import assemble, columns_of, read, rounded, write
from analysis.data.providers.fred import graph_values
from analysis.data.providers.publisher import Publisher
from analysis.data.providers.spec import Spec
from analysis.data.providers.text import decoded, rows

_TEN_YEARS = ("10年", "10Y")
_FEWEST = 15  # days without which a month has no mean; the shortest month of business days has more
_PLACES = 4


def parse(provider: Publisher, spec: Spec, payloads: Sequence[Payload]) -> Parsed:
    """Three columns: the OECD's monthly series, the last business day's yield and the mean of the days."""
    files = [payload for payload in payloads if payload.request.kind.endswith(".csv")]
    if len(files) != 2:
        raise provider.wrong(spec.table, f"{len(files)} files of yields, not the past and the running month")
    past, running = (_days(provider, spec, payload) for payload in files)
    days = _joined(provider, spec, past, running)
    by_month: dict[str, dict[date, str]] = defaultdict(dict)
    for day, cell in days.items():
        by_month[f"{day:%Y-%m}"][day] = cell
    last = max(by_month)
    if max(by_month[last]) != _last_business_day(max(by_month[last])):
        del by_month[last]  # the month is not over
    columns = {}
    codes = [series for series in spec.series if series.part == "fred"]
    found = {
        s.code: graph_values(provider.name, provider.only(spec.table, payloads, s.code), s.code)
        for s in codes
    }
    for series in spec.series:
        if series.part == "fred":
            only = Spec(spec.table, spec.frequency, spec.index, (series.column,), (series,))
            columns.update(columns_of(provider.name, only, found))
        elif series.code == "month end":
            columns[series.column] = {
                m: write(cells[max(cells)], series.decimals) for m, cells in by_month.items()
            }
        else:
            columns[series.column] = {
                month: write(
                    rounded(sum(map(Decimal, cells.values())) / len(cells), _PLACES), series.decimals
                )
                for month, cells in by_month.items()
                if len(cells) >= _FEWEST
            }
    return Parsed(spec.table, assemble(provider.name, spec, columns), vintage=f"daily curve to {max(days)}")


def _days(provider: Publisher, spec: Spec, payload: Payload) -> dict[date, str]:
    """Yield by day; days on which the ten-year yield is missing are left out."""
    name = payload.request.kind
    table = rows(provider.name, spec.table, decoded(provider.name, spec.table, payload.body, "cp932"))
    heads = [at for at, row in enumerate(table[:5]) if row and row[0].strip() in ("基準日", "Date")]
    positions = [at for at, cell in enumerate(table[heads[0]]) if cell.strip() in _TEN_YEARS] if heads else []
    if len(positions) != 1:
        raise provider.wrong(spec.table, f"{name} has no header with a date and one column 10年 or 10Y")
    if not any("%" in cell for row in table[: heads[0]] for cell in row):
        raise provider.wrong(spec.table, f"{name} does not state its unit (%) above the header")
    found: dict[date, str] = {}
    for row in table[heads[0] + 1 :]:
        if not row or not row[0].strip() or not any(cell.strip() for cell in row[1:]):
            continue  # blank lines and notes
        day = eras.day(row[0])
        if day is None or len(row) != len(table[heads[0]]):
            raise provider.wrong(
                spec.table, f"{name}: {row[0][:30]!r} is not a day with {len(table[heads[0]])} cells"
            )
        if day in found:
            raise provider.wrong(spec.table, f"{name}: {day} stands twice")
        try:
            number = read(row[positions[0]])
        except ValueError as error:
            raise provider.wrong(spec.table, f"{name}: {day}: {error}") from None
        if number is not None:
            found[day] = number
    if not found:
        raise provider.wrong(spec.table, f"{name} holds no ten-year yield")
    return found


def _joined(
    provider: Publisher, spec: Spec, past: dict[date, str], running: dict[date, str]
) -> dict[date, str]:
    end, begin = max(past), min(running)
    if begin > _next_business_day(end):
        raise provider.wrong(
            spec.table, f"the past months end on {end}, the running month begins on {begin}: days are lost"
        )
    for day in past.keys() & running.keys():
        if past[day] != running[day]:
            raise provider.wrong(
                spec.table, f"{day} is {past[day]} in one file and {running[day]} in the other"
            )
    return dict(sorted({**past, **running}.items()))


def _next_business_day(day: date) -> date:
    day += timedelta(1)
    while not _business(day):
        day += timedelta(1)
    return day


def _last_business_day(day: date) -> date:
    day = (day.replace(day=1) + timedelta(32)).replace(day=1) - timedelta(1)
    while not _business(day):
        day -= timedelta(1)
    return day


def _business(day: date) -> bool:
    closed = (day.month, day.day) in ((12, 31), (1, 1), (1, 2), (1, 3))
    return day.weekday() < 5 and not closed and day not in _holidays(day.year)


@lru_cache(maxsize=4)
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # here and not above: it takes a while to load

    return frozenset(country_holidays("JP", years=year))
