"""Every numeric column against its control totals, which no command of the package writes.

After a table was changed and sealed, its bytes are those of its manifest again; these say which number moved.
A change that is meant is pinned with `python tools/pin.py --write TABLE`, and the difference is read in git.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import pin

KEPT = pin.on_record()
PATHS = {path.stem: path for path in pin.tables()}
NUMERIC = {name: rows for name, path in PATHS.items() if (rows := pin.pins_of(path))}


def test_every_table_with_numbers_is_pinned_and_no_other():
    assert sorted(NUMERIC) == sorted(KEPT)


@pytest.mark.parametrize("table", sorted(NUMERIC))
def test_units_signs_spans_counts_and_totals_are_those_on_record(table):
    found, kept = (
        {row[1]: dict(zip(pin.HEAD[2:], row[2:], strict=True)) for row in rows}
        for rows in (NUMERIC[table], KEPT[table])
    )
    moved = [
        f"{column}: {what} is {found.get(column, {}).get(what)}, pinned {kept.get(column, {}).get(what)}"
        for column in kept | found
        for what in pin.HEAD[2:]
        if found.get(column, {}).get(what) != kept.get(column, {}).get(what)
    ]
    assert not moved, (
        f"{table}: {'; '.join(moved[:4])}. If that is meant: python tools/pin.py --write {table}"
    )


def write(folder: Path, text: str, unit: str = "percent") -> Path:
    (folder / "t.csv").write_text(text)
    (folder / "t.yml").write_text(f"columns:\n  a: {{unit: {unit}}}\n  b: {{unit: {unit}}}\n")
    return folder / "t.yml"


def test_totals_and_moments_by_hand(tmp_path):
    """a: 1.5 + 2.25 = 3.75 and 1 x 1.5 + 3 x 2.25 = 8.25; b: -1 + 2 = 1 and 2 x -1 + 3 x 2 = 4."""
    sidecar = write(tmp_path, "month,a,b\n2020-01,1.5,\n2020-02,,-1\n2020-03,2.25,2\n")
    assert pin.pins_of(sidecar) == [
        ("t", "a", "percent", "true", "2020-01", "2020-03", "2", "3.75", "8.25"),
        ("t", "b", "percent", "false", "2020-02", "2020-03", "2", "1", "4"),
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("month,a,b\n2020-01,2,1\n2020-02,4,3\n", "percent"),  # columns swapped
        ("month,a,b\n2020-01,3,2\n2020-02,1,4\n", "percent"),  # two cells of a column swapped
        ("month,a,b\n2020-01,1.2,2\n2020-02,3,4\n", "percent"),  # a cell moved by a fifth
        ("month,a,b\n2020-01,10,20\n2020-02,30,40\n", "percent"),  # ten times too large
        ("month,a,b\n2020-01,1,2\n2020-02,3,4\n", "index"),  # another unit
        ("month,a,b\n2020-02,1,2\n2020-03,3,4\n", "percent"),  # another first month
        ("month,a,b\n2020-01,-1,2\n2020-02,3,4\n", "percent"),  # another sign
    ],
)
def test_each_change_moves_a_pin(tmp_path, text, unit):
    before = pin.pins_of(write(tmp_path, "month,a,b\n2020-01,1,2\n2020-02,3,4\n"))
    assert pin.pins_of(write(tmp_path, text, unit)) != before


def test_sums_are_exact():
    assert pin.plain(sum([Decimal("0.1")] * 3)) == "0.3" and pin.plain(Decimal("1E+3")) == "1000"
