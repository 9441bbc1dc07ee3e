"""Several methods on one question: on data with a known answer they agree, and a refusal is part of the
answer."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import (
    compare_methods,
    distributed_lag,
    local_projection,
    without_steps,
)
from analysis.passthrough.specifications.methods import METHODS

N = 500


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(8)
    months = pd.period_range("1980-01", periods=N + 1, freq="M")
    de = rng.standard_normal(N) * 2
    pi = 0.2 + np.convolve(de, [0.3, 0.15, 0.05])[:N] + rng.standard_normal(N) * 0.3

    def level(x):
        return np.exp(np.r_[0, np.cumsum(x)] / 100)

    return pd.Series(level(pi), months, name="price"), pd.Series(level(de), months, name="fx")


@pytest.fixture(scope="module")
def comparison(data):
    return compare_methods(*data, horizons=12, lags=6)


def test_all_methods_find_the_truth(comparison):
    assert tuple(comparison.results) == METHODS and not comparison.refused
    for method, result in comparison.results.items():
        effect = result.at(12, coverage=0.999)
        assert effect.low < 0.5 < effect.high, method
        assert_allclose(effect.estimate, 0.5, atol=0.08)
        assert_allclose(result.at(0).estimate, 0.3, atol=0.05)


def test_each_is_the_estimator_of_that_name(data, comparison):
    assert_allclose(
        comparison["distributed-lag"].estimate[:7], distributed_lag(*data, lags=6).estimate, rtol=1e-12
    )
    assert_allclose(
        comparison["local-projection"].estimate,
        local_projection(*data, horizons=12, lags=6).estimate,
        rtol=1e-12,
    )


def test_the_table_says_what_the_results_say(comparison):
    table = comparison.table()
    assert set(table.index.get_level_values("horizon")) == {0, 12}
    row = table.loc[("local-projection", 12)]
    effect = comparison["local-projection"].at(12)
    assert row["estimate"] == effect.estimate and row["set"] == str(effect.confidence_set)
    assert comparison.spread(12) == (
        table.xs(12, level="horizon")["estimate"].min(),
        table.xs(12, level="horizon")["estimate"].max(),
    )
    text = comparison.summary()
    assert all(method in text for method in METHODS) and f"{effect.estimate:.3f}" in text


def test_any_calendar_and_order_gives_the_same(data):
    price, fx = data
    stamped = price.set_axis(price.index.to_timestamp()).sample(frac=1, random_state=1)
    one = compare_methods(price, fx, methods=["vector-autoregression"], horizons=6, lags=2)
    other = compare_methods(stamped, fx, methods=["vector-autoregression"], horizons=6, lags=2)
    assert_allclose(
        one["vector-autoregression"].estimate, other["vector-autoregression"].estimate, rtol=1e-10
    )


def test_a_refusal_is_kept_and_named(data):
    price, fx = data
    # Two years: enough for two lags in changes, not for two dozen horizons.
    short = compare_methods(
        price[:40], fx[:40], methods=["distributed-lag", "local-projection"], horizons=24, lags=6
    )
    assert list(short.results) == ["distributed-lag"]
    assert "too few" in short.refused["local-projection"]
    assert "gave no estimate" in short.summary()
    with pytest.raises(EstimationError, match="gave no estimate"):
        short["local-projection"]


def test_controls_that_a_method_cannot_take_are_said_to_be_left_out(data):
    price, fx = data
    control = pd.Series(np.random.default_rng(0).standard_normal(N + 1), price.index, name="x")
    result = compare_methods(price, fx, horizons=6, lags=2, controls=control, control_lags=1)
    assert "without the controls" in result.notes["vector-autoregression"]
    assert "x_1" in result["error-correction"].coefficients.index
    assert "without the controls" in result.summary()


def test_export_and_figure(comparison, tmp_path):
    table = pd.read_csv(comparison.export(tmp_path / "c.csv"), index_col=["method", "horizon"])
    assert_allclose(table["estimate"], comparison.table()["estimate"], rtol=1e-12)
    assert "distributed-lag" in comparison.export(tmp_path / "c.html").read_text("utf-8")
    ax = comparison.plot()
    assert len(ax.get_legend_handles_labels()[1]) == len(METHODS)


def test_another_inference_goes_to_the_method_it_is_named_for(data):
    other = compare_methods(
        *data,
        methods=METHODS[:3],
        horizons=6,
        lags=3,
        inference={"distributed-lag": "hc1", "local-projection": "ewc"},
    )
    assert other["distributed-lag"].specification["covariance"] == "hc1"
    assert other["local-projection"].specification["covariance"] == "ewc"
    assert other["autoregressive-distributed-lag"].specification["covariance"] == "ewc"


@pytest.mark.parametrize("methods", [["ols"], []])
def test_unknown_methods_are_refused(data, methods):
    with pytest.raises(EstimationError, match="methods are some of"):
        compare_methods(*data, methods=methods)


def test_a_constant_rate_is_refused_by_all(data):
    price, fx = data
    with pytest.raises(EstimationError, match=r"no method gave an estimate.*constant"):
        compare_methods(price, fx * 0 + 1)


class TestSteps:
    def stepped(self, data):
        price, fx = data
        months = ["1990-04", "2003-10"]
        out = price.copy()
        for month, size in zip(months, (2.0, -1.0), strict=True):
            out[out.index >= month] *= np.exp(size / 100)
        return out, fx, months

    def test_known_steps_are_taken_out(self, data):
        price, fx, months = self.stepped(data)
        adjusted = without_steps(price, fx, steps=months, lags=6)
        assert_allclose(list(adjusted.attrs["steps"].values()), [2, -1], atol=1.0)
        flat = 100 * np.log(adjusted / data[0])
        # What is left at each month is its own noise, 0.3 per cent.
        assert flat.abs().max() < 2.0 and (100 * np.log(price / data[0])).abs().max() > 1.9

    def test_estimates_equal_those_with_dummies(self, data):
        price, fx, months = self.stepped(data)
        adjusted = without_steps(price, fx, steps=months, lags=6)
        dummies = pd.DataFrame({m: (price.index == m).astype(float) for m in months}, price.index)
        assert_allclose(
            distributed_lag(adjusted, fx, lags=6).estimate,
            distributed_lag(price, fx, lags=6, controls=dummies).estimate,
            rtol=1e-9,
        )

    def test_months_outside_the_sample_are_left_alone(self, data):
        price, fx = data
        assert without_steps(price, fx, steps=["1950-01", "1990-04"], sample=("2000-01", None)).equals(
            price.astype(float)
        )

    @pytest.mark.parametrize(
        ("months", "said"), [(["soon"], "not a date"), (["1990-04", "1990-04"], "twice")]
    )
    def test_bad_months_are_refused(self, data, months, said):
        with pytest.raises(EstimationError, match=said):
            without_steps(*data, steps=months)
