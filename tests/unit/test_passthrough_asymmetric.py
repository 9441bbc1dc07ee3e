"""Asymmetric projections: what must not matter, what must change places, what is found, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import asymmetric_projection
from analysis.passthrough.core.inference import influence
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.power import power
from analysis.passthrough.projections.common_ratio import common_ratio
from analysis.passthrough.projections.covariances import METHODS

ROUNDING = dict(rtol=1e-7, atol=1e-10)
PROPERTIES = settings(max_examples=4, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
methods = st.sampled_from(METHODS)


def sample(seed, months=150, up=(0.3, 0.2), down=(0.3, 0.2), noise=0.5):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq="M")
    fx = 1.5 * rng.standard_normal(months)
    signal = np.convolve(np.maximum(fx, 0), up)[:months] + np.convolve(np.minimum(fx, 0), down)[:months]
    pi = 0.2 + signal + noise * rng.standard_normal(months)
    return (
        pd.Series(100 * np.exp(pi.cumsum() / 100), index, name="cpi"),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
    )


def estimate(price, fx, **options):
    return asymmetric_projection(price, fx, horizons=4, lags=2, **options)


def assert_same(ours, theirs):
    for name, path in theirs.paths.items():
        assert_allclose(ours[name].estimate, path.estimate, **ROUNDING)
        assert_allclose(ours[name].joint, path.joint, rtol=1e-6, atol=1e-12)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-12)
    assert_allclose(ours.equality.table, theirs.equality.table, rtol=1e-6, atol=1e-9)
    assert_allclose(ours.response_equality.table, theirs.response_equality.table, rtol=1e-6, atol=1e-9)
    assert ours.gap.nobs == theirs.gap.nobs
    assert ours.counts.equals(theirs.counts)


# ------------------------------------------------------------------ invariance


@PROPERTIES
@given(
    seed=seeds,
    method=methods,
    by=st.sampled_from(["sign", "size", "cubic"]),
    variables=st.sampled_from(["logs", "levels"]),
)
def test_index_base_and_currency_units_do_not_matter(seed, method, by, variables):
    price, fx = sample(seed)
    options = dict(inference=method, by=by, variables=variables)
    assert_same(estimate(price * 7.3, fx * 0.01, **options), estimate(price, fx, **options))


@PROPERTIES
@given(seed=seeds, method=methods, split=st.booleans())
def test_quoting_the_other_way_round_makes_rises_of_falls(seed, method, split):
    price, fx = sample(seed, up=(0.6, 0.2))
    ours = estimate(price, 1 / fx, inference=method, split_lags=split)
    theirs = estimate(price, fx, inference=method, split_lags=split)
    for name, other in (("rise", "fall"), ("fall", "rise")):
        assert_allclose(ours[name].estimate, -theirs[other].estimate, **ROUNDING)
        assert_allclose(ours[name].covariance, theirs[other].covariance, rtol=1e-6, atol=1e-12)
        assert_allclose(ours.responses[name].estimate, -theirs.responses[other].estimate, **ROUNDING)
        assert ours.counts[name].tolist() == theirs.counts[other].tolist()
        for mine, its in zip(ours[name].sets(), theirs[other].sets(), strict=True):
            flipped = [(-high, -low) for low, high in reversed(its.intervals)]
            assert_allclose(mine.intervals, flipped, rtol=1e-6, atol=1e-9)
    # (-fall) - (-rise) = rise - fall: the difference and every verdict stay.
    assert_allclose(ours.equality.table, theirs.equality.table, rtol=1e-6, atol=1e-9)
    assert ours.equality.path.pvalue == pytest.approx(theirs.equality.path.pvalue, abs=1e-6)


@PROPERTIES
@given(seed=seeds, method=methods, by=st.sampled_from(["size", "cubic"]))
def test_quoting_the_other_way_round_keeps_the_sizes(seed, method, by):
    price, fx = sample(seed)
    options = dict(inference=method, by=by)
    ours, theirs = estimate(price, 1 / fx, **options), estimate(price, fx, **options)
    for name in ("large", "small"):
        assert_allclose(ours[name].estimate, -theirs[name].estimate, **ROUNDING)


@PROPERTIES
@given(seed=seeds, method=methods)
def test_a_steady_drift_of_the_price_does_not_matter(seed, method):
    price, fx = sample(seed)
    drifting = price * 1.004 ** np.arange(len(price))
    assert_same(estimate(drifting, fx, inference=method), estimate(price, fx, inference=method))


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["order", "start", "end", "text", "float32", "object", "wide"]))
def test_form_of_the_input_does_not_matter(seed, how):
    price, fx = sample(seed)
    theirs = estimate(price, fx)
    if how == "order":
        ours = estimate(price.sample(frac=1, random_state=seed), fx.sample(frac=1, random_state=seed + 1))
    elif how == "float32":
        single = fx.astype("float32")
        ours, theirs = estimate(price, single), estimate(price, single.astype(float))
    elif how in ("object", "wide"):
        wide = price.reindex(pd.period_range("1999-01", "2020-12", freq="M")).astype(object)
        ours = estimate(wide.where(wide.notna(), None) if how == "object" else wide.astype(float), fx)
    else:
        index = {
            "start": price.index.to_timestamp(),
            "end": price.index.to_timestamp(how="end"),
            "text": price.index.astype(str),
        }[how]
        ours = estimate(price.set_axis(index), fx)
    assert_same(ours, theirs)


def test_a_missing_month_costs_the_changes_that_touch_it():
    price, fx = sample(3)
    holed = price.copy()
    holed.iloc[60] = np.nan
    full, ours = estimate(price, fx), estimate(holed, fx)
    # At h = 0 with 2 lags: t or t-1 or a lagged change touches month 60, so t = 60, 61, 62, 63.
    assert full.counts.sum(axis=1)[0] - ours.counts.sum(axis=1)[0] == 4


# ------------------------------------------------------------------ arithmetic


def joint_statistic(theta, numerator, denominator, joint):
    """Anderson-Rubin statistic of one ratio in both regimes."""
    G = np.hstack([np.eye(2), -theta * np.eye(2)])
    g = numerator - theta * denominator
    return g @ np.linalg.solve(G @ joint @ G.T, g)


@PROPERTIES
@given(seed=seeds, strength=st.floats(0.0, 3.0))
def test_the_common_ratio_minimises_the_joint_statistic(seed, strength):
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((4, 6))
    numerator, denominator = rng.standard_normal((2, 2)) + strength * np.array([[0.5], [1.0]])
    joint = 0.1 * root @ root.T
    ours = common_ratio(numerator[None], denominator[None], joint[None])[0]
    grid = np.concatenate([np.linspace(-3, 3, 601), np.tan(np.linspace(-1.57, 1.57, 601))])
    least = min(joint_statistic(theta, numerator, denominator, joint) for theta in grid)
    assert joint_statistic(ours, numerator, denominator, joint) <= least * (1 + 1e-9)
    # Units of price and exchange rate go through.
    units = np.diag([5.0, 5.0, 0.01, 0.01])
    scaled = common_ratio(5 * numerator[None], 0.01 * denominator[None], (units @ joint @ units)[None])[0]
    assert_allclose(scaled, 500 * ours, rtol=1e-5)


def test_two_equal_ratios_are_the_common_one():
    rng = np.random.default_rng(1)
    root = rng.standard_normal((4, 6))
    ours = common_ratio(np.array([[0.3, 0.6]]), np.array([[1.0, 2.0]]), (root @ root.T)[None])
    assert_allclose(ours, 0.3, atol=1e-6)


@pytest.mark.parametrize("by", ["sign", "size", "cubic"])
def test_one_horizon_by_hand(by):
    price, fx = sample(11)
    h, lags = 3, 2
    ours = asymmetric_projection(
        price, fx, horizons=h, lags=lags, by=by, threshold=1.0 if by == "size" else None
    )
    p, e = 100 * np.log(price.to_numpy()), 100 * np.log(fx.to_numpy())
    dp, de = np.diff(p, prepend=np.nan), np.diff(e, prepend=np.nan)
    rows = np.arange(lags + 1, len(p) - h)
    z = de[rows]
    deviation = de[lags + 1 :].std()
    read = np.eye(2)
    if by == "sign":
        parts = np.column_stack([z * (z > 0), z * (z < 0)])
    elif by == "size":
        parts = np.column_stack([z * (np.abs(z) > 1), z * (np.abs(z) <= 1)])
    else:
        parts = np.column_stack([z, z**3])
        read = np.array([[1, (2 * deviation) ** 2], [1, deviation**2]])
    past = [change[rows - k] for change in (de, dp) for k in (1, 2)]
    X = np.column_stack([np.ones(len(rows)), *past, parts])
    names = [str(i) for i in range(X.shape[1])]
    B, E = (fit(y[rows + h] - y[rows - 1], X, names) for y in (p, e))
    b, d = read @ B.beta[-2:], read @ E.beta[-2:]
    first, second = ours.paths.values()
    assert_allclose([first.estimate[h], second.estimate[h]], b / d, rtol=1e-9)
    psi = (influence(B, "hc3")[:, -2:] @ read.T - (b / d) * (influence(E, "hc3")[:, -2:] @ read.T)) / d
    gap = psi[:, 0] - psi[:, 1]
    assert_allclose(ours.gap.std_error[h], np.sqrt(gap @ gap), rtol=1e-8)
    # The test puts one ratio, the best for both, where each regime had its own.
    spread = np.hstack([influence(B, "hc3")[:, -2:] @ read.T, influence(E, "hc3")[:, -2:] @ read.T])
    theta = common_ratio(b[None], d[None], (spread.T @ spread)[None])[0]
    nearby = [joint_statistic(theta + step, b, d, spread.T @ spread) for step in (-1e-4, 0.0, 1e-4)]
    assert nearby[1] < min(nearby[0], nearby[2])
    psi = (spread[:, :2] - theta * spread[:, 2:]) / d
    tested = psi[:, 0] - psi[:, 1]
    assert_allclose(ours.equality.table["std_error"].iloc[h], np.sqrt(tested @ tested), rtol=1e-6)
    response = influence(B, "hc3")[:, -2:] @ (read[0] - read[1])
    assert_allclose(ours.response_gap.std_error[h], np.sqrt(response @ response), rtol=1e-8)
    own = (spread[:, :2] - (b / d) * spread[:, 2:]) / d
    block = ours.covariance.xs(h, level="horizon").xs(h, level="horizon", axis=1)
    assert_allclose(block, own.T @ own, rtol=1e-8)


def test_the_exchange_rate_moves_itself_by_one_at_impact():
    for by in ("sign", "size"):
        for path in estimate(*sample(2), by=by).paths.values():
            assert path.denominator[0] == 1.0
            assert path.denominator_statistic(0) == np.inf


def test_split_lags_span_the_lags_of_both_parts():
    price, fx = sample(4)
    change = 100 * np.log(fx).diff()
    falls = pd.DataFrame({f"fall{k}": change.clip(upper=0).shift(k) for k in (1, 2)})
    ours = estimate(price, fx, split_lags=True)
    theirs = estimate(price, fx, controls=falls)
    for name in ("rise", "fall"):
        assert_allclose(ours[name].estimate, theirs[name].estimate, rtol=1e-8)


def test_equality_tests_and_power_are_those_of_the_gap():
    ours = estimate(*sample(6), alternative=0.4)
    table, gap = ours.response_equality.table, ours.response_gap
    assert_allclose(table["wald"], (gap.estimate / gap.std_error) ** 2)
    assert_allclose(table["pvalue"], gap.critical.pvalue(gap.estimate / gap.std_error))
    assert_allclose(table["alternative"], 0.4 * np.arange(1, 6) / 5)
    assert ours.response_equality.path.statistic == pytest.approx(np.sqrt(table["wald"].max()))
    assert ours.response_equality.path.pvalue == pytest.approx(
        gap.critical.sup_pvalue(ours.response_equality.path.statistic, gap.correlation), abs=0.01
    )
    # A difference of 1 in pass-through makes of the price response what the exchange rate does.
    unit = np.mean([path.denominator for path in ours.paths.values()], axis=0)
    expected = power(table["alternative"] * unit / gap.std_error, gap.critical)
    assert_allclose(table["power"], expected, rtol=1e-9)
    table = ours.equality.table
    larger = estimate(*sample(6), alternative=0.8)
    assert larger.equality.path_power > ours.equality.path_power
    assert (larger.equality.table["power"] > table["power"]).all()
    # Power against a stated path is that against the number that it comes from.
    stated = estimate(*sample(6), alternative=0.4 * np.arange(1, 6) / 5)
    assert stated.equality.path_power == ours.equality.path_power


# ---------------------------------------------------------------- what is found


def test_an_asymmetry_is_found_and_reported_with_power():
    ours = estimate(*sample(8, months=400, up=(0.6, 0.3), down=(0.1, 0.0), noise=0.3))
    assert ours.equality.rejected and ours.response_equality.rejected
    assert ours["rise"].estimate[-1] == pytest.approx(0.9, abs=0.15)
    assert ours["fall"].estimate[-1] == pytest.approx(0.1, abs=0.15)
    assert "a difference over the path" in ours.verdict


def test_no_difference_is_never_said_without_the_power_of_the_test():
    weak = estimate(*sample(8, months=60, noise=2.0))
    assert not weak.equality.rejected
    assert f"found with probability {weak.equality.path_power:.2f}" in weak.equality.verdict
    assert weak.equality.path_power < 0.5
    assert "too weak a test to be evidence of equality" in weak.equality.verdict
    for text in (weak.summary(), weak._repr_html_(), repr(weak)):
        assert "found with probability" in text


def test_complete_pass_through_in_levels_looks_asymmetric_in_logs_only():
    """Price = margin + cost, one for one: rises start from lower costs than falls, so per cent differ."""
    index = pd.period_range("1990-01", periods=300, freq="M")
    rng = np.random.default_rng(3)
    # Falls come when the currency is strong in price and cost is a large part of it.
    cycle = 100 * np.exp(0.5 * np.sin(np.arange(300) / 24) + 0.01 * rng.standard_normal(300).cumsum())
    fx = pd.Series(cycle, index, name="cost")
    price = 60 + fx + pd.Series(0.02 * rng.standard_normal(300), index)
    share = float(fx.iloc[0] / price.iloc[0])
    levels = asymmetric_projection(price, fx, horizons=4, lags=2, variables="levels")
    logs = asymmetric_projection(price, fx, horizons=4, lags=2)
    assert_allclose(levels["rise"].estimate, share, atol=0.01)
    assert_allclose(levels["fall"].estimate, share, atol=0.01)
    assert np.abs(levels.gap.estimate).max() < 0.01 < np.abs(logs.gap.estimate).max()
    assert "1990-01 = 100" in levels["rise"].specification["variables"]


def test_a_cubic_response_is_read_at_both_sizes():
    rng = np.random.default_rng(12)
    index = pd.period_range("1980-01", periods=500, freq="M")
    fx = rng.standard_normal(500)
    pi = 0.2 * fx + 0.1 * fx**3 + 0.1 * rng.standard_normal(500)
    series = [pd.Series(np.exp(change.cumsum() / 100), index) for change in (pi, fx)]
    ours = asymmetric_projection(*series, horizons=2, lags=1, by="cubic")
    assert ours["large"].estimate[0] == pytest.approx(0.2 + 0.1 * 4 * fx.var(), abs=0.05)
    assert ours["small"].estimate[0] == pytest.approx(0.2 + 0.1 * fx.var(), abs=0.05)


def test_a_peg_stretch_does_not_crash():
    price, fx = sample(5, months=200)
    fx.iloc[60:120] = fx.iloc[60]
    ours = estimate(price, fx)
    assert ours.counts.sum(axis=1)[0] < ours.gap.nobs - 50
    assert np.isfinite(ours.covariance.to_numpy()).all()


def test_a_shock_is_split_by_its_own_sign_and_its_unit_does_not_matter():
    price, fx = sample(5, months=300)
    change = 100 * np.log(fx).diff()
    news = (change + np.random.default_rng(1).standard_normal(300)).rename("news")
    ours, theirs = estimate(price, fx, shock=news), estimate(price, fx, shock=news * 40)
    assert ours.responses["rise"].driver == "news"
    assert ours.counts["rise"].iloc[0] == (news.iloc[3:] > 0).sum()
    assert_allclose(ours["rise"].estimate, theirs["rise"].estimate, rtol=1e-8)
    assert_allclose(ours.equality.table, theirs.equality.table, rtol=1e-6, atol=1e-9)
    # The power of the price responses is stated in pass-through, not in units of the shock.
    assert_allclose(ours.response_equality.table["power"], theirs.response_equality.table["power"], rtol=1e-6)
    with pytest.raises(EstimationError, match="shock_1 is a combination of fx_1"):
        estimate(price, fx, shock=change)


def test_drawing_shows_both_paths():
    import matplotlib.pyplot as plt

    ax = estimate(*sample(1)).plot()
    assert {"rise", "fall"} <= {line.get_label() for line in ax.get_lines()}
    plt.close(ax.figure)


def test_the_table_holds_both_paths_and_the_test():
    frame = estimate(*sample(1)).to_frame()
    assert set(frame.columns.get_level_values(0)) == {"rise", "fall", "difference"}
    assert {"estimate", "set", "rows"} <= set(frame["rise"].columns)


# ------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("options", "match"),
    [
        (dict(by="colour"), "by is 'sign', 'size' or 'cubic'"),
        (dict(threshold=1.0), "threshold belongs to by='size'"),
        (dict(by="size", threshold=-1.0), "a size above zero"),
        (dict(by="size", threshold=50.0), "no large move"),
        (dict(by="size", threshold=1e-12), "no small move"),
        (dict(alternative=0.0), "one number but zero"),
        (dict(alternative=np.nan), "one number but zero"),
        (dict(alternative=np.ones(3)), "or 5 numbers by horizon"),
        (dict(size=1.5), "between 0 and 1"),
        (dict(variables="percent"), "'logs' or 'levels'"),
        (dict(inference="hc3"), "lag-augmented-hc3"),
    ],
)
def test_bad_options_are_refused(options, match):
    with pytest.raises(EstimationError, match=match):
        estimate(*sample(1), **options)


def test_an_exchange_rate_that_only_rises_is_refused():
    price, fx = sample(1)
    with pytest.raises(EstimationError, match="no fall move in any complete row"):
        estimate(price, pd.Series(1.01 ** (np.arange(150) + 0.3 * np.sin(np.arange(150))), fx.index))


def test_a_price_without_noise_leaves_nothing_to_test_with():
    with pytest.raises(EstimationError, match="no variance to test with at horizon 0"):
        estimate(*sample(1, noise=0.0, up=(0.4,), down=(0.2,)))


def test_a_constant_exchange_rate_and_a_short_sample_are_refused():
    price, fx = sample(1)
    with pytest.raises(EstimationError, match="is constant"):
        estimate(price, fx * 0 + 100)
    with pytest.raises(EstimationError, match="too few"):
        estimate(price[:14], fx[:14])
    with pytest.raises(EstimationError, match="no regime 'up'"):
        estimate(price, fx)["up"]
