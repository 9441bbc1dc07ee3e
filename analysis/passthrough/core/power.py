r"""How often a test rejects when the alternative is true.

A test that does not reject says little unless it is known what it would have
found. With a true difference :math:`\delta`, a standard error s and a t
statistic that is compared with the distribution of
:math:`Z / (\sum_j \lambda_j \chi^2_{1,j})^{1/2}`, the statistic is

.. math:: t = (Z + \delta / s) \Big/ \Big(\sum_j \lambda_j \chi^2_{1,j}\Big)^{1/2},

for Student's t the noncentral t. The power found from it is that of a test
whose size is what it promises, at the precision that was estimated; where size
is in doubt, simulate.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core import fixed_b
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.draws import symmetric_root

# Draws of the estimated variance (fixed-b) and of paths: a power near one half
# has a standard error of 0.004.
DRAWS = 20_000


def power(shift: float | np.ndarray, critical: Critical, size: float = 0.05) -> float | np.ndarray:
    """Probability that a two-sided t test rejects, elementwise.

    Parameters
    ----------
    shift : float or ndarray
        True difference from the hypothesis in standard errors.
    critical : Critical
    size : float
        Nominal size of the test.
    """
    delta, value = np.abs(np.asarray(shift, dtype=float)), critical.value(1 - size)
    if critical.kind == "normal":
        found = special.ndtr(delta - value) + special.ndtr(-delta - value)
    elif critical.kind == "t":
        far = special.nctdtr(critical.dof, delta, value)
        near = special.nctdtr(critical.dof, delta, -value)
        # The tail beyond what the routine can represent is a certain rejection.
        found = np.where(np.isnan(far), 1.0, 1.0 - far + np.nan_to_num(near))
    else:
        spread = critical.scale(np.ones((1, 1)), DRAWS, np.random.default_rng(fixed_b.SEED))[:, 0]
        found = np.empty(delta.shape)
        for place, d in np.ndenumerate(delta):
            found[place] = np.mean(special.ndtr(d - value * spread) + special.ndtr(-d - value * spread))
    return float(found) if np.ndim(shift) == 0 else found


def detectable(critical: Critical, wanted: float = 0.8, size: float = 0.05) -> float:
    """The difference, in standard errors, that a two-sided t test finds with probability `wanted`."""
    if not size < wanted < 1:
        raise EstimationError(f"a power to ask for lies between the size {size:g} and 1, not {wanted:g}.")
    high = 1.0
    while power(high, critical, size) < wanted:
        high *= 2
    return fixed_b.bisect(lambda shift: power(shift, critical, size) - wanted, 0.0, high, 1e-6)


def path_power(
    shift: np.ndarray,
    correlation: np.ndarray,
    critical: Critical,
    size: float = 0.05,
    rng: np.random.Generator | None = None,
    draws: int = DRAWS,
    value: float | None = None,
) -> float:
    r"""Probability that :math:`\max_h |t_h|` rejects.

    Parameters
    ----------
    shift : ndarray, shape (H,)
        True differences in standard errors, by horizon.
    correlation : ndarray, shape (H, H)
    critical : Critical
    size : float
    rng : numpy.random.Generator, optional
        Default: a fixed seed, so that a power is the same in every run.
    draws : int
    value : float, optional
        Critical value of the test, if it is known already.
    """
    shift = np.asarray(shift, dtype=float)
    if value is None:
        value = critical.sup_value(correlation, 1 - size)
    generator = np.random.default_rng(fixed_b.SEED) if rng is None else rng
    root = symmetric_root(correlation).matrix
    t = generator.standard_normal((draws, len(root))) @ root + shift
    t /= critical.scale(root, draws, generator)
    return float(np.mean(np.abs(t).max(axis=1) > value))
