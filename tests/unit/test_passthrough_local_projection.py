"""Local projections: what must not matter, what must flip, weak denominators, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import PassThrough, distributed_lag, local_projection
from analysis.passthrough.core.design import lagged
from analysis.passthrough.projections.bias import overlap
from analysis.passthrough.projections.covariances import METHODS
from analysis.passthrough.projections.local_projection_result import STRONG, runs

# log(c x) - log(c y) differs from log(x) - log(y) in the last digits, which
# long differences of an index of several hundred magnify.
ROUNDING = 1e-8
PROPERTIES = settings(max_examples=15, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
methods = st.sampled_from(METHODS)


def sample(seed, months=140, b=(0.3, 0.2, 0.1), noise=0.6, freq="M"):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq=freq)
    fx = rng.standard_normal(months)
    pi = 0.2 + np.convolve(fx, b)[:months] + noise * rng.standard_normal(months)
    return (
        pd.Series(100 * np.exp(pi.cumsum() / 100), index, name="cpi"),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
    )


def external(seed, fx):
    """A shock that moves the exchange rate, with noise of its own."""
    noise = np.random.default_rng(seed + 77).standard_normal(len(fx))
    return (100 * np.log(fx).diff() + noise).rename("surprise")


def project(price, fx, **options):
    return local_projection(price, fx, **({"horizons": 6, "lags": 3} | options))


def assert_same(ours, theirs, sign=1.0):
    assert_allclose(ours.estimate, sign * theirs.estimate, rtol=ROUNDING, atol=1e-10)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-11)
    assert ours.nobs == theirs.nobs
    assert ours.sample == theirs.sample


# ------------------------------------------------------------------ invariance


@PROPERTIES
@given(seed=seeds, method=methods, base=st.floats(1e-3, 1e4), units=st.floats(1e-4, 1e3))
def test_index_base_and_currency_units_do_not_matter(seed, method, base, units):
    price, fx = sample(seed)
    assert_same(project(price * base, fx * units, inference=method), project(price, fx, inference=method))


@PROPERTIES
@given(seed=seeds, method=methods)
def test_a_steady_drift_does_not_matter(seed, method):
    price, fx = sample(seed)
    growth = np.arange(len(price))
    ours = project(price * 1.003**growth, fx * 0.998**growth, inference=method)
    assert_same(ours, project(price, fx, inference=method))


@PROPERTIES
@given(seed=seeds, method=methods)
def test_quoting_the_rate_the_other_way_round_flips_the_sign(seed, method):
    price, fx = sample(seed)
    ours, theirs = project(price, 1 / fx, inference=method), project(price, fx, inference=method)
    assert_same(ours, theirs, sign=-1.0)
    assert_allclose(ours.fx_response.estimate, theirs.fx_response.estimate, rtol=ROUNDING)
    low, high = theirs.long_run.confidence_set.intervals[0], ours.long_run.confidence_set.intervals[0]
    assert_allclose(high, (-low[1], -low[0]), rtol=1e-6)


@PROPERTIES
@given(seed=seeds, method=methods, unit=st.floats(0.01, 100), sign=st.sampled_from([1, -1]))
def test_the_unit_and_sign_of_a_shock_do_not_matter_to_the_ratio(seed, method, unit, sign):
    price, fx = sample(seed)
    shock = external(seed, fx)
    ours = project(price, fx, shock=shock * sign * unit, inference=method)
    theirs = project(price, fx, shock=shock, inference=method)
    assert_same(ours, theirs)
    rescaled = ours.price_response.estimate * sign * unit
    assert_allclose(rescaled, theirs.price_response.estimate, rtol=1e-7, atol=1e-9)
    assert_allclose(ours.first_stage["effective_f"], theirs.first_stage["effective_f"], rtol=1e-6)


def test_the_change_of_the_rate_is_not_an_external_shock():
    """Its lags would stand twice among the regressors."""
    price, fx = sample(2)
    with pytest.raises(EstimationError, match="shock_1 is a combination of fx_1"):
        project(price, fx, shock=100 * np.log(fx).diff())


@PROPERTIES
@given(seed=seeds)
def test_row_order_does_not_matter(seed):
    price, fx = sample(seed)
    mixed = [x.sample(frac=1, random_state=seed + i) for i, x in enumerate((price, fx))]
    np.testing.assert_array_equal(project(*mixed).estimate, project(price, fx).estimate)


@PROPERTIES
@given(seed=seeds, before=st.integers(0, 30), after=st.integers(0, 30))
def test_rows_without_a_partner_do_not_matter(seed, before, after):
    price, fx = sample(seed)
    inner = slice(before, len(fx) - after)
    ours, theirs = project(price, fx.iloc[inner]), project(price.iloc[inner], fx.iloc[inner])
    # The price before the first rate is the base of nothing, so all dates agree.
    assert_same(ours, theirs)
    wide = pd.period_range("1999-01", "2020-12", freq="M")
    assert_same(project(price.iloc[inner].reindex(wide), fx.iloc[inner]), theirs)


@PROPERTIES
@given(seed=seeds, method=methods)
def test_order_of_controls_does_not_matter(seed, method):
    price, fx = sample(seed)
    rng = np.random.default_rng(seed + 1)
    controls = pd.DataFrame(rng.standard_normal((140, 3)), price.index, columns=list("abc"))
    ours = project(price, fx, controls=controls[["c", "a", "b"]], inference=method, control_lags=1)
    assert_same(ours, project(price, fx, controls=controls, inference=method, control_lags=1))


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["start", "end", "text", "float32", "object"]))
def test_form_of_dates_and_numbers_does_not_matter(seed, how):
    price, fx = sample(seed)
    theirs = project(price, fx)
    if how == "float32":
        single = fx.astype("float32")
        ours, theirs = project(price, single), project(price, single.astype(float))
    elif how == "object":
        holed = price.copy()
        holed.iloc[50] = np.nan
        boxed = price.astype(object)
        boxed.iloc[50] = None
        ours, theirs = project(boxed, fx), project(holed, fx)
    else:
        index = {
            "start": price.index.to_timestamp(),
            "end": price.index.to_timestamp(how="end"),
            "text": price.index.astype(str),
        }[how]
        ours = project(price.set_axis(index), fx)
    assert_same(ours, theirs)


def test_whole_numbers_are_numbers():
    price, fx = sample(1)
    price = (10_000 * price).round()
    assert_same(project(price.astype(int), fx), project(price, fx))


# ------------------------------------------------------------- rows and samples


@PROPERTIES
@given(seed=seeds, month=st.integers(20, 110), lags=st.integers(1, 4))
def test_a_gap_is_not_differenced_across(seed, month, lags):
    """One missing month costs the base dates that have it at t+h or t-1, or whose lags touch it."""
    price, fx = sample(seed)
    whole = project(price, fx, lags=lags)
    for holed in ((price.drop(price.index[month]), fx), (price, fx.drop(fx.index[month]))):
        ours = project(*holed, lags=lags)
        for h in range(7):
            # de_t and the lagged changes: t = month .. month + lags + 1 in one
            # series or the other; p_{t+h}: t = month - h.
            touched = {month - h, month + 1, *range(month + 1, month + 2 + lags - 1 + 1)}
            if holed[1] is not fx or h == 0:
                touched |= {month}
            assert whole.regressions.nobs[h] - ours.regressions.nobs[h] == len(touched)
            kept = ours.regressions.rows[ours.regressions.used[:, h]]
            assert not touched & set(kept.tolist())


def test_every_horizon_uses_all_dates_unless_told_otherwise():
    price, fx = sample(3)
    ours, common = project(price, fx), project(price, fx, common_sample=True)
    np.testing.assert_array_equal(ours.regressions.nobs, 140 - 4 - np.arange(7))
    np.testing.assert_array_equal(common.regressions.nobs, np.full(7, 140 - 4 - 6))
    assert common.specification["common sample"] is True
    assert_allclose(ours.estimate[-1], common.estimate[-1], rtol=1e-12)


def test_the_end_of_a_sample_is_the_end_of_the_price():
    price, fx = sample(4)
    asked = project(price, fx, sample=(None, "2010-12"))
    assert_same(asked, project(price[:"2010-12"], fx[:"2010-12"]))
    late = project(price, fx, sample=("2005-01", None))
    assert late.sample[0] == pd.Period("2005-01", "M")


def test_quarters_have_quarterly_seasonals():
    price, fx = sample(5, months=100, freq="Q-DEC")
    ours = project(price, fx, seasonal=True)
    assert ours.unit == "quarter"
    assert ours.specification["seasonal"] == "3 dummies"
    assert ours.specification["coefficients"] == 1 + 2 * 3 + 3 + 1


# ----------------------------------------------------------------- known answers


def test_ratio_is_the_pass_through_of_the_model():
    price, fx = sample(6, months=4000, noise=0.1)
    ours = project(price, fx)
    assert_allclose(ours.estimate, np.r_[0.3, 0.5, np.full(5, 0.6)], atol=0.03)
    assert_allclose(ours.fx_response.estimate, 1.0, atol=0.1)


def test_the_impact_is_the_coefficient_of_the_regression_in_changes():
    price, fx = sample(7)
    lags = 3
    controls = lagged(100 * np.log(price).diff().to_numpy(), range(1, lags + 1))
    frame = pd.DataFrame(controls, price.index, [f"own{k}" for k in range(1, lags + 1)])
    peer = distributed_lag(price, fx, lags=lags, controls=frame, inference="hc3")
    ours = project(price, fx, lags=lags)
    assert_allclose(ours.estimate[0], peer.coefficients["fx_0"], rtol=1e-10)
    assert_allclose(ours.std_error[0], np.sqrt(peer.coefficient_covariance.loc["fx_0", "fx_0"]), rtol=1e-10)


def test_on_impact_the_rate_moves_by_one_exactly():
    ours = project(*sample(8))
    assert ours.fx_response.estimate[0] == 1.0
    assert ours.fx_response.std_error[0] == 0.0
    assert ours.first_stage.loc[0, "effective_f"] == np.inf
    short = ours.short_run
    (interval,) = short.confidence_set.intervals
    assert_allclose(interval, (short.low, short.high), rtol=1e-9)


def test_a_price_that_follows_the_rate_exactly_is_said_so():
    _, fx = sample(9)
    price = fx**0.5
    with pytest.raises(EstimationError, match="combination"):
        project(price, fx)
    controls = np.random.default_rng(0).standard_normal(140)
    growth = np.r_[0.0, np.diff(0.5 * np.log(fx))] + controls / 100
    price = pd.Series(np.exp(np.cumsum(growth)), fx.index, name="p")
    ours = project(price, fx, horizons=0, controls=pd.Series(controls, fx.index, name="cost"))
    assert any("exactly" in warning for warning in ours.warnings)
    assert_allclose(ours.estimate, 0.5, rtol=1e-9)


# --------------------------------------------------------- what the result carries


def test_joint_covariance_spans_both_equations_and_all_horizons():
    ours = project(*sample(10))
    V = ours.joint
    assert V.shape == (14, 14)
    assert_allclose(V[:7, :7], ours.price_response.covariance)
    assert_allclose(V[7:, 7:], ours.fx_response.covariance)
    B, E = ours.price_response.estimate, ours.fx_response.estimate
    assert_allclose(ours.estimate, B / E)
    gradient = np.hstack([np.diag(1 / E), np.diag(-B / E**2)])
    assert_allclose(ours.covariance, gradient @ V @ gradient.T, rtol=1e-10, atol=1e-15)
    assert isinstance(ours.price_response, PassThrough) and ours.price_response.driver == "usd_jpy"
    assert ours.fx_response.outcome == "usd_jpy"


def test_every_number_comes_with_its_set():
    ours = project(*sample(11))
    frame = ours.to_frame(joint="sup-t")
    assert {"set", "set_low", "set_high", "bounded", "joint_set", "joint_low"} <= set(frame.columns)
    assert ours.long_run.confidence_set is not None and "6 months" in ours.long_run.label
    assert "Fieller" in ours.summary()
    for h, row in frame.iterrows():
        assert row["set_low"] <= row["estimate"] <= row["set_high"]
        assert ours.at(h, 0.9).confidence_set.intervals[0][0] >= row["set_low"]


def test_a_set_is_the_values_that_an_anderson_rubin_test_does_not_reject():
    """The test regresses p - theta e on the instrument; here at the ends of the set it is just rejected."""
    price, fx = sample(12)
    ours = project(price, fx, shock=external(12, fx))
    terms, V = ours.regressions, ours.joint
    for h in (0, 6):
        (low, high) = ours.fieller(h).intervals[0]
        for theta in (low, high):
            B, E = terms.estimate[:, h, 0]
            spread = V[h, h] - 2 * theta * V[h, 7 + h] + theta**2 * V[7 + h, 7 + h]
            assert_allclose(abs(B - theta * E) / np.sqrt(spread), ours.critical.value(0.95), rtol=1e-8)


def test_bias_correction_is_the_recursion_written_out():
    ours = project(*sample(13))
    controls = ours.regressions.X[:, 1:-1]
    centred = controls - controls.mean(axis=0)
    n = len(centred)
    zero = centred.T @ centred / n
    B = ours.price_response.estimate
    expected = [B[0]]
    for h in range(1, 7):
        total = 0.0
        for j in range(1, h + 1):
            cross = centred[:-j].T @ centred[j:] / (n - j)
            total += (1 + np.trace(np.linalg.solve(zero, cross))) * expected[h - j]
        expected.append(B[h] + total / ours.regressions.nobs[h])
    assert_allclose(ours.bias_corrected["price"], expected, rtol=1e-9)
    assert_allclose(ours.bias_corrected["ratio"], ours.bias_corrected["price"] / ours.bias_corrected["fx"])


def test_autocovariances_of_controls_use_true_distances():
    rng = np.random.default_rng(0)
    controls = rng.standard_normal((60, 2))
    positions = np.r_[0:30, 35:65]
    assert_allclose(overlap(controls, np.arange(60), 3)[0], 2.0)
    # A distance that no pair has: nothing is known, nothing is corrected.
    two = overlap(controls[:4], np.array([0, 1, 10, 11]), 6)
    assert_allclose(two[2:], 0.0)
    centred = controls - controls.mean(axis=0)
    inverse = np.linalg.inv(centred.T @ centred / 60)
    for j, ours in enumerate(overlap(controls, positions, 8)):
        pairs = [(a, b) for a in range(60) for b in range(60) if positions[a] - positions[b] == j]
        assert_allclose(ours, np.mean([centred[b] @ inverse @ centred[a] for a, b in pairs]), atol=1e-12)
    assert not overlap(np.empty((60, 0)), np.arange(60), 3).any()


@pytest.mark.parametrize("method", METHODS)
def test_an_external_shock_is_the_impulse(method):
    price, fx = sample(14)
    ours = project(price, fx, shock=external(14, fx), inference=method)
    assert ours.specification["impulse"] == "shock surprise"
    assert ours.price_response.driver == "surprise"
    assert "shock_3" in ours.regressions.names


def test_the_bootstrap_of_a_result_is_around_its_estimate():
    ours = project(*sample(15))
    draws = ours.bootstrap(200, block=4)
    assert_allclose(draws.estimate, ours.estimate, rtol=1e-9)
    assert draws.block == 4


# ------------------------------------------------------------ weak denominators


def test_a_shock_that_does_not_move_the_rate_has_unbounded_sets_and_says_so():
    price, fx = sample(16)
    noise = pd.Series(np.random.default_rng(1).standard_normal(140), price.index, name="noise")
    ours = project(price, fx, shock=noise)
    assert not ours.first_stage["strong"].any()
    unbounded = [h for h, s in ours.sets().items() if not s.bounded]
    assert unbounded
    said = " ".join(ours.warnings)
    assert f"unbounded at {runs(np.array(unbounded))}" in said
    assert f"effective F below {STRONG:g}" in said
    frame = ours.to_frame()
    assert np.isinf(frame.loc[unbounded, ["set_low", "set_high"]].to_numpy()).any(axis=1).all()
    assert (frame["bounded"] == np.isfinite(frame[["set_low", "set_high"]]).all(axis=1)).all()
    assert "unbounded" in ours.summary()


def test_effective_f_is_the_squared_robust_t_of_the_first_stage():
    price, fx = sample(17)
    ours = project(price, fx, shock=external(17, fx))
    stage = ours.first_stage
    assert_allclose(stage["effective_f"], (ours.fx_response.estimate / ours.fx_response.std_error) ** 2)
    assert (stage["strong"] == (stage["effective_f"] > STRONG)).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_peg_for_part_of_the_sample_does_not_stop_the_estimate(method):
    price, fx = sample(18)
    fx.iloc[40:100] = fx.iloc[40]
    ours = project(price, fx, inference=method)
    assert np.isfinite(ours.std_error).all()


def test_a_reverting_rate_is_a_weak_denominator_at_long_horizons():
    """The exchange rate comes back within three months: what it moves after six cannot be told from zero."""
    rng = np.random.default_rng(19)
    index = pd.period_range("2001-01", periods=200, freq="M")
    level = rng.standard_normal(200)
    fx = pd.Series(100 * np.exp(level / 100), index, name="fx")
    price = pd.Series(100 * np.exp(rng.standard_normal(200).cumsum() / 100), index, name="cpi")
    ours = project(price, fx)
    assert ours.first_stage.loc[0, "strong"] and not ours.first_stage.loc[6, "strong"]
    assert any("weak" in warning for warning in ours.warnings)


def test_runs_of_horizons_are_read_as_runs():
    assert runs(np.array([3])) == "horizon 3"
    assert runs(np.array([1, 4, 5, 6])) == "horizons 1, 4 to 6"


# ----------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("options", "match"),
    [
        (dict(inference="hc3"), "written lag-augmented-hc3"),
        (dict(inference="white"), "unknown inference method"),
        (dict(lags=0), "use lags >= 1"),
        (dict(lags=-1), "lags must be 0 or more"),
        (dict(horizons=-1), "horizons must be 0 or more"),
        (dict(horizons=2.5), "whole number"),
        (dict(horizons=135), "no row is complete|too few observations"),
        (dict(lags=70), "too few observations"),
        (dict(bandwidth=3), "has no bandwidth"),
        (dict(inference="newey-west", spacing="near"), "spacing"),
        (dict(sample=("2012-13", None)), "not a date"),
        (dict(sample=("1990-01", "1990-12")), "no row is complete"),
        (dict(control_lags={"oil": 2}), "not among the controls"),
        (dict(coverage=1.2), "between 0 and 1"),
    ],
)
def test_bad_options_are_refused(options, match):
    with pytest.raises(EstimationError, match=match):
        project(*sample(20), **options)


def test_lags_may_be_left_out_where_inference_does_not_need_them():
    ours = project(*sample(20), lags=0, inference="ewc")
    assert ours.specification["coefficients"] == 2


def test_what_does_not_move_is_refused():
    price, fx = sample(21)
    with pytest.raises(EstimationError, match="the exchange rate usd_jpy is constant"):
        project(price, fx * 0 + 110)
    with pytest.raises(EstimationError, match="one constant rate"):
        project(price * 0 + 100, fx)
    with pytest.raises(EstimationError, match="shock is constant"):
        project(price, fx, shock=fx * 0 + 1)


def test_a_rate_that_moves_only_after_the_last_base_date_of_a_horizon_is_refused_there():
    price, fx = sample(22)
    fx.iloc[:137] = fx.iloc[0]
    with pytest.raises(EstimationError, match=r"horizon \d: .*(zero|combination)"):
        project(price, fx, lags=1)


def test_shocks_and_controls_are_checked():
    price, fx = sample(23)
    quarterly = pd.Series(1.0, pd.period_range("2001Q1", periods=40, freq="Q-DEC"))
    with pytest.raises(EstimationError, match="frequency"):
        project(price, fx, shock=quarterly)
    with pytest.raises(EstimationError, match="Series"):
        project(price, fx, shock=[1, 2])
    with pytest.raises(EstimationError, match="named like a built-in"):
        project(price, fx, controls=fx.rename("fx"), control_lags=1)
    late = external(23, fx).set_axis(fx.index + 600)
    with pytest.raises(EstimationError, match="no row is complete"):
        project(price, fx, shock=late)
