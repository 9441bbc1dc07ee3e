"""The name of a series belongs to the column that it stands at: two names exchanged are seen by their words.

The sidecars are read with yaml alone. A column says in its own words (name in the file, title, unit, sign,
adjustment) what it holds; a name shares more words with its own column than with another of the table.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
import yaml

SERIES = Path(__file__).resolve().parents[2] / "data/series"


def words(text: str) -> set[str]:
    """First five letters of each word, so that "machinery" and "machines" are one."""
    return {word[:5] for word in re.findall("[a-z0-9]+", text.lower().replace("_", " "))}


def named(path: Path) -> list[tuple[str, set[str]]]:
    """Names of the series of a table, and the words of the columns that they stand at."""
    columns = yaml.safe_load(path.read_text("utf-8")).get("columns") or {}
    said = ("title", "unit", "sign", "seasonal_adjustment")
    return [
        (about["series"], words(" ".join([column, *(str(about.get(key)) for key in said)])))
        for column, about in columns.items()
        if isinstance(about, dict) and about.get("series")
    ]


def gain(one: tuple[str, set[str]], other: tuple[str, set[str]]) -> int:
    """Words shared by two names and their own columns, less those shared after an exchange."""

    def shared(name: str, column: set[str]) -> int:
        return len(words(name) & column)

    return shared(*one) + shared(*other) - shared(one[0], other[1]) - shared(other[0], one[1])


TABLES = {path.stem: rows for path in sorted(SERIES.glob("*.yml")) if len(rows := named(path)) > 1}


@pytest.mark.parametrize("table", TABLES)
def test_no_two_names_would_fit_better_exchanged(table):
    exchanged = [(a[0], b[0]) for a, b in combinations(TABLES[table], 2) if gain(a, b) < 0]
    assert not exchanged


def test_nearly_every_exchange_would_be_seen():
    """All but a few whose names say "net" or "core" where the column has other words."""
    pairs = [pair for rows in TABLES.values() for pair in combinations(rows, 2)]
    assert len(pairs) > 3000 and sum(gain(*pair) > 0 for pair in pairs) > 0.995 * len(pairs)


def test_a_gain_by_hand():
    """The name "import yen" has two words of its own column and one of the other, and so has "import
    contract": 4 - 2."""
    yen = ("import_yen", words("import prices, yen basis"))
    contract = ("import_contract", words("import prices, contract basis"))
    assert gain(yen, contract) == 2
    assert gain(("import_contract", yen[1]), ("import_yen", contract[1])) == -2
