"""The common result: effects, bands, tests, draws, and how it is shown."""

import dataclasses

import matplotlib
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough import Critical, Effect, PassThrough, distributed_lag
from analysis.passthrough.core.present import plain

matplotlib.use("Agg")


def result(size=4, **changes):
    horizons = np.arange(size)
    root = np.tril(np.ones((size, size))) * 0.1
    fields = dict(
        method="distributed lag",
        outcome="cpi",
        driver="usd_jpy",
        horizons=horizons,
        estimate=0.2 + 0.1 * horizons,
        covariance=root @ root.T,
        critical=Critical("t", dof=20, matrix=True),
        nobs=200,
        sample=(pd.Period("2000-01"), pd.Period("2016-08")),
        specification={"lags": 3, "controls": {}, "inference": "ewc"},
    )
    return PassThrough(**(fields | changes))


@pytest.fixture(scope="module")
def estimated():
    rng = np.random.default_rng(3)
    months = pd.period_range("1995-01", periods=250, freq="M")
    fx = rng.standard_normal(250)
    pi = np.convolve(fx, [0.3, 0.2, 0.1])[:250] + 0.5 * rng.standard_normal(250)
    levels = [pd.Series(np.exp(x.cumsum() / 100), months) for x in (pi, fx)]
    return distributed_lag(levels[0].rename("<cpi>"), levels[1].rename("usd_jpy"), lags=6)


def test_short_and_long_run_are_the_ends_of_the_path():
    ours = result()
    assert_allclose(ours.short_run.estimate, 0.2)
    assert_allclose(ours.short_run.std_error, 0.1)
    assert_allclose(ours.long_run.estimate, 0.5)
    assert_allclose(ours.long_run.std_error, 0.2)
    assert ours.short_run.label == "same month"
    assert ours.long_run.label == "long run (3 months)"
    assert ours.at(1).label == "after 1 month"


def test_an_analytic_long_run_takes_precedence():
    limit = Effect.of(0.7, 0.2, Critical("normal"), label="long run")
    found = result(long_run_effect=limit).long_run
    assert found == limit and found.origin.nobs == 200


def test_effect_interval_and_p_values():
    effect = result().long_run
    t = stats.t(20)
    assert_allclose((effect.low, effect.high), 0.5 + np.array([-1, 1]) * t.ppf(0.975) * 0.2)
    assert_allclose(effect.p_zero, 2 * t.sf(0.5 / 0.2))
    assert_allclose(effect.p_complete, 2 * t.sf(0.5 / 0.2))
    assert_allclose(effect.interval(0.9), 0.5 + np.array([-1, 1]) * t.ppf(0.95) * 0.2)
    assert (effect.low <= 0 <= effect.high) == (effect.p_zero >= 0.05)


def test_an_effect_without_variance_is_certain():
    point = Effect.of(0.0, 0.0, Critical("normal"))
    assert point.p_zero == 1.0 and point.p_complete == 0.0
    assert (point.low, point.high) == (0.0, 0.0)


def test_bands_nest_and_share_their_centre():
    ours = result(8)
    pointwise, sup, bonferroni = (ours.band(0.9, joint) for joint in (False, "sup-t", "bonferroni"))
    for inner, outer in ((pointwise, sup), (sup, bonferroni)):
        assert (outer["low"] < inner["low"]).all() and (outer["high"] > inner["high"]).all()
    assert_allclose((sup["low"] + sup["high"]) / 2, ours.estimate)
    assert pointwise.index.name == "horizon" and list(pointwise.columns) == ["low", "high"]
    t = stats.t(20)
    assert_allclose(pointwise.attrs["critical_value"], t.ppf(0.95))
    assert_allclose(bonferroni.attrs["critical_value"], t.ppf(1 - 0.1 / 8 / 2))
    pd.testing.assert_frame_equal(ours.band(0.9, True), sup)


def test_band_refuses_other_words():
    with pytest.raises(EstimationError, match="'sup-t' or 'bonferroni'"):
        result().band(joint="scheffe")


def test_a_horizon_without_variance_keeps_the_band_of_the_others():
    """A local projection of the exchange rate on itself is 1 on impact, without error."""
    covariance = np.zeros((4, 4))
    covariance[1:, 1:] = result(3).covariance
    band = result(covariance=covariance).band(joint="sup-t")
    assert_allclose(band.attrs["critical_value"], result(3).band(joint="sup-t").attrs["critical_value"])
    assert band.loc[0, "low"] == band.loc[0, "high"] == 0.2


def test_tests_of_none_and_complete():
    ours = result()
    assert_allclose(ours.test(0).statistic, 2.5)
    assert_allclose(ours.test(1).statistic, -2.5)
    assert_allclose(ours.test(0, horizon=0).statistic, 2.0)
    assert ours.test(1).hypothesis == "long run (3 months) pass-through is 1"
    whole = ours.test(0, horizon="all")
    # The path is a sum of independent steps of .1, of which the first is .2: W = (2)^2 + 3 (1)^2.
    assert_allclose(whole.statistic, 7.0)
    assert_allclose(whole.pvalue, stats.f.sf(7 * 17 / (20 * 4), 4, 17))


def test_draws_have_the_mean_and_the_full_covariance():
    ours = result()
    draws = ours.draw(np.random.default_rng(0), 200_000)
    assert_allclose(draws.mean(axis=0), ours.estimate, atol=0.002)
    assert_allclose(np.cov(draws.T), ours.covariance, atol=0.0006)
    again = ours.draw(np.random.default_rng(0), 200_000)
    np.testing.assert_array_equal(draws, again)


def test_to_frame_has_one_row_a_horizon():
    frame = result().to_frame(0.9, joint="bonferroni")
    assert list(frame.columns) == [
        "estimate",
        "std_error",
        "low",
        "high",
        "p_zero",
        "p_complete",
        "joint_low",
        "joint_high",
    ]
    assert list(frame.index) == [0, 1, 2, 3]
    assert_allclose(frame["low"], result().band(0.9)["low"])
    assert (frame["joint_low"] < frame["low"]).all()
    assert "joint_low" not in result().to_frame()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (dict(estimate=[0.1, np.nan, 0.2, 0.3]), "not finite at horizon 1"),
        (dict(covariance=np.full((4, 4), np.inf)), "not finite at horizon 0"),
        (dict(covariance=np.eye(3)), "4 x 4 covariance"),
        (dict(estimate=[0.1]), "4 estimates"),
        (dict(covariance=-np.eye(4)), "negative variance at horizon 0"),
        (dict(covariance=np.eye(4) + np.eye(4, k=1)), "not symmetric"),
        (dict(horizons=[0, 2, 1, 3]), "must rise"),
        (dict(horizons=[-1, 0, 1, 2]), "from 0 or more"),
        (dict(horizons=[], estimate=[], covariance=np.zeros((0, 0))), "path of 0 horizons"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes, message):
    with pytest.raises(EstimationError, match=message):
        result(**changes)


def test_effects_that_are_not_finite_are_refused():
    for estimate, error in ((np.nan, 1.0), (1.0, np.inf), (1.0, -1.0)):
        with pytest.raises(EstimationError, match="not finite"):
            Effect.of(estimate, error, Critical("normal"))


def test_a_horizon_that_was_not_estimated_is_refused():
    with pytest.raises(EstimationError, match="horizon 9 was not estimated; there are 0 to 3"):
        result().at(9)


def test_results_are_frozen():
    ours, covariance = result(), np.eye(4)
    with pytest.raises(dataclasses.FrozenInstanceError):
        ours.nobs = 3
    with pytest.raises(ValueError, match="read-only"):
        ours.estimate[0] = 9.0
    other = result(covariance=covariance)
    covariance[0, 0] = 100.0
    assert other.covariance[0, 0] == 1.0


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (None, "none"), ({}, "none"), ((), "none"), ([], "none"),
        (0, "0"), (0.0, "0"), (False, "no"), (True, "yes"), ("", ""), ([0], "0"), ({"k": 0}, "k: 0"),
        (1 / 3, "0.3333"), ({"k": [1, 2.5]}, "k: 1, 2.5"),
    ],
)  # fmt: skip
def test_an_entry_of_nothing_is_told_from_zero_and_no(entry, text):
    assert plain(entry) == text


def test_summary_states_effects_specification_and_warnings():
    text = result(warnings=("the response may not be over",)).summary()
    assert text.splitlines()[0] == "distributed lag: usd_jpy -> cpi"
    assert "0.500 (0.200), 95 % [0.083, 0.917]; p(0) 0.021, p(1) 0.021" in text
    assert "sample: 2000-01 to 2016-08, 200 months" in text
    assert "lags: 3" in text and "controls: none" in text
    assert "warning: the response may not be over" in text


def test_html_is_compact_escaped_and_the_same_each_time(estimated):
    html = estimated._repr_html_()
    assert "&lt;cpi&gt;" in html and "<cpi>" not in html
    assert html == estimated._repr_html_()
    assert "log likelihood" not in html
    assert html.count("<tr>") == 3
    assert "object at 0x" not in html + repr(estimated)


def test_plot_draws_path_bands_zero_and_units(estimated):
    axes = estimated.plot()
    lines = axes.get_lines()
    assert_allclose(lines[0].get_ydata(), estimated.estimate)
    outer = estimated.band(joint="sup-t")
    assert_allclose(lines[1].get_ydata(), outer["low"])
    assert_allclose(lines[2].get_ydata(), outer["high"])
    assert any(set(line.get_ydata()) == {0.0} for line in lines)
    assert axes.get_xlabel() == "Months after a 1 % depreciation"
    assert axes.get_ylabel() == "Cumulative pass-through, %"
    assert axes.get_title() == ""
    labels = axes.get_legend_handles_labels()[1]
    assert labels == ["distributed lag", "95 %, each horizon", "95 %, whole path (sup-t)"]
    matplotlib.pyplot.close(axes.figure)


def test_plot_uses_the_axes_it_is_given(estimated):
    figure, axes = matplotlib.pyplot.subplots()
    assert estimated.plot(axes, joint=False, label="ours", color="C3") is axes
    assert axes.get_lines()[0].get_color() == "C3"
    assert axes.get_legend_handles_labels()[1] == ["ours", "95 %, each horizon"]
    matplotlib.pyplot.close(figure)
