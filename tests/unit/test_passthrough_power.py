"""Power of t and sup-t tests: against scipy, brute force, and the size where nothing is wrong."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.power import detectable, path_power, power

KINDS = (
    Critical("normal"),
    Critical("t", dof=280),
    Critical("t", dof=15, matrix=True),
    Critical("fixed-b", b=0.1),
)
# 20 000 draws: standard error 0.0035 at one half, 0.0015 at 0.05.
SIMULATED = 0.012
CORRELATION = 0.8 ** np.abs(np.subtract.outer(np.arange(9), np.arange(9)))


@pytest.mark.parametrize("dof", [5, 40, 280])
def test_power_of_a_t_test_is_the_noncentral_t(dof):
    value = stats.t.ppf(0.975, dof)
    for shift in (0.3, 1.5, 4.0):
        expected = stats.nct.sf(value, dof, shift) + stats.nct.cdf(-value, dof, shift)
        assert_allclose(power(shift, Critical("t", dof=dof)), expected, rtol=1e-7)


@pytest.mark.parametrize("critical", KINDS, ids=str)
def test_power_is_the_size_under_the_hypothesis_and_rises_to_one(critical):
    found = power(np.array([0.0, 1.0, -1.0, 3.0, 60.0]), critical)
    assert_allclose(found[0], 0.05, atol=0.002)
    assert found[1] == pytest.approx(found[2])
    assert found[0] < found[1] < found[3] < found[4] == pytest.approx(1.0)
    assert power(0.0, critical, size=0.1) == pytest.approx(0.1, abs=0.003)


@pytest.mark.parametrize("critical", KINDS, ids=str)
def test_detectable_difference_has_the_power_asked_for(critical):
    assert power(detectable(critical, 0.8), critical) == pytest.approx(0.8, abs=1e-4)


def test_normal_detectable_difference_is_the_textbook_one():
    assert detectable(Critical("normal"), 0.8) == pytest.approx(1.95996 + 0.84162, abs=1e-3)


@pytest.mark.parametrize("critical", KINDS, ids=str)
def test_power_of_a_path_is_its_size_under_the_hypothesis(critical):
    assert path_power(np.zeros(9), CORRELATION, critical) == pytest.approx(0.05, abs=0.006)
    assert path_power(np.full(9, 3.0), CORRELATION, critical) > 0.5


@pytest.mark.parametrize("critical", KINDS, ids=str)
def test_power_of_a_path_of_one_horizon_is_that_of_a_t_test(critical):
    ours = path_power(np.array([2.0]), np.eye(1), critical)
    assert ours == pytest.approx(power(2.0, critical), abs=SIMULATED)


@pytest.mark.parametrize("critical", KINDS, ids=str)
def test_sup_pvalue_inverts_sup_value(critical):
    for level in (0.5, 0.9, 0.99):
        value = critical.sup_value(CORRELATION, level)
        assert critical.sup_pvalue(value, CORRELATION) == pytest.approx(1 - level, abs=1e-4)
    assert critical.sup_pvalue(0.0, CORRELATION) == 1.0
    assert critical.sup_pvalue(2.0, np.eye(1)) == pytest.approx(critical.pvalue(2.0))


@pytest.mark.parametrize("critical", KINDS[2:], ids=str)
def test_estimated_standard_errors_are_drawn_around_the_true_ones(critical):
    drawn = critical.scale(np.linalg.cholesky(CORRELATION).T, 4000, np.random.default_rng(1))
    assert_allclose((drawn**2).mean(), 1.0 if critical.kind == "t" else 0.9, atol=0.1)
    # Neighbouring horizons share their variance in part.
    assert 0.3 < np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1] < 0.9


def test_a_power_below_the_size_is_refused():
    with pytest.raises(EstimationError, match="between the size"):
        detectable(Critical("normal"), 0.04)
