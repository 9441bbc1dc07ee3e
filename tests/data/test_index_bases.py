"""An index is 100 in the period that its unit names, counted in the CSV itself, and what is an index says so.

A unit that was exchanged, a column that was divided by ten or rebased in silence, is seen although it was
sealed. Sidecars are read with yaml and tables with pandas alone.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

SERIES = Path(__file__).resolve().parents[2] / "data/series"
BASE = re.compile(r"index\b.*, (?:(?P<month>Dec)(?:ember)? )?(?P<year>\d{4})=100")
#: An annual deflator weighs its quarters, so that their plain mean is not 100 to the digit.
WITHIN = {"quarterly": 0.3, "monthly": 0.1}


def sidecar(path: Path) -> tuple[dict, dict[str, dict]]:
    """A sidecar, and what it says of each column."""
    read = yaml.safe_load(path.read_text("utf-8"))
    columns = read.get("columns") or {}
    return read, {column: about for column, about in columns.items() if isinstance(about, dict)}


def indexed(path: Path) -> dict[str, re.Match]:
    """Columns of a table whose unit is an index, with its base."""
    units = {column: str(about.get("unit")) for column, about in sidecar(path)[1].items()}
    return {column: BASE.match(unit) for column, unit in units.items() if unit.startswith("index")}


def base_level(values: pd.Series, base: re.Match) -> float | None:
    """Level in the base: its December, or the mean of its year; None where part of it has no value."""
    at = f"{base['year']}-12" if base["month"] else base["year"]
    own = values[values.index.astype(str).str.startswith(at)]
    whole = len(own) in ((1,) if base["month"] else (4, 12)) and own.notna().all()
    return float(own.mean()) if whole else None


PATHS = {path.stem: path for path in sorted(SERIES.glob("*.yml")) if indexed(path)}


@pytest.mark.parametrize("table", PATHS)
def test_an_index_is_100_in_its_base(table):
    values = pd.read_csv(PATHS[table].with_suffix(".csv"), index_col=0)
    within = WITHIN[sidecar(PATHS[table])[0]["frequency"]]
    for column, base in indexed(PATHS[table]).items():
        assert base, f"{column}: the unit names no base"
        level = base_level(values[column], base)
        assert level is None or abs(level - 100) < within, (column, level)


def test_nearly_every_index_covers_its_base():
    levels = [
        base_level(pd.read_csv(path.with_suffix(".csv"), index_col=0)[column], base)
        for path in PATHS.values()
        for column, base in indexed(path).items()
    ]
    assert len(levels) > 150 and sum(level is not None for level in levels) > 0.95 * len(levels)


@pytest.mark.parametrize("path", sorted(SERIES.glob("*.yml")), ids=lambda path: path.stem)
def test_what_is_an_index_has_an_index_as_its_unit_and_nothing_else_has(path):
    for column, about in sidecar(path)[1].items():
        title, unit = str(about.get("title")), str(about.get("unit"))
        index = re.search(r"\bindex(es)?\b|\bdeflator\b|\beffective (exchange )?rate\b", title, re.IGNORECASE)
        assert bool(index) == unit.startswith("index"), (column, title, unit)


@pytest.mark.parametrize(
    ("unit", "level"),
    [("index, 2020=100", 100.0), ("index, December 2020=100", 105.5), ("index, 2021=100", None)],
)
def test_the_level_in_a_base_by_hand(unit, level):
    """Twelve months from 94.5 to 105.5 have the mean 100; of 2021 there is one."""
    months = pd.period_range("2020-01", periods=13, freq="M").astype(str)
    values = pd.Series([94.5 + step for step in range(13)], months)
    assert base_level(values, BASE.match(unit)) == level
