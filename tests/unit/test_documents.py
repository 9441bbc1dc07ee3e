"""Rows of the fact tables that cite several pages keep the one that carries their figure."""

import csv
from pathlib import Path

import pytest

from analysis import data

FACTS = Path(data.default().root) / "facts"
NO_ADDRESS = "no address known"
TABLES = (
    "analogues",
    "cfius",
    "facts_other",
    "literature",
    "tax_rules",
    "third_countries",
    "treaty_provisions",
    "unknowns",
    "yen_flow_elasticities",
)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources(table):
    """Addresses of each row, without the scheme, by the row's key."""
    return {
        row.get("id") or row["key"]: [part.split("://", 1)[-1] for part in row["source"].split(" | ")]
        for row in read(FACTS / f"{table}.csv")
    }


#: The page that carries the figure of each row: a row that changes its ground changes here too.
HELD = [tuple(row.values()) for row in read(Path(__file__).with_name("documents_of_rows.csv"))]


@pytest.mark.parametrize("table", TABLES)
def test_the_page_that_carries_a_figure_stays_among_its_sources(table):
    cited = sources(table)
    lost = [(key, page) for held, key, page in HELD if held == table and page not in cited.get(key, [])]
    assert not lost, f"{table}: no longer cited: {lost}"


@pytest.mark.parametrize("table", TABLES)
def test_each_row_with_several_addresses_is_held(table):
    held = {key for name, key, _ in HELD if name == table}
    several = {
        key
        for key, pages in sources(table).items()
        if len([page for page in pages if page != NO_ADDRESS]) > 1
    }
    assert not several - held, f"{table}: not in documents_of_rows.csv: {sorted(several - held)}"


def test_only_tables_checked_here_are_held():
    assert {name for name, _, _ in HELD} == set(TABLES)
