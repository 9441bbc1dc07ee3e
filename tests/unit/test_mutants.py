"""The script that plants small faults in code: what it changes, what it leaves alone, what it sees."""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = '''"""Words stay: 1 < 2."""
LIMIT: float = 3.5

class Case:
    low: float = -0.5

    @property
    def width(self) -> int:
        """Not 7."""
        if self.low < 2 and not self.high:
            raise ValueError(f"below {1 + 1}")
        return 100 * self.low

def grow(x, rate=0.1, whole=True):
    x += 1
    return x
'''


@pytest.fixture
def made(monkeypatch):
    """The modules of the script: what is changed, what the tests say, the table."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    names = ("mutants", "mutant_tests", "mutate_code")
    yield [importlib.import_module(name) for name in names]
    for name in names:
        sys.modules.pop(name, None)


def test_each_kind_of_change_is_found_where_it_stands(made):
    found = {(m.kind, m.function, m.change) for m in made[0].mutants(SOURCE)}
    assert found == {
        ("constant", "LIMIT", "3.5 -> 4.5"),
        ("default", "Case.low", "-0.5 -> 0.5"),
        ("comparison", "Case.width", "self.low < 2 -> self.low <= 2"),
        ("constant", "Case.width", "2 -> 3"),
        (
            "boolean",
            "Case.width",
            "self.low < 2 and (not self.high) -> self.low < 2 or not self.high",
        ),
        ("boolean", "Case.width", "not self.high -> self.high"),
        ("return", "Case.width", "return 100 * self.low -> return None"),
        ("arithmetic", "Case.width", "100 * self.low -> 100 / self.low"),
        ("constant", "Case.width", "100 -> 101"),
        ("default", "grow", "0.1 -> 1.1"),
        ("default", "grow", "True -> False"),
        ("arithmetic", "grow", "x += 1 -> x -= 1"),
        ("constant", "grow", "1 -> 2"),
        ("return", "grow", "return x -> return None"),
    }


def test_one_change_is_made_and_no_line_moves(made):
    mutants = made[0]
    for mutant in mutants.mutants(SOURCE):
        tree = mutants.mutated(SOURCE, mutant)
        before, after = ast.unparse(ast.parse(SOURCE)), ast.unparse(tree)
        different = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
        assert len(different) == 1
        assert [node.lineno for node in tree.body] == [node.lineno for node in ast.parse(SOURCE).body]


def test_a_change_that_a_test_sees_is_caught_and_one_that_it_does_not_see_survives(
    made, monkeypatch, tmp_path
):
    mutants, script, _ = made
    (tmp_path / "grown.py").write_text("def grow(x, rate=0.1):\n    x += 1\n    return x\n", "utf-8")
    (tmp_path / "test_grown.py").write_text(
        "from grown import grow\n\ndef test_grow():\n    assert grow(1) == 2\n", "utf-8"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    by_change = {m.change: m for m in mutants.mutants((tmp_path / "grown.py").read_text("utf-8"))}
    test = "test_grown.py::test_grow"
    reached = {test: {"seconds": 0.1, "lines": {"grown.py": [2, 3]}}}
    assert script.judge(reached, "grown.py", by_change["x += 1 -> x -= 1"], 60) == test
    assert script.judge(reached, "grown.py", by_change["0.1 -> 1.1"], 60) == ""
    assert script.ask([test]) == ""
    assert "grown" not in sys.modules


def test_what_is_asked_of_a_class_that_runs_nothing_is_what_runs_its_module(made, monkeypatch, tmp_path):
    mutants, script, _ = made
    monkeypatch.setattr(script, "ROOT", tmp_path)
    source = (
        "class Case:\n    low: float = 0.5\n\ndef of(case):\n    return 2\n\n"
        "def by(case):\n    return case.low\n"
    )
    (tmp_path / "cases.py").write_text(source, "utf-8")
    (default,) = (m for m in mutants.mutants(source) if m.kind == "default")
    reached = {
        "a.py::of": {"seconds": 0.1, "lines": {"cases.py": [5]}},
        "a.py::by": {"seconds": 0.5, "lines": {"cases.py": [8]}},
        "b.py::far": {"seconds": 0.1, "lines": {"other.py": [8]}},
    }
    assert script.tests_for(reached, "cases.py", default, 60) == ["a.py::by", "a.py::of"]


def test_faults_of_one_text_are_counted(made):
    twice = "def grow(x):\n    x += 1\n    x += 1\n    return x\n"
    found = [(m.change, m.nth, m.line) for m in made[0].mutants(twice) if m.kind == "arithmetic"]
    assert found == [("x += 1 -> x -= 1", 1, 2), ("x += 1 -> x -= 1", 2, 3)]


def test_the_drawing_takes_turns_among_the_kinds_and_is_the_same_each_time(made):
    mutants, _, script = made
    drawn = script.draw("analysis/transmission", 26, 550)
    assert drawn == script.draw("analysis/transmission", 26, 550)
    assert drawn != script.draw("analysis/transmission", 26, 551)
    counts = [sum(mutant.kind == kind for _, mutant in drawn) for kind in mutants.KINDS]
    assert sum(counts) == 26 and max(counts) - min(counts) <= 1


def test_what_is_kept_stays_and_a_change_elsewhere_moves_no_other_fault(made, monkeypatch, tmp_path):
    mutants, _, script = made
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(script, "ROOT", tmp_path)

    def drawn(kind: str) -> list[tuple[str, str]]:
        """The faults of a kind in the order in which they are drawn."""
        script.faults.cache_clear()
        found = [m for _, m in script.draw("room", 99, 550)]
        return [(m.function, m.change) for m in found if m.kind == kind]

    (room / "grown.py").write_text(SOURCE, "utf-8")
    before = {kind: drawn(kind) for kind in mutants.KINDS}
    assert sum(len(found) for found in before.values()) == 14
    last = script.draw("room", 14, 550)[-1]
    kept = script.draw("room", 3, 550, [last])
    assert kept[0] == last and len(kept) == 3 and last not in kept[1:]
    (room / "grown.py").write_text(SOURCE.replace('"""Words', '"""More\n\n words'), "utf-8")
    (room / "falls.py").write_text("def fall(x):\n    return x - 1\n", "utf-8")
    for kind in mutants.KINDS:
        assert [one for one in drawn(kind) if one[0] != "fall"] == before[kind]


def test_a_fault_is_found_in_the_file_that_has_it_now(made, monkeypatch, tmp_path):
    _, _, script = made
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(script, "ROOT", tmp_path)
    row = script.Row(
        *("room", "room/grown.py", "grow", "arithmetic", "x += 1 -> x -= 1", 1),
        at_first="caught", outcome="caught", by="test_grown.py::test_grow",
    )  # fmt: skip

    def found() -> str:
        script.faults.cache_clear()
        place = script.find(row)
        return place[0] if place else ""

    (room / "halves.py").write_text(SOURCE, "utf-8")
    assert found() == "room/halves.py"
    (room / "others.py").write_text(SOURCE, "utf-8")
    assert found() == ""  # two have it, and neither is its own
    (room / "grown.py").write_text(SOURCE, "utf-8")
    assert found() == "room/grown.py"
    for name in ("halves", "others", "grown"):
        (room / f"{name}.py").write_text(SOURCE.replace("x += 1", "x += 2"), "utf-8")
    assert found() == ""


def test_tests_that_run_the_line_come_first_and_the_rest_of_their_files_after(made, monkeypatch, tmp_path):
    mutants, script, _ = made
    monkeypatch.setattr(script, "ROOT", tmp_path)
    (tmp_path / "grown.py").write_text("def grow(x):\n    x += 1\n    return x\n", "utf-8")
    mutant = next(m for m in mutants.mutants("def grow(x):\n    x += 1\n    return x\n") if m.line == 2)
    reached = {
        "a.py::slow": {"seconds": 9.0, "lines": {"grown.py": [2]}},
        "a.py::quick": {"seconds": 0.1, "lines": {"grown.py": [2, 3]}},
        "a.py::other": {"seconds": 0.1, "lines": {}},
        "b.py::far": {"seconds": 0.1, "lines": {"other.py": [2]}},
    }
    assert script.tests_for(reached, "grown.py", mutant, 60) == ["a.py::quick", "a.py::slow", "a.py::other"]
    assert script.tests_for(reached, "grown.py", mutant, 9.05) == ["a.py::quick"]


RUN = "run `python benchmarks/mutate_code.py --map`, then `python benchmarks/mutate_code.py`"


@pytest.fixture
def table(made):
    """The script and the lines of its table."""
    return made[2], made[2].stored()


def test_every_room_has_as_many_faults_as_were_asked(table):
    script, rows = table
    counts = {room: sum(row.room == room for row in rows) for room in script.ROOMS}
    assert counts == dict.fromkeys(script.ROOMS, script.EACH), RUN
    assert len({(row.room, row.file, row.fault) for row in rows}) == len(rows)


def test_every_fault_of_the_table_still_stands_in_the_code(table):
    script, rows = table
    gone = [f"{row.file} {row.function}: {row.change}" for row in rows if script.find(row) is None]
    assert not gone, f"no longer in the code, so others take their place; {RUN}: {gone}"


def test_what_was_caught_names_a_test_that_is_there_and_what_was_not_a_reason(table):
    _, rows = table
    for row in rows:
        where = f"{row.file} {row.function}: {row.change}"
        assert row.outcome in ("caught", "survived") and row.at_first in ("caught", "survived"), where
        if row.outcome == "survived":
            assert not row.by and len(row.note.split()) >= 5, f"{where}: a survivor needs a note"
            continue
        assert row.by and not row.note, where
        assert row.by.startswith("ended by signal") or _there(row.by), f"{where}: {row.by} is gone; {RUN}"


def _there(by: str) -> bool:
    """Whether a file of tests, and a test if one is named, is still there."""
    file, _, test = by.removeprefix("import of ").partition("::")
    name = test.split("[")[0].split("::")[-1]
    return (ROOT / file).exists() and (not name or f"def {name}(" in (ROOT / file).read_text("utf-8"))


def test_nine_in_ten_are_caught(table):
    script, rows = table
    caught = sum(row.outcome == "caught" for row in rows)
    assert caught >= script.ENOUGH * len(rows), f"{caught} of {len(rows)}; {RUN}"
