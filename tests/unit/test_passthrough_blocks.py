"""Block resampling: what a sample is made of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import EstimationError
from analysis.passthrough.core.blocks import block_length, counts, errors_in_blocks, moving_blocks


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 5), st.integers(0, 99))
def test_samples_are_runs_of_neighbours(rows, length, draws, seed):
    length = min(length, rows)
    samples = moving_blocks(rows, length, draws, np.random.default_rng(seed))
    assert samples.shape == (draws, rows)
    assert samples.min() >= 0 and samples.max() < rows
    steps = np.diff(samples, axis=1)
    starts = np.arange(1, rows) % length == 0
    assert (steps[:, ~starts] == 1).all()


def test_counts_sum_rows_as_the_samples_do():
    rng = np.random.default_rng(0)
    samples = moving_blocks(40, 7, 9, rng)
    x = rng.standard_normal(40)
    weights = counts(samples, 40)
    assert_allclose(weights @ x, x[samples].sum(axis=1), rtol=1e-12)
    assert_allclose(weights.sum(axis=1), 40)


def test_blocks_keep_the_autocorrelation_that_single_rows_lose():
    rng = np.random.default_rng(1)
    x = np.zeros(400)
    for t in range(1, 400):
        x[t] = 0.8 * x[t - 1] + rng.standard_normal()

    def first_order(length):
        y = x[moving_blocks(400, length, 200, rng)]
        y = y - y.mean(axis=1, keepdims=True)
        return ((y[:, 1:] * y[:, :-1]).sum(axis=1) / (y**2).sum(axis=1)).mean()

    centred = x - x.mean()
    own = centred[1:] @ centred[:-1] / (centred @ centred)
    # One pair of neighbours in twenty stands at a joint between blocks.
    assert first_order(20) > 0.85 * own
    assert abs(first_order(1)) < 0.05


@pytest.mark.parametrize("length", [0, 11])
def test_a_block_longer_than_the_sample_is_refused(length):
    with pytest.raises(EstimationError, match="1 to 10 rows"):
        moving_blocks(10, length, 2, np.random.default_rng(0))


def test_default_length_grows_with_the_cube_root():
    assert block_length(240) == 11
    assert block_length(240, at_least=24) == 24
    assert block_length(5, at_least=24) == 5


@pytest.mark.parametrize(("rows", "length"), [(11, 11), (12, 12), (13, 12), (323, 13)])
def test_errors_of_months_are_drawn_a_year_at_a_time_or_longer(rows, length):
    """A year, until 1.75 T^(1/3) is longer (1.75 * 323^(1/3) = 12.007); a shorter sample stays whole."""
    errors = np.arange(float(rows))
    samples = errors_in_blocks(errors, 40, np.random.default_rng(3))
    assert samples.shape == (rows, 40)
    joints = np.arange(1, rows) % length == 0
    assert (np.diff(samples, axis=0)[~joints] == 1).all()
    assert rows == length or (np.diff(samples, axis=0)[joints] != 1).any()
