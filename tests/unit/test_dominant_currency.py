"""Two exchange rates in one regression: what must not matter, how the split moves, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import distributed_lag
from analysis.passthrough.lags.dominant_currency import dominant_currency

PROPERTIES = settings(max_examples=15, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
LAGS = 3


def sample(seed, months=150, bilateral=(0.05, 0.05), dominant=(0.3, 0.2), noise=0.5, cross=1.0, freq="M"):
    """Price, domestic price of a partner's currency and of the dollar; `cross` moves partner against
    dollar."""
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq=freq)
    dollar = rng.standard_normal(months)
    partner = dollar + cross * rng.standard_normal(months)
    pi = 0.2 + np.convolve(partner, bilateral)[:months] + np.convolve(dollar, dominant)[:months]
    pi = pi + noise * rng.standard_normal(months)
    return [
        pd.Series(100 * np.exp(x.cumsum() / 100), index, name=name)
        for x, name in ((pi, "import_price"), (partner, "won"), (dollar, "dollar"))
    ]


def split(series, **options):
    price, won, dollar = series
    return dominant_currency(price, won, dominant=dollar, **options)


def assert_same(ours, theirs, sign=1.0):
    for path in ("bilateral", "dominant", "joint", "bilateral_alone", "dominant_alone"):
        a, b = getattr(ours, path), getattr(theirs, path)
        assert_allclose(a.estimate, sign * b.estimate, rtol=1e-7, atol=1e-10)
        assert_allclose(a.covariance, b.covariance, rtol=1e-6, atol=1e-12)
        assert a.nobs == b.nobs and a.sample == b.sample


# ------------------------------------------------------------------ what must not matter


@PROPERTIES
@given(seed=seeds, base=st.floats(1e-3, 1e4), units=st.floats(1e-4, 1e3))
def test_base_and_units_do_not_matter(seed, base, units):
    price, won, dollar = sample(seed)
    ours = dominant_currency(price * base, won * units, dominant=dollar / units, lags=LAGS)
    assert_same(ours, dominant_currency(price, won, dominant=dollar, lags=LAGS))


@PROPERTIES
@given(seed=seeds)
def test_quoting_both_rates_the_other_way_round_flips_the_sign(seed):
    price, won, dollar = sample(seed)
    ours = dominant_currency(price, 1 / won, dominant=1 / dollar, lags=LAGS)
    assert_same(ours, dominant_currency(price, won, dominant=dollar, lags=LAGS), sign=-1.0)


@PROPERTIES
@given(seed=seeds)
def test_a_drift_changes_the_constant_only(seed):
    price, won, dollar = sample(seed)
    growth = np.arange(len(price))
    ours = dominant_currency(
        price * 1.003**growth, won * 0.998**growth, dominant=dollar * 1.001**growth, lags=LAGS
    )
    assert_same(ours, dominant_currency(price, won, dominant=dollar, lags=LAGS))


@PROPERTIES
@given(seed=seeds, how=st.sampled_from(["order", "start", "end", "text", "object", "extra"]))
def test_form_of_the_series_does_not_matter(seed, how):
    price, won, dollar = sample(seed)
    theirs = dominant_currency(price, won, dominant=dollar, lags=LAGS)
    changed = {
        "order": lambda x: x.sample(frac=1, random_state=seed),
        "start": lambda x: x.set_axis(x.index.to_timestamp()),
        "end": lambda x: x.set_axis(x.index.to_timestamp(how="end")),
        "text": lambda x: x.set_axis(x.index.astype(str)),
        "object": (
            lambda x: x.astype(object).reindex(
                pd.period_range("2000-10", "2014-12", freq="M"), fill_value=None
            )
        ),
        "extra": lambda x: x.reindex(pd.period_range("1999-01", "2020-12", freq="M")),
    }[how]
    assert_same(dominant_currency(changed(price), won, dominant=changed(dollar), lags=LAGS), theirs)


@PROPERTIES
@given(seed=seeds)
def test_float32_rates_are_read_as_they_are(seed):
    price, won, dollar = sample(seed)
    single = dollar.astype("float32")
    ours = dominant_currency(price, won, dominant=single, lags=LAGS)
    assert_same(ours, dominant_currency(price, won, dominant=single.astype(float), lags=LAGS))


@PROPERTIES
@given(seed=seeds)
def test_order_of_controls_does_not_matter(seed):
    price, won, dollar = sample(seed)
    rng = np.random.default_rng(seed + 1)
    controls = pd.DataFrame(rng.standard_normal((150, 2)), price.index, columns=["oil", "rice"])
    ours = dominant_currency(
        price, won, dominant=dollar, lags=LAGS, controls=controls[["rice", "oil"]], control_lags={"oil": 2}
    )
    assert_same(
        ours,
        dominant_currency(price, won, dominant=dollar, lags=LAGS, controls=controls, control_lags={"oil": 2}),
    )


@PROPERTIES
@given(seed=seeds, month=st.integers(20, 120))
def test_a_gap_costs_exactly_what_it_touches(seed, month):
    series = sample(seed)
    whole = split(series, lags=LAGS)
    for place, cost in ((0, 2), (1, 2 + LAGS), (2, 2 + LAGS)):
        holed = list(series)
        holed[place] = holed[place].drop(holed[place].index[month])
        assert whole.nobs - split(holed, lags=LAGS).nobs == cost


# ------------------------------------------------------------------ the split


@PROPERTIES
@given(seed=seeds)
def test_the_sum_is_the_dollar_once_the_partner_is_quoted_in_dollars(seed):
    """b de + d de$ = (b + d) de$ + b (de - de$): the same regression in other words."""
    price, won, dollar = sample(seed)
    ours = dominant_currency(price, won, dominant=dollar, lags=LAGS)
    other = dominant_currency(price, won / dollar, dominant=dollar, lags=LAGS)
    for a, b in ((ours.bilateral, other.bilateral), (ours.joint, other.dominant)):
        assert_allclose(a.estimate, b.estimate, rtol=1e-7, atol=1e-10)
        assert_allclose(a.covariance, b.covariance, rtol=1e-6, atol=1e-12)
    assert_allclose(ours.collinearity.joint_vif, other.collinearity.second_vif, rtol=1e-6)


@PROPERTIES
@given(seed=seeds)
def test_neither_rate_is_first(seed):
    price, won, dollar = sample(seed)
    ours, other = (
        dominant_currency(price, won, dominant=dollar, lags=LAGS),
        dominant_currency(price, dollar, dominant=won, lags=LAGS),
    )
    assert_allclose(ours.bilateral.estimate, other.dominant.estimate, rtol=1e-7, atol=1e-10)
    assert_allclose(ours.joint.covariance, other.joint.covariance, rtol=1e-6)
    assert_allclose(ours.difference.estimate, -other.difference.estimate, rtol=1e-7)
    assert_allclose(ours.tests["both"].statistic, other.tests["both"].statistic, rtol=1e-6)
    assert_allclose(ours.collinearity.first_vif, other.collinearity.second_vif, rtol=1e-6)


def test_without_noise_the_truth_is_found():
    ours = split(sample(0, noise=0.0), lags=LAGS)
    assert_allclose(ours.bilateral.estimate, [0.05, 0.1, 0.1, 0.1], atol=1e-10)
    assert_allclose(ours.dominant.estimate, [0.3, 0.5, 0.5, 0.5], atol=1e-10)
    assert_allclose(ours.joint.long_run.estimate, 0.6, atol=1e-10)


def test_dollar_pricing_empties_the_bilateral_rate_once_the_dollar_is_there():
    """The price follows the dollar alone; a partner whose rate moves with it looks just as good by itself."""
    ours = split(sample(3, months=600, bilateral=(0.0,), dominant=(0.5, 0.3), cross=0.4), lags=2)
    table = ours.long_runs()
    assert table.loc["won alone", "estimate"] > 0.5 and table.loc["won alone", "p_zero"] < 0.001
    assert abs(table.loc["won given dollar", "estimate"]) < 0.15
    assert table.loc["dollar given won", "low"] < 0.8 < table.loc["dollar given won", "high"]
    assert ours.tests["bilateral"].pvalue > 0.05 > ours.tests["dominant"].pvalue
    assert ours.tests["equal"].pvalue < 0.01 and ours.tests["both"].restrictions == 2
    assert pd.isna(table.loc["won less dollar", "p_complete"])


def test_single_regressions_are_distributed_lags_on_the_rows_of_both():
    price, won, dollar = sample(4)
    ours = dominant_currency(price, won, dominant=dollar, lags=LAGS, seasonal=True, inference="fixed-b")
    for alone, rate in ((ours.bilateral_alone, won), (ours.dominant_alone, dollar)):
        theirs = distributed_lag(price, rate, lags=LAGS, seasonal=True, inference="fixed-b")
        assert_allclose(alone.estimate, theirs.estimate, rtol=1e-9)
        assert_allclose(alone.covariance, theirs.covariance, rtol=1e-8)
    eight = dominant_currency(price, won, dominant=dollar, lags=8, inference="newey-west")
    assert eight.specification["bandwidth"] == eight.bilateral_alone.specification["bandwidth"] == 8
    shorter = dominant_currency(price, won, dominant=dollar["2004-01":].drop(pd.Period("2008-05")), lags=LAGS)
    assert shorter.bilateral_alone.nobs == shorter.bilateral.nobs < ours.nobs
    assert shorter.specification["dates lost to gaps"] == [f"2008-{m:02d}" for m in range(5, 10)]


def test_quarters_lags_of_zero_and_a_sample():
    ours = split(sample(5, freq="Q"), lags=0, sample=("2010Q1", None), inference="hc3", seasonal=True)
    assert ours.joint.unit == "quarter" and list(ours.joint.horizons) == [0]
    assert str(ours.sample[0]) == "2010Q1"
    assert ours.specification["seasonal"] == "3 quarter dummies"


# ------------------------------------------------------------------ collinearity


def test_variance_inflation_is_that_of_the_standard_errors():
    price, won, dollar = sample(6)
    ours = dominant_currency(price, won, dominant=dollar, lags=LAGS, inference="ols")

    def per_error(path):
        return path.long_run.std_error**2 / (
            path.residuals @ path.residuals / (path.nobs - len(path.coefficients))
        )

    measured = ours.collinearity
    assert_allclose(
        measured.first_vif, per_error(ours.bilateral) / per_error(ours.bilateral_alone), rtol=1e-8
    )
    assert_allclose(measured.second_vif, per_error(ours.dominant) / per_error(ours.dominant_alone), rtol=1e-8)
    assert_allclose(measured.joint_vif, per_error(ours.joint) / per_error(ours.dominant_alone), rtol=1e-8)
    spread = [p.long_run.std_error for p in (ours.bilateral, ours.dominant, ours.joint)]
    expected = (spread[2] ** 2 - spread[0] ** 2 - spread[1] ** 2) / (2 * spread[0] * spread[1])
    assert_allclose(measured.long_run_correlation, expected, rtol=1e-8)
    window = [100 * np.log(x).diff(LAGS + 1).iloc[LAGS + 1 :] for x in (won, dollar)]
    assert_allclose(measured.cumulated_correlation, np.corrcoef(*window)[0, 1], rtol=1e-9)
    assert_allclose(measured.cumulated_vif, 1 / (1 - measured.cumulated_correlation**2))
    assert measured.condition > 1


def test_rates_that_move_alike_are_told_and_their_sum_stays_known():
    ours = split(sample(7, cross=0.05), lags=LAGS)
    assert ours.collinearity.poor and any("read their sum" in text for text in ours.warnings)
    assert ours.bilateral.long_run.std_error > 5 * ours.joint.long_run.std_error
    assert ours.collinearity.joint_vif < 1.5 < ours.collinearity.first_vif
    assert "read their sum" in ours.summary() and "read their sum" in ours._repr_html_()
    assert not split(sample(7), lags=LAGS).collinearity.poor


def test_a_stretch_of_peg_is_estimated():
    price, won, dollar = sample(8)
    pegged = won.copy()
    pegged.iloc[60:90] = won.iloc[60] * dollar.iloc[60:90] / dollar.iloc[60]
    ours = dominant_currency(price, pegged, dominant=dollar, lags=LAGS)
    assert np.isfinite(ours.bilateral.std_error).all()
    frozen = won.copy()
    frozen.iloc[60:90] = won.iloc[60]
    assert np.isfinite(dominant_currency(price, frozen, dominant=dollar, lags=LAGS).joint.std_error).all()


# ------------------------------------------------------------------ the invoicing share


def shared(seed, noise=0.4):
    """Pass-through of the dollar rises one for one with its share in invoices, that of the partner falls."""
    rng = np.random.default_rng(seed)
    price, won, dollar = sample(seed, months=300)
    share = pd.Series(
        0.3 + 0.4 * np.arange(300) / 299 + 0.05 * rng.random(300), price.index, name="usd_share"
    )
    de, dd = (100 * np.log(x).diff().to_numpy() for x in (won, dollar))
    before = share.shift(1).to_numpy()
    pi = 0.1 + (0.8 - before) * de + before * dd + noise * rng.standard_normal(300)
    pi[0] = 0.0
    return pd.Series(np.exp(pi.cumsum() / 100), price.index, name="p"), won, dollar, share


def test_the_share_decides_which_rate_passes_through():
    price, won, dollar, share = shared(1, noise=0.0)
    ours = dominant_currency(price, won, dominant=dollar, lags=1, share=share, share_at=0.5)
    assert_allclose(ours.bilateral.estimate, [0.3, 0.3], atol=1e-9)
    assert_allclose(ours.dominant.estimate, [0.5, 0.5], atol=1e-9)
    assert_allclose(ours.bilateral_slope.estimate, [-1, -1], atol=1e-8)
    assert_allclose(ours.dominant_slope.estimate, [1, 1], atol=1e-8)


@PROPERTIES
@given(seed=seeds, at=st.floats(0, 1))
def test_paths_are_linear_in_the_share_and_tests_of_it_are_not_moved(seed, at):
    price, won, dollar, share = shared(seed)
    middle = dominant_currency(price, won, dominant=dollar, lags=2, share=share)
    ours = dominant_currency(price, won, dominant=dollar, lags=2, share=share, share_at=at)
    mean = share.iloc[2:-1].mean()
    moved = middle.dominant.estimate + (at - mean) * middle.dominant_slope.estimate
    assert_allclose(ours.dominant.estimate, moved, atol=1e-9)
    for key in ("bilateral x share", "dominant x share"):
        assert_allclose(ours.tests[key].statistic, middle.tests[key].statistic, rtol=1e-7)
    assert middle.specification["invoicing share"] == f"evaluated at {mean:.3f}"
    assert len(middle.long_runs()) == 8


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(dominant=lambda s: s["dominant"] * 0 + 7), "dollar is constant"),
        (dict(dominant=lambda s: 3 * s["fx"]), "are one exchange rate"),
        (dict(dominant=lambda s: 1 / s["fx"]), "are one exchange rate"),
        (dict(fx=lambda s: s["fx"] * 0 + 7), "won is constant"),
        (
            dict(
                dominant=lambda s: (
                    s["dominant"].iloc[::3].set_axis(pd.period_range("2001Q1", periods=50, freq="Q"))
                )
            ),
            "dominant exchange rate Q-DEC",
        ),
        (dict(dominant=lambda s: -s["dominant"]), "dominant exchange rate is not positive"),
        (dict(dominant=lambda s: s["dominant"].iloc[::2]), "no two periods in a row"),
        (dict(controls=lambda s: s["price"].diff().rename("dominant")), "may not be named dominant"),
        (dict(share=lambda s: s["price"] * 0 + 0.5), "share is constant"),
        (dict(share=lambda s: s["price"] * 0 + 40), "lies between 0 and 1"),
        (dict(share_at=lambda s: 0.5), "belongs to a share"),
        (dict(lags=lambda s: -1), "lags must be 0 or more"),
        (dict(lags=lambda s: 70), "too few observations"),
        (dict(inference=lambda s: "white"), "unknown inference"),
        (dict(spacing=lambda s: "even"), "spacing is"),
    ],
)
def test_what_cannot_be_estimated_is_refused(change, message):
    arguments = dict(zip(("price", "fx", "dominant"), sample(9), strict=True)) | dict(lags=LAGS)
    arguments |= {name: make(arguments) for name, make in change.items()}
    with pytest.raises(EstimationError, match=message):
        dominant_currency(**arguments)


def test_names_are_told_apart_and_shown():
    price, won, dollar = sample(10)
    same = dominant_currency(price, won.rename("e"), dominant=dollar.rename("e"), lags=LAGS)
    assert (same.bilateral.driver, same.dominant.driver) == ("e (bilateral)", "e (dominant)")
    bare = dominant_currency(price, won.rename(None), dominant=dollar.rename(None), lags=LAGS)
    assert (bare.bilateral.driver, bare.dominant.driver) == ("bilateral", "dominant")
    assert "together" in repr(bare) and "bilateral given dominant" in bare.summary()
