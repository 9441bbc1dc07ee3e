"""Simulated numbers against distributions whose quantiles and densities are known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analysis.errors import NotebookError
from analysis.report.author import draws, numbers


@pytest.mark.parametrize("q", [0.05, 0.5, 0.95])
def test_the_error_of_a_quantile_is_that_of_the_density(q):
    # Large samples: sqrt(q (1 - q) / n) / f(x_q), with f the normal density.
    n = 40_000
    expected = np.sqrt(q * (1 - q) / n) / stats.norm.pdf(stats.norm.ppf(q))
    found = [draws.quantile_error(np.random.default_rng(seed).standard_normal(n), q) for seed in range(20)]
    assert_allclose(np.mean(found), expected, rtol=0.05)
    # And it is what the quantile does from one simulation to the next.
    spread = np.std([np.quantile(np.random.default_rng(seed).standard_normal(n), q) for seed in range(300)])
    assert_allclose(spread, expected, rtol=0.12)


def test_batches_give_the_error_of_a_mean():
    sample = np.random.default_rng(3).exponential(2.0, 20_000)
    assert_allclose(draws.batch_error(sample, np.mean), 2.0 / np.sqrt(20_000), rtol=0.4)


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        # twice the error just below and above a hundredth
        (3.14159, 0.0049, "3.14"),
        (3.14159, 0.0051, "3.1"),
        (3.14159, 0.049, "3.1"),
        (3.14159, 0.051, "3"),
        (1234.0, 7.0, "1200"),
        (0.5, 0.0, "0.50"),
        (-0.001, 0.004, "0.00"),
    ],
)
def test_no_digit_below_twice_the_error(value, error, text):
    assert numbers.simulated(value, error) == text


def test_a_quantile_with_too_few_draws_beyond_it_is_refused():
    draws.quantile_error(np.arange(1000.0), 0.01)
    with pytest.raises(NotebookError, match="fewer than ten"):
        draws.quantile_error(np.arange(999.0), 0.01)
