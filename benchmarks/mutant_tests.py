"""Which test reaches which line, and what the tests that reach a fault say of it.

The map is made once with the lines that each test runs. A fault is put into its module while that is
imported, in a process of its own, and the tests that reach it run there, quickest first, until one fails.
"""

from __future__ import annotations

import ast
import importlib.machinery
import itertools
import json
import os
import re
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from mutants import Mutant, mutated

ROOT = Path(__file__).resolve().parents[1]
MAP = ROOT / ".cache" / "reached_by_tests.json"
#: Pages and simulations run everything for minutes; the examples in docstrings are no part of a room.
TESTS = ("tests/unit", "tests/reference", "tests/data")
NOT_ASKED = (
    *("tests/unit/chapters/", "tests/unit/test_chapters_", "tests/reference/test_headlines_"),
    *("/providers/", "/refresh/", "test_doctests", "test_notebook", "test_scripts", "test_architecture"),
    "test_mutants",
)
#: Seconds by the clock of the map: of tests that are asked before all others, and that a process may take for
#: each second that its tests take without a fault, and besides. A fault that takes longer counts as caught.
QUICK = 3.0
TIMES, BESIDES = 10, 90


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


def read_map() -> dict:
    """The map as it was made: seconds and lines of each test that passes."""
    return json.loads(MAP.read_text("utf-8")) if MAP.exists() else {}


def make_map(rooms: Iterable[str], files: list[str]) -> None:
    """Run the tests of some files, or of all that come into question, and keep what each takes and runs."""
    import coverage

    known = read_map() if files else {}
    files = files or _asked_files(rooms)
    tracer = coverage.Coverage(
        data_file=None, config_file=False, include=[f"{ROOT / room}/*" for room in rooms]
    )
    tracer.start()
    clock = Clock(tracer)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files], [clock])
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
    kept = {test: seen for test, seen in known.items() if test.split("::")[0] not in files}
    kept |= {test: seen for test, seen in reached.items() if seen["lines"]}
    MAP.parent.mkdir(exist_ok=True)
    MAP.write_text(json.dumps(kept), "utf-8")
    print(f"{len(reached)} tests pass; {len(clock.bad)} do not and are not asked: {sorted(clock.bad)}")


def _asked_files(rooms: Iterable[str]) -> list[str]:
    words = [Path(room).parts[1] for room in rooms]
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in TESTS
        for path in (ROOT / folder).rglob("test_*.py")
        if any(word in path.read_text("utf-8") for word in words)
    ]
    return sorted(name for name in found if not any(part in name for part in NOT_ASKED))


def tests_for(reached: dict, file: str, mutant: Mutant, seconds: float) -> list[str]:
    """The tests that come into question for a fault, as many as take no longer by the clock of the map.

    First those that run the line (or a line that reads the name which is given the value), then those that
    run the function, then all others of their files, because what a fixture runs is put down to the first
    test that needs it; each of them quickest first.
    """
    source = (ROOT / file).read_text("utf-8")
    lines, span = _lines(source, mutant), _span(source, mutant)
    runs = {test: set(kept["lines"].get(file, ())) for test, kept in reached.items()}
    runs_line = {test for test, run in runs.items() if run & lines}
    in_function = {test for test, run in runs.items() if not run.isdisjoint(span)}
    in_function = in_function or {test for test, run in runs.items() if run}
    files = {test.split("::")[0] for test in in_function | runs_line}
    order = sorted(
        (test for test in reached if test.split("::")[0] in files),
        key=lambda test: (test not in runs_line, test not in in_function, reached[test]["seconds"]),
    )
    return _within(order, reached, seconds)


def _within(order: list[str], reached: dict, seconds: float) -> list[str]:
    """The first tests that together take no longer, and one at least."""
    spent = itertools.accumulate(reached[test]["seconds"] for test in order)
    return [
        test
        for place, (test, sum_) in enumerate(zip(order, spent, strict=True))
        if sum_ <= seconds or not place
    ]


def _lines(source: str, mutant: Mutant) -> set[int]:
    """The line of a fault; outside functions also every line that names what is given the value."""
    name = mutant.function.rsplit(".", 1)[-1]
    if not name or any(
        isinstance(n, ast.FunctionDef) and n.name == name for n in ast.walk(ast.parse(source))
    ):
        return {mutant.line}
    named = re.compile(rf"\b{re.escape(name)}\b")
    return {at for at, line in enumerate(source.splitlines(), 1) if named.search(line)}


def _span(source: str, mutant: Mutant) -> range:
    def inside(node: ast.AST) -> bool:
        return node.lineno <= mutant.line <= node.end_lineno

    scopes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    scopes = [node for node in scopes if inside(node)]
    if not scopes:
        return range(1, source.count("\n") + 2)
    smallest = min(scopes, key=lambda node: node.end_lineno - node.lineno)
    return range(smallest.lineno, smallest.end_lineno + 1)


def _by_file(tests: Iterable[str]) -> list[str]:
    tests = list(tests)
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))
    return sorted(tests, key=lambda test: files.index(test.split("::")[0]))


def in_child(work: Callable[[], str], longest: float) -> str:
    """What `work` says, in a process of its own that starts with nothing of `analysis` imported."""
    with tempfile.TemporaryDirectory() as scratch:
        said = Path(scratch) / "said"
        child = os.fork()
        if child == 0:
            signal.alarm(int(longest))
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


def ask(tests: Iterable[str], file: str = "", mutant: Mutant | None = None, *, longest: float = 900) -> str:
    """The first of the tests that fails with a fault in a module (or with none), or an empty text."""
    tests = _by_file(tests)
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

    said = in_child(work, longest)
    if said.startswith("broken: "):
        raise RuntimeError(said)
    return said


def _import_with(path: Path, mutant: Mutant) -> None:
    code = compile(mutated(path.read_text("utf-8"), mutant), str(path), "exec")
    loader = importlib.machinery.SourceFileLoader
    plain = loader.get_code
    loader.get_code = lambda self, name: code if Path(self.path) == path else plain(self, name)


def judge(reached: dict, file: str, mutant: Mutant, seconds: float) -> str:
    """The test that catches a fault, or an empty text; most are caught by the quickest few."""
    for some in sorted({min(QUICK, seconds), seconds}):
        tests = tests_for(reached, file, mutant, some)
        longest = BESIDES + TIMES * sum(reached[test]["seconds"] for test in tests)
        if by := ask(tests, file, mutant, longest=longest):
            return by
    return ""
