"""Control totals of every numeric column of the data, for `tests/data/pins.csv`.

Sealing a table certifies the bytes that are there, right or wrong. The pins are kept apart from the tables
and nothing but a deliberate run of this script writes them, so that a swapped column, a moved cell, a changed
unit or an amount ten times too large shows as what it is after the sidecar has been sealed:

    python tools/pin.py TABLE ...      print the pins of these tables as they are, beside those on record
    python tools/pin.py --write TABLE  put them in the place of those on record; without a name, of all tables

Read the difference in git before it is committed: every line of it is a number that moved. Standard library
and PyYAML only: the pins must not lean on the reader that they check.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

import kept
import yaml

PINS = kept.ROOT / "tests" / "data" / "pins.csv"
HEAD = ("table", "column", "unit", "positive", "first", "last", "count", "total", "moment")


def tables() -> list[Path]:
    """Every sidecar of a table with numbers that is not written by the book itself at each report."""
    own = {"published", "changes"}
    return sorted(path for path in (kept.ROOT / "data").glob("*/*.yml") if path.stem not in own)


def pins_of(sidecar: Path) -> list[tuple[str, ...]]:
    """One row a numeric column, in the order of the table.

    first and last are the labels of its first and last filled row, count the filled rows, total the exact
    decimal sum, and moment the exact sum of value times row number, which tells one order of the same values
    from another.
    """
    told = yaml.safe_load(sidecar.read_text("utf-8"))
    head, *rows = csv.reader(io.StringIO(sidecar.with_suffix(".csv").read_text("utf-8-sig")))
    units = {name: column.get("unit") for name, column in (told.get("columns") or {}).items()}
    if "wide" in told:
        units |= {name: told["wide"]["unit"] for name in head[1:] if name not in units}
    found = []
    for name in (name for name in head if units.get(name)):
        at = head.index(name)
        filled = [(place, row[0], number(row[at])) for place, row in enumerate(rows, start=1) if row[at]]
        filled = [cell for cell in filled if cell[2] is not None]
        if not filled:
            continue
        values = [value for _, _, value in filled]
        found.append(
            (
                sidecar.stem,
                name,
                str(units[name]),
                str(all(value > 0 for value in values)).lower(),
                filled[0][1],
                filled[-1][1],
                str(len(filled)),
                plain(sum(values)),
                plain(sum(place * value for place, _, value in filled)),
            )
        )
    return found


def number(text: str) -> Decimal | None:
    """The decimal that a cell holds, or None for a word."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def on_record() -> dict[str, list[tuple[str, ...]]]:
    """The pins kept, by table."""
    return {name: [tuple(row.values()) for row in rows] for name, rows in kept.read(PINS).items()}


def main() -> None:
    known = {path.stem: path for path in tables()}
    names, write = kept.asked(
        __doc__.splitlines()[0],
        known,
        unknown="there is no table {}; tables are the files under data/",
        write="put them in the place of those on record",
    )
    pins = on_record()
    for name in names:
        new = pins_of(known[name])
        for row in new if not write else ():
            print("same " if row in pins.get(name, []) else "moved", ",".join(row))
        pins[name] = new
    if write:
        rows = {name: [dict(zip(HEAD, row, strict=True)) for row in found] for name, found in pins.items()}
        kept.write(PINS, HEAD, rows, known)


if __name__ == "__main__":
    main()
