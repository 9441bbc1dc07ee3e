"""Block bootstrap of a ratio path: the matrix form against the loop that it stands for."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.blocks import block_length, moving_blocks
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.draws import generator
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.projections.bootstrap import KINDS, bootstrap
from analysis.passthrough.projections.covariances import joint
from analysis.passthrough.projections.regressions import project

# Normal equations in an orthonormal basis against a QR of the resampled rows.
ROUNDING = 1e-9
HORIZONS = (0, 1, 6, 12)


def regressions(T=160, seed=5, hole=False, still=0):
    rng = np.random.default_rng(seed)
    change = rng.standard_normal((T, 2))
    change[:, 1] += 0.4 * change[:, 0]
    change[:still, 0] = 0.0
    price, fx = change[:, 1].cumsum(), change[:, 0].cumsum()
    if hole:
        price[80] = change[80, 1] = change[81, 1] = np.nan
    controls = np.column_stack([np.ones(T), *(lagged(x, range(1, 4)) for x in change.T)])
    return project([price, fx], change[:, 0], controls, HORIZONS)


def loop(result, samples):
    """Resample rows, run both regressions of every horizon, divide; HC0 of the draw's own rows."""
    out, errors = [], []
    for rows in samples:
        path, error = [], []
        for h in range(len(result.horizons)):
            kept = rows[result.used[rows, h]]
            X = result.X[kept]
            price, fx = (fit(result.outcomes[kept, j, h], X, result.names) for j in range(2))
            theta = price.beta[-1] / fx.beta[-1]
            terms = ((X * (price.resid - theta * fx.resid)[:, None]) @ price.bread)[:, -1] / fx.beta[-1]
            path.append(theta)
            error.append(np.sqrt(terms @ terms))
        out.append(path)
        errors.append(error)
    return np.array(out), np.array(errors)


@pytest.mark.parametrize("hole", [False, True])
@pytest.mark.parametrize("block", [1, 12])
def test_draws_equal_a_loop_over_resampled_regressions(hole, block):
    result = regressions(hole=hole)
    ours = bootstrap(result, 8, block, np.random.default_rng(3))
    samples = moving_blocks(len(result.rows), block, 8, np.random.default_rng(3))
    paths, errors = loop(result, samples)
    assert_allclose(ours.draws, paths, rtol=ROUNDING)
    assert_allclose(ours.draw_errors, errors, rtol=ROUNDING)


def test_the_sample_itself_is_the_estimate_with_its_hc0_error():
    result = regressions()
    ours = bootstrap(result, 2)
    price, fx = result.estimate[:, :, 0]
    assert_allclose(ours.estimate, price / fx, rtol=ROUNDING)
    gradient = np.hstack([np.diag(1 / fx), np.diag(-price / fx**2)])
    variance = gradient @ joint(result, "lag-augmented-hc0").matrix @ gradient.T
    assert_allclose(ours.std_error, np.sqrt(np.diag(variance)), rtol=ROUNDING)


def test_numbers_do_not_depend_on_batches_and_repeat_without_a_generator(monkeypatch):
    result = regressions()
    whole = bootstrap(result, 40)
    assert whole.block == block_length(len(result.rows))
    monkeypatch.setattr("analysis.passthrough.projections.bootstrap.BATCH", 7)
    assert_allclose(bootstrap(result, 40).draws, whole.draws, rtol=ROUNDING)
    assert_allclose(bootstrap(result, 40, rng=generator(None)).draws, whole.draws, rtol=ROUNDING)


def test_intervals_are_quantiles_of_the_draws():
    ours = bootstrap(regressions(), 400)
    low, high = np.quantile(ours.draws, [0.05, 0.95], axis=0)
    percentile = ours.interval(0.9, "percentile")
    assert_allclose(percentile, np.column_stack([low, high]))
    basic = ours.interval(0.9, "basic")
    assert_allclose(basic["low"], 2 * ours.estimate - high)
    assert_allclose(basic["high"], 2 * ours.estimate - low)
    pivots = np.abs(ours.draws - ours.estimate) / ours.draw_errors
    half = np.quantile(pivots, 0.9, axis=0) * ours.std_error
    ends = np.column_stack([ours.estimate - half, ours.estimate + half])
    assert_allclose(ours.interval(0.9, "studentised"), ends)


@pytest.mark.parametrize("kind", KINDS)
def test_a_band_holds_its_share_of_whole_draws_and_contains_the_intervals(kind):
    ours = bootstrap(regressions(), 1000)
    band, interval = ours.band(0.9, kind), ours.interval(0.9, kind)
    if kind == "studentised":
        half = ((band["high"] - band["low"]) / 2 / ours.std_error).to_numpy()
        pivots = np.abs((ours.draws - ours.estimate) / ours.draw_errors)
        inside = (pivots <= half).all(axis=1)
    else:
        draws = ours.draws if kind == "percentile" else 2 * ours.estimate - ours.draws
        inside = ((draws >= band["low"].to_numpy()) & (draws <= band["high"].to_numpy())).all(axis=1)
    assert (band["low"] <= interval["low"]).all() and (band["high"] >= interval["high"]).all()
    assert 0.9 - 1e-9 <= inside.mean() <= 0.91
    assert band.attrs["kind"] == "sup-t" and interval.attrs["kind"] == "pointwise"


def test_spread_of_the_draws_is_the_standard_error():
    """Independent rows, blocks of one: the pairs bootstrap estimates what HC0 estimates."""
    rng = np.random.default_rng(2)
    T = 3000
    x = rng.standard_normal(T)
    price = 0.5 * x + rng.standard_normal(T) * (1 + 0.5 * np.abs(x))
    result = project([price.cumsum(), x.cumsum()], x, np.ones((T, 1)), (0,))
    ours = bootstrap(result, 2000, 1)
    assert_allclose(ours.draws.std(axis=0), ours.std_error, rtol=0.06)


def test_draws_that_do_not_identify_the_regression_are_left_out_and_counted():
    """The exchange rate moves in the last 25 rows only: some samples miss nearly all of them."""
    result = regressions(still=132)
    with pytest.raises(EstimationError, match="do not identify"):
        bootstrap(result, 300, 20)


def test_a_few_lost_draws_are_counted():
    ours = bootstrap(regressions(still=105), 400, 20)
    assert 0 < ours.lost <= 20
    assert len(ours.draws) == 400 - ours.lost
    assert np.isfinite(ours.draws).all()


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (dict(draws=1), "draws must be 2 or more"),
        (dict(block=0), "block must be 1 or more"),
        (dict(block=1000), "a block has 1 to"),
        (dict(rng=3), "numpy.random.Generator"),
    ],
)
def test_bad_options_are_refused(arguments, match):
    with pytest.raises(EstimationError, match=match):
        bootstrap(regressions(), **arguments)


def test_unknown_kinds_and_levels_are_refused():
    ours = bootstrap(regressions(), 20)
    with pytest.raises(EstimationError, match="percentile"):
        ours.interval(kind="bca")
    with pytest.raises(EstimationError, match="between 0 and 1"):
        ours.band(1.5)
    assert isinstance(ours.interval(), pd.DataFrame)
