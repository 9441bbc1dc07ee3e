"""Numbers, dates and calendars as publishers write them, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.providers import cells, eras
from analysis.data.providers.base import ProviderError
from analysis.data.providers.spec import Series, Spec


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("193.7", "193.7"), ("0.10000", "0.1"), ("102.0", "102"), (" 320.900 ", "320.9"), ("1,506", "1506"),
         ("-1,234,567.80", "-1234567.8"),
        ("+7", "7"), (".5", "0.5"), ("5.", "5"), ("007", "7"), ("-0.0", "0"), ("-0", "0"), ("1e3", "1000"),
         ("2.5E-1", "0.25"),
        ("-1.5e2", "-150"), ("29298000000000", "29298000000000"), ("9" * 24, "9" * 24),
    ],
)  # fmt: skip
def test_numbers(cell, number):
    assert cells.read(cell) == number


@pytest.mark.parametrize(
    "cell", ["", " ", ".", "-", "--", "NaN", "ND", "N/A", "n.a.", "...", "…", "***", "null", "\u3000-\u3000"]
)
def test_marks_of_missing_values(cell):
    assert cells.read(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "inf",
        "-inf",
        "1_000",
        "0x10",
        "1,50",
        "12,34,567",
        ",5",
        "1.2.3",
        "1 000",
        "1e",
        "e5",
        "--5",
        "５",
        "٣",
        "5%",
        "$5",
        "1e999",
        "1e24",
        "9" * 25,
        "9" * 60,
        "about 5",
    ],
)
def test_what_is_no_number(cell):
    with pytest.raises(ValueError, match=r"is not a number|digits before"):
        cells.read(cell)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**15), max_value=10**15))
def test_no_digit_is_lost(value):
    for written in (f"{value:f}", f"{value:,f}", f"{value:e}"):
        try:
            number = cells.read(written)
        except ValueError:
            assert len(written) > 48 or "e" in written
            continue
        assert Decimal(number) == value
        assert number == str(value.normalize().__format__("f")) or value == 0
        assert cells.read(number) == number


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [("102", 1, "102.0"), ("68.46", 1, "68.46"), ("1.5", 3, "1.500"), ("7", 0, "7")],
)
def test_at_least_so_many_decimals(number, decimals, text):
    assert cells.write(number, decimals) == text


def test_rounding_is_half_to_even():
    assert [cells.rounded(Decimal(x), 2) for x in ("0.125", "0.135", "-0.005", "1.6300000000000001")] == [
        "0.12",
        "0.14",
        "0",
        "1.63",
    ]
    assert [cells.significant(Decimal(x), 3) for x in ("12345", "0.0012345", "99950", "0", "-1.005")] == [
        "12300",
        "0.00123",
        "100000",
        "0",
        "-1",
    ]


def spec(frequency="monthly", **more):
    return Spec("t", frequency, "month", ("a", "b"), (Series("a", "A"), Series("b", "B")), **more)


def test_empty_ends_are_left_out_and_inner_gaps_stay():
    columns = {
        "a": {"2020-02": "", "2020-03": "1", "2020-04": "", "2020-05": "2", "2020-06": ""},
        "b": {"2020-03": "9"},
    }
    frame = cells.assemble("p", spec(), columns)
    assert list(frame.index) == ["2020-03", "2020-04", "2020-05"]
    assert frame.to_numpy().tolist() == [["1", "9"], ["", ""], ["2", ""]]


def test_a_skipped_month_is_refused_or_filled():
    columns = {"a": {"2019-12": "1", "2020-02": "2"}, "b": {}}
    with pytest.raises(ProviderError, match=r"^p: t: 2020-01 is skipped"):
        cells.assemble("p", spec(), columns)
    assert cells.assemble("p", spec(), columns, gaps=True)["a"].tolist() == ["1", "", "2"]


def test_the_first_period_bounds_the_table():
    columns = {"a": {"2019-12": "1", "2020-01": "2"}, "b": {}}
    assert list(cells.assemble("p", spec(first="2020-01"), columns).index) == ["2020-01"]
    with pytest.raises(ProviderError, match="no values for the span"):
        cells.assemble("p", spec(first="2020-02"), columns)


def test_numbers_are_divided_and_the_series_named():
    assert cells.convert("p", Series("a", "A", divide=1000, decimals=1), {"x": "11,993", "y": "."}) == {
        "x": "11.993",
        "y": "",
    }
    with pytest.raises(ProviderError, match=r"^p: A: x: 'k' is not a number"):
        cells.convert("p", Series("a", "A"), {"x": "k"})


@pytest.mark.parametrize(
    ("text", "year"),
    [("平成3年", 1991), ("平成元年", 1989), ("令和元年4～6月", 2019), ("令和８年", 2026), ("昭和64年", 1989),
    ("明治45年", 1912), ("大正1年", 1912),
     ("2005年", None), ("", None), ("平成", None)],
)  # fmt: skip
def test_years_of_eras(text, year):
    assert eras.year(text) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("R8.8.19", date(2026, 8, 19)),
        ("S49.9.24", date(1974, 9, 24)),
        ("H1.1.9", date(1989, 1, 9)),
        ("1974/9/24", date(1974, 9, 24)),
        ("Ｒ８.８.１９", date(2026, 8, 19)),
        ("R8.2.30", None),
        ("X8.1.1", None),
        ("0/0/0", None),
        ("1974/13/1", None),
        ("※", None),
    ],
)
def test_days_of_eras(text, day):
    assert eras.day(text) == day
