"""Running notebooks: what is stored, when it is stale, and that a failure leaves no trace.

Each test works in a small project of its own: the real runner, stand-ins for `analysis.data` and one
estimator, and notebooks of a few cells in real kernels.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.errors import NotebookError
from analysis.report.build import execution, fingerprint, notebook_file, notebooks, turned
from analysis.report.build.turned import TurnedSentences

REPO = Path(__file__).resolve().parents[2]
RUNNER = (
    "__init__",
    "author/__init__",
    "author/sentences",
    "build/__init__",
    "build/notebooks",
    "build/fingerprint",
    "build/execution",
    "build/kernel_probe",
    "build/notebook_file",
    "build/readers",
    "build/turned",
)
# The smallest PNG there is, and another: one white pixel, one black.
WHITE, BLACK = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
)

STUB_DATA = """
from pathlib import Path
_log = set()
def load(name):
    _log.add(name)
    return float((Path(__file__).resolve().parents[2] / "data" / "series" / f"{name}.csv").read_text())
def read_log():
    return set(_log)
"""


def code(source: str, **metadata) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def text(source: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(source)


def save(root: Path, name: str, *cells: nbformat.NotebookNode) -> Path:
    path = root / "chapters" / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def put(root: Path, name: str, content: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def make_project(root: Path) -> Path:
    for name in ("analysis/__init__.py", "analysis/passthrough/__init__.py"):
        put(root, name, "")
    for name in ("errors", "locking"):
        shutil.copy(REPO / "analysis" / f"{name}.py", root / "analysis")
    for name in RUNNER:
        put(
            root,
            f"analysis/report/{name}.py",
            (REPO / "analysis" / "report" / f"{name}.py").read_text("utf-8"),
        )
    put(root, "analysis/data/__init__.py", STUB_DATA)
    put(root, "analysis/passthrough/inference.py", "RATE = 0.25\n")
    put(root, "analysis/passthrough/unused.py", "")
    for name in ("yen", "oil"):
        put(root, f"data/series/{name}.csv", "3.5\n")
        put(root, f"data/series/{name}.yml", "unit: yen\n")
    put(root, "requirements.lock", "numpy==2.4.6\n")
    put(root, "references.bib", "@article{a, title={b}}\n")
    put(
        root,
        "tests/notebooks/nbval_sanitize.cfg",
        (REPO / "tests/notebooks/nbval_sanitize.cfg").read_text("utf-8"),
    )
    (root / "chapters").mkdir()
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


CHAPTER = (
    text("# Title"),
    code(
        "import os, sys\nfrom analysis import data\nfrom analysis.passthrough import inference",
        tags=["hide-input"],
    ),
    code("print('one'); print('two')\nsys.stdout.flush()\nprint('three')", collapsed=True),
    code("inference.RATE * data.load('yen')"),
    code("open('../references.bib').read()[:8], os.path.basename(os.getcwd())"),
    code("[n for n in dir() if 'probe' in n], '_report_probe' in globals(), len(In)"),
    code(
        f"{sorted(execution.ENVIRONMENT)!r} == [k for k in {sorted(execution.ENVIRONMENT)!r} if k in"
        " os.environ]"
    ),
    code(
        "os.environ['PYTHONHASHSEED'], os.environ['OMP_NUM_THREADS'], os.environ['TZ'], 'ANALYSIS_DATA' in"
        " os.environ"
    ),
    code(f"sys.executable == {sys.executable!r}, 'from_startup' in globals()"),
)


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose one notebook was run, on a machine full of traps for the kernel."""
    root = make_project(tmp_path_factory.mktemp("executed"))
    traps = tmp_path_factory.mktemp("traps")
    # A kernelspec of the right name that belongs to another environment, and a start-up file of the user's.
    foreign = {"argv": ["/bin/false", "{connection_file}"], "display_name": "Python 3", "language": "python"}
    put(traps, "kernels/python3/kernel.json", json.dumps(foreign))
    put(traps, "ipython/profile_default/startup/00.py", "from_startup = True\n")
    save(root, "japan", *CHAPTER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(traps))
        patch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
        patch.setenv("IPYTHONDIR", str(traps / "ipython"))
        patch.setenv("ANALYSIS_DATA", "/nowhere")
        patch.setenv("OMP_NUM_THREADS", "7")
        assert [run.name for run in notebooks.run(root=root)] == ["japan"]
    return root


@pytest.fixture
def fresh(executed: Path, tmp_path: Path) -> Path:
    """A copy of that project, to be changed."""
    return Path(shutil.copytree(executed, tmp_path / "copy"))


def shown(path: Path) -> list[str]:
    """What is stored under each code cell, as text."""
    cells = nbformat.read(path, as_version=4).cells
    return [
        "".join(out.get("text") or out.data["text/plain"] for out in cell.outputs)
        for cell in cells
        if cell.cell_type == "code"
    ]


# --- what a run stores --------------------------------------------------------------------------------------


def test_cells_ran_in_this_interpreter_with_the_fixed_environment(executed: Path) -> None:
    stored = shown(executed / "chapters/japan.ipynb")
    assert stored[1] == "one\ntwo\nthree\n"
    assert stored[2] == "0.875"
    assert stored[3] == "('@article', 'chapters')"
    assert stored[5] == "True"
    assert stored[6] == "('0', '1', 'UTC', False)"
    assert stored[7] == "(True, False)", "a foreign kernelspec or the user's start-up file was used"


def test_hidden_requests_leave_no_trace(executed: Path) -> None:
    # In[0] is empty and five cells were sent: the requests before the first cell do not count.
    assert shown(executed / "chapters/japan.ipynb")[4] == "([], False, 6)"
    notebook = nbformat.read(executed / "chapters/japan.ipynb", as_version=4)
    assert len(notebook.cells) == len(CHAPTER)
    assert [c.execution_count for c in notebook.cells if c.cell_type == "code"] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_file_is_in_normal_form(executed: Path) -> None:
    content = (executed / "chapters/japan.ipynb").read_text(encoding="utf-8")
    raw = json.loads(content)
    assert content.endswith("}\n")
    assert content == json.dumps(raw, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert (raw["nbformat"], raw["nbformat_minor"]) == (4, 5)
    assert set(raw["metadata"]) == {"kernelspec", "language_info", "report"}
    assert raw["metadata"]["language_info"] == {"file_extension": ".py", "name": "python"}
    assert raw["metadata"]["kernelspec"]["display_name"] == "Python 3"
    assert [cell["metadata"] for cell in raw["cells"]] == [{}, {"tags": ["hide-input"]}, *[{}] * 7]
    assert [len(cell["outputs"]) for cell in raw["cells"][1:]] == [0, 1, 1, 1, 1, 1, 1, 1]


def test_record_names_what_was_used_and_nothing_else(executed: Path) -> None:
    record = notebook_file.read(executed / "chapters/japan.ipynb").metadata["report"]
    assert set(record["modules"]) == {
        "analysis/__init__.py",
        "analysis/data/__init__.py",
        "analysis/passthrough/__init__.py",
        "analysis/passthrough/inference.py",
    }
    assert set(record["tables"]) == {"yen"}
    assert set(record["files"]) == {"references.bib"}
    assert record["notebooks"] == {}
    assert record["lock"] == fingerprint.digest("numpy==2.4.6\n")
    assert record["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert re.fullmatch(r"\d+ cores, \S+ \S+", record["machine"])
    assert 0 < record["seconds"] < 60


def test_running_again_gives_the_same_bytes(fresh: Path) -> None:
    path = fresh / "chapters/japan.ipynb"
    before, time = path.read_bytes(), path.stat().st_mtime_ns
    (run,) = notebooks.run(["japan"], root=fresh)
    assert path.read_bytes() == before
    assert not run.changed and path.stat().st_mtime_ns == time, "an unchanged file was written again"


# --- staleness ----------------------------------------------------------------------------------------------


def edit_cell(root: Path, number: int, change: str) -> None:
    path = root / "chapters/japan.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[number - 1].source += change
    nbformat.write(notebook, path)


def strip(root: Path) -> None:
    path = root / "chapters/japan.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells[1:]:
        cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (lambda root: None, []),
        (lambda root: edit_cell(root, 1, "\n\nMore words."), []),
        (lambda root: put(root, "analysis/passthrough/unused.py", "X = 1\n"), []),
        (lambda root: put(root, "data/series/oil.csv", "9\n"), []),
        (lambda root: (root / "requirements.lock").write_bytes(b"numpy==2.4.6\r\n"), []),
        (lambda root: edit_cell(root, 4, " + 0"), ["cells changed"]),
        (
            lambda root: put(root, "analysis/passthrough/inference.py", "RATE = 0.5\n"),
            ["analysis/passthrough/inference.py changed"],
        ),
        (
            lambda root: (root / "analysis/passthrough/inference.py").unlink(),
            ["analysis/passthrough/inference.py is gone"],
        ),
        (lambda root: put(root, "data/series/yen.csv", "9\n"), ["data table yen changed"]),
        (lambda root: put(root, "data/series/yen.yml", "unit: sen\n"), ["data table yen changed"]),
        (lambda root: put(root, "references.bib", ""), ["references.bib changed"]),
        (lambda root: put(root, "requirements.lock", "numpy==2.5\n"), ["requirements.lock changed"]),
        (strip, ["stored outputs were stripped or edited"]),
    ],
)
def test_stale_says_why(fresh: Path, change, reasons: list[str]) -> None:
    change(fresh)
    assert notebooks.stale("japan", fresh) == reasons


def test_never_executed_is_stale(project: Path) -> None:
    save(project, "japan", code("1"))
    assert notebooks.stale("japan", project) == ["never executed"]


def test_a_page_on_all_tables_is_stale_when_one_is_new(project: Path) -> None:
    used = {"modules": [], "tables": ["oil", "yen"], "notebooks": [], "files": []}
    notebook = nbformat.v4.new_notebook(cells=[code("1")])
    record = fingerprint.make(notebook, used, fingerprint.snapshot(project), project, {})
    notebook.metadata["report"] = record
    put(project, "data/facts/new.csv", "1\n")
    tables = fingerprint.table_digests(project)
    assert fingerprint.reasons(notebook, project, tables=tables, rows={}) == ["data table list changed"]
    assert fingerprint.row(notebook)["data_tables"] == ["oil", "yen"]


def test_only_stale_notebooks_run_and_fresh_ones_are_tidied(fresh: Path) -> None:
    path = fresh / "chapters/japan.ipynb"
    edit_cell(fresh, 1, "\n\nMore words.")
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["metadata"]["language_info"]["version"] = "9.9.9"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert notebooks.run(root=fresh) == []
    assert path.read_text(encoding="utf-8") == notebook_file.dumps(notebook_file.read(path))
    assert "9.9.9" not in path.read_text(encoding="utf-8")
    assert "More words." in path.read_text(encoding="utf-8")


# --- failures -----------------------------------------------------------------------------------------------


def test_failure_names_the_cell_leaves_the_file_and_does_not_stop_others(project: Path) -> None:
    bad = save(
        project,
        "bad",
        text("# T"),
        code("1"),
        code("raise KeyError('no series yen\\nsecond line')"),
        code("2"),
    )
    good = save(project, "good", code("6 * 7"))
    reader = save(project, "reader", code("from analysis.report import notebooks\nnotebooks.records()"))
    before, unread = bad.read_bytes(), reader.read_bytes()
    with pytest.raises(NotebookError) as caught:
        notebooks.run(root=project)
    assert "bad.ipynb, cell 3: KeyError: 'no series yen" in str(caught.value)
    assert "reader: not run, for want of the records of the others." in str(caught.value)
    assert bad.read_bytes() == before and reader.read_bytes() == unread
    assert shown(good) == ["42"]
    assert {path.name for path in (project / "chapters").iterdir()} == {
        "bad.ipynb",
        "good.ipynb",
        "reader.ipynb",
    }


def test_a_cell_that_takes_too_long_and_a_dead_kernel_are_named(project: Path) -> None:
    save(project, "slow", text("# T"), code("import signal; signal.pause()"))
    save(project, "dead", code("import os; os._exit(1)"))
    with pytest.raises(NotebookError) as caught:
        notebooks.run(root=project, timeout=1)
    assert "slow.ipynb, cell 2: no result after 1 s" in str(caught.value)
    assert "dead.ipynb, cell 1: the kernel died" in str(caught.value)


def test_an_edit_during_the_run_wins(project: Path) -> None:
    path = save(project, "japan", code("from pathlib import Path\nPath('japan.ipynb').write_text('edited')"))
    with pytest.raises(NotebookError, match=r"japan\.ipynb: edited while it was being run"):
        notebooks.run(root=project)
    assert path.read_text() == "edited"


def test_a_module_edited_during_the_run_makes_the_result_stale(project: Path) -> None:
    source = (
        "from pathlib import Path\nfrom analysis.passthrough import inference\n"
        "_ = Path(inference.__file__).write_text('RATE = 0.75')\ninference.RATE"
    )
    path = save(project, "japan", code(source))
    notebooks.run(root=project)
    assert shown(path) == ["0.25"]
    assert notebooks.stale("japan", project) == ["analysis/passthrough/inference.py changed"]


def test_interrupting_leaves_file_and_machine_clean(project: Path) -> None:
    fifo = project / "signal"
    os.mkfifo(fifo)
    source = (
        f"import os, signal\nwith open({str(fifo)!r}, 'w') as f: _ ="
        " f.write(str(os.getpid()))\nsignal.pause()"
    )
    path = save(project, "japan", code("1"), code(source))
    before = path.read_bytes()
    command = (
        "import sys; from analysis.report import notebooks as n\n"
        "class Told(n.Watcher):\n    def failed(self, name): print('told of a failure', file=sys.stderr)\n"
        f"n.run(root=n.Path({str(project)!r}), watcher=Told())"
    )
    # Started from a test runner that may ignore SIGINT (a background job does), so the default is put back.
    start = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{command}"
    runner = subprocess.Popen([sys.executable, "-c", start], cwd=REPO, stderr=subprocess.PIPE, text=True)
    try:
        kernel = int(fifo.read_text())  # blocks until the second cell runs
        runner.send_signal(signal.SIGINT)
        _, errors = runner.communicate(timeout=30)
    finally:
        runner.kill()
    assert runner.returncode != 0 and "KeyboardInterrupt" in errors
    assert "told of a failure" not in errors, "an interruption was reported as a failing cell"
    assert path.read_bytes() == before
    assert [p.name for p in (project / "chapters").iterdir()] == ["japan.ipynb"]
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)


def test_unknown_and_unreadable_notebooks_are_named(project: Path) -> None:
    save(project, "japan", code("1"))
    with pytest.raises(NotebookError, match=r"no notebook 'chine' in chapters/; there are: japan"):
        notebooks.run(["chine"], root=project)
    put(project, "chapters/broken.ipynb", "<<<<<<< HEAD")
    with pytest.raises(NotebookError, match=r"broken\.ipynb: not readable"):
        notebooks.states(project)


# --- several notebooks --------------------------------------------------------------------------------------


def test_two_notebooks_run_at_the_same_time(project: Path) -> None:
    # Each end of a pipe waits for the other to be opened: one after the other, neither would finish.
    os.mkfifo(project / "pipe")
    left = save(project, "left", code("with open('../pipe', 'w') as f: _ = f.write('met')\n'sent'"))
    right = save(project, "right", code("open('../pipe').read()"))
    assert {run.name for run in notebooks.run(root=project, jobs=2, timeout=20)} == {"left", "right"}
    assert (shown(left), shown(right)) == (["'sent'"], ["'met'"])


def test_a_page_on_the_others_runs_last_and_depends_on_their_records(project: Path) -> None:
    save(project, "about", code("from analysis.report import notebooks\nlist(notebooks.records().index)"))
    japan = save(project, "japan", code("1 + 1"))
    assert [run.name for run in notebooks.run(root=project)] == ["japan", "about"]
    assert shown(project / "chapters/about.ipynb") == ["['japan']"]
    record = notebook_file.read(project / "chapters/about.ipynb").metadata["report"]
    assert record["notebooks"] == {"japan": fingerprint.row_digest(notebook_file.read(japan))}
    assert notebooks.stale("about", project) == []

    notebook = notebook_file.read(japan)
    notebook.metadata["report"]["seconds"] += 5
    notebook_file.write(japan, notebook_file.dumps(notebook))
    save(project, "motives", code("1"))
    assert notebooks.stale("about", project) == [
        "record of notebook japan changed",
        "notebook motives is new",
    ]


def test_the_page_that_draws_nulls_runs_between_and_depends_on_the_nulls_alone(project: Path) -> None:
    for name in ("session", "numbers", "nulls", "draws", "said"):
        shutil.copy(REPO / "analysis/report/author" / f"{name}.py", project / "analysis/report/author")
    shutil.copytree(
        REPO / "analysis" / "passthrough" / "core",
        project / "analysis" / "passthrough" / "core",
        dirs_exist_ok=True,
    )
    publish = (
        "from analysis.report import nulls\nfrom analysis.passthrough.core.simulated_power import Null\n"
        "nulls.publish(yen_found=Null('Yen', 0.1, -0.1, 0.3, {}, 'percent', 0.1, 'by hand'))"
    )
    yen = save(project, "yen", code(publish.format(0.2)), code("1"))
    save(
        project,
        "all_nulls",
        code(
            "from analysis.report import nulls\nnulls.collect()[['page', 'key', 'found']].to_numpy().tolist()"
        ),
    )
    save(project, "about", code("from analysis.report import notebooks\nlist(notebooks.records().index)"))
    assert [run.name for run in notebooks.run(root=project, jobs=1)] == ["yen", "all_nulls", "about"]
    assert shown(project / "chapters/all_nulls.ipynb") == ["[['yen', 'yen_found', 0.2]]"]
    assert shown(project / "chapters/about.ipynb") == ["['all_nulls', 'yen']"], (
        "records has it, as it reads no record"
    )

    save(project, "yen", code(publish.format(0.2)), code("2"))
    notebooks.run(["yen"], root=project)
    assert notebooks.stale("all_nulls", project) == [], "another number of the page is none of its business"
    save(project, "yen", code(publish.format(0.3)), code("2"))
    notebooks.run(["yen"], root=project)
    save(project, "zinc", code("1"))
    assert notebooks.stale("all_nulls", project) == ["nulls of notebook yen changed", "notebook zinc is new"]
    assert yen.exists()


def test_records_refuses_a_notebook_without_record(project: Path) -> None:
    save(project, "japan", code("1"))
    with pytest.raises(NotebookError, match=r"japan\.ipynb: was never executed"):
        notebooks.records(project)


def test_records_counts_what_is_shown(executed: Path) -> None:
    frame = notebooks.records(executed)
    assert frame.index.tolist() == ["japan"] and frame.index.name == "notebook"
    assert frame.loc["japan", "code_cells"] == 8
    assert frame.loc["japan", "data_tables"] == ["yen"]
    assert frame.loc["japan", "figures"] == 0


# --- the file form, without a kernel ------------------------------------------------------------------------


def test_missing_and_repeated_ids_are_filled_the_same_way_each_time(tmp_path: Path) -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "a"} for _ in range(3)]
    cells[1]["id"] = cells[2]["id"] = "kept"
    put(tmp_path, "n.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    first, second = (notebook_file.dumps(notebook_file.read(tmp_path / "n.ipynb")) for _ in range(2))
    assert first == second
    ids = [cell["id"] for cell in json.loads(first)["cells"]]
    assert (
        ids[1] == "kept"
        and len(set(ids)) == 3
        and all(re.fullmatch(r"[0-9a-f]{8}", i) for i in (ids[0], ids[2]))
    )


def test_normal_form_is_reached_in_one_step_and_ignores_editors() -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[code("x\r\ny", tags=["a"], execution={"iopub.status.busy": "2026-01-01"}, collapsed=True)]
    )
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13.1"}
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text=t) for t in ("1", "2")]
    once = notebook_file.dumps(notebook)
    assert notebook_file.dumps(nbformat.reads(once, as_version=4)) == once
    cell = json.loads(once)["cells"][0]
    assert cell["metadata"] == {"tags": ["a"]}
    assert cell["source"] == ["x\n", "y"]
    assert [output["text"] for output in cell["outputs"]] == [["12"]]


def test_write_keeps_the_mode_and_cleans_up_after_a_failed_replacement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text("old")
    path.chmod(0o640)
    assert notebook_file.write(path, "new", replacing=b"old")
    assert path.read_text() == "new" and path.stat().st_mode & 0o777 == 0o640

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        notebook_file.write(path, "newer")
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


# --- nbval --------------------------------------------------------------------------------------------------

SHOW = (
    f"from IPython.display import display\ndisplay({{'image/png': {WHITE!r}, 'text/plain': 'Fig'}}, raw=True,"
    " metadata={'report': {'kind': 'figure'}})"
)
GLUE = (
    "display({'application/papermill.record/text/plain': '0.62'}, raw=True, "
    "metadata={'scrapbook': {'name': 'rate', 'mime_prefix': 'application/papermill.record/'}})"
)
NOISE = "print(f'{-1e-9:.2f};', repr(object()))"


def test_nbval_sees_numbers_and_glue_but_not_images(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    path = save(project, "same", code("round(2 / 3, 3)"), code(SHOW), code(GLUE), code(NOISE))
    notebooks.run(root=project)
    tampered = {
        "number": ("0.667", "0.668"),
        "glue": ("0.62", "0.63"),
        "image": (WHITE, BLACK),
        "zero": ("-0.00", "0.00"),
    }
    for name, (old, new) in tampered.items():
        raw = json.loads(path.read_text(encoding="utf-8"))
        # Outputs alone: were the source changed as well, the two sides would agree again.
        for cell in raw["cells"]:
            outputs = json.dumps(cell["outputs"])
            cell["outputs"] = json.loads(outputs.replace(old, new))
        content = json.dumps(raw)
        assert content != json.dumps(json.loads(path.read_text(encoding="utf-8"))), (
            f"{name}: nothing was tampered with"
        )
        (path.parent / f"{name}.ipynb").write_text(content, encoding="utf-8")
    # Under the test runner's own xdist, a nested one would take its settings from these.
    for variable in [name for name in os.environ if name.startswith("PYTEST_")]:
        monkeypatch.delenv(variable)
    assert notebooks.verify(root=project, jobs=2) == 1
    report = capfd.readouterr().out
    failed = set(re.findall(r"^FAILED chapters/(\w+)\.ipynb::Cell (\d)", report, re.MULTILINE))
    # nbval counts code cells from 0.
    assert failed == {("number", "0"), ("glue", "2")}, report


def test_verify_refuses_stripped_notebooks(fresh: Path) -> None:
    strip(fresh)
    with pytest.raises(NotebookError, match=r"japan\.ipynb: has cells that were never executed"):
        notebooks.verify(root=fresh)


# --- sentences that turned ----------------------------------------------------------------------------------

HOLD = "from analysis.report import sentences\nfrom analysis import data\n"


def test_all_sentences_that_turned_on_all_pages_are_named_with_their_place_and_nothing_is_stored(project):
    save(
        project, "japan",
        text("# Title\n\nFirst line.\nThe yen **rises in\nthe end** by much."),
        code(HOLD + "sentences.hold({'rises in the end by much': data.load('yen') > 5})"),
        code("sentences.hold({'First line. The yen': True, 'falls below the floor': False})"),
        text("It falls below the floor."),
    )  # fmt: skip
    save(
        project,
        "other",
        text("Oil is dearer than before."),
        code(HOLD + "sentences.hold({'Oil is dearer than': False})"),
    )
    save(project, "third", code("data = 1\ndata"))
    put(project, "chapters/index.md", "# Index\n\nAll is well today.\n")
    save(project, "fourth", code(HOLD + "sentences.hold({'All is well today': False}, page='index')"))
    before = {path.name: path.read_bytes() for path in (project / "chapters").iterdir()}
    with pytest.raises(TurnedSentences) as caught:
        notebooks.run(root=project)
    assert sorted(map(str, caught.value.found)) == [
        "chapters/index.md, line 3: “All is well today”",
        "chapters/japan.ipynb, cell 1, line 4: “rises in the end by much”",
        "chapters/japan.ipynb, cell 4, line 1: “falls below the floor”",
        "chapters/other.ipynb, cell 1, line 1: “Oil is dearer than”",
    ]
    assert str(caught.value).startswith("the numbers no longer bear out 4 sentences:\n  chapters/")
    after = {path.name: path.read_bytes() for path in (project / "chapters").iterdir()}
    assert {name for name in after if after[name] != before[name]} == {"third.ipynb"}


def test_a_cell_that_fails_after_a_sentence_turned_is_reported_beside_it(project):
    save(
        project,
        "japan",
        text("The yen rises today."),
        code(HOLD + "sentences.hold({'The yen rises': False})"),
        code("1 / 0"),
    )
    with pytest.raises(TurnedSentences, match="ZeroDivisionError") as caught:
        notebooks.run(root=project)
    assert [one.text for one in caught.value.found] == ["The yen rises"]
    assert "japan.ipynb, cell 3" in caught.value.others[0]


def test_under_nbval_and_in_an_editor_a_sentence_that_turned_is_an_error(project, monkeypatch):
    monkeypatch.setenv("ANALYSIS_SENTENCES", "collect")
    assert "ANALYSIS_SENTENCES" not in execution.environment(project, "scratch")


def test_what_a_run_found_is_left_for_the_report_and_removed_by_the_next(tmp_path):
    found = [turned.Turned("chapters/japan.ipynb", "cell 1, line 4", "The yen rises")]
    turned.leave(tmp_path, found)
    assert turned.left(tmp_path) == found
    turned.leave(tmp_path, [])
    assert turned.left(tmp_path) == []


def test_text_on_standard_error_is_refused_before_it_is_stored(project: Path) -> None:
    path = save(project, "warns", code("1 + 1"), code("import sys; print('old font', file=sys.stderr)"))
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=r"warns.*cell 2.*text on standard error: old font"):
        notebooks.run(["warns"], root=project, jobs=1)
    assert path.read_bytes() == before


def test_a_second_run_of_the_same_book_is_told_who_the_first_is(project: Path) -> None:
    with execution.alone(project), pytest.raises(NotebookError, match=f"process {os.getpid()}"):
        notebooks.run(root=project, jobs=1)
    save(project, "one", code("1 + 1"))
    assert [done.name for done in notebooks.run(root=project, jobs=1)] == ["one"]  # free again


def test_neither_home_nor_a_short_place_for_temporary_files_is_needed(
    project: Path, tmp_path: Path, monkeypatch
) -> None:
    """What libraries write lies in the project's own folder; a socket whose path would be too long is not
    used."""
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setattr(execution.tempfile, "tempdir", str(deep))
    monkeypatch.setenv("HOME", "/nonexistent")
    save(
        project,
        "drawn",
        code("import matplotlib, os\nmatplotlib.get_configdir().endswith('.cache/matplotlib')"),
    )
    notebooks.run(["drawn"], root=project, jobs=1)
    stored = nbformat.read(project / "chapters" / "drawn.ipynb", 4)
    assert stored.cells[0].outputs[0].data["text/plain"] == "True"


def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(project: Path) -> None:
    put(project, ".cache", "a file where the folder should be")
    with pytest.raises(
        NotebookError, match=r"the project's folder cannot be written to: .cache: File exists"
    ):
        notebooks.run(root=project, jobs=1)
