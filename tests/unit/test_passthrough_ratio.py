"""A ratio path: its sets, its tests, and that none of its faces leaves the set out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough import Critical
from analysis.passthrough.core.ratio import RatioPath, moments

FAST = settings(max_examples=30, deadline=None, derandomize=True)


def path(numerator, denominator, joint, critical=None):
    numerator, denominator = np.asarray(numerator, float), np.asarray(denominator, float)
    estimate, covariance = moments(numerator, denominator, joint)
    return RatioPath(
        method="a ratio",
        outcome="cpi",
        driver="usd",
        horizons=np.arange(len(numerator)),
        estimate=estimate,
        covariance=covariance,
        critical=critical or Critical("normal"),
        nobs=100,
        sample=(pd.Period("2000-01"), pd.Period("2008-04")),
        numerator=numerator,
        denominator=denominator,
        joint=joint,
    )


def drawn(seed, horizons=4, weak=False):
    rng = np.random.default_rng(seed)
    root = 0.1 * rng.standard_normal((2 * horizons, 2 * horizons + 3))
    denominator = rng.standard_normal(horizons) * (0.05 if weak else 0) + (0 if weak else 1.5)
    return path(rng.standard_normal(horizons), denominator, root @ root.T)


@FAST
@given(seed=st.integers(0, 10_000))
def test_covariance_is_that_of_the_delta_method(seed):
    """Against a numerical derivative."""
    ours = drawn(seed)
    x = np.concatenate([ours.numerator, ours.denominator])
    H, step = len(ours.horizons), 1e-6
    jacobian = np.empty((H, 2 * H))
    for i in range(2 * H):
        up, down = x.copy(), x.copy()
        up[i], down[i] = x[i] + step, x[i] - step
        jacobian[:, i] = (up[:H] / up[H:] - down[:H] / down[H:]) / (2 * step)
    assert_allclose(ours.covariance, jacobian @ ours.joint @ jacobian.T, rtol=1e-6, atol=1e-9)


@FAST
@given(seed=st.integers(0, 10_000), weak=st.booleans(), value=st.floats(-5, 5))
def test_set_is_what_the_test_does_not_reject(seed, weak, value):
    ours = drawn(seed, weak=weak)
    for h in ours.horizons:
        p = ours.test(value, int(h)).pvalue
        if abs(p - 0.05) > 1e-9:
            assert (value in ours.fieller(int(h))) == (p > 0.05)
        assert ours.fieller(int(h)).bounded == (
            abs(ours.denominator_statistic(int(h))) > ours.critical.value()
        )


def test_p_values_of_an_effect_test_the_numerator_and_the_difference():
    ours = drawn(3)
    effect, H = ours.at(1), 4
    assert_allclose(effect.p_zero, Critical("normal").pvalue(ours.numerator[1] / np.sqrt(ours.joint[1, 1])))
    gap = ours.joint[1, 1] - 2 * ours.joint[1, H + 1] + ours.joint[H + 1, H + 1]
    complete = (ours.numerator[1] - ours.denominator[1]) / np.sqrt(gap)
    assert_allclose(effect.p_complete, Critical("normal").pvalue(complete))
    assert effect.confidence_set == ours.fieller(1)


def test_joint_test_at_zero_is_that_of_all_numerators():
    ours = drawn(4)
    statistic = ours.numerator @ np.linalg.solve(ours.joint[:4, :4], ours.numerator)
    assert_allclose(ours.test(0.0, "all").statistic, statistic)


def test_sets_for_the_whole_path_contain_the_pointwise_ones():
    ours = drawn(5)
    for inner, outer in zip(ours.sets(), ours.sets(joint=True), strict=True):
        (a, b), (c, d) = inner.intervals[0], outer.intervals[0]
        assert c < a < b < d


def test_no_face_of_a_ratio_leaves_the_set_out():
    ours = drawn(6, weak=True)
    text = str(ours.fieller(3))
    assert not ours.fieller(3).bounded
    for shown in (repr(ours), ours.summary(), ours._repr_html_(), str(ours.at(3)), str(ours.long_run)):
        assert text in shown
    frame = ours.to_frame(joint=True)
    assert frame["set"].iloc[3] == text and not frame["bounded"].iloc[3]
    assert np.isinf(frame[["set_low", "set_high"]].iloc[3]).all() and "joint_set" in frame


def test_drawing_stays_at_the_scale_of_what_is_known(tmp_path):
    import matplotlib.pyplot as plt

    numerator, joint = np.array([0.5, 0.5]), 0.01 * np.eye(4)
    ours = path(numerator, [1.0, 0.01], joint)
    assert ours.estimate[1] == 50 and not ours.fieller(1).bounded
    ax = ours.plot()
    low, high = ax.get_ylim()
    assert -1 < low < 0 < high < 2
    plt.close(ax.figure)
    ours.export(tmp_path / "ratio.csv")
    assert "inf" in (tmp_path / "ratio.csv").read_text()


def test_a_horizon_that_is_not_there_is_refused():
    with pytest.raises(EstimationError, match="horizon 9 was not estimated"):
        drawn(1).fieller(9)
    with pytest.raises(EstimationError, match="horizon 9"):
        drawn(1).at(9)
