"""What pages of the scheme compute of losses comes from one function with one set of inputs: no page keeps
its own."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from analysis.report.rules import page as pages

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = ROOT / "chapters"
#: Pages that speak of losses, and the quantities that each takes from the registry.
PAGES = {
    "modalities": {"ordinary_loss"},
    "tax_and_fiscal": {
        "ordinary_loss",
        "overrun_loss",
        "failure_loss",
        "expected_loss",
        "tail_loss",
        "shortfall_loss",
    },
    "state_view": {
        "ordinary_loss",
        "overrun_loss",
        "failure_loss",
        "expected_loss",
        "tail_loss",
        "shortfall_loss",
    },
    "risks": {"ordinary_loss", "expected_loss"},
}
#: Fields of a case that no page sets to a number of its own; a scenario takes them from `scheme.failures` and
#: the like.
OWNED = {"recovery", "failure", "premium", "correlation", "cover", "hazard", "loss_given_failure"}
#: Where another value is shown beside the case's, as a scenario that its cell names.
SCENARIOS = {("state_view", "correlation"), ("tax_and_fiscal", "cover")}


def cells(page):
    return [cell.source for cell in pages.read(CHAPTERS / f"{page}.ipynb", ROOT).written()]


def set_by_hand(source):
    """Fields of a case that a cell gives as a literal number: keyword or constant in capitals."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in OWNED and isinstance(node.value, ast.Constant):
            found.add(node.arg)
        if isinstance(node, ast.Assign):
            names = [
                leaf.id for target in node.targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)
            ]
            found |= {
                name.lower()
                for name in names
                if name.lower() in OWNED | {"fails", "lost", "hazards", "recoveries"}
            }
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_its_losses_from_the_registry(page):
    taken = set(re.findall(r'quantities\.quantity\("(\w+)"\)', "\n".join(cells(page))))
    assert PAGES[page] <= taken, f"{page} computes {sorted(PAGES[page] - taken)} of its own"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_no_recovery_failure_cover_or_premium_of_its_own(page):
    for source in cells(page):
        own = {name for name in set_by_hand(source) if (page, name) not in SCENARIOS and name != "lost"}
        assert not own, f"{page} sets {sorted(own)}: take it from scheme.case()"


def test_the_page_rule_sees_a_recovery_that_one_page_changed():
    assert set_by_hand("case = scheme.case(recovery=0.3)") == {"recovery"}
    assert set_by_hand("RECOVERY, SEED = 0.3, 45") == {"recovery"}
    assert set_by_hand("HAZARDS = (0.01, 0.02)") == {"hazards"}
    assert set_by_hand("case = scheme.case(failure=chance)") == set()


def test_the_index_pastes_the_losses_of_the_tax_page():
    text = "\n".join(cell.source for cell in nbformat.read(CHAPTERS / "index.ipynb", 4).cells)
    assert "tax_and_fiscal.ipynb::tax_expected" in text and "tax_and_fiscal.ipynb::tax_ordinary" in text
    assert "one chance in five" not in text
    published = "\n".join(cells("tax_and_fiscal"))
    assert 'tax_expected=quantities.quantity("expected_loss")' in published
    assert 'tax_ordinary=quantities.quantity("ordinary_loss")' in published


def test_no_page_draws_or_weighs_a_book_of_its_own():
    for page in PAGES:
        for source in cells(page):
            assert "Book(" not in source, (
                f"{page} makes a book: take scheme.selected() or scheme.commitment()"
            )
            assert ".equal()" not in source or page == "state_view"
