"""What the page on the state's view arranges, on numbers worked by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis import data, scheme
from analysis.chapters.state_view import figures, frames, sentences, tables
from analysis.errors import NotebookError
from analysis.scheme import calibration

CASE = scheme.case()


def test_the_cases_differ_in_the_planned_return_alone():
    cases = frames.by_return(CASE)
    assert [case.return_ for case in cases.values()] == list(calibration.RETURNS)
    assert cases[f"{100 * CASE.return_:.0f} %"] == CASE


def test_another_text_leaves_the_case_as_it_was():
    changed = frames.reworded(CASE, split_after=0.5)
    assert changed.terms.split_after == 0.5 != CASE.terms.split_after
    assert frames.reworded(changed, split_after=CASE.terms.split_after) == CASE


def test_the_state_bears_what_insurer_and_bank_lose():
    row = pd.Series({"United States": 40.0, "banks": 1.0, "insurer": -10.0, "state bank and equity": -15.5})
    assert frames.lost_by_state(row) == 25.5


def test_the_tail_is_set_against_the_expected_loss():
    found = SimpleNamespace(expected=10.0, quantile=lambda q: 100 * q, shortfall=lambda q: 150 * q)
    row = frames.tails({"book": found}).loc["book"]
    assert row.to_dict() == pytest.approx({
        "Expected": 10.0, "95 %": 95.0, "99 %": 99.0, "Mean beyond 99 %": 148.5, "99 % above expected": 89.0,
    })  # fmt: skip


def test_a_loss_is_shared_by_households_and_years_at_the_rate_of_the_case():
    households = float(data.table("calibration").set_index("id").loc["households", "value"])
    free = scheme.case(discount=0.0)
    each = frames.people((households, 0.0), gdp=10 * households, case=free, yen=150.0)["Expected loss"]
    years = free.construction + free.years
    assert each.tolist() == pytest.approx([10.0, 1000.0, 1000 / years, 150 / years])


def test_a_root_that_does_not_exist_is_none():
    shown = tables.turns(["a", "b"], [0.0725, np.nan])
    assert shown["Percent at which the loss is zero"].tolist() == ["7.2", "none"]


def test_the_share_of_reactors_is_by_amount():
    book = SimpleNamespace(
        amounts=(30.0, 10.0), sectors=({"nuclear": 0.5, "gas_power": 0.5}, {"gas_power": 1.0}), total=60.0
    )
    assert frames.reactors(book) == 0.25


def test_what_a_step_adds_is_added_to_the_expected_loss():
    table = tables.slopes(pd.Series({"step": -2.5}), 100.0)
    assert table.loc["step"].tolist() == [-2.5, 97.5]


def test_a_row_is_cut_to_the_shape_of_the_table():
    columns = ["pays", "other", "gets", "expected", "99 %"]
    index = pd.MultiIndex.from_tuples([(0.04, "none"), (0.12, "none")])
    table = tables.grid(pd.DataFrame([range(5), range(5, 10)], index, columns))
    assert table.loc[("12 %", "none")].to_dict() == {"pays": 5, "gets": 7, "expected": 8, "99 %": 9}


def test_gains_and_losses_are_stacked_to_both_sides_of_zero():
    who = pd.DataFrame({"a": [3.0], "b": [-1.0], "c": [2.0], "d": [-4.0]}, index=["project"])
    fig = figures.draw_bearers(who)
    bars = [(bar.get_x(), bar.get_width()) for bar in fig.axes[0].patches]
    assert bars == [(0.0, 3.0), (0.0, -1.0), (3.0, 2.0), (-1.0, -4.0)]


def test_a_premium_that_saves_a_twentieth_when_passed_on_stops_the_page():
    sentences.hold_premiums(needed=0.05, dearest=4.0, back=50.0, paid=60.0, passed=0.9, borne=-20.0)
    with pytest.raises(NotebookError, match="comes back as a claim"):
        sentences.hold_premiums(needed=0.05, dearest=4.0, back=50.0, paid=60.0, passed=1.0, borne=-20.0)


def test_a_choice_of_projects_that_matters_three_times_as_much_stops_the_page():
    planned = pd.Series({"banks": 1.0, "insurer": -1.0})
    fewest, most = pd.Series([40.0, 20.0, 9.0]), pd.Series([50.0, 30.0, 19.0])
    sentences.hold_failures(fewest, most, planned)  # 31 against three times 10
    a_step = np.array([0, 0, 1])  # the fall is now thirty, three times ten
    with pytest.raises(NotebookError, match="What decides is which projects are chosen"):
        sentences.hold_failures(fewest + a_step, most + a_step, planned)
