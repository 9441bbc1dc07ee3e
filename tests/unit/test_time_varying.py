"""Rolling windows and random-walk coefficients."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import METHODS, covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.stability.constant_path import constant_path, error_samples
from analysis.passthrough.stability.median_unbiased import median_unbiased
from analysis.passthrough.stability.random_walk import (
    estimate_variances,
    kalman,
    loglikelihood,
    smooth,
)
from analysis.passthrough.stability.time_varying import time_varying


def levels(seed, T=300, beta=0.3, ar=0.0, noise=0.5):
    """Pass-through `beta` (number or path) in the same month."""
    rng = np.random.default_rng(seed)
    de = 2.5 * rng.standard_normal(T)
    u = noise * rng.standard_normal(T)
    for t in range(1, T):
        u[t] += ar * u[t - 1]
    pi = 0.2 + beta * de + u
    index = pd.period_range("1995-01", periods=T + 1, freq="M")
    return tuple(
        pd.Series(100 * np.exp(np.r_[0.0, np.cumsum(x)] / 100), index, name=name)
        for x, name in ((pi, "price"), (de, "fx"))
    )


STEP = np.where(np.arange(300) < 150, 0.1, 0.6)


def rolling(price, fx, **options):
    return time_varying(price, fx, **{"lags": 1, "window": 120, "draws": 199, **options})


def filtered(price, fx, **options):
    return time_varying(price, fx, **{"lags": 1, "method": "kalman", **options})


class TestRolling:
    def test_a_window_is_the_regression_on_its_rows(self):
        from analysis.passthrough import distributed_lag

        price, fx = levels(0)
        path = rolling(price, fx, lags=2, inference="hc1")
        start, end = path.starts[40], path.dates[40]
        alone = distributed_lag(price, fx, lags=2, sample=(start, end), inference="hc1")
        effect = path.at(end)
        assert alone.nobs == 120
        assert_allclose(effect.estimate, alone.long_run.estimate, rtol=1e-9)
        assert_allclose(effect.std_error, alone.long_run.std_error, rtol=1e-9)
        assert_allclose([effect.low, effect.high], [alone.long_run.low, alone.long_run.high], rtol=1e-9)

    def test_constant_estimate_is_the_whole_sample(self):
        from analysis.passthrough import distributed_lag

        price, fx = levels(0)
        alone = distributed_lag(price, fx, lags=1, own_lags=2).long_run
        constant = rolling(price, fx, own_lags=2).constant
        assert_allclose(constant.estimate, alone.estimate, rtol=1e-9)
        assert_allclose(constant.std_error, alone.std_error, rtol=1e-9)

    def test_sees_a_step_and_its_place(self):
        path = rolling(*levels(1, beta=STEP))
        assert path.pvalue <= 0.01
        assert path.at(path.dates[0]).high < 0.3 < path.at(path.dates[-1]).low
        outside = path.constant_band()
        assert ((path.long_run < outside["low"]) | (path.long_run > outside["high"])).any()

    @pytest.mark.parametrize(("ar", "own_lags"), [(0.0, 0), (0.5, 0), (0.5, 1)])
    def test_size_of_the_test_of_constancy(self, ar, own_lags):
        """Nominal 5 %; 100 samples, standard error .022. The mean of p is .5 with standard error .03."""
        p = [
            rolling(*levels(seed, T=240, ar=ar), lags=1 + own_lags, own_lags=own_lags, draws=99).pvalue
            for seed in range(100)
        ]  # fmt: skip
        assert np.mean(np.array(p) <= 0.05) <= 0.12
        assert 0.38 < np.mean(p) < 0.62

    def test_joint_bands_contain_the_pointwise_band(self):
        path = rolling(*levels(2))
        inner, outer = path.band(), path.band(joint="sup-t")
        widest = path.band(joint="bonferroni")
        assert (outer["low"] < inner["low"]).all() and (widest["low"] <= outer["low"]).all()
        joint, each = path.constant_band(), path.constant_band(joint=False)
        assert (joint["high"] > each["high"]).all()

    def test_sup_t_band_covers_a_constant_path(self):
        """Nominal 90 %, errors with autocorrelation .5; 60 samples, standard error .04. Pointwise: about
        half."""
        joint, pointwise = [], []
        for seed in range(60):
            path = rolling(*levels(seed, T=200, ar=0.5), draws=99)
            for hits, band in ((joint, path.band(0.90, joint="sup-t")), (pointwise, path.band(0.90))):
                hits.append(((band["low"] <= 0.3) & (band["high"] >= 0.3)).all())
        assert 0.80 <= np.mean(joint) <= 0.98
        assert np.mean(pointwise) < np.mean(joint) - 0.2

    @pytest.mark.parametrize("inference", sorted(set(METHODS) - {"newey-west-prewhitened", "ewc-hc3"}))
    @pytest.mark.parametrize("spacing", ["contiguous", "calendar"])
    def test_largest_t_is_that_of_regressions_one_by_one(self, inference, spacing):
        """Each artificial sample, each window, estimated as a window is: with `fit` and `covariance`."""
        rng = np.random.default_rng(3)
        X = np.column_stack([np.ones(70), rng.standard_normal((70, 2))])
        positions = np.arange(70) + (np.arange(70) > 30) if spacing == "calendar" else None
        whole, a, d = fit(rng.standard_normal(70), X, "abc"), np.array([0.0, 1, 1]), np.zeros(3)
        errors = error_samples(whole.resid, 2, 4, rng, positions)
        part = slice(0, 50)
        where = None if positions is None else positions[part]
        made = covariance(fit(whole.y[part], X[part], "abc"), inference, positions=where)
        found = constant_path(whole, np.zeros(21), 50, a, d, made, errors, positions)
        own_lag = inference in ("newey-west-auto", "qs")
        t = np.zeros((21, 4))
        for w in range(21):
            rows = slice(w, w + 50)
            where = None if positions is None else positions[rows]
            for b in range(4):
                alone = fit(errors[rows, b], X[rows], "abc")
                method = "newey-west" if inference == "newey-west-auto" else inference
                V = covariance(alone, method, made.bandwidth if own_lag else None, positions=where).matrix
                t[w, b] = abs(a @ alone.beta) / np.sqrt(a @ V @ a)
        assert_allclose(found.largest_t, t.max(axis=0), rtol=1e-8)

    @pytest.mark.parametrize("inference", ["newey-west-prewhitened", "ewc-hc3"])
    def test_a_method_whose_variance_is_no_form_in_the_errors_is_refused_by_name(self, inference):
        """Both rescale or filter the residuals of each sample, so no fixed quadratic form gives their
        variances."""
        with pytest.raises(EstimationError, match=inference):
            rolling(*levels(1), inference=inference, draws=9)

    def test_artificial_errors_keep_autocorrelation_and_variance_by_date(self):
        rng = np.random.default_rng(1)
        u = rng.standard_normal(400) * np.where(np.arange(400) < 200, 1.0, 3.0)
        for t in range(1, 400):
            u[t] += 0.6 * u[t - 1]
        drawn = error_samples(u, 4, 400, rng)

        def rho(x):
            return (x[1:] * x[:-1]).sum() / (x**2).sum()

        assert abs(rho(drawn) - rho(u)) < 0.05
        for half in (slice(0, 200), slice(200, 400)):
            assert_allclose(drawn[half].std(), u[half].std(), rtol=0.15)
        plain = error_samples(u, 0, 5, rng)
        assert_allclose(np.abs(plain), np.abs(np.repeat((u - u.mean())[:, None], 5, axis=1)))

    def test_a_gap_is_not_filled_with_zeros(self):
        rng = np.random.default_rng(2)
        u = rng.standard_normal(300)
        positions = np.arange(300) + 5 * (np.arange(300) >= 150)
        drawn = error_samples(u, 3, 200, rng, positions)
        assert drawn.shape == (300, 200)
        assert_allclose(drawn[150:155].std(), u.std(), rtol=0.2)

    def test_windows_count_complete_rows(self):
        price, fx = levels(3)
        path = rolling(price.drop(price.index[200]), fx)
        assert path.nobs == 299 - 2
        assert len(path.dates) == path.nobs - 120 + 1
        with pytest.raises(EstimationError, match="no estimate at"):
            path.at(price.index[200])

    def test_deterministic(self):
        price, fx = levels(4)
        assert rolling(price, fx).pvalue == rolling(price, fx).pvalue
        bands = [
            rolling(price, fx, rng=np.random.default_rng(s)).constant_path.joint[0.95] for s in (1, 1, 2)
        ]
        assert bands[0] == bands[1] != bands[2]


class TestKalman:
    def test_without_steps_the_last_filtered_state_is_ridge_least_squares(self):
        rng = np.random.default_rng(0)
        X, y = rng.standard_normal((50, 3)), rng.standard_normal(50)
        result = kalman(y, X, 0.5, np.zeros(3), np.zeros(3), 4 * np.eye(3))
        precision = X.T @ X / 0.5 + np.eye(3) / 4
        assert_allclose(result.filtered[-1], np.linalg.solve(precision, X.T @ y / 0.5), rtol=1e-9)
        assert_allclose(result.filtered_cov[-1], np.linalg.inv(precision), rtol=1e-9)
        mean, cov = smooth(result)
        assert_allclose(mean[0], mean[-1], rtol=1e-8)
        assert_allclose(cov[0], cov[-1], rtol=1e-8)

    def test_likelihood_is_that_of_the_joint_normal(self):
        rng = np.random.default_rng(1)
        n, X = 15, rng.standard_normal((15, 2))
        y, q = rng.standard_normal(15), np.array([0.3, 0.05])
        a0, P0 = np.array([0.5, -0.5]), np.diag([2.0, 1.0])
        steps = np.minimum.outer(np.arange(n), np.arange(n))
        cov = 0.4 * np.eye(n) + X @ P0 @ X.T + steps * (X * q @ X.T)
        away = y - X @ a0
        expected = -0.5 * (
            n * np.log(2 * np.pi) + np.linalg.slogdet(cov)[1] + away @ np.linalg.solve(cov, away)
        )
        assert_allclose(loglikelihood(y, X, 0.4, q, a0, P0), expected, rtol=1e-10)
        assert_allclose(kalman(y, X, 0.4, q, a0, P0).loglik, expected, rtol=1e-10)

    def test_smoother_is_the_conditional_mean_of_the_joint_normal(self):
        rng = np.random.default_rng(2)
        n, x = 12, rng.standard_normal(12)
        y = rng.standard_normal(12)
        prior = 2.0 + 0.3 * np.minimum.outer(np.arange(n), np.arange(n))
        cov = x[:, None] * prior * x + 0.4 * np.eye(n)
        gain = (prior * x) @ np.linalg.inv(cov)
        mean, variance = smooth(kalman(y, x[:, None], 0.4, np.array([0.3]), np.zeros(1), 2 * np.eye(1)))
        assert_allclose(mean[:, 0], gain @ y, rtol=1e-8)
        assert_allclose(variance[:, 0, 0], np.diag(prior - gain @ (x[:, None] * prior)), rtol=1e-8)

    def test_variances_maximise_the_likelihood(self):
        rng = np.random.default_rng(3)
        X = np.column_stack([np.ones(200), rng.standard_normal(200)])
        b = np.cumsum(0.1 * rng.standard_normal(200))
        y = 0.3 + b * X[:, 1] + 0.5 * rng.standard_normal(200)
        groups, a0, P0 = {"fx": np.array([1])}, np.zeros(2), 10 * np.eye(2)
        found = estimate_variances(y, X, groups, a0, P0)

        def at(s, q):
            return loglikelihood(y, X, s, np.array([0, q]), a0, P0)

        best = at(found.sigma2, found.steps["fx"])
        assert_allclose(best, found.loglik, rtol=1e-10)
        for factor in (0.8, 1.25):
            assert at(found.sigma2 * factor, found.steps["fx"]) < best
            assert at(found.sigma2, found.steps["fx"] * factor) < best
        assert found.loglik_without["fx"] < best - 5
        assert_allclose(found.sigma2, 0.25, rtol=0.4)
        assert 0.0025 < found.steps["fx"] < 0.04

    def test_follows_a_drift_and_says_how_far(self):
        drift = np.linspace(0.0, 0.8, 300)
        path = filtered(*levels(5, beta=drift))
        band = path.band(0.95)
        inside = (band["low"] <= drift[1:]) & (band["high"] >= drift[1:])
        assert inside.mean() > 0.85
        assert not path.warnings
        assert path.variances.loglik - path.variances.loglik_without["fx"] > 10

    def test_constant_pass_through_piles_up_at_zero_and_is_not_called_constant(self):
        piled = [filtered(*levels(seed, T=120), lags=0) for seed in range(4)]
        with_warning = [path for path in piled if path.warnings]
        assert with_warning
        for path in with_warning:
            assert "no evidence of constancy" in path.warnings[0]
            assert any(path.variances.steps[name] == 0.0 for name in path.variances.piled_up)

    def test_median_unbiased_drift_is_above_the_truth_as_often_as_below(self):
        """40 samples with a true ratio of 1e-4: between 10 and 30 fall above it (p = .001 outside).

        The 90 % interval holds it in 31 or more (p = .004 below).
        """
        rng, above, inside = np.random.default_rng(1), 0, 0
        for _ in range(40):
            X = np.column_stack([np.ones(150), 2.5 * rng.standard_normal(150)])
            b = np.cumsum(0.01 * rng.standard_normal(150))
            y = 0.2 + b * X[:, 1] + rng.standard_normal(150)
            drift = median_unbiased(y, X, np.array([1]), draws=99, rng=rng)
            above += drift.ratio > 1e-4
            inside += drift.low <= 1e-4 <= drift.high
            assert drift.low <= drift.ratio <= drift.high
        assert 10 <= above <= 30
        assert inside >= 31

    def test_median_unbiased_variance_in_the_filter(self):
        price, fx = levels(5, beta=0.3 + 0.3 * np.sin(np.arange(300) / 40))
        path = filtered(price, fx, variances="median-unbiased")
        assert "median-unbiased" in path.specification["variances"]
        assert path.variances.steps["fx"] > 0 and "fx" not in path.variances.piled_up
        assert_allclose(path.variances.steps["fx"] / path.variances.sigma2, path.drift.ratio, rtol=1e-9)
        assert str(path.drift) in path.summary()
        again = filtered(price, fx, variances="median-unbiased", rng=np.random.default_rng(9))
        # Other draws: the same number up to simulation error.
        ratios = [p.variances.steps["fx"] / p.variances.sigma2 for p in (path, again)]
        assert 0.5 < ratios[0] / ratios[1] < 2
        assert ratios[0] != ratios[1]

    def test_a_jump_is_not_called_drift(self):
        with pytest.raises(EstimationError, match="jump rather than drift"):
            filtered(*levels(5, beta=STEP), variances="median-unbiased")

    def test_long_run_with_own_lags(self):
        path = filtered(*levels(6, ar=0.5), own_lags=1)
        b = path.coefficients
        assert_allclose(path.long_run, (b["fx_0"] + b["fx_1"]) / (1 - b["price_1"]))
        assert (path.std_error > 0).all()
        assert_allclose(b["price_1"], b["price_1"].iloc[0])  # it takes no steps

    def test_filtered_path_uses_the_past_only(self):
        price, fx = levels(7, beta=STEP)
        variances = {"error": 0.25, "mean": 1e-4, "fx": 1e-3}
        whole = filtered(price, fx, variances=variances)
        half = filtered(price, fx, variances=variances, sample=(None, whole.dates[140]))
        assert_allclose(half.filtered_long_run, whole.filtered_long_run[:141], rtol=1e-9)
        assert_allclose(half.long_run[-1], half.filtered_long_run[-1], rtol=1e-9)
        assert not np.allclose(half.long_run, whole.long_run[:141], rtol=1e-3)


class TestResult:
    def test_frames_text_and_drawing(self):
        from matplotlib.figure import Figure

        path = rolling(*levels(8))
        frame = path.to_frame(joint="sup-t")
        assert list(frame.columns) == [
            "start", "estimate", "std_error", "low", "high",
            "joint_low", "joint_high", "constant_low", "constant_high",
        ]  # fmt: skip
        assert "constant pass-through: p" in path.summary()
        assert len(path.plot(Figure().subplots()).lines) == 6
        smoothed = filtered(*levels(8), variances={"error": 0.25, "mean": 0.0, "fx": 1e-3})
        assert list(smoothed.to_frame().columns)[-1] == "filtered"
        assert "prior" in smoothed.summary()
        assert len(smoothed.plot(Figure().subplots()).lines) == 2

    def test_what_a_result_does_not_have_is_refused(self):
        smoothed = filtered(*levels(8), variances={"error": 0.25, "mean": 0.0, "fx": 1e-3})
        with pytest.raises(EstimationError, match="no test of constant"):
            _ = smoothed.pvalue
        with pytest.raises(EstimationError, match="sup-t"):
            smoothed.band(joint="sup-t")
        with pytest.raises(EstimationError, match="bootstrap > 0"):
            rolling(*levels(8), draws=0).constant_band()
        with pytest.raises(EstimationError, match="bootstrap > 0"):
            rolling(*levels(8), draws=0).band(joint=True)
        with pytest.raises(EstimationError, match="level is one of"):
            rolling(*levels(8)).constant_band(0.5)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"method": "loess"}, "method is"),
            ({"window": 2}, "a window of 2"),
            ({"window": 299}, "a window of 299"),
            ({"window": 12.5}, "whole number"),
            ({"order": 100}, "order"),
            ({"inference": "newey-west-prewhitened"}, "variances of draws are known for"),
            ({"rng": np.random.RandomState(0)}, "numpy.random.Generator"),
            ({"method": "kalman", "varying": ()}, "varying"),
            ({"method": "kalman", "varying": ("fx", "seasons")}, "varying"),
            ({"method": "kalman", "varying": ("own",)}, "nothing to vary"),
            ({"method": "kalman", "variances": {"error": 1.0}}, "needs the entries"),
            ({"method": "kalman", "variances": {"error": 0, "mean": 0, "fx": 0}}, "positive"),
            ({"method": "kalman", "variances": "guess"}, "variances is"),
            ({"method": "kalman", "variances": "median-unbiased", "varying": "mean"}, "name 'fx'"),
            ({"method": "kalman", "prior_variance": 0}, "prior_variance"),
        ],
    )
    def test_refusals(self, options, message):
        with pytest.raises(EstimationError, match=message):
            rolling(*levels(9), **options)

    def test_constant_exchange_rate(self):
        price, fx = levels(9)
        with pytest.raises(EstimationError, match="constant"):
            rolling(price, fx * 0 + 1)
        pegged = fx.copy()
        pegged.iloc[:150] = 100.0
        with pytest.raises(EstimationError, match="zero in every one"):
            rolling(price, pegged)
