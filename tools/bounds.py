"""Bounds of every column of the tables of series, for `tests/data/bounds.csv`.

The pins of `tools/pin.py` are renewed whenever a table is; what is here stays. A column keeps the lowest and
highest value of its history, its largest change from one published period to the next, and its largest
spike, a change that the next period takes back, each with a margin. A cell that is a fifth too high, a unit
that is ten times another or a column in another's place is outside them, sealed and pinned or not:

    python tools/bounds.py TABLE ...       print what lies outside the bounds on record
    python tools/bounds.py --write TABLE   set the bounds by the history as it is; without a name, of all

A column that is always above zero has logarithms, any other its own unit. Bounds are set once: new months
that are outside are looked up at the publisher before they are set again. Standard library and PyYAML only.
"""

from __future__ import annotations

import csv
import math
from itertools import pairwise
from pathlib import Path

import kept
import pin
import yaml

BOUNDS = kept.ROOT / "tests/data/bounds.csv"
HEAD = ("table", "column", "scale", "low", "high", "change", "spike")
#: Decisions and operations have no change from one period to the next.
TIMED = ("annual", "daily", "monthly", "quarterly")
#: Over the largest change and spike of history, and beyond the lowest and highest value: a factor for
#: logarithms, this share of the range for others.
MARGIN, ROOM = 1.1, 0.5
#: A price that has never moved may move by this, in logarithms; a fifth is far beyond.
LEAST = 0.05
DIGITS = 3


def tables() -> list[Path]:
    """Sidecars of the tables of series that have a period a row."""
    paths = sorted((kept.ROOT / "data/series").glob("*.yml"))
    return [path for path in paths if yaml.safe_load(path.read_text("utf-8"))["frequency"] in TIMED]


def columns(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Published values of each numeric column with their periods; `path` is the sidecar or the table."""
    with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    found = {}
    for at, name in enumerate(head[1:], start=1):
        cells = [(row[0], pin.number(row[at])) for row in rows if row[at]]
        if len(cells) > 2 and all(value is not None and value.is_finite() for _, value in cells):
            found[name] = [(period, float(value)) for period, value in cells]
    return found


def scaled(values: list[float], scale: str) -> list[float]:
    """Logarithms or the values themselves; a value that has no logarithm lies below every bound."""
    if scale == "own":
        return values
    return [math.log(value) if value > 0 else -math.inf for value in values]


def spikes(levels: list[float]) -> list[float]:
    """The smaller of each change and the next, where the next takes it back; nought elsewhere."""
    changes = [after - before for before, after in pairwise(levels)]
    return [min(abs(one), abs(other)) if one * other < 0 else 0.0 for one, other in pairwise(changes)]


def bounds_of(values: list[float]) -> tuple[str, str, str, str, str]:
    """Scale, low, high, change and spike of a history, with their margins."""
    scale = "log" if min(values) > 0 else "own"
    levels = scaled(values, scale)
    room = math.log(1 + ROOM) if scale == "log" else ROOM * (max(levels) - min(levels))
    change = max(abs(after - before) for before, after in pairwise(levels))
    least = LEAST if scale == "log" else 0.0
    low, high = min(levels) - room, max(levels) + room
    if scale == "log":
        low, high = math.exp(low), math.exp(high)
    return (
        scale,
        outward(low, down=True),
        outward(high),
        outward(max(MARGIN * change, least)),
        outward(max(MARGIN * max(spikes(levels), default=0.0), least)),
    )


def outward(value: float, down: bool = False) -> str:
    """A number to three digits, rounded away from what it bounds."""
    if value == 0:
        return "0"
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1)
    # What is a round number but for the last bits stays one.
    steps = math.floor(value / unit + 1e-9) if down else math.ceil(value / unit - 1e-9)
    return pin.plain(pin.Decimal(f"{steps * unit:.{DIGITS}g}"))


def outside(cells: list[tuple[str, float]], bounds: dict[str, str]) -> list[str]:
    """What of a column lies outside its bounds, in words."""
    values = [value for _, value in cells]
    low, high, most, back = (float(bounds[key]) for key in ("low", "high", "change", "spike"))
    said = [f"{period}: {value:g} is not within {low:g} and {high:g}" for period, value in cells
            if not low <= value <= high]  # fmt: skip
    levels = scaled(values, bounds["scale"])
    unit = " (log)" if bounds["scale"] == "log" else ""
    for (period, _), before, after in zip(cells[1:], levels, levels[1:], strict=False):
        if not abs(after - before) <= most:
            said.append(f"{period}: moves by {after - before:.3g}{unit}, never by more than {most:g}")
    for (period, _), size in zip(cells[1:], spikes(levels), strict=False):
        if not size <= back:
            said.append(f"{period}: moves by {size:.3g}{unit} and back, never by more than {back:g}")
    return said


def on_record() -> dict[str, dict[str, dict[str, str]]]:
    """The bounds kept, by table and column."""
    return {name: {row["column"]: row for row in rows} for name, rows in kept.read(BOUNDS).items()}


def main() -> None:
    known = {path.stem: path for path in tables()}
    names, write = kept.asked(
        __doc__.splitlines()[0],
        known,
        unknown="there are no bounds of {}; tables are those of data/series with a period a row",
        write="set the bounds by the history as it is",
    )
    limits = on_record()
    for name in names:
        held = columns(known[name])
        if write:
            limits[name] = {
                column: dict(
                    zip(HEAD, (name, column, *bounds_of([value for _, value in cells])), strict=True)
                )
                for column, cells in held.items()
            }
            continue
        of = limits.get(name, {})
        for column, cells in held.items():
            for said in outside(cells, of[column]) if column in of else ["no bounds"]:
                print(f"{name}: {column}: {said}")
    if write:
        kept.write(BOUNDS, HEAD, {name: of.values() for name, of in limits.items()}, known)


if __name__ == "__main__":
    main()
