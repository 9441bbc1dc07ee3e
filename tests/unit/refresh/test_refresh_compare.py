"""What a refresh lets pass, flags and refuses: each bound with a case just inside and one just outside."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.data.providers.base import Parsed
from analysis.data.refresh import cells, compare
from analysis.data.series.periods import last_day
from analysis.data.store.limits import limits
from analysis.errors import DataError

TODAY = "2020-07-15"
OURS = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0]  # 2020-01 to 2020-06


@pytest.fixture
def judge(folder, world):
    """Compare an answer with a committed table; `values` and `first` of the answer, `about` the bounds."""

    def call(values, first="2020-01", ours=tuple(OURS), today=TODAY, text=None, **about):
        path = folder.series("t", world.monthly("2020-01", list(ours)), refresh={**world.LIMITS, **about})
        manifest = folder.catalogue().manifest("t")
        committed = cells.of_file(path.with_suffix(".csv").read_bytes(), manifest)
        rows = [line.split(",") for line in (text or world.monthly(first, list(values))).splitlines()]
        theirs = cells.of_publisher(
            Parsed("t", pd.DataFrame(rows[1:], columns=rows[0]).set_index(rows[0][0])), committed
        )
        compare.check_calendar(theirs, manifest, today)
        compare.check_values(theirs, manifest, manifest.refresh)
        return compare.differences(committed, theirs, manifest, manifest.refresh)["x"]

    return call


def replaced(at: int, value: float) -> list[float]:
    return [value if i == at else old for i, old in enumerate(OURS)]


def test_what_is_new_and_what_is_revised_is_counted_apart(judge):
    found = judge([*replaced(4, 104.5), 106.0])
    assert found.added == ["2020-07"]
    assert [(one.at, one.before, one.after) for one in found.revised] == [("2020-05", "104", "104.5")]
    assert found.revised[0].size == pytest.approx(0.5 / 104) and found.flagged == []


def test_another_way_to_write_a_number_is_no_revision(judge):
    text = "month,x\n" + "".join(f"2020-0{i + 1},{value:.1f}\n" for i, value in enumerate(OURS))
    assert judge([], text=text).revised == []


# 2 percent of 100 is 2. One value of twelve keeps the share of revised history below a tenth.
LONG = [100.0] * 12


@pytest.mark.parametrize(("value", "flags"), [(102.0, 0), (102.01, 1)])
def test_a_revision_beyond_the_stated_bound_is_flagged(judge, value, flags):
    found = judge([*LONG[:-1], value], ours=LONG, today="2021-01-01")
    assert len(found.revised) == 1 and len(found.flagged) == flags


def test_a_revision_by_30_percent_passes_with_a_flag_and_one_beyond_is_refused(judge):
    assert len(judge([*LONG[:-1], 130.0], ours=LONG, today="2021-01-01").flagged) == 1
    with pytest.raises(DataError, match=r"x: 2020-12 was 100 and is 130\.1, a revision of 0\.301"):
        judge([*LONG[:-1], 130.1], ours=LONG, today="2021-01-01")


def test_a_history_revised_by_30_percent_is_refused_as_another_unit(judge):
    with pytest.raises(DataError, match=r"all 1\.3 times ours: unit or base has changed"):
        judge([1.3 * value for value in OURS])


def test_a_tenth_of_the_history_beyond_the_bound_passes_and_more_is_another_history(judge):
    ours = [100.0] * 20
    assert len(judge([*ours[:-2], 103.0, 104.0], ours=ours, today="2021-12-01").flagged) == 2
    with pytest.raises(DataError, match=r"3 of 20 values in common are revised by more than 0.02"):
        judge([*ours[:-3], 105.0, 103.0, 104.0], ours=ours, today="2021-12-01")


@pytest.mark.parametrize("factor", [0.8934, 10, 1000, 0.01])
def test_one_factor_for_all_values_is_a_unit_not_a_revision(judge, factor):
    with pytest.raises(DataError, match="unit or base has changed"):
        judge([factor * value for value in OURS])


def test_an_absolute_bound_is_in_the_unit_of_the_table(judge):
    about = {"scale": "absolute", "revision": 1.0, "refuse": 5.0}
    assert judge([*LONG[:-1], 101.0], ours=LONG, today="2021-01-01", **about).flagged == []
    assert len(judge([*LONG[:-1], 105.0], ours=LONG, today="2021-01-01", **about).flagged) == 1
    with pytest.raises(DataError, match=r"a revision of 5\.01 \(absolute\)"):
        judge([*LONG[:-1], 105.01], ours=LONG, today="2021-01-01", **about)


def test_a_bound_in_spreads_is_measured_by_the_committed_column(judge):
    ours = [1.0, 3.0] * 10  # standard deviation 1
    about = {"scale": "spread", "revision": 0.5, "refuse": 3.0}
    assert judge([*ours[:-1], 3.5], ours=ours, today="2021-12-01", **about).flagged == []
    assert len(judge([*ours[:-1], 3.51], ours=ours, today="2021-12-01", **about).flagged) == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            OURS[:-1],
            "x: ends in 2020-05, ours in 2020-06: the publisher's file is older than the table, or frozen",
        ),
        ([*OURS, 1, 106, 107], "2020-08 has a value, but today is 2020-07-15: a month to come"),
        ([*OURS[:-1], 0.0], r"x: 0 in 2020-06 lies outside the stated range \(0, inf\)"),
    ],
)
def test_what_cannot_be_is_refused(judge, values, says):
    with pytest.raises(DataError, match=says):
        judge(values)


def test_the_month_that_runs_may_have_a_value_and_the_next_may_not(judge):
    assert judge([*OURS, 106.0]).added == ["2020-07"]
    with pytest.raises(DataError, match="2020-08 has a value"):
        judge([*OURS, 106.0, 107.0])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: [*rows[:2], *rows[3:]], "2020-03 is skipped"),
        (lambda rows: [*rows, rows[-1]], "2020-06 appears twice"),
        (lambda rows: [rows[1], rows[0], *rows[2:]], "2020-01 comes after 2020-02"),
        (lambda rows: [*rows[:-1], "2020-6,105"], "'2020-6' is not a month"),
        (lambda rows: [*rows[:-1], "2020-06,ND"], "x: 'ND' in 2020-06 is not a number"),
        (lambda rows: [*rows[:-1], "2020-06,nan"], "x: 'nan' in 2020-06 is not a number"),
        (lambda rows: [*rows[:2], "2020-03,", *rows[3:]], "x: 2020-03 had a value and has none now"),
        (lambda rows: [], "the answer holds no row"),
    ],
)
def test_a_broken_calendar_or_cell_is_named(judge, world, change, says):
    head, *rows = world.monthly("2020-01", OURS).splitlines()
    with pytest.raises(DataError, match=re.escape(says)):
        judge([], text="\n".join([head, *change(rows)]))


@pytest.mark.parametrize(
    ("head", "says"),
    [("month,y", "x: the answer lacks this column"), ("month,x,y", "y: the table has no such")],
)
def test_a_renamed_or_an_added_column_is_named(judge, head, says):
    with pytest.raises(DataError, match=says):
        judge([], text=f"{head}\n2020-01,1{',2' if head.endswith('x,y') else ''}\n")


def test_what_the_publisher_no_longer_gives_is_no_loss(judge):
    found = judge(OURS[2:], first="2020-03")
    assert found.added == [] and found.revised == []


def test_a_joined_table_keeps_our_rows_our_text_and_takes_their_numbers(folder, world):
    folder.series("t", "month,x\n2020-01,100.0\n2020-02,101.0\n2020-03,102.0\n", refresh=world.LIMITS)
    manifest = folder.catalogue().manifest("t")
    ours = cells.of_file(manifest.csv.read_bytes(), manifest)
    theirs = cells.of_publisher(
        Parsed(
            "t",
            pd.DataFrame(
                {"x": ["101", "103", "104"]}, index=pd.Index(["2020-02", "2020-03", "2020-04"], name="month")
            ),
        ),
        ours,
    )
    assert (
        cells.to_bytes(cells.joined(ours, theirs))
        == b"month,x\n2020-01,100.0\n2020-02,101.0\n2020-03,103\n2020-04,104\n"
    )
    assert (
        cells.to_bytes(cells.joined(ours, theirs, "2020-04"))
        == b"month,x\n2020-01,100.0\n2020-02,101.0\n2020-03,102.0\n2020-04,104\n"
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"scale": "relative"}, "states scale and revision"),
        ({"scale": "log", "revision": 1}, "refresh.scale must be one of"),
        ({"scale": "relative", "revision": "2%"}, "refresh.revision must be a number"),
        ({"scale": "absolute", "revision": 1}, "refresh.refuse is missing"),
        ({"scale": "relative", "revision": 0.5}, "between 0 and refuse"),
        ({"scale": "relative", "revision": 0.1, "upper": 3}, "states scale and revision"),
    ],
)
def test_bounds_that_are_wrongly_stated_are_refused(raw, says):
    with pytest.raises(DataError, match=says):
        limits("series/t.yml", raw)


def test_no_bounds_are_no_error():
    assert limits("series/t.yml", None) is None


@pytest.mark.parametrize(
    ("text", "frequency", "day"),
    [
        ("2024-02", "monthly", "2024-02-29"),
        ("2023-12", "monthly", "2023-12-31"),
        ("2023Q4", "quarterly", "2023-12-31"),
        ("2023Q1", "quarterly", "2023-03-31"),
        ("2023", "annual", "2023-12-31"),
        ("2023-05-06", "daily", "2023-05-06"),
    ],
)
def test_the_last_day_of_a_period(text, frequency, day):
    assert last_day(text, frequency).isoformat() == day
