"""The cointegrated VAR on systems whose rank and relation are known."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.long_run import rank_test, reduced_rank
from analysis.passthrough.long_run.bootstrap_rank import System, traces_of
from analysis.passthrough.long_run.cointegration import cointegration

# At the end: a module of benchmarks is called like the package coverage.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from coverage_long_run import rank_size


def sample(seed=1, phi=-0.2, periods=240):
    """p adjusts to 0.6 e + 0.4 w; e and w are random walks of their own. Rank 1, or 0 for phi = 0."""
    rng = np.random.default_rng(seed)
    e, w = 0.02 * rng.standard_normal((2, periods + 50)).cumsum(axis=1)
    u = 0.005 * rng.standard_normal(periods + 50)
    p = np.zeros(periods + 50)
    for t in range(1, periods + 50):
        gap = p[t - 1] - 0.6 * e[t - 1] - 0.4 * w[t - 1]
        p[t] = p[t - 1] + phi * gap + 0.1 * (e[t] - e[t - 1]) + u[t]
    index = pd.period_range("2000-01", periods=periods, freq="M")
    columns = {"cpi": 100 * np.exp(p), "jpy": 110 * np.exp(e), "abroad": 90 * np.exp(w)}
    return pd.DataFrame({k: v[50:] for k, v in columns.items()}, index=index)


DATA = sample()
RESULT = cointegration(DATA)


class TestEstimate:
    def test_recovers_rank_relation_and_loadings(self):
        assert RESULT.rank() == RESULT.rank(statistic="max") == 1
        effect = RESULT.pass_through()
        assert abs(effect.estimate - 0.6) < 3 * effect.std_error < 0.2
        alpha, error = RESULT.alpha()["relation 1"], RESULT.alpha_std_error()["relation 1"]
        assert abs(alpha["cpi"] + 0.2) < 3 * error["cpi"]
        assert (alpha[["jpy", "abroad"]].abs() < 3 * error[["jpy", "abroad"]]).all()

    @pytest.mark.parametrize(
        ("deterministic", "peer"),
        [
            ("none", "n"),
            ("restricted constant", "ci"),
            ("unrestricted constant", "co"),
            ("restricted trend", "coli"),
        ],
    )
    def test_equals_statsmodels_vecm(self, deterministic, peer):
        from statsmodels.tsa.vector_ar.vecm import VECM

        event = pd.DataFrame({"event": (DATA.index == DATA.index[100]).astype(float)}, index=DATA.index)
        ours = cointegration(DATA, lags=3, deterministic=deterministic, seasonal=12, controls=event)
        theirs = VECM(
            np.log(DATA).to_numpy(), k_ar_diff=2, deterministic=peer, seasons=12, exog=event.to_numpy()
        ).fit()
        assert_allclose(ours.beta().iloc[:3], theirs.beta, rtol=1e-6)
        assert_allclose(ours.alpha(), theirs.alpha, rtol=1e-6)
        assert_allclose(ours.pass_through(unconditional=True).std_error, theirs.stderr_beta[1, 0], rtol=1e-6)

    def test_equals_statsmodels_rank_test_where_that_has_one(self):
        from statsmodels.tsa.vector_ar.vecm import coint_johansen

        for deterministic, order in (("none", -1), ("unrestricted constant", 0)):
            ours = cointegration(DATA, lags=3, deterministic=deterministic).rank_table
            theirs = coint_johansen(np.log(DATA).to_numpy(), order, 2)
            # Its "none" demeans nothing, its 0 demeans first: same span.
            assert_allclose(ours["trace"], theirs.trace_stat, rtol=1e-6)
            assert_allclose(ours["trace_5pct"], theirs.trace_stat_crit_vals[:, 1], rtol=1e-6)
            assert_allclose(ours["max_5pct"], theirs.max_eig_stat_crit_vals[:, 1], rtol=1e-6)

    def test_a_missing_month_costs_the_rows_that_touch_it(self):
        gap = DATA.copy()
        gap.loc[gap.index[100], "cpi"] = np.nan
        broken = cointegration(gap, lags=2)
        assert RESULT.nobs - broken.nobs == 3
        assert broken.pass_through().estimate == pytest.approx(RESULT.pass_through().estimate, abs=0.02)

    def test_rates_enter_as_they_are(self):
        walk = 0.002 * np.random.default_rng(1).standard_normal(240).cumsum()
        rate = pd.Series(walk, index=DATA.index, name="rate")
        data = DATA.join(rate)
        with pytest.raises(EstimationError, match="not positive"):
            cointegration(data)
        ours = cointegration(data, rates=["rate"])
        assert_allclose(ours.levels[:, 3], rate.to_numpy()[1:-1], atol=1e-14)


class TestRestrictions:
    def test_true_restrictions_are_kept_and_false_ones_rejected(self):
        true = RESULT.test_beta({"cpi": 0.4, "abroad": 1.0})
        assert true.restrictions == 1 and true.pvalue > 0.05
        assert RESULT.test_beta({"cpi": 1.0, "jpy": 1.0}).pvalue < 1e-4
        assert RESULT.test_beta({"jpy": 1.0}).pvalue < 1e-4
        assert RESULT.test_weak_exogeneity("jpy", "abroad").pvalue > 0.05
        assert RESULT.test_weak_exogeneity("cpi").pvalue < 1e-4

    def test_the_estimate_itself_is_no_restriction(self):
        b = RESULT.beta()["relation 1"]
        weights = {"cpi": -b["jpy"], "jpy": 1.0}
        assert RESULT.test_beta(weights).statistic == pytest.approx(0, abs=1e-8)

    def test_likelihood_ratio_by_brute_force(self):
        """The restricted likelihood, maximised over the relation by a search."""
        from scipy.optimize import minimize

        R0, R1 = RESULT.model.R0, RESULT.model.R1

        def deviance(free, R0=R0, R1=R1):
            """beta = (1, -b, -c, rho) with b = c."""
            z = R1 @ np.array([1.0, -free[0], -free[0], free[1]])
            u = R0 - np.outer(z, R0.T @ z) / (z @ z)
            return len(R0) * np.linalg.slogdet(u.T @ u / len(R0))[1]

        logs = np.log(DATA).mean()
        start = [0.5, 0.5 * (logs["jpy"] + logs["abroad"]) - logs["cpi"]]
        restricted = minimize(
            deviance, start, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-10, "maxiter": 4000}
        )
        free = len(R0) * (np.linalg.slogdet(R0.T @ R0 / len(R0))[1] + np.log1p(-RESULT.model.eigenvalues[0]))
        test = RESULT.test_beta({"jpy": 1, "abroad": -1})
        assert test.statistic == pytest.approx(restricted.fun - free, abs=1e-5)

    def test_weak_exogeneity_by_brute_force(self):
        """alpha_jpy = 0: the likelihood of the other equations given the jpy equation, and of that one."""
        from scipy.optimize import minimize

        R0, R1, n = RESULT.model.R0, RESULT.model.R1, RESULT.nobs

        def deviance(free):
            z = R1 @ np.array([1.0, *free])
            given = R0[:, [1]]
            X = np.column_stack([z, given])
            rest = R0[:, [0, 2]]
            u = rest - X @ np.linalg.lstsq(X, rest, rcond=None)[0]
            marginal = given.T @ given / n
            return n * (np.linalg.slogdet(u.T @ u / n)[1] + np.linalg.slogdet(marginal)[1])

        b = RESULT.beta()["relation 1"].to_numpy()
        restricted = minimize(
            deviance, b[1:], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-10, "maxiter": 8000}
        )
        free = n * (np.linalg.slogdet(R0.T @ R0 / n)[1] + np.log1p(-RESULT.model.eigenvalues[0]))
        test = RESULT.test_weak_exogeneity("jpy")
        assert test.statistic == pytest.approx(restricted.fun - free, abs=1e-4)

    @pytest.mark.parametrize(
        ("restrictions", "message"),
        [
            ({"usd": 1}, "no 'usd' among"),
            ([{"cpi": 1, "jpy": 1}, {"cpi": 2, "jpy": 2}], "repeat each other"),
            ([{"cpi": 1}, {"jpy": 1}, {"abroad": 1}, {"constant": 1}], "too many"),
        ],
    )
    def test_refusals(self, restrictions, message):
        with pytest.raises(EstimationError, match=message):
            RESULT.test_beta(restrictions)

    def test_too_many_weakly_exogenous(self):
        with pytest.raises(EstimationError, match="at most 2 variables"):
            RESULT.test_weak_exogeneity("cpi", "jpy", "abroad")


class TestConfidenceSet:
    @settings(max_examples=20, deadline=None)
    @given(
        seed=st.integers(0, 50),
        phi=st.sampled_from([-0.2, -0.03, 0.0]),
        deterministic=st.sampled_from(rank_test.CASES),
        value=st.floats(-4, 4),
    )
    def test_holds_what_the_likelihood_ratio_test_keeps(self, seed, phi, deterministic, value):
        result = cointegration(sample(seed, phi, 120), deterministic=deterministic)
        effect = result.pass_through(unconditional=True)
        kept = effect.confidence_set
        assert effect.estimate in kept and kept.kind == "likelihood-ratio"
        statistic = result.test_beta({"jpy": 1.0, "cpi": value}).statistic
        assert (value in kept) == (statistic <= 3.841458820694124)
        for end in {end for interval in kept.intervals for end in interval if np.isfinite(end)}:
            at_end = result.test_beta({"jpy": 1.0, "cpi": end}).statistic
            assert at_end == pytest.approx(3.841458820694124, rel=1e-4)

    def test_agrees_with_the_interval_when_the_relation_is_clear(self):
        effect = RESULT.pass_through()
        ((low, high),) = effect.confidence_set.intervals
        assert_allclose([low, high], [effect.low, effect.high], atol=0.01)
        assert "likelihood-ratio [" in str(effect)


class TestAdjustment:
    def test_half_life_of_the_gap(self):
        """The gap closes by a fifth a month: 3.1 months."""
        effect, half, kept = cointegration(sample(seed=2, periods=2000)).adjustment()
        assert abs(effect.estimate + 0.2) < 3 * effect.std_error < 0.1
        assert_allclose(half, np.log(0.5) / np.log(1 + effect.estimate))
        assert half in kept and np.log(0.5) / np.log(0.8) in kept

    def test_standard_error_is_that_of_a_regression_of_the_gap(self):
        """With one equation for beta'X the speed is its coefficient, up to n against n - k."""
        from analysis.passthrough.core.least_squares import fit

        effect, *_ = RESULT.adjustment()
        first = RESULT.equations()[0]
        gap = fit(RESULT.changes @ RESULT.beta()["relation 1"].to_numpy()[:3], first.X, first.names)
        assert_allclose(effect.estimate, gap.beta[0], rtol=1e-9)
        error = np.sqrt(gap.bread[0, 0] * gap.rss / gap.nobs)
        assert_allclose(effect.std_error, error, rtol=1e-9)


class TestBootstrapRank:
    @pytest.mark.parametrize("deterministic", rank_test.CASES)
    @pytest.mark.parametrize("lags", [1, 3])
    def test_statistic_is_that_of_the_rank_table(self, deterministic, lags):
        result = cointegration(DATA, lags=lags, deterministic=deterministic, seasonal=True)
        short, table = result.short.to_numpy(), result.rank_table["trace"]
        data = np.hstack([short, result.levels, result.changes])[None]
        found = [traces_of(data, short.shape[1], result.levels.shape[1], r)[0] for r in range(3)]
        assert_allclose(found, table, rtol=1e-8)

    def test_samples_without_errors_are_the_system_itself(self):
        """Residuals put back at their dates give the data back, hence the statistic observed."""
        result = cointegration(DATA, lags=2, deterministic="unrestricted constant", seasonal=True)
        system = System(result.changes, result.levels, result.short.to_numpy(), 2, result.model.vectors)

        class Same:
            """A generator that resamples every residual at its own date."""

            def integers(self, n, size):
                return np.broadcast_to(np.arange(n), size)

        for rank in range(3):
            found = system.traces(rank, 2, Same())
            assert_allclose(found, result.rank_table.loc[rank, "trace"], rtol=1e-6)

    @pytest.mark.parametrize("wild", [False, True])
    def test_finds_one_relation_and_is_the_same_every_time(self, wild):
        one, two = (RESULT.bootstrap_rank(99, wild=wild) for _ in range(2))
        pd.testing.assert_frame_equal(one, two)
        assert one.attrs["rank"] == 1 and list(one.index) == [0, 1]
        assert one.loc[0, "p_bootstrap"] == 0.01

    def test_size_where_the_table_rejects_too_often(self):
        """5 unrelated walks, 60 periods: nominal 5 %, 60 samples; the plain test gives .38."""
        rates = rank_size(60, T=60, variables=5, draws=99)
        assert rates["trace"] > 0.2
        assert rates["bootstrap"] <= 0.15 and rates["corrected"] <= 0.15

    def test_refusals(self):
        gap = DATA.copy()
        gap.loc[gap.index[100], "cpi"] = np.nan
        with pytest.raises(EstimationError, match="has gaps"):
            cointegration(gap).bootstrap_rank()
        with pytest.raises(EstimationError, match="draws must be 99"):
            RESULT.bootstrap_rank(10)
        growing = DATA.assign(cpi=DATA["cpi"] * np.exp(0.02 * 1.03 ** np.arange(240)))
        with pytest.raises(EstimationError, match="explosive"):
            cointegration(growing, deterministic="none").bootstrap_rank(99)


class TestPath:
    def test_converges_to_the_relation(self):
        """e and w are independent, so with many months the ratio ends at the coefficient."""
        path = cointegration(sample(seed=2, periods=4000)).path(60)
        assert path.estimate[0] == pytest.approx(0.1, abs=3 * path.std_error[0])
        assert path.estimate[-1] == pytest.approx(0.6, abs=3 * path.std_error[-1])
        assert path.std_error[-1] < 0.05
        assert path.method == "cointegrated VAR" and path.nobs == 3998

    def test_a_response_that_dies_out_is_not_divided_by_in_silence(self):
        rng = np.random.default_rng(3)
        noise = DATA.assign(jpy=110 * np.exp(0.02 * rng.standard_normal(240)))
        assert any(
            "own response is within two standard errors" in w for w in cointegration(noise).path(12).warnings
        )
        assert not any("own response" in w for w in RESULT.path(12).warnings)

    def test_equals_the_responses_of_statsmodels(self):
        from statsmodels.tsa.vector_ar.vecm import VECM

        reordered = np.log(DATA[["jpy", "cpi", "abroad"]]).to_numpy()
        theirs = VECM(reordered, k_ar_diff=1, deterministic="ci").fit().irf(20).orth_irfs[:, :, 0]
        assert_allclose(RESULT.path(20).estimate, theirs[:, 1] / theirs[:, 0], rtol=1e-6)

    def test_complex_step_is_the_derivative(self):
        """Standard errors from numerical derivatives of the same map."""
        path = RESULT.path(6)
        equations = RESULT.equations()
        kept = 1 + 3
        omega, bread = RESULT.omega(1), equations[0].bread[:kept, :kept]
        theta = np.concatenate([*(e.beta[:kept] for e in equations), omega[:, 1]])
        V = np.zeros((15, 15))
        V[:12, :12] = np.kron(omega, bread)
        V[12:, 12:] = (omega * omega[1, 1] + np.outer(omega[1], omega[1])) / RESULT.nobs
        b = RESULT.beta().to_numpy()[:3]

        def respond(x):
            block = x[:12].reshape(3, kept)
            A = reduced_rank.levels_matrices(block[:, :1] @ b.T, block[:, 1:])
            r = reduced_rank.responses(A, x[12:] / x[13], 6)
            return r[:, 0] / r[:, 1]

        J = np.empty((7, 15))
        for i in range(15):
            step = 1e-6 * max(abs(theta[i]), 1e-4)
            up, down = theta.copy(), theta.copy()
            up[i] += step
            down[i] -= step
            J[:, i] = (respond(up) - respond(down)) / (2 * step)
        assert_allclose(path.std_error, np.sqrt(np.diag(J @ V @ J.T)), rtol=1e-4)

    def test_coverage_of_the_impact(self):
        """The first response is a regression coefficient: 0.1, in nine samples of ten."""
        hits = 0
        for seed in range(60):
            low, high = cointegration(sample(seed, periods=120)).path(0).band(0.90).iloc[0]
            hits += low < 0.1 < high
        assert 44 <= hits <= 60


class TestGate:
    unrelated = cointegration(sample(phi=0.0, seed=8))

    def test_without_cointegration_pass_through_is_withheld(self):
        assert self.unrelated.rank() == 0
        with pytest.raises(EstimationError, match="no cointegration supported: trace"):
            self.unrelated.pass_through()
        assert np.isfinite(self.unrelated.pass_through(unconditional=True).estimate)

    def test_two_relations_have_no_single_ratio(self):
        with pytest.raises(EstimationError, match="how they are mixed"):
            RESULT.pass_through(rank=2)
        assert np.isfinite(RESULT.path(3, rank=2).estimate).all()

    @pytest.mark.parametrize("rank", [0, 3])
    def test_rank_out_of_range(self, rank):
        with pytest.raises(EstimationError, match="rank"):
            RESULT.beta(rank) if rank else RESULT.path(rank=rank)

    def test_unknown_statistic(self):
        with pytest.raises(EstimationError, match="statistic is"):
            RESULT.rank(statistic="lambda")


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"deterministic": "constant"}, "deterministic is one of"),
            ({"lags": 0}, "1 or more"),
            ({"lags": 70}, "too few observations"),
            ({"seasonal": 4}, "12 for this frequency"),
            ({"rates": ["i1"]}, "not a column"),
            ({"controls": DATA["cpi"]}, "come as a DataFrame"),
        ],
    )
    def test_arguments(self, changes, message):
        with pytest.raises(EstimationError, match=message):
            cointegration(DATA, **changes)

    def test_data(self):
        with pytest.raises(EstimationError, match="jpy is constant"):
            cointegration(DATA.assign(jpy=110.0))
        with pytest.raises(EstimationError, match="collinear"):
            cointegration(DATA.assign(copy=DATA["jpy"] ** 2))
        with pytest.raises(EstimationError, match="exactly predictable"):
            cointegration(DATA.assign(wave=np.exp(np.sin(np.arange(240) / 30))))
        with pytest.raises(EstimationError, match="two or more"):
            cointegration(DATA[["cpi"]])

    def test_i2_looking_input_is_a_warning(self):
        walk = np.random.default_rng(5).standard_normal(240).cumsum().cumsum()
        result = cointegration(DATA.assign(abroad=100 * np.exp(1e-3 * walk)))
        assert any("abroad may be I(2)" in w for w in result.warnings)


class TestInvariance:
    @settings(max_examples=15, deadline=None)
    @given(
        scales=st.tuples(*[st.floats(1e-3, 1e3)] * 3),
        deterministic=st.sampled_from(rank_test.CASES[1:]),
        lags=st.integers(1, 4),
    )
    def test_the_base_of_an_index_does_not_matter(self, scales, deterministic, lags):
        options = dict(deterministic=deterministic, lags=lags)
        before, after = cointegration(DATA, **options), cointegration(DATA * list(scales), **options)
        assert_allclose(after.rank_table["trace"], before.rank_table["trace"], rtol=1e-6)
        one, two = (r.pass_through(unconditional=True) for r in (before, after))
        assert_allclose([two.estimate, two.std_error], [one.estimate, one.std_error], rtol=1e-6)
        assert_allclose(after.path(6).std_error, before.path(6).std_error, rtol=1e-5)

    @settings(max_examples=10, deadline=None)
    @given(lags=st.integers(1, 4))
    def test_inverting_the_quote_turns_the_sign(self, lags):
        before = cointegration(DATA, lags=lags)
        after = cointegration(DATA.assign(jpy=1 / DATA["jpy"]), lags=lags)
        assert_allclose(after.rank_table["trace"], before.rank_table["trace"], rtol=1e-8)
        one, two = before.pass_through(unconditional=True), after.pass_through(unconditional=True)
        assert_allclose([two.estimate, two.std_error], [-one.estimate, one.std_error], rtol=1e-7)
        assert_allclose(after.path(6).estimate, -before.path(6).estimate, rtol=1e-6)


class TestRankDistribution:
    @pytest.mark.parametrize("case", ["none", "unrestricted constant"])
    @pytest.mark.parametrize("kind", ["trace", "max"])
    def test_gamma_quantiles_are_close_to_the_tables_of_statsmodels(self, case, kind):
        for trends in range(1, 11):
            table, source = rank_test.critical_value(kind, case, trends)
            assert rank_test.quantile(0.95, kind, case, trends) == pytest.approx(table, rel=0.015)
            assert source.startswith("MacKinnon")

    # MacKinnon, Haug and Michelis (1999), restricted constant, as EViews prints them.
    @pytest.mark.parametrize(
        ("kind", "published"),
        [
            ("trace", (9.164546, 20.26184, 35.19275, 54.07904)),
            ("max", (9.164546, 15.89210, 22.29962, 28.58808)),
        ],
    )
    def test_gamma_quantiles_of_the_restricted_constant(self, kind, published):
        ours = [rank_test.critical_value(kind, "restricted constant", m)[0] for m in (1, 2, 3, 4)]
        assert_allclose(ours, published, rtol=0.01)

    def test_quantile_inverts_pvalue(self):
        for case in rank_test.CASES:
            for kind in ("trace", "max"):
                q = rank_test.quantile(0.95, kind, case, 3)
                assert rank_test.pvalue(q, kind, case, 3) == pytest.approx(0.05, rel=1e-9)

    def test_restricted_trend_by_simulation(self):
        """Two random walks, 300 periods, no relation: the trace rejects at its nominal size."""
        rng = np.random.default_rng(6)
        trend, rejected = np.arange(299.0), 0
        Z = np.ones((299, 1))
        critical, _ = rank_test.critical_value("trace", "restricted trend", 2)
        for _ in range(1000):
            X = rng.standard_normal((300, 2)).cumsum(axis=0)
            parts = np.diff(X, axis=0), np.column_stack([X[:-1], trend])
            model = reduced_rank.solve(*(reduced_rank.partial_out(part, Z) for part in parts))
            rejected += -299 * np.log1p(-model.eigenvalues).sum() > critical
        # Three Monte Carlo standard errors (0.007) and a little for T = 300.
        assert 0.03 < rejected / 1000 < 0.08
