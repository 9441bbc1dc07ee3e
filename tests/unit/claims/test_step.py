"""Before and after: the step beside a trend, its placebo dates, and what they forbid."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.claims.decide import Step, by_step
from analysis.claims.measures.step import step
from analysis.errors import ClaimError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect

DATE = "2024-01"
BEFORE = 60


def world(jump=0.0, trend=0.0, seed=3, months=240):
    """A monthly series to December 2024 with a step in January 2024 and a trend a year."""
    index = pd.period_range(end="2024-12", periods=months, freq="M")
    rng = np.random.default_rng(seed)
    since = (index >= pd.Period(DATE, "M")).astype(float)
    return pd.Series(
        rng.standard_normal(months) + jump * since + trend * np.arange(months) / 12, index, name="y"
    )


def test_step_and_trend_are_those_of_statsmodels():
    y = world(2.0, 0.5)
    found = step(y, DATE, BEFORE)
    window = y.iloc[-72:]
    months = pd.get_dummies(window.index.month, drop_first=True).to_numpy(float)
    jump = (np.arange(72) >= 60).astype(float)
    plain = np.column_stack([np.ones(72), jump, months])
    both = np.column_stack([np.ones(72), jump, np.arange(72) / 12, months])
    assert found.plain.estimate == pytest.approx(sm.OLS(window.to_numpy(), plain).fit().params[1], rel=1e-10)
    assert found.trended.estimate == pytest.approx(sm.OLS(window.to_numpy(), both).fit().params[1], rel=1e-10)


def test_placebo_dates_are_all_earlier_months_that_end_before_the_real_one():
    y = world()
    found = step(y, DATE, BEFORE)
    # 240 months, 60 before each date, 12 after it, and none of the twelve since the real date: 60, ..., 216.
    assert len(found.placebos) == 157
    again = step(y.iloc[:-12], "2023-01", BEFORE)
    assert found.placebos[-1] == pytest.approx(again.t)
    changed = y.copy()
    changed.iloc[-12:] += 50
    assert step(changed, DATE, BEFORE).placebos == found.placebos


def test_a_step_without_a_trend_is_found():
    assert by_step(step(world(4.0), DATE, BEFORE), "y").verdict == "supported"
    assert by_step(step(world(4.0), DATE, BEFORE), "y", claimed=-1).verdict == "contradicted"
    assert by_step(step(world(-4.0), DATE, BEFORE), "y").verdict == "contradicted"


def test_a_trend_without_a_step_supports_nothing():
    found = step(world(0.0, 1.0), DATE, BEFORE)
    assert found.plain.estimate > 2  # the mere before and after takes the trend for a step
    assert by_step(found, "y").verdict == "open"


def effect(t):
    return Effect.of(t, 1.0, Critical("normal"))


@pytest.mark.parametrize(
    ("t", "placebos", "verdict"),
    [
        (3.0, [2.9] * 20, "supported"),
        (3.0, [3.1] * 20, "open"),  # every placebo date shows as much
        (3.0, [0.1] * 19 + [9.0], "supported"),  # one of twenty may
        (3.0, [0.1] * 18 + [9.0] * 2, "open"),  # two of twenty are too many
        (1.6, [0.1] * 20, "open"),  # the interval alone holds zero
        (-3.0, [3.1] * 20, "open"),
        (-3.0, [2.9] * 20, "contradicted"),
    ],
)
def test_placebo_dates_bound_the_verdict(t, placebos, verdict):
    assert by_step(Step(effect(t), effect(t), tuple(placebos)), "y").verdict == verdict


def test_what_is_printed():
    found = by_step(Step(effect(4.0), effect(1.0), (2.0,) * 10 + (0.5,) * 10), "y", unit="points")
    assert "a step of 4 points without and 1 with a linear trend (90 % interval" in found.statistic
    assert "50 % of 20 show as much" in found.statistic
    assert "2.84" in found.power  # (2 + 0.8416) x 1: the placebo bound stands for the critical value


def test_a_step_that_cannot_be_is_refused():
    with pytest.raises(ClaimError, match="gap"):
        step(world().drop(pd.Period("2020-05", "M")), DATE, BEFORE)
    with pytest.raises(ClaimError, match="placebo dates"):
        step(world(months=90), DATE, BEFORE)
