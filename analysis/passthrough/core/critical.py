r"""What a t, Wald or sup-t statistic is compared with.

A covariance of a regression on time series is itself estimated, and how it was
estimated decides the distribution of the t statistic built from it. With
:math:`Z` standard normal and independent weighted sums of squares,

.. math:: t = Z \Big/ \Big(\sum_j \lambda_j \chi^2_{1,j}\Big)^{1/2},

the weights :math:`\lambda` are the whole story: one weight of 1 on a constant
gives the normal, :math:`B` weights of :math:`1/B` give Student's t with
:math:`B` degrees of freedom (equal-weighted cosine), and the eigenvalues of
the demeaned Bartlett kernel give the fixed-b limit of Kiefer and Vogelsang.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import linalg, special

from analysis.errors import EstimationError

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


@dataclass(frozen=True)
class Critical:
    """A reference distribution for t statistics.

    Attributes
    ----------
    kind : {"normal", "t", "fixed-b"}
    dof : float, optional
        Degrees of freedom of Student's t.
    b : float, optional
        Bandwidth as a share of the sample, for fixed-b.
    matrix : bool
        True where the variance matrix has `dof` degrees of freedom of its own
        (equal-weighted cosine), false where one residual variance is common to
        all coefficients (classical least squares). It matters to joint
        statements only: F tests and sup-t bands.
    """

    kind: str
    dof: float | None = None
    b: float | None = None
    matrix: bool = False

    def __post_init__(self) -> None:
        if self.kind not in ("normal", "t", "fixed-b"):
            raise EstimationError(
                f"unknown reference distribution {self.kind!r}; use normal, t or fixed-b."
            )
        if self.kind == "t" and not (self.dof is not None and self.dof >= 1):
            raise EstimationError(f"Student's t needs 1 or more degrees of freedom, not {self.dof}.")
        if self.kind == "fixed-b" and not (self.b is not None and 0 < self.b <= 1):
            raise EstimationError(f"fixed-b needs 0 < b <= 1, not b = {self.b}.")

    def __str__(self) -> str:
        if self.kind == "t":
            return f"t({self.dof:g})"
        if self.kind == "fixed-b":
            return f"fixed-b (b = {self.b:.3f})"
        return "normal"

    def value(self, level: float = 0.95) -> float:
        """Two-sided critical value: |t| stays below it with probability `level`."""
        level = _probability(level)
        if self.kind == "normal":
            return float(special.ndtri(0.5 + level / 2))
        if self.kind == "t":
            return float(special.stdtrit(self.dof, 0.5 + level / 2))
        return _fixed_b_value(float(self.b), level)

    def pvalue(self, t: float | np.ndarray) -> float | np.ndarray:
        """Two-sided p-value of a t statistic, elementwise."""
        size = np.abs(np.asarray(t, dtype=float))
        if self.kind == "normal":
            p = 2 * special.ndtr(-size)
        elif self.kind == "t":
            p = 2 * special.stdtr(self.dof, -size)
        else:
            weights, stretch = _fixed_b(float(self.b))
            p = _tail(size / stretch, weights)
        return float(p) if np.ndim(t) == 0 else p

    def wald_pvalue(self, statistic: float, restrictions: int) -> float:
        r"""p-value of :math:`W = r' V^{-1} r` with `restrictions` elements in r.

        Normal: :math:`\chi^2_q`. Student's t with a common variance:
        :math:`W/q \sim F(q, \nu)`. Equal-weighted cosine (Lazarus, Lewis, Stock
        and Watson 2018): :math:`(B-q+1) W / (Bq) \sim F(q, B-q+1)`. Fixed-b:
        20 000 draws from the limit, with a fixed seed.
        """
        q = int(restrictions)
        if q == 1:
            return float(self.pvalue(np.sqrt(statistic)))
        if self.kind == "normal":
            return float(special.chdtrc(q, statistic))
        if self.kind == "fixed-b":
            draws = _fixed_b_wald(float(self.b), q)
            return float((1 + np.sum(draws >= statistic)) / (1 + len(draws)))
        if not self.matrix:
            return float(special.fdtrc(q, self.dof, statistic / q))
        left = self.dof - q + 1
        if left < 1:
            raise EstimationError(
                f"{q} restrictions cannot be tested jointly with {self.dof:g} cosine terms: "
                f"the covariance has rank {self.dof:g}. Test fewer, or set bandwidth >= {q}."
            )
        return float(special.fdtrc(q, left, statistic * left / (self.dof * q)))

    def sup_value(
        self,
        correlation: np.ndarray,
        level: float = 0.95,
        rng: np.random.Generator | None = None,
        draws: int = 40_000,
    ) -> float:
        r"""Critical value of :math:`\max_h |t_h|` for correlated estimates.

        Parameters
        ----------
        correlation : ndarray, shape (H, H)
            Correlation matrix of the estimates; it may be singular.
        level : float
            Probability that the whole path lies inside the band.
        rng : numpy.random.Generator, optional
            Default: a new generator with the module's `SEED`, so that a band
            is the same in every run.
        draws : int
            Directions drawn. The radius of the normal vector is integrated
            out, which leaves a standard error of 0.004 with 13 horizons.

        Notes
        -----
        Montiel Olea and Plagborg-Moller (2019), with the variance of each
        :math:`t_h` simulated too unless the reference is normal. The result
        is kept between the pointwise and the Bonferroni value, which bound it.
        """
        level = _probability(level)
        horizons = len(correlation)
        low = self.value(level)
        if horizons == 1:
            return low
        high = self.value(1 - (1 - level) / horizons)
        generator = np.random.default_rng(SEED) if rng is None else rng
        values, vectors = np.linalg.eigh(np.asarray(correlation, dtype=float))
        keep = values > 1e-10 * values.max()
        root = (vectors[:, keep] * np.sqrt(values[keep])).T
        rank = root.shape[0]
        direction = generator.standard_normal((draws, rank))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        path = np.abs(direction @ root)
        common, stretch = self.kind == "t" and not self.matrix, 1.0
        if self.kind == "fixed-b":
            weights, stretch = _fixed_b(float(self.b))
            path /= _simulated_scale(weights, root, draws, generator)
        elif self.matrix:
            weights = np.full(int(self.dof), 1 / self.dof)
            path /= _simulated_scale(weights, root, draws, generator)
        steepest = path.max(axis=1)

        def covered(c: float) -> float:
            # The squared radius is chi-squared given the direction; divided by
            # a common estimated variance it is F.
            squared = (c / (stretch * steepest)) ** 2
            cdf = (
                special.fdtr(rank, self.dof, squared / rank)
                if common
                else special.chdtr(rank, squared)
            )
            return float(cdf.mean()) - level

        return _bisect(covered, low, high, 1e-6)


def _probability(level: float) -> float:
    level = float(level)
    if not 0 < level < 1:
        raise EstimationError(f"a confidence level lies between 0 and 1, not {level:g}.")
    return level


def _bisect(f, low: float, high: float, tolerance: float = 1e-9) -> float:
    """Root of an increasing `f` on [low, high], or the end nearest to it."""
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


def _tail(t: np.ndarray, lam: np.ndarray) -> np.ndarray:
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
    for index, value in np.ndenumerate(t):
        product = np.log1p(np.multiply.outer(lam, value * value / sine)).sum(axis=0)
        out[index] = weights @ np.exp(-0.5 * product)
    return out


@lru_cache(maxsize=256)
def _fixed_b(b: float) -> tuple[np.ndarray, float]:
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


def _quantile(weights: np.ndarray, level: float) -> float:
    high = 2.0
    while _tail(np.array(high), weights) > 1 - level:
        high *= 2
    return _bisect(lambda c: (1 - level) - float(_tail(np.array(c), weights)), 0.0, high, 1e-12)


@lru_cache(maxsize=1024)
def _fixed_b_value(b: float, level: float) -> float:
    weights, stretch = _fixed_b(b)
    return stretch * _quantile(weights, level)


def _leading(weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights that matter, and the sum of the rest, which is all but constant."""
    count = int(np.sum(weights > 2e-3 * weights.sum()))
    return weights[:count], float(weights[count:].sum())


def _simulated_scale(
    weights: np.ndarray, root: np.ndarray, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """Draws of the H estimated standard errors, in units of the true ones."""
    leading, rest = _leading(weights)
    total = np.full((draws, root.shape[1]), rest)
    for weight in leading:
        total += weight * (generator.standard_normal((draws, root.shape[0])) @ root) ** 2
    return np.sqrt(total)


@lru_cache(maxsize=64)
def _fixed_b_wald(b: float, q: int, draws: int = 20_000) -> np.ndarray:
    """Sorted draws of the fixed-b limit of a Wald statistic on q restrictions."""
    weights, stretch = _fixed_b(b)
    leading, rest = _leading(weights)
    generator = np.random.default_rng(SEED)
    z = generator.standard_normal((draws, q))
    omega = np.broadcast_to(rest * np.eye(q), (draws, q, q)).copy()
    for weight in leading:
        x = generator.standard_normal((draws, q))
        omega += weight * x[:, :, None] * x[:, None, :]
    statistic = np.einsum("ij,ij->i", z, np.linalg.solve(omega, z[:, :, None])[:, :, 0])
    return np.sort(statistic * stretch**2)
