"""Error correction, and its bounds tests, on data whose truth is known."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.long_run import bounds, uecm
from analysis.passthrough.long_run.error_correction import error_correction
from analysis.passthrough.long_run.lag_orders import search
from analysis.passthrough.long_run.level_relation import level_relation

# At the end: a module of benchmarks is called like the package coverage.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from coverage_long_run import bounds_size, long_run_coverage

CALENDAR = pd.period_range("2000-01", periods=240, freq="M")


def sample(seed=1, phi=-0.2, long_run=0.6, periods=240, autocorrelation=0.0):
    """Price, exchange rate and foreign price with a level relation (none for phi = 0)."""
    rng = np.random.default_rng(seed)
    e, w = 0.02 * rng.standard_normal((2, periods + 50)).cumsum(axis=1)
    shocks, u = 0.005 * rng.standard_normal(periods + 50), 0.0
    target = 0.3 * w + long_run * e
    p = np.zeros(periods + 50)
    for t in range(1, periods + 50):
        u = autocorrelation * u + shocks[t]
        p[t] = p[t - 1] + phi * (p[t - 1] - target[t - 1]) + 0.1 * (e[t] - e[t - 1]) + u
    index = pd.period_range("2000-01", periods=periods, freq="M")
    columns = {"cpi": 100 * np.exp(p), "jpy": 110 * np.exp(e), "abroad": 90 * np.exp(w)}
    return pd.DataFrame({k: v[50:] for k, v in columns.items()}, index=index)


DATA = sample(seed=2)


def estimate(data=DATA, **changes):
    options = {"foreign": data[["abroad"]], "lags": 2, **changes}
    return error_correction(data["cpi"], data["jpy"], **options)


class TestEstimate:
    def test_recovers_the_relation(self):
        result = estimate(horizons=60)
        assert result.relation.supported
        assert result.relation.verdict == "supported"
        assert abs(result.long_run.estimate - 0.6) < 3 * result.long_run.std_error
        assert result.long_run.std_error < 0.05
        assert abs(result.adjustment.estimate + 0.2) < 3 * result.adjustment.std_error
        assert result.long_runs.loc["abroad", "estimate"] == pytest.approx(0.3, abs=0.1)
        assert result.estimate[-1] == pytest.approx(result.long_run.estimate, rel=1e-3)
        assert result.short_run.estimate == pytest.approx(0.1, abs=0.06)

    @pytest.mark.parametrize("trend", ["n", "c", "ct"])
    def test_equals_statsmodels_uecm(self, trend):
        from statsmodels.tsa.ardl import UECM

        logs = np.log(DATA)
        peer = UECM(logs["cpi"], 3, logs[["jpy", "abroad"]], {"jpy": 2, "abroad": 4}, trend=trend).fit()
        case = {"n": 1, "c": 3, "ct": 5}[trend]
        ours = estimate(lags=(3, 2, 4), case=case)
        matched = peer.params.rename({"const": "constant"})
        assert_allclose(ours.coefficients[matched.index], matched, rtol=1e-7)
        relation = peer.ci_params, peer.ci_bse
        assert_allclose(ours.unconditional_long_run.estimate, -relation[0]["jpy"], rtol=1e-7)
        assert_allclose(ours.unconditional_long_run.std_error, relation[1]["jpy"], rtol=1e-7)
        assert_allclose(ours.relation.f, peer.bounds_test(case).statistic, rtol=1e-7)

    def test_the_gradient_of_the_path_is_its_derivative(self):
        regression = estimate(lags=(3, 2, 0), case=5).regression
        _, gradient = uecm.multipliers(regression, {"jpy": 1.0}, 15)
        step = 1e-6
        for column in range(len(regression.fit.beta)):
            ends = []
            for sign in (1, -1):
                regression.fit.beta[column] += sign * step
                ends.append(uecm.multipliers(regression, {"jpy": 1.0}, 15)[0])
                regression.fit.beta[column] -= sign * step
            assert_allclose(gradient[:, column], (ends[0] - ends[1]) / (2 * step), atol=1e-6)

    def test_the_path_is_the_response_of_a_simulated_price(self):
        """Step the exchange rate by 1 % for ever and run the equation forward."""
        regression = estimate(lags=(3, 2, 1)).regression
        b = dict(zip(regression.fit.names, regression.fit.beta, strict=True))
        p, e = [0.0] * 4, [0.0] * 4
        for _ in range(12):
            e.append(1.0)
            p.append(
                p[-1]
                + b["cpi.L1"] * p[-1]
                + b["jpy.L1"] * e[-2]
                + sum(b[f"D.cpi.L{i}"] * (p[-i] - p[-i - 1]) for i in (1, 2))
                + sum(b[f"D.jpy.L{i}"] * (e[-1 - i] - e[-2 - i]) for i in (0, 1))
            )
        path, _ = uecm.multipliers(regression, {"jpy": 1.0}, 11)
        assert_allclose(path, p[4:], rtol=1e-10)

    def test_orders_are_those_that_statsmodels_selects(self):
        from statsmodels.tsa.ardl import ardl_select_order

        logs = np.log(DATA)
        levels = uecm.log_levels({n: DATA[n] for n in DATA}, None, False)
        for criterion in ("aic", "bic"):
            peer = ardl_select_order(logs["cpi"], 3, logs[["jpy", "abroad"]], 3, ic=criterion, trend="c")
            theirs = (max(peer.ar_lags), *(max(lags) for lags in peer.dl_lags.values()))
            assert search(levels, criterion, 3, 3) == theirs

    @pytest.mark.parametrize("seed", range(6))
    @pytest.mark.parametrize(("criterion", "penalty"), [("aic", 2.0), ("bic", np.log(236))])
    def test_orders_by_brute_force(self, seed, criterion, penalty):
        """Every model on the rows that four lags leave, one regression each."""
        data = sample(seed=seed, autocorrelation=0.4)
        levels = uecm.log_levels({n: data[n] for n in ("cpi", "jpy")}, None, False)
        common = np.arange(240) >= 4
        values = {}
        for p in range(1, 5):
            for q in range(5):
                fitted = uecm.regress(levels, (p, q), 3, common).fit
                values[p, q] = 236 * np.log(fitted.rss) + penalty * len(fitted.beta)
        assert search(levels, criterion, 4, 3) == min(values, key=values.get)

    def test_an_exchange_rate_without_lags_acts_at_once(self):
        result = estimate(lags=(1, 0, 0))
        b = result.coefficients
        assert_allclose(result.estimate[0], b["jpy.L0"], rtol=1e-12)
        assert_allclose(result.estimate[1], b["jpy.L0"] * (2 + b["cpi.L1"]), rtol=1e-12)

    def test_a_missing_month_costs_the_rows_that_touch_it_and_no_other(self):
        gap = DATA["cpi"].copy()
        gap.iloc[100] = np.nan
        full, broken = estimate(), error_correction(gap, DATA["jpy"], foreign=DATA[["abroad"]], lags=2)
        # The change at the gap, the one after it, and the one whose lagged
        # change is the latter.
        assert full.nobs - broken.nobs == 3
        lost = [str(period) for period in CALENDAR[100:103]]
        assert broken.specification["rows lost to gaps"] == lost
        rows = ~full.regression.periods.isin(CALENDAR[100:103])
        assert_allclose(broken.regression.fit.X, full.regression.fit.X[rows])

    @pytest.mark.parametrize("run", [
        lambda price, **how: error_correction(price, DATA["jpy"], lags=2, **how),
    ])  # fmt: skip
    def test_spacing_decides_how_autocovariances_see_the_gap(self, run):
        gap = DATA["cpi"].drop(CALENDAR[[100, 130, 131]])
        near, far = (run(gap, inference="newey-west", spacing=s) for s in ("contiguous", "calendar"))
        assert_allclose(near.coefficients, far.coefficients)
        assert not np.allclose(near.coefficient_covariance, far.coefficient_covariance, rtol=1e-3)
        default = run(gap, inference="newey-west")
        assert_allclose(default.coefficient_covariance, near.coefficient_covariance)
        whole = [
            run(DATA["cpi"], inference="ewc", spacing=s).coefficient_covariance
            for s in ("contiguous", "calendar")
        ]
        assert_allclose(*whole, rtol=1e-8)
        with pytest.raises(EstimationError, match="spacing is"):
            run(gap, spacing="even")

    def test_half_life_comes_with_its_set(self):
        result = estimate()
        ((low, high),) = result.half_life_set.intervals
        assert low < result.half_life < high
        assert_allclose(1 - 0.5 ** (1 / low), -result.adjustment.low, rtol=1e-9)
        assert_allclose(1 - 0.5 ** (1 / high), -result.adjustment.high, rtol=1e-9)
        weak = estimate(sample(phi=0.0, seed=8), lags=1)
        if weak.adjustment.high >= 0:
            assert not weak.half_life_set.bounded
        assert f"{result.half_life:.1f}" in result.specification["half-life of adjustment"]

    def test_seasonal_dummies_take_out_a_seasonal_price(self):
        data = DATA.copy()
        data["cpi"] = data["cpi"] * np.exp(0.02 * np.sin(np.pi * data.index.month / 6))
        plain, adjusted = estimate(data), estimate(data, seasonal=True)
        assert adjusted.regression.fit.rss < 0.6 * plain.regression.fit.rss
        assert adjusted.long_run.estimate == pytest.approx(0.6, abs=0.06)
        # Centred dummies leave the constant what it was, so that case 2 can test it.
        fixed = adjusted.regression.levels.fixed
        assert_allclose(fixed.iloc[:12].mean(), 0, atol=1e-12)

    def test_sample_limits_rows_and_not_lags(self):
        result = estimate(sample=("2005-01", "2015-12"))
        assert result.nobs == 132
        assert str(result.sample[0]) == "2005-01"

    def test_summary_and_html_hold_the_long_run(self):
        result = estimate()
        assert f"{result.long_run.estimate:.3f}" in result.summary()
        assert "<table>" in result._repr_html_()
        assert "Fieller" in result.summary()


class TestGate:
    unrelated = sample(phi=0.0, seed=8)

    def test_without_a_level_relation_the_long_run_is_withheld(self):
        result = estimate(self.unrelated)
        assert not result.relation.supported
        with pytest.raises(EstimationError, match=r"no level relation supported.*F = .*long run withheld"):
            _ = result.long_run
        assert np.isfinite(result.unconditional_long_run.estimate)
        for text in (result.summary(), result._repr_html_(), repr(result)):
            assert "withheld" in text
        assert f"{result.unconditional_long_run.estimate:.3f}" not in result.summary()
        assert any("do not read the end of the path" in w for w in result.warnings)

    @pytest.mark.parametrize(
        ("f", "t", "verdict"),
        [
            (6.0, -4.0, "supported"),
            (6.0, -2.0, "degenerate"),
            (6.0, -3.2, "inconclusive"),
            (4.0, -4.0, "inconclusive"),
            (1.0, -1.0, "not supported"),
            (1.0, -4.0, "not supported"),
        ],
    )
    def test_verdict(self, f, t, verdict):
        relation = estimate().relation
        relation = type(relation)(f, t, 3, 2, bounds.asymptotic(3, 2))
        assert relation.verdict == verdict
        assert relation.supported == (verdict == "supported")

    def test_fieller_set_is_unbounded_when_phi_is_not_different_from_zero(self):
        result = estimate(self.unrelated)
        phi = result.adjustment
        insignificant = abs(phi.statistic()) < phi.critical.value()
        assert result.unconditional_long_run.confidence_set.bounded != insignificant
        assert estimate().long_run.confidence_set.bounded

    def test_fieller_set_ends_where_the_t_statistic_is_critical(self):
        result = estimate()
        ((low, high),) = result.long_run.confidence_set.intervals
        names = ["jpy.L1", "cpi.L1"]
        b, V = result.coefficients[names], result.coefficient_covariance.loc[names, names]
        for end in (low, high):
            weights = np.array([1.0, end])
            t = abs(weights @ b) / np.sqrt(weights @ V.to_numpy() @ weights)
            assert_allclose(t, result.critical.value(0.95), rtol=1e-9)

    def test_warnings(self):
        assert not any("autocorrelated" in w for w in estimate().warnings)
        short = estimate(sample(periods=60))
        assert any("few for asymptotic bounds" in w for w in short.warnings)
        noisy = estimate(sample(autocorrelation=0.8), lags=1)
        assert any("autocorrelated" in w for w in noisy.warnings)
        squared = DATA.copy()
        rng = np.random.default_rng(5)
        squared["abroad"] = 100 * np.exp(1e-3 * rng.standard_normal(240).cumsum().cumsum())
        assert any("abroad may be I(2)" in w for w in estimate(squared).warnings)


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"lags": (2, 2)}, "needs 3 orders"),
            ({"lags": 0}, "1 or more"),
            ({"lags": "hqic"}, "'aic' or 'bic'"),
            ({"lags": 2, "max_lags": 4}, "belongs to a search"),
            ({"lags": "bic", "max_lags": 40}, "Lower max_lags"),
            ({"case": 6}, "cases 1 to 5"),
            ({"bounds": "exact"}, "'asymptotic' or 'finite-sample'"),
            ({"size": 0.2}, "size is one of"),
            ({"inference": "bootstrap"}, "unknown inference method"),
            ({"foreign": DATA["abroad"].to_numpy()}, "DataFrame of levels"),
            ({"foreign": DATA[["jpy"]]}, "two series are named jpy"),
            ({"foreign": DATA[["jpy"]].rename(columns={"jpy": "copy"})}, "collinear"),
            ({"lags": 60}, "too few observations"),
            ({"controls": pd.DataFrame({"event": 0.0}, index=DATA.index)}, "zero in every one"),
        ],
    )
    def test_unusable_arguments(self, changes, message):
        with pytest.raises(EstimationError, match=message):
            estimate(**changes)

    def test_a_constant_exchange_rate(self):
        with pytest.raises(EstimationError, match="jpy is constant"):
            estimate(DATA.assign(jpy=110.0))

    def test_a_duplicated_month_and_a_negative_level(self):
        twice = pd.concat([DATA["cpi"], DATA["cpi"].iloc[-1:]])
        with pytest.raises(EstimationError, match="more than one row"):
            error_correction(twice, DATA["jpy"])
        with pytest.raises(EstimationError, match="not positive"):
            estimate(DATA.assign(abroad=-1.0))

    def test_two_frequencies(self):
        quarterly = DATA[["abroad"]].copy()
        quarterly.index = pd.period_range("1960Q1", periods=240, freq="Q")
        with pytest.raises(EstimationError, match="different frequencies"):
            estimate(foreign=quarterly)


class TestInvariance:
    @settings(max_examples=15, deadline=None)
    @given(
        scales=st.tuples(*[st.floats(1e-3, 1e3)] * 3),
        case=st.sampled_from([2, 3, 4, 5]),
        orders=st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(0, 2)),
    )
    def test_the_base_of_an_index_does_not_matter(self, scales, case, orders):
        before = estimate(lags=orders, case=case)
        after = estimate(DATA * list(scales), lags=orders, case=case)
        assert_allclose(after.estimate, before.estimate, rtol=1e-6, atol=1e-9)
        assert_allclose(after.std_error, before.std_error, rtol=1e-6)
        assert_allclose(
            [after.relation.f, after.relation.t], [before.relation.f, before.relation.t], rtol=1e-6
        )
        long = before.unconditional_long_run
        assert_allclose(after.unconditional_long_run.estimate, long.estimate, rtol=1e-6)

    @settings(max_examples=10, deadline=None)
    @given(
        orders=st.tuples(st.integers(1, 3), st.integers(0, 3)),
        inference=st.sampled_from(["ols", "hc3", "ewc"]),
    )
    def test_inverting_the_quote_turns_the_sign(self, orders, inference):
        options = dict(lags=orders, inference=inference)
        before = error_correction(DATA["cpi"], DATA["jpy"], **options)
        after = error_correction(DATA["cpi"], 1 / DATA["jpy"], **options)
        assert_allclose(after.estimate, -before.estimate, rtol=1e-7, atol=1e-10)
        assert_allclose(after.covariance, before.covariance, rtol=1e-6, atol=1e-12)
        assert_allclose(after.relation.f, before.relation.f, rtol=1e-8)


class TestBounds:
    # Pesaran, Shin and Smith (2001), table CI(iii): 40 000 replications, two decimals.
    @pytest.mark.parametrize(
        ("k", "lower", "upper"), [(1, 4.94, 5.73), (2, 3.79, 4.85), (3, 3.23, 4.35), (4, 2.86, 4.01)]
    )
    def test_f_bounds_are_the_published_ones(self, k, lower, upper):
        ours = bounds.asymptotic(3, k).f.loc[0.05]
        assert_allclose([ours["lower"], ours["upper"]], [lower, upper], atol=0.05)

    @pytest.mark.parametrize("case", [1, 2, 3, 4, 5])
    def test_both_tables_are_the_limit_of_the_simulation(self, case):
        limit = bounds.asymptotic(case, 2)
        drawn = bounds.finite_sample(case, (1, 1, 1), np.arange(1, 301), draws=2500)
        # Monte Carlo errors at 2500 draws: 0.08 and 0.03 at the 5 % point.
        assert_allclose(drawn.f.loc[[0.10, 0.05]], limit.f.loc[[0.10, 0.05]], atol=0.25)
        assert_allclose(drawn.t.loc[[0.10, 0.05]], limit.t.loc[[0.10, 0.05]], atol=0.1)

    def test_p_values_and_points_agree(self):
        for case in (1, 2, 3, 4, 5):
            table = bounds.asymptotic(case, 2)
            for level in bounds.LEVELS:
                assert table.f_pvalue(table.f.loc[level, "lower"])[0] == pytest.approx(level, rel=0.02)
                assert table.f_pvalue(table.f.loc[level, "upper"])[1] == pytest.approx(level, rel=0.02)

    def test_small_samples_need_a_larger_f(self):
        small = bounds.finite_sample(3, (1, 1, 1), np.arange(1, 31))
        # Narayan (2005), 30 observations, k = 2, case III, 5 %: 4.267 and 5.473.
        assert_allclose(small.f.loc[0.05], [4.267, 5.473], atol=0.35)
        assert small.f.loc[0.05, "upper"] > bounds.asymptotic(3, 2).f.loc[0.05, "upper"] + 0.3

    def test_simulation_is_the_same_in_every_run(self):
        def run():
            bounds._simulate.cache_clear()
            return bounds.finite_sample(2, (2, 1), np.arange(2, 60), draws=500).f

        pd.testing.assert_frame_equal(run(), run())

    def test_finite_sample_statistics_are_those_of_the_regression(self):
        """One artificial sample through both code paths, with dummies and every case."""
        rows, fixed = np.arange(3, 60), np.zeros((57, 1))
        fixed[20] = 1.0
        shocks = np.random.default_rng(bounds.SEED).standard_normal((1, 60, 3))
        walks = np.exp(shocks[0].cumsum(axis=0) / 10)
        index = pd.period_range("2000-01", periods=60, freq="M")
        frame = pd.DataFrame(walks, columns=["y", "a", "b"], index=index)
        event = pd.DataFrame({"event": np.r_[np.zeros(3), fixed[:, 0]]}, index=index)
        for case in (1, 2, 3, 4, 5):
            levels = uecm.log_levels({n: frame[n] for n in frame}, event, False)
            regression = uecm.regress(levels, (3, 2, 0), case)
            relation = level_relation(regression, "asymptotic", 0.05)
            drawn = bounds._simulate(
                case, (3, 2, 0), tuple(rows.tolist()), fixed.tobytes(), 1, 1, bounds.SEED
            )["upper"]
            assert_allclose([relation.f, relation.t], [drawn[0][0], drawn[1][0]], rtol=1e-8)

    def test_size_on_independent_random_walks(self):
        """Nominal 5 %, T = 200; the look-up by k + 1 of statsmodels 0.15 gives about 0.10."""
        rates = bounds_size(800, seed=12)
        for kind in ("asymptotic", "finite-sample"):
            # Three Monte Carlo standard errors (0.0075) around 0.052.
            assert 0.029 < rates[f"F, {kind}"] < 0.075
            assert 0.029 < rates[f"t, {kind}"] < 0.075
            assert rates[f"both, {kind}"] <= rates[f"F, {kind}"]


def test_coverage_of_the_long_run():
    """Delta interval and Fieller set, phi = -0.1, T = 200; 4000 samples gave .906 and .928."""
    shares = long_run_coverage(250, seed=21)
    assert 0.85 < shares["delta"] < 0.97
    assert 0.87 < shares["Fieller"] < 0.98
