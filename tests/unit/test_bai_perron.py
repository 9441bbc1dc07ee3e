"""Multiple breaks: exactness of the search, selection, date intervals, refusals."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.stability.bai_perron import bai_perron, date_intervals
from analysis.passthrough.stability.partition import (
    BreakDateDistribution,
    best_breaks,
    partitions,
    regime_rss,
)


def levels(seed, effects, noise=0.5, mean=0.0):
    """Prices whose same-month pass-through is `effects[r]` in each 100-month regime."""
    rng = np.random.default_rng(seed)
    T = 100 * len(effects)
    de = 2.5 * rng.standard_normal(T)
    pi = np.repeat(effects, 100) * de + noise * rng.standard_normal(T)
    pi += mean * (np.arange(T) >= T // 2)
    index = pd.period_range("1990-01", periods=T + 1, freq="M")
    return tuple(
        pd.Series(100 * np.exp(np.r_[0.0, np.cumsum(x)] / 100), index, name=name)
        for x, name in ((pi, "price"), (de, "fx"))
    )


@pytest.fixture(scope="module")
def two_breaks():
    return levels(1, [0.1, 0.5, 0.2])


def quick(price, fx, **options):
    return bai_perron(price, fx, **{"lags": 1, "own_lags": 1, "max_breaks": 3, **options})


def exhaustive(y, stable, breaking, shortest, m):
    """Least sum of squares over every admissible partition, one regression each."""
    n, best = len(y), (np.inf, ())
    for at in combinations(range(shortest, n - shortest + 1), m):
        edges = (0, *at, n)
        if min(np.diff(edges)) < shortest:
            continue
        row = np.arange(n)[:, None]
        blocks = [breaking * ((row >= a) & (row < b)) for a, b in pairwise(edges)]
        X = np.column_stack([stable, *blocks])
        u = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
        best = min(best, (float(u @ u), at))
    return best


class TestPartition:
    @pytest.mark.parametrize("m", [1, 2])
    def test_dynamic_programming_finds_the_best_of_all_partitions(self, m):
        rng = np.random.default_rng(m)
        X = np.column_stack([np.ones(40), rng.standard_normal(40)])
        y = rng.standard_normal(40) + X[:, 1] * (np.arange(40) > 22)
        at, rss = partitions(y, X[:, :0], X, 7, 3)[m]
        best = exhaustive(y, X[:, :0], X, 7, m)
        assert at == best[1]
        assert_allclose(rss, best[0], rtol=1e-10)

    def test_one_break_with_stable_coefficients_is_exact(self):
        rng = np.random.default_rng(3)
        for _ in range(5):
            X = rng.standard_normal((50, 3))
            y = rng.standard_normal(50)
            at, rss = partitions(y, X[:, :2], X[:, 2:], 8, 1)[1]
            best = exhaustive(y, X[:, :2], X[:, 2:], 8, 1)
            assert at == best[1]
            assert_allclose(rss, best[0], rtol=1e-10)

    def test_two_breaks_with_stable_coefficients_find_a_clear_optimum(self):
        rng = np.random.default_rng(4)
        X = np.column_stack([np.ones(60), rng.standard_normal((60, 2))])
        y = X @ [1.0, 0.5, 0.0] + X[:, 2] * np.repeat([0.0, 2.0, -1.0], 20) + 0.5 * rng.standard_normal(60)
        at, rss = partitions(y, X[:, :2], X[:, 2:], 9, 2)[2]
        best = exhaustive(y, X[:, :2], X[:, 2:], 9, 2)
        assert at == best[1]
        assert_allclose(rss, best[0], rtol=1e-10)

    def test_regimes_fill_the_sample_when_there_is_no_room_for_more(self):
        y = np.arange(10.0)
        assert best_breaks(regime_rss(y, np.ones((10, 1)), 4), 5) == [(), (5,)]

    def test_sum_of_squares_falls_with_every_break(self, two_breaks):
        rss = quick(*two_breaks).criteria["rss"]
        assert (rss.diff().dropna() <= 0).all()


class TestSelection:
    def test_finds_number_dates_and_effects(self, two_breaks):
        for select in ("bic", "lwz", "sequential"):
            result = quick(*two_breaks, select=select)
            assert result.number == 2
        for found, true in zip(result.dates["date"], ["1998-06", "2006-10"], strict=True):
            assert abs((found - pd.Period(true, freq="M")).n) <= 3
        regimes = [e.estimate for label, e in result.effects.items() if not label.startswith("change")]
        assert_allclose(regimes, [0.1, 0.5, 0.2], atol=0.06)
        assert len([label for label in result.effects if label.startswith("change")]) == 2

    def test_no_break_where_there_is_none(self):
        result = quick(*levels(5, [0.3, 0.3, 0.3]))
        assert result.number == 0 and result.dates.empty
        assert result.criteria["p_next"].iloc[0] > 0.05

    def test_shift_of_the_mean_is_no_break_of_pass_through(self):
        shifted = levels(6, [0.3, 0.3], mean=1.0)
        assert quick(*shifted, coefficients="mean", own_lags=0, select="bic").number == 1
        assert quick(*shifted, coefficients="fx", own_lags=0).number == 0

    def test_mean_breaks_leave_one_long_run(self):
        result = quick(*levels(6, [0.3, 0.3], mean=1.0), coefficients="mean", own_lags=0)
        assert len(result.effects) == 1

    def test_number_can_be_given(self, two_breaks):
        assert quick(*two_breaks, select=1).number == 1
        with pytest.raises(EstimationError, match="not estimated"):
            quick(*two_breaks, select=4)

    def test_sequential_stops_at_the_first_test_that_does_not_reject(self):
        """Rate of finding any break where there is none: near the nominal 5 %."""
        rng, found = np.random.default_rng(0), 0
        for _ in range(60):
            price, fx = levels(int(rng.integers(1 << 30)), [0.3, 0.3])
            found += quick(price, fx, max_breaks=1, select="sequential").number > 0
        assert found <= 9


class TestDates:
    def test_distribution_by_simulation(self):
        """Bai (1997) against random walks on a fine grid."""
        rng, step, length = np.random.default_rng(0), 0.02, 2000
        d = BreakDateDistribution(xi=2.0, phi=0.7)
        walk = rng.standard_normal((2, 3000, length)) * np.sqrt(step)
        time = step * np.arange(1, length + 1)
        left = np.cumsum(walk[0], axis=1) - time / 2
        right = np.sqrt(d.phi) * np.cumsum(walk[1], axis=1) - d.xi * time / 2
        lefts, rights = left.max(axis=1), right.max(axis=1)
        argmax = np.where(lefts > rights, -time[left.argmax(axis=1)], time[right.argmax(axis=1)])
        for x in (-8.0, -3.0, -1.0, 0.0, 0.5, 2.0):
            # Sampling error .009; the grid misses a little of each maximum.
            assert_allclose(d.cdf(x), (argmax <= x).mean(), atol=0.035)

    def test_symmetric_case(self):
        d = BreakDateDistribution(1.0, 1.0)
        assert_allclose(d.cdf(0.0), 0.5)
        assert_allclose(d.quantile(0.025), -d.quantile(0.975), rtol=1e-8)
        # Bai (1997) and Yao (1987): 95 % within 11 of the date.
        assert_allclose(d.quantile(0.975), 11.03, atol=0.01)

    @settings(max_examples=40, deadline=None)
    @given(xi=st.floats(0.05, 20), phi=st.floats(0.05, 20))
    def test_is_a_distribution(self, xi, phi):
        d = BreakDateDistribution(xi, phi)
        p = [d.cdf(x) for x in (-200, -20, -2, -1e-9, 0, 1e-9, 2, 20, 200)]
        assert all(-1e-9 <= value <= 1 + 1e-9 for value in p)
        assert (np.diff(p) >= -1e-9).all()
        assert_allclose(p[3], p[5], atol=1e-3)
        assert_allclose(d.cdf(d.quantile(0.1)), 0.1, atol=1e-6)

    def test_interval_covers(self):
        """Nominal 95 %; 200 samples of a break of one standard deviation."""
        rng, hits = np.random.default_rng(1), 0
        X = np.ones((120, 1))
        for _ in range(200):
            y = rng.standard_normal(120) + (np.arange(120) >= 60)
            at = best_breaks(regime_rss(y, X, 18), 1)[1]
            means = np.array([[y[: at[0]].mean()], [y[at[0] :].mean()]])
            resid = y - np.repeat(means[:, 0], [at[0], 120 - at[0]])
            ((low, high),) = date_intervals(X, resid, means, at)
            hits += low <= 60 <= high
        assert hits >= 180

    def test_autocorrelated_errors_widen_the_interval(self):
        rng = np.random.default_rng(2)
        u = rng.standard_normal(400)
        for t in range(1, 400):
            u[t] += 0.7 * u[t - 1]
        X, means = np.ones((400, 1)), np.array([[0.0], [1.5]])
        widths = [
            np.diff(date_intervals(X, u, means, (200,), errors=errors, lag=12)[0])[0]
            for errors in ("ols", "hc0", "newey-west")
        ]
        # The long-run variance is (1 + .7) / (1 - .7) = 5.7 times the variance.
        assert widths[0] == pytest.approx(widths[1], abs=2)
        assert widths[2] > 3 * widths[0]
        # Every period observed has eleven that are not beside it: neighbouring rows are no neighbours.
        apart = 12 * np.arange(400)
        spread = date_intervals(X, u, means, (200,), errors="newey-west", lag=12, positions=apart)[0]
        assert np.diff(spread)[0] < 0.6 * widths[2]
        with pytest.raises(EstimationError, match="errors is"):
            date_intervals(X, u, means, (200,), errors="hc1")


class TestResult:
    def test_frames_text_and_drawing(self, two_breaks):
        from matplotlib.figure import Figure

        result = quick(*two_breaks)
        assert list(result.to_frame().columns) == ["rss", "bic", "lwz", "p_next", "dates"]
        assert len(result.effects) == 5
        assert str(result.dates["date"].iloc[0]) in result.summary()
        ax = result.plot(Figure().subplots())
        assert len(ax.lines) == 4  # three regimes and zero

    def test_gap(self, two_breaks):
        price, fx = two_breaks
        result = quick(price.drop(price.index[150]), fx)
        assert result.nobs == quick(price, fx).nobs - 3
        assert result.number == 2

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"trim": 0.005}, "too few observations"),
            ({"select": "aic"}, "select is one of"),
            ({"coefficients": "own"}, "'fx', 'all' or 'mean'"),
            ({"max_breaks": 0}, "max_breaks"),
            ({"coefficients": "all", "mean_breaks": ["2000-01"]}, "drop mean_breaks"),
        ],
    )
    def test_refusals(self, two_breaks, options, message):
        with pytest.raises(EstimationError, match=message):
            quick(*two_breaks, **options)

    def test_peg_in_one_regime(self, two_breaks):
        price, fx = two_breaks
        fx = fx.copy()
        fx.iloc[:90] = 100.0
        with pytest.raises(EstimationError, match="does not vary enough"):
            quick(price, fx)
