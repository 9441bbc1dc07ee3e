"""Rolling windows."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.inference import METHODS, covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.stability.constant_path import constant_path, error_samples
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


class TestResult:
    def test_frames_text_and_drawing(self):
        path = rolling(*levels(8))
        frame = path.to_frame(joint="sup-t")
        assert list(frame.columns) == [
            "start", "estimate", "std_error", "low", "high",
            "joint_low", "joint_high", "constant_low", "constant_high",
        ]  # fmt: skip
        assert "constant pass-through: p" in path.summary()
        assert len(path.plot(Figure().subplots()).lines) == 6

    def test_what_a_result_does_not_have_is_refused(self):
        without = rolling(*levels(8), draws=0)
        with pytest.raises(EstimationError, match="no test of constant"):
            _ = without.pvalue
        for joint in (True, "sup-t"):
            with pytest.raises(EstimationError, match=r"sup-t.*draws > 0"):
                without.band(joint=joint)
        with pytest.raises(EstimationError, match="draws > 0"):
            without.constant_band()
        assert list(without.to_frame().columns) == ["start", "estimate", "std_error", "low", "high"]
        assert len(without.plot(Figure().subplots()).lines) == 2
        with pytest.raises(EstimationError, match="coverage is one of"):
            rolling(*levels(8)).constant_band(0.5)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"window": 2}, "a window of 2"),
            ({"window": 299}, "a window of 299"),
            ({"window": 12.5}, "whole number"),
            ({"error_lags": 100}, "error_lags"),
            ({"inference": "newey-west-prewhitened"}, "variances of draws are known for"),
            ({"rng": np.random.RandomState(0)}, "numpy.random.Generator"),
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
