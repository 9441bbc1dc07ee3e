"""Pooled item panel and mean group: gaps, effects and weights by brute force; what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import distributed_lag, item_panel
from analysis.passthrough.panel.panel_covariance import BLIND, METHODS

ROUNDING = 1e-7
PROPERTIES = settings(max_examples=15, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
methods = st.sampled_from(METHODS)


def sample(seed, months=90, items=6, b=(0.3, 0.2, 0.1), slope=0.0, noise=0.6, common=0.4, rho=0.0):
    """A table of prices, an exchange rate, and an exposure an item."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq="M")
    names = [f"item {j}" for j in range(items)]
    fx, exposure = rng.standard_normal(months), rng.uniform(0, 1, items)
    pull = np.convolve(fx, b)[:months]
    pi = 0.2 + np.outer(pull, 1 + slope * exposure) + noise * rng.standard_normal((months, items))
    pi += common * rng.standard_normal((months, 1))
    for t in range(1, months):
        pi[t] += rho * pi[t - 1]
    return (
        pd.DataFrame(100 * np.exp(pi.cumsum(axis=0) / 100), index, names),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
        pd.Series(exposure, names),
    )


def holed(panel, seed=0, share=0.05):
    return panel.mask(np.random.default_rng(seed).uniform(size=panel.shape) < share)


def assert_same(ours, theirs, sign=1.0):
    assert_allclose(ours.estimate, sign * theirs.estimate, rtol=ROUNDING, atol=1e-9)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-11)
    assert (ours.nobs, ours.observations) == (theirs.nobs, theirs.observations)


# ------------------------------------------------------------------ brute force


def brute_force(
    panel, fx, lags, *, exposure=None, time_effects=False, weights=None, seasonal=False, control=None
):
    """One regression with a dummy for everything; coefficients, and item-clustered covariance."""
    y = 100 * np.log(panel).diff()
    de = pd.concat({k: (100 * np.log(fx).diff()).shift(k) for k in range(lags + 1)}, axis=1)
    rows = []
    for i, item in enumerate(panel):
        for t, month in enumerate(panel.index):
            x = de.iloc[t].to_numpy()
            if np.isnan(y.iloc[t, i]) or np.isnan(x).any():
                continue
            parts = [] if time_effects else [x]
            if exposure is not None:
                parts.append(x * exposure[item])
            own = [1.0]
            if seasonal:
                own += [float(month.month == s) for s in range(2, 13)]
            if control is not None:
                own.append(control[month])
            block = np.zeros((panel.shape[1], len(own)))
            block[i] = own
            parts.append(block.ravel())
            if time_effects:
                parts.append(np.arange(len(panel)) == t)
            rows.append((i, y.iloc[t, i], np.concatenate(parts)))
    who, left, X = (np.array(column) for column in zip(*rows, strict=True))
    k = (lags + 1) * ((not time_effects) + (exposure is not None))
    root = np.sqrt(np.ones(len(who)) if weights is None else weights.to_numpy()[who])
    X, left = X * root[:, None], left * root
    inverse = np.linalg.pinv(X.T @ X, hermitian=True)
    beta = inverse @ (X.T @ left)
    scores = X * (left - X @ beta)[:, None]
    sums = np.array([scores[who == i].sum(axis=0) for i in np.unique(who)]) @ inverse
    return beta[:k], (sums.T @ sums)[:k, :k]


@pytest.mark.parametrize("options", [{}, {"seasonal": True}, {"control": True}])
@pytest.mark.parametrize("kind", ["average", "level and differential", "within months"])
@pytest.mark.parametrize("weighted", [False, True])
def test_any_pattern_of_gaps_equals_a_regression_on_dummies(kind, options, weighted):
    panel, fx, exposure = sample(1, months=60, items=5, slope=0.8)
    panel = holed(panel, 2, 0.08)
    panel.iloc[:25, 3] = np.nan
    weights = pd.Series([3.0, 0.5, 1.0, 2.0, 0.1], panel.columns) if weighted else None
    control = pd.Series(np.random.default_rng(5).standard_normal(60), panel.index, name="oil")
    options = {"control": control} if "control" in options else options
    exposed = dict(exposure=None if kind == "average" else exposure, time_effects=kind == "within months")
    beta, V = brute_force(panel, fx, 2, weights=weights, **exposed, **options)
    options = {"controls": options["control"]} if "control" in options else options
    ours = item_panel(panel, fx, lags=2, inference="cluster-item", weights=weights, **exposed, **options)
    assert_allclose(ours.coefficients, beta, rtol=1e-8, atol=1e-10)
    assert_allclose(ours.coefficient_covariance, V, rtol=1e-6, atol=1e-11)


@pytest.mark.parametrize("method", ["driscoll-kraay-fixed-b", "driscoll-kraay", "ewc", "cluster-time"])
def test_a_balanced_panel_is_one_regression_of_the_average_price_change(method):
    """Items add nothing that their average does not hold, standard error included."""
    panel, fx, _ = sample(3)
    average = np.exp(np.log(panel).mean(axis=1))
    theirs = {"driscoll-kraay-fixed-b": "fixed-b", "driscoll-kraay": "newey-west", "cluster-time": "hc0"}
    one = distributed_lag(average, fx, lags=4, inference=theirs.get(method, method))
    ours = item_panel(panel, fx, lags=4, inference=method)
    assert_allclose(ours.estimate, one.estimate, rtol=1e-9)
    assert_allclose(ours.covariance, one.covariance, rtol=1e-8)
    assert ours.nobs == one.nobs
    if method != "cluster-time":  # which counts groups, not coefficients
        assert ours.critical == one.critical


def test_copying_every_item_leaves_what_sees_the_month_and_halves_the_rest():
    panel, fx, _ = sample(4)
    twice = pd.concat([panel, panel.add_suffix(" again")], axis=1)
    for method in METHODS:
        one, two = (item_panel(p, fx, lags=3, inference=method).std_error for p in (panel, twice))
        if method in ("driscoll-kraay-fixed-b", "driscoll-kraay", "ewc", "cluster-time"):
            assert_allclose(two, one, rtol=1e-9)
        elif method in ("hc0", "cluster-item"):
            assert_allclose(two, one / np.sqrt(2), rtol=1e-9)


def test_on_a_balanced_panel_time_effects_leave_the_differential_as_it_is():
    panel, fx, exposure = sample(5, slope=1.0)
    pooled = item_panel(panel, fx, lags=3, exposure=exposure)
    both = item_panel(panel, fx, lags=3, exposure=exposure, time_effects=False)
    assert_allclose(both.estimate, pooled.estimate, rtol=1e-9)


def test_moving_the_exposure_moves_the_level_and_leaves_the_differential():
    panel, fx, exposure = sample(6, slope=1.0)
    ours, shifted = (
        item_panel(holed(panel), fx, lags=3, exposure=at, time_effects=False).coefficients
        for at in (exposure, exposure - 0.4)
    )
    assert list(ours.index) == [f"fx_{k}" for k in range(4)] + [f"exposure_fx_{k}" for k in range(4)]
    level, differential = ours.to_numpy().reshape(2, 4)
    assert_allclose(shifted, np.r_[level + 0.4 * differential, differential], rtol=1e-8)


# ------------------------------------------------------------------ what must not matter


@PROPERTIES
@given(seed=seeds, method=methods, units=st.floats(1e-3, 1e3))
def test_index_bases_and_units_do_not_matter(seed, method, units):
    panel, fx, _ = sample(seed)
    bases = np.random.default_rng(seed).uniform(0.01, 100, panel.shape[1])
    assert_same(
        item_panel(holed(panel) * bases, fx * units, lags=3, inference=method),
        item_panel(holed(panel), fx, lags=3, inference=method),
    )


@PROPERTIES
@given(seed=seeds, method=methods)
def test_drifts_of_each_item_do_not_matter(seed, method):
    panel, fx, exposure = sample(seed)
    drift = 1 + np.random.default_rng(seed).uniform(-0.01, 0.01, panel.shape[1])
    moved = panel * drift ** np.arange(len(panel))[:, None]
    for options in ({}, {"exposure": exposure}):
        assert_same(
            item_panel(holed(moved), fx, lags=3, inference=method, **options),
            item_panel(holed(panel), fx, lags=3, inference=method, **options),
        )


@PROPERTIES
@given(seed=seeds, method=methods)
def test_a_shock_to_all_items_of_a_month_is_absorbed_by_time_effects(seed, method):
    panel, fx, exposure = sample(seed)
    shock = np.exp(np.random.default_rng(seed).standard_normal(len(panel)).cumsum() / 20)
    assert_same(
        item_panel(holed(panel).mul(shock, axis=0), fx, lags=3, exposure=exposure, inference=method),
        item_panel(holed(panel), fx, lags=3, exposure=exposure, inference=method),
    )


@PROPERTIES
@given(seed=seeds, method=methods)
def test_quoting_the_other_way_round_flips_the_sign(seed, method):
    panel, fx, exposure = sample(seed)
    for given_exposure in (None, exposure):
        ours = item_panel(holed(panel), 1 / fx, lags=3, exposure=given_exposure, inference=method)
        assert_same(
            ours, item_panel(holed(panel), fx, lags=3, exposure=given_exposure, inference=method), sign=-1.0
        )


@PROPERTIES
@given(seed=seeds, method=methods)
def test_order_of_rows_and_items_does_not_matter(seed, method):
    panel, fx, exposure = sample(seed)
    panel, weights = holed(panel), exposure + 0.1
    mixed = panel.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    ours = item_panel(
        mixed,
        fx.iloc[::-1],
        lags=3,
        exposure=exposure.iloc[::-1],
        inference=method,
        weights=weights.iloc[::-1],
    )
    theirs = item_panel(panel, fx, lags=3, exposure=exposure, inference=method, weights=weights)
    assert_allclose(ours.estimate, theirs.estimate, rtol=ROUNDING, atol=1e-9)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-11)


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["start", "end", "text", "object", "float32", "Float64", "int"]))
def test_form_of_dates_and_numbers_does_not_matter(seed, how):
    panel, fx, _ = sample(seed)
    panel = holed((1000 * panel).round())
    if how in ("start", "end", "text"):
        index = {
            "start": panel.index.to_timestamp(),
            "end": panel.index.to_timestamp(how="end"),
            "text": panel.index.astype(str),
        }[how]
        ours = panel.set_axis(index)
    elif how == "object":
        ours = panel.astype(object).where(panel.notna(), None)
    elif how == "int":
        panel = panel.ffill().bfill()
        ours = panel.astype(int)
    else:
        ours = panel.astype(how)
        panel = ours.astype(float)
    assert_same(item_panel(ours, fx, lags=3), item_panel(panel, fx, lags=3))


@PROPERTIES
@given(seed=seeds, scale=st.floats(1e-3, 1e3))
def test_the_scale_of_weights_does_not_matter_and_equal_ones_are_equal(seed, scale):
    panel, fx, exposure = sample(seed)
    panel, weights = holed(panel), exposure + 0.1
    ours = item_panel(panel, fx, lags=3, weights=scale * weights)
    assert_same(ours, item_panel(panel, fx, lags=3, weights=weights))
    assert_allclose(ours.weights.mean(), 1)
    assert_same(ours.equal_weights, item_panel(panel, fx, lags=3))
    assert_same(item_panel(panel, fx, lags=3, weights=weights * 0 + scale), ours.equal_weights)
    assert not np.allclose(ours.estimate, ours.equal_weights.estimate)


def test_an_item_that_weighs_next_to_nothing_changes_nothing():
    panel, fx, _ = sample(7)
    weights = pd.Series([1.0, 1, 1, 1, 1, 1e-12], panel.columns)
    ours, theirs = item_panel(panel, fx, lags=3, weights=weights), item_panel(panel.iloc[:, :5], fx, lags=3)
    assert_allclose(ours.estimate, theirs.estimate, rtol=1e-8)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-8)


# ------------------------------------------------------------------ gaps


@PROPERTIES
@given(seed=seeds, month=st.integers(20, 70), lags=st.integers(0, 5), own=st.integers(0, 2))
def test_a_missing_month_of_an_item_costs_the_rows_that_touch_it(seed, month, lags, own):
    panel, fx, _ = sample(seed)
    gap = panel.copy()
    gap.iloc[month, 2] = np.nan
    whole, less = (item_panel(p, fx, lags=lags, own_lags=own) for p in (panel, gap))
    assert whole.observations - less.observations == 2 + own
    assert whole.nobs == less.nobs
    nobody = panel.copy()
    nobody.iloc[month] = np.nan
    none = item_panel(nobody, fx, lags=lags, own_lags=own)
    assert whole.nobs - none.nobs == 2 + own
    assert none.specification["dates lost to gaps"] == [
        str(period) for period in panel.index[month : month + 2 + own]
    ]
    no_rate = item_panel(panel, fx.drop(fx.index[month]), lags=lags)
    assert no_rate.nobs == item_panel(panel, fx, lags=lags).nobs - 2 - lags


def test_a_month_that_two_items_were_published_in_counts_with_these_two():
    """As October 2025 in the US CPI, when the bureau published ten of 400."""
    panel, fx, _ = sample(8)
    panel.iloc[50, 2:] = np.nan
    ours = item_panel(panel, fx, lags=3)
    assert ours.observations == 6 * (90 - 4) - 2 * 4
    assert ours.nobs == 90 - 4
    assert ours.specification["dates lost to gaps"] == []


def test_spacing_matters_only_with_a_month_that_no_item_has():
    panel, fx, _ = sample(9)
    whole = [item_panel(panel, fx, lags=3, spacing=s) for s in ("contiguous", "calendar")]
    assert_allclose(whole[0].covariance, whole[1].covariance)
    nobody = panel.drop(panel.index[[40, 41]])
    gap = [item_panel(nobody, fx, lags=3, spacing=s) for s in ("contiguous", "calendar")]
    assert_allclose(gap[0].estimate, gap[1].estimate)
    assert not np.allclose(gap[0].covariance, gap[1].covariance, rtol=1e-4)


def test_items_that_are_too_short_contribute_nothing_and_are_named():
    panel, fx, exposure = sample(10, items=8)
    short = panel.copy()
    short.iloc[:-1, 6], short["item 7"] = np.nan, np.nan
    ours, theirs = item_panel(short, fx, lags=3), item_panel(panel.iloc[:, :6], fx, lags=3)
    assert_same(ours, theirs)
    assert ours.left_out == ("item 7", "item 6")
    assert any("2 of 8 items contribute nothing" in text for text in ours.warnings)
    # An exposure is wanted of items with prices only.
    item_panel(short, fx, lags=3, exposure=exposure.drop("item 7"))


# ------------------------------------------------------------------ own lags


def test_own_lags_find_the_dynamics_and_tell_of_their_bias():
    panel, fx, _ = sample(11, months=400, items=8, b=(0.3,), rho=0.5)
    ours = item_panel(panel, fx, lags=1, own_lags=1)
    assert_allclose(ours.coefficients["price_1"], 0.5, atol=0.05)
    assert_allclose(ours.long_run.estimate, 0.6, atol=0.1)
    assert ours.long_run.estimate in ours.long_run.confidence_set
    assert list(ours.horizons) == list(range(37))
    assert any("Nickell" in text for text in ours.warnings)
    assert not any("Nickell" in text for text in item_panel(panel, fx, lags=1).warnings)


def test_own_lags_in_a_panel_of_one_item_are_those_of_a_distributed_lag():
    panel, fx, _ = sample(12)
    one = distributed_lag(panel["item 0"], fx, lags=3, own_lags=2, inference="fixed-b")
    ours = item_panel(panel[["item 0"]], fx, lags=3, own_lags=2)
    assert_allclose(ours.estimate, one.estimate, rtol=1e-9)
    assert_allclose(ours.covariance, one.covariance, rtol=1e-7, atol=1e-14)
    assert_allclose(ours.long_run.std_error, one.long_run.std_error, rtol=1e-8)


def test_jackknife_is_twice_the_whole_less_the_mean_of_the_halves():
    panel, fx, _ = sample(13, months=81, rho=0.4)
    whole = item_panel(panel, fx, lags=0, own_lags=1)
    first = item_panel(panel, fx, lags=0, own_lags=1, sample=(None, whole.sample[0] + 38))
    second = item_panel(panel, fx, lags=0, own_lags=1, sample=(whole.sample[0] + 39, None))
    assert (first.nobs, second.nobs) == (39, 40)
    ours = item_panel(panel, fx, lags=0, own_lags=1, jackknife=True)
    expected = 2 * whole.coefficients - (first.coefficients + second.coefficients) / 2
    assert_allclose(ours.coefficients, expected, rtol=1e-9)
    with pytest.raises(EstimationError, match="no classical covariance"):
        item_panel(panel, fx, lags=0, own_lags=1, jackknife=True, inference="ols")


def test_jackknife_takes_most_of_the_nickell_bias_away():
    """T = 30, rho = .5, 40 items without a common shock: expected bias (1 + rho)/(T - 1) = .052."""
    plain, jackknife = [], []
    for seed in range(25):
        panel, fx, _ = sample(seed, months=32, items=40, b=(0.0,), rho=0.5, common=0.0)
        for kept, flag in ((plain, False), (jackknife, True)):
            ours = item_panel(panel, fx, lags=0, own_lags=1, jackknife=flag)
            kept.append(ours.coefficients["price_1"] - 0.5)
    assert -0.075 < np.mean(plain) < -0.03
    assert abs(np.mean(jackknife)) < 0.35 * abs(np.mean(plain))


# ------------------------------------------------------------------ what is said and what is refused


def test_what_is_said():
    panel, fx, exposure = sample(14)
    for method in BLIND:
        warnings = item_panel(panel, fx, lags=3, inference=method).warnings
        assert any("one shock moves all" in text for text in warnings)
    assert item_panel(panel, fx, lags=3).warnings == ()
    assert any("towards zero" in text for text in item_panel(panel, fx, lags=3, exposure=exposure).warnings)
    ours = item_panel(panel, fx, lags=3, exposure=exposure)
    assert ours.method == "item panel, differential by exposure"
    assert ours.outcome == "6 items" and ours.driver == "usd_jpy"
    assert ours.specification["effects"] == "item and time"
    assert ours.specification["inference"].startswith("driscoll-kraay-fixed-b, 12 lags, fixed-b")
    assert "6 items" in ours.summary() and "6 items" in ours._repr_html_()


def test_a_peg_stretch_does_no_harm_but_a_constant_rate_is_refused():
    panel, fx, exposure = sample(15)
    peg = fx.copy()
    peg.iloc[:40] = fx.iloc[0]
    assert np.isfinite(item_panel(panel, peg, lags=3, exposure=exposure).covariance).all()
    with pytest.raises(EstimationError, match="usd_jpy is constant between"):
        item_panel(panel, fx * 0 + 110, lags=3)
    steady = pd.Series(110 * 1.002 ** np.arange(90), fx.index, name="usd_jpy")
    with pytest.raises(EstimationError, match="nothing is left"):
        item_panel(panel, steady, lags=0)
    with pytest.raises(EstimationError, match=r"nothing is left|collinear"):
        item_panel(panel, steady, lags=3, exposure=exposure)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(inference="white"), "unknown inference method 'white'"),
        (dict(inference="cluster-item", bandwidth=3), "has no bandwidth"),
        (dict(inference="cluster-time", bandwidth=3), "cluster-time has no bandwidth"),
        (dict(time_effects=True), "absorb an exchange rate"),
        (dict(exposure=0.5), "must be a Series"),
        (dict(exposure={f"item {j}": 1 for j in range(6)}), "is 1 for every item"),
        (dict(exposure={"item 0": 1.0}), "does not for item 1, item 2, item 3, item 4, item 5"),
        (dict(exposure={f"item {j}": "much" for j in range(6)}), "not made of numbers"),
        (dict(weights={f"item {j}": j for j in range(6)}), "a positive number for every item"),
        (dict(lags=-1), "lags must be 0 or more"),
        (dict(lags=95), "no item has a complete row"),
        (dict(lags=1, seasonal=True, sample=("2001-06", "2001-09")), "no item has more months"),
        (dict(sample=("2005-01", "2004-01")), "begins"),
        (dict(spacing="even"), "spacing is"),
        (dict(price=pd.Series([1.0])), "must be a DataFrame"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(change, message):
    panel, fx, _ = sample(16)
    with pytest.raises(EstimationError, match=message):
        item_panel(**(dict(price=panel, fx=fx, lags=3) | change))


def test_tables_that_make_no_sense_are_refused():
    panel, fx, exposure = sample(17)
    twice = panel.set_axis([*panel.columns[:5], "item 0"], axis=1)
    with pytest.raises(EstimationError, match="two items of the panel are called item 0"):
        item_panel(twice, fx, lags=3)
    with pytest.raises(EstimationError, match="more than one row for 2001-01"):
        item_panel(pd.concat([panel, panel.iloc[:1]]), fx, lags=3)
    with pytest.raises(EstimationError, match="item item 3 is -1 at 2001-05"):
        item_panel(panel.where(np.arange(540).reshape(90, 6) != 4 * 6 + 3, -1), fx, lags=3)
    with pytest.raises(EstimationError, match="is inf at"):
        item_panel(panel.where(np.arange(540).reshape(90, 6) != 27, np.inf), fx, lags=3)
    with pytest.raises(EstimationError, match=r"holds 'n.a.'"):
        item_panel(panel.astype(object).where(np.arange(540).reshape(90, 6) != 27, "n.a."), fx, lags=3)
    with pytest.raises(EstimationError, match="no number at all"):
        item_panel(panel * np.nan, fx, lags=3)
    with pytest.raises(EstimationError, match="carries no dates"):
        item_panel(panel.reset_index(drop=True), fx, lags=3)
    with pytest.raises(EstimationError, match="nothing to explain"):
        item_panel(panel * 0 + 100, fx, lags=3)
    with pytest.raises(EstimationError, match="do not overlap"):
        item_panel(panel, fx.set_axis(fx.index + 500), lags=3)
    with pytest.raises(EstimationError, match="holds item 0 more than once"):
        item_panel(panel, fx, lags=3, exposure=pd.concat([exposure, exposure[:1]]))
    with pytest.raises(EstimationError, match="needs two items"):
        item_panel(panel[["item 0"]], fx, lags=3, inference="cluster-item")


def test_input_is_left_as_it_was():
    panel, fx, exposure = sample(18)
    copies = panel.copy(), fx.copy(), exposure.copy()
    item_panel(panel, fx, lags=3, exposure=exposure, weights=exposure + 1)
    pd.testing.assert_frame_equal(panel, copies[0])
    pd.testing.assert_series_equal(fx, copies[1])
    pd.testing.assert_series_equal(exposure, copies[2])
