r"""t statistics whose variance is a weighted sum of chi-squares: the fixed-b limit and its like.

With :math:`Z` standard normal, :math:`t = Z / (\sum_j \lambda_j \chi^2_{1,j})^{1/2}`;
the weights of the demeaned Bartlett kernel give the limit of Kiefer and
Vogelsang (2005). `analysis.passthrough.core.critical` says what stands for what.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import linalg

#: Seed of the default generator for simulated critical values, so that the
#: same covariance gives the same band in every run. Any other will do.
SEED = 2005

#: Kiefer and Vogelsang (2005), two-sided 5 %, Bartlett kernel: cubic in b.
KIEFER_VOGELSANG_95 = (1.9600, 2.9694, 0.4160, -0.5324)

# Grid on which the Bartlett kernel is decomposed. Against 2048 points the
# 5 % value moves by 2e-4 or less for b >= 0.02.
GRID = 512
# Nodes of the quadrature over (0, pi/2); 64 agree with Student's t to 1e-12.
NODES = 64


def bisect(f, low: float, high: float, tolerance: float) -> float:
    """Root of an increasing `f` on [low, high], or the end nearest to it, to a share of its size."""
    while high - low > tolerance * high:
        middle = 0.5 * (low + high)
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@lru_cache(maxsize=1)
def _quadrature() -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return np.sin((nodes + 1) * np.pi / 4) ** 2, weights / 2


def tail(t: np.ndarray, lam: np.ndarray) -> np.ndarray:
    r"""P(\|t\| > t0), exact, for the weights `lam`.

    Craig's form of the normal tail,
    :math:`P(|Z|>x) = \frac{2}{\pi}\int_0^{\pi/2} e^{-x^2/(2\sin^2\theta)}d\theta`,
    averaged over :math:`x^2 = t_0^2 \sum_j \lambda_j \chi^2_{1,j}`, is
    :math:`\frac{2}{\pi}\int_0^{\pi/2}\prod_j
    (1 + t_0^2\lambda_j/\sin^2\theta)^{-1/2} d\theta`: a smooth integrand.
    """
    sine, weights = _quadrature()
    t = np.asarray(t, dtype=float)
    out = np.empty(t.shape)
    for index, t0 in np.ndenumerate(t):
        product = np.log1p(np.multiply.outer(lam, t0 * t0 / sine)).sum(axis=0)
        out[index] = weights @ np.exp(-0.5 * product)
    return out


@lru_cache(maxsize=256)
def limit(b: float) -> tuple[np.ndarray, float]:
    """Weights of the fixed-b limit, and the factor that meets the published cubic.

    The exact 5 % value is up to 1.3 % below the cubic that Kiefer and Vogelsang
    fitted to simulations and that everybody prints. Every quantile is
    stretched by that ratio: a reader who looks up the cubic finds our number,
    p-values agree with intervals, and what error remains is on the safe side.
    """
    kernel = linalg.toeplitz(np.maximum(0.0, 1 - np.arange(GRID) / (b * GRID))) / GRID
    kernel = kernel - kernel.mean(axis=0) - kernel.mean(axis=1)[:, None] + kernel.mean()
    weights = np.clip(linalg.eigvalsh(kernel), 0.0, None)[::-1]
    weights.setflags(write=False)
    published = float(np.polynomial.polynomial.polyval(b, KIEFER_VOGELSANG_95))
    return weights, published / _quantile(weights, 0.95)


def _quantile(weights: np.ndarray, coverage: float) -> float:
    high = 2.0
    while tail(np.array(high), weights) > 1 - coverage:
        high *= 2
    return bisect(lambda c: (1 - coverage) - float(tail(np.array(c), weights)), 0.0, high, 1e-12)


@lru_cache(maxsize=1024)
def value(b: float, coverage: float) -> float:
    """Two-sided critical value of the fixed-b limit."""
    weights, stretch = limit(b)
    return stretch * _quantile(weights, coverage)


def _leading(weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights that matter, and the sum of the rest, which is all but constant."""
    count = int(np.sum(weights > 2e-3 * weights.sum()))
    return weights[:count], float(weights[count:].sum())


def simulated_scale(
    weights: np.ndarray, root: np.ndarray, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """Draws of the H estimated standard errors, in units of the true ones."""
    leading, rest = _leading(weights)
    total = np.full((draws, root.shape[1]), rest)
    for weight in leading:
        total += weight * (generator.standard_normal((draws, root.shape[0])) @ root) ** 2
    return np.sqrt(total)


@lru_cache(maxsize=64)
def wald(b: float, q: int, draws: int = 20_000) -> np.ndarray:
    """Sorted draws of the fixed-b limit of a Wald statistic on q restrictions."""
    weights, stretch = limit(b)
    leading, rest = _leading(weights)
    generator = np.random.default_rng(SEED)
    z = generator.standard_normal((draws, q))
    omega = np.broadcast_to(rest * np.eye(q), (draws, q, q)).copy()
    for weight in leading:
        x = generator.standard_normal((draws, q))
        omega += weight * x[:, :, None] * x[:, None, :]
    statistic = np.einsum("ij,ij->i", z, np.linalg.solve(omega, z[:, :, None])[:, :, 0])
    return np.sort(statistic * stretch**2)
