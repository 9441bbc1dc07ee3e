"""How many small faults the tests catch, in the four rooms where a number is made or a verdict is given.

Of each room as many faults as asked are drawn at random, as evenly over the kinds of `mutants` as the room
has them. Each is put into the module while it is imported, in a process of its own, and the tests that reach
its function are run, quickest first, until one fails. With `--again survived`, what did is asked of more
tests of those files.

    python benchmarks/mutate_code.py --map        once: which test reaches which line (some minutes)
    python benchmarks/mutate_code.py              26 of each room that benchmarks/mutants.csv has not yet
    python benchmarks/mutate_code.py --again survived

The exit code is 1 if fewer than nine in ten are caught or a survivor has no note. A note says why a fault
changes nothing that a caller could see; it stays in the table when the run is repeated.

Own code, because mutmut leaves out every function with a decorator, which is every public estimator here, and
cosmic-ray starts all tests anew for each fault.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import importlib.machinery
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from mutants import KINDS, Mutant, mutants, mutated

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_suffix("").with_name("mutants.csv")
MAP = ROOT / ".cache" / "reached_by_tests.json"
ROOMS = ("analysis/claims", "analysis/transmission", "analysis/scheme", "analysis/passthrough/core")
#: Pages and simulations run everything for minutes; the examples in docstrings are no part of a room.
TESTS = ("tests/unit", "tests/reference", "tests/data")
NOT_ASKED = (
    *("tests/unit/chapters/", "tests/unit/test_chapters_", "tests/reference/test_headlines_"),
    *("/providers/", "/refresh/", "test_doctests", "test_notebook", "test_scripts", "test_architecture"),
)
LEFT_OUT = ("core/examples.py",)
ENOUGH = 0.9  # share that has to be caught
FIRST, MOST = 60.0, 400.0  # seconds of tests that are asked first, and at most, by the clock of the map
LONGEST = 900  # seconds after which a fault that keeps its tests running counts as caught


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    room: str
    file: str
    function: str
    kind: str
    change: str
    outcome: str
    by: str
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What it is, whatever came of it."""
        return self.file, self.function, self.kind, self.change


class Clock:
    """Seconds and lines of every test that passes."""

    def __init__(self, tracer: Any) -> None:
        self.tracer = tracer
        self.seconds: dict[str, float] = {}
        self.bad: set[str] = set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.tracer.switch_context(nodeid)

    def pytest_runtest_logreport(self, report) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if not report.passed:
            self.bad.add(report.nodeid)


class Chosen:
    """Runs only the tests named, in their order, and keeps the first that fails."""

    def __init__(self, tests: Iterable[str]) -> None:
        self.order = {test: place for place, test in enumerate(tests)}
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )

    def pytest_runtest_logreport(self, report) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report) -> None:
        if report.failed and not self.failed:
            self.failed = f"import of {report.nodeid}"


def make_map() -> None:
    """Run the tests once and keep, for each that passes, its seconds and the lines of the rooms it runs."""
    import coverage

    tracer = coverage.Coverage(
        data_file=None, config_file=False, include=[f"{ROOT / room}/*" for room in ROOMS]
    )
    tracer.start()
    clock = Clock(tracer)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *_asked_files()], [clock])
    tracer.stop()
    data = tracer.get_data()
    reached: dict[str, dict] = {
        test: {"seconds": round(seconds, 3), "lines": {}}
        for test, seconds in clock.seconds.items()
        if test not in clock.bad
    }
    for file in data.measured_files():
        name = Path(file).relative_to(ROOT).as_posix()
        for line, tests in data.contexts_by_lineno(file).items():
            for test in tests:
                if test in reached:
                    reached[test]["lines"].setdefault(name, []).append(line)
    MAP.parent.mkdir(exist_ok=True)
    MAP.write_text(json.dumps({test: kept for test, kept in reached.items() if kept["lines"]}), "utf-8")
    print(f"{len(reached)} tests pass; {len(clock.bad)} do not and are not asked: {sorted(clock.bad)}")


def _asked_files() -> list[str]:
    words = [Path(room).parts[1] for room in ROOMS]
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in TESTS
        for path in (ROOT / folder).rglob("test_*.py")
        if any(word in path.read_text("utf-8") for word in words)
    ]
    return sorted(name for name in found if not any(part in name for part in NOT_ASKED))


def draw(room: str, each: int, seed: int) -> list[tuple[str, Mutant]]:
    """Faults of a room, drawn in turn from each kind."""
    rng = random.Random(f"{seed} {room}")
    kinds: dict[str, list[tuple[str, Mutant]]] = {kind: [] for kind in KINDS}
    for path in sorted((ROOT / room).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.endswith(LEFT_OUT):
            for mutant in mutants(path.read_text("utf-8")):
                kinds[mutant.kind].append((name, mutant))
    for pile in kinds.values():
        rng.shuffle(pile)
    drawn: list[tuple[str, Mutant]] = []
    while len(drawn) < each and any(kinds.values()):
        drawn += [pile.pop() for pile in kinds.values() if pile]
    return drawn[:each]


def tests_for(reached: dict, file: str, mutant: Mutant) -> tuple[list[str], list[str]]:
    """Tests to ask first, and all that come into question.

    First those that run the line, quickest first, file by file; then all others of the files in which a test
    runs the function, because what a fixture runs is put down to the first test that needs it.
    """
    span = _span((ROOT / file).read_text("utf-8"), mutant)
    runs_line = {test for test, kept in reached.items() if mutant.line in kept["lines"].get(file, ())}
    in_function = {
        test for test, kept in reached.items() if any(line in span for line in kept["lines"].get(file, ()))
    }
    files = {test.split("::")[0] for test in in_function | runs_line}
    every = [test for test in reached if test.split("::")[0] in files]
    order = sorted(
        every, key=lambda test: (test not in runs_line, test not in in_function, reached[test]["seconds"])
    )
    first, every = (_within(order, reached, seconds) for seconds in (FIRST, MOST))
    return _by_file(first), _by_file(every)


def _within(order: list[str], reached: dict, seconds: float) -> list[str]:
    """The first tests that together take no longer, and one at least."""
    spent = itertools.accumulate(reached[test]["seconds"] for test in order)
    return [
        test
        for place, (test, sum_) in enumerate(zip(order, spent, strict=True))
        if sum_ <= seconds or not place
    ]


def _span(source: str, mutant: Mutant) -> range:
    import ast

    def inside(node: ast.AST) -> bool:
        return node.lineno <= mutant.line <= node.end_lineno

    scopes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    scopes = [node for node in scopes if inside(node)]
    if not scopes:
        return range(1, source.count("\n") + 2)
    smallest = min(scopes, key=lambda node: node.end_lineno - node.lineno)
    return range(smallest.lineno, smallest.end_lineno + 1)


def _by_file(tests: list[str]) -> list[str]:
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))
    return sorted(tests, key=lambda test: files.index(test.split("::")[0]))


def in_child(work: Callable[[], str]) -> str:
    """What `work` says, in a process of its own that starts with nothing of `analysis` imported."""
    with tempfile.TemporaryDirectory() as scratch:
        said = Path(scratch) / "said"
        child = os.fork()
        if child == 0:
            signal.alarm(LONGEST)
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            try:
                said.write_text(work(), "utf-8")
            except BaseException:  # a child says what it met, whatever it was, and never returns
                said.write_text(f"broken: {traceback.format_exc()}", "utf-8")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        return said.read_text("utf-8") if said.exists() else f"ended by signal {os.WTERMSIG(status)}"


def ask(tests: list[str], file: str = "", mutant: Mutant | None = None) -> str:
    """The first of the tests that fails with a fault in a module (or with none), or an empty text."""
    if not tests:
        return ""

    def work() -> str:
        if mutant is not None:
            _import_with(ROOT / file, mutant)
        chosen = Chosen(tests)
        files = list(dict.fromkeys(test.split("::")[0] for test in tests))
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files], [chosen])
        if chosen.failed or code in (0, 5):  # 5: none of the tests is there
            return chosen.failed
        raise RuntimeError(f"pytest left with {int(code)}")

    said = in_child(work)
    if said.startswith("broken: "):
        raise RuntimeError(said)
    return said


def _import_with(path: Path, mutant: Mutant) -> None:
    code = compile(mutated(path.read_text("utf-8"), mutant), str(path), "exec")
    loader = importlib.machinery.SourceFileLoader
    plain = loader.get_code
    loader.get_code = lambda self, name: code if Path(self.path) == path else plain(self, name)


def judge(reached: dict, file: str, mutant: Mutant, *, wide: bool = False) -> str:
    """The test that catches a fault, or an empty text; `wide` asks of more than the first tests."""
    first, every = tests_for(reached, file, mutant)
    return ask(every if wide else first, file, mutant)


def stored() -> list[Row]:
    """The table as it stands."""
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def write(rows: list[Row]) -> None:
    """Write the table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(rows[0])), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def main() -> int:
    """Judge what was drawn and is not in the table yet, a line of it at a time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--map", action="store_true", help="run the tests once and keep what they reach")
    parser.add_argument("--again", choices=("all", "survived"), help="ask these again")
    parser.add_argument("--each", type=int, default=26, help="faults of each room")
    parser.add_argument("--seed", type=int, default=550)
    asked = parser.parse_args()
    os.chdir(ROOT)
    if asked.map:
        make_map()
        return 0
    if not MAP.exists():
        parser.error("there is no map of what the tests reach yet: run with --map first")
    for heavy in ("matplotlib.pyplot", "pandera", "scipy.optimize", "scipy.stats", "statsmodels.api"):
        importlib.import_module(heavy)  # once, for all children
    reached = json.loads(MAP.read_text("utf-8"))
    known = {row.key: row for row in stored()}
    # In turn from each room, so that a run that is broken off has asked of all of them.
    in_turn = itertools.zip_longest(*(draw(room, asked.each, asked.seed) for room in ROOMS))
    drawn = [(room, *one) for turn in in_turn for room, one in zip(ROOMS, turn, strict=True) if one]
    rows: list[Row] = []
    for room, file, mutant in drawn:
        key = (file, mutant.function, mutant.kind, mutant.change)
        was = known.get(key)
        if was is not None and asked.again not in ("all", was.outcome):
            rows.append(was)
            continue
        start = time.monotonic()
        by = judge(reached, file, mutant, wide=asked.again == "survived")
        note = was.note if was is not None and not by else ""
        rows.append(Row(room, *key, "caught" if by else "survived", by, note))
        write([*rows, *(row for row in known.values() if row.key not in {done.key for done in rows})])
        print(f"{time.monotonic() - start:5.0f} s {rows[-1].outcome:8} {file}:{mutant.line}", flush=True)
        print(f"        {mutant.change}  [{by}]", flush=True)
    return told(rows)


def told(rows: list[Row]) -> int:
    """Write the table of what was drawn, say what came of it, and give the exit code."""
    red = ask(_by_file(sorted({row.by for row in rows if "::" in row.by})))
    if red:
        print(f"{red} fails without any fault, so what it caught proves nothing")
        return 2
    write(rows)
    caught = sum(row.outcome == "caught" for row in rows)
    print(f"{caught} of {len(rows)} caught")
    unexplained = [row for row in rows if row.outcome == "survived" and not row.note]
    for row in unexplained:
        print(f"no note: {row.file} {row.function}: {row.change}")
    return int(caught < ENOUGH * len(rows) or bool(unexplained))


if __name__ == "__main__":
    sys.exit(main())
