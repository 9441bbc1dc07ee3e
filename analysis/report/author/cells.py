"""From values to the text of table cells: at most four significant digits, one rule for every table.

A column gets one number of decimals, so that its decimal points line up; only where its values span more than
three orders of magnitude is each cell formatted by itself.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

import numpy as np
import pandas as pd

from analysis.numerals import MINUS
from analysis.report.author.numbers import fixed, significant

DIGITS = 4
MISSING = "–"
SPAN = 1000.0  # widest ratio of magnitudes in a column that shares its decimals
SMALLEST_P = 0.001
_P_LABEL = re.compile(r"p($|[\s,_(-])", re.IGNORECASE)
_NUMBER = re.compile(
    rf"""[<>≤≥~+{MINUS}-]?\s?              # <0.001
        \(?[+{MINUS}-]?\d[\d,.]*           # (−12,345.6
        (\ ×\ 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\)?         #  × 10⁻⁶)
        \s?(%|[*†‡]+)?                     # % or a footnote mark
        (\n\([^\n]*\))?""",  # a standard error below
    re.VERBOSE,
)
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def qualified(text: str, qualifier: object) -> str:
    """A value with the qualifier that travels with it: "below 5"; as it is where there is none.

    >>> qualified("5", "below"), qualified("5", float("nan"))
    ('below 5', '5')
    """
    return f"{qualifier} {text}" if isinstance(qualifier, str) and qualifier else text


def number(value: float, decimals: int | None = None, digits: int = DIGITS) -> str:
    """Format one number with at most `digits` significant digits and, if given, `decimals` decimals.

    >>> number(0.062345), number(12345.678), number(-3)
    ('0.0623', '12,350', '−3')
    """
    if isinstance(value, (int, np.integer)):
        return fixed(int(value), 0) if decimals is None else fixed(int(value), decimals)
    if not math.isfinite(value):
        return MISSING if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    value = significant(value)  # as `numbers.publish` does, so that table and sentence cannot round apart
    if decimals is None:
        if value and abs(value) < 1e-4:
            mantissa, exponent = f"{abs(value):.2e}".split("e")
            sign = MINUS if value < 0 else ""
            return f"{sign}{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}"
        decimals = natural_decimals(value)
    if value and decimals > digits - 1 - math.floor(math.log10(abs(value))):
        value = significant(value, digits)  # only then, since rounding twice may round up twice
    return fixed(value, decimals)


def natural_decimals(largest: float) -> int:
    """Decimals that show a magnitude with three digits, with two decimals from 1 and one from 100."""
    if not math.isfinite(largest) or largest == 0:
        return 2
    magnitude = math.floor(math.log10(abs(significant(largest, DIGITS))))
    return max(0, (2 if magnitude < 1 else 3) - magnitude)


def p_value(value: float) -> str:
    """Format a probability: three decimals, never zero."""
    if value is None or value != value:
        return MISSING
    return f"<{SMALLEST_P}" if value < SMALLEST_P else fixed(value, 3)


def column(label: str, values: pd.Series, decimals: int | None = None, digits: int = DIGITS) -> list[str]:
    """Format a column.

    Parameters
    ----------
    label : str
        A label that begins with "p" as a word ("p", "p, no change") makes numbers probabilities.
    values : Series
    decimals : int, optional
        For every number of the column.
    digits : int
        Most significant digits shown of a float; integers are shown whole.
    """
    floats = [float(v) for v in values if isinstance(v, (float, np.floating)) and math.isfinite(v)]
    if decimals is None and _P_LABEL.match(label) and floats and all(0 <= v <= 1 for v in floats):
        return [p_value(v) if isinstance(v, (float, np.floating)) else one(v) for v in values]
    if decimals is None and floats:
        sizes = [abs(v) for v in floats if v]
        if sizes and max(sizes) / min(sizes) <= SPAN:
            decimals = natural_decimals(max(sizes))
    mixed = pd.api.types.is_object_dtype(values.dtype)
    return [one(v, None if mixed and isinstance(v, (int, np.integer)) else decimals, digits) for v in values]


def one(value: Any, decimals: int | None = None, digits: int = DIGITS) -> str:
    """Format one value of any kind; a missing one as a dash."""
    if value is None or value is pd.NaT or value is pd.NA:
        return MISSING
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (int, np.integer, float, np.floating)):
        return number(value, decimals, digits)
    if isinstance(value, (pd.Timestamp, datetime.datetime)):
        return value.strftime("%Y-%m-%d")
    return str(value).strip() or MISSING


def is_numeric(texts: list[str]) -> bool:
    """Whether a column of formatted cells reads as numbers, and so is set flush right."""
    known = [t for t in texts if t != MISSING]
    return bool(known) and sum(bool(_NUMBER.fullmatch(t)) for t in known) >= max(1, 0.6 * len(known))
