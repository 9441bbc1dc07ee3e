"""A page on the tables of an earlier day, in a project of its own with a real kernel."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from analysis.data import Catalogue
from analysis.data.refresh import archive
from analysis.data.store import transaction
from analysis.data.store.seal import replace_table
from analysis.errors import NotebookError
from analysis.report.build import notebooks
from analysis.report.changes import as_of

REPO = Path(__file__).resolve().parents[2]
CODE = """from analysis import data, report
from analysis.report.author import sentences
report.numbers.publish(page_last=float(data.load("t_x").iloc[-1]))
sentences.hold({"It is above one": data.load("t_x").iloc[-1] > 1})"""


@pytest.fixture
def project(folder, tmp_path) -> Path:
    """A book of one page on one table, whose value was 1 until a refresh made it 2."""
    shutil.copytree(REPO / "analysis", tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "chapters").mkdir()
    cells = [nbformat.v4.new_markdown_cell("# Page\n\nIt is above one."), nbformat.v4.new_code_cell(CODE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "chapters" / "page.ipynb")
    folder.series("t", "month,x\n2020-01,1\n")
    manifest = Catalogue(folder.root).manifest("t")
    with transaction.settled(folder.root):
        transaction.replace(folder.root, archive.additions(folder.root, [manifest], "2020-06-01"))
    replace_table(manifest, b"month,x\n2020-01,2\n")
    assert [done.name for done in notebooks.run(root=tmp_path)] == ["page"]
    return tmp_path


def test_a_page_is_run_on_the_tables_of_a_day_beside_the_book(project):
    before = (project / "chapters" / "page.ipynb").read_bytes()
    (then,) = as_of.run("2020-05-31", ["page"], project)
    (change,) = then.changes
    assert (change.item, change.before, change.after) == ("page_last", "1.0", "2.0")
    assert [str(sentence) for sentence in then.turned] == [
        "chapters/page.ipynb, cell 1, line 3: “It is above one”"
    ]
    assert then.path == project / "_build" / "as_of" / "2020-05-31" / "page.ipynb" and then.path.exists()
    assert (project / "chapters" / "page.ipynb").read_bytes() == before
    (now,) = as_of.run("2020-06-01", ["page"], project)
    assert now.changes == () and now.turned == ()


def test_an_unknown_page_is_named(project):
    with pytest.raises(NotebookError, match="no notebook 'japan'; there are: page"):
        as_of.run("2020-05-31", ["japan"], project)
