"""Thresholds: cases solved by hand, the root put back in, and a waterfall written again without the
package."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.errors import SchemeError
from analysis.report.rules.code import BETWEEN_POINTS

#: Interest from the first year of operation, so that the sums below can be done by hand.
TERMS = scheme.Terms(
    amount=550, signed=date(2025, 9, 4), deadline=date(2029, 1, 19), notice_days=45,
    split_before=0.5, split_after=0.1, deemed_rate=0.04, accrues_from="operation",
)  # fmt: skip
ONE_YEAR = scheme.Project(cost=100.0, years=1, construction=1)
LONG = scheme.Project(cost=100.0, years=30, construction=3)


def test_two_payments_solved_by_hand():
    # Without deemed interest each country is due 50 a year. Two payments of 100 give each half: Japan earns
    # nothing, the project r with 100 = 100 / (1 + r) + 100 / (1 + r)^2, the golden ratio.
    none, two = replace(TERMS, deemed_rate=0.0), replace(ONE_YEAR, years=2)
    assert_allclose(scheme.break_even_return(0.0, two, none), (1 + 5**0.5) / 2 - 1, atol=1e-8)
    # Two of 110. Yearly: 50 and a tenth of the other 10, so 51 twice.
    japan = (51 + (51**2 + 4 * 100 * 51) ** 0.5) / 200 - 1
    project = (110 + (110**2 + 4 * 100 * 110) ** 0.5) / 200 - 1
    assert_allclose(scheme.break_even_return(japan, two, none), project, atol=1e-8)
    # Once for all: 55, then 45 of 90 and a tenth of the other 20, so 47.
    japan = (55 + (55**2 + 4 * 100 * 47) ** 0.5) / 200 - 1
    assert_allclose(
        scheme.break_even_return(japan, two, replace(none, test="cumulative")), project, atol=1e-8
    )


def test_all_cash_to_japan_needs_just_the_target():
    whole = replace(TERMS, split_before=1.0, split_after=1.0)
    for target in (-0.02, 0.0, 0.04, 0.11):
        assert_allclose(scheme.break_even_return(target, LONG, whole), target, atol=1e-8)


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.03, 0.08), st.integers(5, 40), st.sampled_from(list(scheme.alternatives(TERMS))))
def test_the_root_put_back_in_is_the_target(target, years, reading):
    terms, project = scheme.alternatives(TERMS)[reading], replace(LONG, years=years)
    try:
        needed = scheme.break_even_return(target, project, terms)
    except SchemeError:
        assert scheme.japan_return(replace(project, return_=1.0), terms) < target
        return
    assert_allclose(scheme.japan_return(replace(project, return_=needed), terms), target, atol=1e-7)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.0, 0.05), st.floats(0.06, 0.2))
def test_the_split_put_back_in_is_the_target(target, r):
    project = replace(LONG, return_=r)
    part = scheme.break_even_split(target, project, TERMS)
    assert_allclose(scheme.japan_return(project, replace(TERMS, split_before=part)), target, atol=1e-6)


def _annuity(cost: float, r: float, n: int) -> float:
    return cost / sum((1 + r) ** -t for t in range(1, n + 1))


@pytest.mark.parametrize("years", [15, 20, 30, 40])
@pytest.mark.parametrize("deemed", [0.04, 0.06])
def test_what_pays_the_deemed_rate_by_plain_sums(years, deemed):
    # Under the formula as printed the second split starts above 2 (i + 1 / n) of the amount. If twice the
    # annuity at the deemed rate is less than that, all cash is halved: the project has to pay twice the
    # annuity, whatever the reading of the rest.
    calls = [100 / 3] * 3
    worth = sum(c * (1 + deemed) ** (2 - t) for t, c in enumerate(calls))  # at the last call
    yearly = 2 * _annuity(worth, deemed, years)
    assert yearly < 2 * 100 * (deemed + 1 / years)
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        earned = _annuity(sum(c * (1 + middle) ** (2 - t) for t, c in enumerate(calls)), middle, years)
        low, high = (middle, high) if earned < yearly else (low, middle)
    found = scheme.break_even_return(deemed, replace(LONG, years=years), replace(TERMS, deemed_rate=deemed))
    assert_allclose(found, low, atol=1e-8)


@pytest.mark.parametrize("years", [15, 30])
def test_the_whole_amount_is_reached_where_cash_is_twice_what_falls_due(years):
    # As printed, without interest of construction: level cash of 2 (i + 1 / n) of the amount, and not a
    # millionth less.
    found = scheme.full_amount_return(replace(LONG, years=years), TERMS)
    calls = [100 / 3] * 3

    def earned(r):
        return _annuity(sum(c * (1 + r) ** (2 - t) for t, c in enumerate(calls)), r, years)

    assert_allclose(earned(found), 2 * 100 * (0.04 + 1 / years), rtol=1e-8)
    # As a loan, the whole is what the deemed rate asks: the two thresholds are one.
    loan = replace(
        TERMS,
        test="cumulative",
        interest_balance="declining",
        carry_forward="with_interest",
        accrues_from="call",
    )
    assert_allclose(
        scheme.full_amount_return(LONG, loan), scheme.break_even_return(0.04, LONG, loan), atol=1e-8
    )


def test_reading_it_off_a_grid_would_have_been_wrong():
    # The grid of half points that the first edition read its thresholds off: the kink lies between two of its
    # points.
    loan = replace(
        TERMS,
        test="cumulative",
        interest_balance="declining",
        carry_forward="with_interest",
        accrues_from="call",
    )
    grid = np.arange(0.0, 0.2001, 0.005)
    read_off = np.interp(0.04, [scheme.japan_return(replace(LONG, return_=r), loan) for r in grid], grid)
    assert read_off - scheme.break_even_return(0.04, LONG, loan) > 5e-4


def test_what_cannot_be_reached_is_refused():
    with pytest.raises(SchemeError, match="out of reach"):
        scheme.break_even_return(0.9, LONG, TERMS)
    with pytest.raises(SchemeError, match="no single return"):
        scheme.japan_return(replace(LONG, hazard=0.01), TERMS)
    with pytest.raises(SchemeError, match="not of 2"):
        scheme.japan_return(replace(LONG, return_=np.array([0.1, 0.2])), TERMS)


@pytest.mark.parametrize("floor", ["scheme", "transmission", "claims"])
def test_no_published_number_of_the_package_is_read_off_a_grid(floor):
    # Estimators below may interpolate tables of critical values; what these floors return is published as it
    # is.
    root = Path(scheme.__file__).parents[1] / floor
    found = [
        f"{path.name}, line {node.lineno}"
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.Name)
        and getattr(node, "attr", getattr(node, "id", "")) in BETWEEN_POINTS
    ]
    assert not found, f"solve for the threshold (scipy.optimize.brentq) in {found}"
