"""The engine of local projections against one least-squares fit a horizon, with gaps and several impulses."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.design import lagged
from analysis.passthrough.core.inference import influence
from analysis.passthrough.core.least_squares import fit
from analysis.passthrough.projections.regressions import SCALES, project

# The same least squares through another decomposition.
ROUNDING = 1e-11
HORIZONS = (0, 1, 6, 24)


def data(T=220, seed=3):
    rng = np.random.default_rng(seed)
    change = rng.standard_normal((T, 2)) * [1.0, 0.4]
    levels = change.cumsum(axis=0)
    controls = np.column_stack([np.ones(T), *(lagged(x, range(1, 5)) for x in change.T)])
    impulses = np.column_stack([np.maximum(change[:, 0], 0), np.minimum(change[:, 0], 0)])
    return levels.T, impulses, controls


def by_hand(levels, impulses, controls, h, rows=None):
    """Design and long differences of one horizon, row by row."""
    X, Y, dates = [], [], []
    for t in range(1, len(impulses) - h):
        x = np.r_[controls[t], impulses[t]]
        y = levels[:, t + h] - levels[:, t - 1]
        if np.isfinite(np.r_[x, y]).all() and (rows is None or rows[t]):
            X.append(x)
            Y.append(y)
            dates.append(t)
    return np.array(X), np.array(Y), np.array(dates)


def check(result, levels, impulses, controls, rows=None):
    m = impulses.shape[1]
    for place, h in enumerate(result.horizons):
        X, Y, dates = by_hand(levels, impulses, controls, h, rows)
        keep = result.used[:, place]
        np.testing.assert_array_equal(result.rows[keep], dates)
        assert result.nobs[place] == len(dates)
        for terms in (result.residuals.swapaxes(1, 2), result.weights, result.leverage):
            assert not terms[~keep, place].any()
        for j in range(len(levels)):
            peer = fit(Y[:, j], X, result.names)
            assert_allclose(result.estimate[j, place], peer.beta[-m:], rtol=ROUNDING, atol=1e-13)
            assert_allclose(result.residuals[keep, j, place], peer.resid, atol=1e-10)
            assert_allclose(result.leverage[keep, place], peer.leverage, rtol=ROUNDING)
            for scale in SCALES:
                terms = result.influence(scale)[:, j, place]
                assert_allclose(terms[keep], influence(peer, scale)[:, -m:], atol=1e-12)
                assert not terms[~keep].any()


def test_every_horizon_is_its_own_least_squares():
    levels, impulses, controls = data()
    check(project(levels, impulses, controls, HORIZONS), levels, impulses, controls)


def test_gaps_and_chosen_rows_cost_exactly_what_they_touch():
    levels, impulses, controls = data()
    levels = levels.copy()
    levels[0, 100], levels[1, 60:70], impulses[150, 0], controls[30:33, 2] = np.nan, np.nan, np.nan, np.nan
    rows = np.arange(220) >= 20
    check(project(levels, impulses, controls, HORIZONS, rows=rows), levels, impulses, controls, rows)


def test_a_horizon_that_loses_most_rows_is_decomposed_anew():
    """Half the sample has no outcome after it: too little is left of the common basis to downdate."""
    levels, impulses, controls = data()
    levels = levels.copy()
    levels[:, 100::2] = np.nan
    # A control that is all but constant where the last horizon has rows.
    late = np.where(np.arange(220) > 170, 1.0, 1e-6) * np.random.default_rng(0).standard_normal(220)
    controls = np.column_stack([controls, late])
    result = project(levels, impulses, controls, (0, 48))
    check(result, levels, impulses, controls)


def test_a_common_sample_is_the_sample_of_the_last_horizon():
    levels, impulses, controls = data()
    result = project(levels, impulses, controls, HORIZONS, common_sample=True)
    assert result.used.all()
    _, _, dates = by_hand(levels, impulses, controls, 24)
    np.testing.assert_array_equal(result.rows, dates)


def test_outcomes_can_be_taken_as_they_are():
    levels, impulses, controls = data()
    result = project(levels, impulses[:, 0], controls, (3,), base=None)
    kept = result.rows
    assert_allclose(result.outcomes[:, :, 0], levels[:, kept + 3].T)
    peer = fit(levels[0, kept + 3], result.X, result.names)
    assert_allclose(result.estimate[0, 0], peer.beta[-1:], rtol=ROUNDING)


def test_a_dummy_for_one_date_is_that_date_left_out():
    levels, impulses, controls = data()
    alone, kept = np.zeros((220, 1)), np.ones(220, bool)
    alone[50], kept[50] = 1.0, False
    dummied = project(levels, impulses, np.hstack([controls, alone]), (0, 3))
    dropped = project(levels, impulses, controls, (0, 3), rows=kept)
    assert_allclose(dummied.estimate, dropped.estimate, rtol=ROUNDING)
    for scale in ("hc2", "hc3"):
        one, other = (result.influence(scale) for result in (dummied, dropped))
        assert_allclose(
            np.einsum("njhm,nkhm->jkhm", one, one),
            np.einsum("njhm,nkhm->jkhm", other, other),
            rtol=1e-8,
            atol=1e-14,
        )


@pytest.mark.parametrize("scale", ["hc0", "hc1", "hc2", "hc3"])
def test_an_impulse_that_serves_a_date_alone_is_refused_under_every_sandwich(scale):
    levels, _, controls = data()
    once = np.zeros((220, 1))
    once[50] = 1.0
    result = project(levels, once, controls, (0, 3))
    with pytest.raises(EstimationError, match="leverage 1 and alone decides the response to an impulse"):
        result.influence(scale)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (dict(horizons=(0, 208)), "horizon 208: too few observations"),
        (dict(horizons=(2, 1)), "horizons must rise"),
        (dict(horizons=()), "horizons must rise"),
        (dict(base=0), "lies before the impulse"),
        (dict(rows=np.zeros(220, bool)), "too few observations: 0"),
    ],
)
def test_what_cannot_be_estimated_is_refused(change, match):
    levels, impulses, controls = data()
    with pytest.raises(EstimationError, match=match):
        project(levels, impulses, controls, **({"horizons": HORIZONS} | change))


def test_an_impulse_that_is_still_where_a_horizon_has_rows_is_named():
    levels, impulses, controls = data()
    impulses = np.where(np.arange(220)[:, None] < 205, 0.0, impulses)
    names = [f"w{i}" for i in range(9)] + ["up", "down"]
    with pytest.raises(EstimationError, match=r"horizon 24: .*up"):
        project(levels, impulses, controls, HORIZONS, names=names)


def test_an_unknown_scale_is_refused():
    with pytest.raises(EstimationError, match="hc4"):
        project(*data(), HORIZONS).influence("hc4")
