"""What the explorer page says of one project: by hand, against the engine's other callers, and what is sent
to the page."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.report.author import explorer_scheme as page
from analysis.scheme import state
from analysis.scheme.exposure import OFF

BASE = page.base()


def test_a_project_by_hand():
    # 100 called at once, returned at nothing over ten years: ten a year, 2 + 10 due to each at two percent,
    # five received.
    chosen = page.Choice(returned=0, years=10, construction=1, deemed=2.0, discount=0.0)
    years = page.by_year(chosen)
    assert_allclose(years["called"], [100] + [0] * 11)
    assert_allclose(years["cash"], [0] + [10] * 10 + [0])
    assert_allclose(years["united_states"], [0] + [5] * 10 + [0])
    assert_allclose(years["due"], [0] + [12] * 10 + [0])
    assert_allclose(years["carried"], [0] + [7.0 * k for k in range(1, 11)] + [70])
    found = page.totals(chosen)
    assert_allclose([found["deemed"], found["received"], found["lost"]], [120, 50, 70])
    assert found["worth_japan"] == pytest.approx(-50) and found["worth_united_states"] == pytest.approx(50)
    # Loans of a documented third less equity, and of two thirds, are owed more than the five that Japan has
    # each year.
    assert years["equity"].sum() == pytest.approx(0, abs=1e-9)
    assert found["worth_equity"] == pytest.approx(-1.5)


def test_an_overrun_takes_from_the_cash_and_not_from_the_sum_called():
    plain, above = page.by_year(BASE), page.by_year(replace(BASE, overrun=25.0))
    assert above["called"].sum() == pytest.approx(page.CALLED) == plain["called"].sum()
    assert_allclose(above["cash"], plain["cash"] / 1.25)


def test_a_failure_leaves_its_part_of_the_planned_cost_a_year_later():
    fails = replace(BASE, failure=page.FAILS, lived=10, recovery=40.0, overrun=25.0)
    cash = page.by_year(fails)["cash"]
    assert np.count_nonzero(cash) == 11
    # Ten years at dates 3 to 12, an idle one, then forty percent of 80.
    assert cash[13] == 0 and cash[14] == pytest.approx(32)
    assert_allclose(
        page.by_year(replace(fails, failure=page.NEVER, lived=0)), page.by_year(replace(fails, lived=30))
    )


@pytest.mark.parametrize(
    "changes", [{}, dict(returned=12.0), dict(failure=page.FAILS, overrun=16.0)], ids=str
)
def test_who_gets_a_dollar_adds_up_to_it(changes):
    chosen = replace(BASE, **changes)
    years = page.by_year(chosen)
    assert_allclose(years[list(page.SHARERS)].sum(axis=1), years["cash"], atol=1e-9)
    found = page.totals(chosen)
    sides = found["worth_state"] + found["worth_lender"]
    assert found["worth_japan"] == pytest.approx(sides)
    own = found["worth_guarantor"] + found["worth_loan"] + found["worth_equity"]
    assert found["worth_state"] == pytest.approx(own)


def test_the_page_and_the_page_of_the_state_have_one_number_for_one_thing():
    case = scheme.case(**OFF)
    for returned, above, lived in ((0.06, 0.0, None), (0.12, 0.16, None), (0.06, 1.025, 8)):
        row = state.bearers(case, {"": (returned, above, lived)}).loc[""]
        chosen = page.base(returned=100 * returned, overrun=100 * above)
        if lived is not None:
            chosen = replace(chosen, failure=page.FAILS, lived=lived, recovery=100 * case.recovery)
        found = page.totals(chosen)
        own = found["worth_loan"] + found["worth_equity"]
        ours = [found["worth_united_states"], found["worth_lender"], found["worth_guarantor"], own]
        assert_allclose(ours, row, rtol=1e-9)


def test_break_even_is_that_of_the_page_on_modalities():
    project = scheme.Project(cost=100.0, years=BASE.years, construction=BASE.construction)
    expected = scheme.break_even_return(0.04, project, scheme.terms())
    assert page.totals(BASE)["break_even"] == pytest.approx(100 * expected, abs=1e-6)
    # Planned at just that, Japan earns the deemed rate.
    at = replace(BASE, returned=page.totals(BASE)["break_even"])
    assert page.totals(at)["japan_return"] == pytest.approx(4.0, abs=1e-6)
    assert np.isnan(
        page.totals(replace(BASE, years=60, overrun=200.0, after=1.0, before=1.0, deemed=15.0))["break_even"]
    )


def test_koreas_revision_helps_only_a_project_that_is_behind():
    def worth(returned, revision):
        return page.totals(replace(BASE, returned=returned, revision=revision))["worth_japan"]

    assert worth(6.0, page.AS_KOREA) > worth(6.0, page.AS_SIGNED)
    assert worth(20.0, page.AS_KOREA) == worth(20.0, page.AS_SIGNED)


def test_loans_do_not_outlast_a_short_project():
    years = page.by_year(replace(BASE, years=5, returned=40.0))
    assert years["claims"].sum() == 0 and years["equity"].sum() > 0


def test_what_is_sent_is_plain_json_with_the_instruments_of_every_page():
    given = page.sent({"base": BASE})
    assert json.loads(json.dumps(given, allow_nan=False)) == given
    funds = given["funds"]
    assert funds["equity"] + funds["loan"] + funds["guaranteed"] == pytest.approx(1)
    assert funds["equity"] == scheme.Instruments().equity and funds["tenor"] == 20
