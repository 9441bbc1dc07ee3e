"""Effects that a test would have found four times in five, simulated in plain arithmetic for the second
computation.

Regressors stay as they were. Residuals, times sqrt(n/(n-k)), are drawn in moving blocks of max(12, ceil(1.75
n^(1/3))) months; every draw is estimated and tested as `plain.least_squares` does. An effect only moves the
estimates of the draws, so it is read off where both directions are found in 80 percent of them. Random
numbers are other ones than the pages': two simulations of a few hundred draws agree to some percent, not to
the digits that are printed.
"""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from plain import cosines, numbers, unleveraged, welch
from scipy.stats import t as student

DRAWS = 2000


def drawn(*pieces, seed=1):
    """Estimates, standard errors and degrees of freedom of a sum over regressions on the same months, without
    effect."""
    n = len(pieces[0][0])
    length = max(12, ceil(1.75 * n ** (1 / 3)))
    starts = np.random.default_rng(seed).integers(0, n - length + 1, (DRAWS, ceil(n / length)))
    months = (starts[:, :, None] + np.arange(length)).reshape(DRAWS, -1)[:, :n]
    values, terms = np.zeros(DRAWS), np.zeros((n, DRAWS))
    for y, x, weights in pieces:
        inverse = np.linalg.inv(x.T @ x)
        errors = (y - x @ (inverse @ (x.T @ y))) * np.sqrt(n / (n - x.shape[1]))
        again = errors[months].T
        slopes = inverse @ (x.T @ again)
        values += weights @ slopes
        terms += ((x @ (inverse @ weights)) * unleveraged(x, inverse))[:, None] * (again - x @ slopes)
    waves = cosines(n)
    return values, np.sqrt(np.mean((waves @ terms) ** 2, axis=0)), len(waves)


def less_drawn(later, earlier):
    """The difference of sums on other months, drawn apart."""
    return later[0] - earlier[0], *welch(later[1:], earlier[1:])


def effect(values, errors, dof, wanted=0.8):
    """The smallest effect that is found in `wanted` of the draws in the direction that is harder to find."""
    halves = student.ppf(0.975, dof) * errors

    def power(size):
        return min(np.mean(np.abs(values + s * size) > halves) for s in (1, -1))

    low, high = 0.0, float(halves.max() + np.abs(values).max())
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if power(middle) < wanted else (low, middle)
    return high


def near(text, value, within=0.10):
    """Assert that a published number is this to a share of it, beside the rounding of what is printed."""
    number, digits = numbers(text)[0]
    assert number == pytest.approx(value, rel=0, abs=within * value + 0.5 * 10.0**-digits), (text, value)
