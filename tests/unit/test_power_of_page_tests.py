"""Size and power of the tests of pages: windows, further lags, months that stay, goods beside cars.

Oracles: the tests themselves on the same prices; F and noncentral F where errors are normal and independent;
arithmetic by hand.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.passthrough import break_test, seasonal_stability, time_varying
from analysis.passthrough.core.draws import SEED
from analysis.passthrough.core.error_draws import Piece
from analysis.passthrough.core.inference import covariance, wald
from analysis.passthrough.core.joint_draws import jointly_drawn, wald_value
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.seasonals import Seasonal
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.lags.lag_checks import left_out
from analysis.passthrough.lags.seasonal_power import f_pvalues, patterns, seasonal_found, without_lags
from analysis.passthrough.lags.seasonal_stability import seasonal_rows
from analysis.passthrough.stability.break_power import break_found
from analysis.passthrough.stability.constant_path import error_samples
from analysis.passthrough.stability.equation import equation
from analysis.passthrough.stability.windows_power import (
    bootstrapped,
    departures,
    pvalue,
    windows_rejected,
)
from analysis.passthrough.tariffs.placebos import PlaceboGoods


def test_departures_are_the_windows_less_the_whole_and_the_p_value_is_that_of_the_test(levels):
    price, fx = levels
    public = time_varying(
        price, fx, lags=2, window=120, seasonal=True, draws=99, rng=np.random.default_rng(7)
    )
    rows = equation(price, fx, CommonTerms(lags=2, own_lags=0, seasonal=True)).rows
    away = departures(rows, 120)
    assert away @ rows.y == pytest.approx(public.long_run - public.constant.estimate, abs=1e-10)
    whole = fit(rows.y, rows.X, rows.names)
    n = len(rows.y)
    order = int(0.75 * n ** (1 / 3))
    samples = error_samples(whole.resid * np.sqrt(n / whole.dof), order, 99, np.random.default_rng(7))
    paths = away @ samples
    spread = np.sqrt((paths**2).mean(axis=1))
    assert pvalue(away, rows.y, paths, spread) == pytest.approx(public.pvalue, abs=1e-12)
    # With the same generator the bootstrap is the same, and its spread that of ever more samples.
    same, limit = bootstrapped(
        away, whole.resid * np.sqrt(n / whole.dof), order, 99, np.random.default_rng(7)
    )
    assert same == pytest.approx(paths, abs=1e-10)
    many = bootstrapped(away, whole.resid, order, 20_000, np.random.default_rng(8))
    assert many[1] == pytest.approx(np.sqrt((many[0] ** 2).mean(axis=1)), rel=0.03)
    assert (spread < limit).any() and (spread > limit).any()


def test_windows_of_independent_errors_reject_about_as_often_as_they_should_and_more_for_a_larger_rise(
    levels,
):
    price, fx = levels
    asked = dict(window=120, lags=1, date="2000-01", samples=300, draws=99)
    size, small, large = windows_rejected(price, fx, **asked, rises=(0.0, 0.1, 0.4))
    assert size == pytest.approx(0.05, abs=0.045)  # 3.5 errors of 300 samples
    assert size < small < large and large > 0.95


def test_the_share_of_windows_rejected_is_that_of_the_public_test_on_prices_made_anew(levels):
    price, fx = levels
    asked = dict(lags=1, window=120)
    ours = windows_rejected(price, fx, **asked, rises=(0.1,), date="2000-01", samples=300, draws=99)[0]
    rows = equation(price, fx, CommonTerms(lags=1, own_lags=0)).rows
    beta, *_ = np.linalg.lstsq(rows.X, rows.y, rcond=None)
    errors = (rows.y - rows.X @ beta) * np.sqrt(len(rows.y) / (len(rows.y) - rows.X.shape[1]))
    later = np.asarray(rows.periods >= pd.Period("2000-01", "M"))
    added = 0.1 * later * rows.X[:, rows.blocks["fx"]].mean(axis=1)
    rng, hits = np.random.default_rng(9), []
    for _ in range(100):
        y = rows.X @ beta + added + rng.choice(errors, len(errors))
        made = pd.Series(np.exp(np.r_[0, np.cumsum(y)] / 100), price.index[1:])
        hits.append(time_varying(made, fx, **asked, draws=399, rng=rng).pvalue <= 0.05)
    assert np.mean(hits) == pytest.approx(ours, abs=0.17)  # 3 errors of both


def test_further_lags_are_tested_as_the_page_does(levels):
    """One draw that is the data: its statistic is that of `left_out`."""
    price, fx = levels
    public = left_out(price, fx, None, 2, 3, inference="ewc-hc3", seasonal=False)
    rows = equation(price, fx, CommonTerms(lags=5, own_lags=0)).rows
    regression = fit(rows.y, rows.X, rows.names)
    block = slice(4, 7)
    variance = covariance(regression, "ewc-hc3", at_least=5, of=block)
    statistic, _ = wald(regression.beta[block], variance.matrix[block, block], variance.critical)
    assert public.joint.statistic == pytest.approx(statistic)
    weights = np.zeros(rows.X.shape[1])
    weights[block] = 1.0
    # A block as long as the sample draws the sample itself.
    drawn = jointly_drawn(Piece(rows.y, rows.X, weights), "ewc-hc3", at_least=5, block=len(rows.y), draws=2)
    assert drawn.statistics == pytest.approx([statistic, statistic])
    moved = Piece(rows.y + rows.X[:, block].sum(axis=1) * 0.02, rows.X, weights)
    again = jointly_drawn(moved, "ewc-hc3", at_least=5, block=len(rows.y), draws=2)
    shifted = drawn.statistics + 2 * 0.02 * drawn.leaning + 0.02**2 * drawn.steep
    assert shifted == pytest.approx(again.statistics)
    assert drawn.critical.wald_pvalue(wald_value(drawn.critical, 3, 0.95), 3) == pytest.approx(0.05, abs=1e-6)


def test_the_power_of_a_joint_test_is_that_of_the_noncentral_f():
    """Normal errors of one variance and the classical covariance: W/q is noncentral F(q, n - k)."""
    rng = np.random.default_rng(5)
    n, q, draws = 60, 4, 4000
    X = rng.standard_normal((n, q + 1))
    weights = np.r_[0.0, np.ones(q)]
    found, sigma2 = [], 1.0
    bread = np.linalg.inv(X.T @ X)
    effect = 1.6
    b = np.full(q, effect / q)
    ncp = b @ np.linalg.solve(bread[1:, 1:], b) / sigma2
    exact = stats.ncf.sf(stats.f.ppf(0.95, q, n - q - 1), q, n - q - 1, ncp)
    for _ in range(draws):
        e = rng.standard_normal(n)
        again = fit(e, X, tuple("abcde"))
        s2 = again.rss / again.dof
        shifted = again.beta[1:] + b
        found.append(shifted @ np.linalg.solve(bread[1:, 1:], shifted) / s2 / q)
    by_hand = np.mean(np.array(found) > stats.f.ppf(0.95, q, n - q - 1))
    # The same through the package with errors that are drawn singly from a long normal sample: the sandwich
    # of one cosine a degree of freedom has its own F, so only hc0-like methods with many rows are compared.
    assert by_hand == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / draws))
    long = rng.standard_normal((3000, q + 1))
    errors = rng.standard_normal(3000)
    drawn = jointly_drawn(Piece(errors, long, weights), "hc1", block=1, draws=1500)
    scale = errors.var()
    even = np.full(q, 0.1 / q)
    ncp = even @ np.linalg.solve(np.linalg.inv(long.T @ long)[1:, 1:], even) / scale
    limit = stats.ncx2.sf(stats.chi2.ppf(0.95, q), q, ncp)
    assert drawn.rejected(0.0) == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 1500))
    assert drawn.rejected(0.1) == pytest.approx(limit, abs=4 * np.sqrt(limit * (1 - limit) / 1500) + 0.01)


def made_price(rng: np.random.Generator, months: int = 361) -> pd.Series:
    index = pd.period_range("1990-01", periods=months, freq="M")
    return pd.Series(np.exp(np.cumsum(rng.normal(0.1, 0.5, months)) / 100), index, name="price")


@pytest.mark.parametrize("own", [0, 2])
def test_p_values_of_many_prices_are_those_of_the_test(own):
    price = made_price(np.random.default_rng(4))
    seasonal = Seasonal(years=10)
    test = seasonal_stability(price, seasonal=seasonal, own_lags=own)
    rows = seasonal_rows(price, seasonal=seasonal, own_lags=own)
    products = []
    for columns in (rows.still, rows.moving):
        X = without_lags(rows, columns)
        body = np.column_stack([rows.y, rows.lags])
        left = body - X @ np.linalg.lstsq(X, body, rcond=None)[0]
        products.append((left.T @ left)[None])
    assert f_pvalues(rows, *products) == pytest.approx([test.pvalue], rel=1e-8)


def test_the_size_of_the_test_of_months_is_that_of_the_public_test_on_prices_made_anew():
    """An autoregression with independent errors and months that stay, against the share that is simulated."""
    rng = np.random.default_rng(12)
    seasonal = Seasonal(years=10)
    noise, change = rng.normal(0, 0.5, 361), np.zeros(361)
    for t in range(1, 361):
        change[t] = 0.4 * change[t - 1] + noise[t]
    index = pd.period_range("1990-01", periods=361, freq="M")
    price = pd.Series(np.exp(np.cumsum(change) / 100), index, name="price")
    found = seasonal_found(price, seasonal=seasonal, own_lags=1)
    rows = seasonal_rows(price, seasonal=seasonal, own_lags=1)
    X, names = rows.regressors(rows.moving)
    regression = fit(rows.y, X, names)
    hits, powers = [], []
    errors = regression.resid * np.sqrt(regression.nobs / regression.dof)
    for number in range(150):
        moves = patterns(rows, 1, np.random.default_rng(100 + number))[:, 0] * found.effect
        for into, extra in ((hits, 0.0), (powers, moves)):
            made = np.zeros(361)
            made[2:] = rng.choice(errors, len(errors)) + extra
            for t in range(2, 361):
                made[t] += regression.beta[1] * made[t - 1]
            again = pd.Series(np.exp(np.cumsum(made) / 100), index, name="price")
            into.append(seasonal_stability(again, seasonal=seasonal, own_lags=1).pvalue < 0.05)
    assert np.mean(hits) == pytest.approx(found.size, abs=0.07)
    assert np.mean(powers) == pytest.approx(0.8, abs=0.12)


def test_the_power_of_the_test_of_months_is_that_of_the_noncentral_f():
    """Independent normal errors, no own lags: F(q, n - k) with noncentrality n delta^2 / sigma^2, since the
    moves are orthogonal to what stays."""
    price = made_price(np.random.default_rng(8))
    found = seasonal_found(price, seasonal=Seasonal(years=10), own_lags=0, draws=1500)
    rows = seasonal_rows(price, seasonal=Seasonal(years=10), own_lags=0)
    X = np.column_stack([np.ones(len(rows.y)), rows.moving])
    n, k, q = *X.shape, rows.restrictions
    left = rows.y - X @ np.linalg.lstsq(X, rows.y, rcond=None)[0]
    sigma2 = left @ left / (n - k)
    value = stats.f.ppf(0.95, q, n - k)
    exact = stats.ncf.sf(value, q, n - k, n * found.effect**2 / sigma2)
    assert found.size == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 1500))
    assert exact == pytest.approx(0.8, abs=0.06)


def test_moves_of_months_have_no_mean_by_block_or_month_and_a_size_of_one():
    rows = seasonal_rows(made_price(np.random.default_rng(8)), seasonal=Seasonal(years=10), own_lags=0)
    moves = patterns(rows, 3, np.random.default_rng(1))
    assert (moves**2).mean(axis=0) == pytest.approx(np.ones(3))
    block = Seasonal(years=10).blocks(rows.periods)
    by_month = pd.DataFrame(moves).groupby(np.asarray(rows.periods.month)).mean()
    by_block = pd.DataFrame(moves).groupby(block).mean()
    assert np.abs(by_month.to_numpy()).max() < 1e-10 and np.abs(by_block.to_numpy()).max() < 1e-10
    cells = pd.DataFrame(moves).groupby([block, np.asarray(rows.periods.month)]).std()
    assert np.nanmax(cells.to_numpy()) < 1e-10


def test_a_joint_test_for_a_break_needs_a_larger_change_of_the_slope_than_its_own(levels):
    price, fx = levels
    asked = dict(date="2000-01", lags=0, own_lags=1, draws=200)
    alone, jointly = (break_found(price, fx, coefficients=what, **asked).effect for what in ("fx", "all"))
    assert alone < jointly < 3 * alone
    later = np.asarray(pd.Period("2000-01", "M") <= price.index)
    moves = np.diff(100 * np.log(fx.to_numpy()), prepend=0)
    rng, hits = np.random.default_rng(2), []
    beta = 0.3
    for _ in range(60):
        y = (beta + jointly * later) * moves + rng.normal(0.1, 0.5, len(moves))
        made = pd.Series(np.exp(np.cumsum(y) / 100), price.index)
        p = break_test(made, fx, lags=0, own_lags=1, coefficients="all", draws=99, rng=rng).pvalue
        hits.append(p <= 0.05)
    assert np.mean(hits) == pytest.approx(0.8, abs=0.17)


def test_what_stands_out_among_goods_by_hand():
    """Nineteen goods at 1 to 19: a p of at most 5 percent needs more than 19, and a good that moves as one of
    them exceeds it four times in five from 19 less the quantile at a fifth on, 4.6."""
    goods = PlaceboGoods(20.0, pd.Series(np.arange(1.0, 20.0)))
    assert goods.pvalue == pytest.approx(0.05)
    # The harder direction is down: the others' quantile at four fifths, 15.4, has to be made up first.
    assert goods.detectable() == pytest.approx(19 + 15.4)


def test_a_seed_repeats_and_another_differs(levels):
    price, fx = levels
    asked = dict(window=120, lags=1, samples=60, draws=19, rises=(0.08,), date="2000-01")
    same = windows_rejected(price, fx, **asked, rng=np.random.default_rng(SEED))
    assert windows_rejected(price, fx, **asked) == same
    others = {windows_rejected(price, fx, **asked, rng=np.random.default_rng(seed))[0] for seed in range(3)}
    assert len(others) > 1
    seasonal = Seasonal(years=10)
    one, again, other = (
        seasonal_found(price, seasonal=seasonal, draws=40, rng=rng)
        for rng in (None, np.random.default_rng(SEED), np.random.default_rng(1))
    )
    assert one == again
    assert one != other
