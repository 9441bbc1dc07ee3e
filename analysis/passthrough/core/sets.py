r"""Confidence sets that need not be intervals.

A ratio whose denominator may be zero has no bounded interval of correct
coverage (Gleser and Hwang 1987; Dufour 1997). The set that inverts a t test is
honest: an interval when the denominator is well away from zero, the outside of
an interval or the whole line when it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf, sqrt


@dataclass(frozen=True)
class ConfidenceSet:
    """A union of closed intervals on the real line.

    Attributes
    ----------
    intervals : tuple of (low, high)
        In rising order, without overlap; ends may be infinite; empty for the
        empty set.
    coverage : float
        Nominal coverage.
    kind : str
        Whose set it is, for texts.
    """

    intervals: tuple[tuple[float, float], ...]
    coverage: float = 0.95
    kind: str = "Fieller"

    @property
    def empty(self) -> bool:
        """Whether no value is accepted."""
        return not self.intervals

    @property
    def bounded(self) -> bool:
        """Whether the set has two ends."""
        return all(not isinf(end) for interval in self.intervals for end in interval)

    @property
    def whole_line(self) -> bool:
        """Whether no value is rejected."""
        return self.intervals == ((-inf, inf),)

    def __contains__(self, value: float) -> bool:
        return any(low <= value <= high for low, high in self.intervals)

    def __str__(self) -> str:
        if self.empty:
            return "empty set"
        if self.whole_line:
            return "the whole line"
        return " and ".join(_interval(low, high) for low, high in self.intervals)


def _interval(low: float, high: float) -> str:
    left = "(-inf" if isinf(low) else f"[{low:.4g}"
    right = "inf)" if isinf(high) else f"{high:.4g}]"
    return f"{left}, {right}"


def fieller(
    numerator: float,
    denominator: float,
    var_numerator: float,
    var_denominator: float,
    covariance: float,
    critical: float,
    coverage: float = 0.95,
) -> ConfidenceSet:
    r"""Fieller's set for numerator / denominator.

    .. math:: \{\theta : (N - \theta D)^2 \le c^2 (v_N - 2\theta v_{ND} + \theta^2 v_D)\}

    Parameters
    ----------
    numerator, denominator : float
        Estimates :math:`N`, :math:`D`.
    var_numerator, var_denominator, covariance : float
        Their variances :math:`v_N`, :math:`v_D` and covariance :math:`v_{ND}`.
    critical : float
        Two-sided critical value c of the t statistic of :math:`N - \theta D`.
    coverage : float
        Nominal coverage that `critical` belongs to; carried along, not used.

    Returns
    -------
    ConfidenceSet
        Bounded if and only if the t test of D = 0 rejects. Never empty: the
        estimate itself always belongs.
    """
    c2 = critical**2
    return quadratic(
        denominator**2 - c2 * var_denominator,
        c2 * covariance - numerator * denominator,
        numerator**2 - c2 * var_numerator,
        coverage,
    )


def quadratic(
    a: float, half_b: float, c: float, coverage: float = 0.95, kind: str = "Fieller"
) -> ConfidenceSet:
    r"""The set :math:`\{\theta : a\theta^2 + 2 b\theta + c \le 0\}`, with `half_b` the b of this formula.

    It is assumed to hold some point, as the set of an estimator holds the estimate.
    """
    if a == 0:
        if half_b == 0:
            intervals = ((-inf, inf),) if c <= 0 else ()
        elif half_b > 0:
            intervals = ((-inf, -c / (2 * half_b)),)
        else:
            intervals = ((-c / (2 * half_b), inf),)
        return ConfidenceSet(intervals, coverage, kind)
    discriminant = half_b**2 - a * c
    if a < 0 and discriminant <= 0:
        return ConfidenceSet(((-inf, inf),), coverage, kind)
    # The estimate solves the inequality, so with a > 0 the roots are real; a
    # negative discriminant is rounding in an interval of no width.
    root = sqrt(max(discriminant, 0.0))
    # The root of larger size first; the other from the product of the roots,
    # which does not subtract two numbers of one size.
    q = -(half_b + root) if half_b >= 0 else root - half_b
    low, high = sorted((q / a, c / q)) if q != 0 else (0.0, 0.0)
    if a > 0:
        return ConfidenceSet(((low, high),), coverage, kind)
    return ConfidenceSet(((-inf, low), (high, inf)), coverage, kind)
