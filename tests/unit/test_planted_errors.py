"""The script that plants errors: it sees what is caught and what survives, and its list fits the present
files."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.report.build import notebook_file

ROOT = Path(__file__).resolve().parents[2]
TEST = "from pathlib import Path\n\ndef test_sum():\n    assert Path('rate.txt').read_text() == '5 percent'\n"


@pytest.fixture
def planting(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield importlib.import_module("planting")
    for name in [
        name for name in sys.modules if name.split(".")[0] in ("planting", "planted", "plant_errors")
    ]:
        del sys.modules[name]


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    (root / "rate.txt").write_text("5 percent", "utf-8")
    (root / "note.txt").write_text("five and five", "utf-8")
    (root / "test_rate.py").write_text(TEST, "utf-8")
    (root / "chapters").mkdir()
    cells = [nbformat.v4.new_markdown_cell("It rises.\nBy much."), nbformat.v4.new_code_cell("x = 1")]
    (root / "chapters/a.ipynb").write_text(
        notebook_file.dumps(nbformat.v4.new_notebook(cells=cells)), "utf-8"
    )
    return root


def test_an_error_that_a_test_sees_is_caught_and_the_project_is_left_alone(planting, project):
    fault = planting.Fault("data", "another rate", "rate.txt", "5", "6", ("test_rate.py",))
    found = planting.judge(project, fault, {}, wider=())
    assert found.caught_by.startswith("test_rate.py: ") and "test_sum" in found.caught_by
    assert (project / "rate.txt").read_text("utf-8") == "5 percent"


def test_an_error_that_no_test_sees_survives(planting, project):
    fault = planting.Fault("data", "another note", "note.txt", "and", "or", ("test_rate.py",))
    assert planting.judge(project, fault, {}, wider=()).caught_by is None


def test_the_wider_set_is_asked_after_the_checks_of_the_fault(planting, project):
    (project / "test_note.py").write_text("def test_note():\n    assert True\n", "utf-8")
    fault = planting.Fault("data", "another rate", "rate.txt", "5", "6", ("test_note.py",))
    assert planting.judge(project, fault, {}, wider=("test_absent.py", "test_rate.py")).caught_by.startswith(
        "test_rate.py: "
    )


def test_a_check_that_is_red_without_a_fault_or_does_not_exist_catches_nothing(planting, project):
    (project / "rate.txt").write_text("7 percent", "utf-8")
    fault = planting.Fault("data", "another note", "note.txt", "and", "or", ("test_rate.py",))
    with pytest.raises(planting.Refused, match="red without any fault"):
        planting.judge(project, fault, {}, wider=())
    absent = planting.Fault("data", "another note", "note.txt", "and", "or", ("test_absent.py",))
    with pytest.raises(planting.Refused, match="no such test"):
        planting.judge(project, absent, {}, wider=())


def test_what_caught_an_error_is_kept_in_the_order_of_the_list(planting, tmp_path, monkeypatch):
    script = importlib.import_module("plant_errors")
    first, second, gone = (
        planting.Fault("data", name, "rate.txt", "5", "6", ()) for name in ("first", "second", "gone")
    )
    monkeypatch.setattr(script, "FAULTS", [first, second])
    monkeypatch.setattr(script, "RESULTS", tmp_path / "results.csv")
    script.record(
        planting.Outcome(second, "test_rate.py: FAILED test_rate.py::test_sum - assert 6 == 5", 1.0)
    )
    script.record(planting.Outcome(gone, "rules: no", 1.0))
    script.record(planting.Outcome(first, None, 1.0))
    assert (tmp_path / "results.csv").read_text("utf-8").splitlines() == [
        "kind,error,caught_by,seconds,said",
        "data,first,,1,",
        "data,second,test_rate.py,1,test_rate.py::test_sum",
    ]  # fmt: skip


def test_every_error_of_the_list_is_on_record_and_was_caught_by_what_reads_numbers_or_words(planting):
    """No digest, no stale page, no comparison of outputs: an error that survives when it is played is mended
    before it is recorded."""
    script = importlib.import_module("plant_errors")
    kept = script.recorded()
    assert {name: row["kind"] for name, row in kept.items()} == {
        fault.name: fault.kind for fault in script.FAULTS
    }
    told = {"run", "rules", "seal"}
    for name, row in kept.items():
        first = row["caught_by"].split(" ")[0]
        assert first in told or first.startswith("tests/"), name
        assert not [word for word in ("stale", "sha256", "outputs differ") if word in row["said"]], name


@pytest.mark.parametrize("old", ["five", "six"])
def test_a_text_that_stands_twice_or_nowhere_is_refused(planting, project, old):
    fault = planting.Fault("data", "another note", "note.txt", old, "seven", ("test_rate.py",))
    with pytest.raises(planting.Refused, match=f"stands {2 if old == 'five' else 0} times in note.txt"):
        planting.plant(project, fault)


def test_two_errors_of_one_name_are_refused(planting, project):
    fault = planting.Fault("data", "another rate", "rate.txt", "5", "6", ("test_rate.py",))
    with pytest.raises(planting.Refused, match="two faults are named"):
        planting.refuse_rotten(project, [fault, fault])


def test_cells_of_a_notebook_are_changed_and_kept_in_normal_form(planting, project):
    planting.plant(
        project,
        planting.Fault("prose", "falls", "chapters/a.ipynb", "It rises.\nBy", "It falls.\nBy", ("rules",)),
    )
    path = project / "chapters/a.ipynb"
    notebook = notebook_file.read(path)
    assert [cell.source for cell in notebook.cells] == ["It falls.\nBy much.", "x = 1"]
    assert path.read_text("utf-8") == notebook_file.dumps(notebook)


def test_what_has_to_be_sealed_and_run_is_told_from_the_files(planting):
    also = (("data/facts/b.yml", "x", "y"), ("chapters/c.ipynb", "x", "y"))
    fault = planting.Fault("data", "n", "data/series/a.csv", "x", "y", ("run d e", "rules"), also)
    assert fault.tables == ["a", "b"] and fault.pages == ["c", "d", "e"]


def test_every_text_of_the_list_stands_once_in_the_present_files(planting):
    faults = importlib.import_module("planted").FAULTS
    planting.refuse_rotten(ROOT, faults)
    assert len(faults) >= 60
    assert len({fault.kind for fault in faults}) >= 8


def test_a_text_of_a_page_is_found_where_it_was_moved_to(planting, project, monkeypatch):
    monkeypatch.setattr(planting, "ROOT", project)
    folder = project / "analysis/chapters/a"
    folder.mkdir(parents=True)
    (folder / "draw.py").write_text('LABEL = "yen"\n', "utf-8")
    (folder / "said.py").write_text('UNIT, LABEL = "percent", ""\n', "utf-8")
    assert planting.file_of("a", "x = 1") == "chapters/a.ipynb"
    assert planting.file_of("a", '"yen"') == "analysis/chapters/a/draw.py"
    # In two modules or in none: the list is refused, because it stands nowhere in the notebook.
    assert planting.file_of("a", "LABEL") == planting.file_of("a", "dollar") == "chapters/a.ipynb"
