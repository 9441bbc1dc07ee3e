"""End-of-sample instability and CUSUM: formula, size, power, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.stability.instability import end_of_sample


def levels(rng, T=200, *, jump=0.0, last=8, ar=0.3, beta=0.3, beta_last=None):
    """Pass-through `beta` in the same month; in the `last` months a jump and another beta."""
    de = 2.5 * rng.standard_normal(T)
    u = 0.5 * rng.standard_normal(T)
    for t in range(1, T):
        u[t] += ar * u[t - 1]
    end = np.arange(T) >= T - last
    pi = 0.2 + np.where(end, beta if beta_last is None else beta_last, beta) * de + jump * end + u
    index = pd.period_range("2005-01", periods=T + 1, freq="M")
    return tuple(
        pd.Series(100 * np.exp(np.r_[0.0, np.cumsum(x)] / 100), index, name=name)
        for x, name in ((pi, "price"), (de, "fx"))
    )


def quick(price, fx, last=8, **options):
    return end_of_sample(price, fx, date=price.index[-last], **{"lags": 1, **options})


class TestEndOfSample:
    def test_statistic_from_its_definition(self):
        """S of the last block, with the weighted projection written out."""
        price, fx = levels(np.random.default_rng(0), T=120)
        m, result = 8, quick(price, fx)
        pi, de = 100 * np.diff(np.log(price)), 100 * np.diff(np.log(fx))
        y, X = pi[1:], np.column_stack([np.ones(119), de[1:], de[:-1]])
        n = len(y) - m
        u = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
        blocks = [u[j : j + m] for j in range(n + 1)]
        inverse = np.linalg.inv(sum(np.outer(b, b) for b in blocks) / (n + 1))
        x = X[n:]
        score = x.T @ inverse @ u[n:]
        assert result.months == m and len(result.blocks) == n - m + 1
        assert_allclose(result.statistic, score @ np.linalg.solve(x.T @ inverse @ x, score), rtol=1e-8)

        keep = np.r_[0:5, 9:n]  # block 5 without its first half
        beta = np.linalg.lstsq(X[keep], y[keep], rcond=None)[0]
        v, x = y[5:13] - X[5:13] @ beta, X[5:13]
        score = x.T @ inverse @ v
        assert_allclose(
            result.blocks["statistic"].iloc[5], score @ np.linalg.solve(x.T @ inverse @ x, score), rtol=1e-8
        )
        assert_allclose(result.blocks["excess"].iloc[5], v.sum(), rtol=1e-8)

    def test_with_fewer_months_than_coefficients_every_direction_counts(self):
        price, fx = levels(np.random.default_rng(1))
        result = quick(price, fx, last=3, lags=6)
        pi, de = 100 * np.diff(np.log(price)), 100 * np.diff(np.log(fx))
        y = pi[6:]
        X = np.column_stack([np.ones(len(y))] + [de[6 - k : len(de) - k] for k in range(7)])
        u = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
        n = len(y) - 3
        blocks = np.array([u[j : j + 3] for j in range(n + 1)])
        sigma = blocks.T @ blocks / (n + 1)
        assert_allclose(result.statistic, u[n:] @ np.linalg.solve(sigma, u[n:]), rtol=1e-8)

    def test_size_with_autocorrelated_errors(self):
        """Nominal 5 %; 200 samples, standard error .015."""
        rng = np.random.default_rng(2)
        p = [quick(*levels(rng, ar=0.5)).pvalue for _ in range(200)]
        assert 0.01 <= np.mean(np.array(p) <= 0.05) <= 0.10

    def test_power_against_a_jump_of_prices(self):
        rng = np.random.default_rng(3)
        found = [quick(*levels(rng, jump=1.5), coefficients="mean") for _ in range(60)]
        assert np.mean([r.pvalue <= 0.05 for r in found]) > 0.8
        assert np.mean([r.excess_pvalue <= 0.05 for r in found]) > 0.8
        assert_allclose(np.mean([r.excess for r in found]), 8 * 1.5, atol=0.6)

    def test_power_against_a_change_of_pass_through(self):
        rng = np.random.default_rng(4)
        p = [quick(*levels(rng, beta_last=1.0), coefficients="fx").pvalue for _ in range(60)]
        assert np.mean(np.array(p) <= 0.05) > 0.8

    def test_gap_near_the_end(self):
        price, fx = levels(np.random.default_rng(5))
        result = end_of_sample(price.drop(price.index[-4]), fx, date=price.index[-8], lags=1)
        assert result.months == 6

    def test_frames_text_and_drawing(self):
        from matplotlib.figure import Figure

        result = quick(*levels(np.random.default_rng(6), jump=2.0))
        assert list(result.to_frame().index) == ["S", "excess"]
        assert str(result.date) in result.summary()
        assert (
            f"unexplained price change {result.excess:+.2f} log points" in result.summary()
        )  # residuals of 100 x log
        assert result.statistic > result.critical_value()
        assert len(result.plot(Figure().subplots()).lines) == 3

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"last": 90}, "blocks of 90 rows"),
            ({"coefficients": "own"}, "'fx', 'all' or 'mean'"),
            ({"lags": 150}, "blocks"),
        ],
    )
    def test_refusals(self, options, message):
        with pytest.raises(EstimationError, match=message):
            quick(*levels(np.random.default_rng(7)), **options)

    def test_date_after_the_sample(self):
        price, fx = levels(np.random.default_rng(7))
        with pytest.raises(EstimationError, match="one regime empty"):
            end_of_sample(price, fx, date="2050-01")
