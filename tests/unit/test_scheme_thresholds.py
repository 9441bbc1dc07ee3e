"""Thresholds: cases solved by hand, the root put back in, and a waterfall written again without the package."""

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

TERMS = scheme.Terms(
    amount=550, signed=date(2025, 9, 4), deadline=date(2029, 1, 19), notice_days=45,
    split_before=0.5, split_after=0.1, deemed_rate=0.04,
)  # fmt: skip
ONE_YEAR = scheme.Project(cost=100.0, years=1, construction=1)
LONG = scheme.Project(cost=100.0, years=30, construction=3)


def test_two_payments_solved_by_hand():
    # Without deemed interest each country is due 100. Two payments of 100 give each half: Japan earns nothing, the project r
    # with 100 = 100 / (1 + r) + 100 / (1 + r)^2, the golden ratio.
    none, two = replace(TERMS, accrual="none"), replace(ONE_YEAR, years=2)
    assert_allclose(scheme.break_even_return(0.0, two, none), (1 + 5**0.5) / 2 - 1, atol=1e-8)
    # Two of 110: 55, then 45 of 90 and a tenth of the other 20, so 47. Both returns solve a quadratic.
    japan = (55 + (55**2 + 4 * 100 * 47) ** 0.5) / 200 - 1
    project = (110 + (110**2 + 4 * 100 * 110) ** 0.5) / 200 - 1
    assert_allclose(scheme.break_even_return(japan, two, none), project, atol=1e-8)


def test_all_cash_to_japan_needs_just_the_target():
    whole = replace(TERMS, split_before=1.0, split_after=1.0)
    for target in (-0.02, 0.0, 0.04, 0.11):
        assert_allclose(scheme.break_even_return(target, LONG, whole), target, atol=1e-8)


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.03, 0.08), st.integers(5, 40), st.sampled_from(["compound", "simple", "none"]))
def test_the_root_put_back_in_is_the_target(target, years, accrual):
    terms, project = replace(TERMS, accrual=accrual), replace(LONG, years=years)
    try:
        needed = scheme.break_even_return(target, project, terms)
    except SchemeError:
        assert scheme.japan_return(replace(project, return_=1.0), terms) < target
        return
    assert_allclose(scheme.japan_return(replace(project, return_=needed), terms), target, atol=1e-7)


def _by_hand(r: float, years: int, deemed: float) -> float:
    """Japan's return on a project called in three parts, date by date in plain numbers."""
    part = 100 / 3
    level = sum(part * (1 + r) ** (2 - k) for k in range(3)) * r / (1 - (1 + r) ** -years)
    due, flows = 0.0, []
    for t in range(3 + years):
        due *= 1 + deemed
        cash = level if t >= 3 else 0.0
        first = min(cash, due / 0.5)
        due += (part if t < 3 else 0.0) - 0.5 * first
        flows.append(0.5 * first + 0.1 * (cash - first) - (part if t < 3 else 0.0))
    low, high = -0.5, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(c / (1 + middle) ** t for t, c in enumerate(flows)) > 0 else (low, middle)
    return low


def _solved_by_hand(target: float, years: int, deemed: float) -> float:
    low, high = 0.001, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _by_hand(middle, years, deemed) < target else (low, middle)
    return low


@pytest.mark.parametrize("years", [15, 20, 30, 40])
@pytest.mark.parametrize("deemed", [0.04, 0.06])
def test_the_published_cases_by_a_second_waterfall(years, deemed):
    found = scheme.break_even_return(deemed, replace(LONG, years=years), replace(TERMS, deemed_rate=deemed))
    assert_allclose(found, _solved_by_hand(deemed, years, deemed), atol=1e-8)


def test_reading_it_off_a_grid_would_have_been_wrong():
    # The grid of half points that the first edition read its thresholds off: the kink lies between two of its points.
    grid = np.arange(0.0, 0.2001, 0.005)
    read_off = np.interp(0.04, [scheme.japan_return(replace(LONG, return_=r), TERMS) for r in grid], grid)
    assert read_off - scheme.break_even_return(0.04, LONG, TERMS) > 5e-4


def test_what_cannot_be_reached_is_refused():
    with pytest.raises(SchemeError, match="out of reach"):
        scheme.break_even_return(0.9, LONG, TERMS)
    with pytest.raises(SchemeError, match="no single return"):
        scheme.japan_return(replace(LONG, hazard=0.01), TERMS)


@pytest.mark.parametrize("floor", ["scheme", "transmission", "claims"])
def test_no_published_number_of_the_package_is_read_off_a_grid(floor):
    # Estimators below may interpolate tables of critical values; what these floors return is published as it is.
    root = Path(scheme.__file__).parents[1] / floor
    found = [
        f"{path.name}, line {node.lineno}"
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.Name) and getattr(node, "attr", getattr(node, "id", "")) in BETWEEN_POINTS
    ]
    assert not found, f"solve for the threshold (scipy.optimize.brentq) in {found}"
