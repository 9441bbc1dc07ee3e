"""Three new months from the publisher to the change report, and a turned sentence on the way: a small book,
real kernels."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from analysis.data import Catalogue
from analysis.data.refresh import run
from analysis.data.store.seal import replace_table
from analysis.report.build import notebooks, turned
from analysis.report.changes import record, tell

REPO = Path(__file__).resolve().parents[3]
PAGE = """from types import SimpleNamespace
from analysis import data, report
values = data.load("t_x")
mean, error = float(values.mean()), float(values.std() / len(values) ** 0.5)
report.numbers.publish(page_mean=mean, page_mean_se=error, page_last=str(values.index[-1]))
report.sentences.hold({"the mean lies below four": mean < 4, "it lies above nought": mean > 0})"""
OURS = [1.0, 2.0, 3.0]  # mean 2, standard deviation 1, standard error 0.57735
CHANGES = ",".join(record.CHANGES)


@pytest.fixture
def book(folder, world, tmp_path, monkeypatch):
    """A book of one page on one table, closed as edition 1."""
    shutil.copytree(REPO / "analysis", tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "chapters").mkdir()
    text = "# Page\n\nSince long\n**the mean lies\nbelow four**, and it lies above nought."
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(PAGE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "chapters" / "page.ipynb")
    folder.series(
        "t", world.monthly("2026-07", OURS), refresh={"scale": "absolute", "revision": 1, "refuse": 10}
    )
    folder.facts("editions", "edition,date,title,note\n1,2026-10-15,First,\n")
    folder.facts(
        "published",
        "kind,page,item,edition,value\nnumber,page,page_old,0,1\n",
        index=["kind", "page", "item"],
    )
    folder.facts(
        "changes",
        f"{CHANGES}\n1,number,page,page_old,,1,,\n",
        numeric=("standard_errors",),
        index=["edition", "kind", "page", "item"],
    )
    monkeypatch.setattr(
        "analysis.claims.judge_all", lambda: {"C01": SimpleNamespace(verdict="open", core=())}
    )
    monkeypatch.setattr(
        "analysis.claims.claim_list",
        lambda status: __import__("pandas").DataFrame({"status": ["judged"]}, index=["C01"]),
    )
    notebooks.run(root=tmp_path)
    assert record.settle(Catalogue(folder.root), tmp_path) == 1
    stand = world.Stand("one", {})

    def refresh(values):
        stand.answers["t"] = world.monthly("2026-07", values)
        (result,) = run.refresh({"one": (stand, ("t",))}, world.fetch, folder.root, "2026-12-28")
        assert result.state == "updated", result.error
        return Catalogue(folder.root)

    return SimpleNamespace(root=tmp_path, data=folder.root, refresh=refresh)


def test_three_new_months_run_through_to_a_report(book):
    store = book.refresh([*OURS, 4.0, 4.0, 4.0])
    notebooks.run(root=book.root)
    found = record.report(book.root, store)
    lines = tell.text(found).splitlines()
    assert lines[0] == "# What changed since edition 1 of 2026-10-15"
    # The mean goes from 2 to 3; its standard error was 1 / sqrt(3): 1.73 of them. The error itself is told
    # with it.
    assert "- page, page_mean: 2.0 → 3.0 (+1.73 standard errors)" in lines
    assert "- page, page_last: 2026-09 → 2026-12" in lines
    assert "- t, x: 3 new, to 2026-12; 0 revised" in lines
    assert not any("page_mean_se" in line for line in lines)
    record.write(store, found)
    rows = store.table("changes")
    assert rows["edition"].tolist() == ["1", "2", "2", "2"] and store.status().loc["changes", "bytes_ok"]
    store.check("changes")


def test_a_turned_sentence_stops_the_run_and_leads_the_report(book):
    before = (book.root / "chapters" / "page.ipynb").read_bytes()
    store = book.refresh([*OURS, 9.0, 9.0, 9.0])  # mean 5.5
    with pytest.raises(turned.TurnedSentences) as caught:
        notebooks.run(root=book.root)
    assert [str(one) for one in caught.value.found] == [
        "chapters/page.ipynb, cell 1, line 4: “the mean lies below four”"
    ]
    assert (book.root / "chapters" / "page.ipynb").read_bytes() == before
    told = tell.text(record.report(book.root, store), caught.value.found).splitlines()
    assert (
        told[2].startswith("1 sentence no longer holds")
        and told[6] == "- chapters/page.ipynb, cell 1, line 4: “the mean lies below four”"
    )
    assert "- t, x: 3 new, to 2026-12; 0 revised" in told


def test_an_edition_that_is_closed_is_what_the_next_report_is_told_against(book):
    store = book.refresh([*OURS, 4.0, 4.0, 4.0])
    notebooks.run(root=book.root)
    manifest = store.manifest("editions")
    replace_table(manifest, manifest.csv.read_bytes() + b"2,2026-12-28,Second,\n")
    assert record.settle(store, book.root) == 2
    found = record.report(book.root, Catalogue(book.data))
    assert found.edition == 2 and found.changes == ()
