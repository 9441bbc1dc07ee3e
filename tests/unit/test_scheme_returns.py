"""Present values, rates of return, projects, calls: against closed forms and against each other."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import scheme
from analysis.errors import SchemeError


@settings(max_examples=80, deadline=None)
@given(st.floats(-0.1, 0.5), st.integers(1, 60))
def test_an_annuity_returns_its_rate(rate, periods):
    payment = scheme.annuity(100.0, rate, periods)
    flows = np.r_[-100.0, np.full(periods, payment)]
    assert_allclose(scheme.present_value(flows, rate), 0, atol=1e-7 * payment * periods)
    assert_allclose(scheme.rate_of_return(flows), rate, atol=1e-9)


def test_rates_of_many_paths_are_those_of_each():
    rng = np.random.default_rng(0)
    flows = rng.random((50, 20))
    flows[:, 0] = -5
    together = scheme.rate_of_return(flows)
    assert_allclose(together, [scheme.rate_of_return(path) for path in flows], rtol=1e-12)
    assert_allclose(scheme.present_value(flows, together), 0, atol=1e-8)


def test_a_total_loss_returns_minus_one_and_money_back_returns_zero():
    assert_allclose(scheme.rate_of_return(np.array([[-1.0, 0, 0], [-1.0, 0.5, 0.5]])), [-1, 0], atol=1e-11)


def test_a_rate_that_is_not_unique_is_refused():
    with pytest.raises(SchemeError, match="not unique"):
        scheme.rate_of_return(np.array([-1.0, 5, -6, 1]))
    with pytest.raises(SchemeError, match="pays nothing"):
        scheme.rate_of_return(np.array([0.0, 1]))


def test_a_call_is_due_after_business_days_of_both_countries():
    # 2026-02-11, -23 are Japanese holidays, 2026-02-16 an American one, -03-20 Japanese.
    notice = date(2026, 2, 2)
    weekdays = scheme.call_date(notice, 10, ())
    assert weekdays == date(2026, 2, 16)
    assert scheme.call_date(notice, 10, ("US",)) == date(2026, 2, 17)
    assert scheme.call_date(notice, 10, ("JP",)) == date(2026, 2, 17)
    assert scheme.call_date(notice, 10) == date(2026, 2, 18)
    assert scheme.call_date(date(2026, 2, 7), 1, ()) == date(2026, 2, 9), (
        "a notice on Saturday counts from Monday"
    )
    with pytest.raises(SchemeError, match="US, JP"):
        scheme.call_date(notice, 10, ("CN",))


def test_forty_five_business_days_are_nine_weeks_of_weekdays():
    # What the memorandum gives, for one notice or for many; in order, and for none at all.
    first, second = date(2026, 3, 2), date(2026, 3, 4)
    assert scheme.call_date(first, countries=()) == date(2026, 5, 4)
    assert scheme.call_dates([second, first], countries=()) == [date(2026, 5, 6), date(2026, 5, 4)]
    assert scheme.call_dates([]) == []
    assert scheme.terms().notice_days == 45
