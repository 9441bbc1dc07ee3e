"""How many small faults the tests catch, in the four rooms where a number is made or a verdict is given.

Of each room as many faults as asked are drawn at random, as evenly over the kinds of `mutants` as the room
has them, and judged one by one as `mutant_tests` says. A fault is known by its function and its text, so that
the table outlives changes elsewhere and a module that is divided; what is in the table and still in the code
stays in it, and the place of what is gone is drawn anew. A fault is asked again when the test that caught it
is no longer in the map.

    python benchmarks/mutate_code.py --map            once: which test reaches which line (some minutes)
    python benchmarks/mutate_code.py --map FILE ...   renew the map for some files of tests
    python benchmarks/mutate_code.py                  26 of each room that benchmarks/mutants.csv has not yet
    python benchmarks/mutate_code.py --again survived --most 400

The exit code is 1 if fewer than nine in ten are caught or a survivor has no note. A note says why a fault
changes nothing that a caller could see, or what a test would have to do; it stays when the run is repeated.
What came of a fault when it was first asked stays as well: tests that were written for the faults of a table
say less about the next ones (`--seed 551 --table FILE` draws others).

Own code, because mutmut leaves out every function with a decorator, which is every public estimator here, and
cosmic-ray starts all tests anew for each fault.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import itertools
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from mutant_tests import ROOT, ask, judge, make_map, read_map
from mutants import KINDS, Mutant, mutants

TABLE = Path(__file__).with_name("mutants.csv")
ROOMS = ("analysis/claims", "analysis/transmission", "analysis/scheme", "analysis/passthrough/core")
LEFT_OUT = ("core/examples.py",)
EACH = 26  # faults of a room
ENOUGH = 0.9  # share that has to be caught
MOST = 60.0  # seconds of tests that are asked of a fault, by the clock of the map


@dataclass(frozen=True)
class Row:
    """A line of the table: a fault, what came of it at first and now, and which test caught it."""

    room: str
    file: str
    function: str
    kind: str
    change: str
    nth: int
    at_first: str
    outcome: str
    by: str
    note: str = ""

    @property
    def fault(self) -> tuple:
        """What it is, in whatever file of its room."""
        return self.function, self.kind, self.change, self.nth


def _fault(mutant: Mutant) -> tuple:
    return mutant.function, mutant.kind, mutant.change, mutant.nth


@cache
def faults(room: str) -> tuple[tuple[str, Mutant], ...]:
    """Every fault of a room with its file."""
    paths = sorted((ROOT / room).rglob("*.py"))
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    return tuple(
        (name, mutant)
        for name in names
        if not name.endswith(LEFT_OUT)
        for mutant in mutants((ROOT / name).read_text("utf-8"))
    )


def find(row: Row) -> tuple[str, Mutant] | None:
    """The fault of a line in the code as it is: in its file, or in the one other that has it now."""
    found = [(file, mutant) for file, mutant in faults(row.room) if _fault(mutant) == row.fault]
    here = [one for one in found if one[0] == row.file]
    return (here or found)[0] if here or len(found) == 1 else None


def draw(
    room: str, each: int, seed: int, kept: Iterable[tuple[str, Mutant]] = ()
) -> list[tuple[str, Mutant]]:
    """Faults of a room: those that are kept, then in turn from each kind.

    The order is that of a hash of the fault, so that a change of the code leaves the others in their places.
    """

    def place(one: tuple[str, Mutant]) -> str:
        return hashlib.sha256(repr((seed, room, *_fault(one[1]))).encode()).hexdigest()

    drawn = list(kept)[:each]
    kinds: dict[str, list[tuple[str, Mutant]]] = {kind: [] for kind in KINDS}
    for one in sorted(faults(room), key=place, reverse=True):
        if one not in drawn:
            kinds[one[1].kind].append(one)
    had = {kind: sum(mutant.kind == kind for _, mutant in drawn) for kind in KINDS}
    while len(drawn) < each and any(kinds.values()):
        kind = min((kind for kind in KINDS if kinds[kind]), key=had.__getitem__)
        drawn.append(kinds[kind].pop())
        had[kind] += 1
    return drawn


def stored(table: Path = TABLE) -> list[Row]:
    """The table as it stands."""
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return [Row(**{**row, "nth": int(row["nth"])}) for row in csv.DictReader(file)]


def write(rows: list[Row], table: Path) -> None:
    """Write the table, room by room."""
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(rows[0])), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in sorted(rows, key=lambda row: ROOMS.index(row.room)))


def main() -> int:
    """Judge what was drawn and is not in the table yet, a line of it at a time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--map", nargs="*", metavar="FILE", help="run tests and keep what they reach")
    parser.add_argument("--again", choices=("all", "survived"), help="ask these again")
    parser.add_argument("--each", type=int, default=EACH, help="faults of each room")
    parser.add_argument("--seed", type=int, default=550)
    parser.add_argument("--most", type=float, default=MOST, help="seconds of tests that are asked of a fault")
    parser.add_argument("--table", type=Path, default=TABLE)
    asked = parser.parse_args()
    asked.table = asked.table.resolve()
    os.chdir(ROOT)
    if asked.map is not None:
        make_map(ROOMS, asked.map)
        return 0
    reached = read_map()
    if not reached:
        parser.error("there is no map of what the tests reach yet: run with --map first")
    for heavy in ("matplotlib.pyplot", "pandera", "scipy.optimize", "scipy.stats", "statsmodels.api"):
        importlib.import_module(heavy)  # once, for all children
    known = {one: row for row in stored(asked.table) if (one := find(row))}
    drawn = {
        room: draw(room, asked.each, asked.seed, [one for one, row in known.items() if row.room == room])
        for room in ROOMS
    }
    rows = {one: replace(known[one], file=one[0]) for some in drawn.values() for one in some if one in known}
    # In turn from each room, so that a run that is broken off has asked of all of them.
    for turn in itertools.zip_longest(*drawn.values()):
        for room, one in zip(ROOMS, turn, strict=True):
            was = rows.get(one)
            if one is None or (was and asked.again not in ("all", was.outcome) and not _lost(was, reached)):
                continue
            start = time.monotonic()
            by = judge(reached, *one, asked.most)
            outcome = "caught" if by else "survived"
            rows[one] = Row(
                *(room, one[0], *_fault(one[1])),
                at_first=was.at_first if was else outcome,
                outcome=outcome,
                by=by,
                note=was.note if was and not by else "",
            )
            write(list(rows.values()), asked.table)
            print(f"{time.monotonic() - start:5.0f} s {outcome:8} {one[0]}:{one[1].line}", flush=True)
            print(f"        {one[1].change}  [{by}]", flush=True)
    write(list(rows.values()), asked.table)
    return told(list(rows.values()))


def _lost(row: Row, reached: dict) -> bool:
    return "::" in row.by and row.by not in reached


def told(rows: list[Row]) -> int:
    """Say what came of the faults, and give the exit code."""
    red = ask(sorted({row.by for row in rows if "::" in row.by}))
    if red:
        print(f"{red} fails without any fault, so what it caught proves nothing")
        return 2
    first, caught = (sum(getattr(row, at) == "caught" for row in rows) for at in ("at_first", "outcome"))
    print(f"{caught} of {len(rows)} caught, {first} when they were first asked")
    unexplained = [row for row in rows if row.outcome == "survived" and not row.note]
    for row in unexplained:
        print(f"no note: {row.file} {row.function}: {row.change}")
    return int(caught < ENOUGH * len(rows) or bool(unexplained))


if __name__ == "__main__":
    sys.exit(main())
