"""Response of the exchange rate to operations: known truth, what must not matter, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from analysis.errors import EstimationError
from analysis.passthrough import flow_response
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.inference import influence
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.randomisation import (
    critical_value,
    detectable,
    pvalues,
)
from analysis.passthrough.events import placebo
from analysis.passthrough.events.daily import changes, daily_levels, steps
from analysis.passthrough.events.daily_projection import long_changes, respond
from analysis.passthrough.events.operations import episodes, lay, merged

# A logarithm of 1/x is minus that of x to the last digit but one.
ROUNDING = 1e-8
PROPERTIES = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
seeds = st.integers(0, 10_000)
QUICK = dict(lags=3, trend=10, leads=8, draws=99, matches=30, in_foreign=True, unit=1e9)


def sample(seed, days=700, effect=0.0, count=12, size=3.0):
    """A random walk and `count` episodes of one to three days of purchases (two thirds) and sales."""
    rng = np.random.default_rng(seed)
    index = pd.bdate_range("2001-01-01", periods=days)
    r = 0.6 * rng.standard_normal(days)
    flow = np.zeros(days)
    for first in 60 + np.arange(count) * ((days - 120) // count):
        start = first + rng.integers(0, 10)
        sign = 1 if rng.random() < 2 / 3 else -1
        flow[start : start + rng.integers(1, 4)] = sign * size * rng.uniform(0.5, 1.5)
    fx = pd.Series(100 * np.exp((r + effect * flow).cumsum() / 100), index, name="usd_jpy")
    operations = pd.Series(flow, index)[flow != 0]
    operations.attrs["covered_to"] = f"{index[-1]:%F}"
    return fx, operations


def assert_same(ours, theirs, sign=1.0):
    assert_allclose(ours.estimate, sign * theirs.estimate, rtol=ROUNDING, atol=1e-10)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-12)
    assert_allclose(ours.placebo, sign * theirs.placebo, rtol=1e-6, atol=1e-9)
    assert ours.nobs == theirs.nobs and ours.sample == theirs.sample


# ----------------------------------------------------------------- known truth


def test_an_effect_without_noise_is_found_at_every_horizon():
    """The rate moves by 0.5 per unit and by nothing else but a tiny walk."""
    fx, flow = sample(1, effect=0.5)
    still = pd.Series(0.0, fx.index).add(flow, fill_value=0.0)
    walk = 1e-3 * np.random.default_rng(2).standard_normal(len(fx))
    found = flow_response(
        pd.Series(np.exp((0.5 * still + walk).cumsum() / 100), fx.index), operations=flow, horizons=6, **QUICK
    )
    assert_allclose(found.estimate[0], 0.5, atol=1e-3)
    # Later horizons hold the operations that follow: per unit summed to the horizon it is 0.5 again.
    assert_allclose(found.estimate / found.follow_up, 0.5, atol=3e-3)


def test_the_residual_operation_is_the_shock():
    """Frisch, Waugh and Lovell: reaction function first, its residual second, the same response."""
    fx, flow = sample(3, effect=0.1)
    found = flow_response(fx, operations=flow, horizons=4, **QUICK)
    y = 100 * np.log(fx.to_numpy())
    r = np.r_[np.nan, np.diff(y)]
    z = flow.reindex(fx.index, fill_value=0.0).to_numpy()
    trend = lagged(r, range(4, 11)).sum(axis=1)
    vol = np.full(len(y), np.nan)
    for t in range(21, len(y)):
        weight = 0.94 ** np.arange(t - 1)
        vol[t] = np.sqrt((weight * r[t - 1 : 0 : -1] ** 2).sum() / weight.sum())
    X = np.column_stack([np.ones(len(y)), lagged(r, range(1, 4)), trend, vol, lagged(z, range(1, 4))])
    target = np.r_[y[4:], np.full(4, np.nan)] - np.r_[np.nan, y[:-1]]
    used = ~np.isnan(np.column_stack([X, target])).any(axis=1)
    used[:9] = False  # the pre-trend looks back eight days from the day before
    residual = fit(z[used], X[used], list("abcdefghi")).resid
    assert_allclose(found.estimate[4], residual @ target[used] / (residual @ residual), rtol=1e-9)
    assert found.nobs == used.sum()
    assert_allclose(
        found.reaction["estimate"].to_numpy()[0], fit(z[used], X[used], list("abcdefghi")).beta[0], rtol=1e-8
    )


def test_leaning_against_the_wind_is_seen_and_taken_out():
    """Purchases follow falls of the rate and do nothing; raw, momentum looks like an effect."""
    rng = np.random.default_rng(5)
    days = 4000
    r = np.zeros(days)
    flow = np.zeros(days)
    for t in range(1, days):
        flow[t] = max(0.0, -2.0 * r[t - 1] - 2.2 + 0.3 * rng.standard_normal())
        r[t] = 0.3 * r[t - 1] + 0.6 * rng.standard_normal()
    fx = pd.Series(np.exp(r.cumsum() / 100), pd.bdate_range("1999-01-04", periods=days))
    found = flow_response(
        fx, operations=pd.Series(flow, fx.index), horizons=3, covered_to=fx.index[-1], **{**QUICK, "gap": 1}
    )
    name = "operations after a depreciation of 1 % spread over 3 days"
    assert found.leaning[name] < -2 * found.leaning["standard error"]
    assert found.leaning["p, past returns do not matter"] < 0.001
    raw = found.variants.loc[("raw", 0, 0)]
    assert raw["high"] < 0 and abs(found.estimate[0]) < abs(raw["estimate"]) / 2
    assert found.pre_trend["raw"].loc[-2, "pvalue"] < 0.01


def test_a_late_operation_shows_with_a_shift_only():
    """Operations after the fixing move the next one; with base and day shifted the whole effect is at 0."""
    fx, flow = sample(7, days=1500, count=30)
    y = np.log(fx) * 100
    late = y + 2.0 * flow.reindex(fx.index, fill_value=0.0).shift(1, fill_value=0.0).cumsum()
    found = flow_response(np.exp(late / 100), operations=flow, horizons=3, **QUICK)
    shifted = flow_response(np.exp(late / 100), operations=flow, horizons=3, shift=1, **QUICK)
    assert abs(found.estimate[0]) < 0.3 and abs(shifted.estimate[0] - 2.0) < 0.3
    both = found.variants
    assert_allclose(both.loc[("residual", 1), "estimate"], shifted.estimate)


def test_placebo_responses_equal_the_regressions_they_stand_for():
    rng = np.random.default_rng(11)
    T, H, lags, draws = 200, 3, 2, 6
    Y, W = rng.standard_normal((T, H)), np.column_stack([np.ones(T), rng.standard_normal((T, 2))])
    usable = np.ones(T, dtype=bool)
    usable[:5] = usable[-4:] = usable[90] = False
    amounts = np.array([2.0, -1.0, 3.0, 1.0])
    rows = np.array([rng.choice(np.arange(10, 80, 2), 4, replace=False) for _ in range(draws)])
    variance = rng.uniform(0.5, 2.0, T)
    ours, scale = placebo.placebo_responses(rows, amounts, Y, W, usable, lags, variance)
    for draw in range(draws):
        z = np.zeros(T)
        np.add.at(z, rows[draw], amounts)
        X = np.column_stack([W, np.nan_to_num(lagged(z, range(lags + 1)))])[usable]
        beta = np.linalg.lstsq(X, Y[usable], rcond=None)[0]
        assert_allclose(ours[draw], beta[W.shape[1]], rtol=1e-9, atol=1e-12)
        # The weights of all rows, those of days without a placebo operation included.
        weights = np.linalg.pinv(X)[W.shape[1]]
        assert_allclose(scale[draw], np.sqrt(weights**2 @ variance[usable]), rtol=0.08)


def test_placebo_intervals_invert_the_placebo_test():
    draws = np.random.default_rng(3).standard_normal((199, 1))
    half = critical_value(draws, 0.95)[0]
    for estimate in np.r_[0.999 * half, 1.001 * half, -0.5, 3.0]:
        assert (pvalues(np.array([estimate]), draws)[0] <= 0.05) == (abs(estimate) > half)
    # A normal draw: 80 % power at 1.96 + 0.84 standard deviations.
    many = np.random.default_rng(4).standard_normal((200_000, 1))
    assert_allclose(detectable(many, critical_value(many, 0.95))[0], 1.96 + 0.8416, atol=0.02)
    with pytest.raises(EstimationError, match="too few"):
        critical_value(draws[:9], 0.95)


def test_draws_from_calm_days_are_scaled_to_restless_ones():
    """Operations fill the restless months, so every placebo date is calm: the draws must be as wide."""
    rng = np.random.default_rng(41)
    days = 4800
    sd = 0.5 * np.exp(1.2 * np.sin(2 * np.pi * np.arange(days) / 800))
    flow = np.where((sd > 0.8) & (np.arange(days) % 8 == 0), rng.standard_normal(days), 0.0)
    r = sd * rng.standard_normal(days)
    index = pd.bdate_range("2001-01-01", periods=days)
    fx = pd.Series(np.exp(r.cumsum() / 100), index)
    found = flow_response(
        fx,
        operations=pd.Series(flow, index),
        horizons=4,
        covered_to=index[-1],
        **{**QUICK, "gap": 1, "draws": 499},
    )
    truth = np.sqrt((flow**2 * sd**2).sum()) / (flow**2).sum()
    calm = np.sqrt((sd[sd < 0.8] ** 2).max()) / np.sqrt((flow**2).sum())
    assert calm < 0.7 * truth
    assert 0.75 < found.placebo[:, 0].std() / truth < 1.25


def test_few_large_operations_leave_few_degrees_of_freedom():
    fx, flow = sample(43, days=1500, count=40)
    even, uneven = (
        flow_response(fx, operations=flow, horizons=2, **QUICK),
        flow_response(fx, operations=flow**5, horizons=2, **QUICK),
    )
    assert even.critical.dof > 2 * uneven.critical.dof and uneven.critical.dof >= 1


def test_placebo_windows_hold_no_operation():
    fx, flow = sample(9)
    busy = flow.reindex(fx.index, fill_value=0.0).to_numpy() != 0
    members = episodes(np.flatnonzero(busy), 5)
    returns = changes(fx.to_numpy(), steps(fx.index))
    found = placebo.candidates(members, busy, np.ones(len(fx), bool), placebo.profile(returns), 8, 3, 30)
    for rows, starts in zip(members, found.starts, strict=True):
        length = rows[-1] - rows[0]
        assert not any(busy[s - 3 : s + length + 9].any() for s in starts)
    moved = placebo.draw_dates(found, members, busy, 50, np.random.default_rng(1))
    assert moved.shape == (50, busy.sum())
    # All episodes want the same few days: still none serves two of them.
    one = placebo.Candidates([found.starts[0][:30]] * len(members), found.distance)
    singles = [m[:1] for m in members]
    moved = placebo.draw_dates(one, singles, busy, 50, np.random.default_rng(1))
    assert all(len(set(rows)) == len(rows) for rows in moved.tolist()), "a day serves two episodes"


# ------------------------------------------------------------------ invariance


@PROPERTIES
@given(seed=seeds)
def test_quoting_the_rate_the_other_way_round_flips_the_sign(seed):
    fx, flow = sample(seed, effect=0.1)
    assert_same(
        flow_response(1 / fx, operations=flow, horizons=4, **QUICK),
        flow_response(fx, operations=flow, horizons=4, **QUICK),
        sign=-1.0,
    )


@PROPERTIES
@given(seed=seeds, units=st.floats(1e-3, 1e3))
def test_units_of_the_rate_do_not_matter_and_those_of_amounts_scale(seed, units):
    fx, flow = sample(seed)
    theirs = flow_response(fx, operations=flow, horizons=4, **QUICK)
    assert_same(flow_response(fx * units, operations=flow, horizons=4, **QUICK), theirs)
    assert_same(
        flow_response(fx, operations=flow * units, horizons=4, **{**QUICK, "unit": 1e9 / units}), theirs
    )
    bigger = flow_response(fx, operations=flow * units, horizons=4, **QUICK)
    assert_allclose(bigger.estimate * units, theirs.estimate, rtol=1e-7, atol=1e-10)
    assert_allclose(bigger.to_frame()["p_placebo"], theirs.to_frame()["p_placebo"])


@PROPERTIES
@given(seed=seeds)
def test_row_order_extra_rows_and_the_form_of_dates_do_not_matter(seed):
    fx, flow = sample(seed)
    theirs = flow_response(fx, operations=flow, horizons=4, **QUICK)
    mixed = flow_response(
        fx.sample(frac=1, random_state=seed),
        operations=flow.sample(frac=1, random_state=seed),
        horizons=4,
        **QUICK,
    )
    assert_array_equal(mixed.estimate, theirs.estimate)
    assert_array_equal(mixed.placebo, theirs.placebo)
    zeros = flow.reindex(fx.index, fill_value=0.0)
    weekends = fx.reindex(pd.date_range(fx.index[0], fx.index[-1]))
    text = fx.set_axis(fx.index.strftime("%Y-%m-%d"))
    for rate, amounts in (
        (fx, zeros),
        (weekends, flow),
        (text, flow),
        (fx.to_period("D"), flow.astype(object)),
    ):
        assert_same(flow_response(rate, operations=amounts, horizons=4, **QUICK), theirs)


def test_conversion_takes_the_rate_of_the_day():
    fx, flow = sample(13)
    yen = flow * fx.loc[flow.index] * 10  # billions of dollars in units of 100 million yen
    options = {k: v for k, v in QUICK.items() if k not in ("in_foreign", "unit")}
    assert_same(
        flow_response(fx, operations=yen, horizons=4, **options),
        flow_response(fx, operations=flow, horizons=4, **QUICK),
    )


def test_gdp_scales_to_per_cent_of_it():
    fx, flow = sample(13)
    theirs = flow_response(fx, operations=flow, horizons=4, **QUICK)
    ours = flow_response(fx, operations=flow, horizons=4, gdp=4000.0, **QUICK)
    assert_allclose(ours.estimate, theirs.estimate * 40)
    assert ours.per == "1 % of GDP"
    by_year = pd.Series([4000.0, 5000.0, 5000.0], pd.period_range("2001", periods=3, freq="Y"))
    laid = lay(flow, daily_levels(fx, "rate"), unit=1e9, in_foreign=True, gdp=by_year, shift=0)
    first = flow[flow.index.year == 2001]
    assert_allclose(laid.amount[laid.amount != 0][: len(first)], first / 40)
    assert_allclose(laid.amount[laid.amount != 0][len(first) :], flow.iloc[len(first) :] / 50)


def test_numbers_are_the_same_in_every_run_and_the_generator_moves_only_the_draws():
    fx, flow = sample(17)
    first, again = (
        flow_response(fx, operations=flow, horizons=4, **QUICK),
        flow_response(fx, operations=flow, horizons=4, **QUICK),
    )
    assert_array_equal(first.placebo, again.placebo)
    other = flow_response(fx, operations=flow, horizons=4, rng=np.random.default_rng(99), **QUICK)
    assert_array_equal(other.estimate, first.estimate)
    assert not np.array_equal(other.placebo, first.placebo)


# ---------------------------------------------------------------- closed and lost days


def test_an_operation_on_a_closing_day_counts_for_the_next_publication():
    fx, flow = sample(19)
    day = flow.index[4]
    closed = fx.drop(day)
    found = flow_response(closed, operations=flow, horizons=4, **QUICK)
    assert found.specification["operations on closing days"] == [f"{day:%F}"]
    laid = lay(flow, daily_levels(closed, "rate"), unit=1e9, in_foreign=True, gdp=None, shift=0)
    place = closed.index.searchsorted(day)
    follower = flow.get(closed.index[place], 0.0)
    assert_allclose(laid.amount[place], flow[day] + follower)


def test_a_missing_rate_costs_the_windows_that_touch_it_and_nothing_is_bridged():
    fx, flow = sample(21, count=5)
    horizon, leads = 4, QUICK["leads"]
    quiet = next(t for t in range(100, 600) if not flow.index.isin(fx.index[t - 35 : t + 35]).any())
    gone = fx.copy()
    gone.iloc[quiet] = np.nan
    whole, less = (
        flow_response(fx, operations=flow, horizons=horizon, **QUICK),
        flow_response(gone, operations=flow, horizons=horizon, **QUICK),
    )
    # Returns into `quiet` and the row after are lost: windows look `trend` days back and `horizon` days on.
    # The average that measures volatility goes on with what is there.
    assert leads <= QUICK["trend"]
    assert whole.nobs - less.nobs == 2 + QUICK["trend"] + horizon
    # Without the row the day is a closing, the return is a longer one, and only what it shortens changes.
    assert (
        flow_response(fx.drop(fx.index[quiet]), operations=flow, horizons=horizon, **QUICK).nobs
        == whole.nobs - 1
    )


def test_no_return_is_taken_across_a_hole():
    index = pd.DatetimeIndex(["2020-01-01", "2020-01-02", "2020-01-07", "2020-01-13"])
    levels = np.array([100.0, 101.0, 102.0, 103.0])
    out = changes(levels, steps(index))
    assert np.isfinite(out[1:3]).all() and np.isnan(out[[0, 3]]).all()


def test_long_changes_span_closings_but_neither_holes_nor_missing_rates():
    y = np.arange(8.0) ** 2
    returns = np.r_[np.nan, np.diff(y)]
    returns[4] = np.nan
    out = long_changes(y, returns, np.array([-3, 0, 2]))
    assert out[1].tolist()[1:] == [1.0, 9.0] and np.isnan(out[1, 0])
    # The windows of three days that hold the return into row 4 begin on days 2, 3 and 4.
    assert np.isnan(out[:, 2]).tolist() == [True, False, True, True, True, False, True, True]
    assert np.isnan(out[:, 1]).tolist() == [True, False, False, False, True, False, False, False]
    # Before: from t-1 back to t-3.
    assert np.isnan(out[:, 0]).tolist() == [True, True, True, False, False, True, True, False]
    assert out[7, 0] == 16.0 - 36.0


def test_standard_errors_are_hc3():
    rng = np.random.default_rng(45)
    W, z = np.column_stack([np.ones(60), rng.standard_normal((60, 2))]), rng.standard_normal(60)
    Y = rng.standard_normal((60, 3)) * (1 + np.abs(z))[:, None]
    found = respond(z, Y, W, ["constant", "a", "b"])
    for h in range(3):
        terms = influence(fit(Y[:, h], np.column_stack([W, z]), list("abcd")), "hc3")
        assert_allclose(found.terms[:, h], terms[:, -1], rtol=1e-9, atol=1e-12)


def test_operations_before_the_rates_are_counted_and_left_out():
    fx, flow = sample(23)
    early = pd.concat([pd.Series([1.0, 2.0], pd.to_datetime(["1995-01-02", "1995-01-03"])), flow])
    found = flow_response(fx, operations=early, horizons=4, covered_to=fx.index[-1], **QUICK)
    assert found.specification["operations outside the rates"] == 2
    assert_array_equal(found.estimate, flow_response(fx, operations=flow, horizons=4, **QUICK).estimate)


# ---------------------------------------------------------------- directions, episodes


def test_directions_are_estimated_apart():
    fx, flow = sample(25, days=1500, count=40)
    r = np.log(fx).diff().fillna(0.0) * 100
    moved = (
        r
        + flow.clip(lower=0).reindex(fx.index, fill_value=0.0) * 1.0
        + flow.clip(upper=0).reindex(fx.index, fill_value=0.0) * 3.0
    )
    rate = np.exp(moved.cumsum() / 100)
    buys, sales = (
        flow_response(rate, operations=flow, horizons=2, direction=d, **QUICK) for d in ("purchases", "sales")
    )
    assert abs(buys.estimate[0] - 1.0) < 0.2 and abs(sales.estimate[0] - 3.0) < 0.2
    assert (buys.episodes["total"] > 0).all() and (sales.episodes["total"] < 0).all()
    # Buying and selling swapped, and the rate turned over: the same response.
    turned = flow_response(1 / rate, operations=-flow, horizons=2, direction="sales", **QUICK)
    assert_same(turned, buys)


def test_episodes_are_runs_with_short_gaps():
    rows = np.array([3, 4, 9, 15, 16])
    assert [m.tolist() for m in episodes(rows, 5)] == [[3, 4, 9], [15, 16]]
    assert [m.tolist() for m in episodes(rows, 1)] == [[3, 4], [9], [15, 16]]
    amount = np.zeros(20)
    amount[rows] = [1, 2, 3, 4, 5]
    assert merged(amount, 5)[[3, 15]].tolist() == [6, 9] and merged(amount, 5).sum() == 15


def test_an_episode_can_be_one_impulse():
    fx, flow = sample(27, effect=1.0, days=1500, count=40)
    found = flow_response(fx, operations=flow, horizons=5, events="episodes", **QUICK)
    assert (found.episodes["impulses"] == 1).all()
    assert_allclose(found.episodes["total"].sum(), flow.sum())
    assert abs(found.estimate[5] - 1.0) < 0.3


def test_the_result_says_which_episode_carries_it():
    fx, flow = sample(29, days=1500, count=15)
    big = flow.copy()
    big.iloc[7] *= 50
    found = flow_response(fx, operations=big, horizons=4, **QUICK)
    assert found.episodes["weight"].max() > 0.8
    assert_allclose(found.episodes["weight"].sum(), 1.0, atol=0.05)
    assert any("% of the weight" in text for text in found.warnings)
    assert found.without.shape == (len(found.episodes), 5)
    # Without an episode of weight one hundredth the response hardly moves; without the big one it does.
    gap = (found.without[4] - found.estimate[4]).abs()
    assert gap.idxmax() == found.episodes["weight"].idxmax()


def test_what_is_shown(tmp_path):
    fx, flow = sample(31)
    found = flow_response(fx, operations=flow, horizons=4, **QUICK)
    frame = found.to_frame(joint="sup-t")
    assert np.isfinite(frame.to_numpy()).all() and "p_complete" not in frame
    assert (
        frame["joint_placebo_high"] - frame["joint_placebo_low"]
        >= frame["placebo_high"] - frame["placebo_low"] - 1e-12
    ).mean() > 0.5
    wide = found.wide_band()
    assert (wide["low"] <= frame[["low", "placebo_low"]].min(axis=1)).all()
    assert (wide["high"] >= frame[["high", "placebo_high"]].max(axis=1)).all()
    text = found.summary()
    for word in ("business day", "placebo", "80 % power", "past returns do not matter", "no response before"):
        assert word in text
    assert "placebo" in found._repr_html_() and "FlowResponse" in repr(found)
    assert found.export(tmp_path / "path.csv").read_text().startswith("horizon,")
    assert found.plot().get_xlabel() == "Business days after the operation"
    assert found.draw(np.random.default_rng(1), 10).shape == (10, 5)


# -------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(shock="iv"), "shock is"),
        (dict(direction="up"), "direction is"),
        (dict(events="weeks"), "events is"),
        (dict(shift=-1), "shift must be 0"),
        (dict(lags=0), "lags must be 1"),
        (dict(draws=10), "draws must be 99"),
        (dict(unit=0.0), "unit is"),
        (dict(gdp=-1.0), "GDP must be positive"),
        (dict(sample=("2001-01-01", "2001-02-01")), "no operation"),
        (dict(sample=("2001-03-20", "2001-04-24")), "too few placebo dates"),
    ],
)
def test_options_that_cannot_be_are_refused(change, message):
    fx, flow = sample(33)
    with pytest.raises(EstimationError, match=message):
        flow_response(fx, operations=flow, horizons=4, **{**QUICK, **change})


@pytest.mark.parametrize("beyond", [-3, 0, 5])
def test_a_horizon_beyond_the_sample_is_refused_by_name(beyond):
    fx, flow = sample(33)
    horizon = len(fx) + beyond
    with pytest.raises(EstimationError, match=f"no operation lies in the 0 days .* to horizon {horizon}"):
        flow_response(fx, operations=flow, horizons=horizon, **QUICK)


def test_rates_and_operations_that_cannot_be_are_refused():
    fx, flow = sample(35)
    with pytest.raises(EstimationError, match="constant"):
        flow_response(fx * 0 + 100, operations=flow, horizons=4, **QUICK)
    with pytest.raises(EstimationError, match="not positive"):
        flow_response(fx - fx.iloc[0], operations=flow, horizons=4, **QUICK)
    with pytest.raises(EstimationError, match="more than one row"):
        flow_response(pd.concat([fx, fx.iloc[:1]]), operations=flow, horizons=4, **QUICK)
    with pytest.raises(EstimationError, match="no operation lies between"):
        flow_response(fx, operations=flow.set_axis(flow.index + pd.DateOffset(years=50)), horizons=4, **QUICK)
    with pytest.raises(EstimationError, match="no amount other than zero"):
        flow_response(fx, operations=flow * 0, horizons=4, **QUICK)
    with pytest.raises(EstimationError, match="daily data"):
        flow_response(fx.resample("MS").mean(), operations=flow, horizons=4, **QUICK)
    with pytest.raises(EstimationError, match=r"hc3|collinear|zero in every"):
        flow_response(fx, operations=flow.iloc[:1], horizons=4, **QUICK)


def test_a_peg_that_floats_later_does_not_crash():
    fx, flow = sample(37)
    fx.iloc[:40] = fx.iloc[40]
    assert np.isfinite(flow_response(fx, operations=flow, horizons=4, **QUICK).estimate).all()


# ----------------------------------------------------------------- the end of what is known


def test_rates_after_the_end_of_coverage_do_not_count_as_quiet_days():
    fx, flow = sample(11, effect=0.4)
    end = fx.index[-80]
    known = flow[flow.index <= end]
    cut = flow_response(fx, operations=known, horizons=4, covered_to=end, **QUICK)
    assert_same(
        cut,
        flow_response(fx[fx.index <= end], operations=known, horizons=4, covered_to=fx.index[-1], **QUICK),
    )
    whole = flow_response(fx, operations=known, horizons=4, covered_to=fx.index[-1], **QUICK)
    assert whole.nobs - cut.nobs == 79  # the rates after `end`, which were called quiet
    assert cut.sample[1] <= pd.Period(end, "D") < whole.sample[1]
    assert cut.specification["operations known to"] == f"{end:%F}"
    assert cut.specification["rates after that day, cut"] == 79


def test_an_earlier_end_moves_the_end_of_the_sample_and_the_estimate():
    fx, flow = sample(12, effect=0.4)
    late, early = fx.index[-100], fx.index[-121]
    ours, less = (
        flow_response(fx, operations=flow, horizons=4, covered_to=day, **QUICK) for day in (late, early)
    )
    assert ours.nobs - less.nobs == 21 and less.sample[1] < ours.sample[1]
    assert not np.array_equal(ours.estimate, less.estimate)


def test_operations_that_do_not_say_to_which_day_they_are_known_are_refused():
    fx, flow = sample(13)
    flow.attrs = {}
    with pytest.raises(EstimationError, match="to which day they are known"):
        flow_response(fx, operations=flow, horizons=4, **QUICK)


def test_each_operation_is_divided_by_the_gdp_of_its_own_quarter():
    index = pd.bdate_range("2001-01-01", "2001-12-31")
    fx = pd.Series(100.0, index, name="usd_jpy")
    flow = pd.Series([10.0, 10.0, -30.0], pd.DatetimeIndex(["2001-02-05", "2001-05-07", "2001-11-05"]))
    gdp = pd.Series([4000.0, 5000.0, 5000.5, 6000.0], pd.period_range("2001Q1", periods=4, freq="Q"))
    laid = lay(flow, fx, unit=1e9, in_foreign=True, gdp=gdp, shift=0)
    # 100 x 10/4000, 100 x 10/5000 and 100 x -30/6000
    assert_allclose(laid.amount[np.flatnonzero(laid.amount)], [0.25, 0.2, -0.5])
    with pytest.raises(EstimationError, match="2001-11-05 lies in a period without published GDP"):
        lay(flow, fx, unit=1e9, in_foreign=True, gdp=gdp.iloc[:3], shift=0)


def test_the_sample_ends_where_the_gdp_does():
    fx, flow = sample(14)
    quarters = pd.period_range("2001Q1", "2003Q1", freq="Q")
    found = flow_response(fx, operations=flow, horizons=4, gdp=pd.Series(4000.0, quarters), **QUICK)
    assert found.specification["operations known to"] == "2003-03-31"
    assert found.sample[1] <= pd.Period("2003-03-31", "D")
