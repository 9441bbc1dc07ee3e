"""The break test: size and power, invariances, refusals."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import covariance as covariance_of
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.multiple_testing import holm
from analysis.passthrough.stability.break_test import break_test
from analysis.passthrough.stability.hansen import hansen_pvalue
from analysis.passthrough.stability.sup_wald import Search, statistics, wild_samples

# At the end: a module of benchmarks is called like the package coverage.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from coverage_breaks import power_on_data, rejection, sample

# Invariance holds exactly in real arithmetic; logs of rescaled levels round.
SAME = 1e-7


def levels(seed=1, T=240, start="2000-01", **options):
    pi, de = sample(np.random.default_rng(seed), T, **options)
    index = pd.period_range(start, periods=T + 1, freq="M")
    return tuple(
        pd.Series(100 * np.exp(np.r_[0.0, np.cumsum(changes)] / 100), index, name=name)
        for changes, name in ((pi, "price"), (de, "fx"))
    )


@pytest.fixture(scope="module")
def broken():
    return levels(shift=0.3)


def quick(price, fx, **options):
    return break_test(price, fx, **{"lags": 2, "own_lags": 3, "draws": 99, **options})


class TestSizeAndPower:
    """Nominal 5 %; 400 samples have a Monte Carlo standard error of .011 at .05."""

    @pytest.mark.parametrize("ar", [0.3, 0.8])
    def test_size_with_own_lags_and_wild_bootstrap(self, ar):
        rate = rejection(np.random.default_rng(3), 400, ar=ar, own_lags=3)["bootstrap"]
        assert 0.03 <= rate <= 0.08

    def test_a_shift_in_the_mean_is_not_taken_for_one_in_pass_through(self):
        rng = np.random.default_rng(4)
        assert rejection(rng, 200, mean_shift=0.5, own_lags=3)["bootstrap"] <= 0.09

    def test_errors_whose_variance_doubles_do_not_look_like_a_break(self):
        rng = np.random.default_rng(5)
        rates = rejection(rng, 200, volatility=2.0, own_lags=3)
        assert rates["bootstrap"] <= 0.09 < rates["hansen"]

    def test_power_against_a_break_of_three_tenths(self):
        rates = rejection(np.random.default_rng(6), 60, shift=0.3, own_lags=3, draws=99)
        assert rates["bootstrap"] > 0.8

    def test_the_textbook_test_rejects_too_often(self):
        """If it did not, the samples would be too easy to tell a broken bootstrap."""
        rng = np.random.default_rng(7)
        mild = rejection(rng, 500, ar=0.3, own_lags=0, coefficients="all", draws=0)
        strong = rejection(rng, 100, ar=0.8, own_lags=0, coefficients="all", draws=0)
        shifted = rejection(rng, 50, mean_shift=0.5, own_lags=0, coefficients="all", draws=0)
        assert mild["hansen"] > 0.15
        assert strong["hansen"] > 0.6
        assert shifted["hansen"] > 0.9


class TestStatistic:
    def test_against_one_regression_a_date(self, broken):
        """The cumulated sums give what a regression with interactions gives at each date."""
        pi, de = sample(np.random.default_rng(2), 120)
        X = np.column_stack([np.ones(118), de[2:], de[1:-1], pi[1:-1]])
        y = pi[2:]
        at = np.array([30, 59, 90])
        search = Search(X, X[:, 1:3], at, X[:, :1])
        for covariance in ("ols", "hc1"):
            found = search.paths(y, covariance)[:, 0]
            for i, wald in zip(at, found, strict=True):
                post = X[:, [0, 1, 2]] * (np.arange(118) >= i)[:, None]
                full = fit(y, np.column_stack([X, post]), [f"c{j}" for j in range(7)])
                V = full.bread * full.rss / full.dof
                if covariance == "hc1":
                    scores = full.scores @ full.bread
                    V = scores.T @ scores * full.nobs / full.dof
                tested = [5, 6]
                d = full.beta[tested]
                assert_allclose(wald, d @ np.linalg.solve(V[np.ix_(tested, tested)], d), rtol=1e-9)

    @pytest.mark.parametrize("gap", [0, 4])
    def test_newey_west_sees_true_distances(self, gap):
        """Against `covariance` with positions, one regression a date; without a gap against contiguous rows
        too."""
        pi, de = sample(np.random.default_rng(2), 120)
        X = np.column_stack([np.ones(118), de[2:], de[1:-1], pi[1:-1]])
        y, at = pi[2:], np.array([40, 75])
        positions = np.arange(118) + gap * (np.arange(118) >= 60)
        search = Search(X, X[:, 1:3], at, X[:, :0], positions)
        found = search.paths(y, "newey-west", 3)[:, 0]
        for i, wald in zip(at, found, strict=True):
            post = X[:, [1, 2]] * (np.arange(118) >= i)[:, None]
            full = fit(y, np.column_stack([X, post]), [f"c{j}" for j in range(6)])
            V = covariance_of(full, "newey-west", 3, positions=positions).matrix
            d = full.beta[4:]
            assert_allclose(wald, d @ np.linalg.solve(V[4:, 4:], d), rtol=1e-9)
        near = Search(X, X[:, 1:3], at, X[:, :0]).paths(y, "newey-west", 3)[:, 0]
        assert np.allclose(near, found, rtol=1e-9) == (gap == 0)

    def test_spacing_reaches_the_path_and_the_effects(self, broken):
        price, fx = broken
        holed = price.drop(price.index[[60, 90, 91]])
        options = dict(own_lags=0, errors="newey-west", errors_bandwidth=3, draws=0)
        near, far = (quick(holed, fx, spacing=s, **options) for s in ("contiguous", "calendar"))
        assert not np.allclose(near.path, far.path, rtol=1e-3)
        assert not np.isclose(near.effects["before"].std_error, far.effects["before"].std_error, rtol=1e-4)
        assert quick(holed, fx, **options).path.equals(near.path)

    def test_samples_are_evaluated_together_as_one_by_one(self):
        pi, de = sample(np.random.default_rng(2), 100)
        X = np.column_stack([np.ones(99), de[1:], de[:-1]])
        search = Search(X, X[:, 1:], np.arange(20, 80), X[:, :0])
        samples = wild_samples(pi[1:], 7, np.random.default_rng(0))
        for covariance, lag in (("ols", 0), ("hc1", 0), ("newey-west", 4)):
            together = search.paths(samples, covariance, lag)
            for b in range(7):
                alone = search.paths(samples[:, b], covariance, lag)[:, 0]
                assert_allclose(together[:, b], alone, rtol=1e-9)

    def test_exponential_statistic_does_not_overflow(self):
        assert_allclose(statistics(np.full((3, 1), 5000.0))["exp"], 2500.0)


class TestResult:
    def test_finds_the_break_and_its_size(self, broken):
        result = quick(*broken, inference="hc3")
        assert abs((result.date - pd.Period("2010-02", freq="M")).n) <= 6
        assert result.last_before + 1 == result.date
        before, after, change = (result.effects[k] for k in ("before", "after", "change"))
        assert_allclose(change.estimate, after.estimate - before.estimate)
        assert change.low < 0.3 < change.high
        assert before.low < 0.4 < before.high
        assert result.pvalue == result.tests.loc["sup", "p_bootstrap"] == 0.01

    def test_known_dates_are_corrected_for_their_number(self, broken):
        known = quick(*broken, known={"true": "2010-02", "false": "2004-01", "late": "2018-09"}).known
        assert list(known.index) == ["true", "false", "late"]
        assert known.loc["true", "p_holm"] == pytest.approx(3 * known.loc["true", "p_bootstrap"])
        assert (known["p_holm"] >= known["p_bootstrap"]).all()

    def test_holm(self):
        # R: p.adjust(c(.01, .04, .03, .005), "holm")
        assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])

    def test_mean_breaks_given_are_in_both_models(self, broken):
        stepped = quick(*levels(mean_shift=2.0, T=200), own_lags=0, mean_breaks=["2008-05"])
        plain = quick(*levels(mean_shift=2.0, T=200), own_lags=0)
        assert stepped.pvalue > 0.05
        # The shift is in the residuals of the plain model, which says so.
        assert any("autocorrelated" in text for text in plain.warnings)

    def test_mean_may_shift_at_the_same_date_untested(self, broken):
        free = quick(*broken, mean_breaks="same date", seasonal=True)
        assert free.restrictions == quick(*broken).restrictions == 3

    def test_deterministic_without_and_with_a_seed(self, broken):
        def p(**options):
            return quick(*broken, sample=("2001-01", "2009-12"), **options).tests["p_bootstrap"]

        assert p().equals(p())
        seeds = [p(rng=np.random.default_rng(seed)) for seed in (1, 1, 2)]
        assert seeds[0].equals(seeds[1]) and not seeds[0].equals(seeds[2])

    def test_frames_text_and_drawing(self, broken):
        result = quick(*broken, known={"shift": "2010-02"})
        assert list(result.to_frame().index) == ["sup", "ave", "exp"]
        assert list(result.effects) == ["before", "after", "change"]
        assert str(result.date) in result.summary() and "Holm" in result.summary()
        from matplotlib.figure import Figure

        ax = result.plot(Figure().subplots())
        assert len(ax.lines) == 3
        assert_allclose(ax.lines[0].get_ydata().max(), result.statistic)

    def test_gap_costs_rows_and_is_not_bridged(self, broken):
        price, fx = broken
        holed = price.copy()
        holed.iloc[60] = np.nan
        result = quick(holed, fx, own_lags=0)
        assert result.nobs == quick(price, fx, own_lags=0).nobs - 2
        assert result.specification["rows lost to gaps"] == 2
        dropped = quick(price.drop(price.index[60]), fx, own_lags=0)
        assert_allclose(dropped.path, result.path)


class TestInvariance:
    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10**6), base=st.floats(1e-3, 1e3), unit=st.floats(1e-3, 1e3))
    def test_base_and_units_do_not_matter(self, seed, base, unit):
        price, fx = levels(seed, T=120)
        one = quick(price, fx, draws=19)
        two = quick(price * base, fx * unit, draws=19)
        assert_allclose(two.path, one.path, rtol=SAME)
        assert_allclose(two.tests["p_bootstrap"], one.tests["p_bootstrap"])
        assert_allclose(two.effects["change"].estimate, one.effects["change"].estimate, rtol=1e-6)

    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_turning_the_quotation_over_turns_the_effects_over(self, seed):
        price, fx = levels(seed, T=120)
        one = quick(price, fx, draws=19, errors="hc1")
        two = quick(price, 1 / fx, draws=19, errors="hc1")
        assert_allclose(two.path, one.path, rtol=SAME)
        assert two.date == one.date
        for label, effect in one.effects.items():
            assert_allclose(two.effects[label].estimate, -effect.estimate, rtol=1e-6)
            assert_allclose(two.effects[label].std_error, effect.std_error, rtol=1e-6)


class TestWords:
    def test_a_p_value_is_named_after_the_coefficients_that_were_restricted(self, broken):
        words = {
            c: quick(*broken, lags=1, own_lags=1, coefficients=c).hypothesis for c in ("fx", "mean", "all")
        }
        driver = broken[1].name or "fx"
        assert words["mean"] == "no break in the constant"
        assert words["fx"] == f"no break in the slopes on {driver}"
        assert words["all"] == f"no break in the constant, the slopes on {driver} and the own lag together"

    def test_the_mean_alone_is_not_the_joint_test(self):
        # Pass-through breaks and the mean does not: the joint test rejects, that of the constant has no
        # reason to.
        rng = np.random.default_rng(4)
        T = 240
        e = rng.standard_normal(T)
        pi = np.where(np.arange(T) < T // 2, 0.0, 0.8) * e + 0.5 * rng.standard_normal(T)
        index = pd.period_range("2000-01", periods=T, freq="M")
        price, fx = (pd.Series(np.exp(np.cumsum(x) / 100), index) for x in (pi, e))
        p = {
            c: break_test(price, fx, lags=0, own_lags=1, coefficients=c, draws=199).pvalue
            for c in ("all", "mean")
        }
        assert p["all"] <= 0.01 < 0.05 < p["mean"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"trim": 0.01}, "too few observations"),
            ({"trim": 0.5}, "trim is a share"),
            ({"lags": 40}, "too few observations"),
            ({"coefficients": "none"}, "'fx', 'mean' or 'all'"),
            ({"errors": "white"}, "unknown covariance"),
            ({"mean_breaks": "sometimes"}, "same date"),
            ({"mean_breaks": "same date", "coefficients": "all"}, "drop mean_breaks"),
            ({"mean_breaks": ["1990-01"]}, "one regime empty"),
            ({"known": {"tariffs": "2019-12"}}, "tariffs"),
            ({"known": {"tariffs": "no date"}}, "not a date"),
            ({"draws": -1}, "draws"),
            ({"rng": 7}, "default_rng"),
            ({"inference": "magic"}, "unknown inference"),
        ],
    )
    def test_says_what_is_wrong(self, broken, options, message):
        with pytest.raises(EstimationError, match=message):
            quick(*broken, **options)

    def test_constant_exchange_rate(self, broken):
        price, fx = broken
        with pytest.raises(EstimationError, match="constant"):
            quick(price, fx * 0 + 110.0)

    def test_exchange_rate_constant_in_one_regime(self, broken):
        """A peg until late: the early regime has nothing to estimate from."""
        price, fx = broken
        pegged = fx.copy()
        pegged.iloc[:100] = pegged.iloc[100]
        with pytest.raises(EstimationError, match="does not vary enough"):
            quick(price, pegged)

    def test_hansen_beyond_its_table(self):
        with pytest.raises(EstimationError, match="40"):
            hansen_pvalue(10.0, "sup", 41)
        with pytest.raises(EstimationError, match="unknown statistic"):
            hansen_pvalue(10.0, "median", 1)

    @pytest.mark.parametrize("kind", ["sup", "ave", "exp"])
    def test_hansen_is_a_probability_that_falls(self, kind):
        for k in (1, 5, 40):
            for trim in (0.005, 0.05, 0.153, 0.3, 0.495):
                p = [hansen_pvalue(x, kind, k, trim) for x in np.linspace(0.1, 120, 60)]
                assert all(0 <= value <= 1 for value in p)
                assert p[0] > 0.5 and p[-1] < 1e-4
                assert (np.diff(p) <= 1e-9).all()


def test_power_on_the_data_is_the_size_without_a_rise_and_one_with_a_huge_one():
    rates = [
        power_on_data("jp_consumer", rise, "2013-01", lags=12, replications=200)[0]
        for rise in (0.0, 0.3, 3.0)
    ]
    assert rates[0] == pytest.approx(0.05, abs=0.005)  # the quantile of the same draws
    assert rates[0] < rates[1] < rates[2] == 1.0
