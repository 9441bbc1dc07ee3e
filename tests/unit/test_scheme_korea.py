"""What each of Korea's clauses is worth, against sums done by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis import data, scheme
from analysis.errors import SchemeError

TERMS = scheme.terms(deemed_rate=0.04, accrues_from="operation")
LOSING = scheme.Project(cost=100.0, return_=0.06, years=30, construction=3)
PLAN = scheme.Programme(amount=550, years=4)


def worth(project, clauses, programme=PLAN, discount=0.045):
    """What each clause that is on adds to Japan's present value, alone, and all of them together."""

    def of(*these):
        return scheme.programme_worth(project, TERMS, discount, programme, *these)

    alone = {}
    for name in ("yearly_cap", "commercial", "revision", "disorder"):
        if (value := getattr(clauses, name)) is not None:
            only = scheme.Clauses(**{name: value}, revised_split=clauses.revised_split)
            alone[name.replace("_", " ")] = of(only) - of()
    return pd.Series(alone | {"together": of(clauses) - of()})


def test_the_switches_are_the_clauses_that_only_koreas_text_has():
    rows = data.table("memorandum")
    korea = set(rows.loc[rows["country"] == "KOR", "subject"])
    japan = rows[rows["country"] == "JPN"].set_index("subject")["status"]
    for subject in ("annual_cap", "commercial_test", "twenty_year_clause", "disorder"):
        assert subject in korea and japan.get(subject, "not found") == "not found"


def test_a_programme_is_called_evenly_and_a_cap_stretches_it():
    assert_allclose(scheme.Programme(amount=550, years=4).called(), [137.5] * 4)
    assert_allclose(scheme.Programme(amount=550, years=2.5).called(), [220, 220, 110])
    assert_allclose(scheme.Programme(amount=550, years=0.5).called(), [550])  # all of it in the first year
    assert_allclose(scheme.Programme(amount=550, years=100).called(), [5.5] * 100)
    assert_allclose(PLAN.called(cap=20), [20] * 27 + [10])
    assert_allclose(PLAN.called(cap=200), PLAN.called())  # a cap above the pace binds nobody
    assert_allclose(scheme.Programme(amount=100, years=2).factor(0.25), 0.5 + 0.5 * 0.8)


def test_the_cap_is_worth_the_delay_of_what_is_lost():
    # Half now and half in a year, or a quarter in each of four years, against the first: what is lost is lost
    # later.
    unit = float(scheme.account(LOSING, TERMS).worth("japan", 0.1)[0]) / 100
    plan = scheme.Programme(amount=100, years=2)
    found = worth(LOSING, scheme.Clauses(yearly_cap=25), plan, 0.1)["yearly cap"]
    by_hand = 100 * unit * (((1 + 1.1**-1 + 1.1**-2 + 1.1**-3) / 4) / ((1 + 1.1**-1) / 2) - 1)
    assert_allclose(found, by_hand, rtol=1e-12)
    assert found > 0 > unit
    assert_allclose(scheme.programme_worth(LOSING, TERMS, 0.1, plan), 100 * unit, rtol=1e-12)
    assert worth(replace(LOSING, return_=0.2), scheme.Clauses(yearly_cap=25), plan)["yearly cap"] < 0


@pytest.mark.parametrize(("test", "refused"), [("project", [0.03]), ("share", [0.03, 0.06])])
def test_the_commercial_test_leaves_out_what_does_not_repay(test, refused):
    # 3, 6 and 12 percent: all of the cash of the first falls short of 4 percent, half of the cash of the
    # first two.
    returns = np.array([0.03, 0.06, 0.12])
    three = replace(LOSING, return_=returns)
    each = scheme.account(three, TERMS).worth("japan", 0.045)
    found = worth(three, scheme.Clauses(commercial=test), scheme.Programme(amount=300, years=1))["commercial"]
    assert_allclose(found, -each[np.isin(returns, refused)].sum(), rtol=1e-12)


def test_the_test_has_its_bound_at_the_deemed_rate():
    for shift, refused in ((-1e-6, True), (1e-6, False)):
        project = replace(LOSING, return_=0.04 + shift)
        found = worth(project, scheme.Clauses(commercial="project"))["commercial"]
        assert (found > 0) == refused
        edge = replace(LOSING, return_=scheme.break_even_return(0.04, LOSING, TERMS) + shift)
        assert (abs(worth(edge, scheme.Clauses(commercial="share"))["commercial"]) > 0) == refused


def test_the_revision_pays_japan_all_until_it_has_its_amount():
    # 100 over 10 years without interest: 10 a year due, 6 a year earned, 3 to Japan; 7 a year short: 14 after
    # two years. From the third year on all 6 go to Japan, whose own 10 a year are never caught up: 3 more in
    # each of eight years.
    terms = replace(TERMS, deemed_rate=0.0)
    calls, cash = np.zeros((1, 11)), np.full((1, 11), 6.0)
    calls[0, 0], cash[0, 0] = 100.0, 0.0
    w = scheme.distribute(scheme.CashFlows(calls, cash, 1, 10), terms, scheme.Clauses(revision=2))
    assert_allclose(w.japan[0], [0, 3, 3, *[6] * 8])
    # 30 a year from then on: 14 + 10 due, so 24 to Japan and a tenth of 6; then 10 a year and a tenth of 20.
    cash[0, 3:] = 30.0
    w = scheme.distribute(scheme.CashFlows(calls, cash, 1, 10), terms, scheme.Clauses(revision=2))
    assert_allclose(w.japan[0, 1:5], [3, 3, 24.6, 12])
    # Not behind after the year that the clause names: nothing changes.
    cash[0, 1:] = 30.0
    plain, revised = (
        scheme.distribute(scheme.CashFlows(calls, cash, 1, 10), terms, c)
        for c in (scheme.Clauses(), scheme.Clauses(revision=2))
    )
    assert_allclose(plain.japan, revised.japan)


def test_the_disorder_clause_is_worth_a_wait_and_a_cheaper_dollar():
    unit = float(scheme.account(LOSING, TERMS).worth("japan", 0.05)[0]) / 100
    plan = scheme.Programme(amount=100, years=1, disorderly=0.4, cheaper=0.1)
    found = worth(LOSING, scheme.Clauses(disorder=2), plan, 0.05)["disorder"]
    assert_allclose(found, 100 * 0.4 * ((1.05**-2 - 1) * unit + 1.05**-2 * 0.1), rtol=1e-12)


def test_together_is_one_calculation_and_not_a_sum():
    found = worth(LOSING, scheme.Clauses(yearly_cap=20, commercial="share", revision=20))
    assert found["together"] < found.drop("together").sum()
    # Nothing is funded, so nothing is lost: the whole of what the programme loses.
    assert_allclose(found["together"], -scheme.programme_worth(LOSING, TERMS, 0.045, PLAN), rtol=1e-12)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: scheme.Clauses(yearly_cap=0.0), "call nothing"),
        (lambda: scheme.Clauses(commercial="both"), "project, share"),
        (lambda: scheme.Clauses(revision=0), "from 1 to 100"),
        (lambda: scheme.Clauses(revised_split=0.0), "pay Japan nothing"),
        (lambda: scheme.Programme(years=0), "above 0"),
        (lambda: scheme.Programme(years=100.1), "100 years at most"),
        (lambda: scheme.Programme(amount=0), "above 0"),
        (lambda: scheme.Programme(disorderly=30), "share between"),
    ],
)
def test_impossible_clauses_are_refused(made, said):
    with pytest.raises(SchemeError, match=said):
        made()
