"""What is wrong in a CSV is said with file, line, column and value; what is right is read exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data.series.periods import compress, expand, label, ordinal, to_index
from analysis.data.store.manifest import from_mapping
from analysis.data.store.reader import measure, read
from analysis.errors import DataError

GOOD = "month,a,b\n2020-01,1,\n2020-02,,0.1\n2020-03,3,1e-3\n"


@pytest.fixture
def table(folder):
    """Read a text under the manifest of GOOD, without comparing counts."""
    import yaml

    path = folder.series("t", GOOD)
    manifest = from_mapping(yaml.safe_load(path.read_text("utf-8")), path)
    return lambda text, counts=False: read(
        text if isinstance(text, bytes) else text.encode(), manifest, counts
    )


def test_numbers_are_read_to_the_last_bit_and_empty_is_missing(table):
    frame = table(GOOD, counts=True)
    assert isinstance(frame.index, pd.PeriodIndex) and frame.index.freqstr == "M"
    assert (frame.dtypes == np.float64).all()
    assert frame["b"].iloc[1] == 0.1 and frame["b"].iloc[2] == 1e-3
    assert frame["a"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            GOOD.replace("2020-02", "2020-2"),
            r"data/series/t\.csv, line 3: '2020-2' is not a month written YYYY-MM",
        ),
        (GOOD.replace("2020-02", "2020-13"), r"line 3: '2020-13' is not a month"),
        (GOOD.replace("2020-02", "２020-02"), "line 3: .* is not a month"),
        (GOOD.replace("2020-02", ""), "line 3: the key month is empty"),
        (GOOD.replace("2020-02", "2020-01"), "line 3: 2020-01 appears already in line 2; keep one"),
        (GOOD.replace("2020-03", "2020-01"), "line 4: 2020-01 appears already in line 2"),
        (GOOD.replace("2020-01", "2020-04"), "line 3: 2020-02 comes after 2020-04; sort the rows by month"),
        (GOOD.replace("2020-03", "2020-05"), r"line 4: 2020-03\.\.2020-04 is skipped"),
        (GOOD.replace("0.1", "0,1"), "line 3: 4 cells where the header has 3"),
        ("month,a,b\n2020-01,1,\n2020-02,2\n", "line 3: 2 cells where the header has 3"),
        ("month,a,b\n2020-01,1,,\n2020-02,2,,\n", "line 2: 4 cells where the header has 3"),
        ("month,a,b\n2020-01,1,\n\n2020-02,2,\n", "line 3: 0 cells"),
        (GOOD.replace("month,a", "month,c"), r"line 1: the columns are \['c', 'b'\]"),
        (GOOD.replace("month,a,b", "month,a,a"), "line 1: the column 'a' appears twice"),
        (GOOD.replace("month,", "date,"), "line 1: no index column 'month'"),
        (b"\xef\xbb\xbf" + GOOD.encode(), "line 1: no index column 'month'"),
        (GOOD.encode().replace(b"0.1", b"\xff"), "line 3: not UTF-8"),
    ],
)
def test_a_malformed_file_is_refused_at_its_line(table, text, message):
    with pytest.raises(DataError, match=message):
        table(text)


NO_NUMBERS = [
    "n.a.",
    "nan",
    "NaN",
    "NA",
    "null",
    "inf",
    "-inf",
    "1_000",
    "0x10",
    " 1",
    "1 ",
    "1%",
    "True",
    "-",
    "1e",
    "１",
]


@pytest.mark.parametrize("cell", NO_NUMBERS)
def test_a_cell_that_is_not_a_number_is_named(table, cell):
    with pytest.raises(DataError, match=r"line 3, column b: .* is not a number") as caught:
        table(GOOD.replace("0.1", cell))
    assert repr(cell) in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "kept"), [("1.7976931348623157e308", 1.7976931348623157e308), ("-1e308", -1e308)]
)
def test_the_largest_doubles_are_numbers(table, cell, kept):
    assert table(GOOD.replace("0.1", cell))["b"].iloc[1] == kept


@pytest.mark.parametrize("cell", ["1.8e308", "1e400", "-1e400"])
def test_a_number_beyond_the_largest_double_is_named_and_no_infinity(table, cell):
    with pytest.raises(DataError, match=f"line 3, column b: '{cell}' is beyond the largest number"):
        table(GOOD.replace("0.1", cell))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=3, max_size=3))
def test_the_shortest_form_of_a_double_reads_back_as_that_double(table, values):
    rows = [f"2020-{month:02d},{value!r},{value!r}" for month, value in enumerate(values, 1)]
    assert table("\n".join(["month,a,b", *rows]) + "\n")["a"].tolist() == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + "2020-04,4,\n", "4 rows, not 3"),
        (GOOD.replace("2020-01,1,", "2020-01,,"), "column a: first is 2020-03, not 2020-01"),
        (GOOD.replace("2020-02,,", "2020-02,2,"), "column a: nobs is 3, not 2"),
        (GOOD.replace("2020-03,3,1e-3", "2020-03,,1e-3"), "column a: last is 2020-01, not 2020-03"),
    ],
)
def test_counts_that_differ_from_the_manifest_are_refused(table, text, message):
    with pytest.raises(DataError, match=message):
        table(text, counts=True)


def test_missing_months_must_be_the_recorded_ones(folder):
    text = "month,a\n2020-01,1\n2020-02,\n2020-03,3\n2020-04,4\n"
    path = folder.series("t", text)
    path.write_text(path.read_text("utf-8").replace("- 2020-02", "- 2020-03"), "utf-8")
    with pytest.raises(DataError, match=r"missing inside the sample are \['2020-02'\], not \['2020-03'\]"):
        folder.catalogue().load("t_a")


@pytest.mark.parametrize(
    ("frequency", "text", "index"),
    [
        ("quarterly", "quarter,a\n2020Q4,1\n2021Q1,2\n", pd.PeriodIndex(["2020Q4", "2021Q1"], freq="Q")),
        ("annual", "year,a\n2020,1\n2021,2\n", pd.PeriodIndex(["2020", "2021"], freq="Y")),
        ("daily", "date,a\n2020-02-28,1\n2020-03-02,2\n", pd.DatetimeIndex(["2020-02-28", "2020-03-02"])),
    ],
)
def test_each_frequency_has_its_own_index(folder, frequency, text, index):
    folder.series("t", text, frequency=frequency)
    found = folder.catalogue().load("t_a").index
    assert type(found) is type(index) and list(found) == list(index)


def test_a_day_that_does_not_exist_is_refused(folder):
    folder.series(
        "t",
        "date,a\n2020-02-28,1\n2020-02-30,2\n",
        frequency="daily",
        columns={"a": {"title": "A", "unit": "u"}},
    )
    with pytest.raises(DataError, match="line 3: '2020-02-30' is not a day of the calendar"):
        folder.catalogue().table("t")


def test_decisions_keep_their_keys_and_count_by_the_first_date_known(folder):
    text = "decided,effective_date,decision_date,rate,why\nx,2020-01-02,,1,\ny,,2020-02-03,2,see note\n"
    columns = {
        "decided": {"title": "d"},
        "rate": {"title": "r", "unit": "%", "first": "2020-01-02", "last": "2020-02-03", "nobs": 2},
        "why": {"title": "w"},
    }
    keys = ["effective_date", "decision_date"]
    folder.series("t", text, frequency="decisions", index=keys, columns=columns)
    frame = folder.catalogue().table("t")
    assert frame["decision_date"].tolist() == [pd.NaT, pd.Timestamp("2020-02-03")]
    assert frame["rate"].tolist() == [1.0, 2.0] and pd.isna(frame["why"].iloc[0])
    folder.series(
        "u", text.replace("2020-02-03", "3 Feb 2020"), frequency="decisions", index=keys, columns=columns
    )
    with pytest.raises(DataError, match="line 3: '3 Feb 2020' is not a date written YYYY-MM-DD"):
        folder.catalogue().table("u")


def test_a_key_of_facts_must_be_filled_and_unique(folder):
    folder.facts("twice", "id,x\na,1\nb,2\na,3\n", numeric=("x",))
    folder.facts("empty", "id,x\na,1\n,2\n", numeric=("x",))
    store = folder.catalogue()
    with pytest.raises(DataError, match=r"facts/twice\.csv, line 4: a appears already in line 2"):
        store.table("twice")
    with pytest.raises(DataError, match=r"line 3: the key id is empty"):
        store.table("empty")


def test_text_in_a_facts_table_stays_text(folder):
    folder.facts("f", 'id,x,note\na,1,007\nb,,"NA, nan"\n', numeric=("x",))
    frame = folder.catalogue().table("f")
    assert frame["note"].tolist() == ["007", "NA, nan"]
    assert frame["x"].dtype == np.float64 and np.isnan(frame["x"].iloc[1])


FREQUENCY = st.sampled_from(["monthly", "quarterly", "annual", "daily"])


@given(FREQUENCY, st.integers(min_value=1900 * 12, max_value=2100 * 12))
def test_a_label_and_its_number_are_one(frequency, number):
    if frequency == "quarterly":
        number //= 3
    if frequency == "annual":
        number //= 12
    if frequency == "daily":
        number += 690_000
    text = label(number, frequency)
    assert ordinal(text, frequency) == number
    found = to_index(np.array([number]), frequency)[0]
    assert (found.date().isoformat() if frequency == "daily" else str(found)) == text


@given(st.sets(st.integers(min_value=24_000, max_value=24_060)))
def test_ranges_hold_what_they_were_made_from(numbers):
    written = compress(sorted(numbers), "monthly")
    assert expand(tuple(written), "monthly") == sorted(numbers)
    assert len(written) == sum(n - 1 not in numbers for n in numbers)  # no range could be longer


def test_measure_of_an_empty_column_is_no_coverage(table, folder):
    import yaml

    path = folder.root / "series" / "t.yml"
    manifest = from_mapping(yaml.safe_load(path.read_text("utf-8")), path)
    frame = table("month,a,b\n2020-01,,1\n")
    assert measure(frame, manifest, "a") == {"first": None, "last": None, "nobs": 0, "missing": []}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("\n", "\r"), "lines end with CR alone"),
        ("month,a,b\n", "no rows"),
        ("month,a,b", "no rows"),
        (GOOD.replace("0.1", "True"), "line 3, column b: 'True' is not a number"),
    ],
)
def test_old_line_ends_a_header_alone_and_booleans_are_refused_by_name(table, text, message):
    with pytest.raises(DataError, match=message):
        table(text)
