"""Identification by a proxy: what it finds, its sets, and what a weak one is allowed to say."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import structural_var
from analysis.passthrough.structural import bootstrap, proxy
from analysis.passthrough.structural.decomposition import decompose

FEW = settings(max_examples=6, deadline=None, derandomize=True)
SHORT = dict(identification="proxy", price="cpi", fx="fx", lags=2, horizons=6)


def proxied(samples, seed, strength=0.8, T=160):
    y, shocks = samples.changes(seed, T)
    frame = samples.levels(y)
    noise = np.random.default_rng(seed + 1).standard_normal(T)
    return frame, pd.Series(strength * shocks[:, 1] + 0.7 * noise, frame.index[1:], name="z")


def test_the_shock_itself_as_proxy_gives_the_recursive_answer(samples):
    reduced = samples.reduced(1)
    split = decompose(reduced, np.linalg.cholesky(reduced.sigma), samples.names)
    theirs = structural_var(
        samples.frame(1), ordering=["ppi", "fx", "cpi"], price="cpi", fx="fx", lags=2, horizons=6
    )
    ours = structural_var(samples.frame(1), proxy=split.shocks["fx"].rename("z"), **SHORT)
    assert_allclose(ours.estimate, theirs.estimate, rtol=1e-9)
    impact = ours.model.impact[:, 0]
    expected = np.linalg.cholesky(reduced.sigma)[:, 1]
    assert_allclose(impact / impact[1], expected / expected[1], rtol=1e-9, atol=1e-12)


@FEW
@given(
    seed=st.integers(0, 10_000),
    scale=st.floats(-50, 50).filter(lambda x: abs(x) > 0.01),
    shift=st.floats(-9, 9),
)
def test_scale_and_level_of_the_proxy_do_not_matter(samples, seed, scale, shift):
    frame, z = proxied(samples, seed)
    ours = structural_var(frame, proxy=scale * z + shift, **SHORT)
    theirs = structural_var(frame, proxy=z, **SHORT)
    assert_allclose(ours.estimate, theirs.estimate, rtol=1e-7, atol=1e-9)
    assert_allclose(ours.covariance, theirs.covariance, rtol=1e-6, atol=1e-10)
    assert_allclose(ours.first_stage.f_robust, theirs.first_stage.f_robust, rtol=1e-7)


def test_influence_terms_are_those_of_the_proxy_less_its_regression_on_the_lags(samples):
    """With a proxy in every row the covariance is that of the part of z that the regressors leave."""
    _frame, z = proxied(samples, 2)
    reduced = samples.reduced(2)
    on = proxy.on_rows(reduced, z)
    left = on - reduced.X @ np.linalg.lstsq(reduced.X, on, rcond=None)[0]
    gamma = proxy.covariances(reduced, on)
    assert_allclose(gamma, left @ reduced.resid / reduced.nobs, rtol=1e-9)
    expected = (left[:, None] * reduced.resid - gamma) / reduced.nobs
    assert_allclose(proxy.gamma_terms(reduced, on, "hc0"), expected, rtol=1e-8, atol=1e-14)


def test_months_without_a_proxy_cost_its_covariances_only(samples):
    frame, z = proxied(samples, 3)
    holed = z.copy()
    holed.iloc[:60] = np.nan
    whole, part = (structural_var(frame, proxy=p, **SHORT) for p in (z, holed))
    assert whole.nobs == part.nobs == 158
    assert (whole.first_stage.nobs, part.first_stage.nobs) == (158, 100)
    assert_allclose(whole.model.reduced.A, part.model.reduced.A)
    same = structural_var(frame, proxy=z.iloc[60:], **SHORT)
    assert_allclose(part.estimate, same.estimate)
    reduced = part.model.reduced
    on = proxy.on_rows(reduced, holed)
    known = np.isfinite(on)
    expected = np.cov(reduced.resid[known].T, on[known], bias=True)[-1, :-1]
    assert_allclose(part.model.impact[:, 0], expected, rtol=1e-9)
    assert np.isfinite(
        structural_var(frame, proxy=holed, inference="moving-block", draws=100, **SHORT).estimate
    ).all()


def test_a_strong_proxy_gives_bounded_sets_and_a_weak_one_says_so(samples):
    frame, z = proxied(samples, 4, strength=1.0)
    strong = structural_var(frame, proxy=z, **SHORT)
    assert not strong.first_stage.weak and all(s.bounded for s in strong.sets())
    assert "above the critical 23.1" in strong.summary()
    frame, z = proxied(samples, 4, strength=0.0)
    weak = structural_var(frame, proxy=z, **SHORT)
    assert weak.first_stage.weak and not any(s.bounded for s in weak.sets())
    assert any(text.startswith("weak proxy") for text in weak.warnings)


def test_a_proxy_with_one_event_is_refused_by_its_month_and_one_with_two_has_a_first_stage(samples):
    """One event has leverage 1 in the first stage: its residual is zero and its strength without bound, by
    arithmetic."""
    frame, z = proxied(samples, 4)
    event = 0.0 * z
    event.iloc[80] = 1.0
    with pytest.raises(EstimationError, match=rf"moves in one row only \({z.index[80]}\).*announcement_test"):
        structural_var(frame, proxy=event, **SHORT)
    event.iloc[100] = -1.0
    assert np.isfinite(structural_var(frame, proxy=event, **SHORT).first_stage.f_robust)


def test_responses_begin_at_the_impact_and_their_ratio_is_the_pass_through(samples):
    frame, z = proxied(samples, 5)
    ours = structural_var(frame, proxy=z, **SHORT)
    (fx, cpi), _ = ours.model.level_responses("proxy", ("fx", "cpi"), 6)
    assert_allclose([fx[0], cpi[0]], ours.model.impact[1:, 0], rtol=1e-9)
    assert_allclose(cpi / fx, ours.estimate, rtol=1e-9)


def test_moving_blocks_see_the_variation_of_the_impact_that_a_wild_bootstrap_misses(samples):
    """Residual and proxy change sign together in the wild bootstrap, so their product stays as it is."""
    _frame, z = proxied(samples, 6)
    reduced = samples.reduced(6)
    on, rng = proxy.on_rows(reduced, z), np.random.default_rng(1)
    gamma, V = proxy.identify(reduced, on, "hc0")
    slope = gamma[2] / gamma[1]
    gradient = np.zeros(len(V.matrix))
    gradient[-3:] = 0, -slope / gamma[1], 1 / gamma[1]
    delta = np.sqrt(gradient @ V.matrix @ gradient)
    spread = {}
    for name, drawn in (
        ("moving block", bootstrap.moving_block(reduced, rng, 400, None, on)),
        ("wild", bootstrap.wild(reduced, rng, 400, on)),
    ):
        spread[name] = (drawn.gamma[:, 2] / drawn.gamma[:, 1]).std() / delta
    assert 0.75 < spread["moving block"] < 1.25
    assert spread["wild"] < 0.4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda z: z * 0 + 3.0, "proxy is constant"),
        (lambda z: z.iloc[:8], "10 are the least"),
        (lambda z: z.set_axis(pd.period_range("1970Q1", periods=len(z), freq="Q")), "has frequency Q-DEC"),
        (lambda z: z.to_numpy(), "must be a pandas Series"),
    ],
)
def test_unusable_proxies_are_refused(samples, change, message):
    frame, z = proxied(samples, 7)
    with pytest.raises(EstimationError, match=message):
        structural_var(frame, proxy=change(z), **SHORT)


def test_what_a_proxy_cannot_give_is_refused(samples):
    frame, z = proxied(samples, 8)
    with pytest.raises(EstimationError, match="no Gaussian formula"):
        structural_var(frame, proxy=z, inference="gaussian", **SHORT)
    with pytest.raises(EstimationError, match="identifies one shock"):
        structural_var(frame, proxy=z, shock="fx", **SHORT)
