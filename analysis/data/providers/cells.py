"""From a publisher's cell to the text of ours, and from cells to a table on an unbroken calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

import pandas as pd

from analysis.data.providers.base import ProviderError
from analysis.data.providers.spec import Series, Spec
from analysis.data.series.periods import compress, label, ordinal
from analysis.errors import DataError

#: What publishers write where there is no number.
MISSING = frozenset(
    (
        "",
        ".",
        "..",
        "...",
        "…",
        "-",
        "--",
        "—",
        "―",
        "*",
        "**",
        "***",
        "ND",
        "N/A",
        "NA",
        "n.a.",
        "n/a",
        "NaN",
        "nan",
        "null",
        "None",
        "－",
        "‐",
    )
)
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,2}))?")
_LONGEST = 48  # a number with more characters is none
_DIGITS = 24  # nor one this large; with four decimals it is exact in decimal arithmetic


@lru_cache(maxsize=1 << 16)  # indices with one decimal repeat themselves
def read(cell: str) -> str | None:
    """The number in a cell in plain decimal digits, shortest form; None where the publisher marks a missing
    value.

    Raises
    ------
    ValueError
        If the cell is neither.
    """
    cell = cell.strip()
    if cell in MISSING:
        return None
    match = _NUMBER.fullmatch(cell) if len(cell) <= _LONGEST else None
    if match is None or not (match[2] or match[3]):
        raise ValueError(f"{cell[:40]!r} is not a number")
    sign, whole, fraction, exponent = match.groups()
    if exponent:
        number = shortest(abs(Decimal(cell.replace(",", ""))))
    else:
        whole = whole.replace(",", "").lstrip("0") or "0"
        fraction = (fraction or "").rstrip("0")
        number = f"{whole}.{fraction}" if fraction else whole
    if len(number.partition(".")[0]) > _DIGITS:
        raise ValueError(f"{cell[:40]!r} has more than {_DIGITS} digits before the point")
    return f"-{number}" if sign == "-" and number != "0" else number


def shortest(value: Decimal) -> str:
    """Plain digits without an exponent, without zeros at the end, and never ``-0``."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def write(number: str, decimals: int) -> str:
    """A number in shortest form with at least `decimals` decimals."""
    if not decimals:
        return number
    whole, _, fraction = number.partition(".")
    return f"{whole}.{fraction.ljust(decimals, '0')}"


def rounded(value: Decimal, places: int) -> str:
    """Shortest form of `value` rounded half to even to `places` decimals."""
    return shortest(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN))


def significant(value: Decimal, digits: int) -> str:
    """Shortest form of `value` rounded half to even to so many significant digits."""
    if not value:
        return "0"
    return shortest(
        value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), rounding=ROUND_HALF_EVEN)
    )


def convert(provider: str, series: Series, raw: Mapping[str, str]) -> dict[str, str]:
    """Cells of one column: numbers read, divided and written as the table writes them; "" where missing.

    Raises
    ------
    ProviderError
        Naming the series and the period of a cell that is no number.
    """
    cells = {}
    for period, cell in raw.items():
        try:
            number = read(cell)
        except ValueError as error:
            raise ProviderError(provider, series.code, f"{period}: {error}") from None
        if number is not None and series.divide != 1:
            number = shortest(Decimal(number) / series.divide)
        cells[period] = "" if number is None else write(number, series.decimals)
    return cells


def columns_of(
    provider: str, spec: Spec, found: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Columns from the publisher's series; `found` maps code to period to raw cell.

    Raises
    ------
    ProviderError
        If a series is absent: it was renamed, moved or dropped at the publisher.
    """
    lacking = [series.code for series in spec.series if series.code not in found]
    if lacking:
        others = f" (and {len(lacking) - 1} more)" if lacking[1:] else ""
        raise ProviderError(
            provider,
            lacking[0],
            f"the answer does not hold this series{others}; was it renamed or discontinued?",
        )
    return {series.column: convert(provider, series, found[series.code]) for series in spec.series}


def assemble(
    provider: str, spec: Spec, columns: Mapping[str, Mapping[str, str]], gaps: bool = False
) -> pd.DataFrame:
    """One frame of text on the table's calendar.

    Periods before `Spec.first` are left out, empty rows at both ends as well.

    Parameters
    ----------
    gaps : bool
        Whether the publisher leaves out periods that were never published; they become empty rows. Otherwise
        a period that is skipped is an error.

    Raises
    ------
    ProviderError
        If nothing is left, a period is not one of the calendar or is skipped.
    """
    if spec.basis:
        number, told, word = spec.basis
        columns = {
            **columns,
            told: {period: word if cell else "" for period, cell in columns[number].items()},
        }
    order = [name for name in spec.columns if name in columns]
    try:
        numbers = {period: ordinal(period, spec.frequency) for period in set().union(*columns.values())}
    except DataError as error:
        raise ProviderError(provider, spec.table, str(error)) from None
    filled = [period for period in numbers if any(columns[name].get(period) for name in order)]
    start = ordinal(spec.first, spec.frequency) if spec.first else None
    if start is not None:
        filled = [period for period in filled if numbers[period] >= start]
    if not filled:
        raise ProviderError(provider, spec.table, "the answer holds no values for the span asked for")
    low, high = min(numbers[p] for p in filled), max(numbers[p] for p in filled)
    inside = {number: period for period, number in numbers.items() if low <= number <= high}
    if spec.frequency not in ("daily", "decisions"):
        skipped = sorted(set(range(low, high + 1)) - inside.keys())
        if skipped and not gaps:
            spans = compress(skipped, spec.frequency)
            raise ProviderError(provider, spec.table, f"{', '.join(spans[:3])} is skipped in the answer")
        inside.update({number: label(number, spec.frequency) for number in skipped})
    periods = [inside[number] for number in sorted(inside)]
    data = {name: [columns[name].get(period, "") for period in periods] for name in order}
    return pd.DataFrame(data, index=pd.Index(periods, name=spec.index, dtype=object), dtype=object)


def once(provider: str, series: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A mapping from period to cell.

    Raises
    ------
    ProviderError
        If a period occurs twice.
    """
    found: dict[str, str] = {}
    for period, cell in pairs:
        if period in found:
            raise ProviderError(provider, series, f"{period} stands twice in the answer")
        found[period] = cell
    return found
