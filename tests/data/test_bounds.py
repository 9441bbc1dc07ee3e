"""Every series within the bounds of its history, which neither sealing nor pinning renews.

A change that is meant is looked up at the publisher, then `python tools/bounds.py --write TABLE`.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import bounds

KEPT = bounds.on_record()
PATHS = {path.stem: path for path in bounds.tables()}


def test_every_table_with_a_period_a_row_has_bounds_and_no_other():
    assert sorted(PATHS) == sorted(KEPT)


@pytest.mark.parametrize("table", sorted(PATHS))
def test_levels_changes_and_spikes_are_within_the_bounds_on_record(table):
    held = bounds.columns(PATHS[table])
    assert sorted(held) == sorted(KEPT[table])
    said = [
        f"{column}: {words}"
        for column, cells in held.items()
        for words in bounds.outside(cells, KEPT[table][column])
    ]
    assert not said, (
        f"{table}: {'; '.join(said[:4])}. If the publisher says so: python tools/bounds.py --write {table}"
    )


def limits(scale: str = "log", low: float = 50, high: float = 200, change: float = 0.1, spike: float = 0.05):
    return {"scale": scale, "low": low, "high": high, "change": change, "spike": spike}


def monthly(*values: float) -> list[tuple[str, float]]:
    return [(f"2020-{month:02d}", value) for month, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ((100, 100 * math.exp(0.0999)), []),
        ((100, 100 * math.exp(0.1001)), ["2020-02: moves by 0.1 (log), never by more than 0.1"]),
        ((100, 100 * math.exp(-0.1001)), ["2020-02: moves by -0.1 (log), never by more than 0.1"]),
        ((100, 100 * math.exp(0.0499), 100), []),
        (
            (100, 100 * math.exp(0.0501), 100),
            ["2020-02: moves by 0.0501 (log) and back, never by more than 0.05"],
        ),
        ((100, 109, 118), []),  # on, not back
        ((50, 51), []),
        ((49.99, 51), ["2020-01: 49.99 is not within 50 and 200"]),
        ((199, 200), []),
        ((199, 200.01), ["2020-02: 200.01 is not within 50 and 200"]),
    ],
)
def test_just_within_and_just_beyond_each_bound_of_a_price(values, seen):
    assert bounds.outside(monthly(*values), limits()) == seen


def test_a_price_that_is_not_above_zero_lies_outside():
    assert [words.split(":")[0] for words in bounds.outside(monthly(100, 0, 100), limits())] == [
        "2020-02", "2020-02", "2020-03", "2020-02"
    ]  # fmt: skip


@pytest.mark.parametrize(("last", "seen"), [(0.39, 0), (0.41, 1)])
def test_rates_are_bounded_in_points(last, seen):
    own = limits("own", -1, 2, 0.3, 0.3)
    assert len(bounds.outside(monthly(-0.1, 0.1, last), own)) == seen


def test_bounds_of_a_history_by_hand():
    """100, 110, 99, 105: changes ln 1.1 = .0953, ln .9 = -.1054, ln(105/99) = .0588; spikes .0953 and .0588.
    1.1 times: .1159 and .1048; 99/1.5 = 66, 110 x 1.5 = 165. In points, -1, 1, 0: 1.5 x 2 beyond the ends;
    changes 2 and -1 taken back by 1."""
    assert bounds.bounds_of([100, 110, 99, 105]) == ("log", "66", "165", "0.116", "0.105")
    assert bounds.bounds_of([-1, 1, 0]) == ("own", "-2", "2", "2.2", "1.1")
    assert bounds.bounds_of([100, 100, 100]) == ("log", "66.6", "150", "0.05", "0.05")


#: Tables of prices whose every column is quiet: a fifth in any one cell is outside.
QUIET = (
    "bis_reer_china_monthly",
    "jp_car_export_prices_monthly",
    "jp_cpi_monthly",
    "jp_cpi_old_monthly",
    "us_import_price_bls_monthly",
)


@pytest.mark.parametrize("factor", [1.2, 1 / 1.2])
@pytest.mark.parametrize("table", QUIET)
def test_a_fifth_in_any_cell_of_a_quiet_series_is_seen(table, factor):
    for column, cells in bounds.columns(PATHS[table]).items():
        for at, (period, value) in enumerate(cells):
            moved = [*cells[max(0, at - 2) : at], (period, value * factor), *cells[at + 1 : at + 3]]
            assert bounds.outside(moved, KEPT[table][column]), (column, period)


def test_a_fifth_in_a_cell_of_any_price_table_is_mostly_seen():
    """First, middle and last cell of each index: nine in ten columns of all; the loud ones have their pins
    and second copies."""
    seen = asked = 0
    for table, path in PATHS.items():
        if ("price" not in table and "cpi" not in table) or "commodity" in table:
            continue
        for column, cells in bounds.columns(path).items():
            for at in (0, len(cells) // 2, len(cells) - 1):
                moved = [
                    *cells[max(0, at - 2) : at],
                    (cells[at][0], 1.2 * cells[at][1]),
                    *cells[at + 1 : at + 3],
                ]
                seen, asked = seen + bool(bounds.outside(moved, KEPT[table][column])), asked + 1
    assert seen > 0.9 * asked > 0


def test_a_unit_ten_times_another_is_seen_in_every_series():
    """From the first month; or from the last, but in the few that have moved tenfold."""
    moved = set()
    for table, path in PATHS.items():
        for column, cells in bounds.columns(path).items():
            kept = KEPT[table][column]
            if kept["scale"] == "log":
                assert bounds.outside([(period, 10 * value) for period, value in cells], kept), column
                last = [*cells[-3:-1], (cells[-1][0], 10 * cells[-1][1])]
                moved |= set() if bounds.outside(last, kept) else {(table, column)}
    assert moved <= {
        (table, column)
        for table, columns in KEPT.items()
        for column, kept in columns.items()
        if kept["scale"] == "log" and float(kept["change"]) > math.log(10) - 0.5
    }
    assert len(moved) < 30
