"""The difference of two effects: Welch's formula against SciPy, limits and refusals."""

import numpy as np
import pytest
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough.core.compare import difference
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.effect import Effect


def test_difference_of_two_means_equals_welch_in_scipy():
    rng = np.random.default_rng(7)
    a, b = rng.normal(1.0, 2.0, 14), rng.normal(0.2, 0.5, 25)
    effects = [
        Effect.of(x.mean(), x.std(ddof=1) / np.sqrt(len(x)), Critical("t", dof=len(x) - 1)) for x in (a, b)
    ]
    oracle = stats.ttest_ind(a, b, equal_var=False)
    ours = difference(*effects)
    interval = oracle.confidence_interval(0.95)
    assert ours.p_zero == pytest.approx(oracle.pvalue, rel=1e-10)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high), rel=1e-10)


def test_order_changes_the_sign_and_nothing_else():
    one = Effect.of(0.4, 0.1, Critical("t", dof=20))
    two = Effect.of(0.1, 0.2, Critical("t", dof=15))
    there, back = difference(one, two), difference(two, one)
    assert there.estimate == -back.estimate
    assert there.std_error == back.std_error and there.p_zero == pytest.approx(back.p_zero)


def test_normal_references_stay_normal_and_fixed_b_is_refused():
    normal = Effect.of(0.4, 0.3, Critical("normal"))
    assert difference(normal, normal).critical.kind == "normal"
    with pytest.raises(EstimationError, match="use ewc"):
        difference(normal, Effect.of(0.1, 0.2, Critical("fixed-b", b=0.1)))
