"""The book as it is committed keeps every rule for notebooks and pages."""

from __future__ import annotations

from pathlib import Path

from analysis.report import rules
from analysis.report.build import notebooks

ROOT = Path(__file__).resolve().parents[2]


def test_the_book_keeps_every_rule() -> None:
    findings = rules.check(ROOT)
    assert not findings, f"{len(findings)} findings:\n" + "\n".join(map(str, findings))


def test_there_is_something_to_check() -> None:
    # A glob that finds nothing would make the test above pass for ever.
    assert "japan" in notebooks.paths(ROOT)
    assert {"chapters/index.ipynb", "chapters/glossary.md"} <= {page.name for page in rules.pages(ROOT)}


def test_every_notebook_has_outputs_to_compare() -> None:
    # nbval passes a notebook without stored outputs, whatever it computes.
    for name, path in notebooks.paths(ROOT).items():
        stored = [state for state in notebooks.states(ROOT, [name]) if "never executed" not in state.reasons]
        assert stored, f"{path.name} was committed without having been run"


def test_no_notebook_is_stale() -> None:
    # Otherwise `make book` in a fresh clone would have to execute something before it may publish.
    found = {name: reasons for name in notebooks.paths(ROOT) if (reasons := notebooks.stale(name, ROOT))}
    assert not found, f"run `make book` and commit what it re-executes: {found}"
