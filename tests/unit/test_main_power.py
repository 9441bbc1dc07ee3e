"""What the main equation and the search for a break would have found: closed forms, and counting by hand."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.passthrough.core.power import detectable
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.lags.foreign_prices import equation, held_fixed
from analysis.passthrough.specifications.main_power import drawn, found_change, found_in
from analysis.passthrough.stability.break_power import break_found
from analysis.passthrough.stability.break_test import break_test

NONE = Seasonal("none", "one")


def world(months=400, seed=3, spread=1.0):
    """A price that does not respond, its rate, and a foreign price."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("1990-01", periods=months, freq="M")
    e, f, u = rng.normal(size=(3, months))
    price = pd.Series(100 * np.exp(np.cumsum(spread * u) / 100), index, name="price")
    fx = pd.Series(100 * np.exp(np.cumsum(e) / 100), index, name="fx")
    return price, fx, pd.Series(f, index, name="foreign")


@pytest.fixture(scope="module")
def eq():
    price, fx, foreign = world()
    return equation(price, fx, foreign=foreign, lags=2, seasonal=NONE)


def test_draws_have_the_spread_of_the_estimate(eq):
    """With independent errors the long run has variance s^2 w'w, w the weights of the errors in it: by
    hand."""
    found = drawn(eq, "ewc", draws=4000)
    X, block = eq.rows.X, eq.rows.blocks["fx"]
    inverse = np.linalg.inv(X.T @ X)
    weights = X @ inverse[:, block].sum(axis=1)
    left = eq.rows.y - X @ inverse @ X.T @ eq.rows.y
    s = np.sqrt(left @ left / (len(left) - X.shape[1]))
    assert_allclose(found.estimates.std(), s * np.sqrt(weights @ weights), rtol=0.1)
    assert abs(found.estimates.mean()) < 4 * found.estimates.std() / np.sqrt(4000) + 0.02


def test_one_draw_is_the_estimate_of_its_own_price(eq):
    """The first draw, made into a price and given to `held_fixed`, has the same long run and standard
    error."""
    from analysis.passthrough.core.blocks import block_length, moving_blocks
    from analysis.passthrough.core.fixed_b import SEED
    from analysis.passthrough.core.least_squares import fit

    rows = eq.rows
    plain = fit(rows.y, rows.X, rows.names)
    n = plain.nobs
    take = moving_blocks(n, block_length(n, at_least=12), 3, np.random.default_rng(SEED))[0]
    errors = (plain.resid * np.sqrt(n / plain.dof))[take]
    _price, fx, foreign = world()
    start = rows.periods[0] - 1
    made = pd.Series(
        100 * np.exp(np.r_[0.0, np.cumsum(errors)] / 100),
        pd.period_range(start, periods=n + 1, freq="M"),
        name="p",
    )
    again = held_fixed(made, fx, foreign=foreign, lags=2, seasonal=NONE, inference="ewc-hc3").fixed.long_run
    found = drawn(eq, "ewc-hc3", draws=3)
    assert_allclose(found.estimates[0], again.estimate, rtol=1e-8, atol=1e-12)
    assert_allclose(found.errors[0], again.std_error, rtol=1e-8)


def test_the_effect_found_is_near_the_closed_form():
    found = found_in("jp_import_yen", draws=200)
    from analysis.passthrough.specifications.main_equation import run

    effect = run("jp_import_yen").fixed.long_run
    assert_allclose(found.effect, detectable(effect.critical) * effect.std_error, rtol=0.35)
    assert 0 <= found.size < 0.12


def test_a_change_takes_more_than_a_level():
    assert found_change("jp_consumer", draws=100).effect > 2 * found_in("jp_consumer", draws=100).effect


def test_a_break_of_the_size_found_is_found_four_times_in_five():
    """Forty worlds with a break of that size: `break_test`, which shares no line with the bisection, rejects
    in most."""
    options = dict(lags=1, own_lags=1)
    price, fx, _ = world()
    found = break_found(price, fx, date="2006-01", draws=199, **options)
    assert found.size == pytest.approx(0.05, abs=0.011)
    rejected = []
    for seed in range(40):
        price, fx, _ = world(seed=100 + seed)
        change = np.log(fx).diff().fillna(0.0)
        later = (fx.index >= pd.Period("2006-01", "M")).astype(float)
        step = found.effect / 2 * later * (change + change.shift(1).fillna(0.0))
        broken = (price * np.exp(np.cumsum(step))).rename("price")
        rejected.append(break_test(broken, fx, draws=99, **options).pvalue <= 0.05)
    # 0.8 with a standard error of 0.06 over forty worlds.
    assert 0.6 <= np.mean(rejected) <= 0.95


def test_more_noise_takes_a_larger_break():
    sizes = []
    for spread in (1.0, 3.0):
        price, fx, _ = world(spread=spread)
        sizes.append(break_found(price, fx, date="2006-01", draws=99, lags=1, own_lags=1).effect)
    assert_allclose(sizes[1], 3 * sizes[0], rtol=0.05)
