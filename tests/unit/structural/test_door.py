"""The door: what must not matter, what must flip, what is said, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import ArgumentError, EstimationError
from analysis.passthrough import PassThrough, structural_var
from analysis.passthrough.structural.decomposition import decompose

FEW = settings(max_examples=6, deadline=None, derandomize=True)
ORDER = ["ppi", "fx", "cpi"]
SHORT = dict(price="cpi", fx="fx", lags=2, horizons=6)
# Logs of rescaled levels differ in the last digits; the VAR magnifies that by its condition number.
ROUNDING = dict(rtol=1e-7, atol=1e-9)


def recursive(frame, **options):
    return structural_var(frame, ordering=ORDER, **(SHORT | options))


def assert_same(ours, theirs, sign=1.0):
    assert_allclose(ours.estimate, sign * theirs.estimate, **ROUNDING)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-10)
    for a, b in zip(ours.sets(), theirs.sets(), strict=True):
        ends = [sorted(sign * end for end in i) for i in b.intervals][:: int(sign)]
        assert_allclose(a.intervals, ends, rtol=1e-6, atol=1e-9)
    assert ours.nobs == theirs.nobs and ours.sample == theirs.sample


# ------------------------------------------------------------------- invariance


@FEW
@given(seed=st.integers(0, 10_000), scale=st.tuples(*[st.floats(1e-3, 1e3)] * 3))
def test_units_and_index_bases_do_not_matter(samples, seed, scale):
    frame = samples.frame(seed)
    assert_same(recursive(frame * np.array(scale)), recursive(frame))


@FEW
@given(seed=st.integers(0, 10_000), drift=st.tuples(*[st.floats(-0.01, 0.01)] * 3))
def test_a_steady_drift_changes_the_constant_only(samples, seed, drift):
    frame = samples.frame(seed)
    growth = np.exp(np.outer(np.arange(len(frame)), drift))
    assert_same(recursive(frame * growth), recursive(frame))


@FEW
@given(seed=st.integers(0, 10_000), shock=st.sampled_from(ORDER[:2]))
def test_quoting_the_rate_the_other_way_round_flips_the_sign(samples, seed, shock):
    frame = samples.frame(seed)
    assert_same(
        recursive(frame.assign(fx=1 / frame["fx"]), shock=shock), recursive(frame, shock=shock), sign=-1.0
    )


@FEW
@given(seed=st.integers(0, 10_000))
def test_order_of_rows_and_columns_and_empty_rows_do_not_matter(samples, seed):
    frame = samples.frame(seed)
    mixed = frame.sample(frac=1, random_state=seed)[["cpi", "ppi", "fx"]].assign(unused=1.0)
    assert_same(recursive(mixed), recursive(frame))
    wide = frame.reindex(pd.period_range("1999-01", "2020-12", freq="M"))
    assert_same(recursive(wide), recursive(frame))


@pytest.mark.parametrize("form", ["start", "end", "text", "float32", "object"])
def test_form_of_dates_and_numbers_does_not_matter(samples, form):
    frame = samples.frame(1)
    theirs = recursive(frame)
    if form == "float32":
        single = frame.astype("float32")
        assert_same(recursive(single), recursive(single.astype(float)))
    elif form == "object":
        ragged = frame.astype(object)
        ragged.iloc[30, 1] = None
        holed = frame.copy()
        holed.iloc[30, 1] = np.nan
        assert_same(recursive(ragged), recursive(holed))
    else:
        index = {
            "start": frame.index.to_timestamp(),
            "end": frame.index.to_timestamp(how="end"),
            "text": frame.index.astype(str),
        }[form]
        assert_same(recursive(frame.set_axis(index)), theirs)


def test_a_second_column_that_is_never_named_does_not_matter(samples):
    frame = samples.frame(2).assign(text="a")
    assert_same(recursive(frame), recursive(samples.frame(2)))


# ------------------------------------------------------------------- recursive


def test_result_is_a_path_like_any_other(samples):
    ours = recursive(samples.frame(3))
    assert isinstance(ours, PassThrough) and ours.shock == ours.driver == "fx"
    assert list(ours.horizons) == list(range(7))
    assert ours.to_frame(joint=True).columns.is_unique


def test_the_reversed_order_stands_beside_the_stated_one(samples):
    frame = samples.frame(4)
    ours = recursive(frame)
    theirs = structural_var(frame, ordering=ORDER[::-1], **SHORT)
    assert_same(ours.reversed, theirs)
    assert_same(theirs.reversed, ours)
    assert "reversed order (cpi, fx, ppi)" in ours.summary()
    assert "reversed_set" in ours.to_frame()
    assert_allclose(ours.to_frame()["reversed_estimate"], theirs.estimate, **ROUNDING)
    # The price stands before the exchange rate there, so it cannot answer at once.
    assert ours.reversed.estimate[0] == 0 != ours.estimate[0]


def test_every_shock_has_its_own_pass_through(samples):
    ours = recursive(samples.frame(5))
    cost = ours.of("ppi")
    assert cost.shock == "ppi" and not np.allclose(cost.estimate, ours.estimate)
    assert_same(cost, recursive(samples.frame(5), shock="ppi"))
    # The exchange rate stands before the price and does not answer it at once.
    assert list(ours.of("cpi").horizons) == list(range(1, 7))
    assert any("no ratio there" in text for text in ours.of("cpi").warnings)
    assert not any("cpi shock" in text for text in ours.of("cpi").of("fx").warnings)
    with pytest.raises(EstimationError, match="no shock 'rent'"):
        ours.of("rent")


def test_a_shock_that_never_moves_the_rate_has_no_ratio(samples):
    with pytest.raises(EstimationError, match="does not move the exchange rate by assumption"):
        recursive(samples.frame(6), shock="cpi", horizons=0)


def test_bootstrap_sets_are_reproducible_and_close_to_the_delta_method(samples):
    frame = samples.frame(8, T=300)
    delta = recursive(frame, lags=1)
    ours = recursive(frame, lags=1, inference="moving-block", draws=400, block=1)
    again = recursive(frame, lags=1, inference="moving-block", draws=400, block=1)
    assert ours.to_frame().equals(again.to_frame())
    assert_allclose(ours.std_error, delta.std_error, rtol=0.25)
    assert_allclose(ours.estimate, delta.estimate, **ROUNDING)
    other = structural_var(
        frame, ordering=ORDER[::-1], **(SHORT | dict(lags=1, inference="moving-block", draws=400, block=1))
    )
    assert_same(ours.reversed, other)
    with pytest.raises(EstimationError, match="moving-block"):
        delta.model.drawn_responses("fx", ("cpi",), 2)


def test_a_missing_month_is_said_and_not_bridged(samples):
    frame = samples.frame(9)
    frame.loc["2008-05", "cpi"] = np.nan
    ours = recursive(frame)
    assert ours.specification["dates lost to gaps"] == ["2008-05", "2008-06", "2008-07", "2008-08"]
    assert ours.nobs == recursive(samples.frame(9)).nobs - 4
    split = decompose(ours.model.reduced, ours.model.impact, ours.model.shocks)
    assert (str(split.periods[0]), str(split.periods[-1])) == ("2001-04", "2008-04")


def test_lags_that_leave_the_residuals_correlated_are_warned_of(samples):
    frame = samples.frame(10, T=300)
    smooth = frame.assign(cpi=np.exp(np.log(frame["cpi"]).rolling(6, min_periods=1).mean()))
    assert any("autocorrelated" in text for text in recursive(smooth, lags=1).warnings)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (dict(identification="magic"), "identification is one of"),
        (dict(inference="magic"), "unknown inference 'magic'"),
        (dict(lags="magic"), "one of aic, bic, hq"),
        (dict(lags=0), "lags must be 1 or more"),
        (dict(lags=2, max_lags=4), "max_lags goes with a criterion"),
        (dict(horizons=-1), "horizons must be 0 or more"),
        (dict(shock="rent"), "no shock 'rent'"),
        (dict(draws=100), "go with inference='moving-block'"),
        (dict(inference="moving-block", draws=10), "draws must be 50 or more"),
        (dict(inference="moving-block", block=1000), "a block has 1 to 158 rows"),
        (dict(inference="newey-west-prewhitened"), "prewhitening"),
        (dict(inference="moving-block", rng=5), "numpy.random.Generator"),
        (dict(restrictions=[("a", "fx", "+")]), "no argument 'restrictions'"),
        (dict(proxy=pd.Series([1.0])), "goes with identification='proxy'"),
        (dict(identification="proxy"), "needs proxy="),
        (dict(identification="sign"), "use sign_restricted_var"),
    ],
)
def test_options_that_do_not_fit_are_refused(samples, options, message):
    with pytest.raises((EstimationError, ArgumentError), match=message):
        recursive(samples.frame(11), **options)


def test_an_ordering_has_to_be_stated(samples):
    with pytest.raises(EstimationError, match="state ordering="):
        structural_var(samples.frame(12), price="cpi", fx="fx")


def test_drawing_does_not_fail(samples):
    import matplotlib.pyplot as plt

    ours = recursive(samples.frame(13))
    for path in (ours, ours.of("cpi")):
        ax = path.plot()
        assert ax.get_xlabel() and ax.get_ylabel()
        plt.close(ax.figure)
