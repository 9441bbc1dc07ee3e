"""The state's view: sums that must close, bounds of the commercial test, a cap by hand."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.scheme import exposure, state
from analysis.scheme.book import Book

CASE = scheme.case()
BOOK = scheme.selected()


def test_what_everybody_has_of_a_project_is_what_it_is_worth():
    found = state.bearers(CASE, {"planned": (0.06, 0.0, None), "overrun": (0.06, 0.5, None)})
    d = CASE.discount
    calls = sum(100 / 3 / (1 + d) ** t for t in range(3))
    for name, planned in (("planned", 100.0), ("overrun", 100 / 1.5)):
        grown = sum(planned / 3 * 1.06 ** (2 - t) for t in range(3))
        level = grown * 0.06 / (1 - 1.06**-30)
        cash = sum(level / (1 + d) ** t for t in range(3, 33))
        assert found.loc[name].sum() == pytest.approx(cash - calls, rel=1e-9)
    assert (found["United States"] > 0).all() and (found[["insurer", "state bank and equity"]] < 0).all(
        axis=None
    )
    assert found.loc["planned", "insurer"] + found.loc["planned", "state bank and equity"] == pytest.approx(
        -exposure.ordinary_loss(
            replace(CASE, return_=0.06), Book(("x",), ({"minerals": 1.0},), np.array([100.0]))
        )
    )


def test_the_grid_pays_less_gets_and_agrees_with_the_one_calculation():
    grid = state.grid(CASE, BOOK, returns=(0.06, 0.12))
    assert_allclose(grid["pays"] - grid["gets"], grid["expected"])
    assert grid.loc[(0.06, "as project finance"), "expected"] == pytest.approx(
        exposure.expected_loss(CASE, BOOK), rel=1e-12
    )
    assert (grid["expected"] <= grid["99 %"]).all() and (grid["99 %"] <= grid["beyond"]).all()
    assert (grid["expected"].unstack().diff(axis=0).iloc[1:] < 0).all(axis=None), (
        "a better project costs the state less"
    )
    by_chance = grid["expected"].unstack()[list(scheme.failures())]
    assert (by_chance.diff(axis=1).iloc[:, 1:] > 0).all(axis=None), "failures cost"


@pytest.mark.parametrize("test", ["project", "share"])
def test_a_project_is_funded_just_above_what_the_test_asks_and_not_just_below(test):
    one = Book(("x",), ({"gas_power": 1.0},), np.array([10.0]))
    if test == "project":
        edge = float(CASE.terms.deemed_rate)
    else:
        edge = scheme.break_even_return(
            float(CASE.terms.deemed_rate), scheme.Project(years=30, construction=3), CASE.terms
        )
    above, below = (state.funded(replace(CASE, return_=edge + by), one, test) for by in (1e-6, -1e-6))
    assert above is not None and above.total == 10 and below is None
    low = replace(CASE, return_=edge - 1e-6)
    assert state.commercial_saves(low, one, test) == pytest.approx(
        exposure.expected_loss(low, one), rel=1e-12
    )
    assert state.commercial_saves(replace(CASE, return_=edge + 1e-6), one, test) == 0


def test_a_cap_by_hand():
    # 109 in two years is 54.5 a year; at most 20 a year takes five years of 20 and one of 9.
    def factor(calls):
        return sum(amount / 1.046**t for t, amount in enumerate(calls)) / 109

    case = replace(CASE, discount=0.046)
    saved = (1 - factor([20] * 5 + [9]) / factor([54.5, 54.5])) * exposure.expected_loss(case, BOOK)
    assert state.cap_saves(case, BOOK, 2.0, 20.0) == pytest.approx(saved, rel=1e-9)


def test_projects_that_run_pay_from_the_next_date_on_and_less_if_they_cost_more():
    book = Book(("a", "b"), ({"x": 1.0}, {"y": 1.0}), np.array([10.0, 30.0]), copies=2)
    paid = state.running_receipts(replace(CASE, overruns={"y": 0.5}), book)
    # For 1, by hand: planned cost in three calls grown at 6 percent, half of the level cash of thirty years.
    grown = sum(1 / 3 * 1.06**k for k in range(3))
    half = 0.5 * grown * 0.06 / (1 - 1.06**-30)
    assert paid[0] == 0.0 and paid[1] > 0, "nothing is waited for"
    assert_allclose(paid[1:31], 2 * (10 * half + 30 * half / 1.5), rtol=1e-12)
    assert_allclose(paid[31:], 0.0)
    # Taken until 80 is filled, by a loop.
    left, worth = 80.0, 0.0
    for t, receipt in enumerate(paid):
        part = min(receipt, left)
        left, worth = left - part, worth + part / (1 + CASE.discount) ** t
    found = scheme.refuse(scheme.Refusal(call=80.0), paid, CASE.discount)
    assert found.distributions == pytest.approx(worth, rel=1e-12)
