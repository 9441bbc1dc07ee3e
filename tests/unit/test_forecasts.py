"""Direct forecasts and the tests that compare them: hand-made worlds, sizes, and what is known at an
origin."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.forecasts.accuracy import clark_west, diebold_mariano
from analysis.passthrough.forecasts.direct import changes_over, direct_forecasts
from analysis.passthrough.forecasts.yen import scored

MONTHS = pd.period_range("1990-01", periods=240, freq="M")


def world(seed, effect):
    """A price whose change follows last month's driver by `effect`."""
    rng = np.random.default_rng(seed)
    driver, noise = rng.normal(size=240), rng.normal(size=240)
    change = effect * np.r_[0, driver[:-1]] + noise
    return pd.Series(100 * np.exp(np.cumsum(change) / 100), MONTHS), pd.DataFrame({"driver": driver}, MONTHS)


def test_changes_over_spans_by_hand():
    level = pd.Series(np.exp(np.arange(20.0) ** 2 / 100), MONTHS[:20])
    found = changes_over(level, ((0, 3), (3, 12)), "x").iloc[-1]
    assert_allclose(found, [19**2 - 16**2, 16**2 - 7**2])


def test_a_forecast_uses_only_what_was_known():
    """Whatever comes after an origin leaves its forecast alone: outcome less error is the forecast."""
    price, X = world(1, 0.5)
    other = price.copy()
    other.iloc[200:] *= np.exp(np.linspace(0.5, 3, 40))
    for h in (1, 6):
        forecasts = []
        for series in (price, other):
            found = direct_forecasts(name="m", target=series, predictors=X, horizon=h, first_origin="2003-01")
            outcome = 100 * np.log(series.shift(-h) / series)
            forecasts.append((outcome - found.error)[: MONTHS[199]].dropna())
        assert len(forecasts[0]) == 200 - 156  # origins 2003-01 (row 156) to row 199
        assert_allclose(forecasts[0], forecasts[1], atol=1e-9)


def test_errors_and_the_last_forecast_by_hand():
    price, X = world(2, 0.5)
    h, found = 3, direct_forecasts(name="m", target=price, predictors=X, horizon=3, first_origin="2005-01")
    log, x, t = 100 * np.log(price.to_numpy()), X["driver"].to_numpy(), 200
    rows = np.arange(t - h + 1)
    b, a = np.polyfit(x[rows], log[rows + h] - log[rows], 1)
    assert_allclose(found.error[MONTHS[t]], log[t + h] - log[t] - a - b * x[t], rtol=1e-9)
    rows = np.arange(240 - h)
    b, a = np.polyfit(x[rows], log[rows + h] - log[rows], 1)
    assert_allclose(found.forecast, a + b * x[-1], rtol=1e-9)
    assert found.error.index[-1] == MONTHS[-1] - h


def test_too_early_an_origin_is_refused():
    price, X = world(1, 0)
    direct_forecasts(name="m", target=price, predictors=X, horizon=1, first_origin="1990-05")
    with pytest.raises(EstimationError, match="fewer than twice"):
        direct_forecasts(name="m", target=price, predictors=X, horizon=1, first_origin="1990-04")


def test_a_helpful_driver_is_found_and_a_useless_one_at_its_size():
    p = {effect: [] for effect in (0.0, 0.5)}
    for effect, found in p.items():
        for seed in range(150):
            price, X = world(seed, effect)
            small = direct_forecasts(
                name="s", target=price, predictors=X.iloc[:, :0], horizon=1, first_origin="2000-01"
            ).error.to_numpy()
            large = direct_forecasts(
                name="l", target=price, predictors=X, horizon=1, first_origin="2000-01"
            ).error.to_numpy()
            found.append(clark_west(small, large).pvalue)
    # 150 worlds: a standard error of 0.018 at 0.05. Clark-West is known to be a little conservative.
    assert np.mean(np.array(p[0.0]) < 0.05) < 0.10
    assert np.mean(np.array(p[0.5]) < 0.05) > 0.9


@pytest.mark.parametrize("variance", ["bartlett", "fixed-b"])
def test_equal_forecasts_differ_by_chance_only(variance):
    rng = np.random.default_rng(5)
    p = []
    for _ in range(300):
        e = rng.normal(size=(2, 131))
        e = np.array([np.convolve(row, np.ones(12), "valid") for row in e])
        p.append(diebold_mariano(e[0], e[1], horizon=12, kernel=variance).pvalue)
    assert np.mean(np.array(p) < 0.05) < (0.09 if variance == "fixed-b" else 0.15)


def test_a_variance_that_is_not_positive_gives_no_p_value():
    """Errors whose squares alternate: the rectangular sum of autocovariances is below zero, Bartlett's is
    not."""
    e = np.where(np.arange(40) % 2, 1.0, 2.0)
    flat = np.full(40, 1.4)
    assert np.isnan(diebold_mariano(e, flat, horizon=2).pvalue)
    assert np.isfinite(diebold_mariano(e, flat, horizon=2, kernel="bartlett").pvalue)


def test_errors_of_different_length_are_refused():
    with pytest.raises(EstimationError, match="differ in length"):
        diebold_mariano(np.ones(5), np.ones(4), horizon=1)
    with pytest.raises(EstimationError, match="differ in length"):
        clark_west(np.ones(20), np.ones(19))


def test_the_sign_says_which_model_loses_more():
    rng = np.random.default_rng(0)
    good, bad = rng.normal(size=100), 3 * rng.normal(size=100)
    assert (
        diebold_mariano(bad, good, horizon=1).statistic
        > 2
        > -2
        > diebold_mariano(good, bad, horizon=1).statistic
    )


def test_a_standing_forecast_is_scored_by_hand():
    forecast = pd.DataFrame(
        {
            "horizon": [1, 2, 3],
            "origin": "2026-08",
            "month": ["2026-09", "2026-10", "2026-11"],
            "point": [0.1, 0.2, 0.3],
            "benchmark": 0.0,
            "low80": [-0.1, 0.5, 0],
            "high80": [0.6, 0.9, 1],
            "low95": [-1.0, -1, 0],
            "high95": [1.0, 1.2, 1],
        }
    )
    outcome = pd.Series(100 * np.exp([0, 0.004, 0.011]), pd.period_range("2026-08", periods=3, freq="M"))
    found = scored(forecast, outcome)
    assert_allclose(found["error"], [0.3, 0.9])
    assert_allclose(found["benchmark_error"], [0.4, 1.1])
    assert found["in80"].tolist() == [True, False] and found["in95"].tolist() == [True, True]
