"""One set-up call a notebook; names belong to the cell that first used them."""

import subprocess
import sys

import pytest

from analysis.errors import NotebookError
from analysis.report.author import session


@pytest.fixture
def cell(monkeypatch):
    """Pretend to be a kernel: set which cell runs, and which run of it."""
    session.forget()
    where = {"now": ("a", "1")}
    monkeypatch.setattr(session, "current_cell", lambda: where["now"])
    yield lambda name, run: where.update(now=(name, run))
    session.forget()


def test_a_name_is_refused_in_another_cell(cell):
    session.claim("fig-x", "figure")
    cell("b", "2")
    with pytest.raises(NotebookError, match="figure 'fig-x' was already used in another cell"):
        session.claim("fig-x", "figure")


def test_a_name_is_refused_twice_in_one_run_of_a_cell(cell):
    session.claim("fig-x", "figure")
    with pytest.raises(NotebookError, match="earlier in this cell"):
        session.claim("fig-x", "figure")


def test_running_a_cell_again_replaces_what_it_showed(cell):
    session.claim("fig-x", "figure")
    cell("a", "2")
    session.claim("fig-x", "figure")
    with pytest.raises(NotebookError, match="earlier in this cell"):
        session.claim("fig-x", "figure")


def test_a_kernel_without_cell_names_is_told_apart_by_source(monkeypatch):
    class Shell:
        def get_parent(self):
            return {"content": {"code": self.code}, "header": {"msg_id": "m"}, "metadata": self.metadata}

    shell = Shell()
    monkeypatch.setattr(session, "shell", lambda: shell)
    shell.code, shell.metadata = "f()", {}
    first = session.current_cell()
    shell.code = "g()"
    assert session.current_cell()[0] != first[0]
    shell.metadata = {"cellId": "c7"}
    assert session.current_cell() == ("c7", "m")


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_setup_turns_a_warning_about_the_analysis_into_an_error_and_silences_the_rest():
    done = run(
        "import warnings, numpy as np\n"
        "from analysis import report\n"
        "assert report.setup() is None\n"
        "warnings.warn('moved', FutureWarning); warnings.warn('old', DeprecationWarning)\n"
        "np.log(np.array([0.0]))"
    )
    assert "RuntimeWarning: divide by zero" in done.stderr.splitlines()[-1]
    assert "moved" not in done.stderr and "old" not in done.stderr
    assert done.returncode == 1


def test_setup_prints_nothing_and_does_not_change_the_backend():
    done = run(
        "import matplotlib; matplotlib.use('svg')\n"
        "from analysis import report; report.setup()\n"
        "assert matplotlib.get_backend() == 'svg', matplotlib.get_backend()\n"
        "assert matplotlib.rcParams['axes.spines.top'] is False"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_importing_the_report_floor_imports_nothing_heavy():
    done = run(
        "import sys, analysis.report as r; r.numbers\n"
        "print([m for m in ('pandas', 'matplotlib', 'IPython', 'sphinx') if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr
