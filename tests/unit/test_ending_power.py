"""Size and power of the tests of constancy at their own specification.

Oracles: the test itself on the same prices; the noncentral t and normal distributions where there is nothing
to estimate but a mean; a second simulation in plain loops.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.passthrough import break_test, end_of_sample
from analysis.passthrough.core.draws import SEED
from analysis.passthrough.core.simulated_power import found_from_draws, power_at
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.stability import break_power
from analysis.passthrough.stability.break_power import size_in_blocks
from analysis.passthrough.stability.ending_power import contrasts, critical, excess_found
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.sup_wald import Search


def test_the_contrasts_are_the_residuals_that_the_test_cumulates(levels):
    price, fx = levels
    asked = dict(lags=2, seasonal=True)
    test = end_of_sample(price, fx, date="2008-09", **asked)
    rows = equation(
        price, fx, CommonTerms(own_lags=0, controls=None, control_lags=0, sample=None, **asked)
    ).rows
    before = len(rows.y) - test.months
    last, earlier = contrasts(rows.X, before)
    assert last @ rows.y == pytest.approx(test.excess, rel=1e-9)
    assert earlier @ rows.y[:before] == pytest.approx(test.blocks["excess"].to_numpy(), rel=1e-9, abs=1e-10)
    # Just above its critical value the p-value is at most 5 percent, just below it is more.
    c = critical((earlier @ rows.y[:before])[:, None], 0.95)[0]
    as_large = test.blocks["excess"].abs().to_numpy()
    assert (as_large >= c * 1.0001).mean() <= 0.05 < (as_large >= c * 0.9999).mean()


def test_with_many_months_before_and_only_a_mean_the_power_is_that_of_a_normal():
    """m = 1 and errors of one variance: the last error and the mean of n before are independent, so that the
    excess is N(delta, 1 + 1/n), against 1.96 as n grows: a power of .8 at 2.80 standard deviations."""
    rng = np.random.default_rng(11)
    n = 4000
    last, earlier = contrasts(np.ones((n + 1, 1)), n)
    samples = rng.standard_normal((n + 1, 2000))
    found = found_from_draws(last @ samples, critical(earlier @ samples[:n], 0.95))
    assert found.size == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 2000))
    exact = (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * np.sqrt(1 + 1 / n)
    # The standard error of a quantile at .8: sqrt(.16/2000)/.28 = .032, twice that for the harder direction.
    assert found.effect == pytest.approx(exact, abs=0.1)


@pytest.mark.parametrize("shift", [1.0, 2.0, 3.0])
def test_draws_of_a_mean_have_the_power_of_the_noncentral_t(shift):
    """Twelve normal observations: |mean| over its standard error against t(11)."""
    rng, n, draws = np.random.default_rng(5), 12, 20_000
    x = rng.standard_normal((draws, n))
    halves = stats.t.ppf(0.975, n - 1) * x.std(axis=1, ddof=1) / np.sqrt(n)
    exact = stats.nct.sf(stats.t.ppf(0.975, n - 1), n - 1, shift) + stats.nct.cdf(
        stats.t.ppf(0.025, n - 1), n - 1, shift
    )
    found = power_at(shift / np.sqrt(n), x.mean(axis=1), halves)
    assert found == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / draws))


def test_the_effect_found_is_found_by_the_test_four_times_in_five_in_new_samples(levels):
    """Prices made anew with independent errors and the effect added: the public test rejects as promised."""
    price, fx = levels
    found = excess_found(price, fx, date="2009-05", lags=1, draws=400)
    fit = equation(
        price, fx, CommonTerms(lags=1, own_lags=0, controls=None, control_lags=0, seasonal=False, sample=None)
    ).rows
    beta = np.linalg.lstsq(fit.X, fit.y, rcond=None)[0]
    errors = (fit.y - fit.X @ beta) * np.sqrt(len(fit.y) / (len(fit.y) - 3))
    rng, hits = np.random.default_rng(8), []
    for _ in range(150):
        y = fit.X @ beta + rng.choice(errors, len(errors))
        y[-9:] += found.effect / 9  # to January 2010
        made = pd.Series(np.exp(np.r_[0, np.cumsum(y)] / 100), price.index[1:])
        hits.append(end_of_sample(made, fx, date="2009-05", lags=1).excess_pvalue <= 0.05)
    assert np.mean(hits) == pytest.approx(0.8, abs=0.12)


def test_a_seed_repeats_and_another_differs(levels):
    price, fx = levels
    asked = dict(date="2008-09", lags=1, draws=50)
    assert excess_found(price, fx, **asked) == excess_found(
        price, fx, rng=np.random.default_rng(SEED), **asked
    )
    assert excess_found(price, fx, **asked) != excess_found(price, fx, rng=np.random.default_rng(1), **asked)


def searched(seed: int, rho: float) -> tuple[Search, np.ndarray]:
    rng = np.random.default_rng(seed)
    n = 240
    x = np.column_stack([np.ones(n), rng.standard_normal(n)])
    shocks, errors = rng.standard_normal(n), np.zeros(n)
    for t in range(n):
        errors[t] = shocks[t] + (rho * errors[t - 1] if t else 0.0)
    search = Search(x, x[:, :1] if rho else x[:, 1:], np.arange(36, 205), x[:, :0])
    return search, search.restricted_residuals(errors)


def test_a_search_without_dependence_keeps_its_size():
    search, errors = searched(2, 0.0)
    size = size_in_blocks(search, errors, 1000, np.random.default_rng(4))
    assert size == pytest.approx(0.05, abs=0.03)


def test_a_search_for_a_shift_of_the_mean_in_dependent_errors_rejects_too_often():
    """Signs drawn month by month lose the dependence that the test ignores; the size shows it."""
    search, errors = searched(2, 0.8)
    assert size_in_blocks(search, errors, 400, np.random.default_rng(4)) > 0.3


def test_the_door_to_the_size_searches_as_the_test_does(levels):
    """Largest statistic over the same dates: that of `break_test` on the same prices."""
    price, fx = levels
    asked = break_power.searched(price, fx, CommonTerms(lags=1, own_lags=1))
    tested = break_test(price, fx, lags=1, own_lags=1, draws=19)
    assert asked.search.paths(asked.rows.y).max() == pytest.approx(tested.path.max(), rel=1e-9)
    size = break_power.break_size(price, fx, lags=1, own_lags=1, draws=300)
    assert 0.01 < size < 0.12  # errors without dependence
