"""Losses of a portfolio: expectation by hand, the tail against the formula for infinitely many projects."""

from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis import data, scheme
from analysis.errors import SchemeError
from analysis.scheme.exposure import (
    cumulative_probability,
    expected_shortfall,
    losses,
    state_share,
    vasicek_quantile,
)
from analysis.scheme.pipeline import pace, stages


def test_expected_loss_is_exact_and_the_simulation_meets_it():
    exposure = np.array([33.3, 2.1, 0.6, 40, 16, 17])
    result = losses(exposure, 0.1, 0.4, 0.3, draws=200_000, rng=np.random.default_rng(0))
    assert_allclose(result.expected, exposure.sum() * 0.04, rtol=1e-12)
    assert_allclose(result.sample.mean(), result.expected, atol=5 * result.sample.std() / np.sqrt(200_000))


@pytest.mark.parametrize("correlation", [0.0, 0.15, 0.4])
def test_a_fine_portfolio_has_the_tail_of_the_formula(correlation):
    result = losses(np.ones(1500), 0.08, 1.0, correlation, draws=40_000, rng=np.random.default_rng(1))
    for level in (0.95, 0.99):
        expected = 1500 * vasicek_quantile(0.08, correlation, level)
        # Granularity adds about 1/sqrt(n) to the spread where there is no common factor.
        assert_allclose(result.quantiles[level], expected, rtol=0.04 if correlation else 0.25)
    assert (result.shortfall >= result.quantiles).all()


def test_correlation_moves_the_tail_and_not_the_mean():
    low, high = (losses(np.full(20, 5.0), 0.1, 0.5, r, rng=np.random.default_rng(2)) for r in (0.05, 0.5))
    assert low.expected == high.expected
    assert high.quantiles[0.99] > low.quantiles[0.99]


def test_certain_outcomes():
    rng = np.random.default_rng(0)
    assert losses([10.0], 0.0, rng=rng, draws=50).sample.sum() == 0
    assert (losses([10.0], 1.0, 0.4, rng=rng, draws=50).sample == 4.0).all()
    assert (losses([10.0, 10.0], 0.5, 1.0, 1.0, rng=rng, draws=50).sample % 20 == 0).all(), "one factor: all or none"


def test_losses_against_capital():
    frame = losses([10.0], 1.0, 0.4, rng=np.random.default_rng(0), draws=50).against(capital=8.0)
    assert_allclose(frame["capital"], 0.5)
    with pytest.raises(SchemeError, match="above 0"):
        losses([10.0], 1.0, rng=np.random.default_rng(0), draws=50).against(capital=0)


def test_hazards_add_up():
    assert cumulative_probability(0.02, 1) == pytest.approx(0.02)
    assert cumulative_probability(0.02, 30) == pytest.approx(1 - 0.98**30)


def test_the_arithmetic_of_a_cap():
    parts = state_share(0.0, 1 / 3, 2 / 3, 0.75)
    assert_allclose(parts, [1 / 3, 0.5, 1 / 3 + 0.5])
    with pytest.raises(SchemeError, match="add up"):
        state_share(0.1, 0.5, 0.5, 1)


def test_stages_and_dates():
    assert stages("2025-09-04")["projects"].sum() == 0
    early, late = stages("2026-02-28")["amount"], stages()["amount"]
    assert early["candidate"] == 0 and late["candidate"] == 73
    assert late["announced"] == pytest.approx(36.0)
    sheet = data.table("projects").query("list == 'joint_fact_sheet'")["amount_usd_bn"].sum()
    assert early["interest"] == pytest.approx(sheet) == pytest.approx(393.45)


def test_pace_by_hand():
    row = pace(scheme.terms(), date(2025, 9, 4))
    assert row["a year"] == pytest.approx(550 / (1233 / 365.25))
    assert row["Japan's outward direct investment in the US, 2024"] == pytest.approx(row["a year"] / 77.3)
    assert pace(scheme.terms(), "2026-11-25", done=100)["a year"] < pace(scheme.terms(), "2026-11-25")["a year"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: losses([-1.0], 0.1, rng=np.random.default_rng(0)), "0 or more"),
        (lambda: losses([1.0], 10, rng=np.random.default_rng(0)), "Write 0.1"),
        (lambda: losses([], 0.1, rng=np.random.default_rng(0)), "one project or more"),
        (lambda: pace(scheme.terms(), "2030-01-01"), "not before the deadline"),
        (lambda: pace(scheme.terms(), "2026-01-01", done=600), "between 0 and 550"),
        (lambda: pace(scheme.terms(), "soon"), "not a date"),
    ],
)
def test_impossible_questions_are_refused(call, said):
    with pytest.raises(SchemeError, match=said):
        call()


@pytest.mark.parametrize(
    ("sample", "level", "mean"),
    [
        # By hand: the worst five of a hundred are 9, 8 and three of the ties at 5, whatever their number.
        ([9, 8] + 10 * [5] + 88 * [0], 0.95, (9 + 8 + 3 * 5) / 5),
        ([9, 8] + 60 * [5] + 38 * [0], 0.95, (9 + 8 + 3 * 5) / 5),
        # Two and a half draws of twenty-five: the edge counts half.
        ([10, 6, 4] + 22 * [1], 0.90, (10 + 6 + 0.5 * 4) / 2.5),
        ([7, 7, 7, 7], 0.95, 7),
    ],
)
def test_expected_shortfall_counts_draws_and_compares_none(sample, level, mean):
    assert expected_shortfall(np.array(sample, float), level) == pytest.approx(mean, rel=1e-12)
    noisy = np.array(sample, float) * (1 + 1e-15 * np.random.default_rng(0).standard_normal(len(sample)))
    assert expected_shortfall(noisy, level) == pytest.approx(mean, rel=1e-12)


def test_expected_shortfall_of_a_normal_sample_is_the_formula():
    z = np.random.default_rng(5).standard_normal(400_000)
    assert expected_shortfall(z, 0.95) == pytest.approx(stats.norm.pdf(stats.norm.ppf(0.95)) / 0.05, abs=0.01)


def test_expected_shortfall_refuses_a_tail_without_draws():
    with pytest.raises(SchemeError, match="nothing to average"):
        expected_shortfall(np.ones(3), 1.0)
