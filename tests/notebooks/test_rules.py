"""The book as it is committed keeps every rule for notebooks and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def reasons() -> dict[str, tuple[str, ...]]:
    """Why the stored outputs of each notebook may be out of date; all notebooks are read once for it."""
    found = {state.name: state.reasons for state in notebooks.states(ROOT)}
    assert set(found) == set(notebooks.paths(ROOT))
    return found


def test_every_notebook_has_outputs_to_compare(reasons) -> None:
    # nbval passes a notebook without stored outputs, whatever it computes.
    never = [name for name, why in reasons.items() if "never executed" in why]
    assert not never, f"{never} were committed without having been run"


def test_no_notebook_is_stale(reasons) -> None:
    # Otherwise `make book` in a fresh clone would have to execute something before it may publish.
    found = {name: why for name, why in reasons.items() if why}
    assert not found, f"run `make book` and commit what it re-executes: {found}"
