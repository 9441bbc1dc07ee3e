"""Errors planted one at a time in a copy of the project, and what caught each.

The author of each error has hidden it: changed tables are sealed again, the pages touched are re-run. The
exit code is 1 if one survives, 2 if the list of errors no longer fits the project. What caught each when it
was last played stands in `planted/results.csv`.

    python benchmarks/plant_errors.py --list
    python benchmarks/plant_errors.py --kind data
    python benchmarks/plant_errors.py --only "unlogged oil price" --record
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from planted import FAULTS
from planting import WIDER, Outcome, Refused, judge, refuse_rotten

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).resolve().parent / "planted" / "results.csv"
#: Seconds are those of one process until the error was caught, its checks and the wider set included.
COLUMNS = ("kind", "error", "caught_by", "seconds", "said")
#: Characters of what a check said that are kept.
WORDS = 160


def recorded() -> dict[str, dict[str, str]]:
    """What caught each error when it was last played, by name."""
    if not RESULTS.is_file():
        return {}
    with RESULTS.open(encoding="utf-8", newline="") as file:
        return {row["error"]: row for row in csv.DictReader(file)}


def record(outcome: Outcome) -> None:
    """Put an outcome in its place; errors that are no longer on the list leave."""
    check, _, said = (outcome.caught_by or "").partition(": ")
    said = said.removeprefix("FAILED ").partition(" - ")[0]
    kept = recorded() | {
        outcome.fault.name: {
            "kind": outcome.fault.kind,
            "error": outcome.fault.name,
            "caught_by": check,
            "seconds": f"{outcome.seconds:.0f}",
            "said": said[:WORDS],
        }
    }
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept[fault.name] for fault in FAULTS if fault.name in kept)


def main() -> int:
    """Plant what was asked for and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="this one; may be given more than once"
    )
    parser.add_argument("--kind", choices=sorted({fault.kind for fault in FAULTS}))
    parser.add_argument(
        "--quick", action="store_true", help="ask only the checks that an error names, not the wider set"
    )
    parser.add_argument("--record", action="store_true", help="keep what caught each in planted/results.csv")
    parser.add_argument("--list", action="store_true", help="name the errors and plant none")
    asked = parser.parse_args()
    faults = [
        f
        for f in FAULTS
        if (not asked.kind or f.kind == asked.kind) and (not asked.only or f.name in asked.only)
    ]
    if not faults:
        parser.error("no error has that name; see --list")
    try:
        refuse_rotten(ROOT, faults)
    except Refused as problem:
        print(problem)
        return 2
    if asked.list:
        for fault in faults:
            print(f"{fault.kind:14} {fault.name}")
        print(f"{len(faults)} errors")
        return 0
    clean: dict[str, str | None] = {}
    survived = refused = 0
    print(f"{'kind':14} {'error':52} {'seconds':>7}  caught by")
    for fault in faults:
        try:
            outcome = judge(ROOT, fault, clean, () if asked.quick else WIDER)
        except Refused as problem:
            refused += 1
            print(f"{fault.kind:14} {fault.name:52} {'':>7}  REFUSED: {problem}", flush=True)
            continue
        survived += outcome.caught_by is None
        if asked.record:
            record(outcome)
        print(
            f"{fault.kind:14} {fault.name:52} {outcome.seconds:7.0f}  {outcome.caught_by or 'NOTHING'}",
            flush=True,
        )
    print(f"{len(faults) - survived - refused} of {len(faults)} errors caught")
    return 2 if refused else int(survived > 0)


if __name__ == "__main__":
    sys.exit(main())
