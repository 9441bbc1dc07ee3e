"""A table of items: each line its own regression, the family honest, what cannot be estimated said."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough import distributed_lag, item_regressions
from analysis.passthrough.core.blocks import moving_blocks
from analysis.passthrough.core.inference import METHODS, covariance
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.core.multiple_testing import benjamini_yekutieli, holm
from analysis.passthrough.core.terms import CommonTerms
from analysis.passthrough.panel.item_bootstrap import bootstrap_statistics
from analysis.passthrough.panel.item_fits import fit_items, patterns
from analysis.passthrough.panel.items import read_items

PROPERTIES = settings(max_examples=15, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
NUMBERS = ["short_run", "short_run_error", "long_run", "std_error", "low", "high", "p_zero"]


def sample(seed, months=100, items=7, pull=0.0, common=0.5):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2001-01", periods=months, freq="M")
    fx = rng.standard_normal(months)
    pi = 0.2 + rng.standard_normal((months, items)) + common * rng.standard_normal((months, 1))
    pi += np.outer(np.convolve(fx, [0.5, 0.5])[:months], np.broadcast_to(pull, items))
    names = [f"item {j}" for j in range(items)]
    return (
        pd.DataFrame(100 * np.exp(pi.cumsum(axis=0) / 100), index, names),
        pd.Series(110 * np.exp(fx.cumsum() / 100), index, name="usd_jpy"),
    )


def holed(panel, seed=0, share=0.02):
    return panel.mask(np.random.default_rng(seed).uniform(size=panel.shape) < share)


@PROPERTIES
@given(seed=seeds, method=st.sampled_from(METHODS), lags=st.integers(0, 5))
def test_every_line_is_the_distributed_lag_of_its_item(seed, method, lags):
    panel, fx = sample(seed, items=3)
    panel = panel.copy()
    panel.iloc[30 + seed % 20, 1] = np.nan
    control = pd.Series(np.random.default_rng(seed + 1).standard_normal(100), panel.index, name="oil")
    options = dict(inference=method, controls=control, control_lags=1)
    if method == "newey-west-prewhitened" and lags > 2:
        lags = 2
    table = item_regressions(panel, fx, lags=lags, **options).table
    for item in panel:
        one = distributed_lag(panel[item], fx, lags=lags, **options)
        short, long = one.short_run, one.long_run
        expected = [short.estimate, short.std_error, long.estimate, long.std_error]
        expected += [long.low, long.high, long.p_zero]
        assert_allclose(table.loc[item, NUMBERS].astype(float), expected, rtol=1e-9, atol=1e-12)
        assert (table.loc[item, "nobs"], table.loc[item, "first"]) == (one.nobs, one.sample[0])


def test_spacing_and_sample_are_those_of_a_distributed_lag():
    panel, fx = sample(1)
    panel = holed(panel)
    options = dict(spacing="calendar", sample=("2002-01", "2008-06"), seasonal=True, bandwidth=9)
    table = item_regressions(panel, fx, lags=2, **options).table
    for item in panel:
        one = distributed_lag(panel[item], fx, lags=2, **options)
        assert_allclose(table.loc[item, "std_error"], one.long_run.std_error, rtol=1e-10)
        assert table.loc[item, "last"] == one.sample[1]


@PROPERTIES
@given(seed=seeds)
def test_order_and_company_do_not_matter(seed):
    panel, fx = sample(seed)
    panel = holed(panel, seed)
    table = item_regressions(panel, fx, lags=3).table
    assert list(table.index) == list(panel.columns)
    mixed = panel.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    again = item_regressions(mixed, fx, lags=3).table.loc[table.index, NUMBERS]
    assert_allclose(again, table[NUMBERS], rtol=1e-10)
    alone = item_regressions(panel[["item 4"]], fx, lags=3).table
    assert_allclose(alone[NUMBERS], table.loc[["item 4"], NUMBERS], rtol=1e-10)


def test_the_family_is_the_table():
    panel, fx = sample(2, items=20, pull=0.2)
    ours = item_regressions(panel, fx, lags=3)
    for name, adjusted in (("holm", holm), ("by", benjamini_yekutieli)):
        assert_allclose(ours.table[f"p_{name}"], adjusted(ours.table["p_zero"]))
    assert len(ours) == 20 and ours.to_frame() is ours.table
    assert len(ours.found()) == (ours.table["p_by"] <= 0.05).sum()
    assert len(ours.found(0.1, by="p_zero")) >= len(ours.found(0.1))
    assert "p_zero" in repr(ours) and "<table" in ours._repr_html_()
    assert_allclose(ours.paths.loc[3], ours.table["long_run"])
    with pytest.raises(EstimationError, match="choose one of p_zero, p_holm, p_by"):
        ours.found(by="p_romano_wolf")


def test_items_that_cannot_be_estimated_are_left_out_with_the_reason():
    panel, fx = sample(3)
    panel["empty"], panel["flat"], panel["short"] = np.nan, 100.0, panel["item 0"].where(np.arange(100) < 8)
    panel["alone"] = panel["item 0"].where(np.arange(100) == 50)
    panel["summer"] = panel["item 0"].where(~panel.index.month.isin([12, 1]))
    ours = item_regressions(panel, fx, lags=3, seasonal=True)
    assert list(ours.table.index) == [f"item {j}" for j in range(7)]
    reasons = {
        "empty": "no figure at all",
        "flat": "one constant rate",
        "short": "too few observations",
        "alone": "no complete row",
        "summer": "zero in every one of the",
    }
    assert set(ours.left_out) == set(reasons)
    for item, reason in reasons.items():
        assert reason in ours.left_out[item]
    assert any("5 items are left out" in text for text in ours.warnings)
    with pytest.raises(EstimationError, match="no item can be estimated; empty, for one"):
        item_regressions(panel[["empty", "flat"]], fx, lags=3)


@PROPERTIES
@given(seed=seeds)
def test_patterns_part_the_columns(seed):
    used = np.random.default_rng(seed).uniform(size=(9, 12)) < 0.8
    used[:, 3], used[:, 5] = used[:, 0], False
    seen = []
    for rows, columns in patterns(used):
        for column in columns:
            assert_array_equal(np.flatnonzero(used[:, column]), rows)
        seen += list(columns)
    assert sorted(seen) == list(np.flatnonzero(used.any(axis=0)))


# ------------------------------------------------------------------ Romano-Wolf


def test_bootstrap_statistics_are_those_of_regressions_on_the_samples():
    """Sample by sample: least squares on the rows drawn, and cosines on its scores."""
    panel, fx = sample(4)
    groups, _ = fit_items(read_items(panel, fx, CommonTerms(lags=2, seasonal=True))[1])
    (group,) = groups
    X, names = group.fit.X, group.fit.names
    ours, failed = bootstrap_statistics(groups, draws=5, block=9, rng=np.random.default_rng(6))
    assert not failed.any()
    samples = moving_blocks(len(X), 9, 5, np.random.default_rng(6))
    for b, rows in enumerate(samples):
        for j in range(7):
            one = fit(group.fit.y[rows, j], X[rows], names)
            variance = covariance(one, "ewc")
            moved = (one.beta - group.fit.beta[:, j])[-3:].sum()
            t = moved / np.sqrt(variance.matrix[-3:, -3:].sum())
            assert_allclose(ours[b, j], -stats.norm.ppf(variance.critical.pvalue(t) / 2), rtol=1e-7)


def test_romano_wolf_finds_what_is_there_and_depends_on_the_generator_alone():
    panel, fx = sample(5, months=240, items=20, pull=np.r_[2.0, np.zeros(19)])
    panel = holed(panel, 1, 0.002)
    ours, again, other = (
        item_regressions(panel, fx, lags=2, draws=99, rng=np.random.default_rng(s)).table["p_romano_wolf"]
        for s in (1, 1, 2)
    )
    assert_array_equal(ours, again)
    assert ours["item 0"] == 0.01
    assert (ours.drop("item 0") > 0.05).all()
    assert not np.array_equal(ours, other)
    default = item_regressions(panel, fx, lags=2, draws=99).table["p_romano_wolf"]
    assert_array_equal(default, item_regressions(panel, fx, lags=2, draws=99).table["p_romano_wolf"])


def test_an_item_too_short_for_a_bootstrap_sample_is_told():
    panel, fx = sample(6, items=4)
    panel["short"] = panel["item 0"].where(np.arange(100) < 14)
    ours = item_regressions(panel, fx, lags=3, draws=49)
    assert any("too short for some bootstrap samples" in text and "short" in text for text in ours.warnings)
    assert (ours.table["p_romano_wolf"] <= 1).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (dict(inference="white"), "unknown inference method"),
        (dict(draws=99, inference="fixed-b"), "goes with inference='ewc'"),
        (dict(draws=-1), "draws must be 0 or more"),
        (dict(block=12), "block belongs to the bootstrap"),
        (dict(draws=9, block=500), "a block has 1 to"),
        (dict(draws=9, rng=3), "must be a numpy.random.Generator"),
        (dict(bandwidth=500), "number of cosines"),
        (dict(spacing="even"), "spacing is"),
        (dict(lags=2.5), "lags must be a whole number"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(options, message):
    panel, fx = sample(0)
    with pytest.raises(EstimationError, match=message):
        item_regressions(panel, fx, **(dict(lags=3) | options))
