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

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.errors import EstimationError
from analysis.passthrough.core import fixed_b
from analysis.passthrough.core.draws import symmetric_root


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
            raise EstimationError(f"unknown reference distribution {self.kind!r}; use normal, t or fixed-b.")
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

    def value(self, coverage: float = 0.95) -> float:
        """Two-sided critical value, which `|t|` stays below with probability `coverage`."""
        coverage = probability(coverage)
        if self.kind == "normal":
            return float(special.ndtri(0.5 + coverage / 2))
        if self.kind == "t":
            return float(special.stdtrit(self.dof, 0.5 + coverage / 2))
        return fixed_b.value(float(self.b), coverage)

    def pvalue(self, t: float | np.ndarray) -> float | np.ndarray:
        """Two-sided p-value of a t statistic, elementwise."""
        size = np.abs(np.asarray(t, dtype=float))
        if self.kind == "normal":
            p = 2 * special.ndtr(-size)
        elif self.kind == "t":
            p = 2 * special.stdtr(self.dof, -size)
        else:
            weights, stretch = fixed_b.limit(float(self.b))
            p = fixed_b.tail(size / stretch, weights)
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
            draws = fixed_b.wald(float(self.b), q)
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
        coverage: float = 0.95,
        rng: np.random.Generator | None = None,
        draws: int = 40_000,
    ) -> float:
        r"""Critical value of :math:`\max_h |t_h|` for correlated estimates.

        Parameters
        ----------
        correlation : ndarray, shape (H, H)
            Correlation matrix of the estimates; it may be singular.
        coverage : float
            Probability that the whole path lies inside the band.
        rng : numpy.random.Generator, optional
            Default: a new generator with `fixed_b.SEED`, so that a band
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
        return self.largest(correlation, rng, draws).value(coverage)

    def sup_pvalue(
        self,
        statistic: float,
        correlation: np.ndarray,
        rng: np.random.Generator | None = None,
        draws: int = 40_000,
    ) -> float:
        r"""p-value of :math:`\max_h |t_h|`; parameters and bounds as in `sup_value`."""
        return self.largest(correlation, rng, draws).pvalue(statistic)

    def scale(self, root: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
        r"""Draws of the estimated standard errors in units of the true ones, shape (draws, H).

        `root` (H, H) has the correlation of the estimates as :math:`R'R`.
        """
        if self.kind == "normal":
            return np.ones((draws, root.shape[1]))
        if self.kind == "t" and not self.matrix:
            common = np.sqrt(rng.chisquare(self.dof, (draws, 1)) / self.dof)
            return np.broadcast_to(common, (draws, root.shape[1]))
        weights, stretch = np.full(int(self.dof or 0), 1 / (self.dof or 1)), 1.0
        if self.kind == "fixed-b":
            weights, stretch = fixed_b.limit(float(self.b))
        return fixed_b.simulated_scale(weights, root, draws, rng) / stretch

    def largest(
        self, correlation: np.ndarray, rng: np.random.Generator | None = None, draws: int = 40_000
    ) -> Largest:
        """Distribution of the largest `|t_h|`: draw once, ask for values and p-values; see `sup_value`."""
        if len(correlation) == 1:
            return Largest(self, 1, lambda c: 1.0 - float(self.pvalue(c)))
        generator = np.random.default_rng(fixed_b.SEED) if rng is None else rng
        root = symmetric_root(correlation)
        rank = root.rank
        direction = generator.standard_normal((draws, len(root.matrix))) @ root.projector
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        path = np.abs(direction @ root.matrix)
        common = self.kind == "t" and not self.matrix
        if not (common or self.kind == "normal"):
            path /= self.scale(root.matrix, draws, generator)
        steepest = path.max(axis=1)

        def covered(c: float) -> float:
            # The squared radius is chi-squared given the direction; divided by
            # a common estimated variance it is F.
            squared = (c / steepest) ** 2
            cdf = special.fdtr(rank, self.dof, squared / rank) if common else special.chdtr(rank, squared)
            return float(cdf.mean())

        return Largest(self, len(correlation), covered)


@dataclass(frozen=True, eq=False)
class Largest:
    """Distribution of the largest of several `|t|`, bounded by what holds for any correlation.

    Attributes
    ----------
    single : Critical
        Of each t.
    horizons : int
    covered : callable
        Probability that no `|t|` exceeds a value.
    """

    single: Critical
    horizons: int
    covered: Callable[[float], float]

    def value(self, coverage: float = 0.95) -> float:
        """Critical value, between the pointwise and the Bonferroni value."""
        coverage = probability(coverage)
        low = self.single.value(coverage)
        if self.horizons == 1:
            return low
        high = self.single.value(1 - (1 - coverage) / self.horizons)
        return fixed_b.bisect(lambda c: self.covered(c) - coverage, low, high, 1e-6)

    def pvalue(self, statistic: float) -> float:
        """p-value, between that of one t and that times the number of horizons."""
        statistic = abs(float(statistic))
        one = float(self.single.pvalue(statistic))
        joint = one if self.horizons == 1 else 1.0 - self.covered(statistic)
        return min(max(joint, one), self.horizons * one, 1.0)


def probability(coverage: float) -> float:
    """`coverage` as a float between 0 and 1, or a refusal."""
    coverage = float(coverage)
    if not 0 < coverage < 1:
        raise EstimationError(f"a confidence level lies between 0 and 1, not {coverage:g}.")
    return coverage
