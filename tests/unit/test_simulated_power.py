"""The effect found four times in five: closed forms, a regression by hand, and the wording."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.power import detectable
from analysis.passthrough.core.simulated_power import (
    Null,
    found_four_times_in_five,
    found_from_draws,
    null_sentence,
    null_table,
    power_at,
)


def test_normal_draws_give_the_textbook_effect():
    """1.96 + 0.84 standard errors."""
    z = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    found = found_from_draws(z, np.full(20_000, stats.norm.ppf(0.975)))
    assert_allclose(found.effect, stats.norm.ppf(0.975) + stats.norm.ppf(0.8), atol=2e-3)
    assert_allclose(found.effect, detectable(Critical("normal")), atol=2e-3)
    assert found.size == pytest.approx(0.05, abs=1e-3)


def test_power_by_hand_and_at_the_effect():
    estimates, halves = np.array([-1.0, 0.0, 1.0, 2.0, 0.5]), np.ones(5)
    assert power_at(0.0, estimates, halves) == 0.2
    # In the harder direction four of five are beyond 1 from 2 on upwards (at -1 the first needs 2, then it is
    # -1 + 2 = 1).
    assert power_at(1.01, estimates, halves) == 0.8
    found = found_from_draws(estimates, halves)
    assert min(power_at(s * (found.effect + 1e-4), estimates, halves) for s in (1, -1)) >= 0.8
    assert min(power_at(s * (found.effect - 1e-3), estimates, halves) for s in (1, -1)) < 0.8


def test_a_regression_on_its_own_path_agrees_with_the_t_test():
    rng = np.random.default_rng(2)
    x = rng.normal(size=200)
    x -= x.mean()

    def slope(errors):
        b = x @ errors / (x @ x)
        left = errors - errors.mean() - b * x
        return b, stats.t.ppf(0.975, 198) * np.sqrt(left @ left / 198 / (x @ x))

    errors = rng.normal(size=200)
    found = found_four_times_in_five(slope, errors - errors.mean(), block=1, draws=2000)
    se = errors.std() / np.sqrt(x @ x)
    assert_allclose(found.effect / se, detectable(Critical("t", dof=198)), rtol=0.06)
    assert found.size == pytest.approx(0.05, abs=0.02)


@pytest.mark.parametrize(("estimates", "wanted"), [([], 0.8), ([np.nan], 0.8), ([1.0], 1.0)])
def test_what_makes_no_power_is_refused(estimates, wanted):
    with pytest.raises(EstimationError):
        found_from_draws(np.array(estimates), np.ones(len(estimates)), wanted)


def test_draws_without_any_error_are_refused():
    with pytest.raises(EstimationError, match="all zero"):
        found_from_draws(np.zeros(5), np.zeros(5))
    # Errors that are known to nothing but their estimate find what is larger than it.
    assert found_from_draws(np.full(5, 2.0), np.zeros(5)).size == 1.0


def test_units_do_not_matter():
    # In millionths the effect found is a million times as large a number, to the tolerance of the search.
    z = stats.norm.ppf((np.arange(2000) + 0.5) / 2000)
    whole, small = (found_from_draws(unit * z, np.full(2000, 1.96 * unit)) for unit in (1.0, 1e-6))
    assert small.effect == pytest.approx(1e-6 * whole.effect, rel=1e-5)


def test_an_effect_of_nothing_is_never_what_would_have_been_found():
    Null("x", 0, -1, 1, 1e-9, "points")
    for found in (0.0, -0.1, np.nan):
        with pytest.raises(EstimationError, match="it is positive"):
            Null("x", 0, -1, 1, found, "points")


def test_one_wording_for_every_null():
    null = Null("Producer prices", 0.01, -0.03, 0.05, 0.06, "per cent")
    assert (
        null_sentence(null)
        == "Producer prices: 0.01 per cent (95 % -0.03 to 0.05); an effect of 0.06 would have been found four"
        " times in five."
    )
    just, not_quite = (Null("x", 0, -1, 1, found, "points", 0.06) for found in (0.06, 0.0601))
    assert "so one that matters would have shown (0.06)" in null_sentence(just)
    assert "could have been missed" in null_sentence(not_quite)


def test_the_table_of_nulls_has_one_axis_and_puts_the_weakest_last():
    sharp = Null("sharp", 0.1, -0.1, 0.3, 0.2, "u", 0.4)
    table = null_table([Null("weak", 1, -1, 3, 4, "u", 2), Null("ungraded", 0, -1, 1, 1, "v"), sharp])
    assert table["name"].tolist() == ["sharp", "weak", "ungraded"]
    assert_allclose(table["found_over_matters"].iloc[:2], [0.5, 2])
    assert_allclose(
        table.loc[1, ["estimate_in_found", "low_in_found", "high_in_found"]].astype(float),
        [0.25, -0.25, 0.75],
    )
