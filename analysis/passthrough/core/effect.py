"""One number with its uncertainty: the effect at one horizon."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, NamedTuple

from analysis.errors import EstimationError
from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.sets import ConfidenceSet


class Origin(NamedTuple):
    """The estimate that an effect is one point of: what was regressed on what, how, and on which rows."""

    method: str
    outcome: str
    driver: str
    sample: tuple[Any, Any]
    nobs: int
    specification: dict[str, Any]


@dataclass(frozen=True)
class Effect:
    """Pass-through of a 1 % depreciation at one horizon, in per cent.

    Attributes
    ----------
    estimate, std_error : float
    low, high : float
        Ends of the interval estimate -/+ critical value x standard error.
    p_zero, p_complete : float
        Two-sided p-values of pass-through 0 (none) and 1 (complete).
    coverage : float
        Nominal coverage of `low` and `high`.
    critical : Critical
    label : str
        Such as "long run (12 months)".
    confidence_set : ConfidenceSet or None
        For a ratio: the set at the same level that keeps its coverage when the
        denominator is near zero (Fieller's, or by likelihood ratio). `low` and
        `high` do not.
    origin : Origin or None
        Of the result that gave it; two effects are equal whatever theirs are.
    """

    estimate: float
    std_error: float
    low: float
    high: float
    p_zero: float
    p_complete: float
    coverage: float
    critical: Critical
    label: str = ""
    confidence_set: ConfidenceSet | None = None
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        estimate: float,
        std_error: float,
        critical: Critical,
        *,
        label: str = "",
        coverage: float = 0.95,
        confidence_set: ConfidenceSet | None = None,
    ) -> Effect:
        """Build an effect; refuse an estimate or standard error that is not finite."""
        estimate, std_error = float(estimate), float(std_error)
        if not (isfinite(estimate) and isfinite(std_error) and std_error >= 0):
            raise EstimationError(
                f"the effect {label or 'asked for'} is not finite (estimate {estimate}, standard "
                f"error {std_error}). The data do not identify it."
            )
        half = critical.value(coverage) * std_error
        bare = cls(
            estimate=estimate,
            std_error=std_error,
            low=estimate - half,
            high=estimate + half,
            p_zero=1.0,
            p_complete=1.0,
            coverage=coverage,
            critical=critical,
            label=label,
            confidence_set=confidence_set,
        )
        return replace(bare, p_zero=bare.pvalue(0.0), p_complete=bare.pvalue(1.0))

    def statistic(self, value: float = 0.0) -> float:
        """T statistic of effect = `value`; infinite when the standard error is zero."""
        distance = self.estimate - value
        if self.std_error == 0:
            return 0.0 if distance == 0 else float("inf") * (1 if distance > 0 else -1)
        return distance / self.std_error

    def pvalue(self, value: float = 0.0) -> float:
        """Two-sided p-value of effect = `value`."""
        statistic = self.statistic(value)
        return float(self.critical.pvalue(statistic)) if isfinite(statistic) else 0.0

    def interval(self, coverage: float) -> tuple[float, float]:
        """Interval at another level."""
        half = self.critical.value(coverage) * self.std_error
        return self.estimate - half, self.estimate + half

    def __str__(self) -> str:
        text = (
            f"{self.estimate:.3f} ({self.std_error:.3f}), "
            f"{100 * self.coverage:g} % [{self.low:.3f}, {self.high:.3f}]"
        )
        if self.confidence_set is not None:
            text += f", {self.confidence_set.kind} {self.confidence_set}"
        return text
