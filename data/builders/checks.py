"""Checks that refuse to let a table be written, each returning the sentence that its sidecar will carry.

A builder collects these sentences in `checks`, so a sidecar cannot claim a check that was not run.
"""

import math
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from builders.periods import ranges
from builders.table import Table, coverage


class Refused(Exception):
    """The source is not what the builder was written for; nothing was written."""


def columns(table: Table, expected: Iterable[str]) -> str:
    """Refuse unless the columns are exactly these, in this order."""
    wanted, found = list(expected), list(table.columns)
    if found != wanted:
        lost = [c for c in wanted if c not in found]
        new = [c for c in found if c not in wanted]
        what = (
            f"missing {lost[:5]}"
            if lost
            else f"unexpected {new[:5]}"
            if new
            else "the same columns in another order"
        )
        _refuse(table, f"expected {len(wanted)} columns, found {len(found)}: {what}")
    return f"{len(wanted)} columns, each expected one present and no other"


def row_count(table: Table, expected: int) -> str:
    """Refuse unless the table has this many rows."""
    if len(table.rows) != expected:
        _refuse(table, f"expected {expected} rows, found {len(table.rows)}")
    return f"{expected} rows"


def calendar(table: Table, periods: list[str], what: str) -> str:
    """Refuse unless the rows are exactly these periods, in order, each once."""
    found = table.keys()
    if repeated := [key for key, times in Counter(found).items() if times > 1]:
        _refuse(table, f"{repeated[0]} stands {found.count(repeated[0])} times")
    held, wanted = set(found), set(periods)
    if found and max(found) < periods[-1]:
        _refuse(table, f"the last period is {max(found)}, expected {periods[-1]}")
    if holes := [key for key in periods if key not in held]:
        _refuse(table, f"{len(holes)} of the expected {what} are absent, the first is {holes[0]}")
    if strays := [key for key in found if key not in wanted]:
        _refuse(table, f"{strays[0]} is not one of the expected {what} {periods[0]}..{periods[-1]}")
    if found != periods:
        at = next(i for i, key in enumerate(found) if key != periods[i])
        _refuse(table, f"the rows are not in order: row {at + 1} is {found[at]}, expected {periods[at]}")
    return f"all {len(periods)} {what} {periods[0]}..{periods[-1]}, in order, none twice"


def filled(table: Table, expected: int) -> str:
    """Refuse unless this many cells hold a figure: a source that lost values elsewhere than at its end shows
    here."""
    if (found := table.filled()) != expected:
        _refuse(table, f"expected {expected} figures, found {found}")
    return f"{expected} figures in all"


def last_row(table: Table, figures: int) -> str:
    """Refuse unless this many columns hold a figure in the last row."""
    found = sum(cell is not None for cell in table.rows[-1][len(table.index) :])
    if found != figures:
        _refuse(table, f"expected {figures} figures in {table.keys()[-1]}, the last row, found {found}")
    return f"{figures} columns reach {table.keys()[-1]}, the last row"


def gaps(table: Table, known: dict[str, list[str]], everywhere: Iterable[str] = ()) -> str:
    """Refuse unless the periods that are empty inside a column are the known ones.

    Parameters
    ----------
    known : dict
        Column to its empty periods, written as labels or ``first..last``; a column not named here has none.
    everywhere : iterable of str
        Periods not looked at, because they are empty in many columns and are checked by `published_in`.
    """
    aside = set(everywhere)
    for name in table.columns:
        span = coverage(table, name)
        keys, cells = table.keys(), table.column(name)
        inside = [span["first"] <= key <= span["last"] and key not in aside for key in keys]
        found = ranges(keys, [ok and cell is None for ok, cell in zip(inside, cells, strict=True)])
        if found != known.get(name, []):
            _refuse(table, f"{name}: expected empty periods {known.get(name, [])}, found {found}")
    spelt = "; ".join(f"{name} {', '.join(found)}" for name, found in known.items())
    return f"no empty period inside a column except: {spelt}" if known else "no empty period inside a column"


def published_in(table: Table, period: str, expected: Iterable[str]) -> str:
    """Refuse unless, among columns that cover `period`, exactly these hold a figure in it."""
    row = next((row for row in table.rows if row[0] == period), None)
    if row is None:
        _refuse(table, f"there is no row {period}")
    found = {c for c, cell in zip(table.columns, row[len(table.index) :], strict=True) if cell is not None}
    wanted = set(expected)
    if found != wanted:
        odd = sorted(found ^ wanted)
        _refuse(
            table,
            f"{period}: expected figures in {len(wanted)} columns, found {len(found)}; they differ in"
            f" {odd[:5]}",
        )
    return (
        f"{period}: figures in exactly {len(wanted)} columns ({', '.join(sorted(wanted))}), empty in all"
        " others"
    )


def within(table: Table, low: float, high: float, names: Iterable[str] | None = None, unit: str = "") -> str:
    """Refuse a figure outside ``[low, high]``: a source that switched units passes every other check."""
    chosen = list(table.columns if names is None else names)
    for name in chosen:
        for key, cell in zip(table.keys(), table.column(name), strict=True):
            if cell is not None and not low <= cell <= high:
                _refuse(table, f"{name} in {key} is {cell}, outside {low}..{high}")
    which = "every figure" if names is None else ", ".join(chosen)
    return f"{which} between {low} and {high}{' ' + unit if unit else ''}"


def ended(table: Table, expected: dict[str, str]) -> str:
    """Refuse unless exactly these columns stop before the last row, each with its last period."""
    last = table.keys()[-1]
    found = {c: end for c in table.columns if (end := coverage(table, c)["last"]) != last}
    if found != expected:
        odd = min(c for c in found.keys() | expected.keys() if found.get(c) != expected.get(c))
        _refuse(table, f"{odd}: expected last period {expected.get(odd, last)}, found {found.get(odd, last)}")
    return f"columns that end before {last}: " + ", ".join(
        f"{c} {end}" for c, end in sorted(expected.items())
    )


def agrees(table: Table, statement: str, differences: Iterable[tuple[str, float]], tolerance: float) -> str:
    """Refuse unless every difference is within `tolerance`; the sentence carries the largest one found.

    Parameters
    ----------
    statement : str
        What is compared with what.
    differences : iterable of (str, float)
        Where, and the absolute or relative difference there.
    """
    found = list(differences)
    # NaN compares with nothing, so it would slip through any maximum: here it counts as the largest
    # difference of all.
    place, worst = max(
        found, key=lambda pair: (math.isnan(pair[1]), pair[1]), default=("no place at all", math.nan)
    )
    if not worst <= tolerance:
        _refuse(table, f"{statement}: the difference at {place} is {worst:.3g}, allowed {tolerance:.3g}")
    return f"{statement}: n={len(found)}, largest difference {worst:.2g} ({place})"


def _refuse(table: Table, finding: str) -> NoReturn:
    raise Refused(f"{table.name}: {finding}; nothing was written")
