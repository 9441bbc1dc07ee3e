"""How a number is written is decided in one place."""

import pytest

from analysis.claims.decide import number
from analysis.numerals import MINUS, fixed
from analysis.quantities.number import Quantity
from analysis.report.author import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (9999.4, 0, "9999"),
        (9999.6, 0, "10,000"),
        (12345.678, 1, "12,345.7"),
        (-0.004, 2, "0.00"),
        (-0.006, 2, f"{MINUS}0.01"),
        (-1234567, 0, f"{MINUS}1,234,567"),
    ],
)
def test_groups_begin_at_five_digits_and_zero_has_no_sign(value, decimals, written):
    assert fixed(value, decimals) == written == str(numbers.fixed(value, decimals))
    assert Quantity("a", value, "yen", decimals).number == written


def test_a_verdict_writes_three_significant_digits_in_the_same_way():
    assert number(-0.01234) == f"{MINUS}0.0123" and number(1.5) == "1.5"
    assert number(-12345.4) == f"{MINUS}12,345" and number(99.96) == "100"
    assert number(-1e-9) == "0"
