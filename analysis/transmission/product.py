r"""Distribution of multiplier times pass-through, computed and not simulated.

The effect on a price is :math:`M\,\Theta` with the multiplier :math:`M` and, by the estimate of pass-through,
:math:`\Theta = m + s\,T`, T Student's t (or normal). The two were estimated on different data and are taken
as independent, so

.. math:: P(M\Theta \le z) = \int_0^1 G\big(z;\, F_M^{-1}(u)\big)\, du , \qquad
          G(z;\mu) = \begin{cases} F_T\big((z/\mu - m)/s\big) & \mu > 0 \\
                                   1 - F_T\big((z/\mu - m)/s\big) & \mu < 0 . \end{cases}

The integral is Gauss-Legendre over panels of u; the quantile is the root in z, by Newton's method inside a
bracket. The explorer of the book runs the same nodes and the same steps in a reader's browser. With the
spreads that the estimates have probabilities are right to 1e-5; tests compare with adaptive quadrature.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import special

from analysis.errors import SchemeError
from analysis.transmission.laws import Law

#: Panels of a stretch of u, narrower towards its ends: where a quantile runs away, or a multiplier meets zero
#: and the integrand bends or jumps. A law with mass on both sides of zero has two stretches, which meet
#: there.
EDGES = (
    0.0,
    0.001,
    0.01,
    0.03,
    0.07,
    0.13,
    0.2,
    0.3,
    0.4,
    0.5,
    0.6,
    0.7,
    0.8,
    0.87,
    0.93,
    0.97,
    0.99,
    0.999,
    1.0,
)
NODES = 8
#: A spread below this share of the mean is none: the quantile is that of the multiplier alone.
STILL = 1e-4
#: Spreads of the pass-through at which the bracket of the search begins.
REACH = 12.0
#: Most steps of the search, and the relative width at which it ends.
STEPS, CLOSE = 100, 1e-12


@lru_cache(maxsize=64)
def nodes(law: Law) -> tuple[np.ndarray, np.ndarray]:
    """Multipliers at the nodes of the integral over u, rising, and their weights, which add up to 1."""
    at, weight = np.polynomial.legendre.leggauss(NODES)
    below_zero = law.not_above_zero
    edges = np.array(EDGES)
    if 0 < below_zero < 1:
        edges = np.concatenate([below_zero * edges[:-1], below_zero + (1 - below_zero) * edges])
    half = np.diff(edges) / 2
    u = ((edges[:-1] + half)[:, None] + half[:, None] * at).ravel()
    value, w = np.asarray(law.ppf(u), dtype=float), (half[:, None] * weight).ravel()
    for array in (value, w):
        array.setflags(write=False)
    return value, w


def below(z: float, law: Law, mean: float, spread: float, dof: float | None = None) -> tuple[float, float]:
    """Probability that multiplier times pass-through is at most z, and its density there.

    Parameters
    ----------
    z : float
    law : Law
        Of the multiplier; not the point 0.
    mean, spread : float
        Of pass-through; spread above 0.
    dof : float, optional
        Degrees of freedom of Student's t; without them the distribution is normal.
    """
    value, weight = nodes(law)
    x = (z / value - mean) / spread
    if dof is None:
        inside, slope = special.ndtr(x), np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    else:
        inside = special.stdtr(dof, x)
        scale = np.exp(special.gammaln((dof + 1) / 2) - special.gammaln(dof / 2)) / np.sqrt(dof * np.pi)
        slope = scale * (1 + x**2 / dof) ** (-(dof + 1) / 2)
    chance = float(weight @ np.where(value > 0, inside, 1 - inside))
    return chance, float(weight @ (slope / (np.abs(value) * spread)))


def quantile(q: float, law: Law, mean: float, spread: float, dof: float | None = None) -> float:
    r"""Quantile of multiplier times pass-through.

    Parameters
    ----------
    q : float
        Between 0 and 1.
    law, mean, spread, dof
        As for `below`; a spread of 0 gives the quantile of a multiple of the multiplier.

    Raises
    ------
    SchemeError
        For q outside 0 to 1, or a mean or spread that is not finite or negative.
    """
    if not 0 < q < 1:
        raise SchemeError(f"a quantile lies between 0 and 1, not at {q}.")
    if not (np.isfinite(mean) and np.isfinite(spread) and spread >= 0):
        raise SchemeError("pass-through has a finite mean and a spread of 0 or more.")
    if law == Law("point", 0.0):
        return 0.0
    if spread <= STILL * abs(mean):
        return mean * float(law.ppf(q if mean >= 0 else 1 - q))
    value, _ = nodes(law)
    reach = max(-value[0], value[-1]) * (abs(mean) + REACH * spread)
    low, high = -reach, reach
    while below(low, law, mean, spread, dof)[0] > q:
        low *= 2
    while below(high, law, mean, spread, dof)[0] < q:
        high *= 2
    z = mean * float(law.ppf(q if mean >= 0 else 1 - q))
    for _ in range(STEPS):
        chance, density = below(z, law, mean, spread, dof)
        low, high = (z, high) if chance < q else (low, z)
        new = z - (chance - q) / density if density > 0 else np.inf
        new = new if low < new < high else (low + high) / 2
        if abs(new - z) <= CLOSE * max(abs(z), abs(new)):
            return new
        z = new
    return z
